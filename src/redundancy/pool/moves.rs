//! Moves between members that cost nobody service: drains, rebalancing, standby members that are
//! called or sent back; and the books by member behind them.

use super::Rebalance;
use super::balancer::Balancer;
use crate::quantity::Micro;
use crate::system::{Transition, World};

impl Balancer {
    /// Brings the users of each member up to the present.
    pub(super) fn follow_places(&mut self, first: bool, world: &World<'_>) {
        let Some(places) = &mut self.places else { return };
        let served = world.book(self.service).totals.served;
        let arrived = served.saturating_sub(places.sum());
        places.shed(places.sum().saturating_sub(served));
        // Who finds no seat here finds one, or is stopped, when the instant has settled.
        if self.rebalance == Rebalance::AtOnce && arrived > 0 {
            places.users = places.fair(served, &self.rotation, self.limited).0;
        } else {
            places.seat(arrived, &self.rotation, self.limited);
        }
        if let Some(sessions) = &mut self.sessions {
            sessions.advance(world.now(), places, &self.rotation, self.limited);
        }
        if first {
            places.before.clone_from(&places.users);
        }
    }

    /// A member's users are somebody else's concern now.
    pub(super) fn vacate(&mut self, slot: u32) {
        if let Some(places) = &mut self.places {
            places.clear(slot);
        }
    }

    pub(super) fn drain(&mut self, slot: u32) {
        let users = self.places.as_ref().map_or(0, |places| places.users[slot as usize]);
        self.rotation.change(slot, |state| state.drained = true);
        self.drained.push((slot, users));
    }

    pub(super) fn end_drain(&mut self, slot: u32, world: &mut World<'_>) {
        self.rotation.change(slot, |state| state.drained = false);
        world.tell(Transition::Returned { service: self.service, slot });
    }

    /// Places users anew where the pool moves them within the instant, and stops whoever has no
    /// place. `turned`: whoever is given work may have changed.
    pub(super) fn rearrange(&mut self, turned: bool, world: &mut World<'_>) {
        let up = world.is_service_up(self.service);
        let served = world.book(self.service).totals.served;
        let mut lost = 0;
        if let Some(places) = &mut self.places {
            let (rotation, limited) = (&self.rotation, self.limited);
            if !up {
                places.users.fill(0);
                lost = served;
            } else if self.rebalance == Rebalance::AtOnce {
                (places.users, lost) = places.fair(served, rotation, limited);
            } else {
                if limited {
                    places.cut(rotation);
                }
                lost = places.seat(served - places.sum(), rotation, limited);
                if self.rebalance == Rebalance::Never {
                    places.empty(|state| state.drained, rotation, limited);
                }
            }
        }
        if let (Some(sessions), true) = (&mut self.sessions, turned) {
            sessions.begin(world.now());
        }
        self.stop(lost, world);
        self.tell_drains(world);
    }

    fn tell_drains(&mut self, world: &mut World<'_>) {
        for (slot, had) in std::mem::take(&mut self.drained) {
            let left = self.places.as_ref().map_or(0, |places| places.users[slot as usize]);
            world.tell(Transition::Drained {
                service: self.service,
                slot,
                moved: had.saturating_sub(left),
                left,
                full: self.sessions.is_none(),
            });
        }
    }

    /// Seats the users that have come back within this instant.
    pub(super) fn seat_returned(&mut self, world: &World<'_>) {
        let Some(places) = &mut self.places else { return };
        let served = world.book(self.service).totals.served;
        if self.rebalance == Rebalance::AtOnce && world.is_service_up(self.service) {
            places.users = places.fair(served, &self.rotation, self.limited).0;
        } else {
            places.seat(served - places.sum(), &self.rotation, self.limited);
        }
    }

    /// Finds out how users move from here on, and asks to be called when that changes.
    pub(super) fn plan_places(&mut self, world: &mut World<'_>) {
        let (Some(places), Some(sessions)) = (&self.places, &mut self.sessions) else { return };
        sessions.plan(places, &self.rotation, self.limited);
        if let Some(end) = sessions.unplanned() {
            world.wake(self.service, end);
        }
    }

    /// Users on members that are drained, who are yet to move.
    pub(super) fn leaving(&self) -> Micro {
        let (Some(places), Some(sessions)) = (&self.places, &self.sessions) else { return 0 };
        if !sessions.is_moving() {
            return 0;
        }
        let drained = self.rotation.slots().filter(|(_, slot)| slot.up && slot.drained);
        drained.map(|(slot, _)| places.users[slot as usize]).sum()
    }

    /// What the members could carry without whichever of them is missed most: standby members
    /// count as far as they are, or would be, called.
    pub(super) fn rearranged_less_one(&self) -> Micro {
        let (mut active, mut spare) = (0u128, 0u128);
        let (mut largest, mut largest_spare, mut count) = (0u128, 0u128, 0u32);
        for (slot, state) in self.rotation.slots().filter(|(_, slot)| slot.up && !slot.drained) {
            let limit = u128::from(self.rotation.limit(slot));
            if self.reserve.as_ref().is_some_and(|reserve| reserve.has(slot)) {
                spare += limit;
                largest_spare = largest_spare.max(limit);
            } else {
                active += limit;
                largest = largest.max(limit);
                count += u32::from(state.rotation());
            }
        }
        let (called, next) = match &self.reserve {
            Some(reserve) => (reserve.called, count.saturating_sub(1) < reserve.active_below),
            None => (false, false),
        };
        let without_active = active - largest + if called || next { spare } else { 0 };
        let without_spare = if called { active + spare - largest_spare } else { active + spare };
        Micro::try_from(without_active.min(without_spare)).unwrap_or(Micro::MAX)
    }

    /// Panics, in plain words, if the places do not hold the served users.
    pub(super) fn audit_places(&self, world: &World<'_>) {
        let Some(places) = &self.places else { return };
        let served = world.book(self.service).totals.served;
        assert_eq!(places.sum(), served, "every served user stands at a member");
        for (slot, state) in self.rotation.slots() {
            let users = places.users[slot as usize];
            assert!(users == 0 || state.up, "nobody stands at a member that is down");
            assert!(
                !self.limited || users <= self.rotation.limit(slot),
                "nobody stands at a member over its limit"
            );
        }
        let up = world.is_service_up(self.service);
        assert!(up || served == 0, "nobody is served by a pool that is out");
        if self.rebalance == Rebalance::AtOnce && up {
            let (fair, lost) = places.fair(served, &self.rotation, self.limited);
            assert_eq!((fair, lost), (places.users.clone(), 0), "everybody has its share");
        }
    }
}
