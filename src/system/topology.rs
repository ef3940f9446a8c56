//! The compiled system: built once from a [`Blueprint`], valid ever after, shared by all trials.
//!
//! Everything is ordered by owner (label and number), so the order of a file cannot show.

use super::blueprint::*;
use super::build_error::BuildError;
use super::command::Command;
use super::complaints::Complaint;
use super::concern::Reliances;
use super::copies::Data;
use super::crews::CrewSpec;
use super::extent::FailureClass;
use super::id::*;
use super::lesser::LesserNeeds;
use super::maintenance::Plan;
use super::network::Network;
use super::order::ServiceOrder;
use super::paths::{ServiceLevel, UnitLimit};
use super::people::Person;
use super::port::{Detection, Redundancy};
use super::roles::RoleSpeed;
use super::rollouts::Rollout;
use super::routing::Pointing;
use super::runbook::Runbook;
use super::shocks::Shock;
use super::spares::SparesSpec;
use super::ties::{RouteSet, Ties};
use crate::quantity::{Micro, Probability, Span, Time};
use crate::random::{Law, key};
use std::sync::Arc;

/// What exists, compiled.
#[derive(Debug)]
pub struct System {
    pub(crate) labels: Vec<Label>,
    pub(crate) nodes: Vec<Node>,
    /// By node.
    pub(crate) links: Vec<Links>,
    pub(crate) modes: Vec<Mode>,
    pub(crate) mode_specs: Vec<CompiledMode>,
    pub(crate) dependents: Vec<Dependent>,
    /// By node: what it cannot run without (its place is not listed).
    pub(crate) needs: Vec<Vec<NodeId>>,
    /// Needs that are not hard.
    pub(crate) lesser: LesserNeeds,
    /// What joins places.
    pub(crate) network: Network,
    /// Some needs form a cycle: restorations look at everything anew.
    pub(crate) cyclic: bool,
    pub(crate) classes: Vec<String>,
    /// By kind of mode: how much its failures take.
    pub(crate) failure_classes: Vec<FailureClass>,
    /// Those that are planned work.
    pub(crate) planned: Vec<ClassId>,
    pub(crate) groups: Vec<GroupSpec>,
    pub(crate) crews: Vec<CrewSpec>,
    pub(crate) spares: Vec<SparesSpec>,
    /// By name, and after them changes by name.
    pub(crate) shocks: Vec<Shock>,
    /// By name.
    pub(crate) changes: Vec<Rollout>,
    /// By name.
    pub(crate) data: Vec<Data>,
    pub(crate) services: Vec<Service>,
    pub(crate) people: Vec<Person>,
    pub(crate) runbooks: Vec<Runbook>,
    pub(crate) plans: Vec<Plan>,
    /// By crew: services whose planned work may wait for it.
    pub(crate) crew_waiters: Vec<Vec<ServiceId>>,
    pub(crate) populations: Vec<Population>,
    pub(crate) loads: Vec<Load>,
    pub(crate) routes: Vec<Route>,
    /// By population, then feature.
    pub(crate) wants: Vec<Want>,
    pub(crate) incidents: Vec<Incident>,
    /// By service, then population.
    pub(crate) complaints: Vec<Complaint>,
    /// Found when somebody asks.
    pub(crate) reliances: Reliances,
    /// Something can fail without anybody seeing it.
    pub(crate) has_latent: bool,
}

/// The printed name of a node, or the stem of numbered names.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub name: String,
    /// Digits of the number; zero for a single component.
    pub digits: usize,
    /// What each may carry and admit.
    pub limits: MemberLimits,
    /// What each may carry of other things.
    pub units: Vec<UnitLimit>,
}

/// An open load, as a metric sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LoadTerms {
    /// The service it goes to.
    pub to: ServiceId,
    /// Micro-requests a second.
    pub rate: Micro,
    /// Of these, micro-writes a second.
    pub writes: Micro,
    /// Micro-requests a second of all loads of that service.
    pub of: Micro,
    /// How counts of a drawn trial vary.
    pub arrivals: Arrivals,
    /// The owner of its draws.
    pub key: u64,
}

/// What one member may carry and admit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct MemberLimits {
    /// How much it should carry.
    pub limit: Option<Limit>,
    /// Micro-users a second that may sign in; `None` is any number at once.
    pub sign_ins: Option<Micro>,
}

/// A place, component or service: who it is.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Position in [`System::labels`].
    pub label: u32,
    /// Number within the label, from 1; zero for a single component.
    pub number: u32,
    pub key: u64,
    /// The place it stands in.
    pub place: Option<NodeId>,
    /// The service it is, if it is one.
    pub service: Option<ServiceId>,
}

/// How a node hangs together with the rest: half a cache line that every strike reads.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub(crate) struct Links {
    /// Its modes stand together in [`System::modes`].
    pub modes: (u32, u32),
    /// Who depends on it stands together in [`System::dependents`].
    pub dependents: (u32, u32),
    /// The first of them, so that the usual one costs no second look.
    pub first_dependent: Dependent,
    /// It is a service.
    pub is_service: bool,
    /// Somebody watches it, or something that cannot run without it.
    pub watched: bool,
    /// A service notices it at once.
    pub at_once: bool,
}

impl Links {
    /// A node that nothing hangs together with.
    pub(crate) const NONE: Links = Links {
        modes: (0, 0),
        dependents: (0, 0),
        // Read only where there is one.
        first_dependent: Dependent::Need(NodeId(0)),
        is_service: false,
        watched: false,
        at_once: false,
    };
}

/// One way in which one node fails.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mode {
    pub node: NodeId,
    pub spec: u32,
    pub key: u64,
}

/// What the modes of a family share.
#[derive(Clone, Debug)]
pub(crate) struct CompiledMode {
    /// It stops its node and nothing else hangs on it, and its repair takes nothing but time: most
    /// modes are like that, and need no second look.
    pub plain: bool,
    pub kind: ModeKind,
    /// `None` strikes only when scripted.
    pub life: Option<Law>,
    /// Its age also advances while its node is down.
    pub always: bool,
    pub group: Option<GroupId>,
    pub repair: Option<RepairSpec>,
    pub class: ClassId,
    /// It is how this shock takes its node; a life of its own is then a share in setting it off.
    pub shock: Option<ShockId>,
    /// When tests would find it, if it is latent.
    pub test: Option<TestTimes>,
    /// It strikes with this probability when its node is called to take over.
    pub demand: Option<Probability>,
}

/// Who must hear of a change of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Dependent {
    /// This node cannot run without it.
    Need(NodeId),
    /// It is a member of this service, in this slot.
    Member(ServiceId, u32),
    /// The mechanism of this service watches it, as one of its aides.
    Aide(ServiceId, u32),
    /// The speed of this clock group follows it.
    Clock(GroupId),
    /// This need, with a grace, is about it.
    Grace(u32),
    /// This node needs it to start.
    Start(NodeId),
    /// It is a component that this route leads to.
    Route(RouteId),
    /// Data can be restored from it: one of its sources.
    Source(DataId, u32),
    /// It is where this population stands.
    Resident(PopulationId),
    /// This runbook is about it.
    Runbook(RunbookId),
    /// It is a link: who reaches whom follows it.
    Reach,
    /// The checker of this service stands on it.
    Standpoint(ServiceId),
}

/// What drives the speed of a clock group.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct GroupSpec {
    /// The services whose assigned load drives it, each with its exponent: speeds multiply.
    pub cascade: Vec<(ServiceId, f64)>,
    /// A node whose state drives it, with the speed while that is up and while it is down.
    pub beside: Option<(NodeId, f64, f64)>,
    /// The roles that drive it: speeds multiply.
    pub roles: Vec<RoleSpeed>,
}

/// A mechanism over members.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    pub name: String,
    pub node: NodeId,
    pub key: u64,
    /// By slot.
    pub members: Vec<NodeId>,
    pub mechanism: Arc<dyn Redundancy>,
    /// Members that must be up.
    pub need: u32,
    /// Its pairs of checker and target begin here.
    pub first_pair: u32,
    pub detection: Arc<dyn Detection>,
    /// The person who decides and acts on what is noticed.
    pub person: Option<PersonId>,
    pub populations: Vec<PopulationId>,
    /// Those that have their home elsewhere and may be served here.
    pub guests: Vec<PopulationId>,
    pub loads: Vec<LoadId>,
    /// Clock groups whose speed follows its load, or who leads it.
    pub groups: Vec<GroupId>,
    /// The slot of the member that leads at first.
    pub leader: u32,
    /// What its mechanism watches beside its members.
    pub aides: Vec<NodeId>,
    /// Where its checker stands; `None` is everywhere.
    pub watches_from: Option<NodeId>,
    /// Planned work on its members.
    pub plans: Vec<PlanId>,
    /// Slots of standby members, rising.
    pub standby: Vec<u32>,
    /// By slot: the share in new work, in millionths; empty when all have the same.
    pub weights: Vec<u64>,
    /// Some member can be gray or degraded.
    pub alterable: bool,
    /// Somebody drains members of it.
    pub drainable: bool,
    /// What it has to do with routes.
    pub ties: Ties,
    /// The word for what routes bring: `calls`; `None` where no route puts anything on it.
    pub unit: Option<String>,
}

/// Users with a home.
#[derive(Clone, Debug)]
pub(crate) struct Population {
    pub name: String,
    pub feature: String,
    pub users: Micro,
    pub home: ServiceId,
    /// The services that may serve it in its home's stead.
    pub hosts: Vec<ServiceId>,
    /// The place where it stands; `None` reaches everything.
    pub place: Option<NodeId>,
    pub clients: Clients,
    /// Its wants stand together in [`System::wants`].
    pub wants: (u32, u32),
}

/// Who plays a role for the users of a service, or for a population.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// The owner and the role, in words: `mediation for fe`.
    pub words: String,
    /// Services or components, the preferred first.
    pub targets: Vec<NodeId>,
    /// So many of them are stated; to the others it leads only when somebody says so.
    pub stated: usize,
    /// How many next hops lie behind its targets at most.
    pub depth: u32,
    /// Users find another target within this span.
    pub within: Span,
    /// Who takes it, where that stands somewhere; `None` reaches everything.
    pub from: Option<NodeId>,
    /// What it brings to its target.
    pub burdens: Vec<Burden>,
    /// Who depends on it, and as which leg of the path.
    pub wants: Vec<(WantId, usize)>,
}

/// What the served users of a population put on the target of a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Burden {
    pub population: PopulationId,
    /// Only while this service serves it; `None` is always.
    pub host: Option<ServiceId>,
    /// Millionths of a unit ...
    pub amount: Micro,
    /// ... for this many millionths of a user.
    pub per: Micro,
}

/// A feature that a population wants.
#[derive(Clone, Debug)]
pub(crate) struct Want {
    pub population: PopulationId,
    /// Empty is service in full, whatever it is for.
    pub feature: String,
    /// The routes on its path.
    pub legs: Vec<RouteId>,
    /// The same while another service than its home serves the population.
    pub elsewhere: Vec<(ServiceId, Vec<RouteId>)>,
    /// By leg: the routes that lead over it, whoever serves the population.
    pub over: Vec<RouteSet>,
    /// The least level of the home service.
    pub works_at: ServiceLevel,
}

impl Want {
    /// One over these legs; what leads over each is told by [`System::tie`].
    pub(super) fn new(
        population: PopulationId,
        feature: String,
        (legs, elsewhere): (Vec<RouteId>, Vec<(ServiceId, Vec<RouteId>)>),
        works_at: ServiceLevel,
    ) -> Self {
        Self { population, feature, legs, elsewhere, over: Vec::new(), works_at }
    }
}

/// An open load.
#[derive(Clone, Debug)]
pub(crate) struct Load {
    pub name: String,
    pub key: u64,
    pub to: ServiceId,
    pub rate: Micro,
    /// The share of requests that write.
    pub writes: Probability,
    pub arrivals: Arrivals,
    pub unit: String,
    /// How long its clients take to look again for whoever serves.
    pub looks_again: Option<Span>,
}

/// A script.
#[derive(Clone, Debug)]
pub(crate) struct Incident {
    pub name: String,
    /// By time, then action, then target.
    pub events: Vec<ScriptEvent>,
}

/// One deed of a script on one target.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct ScriptEvent {
    pub at: Time,
    pub deed: Deed,
    pub until: Option<Time>,
}

/// What a script does to one target.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Deed {
    Break(ModeId),
    Restore(NodeId),
    Command(Command),
    Order(ServiceId, ServiceOrder),
    Repoint(Pointing),
    Start(u32),
    Shock(ShockId),
    Alarm(ServiceId, u32),
    Corrupt(DataId),
    /// One of its waves.
    RollOut(ChangeId, u32),
    RollBack(ChangeId),
}

impl System {
    /// Compiles a blueprint.
    pub fn new(blueprint: &Blueprint) -> Result<Self, BuildError> {
        super::compile::compile(blueprint)
    }

    /// The printed name of a node: `web-03`.
    pub fn name(&self, node: NodeId) -> String {
        let node = &self.nodes[node.at()];
        let label = &self.labels[node.label as usize];
        if label.digits == 0 {
            label.name.clone()
        } else {
            format!("{}-{:0width$}", label.name, node.number, width = label.digits)
        }
    }

    /// The name of a node without its number: `web`.
    pub fn stem(&self, node: NodeId) -> &str {
        &self.labels[self.nodes[node.at()].label as usize].name
    }

    /// Components, places and services.
    pub fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// The scripts, by name.
    pub fn incidents(&self) -> impl Iterator<Item = &str> {
        self.incidents.iter().map(|incident| incident.name.as_str())
    }

    /// The services, by owner.
    pub fn services(&self) -> impl Iterator<Item = (ServiceId, &str)> {
        self.services.iter().enumerate().map(|(at, s)| (ServiceId::from(at), s.name.as_str()))
    }

    pub(crate) fn modes_of(&self, node: NodeId) -> impl Iterator<Item = ModeId> + use<> {
        let (first, end) = self.links[node.at()].modes;
        (first..end).map(ModeId)
    }

    /// The dependent at a place of [`Self::dependents_of`] `node`.
    #[inline]
    pub(crate) fn dependent(&self, node: NodeId, at: usize) -> Dependent {
        let entry = &self.links[node.at()];
        if at == entry.dependents.0 as usize { entry.first_dependent } else { self.dependents[at] }
    }

    #[inline]
    pub(crate) fn dependents_of(&self, node: NodeId) -> std::ops::Range<usize> {
        let (first, end) = self.links[node.at()].dependents;
        first as usize..end as usize
    }

    #[inline]
    pub(crate) fn spec(&self, mode: ModeId) -> &CompiledMode {
        &self.mode_specs[self.modes[mode.at()].spec as usize]
    }

    /// The service at `node`, if it is one.
    pub(crate) fn service_of(&self, node: NodeId) -> Option<ServiceId> {
        self.nodes[node.at()].service
    }

    /// The service and slot of a pair of checker and target.
    pub(crate) fn pair(&self, pair: u32) -> (ServiceId, u32) {
        let at = self.services.partition_point(|service| service.first_pair <= pair) - 1;
        (ServiceId::from(at), pair - self.services[at].first_pair)
    }

    pub(crate) fn class(&self, class: ClassId) -> &str {
        &self.classes[class.at()]
    }
}

/// The key of a mode: that of its node and its tag, so that another mode changes nothing.
pub(crate) fn mode_key(node: u64, tag: &str) -> u64 {
    crate::random::key_of_pair(node, key(tag, 0))
}
