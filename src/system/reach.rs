//! Who reaches whom: parts stand in sites, and sites are joined by links.

use super::chain::Explanation;
use super::id::NodeId;
use super::port::Seen;
use super::world::World;

impl World<'_> {
    /// Whether what stands at `from` can speak with what stands at `to`, if both are up.
    pub(crate) fn reaches(&self, _from: NodeId, _to: NodeId) -> bool {
        true
    }

    /// Why what stands at `from` does not reach what stands at `to`.
    pub(crate) fn explain_cut(&self, _from: NodeId, _to: NodeId) -> Explanation {
        Explanation::NONE
    }

    /// How `node` looks to somebody who stands at `from`; `None` stands everywhere.
    pub(crate) fn seen_from(&self, from: Option<NodeId>, node: NodeId) -> Seen {
        match from {
            Some(from) if !self.reaches(from, node) => Seen::Silent,
            _ => self.seen(node),
        }
    }
}
