//! The long run under random failures.

use super::{ContractReport, FirstReport, InputSpread, RecoveryLimitReport, YearlyReport};
use crate::quantity::Unit;
use serde::{Deserialize, Serialize};

/// The long run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EstimateReport {
    /// Length of a trial in seconds, warm-up included.
    pub horizon_seconds: f64,
    /// The part not counted, in seconds.
    pub warm_up_seconds: f64,
    /// Trials that were run.
    pub trials: u64,
    /// Why there are no more.
    pub ended: Ended,
    /// The precision that was asked for; absent where a number of trials was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<PrecisionReport>,
    /// How a trial starts: `new` or `settled`.
    pub start: String,
    /// Failures and repairs, over all trials.
    pub failures_and_repairs: u64,
    /// Events handled, over all trials.
    pub events: u64,
    /// Per service or component asked about, by name.
    pub services: Vec<LongRunService>,
    /// Per population, by name.
    pub populations: Vec<LongRunPopulation>,
    /// Per open load, by name; absent where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loads: Vec<LongRunLoad>,
    /// Per availability objective and whoever it is about, month by month and year by year; absent
    /// where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contracts: Vec<ContractReport>,
    /// Per recovery objective, month by month and year by year; absent where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recovery_limits: Vec<RecoveryLimitReport>,
    /// Planned work, by name; absent where none is planned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub maintenance: Vec<MaintenanceReport>,
    /// How the estimates drew near as trials were added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub convergence: Vec<ConvergenceReport>,
    /// What would be saved if causes of a class never struck, most first; absent unless asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub perfecting: Vec<PerfectedReport>,
}

/// Why a run has no more trials.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// All that were asked for have been run.
    #[default]
    Trials,
    /// The figure asked about is as precise as was asked.
    Precision,
    /// The budget is used up, and the figure is not as precise as was asked.
    Budget,
    /// Somebody has interrupted it.
    Interrupted,
}

impl Ended {
    /// Whether all trials that were asked for have been run.
    pub fn is_whole(&self) -> bool {
        *self == Self::Trials
    }
}

/// A precision that was asked for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrecisionReport {
    /// Of which figure, in words: `unavailability of pool`.
    pub of: String,
    /// Half the width of the interval over the estimate, as it was asked for.
    pub within: f64,
    /// How often such intervals hold the truth.
    pub confidence: f64,
    /// Half the width of the interval over the estimate, as it was reached; `None` where nothing
    /// was seen.
    pub reached: Option<f64>,
    /// The most trials allowed.
    pub at_most: u64,
    /// The most events allowed, over all trials; left out where they are not limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most_events: Option<u64>,
}

/// How an estimate drew near.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConvergenceReport {
    /// Of which figure, in words: `unavailability of pool`.
    pub of: String,
    /// After so many trials, in their order; the last is the whole.
    pub points: Vec<ConvergencePoint>,
}

/// An estimate after some of the trials.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConvergencePoint {
    /// After so many trials.
    pub trials: u64,
    /// The estimate then.
    pub estimate: EstimateFigure,
}

/// What would be saved if the causes of a class never struck.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PerfectedReport {
    /// The class, in words: `power of rack`.
    pub class: String,
    /// Per service or component, by name: seconds out of service saved a year.
    pub services: Vec<SavedReport>,
    /// Per population, by name: user-minutes saved a year.
    pub populations: Vec<SavedReport>,
}

/// What is saved for one service or population.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedReport {
    /// Its name.
    pub name: String,
    /// A year, paired with the run as it is.
    pub saved: EstimateFigure,
}

/// A trial that fared badly.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorstTrial {
    /// Its number.
    pub trial: u64,
    /// What it cost, in the unit of the list.
    pub amount: f64,
}

/// A part of a total, with its interval.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartEstimate {
    /// What, in words.
    pub name: String,
    /// How much, in the unit of the list.
    pub amount: EstimateFigure,
}

/// A number with its interval.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EstimateFigure {
    /// The point estimate.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub lower: f64,
    /// Upper end of the 95 % interval.
    pub upper: f64,
}

impl EstimateFigure {
    /// The same in another unit: all three times a factor above zero.
    pub fn times(self, factor: f64) -> Self {
        let Self { value, lower, upper } = self;
        Self { value: value * factor, lower: lower * factor, upper: upper * factor }
    }

    /// With the digits that its interval earns.
    pub fn earned(self, unit: Unit) -> Self {
        let [value, lower, upper] = unit.known(self.value, self.lower, self.upper);
        Self { value, lower, upper }
    }
}

/// A service or component in the long run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongRunService {
    /// Its name.
    pub name: String,
    /// Share of time out.
    pub unavailability: EstimateFigure,
    /// The same, simulation noise and input spread apart; absent where nothing is uncertain, and
    /// where draws have too few trials to tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unavailability_by_inputs: Option<InputSpread>,
    /// Outages seen in all trials; zero makes the figures above bounds.
    pub outages_seen: u64,
    /// Outages a year.
    pub outages_per_year: EstimateFigure,
    /// Mean outage, in seconds; `None` when none was seen.
    pub mean_outage_seconds: Option<EstimateFigure>,
    /// Mean time in service between outages, in seconds; `None` when none was seen.
    #[serde(default)]
    pub mean_up_seconds: Option<EstimateFigure>,
    /// Downtime within a year; `None` where no whole year was watched.
    #[serde(default)]
    pub yearly: Option<YearlyReport>,
    /// The first outage.
    #[serde(default)]
    pub first: Option<FirstReport>,
    /// Share of time one more failure away from an outage.
    pub unprotected: EstimateFigure,
    /// Times it came to that, in all trials.
    #[serde(default)]
    pub unprotected_seen: u64,
    /// Share of time up and limited; absent where there are no levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limited: Option<EstimateFigure>,
    /// The same by reason, largest first; they add up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unprotected_by_reason: Vec<PartEstimate>,
    /// Highest load of a member, in the unit of the service.
    pub peak_member_load: f64,
    /// Mean load of a member in service.
    pub mean_member_load: f64,
    /// The share of time out, planned and unplanned apart; absent where nothing is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<PlannedReport>,
    /// Downtime by chain of causes, seconds a year, largest first.
    pub outage_seconds_per_year_by_chain: Vec<ChainShare>,
    /// Downtime by the class of what triggered it, seconds a year, largest first; they add up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outage_seconds_per_year_by_class: Vec<PartEstimate>,
    /// The trials with the longest outages in total, in seconds, longest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worst_trials: Vec<WorstTrial>,
}

/// The share of time a service was out, or of the user time that was lacking, by what it took; the
/// three add up.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedReport {
    /// What failures alone have caused.
    pub unplanned: EstimateFigure,
    /// What a failure would not have caused without planned work.
    pub failed_during_work: EstimateFigure,
    /// What planned work alone has caused.
    pub planned: EstimateFigure,
}

/// Planned work in the long run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaintenanceReport {
    /// Its name.
    pub name: String,
    /// The service whose members are worked on.
    pub service: String,
    /// Members stopped for work, in all trials.
    #[serde(default)]
    pub works_seen: u64,
    /// Members stopped for work, a year.
    pub works_per_year: EstimateFigure,
    /// Turns that were dropped, in all trials.
    #[serde(default)]
    pub skipped_seen: u64,
    /// Turns that were dropped, a year.
    pub skipped_per_year: EstimateFigure,
    /// Turns that had to wait, in all trials.
    #[serde(default)]
    pub waited_seen: u64,
    /// Turns that had to wait, a year.
    pub waited_per_year: EstimateFigure,
}

/// A population in the long run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongRunPopulation {
    /// Its name.
    pub name: String,
    /// Mean users without service.
    pub mean_users_lacking: EstimateFigure,
    /// User time lacking over user time wanted.
    pub unavailability: EstimateFigure,
    /// The same, simulation noise and input spread apart; absent where nothing is uncertain, and
    /// where draws have too few trials to tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unavailability_by_inputs: Option<InputSpread>,
    /// The same, planned and unplanned apart; absent where nothing is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<PlannedReport>,
    /// Interruptions a year at the thresholds.
    pub interruptions_per_year: Vec<ThresholdRate>,
    /// User-minutes without service a year, by chain of causes, largest first.
    pub lost_user_minutes_per_year_by_chain: Vec<ChainShare>,
    /// The same by the class of what triggered it, largest first; they add up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost_user_minutes_per_year_by_class: Vec<PartEstimate>,
    /// The same by phase, in the order of phases; they add up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost_user_minutes_per_year_by_phase: Vec<PartEstimate>,
    /// The trials that lost most, in user-minutes, most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worst_trials: Vec<WorstTrial>,
    /// Service in full, as a feature; absent where there are no levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_full: Option<LongRunFeature>,
    /// The features its users want, by name, where the home service alone does not give them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<LongRunFeature>,
}

/// A feature of a population in the long run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongRunFeature {
    /// Its name.
    pub name: String,
    /// Mean users who lack it.
    pub mean_users_lacking: EstimateFigure,
    /// User time lacking over user time wanted.
    pub unavailability: EstimateFigure,
    /// The same, planned and unplanned apart; absent where nothing is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<PlannedReport>,
    /// Interruptions a year at the thresholds.
    pub interruptions_per_year: Vec<ThresholdRate>,
    /// User-minutes without it a year, by chain of causes, largest first.
    pub lost_user_minutes_per_year_by_chain: Vec<ChainShare>,
    /// The same by the class of what triggered it, largest first; they add up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost_user_minutes_per_year_by_class: Vec<PartEstimate>,
    /// The same by phase, in the order of phases; they add up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost_user_minutes_per_year_by_phase: Vec<PartEstimate>,
    /// The trials that lost most, in user-minutes, most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worst_trials: Vec<WorstTrial>,
}

/// Interruptions a year at one threshold.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdRate {
    /// `anybody`, `more than 5 %`, `everybody`.
    pub threshold: String,
    /// Interruptions seen in all trials; zero makes the figures bounds.
    #[serde(default)]
    pub seen: u64,
    /// Interruptions a year.
    pub per_year: EstimateFigure,
    /// Share of time.
    pub unavailability: EstimateFigure,
    /// Mean interruption, in seconds; `None` when none was seen.
    #[serde(default)]
    pub mean_seconds: Option<EstimateFigure>,
    /// Mean time between them, in seconds; `None` when none was seen.
    #[serde(default)]
    pub mean_up_seconds: Option<EstimateFigure>,
    /// How long within a year; `None` where no whole year was watched.
    #[serde(default)]
    pub yearly: Option<YearlyReport>,
    /// The first one.
    #[serde(default)]
    pub first: Option<FirstReport>,
}

/// A chain of causes and what it costs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainShare {
    /// Trigger and preconditions, in words.
    pub chain: String,
    /// What it costs, in the unit of the list.
    pub amount: f64,
    /// Lower end of the 95 % interval.
    pub lower: f64,
    /// Upper end of the 95 % interval.
    pub upper: f64,
}

/// An open load in the long run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongRunLoad {
    /// Its name.
    pub name: String,
    /// The service it goes to.
    pub to: String,
    /// The word for one request.
    pub unit: String,
    /// Requests made, a year.
    pub made_per_year: f64,
    /// Requests lost over requests made.
    pub unavailability: EstimateFigure,
    /// Of these, sent to a dead member or while the service was out.
    pub failed: EstimateFigure,
    /// Of these, refused for want of room.
    pub refused: EstimateFigure,
    /// Share of time in which some were lost.
    pub failing: EstimateFigure,
    /// Times that some were lost began, in all trials; zero makes the figures bounds.
    pub seen: u64,
}
