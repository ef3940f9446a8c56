//! What is noticed: each service's checker looks at its members, and what it comes to believe
//! goes to the mechanism and to whoever waits for a repair.

use super::blueprint::ModeKind;
use super::chain::Cause;
use super::event::{Event, Kind};
use super::id::{ModeId, NodeId, ServiceId};
use super::people::Task;
use super::port::{Ask, Change, Odds, Outlook, Seen};
use super::transition::Transition;
use super::world::{ModeState, World};
use crate::random::{Purpose, key_of_pair};

impl World<'_> {
    /// How `node` looks from outside.
    pub(crate) fn seen(&self, node: NodeId) -> Seen {
        if self.is_up(node) {
            return Seen::Up;
        }
        let place = self.system.nodes[node.at()].place;
        if place.is_some_and(|place| !self.is_up(place)) {
            return Seen::Silent;
        }
        let failed = |kind: ModeKind| {
            let struck = |mode: ModeId| self.configuration.modes[mode.at()] != ModeState::Sound;
            self.system.modes_of(node).any(|m| struck(m) && self.system.spec(m).kind == kind)
        };
        // A dead process refuses, whatever else; a hung one is silent even about what it lacks.
        if !failed(ModeKind::Crash) && failed(ModeKind::Hang) {
            Seen::Silent
        } else if self.is_hidden(node) {
            Seen::Up
        } else {
            Seen::Refusing
        }
    }

    /// Lets the checkers look at whatever has changed in this instant so far.
    #[inline]
    pub(crate) fn look(&mut self) {
        if self.agenda.checkers > 0 || self.configuration.unnoticed > 0 {
            self.look_at_touched();
        }
    }

    #[inline(never)]
    fn look_at_touched(&mut self) {
        for at in 0..self.agenda.touched.len() {
            let service = self.agenda.touched[at];
            let desk = &mut self.agenda.services[service.at()];
            if desk.checker.is_none() {
                let pairs = self.system.services[service.at()].mechanism.pairs_members();
                if self.configuration.unnoticed > 0 && !pairs {
                    self.follow_at_once(service);
                }
                continue;
            }
            let mut look = std::mem::take(&mut desk.look);
            if !look.is_empty() && self.system.services[service.at()].mechanism.pairs_members() {
                // Who watches has changed with whom it is watched by.
                look.clear();
                look.extend([0, 1]);
            }
            for slot in look.drain(..) {
                if self.is_blind(service, slot) {
                    self.see_nothing(service, slot);
                    continue;
                }
                let node = self.system.services[service.at()].members[slot as usize];
                let seen = self.looks(service, slot);
                let sees = self.sees(service, slot, seen);
                self.ask(service, slot, node, |checker, slot, odds| {
                    checker.changed(slot, seen, Odds { sees, ..odds })
                });
            }
            self.agenda.services[service.at()].look = look;
        }
    }

    /// Whether a checker that may miss a failure sees the one that begins now.
    fn sees(&mut self, service: ServiceId, slot: u32, seen: Seen) -> bool {
        let checker = self.agenda.services[service.at()].checker.as_ref();
        let Some((p, ordinal)) = checker.and_then(|checker| checker.coverage(slot, seen)) else {
            return true;
        };
        let node = self.system.services[service.at()].members[slot as usize];
        let owner = self.odds(service, node).owner;
        self.happens(p, owner, Purpose::Coverage, ordinal)
    }

    /// What a checker stands on is down: it sees nothing, and its belief stands.
    #[cold]
    fn see_nothing(&mut self, service: ServiceId, slot: u32) {
        let node = self.system.services[service.at()].members[slot as usize];
        let believes = self.agenda.services[service.at()].believes[slot as usize];
        self.ask(service, slot, node, |checker, slot, odds| checker.blinded(slot, believes, odds));
    }

    /// How a member looks to the checker of a service that watches it.
    fn looks(&self, service: ServiceId, slot: u32) -> Seen {
        let node = self.system.services[service.at()].members[slot as usize];
        self.seen_from(self.system.standpoint(service, slot), node)
    }

    /// Without a checker everybody knows at once.
    fn follow_at_once(&mut self, service: ServiceId) {
        for at in 0..self.agenda.services[service.at()].changes.len() {
            if let Change::Down(slot) = self.agenda.services[service.at()].changes[at] {
                // A member's own failure has called its repair itself; a place or need has not.
                let node = self.system.services[service.at()].members[slot as usize];
                if !self.is_hidden(node) {
                    self.noticed(node);
                }
            }
        }
    }

    /// The checkers that raise false alarms begin to.
    pub(super) fn await_alarms(&mut self) {
        for at in 0..self.system.services.len() {
            let service = &self.system.services[at];
            if !service.detection.alarms() {
                continue;
            }
            for (slot, member) in service.members.iter().enumerate() {
                let odds = self.odds(at.into(), *member);
                let Some(checker) = &mut self.agenda.services[at].checker else { continue };
                if let Some(next) = checker.start(slot as u32, odds) {
                    let pair = service.first_pair + slot as u32;
                    self.calendar.schedule(next, Event::rank(Kind::Check, pair));
                }
            }
        }
    }

    /// A script raises a false alarm about a member, if it is up.
    pub(crate) fn alarm(&mut self, service: ServiceId, slot: u32) {
        let node = self.system.services[service.at()].members[slot as usize];
        if self.looks(service, slot) == Seen::Up && !self.is_blind(service, slot) {
            self.ask(service, slot, node, |checker, slot, odds| checker.alarm(slot, odds));
        }
    }

    /// Somebody tells a checker that a member is down.
    pub(super) fn tell_checker(&mut self, service: ServiceId, slot: u32) {
        let node = self.system.services[service.at()].members[slot as usize];
        if !self.is_blind(service, slot) {
            self.ask(service, slot, node, |checker, slot, odds| checker.told(slot, odds));
        }
    }

    /// What a checker may know of a target.
    fn odds(&self, service: ServiceId, node: NodeId) -> Odds {
        let (watcher, target) =
            (&self.system.services[service.at()], &self.system.nodes[node.at()]);
        let owner = key_of_pair(watcher.key, target.key);
        Odds { now: self.now, chance: self.chance, owner, sees: true }
    }

    /// A member that is up is declared down: notes the false alarm behind it.
    fn note_alarm(&mut self, node: NodeId) -> bool {
        let mut modes = self.system.modes_of(node);
        let alarm = modes.find(|mode| self.system.spec(*mode).kind == ModeKind::FalseAlarm);
        if let Some(mode) = alarm {
            self.clocks.modes[mode.at()].strike(self.now);
        }
        alarm.is_some()
    }

    /// The false alarm by which a member that is up has been declared down in this instant.
    pub(crate) fn alarm_cause(&self, node: NodeId) -> Option<Cause> {
        let mut modes = self.system.modes_of(node);
        let alarm = modes.find(|mode| {
            let clock = &self.clocks.modes[mode.at()];
            let is_alarm = self.system.spec(*mode).kind == ModeKind::FalseAlarm;
            is_alarm && clock.strikes > 0 && clock.since() == self.now
        })?;
        Some(self.cause(alarm))
    }

    /// A time that a checker asked for has come.
    pub(crate) fn check(&mut self, pair: u32) {
        let (service, slot) = self.system.pair(pair);
        let node = self.system.services[service.at()].members[slot as usize];
        self.ask(service, slot, node, |checker, slot, odds| checker.due(slot, odds));
    }

    /// What a checker awaits is over: a walk has forced it.
    pub(crate) fn check_is_over(&mut self, pair: u32) {
        let (service, slot) = self.system.pair(pair);
        let node = self.system.services[service.at()].members[slot as usize];
        self.ask(service, slot, node, |checker, slot, odds| checker.force(slot, odds));
    }

    /// A person has acted on the failure of a watched member; whether it was declared down.
    pub(super) fn person_has_acted(&mut self, pair: u32) -> bool {
        let (service, slot) = self.system.pair(pair);
        let node = self.system.services[service.at()].members[slot as usize];
        let before = self.configuration.believed_down[node.at()];
        self.ask(service, slot, node, |checker, slot, odds| checker.acted(slot, odds));
        self.configuration.believed_down[node.at()] > before
    }

    fn ask(
        &mut self,
        service: ServiceId,
        slot: u32,
        node: NodeId,
        question: impl FnOnce(&mut dyn super::port::Checker, u32, Odds) -> Outlook,
    ) {
        let odds = self.odds(service, node);
        let desk = &mut self.agenda.services[service.at()];
        let Some(checker) = &mut desk.checker else { return };
        let outlook = question(checker.as_mut(), slot, odds);
        if outlook.observed {
            desk.changes.push(Change::Observed(slot));
        }
        if let Some(next) = outlook.next {
            let pair = self.system.services[service.at()].first_pair + slot;
            self.calendar.schedule(next, Event::rank(Kind::Check, pair));
        }
        if let Some(next) = outlook.next_alarm {
            let pair = self.system.services[service.at()].first_pair + slot;
            self.calendar.schedule(next, Event::rank(Kind::Check, pair));
        }
        if let (Some(up), Some(believes)) =
            (outlook.believed, self.agenda.services[service.at()].believes.get_mut(slot as usize))
        {
            *believes = if up { Seen::Up } else { Seen::Refusing };
        }
        match outlook.believed {
            Some(true) => {
                self.agenda.services[service.at()].changes.push(Change::Accepted(slot));
                self.configuration.believed_down[node.at()] -= 1;
                self.tell(Transition::Accepted { service, slot });
            }
            Some(false) => {
                self.agenda.services[service.at()].changes.push(Change::Declared(slot));
                self.configuration.believed_down[node.at()] += 1;
                if self.looks(service, slot) == Seen::Up && self.note_alarm(node) {
                    self.tell(Transition::FalseAlarm { service, slot });
                } else {
                    self.tell(Transition::Declared { service, slot });
                }
            }
            None => {}
        }
        if outlook.observed || outlook.believed.is_some() {
            self.touch(service);
        }
        if outlook.ask != Ask::Nobody
            && let Some(person) = self.system.services[service.at()].person
        {
            let pair = self.system.services[service.at()].first_pair + slot;
            match outlook.ask {
                Ask::Person(ordinal) => self.ask_person(person, Task::Failure { pair, ordinal }),
                _ => self.drop_failure(person, pair),
            }
        }
        if outlook.noticed {
            self.noticed(node);
        }
    }
}
