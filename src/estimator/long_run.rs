//! The long run: random failures over a long horizon, many trials, means with intervals.
//!
//! Memory does not grow with the number of trials.

use super::columns::Key;
use super::convergence::Convergence;
use super::enough::{self, Reached};
use super::plan::EstimateStudy;
use super::trials::{Failure, Halt, Workers};
use crate::metric::{Threshold, of_long_run};
use crate::quantity::{Span, Time};
use crate::random::Chance;
use crate::report::Ended;
use crate::stats::poisson::rate_interval;
use crate::stats::{Estimate, Interval, Moments, Proportion, Ratio};
use crate::system::port::{Measured, Part};
use crate::system::{Options, Outcome, System, Trial, TrialError};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Level of all intervals.
pub const LEVEL: f64 = 0.95;
/// Events below which an interval for a rate is taken from the count, not from its spread.
const FEW: u64 = 30;

/// Figures of the long run.
#[derive(Clone, Debug)]
pub struct LongRun {
    /// Trials.
    pub trials: u64,
    /// Why there are no more.
    pub ended: Ended,
    /// How precise the figure is that was to be precise.
    pub reached: Option<Reached>,
    /// Time watched in each, in seconds.
    pub watched_seconds: f64,
    /// Strikes and restorations over all trials, warm-up included.
    pub failures_and_repairs: u64,
    /// Events handled over all trials.
    pub events: u64,
    /// Where each figure stands in the two lists beside it.
    index: BTreeMap<Key, usize>,
    keys: Vec<Key>,
    totals: Vec<Total>,
    outage_lengths: Vec<Ratio>,
    /// How the estimates drew near.
    pub convergence: Convergence,
}

/// One figure over all trials.
#[derive(Clone, Copy, Debug, Default)]
struct Total {
    moments: Moments,
    peak: f64,
}

/// Runs the trials of an estimate.
pub fn estimate(
    system: &System,
    study: &EstimateStudy,
    thresholds: &[Threshold],
    workers: &Workers,
    audit: bool,
    events: u64,
) -> Result<LongRun, Failure> {
    let mut run = LongRun {
        trials: 0,
        ended: Ended::Trials,
        reached: None,
        watched_seconds: study.horizon.less(study.warm_up).secs_f64(),
        failures_and_repairs: 0,
        events: 0,
        index: BTreeMap::new(),
        keys: Vec::new(),
        totals: Vec::new(),
        outage_lengths: vec![Ratio::default(); system.services().count()],
        convergence: Convergence::default(),
    };
    let halt = workers.fold(
        study.trials,
        |trial| history(system, study, thresholds, trial, audit, events),
        |block| {
            for outcome in block {
                run.push(&outcome);
            }
            match enough::judge(&mut run, system, study, workers.watch()) {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        },
    )?;
    run.ended = match (halt, &run.reached) {
        (Halt::Stopped, _) => Ended::Interrupted,
        (_, None) => Ended::Trials,
        (_, Some(reached)) if reached.is_enough => Ended::Precision,
        (_, Some(_)) => Ended::Budget,
    };
    Ok(run)
}

fn history(
    system: &System,
    study: &EstimateStudy,
    thresholds: &[Threshold],
    trial: u64,
    audit: bool,
    events: u64,
) -> Result<Outcome, TrialError> {
    let options = Options {
        chance: Chance::drawn(study.seed, trial),
        random: true,
        incident: None,
        horizon: study.horizon,
        events,
        audit,
    };
    let mut trial = Trial::begun(system, options, study.start);
    trial.run_until(study.warm_up)?;
    let since = Time::after_start(study.warm_up);
    trial.observe(of_long_run(system, thresholds, since));
    trial.finish(study.warm_up)
}

impl LongRun {
    fn push(&mut self, outcome: &Outcome) {
        self.failures_and_repairs += outcome.failures_and_repairs;
        self.events += outcome.events;
        // Outages as lengths and counts, of a service after the other.
        let mut outages: Option<(usize, f64)> = None;
        // Trials measure much the same in much the same order: the next figure is a good guess.
        let mut guess = 0;
        for figure in &outcome.measured {
            let at = if self.is(guess, figure) { guess } else { self.find(figure) };
            guess = at + 1;
            self.totals[at].push(figure.value, self.trials);
            match (figure.metric, &figure.part, outages) {
                ("outages", Part::Whole, _) => {
                    outages = Some((figure.subject as usize, figure.value));
                }
                ("outage seconds", Part::Whole, Some((service, count))) => {
                    self.outage_lengths[service].push(figure.value, count);
                }
                _ => {}
            }
        }
        self.trials += 1;
        if self.convergence.is_due(self.trials) {
            let whole = |metric| self.whole(metric);
            let marks = [whole("outage seconds"), whole("lost user seconds")];
            self.convergence.mark(self.trials, marks);
        }
    }

    /// The totals of a metric by subject, as they stand.
    fn whole(&self, metric: &'static str) -> Vec<Moments> {
        let subjects = (0..).map_while(|subject| {
            let key = Key { metric, subject, part: Part::Whole };
            self.index.contains_key(&key).then(|| self.moments(metric, subject, Part::Whole))
        });
        subjects.collect()
    }

    /// Whether a figure is the one that stands there.
    fn is(&self, at: usize, figure: &Measured) -> bool {
        self.keys.get(at).is_some_and(|key| {
            key.metric == figure.metric && key.subject == figure.subject && key.part == figure.part
        })
    }

    /// Where a figure stands, from now on if it did not before.
    fn find(&mut self, figure: &Measured) -> usize {
        let Measured { metric, subject, part, .. } = figure;
        let key = Key { metric, subject: *subject, part: part.clone() };
        if let Some(at) = self.index.get(&key) {
            return *at;
        }
        let at = self.keys.len();
        self.index.insert(key.clone(), at);
        self.keys.push(key);
        self.totals.push(Total::default());
        at
    }

    fn total_of(&self, metric: &'static str, subject: u32, part: Part) -> Total {
        let at = self.index.get(&Key { metric, subject, part });
        at.map_or_else(Total::default, |at| self.totals[*at])
    }

    fn moments(&self, metric: &'static str, subject: u32, part: Part) -> Moments {
        let mut moments = self.total_of(metric, subject, part).moments;
        fill(&mut moments, self.trials);
        moments
    }

    /// The mean of a figure over the trials.
    pub fn mean(&self, metric: &'static str, subject: u32, part: Part) -> f64 {
        self.moments(metric, subject, part).mean()
    }

    /// The total of a count over the trials.
    pub fn total(&self, metric: &'static str, subject: u32, part: Part) -> u64 {
        let moments = self.moments(metric, subject, part);
        libm::round(moments.mean() * moments.count() as f64) as u64
    }

    /// The largest of a figure over the trials.
    pub fn peak(&self, metric: &'static str, subject: u32) -> f64 {
        self.total_of(metric, subject, Part::Whole).peak
    }

    /// A time as a share of the time watched, with a t interval over trials. Where it was never
    /// seen, the upper end is the bound that the number of trials allows: each had it with at
    /// most the probability of Clopper and Pearson, and then all the time.
    pub fn share(
        &self,
        metric: &'static str,
        subject: u32,
        part: Part,
        scale: f64,
    ) -> (f64, Interval) {
        self.share_of(&self.moments(metric, subject, part), scale, LEVEL)
    }

    /// The same of the whole, at a level of its own.
    pub(super) fn share_at(
        &self,
        metric: &'static str,
        subject: u32,
        scale: f64,
        level: f64,
    ) -> (f64, Interval) {
        self.share_of(&self.moments(metric, subject, Part::Whole), scale, level)
    }

    /// The same of these totals, at a level.
    pub fn share_of(&self, moments: &Moments, scale: f64, level: f64) -> (f64, Interval) {
        let of = 1.0 / (self.watched_seconds * scale);
        let never = moments.mean() == 0.0 && moments.variance() == 0.0;
        match Estimate::of_mean(moments, level) {
            Some(estimate) if !never => {
                let lower = (estimate.lower * of).max(0.0);
                (estimate.value * of, Interval { lower, upper: (estimate.upper * of).min(1.0) })
            }
            _ if never => {
                let none = Proportion::new(0, moments.count());
                let upper = none.map_or(1.0, |none| none.upper_bound(level));
                (0.0, Interval { lower: 0.0, upper })
            }
            // One trial tells nothing of its own spread.
            _ => (moments.mean() * of, Interval { lower: 0.0, upper: 1.0 }),
        }
    }

    /// A count as a number a year, with an interval: from its spread over trials, or from the
    /// count alone (Garwood) where it is small.
    pub fn per_year(&self, metric: &'static str, subject: u32, part: Part) -> (f64, Interval) {
        self.per_year_at(metric, subject, part, LEVEL)
    }

    /// The same at a level of its own.
    pub(super) fn per_year_at(
        &self,
        metric: &'static str,
        subject: u32,
        part: Part,
        level: f64,
    ) -> (f64, Interval) {
        let moments = self.moments(metric, subject, part.clone());
        let years = self.watched_seconds / crate::quantity::YEAR.secs_f64();
        let seen = self.total(metric, subject, part);
        match Estimate::of_mean(&moments, level) {
            Some(estimate) if seen >= FEW => {
                let lower = (estimate.lower / years).max(0.0);
                (estimate.value / years, Interval { lower, upper: estimate.upper / years })
            }
            _ => {
                let exposure = years * self.trials as f64;
                (seen as f64 / exposure, rate_interval(seen, exposure, level))
            }
        }
    }

    /// The mean outage of a service in seconds, if any was seen.
    pub fn mean_outage(&self, service: u32) -> Option<(f64, Interval)> {
        let ratio = self.outage_lengths.get(service as usize)?;
        let value = ratio.value()?;
        let unknown = Interval { lower: 0.0, upper: self.watched_seconds };
        let interval = ratio.estimate(LEVEL).map_or(unknown, |estimate| {
            // No outage is shorter than nothing.
            Interval { lower: estimate.lower.max(0.0), upper: estimate.upper }
        });
        Some((value, interval))
    }

    /// The named parts of a figure with their means, largest first.
    pub fn parts(&self, metric: &'static str, subject: u32) -> Vec<(String, f64)> {
        let first = Key { metric, subject, part: Part::Whole };
        let mut parts: Vec<(String, f64)> = self
            .index
            .range(first..)
            .take_while(|(key, _)| key.metric == metric && key.subject == subject)
            .filter_map(|(key, _)| match &key.part {
                Part::Name(name) => {
                    Some((name.clone(), self.mean(metric, subject, key.part.clone())))
                }
                _ => None,
            })
            .collect();
        parts.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        parts
    }

    /// The time watched in each trial.
    pub fn watched(&self) -> Span {
        Span::from_secs_f64(self.watched_seconds)
    }
}

impl Total {
    fn push(&mut self, value: f64, before: u64) {
        self.peak = if self.moments.count() == 0 { value } else { self.peak.max(value) };
        fill(&mut self.moments, before);
        self.moments.push(value);
    }
}

/// A figure that earlier trials lacked was zero in them.
fn fill(moments: &mut Moments, trials: u64) {
    while moments.count() < trials {
        moments.push(0.0);
    }
}
