//! Orders to mechanisms that these may refuse: whoever gives one hears the answer.
//!
//! Orders are given in the instant, after the mechanisms have heard what has happened in it.

use super::id::{NodeId, ServiceId};
use super::port::Controller;
use super::transition::Transition;
use super::world::World;

/// What a mechanism is told to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ServiceOrder {
    /// Let the other member lead, and lose nothing.
    Switch,
    /// Let whoever is left lead, whatever is lost.
    Force,
    /// Go on without the vote of the witness.
    DropWitness,
    /// Let the partner of this member take its users over.
    FailOver(u32),
    /// The same although it is up, and whatever its partner has not got.
    ForceFailOver(u32),
    /// Begin to give this member its users back: they are limited until they have all of it.
    BeginFailBack(u32),
    /// Give up giving this member its users back: they are served as they were before.
    StopFailBack(u32),
    /// Give this member its users back.
    FailBack(u32),
}

impl ServiceOrder {
    /// Whether it lets work change hands although nothing has to have failed.
    pub const fn is_planned(self) -> bool {
        matches!(self, Self::Switch | Self::BeginFailBack(_) | Self::FailBack(_))
    }

    /// The member that it is about.
    pub(crate) const fn slot(self) -> Option<u32> {
        match self {
            Self::Switch | Self::Force | Self::DropWitness => None,
            Self::FailOver(slot)
            | Self::ForceFailOver(slot)
            | Self::BeginFailBack(slot)
            | Self::StopFailBack(slot)
            | Self::FailBack(slot) => Some(slot),
        }
    }
}

/// Who has given an order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Giver {
    /// A script.
    Script,
    /// A step of a runbook that is being followed: which one.
    Runbook(u32),
    /// The drain of the member that leads.
    Drain,
}

/// What becomes of an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It is carried out.
    Done,
    /// It is not, and why: `the principal still serves`, with whom that is about.
    Refused(&'static str, Option<NodeId>),
}

/// An order that has been given in this instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Given {
    pub service: ServiceId,
    pub order: ServiceOrder,
    pub by: Giver,
}

impl World<'_> {
    /// Gives an order; the mechanism answers later in this instant.
    pub(crate) fn give(&mut self, service: ServiceId, order: ServiceOrder, by: Giver) {
        self.agenda.orders.push(Given { service, order, by });
    }

    /// Lets the mechanisms answer what they are told.
    #[cold]
    pub(super) fn carry_out_orders(&mut self, controllers: &mut [Box<dyn Controller>]) {
        for given in std::mem::take(&mut self.agenda.orders) {
            let Given { service, order, by } = given;
            let answer = controllers[service.at()].obey(order, self);
            self.tell(Transition::Ordered { service, order, by, answer });
            self.touch(service);
            self.hears_answer(&given, answer);
        }
    }
}
