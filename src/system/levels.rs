//! Levels: a node that is up works in full, or is limited.
//!
//! It is limited while a grace that ends there is over, while something it cannot run without is
//! limited, and, if it is a service, while fewer of its members work in full than it needs.
//! Each node counts its reasons to be limited, as it counts those to be down; with needs in a
//! circle the greatest fixed point is found anew. Systems without such a grace keep no counts.

use super::id::{NodeId, ServiceId};
use super::lesser::Lower;
use super::paths::ServiceLevel;
use super::topology::Dependent;
use super::world::World;

impl World<'_> {
    /// The level at which a service works while it is up.
    pub fn service_level(&self, service: ServiceId) -> ServiceLevel {
        let node = self.system.services[service.at()].node;
        let limited = self.configuration.limits.get(node.at()).is_some_and(|limits| *limits > 0);
        if limited { ServiceLevel::Limited } else { ServiceLevel::Full }
    }

    /// Whether `node` works at a limited level while it is up.
    pub(super) fn is_limited(&self, node: NodeId) -> bool {
        self.configuration.limits.get(node.at()).is_some_and(|limits| *limits > 0)
    }

    /// Whether `node` is up and works in full.
    fn works_in_full(&self, node: NodeId) -> bool {
        self.is_up(node) && self.configuration.limits[node.at()] == 0
    }

    /// One more reason for `node` to be limited.
    pub(super) fn add_limit(&mut self, node: NodeId) {
        let was_full = self.works_in_full(node);
        self.configuration.limits[node.at()] += 1;
        if was_full {
            self.lost_full(node);
        }
    }

    /// One reason fewer.
    pub(super) fn take_limit(&mut self, node: NodeId) {
        self.agenda.restored = true;
        let limits = &mut self.configuration.limits[node.at()];
        assert!(*limits > 0, "a node that is not limited has no reason to take away");
        *limits -= 1;
        if self.works_in_full(node) {
            self.gained_full(node);
        }
    }

    /// `node` has just gone down, and nobody has heard of it: if it worked in full until now, it
    /// does no longer.
    #[cold]
    pub(super) fn level_went_down(&mut self, node: NodeId) {
        if self.configuration.limits[node.at()] == 0 {
            self.lost_full(node);
        }
    }

    /// `node` has just come up, and nobody has heard of it: in full unless it is limited.
    #[cold]
    pub(super) fn level_came_up(&mut self, node: NodeId) {
        if self.configuration.limits[node.at()] == 0 {
            self.gained_full(node);
        }
    }

    fn lost_full(&mut self, node: NodeId) {
        self.touch_itself(node);
        for at in self.system.dependents_of(node) {
            match self.system.dependent(node, at) {
                Dependent::Need(other) => self.add_limit(other),
                Dependent::Member(service, _) => {
                    let spec = &self.system.services[service.at()];
                    self.configuration.members_full[service.at()] -= 1;
                    if self.configuration.members_full[service.at()] + 1 == spec.need {
                        self.add_limit(spec.node);
                    }
                }
                _ => {}
            }
        }
    }

    fn gained_full(&mut self, node: NodeId) {
        self.touch_itself(node);
        for at in self.system.dependents_of(node) {
            match self.system.dependent(node, at) {
                Dependent::Need(other) => self.take_limit(other),
                Dependent::Member(service, _) => {
                    let spec = &self.system.services[service.at()];
                    self.configuration.members_full[service.at()] += 1;
                    if self.configuration.members_full[service.at()] == spec.need {
                        self.take_limit(spec.node);
                    }
                }
                _ => {}
            }
        }
    }

    /// The greatest fixed point of the levels, where needs form a circle and something has come
    /// back. What is up has settled.
    pub(super) fn settle_level_circles(&mut self) {
        if !self.system.lesser.levels {
            return;
        }
        let system = self.system;
        let before: Vec<bool> =
            (0..system.nodes.len()).map(|at| self.works_in_full(at.into())).collect();
        let over = |world: &Self, at: usize| world.graces_over(at.into(), Lower::Limited).count();
        let mut full: Vec<bool> = (0..system.nodes.len())
            .map(|at| self.is_up(at.into()) && over(self, at) == 0)
            .collect();
        loop {
            let stays = |at: usize| {
                let place = system.nodes[at].place.is_none_or(|place| full[place.at()]);
                place && system.needs[at].iter().all(|need| full[need.at()])
            };
            let mut next: Vec<bool> = (0..full.len()).map(|at| full[at] && stays(at)).collect();
            for service in &system.services {
                let members = service.members.iter().filter(|member| full[member.at()]).count();
                next[service.node.at()] &= members as u32 >= service.need;
            }
            if next == full {
                break;
            }
            full = next;
        }
        for at in 0..full.len() {
            self.configuration.limits[at] = self.limits_by(&full, at.into());
            if full[at] != before[at] {
                self.touch_itself(at.into());
            }
        }
        for (at, service) in system.services.iter().enumerate() {
            let members = service.members.iter().filter(|member| full[member.at()]).count();
            self.configuration.members_full[at] = members as u32;
        }
    }

    /// Reasons of `node` to be limited, given what works in full.
    fn limits_by(&self, full: &[bool], node: NodeId) -> u32 {
        let system = self.system;
        let place = system.nodes[node.at()].place.is_some_and(|place| !full[place.at()]);
        let needs = system.needs[node.at()].iter().filter(|need| !full[need.at()]).count();
        let short = system.service_of(node).is_some_and(|service| {
            let spec = &system.services[service.at()];
            let members = spec.members.iter().filter(|member| full[member.at()]).count();
            (members as u32) < spec.need
        });
        let over = self.graces_over(node, Lower::Limited).count();
        (needs + over) as u32 + u32::from(place) + u32::from(short)
    }

    /// Panics, in plain words, if the counts do not say who works in full.
    pub(super) fn audit_levels(&self) {
        if !self.system.lesser.levels {
            return;
        }
        let nodes = self.system.nodes.len();
        let full: Vec<bool> = (0..nodes).map(|at| self.works_in_full(at.into())).collect();
        for at in 0..nodes {
            let (counted, limits) =
                (self.configuration.limits[at], self.limits_by(&full, at.into()));
            assert_eq!(counted, limits, "`{}` counts its limits", self.system.name(at.into()));
        }
        for (at, service) in self.system.services.iter().enumerate() {
            let members = service.members.iter().filter(|member| full[member.at()]).count();
            let counted = self.configuration.members_full[at] as usize;
            assert_eq!(counted, members, "`{}` counts its full members", service.name);
        }
    }
}
