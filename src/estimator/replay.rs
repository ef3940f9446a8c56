//! One trial of the long run again, on the same draws: first its figures and when something was
//! lacked in it, then what happened around the worst of that.

use super::long_run::begun;
use super::plan::EstimateStudy;
use super::trials::Failure;
use crate::metric::{Excerpt, Threshold, of_excerpts, of_harms, of_long_run};
use crate::quantity::{Span, Time};
use crate::system::{Outcome, System};

/// Which trial.
#[derive(Clone, Copy, Debug)]
pub struct Replay<'a> {
    /// What the long run asks.
    pub study: &'a EstimateStudy,
    /// The number of the trial; it need not be one that was run.
    pub trial: u64,
    /// Recompute everything after every instant.
    pub audit: bool,
    /// Events it may take.
    pub events: u64,
}

impl Replay<'_> {
    /// Its figures, as the long run has them, and when services were out and users lacked something.
    pub fn figures(&self, system: &System, thresholds: &[Threshold]) -> Result<Outcome, Failure> {
        let Self { study, trial, audit, events } = *self;
        let fails = |error| Failure { trial, error };
        let mut trial = begun(system, study, trial, audit, events);
        trial.run_until(study.warm_up).map_err(fails)?;
        let mut observers = of_long_run(system, thresholds, Time::after_start(study.warm_up));
        observers.push(of_harms(system));
        trial.observe(observers);
        trial.finish(study.warm_up).map_err(fails)
    }

    /// What happened in some stretches of it; the warm-up is seen as well.
    pub fn story(&self, system: &System, excerpts: &[Excerpt]) -> Result<Outcome, Failure> {
        let Self { study, trial, events, .. } = *self;
        let until = excerpts.iter().map(|excerpt| excerpt.to).max().unwrap_or_default();
        let study =
            EstimateStudy { horizon: (until - Time::ZERO).min(study.horizon), ..study.clone() };
        let mut told = begun(system, &study, trial, false, events);
        told.observe(vec![of_excerpts(excerpts)]);
        told.finish(Span::ZERO).map_err(|error| Failure { trial, error })
    }
}
