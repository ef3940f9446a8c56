//! What is asked of a scenario.

use super::contracts::Contract;
use crate::metric::Limit;
use crate::quantity::{Probability, Span};
use crate::system::{Beginning, Blueprint, Target};

/// The most classes of failures that one study may leave out, one at a time.
pub const MOST_PERFECTED: u64 = 100;
/// The most trials one study may ask for.
pub const MOST_TRIALS: u64 = 1_000_000_000;

/// The most trials for the sake of a precision, unless told otherwise.
pub const TRIALS_FOR_PRECISION: u64 = 100_000;

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
    /// How old everything is when a trial begins.
    pub start: Beginning,
    /// How many trials; at most so many where a precision is asked for.
    pub trials: u64,
    /// The precision at which the trials end, if they are not to be a number.
    pub precision: Option<Precision>,
    /// The seed of all draws.
    pub seed: u64,
    /// The share of a population whose lack opens the middle threshold.
    pub share: Probability,
    /// Of how many classes of failures, at most, it is asked what they cost: the dearest.
    pub perfecting: usize,
    /// What contracts count, as the objectives of the scenario state them.
    pub contracts: Vec<Contract>,
    /// What may last at most so long, as the objectives of the scenario state it.
    pub limits: Vec<Limit>,
}

/// A precision at which it is enough.
#[derive(Clone, PartialEq, Debug)]
pub struct Precision {
    /// Which figure.
    pub of: Precise,
    /// The name of the service or population whose figure it is.
    pub whose: String,
    /// Half the width of the interval over the estimate, at most.
    pub within: f64,
    /// How often such intervals hold the truth.
    pub confidence: f64,
    /// No further trials once all together have taken so many events.
    pub most_events: Option<u64>,
}

/// A figure that can be asked for at a precision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Precise {
    /// The share of time out; of user time, where it is a population's.
    Unavailability,
    /// Outages a year; interruptions of anybody, where it is a population's.
    Interruptions,
}

impl Precise {
    /// As a scenario names it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unavailability => "unavailability",
            Self::Interruptions => "interruptions",
        }
    }
}

/// Whose figure is meant where nobody says: that of the service asked about, or of the only one.
pub fn only_subject(of: Option<Target>, blueprint: &Blueprint) -> Option<String> {
    match (of, blueprint.services.as_slice()) {
        (Some(Target::Service(at)), services) => Some(services[at].name.clone()),
        (None, [only]) => Some(only.name.clone()),
        _ => None,
    }
}
