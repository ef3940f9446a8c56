//! Where routes lead beyond what they state: to targets that somebody may name, and over the routes
//! of those they lead to.

use super::build_error::BuildError;
use super::compile::Compiler;
use super::id::*;
use super::paths::{Owned, RouteOwner};
use super::runbook::Which;
use super::topology::System;

impl<'b> Compiler<'b> {
    /// Adds where routes lead only when somebody says so.
    pub(super) fn add_leads(&mut self, owned: &Owned<'b>) -> Result<(), BuildError> {
        let leads = self.leads()?;
        loop {
            let mut added = false;
            for lead in &leads {
                let one = match &lead.which {
                    Which::AllOn(_) => None,
                    Which::Route(of, role) => {
                        let none = || BuildError::Dangling(role.clone());
                        Some(*owned.get(&(*of, role.as_str())).ok_or_else(none)?)
                    }
                };
                for (at, route) in self.system.routes.iter_mut().enumerate() {
                    let concerned = match &lead.which {
                        Which::AllOn(on) => route.targets.contains(on),
                        Which::Route(..) => one == Some(at.into()),
                    };
                    if concerned && !route.targets.contains(&lead.to) {
                        route.targets.push(lead.to);
                        added = true;
                    }
                }
            }
            // What is led on from there may be led on again.
            if !added {
                return Ok(());
            }
        }
    }

    /// The route of an owner for a role.
    pub(super) fn route_of(&self, of: RouteOwner, role: &str) -> Option<RouteId> {
        let owner = match of {
            RouteOwner::Service(at) => &self.blueprint.services.get(at)?.name,
            RouteOwner::Population(at) => &self.blueprint.populations.get(at)?.name,
        };
        let words = format!("{role} for {owner}");
        self.system.routes.iter().position(|route| route.words == words).map(RouteId::from)
    }
}

impl Compiler<'_> {
    /// A service where nobody is at home passes the users of others on, over its own routes.
    pub(super) fn link_next_hops(&mut self) {
        let system = &mut self.system;
        for (at, route) in system.routes.iter().enumerate() {
            let owner = route.from.and_then(|owner| system.nodes[owner.at()].service);
            let Some(owner) = owner.map(|owner| &mut system.services[owner.at()]) else { continue };
            if owner.populations.is_empty() {
                owner.ties.onward.push(at.into());
            }
        }
        // As often as there are routes is enough, also where hops form a circle.
        for _ in 0..system.routes.len() {
            let before: Vec<u32> = system.routes.iter().map(|route| route.depth).collect();
            for at in 0..system.routes.len() {
                let hops = system.next_hops(at.into());
                let depth = hops.iter().map(|hop| system.routes[hop.at()].depth + 1).max();
                system.routes[at].depth = depth.unwrap_or(0);
            }
            if system.routes.iter().map(|route| route.depth).eq(before) {
                break;
            }
        }
    }
}

impl System {
    /// The routes over which the targets of a route pass its users on.
    fn next_hops(&self, route: RouteId) -> Vec<RouteId> {
        let targets = self.routes[route.at()].targets.iter();
        let services = targets.filter_map(|node| self.nodes[node.at()].service);
        services.flat_map(|service| self.services[service.at()].ties.onward.clone()).collect()
    }

    /// Where a route leads, over whatever hops.
    pub(super) fn led_to(&self, route: RouteId) -> Vec<NodeId> {
        let (mut open, mut seen) = (vec![route], Vec::new());
        let mut led_to = Vec::new();
        while let Some(route) = open.pop() {
            if !seen.contains(&route) {
                seen.push(route);
                led_to.extend(&self.routes[route.at()].targets);
                open.extend(self.next_hops(route));
            }
        }
        led_to.sort_unstable();
        led_to.dedup();
        led_to
    }
}
