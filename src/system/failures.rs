//! Strikes and restorations, and the repairs between them.

use super::blueprint::Starts;
use super::event::{Event, Kind};
use super::id::{CrewId, ModeId, NodeId};
use super::topology::{Deed, Dependent, ScriptEvent};
use super::transition::Transition;
use super::world::{ModeState, World};
use crate::quantity::{Span, Time};
use crate::random::Purpose;

impl World<'_> {
    /// A life has ended.
    pub(crate) fn strike(&mut self, mode: ModeId) {
        self.fail(mode, None);
    }

    /// A line of a script acts.
    pub(crate) fn act(&mut self, event: &ScriptEvent) {
        match event.deed {
            Deed::Restore(node) => self.restore_all(node),
            Deed::Break(mode) => {
                let node = self.system.modes[mode.at()].node;
                match (self.configuration.modes[mode.at()], event.until) {
                    (ModeState::Sound, until) => self.break_by_script(mode, node, until),
                    // Broken again for longer: the failure goes on, its age is kept.
                    (ModeState::Held, Some(until)) if until > self.clocks.modes[mode.at()].due => {
                        self.clocks.modes[mode.at()].due = until;
                        self.calendar.schedule(until, Event::rank(Kind::Restore, mode.0));
                        self.tell(Transition::AlreadyDown { node });
                    }
                    _ => self.tell(Transition::AlreadyDown { node }),
                }
            }
        }
    }

    fn break_by_script(&mut self, mode: ModeId, node: NodeId, until: Option<Time>) {
        let kind = self.system.spec(mode).kind;
        let same = |other: &ModeId| {
            self.system.spec(*other).kind == kind
                && self.configuration.modes[other.at()] != ModeState::Sound
        };
        // What is broken in this way already is under repair already.
        if until.is_none() && self.system.modes_of(node).any(|other| same(&other)) {
            self.tell(Transition::AlreadyDown { node });
        } else {
            self.fail(mode, until);
        }
    }

    fn fail(&mut self, mode: ModeId, until: Option<Time>) {
        let node = self.system.modes[mode.at()].node;
        self.clocks.modes[mode.at()].strike(self.now);
        self.ledger.failures_and_repairs += 1;
        if self.ledger.is_telling() {
            let class = self.system.spec(mode).class;
            self.tell(Transition::Failed { mode, node, class });
        }
        self.configuration.modes[mode.at()] = ModeState::Broken;
        self.add_reason(node);
        match until {
            Some(until) => {
                self.configuration.modes[mode.at()] = ModeState::Held;
                self.clocks.modes[mode.at()].due = until;
                self.calendar.schedule(until, Event::rank(Kind::Restore, mode.0));
            }
            None => self.call_repair(mode, node),
        }
    }

    /// Starts the repair of a failure, or says what it waits for.
    fn call_repair(&mut self, mode: ModeId, node: NodeId) {
        let Some(repair) = &self.system.spec(mode).repair else { return };
        let entry = &self.system.links[node.at()];
        let known = entry.at_once || self.configuration.believed_down[node.at()] > 0;
        let waits = match repair.starts {
            Starts::Noticed => entry.watched && !known,
            Starts::AfterSwitch => entry.watched,
            Starts::Failure => false,
        };
        match repair.starts {
            _ if !waits || self.is_missed_already(node) => self.begin_repair(mode),
            Starts::Noticed => {
                self.configuration.modes[mode.at()] = ModeState::Unnoticed;
                self.configuration.unnoticed += 1;
            }
            Starts::AfterSwitch | Starts::Failure => {
                self.configuration.modes[mode.at()] = ModeState::Unswitched;
                self.configuration.unswitched += 1;
            }
        }
    }

    /// Whether `node`, or what cannot run without it, was down already and somebody knew: nothing
    /// new will be noticed or switched on which a repair could wait.
    fn is_missed_already(&self, node: NodeId) -> bool {
        let mut open = vec![node];
        let mut seen = Vec::new();
        while let Some(node) = open.pop() {
            if seen.contains(&node) {
                continue;
            }
            seen.push(node);
            let before = self.configuration.down[node.at()] > 1;
            let at_once = self.system.links[node.at()].at_once && before;
            if at_once || self.configuration.believed_down[node.at()] > 0 {
                return true;
            }
            for at in self.system.dependents_of(node) {
                if let Dependent::Need(other) = self.system.dependents[at] {
                    open.push(other);
                }
            }
        }
        false
    }

    /// Somebody knows now that `node` is down: its repair is called, and that of whatever keeps
    /// it down.
    pub(crate) fn noticed(&mut self, node: NodeId) {
        if self.configuration.unnoticed > 0 {
            self.advance_repairs(node, ModeState::Unnoticed);
        }
    }

    /// The work of `node` has been moved elsewhere: repairs that waited for that begin.
    pub(crate) fn switched(&mut self, node: NodeId) {
        self.advance_repairs(node, ModeState::Unswitched);
    }

    fn advance_repairs(&mut self, node: NodeId, from: ModeState) {
        let mut open = vec![node];
        let mut seen = Vec::new();
        while let Some(node) = open.pop() {
            if self.is_up(node) || seen.contains(&node) {
                continue;
            }
            seen.push(node);
            for mode in self.system.modes_of(node) {
                if self.configuration.modes[mode.at()] == from {
                    self.stop_waiting(from);
                    self.begin_repair(mode);
                }
            }
            open.extend(self.system.nodes[node.at()].place);
            open.extend(&self.system.needs[node.at()]);
        }
    }

    /// A mode leaves `state`: keeps the counts of those that wait.
    fn stop_waiting(&mut self, state: ModeState) {
        match state {
            ModeState::Unnoticed => self.configuration.unnoticed -= 1,
            ModeState::Unswitched => self.configuration.unswitched -= 1,
            _ => {}
        }
    }

    fn begin_repair(&mut self, mode: ModeId) {
        let entry = self.system.modes[mode.at()];
        let Some(repair) = &self.system.mode_specs[entry.spec as usize].repair else { return };
        let ordinal = self.clocks.modes[mode.at()].strikes;
        let delay = self.chance.span(&repair.delay, entry.key, Purpose::Logistics, ordinal);
        if delay == Span::ZERO {
            self.ask_crew(mode);
        } else {
            self.configuration.modes[mode.at()] = ModeState::Logistics;
            self.clocks.modes[mode.at()].due = self.now + delay;
            self.calendar.schedule(self.now + delay, Event::rank(Kind::Logistics, mode.0));
        }
    }

    /// The logistics of a repair are over.
    pub(crate) fn ask_crew(&mut self, mode: ModeId) {
        let repair = self.system.spec(mode).repair.as_ref();
        let crew = repair.and_then(|repair| repair.crew).map(CrewId::from);
        if let Some(crew) = crew {
            let size = self.system.crews[crew.at()].size;
            let state = &mut self.configuration.crews[crew.at()];
            if state.busy >= size {
                state.queue.push_back(mode);
                self.configuration.modes[mode.at()] = ModeState::Queued;
                return;
            }
            state.busy += 1;
        }
        self.work(mode);
    }

    fn work(&mut self, mode: ModeId) {
        let entry = self.system.modes[mode.at()];
        let Some(repair) = &self.system.mode_specs[entry.spec as usize].repair else { return };
        let ordinal = self.clocks.modes[mode.at()].strikes;
        let takes = self.chance.span(&repair.takes, entry.key, Purpose::Repair, ordinal);
        let due = self.now + takes;
        self.configuration.modes[mode.at()] = ModeState::InRepair;
        self.clocks.modes[mode.at()].due = due;
        self.calendar.schedule(due, Event::rank(Kind::Restore, mode.0));
        if self.ledger.is_telling() {
            self.tell(Transition::RepairBegins { node: entry.node });
        }
    }

    /// A failure is over: its crew goes to the next job, the mode begins a new life.
    pub(crate) fn restore(&mut self, mode: ModeId) {
        let node = self.system.modes[mode.at()].node;
        let state = std::mem::replace(&mut self.configuration.modes[mode.at()], ModeState::Sound);
        self.stop_waiting(state);
        self.clocks.modes[mode.at()].restore();
        self.ledger.failures_and_repairs += 1;
        let repair = self.system.spec(mode).repair.as_ref();
        if let Some(crew) = repair.and_then(|repair| repair.crew).map(CrewId::from) {
            match state {
                ModeState::InRepair => self.free(crew),
                ModeState::Queued => {
                    self.configuration.crews[crew.at()].queue.retain(|other| *other != mode);
                }
                _ => {}
            }
        }
        self.agenda.restored = true;
        self.take_reason(node);
        if self.random {
            self.begin_life(mode);
        }
        if self.ledger.is_telling() {
            self.tell(Transition::Restored { node, up: self.is_up(node) });
        }
    }

    /// A crew has a hand free.
    fn free(&mut self, crew: CrewId) {
        let state = &mut self.configuration.crews[crew.at()];
        match state.queue.pop_front() {
            Some(next) => self.work(next),
            None => state.busy -= 1,
        }
    }

    /// Everything that has failed at `node` is put right.
    fn restore_all(&mut self, node: NodeId) {
        for mode in self.system.modes_of(node) {
            if self.configuration.modes[mode.at()] != ModeState::Sound {
                self.restore(mode);
            }
        }
    }

    /// The youngest failure that keeps `node` down: its own, its place's, or that of a need.
    pub(crate) fn root(&self, node: NodeId) -> Option<ModeId> {
        let system = self.system;
        let place = system.nodes[node.at()].place;
        let alone = system.nodes[node.at()].service.is_none()
            && system.needs[node.at()].is_empty()
            && place.is_none_or(|place| self.is_up(place));
        if alone {
            return self.youngest(system.modes_of(node));
        }
        let mut open = vec![node];
        let mut seen = Vec::new();
        let mut failed = Vec::new();
        while let Some(node) = open.pop() {
            if self.is_up(node) || seen.contains(&node) {
                continue;
            }
            seen.push(node);
            let struck = |mode: &ModeId| self.configuration.modes[mode.at()] != ModeState::Sound;
            failed.extend(self.system.modes_of(node).filter(struck));
            open.extend(self.system.nodes[node.at()].place);
            open.extend(&self.system.needs[node.at()]);
            if let Some(service) = self.system.service_of(node) {
                open.extend(&self.system.services[service.at()].members);
            }
        }
        self.youngest(failed.into_iter())
    }

    /// Of `modes`, the one that has struck last and is not restored.
    fn youngest(&self, modes: impl Iterator<Item = ModeId>) -> Option<ModeId> {
        modes
            .filter(|mode| self.configuration.modes[mode.at()] != ModeState::Sound)
            .max_by_key(|mode| (self.clocks.modes[mode.at()].since(), *mode))
    }
}
