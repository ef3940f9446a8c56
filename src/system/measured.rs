//! What a trial leaves behind: figures, and for a trial that is told what happened and what it cost.

use super::chain::ChainId;
use super::id::{NodeId, ServiceId, WantId};
use super::phase::Phase;
use super::transition::Transition;
use crate::quantity::{Micro, Time};

/// A figure of one trial.
#[derive(Clone, PartialEq, Debug)]
pub struct Measured {
    /// Which metric: `outage_seconds` say.
    pub metric: &'static str,
    /// Whose: a service, population, load or pair.
    pub subject: u32,
    /// Which part of the metric: a threshold, a slot, a phase, a chain.
    pub part: Part,
    /// How much.
    pub value: f64,
}

/// A part of a metric.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// The metric as a whole.
    Whole,
    /// A numbered part.
    Number(u32),
    /// A part of a part.
    Pair(u32, u32),
    /// A named part.
    Name(String),
}

/// What a told trial leaves behind beside its figures.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Told {
    /// Transitions in order.
    pub story: Vec<(Time, Transition)>,
    /// Points of the users over time, by population: time, served, waiting, refused.
    pub courses: Vec<Vec<(Time, u64, u64, u64)>>,
    /// While features were lacked, in order of their ends.
    pub lacks: Vec<Lack>,
    /// What was lacked, by whom and for how long, in order of the ends.
    pub harms: Vec<Harm>,
    /// The failures behind each loss, in order of time.
    pub reasons: Vec<Reason>,
}

/// A time in which some or all who want a feature lacked it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lack {
    /// Which.
    pub want: WantId,
    /// Since when.
    pub from: Time,
    /// Until when.
    pub to: Time,
    /// Nobody had it.
    pub by_all: bool,
}

/// A maximal time in which a service was out, or somebody of an audience lacked what they want.
#[derive(Clone, PartialEq, Debug)]
pub struct Harm {
    /// Whose.
    pub whose: Whose,
    /// Since when.
    pub from: Time,
    /// Until when.
    pub to: Time,
    /// It was over then, and not just the trial.
    pub over: bool,
    /// User time lacked, in half micro-user microseconds; none of a service.
    pub lost: u128,
    /// Most micro-users that lacked it at one time; none of a service.
    pub most: Micro,
    /// The same user time by phase.
    pub by_phase: [u128; Phase::ALL.len()],
    /// The same by chain of causes; of a service the one it was out by.
    pub by_chain: Vec<(ChainId, u128)>,
}

/// Who lacked something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Whose {
    /// A service that was out.
    Service(ServiceId),
    /// Users: a position among the audiences.
    Audience(u32),
}

/// Why something was lacked from some time on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// From when on.
    pub at: Time,
    /// The chain of causes.
    pub chain: ChainId,
    /// The failures that it names.
    pub failures: Vec<Named>,
}

/// A failure that a chain names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Named {
    /// When it struck.
    pub struck: Time,
    /// What; of a shock one of those in its reach.
    pub node: NodeId,
}
