//! The names that reports print.

use super::blueprint::{Blueprint, Limit, ModeKind, Target};
use super::id::{ClassId, NodeId, PersonId, PopulationId, ServiceId, ShelfId, ShockId};
use super::topology::{Service, System};
use crate::quantity::Micro;

impl System {
    /// The name of a service.
    pub fn service_name(&self, service: ServiceId) -> &str {
        &self.services[service.at()].name
    }

    /// The name of spare units of one kind.
    pub fn shelf_name(&self, shelf: ShelfId) -> &str {
        &self.spares[shelf.at()].name
    }

    /// The name of a person.
    pub fn person_name(&self, person: PersonId) -> &str {
        &self.people[person.at()].spec.name
    }

    /// The name of a member: `web-03`.
    pub fn member_name(&self, service: ServiceId, slot: u32) -> String {
        self.name(self.services[service.at()].members[slot as usize])
    }

    /// The services a node is a member of, with its slot there.
    pub(crate) fn memberships(&self, node: NodeId) -> Vec<(ServiceId, u32)> {
        let services = self.services.iter().enumerate();
        let slot = |(at, service): (usize, &Service)| {
            let slot = service.members.binary_search(&node).ok()?;
            Some((at.into(), slot as u32))
        };
        services.filter_map(slot).collect()
    }

    /// How a service watches its members, in words.
    pub fn detection_words(&self, service: ServiceId) -> String {
        self.services[service.at()].detection.describe()
    }

    /// The word for one request to a service.
    pub fn request_unit(&self, service: ServiceId) -> &str {
        let first = self.services[service.at()].loads.first();
        first.map_or("requests", |load| self.loads[load.at()].unit.as_str())
    }

    /// The name of a shock.
    pub fn shock_name(&self, shock: ShockId) -> &str {
        &self.shocks[shock.at()].name
    }

    /// The name of a population.
    pub fn population_name(&self, population: PopulationId) -> &str {
        &self.populations[population.at()].name
    }

    /// The feature a population wants.
    pub fn feature_name(&self, population: PopulationId) -> &str {
        &self.populations[population.at()].feature
    }

    /// The service a population uses.
    pub fn home(&self, population: PopulationId) -> ServiceId {
        self.populations[population.at()].home
    }

    /// The services that may serve a population: its home, and whoever takes it over.
    pub fn hosts(&self, population: PopulationId) -> impl Iterator<Item = ServiceId> {
        let people = &self.populations[population.at()];
        std::iter::once(people.home).chain(people.hosts.iter().copied())
    }

    /// Name, service and word for one request of each open load, by name.
    pub fn load_names(&self) -> Vec<(&str, &str, &str)> {
        let names = self.loads.iter();
        names.map(|l| (l.name.as_str(), self.service_name(l.to), l.unit.as_str())).collect()
    }

    /// The name of a kind of failure: `web: crash`.
    pub fn class_name(&self, class: ClassId) -> &str {
        &self.classes[class.at()]
    }
}

impl Limit {
    /// The amount, in micro-users or micro-requests a second.
    pub fn amount(self) -> Micro {
        match self {
            Self::Users(amount) | Self::Requests(amount) => amount,
        }
    }
}

impl Blueprint {
    /// Whether the service at this position keeps data that could be lost.
    pub fn keeps_data(&self, service: usize) -> bool {
        self.services.get(service).is_some_and(|it| it.mechanism.keeps_data())
            || self.data.iter().any(|data| data.kept_by.contains(&service))
    }

    /// Whether a service says what becomes of writes.
    pub fn tells_of_data(&self, service: usize) -> bool {
        self.keeps_data(service)
            || self.services.get(service).is_some_and(|it| it.mechanism.tells_of_data())
    }

    /// The name of what a reference names.
    pub fn name_of(&self, target: Target) -> String {
        match target {
            Target::Place(at) => self.places[at].name.clone(),
            Target::Family(at) => self.families[at].name.clone(),
            Target::Member(at, number) => format!("{}-{number:02}", self.families[at].name),
            Target::Service(at) => self.services[at].name.clone(),
            Target::Link(at) => self.links[at].name.clone(),
        }
    }
}

impl ModeKind {
    /// The word of the scenario language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Crash => "crash",
            Self::Hang => "hang",
            Self::Disaster => "disaster",
            Self::Cut => "cut",
            Self::Latent => "latent",
            Self::Gray(_) => "gray",
            Self::Degraded(_) => "degraded",
            Self::Corruption => "corruption",
            Self::FalseAlarm => "false alarm",
            Self::Planned => "planned work",
        }
    }
}
