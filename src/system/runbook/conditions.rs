//! What must hold before a step, by truth.

use super::StepRefusal;
use super::list::Condition;
use crate::system::id::{NodeId, RouteId};
use crate::system::world::World;

impl World<'_> {
    /// Whether a condition holds.
    pub(super) fn holds(&self, condition: Condition) -> bool {
        match condition {
            Condition::Up(node) => self.is_up(node),
            Condition::Down(node) => !self.is_up(node),
            Condition::Level(service, level) => {
                self.is_service_up(service) && self.service_level(service) == level
            }
            Condition::NothingPointsTo(node) => self.pointing_to(node).is_none(),
            Condition::Reaches(from, to) => self.reaches(from, to),
        }
    }

    /// Why a step may not begin, if it may not.
    pub(super) fn unmet(&self, requires: &[Condition]) -> Option<StepRefusal> {
        let at = requires.iter().position(|condition| !self.holds(*condition))?;
        let route = match requires[at] {
            Condition::NothingPointsTo(node) => self.pointing_to(node),
            _ => None,
        };
        Some(StepRefusal::Unmet(at as u32, route))
    }

    /// The first route of a service that is up and leads to `node` at present.
    fn pointing_to(&self, node: NodeId) -> Option<RouteId> {
        let routes = self.system.routes.iter().enumerate();
        let mut routes = routes.filter(|(_, route)| route.targets.contains(&node));
        let points = |(at, route): &(usize, &crate::system::topology::Route)| {
            let owner = route.from.is_some_and(|owner| self.is_up(owner));
            owner && route.targets[self.routing.routes[*at].best] == node
        };
        routes.find(points).map(|(at, _)| at.into())
    }
}
