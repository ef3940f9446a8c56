//! What each rate and delay of a scenario matters.

use super::{EstimateFigure, InputReport, PartKind, RunReport};
use serde::{Deserialize, Serialize};

/// The version of the record of a sensitivity.
pub const SENSITIVITY_SCHEMA: &str = "hadr/sensitivity/v1";

/// A scenario with each rate and delay made smaller and larger, what `hadr sensitivity` writes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SensitivityReport {
    /// Always [`SENSITIVITY_SCHEMA`].
    pub schema: String,
    /// How all were run.
    pub run: RunReport,
    /// Title of the scenario.
    pub title: String,
    /// Question of the scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Where its numbers come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Hash of the meaning of the scenario as it stands.
    pub scenario_hash: String,
    /// The data files it draws from, by path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<InputReport>,
    /// Each is divided and multiplied by this, one at a time.
    pub factor: f64,
    /// One a service, population or feature asked about.
    pub tornadoes: Vec<Tornado>,
    /// Rates and delays that could not be varied so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
}

/// A rate or delay that could not be varied.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Where it stands in the file.
    pub path: String,
    /// As it is written there.
    pub value: String,
    /// Which value makes no scenario, and why.
    pub reason: String,
}

/// What the parameters matter to one service, population or feature.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tornado {
    /// What it is.
    pub kind: PartKind,
    /// Its name; of a feature that of its population.
    pub name: String,
    /// The name of the feature; null where it is none.
    pub feature: Option<String>,
    /// Share of time out as the scenario stands.
    pub unavailability: EstimateFigure,
    /// Outages or interruptions seen as it stands, over all trials.
    pub interruptions_seen: u64,
    /// One a parameter, by the larger of its two effects, largest first.
    pub bars: Vec<TornadoBar>,
}

/// What one parameter matters.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TornadoBar {
    /// Where it stands in the file: `system.components.web.repair`.
    pub path: String,
    /// As it is written there.
    pub value: String,
    /// Divided by the factor, as it would be written.
    pub smaller_value: String,
    /// The unavailability then less the unavailability as it stands, paired by trial.
    pub smaller: EstimateFigure,
    /// Multiplied by the factor, as it would be written.
    pub larger_value: String,
    /// The unavailability then less the unavailability as it stands, paired by trial.
    pub larger: EstimateFigure,
}
