//! Latent failures: down by truth and seen by nobody, until a test finds them, a demand needs what
//! has failed, users complain, or somebody looks at the part for another failure.
//!
//! A test costs nothing while all is well: when it comes next is asked when something has failed.

use super::blueprint::{ModeKind, TestTimes};
use super::event::{Event, Kind};
use super::id::{ModeId, NodeId, ServiceId};
use super::port::Change;
use super::topology::{Dependent, System};
use super::transition::{Finding, Transition};
use super::world::{ModeState, World};
use crate::quantity::Time;
use crate::random::Purpose;

impl TestTimes {
    /// The first test at or after `now`.
    pub(crate) fn next(self, now: Time) -> Time {
        if now <= self.first {
            return self.first;
        }
        let passed = (now - self.first).micros().div_ceil(self.every.micros());
        self.first + self.every.times(passed)
    }
}

impl System {
    /// Whether a call to take over can show something at `node`.
    pub(crate) fn minds_demand(&self, node: NodeId) -> bool {
        self.modes_of(node).any(|mode| {
            let spec = self.spec(mode);
            spec.kind == ModeKind::Latent || spec.demand.is_some()
        })
    }
}

impl World<'_> {
    /// A latent failure has struck: it waits for its test, if there is one.
    pub(super) fn hide(&mut self, mode: ModeId) {
        self.configuration.modes[mode.at()] = ModeState::Hidden;
        self.configuration.unnoticed += 1;
        if let Some(test) = self.system.spec(mode).test {
            let due = test.next(self.now);
            self.clocks.modes[mode.at()].due = due;
            self.calendar.schedule(due, Event::rank(Kind::Test, mode.0));
        }
    }

    /// Whether nothing but hidden failures keeps `node` down.
    #[inline]
    pub(crate) fn is_hidden(&self, node: NodeId) -> bool {
        self.system.has_latent && self.counts_hidden(node)
    }

    fn counts_hidden(&self, node: NodeId) -> bool {
        let down = self.configuration.down[node.at()];
        let hidden = |mode: &ModeId| match self.configuration.modes[mode.at()] {
            ModeState::Hidden => true,
            // A script that says how long says that nobody finds it earlier.
            ModeState::Held => self.system.spec(*mode).kind == ModeKind::Latent,
            _ => false,
        };
        let stopped = u32::from(self.has_stopped(node));
        let hidden = self.system.modes_of(node).filter(hidden).count() as u32;
        hidden > 0 && hidden + stopped == down
    }

    /// A test comes upon a hidden failure.
    pub(crate) fn test(&mut self, mode: ModeId) {
        self.find(mode, Finding::Test);
    }

    /// Somebody knows of a hidden failure now, and its repair is called.
    pub(crate) fn find(&mut self, mode: ModeId, by: Finding) {
        let node = self.system.modes[mode.at()].node;
        self.uncover(mode, by);
        self.begin_repair(mode);
        self.take_out(node);
    }

    /// A hidden failure shows itself from now on.
    fn uncover(&mut self, mode: ModeId, by: Finding) {
        let node = self.system.modes[mode.at()].node;
        self.stop_waiting(ModeState::Hidden);
        self.configuration.modes[mode.at()] = ModeState::Broken;
        self.clocks.modes[mode.at()].due = Time::NEVER;
        self.tell(Transition::Found { node, by });
    }

    /// Whoever watches `node` looks at it anew; where beliefs follow at once, so they do.
    fn take_out(&mut self, node: NodeId) {
        for at in self.system.dependents_of(node) {
            let Dependent::Member(service, slot) = self.system.dependent(node, at) else {
                continue;
            };
            let desk = &mut self.agenda.services[service.at()];
            match desk.checker.is_some() {
                true => desk.look.push(slot),
                false => desk.changes.push(Change::Declared(slot)),
            }
            self.touch(service);
        }
    }

    /// A member is called to take over: what is wrong with it will show, in a further round of
    /// this instant.
    pub(crate) fn call_on(&mut self, service: ServiceId, slot: u32) {
        let node = self.system.services[service.at()].members[slot as usize];
        if self.system.minds_demand(node) {
            let pair = self.system.services[service.at()].first_pair + slot;
            self.calendar.schedule(self.now, Event::rank(Kind::Demand, pair));
        }
    }

    /// A member called to take over finds out whether it can: a hidden failure becomes a visible
    /// one, with the detection and repair of any other, and it may fail in taking over.
    pub(crate) fn demanded(&mut self, pair: u32) {
        let (service, slot) = self.system.pair(pair);
        let node = self.system.services[service.at()].members[slot as usize];
        for mode in self.system.modes_of(node) {
            if self.configuration.modes[mode.at()] == ModeState::Hidden {
                self.uncover(mode, Finding::Demand);
                self.take_out(node);
                self.call_repair(mode, node);
            }
        }
        let fails = self.system.modes_of(node).find(|m| self.system.spec(*m).demand.is_some());
        let Some(mode) = fails else { return };
        let count = &mut self.clocks.demands[node.at()];
        let ordinal = *count;
        *count += 1;
        let owner = self.system.nodes[node.at()].key;
        let demand = self.system.spec(mode).demand;
        let fails =
            demand.is_some_and(|fails| self.happens(fails, owner, Purpose::Demand, ordinal));
        if fails && self.is_up(node) {
            self.fail(mode, None);
        }
    }
}
