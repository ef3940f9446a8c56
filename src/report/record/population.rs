//! One population in one script: who lacked what, for how long, and why.

use super::Figure;
use serde::{Deserialize, Serialize};

/// One population in one script.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PopulationReport {
    /// Its name.
    pub name: String,
    /// The feature its users want.
    pub feature: String,
    /// How many.
    pub users: f64,
    /// Interruptions at the thresholds: anybody, a share, everybody.
    pub thresholds: Vec<ThresholdReport>,
    /// Waits of the interrupted users, in seconds; `None` when nobody waited.
    pub waits_seconds: Option<WaitsReport>,
    /// User-minutes without service.
    pub lost_user_minutes: Figure,
    /// The same by phase, in the fixed order of phases; they add up.
    pub lost_by_phase: Vec<PartReport>,
    /// The same by chain of causes, largest first; they add up.
    pub lost_by_chain: Vec<PartReport>,
    /// Users over time in the story, piecewise linear between points.
    pub over_time: Vec<UsersPoint>,
    /// The features its users want, by name, where the home service alone does not give them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<FeatureReport>,
}

/// One feature of one population in one script: who lacked it, served otherwise or not.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureReport {
    /// Its name.
    pub name: String,
    /// The routes it takes beside the home service: `mediation for fe`.
    pub path: Vec<String>,
    /// Interruptions at the thresholds: anybody, a share, everybody.
    pub thresholds: Vec<ThresholdReport>,
    /// User-minutes without it.
    pub lost_user_minutes: Figure,
    /// The same by phase, in the fixed order of phases; they add up.
    pub lost_by_phase: Vec<PartReport>,
    /// The same by chain of causes, largest first; they add up.
    pub lost_by_chain: Vec<PartReport>,
}

/// Interruptions at one threshold.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdReport {
    /// `anybody`, `more than 5 %`, `everybody`.
    pub threshold: String,
    /// How many interruptions began.
    pub interruptions: Figure,
    /// The longest, in seconds.
    pub longest_seconds: Figure,
    /// All together, in seconds.
    pub total_seconds: Figure,
    /// Clock time by phase in seconds; adds up to the total.
    pub by_phase: Vec<PartReport>,
}

/// Waits of interrupted users.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaitsReport {
    /// Users that waited (each wait counted).
    pub users: Figure,
    /// Half waited longer.
    pub median: Figure,
    /// One in twenty waited longer.
    pub p95: Figure,
    /// The longest wait.
    pub worst: Figure,
}

/// A named part of a total.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartReport {
    /// Which part.
    pub name: String,
    /// How much of the total.
    pub amount: Figure,
}

/// Users by level at one time of the story.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsersPoint {
    /// Seconds since the start. Two points may stand at one time: a step.
    pub at_seconds: f64,
    /// Served in full.
    pub full: f64,
    /// Served with limited features.
    pub limited: f64,
    /// Waiting to be served.
    pub waiting: f64,
    /// Refused for want of room.
    pub refused: f64,
}
