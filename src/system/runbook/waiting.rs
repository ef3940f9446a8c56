//! What those wait for whom a runbook may bring back.

use super::follow::Stage;
use super::list::{Act, Binding, Step};
use crate::system::compile::Compiler;
use crate::system::id::{ChangeId, NodeId, RunbookId};
use crate::system::phase::Phase;
use crate::system::routing::Pointing;
use crate::system::world::World;

impl Compiler<'_> {
    /// Whose users a runbook may bring back.
    pub(super) fn about(&self, bound: Binding, steps: &[Step]) -> Vec<NodeId> {
        let mut about: Vec<NodeId> = bound.own.into_iter().collect();
        for step in steps {
            match &step.act {
                Some(Act::Order(service, _)) => {
                    about.push(self.system.services[service.at()].node);
                    about.extend(step.users.map(|of| self.system.services[of.at()].node));
                }
                Some(Act::Repoint(Pointing::AllOn { on, .. })) => about.push(*on),
                Some(Act::Restore(nodes)) => about.extend(self.brought_back(nodes)),
                Some(Act::RollBack(changes)) => {
                    about.extend(self.brought_back(&self.changed(changes)));
                }
                _ => {}
            }
        }
        about.sort_unstable();
        about.dedup();
        about
    }

    /// The parts that changes reach.
    pub(super) fn changed(&self, changes: &[ChangeId]) -> Vec<NodeId> {
        let shocks = changes.iter().map(|change| self.system.changes[change.at()].shock);
        let modes = shocks.flat_map(|shock| &self.system.shocks[shock.at()].modes);
        modes.map(|mode| self.system.modes[mode.at()].node).collect()
    }

    /// What may come back with these: themselves, and the services that they are members of.
    pub(super) fn brought_back(&self, nodes: &[NodeId]) -> Vec<NodeId> {
        let services = nodes.iter().flat_map(|node| self.system.memberships(*node));
        let services = services.map(|(service, _)| self.system.services[service.at()].node);
        nodes.iter().copied().chain(services).collect()
    }
}

impl World<'_> {
    /// What those wait for who are not served at `node`: the most advanced of what their mechanism
    /// says, and of the runbooks that may bring back what is down there, or behind it.
    #[inline]
    pub(crate) fn phase_behind(&self, node: NodeId, otherwise: Phase) -> Phase {
        if self.system.runbooks.is_empty() || self.is_up(node) {
            return otherwise;
        }
        match (self.runbook_behind(node), advance(otherwise)) {
            (Some((far, phase)), Some(advance)) if far > advance => phase,
            _ => otherwise,
        }
    }

    /// How far the most advanced of those runbooks has come.
    #[cold]
    fn runbook_behind(&self, node: NodeId) -> Option<(u8, Phase)> {
        let mut open = vec![node];
        let mut seen = Vec::new();
        let mut phase = None;
        while let Some(node) = open.pop() {
            if self.is_up(node) || seen.contains(&node) {
                continue;
            }
            seen.push(node);
            for (at, runbook) in self.system.runbooks.iter().enumerate() {
                if runbook.about.binary_search(&node).is_ok() {
                    phase = phase.max(self.runbook_phase(at.into()));
                }
            }
            open.extend(&self.system.needs[node.at()]);
        }
        phase
    }

    /// What those wait for who wait for a runbook, behind how advanced that is.
    fn runbook_phase(&self, runbook: RunbookId) -> Option<(u8, Phase)> {
        let phase = match self.configuration.runs[runbook.at()].stage {
            Stage::Idle => return None,
            Stage::Unnoticed => Phase::Undetected,
            Stage::Asked => Phase::Detecting,
            Stage::Deciding => Phase::Deciding,
            Stage::Following(..) => Phase::Acting,
        };
        Some((advance(phase)?, phase))
    }

    /// It has come so far from now on.
    pub(super) fn set_stage(&mut self, runbook: RunbookId, stage: Stage) {
        let before = self.runbook_phase(runbook);
        self.configuration.runs[runbook.at()].stage = stage;
        if before != self.runbook_phase(runbook) {
            let system = self.system;
            for node in &system.runbooks[runbook.at()].about {
                self.touch_dependents(*node);
                self.look_at_limited(*node);
            }
        }
    }
}

/// How advanced whoever brings users back is; `None` where nobody has to any more.
const fn advance(phase: Phase) -> Option<u8> {
    match phase {
        Phase::Repairing => Some(0),
        Phase::Undetected => Some(1),
        Phase::Detecting => Some(2),
        Phase::Deciding => Some(3),
        Phase::Acting => Some(4),
        Phase::Refused | Phase::Reconnecting => None,
    }
}
