//! Standby members: called when too few of the others are in rotation, sent back when enough are.

use super::balancer::Balancer;
use crate::quantity::{Span, Time};
use crate::random::{Law, Purpose};
use crate::system::{Transition, World};

/// The standby members of one pool in one trial.
#[derive(Clone, Debug)]
pub(super) struct Reserve {
    /// Fewer active members in rotation than this call all of them.
    pub active_below: u32,
    activation: Law,
    slots: Vec<Spare>,
    pub called: bool,
    /// How often they have been called.
    calls: u32,
}

#[derive(Clone, Debug)]
struct Spare {
    slot: u32,
    /// It works from then on; [`Time::NEVER`] when it does, or is not called.
    ready: Time,
}

impl Reserve {
    pub(super) fn new(active_below: u32, activation: &Law, slots: &[u32]) -> Self {
        let spare = |slot: &u32| Spare { slot: *slot, ready: Time::NEVER };
        let slots = slots.iter().map(spare).collect();
        Self { active_below, activation: activation.clone(), slots, called: false, calls: 0 }
    }

    pub(super) fn has(&self, slot: u32) -> bool {
        self.slots.binary_search_by_key(&slot, |spare| spare.slot).is_ok()
    }

    /// The members that are called and do not work yet.
    pub(super) fn activating(&self) -> impl Iterator<Item = u32> {
        self.slots.iter().filter(|spare| !spare.ready.is_never()).map(|spare| spare.slot)
    }

    /// Whether a member is called and does not work yet.
    pub(super) fn is_activating(&self, slot: u32) -> bool {
        self.activating().any(|other| other == slot)
    }
}

impl Balancer {
    /// Calls the standby members or sends them back. Returns whether somebody began or ceased to
    /// be given work.
    pub(super) fn call_standby(&mut self, world: &mut World<'_>) -> bool {
        let Some(mut reserve) = self.reserve.take() else { return false };
        let standing = |slot: u32| reserve.has(slot);
        let active = self.rotation.slots().filter(|(at, slot)| slot.rotation() && !standing(*at));
        let wanted = (active.count() as u32) < reserve.active_below;
        let turned = wanted != reserve.called;
        reserve.called = wanted;
        reserve.calls += u32::from(turned && wanted);
        let mut changed = false;
        let now = world.now();
        for spare in &mut reserve.slots {
            if turned {
                let (service, slot) = (self.service, spare.slot);
                world.tell(Transition::Called { service, slot, called: wanted });
                let owner = world.member_owner(service, slot);
                let (law, ordinal) = (&reserve.activation, reserve.calls);
                let takes = match wanted {
                    true => world.draw(law, owner, Purpose::Activation, ordinal),
                    false => Span::ZERO,
                };
                if wanted {
                    world.call_on(service, slot);
                }
                spare.ready = if wanted { now + takes } else { Time::NEVER };
                if takes > Span::ZERO {
                    world.wake(service, spare.ready);
                }
            }
            let idle = !wanted || (spare.ready > now && !spare.ready.is_never());
            if spare.ready <= now {
                spare.ready = Time::NEVER;
            }
            changed |= self.rotation.slot(spare.slot).idle != idle;
            self.rotation.change(spare.slot, |slot| slot.idle = idle);
        }
        self.reserve = Some(reserve);
        changed
    }
}
