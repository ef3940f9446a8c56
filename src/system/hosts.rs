//! Hosts: a population has a home, which never changes, and a host: the service that serves it now,
//! in full or at a limited level.
//!
//! Every user stands in exactly one book, that of its host. Who may host whom is fixed when the
//! system is compiled; what nobody pairs stays at home and costs nothing. A population that stands
//! in a place waits while it does not reach its host, whatever becomes of that.

use super::blueprint::Blueprint;
use super::book::Release;
use super::build_error::BuildError;
use super::chain::Explanation;
use super::compile::Compiler;
use super::departures::Welcome;
use super::id::{NodeId, PopulationId, RouteId, ServiceId, WantId};
use super::paths::ServiceLevel;
use super::phase::Phase;
use super::port::Controller;
use super::topology::{Service, System};
use super::transition::Transition;
use super::world::World;
use crate::quantity::{Micro, Time};

/// Who serves a population.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Host {
    pub service: ServiceId,
    pub level: ServiceLevel,
    /// Why the level is limited, if it is.
    pub because: Explanation,
    /// It does not reach its host.
    pub cut: bool,
}

impl Host {
    /// At home.
    pub(super) const fn at(home: ServiceId) -> Self {
        let (level, because) = (ServiceLevel::Full, Explanation::NONE);
        Self { service: home, level, because, cut: false }
    }
}

/// How users come to another host.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Passage {
    /// Those who are served stay so, as far as there is room.
    Seamless,
    /// All of them sign in anew.
    SignIn,
}

impl Compiler<'_> {
    /// Who may host whom, and where populations stand.
    pub(super) fn order_hosts(&mut self) -> Result<(), BuildError> {
        for at in 0..self.system.services.len() {
            if self.system.services[at].mechanism.pairs_members() {
                self.pair_members(at)?;
            }
        }
        let Blueprint { populations, residents, places, .. } = self.blueprint;
        for resident in residents {
            let spec = populations.get(resident.population);
            let spec = spec.ok_or_else(|| BuildError::Dangling("residents".to_owned()))?;
            if resident.place >= places.len() {
                return Err(BuildError::Dangling(spec.name.clone()));
            }
            let place = self.resolve(super::Target::Place(resident.place), &spec.name)?[0];
            let mut people = self.system.populations.iter_mut();
            if let Some(people) = people.find(|people| people.name == spec.name) {
                people.place = Some(place);
            }
        }
        Ok(())
    }

    /// The members of a service take over each other's users.
    fn pair_members(&mut self, at: usize) -> Result<(), BuildError> {
        let pair = &self.system.services[at];
        let members: Vec<Option<ServiceId>> =
            pair.members.iter().map(|member| self.system.service_of(*member)).collect();
        let [Some(one), Some(other)] = members[..] else {
            return Err(BuildError::Dangling(pair.name.clone()));
        };
        for (home, host) in [(one, other), (other, one)] {
            for people in self.system.services[home.at()].populations.clone() {
                let hosts = &mut self.system.populations[people.at()].hosts;
                if !hosts.is_empty() {
                    return Err(BuildError::Dangling(self.system.services[at].name.clone()));
                }
                hosts.push(host);
                self.system.services[host.at()].guests.push(people);
            }
        }
        Ok(())
    }
}

impl Service {
    /// Whether its checker sees from where it stands, and not everything.
    pub(super) fn stands_somewhere(&self) -> bool {
        self.watches_from.is_some() || self.mechanism.pairs_members()
    }
}

impl System {
    /// Where whoever watches a member stands: members that are paired watch each other.
    pub(super) fn standpoint(&self, service: ServiceId, slot: u32) -> Option<NodeId> {
        let service = &self.services[service.at()];
        match service.mechanism.pairs_members() {
            true => Some(service.members[1 - slot as usize]),
            false => service.watches_from,
        }
    }
}

impl World<'_> {
    /// Who serves a population now.
    #[inline]
    pub(crate) fn host(&self, population: PopulationId) -> &Host {
        &self.configuration.hosts[population.at()]
    }

    /// Whether a part is up, by truth.
    pub(crate) fn is_node_up(&self, node: NodeId) -> bool {
        self.is_up(node)
    }

    /// Whether every part of what stands at `node` stands in a place that is lost.
    pub(crate) fn is_place_lost(&self, node: NodeId) -> bool {
        match self.system.service_of(node) {
            Some(service) => {
                let members = &self.system.services[service.at()].members;
                members.iter().all(|member| self.is_place_lost(*member))
            }
            None => self.system.nodes[node.at()].place.is_some_and(|place| !self.is_up(place)),
        }
    }

    /// Whether none of a population are served.
    pub(super) fn serves_nobody_of(&self, population: PopulationId) -> bool {
        let book = &self.books[self.host(population).service.at()];
        let patron = book.patron(population).map(|of| &book.patrons[of]);
        patron.is_some_and(|patron| patron.wanted > 0 && patron.served == 0)
    }

    /// How many users a population has, in millionths.
    pub(crate) fn population_size(&self, population: PopulationId) -> Micro {
        self.system.populations[population.at()].users
    }

    /// The populations at home at a service.
    pub(crate) fn at_home(&self, service: ServiceId) -> &[PopulationId] {
        &self.system.services[service.at()].populations
    }

    /// The level at which a population is served: the lesser of its host's and its own.
    pub(super) fn level_of(&self, population: PopulationId) -> ServiceLevel {
        let host = self.host(population);
        host.level.min(self.service_level(host.service))
    }

    /// Why a population is served at a limited level.
    pub(super) fn explain_level(&self, population: PopulationId) -> Explanation {
        let host = self.host(population);
        match host.level {
            ServiceLevel::Limited => host.because,
            ServiceLevel::Full => self.explain_limited(host.service),
        }
    }

    /// What those wait for who are served at a limited level.
    pub(super) fn phase_of_level(&self, population: PopulationId) -> Phase {
        let host = self.host(population);
        let home = self.system.populations[population.at()].home;
        match host.level {
            ServiceLevel::Limited if host.because.handover.is_some() => Phase::Acting,
            ServiceLevel::Limited => self.phase_behind(self.service_node(home), Phase::Repairing),
            ServiceLevel::Full => Phase::Repairing,
        }
    }

    /// What those wait for who are limited for the sake of `home` may have changed.
    pub(super) fn look_at_limited(&mut self, home: NodeId) {
        let Some(service) = self.system.service_of(home) else { return };
        let system = self.system;
        for people in &system.services[service.at()].populations {
            if self.host(*people).level == ServiceLevel::Limited {
                self.agenda.hosted.push(*people);
            }
        }
    }

    /// Lets a service serve a population from now on, at a level, `because` of something: its users
    /// change hands within the instant.
    pub(crate) fn move_to_host(
        &mut self,
        population: PopulationId,
        to: ServiceId,
        level: ServiceLevel,
        because: Explanation,
        passage: Passage,
    ) {
        let before = *self.host(population);
        if (before.service, before.level) == (to, level) {
            return;
        }
        let cut = !self.reaches_service(population, to);
        self.fix_demands();
        self.configuration.hosts[population.at()] = Host { service: to, level, because, cut };
        self.agenda.hosted.push(population);
        self.tell(Transition::Hosted { population, service: to, level });
        if before.service != to {
            self.change_books(population, before.service, because, passage);
        }
    }

    /// Its users leave the book of `from` for that of their host, which may be the same.
    fn change_books(
        &mut self,
        population: PopulationId,
        from: ServiceId,
        because: Explanation,
        passage: Passage,
    ) {
        let Host { service: to, cut, .. } = *self.host(population);
        let chain = self.chain(&because);
        for service in [from, to] {
            self.advance_book(service);
            self.touch(service);
        }
        let patron = |book: &super::book::Book| book.patron(population).expect("it may host them");
        let party = {
            let book = &mut self.books[from.at()];
            let of = patron(book);
            book.depart(of)
        };
        let release = if cut { Release::Cut } else { Release::Ready };
        let anew = cut || passage == Passage::SignIn;
        let lose = anew.then_some((self.now, chain, because));
        if anew && party.served > 0 {
            self.tell(Transition::Lost { service: from, slot: None, users: party.served });
        }
        let book = &mut self.books[to.at()];
        let of = patron(book);
        book.welcome(of, party, Welcome { release, lose });
    }

    /// What users of a service go to: whoever leads it, or any part that does the work.
    fn door_of(&self, service: ServiceId) -> NodeId {
        let leads = self.system.leads(service).and(self.leader(service));
        match leads {
            Some(slot) => self.system.services[service.at()].members[slot as usize],
            None => self.service_node(service),
        }
    }

    /// Another member leads a service: those who stand somewhere may reach it no more, or again.
    pub(super) fn look_at_residents_of(&mut self, service: ServiceId) {
        let system = self.system;
        if system.network.links.is_empty() {
            return;
        }
        let spec = &system.services[service.at()];
        let people = spec.populations.iter().chain(&spec.guests);
        let residents = people.filter(|at| system.populations[at.at()].place.is_some());
        let before = self.agenda.residents.len();
        self.agenda.residents.extend(residents);
        if self.agenda.residents.len() > before {
            // In a further round of this instant.
            self.touch(service);
        }
    }

    /// Whether a population reaches a service: whoever leads it, or some part that does the work.
    pub(crate) fn reaches_service(&self, population: PopulationId, service: ServiceId) -> bool {
        let Some(place) = self.system.populations[population.at()].place else { return true };
        self.is_up(place) && self.reaches(place, self.door_of(service))
    }

    /// Who reaches whom has changed: every population that stands somewhere is to be looked at.
    pub(crate) fn look_at_residents(&mut self) {
        let people = self.system.populations.iter().enumerate();
        let residents = people.filter(|(_, people)| people.place.is_some());
        self.agenda.residents.extend(residents.map(|(at, _)| PopulationId::from(at)));
    }

    /// Populations lose the way to their host, or find it again.
    #[cold]
    pub(super) fn settle_residents(&mut self) {
        let mut residents = std::mem::take(&mut self.agenda.residents);
        residents.sort_unstable();
        residents.dedup();
        for population in residents {
            let host = *self.host(population);
            let cut = !self.reaches_service(population, host.service);
            if cut == host.cut {
                continue;
            }
            self.fix_demands();
            self.configuration.hosts[population.at()].cut = cut;
            let because = if cut { self.explain_cut_off(population) } else { Explanation::NONE };
            self.tell(Transition::CutOff { population, cut });
            self.change_books(population, host.service, because, Passage::SignIn);
            // Whoever pairs its host may have something to do for it.
            self.touch_pairs(host.service);
        }
    }

    /// What keeps a population from its host: its place, or what lies between.
    pub(crate) fn explain_cut_off(&self, population: PopulationId) -> Explanation {
        match self.system.populations[population.at()].place {
            Some(place) if self.is_up(place) => {
                self.explain_cut(place, self.door_of(self.host(population).service))
            }
            Some(place) => self.explain_node(place),
            None => Explanation::NONE,
        }
    }

    /// The services whose members take over from `service` settle.
    fn touch_pairs(&mut self, service: ServiceId) {
        let node = self.service_node(service);
        for at in self.system.dependents_of(node) {
            if let super::topology::Dependent::Member(pair, _) = self.system.dependent(node, at) {
                self.touch(pair);
            }
        }
    }

    /// Says how far a mechanism has come that could serve the waiting users of a service elsewhere;
    /// `None` is nobody.
    pub(crate) fn set_relief(&mut self, service: ServiceId, phase: Option<Phase>) {
        if self.books[service.at()].relief != phase {
            self.advance_book(service);
            self.books[service.at()].relief = phase;
            self.touch(service);
        }
    }

    /// The routes on the path of a want, as its population is served now.
    #[inline]
    pub(super) fn legs(&self, want: WantId) -> &[RouteId] {
        let want = &self.system.wants[want.at()];
        if want.elsewhere.is_empty() {
            return &want.legs;
        }
        let host = self.host(want.population).service;
        let elsewhere = want.elsewhere.iter().find(|(service, _)| *service == host);
        elsewhere.map_or(&want.legs, |(_, legs)| legs)
    }

    /// Writes down who lacks which feature while a population is served where it is now.
    pub(super) fn follow_host(
        &mut self,
        population: PopulationId,
        now: Time,
        controllers: &[Box<dyn Controller>],
    ) {
        let (first, end) = self.system.populations[population.at()].wants;
        let mut known = None;
        for want in (first..end).map(WantId) {
            for leg in 0..self.system.wants[want.at()].legs.len() {
                self.follow_leg(want, leg, now, controllers, &mut known);
            }
        }
        self.follow_level(population, now);
    }

    /// A service works at another level than before: so do all it serves.
    pub(super) fn follow_service_level(&mut self, service: ServiceId, now: Time) {
        let spec = &self.system.services[service.at()];
        for population in spec.populations.iter().chain(&spec.guests) {
            if self.host(*population).service == service {
                self.follow_level(*population, now);
            }
        }
    }

    /// Populations that are not served in full at home.
    pub(super) fn populations_of_note(&self) -> Vec<PopulationId> {
        let all = (0..self.configuration.hosts.len()).map(PopulationId::from);
        let usual = |people: &PopulationId| {
            let home = self.system.populations[people.at()].home;
            self.host(*people).service == home && self.level_of(*people) == ServiceLevel::Full
        };
        all.filter(|people| !usual(people)).collect()
    }

    /// Panics, in plain words, if a population stands in another book than that of its host.
    pub(crate) fn audit_hosts(&self) {
        for (at, people) in self.system.populations.iter().enumerate() {
            let host = &self.configuration.hosts[at];
            for service in std::iter::once(&people.home).chain(&people.hosts) {
                let book = &self.books[service.at()];
                let of = book.patron(at.into()).expect("whoever may host has a place in its book");
                let stands = if *service == host.service { people.users } else { 0 };
                let wanted = book.patrons[of].wanted;
                assert_eq!(wanted, stands, "`{}` stands in the book of its host", people.name);
                if host.cut {
                    let served = book.patrons[of].served;
                    assert_eq!(
                        served, 0,
                        "`{}` is not served where it does not reach",
                        people.name
                    );
                }
            }
        }
    }
}
