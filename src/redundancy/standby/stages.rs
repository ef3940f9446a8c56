//! The stages of a standby pair, and when one gives way to the next.

use super::switchover::Switchover;
use super::{ByHand, Failback};
use crate::quantity::Time;
use crate::random::{Law, Purpose};
use crate::system::{MechanismDeed, PersonId, Phase, Transition, World};

/// More stages than these do not follow each other at once.
const STEPS: u32 = 32;

/// How far a standby pair has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Stage {
    /// The leader serves.
    Leads,
    /// The leader is down, and nothing is done about it yet.
    Lost,
    /// The same, until somebody orders the switch.
    Awaits,
    /// The other takes over.
    Switches,
    /// The switch has failed, and must be done by hand.
    Stuck,
    /// A member starts, and serves when it has.
    Starts,
    /// Both are down.
    Nobody,
}

impl Switchover {
    /// Lets one stage follow the other until one lasts. Where none does, the instant never ends,
    /// and whoever counts its rounds says so.
    pub(super) fn go_on(&mut self, world: &mut World<'_>) {
        for _ in 0..STEPS {
            if !self.step(world) {
                return;
            }
        }
        world.wake(self.service, world.now());
    }

    /// Goes on to the next stage, if the present one is over.
    fn step(&mut self, world: &mut World<'_>) -> bool {
        if self.due <= world.now() {
            self.due = Time::NEVER;
            self.stage_is_over(world);
            return true;
        }
        let leader = self.is_up(self.leader, world);
        let other = self.is_up(self.other(), world);
        match self.stage {
            Stage::Leads if !leader => self.lose(self.leader, world),
            Stage::Leads => return self.leaves(world),
            Stage::Lost | Stage::Awaits | Stage::Stuck if leader => {
                self.start(self.leader, false, world);
            }
            Stage::Lost if world.is_member_hidden(self.service, self.other()) => {
                return self.calls_in_vain(world);
            }
            Stage::Lost | Stage::Awaits | Stage::Stuck if !other => self.is_out(world),
            Stage::Lost => return self.takes_note(world),
            Stage::Switches if other => return false,
            Stage::Switches if leader => self.start(self.leader, false, world),
            Stage::Switches => self.is_out(world),
            Stage::Starts if !self.is_up(self.target, world) => self.lose(self.target, world),
            Stage::Nobody if self.is_up(self.home, world) => self.start(self.home, false, world),
            Stage::Nobody if leader || other => self.start(1 - self.home, false, world),
            Stage::Awaits | Stage::Stuck | Stage::Starts | Stage::Nobody => return false,
        }
        true
    }

    /// The leader is down, and so is the other, which nobody knows until it is called.
    fn calls_in_vain(&mut self, world: &mut World<'_>) -> bool {
        if self.is_noticed(self.leader, world) {
            self.call_hidden(self.other(), world);
        }
        false
    }

    /// The leader is down: the switch begins once somebody knows and the other can take over.
    fn takes_note(&mut self, world: &mut World<'_>) -> bool {
        if !self.is_noticed(self.leader, world) || !self.is_ready(self.other(), world) {
            return false;
        }
        if self.spec.switch.on_order {
            self.stage = Stage::Awaits;
            let deed = MechanismDeed::AwaitsOrder;
            world.tell(Transition::Deed { service: self.service, deed });
        } else {
            self.switch(world);
        }
        true
    }

    /// A leader who is up hands over if it is believed down, is drained, or is not the first one.
    fn leaves(&mut self, world: &mut World<'_>) -> bool {
        let other = self.other();
        if self.spec.switch.on_order || self.tried || !self.is_ready(other, world) {
            return false;
        }
        let (leads, stands_by) = (self.known[self.leader as usize], self.known[other as usize]);
        let explanation = if leads.declared {
            self.explain_alarm(world)
        } else if stands_by.drained {
            return false;
        } else if leads.drained || (other == self.home && self.fails_back(world)) {
            self.explain_handover(world)
        } else {
            return false;
        };
        self.leave(explanation, world);
        self.switch(world);
        self.tried = true;
        true
    }

    /// Whether the first leader may lead again now; asks to be woken when it may later.
    fn fails_back(&mut self, world: &mut World<'_>) -> bool {
        match self.spec.failback {
            Failback::Never => false,
            Failback::AtOnce => true,
            Failback::Within(hours) => {
                let now = world.now();
                if hours.covers(now) {
                    return true;
                }
                let opens = now + hours.begins_in(now);
                if self.opens != opens {
                    self.opens = opens;
                    world.wake(self.service, opens);
                }
                false
            }
        }
    }

    /// What a stage waited for has come.
    fn stage_is_over(&mut self, world: &mut World<'_>) {
        match self.stage {
            Stage::Switches => self.switch_is_over(world),
            Stage::Stuck => match self.spec.switch.otherwise {
                ByHand::Person(person) => {
                    let (person, ordinal) = (PersonId::from(person), self.switches);
                    world.call_for_rescue(person, self.service, ordinal);
                }
                _ => self.lead(self.target, world),
            },
            Stage::Starts => self.lead(self.target, world),
            Stage::Leads | Stage::Lost | Stage::Awaits | Stage::Nobody => {}
        }
    }

    /// The time of a switch is over: it has worked or it has not.
    fn switch_is_over(&mut self, world: &mut World<'_>) {
        let owner = world.service_owner(self.service);
        let works = self.spec.switch.works;
        if world.happens(works, owner, Purpose::Works, self.switches) {
            self.tried = false;
            self.start(self.target, true, world);
            return;
        }
        self.stage = Stage::Stuck;
        let deed = MechanismDeed::SwitchFails { slot: self.target };
        world.tell(Transition::Deed { service: self.service, deed });
        let takes = match &self.spec.switch.otherwise {
            ByHand::Never => return,
            ByHand::Takes(law) => world.draw(law, owner, Purpose::ByHand, self.switches),
            ByHand::Person(person) => {
                world.notices_in(PersonId::from(*person), self.service, self.switches)
            }
        };
        self.wait_for(takes, world);
    }

    /// A person has brought the other member into service, if that is still asked for.
    pub(super) fn rescued(&mut self, world: &mut World<'_>) {
        if self.stage == Stage::Stuck && self.is_up(self.target, world) {
            self.lead(self.target, world);
        }
    }

    /// Whether there is no switch, and none to come, until a member is back.
    pub(super) fn is_at_an_end(&self) -> bool {
        let given_up = matches!(self.spec.switch.otherwise, ByHand::Never);
        self.stage == Stage::Nobody || (self.stage == Stage::Stuck && given_up)
    }

    /// The law of a recovery by hand that takes nobody's time.
    pub(super) fn by_hand(&self) -> Option<&Law> {
        match &self.spec.switch.otherwise {
            ByHand::Takes(law) => Some(law),
            ByHand::Never | ByHand::Person(_) => None,
        }
    }

    /// What those wait for whose switch has failed.
    pub(super) fn phase_stuck(&self, world: &World<'_>) -> Phase {
        match self.spec.switch.otherwise {
            ByHand::Never => Phase::Repairing,
            ByHand::Takes(_) => Phase::Deciding,
            ByHand::Person(person) => world.rescue_phase(PersonId::from(person), self.service),
        }
    }
}
