//! Objectives as contracts measure them: by the month and by the year.

use super::EstimateFigure;
use serde::{Deserialize, Serialize};

/// An availability objective and one it is about.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractReport {
    /// The name of the objective.
    pub objective: String,
    /// The service, component, population or load it is about.
    pub of: String,
    /// The feature it is about; absent where it is service itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature: Option<String>,
    /// What is counted: `time`, `users` or `requests`.
    pub count: String,
    /// The least availability.
    pub at_least: f64,
    /// Over all the time that counts: what was lacking of what was wanted.
    pub unavailability: EstimateFigure,
    /// Outages or interruptions that counted, in all trials.
    pub seen: u64,
    /// By the month of 730.5 h; `None` where no whole month was watched.
    pub months: Option<ContractWindows>,
    /// By the year of 365.25 d; `None` where no whole year was watched.
    pub years: Option<ContractWindows>,
    /// Service credits by the month, in the order of the contract; absent where none are stated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<CreditReport>,
    /// The mean credit of a month, as a share of its price; absent where none are stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_credit: Option<EstimateFigure>,
}

/// Whole months or years, each judged by itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractWindows {
    /// How many were watched, over all trials.
    pub watched: u64,
    /// How many fell short, or held something that was too long.
    pub breached: u64,
    /// The odds that one does.
    pub odds: EstimateFigure,
}

/// A recovery objective, over all that it is about.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecoveryLimitReport {
    /// The name of the objective.
    pub objective: String,
    /// What is limited: `recovery`, or `data` and their fate, such as `data exposed`.
    pub what: String,
    /// The longest recovery, or span of writes, that is allowed, in seconds.
    pub at_most_seconds: f64,
    /// How many there were, in all trials; each population, feature or service has its own.
    pub seen: u64,
    /// How many of them were longer.
    pub overlong: u64,
    /// By the month of 730.5 h; `None` where no whole month was watched.
    pub months: Option<ContractWindows>,
    /// By the year of 365.25 d; `None` where no whole year was watched.
    pub years: Option<ContractWindows>,
}

/// A tier of service credits.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditReport {
    /// It is due where the availability of a month is below this, and no lower tier is due.
    pub below: f64,
    /// The credit, as a share of the price of the month.
    pub credit: f64,
    /// Months in which it was due, over all trials.
    pub due: u64,
    /// The odds that it is due in a month.
    pub odds: EstimateFigure,
}
