//! From a scenario to a report (stub).

use crate::report::Report;
use crate::scenario::Scenario;

/// What the caller may change of a scenario's study.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Replaces the seed.
    pub seed: Option<u64>,
    /// Replaces the number of trials.
    pub trials: Option<u64>,
    /// Tells the story of this drawn trial.
    pub trial: Option<u64>,
    /// Checks every invariant while running.
    pub audit: bool,
    /// How many threads; all by default.
    pub threads: Option<usize>,
}

/// Why a study cannot be done.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct StudyError(pub String);

/// Runs all that a scenario asks for.
pub fn run(_: &Scenario, _: &Options) -> Result<Report, StudyError> {
    Err(StudyError("studies cannot be run yet".into()))
}
