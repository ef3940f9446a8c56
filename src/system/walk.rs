//! A walk over the configurations of a system whose laws are all exponential.
//!
//! Each pending exponential event is forced in turn through the same handlers that a trial in time
//! uses; a configuration is what distinguishes the future. Nothing here is a second model.

use super::clocks::FULL_SPEED;
use super::id::{ModeId, ServiceId, ShockId};
use super::topology::{Dependent, System};
use super::trial::{Options, Trial};
use super::world::ModeState;
use crate::engine::Process;
use crate::quantity::{Span, Time};
use crate::random::Chance;

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
}

impl<'s> Trial<'s> {
    /// A trial in which exponential spans never end by themselves.
    pub fn walk(system: &'s System) -> Self {
        let options = Options {
            chance: Chance::Walk,
            random: true,
            incident: None,
            horizon: Span::FOREVER,
            events: u64::MAX,
            audit: true,
        };
        Self::new(system, options)
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
        pending
    }

    /// Lets a pending event happen, and whatever follows from it within the same instant.
    ///
    /// # Panics
    /// If a timer that is not exponential is left behind: such a system has no finite walk.
    pub fn force(&mut self, pending: &Pending) {
        let now = self.world.now;
        match pending.what {
            What::Mode(mode) => match self.world.configuration.modes[mode.at()] {
                ModeState::Sound => self.world.strike(mode),
                ModeState::Logistics => self.world.ask_crew(mode),
                _ => self.world.restore(mode),
            },
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
                member.extend(world.drains(at.into(), slot as u32).to_le_bytes());
                members.push(member);
            }
            if lumped && interchangeable(world.system, at.into()) {
                members.sort_unstable();
            }
            out.extend(members.concat());
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

    /// The quantities: in a walk they must be a function of the configuration.
    pub fn quantities(&self) -> Vec<u64> {
        let books = self.world.books.iter();
        books.flat_map(|book| [book.totals.served, book.waiting(), book.totals.refused]).collect()
    }

    fn node_configuration(&self, node: usize) -> Vec<u8> {
        let world = &self.world;
        let mut out = vec![u8::from(world.configuration.down[node] == 0)];
        for mode in world.system.modes_of(node.into()) {
            out.push(world.configuration.modes[mode.at()] as u8);
            for crew in &world.configuration.crews {
                let place = crew.queue.iter().position(|other| *other == mode);
                out.extend(place.map_or(u32::MAX, |place| place as u32).to_le_bytes());
            }
        }
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
