//! Which members are given work, which of them do it, and how evenly.
//!
//! Members of equal limit and sign-in rate form a class; everything is counted by class, so no
//! question costs a look at every member.

use crate::quantity::Micro;
use crate::system::{Limit, MemberLimits};

/// The members of a pool.
#[derive(Clone, Debug)]
pub(super) struct Rotation {
    slots: Vec<Slot>,
    pub classes: Vec<Class>,
    pub up: u32,
    /// Given new work.
    pub rotation: u32,
    /// Given new work and up.
    pub serving: u32,
    /// Given new work, down, and refusing or silent.
    pub refusing: u32,
    pub silent: u32,
    /// Members that are given work although they are down, by slot.
    pub blind: Vec<u32>,
}

/// One member.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Slot {
    pub up: bool,
    /// The balancer thinks that it is up.
    pub believed: bool,
    pub drained: bool,
    /// Stands by and is not called.
    pub idle: bool,
    /// While down: answers nothing.
    pub silent: bool,
    /// While down: the first check has failed.
    pub observed: bool,
    class: u16,
}

impl Slot {
    /// Given new work.
    #[inline]
    pub(super) fn rotation(&self) -> bool {
        self.believed && !self.drained && !self.idle
    }

    /// Given new work, and does it.
    #[inline]
    pub(super) fn serves(&self) -> bool {
        self.up && self.rotation()
    }
}

/// Members of equal limit and sign-in rate, by rising limit.
#[derive(Clone, Debug)]
pub(super) struct Class {
    /// In micro-users, or micro-requests a second; `Micro::MAX` is none.
    pub limit: Micro,
    /// Micro-users a second; `None` is any number at once.
    pub sign_ins: Option<Micro>,
    pub up: u32,
    pub serving: u32,
}

impl Rotation {
    /// Members that carry users, or else requests: a limit of the other kind says nothing.
    pub(super) fn new(members: &[MemberLimits], of_users: bool) -> Self {
        let limit = |member: &MemberLimits| match member.limit {
            Some(Limit::Users(limit)) if of_users => limit,
            Some(Limit::Requests(limit)) if !of_users => limit,
            _ => Micro::MAX,
        };
        let mut kinds: Vec<(Micro, Option<Micro>)> =
            members.iter().map(|member| (limit(member), member.sign_ins)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut classes: Vec<Class> = kinds
            .iter()
            .map(|&(limit, sign_ins)| Class { limit, sign_ins, up: 0, serving: 0 })
            .collect();
        let slots = members
            .iter()
            .map(|member| {
                let kind = (limit(member), member.sign_ins);
                let class = kinds.binary_search(&kind).expect("every kind was listed");
                classes[class].up += 1;
                classes[class].serving += 1;
                let class = u16::try_from(class).expect("kinds of member are few");
                Slot {
                    up: true,
                    believed: true,
                    drained: false,
                    idle: false,
                    silent: false,
                    observed: false,
                    class,
                }
            })
            .collect();
        let all = members.len() as u32;
        Self {
            slots,
            classes,
            up: all,
            rotation: all,
            serving: all,
            refusing: 0,
            silent: 0,
            blind: Vec::new(),
        }
    }

    #[inline]
    pub(super) fn slot(&self, slot: u32) -> Slot {
        self.slots[slot as usize]
    }

    /// Members that are given work although they are down, with whether a check has failed.
    pub(super) fn blind_observed(&self) -> Vec<(u32, bool)> {
        self.blind.iter().map(|slot| (*slot, self.slot(*slot).observed)).collect()
    }

    pub(super) fn observe(&mut self, slot: u32) {
        self.slots[slot as usize].observed = true;
    }

    /// Changes a member's state and keeps the counts.
    #[inline]
    pub(super) fn change(&mut self, at: u32, change: impl FnOnce(&mut Slot)) {
        let old = self.slots[at as usize];
        let mut new = old;
        change(&mut new);
        new.observed &= !new.up;
        self.slots[at as usize] = new;
        let moved = |count: &mut u32, was: bool, is: bool| {
            *count = *count + u32::from(is) - u32::from(was);
        };
        let class = &mut self.classes[usize::from(old.class)];
        moved(&mut self.up, old.up, new.up);
        moved(&mut class.up, old.up, new.up);
        moved(&mut self.rotation, old.rotation(), new.rotation());
        moved(&mut self.serving, old.serves(), new.serves());
        moved(&mut class.serving, old.serves(), new.serves());
        let (was, is) = (old.rotation() && !old.up, new.rotation() && !new.up);
        if was || is {
            moved(&mut self.refusing, was && !old.silent, is && !new.silent);
            moved(&mut self.silent, was && old.silent, is && new.silent);
            match (was, is) {
                (false, true) => {
                    self.blind.insert(self.blind.partition_point(|slot| *slot < at), at)
                }
                (true, false) => self.blind.retain(|slot| *slot != at),
                _ => {}
            }
        }
    }

    /// Gives a member another limit and sign-in rate.
    pub(super) fn reclass(&mut self, at: u32, limit: Micro, sign_ins: Option<Micro>) {
        let old = self.slots[at as usize];
        let kind = |class: &Class| (class.limit, class.sign_ins);
        let found = self.classes.binary_search_by_key(&(limit, sign_ins), kind);
        let place = found.unwrap_or_else(|place| {
            self.classes.insert(place, Class { limit, sign_ins, up: 0, serving: 0 });
            let moved = self.slots.iter_mut().filter(|slot| usize::from(slot.class) >= place);
            moved.for_each(|slot| slot.class += 1);
            place
        });
        let before = usize::from(self.slots[at as usize].class);
        self.classes[before].up -= u32::from(old.up);
        self.classes[before].serving -= u32::from(old.serves());
        self.classes[place].up += u32::from(old.up);
        self.classes[place].serving += u32::from(old.serves());
        self.slots[at as usize].class = place as u16;
    }

    /// All members, by slot.
    pub(super) fn slots(&self) -> impl Iterator<Item = (u32, &Slot)> {
        self.slots.iter().enumerate().map(|(at, slot)| (at as u32, slot))
    }

    /// How many users a second a member signs in; `None` is any number at once.
    pub(super) fn sign_ins(&self, slot: u32) -> Option<Micro> {
        self.classes[usize::from(self.slots[slot as usize].class)].sign_ins
    }

    /// The limit of a member.
    pub(super) fn limit(&self, slot: u32) -> Micro {
        self.classes[usize::from(self.slots[slot as usize].class)].limit
    }

    /// What the serving members may carry together.
    pub(super) fn capacity(&self) -> Micro {
        total(self.classes.iter().map(|class| (class.limit, class.serving)))
    }

    /// What all members may carry together.
    pub(super) fn capacity_of_all(&self) -> Micro {
        let limit = |slot: &Slot| (self.classes[usize::from(slot.class)].limit, 1);
        total(self.slots.iter().map(limit))
    }

    /// What the members that are up may carry together.
    pub(super) fn capacity_up(&self) -> Micro {
        total(self.classes.iter().map(|class| (class.limit, class.up)))
    }

    /// What the members that are up could carry without the largest of them.
    pub(super) fn capacity_less_one(&self) -> Micro {
        let largest = self.classes.iter().rposition(|class| class.up > 0);
        total(
            self.classes
                .iter()
                .enumerate()
                .map(|(at, class)| (class.limit, class.up - u32::from(Some(at) == largest))),
        )
    }

    /// How much an even spread of `amount` puts on each serving member: everybody the same, but
    /// with `limited` nobody more than its limit.
    pub(super) fn level(&self, amount: Micro, limited: bool) -> Micro {
        let serving = Micro::from(self.serving);
        if serving == 0 {
            return 0;
        }
        if !limited {
            return amount / serving;
        }
        let (mut left, mut members) = (amount, serving);
        for class in &self.classes {
            let count = Micro::from(class.serving);
            if count == 0 {
                continue;
            }
            if left / members < class.limit || count == members {
                return left / members;
            }
            left -= class.limit * count;
            members -= count;
        }
        0
    }

    /// Sign-ins a second while each carries `level`: those with room; `None` is any number.
    pub(super) fn admission(&self, level: Micro) -> Option<Micro> {
        let mut sum: Micro = 0;
        for class in self.classes.iter().filter(|class| class.serving > 0 && class.limit > level) {
            sum = sum.saturating_add(class.sign_ins?.saturating_mul(Micro::from(class.serving)));
        }
        Some(sum)
    }

    /// The served total at which the next member fills.
    pub(super) fn step(&self, level: Micro) -> Micro {
        let Some(next) = self.classes.iter().find(|c| c.serving > 0 && c.limit > level) else {
            return self.capacity();
        };
        total(self.classes.iter().map(|class| (class.limit.min(next.limit), class.serving)))
    }

    /// Whether all members admit any number at once.
    pub(super) fn admits_at_once(&self) -> bool {
        self.classes.iter().all(|class| class.sign_ins.is_none())
    }
}

/// The sum of limits, saturating: one member without a limit has room for all.
fn total(members: impl Iterator<Item = (Micro, u32)>) -> Micro {
    members.filter(|(_, count)| *count > 0).fold(0, |sum: Micro, (limit, count)| {
        sum.saturating_add(limit.saturating_mul(Micro::from(count)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rotation(limits: &[u64]) -> Rotation {
        let member =
            |limit: &u64| MemberLimits { limit: Some(Limit::Users(*limit)), sign_ins: None };
        Rotation::new(&limits.iter().map(member).collect::<Vec<_>>(), true)
    }

    #[test]
    fn an_even_spread_fills_the_small_ones_and_shares_the_rest() {
        let pool = rotation(&[10, 10, 40]);
        assert_eq!(pool.level(15, true), 5);
        assert_eq!(pool.level(40, true), 20);
        assert_eq!(pool.level(60, true), 40);
        assert_eq!(pool.capacity(), 60);
        assert_eq!(pool.capacity_less_one(), 20);
        assert_eq!(pool.step(5), 30);
        assert_eq!(pool.step(10), 60);
    }

    #[test]
    fn counts_follow_the_members() {
        let mut pool = rotation(&[10, 10, 10]);
        pool.change(1, |slot| (slot.up, slot.silent) = (false, true));
        assert_eq!((pool.up, pool.rotation, pool.serving, pool.silent), (2, 3, 2, 1));
        assert_eq!(pool.blind, vec![1]);
        pool.change(1, |slot| slot.believed = false);
        assert_eq!((pool.rotation, pool.silent), (2, 0));
        pool.change(1, |slot| (slot.up, slot.believed) = (true, true));
        assert_eq!((pool.up, pool.rotation, pool.serving), (3, 3, 3));
        pool.change(2, |slot| slot.drained = true);
        assert_eq!((pool.up, pool.rotation, pool.serving), (3, 2, 2));
    }
}
