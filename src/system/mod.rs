//! The neutral middle: what exists, what is the case, and one trial of it.
//!
//! Nothing here knows a particular mechanism, detection scheme or metric; those implement the
//! traits of [`port`].

mod blueprint;
mod book;
mod build_error;
mod chain;
mod changes;
mod circles;
mod clocks;
mod command;
mod compile;
mod complaints;
mod crews;
mod dependents;
mod desk;
mod door;
mod doubts;
mod event;
mod explain;
mod failures;
mod features;
mod flow;
mod foresight;
mod halts;
mod id;
mod latent;
mod lesser;
mod levels;
mod maintenance;
mod naming;
mod needs;
mod paths;
mod people;
mod phase;
pub mod port;
mod repairs;
mod routing;
mod script;
mod shares;
mod shock_plan;
mod shocks;
mod soft;
mod spares;
mod topology;
mod transition;
mod trial;
mod truth;
mod walk;
mod watch;
mod world;

pub use blueprint::*;
pub use build_error::BuildError;
pub use chain::{ChainId, Planned};
pub use command::Command;
pub use crews::{CrewSpec, LAST, Order};
pub use halts::TrialError;
pub use id::*;
pub use lesser::{LesserNeed, Lower, Meanwhile, NeedKind};
pub use maintenance::{MaintenanceSpec, OnlyIf, Otherwise, Refusal, Turns};
pub use paths::{BurdenSpec, FeatureSpec, Reroute, RouteOwner, RouteSpec, ServiceLevel, UnitLimit};
pub use people::{Duty, PersonSpec};
pub use phase::Phase;
pub use port::Shortfall;
pub use spares::SparesSpec;
pub use topology::{LoadTerms, MemberLimits, System};
pub use transition::*;
pub use trial::{Options, Outcome, Trial};
pub use walk::Pending;
pub use world::World;

pub(crate) use book::{Book, Release, Terms};
pub(crate) use chain::{Cause, Explanation};
pub(crate) use explain::Demand;
pub(crate) use shares::shares;
