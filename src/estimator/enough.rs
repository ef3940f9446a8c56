//! When trials are enough: where a precision is asked for, it is looked for at the end of every
//! block, and nowhere else, so that threads and their speed cannot show.
//!
//! Whoever stops when an interval happens to look short stops too early more often than too late.
//! So there are a least number of trials and of outages; what bias is left is told in
//! `docs/methods/precision.md`.

use super::long_run::LongRun;
use super::plan::{EstimateStudy, Precise, Precision};
use super::trials::BLOCK;
use super::watch::Watch;
use crate::stats::Interval;
use crate::system::System;
use crate::system::port::Part;

/// The fewest trials: two blocks.
pub(super) const LEAST_TRIALS: u64 = 2 * BLOCK;
/// The fewest outages or interruptions seen in all trials.
pub(super) const LEAST_SEEN: u64 = 100;

/// How precise the figure is that was to be precise.
#[derive(Clone, PartialEq, Debug)]
pub struct Reached {
    /// Half the width of the interval over the estimate; `None` where nothing was seen.
    pub within: Option<f64>,
    /// It is as precise as was asked, and enough has been seen to believe it.
    pub is_enough: bool,
}

/// Whether the trials so far are enough: precise, or as many as may be.
pub(super) fn judge(
    run: &mut LongRun,
    system: &System,
    study: &EstimateStudy,
    watch: &Watch,
) -> bool {
    let Some(precision) = &study.precision else { return false };
    let (within, seen) = look(run, system, precision);
    let is_precise = within.is_some_and(|within| within <= precision.within);
    let is_enough = is_precise && seen >= LEAST_SEEN && run.trials >= LEAST_TRIALS;
    run.reached = Some(Reached { within, is_enough });
    if let Some(within) = within {
        // Half as wide takes four times as many.
        let more = (within / precision.within) * (within / precision.within);
        let all = (run.trials as f64 * more) as u64;
        watch.expect(all.clamp(run.trials, study.trials));
    }
    is_enough || precision.most_events.is_some_and(|most| run.events >= most)
}

/// Half the width over the estimate, and how many outages or interruptions there were.
fn look(run: &LongRun, system: &System, precision: &Precision) -> (Option<f64>, u64) {
    let (whose, level) = (precision.whose.as_str(), precision.confidence);
    let service = system.services().find(|(_, name)| *name == whose);
    let people = system.populations().find(|(_, name)| *name == whose);
    let (lack, count, subject, part, scale) = match (service, people) {
        (Some((service, _)), _) => ("outage seconds", "outages", service.at(), Part::Whole, 1.0),
        (None, Some((people, _))) => {
            let users = system.population_sizes()[people.at()] as f64 / 1e6;
            ("lost user seconds", "interruptions", people.at(), Part::Number(0), users)
        }
        (None, None) => return (None, 0),
    };
    let subject = subject as u32;
    let seen = run.total(count, subject, part.clone());
    let (value, Interval { lower, upper }) = match precision.of {
        Precise::Unavailability => run.share_at(lack, subject, Part::Whole, scale, level),
        Precise::Interruptions => run.per_year_at(count, subject, part, level),
    };
    ((value > 0.0).then(|| 0.5 * (upper - lower) / value), seen)
}
