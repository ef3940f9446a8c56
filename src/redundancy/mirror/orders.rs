//! What a pair does when it is told to, and what it refuses.

use super::Failover;
use super::pair::Pair;
use crate::system::{Answer, Giver, ServiceOrder, Transition, World};

impl Pair {
    /// Does what it is told, or says why not.
    pub(super) fn follow_order(&mut self, order: ServiceOrder, world: &mut World<'_>) -> Answer {
        self.copy.advance(world.now());
        match order {
            ServiceOrder::Switch => self.switch(world),
            ServiceOrder::Force => self.force(world),
            ServiceOrder::DropWitness => self.drop_witness(),
            ServiceOrder::FailOver(_)
            | ServiceOrder::ForceFailOver(_)
            | ServiceOrder::BeginFailBack(_)
            | ServiceOrder::StopFailBack(_)
            | ServiceOrder::FailBack(_) => Answer::Refused("it is no pair of pools", None),
        }
    }

    /// Who is to be worked on hands over first, if the other can.
    pub(super) fn drain(&mut self, slot: u32, world: &mut World<'_>) {
        let service = self.service;
        let (moved, left, full) = (0, 0, false);
        world.tell(Transition::Drained { service, slot, moved, left, full });
        self.drained[slot as usize] = true;
        if slot == self.leader && !self.drained[self.other() as usize] {
            let order = ServiceOrder::Switch;
            let answer = self.follow_order(order, world);
            // That it takes over is told as that.
            if answer != Answer::Done {
                world.tell(Transition::Ordered { service, order, by: Giver::Drain, answer });
            }
        }
    }

    /// Who is to be worked on and still leads hands over as soon as it can.
    pub(super) fn follow_drain(&mut self, world: &mut World<'_>) {
        if self.drained[self.leader as usize] && !self.drained[self.other() as usize] {
            // Why it cannot yet has been told.
            self.switch(world);
        }
    }

    /// The partners change roles, and nothing is lost.
    fn switch(&mut self, world: &mut World<'_>) -> Answer {
        let (leader, other) = (self.node(self.leader), self.node(self.other()));
        if self.takeover.is_some() {
            return Answer::Refused("a takeover is under way", None);
        }
        if !self.is_up(self.leader) {
            return Answer::Refused("the principal is down", Some(leader));
        }
        if !self.is_up(self.other()) {
            return Answer::Refused("the mirror is down", Some(other));
        }
        if !self.follows() {
            return Answer::Refused("the partners are not connected", None);
        }
        if !self.is_synchronized() {
            return Answer::Refused("the mirror has yet to catch up", Some(other));
        }
        if !self.lets_write(world) {
            return Answer::Refused("the principal does not serve", Some(leader));
        }
        self.hand_over(self.other(), world);
        Answer::Done
    }

    /// The mirror leads, whatever it lacks.
    fn force(&mut self, world: &mut World<'_>) -> Answer {
        let (leader, other) = (self.node(self.leader), self.node(self.other()));
        if self.awaits_leader() {
            return Answer::Refused("a takeover is under way", None);
        }
        if !self.is_up(self.other()) {
            return Answer::Refused("the mirror is down", Some(other));
        }
        if self.partners().carries() && self.lets_write(world) {
            return Answer::Refused("the principal serves: switch instead", Some(leader));
        }
        if self.has_witness() && !self.with_witness(self.other()).carries() {
            return Answer::Refused("the mirror does not see the witness", self.aide);
        }
        self.promote(self.other(), world);
        Answer::Done
    }

    /// The witness counts no more.
    fn drop_witness(&mut self) -> Answer {
        if !matches!(self.spec.failover, Failover::Witness { .. }) {
            return Answer::Refused("it has no witness", None);
        }
        if self.dropped {
            return Answer::Refused("its witness is removed already", self.aide);
        }
        self.dropped = true;
        Answer::Done
    }
}
