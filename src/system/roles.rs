//! Roles: which member of a service leads at present, and how fast those age that stand by.
//!
//! A clock group may follow a role: its members age at full speed while their member leads, and at
//! the dormancy of the service while it does not.

use super::compile::Compiler;
use super::id::{NodeId, ServiceId};
use super::topology::{GroupSpec, System};
use super::world::World;

/// A role that drives a clock group.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct RoleSpeed {
    pub service: ServiceId,
    pub slot: u32,
    /// The speed while this member does not lead.
    pub dormancy: f64,
}

impl RoleSpeed {
    /// The speed while `leader` leads.
    pub(super) fn speed(&self, leader: Option<u32>) -> f64 {
        if leader == Some(self.slot) { 1.0 } else { self.dormancy }
    }
}

impl GroupSpec {
    /// The speed with everything up and everybody in the first role.
    pub(super) fn first_speed(&self, system: &System) -> f64 {
        let first = |role: &RoleSpeed| role.speed(Some(system.services[role.service.at()].leader));
        let beside = self.beside.map_or(1.0, |(_, up, _)| up);
        self.roles.iter().map(first).fold(beside, |speed, factor| speed * factor)
    }
}

impl Compiler<'_> {
    /// The roles that `node` plays, itself or within a member that is a service.
    pub(super) fn roles_of(&self, node: NodeId) -> Vec<RoleSpeed> {
        let mut roles = Vec::new();
        let mut open = vec![node];
        let mut seen = Vec::new();
        while let Some(node) = open.pop() {
            if seen.contains(&node) {
                continue;
            }
            seen.push(node);
            for (service, slot) in self.system.memberships(node) {
                let spec = &self.system.services[service.at()];
                if let Some(dormancy) = spec.mechanism.dormancy() {
                    roles.push(RoleSpeed { service, slot, dormancy });
                }
                open.push(spec.node);
            }
        }
        roles
    }
}

impl World<'_> {
    /// The slot of the member that leads a service at present.
    pub(crate) fn leader(&self, service: ServiceId) -> Option<u32> {
        self.configuration.leaders[service.at()]
    }

    /// Another member leads a service from now on, or nobody does: ages go on at other speeds.
    pub(crate) fn lead(&mut self, service: ServiceId, slot: Option<u32>) {
        if std::mem::replace(&mut self.configuration.leaders[service.at()], slot) != slot {
            for group in &self.system.services[service.at()].groups {
                self.set_speed(*group);
            }
            self.look_at_residents_of(service);
        }
    }
}
