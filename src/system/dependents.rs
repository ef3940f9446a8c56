//! Who hears of whom, compiled: the contents of places, needs, members, clocks and routes.

use super::compile::Compiler;
use super::id::*;
use super::lesser::Lower;
use super::topology::*;

impl Compiler<'_> {
    /// Who hears of whom: contents of places, needs, members, clocks.
    pub(super) fn list_dependents(&mut self) {
        let mut edges: Vec<(NodeId, Dependent)> = Vec::new();
        for (at, node) in self.system.nodes.iter().enumerate() {
            let here = NodeId::from(at);
            edges.extend(node.place.map(|place| (place, Dependent::Need(here))));
            edges.extend(self.system.needs[at].iter().map(|need| (*need, Dependent::Need(here))));
        }
        for (at, service) in self.system.services.iter().enumerate() {
            for (slot, member) in service.members.iter().enumerate() {
                edges.push((*member, Dependent::Member(at.into(), slot as u32)));
            }
            for (aide, node) in service.aides.iter().enumerate() {
                edges.push((*node, Dependent::Aide(at.into(), aide as u32)));
            }
            let from = service.watches_from;
            edges.extend(from.map(|node| (node, Dependent::Standpoint(at.into()))));
        }
        for (at, group) in self.system.groups.iter().enumerate() {
            edges.extend(group.beside.map(|(node, ..)| (node, Dependent::Clock(at.into()))));
        }
        for at in 0..self.system.routes.len() {
            let led_to = self.system.led_to(at.into());
            let parts = led_to.iter().filter(|node| self.system.service_of(**node).is_none());
            edges.extend(parts.map(|node| (*node, Dependent::Route(at.into()))));
        }
        for (at, runbook) in self.system.runbooks.iter().enumerate() {
            let cause = runbook.cause.iter();
            edges.extend(cause.map(|cause| (cause.node, Dependent::Runbook(at.into()))));
        }
        let links = self.system.network.links.iter();
        edges.extend(links.map(|link| (link.node, Dependent::Reach)));
        edges.extend(self.system.lesser.dependents());
        edges.sort_by_key(|(node, _)| *node);
        for (at, (node, dependent)) in edges.into_iter().enumerate() {
            let entry = &mut self.system.links[node.at()];
            if entry.dependents.1 == 0 {
                entry.dependents.0 = at as u32;
                entry.first_dependent = dependent;
            }
            entry.dependents.1 = at as u32 + 1;
            self.system.dependents.push(dependent);
        }
        self.mark_watched();
        self.system.cyclic = has_cycle(&self.system);
    }

    /// A node is watched when a service watches it, or something that cannot run without it.
    fn mark_watched(&mut self) {
        let mut open: Vec<NodeId> = Vec::new();
        for service in &self.system.services {
            open.extend(&service.members);
        }
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut self.system.links[node.at()].watched, true) {
                continue;
            }
            open.extend(self.system.nodes[node.at()].place);
            open.extend(&self.system.needs[node.at()]);
        }
        for service in &self.system.services {
            if service.detection.watch(0).is_none() {
                for member in &service.members {
                    self.system.links[member.at()].at_once = true;
                }
            }
        }
        // What a service needs is noticed when its users complain.
    }
}

/// Whether the nodes that others depend on form a cycle (members count: a service hangs on them).
fn has_cycle(system: &System) -> bool {
    let mut waiting = vec![0u32; system.nodes.len()];
    let next = |dependent: &Dependent| match dependent {
        Dependent::Need(node) => Some(*node),
        Dependent::Member(service, _) => Some(system.services[service.at()].node),
        // A grace that ends in an outage is a need to run, if a patient one.
        Dependent::Grace(at) => {
            let grace = &system.lesser.graces[*at as usize];
            (grace.then == Lower::None).then_some(grace.node)
        }
        Dependent::Aide(..)
        | Dependent::Clock(_)
        | Dependent::Route(_)
        | Dependent::Runbook(_)
        | Dependent::Start(_)
        | Dependent::Reach
        | Dependent::Standpoint(_) => None,
    };
    for node in system.dependents.iter().filter_map(next) {
        waiting[node.at()] += 1;
    }
    let mut open: Vec<NodeId> =
        (0..system.nodes.len()).filter(|at| waiting[*at] == 0).map(NodeId::from).collect();
    let mut seen = 0;
    while let Some(node) = open.pop() {
        seen += 1;
        for dependent in &system.dependents[system.dependents_of(node)] {
            if let Some(node) = next(dependent) {
                waiting[node.at()] -= 1;
                if waiting[node.at()] == 0 {
                    open.push(node);
                }
            }
        }
    }
    seen < system.nodes.len()
}
