//! The state of one trial, in four parts: what is the case (configuration), how much (quantities),
//! when (clocks), and what has been counted (ledger).
//!
//! No transition reads the ledger. The configuration is finite and can be compared, so a walk over
//! all configurations can use the same handlers as a trial in time.

use super::beginning::Beginning;
use super::book::Book;
use super::chain::{Cause, Chains};
use super::clocks::{ClockGroup, Clocks, ModeClock, fixed_point};
use super::command::Command;
use super::complaints::Patience;
use super::copies::{DataClock, DataState};
use super::crews::CrewState;
use super::event::{Event, Kind};
use super::features::Features;
use super::fork::Fork;
use super::holds::Hold;
use super::hosts::Host;
use super::id::*;
use super::maintenance::{PlanState, TurnClock};
use super::needs::{GraceState, Start};
use super::order::Given;
use super::people::PersonState;
use super::port::{Change, Checker, Interests, Observer, Seen};
use super::reach::Reach;
use super::routing::Routing;
use super::runbook::{Kept, Run, Wish};
use super::shocks::ShockClock;
use super::spares::ShelfState;
use super::topology::System;
use super::transfers::Transfers;
use super::transition::Transition;
use super::view::Stage;
use crate::engine::Calendar;
use crate::quantity::{Span, Time};
use crate::random::{Chance, Purpose};
use std::collections::BTreeMap;

/// The state of one trial.
#[derive(Clone)]
pub struct World<'s> {
    pub(crate) system: &'s System,
    pub(crate) chance: Chance,
    /// Whether natural failures strike.
    pub(crate) random: bool,
    pub(crate) now: Time,
    pub(crate) calendar: Calendar,
    pub(crate) configuration: Configuration,
    /// The quantities: who is served where, by service.
    pub(crate) books: Vec<Book>,
    pub(crate) clocks: Clocks,
    /// Where users go for the roles they need.
    pub(crate) routing: Routing,
    /// Who reaches whom: it follows from the modes.
    pub(crate) reach: Reach,
    /// What is on its way over links.
    pub(crate) transfers: Transfers,
    pub(crate) ledger: Ledger,
    pub(crate) agenda: Agenda,
}

/// What is the case: finite and comparable.
#[derive(Clone)]
pub(crate) struct Configuration {
    /// By mode.
    pub modes: Vec<ModeState>,
    /// By node: reasons for which it is down.
    pub down: Vec<u32>,
    /// By service: members that are up.
    pub members_up: Vec<u32>,
    /// By service: why its mechanism keeps it out, if it does.
    pub holds: Vec<Option<Hold>>,
    /// By service: the slot of the member that leads, where one does.
    pub leaders: Vec<Option<u32>>,
    /// By crew.
    pub crews: Vec<CrewState>,
    /// By kind of spare unit.
    pub shelves: Vec<ShelfState>,
    /// By person.
    pub people: Vec<PersonState>,
    /// By runbook.
    pub runs: Vec<Run>,
    /// Runbooks whose step waits for what its service needs for changes.
    pub waiting_runs: Vec<RunbookId>,
    /// Orders of scripts that wait for that.
    pub kept_orders: Vec<Kept>,
    /// By plan of work.
    pub plans: Vec<PlanState>,
    /// By data.
    pub data: Vec<DataState>,
    /// By change: it has been rolled back since it was last begun.
    pub rolled_back: Vec<bool>,
    /// By change: the waves that have yet to come.
    pub waves_to_come: Vec<u32>,
    /// By node: checkers that believe it is down.
    pub believed_down: Vec<u32>,
    /// Drains in force, by member; members without one do not stand here.
    pub drains: BTreeMap<(ServiceId, u32), u32>,
    /// Modes whose repair waits for a notice, and for a switch.
    pub unnoticed: u32,
    pub unswitched: u32,
    /// Commands that wait for what they need, in the order in which they were given.
    pub kept: Vec<Command>,
    /// Members whose drain was refused and has yet to end.
    pub refused: Vec<(ServiceId, u32)>,
    /// By node, where anything needs something to start.
    pub starts: Vec<Start>,
    /// By need with a grace.
    pub graces: Vec<GraceState>,
    /// By node, where levels matter: reasons for which it is limited.
    pub limits: Vec<u32>,
    /// By service, where levels matter: members that work in full.
    pub members_full: Vec<u32>,
    /// By population: who serves it.
    pub hosts: Vec<Host>,
}

/// What is the case with one failure mode.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum ModeState {
    /// It has not struck.
    Sound,
    /// It has struck and nothing will ever repair it.
    Broken,
    /// It has struck for a time that a script fixes.
    Held,
    /// Nobody sees that it has struck.
    Hidden,
    /// Repair waits until somebody notices.
    Unnoticed,
    /// Repair waits until the mechanism has switched.
    Unswitched,
    /// Logistics before the repair.
    Logistics,
    /// Repair waits for a crew.
    Queued,
    /// It is being repaired.
    InRepair,
    /// Repair waits for a spare unit.
    WithoutSpare,
    /// Data are bad, and nobody knows: service goes on.
    Spoilt,
}

/// What has been counted. No transition reads it.
#[derive(Clone)]
pub(crate) struct Ledger {
    pub observers: Vec<Box<dyn Observer>>,
    /// Positions of those who listen to transitions, to stages and to services.
    pub told: Vec<usize>,
    pub staged: Vec<usize>,
    pub shown: Vec<usize>,
    /// Somebody asks for the truth of every node.
    pub tells_nodes: bool,
    pub chains: Chains,
    /// When what users or services have lacked for was struck; `None` where nobody asks.
    pub strikes: Option<BTreeMap<Cause, Time>>,
    /// Who lacks which feature.
    pub features: Features,
    /// Strikes and restorations so far.
    pub failures_and_repairs: u64,
    /// Recompute everything after every instant.
    pub audit: bool,
}

/// What is still to be done in this instant.
#[derive(Clone, Default)]
pub(crate) struct Agenda {
    /// Services with something to settle.
    pub touched: Vec<ServiceId>,
    /// By service: what its mechanism has yet to hear.
    pub services: Vec<Desk>,
    /// Services that have a checker.
    pub checkers: usize,
    /// Nodes whose state may have to be looked at anew (cyclic needs).
    pub restored: bool,
    /// A link has changed.
    pub relinked: bool,
    /// Nodes that may start.
    pub starts: Vec<NodeId>,
    /// Graces that have begun or ended, to be told of, and whether they were over.
    pub graces: Vec<(u32, bool)>,
    /// Copies and stores of data that have gone out of reach or come back.
    pub sources: Vec<(DataId, u32)>,
    /// Orders that have yet to be answered.
    pub orders: Vec<Given>,
    /// Routes of which something has changed.
    pub routes: Vec<RouteId>,
    /// Services that have settled, and serve all that is asked of them as they did before.
    pub settled: Vec<ServiceId>,
    /// The choices of this instant, in a walk.
    pub fork: Fork,
    /// Populations that may reach their host no more, or again.
    pub residents: Vec<PopulationId>,
    /// Populations whose host or level has changed.
    pub hosted: Vec<PopulationId>,
    /// Wants that more or fewer users may lack, to be told of.
    pub lacked: Vec<WantId>,
    /// What runbooks have to look at.
    pub runbooks: Vec<Wish>,
}

/// What one service has yet to hear in this instant.
#[derive(Clone, Default)]
pub(crate) struct Desk {
    pub touched: bool,
    /// It stands among those that this instant has changed.
    pub changed: bool,
    pub changes: Vec<Change>,
    /// Slots that look different to the checker.
    pub look: Vec<u32>,
    pub checker: Option<Box<dyn Checker>>,
    /// By slot: what it believes; kept only where it stands somewhere.
    pub believes: Vec<Seen>,
}

impl Ledger {
    /// Lets `observers` watch, each what it is interested in.
    pub(crate) fn seat(&mut self, observers: Vec<Box<dyn Observer>>) {
        let those = |who: fn(Interests) -> bool| {
            let all = observers.iter().enumerate();
            all.filter(|(_, o)| who(o.interests())).map(|(at, _)| at).collect()
        };
        self.told = those(|interests| interests.transitions);
        self.staged = those(|interests| interests.stages);
        self.shown = those(|interests| interests.services);
        let asked = observers.iter().any(|observer| observer.interests().strikes);
        self.strikes = asked.then(BTreeMap::new);
        self.tells_nodes = !those(|interests| interests.nodes).is_empty();
        self.observers = observers;
    }

    /// Whether somebody listens to transitions.
    #[inline]
    pub(crate) fn is_telling(&self) -> bool {
        !self.told.is_empty()
    }

    /// Whether somebody listens to stages.
    #[inline]
    pub(crate) fn is_staging(&self) -> bool {
        !self.staged.is_empty()
    }

    /// Hands a stretch of waiting to whoever listens.
    pub(crate) fn stage(&mut self, stage: &Stage<'_>) {
        let Self { observers, staged, features, .. } = self;
        let mut tell = |stage: &Stage<'_>| {
            for at in &*staged {
                observers[*at].stage(stage);
            }
        };
        tell(stage);
        if stage.from < stage.to {
            features.follow(stage, &mut tell);
        }
    }

    /// Tells who lacks a feature up to `now`.
    pub(crate) fn catch_up(&mut self, want: WantId, now: Time) {
        let Self { observers, staged, features, .. } = self;
        features.catch_up(want, now, &mut |stage| {
            for at in &*staged {
                observers[*at].stage(stage);
            }
        });
    }
}

impl Clone for Box<dyn Observer> {
    fn clone(&self) -> Self {
        self.duplicate()
    }
}

impl Clone for Box<dyn Checker> {
    fn clone(&self) -> Self {
        self.duplicate()
    }
}

impl<'s> World<'s> {
    /// A healthy world, so old at time zero where failures strike.
    pub(crate) fn new(
        system: &'s System,
        chance: Chance,
        random: bool,
        beginning: Beginning,
    ) -> Self {
        let modes = system.modes.len();
        let groups: Vec<ClockGroup> = system
            .groups
            .iter()
            .map(|group| ClockGroup::new(fixed_point(group.first_speed(system))))
            .collect();
        let grouped = if groups.is_empty() { 0 } else { modes };
        let minds = system.mode_specs.iter().any(|spec| spec.demand.is_some());
        let demands = if minds { system.nodes.len() } else { 0 };
        let mut world = Self {
            system,
            chance,
            random,
            now: Time::ZERO,
            calendar: Calendar::new(),
            configuration: Configuration {
                modes: vec![ModeState::Sound; modes],
                down: vec![0; system.nodes.len()],
                members_up: system.services.iter().map(|s| s.members.len() as u32).collect(),
                holds: vec![None; system.services.len()],
                leaders: system.services.iter().map(|service| Some(service.leader)).collect(),
                crews: vec![CrewState::default(); system.crews.len()],
                shelves: system.spares.iter().map(ShelfState::new).collect(),
                people: vec![PersonState::new(); system.people.len()],
                runs: system.runbooks.iter().map(Run::new).collect(),
                waiting_runs: Vec::new(),
                kept_orders: Vec::new(),
                plans: vec![PlanState::default(); system.plans.len()],
                data: vec![DataState::default(); system.data.len()],
                rolled_back: vec![false; system.changes.len()],
                waves_to_come: vec![0; system.changes.len()],
                believed_down: vec![0; system.nodes.len()],
                drains: BTreeMap::new(),
                unnoticed: 0,
                unswitched: 0,
                kept: Vec::new(),
                refused: Vec::new(),
                starts: vec![Start::Started; system.lesser.starts.len()],
                graces: vec![GraceState::Met; system.lesser.graces.len()],
                limits: if system.lesser.levels { vec![0; system.nodes.len()] } else { Vec::new() },
                members_full: match system.lesser.levels {
                    true => system.services.iter().map(|s| s.members.len() as u32).collect(),
                    false => Vec::new(),
                },
                hosts: system.populations.iter().map(|people| Host::at(people.home)).collect(),
            },
            books: system.services.iter().map(|service| Book::new(service, system)).collect(),
            clocks: Clocks {
                modes: vec![ModeClock::STOPPED; modes],
                virtual_due: vec![u128::MAX; grouped],
                groups,
                graces: vec![Time::NEVER; system.lesser.graces.len()],
                interrupted: BTreeMap::new(),
                turns: vec![
                    TurnClock::STOPPED;
                    system.plans.iter().map(|plan| plan.modes.len()).sum()
                ],
                demands: vec![0; demands],
                patience: vec![Patience::NEW; system.complaints.len()],
                data: system.data.iter().map(|d| DataClock::new(d.sources.len())).collect(),
                rollouts: vec![0; system.changes.len()],
                shocks: system.shocks.iter().map(|s| ShockClock::new(s.modes.len())).collect(),
            },
            routing: Routing::new(system),
            reach: Reach::new(&system.network),
            transfers: Transfers::default(),
            ledger: Ledger {
                observers: Vec::new(),
                told: Vec::new(),
                staged: Vec::new(),
                shown: Vec::new(),
                tells_nodes: false,
                chains: Chains::default(),
                strikes: None,
                features: Features::new(system),
                failures_and_repairs: 0,
                audit: false,
            },
            agenda: Agenda::default(),
        };
        world.agenda.services = system
            .services
            .iter()
            .map(|service| Desk {
                checker: service.detection.watch(service.members.len()),
                believes: match service.stands_somewhere() {
                    true => vec![Seen::Up; service.members.len()],
                    false => Vec::new(),
                },
                ..Desk::default()
            })
            .collect();
        let watched = world.agenda.services.iter().filter(|desk| desk.checker.is_some());
        world.agenda.checkers = watched.count();
        if random {
            world.begin(beginning);
        }
        world.schedule_turns();
        world.ask_for_sources();
        world
    }

    /// Whether `node` is up, by truth.
    #[inline]
    pub(crate) fn is_up(&self, node: NodeId) -> bool {
        self.configuration.down[node.at()] == 0
    }

    /// Something at this service has to be settled in this instant.
    #[inline]
    pub(crate) fn touch(&mut self, service: ServiceId) {
        let desk = &mut self.agenda.services[service.at()];
        if !desk.touched {
            desk.touched = true;
            self.agenda.touched.push(service);
        }
    }

    /// Tells whoever listens.
    #[inline]
    pub(crate) fn tell(&mut self, transition: Transition) {
        for at in &self.ledger.told {
            self.ledger.observers[*at].happened(self.now, &transition, self.system);
        }
    }

    /// Draws the next life of a mode and lets it age.
    pub(crate) fn begin_life(&mut self, mode: ModeId) {
        let entry = &self.system.modes[mode.at()];
        let spec = &self.system.mode_specs[entry.spec as usize];
        if let Some(life) = &spec.life {
            let strike = self.clocks.modes[mode.at()].strikes;
            let left = self.chance.span(life, entry.key, Purpose::Life, strike);
            if spec.always || self.configuration.down[entry.node.at()] == 0 {
                self.age(mode, spec.group, left);
            } else {
                self.clocks.modes[mode.at()].stop(left);
            }
        }
    }

    /// Lets `mode` age with `left` to go.
    #[inline]
    pub(crate) fn age(&mut self, mode: ModeId, group: Option<GroupId>, left: Span) {
        match group {
            None => {
                let due = self.now + left;
                self.clocks.modes[mode.at()].due = due;
                self.calendar.schedule(due, Event::rank(Kind::Strike, mode.0));
            }
            Some(group) => self.clocks.enter(mode, group, left, self.now, &mut self.calendar),
        }
    }

    /// Stops `mode` ageing, keeping what is left.
    pub(crate) fn pause(&mut self, mode: ModeId, group: Option<GroupId>) {
        let left = match group {
            // What is due in this very instant strikes with the others, whatever came first.
            None if self.clocks.modes[mode.at()].due == self.now => return,
            Some(group) if self.clocks.is_ripe(mode, group, self.now) => return,
            None => match std::mem::replace(&mut self.clocks.modes[mode.at()].due, Time::NEVER) {
                Time::NEVER => Span::FOREVER,
                due => due - self.now,
            },
            Some(group) => self.clocks.leave(mode, group, self.now),
        };
        self.clocks.modes[mode.at()].stop(left);
    }

    /// Lets a paused mode age again.
    pub(crate) fn resume(&mut self, mode: ModeId, group: Option<GroupId>) {
        let left = self.clocks.modes[mode.at()].left();
        self.clocks.modes[mode.at()].stop(Span::FOREVER);
        if !left.is_forever() {
            self.age(mode, group, left);
        }
    }

    /// Sets the speed of a clock group from what drives it.
    pub(crate) fn set_speed(&mut self, group: GroupId) {
        let spec = &self.system.groups[group.at()];
        let mut speed = 1.0;
        if let Some((node, up, down)) = spec.beside {
            speed *= if self.is_up(node) { up } else { down };
        }
        for role in &spec.roles {
            speed *= role.speed(self.leader(role.service));
        }
        for &(service, exponent) in &spec.cascade {
            let members = self.system.services[service.at()].members.len() as f64;
            let up = self.configuration.members_up[service.at()];
            // With nobody up nobody ages; the exponent is applied once, and rounded once.
            speed *= if up == 0 { 0.0 } else { libm::pow(members / f64::from(up), exponent) };
        }
        self.clocks.set_speed(group, fixed_point(speed), self.now, &mut self.calendar);
    }
}
