//! Planned work: whose turn it is, whether the turn may be taken, and the work itself.
//!
//! A turn comes by a law of its member, on and on whatever the member does, or by a calendar of
//! rounds in which everybody has one. It is taken only if its condition holds; otherwise it is
//! skipped, or it waits. Work that has begun is finished, whatever else fails meanwhile.

mod turns;

use super::blueprint::{ModeKind, RepairSpec, Starts};
use super::build_error::BuildError;
use super::compile::Compiler;
use super::id::{CrewId, ModeId, NodeId, PlanId, ServiceId};
use super::topology::{CompiledMode, System};
use crate::quantity::{Span, Time};
use crate::random::Law;
use std::collections::VecDeque;

/// Planned work on the members of a service.
#[derive(Clone, Debug)]
pub struct MaintenanceSpec {
    /// Its name.
    pub name: String,
    /// Whose members: a position in [`super::Blueprint::services`].
    pub of: usize,
    /// When turns come.
    pub turns: Turns,
    /// How long the work on one member takes; longer than zero.
    pub takes: Law,
    /// How long before the work its member leaves rotation; `None` is not at all.
    pub drain: Option<Span>,
    /// What must hold for a turn to be taken.
    pub only_if: OnlyIf,
    /// What becomes of a turn that may not be taken.
    pub otherwise: Otherwise,
    /// Members worked on at once.
    pub at_once: u32,
    /// The crew that does it: a position in [`super::Blueprint::crews`]; `None` is somebody else.
    pub crew: Option<usize>,
}

/// When turns come.
#[derive(Clone, Debug)]
pub enum Turns {
    /// To each member by itself: this long after its last turn came.
    PerMember(Law),
    /// To all members in order, round by round.
    Rounds {
        /// From the start of one round to the next; longer than zero.
        every: Span,
        /// When the first begins.
        first: Time,
        /// Work begins only within this span of a round's start; whom it has not reached by then
        /// comes first in the next round. [`Span::FOREVER`] has no end.
        window: Span,
    },
}

/// What must hold for a turn to be taken, beside that its member is up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnlyIf {
    /// Nothing.
    Always,
    /// At least so many members are up, accepted by their checks and not being drained, the one whose turn it is among them.
    Up(u32),
    /// All members are.
    AllUp,
}

/// What becomes of a turn that may not be taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Otherwise {
    /// It is dropped. The rest of a round, too, when its condition fails.
    Skip,
    /// It waits, while no more than so many do; others are dropped. In a round everybody waits.
    Wait(u32),
}

/// Planned work, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub name: String,
    pub service: ServiceId,
    /// By slot: the mode that stops the member.
    pub modes: Vec<ModeId>,
    /// Its turns begin here: one a slot.
    pub first_turn: u32,
    pub turns: Turns,
    pub takes: Law,
    pub drain: Option<Span>,
    /// Members that must be up and not leaving.
    pub up: u32,
    pub otherwise: Otherwise,
    pub at_once: u32,
    pub crew: Option<CrewId>,
}

/// How far planned work has come: configuration, but for what is still to be settled.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlanState {
    /// Slots whose turn waits, in order.
    pub waiting: VecDeque<Waiting>,
    /// Slots that are drained, worked on, or not back yet.
    pub busy: Vec<Busy>,
    /// Slots whose turn has come in this instant.
    pub come: Vec<u32>,
}

/// A turn that waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Waiting {
    pub slot: u32,
    /// That it waits has been told: no transition reads it.
    pub told: bool,
}

/// A member in planned work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Busy {
    pub slot: u32,
    pub draining: bool,
}

/// The clock of one turn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TurnClock {
    /// When it comes next.
    pub due: Time,
    /// When its drain is over, while it is drained.
    pub drained: Time,
    /// How often it has come.
    pub come: u32,
    /// Of a round: when its window closes.
    pub closes: Time,
}

impl TurnClock {
    pub(crate) const STOPPED: TurnClock =
        TurnClock { due: Time::NEVER, drained: Time::NEVER, come: 0, closes: Time::NEVER };
}

/// Why a turn was not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The member in this slot is down.
    Down(u32),
    /// The member in this slot is up, but its check has not accepted it yet.
    NotBack(u32),
    /// The member in this slot is being worked on.
    InWork(u32),
    /// The crew has no hand free.
    NoHand,
}

impl PlanState {
    /// The place of a slot among those that wait.
    pub(crate) fn place(&self, slot: u32) -> Option<usize> {
        self.waiting.iter().position(|waiting| waiting.slot == slot)
    }
}

impl System {
    /// The plan and slot of a turn.
    pub(crate) fn turn(&self, turn: u32) -> (PlanId, u32) {
        let at = self.plans.partition_point(|plan| plan.first_turn <= turn) - 1;
        (PlanId::from(at), turn - self.plans[at].first_turn)
    }

    /// The name of planned work.
    pub fn plan_name(&self, plan: PlanId) -> &str {
        &self.plans[plan.at()].name
    }

    /// The service whose members are worked on.
    pub fn plan_service(&self, plan: PlanId) -> ServiceId {
        self.plans[plan.at()].service
    }

    /// Whether any work is planned.
    pub fn is_planned_on(&self) -> bool {
        !self.plans.is_empty()
    }

    /// Planned work, by name.
    pub fn plans(&self) -> impl Iterator<Item = PlanId> + use<> {
        (0..self.plans.len()).map(PlanId::from)
    }
}

/// Stands where a mode is yet to be listed.
const UNLISTED: ModeId = ModeId(u32::MAX);

impl Compiler<'_> {
    /// Planned work, by name.
    pub(super) fn order_plans(&mut self) -> Result<(), BuildError> {
        let mut specs: Vec<&MaintenanceSpec> = self.blueprint.maintenance.iter().collect();
        specs.sort_by(|a, b| a.name.cmp(&b.name));
        let crews = self.blueprint.crews.len();
        self.system.crew_waiters = vec![Vec::new(); crews];
        let mut first_turn = 0;
        for spec in specs {
            let id = PlanId::from(self.system.plans.len());
            let service = self.service_at(spec.of, &spec.name)?;
            let of = &mut self.system.services[service.at()];
            let members = of.members.len() as u32;
            of.plans.push(id);
            of.drainable |= spec.drain.is_some();
            if let Some(crew) = spec.crew {
                let waiters = self.system.crew_waiters.get_mut(crew);
                waiters.ok_or_else(|| BuildError::Dangling(spec.name.clone()))?.push(service);
            }
            self.system.plans.push(Plan {
                name: spec.name.clone(),
                service,
                modes: vec![UNLISTED; members as usize],
                first_turn,
                turns: spec.turns.clone(),
                takes: spec.takes.clone(),
                drain: spec.drain,
                up: match spec.only_if {
                    OnlyIf::Always => 0,
                    OnlyIf::Up(up) => up,
                    OnlyIf::AllUp => members,
                },
                otherwise: spec.otherwise,
                at_once: spec.at_once.max(1),
                crew: spec.crew.map(CrewId::from),
            });
            first_turn += members;
        }
        Ok(())
    }

    /// The modes by which planned work stops a component of this name.
    pub(super) fn list_planned(&mut self, node: NodeId, name: &str) {
        for at in 0..self.system.plans.len() {
            let plan = &self.system.plans[at];
            let members = &self.system.services[plan.service.at()].members;
            let Ok(slot) = members.binary_search(&node) else { continue };
            let (tag, crew) = (format!("planned {}", plan.name), plan.crew.map(CrewId::at));
            let words = format!("{name}: {}", plan.name);
            let work = RepairSpec {
                crew,
                starts: Starts::Failure,
                ..RepairSpec::taking(plan.takes.clone())
            };
            let class = self.class(words);
            if !self.system.planned.contains(&class) {
                self.system.planned.push(class);
            }
            let spec = self.push_spec(CompiledMode {
                plain: false,
                kind: ModeKind::Planned,
                life: None,
                always: false,
                group: None,
                repair: Some(work),
                class,
                shock: None,
                test: None,
                demand: None,
            });
            self.system.plans[at].modes[slot] = ModeId::from(self.system.modes.len());
            self.push_mode(node, spec, &tag);
        }
    }

    /// Services cannot be stopped for work: their members are.
    pub(super) fn refuse_work_on_services(&self) -> Result<(), BuildError> {
        let unlisted = |plan: &&Plan| plan.modes.contains(&UNLISTED);
        match self.system.plans.iter().find(unlisted) {
            Some(plan) => Err(BuildError::Work(plan.name.clone())),
            None => Ok(()),
        }
    }
}
