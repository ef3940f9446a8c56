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
mod deed;
mod dependents;
mod desk;
mod door;
mod doubts;
mod event;
mod explain;
mod extent;
mod facts;
mod failures;
mod features;
mod flow;
mod foresight;
mod halts;
mod holds;
mod id;
mod latent;
mod lesser;
mod levels;
mod maintenance;
mod naming;
mod needs;
mod network;
mod next_hops;
mod order;
mod partners;
mod paths;
mod people;
mod phase;
pub mod port;
mod reach;
mod repairs;
mod repoint;
mod routing;
mod runbook;
mod script;
mod shares;
mod shock_plan;
mod shocks;
mod single;
mod soft;
mod spares;
mod spell;
mod topology;
mod transfers;
mod transition;
mod trial;
mod truth;
mod view;
mod walk;
mod watch;
mod world;

pub use blueprint::*;
pub use build_error::BuildError;
pub use chain::{Cause, ChainId, Planned};
pub use command::Command;
pub use crews::{CrewSpec, LAST, Order};
pub use deed::{DataFate, MechanismDeed, Standing};
pub use extent::FailureClass;
pub use halts::TrialError;
pub use id::*;
pub use lesser::{LesserNeed, Lower, Meanwhile, NeedKind};
pub use maintenance::{MaintenanceSpec, OnlyIf, Otherwise, Refusal, Turns};
pub use network::{LinkSpec, MOST_JOINED};
pub use order::{Answer, Giver, ServiceOrder};
pub use paths::{BurdenSpec, FeatureSpec, Reroute, RouteOwner, RouteSpec, ServiceLevel, UnitLimit};
pub use people::{Duty, PersonSpec};
pub use phase::Phase;
pub use port::Shortfall;
pub use runbook::{
    ActSpec, ConditionSpec, OrderKind, RepointSpec, RunbookDeed, RunbookSpec, StepRefusal,
    StepSpec, Subject, When,
};
pub use spares::SparesSpec;
pub use spell::{Followed, Spell};
pub use topology::{LoadTerms, MemberLimits, System};
pub use transition::*;
pub use trial::{Options, Outcome, Trial};
pub use view::*;
pub use walk::Pending;
pub use world::World;

pub(crate) use book::{Book, Release, Terms};
pub(crate) use chain::Explanation;
pub(crate) use explain::Demand;
pub(crate) use holds::Hold;
pub(crate) use routing::Pointing;
pub(crate) use runbook::{Act, Condition, Runbook};
pub(crate) use shares::shares;
pub(crate) use single::{Single, Stand};
