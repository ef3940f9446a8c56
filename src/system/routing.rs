//! Where the users of each route go at present, and what that puts on whom.
//!
//! A route leads to the first of its targets that serves anybody. When that changes, its users find
//! the other one: at once, or each at a uniform phase within a span, so that the share that has
//! moved is linear in time. While they move, the load they bring is followed in sixteenths of the
//! span ([`STEPS`]); who lacks a feature is followed exactly (`features.rs`).

use super::book::Patrons;
use super::chain::Explanation;
use super::event::{Event, Kind};
use super::features::{Line, Reason};
use super::id::{NodeId, PopulationId, RouteId, ServiceId, WantId};
use super::paths::ServiceLevel;
use super::phase::Phase;
use super::port::{Controller, Shortfall};
use super::ties::{Noted, RouteSet};
use super::topology::{Route, System, Want};
use super::transition::Transition;
use super::world::World;
use crate::quantity::{Micro, Time};

/// All users of a route.
const ALL: u64 = 1 << 32;

/// Times at which the load of moving users is looked at, in one move.
const STEPS: u64 = 16;

/// Where the users of all routes go.
#[derive(Clone, Debug, Default)]
pub(crate) struct Routing {
    pub routes: Vec<RouteState>,
    /// By service: millionths of its unit that routes bring.
    pub demand: Vec<Micro>,
    /// The same as an instant began, before anything changed.
    pub before: Vec<Noted>,
    /// By service: what `turns_of_homes` said when its demand was counted.
    pub counted: Vec<u64>,
    /// By service: the same of all homes whose users its routes bring to anybody.
    pub followed: Vec<u64>,
    /// By service: it served all that was asked of it when it last settled.
    pub sound: Vec<bool>,
    /// Routes whose users are on the way.
    pub restless: RouteSet,
    /// Routes of services that have ceased to serve everything, or do so again, since they were led.
    pub turned: RouteSet,
}

/// Where the users of one route go.
#[derive(Clone, Debug)]
pub(crate) struct RouteState {
    /// The target that they go to, or are moving to.
    pub best: usize,
    /// Where somebody has led it, and the runbook that has; otherwise it finds its way by itself.
    pub pin: Option<Pin>,
    /// By target: the share of users at `from`, in 2^-32.
    shares: Vec<u64>,
    /// The move: over at `until`.
    from: Time,
    until: Time,
}

/// A route that somebody has led elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Pin {
    pub target: usize,
    /// The number of the runbook; `None`: a script.
    pub by: Option<u32>,
}

/// Which routes are led where.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Pointing {
    /// All that lead to one now.
    AllOn { on: NodeId, to: NodeId },
    /// This one.
    Route { route: RouteId, to: NodeId },
    /// Those that the runbook of this number has led are left to themselves.
    Undo(u32),
}

impl Routing {
    pub(crate) fn new(system: &System) -> Self {
        let state = |route: &Route| {
            let mut shares = vec![0; route.targets.len()];
            shares[0] = ALL;
            RouteState { best: 0, pin: None, shares, from: Time::ZERO, until: Time::ZERO }
        };
        let demand = if system.routes.is_empty() { 0 } else { system.services.len() };
        Self {
            routes: system.routes.iter().map(state).collect(),
            demand: vec![0; demand],
            before: vec![Noted { at: Time::NEVER, demand: None }; demand],
            counted: vec![0; demand],
            followed: vec![u64::MAX; demand],
            sound: vec![false; demand],
            restless: RouteSet::default(),
            turned: RouteSet::default(),
        }
    }
}

impl RouteState {
    /// The share of users that go to a target at `now`, in 2^-32.
    fn share(&self, target: usize, now: Time) -> u64 {
        if target == self.best {
            let others = (0..self.shares.len()).filter(|other| *other != target);
            return ALL - others.map(|other| self.share(other, now)).sum::<u64>();
        }
        if now >= self.until {
            return 0;
        }
        let (left, length) = ((self.until - now).micros(), (self.until - self.from).micros());
        (u128::from(self.shares[target]) * u128::from(left) / u128::from(length)) as u64
    }

    /// Whether users are still on the way at `now`.
    pub(crate) fn is_moving(&self, now: Time) -> bool {
        now < self.until
    }

    /// When the present move is over.
    pub(crate) fn until(&self) -> Time {
        self.until
    }

    /// Users begin to move to `best`.
    fn turn(&mut self, best: usize, now: Time, until: Time) {
        self.shares = (0..self.shares.len()).map(|target| self.share(target, now)).collect();
        (self.best, self.from, self.until) = (best, now, until);
    }

    /// When the load of moving users is next looked at.
    fn next_look(&self, now: Time) -> Time {
        let length = (self.until - self.from).micros();
        let step = length.div_ceil(STEPS).max(1);
        let done = (now - self.from).micros() / step;
        let next = self.from.micros().saturating_add((done + 1).saturating_mul(step));
        Time::from_micros(next).min(self.until)
    }
}

/// Users of a route who lack its role: now, and linearly until they have moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Lack {
    pub now: Micro,
    pub then: Micro,
    pub until: Time,
    /// The worst of the targets that users go to.
    pub shortfall: Shortfall,
}

impl World<'_> {
    /// Lets the homes of a route's users say how many they serve now.
    pub(crate) fn look_at_homes(&mut self, route: RouteId) {
        let system = self.system;
        let route = &system.routes[route.at()];
        let populations = route.burdens.iter().map(|burden| burden.population);
        let wants = route.wants.iter().map(|(want, _)| system.wants[want.at()].population);
        for population in populations.chain(wants) {
            self.look_at_home(self.host(population).service);
        }
    }

    #[inline]
    pub(super) fn look_at_home(&mut self, home: ServiceId) {
        let book = &mut self.books[home.at()];
        if !book.is_calm() && book.mark != self.now {
            book.look(self.now, &mut self.ledger, self.system);
        }
    }

    /// Writes down who lacks a feature for the sake of one leg of its path, from now on; `known` is
    /// what was found last, and holds as long as nothing changes.
    pub(crate) fn follow_leg(
        &mut self,
        want: WantId,
        leg: usize,
        now: Time,
        controllers: &[Box<dyn Controller>],
        known: &mut Option<(RouteId, Micro, Lack)>,
    ) {
        let system = self.system;
        let population = system.wants[want.at()].population;
        let users = system.populations[population.at()].users;
        let route = self.legs(want)[leg];
        let lack = match *known {
            Some((of, by, lack)) if (of, by) == (route, users) => lack,
            _ => self.lack(route, users, controllers),
        };
        *known = Some((route, users, lack));
        self.follow_lack(want, leg, now, lack);
    }

    /// Writes down who lacks a feature that needs its host in full, from now on.
    pub(super) fn follow_level(&mut self, people: PopulationId, now: Time) {
        let system = self.system;
        let (first, end) = system.populations[people.at()].wants;
        for want in (first..end).map(WantId) {
            let Want { population, legs, works_at, .. } = &system.wants[want.at()];
            if *works_at > ServiceLevel::Limited {
                let limited = self.level_of(people) == ServiceLevel::Limited;
                let users = system.populations[population.at()].users;
                let lacking = if limited { users } else { 0 };
                let shortfall = Shortfall {
                    phase: self.phase_of_level(people),
                    explanation: self.explain_level(people),
                    ..Shortfall::NONE
                };
                let lack = Lack { now: lacking, then: lacking, until: now, shortfall };
                self.look_at_home(self.host(people).service);
                self.follow_lack(want, legs.len(), now, lack);
            }
        }
    }

    fn follow_lack(&mut self, want: WantId, leg: usize, now: Time, lack: Lack) {
        self.ledger.catch_up(want, now);
        if self.ledger.is_telling() && !self.system.wants[want.at()].feature.is_empty() {
            self.agenda.lacked.push(want);
        }
        let before = self.ledger.features.lacking(want, leg, now);
        if before == 0 && lack.now == 0 && lack.then == 0 {
            return;
        }
        let Shortfall { phase, explanation, .. } = lack.shortfall;
        let chain = self.chain(&explanation);
        let reason = Reason { phase, chain, explanation };
        let line = Line { from: now, until: lack.until, start: lack.now, end: lack.then };
        let over: Vec<Explanation> = self
            .ledger
            .features
            .explanations(want, leg)
            .filter(|explanation| explanation.trigger.is_some() && self.is_outdated(explanation))
            .copied()
            .collect();
        let is_over = |explanation: &Explanation| over.contains(explanation);
        self.ledger.features.set(want, leg, line, &reason, is_over);
    }

    /// Tells who lacks which feature from now on, or has it again.
    #[cold]
    pub(super) fn tell_lacks(&mut self) {
        let mut lacked = std::mem::take(&mut self.agenda.lacked);
        lacked.sort_unstable();
        lacked.dedup();
        for want in lacked {
            if let Some((lacking, chain)) = self.ledger.features.news(want, self.now) {
                let waits = self.serves_nobody_of(self.system.wants[want.at()].population);
                self.tell(Transition::Feature { want, lacking, chain, waits });
            }
        }
    }

    /// Where a route should lead: to the first target that serves anybody, if any does.
    pub(super) fn best_of(
        &self,
        route: RouteId,
        controllers: &[Box<dyn Controller>],
    ) -> Option<usize> {
        let Route { targets, stated, from, .. } = &self.system.routes[route.at()];
        let serves = |target: &NodeId| !self.shortfall_of(*from, *target, controllers).is_total();
        match self.routing.routes[route.at()].pin {
            Some(pin) => Some(pin.target),
            None => targets[..*stated].iter().position(serves),
        }
    }

    /// Leads a route to the first target that serves anybody, and puts on its targets what it
    /// brings them now.
    pub(crate) fn settle_route(&mut self, route: RouteId, controllers: &[Box<dyn Controller>]) {
        let system = self.system;
        let targets = &system.routes[route.at()].targets;
        let best = self.best_of(route, controllers);
        let before = self.routing.routes[route.at()].best;
        if let Some(best) = best.filter(|best| *best != before) {
            for target in targets {
                if let Some(service) = system.service_of(*target) {
                    self.fix_demand(service);
                }
            }
            let state = &mut self.routing.routes[route.at()];
            let within = system.routes[route.at()].within;
            state.turn(best, self.now, self.now + within);
            if self.ledger.is_telling() {
                self.tell(Transition::Rerouted { route, target: targets[best] });
            }
        }
        let state = &self.routing.routes[route.at()];
        if state.is_moving(self.now) {
            let next = state.next_look(self.now);
            self.calendar.schedule(next, Event::rank(Kind::Route, route.0));
            self.routing.restless.insert(route);
        } else {
            self.routing.restless.remove(route);
        }
        for target in targets {
            if let Some(service) = system.service_of(*target) {
                self.set_demand(service);
            }
        }
    }

    /// Notes what a route brought to its targets as this instant began.
    pub(crate) fn note_demand(&mut self, route: RouteId) {
        let system = self.system;
        for target in &system.routes[route.at()].targets {
            if let Some(service) = system.service_of(*target) {
                self.note_demand_of(service);
            }
        }
    }

    /// Counts anew what routes bring to a service.
    pub(super) fn set_demand(&mut self, service: ServiceId) {
        self.routing.counted[service.at()] = self.turns_of_homes(service);
        let demand = self.demand(service, |patrons| patrons.served);
        if self.routing.demand[service.at()] != demand {
            self.routing.demand[service.at()] = demand;
            self.touch(service);
        }
    }

    /// What routes bring to a service while so many of each population are served.
    pub(super) fn demand(&self, service: ServiceId, served: fn(&Patrons) -> Micro) -> Micro {
        let system = self.system;
        let node = system.services[service.at()].node;
        let mut demand: u128 = 0;
        for id in &system.services[service.at()].ties.routes {
            let route = &system.routes[id.at()];
            let Some(target) = route.targets.iter().position(|target| *target == node) else {
                continue;
            };
            let share = u128::from(self.routing.routes[id.at()].share(target, self.now));
            if share == 0 {
                continue;
            }
            for burden in &route.burdens {
                let home = self.host(burden.population).service;
                if burden.host.is_some_and(|host| host != home) {
                    continue;
                }
                let mut patrons = self.books[home.at()].patrons.iter();
                let own = patrons.find(|patrons| patrons.population == burden.population);
                let users = u128::from(own.map_or(0, served));
                let brought = users * u128::from(burden.amount) / u128::from(burden.per);
                demand += brought * share / u128::from(ALL);
            }
        }
        Micro::try_from(demand).unwrap_or(Micro::MAX)
    }

    /// How many of `users` lack the role of a route, now and until they have moved.
    pub(crate) fn lack(
        &self,
        route: RouteId,
        users: Micro,
        controllers: &[Box<dyn Controller>],
    ) -> Lack {
        let state = &self.routing.routes[route.at()];
        let Route { targets, from, .. } = &self.system.routes[route.at()];
        let from = *from;
        let mut lack = Lack {
            now: 0,
            then: 0,
            until: state.until().max(self.now),
            shortfall: Shortfall::NONE,
        };
        let mut most = 0;
        for (target, node) in targets.iter().enumerate() {
            let share = state.share(target, self.now);
            if share == 0 && target != state.best {
                continue;
            }
            let shortfall = self.shortfall_of(from, *node, controllers);
            let there = (u128::from(users) * u128::from(share) / u128::from(ALL)) as Micro;
            let lacking = shortfall.of(there);
            lack.now += lacking;
            if target == state.best {
                lack.then = shortfall.of(users);
            }
            if lacking > most || (most == 0 && target == state.best) {
                most = lacking;
                lack.shortfall = shortfall;
            }
        }
        if state.is_moving(self.now) && lack.then < lack.now {
            // They find one that serves them, each in its time.
            lack.shortfall.phase = Phase::Reconnecting;
        }
        lack
    }

    /// How far a service or a component falls short of what is asked of it from where `from` stands.
    fn shortfall_of(
        &self,
        from: Option<NodeId>,
        node: NodeId,
        controllers: &[Box<dyn Controller>],
    ) -> Shortfall {
        self.shortfall_over(from, node, controllers, self.system.routes.len())
    }

    /// As [`Self::shortfall_of`], over so many next hops: they might form a circle.
    fn shortfall_over(
        &self,
        from: Option<NodeId>,
        node: NodeId,
        controllers: &[Box<dyn Controller>],
        hops: usize,
    ) -> Shortfall {
        if let Some(from) = from
            && !self.reaches(from, node)
        {
            return Shortfall {
                failing: (1, 1),
                phase: Phase::Repairing,
                explanation: self.explain_cut(from, node),
                ..Shortfall::NONE
            };
        }
        let mut shortfall = match self.system.service_of(node) {
            Some(service) => controllers[service.at()].shortfall(self),
            None if self.is_up(node) => Shortfall::NONE,
            None => Shortfall {
                failing: (1, 1),
                phase: Phase::Repairing,
                explanation: self.explain_node(node),
                ..Shortfall::NONE
            },
        };
        if shortfall.is_total() {
            shortfall.phase = self.phase_behind(node, shortfall.phase);
        } else if let Some(service) = self.system.service_of(node)
            && hops > 0
        {
            // Who is led on to nobody that serves is not served.
            for route in &self.system.services[service.at()].ties.onward {
                let best = self.routing.routes[route.at()].best;
                let Route { from, targets, .. } = &self.system.routes[route.at()];
                let beyond = self.shortfall_over(*from, targets[best], controllers, hops - 1);
                if beyond.is_total() {
                    return beyond;
                }
            }
        }
        shortfall
    }

    /// What is asked of a service beside its own users: open loads, and what routes bring.
    #[inline]
    pub(crate) fn requested(&self, service: ServiceId) -> Micro {
        let brought = self.routing.demand.get(service.at()).copied().unwrap_or(0);
        self.system.requested(service).saturating_add(brought)
    }

    /// Users that wait at home and will bring something to a service.
    pub(crate) fn expected(&self, service: ServiceId) -> Micro {
        let system = self.system;
        let node = system.services[service.at()].node;
        let routes = &system.services[service.at()].ties.routes;
        let routes = routes.iter().map(|id| &system.routes[id.at()]);
        let burdens = routes.filter(|route| route.targets.contains(&node));
        let homes = burdens.flat_map(|route| &route.burdens);
        let homes = homes.map(|burden| self.host(burden.population).service);
        homes.map(|home| self.books[home.at()].waiting()).max().unwrap_or(0)
    }

    /// What was asked as this instant began, if that has changed since.
    pub(crate) fn requested_before(&self, service: ServiceId) -> Option<Micro> {
        let noted = *self.routing.before.get(service.at())?;
        let count = || self.demand(service, |patrons| patrons.served_before);
        let brought = || noted.demand.unwrap_or_else(count);
        (noted.at == self.now).then(|| self.system.requested(service).saturating_add(brought()))
    }
}
