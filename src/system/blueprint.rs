//! What exists and what is scripted, as the reader of a file or a program lists it.
//!
//! References are positions in the lists of the same [`Blueprint`]; [`super::System`] checks them,
//! orders everything by owner and compiles it. Order in these lists never matters to a result.

use super::crews::{CrewSpec, LAST};
use super::maintenance::MaintenanceSpec;
use super::people::PersonSpec;
use super::port::{Detection, Redundancy};
use super::spares::SparesSpec;
use crate::quantity::{Micro, Probability, Span, Time};
use crate::random::Law;
use std::sync::Arc;

/// Everything that exists, and every script.
#[derive(Clone, Debug, Default)]
pub struct Blueprint {
    /// Regions, sites, fault domains.
    pub places: Vec<PlaceSpec>,
    /// Components, single or numbered.
    pub families: Vec<Family>,
    /// Repair crews.
    pub crews: Vec<CrewSpec>,
    /// Spare units.
    pub spares: Vec<SparesSpec>,
    /// Services: a mechanism over members.
    pub services: Vec<ServiceSpec>,
    /// Those who notice, decide and act.
    pub people: Vec<PersonSpec>,
    /// Planned work on their members.
    pub maintenance: Vec<MaintenanceSpec>,
    /// Users with a home service.
    pub populations: Vec<PopulationSpec>,
    /// Open loads of requests.
    pub loads: Vec<LoadSpec>,
    /// Named scripts on the healthy system.
    pub incidents: Vec<IncidentSpec>,
}

/// A region, site or fault domain; it fails with all it holds.
#[derive(Clone, Debug)]
pub struct PlaceSpec {
    /// Its name.
    pub name: String,
    /// Replaces the name as the owner of its draws.
    pub luck: Option<String>,
    /// The place it stands in: a position in [`Blueprint::places`].
    pub inside: Option<usize>,
    /// How it fails (only [`ModeKind::Disaster`]).
    pub modes: Vec<ModeSpec>,
}

/// One component, or `count` interchangeable ones named `name-1`, `name-2` and so on.
#[derive(Clone, Debug)]
pub struct Family {
    /// The name of the component, or the stem of the numbered names.
    pub name: String,
    /// Replaces the name as the owner of its draws.
    pub luck: Option<String>,
    /// How many; `None` for a single component without a number.
    pub count: Option<u32>,
    /// Where it stands: a position in [`Blueprint::places`].
    pub place: usize,
    /// How much one member should carry: micro-users, or micro-requests per second.
    pub limit: Option<Limit>,
    /// Sign-ins one member admits, in micro-users per second; `None` is at once.
    pub sign_ins: Option<Micro>,
    /// How it fails ([`ModeKind::Crash`] or [`ModeKind::Hang`]).
    pub modes: Vec<ModeSpec>,
    /// How what a script breaks without a duration is repaired; `None` is never.
    pub repair: Option<RepairSpec>,
    /// What it cannot run without.
    pub needs: Vec<Target>,
}

/// How much one member should carry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    /// Micro-users.
    Users(Micro),
    /// Micro-requests per second.
    Requests(Micro),
}

/// A reference into the lists of a blueprint.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Target {
    /// A position in [`Blueprint::places`].
    Place(usize),
    /// All members of a position in [`Blueprint::families`].
    Family(usize),
    /// One numbered member of a family; the first is number 1.
    Member(usize, u32),
    /// A position in [`Blueprint::services`].
    Service(usize),
}

/// One way of failing.
#[derive(Clone, Debug)]
pub struct ModeSpec {
    /// What it does and how peers see it.
    pub kind: ModeKind,
    /// Its name in reports and keys, `crash` say; unique within its owner.
    pub tag: String,
    /// The operating age at which it strikes.
    pub life: Law,
    /// When that age advances, and how fast.
    pub ages: Ages,
    /// How it is repaired; `None` is never.
    pub repair: Option<RepairSpec>,
}

/// What a failure does and how peers see it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ModeKind {
    /// Stops, and refuses at once: fail-fast.
    Crash,
    /// Stops, and answers nothing: fail-silent.
    Hang,
    /// A place is lost with all it holds: fail-silent.
    Disaster,
    /// Stopped for planned work; refuses at once.
    Planned,
}

/// When the operating age of a failure mode advances.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub enum Ages {
    /// While its own component or place is up.
    #[default]
    WhileUp,
    /// Always.
    Always,
    /// While its own component and the named one are both up.
    While(Target),
    /// At `factor` of the full speed while the named one is up, at full speed otherwise; only
    /// while its own component is up.
    Dormant {
        /// The active part this one stands by for.
        beside: Target,
        /// 0 is cold, 1 is hot.
        factor: Probability,
    },
}

/// How a failure is repaired.
#[derive(Clone, Debug)]
pub struct RepairSpec {
    /// Hands-on time.
    pub takes: Law,
    /// Logistics before a crew is asked for.
    pub delay: Law,
    /// A position in [`Blueprint::crews`]; `None` is a crew of its own.
    pub crew: Option<usize>,
    /// How urgent it is to crews and for spares that ask for that: the lowest number first.
    pub priority: u32,
    /// The spare unit it takes: a position in [`Blueprint::spares`]; `None` is none.
    pub spares: Option<usize>,
    /// The person who does it, instead of a crew: a position in [`Blueprint::people`].
    pub by: Option<usize>,
    /// What the repair waits for.
    pub starts: Starts,
}

impl RepairSpec {
    /// A repair that takes so long once it is noticed: no logistics, hands enough.
    pub fn taking(takes: Law) -> Self {
        let delay = Law::fixed(Span::ZERO).expect("no time at all is a time");
        let (crew, spares, by) = (None, None, None);
        Self { takes, delay, crew, priority: LAST, spares, by, starts: Starts::Noticed }
    }
}

/// What a repair waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Starts {
    /// Until a checker has noticed; at once if nothing watches.
    #[default]
    Noticed,
    /// Nothing.
    Failure,
    /// Until the mechanism has moved the work elsewhere.
    AfterSwitch,
}

/// A mechanism over members, watched by a checker.
#[derive(Clone, Debug)]
pub struct ServiceSpec {
    /// Its name.
    pub name: String,
    /// Who does the work: components or services.
    pub members: Vec<Target>,
    /// What it cannot run without.
    pub needs: Vec<Target>,
    /// How members back each other up.
    pub mechanism: Arc<dyn Redundancy>,
    /// How it notices that a member is down.
    pub detection: Arc<dyn Detection>,
}

/// Users with a home.
#[derive(Clone, Debug)]
pub struct PopulationSpec {
    /// Its name.
    pub name: String,
    /// The feature its users want, for reports.
    pub feature: String,
    /// How many users want it at once, in micro-users.
    pub users: Micro,
    /// The service they use: a position in [`Blueprint::services`].
    pub home: usize,
    /// How they come back.
    pub clients: Clients,
}

/// How interrupted users come back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Clients {
    /// Who tells them to.
    pub returns: Returns,
    /// After learning of the loss a user tries again after a wait uniform between the two.
    pub retry: (Span, Span),
    /// How long a client waits for a silent server before it gives up.
    pub timeout: Span,
}

/// Who brings interrupted users back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Returns {
    /// Their clients, when these learn of the loss.
    ByClient,
    /// The balancer, when it has noticed.
    ByBalancer,
}

/// An open load of requests.
#[derive(Clone, Debug)]
pub struct LoadSpec {
    /// Its name.
    pub name: String,
    /// The service it goes to: a position in [`Blueprint::services`].
    pub to: usize,
    /// Micro-requests per second.
    pub rate: Micro,
    /// How counts of a drawn trial vary.
    pub arrivals: Arrivals,
    /// The word for one request in reports: `requests`, `writes`.
    pub unit: String,
}

/// How the counts of a drawn trial vary.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Arrivals {
    /// Poisson.
    #[default]
    Poisson,
    /// Evenly spaced: counts are rounded.
    Constant,
}

/// A named script on the healthy system.
#[derive(Clone, Debug)]
pub struct IncidentSpec {
    /// Its name.
    pub name: String,
    /// What is done, in any order.
    pub events: Vec<ScriptSpec>,
}

/// One line of a script.
#[derive(Clone, Debug)]
pub struct ScriptSpec {
    /// When.
    pub at: Time,
    /// What.
    pub action: Action,
    /// To whom.
    pub targets: Vec<Target>,
    /// For how long; `None` is until repaired, and for ever where no repair is stated.
    pub lasts: Option<Span>,
}

/// What a script can do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    /// Break components or places.
    Break(ModeKind),
    /// Put components or places right at once, whatever was wrong with them.
    Restore,
}
