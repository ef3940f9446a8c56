//! A walk over the configurations of a system whose laws are all exponential.
//!
//! Each pending exponential event is forced in turn through the same handlers that a trial in time
//! uses; a configuration is what distinguishes the future. Nothing here is a second model.

use super::clocks::FULL_SPEED;
use super::id::{ModeId, ServiceId, ShelfId, ShockId};
use super::maintenance::Turns;
use super::people::Task;
use super::phase::Phase;
use super::topology::{Dependent, Service, System};
use super::trial::{Options, Trial};
use super::world::ModeState;
use crate::engine::Process;
use crate::quantity::{Span, Time};
use crate::random::{Chance, Law};

/// An exponential event that could happen next.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pending {
    what: What,
    /// How often it happens, per hour.
    pub rate_per_hour: f64,
}

/// What could happen next.
#[derive(Clone, Copy, PartialEq, Debug)]
enum What {
    /// A life, a logistics delay or a repair ends.
    Mode(ModeId),
    /// A shock takes these of the members it can take: one of its choices.
    Shock(ShockId, u32),
    /// Users complain.
    Complaint(u32),
    /// A turn of planned work comes.
    Turn(u32),
    /// One of the spare units in the depot comes back.
    Unit(ShelfId),
    /// A check of a (service, slot) pair is over.
    Check(u32),
    /// What a mechanism awaits by itself is over: which of it.
    Mechanism(ServiceId, u32),
}

/// Why a system has no walk, although each of its laws may be exponential.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotWalked {
    /// False alarms come in time, and are no configuration.
    #[error("a walk raises no false alarms, and the check of `{0}` does")]
    FalseAlarms(String),
    /// What a person notices, decides and does is no configuration.
    #[error("a walk follows nobody's decisions, and `{0}` asks a person")]
    Person(String),
    /// How far a runbook has come is no configuration.
    #[error("a walk follows no runbooks, and `{0}` is one")]
    Runbook(String),
}

impl<'s> Trial<'s> {
    /// A trial in which exponential spans never end by themselves.
    ///
    /// # Errors
    /// If something happens by itself in the system that a walk could not force.
    pub fn walk(system: &'s System) -> Result<Self, NotWalked> {
        for service in &system.services {
            let name = || service.name.clone();
            if service.detection.alarms() {
                return Err(NotWalked::FalseAlarms(name()));
            }
            if service.person.is_some() || service.mechanism.rescuer().is_some() {
                return Err(NotWalked::Person(name()));
            }
        }
        let mut runbooks = system.runbooks.iter();
        if let Some(runbook) = runbooks.find(|runbook| runbook.cause.is_some()) {
            return Err(NotWalked::Runbook(runbook.name.clone()));
        }
        let options = Options {
            chance: Chance::Walk,
            random: true,
            incident: None,
            horizon: Span::FOREVER,
            events: u64::MAX,
            audit: true,
        };
        Ok(Self::new(system, options))
    }

    /// The exponential events that could happen next, from the modes and what they wait for.
    pub fn pending(&self) -> Vec<Pending> {
        let world = &self.world;
        let hour = 3.6e9;
        let mut pending = Vec::new();
        for at in 0..world.system.modes.len() {
            let mode = ModeId(at as u32);
            let spec = world.system.spec(mode);
            let node = world.system.modes[at].node;
            let law = match world.configuration.modes[at] {
                ModeState::Sound if spec.always || world.is_up(node) => spec.life.as_ref(),
                ModeState::InRepair => spec.repair.as_ref().map(|repair| &repair.takes),
                ModeState::Logistics => spec.repair.as_ref().map(|repair| &repair.delay),
                _ => None,
            };
            let Some(mean) = law.and_then(|law| law.exponential_mean()) else { continue };
            let speed = match (world.configuration.modes[at], spec.group) {
                (ModeState::Sound, Some(group)) => {
                    world.clocks.groups[group.at()].speed as f64 / FULL_SPEED as f64
                }
                _ => 1.0,
            };
            if speed > 0.0 {
                let what = What::Mode(mode);
                pending.push(Pending { what, rate_per_hour: speed * hour / mean });
            }
        }
        for (at, mean) in world.pending_complaints() {
            let what = What::Complaint(at);
            pending.push(Pending { what, rate_per_hour: hour / mean });
        }
        for (at, shock) in world.system.shocks.iter().enumerate() {
            let mean = shock.life.as_ref().and_then(|life| life.exponential_mean());
            let Some(mean) = mean else { continue };
            for (set, likely) in world.shock_choices(at.into()) {
                let what = What::Shock(at.into(), set);
                pending.push(Pending { what, rate_per_hour: likely * hour / mean });
            }
        }
        for plan in &world.system.plans {
            let Turns::PerMember(law) = &plan.turns else { continue };
            let Some(mean) = law.exponential_mean() else { continue };
            let turns = plan.first_turn..plan.first_turn + plan.modes.len() as u32;
            pending.extend(
                turns.map(|turn| Pending { what: What::Turn(turn), rate_per_hour: hour / mean }),
            );
        }
        for (at, shelf) in world.configuration.shelves.iter().enumerate() {
            let law = &world.system.spares[at].turn_round;
            let (Some(mean), units @ 1..) = (law.exponential_mean(), shelf.depot.len()) else {
                continue;
            };
            let what = What::Unit(ShelfId::from(at));
            pending.push(Pending { what, rate_per_hour: units as f64 * hour / mean });
        }
        for (at, service) in world.system.services.iter().enumerate() {
            let mut push = |what, law: &Law| {
                if let Some(mean) = law.exponential_mean() {
                    pending.push(Pending { what, rate_per_hour: hour / mean });
                }
            };
            for (number, law) in self.controllers[at].pending() {
                push(What::Mechanism(at.into(), number), law);
            }
            let Some(checker) = &world.agenda.services[at].checker else { continue };
            for slot in 0..service.members.len() as u32 {
                if let Some(law) = checker.pending(slot) {
                    push(What::Check(service.first_pair + slot), law);
                }
            }
        }
        pending
    }

    /// Lets a pending event happen, and whatever follows from it within the same instant; of each
    /// choice, what is asked for happens ([`Trial::outcomes`] takes every branch).
    ///
    /// # Panics
    /// If a timer that is not exponential is left behind: such a system has no finite walk.
    pub fn force(&mut self, pending: &Pending) {
        let now = self.world.now;
        match pending.what {
            What::Mode(mode) => match self.world.configuration.modes[mode.at()] {
                ModeState::Sound => self.world.strike(mode),
                ModeState::Logistics => self.world.logistics_are_over(mode),
                _ => self.world.restore(mode),
            },
            What::Turn(turn) => self.world.turn_comes(turn),
            What::Unit(shelf) => self.world.unit_comes_back(shelf, 0),
            What::Check(pair) => self.world.check_is_over(pair),
            What::Mechanism(service, number) => {
                self.controllers[service.at()].force(number, now);
                self.world.touch(service);
            }
            What::Complaint(at) => self.world.complain(at),
            What::Shock(shock, set) => {
                let mut taken = self.world.in_reach(shock, None);
                let mut at = 0;
                taken.retain(|_| {
                    at += 1;
                    set == u32::MAX || set >> (at - 1) & 1 == 1
                });
                self.world.take_at_once(shock, &taken, None);
            }
        }
        self.settle(now);
        while let Some(rank) = self.world.calendar.take_at(now) {
            self.handle(now, rank);
            self.settle(now);
        }
        self.close(now);
        let left = self.world.calendar.next_time();
        assert!(left.is_none_or(|time| time == Time::NEVER), "every span of a walk is exponential");
    }

    /// What distinguishes the future. With `lumped`, members of one service that are alike in
    /// everything may change places.
    pub fn configuration(&self, lumped: bool) -> Vec<u8> {
        let world = &self.world;
        let mut out = Vec::new();
        let mut told = vec![false; world.system.nodes.len()];
        for (at, service) in world.system.services.iter().enumerate() {
            let mut members: Vec<Vec<u8>> = Vec::new();
            for (slot, node) in service.members.iter().enumerate() {
                let mut member = self.node_configuration(node.at());
                told[node.at()] = true;
                if let Some(checker) = &world.agenda.services[at].checker {
                    checker.configuration(slot as u32, &mut member);
                }
                self.controllers[at].configuration(slot as u32, &mut member);
                self.turn_configuration(service, slot as u32, &mut member);
                member.extend(world.drains(at.into(), slot as u32).to_le_bytes());
                members.push(member);
            }
            if lumped && interchangeable(world.system, at.into()) {
                members.sort_unstable();
            }
            out.extend(members.concat());
            self.controllers[at].whole_configuration(&mut out);
        }
        let commands = (&world.configuration.kept, &world.configuration.refused);
        if !commands.0.is_empty() || !commands.1.is_empty() {
            out.extend(format!("{commands:?}").bytes());
        }
        for shelf in &world.configuration.shelves {
            out.extend((shelf.depot.len() as u32).to_le_bytes());
        }
        for (at, told) in told.into_iter().enumerate() {
            if !told {
                out.extend(self.node_configuration(at));
            }
        }
        for route in &world.routing.routes {
            out.extend((route.best as u32).to_le_bytes());
        }
        out.extend(world.complaint_states());
        out
    }

    /// What those wait for whom a service does not serve; `None` while it serves.
    pub fn lack(&self, service: ServiceId) -> Option<Phase> {
        let shortfall = self.controllers[service.at()].shortfall(&self.world);
        (shortfall.failing.0 > 0).then_some(shortfall.phase)
    }

    /// The quantities: in a walk they must be a function of the configuration.
    pub fn quantities(&self) -> Vec<u64> {
        let books = self.world.books.iter();
        books.flat_map(|book| [book.totals.served, book.waiting(), book.totals.refused]).collect()
    }

    /// Whether the turn of a member waits, and after how many others; whether it is in work.
    fn turn_configuration(&self, service: &Service, slot: u32, out: &mut Vec<u8>) {
        for plan in &service.plans {
            let state = &self.world.configuration.plans[plan.at()];
            let place = state.place(slot);
            out.extend(place.map_or(u32::MAX, |place| place as u32).to_le_bytes());
            let busy = state.busy.iter().find(|busy| busy.slot == slot);
            out.push(busy.map_or(0, |busy| 1 + u8::from(busy.draining)));
        }
    }

    fn node_configuration(&self, node: usize) -> Vec<u8> {
        let world = &self.world;
        let mut out = vec![u8::from(world.configuration.down[node] == 0)];
        for mode in world.system.modes_of(node.into()) {
            out.push(world.configuration.modes[mode.at()] as u8);
            for crew in &world.configuration.crews {
                let place = crew.queue.iter().position(|other| *other == mode);
                out.extend(place.map_or(u32::MAX, |place| place as u32).to_le_bytes());
                // Of equals the one that has begun last is interrupted.
                let place = crew.at_work.iter().position(|other| *other == mode);
                out.push(place.map_or(u8::MAX, |place| place as u8));
            }
            for person in &world.configuration.people {
                let place = person.queue.iter().position(|task| *task == Task::Repair(mode));
                out.extend(place.map_or(u32::MAX, |place| place as u32).to_le_bytes());
            }
            for shelf in &world.configuration.shelves {
                let place = shelf.queue.iter().position(|other| *other == mode);
                out.extend(place.map_or(u32::MAX, |place| place as u32).to_le_bytes());
            }
        }
        out.extend(world.configuration.starts.get(node).map(|start| *start as u8));
        let graces = world.system.graces_of(node.into());
        out.extend(graces.map(|(at, _)| world.configuration.graces[at] as u8));
        out
    }
}

impl Clone for Trial<'_> {
    fn clone(&self) -> Self {
        self.duplicate()
    }
}

/// Members of one kind that nothing else depends on.
fn interchangeable(system: &System, service: ServiceId) -> bool {
    let members = &system.services[service.at()].members;
    let first = &system.nodes[members[0].at()];
    members.iter().all(|member| {
        let node = &system.nodes[member.at()];
        let dependents = &system.dependents[system.dependents_of(*member)];
        node.label == first.label
            && node.place == first.place
            && dependents.iter().all(|d| matches!(d, Dependent::Member(to, _) if *to == service))
    })
}
