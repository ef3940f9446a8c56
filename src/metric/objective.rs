//! What must hold of outcomes: assertions on results, never inputs.

use crate::quantity::{Probability, Span};

/// A named assertion on outcomes.
#[derive(Clone, Debug)]
pub struct Objective {
    /// Its name.
    pub name: String,
    /// The feature that users must have; `None` is service itself.
    pub feature: Option<String>,
    /// What must hold.
    pub demand: Demand,
}

/// What must hold.
#[derive(Clone, Debug)]
pub enum Demand {
    /// After every failure the service is back in time.
    RecoveryTime {
        /// The longest time allowed.
        at_most: Span,
        /// What counts as back.
        until: Until,
        /// The share of drawn trials in which it must hold.
        of_trials: Probability,
    },
    /// The long-run availability is high enough.
    Availability {
        /// The least availability.
        at_least: Probability,
        /// What is counted.
        count: Count,
    },
}

/// When a recovery is over.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Until {
    /// Somebody is served again.
    Service,
    /// All but this share of the users are served again (`"99 % of users"` leaves 1 %).
    Share(Probability),
    /// Everybody is served again.
    AllUsers,
}

/// What an availability counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Count {
    /// Time in which the service is up.
    Time,
    /// User time served over user time wanted.
    Users,
    /// Requests served over requests made.
    Requests,
}
