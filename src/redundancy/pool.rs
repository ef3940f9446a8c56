//! A load-balanced pool: members share the users and requests.
//!
//! The pool is up while enough members are, by truth. New work goes to the members *in rotation*
//! (believed up, not drained, and called if they stand by) and is done where they are also up.
//! A lost member's users wait; they return when their clients learn of the loss or the balancer
//! has noticed it, and the survivors admit them as fast as they can.
//! Users that are moved (a drain, a rebalancing) do not wait.
//! To the pool, "switched" means that a dead member is out of rotation.

mod balancer;
mod health;
mod losses;
mod moves;
mod places;
mod reasons;
mod requests;
mod rotation;
mod sessions;
mod standby;

use crate::quantity::Span;
use crate::random::Law;
use crate::system::port::{Controller, Redundancy};
use crate::system::{ServiceId, System, Target};

/// A load-balanced pool.
#[derive(Clone, Debug)]
pub struct Pool {
    /// The pool is up while this many members are up.
    pub need: u32,
    /// What happens above the limit of a member.
    pub overload: Overload,
    /// Members that get no work while enough others do.
    pub standby: Option<Standby>,
    /// Who gets how much of the work.
    pub spread: Spread,
    /// How users come to a member that is given work again.
    pub rebalance: Rebalance,
    /// What becomes of a request that meets a dead member.
    pub requests: Requests,
}

impl Pool {
    /// An even pool that tries every request once, rebalances at once and has no standby.
    pub fn new(need: u32, overload: Overload) -> Self {
        Self {
            need,
            overload,
            standby: None,
            spread: Spread::Even,
            rebalance: Rebalance::AtOnce,
            requests: Requests::default(),
        }
    }
}

/// What happens above the limit of a member.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Overload {
    /// Served, and reported as over the limit.
    Flag,
    /// Refused.
    Refuse,
    /// Served, and members age faster: speed = (members / members up) ^ exponent.
    Cascade {
        /// Of the load.
        exponent: f64,
    },
}

/// Members that get work only while fewer than `active_below` others are in rotation.
#[derive(Clone, Debug)]
pub struct Standby {
    /// Who stands by.
    pub members: Vec<Target>,
    /// Fewer active members in rotation than this call all of them.
    pub active_below: u32,
    /// From the call until it works.
    pub activation: Law,
}

/// Who gets how much of the work.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Spread {
    /// Everybody the same.
    #[default]
    Even,
    /// In proportion to these weights, in millionths; whoever is not named has a million.
    Weights(Vec<(Target, u64)>),
}

/// How users come to a member that is given work again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Rebalance {
    /// Within the instant.
    #[default]
    AtOnce,
    /// Not at all: it gets new users only.
    Never,
    /// As sessions of this length end and begin again elsewhere.
    AsSessionsEnd(Span),
}

/// What becomes of a request that meets a dead member.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Requests {
    /// How long a silent member is waited for at each attempt.
    pub connect_timeout: Span,
    /// Further attempts after the first.
    pub retries: u32,
    /// Which of them go to another member.
    pub redispatch: Redispatch,
    /// How long a client waits for its answer; `None` is for ever.
    pub client_timeout: Option<Span>,
}

/// Which retries go to another member than the one that has just failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Redispatch {
    /// None.
    #[default]
    Never,
    /// The last one.
    Last,
    /// Every one.
    Each,
}

impl Redundancy for Pool {
    fn need(&self) -> u32 {
        self.need
    }

    fn cascade(&self) -> Option<f64> {
        match self.overload {
            Overload::Cascade { exponent } => Some(exponent),
            Overload::Flag | Overload::Refuse => None,
        }
    }

    fn standby(&self) -> &[Target] {
        self.standby.as_ref().map_or(&[], |standby| &standby.members)
    }

    fn weights(&self) -> &[(Target, u64)] {
        match &self.spread {
            Spread::Even => &[],
            Spread::Weights(weights) => weights,
        }
    }

    fn control(&self, service: ServiceId, system: &System) -> Box<dyn Controller> {
        Box::new(balancer::Balancer::new(self, service, system))
    }
}
