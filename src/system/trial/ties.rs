//! What services mean for each other within an instant: where users are led, what that brings to
//! whom, and who lacks what for it.

use super::Trial;
use crate::quantity::Time;
use crate::system::ties::RouteSet;
use crate::system::world::World;

/// So often at most routes are led in one round because their targets have turned.
const TURNS: u32 = 64;

impl Trial<'_> {
    /// Lets services settle where they lead users to each other, hear orders or share links.
    #[inline(never)]
    pub(super) fn settle_ties(&mut self) {
        if !self.world.agenda.residents.is_empty() {
            self.world.settle_residents();
        }
        if !self.world.agenda.runbooks.is_empty() {
            self.world.settle_runbooks();
        }
        self.settle_services();
        if !self.world.agenda.orders.is_empty() {
            self.world.carry_out_orders(&mut self.controllers);
            self.settle_services();
        }
        let mut handled = RouteSet::default();
        let mut turns = TURNS;
        while !self.world.agenda.routes.is_empty() || !self.world.agenda.settled.is_empty() {
            turns = turns.saturating_sub(1);
            self.settle_routes(&mut handled, turns > 0);
        }
        if self.world.transfers.changed {
            self.world.share_bandwidth();
        }
    }

    /// Writes down what that means for whoever wants something of several services.
    #[inline(never)]
    pub(super) fn follow_ties(&mut self, now: Time) {
        if !self.routed.is_empty() {
            self.follow_routes(now);
        }
        if !self.world.ledger.features.lacked().is_empty() {
            self.world.follow_lacking(&self.passed, now, &self.controllers);
        }
        self.passed.clear();
        self.world.rest_books();
        if !self.world.agenda.hosted.is_empty() {
            self.follow_hosts(now);
        }
        if !self.world.agenda.lacked.is_empty() {
            self.world.tell_lacks();
        }
    }

    /// Leads the routes that something has happened to, and lets their targets hear what they
    /// bring. Ends when nothing changes any more: what a target carries does not change what
    /// its users' homes serve. `handled` are those of the pass before, and then of this one; those
    /// whose targets turn meanwhile are led once more, while that `may_turn`.
    fn settle_routes(&mut self, handled: &mut RouteSet, may_turn: bool) {
        let settled = std::mem::take(&mut self.world.agenda.settled);
        self.world.lead_movers(&settled, handled);
        let mut routes = std::mem::take(&mut self.world.agenda.routes);
        handled.clear();
        // Next hops come before those who lead over them.
        routes.sort_unstable_by_key(|route| (self.world.system.routes[route.at()].depth, *route));
        routes.dedup();
        // All homes say how many they serve before anybody asks what that brings.
        for route in &routes {
            self.world.look_at_homes(*route);
            handled.insert(*route);
        }
        for service in &settled {
            self.world.look_at_homes_of(*service);
        }
        for route in &routes {
            self.world.note_demand(*route);
        }
        for service in &settled {
            self.world.note_demands(*service);
        }
        for route in &routes {
            self.world.settle_route(*route, &self.controllers);
            if !self.routed.contains(route) {
                self.routed.push(*route);
            }
        }
        for service in &settled {
            self.world.count_ties(*service);
            handled.add(&self.world.system.services[service.at()].ties.set);
        }
        self.world.routing.turned.clear();
        self.settle_services();
        self.passed.add(handled);
        let Self { world: World { agenda, system, routing, .. }, routed, .. } = self;
        // What was looked at and is to be led anew now is followed when the instant closes.
        let turned = |route| may_turn && routing.turned.contains(route);
        let again =
            agenda.routes.extract_if(.., |route| handled.contains(*route) && !turned(*route));
        again.for_each(|route| {
            if !routed.contains(&route) {
                routed.push(route);
            }
        });
        agenda.settled.retain(|at| !system.services[at.at()].ties.set.is_within(handled));
    }

    /// Writes down who lacks which feature from now on.
    pub(super) fn follow_routes(&mut self, now: Time) {
        let mut routed = std::mem::take(&mut self.routed);
        if self.world.ledger.is_staging() {
            let mut known = None;
            for route in &routed {
                for (want, leg) in &self.world.system.routes[route.at()].wants {
                    self.world.follow_leg(*want, *leg, now, &self.controllers, &mut known);
                }
            }
        }
        routed.clear();
        self.routed = routed;
    }

    /// Writes down who lacks which feature for the sake of whoever serves it now.
    #[cold]
    pub(super) fn follow_hosts(&mut self, now: Time) {
        let mut hosted = std::mem::take(&mut self.world.agenda.hosted);
        hosted.sort_unstable();
        hosted.dedup();
        if self.world.ledger.is_staging() {
            for people in hosted {
                self.world.follow_host(people, now, &self.controllers);
            }
        }
    }
}
