//! What a decision is about, and whom that concerns: a recovery is invoked by a decision on something
//! that its users rely on, not by any that somebody takes meanwhile.

use super::id::{DataId, NodeId, RunbookId, ServiceId};
use super::topology::System;
use std::collections::BTreeSet;

/// What somebody has decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// To follow a runbook.
    Runbook(RunbookId),
    /// To act on a member that is down.
    Failure {
        /// Whose.
        service: ServiceId,
        /// Which member.
        slot: u32,
    },
    /// To do by hand what a mechanism has failed to do.
    Rescue(ServiceId),
    /// To restore data.
    Data(DataId),
}

impl System {
    /// What a decision is about.
    pub fn subjects(&self, decision: Decision) -> Vec<NodeId> {
        match decision {
            Decision::Runbook(runbook) => {
                let runbook = &self.runbooks[runbook.at()];
                let cause = runbook.cause.map(|cause| cause.node);
                runbook.about.iter().copied().chain(cause).collect()
            }
            Decision::Failure { service, slot } => {
                let service = &self.services[service.at()];
                vec![service.node, service.members[slot as usize]]
            }
            Decision::Rescue(service) => vec![self.services[service.at()].node],
            Decision::Data(data) => vec![self.data[data.at()].node],
        }
    }

    /// What an audience relies on, wherever it is served: services on its ways, their members, what
    /// these need, and where all that stands.
    pub fn relied_on(&self, audience: usize) -> BTreeSet<NodeId> {
        let population = match audience.checked_sub(self.populations.len()) {
            None => audience,
            Some(want) => self.wants[want].population.at(),
        };
        let people = &self.populations[population];
        let services = people.hosts.iter().chain([&people.home]);
        let mut open: Vec<NodeId> = services.map(|it| self.services[it.at()].node).collect();
        open.extend(people.place);
        for want in people.wants.0..people.wants.1 {
            let want = &self.wants[want as usize];
            let elsewhere = want.elsewhere.iter().flat_map(|(_, legs)| legs);
            let legs = want.legs.iter().chain(elsewhere);
            open.extend(legs.flat_map(|route| self.led_to(*route)));
        }
        self.behind(open)
    }

    /// What a service relies on.
    pub fn service_relies_on(&self, service: ServiceId) -> BTreeSet<NodeId> {
        self.behind(vec![self.services[service.at()].node])
    }

    /// All that these need, are made of and stand in.
    fn behind(&self, mut open: Vec<NodeId>) -> BTreeSet<NodeId> {
        let mut found = BTreeSet::new();
        while let Some(node) = open.pop() {
            if !found.insert(node) {
                continue;
            }
            open.extend(self.nodes[node.at()].place);
            open.extend(&self.needs[node.at()]);
            let graces = self.lesser.graces.iter().filter(|grace| grace.node == node);
            open.extend(graces.map(|grace| grace.need));
            if let Some(service) = self.service_of(node) {
                let service = &self.services[service.at()];
                open.extend(service.members.iter().chain(&service.aides));
                open.extend(service.onward.iter().flat_map(|route| self.led_to(*route)));
            }
        }
        found
    }
}
