//! Strikes and restorations: a failure mode of a node begins to act, or is over.

use super::blueprint::ModeKind;
use super::event::{Event, Kind};
use super::id::{ModeId, NodeId};
use super::order::{Given, Giver};
use super::runbook::{Kept, Wish};
use super::topology::{Deed, ScriptEvent};
use super::transition::Transition;
use super::world::{ModeState, World};
use crate::quantity::Time;

impl World<'_> {
    /// A life has ended.
    pub(crate) fn strike(&mut self, mode: ModeId) {
        match self.system.spec(mode).shock {
            None => self.fail(mode, None),
            Some(shock) => self.shake(shock, Some(mode), None),
        }
    }

    /// A line of a script acts.
    pub(crate) fn act(&mut self, event: &ScriptEvent) {
        match event.deed {
            Deed::Restore(node) => self.restore_all(node),
            Deed::Command(command) => self.command(command),
            Deed::Order(service, order) => {
                let by = Giver::Script;
                self.script_orders(Kept::Order(Given { service, order, by }));
            }
            Deed::Repoint(pointing) => self.script_orders(Kept::Repoint(pointing)),
            Deed::Start(of) => self.agenda.runbooks.push(Wish::Start(of)),
            Deed::Alarm(service, slot) => self.alarm(service, slot),
            Deed::Shock(shock) => self.shake(shock, None, event.until),
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

    pub(super) fn fail(&mut self, mode: ModeId, until: Option<Time>) {
        let node = self.system.modes[mode.at()].node;
        self.clocks.modes[mode.at()].strike(self.now);
        self.ledger.failures_and_repairs += 1;
        if self.ledger.is_telling() {
            let class = self.system.spec(mode).class;
            self.tell(Transition::Failed { mode, node, class });
        }
        self.configuration.modes[mode.at()] = ModeState::Broken;
        let spec = self.system.spec(mode);
        let soft = !spec.plain && spec.kind.is_soft();
        match soft {
            true => self.alter(node),
            false => self.add_reason(node),
        }
        match until {
            Some(until) => {
                self.configuration.modes[mode.at()] = ModeState::Held;
                self.clocks.modes[mode.at()].due = until;
                self.calendar.schedule(until, Event::rank(Kind::Restore, mode.0));
            }
            None if spec.plain => self.call_repair(mode, node),
            None if spec.kind == ModeKind::Latent => self.hide(mode),
            None if soft => self.call_soft_repair(mode),
            None => self.call_repair(mode, node),
        }
    }

    /// A failure is over: its crew goes to the next job, the mode begins a new life.
    pub(crate) fn restore(&mut self, mode: ModeId) {
        let node = self.system.modes[mode.at()].node;
        let state = std::mem::replace(&mut self.configuration.modes[mode.at()], ModeState::Sound);
        self.stop_waiting(state);
        self.clocks.modes[mode.at()].restore();
        if self.system.spec(mode).plain {
            self.ledger.failures_and_repairs += 1;
            self.agenda.restored = true;
            self.take_reason(node);
        } else {
            self.restore_other(mode, node, state);
        }
        if self.random {
            self.begin_life(mode);
        }
        let starts = self.system.lesser.any && self.has_only_to_start(node);
        if !starts && self.ledger.is_telling() {
            let up = self.is_up(node);
            let spec = self.system.spec(mode);
            self.tell(match spec.kind {
                ModeKind::Planned => Transition::WorkEnds { node, up },
                kind if kind.is_soft() => Transition::Mended { node, class: spec.class },
                _ => Transition::Restored { node, up },
            });
        }
    }

    /// What is over is planned or soft, came with a shock, or has kept hands and spares busy.
    #[inline(never)]
    fn restore_other(&mut self, mode: ModeId, node: NodeId, state: ModeState) {
        let spec = self.system.spec(mode);
        let planned = spec.kind == ModeKind::Planned;
        self.ledger.failures_and_repairs += u64::from(!planned);
        if let Some(shock) = spec.shock {
            self.recovered_from(shock, mode);
        }
        self.release_hands(mode, state);
        match spec.kind.is_soft() {
            true => self.alter(node),
            false => {
                self.agenda.restored = true;
                self.take_reason(node);
            }
        }
        if planned {
            self.work_is_over(mode);
        }
    }

    /// Everything that has failed at `node` is put right; planned work is no failure.
    pub(super) fn restore_all(&mut self, node: NodeId) {
        for mode in self.system.modes_of(node) {
            if self.configuration.modes[mode.at()] != ModeState::Sound
                && self.system.spec(mode).kind != ModeKind::Planned
            {
                self.restore(mode);
            }
        }
        self.start_by_hand(node);
    }

    /// The youngest failure that keeps `node` down: its own, its place's, or that of a need.
    pub(crate) fn root(&self, node: NodeId) -> Option<ModeId> {
        let system = self.system;
        let place = system.nodes[node.at()].place;
        let alone = system.nodes[node.at()].service.is_none()
            && system.needs[node.at()].is_empty()
            && !system.lesser.any
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
            open.extend(self.lesser_lacks(node));
            if let Some(service) = self.system.service_of(node) {
                open.extend(&self.system.services[service.at()].members);
            }
        }
        self.youngest(failed.into_iter())
    }

    /// Of `modes`, the one that has struck last and is not restored.
    fn youngest(&self, modes: impl Iterator<Item = ModeId>) -> Option<ModeId> {
        modes
            .filter(|mode| self.stops(*mode))
            .max_by_key(|mode| (self.clocks.modes[mode.at()].since(), *mode))
    }
}
