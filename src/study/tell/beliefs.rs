//! Who holds whom for down: of services whose members get no share of new work.

use crate::system::{NodeId, ServiceId, System, Transition};
use std::collections::BTreeSet;

/// What is true while a story is told.
#[derive(Default)]
pub(super) struct Truth {
    down: BTreeSet<NodeId>,
}

impl Truth {
    /// Takes in what has become true.
    pub(super) fn follow(&mut self, transition: &Transition) {
        if let Transition::Node { node, up } = *transition {
            match up {
                true => self.down.remove(&node),
                false => self.down.insert(node),
            };
        }
    }

    /// A belief in words: member and sentence; `None` where a pool takes members out of rotation.
    pub(super) fn belief(
        &self,
        system: &System,
        transition: &Transition,
    ) -> Option<(String, String)> {
        let (service, slot, down) = match *transition {
            Transition::Declared { service, slot } => (service, slot, true),
            Transition::Accepted { service, slot } => (service, slot, false),
            _ => return None,
        };
        if !one_leads(system, service) {
            return None;
        }
        let node = system.members(service)[slot as usize];
        let (by, member) = (system.service_name(service), system.name(node));
        let text = match (down, self.down.contains(&node)) {
            (true, true) => format!("{by} notices that {member} is down"),
            (true, false) => format!("{by} holds {member} for down, which is up"),
            (false, false) => format!("{by} sees {member} up again"),
            (false, true) => format!("{by} holds {member} for up, which is down"),
        };
        Some((member, text))
    }
}

/// Whether one member of a service does all the work, or its members are services themselves.
fn one_leads(system: &System, service: ServiceId) -> bool {
    system.leads(service).is_some() || system.pairs_members(service)
}
