//! What is uncertain of a scenario, and how far its results go apart for it.

use super::EstimateFigure;
use serde::{Deserialize, Serialize};

/// A figure of the scenario that lies between two values.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UncertainReport {
    /// Where it stands.
    pub path: String,
    /// The lower value, as it is written.
    pub low: String,
    /// The higher one.
    pub high: String,
    /// How it is drawn: `log-uniform` or `uniform`.
    pub law: String,
    /// How many draws take turns over the trials.
    pub draws: u64,
}

/// A figure of the long run, simulation noise and input spread apart; in the unit of the figure.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputSpread {
    /// The standard error of the figure, were the draws the only inputs there are.
    pub noise: f64,
    /// The share of the variance between single trials that is noise; the rest is the inputs'.
    pub noise_share: f64,
    /// The standard deviation, over inputs, of what the figure would be if they were known.
    pub deviation: EstimateFigure,
    /// For 5 % of the inputs it would be lower.
    pub p5: f64,
    /// For 5 % of the inputs it would be higher.
    pub p95: f64,
}
