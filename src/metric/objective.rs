//! What must hold of outcomes: assertions on results, never inputs.

use crate::quantity::{Micro, Probability, ServiceHours, Span, print_share};
use crate::system::{DataFate, FailureClass};

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
        /// When the time starts.
        since: Since,
        /// What counts as back.
        until: Until,
        /// Only service in full counts; it is about service, and no feature.
        in_full: bool,
        /// Only recoveries from failures of this class.
        class: Option<FailureClass>,
        /// The share of drawn trials in which it must hold.
        of_trials: Probability,
    },
    /// After every failure no more than so much of what was written is missing.
    RecoveryPoint {
        /// The longest span of writes.
        at_most: Span,
        /// Only what failures of this class have done.
        class: Option<FailureClass>,
        /// The service whose data it is about; `None` is each that keeps some.
        of: Option<String>,
        /// What counts.
        counts: DataFate,
        /// The share of drawn trials in which it must hold.
        of_trials: Probability,
    },
    /// The long-run availability is high enough.
    Availability {
        /// The least availability.
        at_least: Probability,
        /// What is counted.
        count: Count,
        /// The service, component, population or load it is about; `None` is each.
        of: Option<String>,
        /// Only users served in full count as served.
        in_full: bool,
        /// How a contract counts.
        terms: Terms,
    },
}

/// How a contract counts what is lacking, and what it pays for that.
#[derive(Clone, PartialEq, Debug)]
pub struct Terms {
    /// Shorter outages and interruptions do not count.
    pub min_outage: Span,
    /// When it counts.
    pub hours: ServiceHours,
    /// What planned work alone takes does not count.
    pub without_planned: bool,
    /// Below which availability of a month which share of its price is due: falling, and rising.
    pub credits: Vec<(Probability, Probability)>,
}

impl Default for Terms {
    fn default() -> Self {
        let hours = ServiceHours::ALWAYS;
        Self { min_outage: Span::ZERO, hours, without_planned: false, credits: Vec::new() }
    }
}

/// When the time of a recovery starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Since {
    /// When the failure strikes.
    Failure,
    /// When the last decision before the return of service ends.
    Invocation,
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

impl Until {
    /// Users lacking beyond which it is not over.
    pub fn limit(self, wanted: Micro) -> Micro {
        match self {
            Self::Service => wanted.saturating_sub(1),
            Self::Share(left) => (left.value() * wanted as f64) as Micro,
            Self::AllUsers => 0,
        }
    }

    /// In words: `99 % of users`.
    pub fn words(self) -> String {
        match self {
            Self::Service => "service".to_owned(),
            Self::Share(left) => format!("{} of users", print_share(1.0 - left.value())),
            Self::AllUsers => "all users".to_owned(),
        }
    }
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
