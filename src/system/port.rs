//! The traits the catalogues implement, and the few words they share with the trial.
//!
//! A specification (immutable, shared by all trials) spawns an actor (mutable, one per trial).

use super::System;
use super::blueprint::Target;
use super::chain::{Cause, ChainId, Chains, Planned};
use super::id::ServiceId;
use super::order::{Answer, ServiceOrder};
pub use super::shortfall::Shortfall;
use super::transition::Transition;
use super::view::{ServiceView, Stage};
use super::world::World;
use crate::quantity::{Probability, Span, Time};
use crate::random::{Chance, Law};
use std::collections::BTreeMap;
use std::fmt::Debug;

pub use super::measured::{Harm, Lack, Measured, Named, Part, Reason, Told, Whose};

/// How a service notices that a member is down (a catalogue entry of `detection/`).
pub trait Detection: Debug + Send + Sync {
    /// The actor that watches `pairs` members; `None` when beliefs follow the truth at once.
    fn watch(&self, pairs: usize) -> Option<Box<dyn Checker>>;

    /// Whether members stay in rotation whatever is noticed: there is no balancer.
    fn leaves_rotation_alone(&self) -> bool {
        false
    }

    /// Whether it could declare down what is up, and believe that for a while.
    fn can_be_wrong(&self) -> bool {
        false
    }

    /// The person who decides and acts: a position in [`super::Blueprint::people`].
    fn person(&self) -> Option<usize> {
        None
    }

    /// The place or component it sees from; `None` stands everywhere.
    fn watches_from(&self) -> Option<Target> {
        None
    }

    /// Whether it raises false alarms by itself.
    fn alarms(&self) -> bool {
        false
    }

    /// The scheme in words, for reports: `probe every 5 s, 3 misses`.
    fn describe(&self) -> String;
}

/// Turns *failed* into *noticed*, for each of its targets apart. It sees nothing but its target.
pub trait Checker: Send {
    /// The target of `pair` looks different from now on.
    fn changed(&mut self, pair: u32, seen: Seen, odds: Odds) -> Outlook;

    /// How likely it is to see what begins now, as the target looks different, and which of such
    /// draws that is; `None` always sees. The world draws, for a walk takes both branches.
    fn coverage(&self, _pair: u32, _seen: Seen) -> Option<(Probability, u32)> {
        None
    }

    /// A time this checker asked for has come. It may be stale: then nothing changes.
    fn due(&mut self, pair: u32, odds: Odds) -> Outlook;

    /// The person whom it has asked has acted on the failure of `pair`.
    fn acted(&mut self, _pair: u32, _odds: Odds) -> Outlook {
        Outlook::default()
    }

    /// The trial begins, with random failures: when this pair first wants to be asked.
    fn start(&mut self, _pair: u32, _odds: Odds) -> Option<Time> {
        None
    }

    /// A false alarm: a target that is up and believed up is declared down, until the checker
    /// looks again. A checker without beliefs ignores it.
    fn alarm(&mut self, _pair: u32, _odds: Odds) -> Outlook {
        Outlook::default()
    }

    /// Whoever it stands on is down: it sees nothing from now on, its counts are forgotten, and what
    /// it `believes` stands. [`Self::changed`] tells it that it sees again.
    fn blinded(&mut self, pair: u32, believes: Seen, odds: Odds) -> Outlook {
        self.changed(pair, believes, odds)
    }

    /// Somebody tells it that the target is down, whether or not it has seen that.
    fn told(&mut self, _pair: u32, _odds: Odds) -> Outlook {
        Outlook::default()
    }

    /// The law of what it awaits about this pair: a walk forces it.
    fn pending(&self, _pair: u32) -> Option<&Law> {
        None
    }

    /// What it awaits about this pair is over at this very instant.
    fn force(&mut self, _pair: u32, _odds: Odds) -> Outlook {
        Outlook::default()
    }

    /// Appends what distinguishes the present configuration of a pair.
    fn configuration(&self, pair: u32, out: &mut Vec<u8>);

    /// A copy of this actor.
    fn duplicate(&self) -> Box<dyn Checker>;
}

/// How a target looks from outside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seen {
    /// It answers.
    Up,
    /// It refuses at once.
    Refusing,
    /// It answers nothing.
    Silent,
}

/// What a checker may know beside its target.
#[derive(Clone, Copy, Debug)]
pub struct Odds {
    /// The present time.
    pub now: Time,
    /// The chance of the trial.
    pub chance: Chance,
    /// The owner of the draws of this pair.
    pub owner: u64,
    /// Whether it sees the failure that begins now, if it may miss one ([`Checker::coverage`]).
    pub sees: bool,
}

/// What follows from an observation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Outlook {
    /// The first observation of this failure has failed.
    pub observed: bool,
    /// Somebody knows now that the target is down: repair may be called.
    pub noticed: bool,
    /// The belief changes: `Some(true)` is up.
    pub believed: Option<bool>,
    /// When the checker wants to be asked next; `None` leaves it as it was.
    pub next: Option<Time>,
    /// When it wants to be asked beside that, for its next false alarm.
    pub next_alarm: Option<Time>,
    /// Whether its person has something to do.
    pub ask: Ask,
}

/// What a checker wants of its person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Ask {
    /// Nothing.
    #[default]
    Nobody,
    /// To decide and act on a failure: which one of this pair.
    Person(u32),
    /// Nothing any more.
    NoMore,
}

/// How the members of a service back each other up (a catalogue entry of `redundancy/`).
pub trait Redundancy: Debug + Send + Sync {
    /// The service is up while at least this many members are, by truth.
    fn need(&self) -> u32;

    /// How many members it has, where it cannot be any other number.
    fn exactly(&self) -> Option<u32> {
        None
    }

    /// The exponent with which members age under load, if they do.
    fn cascade(&self) -> Option<f64> {
        None
    }

    /// Members that get no work while enough others do.
    fn standby(&self) -> &[Target] {
        &[]
    }

    /// Shares of members in new work, in millionths; whoever is not named has a million.
    fn weights(&self) -> &[(Target, u64)] {
        &[]
    }

    /// The member that leads at first, where one does; `None` is the first by name.
    fn leader(&self) -> Option<Target> {
        None
    }

    /// What it watches beside its members: a witness, say. It hears of their changes, in this
    /// order.
    fn aides(&self) -> &[Target] {
        &[]
    }

    /// Whether it hears of links that are cut and joined, by [`Change::Reach`].
    fn minds_reach(&self) -> bool {
        false
    }

    /// Whether its members are services that take over each other's users, and whether it obeys
    /// [`ServiceOrder::FailOver`] and [`ServiceOrder::FailBack`].
    fn pairs_members(&self) -> bool {
        false
    }

    /// The person whom it calls when it cannot help itself: a position in
    /// [`super::Blueprint::people`].
    fn rescuer(&self) -> Option<usize> {
        None
    }

    /// The speed at which members age that do not lead, if it is not the full one.
    fn dormancy(&self) -> Option<f64> {
        None
    }

    /// Whether its members keep data that could be lost.
    fn keeps_data(&self) -> bool {
        false
    }

    /// Whether it copies what its members write, and says what becomes of it.
    fn tells_of_data(&self) -> bool {
        false
    }

    /// The actor of one trial, with everything up.
    fn control(&self, service: ServiceId, system: &System) -> Box<dyn Controller>;
}

/// One mechanism at work in one trial.
pub trait Controller: Send {
    /// Takes note of what has happened to its members in this round and acts on it.
    fn settle(&mut self, changes: &[Change], world: &mut World<'_>);

    /// Does what it is told, or says why not.
    fn obey(&mut self, _order: ServiceOrder, _world: &mut World<'_>) -> Answer {
        Answer::Refused("it knows no such order", None)
    }

    /// Follows the flows of its users to the present, which nothing else has changed.
    fn follow(&mut self, _world: &World<'_>) {}

    /// What observers may see of the service at the end of an instant.
    fn view(&self, world: &World<'_>) -> ServiceView;

    /// How much the member in `slot` carries at the end of an instant, in millionths; `None` when
    /// it does not serve.
    fn member_load(&self, slot: u32, view: &ServiceView) -> Option<u64>;

    /// The same as this instant began, where members may differ.
    fn member_load_before(&self, _slot: u32) -> Option<u64> {
        None
    }

    /// How far the service falls short of what is asked of it at present, and why.
    fn shortfall(&self, world: &World<'_>) -> Shortfall;

    /// Appends what distinguishes the present configuration of a member.
    fn configuration(&self, slot: u32, out: &mut Vec<u8>);

    /// Appends what distinguishes the present configuration of the whole, whichever member plays
    /// which role in it.
    fn whole_configuration(&self, _out: &mut Vec<u8>) {}

    /// The laws of what it awaits by itself, each with a number of its own: a walk forces them.
    fn pending(&self) -> Vec<(u32, &Law)> {
        Vec::new()
    }

    /// What it awaits under this number is over at this very instant; it acts when it settles.
    fn force(&mut self, _number: u32, _now: Time) {}

    /// Panics, in plain words, if the books do not balance.
    fn audit(&self, world: &World<'_>);

    /// A copy of this actor.
    fn duplicate(&self) -> Box<dyn Controller>;
}

/// What has happened to a member, as its mechanism hears it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// It is down, by truth: its sessions are cut.
    Down(u32),
    /// It is up again, by truth.
    Up(u32),
    /// Its checker's first observation of the failure has failed.
    Observed(u32),
    /// Its checker declares it down.
    Declared(u32),
    /// Its checker accepts it again.
    Accepted(u32),
    /// It is up and works better or worse than it did: its health is to be asked.
    Altered(u32),
    /// It is to be given no more work, and its users are to move: a drain begins.
    Drain(u32),
    /// Its last drain has ended.
    Return(u32),
    /// What its mechanism watches beside its members has changed: which of these.
    Aide(u32),
    /// Who reaches whom has changed.
    Reach,
    /// A transfer with this tag is complete.
    Carried(u32),
    /// The person whom it has asked has done by hand what it failed to do.
    Rescued,
}

/// Sees what has happened, at the end of every instant. It has no way to act.
pub trait Observer: Send {
    /// What it wants to hear of.
    fn interests(&self) -> Interests;

    /// Something has happened.
    fn happened(&mut self, _now: Time, _transition: &Transition, _system: &System) {}

    /// Something is lacked from now on for these failures; told to those who ask for strikes.
    fn explained(&mut self, _now: Time, _chain: ChainId, _failures: &[Named]) {}

    /// The users of one population over a stretch of time in which all flows were constant.
    fn stage(&mut self, _stage: &Stage<'_>) {}

    /// A service has changed; `loads` are read only by those who ask.
    fn service(
        &mut self,
        _now: Time,
        _service: ServiceId,
        _view: &ServiceView,
        _loads: &Loads<'_>,
    ) {
    }

    /// The trial is over.
    fn finish(&mut self, _now: Time) {}

    /// What was measured, as named figures.
    fn figures(&self, findings: &Findings<'_>, out: &mut Vec<Measured>);

    /// Lines of the story, or points of a course, for a trial that is told.
    fn told(&self) -> Told {
        Told::default()
    }

    /// A copy of this observer.
    fn duplicate(&self) -> Box<dyn Observer>;
}

/// What an observer wants to hear of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Interests {
    /// [`Observer::happened`].
    pub transitions: bool,
    /// [`Observer::stage`].
    pub stages: bool,
    /// [`Observer::service`].
    pub services: bool,
    /// [`Findings::struck_at`] and [`Observer::explained`].
    pub strikes: bool,
    /// [`Transition::Node`], among the transitions.
    pub nodes: bool,
}

/// What an observer may look up when it reports.
pub struct Findings<'a> {
    /// The system.
    pub system: &'a System,
    /// The chance of the trial: counts of open loads are drawn at the end.
    pub chance: Chance,
    /// How long the trial was watched.
    pub horizon: Span,
    pub(crate) chains: &'a Chains,
    pub(crate) strikes: Option<&'a BTreeMap<Cause, Time>>,
}

impl Findings<'_> {
    /// How much of a chain of causes is planned work.
    pub fn planned(&self, chain: ChainId) -> Planned {
        self.chains.planned(chain, self.system)
    }

    /// When a failure struck that something was lacked for.
    pub fn struck_at(&self, cause: Cause) -> Option<Time> {
        self.strikes?.get(&cause).copied()
    }

    /// The class of what triggered a chain of causes, in words.
    pub fn trigger_words(&self, chain: ChainId) -> String {
        self.chains.trigger_words(chain, self.system)
    }

    /// A chain of causes in words.
    pub fn words(&self, chain: ChainId) -> String {
        self.chains.words(chain, self.system)
    }
}

/// The loads of the members of a service, read lazily.
pub struct Loads<'a> {
    pub(crate) controller: &'a dyn Controller,
    pub(crate) view: &'a ServiceView,
}

impl Loads<'_> {
    /// How much the member in `slot` carries, in millionths; `None` when it does not serve.
    pub fn of(&self, slot: u32) -> Option<u64> {
        self.controller.member_load(slot, self.view)
    }

    /// The same as this instant began; `None` where loads change at instants only.
    pub fn before(&self, slot: u32) -> Option<u64> {
        self.controller.member_load_before(slot)
    }
}
