//! What mechanisms, metrics and reports ask of the compiled system: sizes, limits, who has whom.

use super::blueprint::{Limit, ModeKind, Returns};
use super::id::{ModeId, NodeId, PersonId, PopulationId, ServiceId};
use super::topology::{
    Deed, Dependent, Incident, Load, LoadTerms, MemberLimits, Population, Service, System,
};
use crate::quantity::{Micro, Span};

impl System {
    /// What each member of a service may carry and admit, by slot.
    pub fn member_limits(&self, service: ServiceId) -> Vec<MemberLimits> {
        let members = self.services[service.at()].members.iter();
        let unit = self.services[service.at()].unit.as_deref();
        let limits = |node: &NodeId| {
            let label = &self.labels[self.nodes[node.at()].label as usize];
            let limit = match unit {
                // What routes bring is counted as requests are.
                Some(unit) => label.limit_of(unit).map(Limit::Requests),
                None => label.limits.limit,
            };
            MemberLimits { limit, ..label.limits }
        };
        members.map(limits).collect()
    }

    /// Micro-users that want a service.
    pub fn wanted(&self, service: ServiceId) -> Micro {
        let populations = self.services[service.at()].populations.iter();
        populations.map(|population| self.populations[population.at()].users).sum()
    }

    /// What the mechanism of a service watches beside its members.
    pub(crate) fn aides(&self, service: ServiceId) -> &[NodeId] {
        &self.services[service.at()].aides
    }

    /// Whether a service has users, or may be given some.
    pub fn carries_users(&self, service: ServiceId) -> bool {
        let service = &self.services[service.at()];
        !service.populations.is_empty() || !service.guests.is_empty()
    }

    /// The populations that a service may serve.
    fn patrons(&self, service: ServiceId) -> impl Iterator<Item = &Population> {
        let service = &self.services[service.at()];
        let patrons = service.populations.iter().chain(&service.guests);
        patrons.map(|population| &self.populations[population.at()])
    }

    /// Micro-requests a second that are made to a service.
    pub fn requested(&self, service: ServiceId) -> Micro {
        self.services[service.at()].loads.iter().map(|load| self.loads[load.at()].rate).sum()
    }

    /// The open loads, by name.
    pub fn load_terms(&self) -> Vec<LoadTerms> {
        let terms = |load: &Load| LoadTerms {
            to: load.to,
            rate: load.rate,
            writes: (load.writes.value() * load.rate as f64) as Micro,
            of: self.requested(load.to),
            arrivals: load.arrivals,
            key: load.key,
        };
        self.loads.iter().map(terms).collect()
    }

    /// The services that are members of a service.
    pub fn member_services(&self, service: ServiceId) -> impl Iterator<Item = ServiceId> {
        self.services[service.at()].members.iter().filter_map(|member| self.service_of(*member))
    }

    /// Whether a service or its members keep data that could be lost.
    pub fn keeps_data(&self, service: ServiceId) -> bool {
        self.services[service.at()].mechanism.keeps_data()
            || self.data.iter().any(|data| data.kept_by.contains(&service))
    }

    /// Micro-users of the populations, by name.
    pub fn population_sizes(&self) -> Vec<Micro> {
        self.populations.iter().map(|population| population.users).collect()
    }

    /// The slots of the standby members of a service, rising.
    pub fn standby(&self, service: ServiceId) -> &[u32] {
        &self.services[service.at()].standby
    }

    /// By slot: shares in new work, in millionths; empty when all have the same.
    pub fn weights(&self, service: ServiceId) -> &[u64] {
        &self.services[service.at()].weights
    }

    /// Whether some member of a service can be gray or degraded.
    pub fn is_alterable(&self, service: ServiceId) -> bool {
        self.services[service.at()].alterable
    }

    /// Whether anybody drains members of a service.
    pub fn is_drainable(&self, service: ServiceId) -> bool {
        self.services[service.at()].drainable
    }

    /// Whether a service notices losses and returns at once.
    pub fn notices_at_once(&self, service: ServiceId) -> bool {
        self.services[service.at()].detection.watch(0).is_none()
    }

    /// Whether what happens to one service may concern more than its own users: routes lead from one
    /// to another, somebody gives orders, or mechanisms take over and copy over links.
    pub(crate) fn has_ties(&self) -> bool {
        let led = |service: &Service| {
            service.mechanism.leader().is_some() || service.mechanism.pairs_members()
        };
        let orders = |incident: &Incident| {
            incident.events.iter().any(|event| matches!(event.deed, Deed::Order(..)))
        };
        !self.routes.is_empty()
            || !self.runbooks.is_empty()
            || !self.network.links.is_empty()
            || self.lesser.levels
            || self.populations.iter().any(|people| people.place.is_some())
            || self.services.iter().any(led)
            || self.incidents.iter().any(orders)
    }

    /// Whether a service has no balancer: its clients find out by themselves.
    pub fn clients_find_out(&self, service: ServiceId) -> bool {
        self.services[service.at()].detection.leaves_rotation_alone()
    }

    /// Whether clients of a service wait for silent members before they try again.
    pub fn minds_silence(&self, service: ServiceId) -> bool {
        self.patrons(service).any(|people| people.clients.returns == Returns::ByClient)
            || !self.notices_at_once(service)
    }

    /// Whether users cut off by a crash try again at once.
    pub fn returns_at_once(&self, service: ServiceId) -> bool {
        self.patrons(service).all(|people| {
            let clients = &people.clients;
            clients.returns == Returns::ByBalancer || clients.retry.1 == Span::ZERO
        })
    }

    /// The slot of the member of a service that leads at first, if one does.
    pub fn leads(&self, service: ServiceId) -> Option<u32> {
        let service = &self.services[service.at()];
        let one_leads =
            service.mechanism.exactly() == Some(2) || service.mechanism.leader().is_some();
        one_leads.then_some(service.leader)
    }

    /// Whether the members of a service are services that take over each other's users.
    pub fn pairs_members(&self, service: ServiceId) -> bool {
        self.services[service.at()].mechanism.pairs_members()
    }

    /// The person whom a service calls when it cannot help itself.
    pub fn rescuer(&self, service: ServiceId) -> Option<PersonId> {
        self.services[service.at()].mechanism.rescuer().map(PersonId::from)
    }

    /// The members of a service, by slot.
    pub fn members(&self, service: ServiceId) -> &[NodeId] {
        &self.services[service.at()].members
    }

    /// The place a node stands in.
    pub fn place_of(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node.at()].place
    }

    /// Whether a node is a link between places.
    pub fn is_link(&self, node: NodeId) -> bool {
        self.dependents_of(node).any(|at| self.dependent(node, at) == Dependent::Reach)
    }

    /// By node: whether something stands in it.
    pub fn places(&self) -> Vec<bool> {
        let mut places = vec![false; self.nodes.len()];
        for place in self.nodes.iter().filter_map(|node| node.place) {
            places[place.at()] = true;
        }
        places
    }

    /// How a mode makes its node fail.
    pub fn mode_kind(&self, mode: ModeId) -> ModeKind {
        self.spec(mode).kind
    }

    /// Who decides and acts on what a service notices.
    pub fn person_of(&self, service: ServiceId) -> Option<PersonId> {
        self.services[service.at()].person
    }

    /// The node that a service is.
    pub fn service_node(&self, service: ServiceId) -> NodeId {
        self.services[service.at()].node
    }

    /// The service that a node is.
    pub fn service_at_node(&self, node: NodeId) -> Option<ServiceId> {
        self.service_of(node)
    }

    /// The populations, by name.
    pub fn populations(&self) -> impl Iterator<Item = (PopulationId, &str)> {
        self.populations.iter().enumerate().map(|(at, p)| (PopulationId::from(at), p.name.as_str()))
    }
}
