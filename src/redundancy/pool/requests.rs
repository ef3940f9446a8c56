//! What becomes of requests: the share that fails, the share that is refused.
//!
//! A first attempt meets a member in rotation by weight, dead or not. One that meets a dead member
//! is tried again as the pool says; a retry that goes elsewhere meets any *other* member in
//! rotation by weight. With d of n even members dead and R retries that go elsewhere, the share
//! d/n x ((d-1)/(n-1))^R meets dead members only and fails. A member that refuses costs an attempt
//! no time, a silent one the connect time-out for each attempt at it; a request that has cost its
//! client more than the client's time-out fails. Requests that reach a live member above its limit
//! are refused there, retried or not.

use super::balancer::Balancer;
use super::health::Gray;
use super::rotation::{Class, Slot};
use super::{Redispatch, Requests};
use crate::quantity::{Micro, Span};
use crate::system::RequestRates;

/// Shares are kept in 1e-15.
const WHOLE: f64 = 1e15;

/// A member in rotation that is dead.
struct Dead {
    weight: f64,
    silent: bool,
}

/// What becomes of the requests of a pool at present.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flow {
    pub rates: RequestRates,
    /// Micro-requests a second that a live member is given for each unit of its weight.
    pub by_weight: f64,
    /// What an even member is given.
    pub level: Micro,
}

impl Requests {
    /// Whether a request may be tried at another member.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.retries > 0 && self.redispatch != Redispatch::Never
    }

    /// The share of requests that reach a live member, in a rotation with this total weight.
    fn landed(&self, dead: &[Dead], all: f64) -> f64 {
        let weight: f64 = dead.iter().map(|dead| dead.weight).sum();
        let mut landed = (all - weight) / all;
        if !self.is_elsewhere() {
            return landed;
        }
        // Attempts at the first member, and at each further one.
        let (first, hops) = match self.redispatch {
            Redispatch::Last => (u64::from(self.retries), 1),
            _ => (1, self.retries),
        };
        let attempts = |silent: bool, at: u64| if silent { at } else { 0 };
        let patience = self.client_timeout.unwrap_or(Span::FOREVER);
        let within = |attempts: u64| self.connect_timeout.times(attempts) <= patience;
        // By dead member: requests that have just met it, by silent attempts so far.
        let mut met: Vec<Vec<(u64, f64)>> = dead
            .iter()
            .map(|dead| vec![(attempts(dead.silent, first), dead.weight / all)])
            .collect();
        for hop in 0..hops {
            let mut next: Vec<Vec<(u64, f64)>> = dead.iter().map(|_| Vec::new()).collect();
            for (at, whose) in met.iter().enumerate() {
                let others = all - dead[at].weight;
                for &(cost, share) in whose.iter().filter(|(cost, _)| within(*cost)) {
                    if others <= 0.0 {
                        continue;
                    }
                    landed += share * (all - weight) / others;
                    if hop + 1 == hops {
                        continue;
                    }
                    for (to, other) in dead.iter().enumerate().filter(|(to, _)| *to != at) {
                        let cost = cost + attempts(other.silent, 1);
                        let part = share * other.weight / others;
                        match next[to].iter_mut().find(|(same, _)| *same == cost) {
                            Some((_, sum)) => *sum += part,
                            None => next[to].push((cost, part)),
                        }
                    }
                }
            }
            met = next;
        }
        landed
    }
}

impl Balancer {
    fn weight(&self, slot: u32) -> u64 {
        self.weights.get(slot as usize).copied().unwrap_or(1_000_000)
    }

    /// The weight of the members that `counts` says.
    fn weight_of(&self, counts: impl Fn(&Slot) -> bool) -> f64 {
        let counted = self.rotation.slots().filter(|(_, slot)| counts(slot));
        counted.map(|(slot, _)| self.weight(slot) as f64).sum()
    }

    /// Micro-requests a second that a live member is given.
    pub(super) fn requests_at(&self, slot: u32) -> Micro {
        match self.weights.is_empty() {
            true => self.flow.level,
            false => (self.flow.by_weight * self.weight(slot) as f64) as Micro,
        }
    }

    /// Finds out what becomes of requests from now on.
    pub(super) fn direct_requests(&mut self, up: bool) {
        let (rotation, serving) = (self.rotation.rotation, self.rotation.serving);
        if up && serving == rotation && rotation > 0 && !self.limited && !self.each {
            // The usual case: nobody is dead, nobody differs, nobody is refused.
            self.flow.rates = RequestRates { failing: 0, of: u64::from(rotation), refused: 0 };
            self.flow.level = self.requests / Micro::from(rotation);
            return;
        }
        self.flow = Flow::default();
        if self.requests == 0 || !up || rotation == 0 {
            self.flow.rates.of = u64::from(self.requests == 0);
            self.flow.rates.failing = 1 - self.flow.rates.of;
            self.flow.level = self.requests / Micro::from(rotation.max(1));
            return;
        }
        let made = self.requests as f64;
        if self.weights.is_empty() && !self.tries.is_elsewhere() && self.gray.is_empty() {
            self.flow.rates.failing = u64::from(self.rotation.refusing + self.rotation.silent);
            self.flow.rates.of = u64::from(rotation);
            self.flow.level = self.requests / Micro::from(rotation);
        } else {
            let dead = |slot: &u32| Dead {
                weight: self.weight(*slot) as f64,
                silent: self.rotation.slot(*slot).silent,
            };
            let dead: Vec<Dead> = self.rotation.blind.iter().map(dead).collect();
            let landed = self.tries.landed(&dead, self.weight_of(Slot::rotation));
            let live = self.weight_of(Slot::serves);
            // What a gray member is given fails in its share, and is not tried again.
            let spoilt = |gray: &Gray| match self.rotation.slot(gray.slot).serves() {
                true => self.weight(gray.slot) as f64 * gray.fails as f64 / 1e6,
                false => 0.0,
            };
            let spoilt: f64 = self.gray.iter().map(spoilt).sum();
            let done = if live > 0.0 { landed * (1.0 - spoilt / live) } else { 0.0 };
            self.flow.rates.failing = ((1.0 - done).max(0.0) * WHOLE + 0.5) as u64;
            self.flow.rates.of = WHOLE as u64;
            if serving > 0 {
                self.flow.by_weight = made * landed / live;
                self.flow.level = match dead.is_empty() {
                    true => self.requests / Micro::from(serving),
                    false => (made * landed / f64::from(serving)) as Micro,
                };
            }
        }
        if self.limited && !self.of_users {
            self.flow.rates.refused = self.refused_requests();
        }
    }

    /// Micro-requests a second above the limits of the members they reach.
    fn refused_requests(&self) -> Micro {
        if self.weights.is_empty() {
            let over = |class: &Class| self.flow.level.saturating_sub(class.limit);
            let classes = self.rotation.classes.iter();
            return classes.map(|class| over(class) * Micro::from(class.serving)).sum();
        }
        let live = self.rotation.slots().filter(|(_, slot)| slot.serves());
        live.map(|(slot, _)| self.requests_at(slot).saturating_sub(self.rotation.limit(slot))).sum()
    }
}
