//! Roles: who plays them for whom, what that puts on them, and what each population wants of them;
//! as they are stated, and compiled.

use super::blueprint::*;
use super::build_error::BuildError;
use super::compile::Compiler;
use super::id::*;
use super::topology::*;
use crate::quantity::{MICRO, Micro, Span};
use std::collections::BTreeMap;

/// How much one member should carry of something that features put on their roles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitLimit {
    /// The word for it: `calls`.
    pub unit: String,
    /// Millionths of one.
    pub amount: Micro,
}

/// Something that users do, and what it takes.
#[derive(Clone, Debug)]
pub struct FeatureSpec {
    /// Its name.
    pub name: String,
    /// The roles it takes beside the home service.
    pub path: Vec<String>,
    /// The least level of the home service at which it works.
    pub works_at: ServiceLevel,
    /// What it puts on the roles of its path.
    pub demand: Vec<BurdenSpec>,
}

/// How well a service that is up serves its users.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum ServiceLevel {
    /// Only what works at the limited level.
    Limited,
    /// Everything.
    #[default]
    Full,
}

/// What a feature puts on a role, for every user that is served.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BurdenSpec {
    /// The role; one of the feature's path.
    pub role: String,
    /// The word for one: `calls`.
    pub unit: String,
    /// Millionths of one ...
    pub amount: Micro,
    /// ... for this many millionths of a user.
    pub per: Micro,
}

/// Who plays a role for the users of a service, or for a population.
#[derive(Clone, Debug)]
pub struct RouteSpec {
    /// Whose route it is.
    pub of: RouteOwner,
    /// The role.
    pub role: String,
    /// Services or single components, the preferred first.
    pub targets: Vec<Target>,
    /// How users find the next one.
    pub reroute: Reroute,
}

/// Whose route it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RouteOwner {
    /// All users that a service serves take it: a position in [`Blueprint::services`].
    Service(usize),
    /// One population takes it for all it does: a position in [`Blueprint::populations`].
    Population(usize),
}

/// How users find the next target of a route, and back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Reroute {
    /// Each try goes on to the next at once.
    #[default]
    AtOnce,
    /// Each user asks anew within this span, at a uniform phase: a DNS record's time to live.
    Within(Span),
}

/// Routes by owner and role.
pub(super) type Owned<'b> = BTreeMap<(RouteOwner, &'b str), RouteId>;

impl<'b> Compiler<'b> {
    /// The routes, by owner and role, and the wants, by population and feature.
    pub(super) fn order_paths(&mut self) -> Result<(), BuildError> {
        let owned = self.order_routes()?;
        let mut order: Vec<usize> = (0..self.blueprint.populations.len()).collect();
        order.sort_by_key(|at| &self.blueprint.populations[*at].name);
        for (id, at) in order.into_iter().enumerate() {
            self.order_wants(PopulationId::from(id), at, &owned)?;
        }
        self.link_next_hops();
        self.system.tie();
        Ok(())
    }

    fn order_routes(&mut self) -> Result<Owned<'b>, BuildError> {
        let blueprint = self.blueprint;
        let mut order: Vec<(&str, &RouteSpec)> = Vec::new();
        for route in &blueprint.routes {
            let owner = match route.of {
                RouteOwner::Service(at) => blueprint.services.get(at).map(|s| s.name.as_str()),
                RouteOwner::Population(at) => {
                    blueprint.populations.get(at).map(|people| people.name.as_str())
                }
            };
            order.push((owner.ok_or_else(|| BuildError::Dangling(route.role.clone()))?, route));
        }
        order.sort_by(|(a, x), (b, y)| (a, &x.role).cmp(&(b, &y.role)));
        let mut owned = Owned::new();
        for (owner, spec) in order {
            let words = format!("{} for {owner}", spec.role);
            let mut targets = Vec::new();
            for target in &spec.targets {
                match self.resolve(*target, &words)?.as_slice() {
                    [one] if !matches!(target, Target::Place(_) | Target::Link(_)) => {
                        targets.push(*one)
                    }
                    _ => return Err(BuildError::Dangling(words)),
                }
            }
            let within = match spec.reroute {
                Reroute::AtOnce => Span::ZERO,
                Reroute::Within(span) => span,
            };
            let route = RouteId::from(self.system.routes.len());
            if targets.is_empty() || owned.insert((spec.of, spec.role.as_str()), route).is_some() {
                return Err(BuildError::Dangling(words));
            }
            let stated = targets.len();
            let from = match spec.of {
                RouteOwner::Service(at) => Some(self.resolve(Target::Service(at), &words)?[0]),
                RouteOwner::Population(at) => {
                    let name = &blueprint.populations[at].name;
                    let people = self.system.populations.iter();
                    people.filter(|people| people.name == *name).find_map(|people| people.place)
                }
            };
            self.system.routes.push(Route {
                words,
                targets,
                stated,
                depth: 0,
                within,
                from,
                burdens: Vec::new(),
                wants: Vec::new(),
            });
        }
        self.add_leads(&owned)?;
        Ok(owned)
    }

    /// What one population wants, and what that puts on its way.
    fn order_wants(
        &mut self,
        id: PopulationId,
        at: usize,
        owned: &Owned<'b>,
    ) -> Result<(), BuildError> {
        let spec = &self.blueprint.populations[at];
        let people = RouteOwner::Population(at);
        let first = self.system.wants.len() as u32;
        // A population takes its own routes whatever it does.
        let own = owned.range((people, "")..).take_while(|((owner, _), _)| *owner == people);
        let access: Vec<RouteId> = own.map(|(_, route)| *route).collect();
        for route in &access {
            let burden = Burden { population: id, host: None, amount: MICRO, per: MICRO };
            self.burden(*route, burden, USERS)?;
        }
        let mut features: Vec<&'b FeatureSpec> = Vec::new();
        for feature in &spec.features {
            let dangling = || BuildError::Dangling(spec.name.clone());
            features.push(self.blueprint.features.get(*feature).ok_or_else(dangling)?);
        }
        features.sort_by(|a, b| a.name.cmp(&b.name));
        features.dedup_by(|a, b| a.name == b.name);
        for feature in features {
            let home = self.system.populations[id.at()].home;
            let legs = self.legs_at(id, at, home, &access, feature, owned)?;
            let mut elsewhere = Vec::new();
            for host in self.system.populations[id.at()].hosts.clone() {
                elsewhere.push((host, self.legs_at(id, at, host, &access, feature, owned)?));
            }
            let want = WantId::from(self.system.wants.len());
            let legs_of = std::iter::once(&legs).chain(elsewhere.iter().map(|(_, legs)| legs));
            for (leg, route) in legs_of.flat_map(|legs| legs.iter().enumerate()) {
                let wants = &mut self.system.routes[route.at()].wants;
                if !wants.contains(&(want, leg)) {
                    wants.push((want, leg));
                }
            }
            let (name, works_at) = (feature.name.clone(), feature.works_at);
            self.system.wants.push(Want::new(id, name, (legs, elsewhere), works_at));
        }
        if self.system.levels_matter() {
            let nothing = (Vec::new(), Vec::new());
            self.system.wants.push(Want::new(id, String::new(), nothing, ServiceLevel::Full));
        }
        self.system.populations[id.at()].wants = (first, self.system.wants.len() as u32);
        Ok(())
    }

    /// The routes that a feature takes while `host` serves a population, and what it puts on them.
    fn legs_at(
        &mut self,
        id: PopulationId,
        at: usize,
        host: ServiceId,
        access: &[RouteId],
        feature: &FeatureSpec,
        owned: &Owned<'b>,
    ) -> Result<Vec<RouteId>, BuildError> {
        let blueprint = self.blueprint;
        let people = RouteOwner::Population(at);
        let name = &self.system.services[host.at()].name;
        let service = blueprint.services.iter().position(|service| service.name == *name);
        let owners = [Some(people), service.map(RouteOwner::Service)];
        let population = &self.system.populations[id.at()];
        let (at_home, alone) = (population.home == host, population.hosts.is_empty());
        let mut legs = access.to_vec();
        for role in &feature.path {
            let route = owners.iter().flatten().find_map(|of| {
                owned.get(&(*of, role.as_str())).map(|route| (*route, *of == people))
            });
            let population = || blueprint.populations[at].name.clone();
            let missing = || BuildError::NoRoute { population: population(), role: role.clone() };
            let (route, own) = route.ok_or_else(missing)?;
            if !legs.contains(&route) {
                legs.push(route);
            }
            // What goes by the population's own route does so wherever it is served.
            if own && !at_home {
                continue;
            }
            for demand in feature.demand.iter().filter(|demand| demand.role == *role) {
                let (amount, per) = (demand.amount, demand.per);
                let host = (!own && !alone).then_some(host);
                self.burden(route, Burden { population: id, host, amount, per }, &demand.unit)?;
            }
        }
        Ok(legs)
    }

    /// What the users of a population put on all targets of a route, in one unit for each.
    fn burden(&mut self, route: RouteId, burden: Burden, unit: &str) -> Result<(), BuildError> {
        for target in self.system.routes[route.at()].targets.clone() {
            let Some(service) = self.system.service_of(target) else { continue };
            let service = &mut self.system.services[service.at()];
            let other = match &service.unit {
                Some(other) if other != unit => Some(other.clone()),
                None if !service.populations.is_empty() || !service.guests.is_empty() => {
                    Some("users of its own".to_owned())
                }
                None if !service.loads.is_empty() => Some("requests".to_owned()),
                _ => None,
            };
            if let Some(one) = other {
                let (service, other) = (service.name.clone(), unit.to_owned());
                return Err(BuildError::MixedUnits { service, one, other });
            }
            service.unit = Some(unit.to_owned());
        }
        self.system.routes[route.at()].burdens.push(burden);
        Ok(())
    }
}

impl System {
    /// Whether a service that is up may serve less than everything.
    pub fn levels_matter(&self) -> bool {
        self.lesser.levels || self.services.iter().any(|it| it.mechanism.pairs_members())
    }

    /// Those of a population who want service in full: a position among the audiences. Where
    /// levels do not matter they are the population.
    pub fn audience_in_full(&self, population: PopulationId) -> usize {
        let (first, end) = self.populations[population.at()].wants;
        let full = (first..end).find(|want| self.wants[*want as usize].feature.is_empty());
        full.map_or(population.at(), |want| self.populations.len() + want as usize)
    }

    /// Features that populations want, by population and feature: whose, and what. One without a
    /// name is service in full.
    pub fn wants(&self) -> impl Iterator<Item = (PopulationId, &str)> {
        self.wants.iter().map(|want| (want.population, want.feature.as_str()))
    }

    /// How many of each audience there are, in millionths: the populations and, behind them, those
    /// who want each feature.
    pub fn audiences(&self) -> Vec<Micro> {
        let people = self.populations.iter().map(|population| population.users);
        let wants = self.wants.iter().map(|want| self.populations[want.population.at()].users);
        people.chain(wants).collect()
    }

    /// The population that is, or that wants what, an audience is about.
    pub fn audience_name(&self, audience: usize) -> &str {
        self.population_name(self.population_of_audience(audience))
    }

    /// The population that is, or that wants something as, an audience.
    pub fn population_of_audience(&self, audience: usize) -> PopulationId {
        match audience.checked_sub(self.populations.len()) {
            None => PopulationId::from(audience),
            Some(want) => self.wants[want].population,
        }
    }

    /// The routes a feature takes, in words.
    pub fn path_words(&self, want: WantId) -> Vec<&str> {
        let legs = self.wants[want.at()].legs.iter();
        legs.map(|route| self.routes[route.at()].words.as_str()).collect()
    }

    /// A route in words: `mediation for fe`.
    pub fn route_name(&self, route: RouteId) -> &str {
        &self.routes[route.at()].words
    }

    /// How long users of a route take to find another target.
    pub fn route_span(&self, route: RouteId) -> Span {
        self.routes[route.at()].within
    }

    /// Whose feature it is, and which.
    pub fn want_names(&self, want: WantId) -> (&str, &str) {
        let want = &self.wants[want.at()];
        (self.population_name(want.population), &want.feature)
    }

    /// Whether routes bring something to a service.
    pub fn is_routed(&self, service: ServiceId) -> bool {
        self.services[service.at()].unit.is_some()
    }

    /// The word for what routes bring to a service: `calls`.
    pub fn unit(&self, service: ServiceId) -> Option<&str> {
        self.services[service.at()].unit.as_deref()
    }
}

impl Label {
    /// How much of a unit one may carry.
    pub(super) fn limit_of(&self, unit: &str) -> Option<Micro> {
        match self.limits.limit {
            Some(Limit::Users(limit)) if unit == USERS => Some(limit),
            _ => self.units.iter().find(|other| other.unit == unit).map(|other| other.amount),
        }
    }
}

/// The unit of a population that passes through a service on its way.
pub(crate) const USERS: &str = "users";
