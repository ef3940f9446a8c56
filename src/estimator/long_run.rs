//! The long run: random failures over a long horizon, many trials, means with intervals.
//!
//! Memory does not grow with the number of trials.

use super::causes::Causes;
use super::columns::Key;
use super::plan::EstimateStudy;
use super::trials::{Failure, Workers};
use crate::metric::{Threshold, of_long_run};
use crate::quantity::{Span, Time};
use crate::random::Chance;
use crate::stats::poisson::rate_interval;
use crate::stats::{Estimate, Interval, Moments, Proportion, Ratio};
use crate::system::port::{Measured, Part};
use crate::system::{Options, Outcome, System, Trial, TrialError};
use std::collections::BTreeMap;

/// Level of all intervals.
pub const LEVEL: f64 = 0.95;
/// Events below which an interval for a rate is taken from the count, not from its spread.
const FEW: u64 = 30;

/// Figures of the long run.
#[derive(Clone, Debug)]
pub struct LongRun {
    /// Trials.
    pub trials: u64,
    /// Time watched in each, in seconds.
    pub watched_seconds: f64,
    /// Strikes and restorations over all trials, warm-up included.
    pub failures_and_repairs: u64,
    /// Events handled over all trials.
    pub events: u64,
    moments: BTreeMap<Key, Moments>,
    peaks: BTreeMap<Key, f64>,
    outage_lengths: BTreeMap<u32, Ratio>,
    causes: Causes,
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
        watched_seconds: study.horizon.less(study.warm_up).secs_f64(),
        failures_and_repairs: 0,
        events: 0,
        moments: BTreeMap::new(),
        peaks: BTreeMap::new(),
        outage_lengths: BTreeMap::new(),
        causes: Causes::default(),
    };
    workers.fold(
        study.trials,
        |trial| history(system, study, thresholds, trial, audit, events),
        |_, outcome| run.push(outcome),
    )?;
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
    let mut trial = Trial::new(system, options);
    trial.run_until(study.warm_up)?;
    let since = Time::after_start(study.warm_up);
    trial.observe(of_long_run(system, thresholds, since));
    trial.finish(study.warm_up)
}

impl LongRun {
    fn push(&mut self, mut outcome: Outcome) {
        self.causes.see(self.trials, &mut outcome.measured);
        self.failures_and_repairs += outcome.failures_and_repairs;
        self.events += outcome.events;
        let mut outages: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        for Measured { metric, subject, part, value } in &outcome.measured {
            match (*metric, part) {
                ("outages", _) => outages.entry(*subject).or_default().1 = *value,
                ("outage seconds", Part::Whole) => outages.entry(*subject).or_default().0 = *value,
                _ => {}
            }
            let key = Key { metric, subject: *subject, part: part.clone() };
            let peak = self.peaks.entry(key.clone()).or_insert(*value);
            *peak = peak.max(*value);
            let moments = self.moments.entry(key).or_default();
            // A figure that earlier trials lacked was zero in them.
            while moments.count() < self.trials {
                moments.push(0.0);
            }
            moments.push(*value);
        }
        self.trials += 1;
        for (service, (seconds, count)) in outages {
            self.outage_lengths.entry(service).or_default().push(seconds, count);
        }
    }

    fn moments(&self, metric: &'static str, subject: u32, part: Part) -> Moments {
        let key = Key { metric, subject, part };
        let mut moments = self.moments.get(&key).copied().unwrap_or_default();
        while moments.count() < self.trials {
            moments.push(0.0);
        }
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
        let key = Key { metric, subject, part: Part::Whole };
        self.peaks.get(&key).copied().unwrap_or(0.0)
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
        let moments = self.moments(metric, subject, part);
        let of = 1.0 / (self.watched_seconds * scale);
        let never = moments.mean() == 0.0 && moments.variance() == 0.0;
        match Estimate::of_mean(&moments, LEVEL) {
            Some(estimate) if !never => {
                let lower = (estimate.lower * of).max(0.0);
                (estimate.value * of, Interval { lower, upper: (estimate.upper * of).min(1.0) })
            }
            _ if never => {
                let none = Proportion::new(0, self.trials);
                let upper = none.map_or(1.0, |none| none.upper_bound(LEVEL));
                (0.0, Interval { lower: 0.0, upper })
            }
            // One trial tells nothing of its own spread.
            _ => (moments.mean() * of, Interval { lower: 0.0, upper: 1.0 }),
        }
    }

    /// A count as a number a year, with an interval: from its spread over trials, or from the
    /// count alone (Garwood) where it is small.
    pub fn per_year(&self, metric: &'static str, subject: u32, part: Part) -> (f64, Interval) {
        let moments = self.moments(metric, subject, part.clone());
        let years = self.watched_seconds / crate::quantity::YEAR.secs_f64();
        let seen = self.total(metric, subject, part);
        match Estimate::of_mean(&moments, LEVEL) {
            Some(estimate) if seen >= FEW => {
                let lower = (estimate.lower / years).max(0.0);
                (estimate.value / years, Interval { lower, upper: estimate.upper / years })
            }
            _ => {
                let exposure = years * self.trials as f64;
                (seen as f64 / exposure, rate_interval(seen, exposure, LEVEL))
            }
        }
    }

    /// The mean outage of a service in seconds, if any was seen.
    pub fn mean_outage(&self, service: u32) -> Option<(f64, Interval)> {
        let ratio = self.outage_lengths.get(&service)?;
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
            .moments
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

    /// The trials in which a total was largest, and it: most first, of equals the lower first.
    pub fn worst(&self, metric: &'static str, subject: u32) -> &[(u64, f64)] {
        self.causes.worst(metric, subject)
    }

    /// The time watched in each trial.
    pub fn watched(&self) -> Span {
        Span::from_secs_f64(self.watched_seconds)
    }
}
