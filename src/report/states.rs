//! States over time: what a chart of an incident draws above its users.

use serde::{Deserialize, Serialize};

/// The states of one part, or of several that fared alike, over the whole of a story.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatesReport {
    /// Its name; that of the first, if it stands for several.
    pub name: String,
    /// The name of the last, if it stands for several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// How many it stands for: neighbours of one family that fared alike.
    pub count: u64,
    /// `place`, `link`, `service`, `component`, `person`, `runbook` or `feature`.
    pub kind: String,
    /// The service it is a member of; of a feature, the population that wants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The place it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Its states, one after another from the start to the horizon.
    pub spans: Vec<StateSpan>,
    /// Its steps, if it is a runbook.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepMark>,
    /// So many more of its family changed as well and are not listed: there are too many.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u64,
}

/// A stretch of time in one state.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateSpan {
    /// Start, in seconds.
    pub from_seconds: f64,
    /// End, in seconds.
    pub to_seconds: f64,
    /// `up`, `down`, `failed`, `in repair`, `believed down`, `leading`, `exposed`, `deciding`, ...
    pub state: String,
}

/// A step of a runbook, at the time at which it was decided how it ends.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepMark {
    /// When, in seconds.
    pub at_seconds: f64,
    /// What was done or refused, in words.
    pub text: String,
    /// It was refused, or did not work.
    pub refused: bool,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}
