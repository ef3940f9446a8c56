//! Links between places, compiled: which places they join, and who stands where.
//!
//! A part stands in its place and in all that hold it. Of these only *joined* places matter, those
//! that some link ends at: what stands in one of them together reaches each other, and what stands
//! in none is joined to everything. `reach.rs` finds the paths from one to the other.

#[cfg(test)]
mod tests;

use super::blueprint::{Blueprint, ModeSpec, RepairSpec, Target};
use super::build_error::BuildError;
use super::compile::Compiler;
use super::id::NodeId;
use super::topology::System;
use crate::quantity::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A link between two places: a failure of it is a cut.
#[derive(Clone, Debug)]
pub struct LinkSpec {
    /// Its name.
    pub name: String,
    /// Replaces the name as the owner of its draws.
    pub luck: Option<String>,
    /// The places it joins: positions in [`Blueprint::places`].
    pub between: [usize; 2],
    /// How long anything takes from one end to the other.
    pub latency: Span,
    /// Bytes a second, for all that it carries; `None` is any number.
    pub bandwidth: Option<u64>,
    /// Whether it carries what comes from beyond its ends.
    pub transit: bool,
    /// How it fails (only [`super::ModeKind::Cut`]).
    pub modes: Vec<ModeSpec>,
    /// How what a script cuts without a duration is repaired; `None` is never.
    pub repair: Option<RepairSpec>,
}

/// A system joins at most so many places: every pair of them has its path.
pub const MOST_JOINED: usize = 256;

/// Which places are joined by which links.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    /// By owner.
    pub links: Vec<Link>,
    /// How many places are joined; they are numbered by owner.
    pub joined: usize,
    /// Joined places of which the first stands in the second.
    pub nested: Vec<(usize, usize)>,
    /// By node, where there are links: its position in [`Self::stands`].
    standing: Vec<u32>,
    /// Sets of joined places; the first is empty.
    stands: Vec<Vec<usize>>,
}

/// A link between two joined places.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub node: NodeId,
    pub ends: [usize; 2],
    pub latency: Span,
    pub bandwidth: Option<u64>,
    pub transit: bool,
}

impl Network {
    /// The joined places in which `node` stands; without any it is joined to everything.
    #[inline]
    pub(crate) fn stand(&self, node: NodeId) -> &[usize] {
        match self.standing.get(node.at()) {
            Some(stand) => &self.stands[*stand as usize],
            None => &[],
        }
    }

    /// Whether who stands at `from` and who stands at `to` need no link.
    pub(crate) fn is_together(from: &[usize], to: &[usize]) -> bool {
        from.is_empty() || to.is_empty() || from.iter().any(|place| to.contains(place))
    }
}

impl Compiler<'_> {
    /// The links, by owner, and who stands in which of the places they join.
    pub(super) fn order_links(&mut self) -> Result<(), BuildError> {
        if self.blueprint.links.is_empty() {
            return Ok(());
        }
        let mut ends = BTreeSet::new();
        let mut listed = Vec::new();
        for (at, spec) in self.blueprint.links.iter().enumerate() {
            let node = self.resolve(Target::Link(at), &spec.name)?[0];
            let mut between = [node; 2];
            for (end, place) in between.iter_mut().zip(spec.between) {
                *end = self.resolve(Target::Place(place), &spec.name)?[0];
            }
            if self.blueprint.holds(spec.between[0], spec.between[1])
                || self.blueprint.holds(spec.between[1], spec.between[0])
                || spec.bandwidth == Some(0)
            {
                return Err(BuildError::Link(spec.name.clone()));
            }
            // A lost site ends what passes through it.
            self.system.needs[node.at()] = between.to_vec();
            ends.extend(between);
            listed.push((node, between, spec));
        }
        listed.sort_by_key(|(node, ..)| *node);
        let places: Vec<NodeId> = ends.into_iter().collect();
        if places.len() > MOST_JOINED {
            return Err(BuildError::ManyJoined);
        }
        let number = |node: &NodeId| places.binary_search(node).expect("every end was listed");
        let network = &mut self.system.network;
        network.joined = places.len();
        network.links = listed
            .into_iter()
            .map(|(node, between, spec)| Link {
                node,
                ends: [number(&between[0]), number(&between[1])],
                latency: spec.latency,
                bandwidth: spec.bandwidth,
                transit: spec.transit,
            })
            .collect();
        self.stand_in_joined(&places);
        Ok(())
    }

    /// Who stands in which of the joined places.
    fn stand_in_joined(&mut self, places: &[NodeId]) {
        let system = &self.system;
        let mut numbers = BTreeMap::from([(Vec::new(), 0)]);
        let mut stands = vec![Vec::new()];
        let mut standing = Vec::new();
        for at in 0..system.nodes.len() {
            let set: Vec<usize> = match stand_of(system, at.into(), places, &mut Vec::new()) {
                Some(set) => set.into_iter().collect(),
                None => Vec::new(),
            };
            let number = *numbers.entry(set).or_insert_with_key(|set| {
                stands.push(set.clone());
                stands.len() as u32 - 1
            });
            standing.push(number);
        }
        let mut nested = Vec::new();
        for (inner, place) in places.iter().enumerate() {
            let set = &stands[standing[place.at()] as usize];
            nested.extend(set.iter().filter(|outer| **outer != inner).map(|outer| (inner, *outer)));
        }
        let network = &mut self.system.network;
        (network.standing, network.stands, network.nested) = (standing, stands, nested);
    }
}

/// The joined places in which a node stands; `None` is none: it is joined to everything. A service
/// stands wherever one of its members does, a link at both its ends.
fn stand_of(
    system: &System,
    node: NodeId,
    places: &[NodeId],
    over: &mut Vec<NodeId>,
) -> Option<BTreeSet<usize>> {
    if over.contains(&node) {
        return Some(BTreeSet::new());
    }
    if let Some(service) = system.service_of(node) {
        over.push(node);
        let members = system.services[service.at()].members.iter();
        let stands = members.map(|member| stand_of(system, *member, places, over));
        let all: Option<Vec<_>> = stands.collect();
        over.pop();
        return all.map(|all| all.into_iter().flatten().collect());
    }
    if let Some(link) = system.network.links.iter().find(|link| link.node == node) {
        return Some(link.ends.into_iter().collect());
    }
    let mut set = BTreeSet::new();
    let mut at = Some(node);
    while let Some(here) = at {
        set.extend(places.binary_search(&here).ok());
        at = system.nodes[here.at()].place;
    }
    (!set.is_empty()).then_some(set)
}

impl Blueprint {
    /// Whether a place is another one, or holds it.
    pub fn holds(&self, outer: usize, inner: usize) -> bool {
        let mut at = Some(inner);
        // Places in circles are refused elsewhere, and end here as well.
        for _ in 0..=self.places.len() {
            match at {
                Some(here) if here == outer => return true,
                Some(here) => at = self.places.get(here).and_then(|place| place.inside),
                None => return false,
            }
        }
        false
    }
}
