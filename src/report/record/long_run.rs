//! The long run under random failures.

use serde::{Deserialize, Serialize};

/// The long run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EstimateReport {
    /// Length of a trial in seconds, warm-up included.
    pub horizon_seconds: f64,
    /// The part not counted, in seconds.
    pub warm_up_seconds: f64,
    /// Trials.
    pub trials: u64,
    /// How a trial starts: `new`.
    pub start: String,
    /// Failures and repairs, over all trials.
    pub failures_and_repairs: u64,
    /// Per service or component asked about, by name.
    pub services: Vec<LongRunService>,
    /// Per population, by name.
    pub populations: Vec<LongRunPopulation>,
    /// Planned work, by name; absent where none is planned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub maintenance: Vec<MaintenanceReport>,
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

/// A service or component in the long run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongRunService {
    /// Its name.
    pub name: String,
    /// Share of time out.
    pub unavailability: EstimateFigure,
    /// Outages seen in all trials; zero makes the figures above bounds.
    pub outages_seen: u64,
    /// Outages a year.
    pub outages_per_year: EstimateFigure,
    /// Mean outage, in seconds; `None` when none was seen.
    pub mean_outage_seconds: Option<EstimateFigure>,
    /// Share of time one more failure away from an outage.
    pub unprotected: EstimateFigure,
    /// Highest load of a member, in the unit of the service.
    pub peak_member_load: f64,
    /// Mean load of a member in service.
    pub mean_member_load: f64,
    /// The share of time out, planned and unplanned apart; absent where nothing is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<PlannedReport>,
    /// Downtime by chain of causes, seconds a year, largest first.
    pub outage_seconds_per_year_by_chain: Vec<ChainShare>,
}

/// The share of time a service was out, by what it took; the three add up.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedReport {
    /// Outages that failures alone have caused.
    pub unplanned: EstimateFigure,
    /// Outages that a failure would not have caused without planned work.
    pub failed_during_work: EstimateFigure,
    /// Outages that planned work alone has caused.
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
    /// Members stopped for work, a year.
    pub works_per_year: EstimateFigure,
    /// Turns that were dropped, a year.
    pub skipped_per_year: EstimateFigure,
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
    /// Interruptions a year at the thresholds.
    pub interruptions_per_year: Vec<ThresholdRate>,
    /// User-minutes without service a year, by chain of causes, largest first.
    pub lost_user_minutes_per_year_by_chain: Vec<ChainShare>,
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
    /// Interruptions a year at the thresholds.
    pub interruptions_per_year: Vec<ThresholdRate>,
    /// User-minutes without it a year, by chain of causes, largest first.
    pub lost_user_minutes_per_year_by_chain: Vec<ChainShare>,
}

/// Interruptions a year at one threshold.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdRate {
    /// `anybody`, `more than 5 %`, `everybody`.
    pub threshold: String,
    /// Interruptions a year.
    pub per_year: EstimateFigure,
    /// Share of time.
    pub unavailability: EstimateFigure,
}

/// A chain of causes and what it costs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainShare {
    /// Trigger and preconditions, in words.
    pub chain: String,
    /// What it costs, in the unit of the list.
    pub amount: f64,
}
