//! What a standby pair knows of its members.

use super::stages::Stage;
use super::switchover::Switchover;
use crate::system::port::Change;
use crate::system::{Explanation, Phase, Transition, World};

/// What is known of a member.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// Its check believes it is down.
    pub declared: bool,
    /// A check of it has failed.
    pub observed: bool,
    /// It is to be given no work.
    pub drained: bool,
}

impl Switchover {
    /// Takes note of what has happened to a member.
    pub(super) fn hear(&mut self, change: Change, world: &mut World<'_>) {
        use Change::{Accepted, Declared, Down, Drain, Return, Up};
        if let Down(_) | Up(_) | Declared(_) | Accepted(_) | Drain(_) | Return(_) = change {
            // Something is new about a member: what has failed may work now.
            self.tried = false;
        }
        match change {
            Change::Down(slot) => {
                let serves = self.stage == Stage::Leads && slot == self.leader;
                let starts = self.stage == Stage::Starts && slot == self.target;
                if serves || starts {
                    // Even if it is up again before the instant is over.
                    self.lose(slot, world);
                }
            }
            Change::Up(slot) => {
                let known = &mut self.known[slot as usize];
                known.observed = false;
                // Without a check nobody accepts it later.
                known.declared &= !self.immediate;
            }
            Change::Observed(slot) => self.known[slot as usize].observed = true,
            Change::Declared(slot) => self.known[slot as usize].declared = true,
            Change::Accepted(slot) => {
                let known = &mut self.known[slot as usize];
                (known.declared, known.observed) = (false, false);
            }
            Change::Drain(slot) => {
                self.known[slot as usize].drained = true;
                let service = self.service;
                let (moved, left, full) = (0, 0, false);
                world.tell(Transition::Drained { service, slot, moved, left, full });
            }
            Change::Return(slot) => {
                self.known[slot as usize].drained = false;
                world.tell(Transition::Returned { service: self.service, slot });
            }
            Change::Rescued => self.rescued(world),
            _ => {}
        }
    }

    /// Whether a member could take over: it is up, and nobody believes otherwise.
    pub(super) fn is_ready(&self, slot: u32, world: &World<'_>) -> bool {
        self.is_up(slot, world) && !self.known[slot as usize].declared
    }

    /// Whether somebody knows that a member is down.
    pub(super) fn is_noticed(&self, slot: u32, world: &World<'_>) -> bool {
        let at_once = self.immediate && !world.is_member_hidden(self.service, slot);
        at_once || self.known[slot as usize].declared
    }

    /// What those wait for whose leader is gone, before anything is done about it.
    pub(super) fn phase_lost(&self, world: &World<'_>) -> Phase {
        let known = &self.known[self.leader as usize];
        match world.book(self.service).progress.get(&self.leader) {
            Some(phase) => *phase,
            None if known.observed || self.is_noticed(self.leader, world) => Phase::Detecting,
            None => Phase::Undetected,
        }
    }

    /// Why a leader who is up is left.
    pub(super) fn explain_alarm(&self, world: &World<'_>) -> Explanation {
        let trigger = world.member_alarm(self.service, self.leader);
        match trigger {
            Some(_) => Explanation { trigger, ..Explanation::NONE },
            None => self.explain_handover(world),
        }
    }

    /// Why a leader is left because somebody wants it so.
    pub(super) fn explain_handover(&self, world: &World<'_>) -> Explanation {
        Explanation::handover(world.service_node(self.service))
    }
}
