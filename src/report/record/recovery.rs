//! How long recoveries took, and what became of data.

use super::Figure;
use serde::{Deserialize, Serialize};

/// The recoveries of one population, feature or service from failures of one class.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecoveryReport {
    /// The population, or the service where it has no users of its own.
    pub of: String,
    /// The feature that they lacked; `service`, `full service`, or its name.
    pub what: String,
    /// The class of the failure; `None` where no failure explains it.
    pub class: Option<String>,
    /// The ends of recovery, in order.
    pub until: Vec<RecoveryUntil>,
}

/// Recoveries until one end.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecoveryUntil {
    /// `service`, `99 % of users`, `all users`.
    pub until: String,
    /// The longest, from the failure, in seconds.
    pub since_failure_seconds: OpenFigure,
    /// The longest, from the last decision before service returned, in seconds, over the trials in
    /// which somebody decided; `None` where nobody did.
    pub since_invocation_seconds: Option<OpenFigure>,
    /// Whether somebody decided in the story.
    pub invoked_in_story: bool,
    /// Drawn trials in which somebody decided.
    pub invoked_in_trials: u64,
    /// Drawn trials in which some were not over at the horizon.
    pub not_over_in_trials: u64,
}

/// A figure of which a part may be beyond the horizon: `None` there.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenFigure {
    /// In the story.
    pub story: Option<f64>,
    /// 5 % of the drawn trials are below.
    pub p5: Option<f64>,
    /// 5 % of the drawn trials are above.
    pub p95: Option<f64>,
    /// The largest of the drawn trials.
    pub worst: Option<f64>,
}

/// What became of the data of one service after failures of one class.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataReport {
    /// The class of the failure; `None` where nothing was missing.
    pub class: Option<String>,
    /// Missing where service went on: the longest span of writes, in seconds.
    pub exposed_seconds: Figure,
    /// Overwritten or destroyed: the longest span of writes, in seconds.
    pub lost_seconds: Figure,
    /// Merged after all: the longest span of writes, in seconds.
    pub late_seconds: Figure,
    /// The word for one write; `None` where no load writes, and then no writes are counted.
    pub unit: Option<String>,
    /// Writes exposed, all together.
    pub exposed_writes: Figure,
    /// Acknowledged writes lost, all together.
    pub lost_writes: Figure,
    /// Writes merged late, all together.
    pub late_writes: Figure,
}
