//! What a year of the long run may bring, and when trouble first comes.

use super::EstimateFigure;
use serde::{Deserialize, Serialize};

/// How long within a year: over all whole years that were watched.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearlyReport {
    /// Whole years that were watched, over all trials.
    pub years: u64,
    /// Of these, years in which it was longer than nothing.
    pub years_with: u64,
    /// Seconds a year.
    pub mean: EstimateFigure,
    /// Half of the years have no more seconds than these.
    pub p50: EstimateFigure,
    /// 95 % of the years have no more seconds than these.
    pub p95: EstimateFigure,
    /// 99 % of the years have no more seconds than these.
    pub p99: EstimateFigure,
    /// In which share of the years it was longer than so many seconds, by seconds, from 0 on.
    pub exceedance: Vec<ExceedancePoint>,
}

/// A length, and how often a year has more.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExceedancePoint {
    /// Seconds a year.
    pub seconds: f64,
    /// The share of years that have more.
    pub share: EstimateFigure,
}

/// The first interruption of a trial, from when it is watched; what goes on then comes at once.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstReport {
    /// Trials that have seen one.
    pub seen: u64,
    /// The probability that there is none within the time watched.
    pub none: EstimateFigure,
    /// Mean time to it in seconds; `None` unless every trial has seen one.
    pub mean_seconds: Option<EstimateFigure>,
    /// In half of the trials it has come by then, in seconds; `None` where the interval does not
    /// end within the time watched.
    pub p50_seconds: Option<EstimateFigure>,
}
