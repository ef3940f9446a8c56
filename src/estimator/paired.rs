//! Several systems on the same draws: each in the long run, and against the first, trial by trial.
//!
//! Source: A. M. Law, *Simulation Modeling and Analysis*, 5th ed. 2015, 10.2.1 and 11.2: paired
//! differences with common random numbers. Memory does not grow with the number of trials.

use super::long_run::{LEVEL, LongRun, history};
use super::plan::EstimateStudy;
use super::systems::Systems;
use super::trials::{Failure, Workers};
use crate::metric::Threshold;
use crate::stats::{Estimate, Moments};
use crate::system::Outcome;
use crate::system::port::Part;
use std::ops::ControlFlow;

/// One of the systems.
pub struct Contender<'s> {
    /// The system of each trial.
    pub systems: Systems<'s>,
    /// How it is run: of all contenders alike.
    pub study: EstimateStudy,
    /// The thresholds of interruptions.
    pub thresholds: Vec<Threshold>,
    /// Whose figures are taken, each with the position of its like in the first contender.
    pub counted: Vec<(Counted, Option<usize>)>,
}

/// Whose time out of service is taken.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Counted {
    /// A service, by truth.
    Service(u32),
    /// An audience of so many users, by user time.
    Audience(u32, f64),
}

/// How one contender did.
pub struct Contest {
    /// In the long run.
    pub run: LongRun,
    /// Against the first, for each that is counted; `None` in the first, and without a like.
    pub differences: Vec<Option<Difference>>,
}

/// A figure of this contender less that of the first, over trials.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// Seconds out of service in a trial.
    pub down: Paired,
    /// Outages or interruptions of anybody in a trial.
    pub interruptions: Paired,
}

/// Pairs of numbers, one a trial.
#[derive(Clone, Copy, Debug, Default)]
pub struct Paired {
    /// This one less the first.
    pub difference: Moments,
    /// Trials in which they differ.
    pub differing: u64,
    mine: Moments,
    first: Moments,
}

/// A trial of a contender that could not be finished.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unfinished {
    /// Which contender.
    pub contender: usize,
    /// Which trial, and why.
    pub failure: Failure,
}

/// Runs all contenders side by side.
///
/// If the watch is stopped, all have run the trials that all have done: fewer than asked for.
pub fn side_by_side(
    contenders: &[Contender<'_>],
    trials: u64,
    workers: &Workers,
    events: u64,
) -> Result<Vec<Contest>, Unfinished> {
    let mut contests: Vec<Contest> = contenders.iter().map(Contest::before_any).collect();
    let many = contenders.len() as u64;
    // Trial by trial, within it contender by contender: the outcomes of one trial wait for each
    // other, so that no contender is ahead when the run is ended.
    let mut trial: Vec<Outcome> = Vec::with_capacity(contenders.len());
    let all = workers.fold(
        trials * many,
        |at| {
            let (trial, one) = (at / many, &contenders[(at % many) as usize]);
            history(one.systems.of(trial), &one.study, &one.thresholds, trial, false, events)
        },
        |block| {
            for outcome in block {
                trial.push(outcome);
                if trial.len() == contenders.len() {
                    push(&mut contests, contenders, &trial);
                    trial.clear();
                }
            }
            ControlFlow::Continue(())
        },
    );
    all.map_err(|failure| Unfinished {
        contender: (failure.trial % many) as usize,
        failure: Failure { trial: failure.trial / many, error: failure.error },
    })?;
    Ok(contests)
}

/// One trial of all of them.
fn push(contests: &mut [Contest], contenders: &[Contender<'_>], trial: &[Outcome]) {
    let Some((first, outcome)) = contenders.first().zip(trial.first()) else { return };
    let first = figures(first, outcome);
    for ((contest, contender), outcome) in contests.iter_mut().zip(contenders).zip(trial) {
        contest.push(contender, outcome, &figures(contender, outcome), &first);
    }
}

/// Seconds out and interruptions of all that are counted, in one trial.
fn figures(contender: &Contender<'_>, outcome: &Outcome) -> Vec<[f64; 2]> {
    let whole = |metric: &str, subject: u32, part: Part| {
        let mut found = outcome.measured.iter();
        let found = found.find(|f| f.metric == metric && f.subject == subject && f.part == part);
        found.map_or(0.0, |figure| figure.value)
    };
    let one = |(counted, _): &(Counted, Option<usize>)| match *counted {
        Counted::Service(at) => {
            [whole("outage seconds", at, Part::Whole), whole("outages", at, Part::Whole)]
        }
        Counted::Audience(at, users) => [
            whole("lost user seconds", at, Part::Whole) / users,
            whole("interruptions", at, Part::Number(0)),
        ],
    };
    contender.counted.iter().map(one).collect()
}

impl Contest {
    fn before_any(contender: &Contender<'_>) -> Self {
        Self {
            run: LongRun::before_any(&contender.study, contender.systems.draws()),
            differences: vec![None; contender.counted.len()],
        }
    }

    fn push(
        &mut self,
        contender: &Contender<'_>,
        outcome: &Outcome,
        figures: &[[f64; 2]],
        first: &[[f64; 2]],
    ) {
        self.run.push(outcome);
        let likes = contender.counted.iter().map(|(_, like)| *like);
        for ((mine, like), difference) in figures.iter().zip(likes).zip(&mut self.differences) {
            let Some(theirs) = like.map(|like| first[like]) else { continue };
            let difference = difference.get_or_insert_default();
            difference.down.push(mine[0], theirs[0]);
            difference.interruptions.push(mine[1], theirs[1]);
        }
    }
}

impl Paired {
    fn push(&mut self, mine: f64, first: f64) {
        self.difference.push(mine - first);
        self.differing += u64::from(mine != first);
        self.mine.push(mine);
        self.first.push(first);
    }

    /// The mean difference with its interval; `None` with fewer than two trials.
    pub fn estimate(&self) -> Option<Estimate> {
        Estimate::of_mean(&self.difference, LEVEL)
    }

    /// The variance of the difference if both had drawn on their own, over that of the pairs;
    /// `None` where nothing differs by chance.
    pub fn variance_ratio(&self) -> Option<f64> {
        let paired = self.difference.variance();
        (paired > 0.0).then(|| (self.mine.variance() + self.first.variance()) / paired)
    }
}
