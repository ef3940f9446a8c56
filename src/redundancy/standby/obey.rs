//! Orders to a standby pair: switch over, planned or not.

use super::stages::Stage;
use super::switchover::Switchover;
use crate::system::{Answer, ServiceOrder, World};

impl Switchover {
    /// Switches over, or says why not.
    pub(super) fn follow_order(&mut self, order: ServiceOrder, world: &mut World<'_>) -> Answer {
        match order {
            ServiceOrder::Switch | ServiceOrder::Force => {}
            _ => {
                return Answer::Refused("a standby pair switches over, and nothing else", None);
            }
        }
        let other = Some(world.member_node(self.service, self.other()));
        match self.stage {
            Stage::Switches => {
                return Answer::Refused("it is switching over already", None);
            }
            Stage::Starts => {
                let target = Some(world.member_node(self.service, self.target));
                return Answer::Refused("a member is being started", target);
            }
            Stage::Nobody => return Answer::Refused("both members are down", None),
            _ if !self.is_up(self.other(), world) => {
                return Answer::Refused("the member that stands by is down", other);
            }
            Stage::Leads if self.known[self.other() as usize].declared => {
                return Answer::Refused("the member that stands by is not accepted yet", other);
            }
            Stage::Leads if order == ServiceOrder::Force => {
                let leader = Some(world.member_node(self.service, self.leader));
                return Answer::Refused("the active member still serves", leader);
            }
            Stage::Leads => self.leave(self.explain_handover(world), world),
            Stage::Lost | Stage::Awaits | Stage::Stuck => {}
        }
        self.switch(world);
        Answer::Done
    }
}
