//! From a description to a blueprint, a study and objectives: names become positions.
//!
//! A name that cannot be resolved is a problem, and something stands in for it so that the rest can
//! be looked at; what is made then is never used.

use super::decode::CLIENT_TIMEOUT;
use super::defaults::{Defaults, Stands};
use super::describe::{
    AgesText, BurdenText, ComponentText, Description, FeatureText, HOME, ModeText, Name, NeedText,
    PopulationText, RepairText, ServiceText, ShockSourceText, ShockText,
};
use super::names::{Names, Thing};
use super::problem::{Problem, Problems, code, quote};
use super::upkeep::{crew, person, spares};
use crate::detection::AtOnce;
use crate::quantity::Span;
use crate::system::{
    Action, Ages, Blueprint, BurdenSpec, Clients, Family, FeatureSpec, IncidentSpec, LesserNeed,
    ModeKind, ModeSpec, PlaceSpec, PopulationSpec, RepointSpec, Returns, RouteOwner, RouteSpec,
    ScriptSpec, ServiceSpec, ShockSource, ShockSpec, Target,
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
        let (incidents, repoints) = self.incidents();
        let mut blueprint = Blueprint {
            places,
            links: it.links.iter().map(|link| self.link(link)).collect(),
            families: it.components.iter().map(|component| self.family(component)).collect(),
            crews: it.crews.iter().map(crew).collect(),
            spares: it.spares.iter().map(spares).collect(),
            people: it.people.iter().map(person).collect(),
            runbooks: it.runbooks.iter().map(|runbook| self.runbook(runbook)).collect(),
            repoints,
            shocks: it.shocks.iter().filter_map(|shock| self.shock(shock)).collect(),
            services: it.services.iter().map(|service| self.service(service)).collect(),
            maintenance: it.maintenance.iter().map(|work| self.maintenance(work)).collect(),
            features: self.features(),
            routes: self.routes(),
            populations: it.populations.iter().map(|people| self.population(people)).collect(),
            loads: self.loads(),
            writes: Vec::new(),
            seekers: self.seekers(),
            lesser_needs: self.lesser_needs(),
            tests: self.tests(),
            takeovers: self.takeovers(),
            complaints: self.complaints(),
            incidents,
        };
        blueprint.writes = self.writes(&blueprint);
        blueprint
    }

    fn family(&mut self, component: &ComponentText) -> Family {
        let place = component.place.as_ref();
        Family {
            name: component.name.text.clone(),
            luck: component.luck.as_ref().map(|luck| luck.text.clone()),
            count: component.count,
            place: place.and_then(|name| self.names.place(name, self.problems)).unwrap_or(0),
            limit: component.limit,
            units: component.units.clone(),
            sign_ins: component.sign_ins,
            modes: self.modes(&component.modes, component.repair.as_ref()),
            repair: component.repair.as_ref().and_then(|repair| self.repair(repair)),
            needs: self.hard(&component.needs),
        }
    }

    /// A mode without a repair of its own is repaired as its component is.
    pub(super) fn modes(
        &mut self,
        modes: &[ModeText],
        usual: Option<&RepairText>,
    ) -> Vec<ModeSpec> {
        let mut specs = Vec::new();
        for mode in modes {
            let Some(life) = mode.life.clone() else { continue };
            let ages = match &mode.ages {
                AgesText::WhileUp => Some(Ages::WhileUp),
                AgesText::Always => Some(Ages::Always),
                AgesText::While(name) => self.names.anything(name, self.problems).map(Ages::While),
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

    /// Shocks that could not be read leave a gap, and nothing is made of the rest either.
    fn shock(&mut self, shock: &ShockText) -> Option<ShockSpec> {
        let source = match shock.source.as_ref()? {
            ShockSourceText::Beta { of, factor, share } => ShockSource::Beta {
                of: self.names.target(of.as_ref()?, self.problems)?,
                factor: factor.as_ref()?.value,
                share: (*share)?,
            },
            ShockSourceText::Own { life, scope, size, kind, repair, .. } => ShockSource::Own {
                scope: self.targets(scope),
                life: life.clone()?,
                size: (*size)?,
                kind: *kind,
                repair: repair.as_ref().and_then(|repair| self.repair(repair)),
            },
        };
        Some(ShockSpec { name: shock.name.text.clone(), source })
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
            needs: self.hard(&service.needs),
            mechanism: self.mechanism(service),
            detection: match &service.check {
                Some(check) => self.detection(check),
                None => Arc::new(AtOnce),
            },
        }
    }

    fn population(&mut self, population: &PopulationText) -> PopulationSpec {
        let home = population.home.as_ref();
        let home = home.and_then(|name| self.names.service(name, self.problems));
        let stated = population.features.iter().flatten();
        let stated: Vec<usize> = stated
            .filter_map(|name| match self.names.of_kind(name, "a feature", self.problems) {
                Some(Thing::Feature(feature)) => Some(feature),
                _ => None,
            })
            .collect();
        let all = || (0..self.description.features.len()).collect();
        let features = if stated.is_empty() { all() } else { stated };
        // A lone feature that the home gives by itself is what the first book counts.
        let plain = |feature: &FeatureText| {
            feature.path.iter().all(|role| role.text == HOME) && feature.demand.is_empty()
        };
        let lone = match features.as_slice() {
            [one] if population.routes.is_empty() => {
                Some(&self.description.features[*one]).filter(|feature| plain(feature))
            }
            _ => None,
        };
        PopulationSpec {
            name: population.name.text.clone(),
            feature: lone.map_or("service", |feature| &feature.name.text).to_owned(),
            features: if lone.is_some() { Vec::new() } else { features },
            users: population.users.map_or(1, |users| users.value),
            home: home.unwrap_or(0),
            clients: self.clients(population, home),
        }
    }

    fn features(&mut self) -> Vec<FeatureSpec> {
        let feature = |it: &FeatureText| {
            let roles = it.path.iter().filter(|role| role.text != HOME);
            let roles: Vec<String> = roles.map(|role| role.text.clone()).collect();
            let on = |demand: &BurdenText, role: &String| BurdenSpec {
                role: role.clone(),
                unit: demand.unit.clone(),
                amount: demand.amount,
                per: demand.per,
            };
            let demand = it.demand.iter().flat_map(|demand| match &demand.role {
                Some(role) => vec![on(demand, &role.text)],
                None => roles.iter().map(|role| on(demand, role)).collect(),
            });
            FeatureSpec {
                name: it.name.text.clone(),
                demand: demand.collect(),
                path: roles,
                works_at: it.works_at,
            }
        };
        self.description.features.iter().map(feature).collect()
    }

    fn routes(&mut self) -> Vec<RouteSpec> {
        let it = self.description;
        let services = it.services.iter().enumerate();
        let services = services.map(|(at, s)| (RouteOwner::Service(at), &s.routes, s.reroute));
        let people = it.populations.iter().enumerate();
        let people = people.map(|(at, p)| (RouteOwner::Population(at), &p.routes, p.reroute));
        let mut specs = Vec::new();
        for (of, routes, reroute) in services.chain(people) {
            for route in routes {
                let (role, targets) = (route.role.text.clone(), self.workers(&route.targets));
                specs.push(RouteSpec { of, role, targets, reroute });
            }
        }
        specs
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

    fn incidents(&mut self) -> (Vec<IncidentSpec>, Vec<RepointSpec>) {
        let mut specs = Vec::new();
        let mut repoints = Vec::new();
        for incident in &self.description.incidents {
            let mut events = Vec::new();
            for event in &incident.events {
                if let Some(orders) = self.orders(event, &mut repoints) {
                    events.extend(orders);
                    continue;
                }
                if let (Action::Shock(_), Some(at)) = (event.action, event.at) {
                    for name in &event.targets {
                        let shock = self.names.shock(name, self.problems).unwrap_or(0);
                        let (action, targets) = (Action::Shock(shock), Vec::new());
                        events.push(ScriptSpec {
                            at: at.value,
                            action,
                            targets,
                            lasts: event.lasts,
                        });
                    }
                    continue;
                }
                if let (
                    Action::Break(kind @ (ModeKind::Gray(_) | ModeKind::Degraded(_))),
                    Some(at),
                ) = (event.action, event.at)
                {
                    for name in &event.targets {
                        let struck = self.struck(event.action, name);
                        let Some((target, kind)) = self.softened(struck, kind, name) else {
                            continue;
                        };
                        events.push(ScriptSpec {
                            at: at.value,
                            action: Action::Break(kind),
                            targets: vec![target],
                            lasts: event.lasts,
                        });
                    }
                    continue;
                }
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
        (specs, repoints)
    }

    /// A soft failure with the share that the component's own mode of that kind states.
    fn softened(
        &mut self,
        target: Option<Target>,
        kind: ModeKind,
        name: &Name,
    ) -> Option<(Target, ModeKind)> {
        let (Target::Family(at) | Target::Member(at, _)) = target? else { return None };
        let same =
            |mode: &&ModeText| std::mem::discriminant(&mode.kind) == std::mem::discriminant(&kind);
        if let Some(mode) = self.description.components[at].modes.iter().find(same) {
            return Some((target?, mode.kind));
        }
        let (word, owner) = (kind.word(), quote(&name.text));
        let message = format!("{owner} has no failure mode `{word}`");
        let help = format!(
            "add one to its `fails`: how much it {}",
            match kind {
                ModeKind::Gray(_) => "fails",
                _ => "keeps",
            }
        );
        self.problems.push(Problem::new(code::NO_MODE, name.place, message).help(help));
        None
    }

    /// Whom an action of a script can befall.
    pub fn struck(&mut self, action: Action, name: &Name) -> Option<Target> {
        match action {
            Action::Break(ModeKind::Disaster) => {
                self.names.place(name, self.problems).map(Target::Place)
            }
            Action::Break(ModeKind::Cut) => self.names.link(name, self.problems).map(Target::Link),
            Action::Break(_) | Action::Drain => self.names.breakable(name, self.problems),
            Action::FalseAlarm => self.names.breakable(name, self.problems),
            // The others have been taken apart before.
            Action::Restore
            | Action::Shock(_)
            | Action::Start(_)
            | Action::Order(_)
            | Action::Repoint(_) => self.restorable(name),
        }
    }

    /// Names of components and services.
    pub fn workers(&mut self, names: &[Name]) -> Vec<Target> {
        names.iter().filter_map(|name| self.names.worker(name, self.problems)).collect()
    }

    /// Names of anything that can be up or down.
    pub fn targets(&mut self, names: &[Name]) -> Vec<Target> {
        names.iter().filter_map(|name| self.names.target(name, self.problems)).collect()
    }

    /// What is needed to run at all.
    fn hard(&mut self, needs: &[NeedText]) -> Vec<Target> {
        let hard = needs.iter().filter(|need| need.kind.is_none());
        hard.filter_map(|need| self.names.anything(&need.on, self.problems)).collect()
    }

    /// What is needed in some other way, by components and by services.
    fn lesser_needs(&mut self) -> Vec<LesserNeed> {
        let it = self.description;
        let components = it.components.iter().enumerate();
        let components = components.map(|(at, one)| (Target::Family(at), &one.needs));
        let services = it.services.iter().enumerate();
        let services = services.map(|(at, one)| (Target::Service(at), &one.needs));
        let mut lesser = Vec::new();
        for (of, needs) in components.chain(services) {
            for need in needs {
                let Some(kind) = need.kind else { continue };
                let on = self.names.anything(&need.on, self.problems);
                lesser.extend(on.map(|on| LesserNeed { of, on, kind }));
            }
        }
        lesser
    }
}
