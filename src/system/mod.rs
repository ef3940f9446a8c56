//! The neutral middle: what exists, what is the case, and one trial of it.
//!
//! Nothing here knows a particular mechanism, detection scheme or metric; those implement the
//! traits of [`port`].

mod blueprint;
mod book;
mod build_error;
mod chain;
mod clocks;
mod command;
mod compile;
mod complaints;
mod dependents;
mod desk;
mod doubts;
mod event;
mod explain;
mod failures;
mod features;
mod flow;
mod foresight;
mod id;
mod latent;
mod naming;
mod paths;
mod phase;
pub mod port;
mod repairs;
mod routing;
mod script;
mod shock_plan;
mod shocks;
mod soft;
mod topology;
mod transition;
mod trial;
mod truth;
mod walk;
mod watch;
mod world;

pub use blueprint::*;
pub use build_error::BuildError;
pub use chain::ChainId;
pub use command::Command;
pub use id::*;
pub use phase::Phase;
pub use port::Shortfall;
pub use topology::{LoadTerms, MemberLimits, System};
pub use transition::*;
pub use trial::{Options, Outcome, Trial, TrialError};
pub use walk::Pending;
pub use world::World;

pub(crate) use book::{Book, Release, Terms, shares};
pub(crate) use chain::{Cause, Explanation};
pub(crate) use explain::Demand;
