//! From a description to a blueprint, a study and objectives: names become positions.
//!
//! A name that cannot be resolved is a problem, and something stands in for it so that the rest can
//! be looked at; what is made then is never used.

use super::decode::CLIENT_TIMEOUT;
use super::defaults::{Defaults, Stands};
use super::describe::{
    AgesText, ComponentText, Description, ModeText, Name, PopulationText, RepairText, ServiceText,
};
use super::names::Names;
use super::problem::Problems;
use super::upkeep::{crew, person, spares};
use crate::detection::AtOnce;
use crate::quantity::Span;
use crate::redundancy::Pool;
use crate::system::{
    Action, Ages, Blueprint, Clients, Family, IncidentSpec, LoadSpec, ModeKind, ModeSpec,
    PlaceSpec, PopulationSpec, Returns, ScriptSpec, ServiceSpec, Target,
};
use std::sync::Arc;

/// Resolves the names of one description.
pub struct Assembler<'d> {
    pub description: &'d Description,
    pub names: &'d Names<'d>,
    pub problems: &'d mut Problems,
    pub defaults: &'d mut Defaults,
}

impl Assembler<'_> {
    /// What exists and what is scripted.
    pub fn blueprint(&mut self) -> Blueprint {
        let it = self.description;
        let places = it.places.iter().map(|place| PlaceSpec {
            name: place.name.text.clone(),
            luck: place.luck.as_ref().map(|luck| luck.text.clone()),
            inside: place.inside.as_ref().and_then(|name| self.names.place(name, self.problems)),
            modes: self.modes(&place.modes, None),
        });
        let places = places.collect();
        Blueprint {
            places,
            families: it.components.iter().map(|component| self.family(component)).collect(),
            crews: it.crews.iter().map(crew).collect(),
            spares: it.spares.iter().map(spares).collect(),
            people: it.people.iter().map(person).collect(),
            services: it.services.iter().map(|service| self.service(service)).collect(),
            maintenance: it.maintenance.iter().map(|work| self.maintenance(work)).collect(),
            populations: it.populations.iter().map(|people| self.population(people)).collect(),
            loads: self.loads(),
            incidents: self.incidents(),
        }
    }

    fn family(&mut self, component: &ComponentText) -> Family {
        let place = component.place.as_ref();
        Family {
            name: component.name.text.clone(),
            luck: component.luck.as_ref().map(|luck| luck.text.clone()),
            count: component.count,
            place: place.and_then(|name| self.names.place(name, self.problems)).unwrap_or(0),
            limit: component.limit,
            sign_ins: component.sign_ins,
            modes: self.modes(&component.modes, component.repair.as_ref()),
            repair: component.repair.as_ref().and_then(|repair| self.repair(repair)),
            needs: self.targets(&component.needs),
        }
    }

    /// A mode without a repair of its own is repaired as its component is.
    fn modes(&mut self, modes: &[ModeText], usual: Option<&RepairText>) -> Vec<ModeSpec> {
        let mut specs = Vec::new();
        for mode in modes {
            let Some(life) = mode.life.clone() else { continue };
            let ages = match &mode.ages {
                AgesText::WhileUp => Some(Ages::WhileUp),
                AgesText::Always => Some(Ages::Always),
                AgesText::While(name) => self.names.target(name, self.problems).map(Ages::While),
                AgesText::Dormant { beside, factor } => {
                    let beside = self.names.target(beside, self.problems);
                    beside.map(|beside| Ages::Dormant { beside, factor: *factor })
                }
            };
            let repair = mode.repair.as_ref().or(usual);
            specs.push(ModeSpec {
                kind: mode.kind,
                tag: mode.tag.text.clone(),
                life,
                ages: ages.unwrap_or_default(),
                repair: repair.and_then(|repair| self.repair(repair)),
            });
        }
        specs
    }

    fn service(&mut self, service: &ServiceText) -> ServiceSpec {
        let members = match (&service.members, service.inline) {
            (_, true) => {
                self.names.inline(&service.name.text).map(Target::Family).into_iter().collect()
            }
            (Some(names), _) => self.workers(names),
            (None, _) => Vec::new(),
        };
        ServiceSpec {
            name: service.name.text.clone(),
            members,
            needs: self.targets(&service.needs),
            mechanism: Arc::new(Pool {
                need: service.need.map_or(1, |need| need.value),
                overload: service.overload,
            }),
            detection: match &service.check {
                Some(check) => self.detection(check),
                None => Arc::new(AtOnce),
            },
        }
    }

    fn population(&mut self, population: &PopulationText) -> PopulationSpec {
        let home = population.home.as_ref();
        let home = home.and_then(|name| self.names.service(name, self.problems));
        for feature in population.features.iter().flatten() {
            self.names.of_kind(feature, "a feature", self.problems);
        }
        let feature = self.description.features.first();
        PopulationSpec {
            name: population.name.text.clone(),
            feature: feature.map_or("service", |name| &name.text).to_owned(),
            users: population.users.map_or(1, |users| users.value),
            home: home.unwrap_or(0),
            clients: self.clients(population, home),
        }
    }

    /// What the population says, else what its home's check says, else the defaults.
    fn clients(&mut self, population: &PopulationText, home: Option<usize>) -> Clients {
        let at_home = home
            .and_then(|home| self.description.services[home].check.as_ref())
            .and_then(|check| check.clients);
        let own = population.clients;
        let usual = at_home.unwrap_or_default();
        let (retry, timeout) = (own.retry.or(usual.retry), own.timeout.or(usual.timeout));
        let by_client = own.retry.is_some() || at_home.is_some();
        let name = &population.name.text;
        let mut note = |field, value, source| {
            self.defaults.note(Stands { part: "populations", field, value, source }, name);
        };
        let returns = population.returns.unwrap_or(match by_client {
            true => Returns::ByClient,
            false => Returns::ByBalancer,
        });
        match (population.returns, by_client) {
            (Some(_), _) => {}
            (None, true) => {
                let source = "clients that are told how to try again come back by themselves";
                note("clients.returns", "by_client", source);
            }
            (None, false) => {
                let source = "users come back when the balancer has noticed";
                note("clients.returns", "by_balancer", source);
            }
        }
        if retry.is_none() {
            note("clients.retry", "0 s", "users try again at once");
        }
        if timeout.is_none() {
            let source = "how long a client waits for a silent server";
            note("clients.timeout", "30 s", source);
        }
        Clients {
            returns,
            retry: retry.unwrap_or((Span::ZERO, Span::ZERO)),
            timeout: timeout.unwrap_or(CLIENT_TIMEOUT),
        }
    }

    fn loads(&mut self) -> Vec<LoadSpec> {
        let mut specs = Vec::new();
        for load in &self.description.loads {
            let to = load.to.as_ref().and_then(|name| self.names.service(name, self.problems));
            let Some((rate, unit)) = load.rate.clone() else { continue };
            specs.push(LoadSpec {
                name: load.name.text.clone(),
                to: to.unwrap_or(0),
                rate,
                arrivals: load.arrivals,
                unit,
            });
        }
        specs
    }

    fn incidents(&mut self) -> Vec<IncidentSpec> {
        let mut specs = Vec::new();
        for incident in &self.description.incidents {
            let mut events = Vec::new();
            for event in &incident.events {
                let targets =
                    event.targets.iter().filter_map(|name| self.struck(event.action, name));
                let targets = targets.collect();
                let Some(at) = event.at else { continue };
                events.push(ScriptSpec {
                    at: at.value,
                    action: event.action,
                    targets,
                    lasts: event.lasts,
                });
            }
            specs.push(IncidentSpec { name: incident.name.text.clone(), events });
        }
        specs
    }

    /// Whom an action of a script can befall.
    fn struck(&mut self, action: Action, name: &Name) -> Option<Target> {
        match action {
            Action::Break(ModeKind::Disaster) => {
                self.names.place(name, self.problems).map(Target::Place)
            }
            Action::Break(_) => self.names.breakable(name, self.problems),
            Action::Restore => match self.names.get(&name.text) {
                Some(super::names::Thing::Place(place)) => Some(Target::Place(place)),
                _ => self.names.breakable(name, self.problems),
            },
        }
    }

    /// Names of components and services.
    pub fn workers(&mut self, names: &[Name]) -> Vec<Target> {
        names.iter().filter_map(|name| self.names.worker(name, self.problems)).collect()
    }

    /// Names of anything that can be up or down.
    fn targets(&mut self, names: &[Name]) -> Vec<Target> {
        names.iter().filter_map(|name| self.names.target(name, self.problems)).collect()
    }
}
