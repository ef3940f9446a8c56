//! Which routes a service has to do with, and what is spared while nothing about them changes: a
//! service that served all that was asked of it and still does leads no route anew.

use super::id::{PopulationId, RouteId, ServiceId, WantId};
use super::port::Controller;
use super::topology::System;
use super::world::World;
use crate::quantity::{Micro, Time};

/// Some of the routes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct RouteSet(Vec<u64>);

/// What one service has to do with routes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ties {
    /// Routes that lead to it, over whatever hops, or that its users take.
    pub routes: Vec<RouteId>,
    /// The same as a set.
    pub set: RouteSet,
    /// Where it passes on the users of others; empty where users are at home.
    pub onward: Vec<RouteId>,
    /// Whose users take these routes.
    pub people: Vec<PopulationId>,
    /// Services that these routes lead to.
    pub targets: Vec<ServiceId>,
    /// Services whose users are led here, or may be.
    pub homes: Vec<ServiceId>,
    /// The same for all its targets.
    pub hosts: Vec<ServiceId>,
}

/// What routes brought to a service as an instant began, before anything changed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Noted {
    /// Which instant that was.
    pub at: Time,
    /// `None` while it can still be counted.
    pub demand: Option<Micro>,
}

impl RouteSet {
    pub(crate) fn insert(&mut self, route: RouteId) {
        let (word, bit) = (route.at() / 64, route.at() % 64);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << bit;
    }

    pub(crate) fn remove(&mut self, route: RouteId) {
        if let Some(word) = self.0.get_mut(route.at() / 64) {
            *word &= !(1 << (route.at() % 64));
        }
    }

    pub(crate) fn contains(&self, route: RouteId) -> bool {
        self.0.get(route.at() / 64).is_some_and(|word| word >> (route.at() % 64) & 1 == 1)
    }

    pub(crate) fn clear(&mut self) {
        self.0.iter_mut().for_each(|word| *word = 0);
    }

    /// Adds all of another set.
    pub(crate) fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(word, more)| *word |= more);
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Whether two sets have a route in common.
    #[inline]
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(one, other)| one & other != 0)
    }

    /// Whether another set has all of these.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        let others = other.0.iter().copied().chain(std::iter::repeat(0));
        self.0.iter().zip(others).all(|(word, other)| word & !other == 0)
    }
}

impl System {
    /// Each service knows the routes that lead to it and those that its users take.
    pub(super) fn tie(&mut self) {
        for at in 0..self.routes.len() {
            let id = RouteId::from(at);
            let route = &self.routes[at];
            let led_to = self.led_to(id);
            let services = led_to.iter().filter_map(|node| self.nodes[node.at()].service);
            let mut concerned: Vec<ServiceId> = services.collect();
            let wants = route.wants.iter().map(|(want, _)| self.wants[want.at()].population);
            let burdened = route.burdens.iter().map(|burden| burden.population);
            let mut people: Vec<PopulationId> = burdened.clone().chain(wants).collect();
            keep_each_once(&mut people);
            concerned.extend(people.iter().flat_map(|people| self.may_serve(*people)));
            keep_each_once(&mut concerned);
            let mut homes: Vec<ServiceId> = burdened.flat_map(|it| self.may_serve(it)).collect();
            keep_each_once(&mut homes);
            let targets = route.targets.iter().filter_map(|node| self.nodes[node.at()].service);
            let targets: Vec<ServiceId> = targets.collect();
            for service in concerned {
                let ties = &mut self.services[service.at()].ties;
                ties.routes.push(id);
                ties.set.insert(id);
                ties.people.extend(&people);
                ties.targets.extend(&targets);
            }
            for service in targets {
                self.services[service.at()].ties.homes.extend(&homes);
            }
            for (want, leg) in self.routes[at].wants.clone() {
                let over = &mut self.wants[want.at()].over;
                over.resize(over.len().max(leg + 1), RouteSet::default());
                over[leg].insert(id);
            }
        }
        for service in &mut self.services {
            keep_each_once(&mut service.ties.people);
            keep_each_once(&mut service.ties.targets);
            keep_each_once(&mut service.ties.homes);
        }
        for at in 0..self.services.len() {
            let targets = self.services[at].ties.targets.iter();
            let hosts = targets.flat_map(|target| &self.services[target.at()].ties.homes);
            let mut hosts: Vec<ServiceId> = hosts.copied().collect();
            keep_each_once(&mut hosts);
            self.services[at].ties.hosts = hosts;
        }
    }

    /// The services that may serve a population: its home first.
    fn may_serve(&self, people: PopulationId) -> impl Iterator<Item = ServiceId> + '_ {
        let people = &self.populations[people.at()];
        std::iter::once(people.home).chain(people.hosts.iter().copied())
    }
}

fn keep_each_once<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}

impl World<'_> {
    /// A service has settled: the routes that it has to do with are led anew, or looked at if it
    /// served everything before and still does.
    #[inline]
    pub(super) fn mind_routes(&mut self, service: ServiceId, controllers: &[Box<dyn Controller>]) {
        if !self.system.services[service.at()].ties.routes.is_empty() {
            self.mind_ties(service, controllers);
        }
    }

    #[inline(never)]
    fn mind_ties(&mut self, service: ServiceId, controllers: &[Box<dyn Controller>]) {
        let ties = &self.system.services[service.at()].ties;
        let sound = controllers[service.at()].shortfall(self).is_nothing();
        let was_sound = std::mem::replace(&mut self.routing.sound[service.at()], sound);
        if sound != was_sound {
            self.routing.turned.add(&ties.set);
        }
        if sound && was_sound {
            self.agenda.settled.push(service);
        } else {
            self.agenda.routes.extend(&ties.routes);
        }
    }

    /// Of the routes of services that serve everything those are led anew whose users are on the way.
    pub(super) fn lead_movers(&mut self, settled: &[ServiceId], handled: &RouteSet) {
        for service in settled {
            let ties = &self.system.services[service.at()].ties;
            if ties.set.meets(&self.routing.restless) {
                let moving = ties.routes.iter().filter(|route| {
                    self.routing.restless.contains(**route) && !handled.contains(**route)
                });
                self.agenda.routes.extend(moving);
            }
        }
    }

    /// Lets the homes of all whose routes a service has to do with say how many they serve now.
    pub(super) fn look_at_homes_of(&mut self, service: ServiceId) {
        for people in &self.system.services[service.at()].ties.people {
            self.look_at_home(self.host(*people).service);
        }
    }

    /// Notes what these routes brought as the instant began.
    pub(super) fn note_demands(&mut self, service: ServiceId) {
        for target in &self.system.services[service.at()].ties.targets {
            self.note_demand_of(*target);
        }
    }

    /// Counts anew what routes bring to the targets of a service's routes.
    pub(super) fn count_ties(&mut self, service: ServiceId) {
        let system = self.system;
        let ties = &system.services[service.at()].ties;
        let turns = self.turns_of(&ties.hosts);
        let before = std::mem::replace(&mut self.routing.followed[service.at()], turns);
        if turns == before && self.routing.restless.is_empty() {
            return;
        }
        for target in &ties.targets {
            let moving = system.services[target.at()].ties.set.meets(&self.routing.restless);
            if moving || self.turns_of_homes(*target) != self.routing.counted[target.at()] {
                self.set_demand(*target);
            }
        }
    }

    /// A number that differs once anybody else is served of those whom routes lead to a service.
    pub(super) fn turns_of_homes(&self, service: ServiceId) -> u64 {
        self.turns_of(&self.system.services[service.at()].ties.homes)
    }

    fn turns_of(&self, homes: &[ServiceId]) -> u64 {
        homes.iter().map(|home| self.books[home.at()].turns).sum()
    }

    /// Notes what routes brought to a service as this instant began. It is counted when somebody
    /// asks, or when it no longer could be.
    pub(super) fn note_demand_of(&mut self, service: ServiceId) {
        if self.routing.before[service.at()].at == self.now {
            return;
        }
        self.routing.before[service.at()] = Noted { at: self.now, demand: None };
        let homes = self.system.services[service.at()].ties.homes.iter();
        let mut books = homes.map(|home| &self.books[home.at()]);
        if books.any(|book| !book.is_calm() && book.mark != self.now) {
            self.fix_demand(service);
        }
    }

    /// Whom calm books serve as an instant closes they serve as the next one begins: nothing moves
    /// until then.
    pub(super) fn rest_books(&mut self) {
        for book in self.books.iter_mut().filter(|book| book.is_calm()) {
            book.patrons.iter_mut().for_each(|patrons| patrons.served_before = patrons.served);
        }
    }

    /// Counts what has been noted of this instant, before it changes.
    pub(super) fn fix_demand(&mut self, service: ServiceId) {
        if let Some(noted) = self.routing.before.get(service.at())
            && noted.at == self.now
            && noted.demand.is_none()
        {
            let demand = Some(self.demand(service, |patrons| patrons.served_before));
            self.routing.before[service.at()].demand = demand;
        }
    }

    /// Somebody is about to change hands: what has been noted of this instant is counted before.
    #[cold]
    pub(super) fn fix_demands(&mut self) {
        for at in 0..self.routing.before.len() {
            self.fix_demand(at.into());
        }
    }

    /// Follows who lacks a feature already, and takes a way that is over nothing that has changed.
    #[cold]
    pub(super) fn follow_lacking(
        &mut self,
        passed: &RouteSet,
        now: Time,
        controllers: &[Box<dyn Controller>],
    ) {
        let mut lacking: Vec<WantId> = self.ledger.features.lacked().to_vec();
        lacking.sort_unstable();
        let mut known = None;
        for want in lacking {
            let legs = &self.system.wants[want.at()].over;
            for (leg, _) in legs.iter().enumerate().filter(|(_, over)| over.meets(passed)) {
                self.follow_leg(want, leg, now, controllers, &mut known);
            }
        }
    }

    /// Panics, in plain words, if somebody has been spared a look who should not.
    pub(super) fn audit_ties(&self, controllers: &[Box<dyn Controller>]) {
        for (at, service) in self.system.services.iter().enumerate() {
            if service.ties.routes.is_empty() {
                continue;
            }
            let sound = controllers[at].shortfall(self).is_nothing();
            assert_eq!(self.routing.sound[at], sound, "`{}` serves as it settled", service.name);
            let moving = service.ties.set.meets(&self.routing.restless);
            if !moving && self.turns_of_homes(at.into()) == self.routing.counted[at] {
                let demand = self.demand(at.into(), |patrons| patrons.served);
                assert_eq!(
                    self.routing.demand[at], demand,
                    "what is brought to `{}`",
                    service.name
                );
            }
        }
        for (at, state) in self.routing.routes.iter().enumerate() {
            let best = self.best_of(at.into(), controllers);
            let words = &self.system.routes[at].words;
            assert_eq!(state.best, best.unwrap_or(state.best), "where `{words}` leads");
        }
        if !self.ledger.is_staging() {
            return;
        }
        for (want, spec) in self.system.wants.iter().enumerate() {
            let id = WantId::from(want);
            for (leg, route) in self.legs(id).iter().enumerate() {
                if self.ledger.features.is_lacked_over(id, leg) {
                    continue;
                }
                let users = self.population_size(spec.population);
                let lack = self.lack(*route, users, controllers);
                let (name, words) = (&spec.feature, &self.system.routes[route.at()].words);
                assert_eq!((lack.now, lack.then), (0, 0), "`{name}` is lacked over `{words}`");
            }
        }
    }
}
