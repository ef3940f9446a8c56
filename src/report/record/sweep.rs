//! One scenario with some of its values varied.

use super::{ComparedPart, InputReport, ObjectiveReport, RunReport};
use serde::{Deserialize, Serialize};

/// The version of the record of a sweep.
pub const SWEEP_SCHEMA: &str = "hadr/sweep/v1";

/// A scenario at the points of a grid, what `hadr sweep` writes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepReport {
    /// Always [`SWEEP_SCHEMA`].
    pub schema: String,
    /// How all points were run.
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
    /// What is varied, in the order it was asked for.
    pub axes: Vec<SweepAxis>,
    /// All combinations; the last axis varies fastest.
    pub points: Vec<SweepPoint>,
    /// The money of the prices; absent where no point has prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// A value that is varied.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepAxis {
    /// Where it stands in the file: `system.components.web.count`.
    pub path: String,
    /// Its values, as they would be written in the file, in the order they were given.
    pub values: Vec<String>,
    /// The same as numbers (times in seconds, shares as fractions); null where one of them is
    /// none, or their kinds differ.
    pub numbers: Option<Vec<f64>>,
    /// The unit of `numbers`: `s`, the word of an amount or a rate, or empty.
    pub unit: String,
}

/// One combination of values.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepPoint {
    /// One value an axis, in their order.
    pub values: Vec<String>,
    /// Hash of the meaning of the scenario with these values.
    pub scenario_hash: String,
    /// What it costs a year, in the currency; absent where it states no prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_per_year: Option<f64>,
    /// Verdicts on its objectives, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objectives: Vec<ObjectiveReport>,
    /// Its services, populations and features; differences are to the first point.
    pub parts: Vec<ComparedPart>,
}
