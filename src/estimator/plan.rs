//! What is asked of a scenario.

use crate::quantity::{Probability, Span};
use crate::system::Target;

/// The most trials one study may ask for.
pub const MOST_TRIALS: u64 = 1_000_000_000;

/// No horizon is longer: 200,000 years.
pub const LONGEST: Span = Span::from_secs(200_000 * 31_557_600);

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Study {
    /// How the incidents are studied; `None` when none is scripted or asked for.
    pub incidents: Option<IncidentStudy>,
    /// The long run under random failures, if asked for.
    pub estimate: Option<EstimateStudy>,
}

/// How incidents are studied.
#[derive(Clone, Debug)]
pub struct IncidentStudy {
    /// How long after the start a trial ends.
    pub horizon: Span,
    /// Drawn trials beside the nominal story.
    pub trials: u64,
    /// The seed of all draws.
    pub seed: u64,
    /// Whether random failures strike during the script.
    pub random: bool,
    /// The share of a population whose lack opens the middle threshold.
    pub share: Probability,
}

/// The long run.
#[derive(Clone, Debug)]
pub struct EstimateStudy {
    /// The service or component asked about; `None` is every service.
    pub of: Option<Target>,
    /// How long a trial lasts, warm-up included.
    pub horizon: Span,
    /// The first part of a trial that is not counted.
    pub warm_up: Span,
    /// How many trials.
    pub trials: u64,
    /// The seed of all draws.
    pub seed: u64,
    /// The share of a population whose lack opens the middle threshold.
    pub share: Probability,
}
