//! Why a trial could not be finished, with the names involved.

use super::event::{Event, Kind};
use super::trial::Trial;
use crate::engine::Halt;
use crate::quantity::Time;

/// Why a trial could not be finished.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TrialError {
    /// An instant would not end.
    #[error("time stands still at {at:?}: {who} acts again and again without any delay")]
    ZeroTimeLoop {
        /// When.
        at: Time,
        /// What acts.
        who: String,
    },
    /// Too many events.
    #[error("more than {budget} events: stopped at {at:?}, where {who} acts")]
    Budget {
        /// The budget.
        budget: u64,
        /// When.
        at: Time,
        /// What acted last.
        who: String,
    },
}

impl Trial<'_> {
    pub(super) fn explain_halt(&self, halt: Halt) -> TrialError {
        match halt {
            Halt::ZeroTimeLoop { at, rank } => TrialError::ZeroTimeLoop { at, who: self.who(rank) },
            Halt::Budget { at, rank } => {
                TrialError::Budget { budget: self.options.events, at, who: self.who(rank) }
            }
        }
    }

    /// Who acts in an event, in words.
    fn who(&self, rank: u64) -> String {
        let system = self.world.system;
        let Event { kind, owner } = Event::of(rank);
        let mode = |deed: &str| {
            let node = system.modes[owner as usize].node;
            format!("{deed} of `{}`", system.name(node))
        };
        match kind {
            Kind::Restore => mode("the repair"),
            Kind::Strike => mode("a failure"),
            Kind::Logistics => mode("the logistics"),
            Kind::Group => "a failure under load".to_owned(),
            Kind::Grace => {
                let grace = system.lesser.graces[owner as usize];
                format!("the grace of `{}`", system.name(grace.node))
            }
            Kind::Shock => format!("the shock `{}`", system.shocks[owner as usize].name),
            Kind::Script => "the script".to_owned(),
            Kind::Runbook => format!("the runbook `{}`", system.runbooks[owner as usize].name),
            Kind::Person => format!("`{}`", system.people[owner as usize].spec.name),
            Kind::Depot => format!("the depot of `{}`", system.spares[owner as usize].name),
            Kind::Turn => {
                let (plan, slot) = system.turn(owner);
                let member = system.member_name(system.plan_service(plan), slot);
                format!("the turn of `{member}` in `{}`", system.plan_name(plan))
            }
            Kind::Test => mode("the test"),
            Kind::Demand => "a member called to take over".to_owned(),
            Kind::Complaint => "a complaint".to_owned(),
            Kind::Check => {
                let (service, slot) = system.pair(owner);
                let service = &system.services[service.at()];
                format!(
                    "the check of `{}` on `{}`",
                    service.name,
                    system.name(service.members[slot as usize])
                )
            }
            Kind::Load => format!("the users of `{}`", system.services[owner as usize].name),
            Kind::Transfer => "a transfer".to_owned(),
            Kind::Route => format!("the route `{}`", system.routes[owner as usize].words),
        }
    }
}
