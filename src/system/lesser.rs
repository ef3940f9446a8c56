//! The needs of a system that are not hard: as they are listed, and compiled.

use super::blueprint::Target;
use super::build_error::BuildError;
use super::compile::Compiler;
use super::id::NodeId;
use super::topology::{Dependent, System};
use crate::quantity::Span;

/// A need that is not hard: `of` lives on without `on` in some way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LesserNeed {
    /// Who has it: components or a service; each of them.
    pub of: Target,
    /// What is needed: each of them.
    pub on: Target,
    /// In which way.
    pub kind: NeedKind,
}

/// The ways of needing something without being down at once when it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NeedKind {
    /// Lives on for a while, then at a lower level until it is back.
    Grace {
        /// For how long; longer than zero. Every loss begins it anew.
        lasts: Span,
        /// The level afterwards.
        then: Lower,
    },
    /// Once stopped, starts again only when it is up.
    ToStart,
    /// Commands that change something are kept off while it is down.
    ForChanges {
        /// What becomes of them.
        otherwise: Meanwhile,
    },
}

/// A level below full.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Lower {
    /// It works, with less than all it does.
    Limited,
    /// It does not work.
    None,
}

/// What becomes of a command while what it needs is down.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Meanwhile {
    /// It is refused.
    #[default]
    Refused,
    /// It waits.
    Waits,
}

/// The needs of a system that are not hard. Lists by node are empty where nobody has such needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct LesserNeeds {
    /// Those with a grace, by node.
    pub graces: Vec<Grace>,
    /// By node: what it needs to start.
    pub starts: Vec<Vec<NodeId>>,
    /// Who needs what for changes, by node, and what becomes of commands meanwhile.
    pub changes: Vec<(NodeId, NodeId, Meanwhile)>,
    /// Some grace ends at the limited level.
    pub levels: bool,
    /// There is any grace or any need to start.
    pub any: bool,
}

/// A need with a grace.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grace {
    pub node: NodeId,
    pub need: NodeId,
    pub lasts: Span,
    pub then: Lower,
}

impl LesserNeeds {
    /// Who hears of whom because of them.
    pub(super) fn dependents(&self) -> Vec<(NodeId, Dependent)> {
        let graces = self.graces.iter().enumerate();
        let graces = graces.map(|(at, grace)| (grace.need, Dependent::Grace(at as u32)));
        let starts = self.starts.iter().enumerate();
        let starts = starts.flat_map(|(at, needs)| {
            needs.iter().map(move |need| (*need, Dependent::Start(NodeId::from(at))))
        });
        graces.chain(starts).collect()
    }
}

impl System {
    /// What a node needs to start.
    pub(crate) fn starts(&self, node: NodeId) -> &[NodeId] {
        self.lesser.starts.get(node.at()).map_or(&[], Vec::as_slice)
    }

    /// The needs with a grace of one node, with their numbers.
    pub(crate) fn graces_of(&self, node: NodeId) -> impl Iterator<Item = (usize, &Grace)> {
        let graces = &self.lesser.graces;
        let first = graces.partition_point(|grace| grace.node < node);
        graces.iter().enumerate().skip(first).take_while(move |(_, grace)| grace.node == node)
    }
}

impl Compiler<'_> {
    /// Lists the needs that are not hard, by node.
    pub(super) fn link_lesser_needs(&mut self) -> Result<(), BuildError> {
        let mut lesser = LesserNeeds::default();
        for spec in &self.blueprint.lesser_needs {
            let by = "lesser_needs";
            let (nodes, needs) = (self.resolve(spec.of, by)?, self.resolve(spec.on, by)?);
            for (node, need) in
                nodes.iter().flat_map(|node| needs.iter().map(|need| (*node, *need)))
            {
                match spec.kind {
                    NeedKind::Grace { lasts, then } => {
                        lesser.levels |= then == Lower::Limited;
                        lesser.graces.push(Grace { node, need, lasts, then });
                    }
                    NeedKind::ToStart => {
                        lesser.starts.resize(self.system.nodes.len(), Vec::new());
                        lesser.starts[node.at()].push(need);
                    }
                    NeedKind::ForChanges { otherwise } => {
                        lesser.changes.push((node, need, otherwise))
                    }
                }
            }
        }
        lesser.graces.sort_by_key(|grace| (grace.node, grace.need));
        lesser.changes.sort_unstable_by_key(|(node, need, _)| (*node, *need));
        for needs in &mut lesser.starts {
            needs.sort_unstable();
            needs.dedup();
        }
        lesser.any = !lesser.graces.is_empty() || !lesser.starts.is_empty();
        self.system.lesser = lesser;
        Ok(())
    }
}
