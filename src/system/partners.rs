//! What mechanisms of two partners ask of the system.

use super::compile::Compiler;
use super::id::{NodeId, ServiceId};
use super::topology::System;
use super::world::World;
use crate::quantity::Span;
use crate::random::{Chance, key_of_pair};

impl Compiler<'_> {
    /// How long the clients of a load take to look again for whoever serves.
    pub(super) fn looks_again(&self, load: &str) -> Option<Span> {
        let mut seekers = self.blueprint.seekers.iter();
        seekers.find(|seeker| seeker.load == load).map(|seeker| seeker.every)
    }
}

impl System {
    /// The two members of a service, by slot, and the first part that it watches beside them.
    ///
    /// # Panics
    ///
    /// If the service has not two members: [`System::new`] has refused it.
    pub(crate) fn partners(&self, service: ServiceId) -> ([NodeId; 2], Option<NodeId>) {
        let service = &self.services[service.at()];
        let pair = <[NodeId; 2]>::try_from(service.members.as_slice());
        (pair.expect("a pair has two members"), service.aides.first().copied())
    }

    /// The member that leads at first, by slot.
    pub(crate) fn leader(&self, service: ServiceId) -> u32 {
        self.services[service.at()].leader
    }

    /// The owner of what a service draws for another part.
    pub(crate) fn pair_owner(&self, service: ServiceId, node: NodeId) -> u64 {
        key_of_pair(self.services[service.at()].key, self.nodes[node.at()].key)
    }

    /// The longest time that a client of an open load of a service takes to look again for whoever
    /// serves.
    pub(crate) fn looks_again(&self, service: ServiceId) -> Option<Span> {
        let loads = &self.services[service.at()].loads;
        loads.iter().filter_map(|load| self.loads[load.at()].looks_again).max()
    }
}

impl World<'_> {
    /// The owner of what the clients of the first open load of a service draw.
    pub(crate) fn load_owner(&self, service: ServiceId) -> u64 {
        let first = self.system.services[service.at()].loads.first();
        first.map_or(0, |load| self.system.loads[load.at()].key)
    }

    /// The chance of the trial.
    pub(crate) fn chance(&self) -> Chance {
        self.chance
    }
}
