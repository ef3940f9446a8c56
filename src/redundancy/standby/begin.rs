//! How each stage of a standby pair begins.

use super::stages::Stage;
use super::switchover::Switchover;
use super::{ByHand, StandbyMode};
use crate::quantity::{Span, Time};
use crate::random::Purpose;
use crate::system::{Explanation, MechanismDeed, PersonId, Transition, World};

impl Switchover {
    /// Nobody serves from now on, for a reason.
    pub(super) fn leave(&mut self, explanation: Explanation, world: &World<'_>) {
        if self.stage == Stage::Leads {
            self.cut = true;
            self.explanation = explanation;
            self.silent = self.is_silent(self.leader, world);
        }
    }

    /// A member that serves or is about to has gone down.
    pub(super) fn lose(&mut self, slot: u32, world: &mut World<'_>) {
        let trigger = world.member_cause(self.service, slot);
        self.leave(Explanation { trigger, ..Explanation::NONE }, world);
        self.due = Time::NEVER;
        match slot == self.leader {
            true => self.stage = Stage::Lost,
            false => self.is_out(world),
        }
    }

    /// Nobody leads, and nobody is about to.
    pub(super) fn is_out(&mut self, world: &mut World<'_>) {
        self.drop_rescue(world);
        self.stage = Stage::Nobody;
        self.due = Time::NEVER;
        world.lead(self.service, None);
        for slot in 0..2 {
            self.call_hidden(slot, world);
        }
    }

    /// The other member takes over.
    pub(super) fn switch(&mut self, world: &mut World<'_>) {
        self.drop_rescue(world);
        self.stage = Stage::Switches;
        self.target = self.other();
        self.switches += 1;
        world.call_on(self.service, self.target);
        let deed = MechanismDeed::TakesOver { slot: self.target };
        world.tell(Transition::Deed { service: self.service, deed });
        let owner = world.service_owner(self.service);
        let takes = world.draw(&self.spec.switch.takes, owner, Purpose::Switch, self.switches);
        self.wait_for(takes, world);
    }

    /// What only seems to be up shows that it is not, now that it is needed.
    pub(super) fn call_hidden(&mut self, slot: u32, world: &mut World<'_>) {
        if world.is_member_hidden(self.service, slot) && self.called != world.now() {
            self.called = world.now();
            world.call_on(self.service, slot);
        }
    }

    /// A member starts: after a `switch`, or because it is the one that is left.
    pub(super) fn start(&mut self, slot: u32, switch: bool, world: &mut World<'_>) {
        self.drop_rescue(world);
        self.stage = Stage::Starts;
        self.target = slot;
        self.switched = switch;
        if !switch {
            // Nobody else is about to lead: it has the role from now on.
            self.leader = slot;
            world.lead(self.service, Some(slot));
        }
        self.starts += 1;
        let owner = world.member_owner(self.service, slot);
        let draw = |law| world.draw(law, owner, Purpose::Start, self.starts);
        let takes = match (&self.spec.mode, switch) {
            (StandbyMode::Cold(start), true) => draw(start),
            (_, true) => Span::ZERO,
            (_, false) => draw(&self.spec.restart),
        };
        if takes > Span::ZERO {
            let deed = MechanismDeed::Starts { slot };
            world.tell(Transition::Deed { service: self.service, deed });
        }
        self.wait_for(takes, world);
    }

    /// A member leads from now on.
    pub(super) fn lead(&mut self, slot: u32, world: &mut World<'_>) {
        self.drop_rescue(world);
        self.leader = slot;
        self.stage = Stage::Leads;
        self.due = Time::NEVER;
        // Whoever has put it into service knows that it is up.
        self.known[slot as usize].declared = false;
        world.lead(self.service, Some(slot));
        let deed = MechanismDeed::Leads { slot };
        world.tell(Transition::Deed { service: self.service, deed });
    }

    /// The stage is over after a span.
    pub(super) fn wait_for(&mut self, takes: Span, world: &mut World<'_>) {
        self.due = world.now() + takes;
        if takes > Span::ZERO {
            world.wake(self.service, self.due);
        }
    }

    /// Nobody needs to switch by hand any more.
    fn drop_rescue(&self, world: &mut World<'_>) {
        if let (Stage::Stuck, ByHand::Person(person)) = (self.stage, &self.spec.switch.otherwise) {
            world.drop_rescue(PersonId::from(*person), self.service);
        }
    }
}
