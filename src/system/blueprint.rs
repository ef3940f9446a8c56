//! What exists and what is scripted, as the reader of a file or a program lists it.
//!
//! References are positions in the lists of the same [`Blueprint`]; [`super::System`] checks them,
//! orders everything by owner and compiles it. Order in these lists never matters to a result.

use super::copies::DataSpec;
use super::crews::{CrewSpec, LAST};
use super::lesser::LesserNeed;
use super::maintenance::MaintenanceSpec;
use super::network::LinkSpec;
use super::paths::{FeatureSpec, RouteSpec, UnitLimit};
use super::people::PersonSpec;
use super::port::{Detection, Redundancy};
use super::rollouts::ChangeSpec;
use super::runbook::{OrderKind, RepointSpec, RunbookSpec};
use super::spares::SparesSpec;
use crate::quantity::{Micro, Probability, Span, Time};
use crate::random::Law;
use std::sync::Arc;

/// Everything that exists, and every script.
#[derive(Clone, Debug, Default)]
pub struct Blueprint {
    /// Regions, sites, fault domains.
    pub places: Vec<PlaceSpec>,
    /// Links between places.
    pub links: Vec<LinkSpec>,
    /// Components, single or numbered.
    pub families: Vec<Family>,
    /// Repair crews.
    pub crews: Vec<CrewSpec>,
    /// Spare units.
    pub spares: Vec<SparesSpec>,
    /// Those who notice, decide and act.
    pub people: Vec<PersonSpec>,
    /// Ordered steps that people follow.
    pub runbooks: Vec<RunbookSpec>,
    /// Where scripts lead routes.
    pub repoints: Vec<RepointSpec>,
    /// Planned work on the members of services.
    pub maintenance: Vec<MaintenanceSpec>,
    /// Events that take several components at once.
    pub shocks: Vec<ShockSpec>,
    /// Changes of all members of a version that turn out to be bad.
    pub changes: Vec<ChangeSpec>,
    /// Data that services keep.
    pub data: Vec<DataSpec>,
    /// Services: a mechanism over members.
    pub services: Vec<ServiceSpec>,
    /// What users do, and the roles that takes.
    pub features: Vec<FeatureSpec>,
    /// Which services play a role for a service's or a population's users.
    pub routes: Vec<RouteSpec>,
    /// Users with a home service.
    pub populations: Vec<PopulationSpec>,
    /// Populations that stand in a place; the others reach everything.
    pub residents: Vec<ResidentSpec>,
    /// Open loads of requests.
    pub loads: Vec<LoadSpec>,
    /// Loads, by position, and the share of their requests that writes; others write always.
    pub writes: Vec<(usize, Probability)>,
    /// Loads whose clients look again for whoever serves.
    pub seekers: Vec<SeekerSpec>,
    /// What is needed, but not to run at every moment.
    pub lesser_needs: Vec<LesserNeed>,
    /// Tests for latent failures.
    pub tests: Vec<TestSpec>,
    /// Components that may fail in taking over.
    pub takeovers: Vec<TakeoverSpec>,
    /// Users who complain when nobody has noticed that they are hurt.
    pub complaints: Vec<ComplaintSpec>,
    /// Named scripts on the healthy system.
    pub incidents: Vec<IncidentSpec>,
}

impl Blueprint {
    /// Whether nothing happens to it but what a script says.
    pub fn is_left_alone(&self) -> bool {
        let places = self.places.iter().map(|place| &place.modes);
        let links = self.links.iter().map(|link| &link.modes);
        let mut modes = self.families.iter().map(|one| &one.modes).chain(places).chain(links);
        let planned = !self.maintenance.is_empty() || !self.changes.is_empty();
        modes.all(Vec::is_empty) && self.shocks.is_empty() && !planned
    }
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
    /// How much one member should carry of other things: calls, say.
    pub units: Vec<UnitLimit>,
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
    /// A position in [`Blueprint::links`].
    Link(usize),
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
    /// A link is cut: it carries nothing.
    Cut,
    /// Stopped for planned work; refuses at once.
    Planned,
    /// Stops, and nobody sees it until it is tested for, needed or complained of.
    Latent,
    /// Goes on, and fails this share of its work, in millionths; no check sees it.
    Gray(u32),
    /// Goes on, and keeps this share of its limit and sign-ins, in millionths.
    Degraded(u32),
    /// Data are bad: nothing stops until that is discovered.
    Corruption,
    /// Nothing fails: a checker declares it down by mistake.
    FalseAlarm,
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

/// A common cause: an event that takes several components at once.
#[derive(Clone, Debug)]
pub struct ShockSpec {
    /// Its name: that of the class in chains, and the owner of its draws.
    pub name: String,
    /// Where it comes from, and whom it takes.
    pub source: ShockSource,
}

/// Where a shock comes from.
#[derive(Clone, Debug)]
pub enum ShockSource {
    /// A share of the members' own failures is common to all of them.
    Beta {
        /// A family, or a service whose members are all of one family.
        of: Target,
        /// The share that is common: above 0 and below 1.
        factor: Probability,
        /// How that share is read.
        share: BetaShare,
    },
    /// A process of its own.
    Own {
        /// The time between two of them.
        life: Law,
        /// Components, members of services, what stands in places.
        scope: Vec<Target>,
        /// How many of those that are up it takes.
        size: ShockSize,
        /// [`ModeKind::Crash`] or [`ModeKind::Hang`].
        kind: ModeKind,
        /// How those it takes are repaired; `None` is as the component is.
        repair: Option<RepairSpec>,
    },
}

/// Of what a beta factor is a share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BetaShare {
    /// Of each member: any member that is up may set the shock off.
    OfEachMember,
    /// Of the rate of one member, in total: one process, however many are up.
    OfTheShockInTotal,
}

/// How many of those that are up a shock takes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum ShockSize {
    /// All.
    All,
    /// So many, drawn without replacement; all if there are fewer.
    Count(u32),
    /// Each with this probability.
    Each(Probability),
}

/// Periodic tests that find a latent failure.
#[derive(Clone, Debug)]
pub struct TestSpec {
    /// A position in [`Blueprint::families`].
    pub family: usize,
    /// The tag of its latent mode.
    pub tag: String,
    /// When they are.
    pub times: TestTimes,
}

/// When tests are: at a first time, and every so often from there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TestTimes {
    /// The first.
    pub first: Time,
    /// From one to the next; longer than zero.
    pub every: Span,
}

/// A component that may fail when it is called to take over.
#[derive(Clone, Debug)]
pub struct TakeoverSpec {
    /// A position in [`Blueprint::families`].
    pub family: usize,
    /// The probability, each time.
    pub fails: Probability,
}

/// Users who complain.
#[derive(Clone, Debug)]
pub struct ComplaintSpec {
    /// A position in [`Blueprint::services`].
    pub service: usize,
    /// The name of the population that lacks service; `None` is anybody, and whoever sends
    /// requests that fail.
    pub population: Option<String>,
    /// How long they wait before they do.
    pub after: Law,
}

/// Where a population stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ResidentSpec {
    /// A position in [`Blueprint::populations`].
    pub population: usize,
    /// A position in [`Blueprint::places`].
    pub place: usize,
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
    /// Whether it takes nothing but time: it begins as soon as it is called.
    #[inline]
    pub(crate) fn is_plain(&self) -> bool {
        let alone = self.crew.is_none() && self.spares.is_none() && self.by.is_none();
        alone && matches!(&self.delay, Law::Fixed(delay) if delay.mean() == Span::ZERO)
    }

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
    /// Positions in [`Blueprint::features`]: what is reported apart from the home service itself.
    pub features: Vec<usize>,
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

/// Clients of an open load that look again for whoever serves after an interruption.
#[derive(Clone, Debug)]
pub struct SeekerSpec {
    /// The name of the load.
    pub load: String,
    /// From one look to the next.
    pub every: Span,
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
    /// Give members of pools no more work, and move their users.
    Drain,
    /// Let a shock strike: a position in [`Blueprint::shocks`].
    Shock(usize),
    /// Let a person follow a runbook: a position in [`Blueprint::runbooks`].
    Start(usize),
    /// Order services; for a failover or failback, name the members of a pairing.
    Order(OrderKind),
    /// Lead routes elsewhere: a position in [`Blueprint::repoints`].
    Repoint(usize),
    /// Let the checkers of a component declare it down by mistake.
    FalseAlarm,
    /// Spoil data: a position in [`Blueprint::data`].
    Corrupt(usize),
    /// Make a change: a position in [`Blueprint::changes`].
    Change(usize),
    /// Roll a change back: a position in [`Blueprint::changes`].
    RollBack(usize),
}
