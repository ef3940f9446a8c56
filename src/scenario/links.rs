//! Links, assembled: names become positions.

use super::assemble::Assembler;
use super::describe::{LinkText, Name};
use super::names::Thing;
use super::problem::Problems;
use crate::detection::Standing;
use crate::system::port::Detection;
use crate::system::{LinkSpec, Target};
use std::sync::Arc;

impl Assembler<'_> {
    /// A link; something stands in for places that could not be read.
    pub(super) fn link(&mut self, link: &LinkText) -> LinkSpec {
        let mut between = [0; 2];
        for (end, name) in between.iter_mut().zip(link.between.iter().flatten()) {
            *end = self.names.place(name, self.problems).unwrap_or(0);
        }
        LinkSpec {
            name: link.name.text.clone(),
            luck: link.luck.as_ref().map(|luck| luck.text.clone()),
            between,
            latency: link.latency,
            bandwidth: link.bandwidth,
            transit: link.transit,
            modes: self.modes(&link.modes, link.repair.as_ref()),
            repair: link.repair.as_ref().and_then(|repair| self.repair(repair)),
        }
    }

    /// A check as it sees from where it stands.
    pub(super) fn standing(
        &mut self,
        check: Arc<dyn Detection>,
        from: Option<&Name>,
    ) -> Arc<dyn Detection> {
        let from = from.and_then(|name| self.names.standpoint(name, self.problems));
        match from {
            Some(from) => Arc::new(Standing { check, from }),
            None => check,
        }
    }

    /// What can be put right: a place, a link or a component.
    pub(super) fn restorable(&mut self, name: &Name) -> Option<Target> {
        match self.names.get(&name.text) {
            Some(Thing::Place(place)) => Some(Target::Place(place)),
            Some(Thing::Link(link)) => Some(Target::Link(link)),
            _ => self.names.breakable(name, self.problems),
        }
    }
}

/// The two places of a link, where both names mean one.
pub(super) fn ends(link: &LinkText, names: &super::names::Names<'_>) -> Option<[usize; 2]> {
    let [one, other] = link.between.as_ref()?;
    let place = |name| names.place(name, &mut Problems::default());
    Some([place(one)?, place(other)?])
}
