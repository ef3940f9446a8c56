//! What is up, by truth: a node is up when nothing of its own has failed, its place is up and
//! everything it cannot run without is up; a service also needs enough of its members.
//! (`needs.rs` adds what has yet to start, and what has outlived a grace.)
//!
//! Each node counts its reasons to be down. Strikes and restorations add and take reasons, and
//! what changes tells its dependents. Where needs form a cycle, a restoration assumes everything
//! up that has not failed itself and takes away what cannot be: the greatest fixed point.

use super::id::{ModeId, NodeId, ServiceId};
use super::lesser::Lower;
use super::port::Change;
use super::runbook::Wish;
use super::topology::Dependent;
use super::transition::Transition;
use super::world::{ModeState, World};

impl World<'_> {
    /// One more reason for `node` to be down.
    pub(crate) fn add_reason(&mut self, node: NodeId) {
        self.configuration.down[node.at()] += 1;
        let first = self.configuration.down[node.at()] == 1;
        if self.system.lesser.any {
            self.may_have_stopped(node);
        }
        if first {
            self.went_down(node);
        } else {
            self.look_again(node);
        }
    }

    /// One reason fewer.
    pub(crate) fn take_reason(&mut self, node: NodeId) {
        let down = &mut self.configuration.down[node.at()];
        assert!(*down > 0, "a node that is up has no reason to take away");
        *down -= 1;
        if *down == 0 {
            self.came_up(node);
        } else {
            self.look_again(node);
            self.may_start(node);
        }
    }

    fn went_down(&mut self, node: NodeId) {
        self.touch_itself(node);
        self.tell_node(node, false);
        if self.system.lesser.levels {
            self.level_went_down(node);
        }
        for mode in self.system.modes_of(node) {
            if self.configuration.modes[mode.at()] == ModeState::Sound {
                self.pause_unless_always(mode);
            }
        }
        for at in self.system.dependents_of(node) {
            match self.system.dependent(node, at) {
                Dependent::Need(other) => self.add_reason(other),
                Dependent::Member(service, slot) => self.lost_member(service, slot),
                Dependent::Aide(service, aide) => self.aide_changed(service, aide),
                Dependent::Clock(group) => self.set_speed(group),
                Dependent::Grace(grace) => self.begin_grace(grace),
                Dependent::Start(_) => {}
                Dependent::Route(route) => self.agenda.routes.push(route),
                Dependent::Runbook(runbook) => self.agenda.runbooks.push(Wish::Look(runbook)),
                Dependent::Reach => self.agenda.relinked = true,
                Dependent::Standpoint(service) => self.look_from_anew(service),
            }
        }
    }

    fn came_up(&mut self, node: NodeId) {
        self.touch_itself(node);
        self.tell_node(node, true);
        if self.system.lesser.levels {
            self.level_came_up(node);
        }
        for mode in self.system.modes_of(node) {
            if self.configuration.modes[mode.at()] == ModeState::Sound {
                self.resume_unless_always(mode);
            }
        }
        for at in self.system.dependents_of(node) {
            match self.system.dependent(node, at) {
                Dependent::Need(other) => self.take_reason(other),
                Dependent::Member(service, slot) => self.regained_member(service, slot),
                Dependent::Aide(service, aide) => self.aide_changed(service, aide),
                Dependent::Clock(group) => self.set_speed(group),
                Dependent::Grace(grace) => self.end_grace(grace),
                Dependent::Start(other) => self.may_start(other),
                Dependent::Route(route) => self.agenda.routes.push(route),
                Dependent::Runbook(runbook) => self.agenda.runbooks.push(Wish::Look(runbook)),
                Dependent::Reach => self.agenda.relinked = true,
                Dependent::Standpoint(service) => self.look_from_anew(service),
            }
        }
    }

    #[inline]
    fn tell_node(&mut self, node: NodeId, up: bool) {
        if self.ledger.tells_nodes {
            self.tell(Transition::Node { node, up });
        }
    }

    fn pause_unless_always(&mut self, mode: ModeId) {
        let spec = self.system.spec(mode);
        if !spec.always {
            self.pause(mode, spec.group);
        }
    }

    fn resume_unless_always(&mut self, mode: ModeId) {
        let spec = self.system.spec(mode);
        if !spec.always {
            self.resume(mode, spec.group);
        }
    }

    /// A service that goes out or comes back has something to settle itself.
    #[inline]
    pub(super) fn touch_itself(&mut self, node: NodeId) {
        if self.system.links[node.at()].is_service
            && let Some(service) = self.system.nodes[node.at()].service
        {
            self.touch(service);
        }
    }

    /// A node that stays down may look different: a crashed server whose place goes dark.
    fn look_again(&mut self, node: NodeId) {
        for at in self.system.dependents_of(node) {
            if let Dependent::Member(service, slot) = self.system.dependent(node, at) {
                self.look_at(service, slot);
            }
        }
    }

    fn aide_changed(&mut self, service: ServiceId, aide: u32) {
        self.agenda.services[service.at()].changes.push(Change::Aide(aide));
        self.touch(service);
    }

    fn look_at(&mut self, service: ServiceId, slot: u32) {
        let desk = &mut self.agenda.services[service.at()];
        if desk.checker.is_some() {
            desk.look.push(slot);
        }
        // Those who wait for it may wait for another reason.
        self.touch(service);
    }

    fn lost_member(&mut self, service: ServiceId, slot: u32) {
        self.configuration.members_up[service.at()] -= 1;
        self.member_changed(service, slot, Change::Down(slot), false);
        let need = self.system.services[service.at()].need;
        if self.configuration.members_up[service.at()] + 1 == need {
            self.add_reason(self.system.services[service.at()].node);
        }
    }

    fn regained_member(&mut self, service: ServiceId, slot: u32) {
        self.configuration.members_up[service.at()] += 1;
        self.member_changed(service, slot, Change::Up(slot), true);
        let need = self.system.services[service.at()].need;
        if self.configuration.members_up[service.at()] == need {
            self.take_reason(self.system.services[service.at()].node);
        }
    }

    #[inline]
    fn member_changed(&mut self, service: ServiceId, slot: u32, change: Change, up: bool) {
        let desk = &mut self.agenda.services[service.at()];
        desk.changes.push(change);
        if desk.checker.is_some() {
            desk.look.push(slot);
        }
        self.touch(service);
        if self.ledger.is_telling() {
            self.tell(Transition::Member { service, slot, up });
        }
        for group in &self.system.services[service.at()].groups {
            self.set_speed(*group);
        }
    }

    /// Lets the truth of this instant settle.
    #[inline]
    pub(crate) fn settle_truth(&mut self) {
        self.settle_running();
        if self.system.lesser.any {
            self.settle_starts();
            self.tell_graces();
        }
        if self.agenda.relinked {
            self.settle_reach();
        }
        if !self.configuration.kept.is_empty() {
            self.retry_commands();
        }
        if !self.configuration.kept_orders.is_empty() || !self.configuration.waiting_runs.is_empty()
        {
            self.retry_orders();
        }
    }

    /// What runs settles to the greatest fixed point.
    #[inline]
    pub(super) fn settle_running(&mut self) {
        if self.system.cyclic && std::mem::take(&mut self.agenda.restored) {
            self.settle_cycles();
        }
    }

    /// After a restoration where needs form a cycle: assume the best, then take away what cannot
    /// be. Only what is down through others can change.
    #[cold]
    fn settle_cycles(&mut self) {
        let system = self.system;
        let own = |world: &Self, node: NodeId| {
            let failed = |mode: ModeId| world.stops(mode);
            let own = system.modes_of(node).filter(|mode| failed(*mode)).count() as u32;
            own + u32::from(world.has_stopped(node)) + world.hold_reasons(node)
        };
        // The greatest fixed point, by removal.
        let mut up: Vec<bool> =
            (0..system.nodes.len()).map(|at| own(self, at.into()) == 0).collect();
        loop {
            let stays = |at: usize| {
                let node = &system.nodes[at];
                let place = node.place.is_none_or(|place| up[place.at()]);
                let mut over = self.graces_over(at.into(), Lower::None);
                place
                    && system.needs[at].iter().all(|need| up[need.at()])
                    && over.all(|need| up[need.at()])
            };
            let mut next: Vec<bool> = (0..up.len()).map(|at| up[at] && stays(at)).collect();
            for service in &system.services {
                let members = service.members.iter().filter(|member| up[member.at()]).count();
                next[service.node.at()] &= members as u32 >= service.need;
            }
            if next == up {
                break;
            }
            up = next;
        }
        // Nodes that come up although their counters, held down by the cycle, say otherwise.
        let stuck: Vec<NodeId> = (0..up.len())
            .filter(|at| up[*at] && self.configuration.down[*at] > 0)
            .map(NodeId::from)
            .collect();
        for node in &stuck {
            self.configuration.down[node.at()] = 0;
        }
        for node in &stuck {
            self.came_up_alone(*node);
        }
        self.recount();
        self.settle_level_circles();
    }

    /// As [`Self::came_up`] for one node of a cycle: its dependents are recounted afterwards.
    fn came_up_alone(&mut self, node: NodeId) {
        self.touch_itself(node);
        self.tell_node(node, true);
        for mode in self.system.modes_of(node) {
            if self.configuration.modes[mode.at()] == ModeState::Sound {
                self.resume_unless_always(mode);
            }
        }
        for at in self.system.dependents_of(node) {
            match self.system.dependent(node, at) {
                Dependent::Need(_) => {}
                Dependent::Member(service, slot) => {
                    self.configuration.members_up[service.at()] += 1;
                    self.member_changed(service, slot, Change::Up(slot), true);
                    self.may_start(self.system.services[service.at()].node);
                }
                Dependent::Aide(service, aide) => self.aide_changed(service, aide),
                Dependent::Clock(group) => self.set_speed(group),
                Dependent::Grace(grace) => {
                    self.forget_grace(grace);
                }
                Dependent::Start(other) => self.may_start(other),
                Dependent::Route(route) => self.agenda.routes.push(route),
                Dependent::Runbook(runbook) => self.agenda.runbooks.push(Wish::Look(runbook)),
                Dependent::Reach => self.agenda.relinked = true,
                Dependent::Standpoint(service) => self.look_from_anew(service),
            }
        }
    }

    /// Recounts the reasons of every node from those that are up.
    fn recount(&mut self) {
        let system = self.system;
        let up: Vec<bool> = self.configuration.down.iter().map(|down| *down == 0).collect();
        for (at, node) in system.nodes.iter().enumerate() {
            let failed = |mode: &ModeId| self.stops(*mode);
            let own = system.modes_of(at.into()).filter(failed).count();
            let needs = system.needs[at].iter().filter(|need| !up[need.at()]).count();
            let place = usize::from(node.place.is_some_and(|place| !up[place.at()]));
            let lesser = self.lesser_reasons(at.into()) + self.hold_reasons(at.into());
            self.configuration.down[at] = (own + needs + place) as u32 + lesser;
        }
        for (at, service) in system.services.iter().enumerate() {
            let short = self.configuration.members_up[at] < service.need;
            self.configuration.down[service.node.at()] += u32::from(short);
        }
        let settled = self.configuration.down.iter().zip(&up).all(|(down, up)| (*down == 0) == *up);
        assert!(settled, "the greatest fixed point of the needs is a fixed point");
    }

    /// Panics, in plain words, if the counts do not say what is up.
    pub(crate) fn audit_truth(&self) {
        let system = self.system;
        for (at, node) in system.nodes.iter().enumerate() {
            let failed = |mode: &ModeId| self.stops(*mode);
            let own = system.modes_of(at.into()).filter(failed).count();
            let needs = system.needs[at].iter().filter(|need| !self.is_up(**need)).count();
            let place = usize::from(node.place.is_some_and(|place| !self.is_up(place)));
            let service = system.service_of(at.into());
            let short = service.is_some_and(|service| {
                self.configuration.members_up[service.at()] < system.services[service.at()].need
            });
            let lesser = (self.lesser_reasons(at.into()) + self.hold_reasons(at.into())) as usize;
            let reasons = own + needs + place + usize::from(short) + lesser;
            let counted = self.configuration.down[at] as usize;
            assert_eq!(counted, reasons, "`{}` counts its reasons", system.name(at.into()));
        }
        self.audit_needs();
        self.audit_reach();
        self.audit_transfers();
        self.audit_levels();
        for (at, service) in system.services.iter().enumerate() {
            let up = service.members.iter().filter(|member| self.is_up(**member)).count();
            let counted = self.configuration.members_up[at] as usize;
            assert_eq!(counted, up, "`{}` counts its members", service.name);
        }
        let busy: usize = self.configuration.crews.iter().map(|crew| crew.busy as usize).sum();
        let in_repair = |at: &usize| {
            let crew =
                system.spec(ModeId(*at as u32)).repair.as_ref().and_then(|repair| repair.crew);
            self.configuration.modes[*at] == ModeState::InRepair && crew.is_some()
        };
        let working = (0..system.modes.len()).filter(in_repair).count();
        assert_eq!(busy, working, "every hand of a crew is on a repair");
        self.audit_shelves();
        self.audit_people();
        self.audit_runbooks();
    }
}
