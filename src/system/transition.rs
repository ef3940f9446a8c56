//! What has happened: all that observers ever see.

use super::chain::{ChainId, Trigger};
use super::command::Command;
use super::concern::Decision;
use super::corruption::DataDeed;
use super::deed::MechanismDeed;
use super::id::{
    ChangeId, ClassId, DataId, ModeId, NodeId, PersonId, PlanId, PopulationId, RouteId, RunbookId,
    ServiceId, ShelfId, ShockId, WantId,
};
use super::maintenance::Refusal;
use super::order::{Answer, Giver, ServiceOrder};
use super::paths::ServiceLevel;
use super::runbook::RunbookDeed;
use crate::quantity::{Micro, Span};

/// Something that has happened in one trial.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Transition {
    /// A failure mode has struck.
    Failed {
        /// The mode.
        mode: ModeId,
        /// What it struck.
        node: NodeId,
        /// Its class.
        class: ClassId,
    },
    /// A shock has struck.
    Shock {
        /// The shock.
        shock: ShockId,
        /// How many it takes.
        members: u32,
    },
    /// A hidden failure has been found.
    Found {
        /// What has failed.
        node: NodeId,
        /// By what it was found.
        by: Finding,
    },
    /// A checker has declared a member down that is up.
    FalseAlarm {
        /// The service.
        service: ServiceId,
        /// The slot.
        slot: u32,
    },
    /// Users have complained that they lack a service.
    Complaint {
        /// The service.
        service: ServiceId,
    },
    /// A script tried to break what was broken already.
    AlreadyDown {
        /// What.
        node: NodeId,
    },
    /// A repair has begun.
    RepairBegins {
        /// On what.
        node: NodeId,
    },
    /// A repair makes way for a more urgent one.
    RepairInterrupted {
        /// On what.
        node: NodeId,
        /// For what.
        by: NodeId,
    },
    /// An interrupted repair goes on where it stopped.
    RepairResumes {
        /// On what.
        node: NodeId,
    },
    /// A repair waits for a spare unit: the shelf is empty.
    WaitsForSpare {
        /// On what.
        node: NodeId,
        /// Which units.
        shelf: ShelfId,
    },
    /// A unit has come back from the depot.
    UnitComesBack {
        /// Which units.
        shelf: ShelfId,
        /// How many are on the shelf now.
        on_shelf: u32,
    },
    /// A failure is over.
    Restored {
        /// What is restored.
        node: NodeId,
        /// Whether nothing else keeps it down.
        up: bool,
    },
    /// A failure is over that did not stop its component.
    Mended {
        /// What is mended.
        node: NodeId,
        /// The class of the failure.
        class: ClassId,
    },
    /// Planned work on a member begins: it is stopped.
    WorkBegins {
        /// Which work.
        plan: PlanId,
        /// On what.
        node: NodeId,
    },
    /// Planned work on a member is over.
    WorkEnds {
        /// On what.
        node: NodeId,
        /// Whether nothing else keeps it down.
        up: bool,
    },
    /// A turn may not be taken now, and waits.
    TurnWaits {
        /// Which work.
        plan: PlanId,
        /// Whose turn.
        slot: u32,
        /// Why.
        why: Refusal,
    },
    /// A turn may not be taken, and is dropped.
    TurnSkipped {
        /// Which work.
        plan: PlanId,
        /// Whose turn.
        slot: u32,
        /// Why.
        why: Refusal,
    },
    /// A member failed while it was drained for planned work, which is called off.
    WorkCalledOff {
        /// Which work.
        plan: PlanId,
        /// On what.
        node: NodeId,
    },
    /// A place, component or service has gone down or come up, by truth. Told to those only who ask
    /// for it ([`Interests::nodes`](super::port::Interests::nodes)).
    Node {
        /// Which.
        node: NodeId,
        /// Up or down.
        up: bool,
    },
    /// A member's state has changed as its service sees it by truth.
    Member {
        /// The service.
        service: ServiceId,
        /// The slot.
        slot: u32,
        /// Up or down.
        up: bool,
    },
    /// Somebody deals with the failure of a member.
    Person {
        /// Who.
        person: PersonId,
        /// The service.
        service: ServiceId,
        /// The slot.
        slot: u32,
        /// What is done.
        deed: PersonDeed,
    },
    /// Somebody does by hand what a mechanism has failed to do.
    Rescue {
        /// Who.
        person: PersonId,
        /// The service.
        service: ServiceId,
        /// What is done.
        deed: PersonDeed,
    },
    /// Something has become of a runbook.
    Runbook {
        /// Which.
        runbook: RunbookId,
        /// Who follows it.
        person: PersonId,
        /// What.
        deed: RunbookDeed,
    },
    /// An order of a script is kept off for want of what something needs for changes.
    OrderKeptOff {
        /// Whose need.
        node: NodeId,
        /// What it needs.
        need: NodeId,
        /// It waits; or else it is refused.
        waits: bool,
    },
    /// Somebody has decided, and a recovery is invoked.
    Invoked {
        /// What they have decided.
        decision: Decision,
    },
    /// Somebody is needed who is not on duty.
    PersonAway {
        /// Who.
        person: PersonId,
        /// Whether the person is called in, or else comes when the next duty begins.
        called: bool,
    },
    /// A checker has declared a member down.
    Declared {
        /// The service.
        service: ServiceId,
        /// The slot.
        slot: u32,
    },
    /// A checker has accepted a member again.
    Accepted {
        /// The service.
        service: ServiceId,
        /// The slot.
        slot: u32,
    },
    /// Users have lost their member.
    Lost {
        /// The service.
        service: ServiceId,
        /// The slot; `None` when the service as a whole stopped.
        slot: Option<u32>,
        /// How many.
        users: Micro,
    },
    /// Users may come back: their clients try, or the balancer has noticed.
    Released {
        /// The service.
        service: ServiceId,
        /// How many.
        users: Micro,
    },
    /// Users were refused for want of room.
    Refused {
        /// The service.
        service: ServiceId,
        /// How many.
        users: Micro,
    },
    /// Nobody waits any more (some may be refused).
    RampEnded {
        /// The service.
        service: ServiceId,
        /// How many are refused.
        refused: Micro,
    },
    /// A member is drained: it gets no new work, and its users move.
    Drained {
        /// The service.
        service: ServiceId,
        /// The slot.
        slot: u32,
        /// Users that move within the instant.
        moved: Micro,
        /// Users that stay for now.
        left: Micro,
        /// They stay because the others have no room, and not until their sessions end.
        full: bool,
    },
    /// A member's drain has ended.
    Returned {
        /// The service.
        service: ServiceId,
        /// The slot.
        slot: u32,
    },
    /// A standby member is called, or sent back.
    Called {
        /// The service.
        service: ServiceId,
        /// The slot.
        slot: u32,
        /// Called; it gets work once it is activated.
        called: bool,
    },
    /// A population is served by another service, or at another level, from now on.
    Hosted {
        /// The population.
        population: PopulationId,
        /// By which.
        service: ServiceId,
        /// At which level.
        level: ServiceLevel,
    },
    /// A population does not reach its host any more, or does so again.
    CutOff {
        /// The population.
        population: PopulationId,
        /// Whether it is cut off.
        cut: bool,
    },
    /// A service is out, by truth.
    ServiceOut {
        /// The service.
        service: ServiceId,
        /// Why.
        chain: ChainId,
        /// What did it.
        trigger: Option<Trigger>,
    },
    /// A service is back, by truth.
    ServiceBack {
        /// The service.
        service: ServiceId,
    },
    /// Users go to another target, over the span of the route.
    Rerouted {
        /// The route.
        route: RouteId,
        /// Where it leads now.
        target: NodeId,
    },
    /// Users lack a feature that its path does not give, or have it again.
    Feature {
        /// Whose feature.
        want: WantId,
        /// How many lack it for want of a role.
        lacking: Micro,
        /// Why, if anybody does.
        chain: Option<ChainId>,
        /// Nobody of them is served, whatever its path gives.
        waits: bool,
    },
    /// A service that is up works at another level than it did.
    LevelChanged {
        /// The service.
        service: ServiceId,
        /// The level.
        level: ServiceLevel,
    },
    /// Something lives on without what it needs, for a while.
    GraceBegins {
        /// What.
        node: NodeId,
        /// What it needs.
        need: NodeId,
        /// For how long.
        lasts: Span,
    },
    /// The grace is over.
    GraceOver {
        /// Whose.
        node: NodeId,
        /// What it needs.
        need: NodeId,
        /// For how long it has lived on without it.
        lasts: Span,
    },
    /// What was needed is back.
    GraceEnds {
        /// Whose grace ends.
        node: NodeId,
        /// What it needs.
        need: NodeId,
        /// Whether it came too late: the grace was over.
        over: bool,
    },
    /// Something could start but for what it needs to start.
    WaitsToStart {
        /// What: the first of its family.
        node: NodeId,
        /// How many of its family wait.
        count: u32,
        /// What it needs.
        need: NodeId,
        /// No failure is left: what it needs waits for it in turn, perhaps over others.
        circular: bool,
    },
    /// A command is refused for want of what its service needs for changes.
    CommandRefused {
        /// Which.
        command: Command,
        /// What it needs.
        need: NodeId,
    },
    /// A command waits for it.
    CommandWaits {
        /// Which.
        command: Command,
        /// What it needs.
        need: NodeId,
    },
    /// A mechanism has been told to do something, and has answered.
    Ordered {
        /// The service.
        service: ServiceId,
        /// What.
        order: ServiceOrder,
        /// By whom.
        by: Giver,
        /// What it says.
        answer: Answer,
    },
    /// A mechanism has done something.
    Deed {
        /// The service.
        service: ServiceId,
        /// What.
        deed: MechanismDeed,
    },
    /// Something has become of data that services keep.
    Data {
        /// Which.
        data: DataId,
        /// What.
        deed: DataDeed,
    },
    /// A change is rolled back.
    RolledBack {
        /// Which.
        change: ChangeId,
        /// From how many members.
        members: u32,
    },
    /// What waited to start has started.
    Started {
        /// What: the first of its family.
        node: NodeId,
        /// How many of its family have started.
        count: u32,
        /// Somebody has started it, whatever it needs.
        by_hand: bool,
    },
}

/// How a hidden failure is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finding {
    /// By a test.
    Test,
    /// By a call to take over.
    Demand,
    /// By users who complained.
    Complaint,
    /// By whoever looked for another failure.
    Look,
}

/// What a person does about a failure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PersonDeed {
    /// Notices it; it waits for its turn.
    Notices,
    /// Begins to decide.
    Decides,
    /// Has decided and begins to act.
    Acts,
    /// Leaves it: it is over before the person has acted.
    Drops,
    /// Has acted, and finds that it is over.
    FindsItUp,
}
