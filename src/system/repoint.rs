//! Routes that somebody leads elsewhere: they stay where they are led until that is undone, whoever
//! serves there. Their users find the new target as they find any other.

use super::id::{NodeId, RouteId};
use super::routing::{Pin, Pointing};
use super::world::World;

impl World<'_> {
    /// The routes that would be led elsewhere, each with its new target, or left to itself.
    fn concerned(&self, pointing: Pointing) -> Vec<(RouteId, Option<usize>)> {
        let routes = self.system.routes.iter().zip(&self.routing.routes).enumerate();
        let mut concerned = Vec::new();
        for (at, (route, state)) in routes {
            let target = |to: NodeId| route.targets.iter().position(|target| *target == to);
            match pointing {
                Pointing::AllOn { on, to } if route.targets[state.best] == on => {
                    concerned.extend(target(to).map(|target| (at.into(), Some(target))));
                }
                Pointing::Route { route: one, to } if one.at() == at => {
                    concerned.extend(target(to).map(|target| (one, Some(target))));
                }
                Pointing::Undo(of) if state.pin.is_some_and(|pin| pin.by == Some(of)) => {
                    concerned.push((at.into(), None));
                }
                _ => {}
            }
        }
        concerned
    }

    /// The services whose routes would be led elsewhere.
    pub(super) fn owners_of(&self, pointing: Pointing) -> Vec<NodeId> {
        let concerned = self.concerned(pointing).into_iter();
        concerned.filter_map(|(route, _)| self.system.routes[route.at()].from).collect()
    }

    /// Leads routes elsewhere; `by` is the number of the runbook that says so.
    pub(super) fn repoint(&mut self, pointing: Pointing, by: Option<u32>) {
        for (route, target) in self.concerned(pointing) {
            let pin = target.map(|target| Pin { target, by });
            self.routing.routes[route.at()].pin = pin;
            self.look_at_route(route);
        }
    }

    /// The users of a route, and of those that lead over it, look where it leads.
    fn look_at_route(&mut self, route: RouteId) {
        self.agenda.routes.push(route);
        let owner = self.system.routes[route.at()].from;
        let owner = owner.and_then(|owner| self.system.service_of(owner));
        if let Some(owner) = owner {
            self.agenda.routes.extend(&self.system.services[owner.at()].ties.routes);
        }
    }
}
