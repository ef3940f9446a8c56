//! Holds: a mechanism keeps its own service out although enough members are up, while nobody leads,
//! while work is taken over, while nobody may write.
//!
//! A hold is one more reason for the service to be down; what cannot run without it goes down with
//! it, in a further round of the same instant.

use super::chain::Explanation;
use super::id::{NodeId, ServiceId};
use super::phase::Phase;
use super::world::World;

/// Why a mechanism keeps its service out, and what those wait for whom it would serve.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Hold {
    pub phase: Phase,
    pub explanation: Explanation,
}

impl World<'_> {
    /// Keeps a service out from now on, or no longer.
    pub(crate) fn hold(&mut self, service: ServiceId, hold: Option<Hold>) {
        let node = self.system.services[service.at()].node;
        let before = self.configuration.holds[service.at()];
        if before == hold {
            return;
        }
        self.configuration.holds[service.at()] = hold;
        match (before, hold) {
            (None, Some(_)) => self.add_reason(node),
            (Some(_), None) => {
                self.agenda.restored = true;
                self.take_reason(node);
                if self.system.cyclic {
                    // It may be down through a circle that comes back together with it.
                    self.wake(service, self.now);
                }
            }
            // Who waits behind it may wait for something else now.
            _ => self.touch_dependents(node),
        }
    }

    /// Why the mechanism of a service keeps it out, if it does.
    #[inline]
    pub(crate) fn held(&self, service: ServiceId) -> Option<&Hold> {
        self.configuration.holds[service.at()].as_ref()
    }

    /// How many reasons to be down the mechanism at `node` gives.
    pub(super) fn hold_reasons(&self, node: NodeId) -> u32 {
        let held = |service| self.configuration.holds[ServiceId::at(service)].is_some();
        u32::from(self.system.service_of(node).is_some_and(held))
    }

    /// The hold that keeps `node` down: its own, or that of something it cannot run without (bad
    /// data among that).
    pub(crate) fn hold_behind(&self, node: NodeId) -> Option<Hold> {
        let mut open = vec![node];
        let mut seen = Vec::new();
        while let Some(node) = open.pop() {
            if self.is_up(node) || seen.contains(&node) {
                continue;
            }
            seen.push(node);
            if let Some(hold) = self.system.service_of(node).and_then(|service| self.held(service))
            {
                return Some(*hold);
            }
            if let Some(hold) = self.data_hold(node) {
                return Some(hold);
            }
            open.extend(&self.system.needs[node.at()]);
        }
        None
    }

    /// The services behind a node that is down for another reason than before look anew.
    pub(super) fn touch_dependents(&mut self, node: NodeId) {
        let mut open = vec![node];
        let mut seen = Vec::new();
        while let Some(node) = open.pop() {
            if seen.contains(&node) {
                continue;
            }
            seen.push(node);
            self.touch_itself(node);
            for at in self.system.dependents_of(node) {
                if let super::topology::Dependent::Need(other) = self.system.dependent(node, at) {
                    open.push(other);
                }
            }
        }
    }
}
