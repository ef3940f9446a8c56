//! The class of a failure: how much it takes. Recovery times and objectives are told apart by it.
//!
//! It follows from what struck, and is compiled once; `docs/methods/recovery.md` states the rule.

use super::blueprint::{ModeKind, Target};
use super::chain::Trigger;
use super::compile::Compiler;
use super::id::{ModeId, NodeId};
use super::runbook::Runbook;
use super::topology::{Deed, Dependent, System};
use std::collections::BTreeSet;

/// How much a failure takes, in order of reports.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FailureClass {
    /// One component.
    Member,
    /// Several components at once, by a common cause.
    Pool,
    /// A component that keeps data, or the data itself.
    Database,
    /// A place within a site: a rack, a host, a power feed.
    Place,
    /// A site: a datacenter.
    Site,
    /// A place that holds sites.
    Region,
    /// A link between places.
    Link,
    /// A change: planned work, one that went wrong, or work that changes hands by order.
    Change,
}

impl FailureClass {
    /// All of them, in order.
    pub const ALL: [FailureClass; 8] = [
        Self::Member,
        Self::Pool,
        Self::Database,
        Self::Place,
        Self::Site,
        Self::Region,
        Self::Link,
        Self::Change,
    ];

    /// In words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Pool => "pool",
            Self::Database => "database",
            Self::Place => "place",
            Self::Site => "site",
            Self::Region => "region",
            Self::Link => "link",
            Self::Change => "change",
        }
    }
}

impl System {
    /// The class of a failure of this mode.
    pub fn failure_class(&self, mode: ModeId) -> FailureClass {
        self.failure_classes[self.modes[mode.at()].spec as usize]
    }

    /// The classes of the failures that incidents script, and, where these are `random`, of those
    /// that strike by themselves.
    pub fn classes_struck(&self, random: bool) -> Vec<FailureClass> {
        let scripts = self.incidents.iter().flat_map(|incident| &incident.events);
        let scripted = scripts.filter_map(|event| match event.deed {
            Deed::Break(mode) => Some(self.failure_class(mode)),
            Deed::Shock(shock) => {
                let first = self.shocks[shock.at()].modes.first();
                first.map(|mode| self.failure_class(*mode))
            }
            Deed::Alarm(..) => Some(FailureClass::Member),
            Deed::Corrupt(_) => Some(FailureClass::Database),
            Deed::RollOut(..) => Some(FailureClass::Change),
            Deed::Order(_, order) => order.is_planned().then_some(FailureClass::Change),
            Deed::Restore(_)
            | Deed::Command(_)
            | Deed::Repoint(_)
            | Deed::RollBack(_)
            | Deed::Start(_) => None,
        });
        let modes = (0..self.modes.len() as u32).map(ModeId);
        let lives = modes.filter(|mode| {
            let spec = self.spec(*mode);
            spec.life.is_some() || spec.shock.is_some() || spec.demand.is_some()
        });
        let natural = lives.filter(|_| random).map(|mode| self.failure_class(mode));
        let planned = !self.plans.is_empty() || self.runbooks.iter().any(Runbook::plans);
        let planned = planned.then_some(FailureClass::Change);
        scripted.chain(natural).chain(planned).collect()
    }

    /// The class of what a loss goes back to.
    pub fn class_of(&self, trigger: Trigger) -> FailureClass {
        match trigger.cause() {
            Some(cause) => self.failure_class(cause.mode),
            None => FailureClass::Change,
        }
    }
}

impl Compiler<'_> {
    /// Finds the class of every kind of failure, once all else is known.
    pub(super) fn class_failures(&mut self) {
        let places = self.places();
        let joined = self.blueprint.links.iter().flat_map(|link| link.between);
        let joined = joined.filter_map(|place| places.get(place).copied()).collect();
        let extents = Extents::of(&places, joined, &self.system);
        let system = &self.system;
        let mut classes = vec![FailureClass::Member; system.mode_specs.len()];
        for mode in &system.modes {
            let class = &mut classes[mode.spec as usize];
            *class = (*class).max(extents.class(system, mode.spec as usize, mode.node));
        }
        self.system.failure_classes = classes;
    }

    fn places(&self) -> Vec<NodeId> {
        let all = 0..self.blueprint.places.len();
        all.filter_map(|at| self.resolve(Target::Place(at), "places").ok()).flatten().collect()
    }
}

/// What places are, by what they hold and what joins them.
struct Extents {
    /// By node: how deep the places within it nest; zero where it holds none.
    heights: Vec<u32>,
    /// By node: a link joins it.
    joined: BTreeSet<NodeId>,
    /// By node: it holds, over others, a place that a link joins.
    holds_joined: BTreeSet<NodeId>,
}

impl Extents {
    fn of(places: &[NodeId], joined: BTreeSet<NodeId>, system: &System) -> Self {
        let mut heights = vec![0; system.nodes.len()];
        let mut holds_joined = BTreeSet::new();
        for at in places {
            let (mut height, mut inner) = (0, *at);
            while let Some(outer) = system.nodes[inner.at()].place {
                height += 1;
                heights[outer.at()] = heights[outer.at()].max(height);
                if joined.contains(at) {
                    holds_joined.insert(outer);
                }
                inner = outer;
            }
        }
        Self { heights, joined, holds_joined }
    }

    fn class(&self, system: &System, spec: usize, node: NodeId) -> FailureClass {
        let spec = &system.mode_specs[spec];
        match spec.kind {
            ModeKind::Planned => FailureClass::Change,
            ModeKind::Disaster => self.place(system, node),
            ModeKind::Cut => FailureClass::Link,
            ModeKind::Corruption => FailureClass::Database,
            _ if spec.shock.is_some_and(|shock| system.is_change(shock)) => FailureClass::Change,
            _ if keeps_data(system, node) => FailureClass::Database,
            _ if spec.shock.is_some() => FailureClass::Pool,
            _ => FailureClass::Member,
        }
    }

    /// What holds a place that a link joins is a region, such a place itself is a site, what stands
    /// in one a place. Where no link says so, the outermost place is a site, or a region if places
    /// nest three deep.
    fn place(&self, system: &System, node: NodeId) -> FailureClass {
        if self.holds_joined.contains(&node) {
            return FailureClass::Region;
        }
        if self.joined.contains(&node) {
            return FailureClass::Site;
        }
        let outer = system.nodes[node.at()].place.map(|outer| self.place(system, outer));
        match outer {
            None | Some(FailureClass::Region) if self.heights[node.at()] >= 2 => {
                FailureClass::Region
            }
            None | Some(FailureClass::Region) => FailureClass::Site,
            Some(_) => FailureClass::Place,
        }
    }
}

/// Whether a node is a member of a mechanism that keeps data.
fn keeps_data(system: &System, node: NodeId) -> bool {
    system.dependents_of(node).any(|at| match system.dependent(node, at) {
        Dependent::Member(service, _) => system.services[service.at()].mechanism.keeps_data(),
        _ => false,
    })
}
