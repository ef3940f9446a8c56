//! Repairs: what they wait for (a notice, a switch, logistics, a crew), and the work itself.

use super::blueprint::{ModeKind, Starts};
use super::event::{Event, Kind};
use super::id::{CrewId, ModeId, NodeId};
use super::people::Task;
use super::topology::Dependent;
use super::transition::{Finding, Transition};
use super::world::{ModeState, World};
use crate::quantity::Span;
use crate::random::Purpose;

impl World<'_> {
    /// Starts the repair of a failure, or says what it waits for.
    #[inline]
    pub(super) fn call_repair(&mut self, mode: ModeId, node: NodeId) {
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
                let state = self.configuration.modes[mode.at()];
                if state == from {
                    self.stop_waiting(from);
                    self.begin_repair(mode);
                } else if state == ModeState::Hidden && from == ModeState::Unnoticed {
                    // Whoever looks for one failure finds the others.
                    self.find(mode, Finding::Look);
                }
            }
            open.extend(self.system.nodes[node.at()].place);
            open.extend(&self.system.needs[node.at()]);
        }
    }

    /// A mode leaves `state`: keeps the counts of those that wait.
    pub(super) fn stop_waiting(&mut self, state: ModeState) {
        match state {
            ModeState::Unnoticed | ModeState::Hidden => self.configuration.unnoticed -= 1,
            ModeState::Unswitched => self.configuration.unswitched -= 1,
            _ => {}
        }
    }

    #[inline]
    pub(super) fn begin_repair(&mut self, mode: ModeId) {
        let entry = self.system.modes[mode.at()];
        let Some(repair) = &self.system.mode_specs[entry.spec as usize].repair else { return };
        if repair.is_plain() {
            return self.work(mode);
        }
        let ordinal = self.clocks.modes[mode.at()].strikes;
        let delay = self.chance.span(&repair.delay, entry.key, Purpose::Logistics, ordinal);
        if delay == Span::ZERO {
            self.logistics_are_over(mode);
        } else {
            self.configuration.modes[mode.at()] = ModeState::Logistics;
            self.clocks.modes[mode.at()].due = self.now + delay;
            self.calendar.schedule(self.now + delay, Event::rank(Kind::Logistics, mode.0));
        }
    }

    /// A repair in `state` is over, or called off: its crew, its person and its place in a line go
    /// to others.
    pub(super) fn release_hands(&mut self, mode: ModeId, state: ModeState) {
        let repair = self.system.spec(mode).repair.as_ref();
        if let Some(crew) = repair.and_then(|repair| repair.crew).map(CrewId::from) {
            match state {
                ModeState::InRepair => self.free(crew, mode),
                ModeState::Queued => {
                    self.configuration.crews[crew.at()].queue.retain(|other| *other != mode);
                    self.clocks.interrupted.remove(&mode);
                }
                _ => {}
            }
        }
        if let Some(person) = repair.and_then(|repair| repair.by) {
            self.repair_by_is_over(person.into(), mode, state);
        }
        if state == ModeState::WithoutSpare {
            self.stop_waiting_for_spare(mode);
        }
    }

    /// The parts and the people that a repair needs: first a spare unit, then a hand.
    pub(crate) fn logistics_are_over(&mut self, mode: ModeId) {
        if self.takes_a_spare(mode) {
            self.ask_hands(mode);
        }
    }

    /// A repair needs a person or a hand of a crew.
    pub(crate) fn ask_hands(&mut self, mode: ModeId) {
        let repair = self.system.spec(mode).repair.as_ref();
        match repair.and_then(|repair| repair.by) {
            None => self.ask_crew(mode),
            Some(person) => {
                self.configuration.modes[mode.at()] = ModeState::Queued;
                self.ask_person(person.into(), Task::Repair(mode));
            }
        }
    }

    pub(super) fn work(&mut self, mode: ModeId) {
        if !self.clocks.interrupted.is_empty() && self.resume_work(mode) {
            return;
        }
        let entry = self.system.modes[mode.at()];
        let Some(repair) = &self.system.mode_specs[entry.spec as usize].repair else { return };
        let ordinal = self.clocks.modes[mode.at()].strikes;
        let takes = self.chance.span(&repair.takes, entry.key, Purpose::Repair, ordinal);
        let due = self.now + takes;
        self.configuration.modes[mode.at()] = ModeState::InRepair;
        self.clocks.modes[mode.at()].due = due;
        self.calendar.schedule(due, Event::rank(Kind::Restore, mode.0));
        if self.ledger.is_telling() && self.system.spec(mode).kind != ModeKind::Planned {
            self.tell(Transition::RepairBegins { node: entry.node });
        }
    }
}
