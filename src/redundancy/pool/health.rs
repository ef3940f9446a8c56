//! Members that are up and do not do all of their work: degraded ones carry less, gray ones fail a
//! share of what they are given while every check finds them well.
//!
//! Of the users who stand at a gray member its share is without service, and waits: undetected
//! until somebody complains, and until the repair ends. Users who come to it later are divided when
//! the pool next settles, once they are a fiftieth of those who wait there.

use super::balancer::Balancer;
use crate::quantity::Micro;
use crate::system::{Release, World};

const WHOLE: u64 = 1_000_000;

/// A gray member.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Gray {
    pub slot: u32,
    /// Work it fails, in millionths.
    pub fails: u64,
}

impl Balancer {
    /// A member works better or worse than it did.
    pub(super) fn altered(&mut self, slot: u32, world: &mut World<'_>) {
        let health = world.member_health(self.service, slot);
        let (limit, sign_ins) = self.base[slot as usize];
        let part = |amount: Micro| {
            (u128::from(amount) * u128::from(health.keeps) / u128::from(WHOLE)) as Micro
        };
        let limit = if limit == Micro::MAX { limit } else { part(limit) };
        self.rotation.reclass(slot, limit, sign_ins.map(part));
        let known = self.gray.iter().any(|gray| gray.slot == slot);
        self.gray.retain(|gray| gray.slot != slot);
        if health.fails > 0 {
            self.gray.push(Gray { slot, fails: health.fails });
            self.gray.sort_unstable_by_key(|gray| gray.slot);
        } else if known {
            self.release_gray(slot, world);
        }
        if let Some(places) = &mut self.places {
            let weight = self.weights.get(slot as usize).copied().unwrap_or(WHOLE);
            places.serves[slot as usize] = (weight * (WHOLE - health.fails) / WHOLE).max(1);
        }
        // Its share of those who stand there now waits from now on; the rest stays.
        self.take_gray(world);
        if health.noticed {
            for cohort in &mut world.book_mut(self.service).cohorts {
                if let Release::Gray { slot: whose, noticed } = &mut cohort.release {
                    *noticed |= *whose == slot;
                }
            }
        }
    }

    /// Of whoever stands at a gray member, or has come since, its share waits.
    pub(super) fn take_gray(&mut self, world: &mut World<'_>) {
        for Gray { slot, fails } in self.gray.clone() {
            let Some(places) = &mut self.places else { return };
            let users = places.users[slot as usize];
            let held = world.book(self.service).held_for_gray(slot);
            let all = u128::from(users) + u128::from(held);
            let share = (all * u128::from(fails) / u128::from(WHOLE)) as Micro;
            let lost = share.saturating_sub(held).min(users);
            // Who comes one by one is divided once a fiftieth of those there has come.
            if lost == 0 || u128::from(lost) * 50 < u128::from(share) {
                continue;
            }
            places.users[slot as usize] -= lost;
            let health = world.member_health(self.service, slot);
            let noticed = health.noticed;
            self.lose(slot, lost, health.cause, world, |_| Release::Gray { slot, noticed });
        }
    }

    /// Those who waited at a gray member may come back.
    pub(super) fn release_gray(&mut self, slot: u32, world: &mut World<'_>) {
        for cohort in 0..world.book(self.service).cohorts.len() {
            let waits = &world.book(self.service).cohorts[cohort];
            let gray = matches!(waits.release, Release::Gray { slot: whose, .. } if whose == slot);
            if gray && waits.held > 0 {
                self.release(cohort, world);
            }
        }
    }
}
