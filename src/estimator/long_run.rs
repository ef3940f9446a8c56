//! The long run: random failures over a long horizon, many trials, means with intervals.
//!
//! Memory does not grow with the number of trials.

use super::causes::Causes;
use super::contracts::{Contracts, Kept, is_window};
use super::convergence::Convergence;
use super::enough::{self, Reached};
use super::inputs::ByDraw;
use super::overlong::{Held, Overlong};
use super::plan::EstimateStudy;
use super::spells::{First, Found, Of, Spells, Yearly};
use super::systems::Systems;
use super::totals::Totals;
use super::trials::{Failure, Halt, Workers};
use crate::metric::contract::SHARE;
use crate::metric::{
    Threshold, YEARLY_INTERRUPTION, YEARLY_OUTAGE, of_contracts, of_limits, of_long_run,
};
use crate::quantity::{Span, Time};
use crate::random::Chance;
use crate::report::Ended;
use crate::stats::poisson::rate_interval;
use crate::stats::{Components, Estimate, FEW, Interval, Moments, Proportion, Student};
use crate::system::port::Part;
use crate::system::{Options, Outcome, System, Trial, TrialError};
use std::ops::ControlFlow;

/// Level of all intervals.
pub const LEVEL: f64 = 0.95;

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
    totals: Totals,
    spells: Spells,
    causes: Causes,
    contracts: Contracts,
    by_draw: ByDraw,
    overlong: Overlong,
    /// How the estimates drew near.
    pub convergence: Convergence,
    /// The quantile that all means over all trials share, once there are no more.
    student: Option<Student>,
}

/// Runs the trials of an estimate.
pub fn estimate<'s>(
    systems: impl Into<Systems<'s>>,
    study: &EstimateStudy,
    thresholds: &[Threshold],
    workers: &Workers,
    audit: bool,
    events: u64,
) -> Result<LongRun, Failure> {
    let systems = systems.into();
    let mut run = LongRun::before_any(study, systems.draws());
    let halt = workers.fold(
        study.trials,
        |trial| history(systems.of(trial), study, thresholds, trial, audit, events),
        |block| {
            for outcome in block {
                run.push(&outcome);
            }
            match enough::judge(&mut run, systems.nominal, study, workers.watch()) {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        },
    )?;
    run.student = Some(Student::new(LEVEL, run.trials));
    run.ended = match (halt, &run.reached) {
        (Halt::Stopped, _) => Ended::Interrupted,
        (_, None) => Ended::Trials,
        (_, Some(reached)) if reached.is_enough => Ended::Precision,
        (_, Some(_)) => Ended::Budget,
    };
    Ok(run)
}

pub(super) fn history(
    system: &System,
    study: &EstimateStudy,
    thresholds: &[Threshold],
    trial: u64,
    audit: bool,
    events: u64,
) -> Result<Outcome, TrialError> {
    let mut trial = begun(system, study, trial, audit, events);
    trial.run_until(study.warm_up)?;
    let since = Time::after_start(study.warm_up);
    let mut observers = of_long_run(system, thresholds, since);
    if !study.contracts.is_empty() {
        let parties = study.contracts.iter();
        let parties: Vec<_> = parties.map(|it| (it.party, it.terms.clone())).collect();
        observers.push(of_contracts(system, &parties, since));
    }
    observers.extend(of_limits(system, &study.limits, since));
    trial.observe(observers);
    trial.finish(study.warm_up)
}

/// A trial of the long run at its start, watched by nobody.
pub(super) fn begun<'s>(
    system: &'s System,
    study: &EstimateStudy,
    trial: u64,
    audit: bool,
    events: u64,
) -> Trial<'s> {
    let options = Options {
        chance: Chance::drawn(study.seed, trial),
        random: true,
        incident: None,
        horizon: study.horizon,
        events,
        audit,
    };
    Trial::begun(system, options, study.start)
}

impl LongRun {
    /// Before any trial, for which so many draws of uncertain figures take turns.
    pub(super) fn before_any(study: &EstimateStudy, draws: usize) -> Self {
        Self {
            trials: 0,
            ended: Ended::Trials,
            reached: None,
            watched_seconds: study.horizon.less(study.warm_up).secs_f64(),
            failures_and_repairs: 0,
            events: 0,
            totals: Totals::default(),
            spells: Spells::new(study.horizon.less(study.warm_up)),
            causes: Causes::default(),
            contracts: Contracts::new(&study.contracts, study.horizon.less(study.warm_up)),
            overlong: Overlong::new(&study.limits, study.horizon.less(study.warm_up)),
            convergence: Convergence::default(),
            student: None,
            by_draw: ByDraw::new(draws),
        }
    }

    pub(super) fn push(&mut self, outcome: &Outcome) {
        self.by_draw.push(self.trials, &outcome.measured);
        let measured = self.causes.see(self.trials, &outcome.measured);
        self.failures_and_repairs += outcome.failures_and_repairs;
        self.events += outcome.events;
        self.spells.push(&measured);
        self.contracts.push(&measured);
        self.overlong.push(&measured);
        let mut guess = 0;
        for figure in measured.iter() {
            // Single years and months are counted in bins alone: there may be many.
            let in_bins = [YEARLY_OUTAGE, YEARLY_INTERRUPTION].contains(&figure.metric)
                || is_window(figure.metric, &figure.part);
            if !in_bins {
                self.totals.push(figure, self.trials, &mut guess);
            }
        }
        self.trials += 1;
        if self.convergence.is_due(self.trials) {
            let whole = |metric| self.totals.by_subject(metric, self.trials);
            let marks = [whole("outage seconds"), whole("lost user seconds")];
            self.convergence.mark(self.trials, marks);
        }
    }

    /// The whole of a time as a share of the time watched (of so many users), as [`Self::share`] has
    /// it; where figures are uncertain, of their whole range, and not of those drawn alone.
    pub fn share_over_inputs(&self, metric: &'static str, subject: u32, users: f64) -> Found {
        let share = self.share(metric, subject, Part::Whole, users);
        self.over_inputs(metric, subject, 1.0 / (self.watched_seconds * users), share)
    }

    fn over_inputs(&self, metric: &'static str, subject: u32, of: f64, share: Found) -> Found {
        let (value, Interval { lower, upper }) = share;
        let half = self.by_draw.half_width(metric, subject, LEVEL).map_or(0.0, |half| half * of);
        let lower = lower.min((value - half).max(0.0));
        (value, Interval { lower, upper: upper.max((value + half).min(1.0)) })
    }

    /// How much of what trials differ in is noise, and how much comes from uncertain figures, as a
    /// share of the time watched (of so many users); `None` where nothing is uncertain, where draws
    /// have too few trials, and where trials do not differ.
    pub fn components(&self, metric: &'static str, subject: u32, users: f64) -> Option<Components> {
        let groups = self.by_draw.of(metric, subject);
        let whole = self.watched_seconds * users;
        Some(Components::of(groups, LEVEL)?.times(1.0 / whole))
    }

    fn moments(&self, metric: &'static str, subject: u32, part: Part) -> Moments {
        self.totals.moments(metric, subject, part, self.trials)
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
        self.totals.peak(metric, subject)
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
        self.share_at(metric, subject, part, scale, LEVEL)
    }

    /// The same at a level of its own.
    pub(super) fn share_at(
        &self,
        metric: &'static str,
        subject: u32,
        part: Part,
        scale: f64,
        level: f64,
    ) -> (f64, Interval) {
        self.share_of(&self.moments(metric, subject, part), scale, level)
    }

    /// The same of these totals.
    pub fn share_of(&self, moments: &Moments, scale: f64, level: f64) -> (f64, Interval) {
        let known = self.student.filter(|it| it.is_of(level, moments.count()));
        let student = known.unwrap_or_else(|| Student::new(level, moments.count()));
        within(moments, 1.0 / (self.watched_seconds * scale), &student)
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

    /// The mean spell in seconds, if any was seen.
    pub fn mean_spell(&self, of: Of) -> Option<Found> {
        self.spells.mean_length(of)
    }

    /// The mean time between spells in seconds, if any was seen.
    pub fn mean_gap(&self, of: Of) -> Option<Found> {
        self.spells.mean_gap(of)
    }

    /// How many spells began, over all trials.
    pub fn spells_seen(&self, of: Of) -> u64 {
        self.spells.seen(of)
    }

    /// How much trouble a year has, if whole years were watched.
    pub fn yearly(&self, of: Of) -> Option<Yearly> {
        self.spells.yearly(of)
    }

    /// What was found of the contract at a place among [`EstimateStudy::contracts`].
    pub fn kept(&self, contract: usize) -> Kept {
        let mut kept = self.contracts.kept(contract);
        kept.unavailability = self.over_inputs(SHARE, contract as u32, 1.0, kept.unavailability);
        kept
    }

    /// What was found under the limit at a place among [`EstimateStudy::limits`].
    pub fn held(&self, limit: usize) -> Held {
        self.overlong.held(limit)
    }

    /// When trouble first comes.
    pub fn first(&self, of: Of) -> Option<First> {
        self.spells.first(of)
    }

    /// The named parts of a time as shares of the time watched, as [`Self::share`], largest first.
    pub fn shares(
        &self,
        metric: &'static str,
        subject: u32,
        scale: f64,
    ) -> Vec<(String, (f64, Interval))> {
        let known = self.student.filter(|it| it.is_of(LEVEL, self.trials));
        let student = known.unwrap_or_else(|| Student::new(LEVEL, self.trials));
        let of = 1.0 / (self.watched_seconds * scale);
        let parts = self.totals.parts(metric, subject, self.trials);
        let mut parts: Vec<(String, (f64, Interval))> =
            parts.map(|(name, moments)| (name.clone(), within(&moments, of, &student))).collect();
        parts.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
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

/// A mean of what lies between nothing and all the time, `of` of which is one: Student's interval, or
/// what the number of trials allows where nothing was seen.
pub(super) fn bounded(moments: &Moments, trials: u64, of: f64) -> (f64, Interval) {
    within(moments, of, &Student::new(LEVEL, trials))
}

/// The same where the quantile is known already.
fn within(moments: &Moments, of: f64, student: &Student) -> (f64, Interval) {
    let never = moments.mean() == 0.0 && moments.variance() == 0.0;
    match student.mean(moments) {
        Some(estimate) if !never => {
            let lower = (estimate.lower * of).max(0.0);
            (estimate.value * of, Interval { lower, upper: (estimate.upper * of).min(1.0) })
        }
        _ if never => {
            let none = Proportion::new(0, student.trials());
            let upper = none.map_or(1.0, |none| none.upper_bound(student.level()));
            (0.0, Interval { lower: 0.0, upper })
        }
        // One trial tells nothing of its own spread.
        _ => (moments.mean() * of, Interval { lower: 0.0, upper: 1.0 }),
    }
}
