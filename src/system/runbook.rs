//! Runbooks: ordered steps that a person follows, as they are stated.
//!
//! One that is about several things, each of which may be lost, is compiled once for each of them:
//! what it says of *its own* thing and of the *partner* is then bound (`list.rs`). A person follows
//! it in `follow.rs`; what it waits for is watched in `notice.rs`.

mod conditions;
mod follow;
mod list;
mod notice;
mod orders;
mod roll_back;
mod waiting;

use super::blueprint::Target;
use super::id::{ChangeId, NodeId, RouteId};
use super::paths::{RouteOwner, ServiceLevel};
use crate::quantity::{Probability, Span};
use crate::random::Law;

pub(crate) use follow::Run;
pub(super) use list::Which;
pub(crate) use list::{Act, Condition, Runbook};
pub(crate) use notice::Wish;
pub(crate) use orders::Kept;

/// Ordered steps that a person follows.
#[derive(Clone, Debug)]
pub struct RunbookSpec {
    /// Its name: also the owner of its draws.
    pub name: String,
    /// When somebody begins by themselves; `None` is only when a script says so.
    pub when: Option<When>,
    /// Who follows it: a position in [`super::Blueprint::people`].
    pub by: usize,
    /// What is done, in order.
    pub steps: Vec<StepSpec>,
}

/// What makes somebody begin.
#[derive(Clone, Debug)]
pub enum When {
    /// One of these goes out.
    Lost(Vec<Target>),
    /// One of these was out, and has been back for so long.
    Back(Vec<Target>, Span),
}

/// Something that a step is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Subject {
    /// This one.
    Named(Target),
    /// The one that is lost, or back.
    Own,
    /// The other one of the two that the runbook is about.
    Partner,
}

/// One step.
#[derive(Clone, Debug)]
pub struct StepSpec {
    /// What is done when its time is over; `None` is nothing but time.
    pub act: Option<ActSpec>,
    /// What must hold when it begins, or it is refused.
    pub requires: Vec<ConditionSpec>,
    /// If all of this holds, it is skipped; never if this is empty.
    pub unless: Vec<ConditionSpec>,
    /// How long it takes ...
    pub takes: Law,
    /// ... and how much longer for each thousand users that it is about.
    pub per_1000_users: Span,
    /// How likely what is done works.
    pub works: Probability,
    /// How often it is tried again.
    pub retries: u32,
    /// How long after a try the next one begins; `None` is as long as the step takes.
    pub retry_after: Option<Law>,
    /// Of a failback: users go home as it begins, and are limited there while it lasts.
    pub limited_meanwhile: bool,
}

/// What a step, or a script, does.
#[derive(Clone, Debug)]
pub enum ActSpec {
    /// Orders a service: for a failover or failback, the one that pairs this member.
    Order(OrderKind, Subject),
    /// Leads routes elsewhere.
    Repoint(RepointSpec),
    /// Drains a member of pools.
    Drain(Subject),
    /// Ends a drain of this runbook, or of another.
    Return(Subject),
    /// Puts something right, whatever was wrong with it.
    Restore(Subject),
    /// Rolls bad changes back: positions in [`super::Blueprint::changes`].
    RollBack(Vec<usize>),
}

/// What a service can be told to do; see [`super::ServiceOrder`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum OrderKind {
    /// Let the other member lead, and lose nothing.
    Switch,
    /// Let whoever is left lead, or the partner take over, whatever is lost.
    Force,
    /// Go on without the vote of the witness.
    DropWitness,
    /// Let the partner take over the users of a member.
    FailOver,
    /// Give a member its users back.
    FailBack,
}

/// Which routes are led where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RepointSpec {
    /// All routes that lead to one now lead to another.
    AllOn {
        /// Where they lead.
        on: Subject,
        /// Where they are to lead.
        to: Subject,
    },
    /// One route.
    Route {
        /// Whose.
        of: RouteOwner,
        /// For which role.
        role: String,
        /// Where it is to lead.
        to: Subject,
    },
    /// All that a runbook has led elsewhere is left to itself again: a position in
    /// [`super::Blueprint::runbooks`].
    Undo(usize),
}

/// What must hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConditionSpec {
    /// It is up; for a stem, all of its members are.
    Up(Subject),
    /// It is down; for a stem, all of its members are.
    Down(Subject),
    /// A service is up at exactly this level.
    Level(Subject, ServiceLevel),
    /// No route of a service that is up leads to it at present.
    NothingPointsTo(Subject),
    /// The first can speak with the second.
    Reaches(Subject, Subject),
}

/// What has become of a runbook, or of one of its steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunbookDeed {
    /// Its person notices that it is to be begun.
    Noticed,
    /// Its person begins to decide about it.
    Decides,
    /// What it is about is over before the first step: its person leaves it.
    Dropped,
    /// A script starts it although nothing it is about is the case.
    Needless,
    /// A script starts it while it is being followed.
    Running,
    /// It begins.
    Begins {
        /// A script has started it: nobody had to notice and decide.
        by_script: bool,
    },
    /// A step begins.
    StepBegins {
        /// Which.
        step: u32,
        /// It has been tried before.
        again: bool,
    },
    /// A step is not needed.
    StepSkipped {
        /// Which.
        step: u32,
    },
    /// A step is refused.
    StepRefused {
        /// Which.
        step: u32,
        /// Why.
        why: StepRefusal,
    },
    /// The order of a step waits for what its service needs for changes.
    StepWaits {
        /// Which.
        step: u32,
        /// What it needs.
        need: NodeId,
    },
    /// A step has been done and has not worked.
    StepFails {
        /// Which.
        step: u32,
    },
    /// A step is done.
    StepDone {
        /// Which.
        step: u32,
    },
    /// It stops before its end: the step has been tried often enough.
    GivenUp {
        /// Which.
        step: u32,
    },
    /// It stops before its end: what it is about is over.
    CauseGone {
        /// The step that would have been next.
        step: u32,
    },
    /// All steps are done.
    Ends,
}

/// Why a step is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepRefusal {
    /// This requirement does not hold: its number, and the route that leads where none should.
    Unmet(u32, Option<RouteId>),
    /// What the service needs for changes is down.
    Needs(NodeId),
    /// There is nothing of this change to be rolled back.
    NotInForce(ChangeId),
    /// This change is being rolled back already.
    RollsBack(ChangeId),
    /// What the mechanism says, and whom it is about.
    Answer(&'static str, Option<NodeId>),
}
