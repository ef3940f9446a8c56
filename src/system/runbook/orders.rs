//! Orders of scripts and runbooks, and what becomes of them while a service lacks what it needs for
//! changes.

use super::follow::{Doings, Stage};
use super::list::Act;
use crate::system::id::{NodeId, RunbookId};
use crate::system::lesser::Meanwhile;
use crate::system::order::{Given, Giver};
use crate::system::routing::Pointing;
use crate::system::transition::Transition;
use crate::system::world::World;

/// An order of a script that waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kept {
    Order(Given),
    Repoint(Pointing),
}

impl World<'_> {
    /// A script gives an order: it is carried out, unless what the service needs is down.
    pub(crate) fn script_orders(&mut self, wish: Kept) {
        match self.order_kept_off(wish) {
            None => self.carry_out_kept(wish),
            Some((of, need, otherwise)) => {
                let waits = otherwise == Meanwhile::Waits;
                if waits {
                    self.configuration.kept_orders.push(wish);
                }
                self.tell(Transition::OrderKeptOff { node: of, need, waits });
            }
        }
    }

    fn carry_out_kept(&mut self, wish: Kept) {
        match wish {
            Kept::Order(Given { service, order, by }) => self.give(service, order, by),
            Kept::Repoint(pointing) => self.repoint(pointing, None),
        }
    }

    fn order_kept_off(&self, wish: Kept) -> Option<(NodeId, NodeId, Meanwhile)> {
        let nodes = match wish {
            Kept::Order(given) => {
                let spec = &self.system.services[given.service.at()];
                let member = given.order.slot().map(|slot| spec.members[slot as usize]);
                std::iter::once(spec.node).chain(member).collect()
            }
            Kept::Repoint(pointing) => self.owners_of(pointing),
        };
        self.lacks_for_changes(&nodes)
    }

    /// What keeps the act of a step off at present.
    pub(super) fn step_kept_off(&self, runbook: RunbookId, at: u32) -> Option<(NodeId, Meanwhile)> {
        if self.system.lesser.changes.is_empty() {
            return None;
        }
        let step = &self.system.runbooks[runbook.at()].steps[at as usize];
        let lacks = match &step.act {
            Some(Act::Repoint(pointing)) => self.lacks_for_changes(&self.owners_of(*pointing)),
            _ => self.lacks_for_changes(&step.changes),
        };
        lacks.map(|(_, need, otherwise)| (need, otherwise))
    }

    /// The first of these that needs something for changes that is down, and what becomes of
    /// orders meanwhile.
    fn lacks_for_changes(&self, nodes: &[NodeId]) -> Option<(NodeId, NodeId, Meanwhile)> {
        let changes = self.system.lesser.changes.iter();
        let mut down = changes.filter(|(node, need, _)| nodes.contains(node) && !self.is_up(*need));
        down.next().copied()
    }

    /// Carries out the orders that wait no more.
    #[cold]
    pub(crate) fn retry_orders(&mut self) {
        for wish in std::mem::take(&mut self.configuration.kept_orders) {
            match self.order_kept_off(wish) {
                None => self.carry_out_kept(wish),
                Some(_) => self.configuration.kept_orders.push(wish),
            }
        }
        for runbook in std::mem::take(&mut self.configuration.waiting_runs) {
            let stage = self.configuration.runs[runbook.at()].stage;
            let Stage::Following(at, tries, Doings::Waiting) = stage else { continue };
            match self.step_kept_off(runbook, at) {
                None => self.carry_out_step(runbook, at, tries),
                Some(_) => self.configuration.waiting_runs.push(runbook),
            }
        }
    }

    /// Whose order it is, in what a mechanism answers.
    pub(crate) fn hears_answer(&mut self, given: &Given, answer: crate::system::order::Answer) {
        if let Giver::Runbook(runbook) = given.by {
            self.order_is_answered(RunbookId(runbook), answer);
        }
    }
}
