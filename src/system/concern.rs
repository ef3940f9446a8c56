//! What a decision is about, and whom that concerns: a recovery is invoked by a decision on something
//! that its users rely on, not by any that somebody takes meanwhile.

use super::id::{DataId, NodeId, RunbookId, ServiceId};
use super::topology::System;
use std::collections::BTreeSet;
use std::sync::OnceLock;

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

/// What populations and services rely on: the same in every trial, so each is found once.
#[derive(Debug, Default)]
pub(crate) struct Reliances {
    populations: OnceLock<Vec<Reliance>>,
    services: OnceLock<Vec<Reliance>>,
}

type Reliance = OnceLock<BTreeSet<NodeId>>;

/// The one at a position of so many, found by `find` if nobody has asked before.
fn once(
    all: &OnceLock<Vec<Reliance>>,
    (at, many): (usize, usize),
    find: impl FnOnce() -> BTreeSet<NodeId>,
) -> &BTreeSet<NodeId> {
    all.get_or_init(|| vec![Reliance::new(); many])[at].get_or_init(find)
}

impl System {
    /// Whether a decision is about something that an audience relies on.
    pub fn concerns_audience(&self, decision: Decision, audience: usize) -> bool {
        let population = self.population_of_audience(audience).at();
        let of = (population, self.populations.len());
        let relied_on = once(&self.reliances.populations, of, || self.relied_on(population));
        self.subjects(decision).iter().any(|node| relied_on.contains(node))
    }

    /// Whether a decision is about something that a service relies on.
    pub fn concerns_service(&self, decision: Decision, service: ServiceId) -> bool {
        let of = (service.at(), self.services.len());
        let node = self.services[service.at()].node;
        let relied_on = once(&self.reliances.services, of, || self.behind(vec![node]));
        self.subjects(decision).iter().any(|node| relied_on.contains(node))
    }

    /// What a decision is about.
    fn subjects(&self, decision: Decision) -> Vec<NodeId> {
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

    /// What a population relies on, wherever it is served: services on its ways, their members, what
    /// these need, and where all that stands.
    fn relied_on(&self, population: usize) -> BTreeSet<NodeId> {
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
                open.extend(service.ties.onward.iter().flat_map(|route| self.led_to(*route)));
            }
        }
        found
    }
}
