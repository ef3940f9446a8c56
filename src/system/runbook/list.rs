//! Runbooks, compiled: one for each thing that each may be about.

use super::{ActSpec, ConditionSpec, OrderKind, RepointSpec, RunbookSpec, StepSpec, Subject, When};
use crate::quantity::{Micro, Probability, Span};
use crate::random::{Law, key, key_of_pair};
use crate::system::build_error::BuildError;
use crate::system::command::Command;
use crate::system::compile::Compiler;
use crate::system::id::*;
use crate::system::order::ServiceOrder;
use crate::system::paths::{RouteOwner, ServiceLevel};
use crate::system::routing::Pointing;
use crate::system::topology::System;

/// A runbook about one thing, or about nothing that could be lost.
#[derive(Clone, Debug)]
pub(crate) struct Runbook {
    pub name: String,
    /// Those of one file entry share this number.
    pub of: u32,
    pub key: u64,
    pub person: PersonId,
    pub cause: Option<Cause>,
    pub steps: Vec<Step>,
    /// Whose users it may bring back.
    pub about: Vec<NodeId>,
}

impl Runbook {
    /// Whether a step lets work change hands although nothing has to have failed.
    pub fn plans(&self) -> bool {
        let acts = self.steps.iter().filter_map(|step| step.act.as_ref());
        acts.into_iter().any(|act| matches!(act, Act::Order(_, order) if order.is_planned()))
    }
}

/// What a runbook is begun for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Cause {
    pub node: NodeId,
    /// It is back, and has been for so long; `None`: it is lost.
    pub back: Option<Span>,
}

/// One step, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub act: Option<Act>,
    /// Who may keep it off: the parts whose needs for changes count.
    pub changes: Vec<NodeId>,
    pub requires: Vec<Condition>,
    pub unless: Vec<Condition>,
    pub takes: Law,
    pub per_1000_users: Span,
    /// Whose users count.
    pub users: Option<ServiceId>,
    pub works: Probability,
    pub retries: u32,
    pub retry_after: Option<Law>,
    /// What is ordered as it begins.
    pub opening: Option<ServiceOrder>,
    /// It acts on what is lost: that this comes back is then what was wanted.
    pub on_cause: bool,
}

/// What a step does.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Order(ServiceId, ServiceOrder),
    Repoint(Pointing),
    Commands(Vec<Command>),
    Restore(Vec<NodeId>),
    RollBack(Vec<ChangeId>),
}

/// What must hold, of single nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Condition {
    Up(NodeId),
    Down(NodeId),
    Level(ServiceId, ServiceLevel),
    NothingPointsTo(NodeId),
    Reaches(NodeId, NodeId),
}

/// What a runbook is about in one of its forms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Binding {
    pub own: Option<NodeId>,
    partner: Option<NodeId>,
}

const UNBOUND: Binding = Binding { own: None, partner: None };

impl Compiler<'_> {
    /// What a runbook may be about, by name; once if it is about nothing.
    fn bindings(&self, spec: &RunbookSpec) -> Result<Vec<Binding>, BuildError> {
        let Some(When::Lost(names) | When::Back(names, _)) = &spec.when else {
            return Ok(vec![UNBOUND]);
        };
        let mut nodes = self.resolve_all(names, &spec.name)?;
        nodes.sort_by_key(|node| self.system.name(*node));
        let partner = |node: &NodeId| match nodes.as_slice() {
            [one, other] => Some(if one == node { *other } else { *one }),
            _ => None,
        };
        let bound = |node: &NodeId| Binding { own: Some(*node), partner: partner(node) };
        Ok(nodes.iter().map(bound).collect())
    }

    /// The nodes that a step speaks of.
    fn subject(
        &self,
        subject: Subject,
        bound: Binding,
        by: &str,
    ) -> Result<Vec<NodeId>, BuildError> {
        let unbound = || BuildError::Unbound(by.to_owned());
        match subject {
            Subject::Named(target) => self.resolve(target, by),
            Subject::Own => Ok(vec![bound.own.ok_or_else(unbound)?]),
            Subject::Partner => Ok(vec![bound.partner.ok_or_else(unbound)?]),
        }
    }

    /// The one node that a step speaks of.
    fn one(&self, subject: Subject, bound: Binding, by: &str) -> Result<NodeId, BuildError> {
        match self.subject(subject, bound, by)?.as_slice() {
            [one] => Ok(*one),
            _ => Err(BuildError::Dangling(by.to_owned())),
        }
    }

    fn one_service(
        &self,
        subject: Subject,
        of: Binding,
        by: &str,
    ) -> Result<ServiceId, BuildError> {
        let node = self.one(subject, of, by)?;
        let none = || BuildError::NoOrder(by.to_owned(), self.system.name(node));
        self.system.service_of(node).ok_or_else(none)
    }

    /// Where runbooks and scripts may lead routes, beside where these lead by themselves: for each
    /// the node that it leads to before, or the route.
    pub(in crate::system) fn leads(&self) -> Result<Vec<Lead>, BuildError> {
        let mut leads = Vec::new();
        for spec in &self.blueprint.runbooks {
            for bound in self.bindings(spec)? {
                for step in &spec.steps {
                    if let Some(ActSpec::Repoint(repoint)) = &step.act {
                        leads.extend(self.lead(repoint, bound, &spec.name)?);
                    }
                }
            }
        }
        for repoint in &self.blueprint.repoints {
            leads.extend(self.lead(repoint, UNBOUND, "a script")?);
        }
        Ok(leads)
    }

    fn lead(
        &self,
        repoint: &RepointSpec,
        bound: Binding,
        by: &str,
    ) -> Result<Option<Lead>, BuildError> {
        Ok(match repoint {
            RepointSpec::AllOn { on, to } => {
                let (on, to) = (self.one(*on, bound, by)?, self.one(*to, bound, by)?);
                Some(Lead { which: Which::AllOn(on), to })
            }
            RepointSpec::Route { of, role, to } => {
                let to = self.one(*to, bound, by)?;
                Some(Lead { which: Which::Route(*of, role.clone()), to })
            }
            RepointSpec::Undo(_) => None,
        })
    }

    /// The runbooks, by name and by what they are about.
    pub(in crate::system) fn list_runbooks(&mut self) -> Result<(), BuildError> {
        let blueprint = self.blueprint;
        let mut order: Vec<usize> = (0..blueprint.runbooks.len()).collect();
        order.sort_by_key(|at| &blueprint.runbooks[*at].name);
        for (rank, at) in order.into_iter().enumerate() {
            let spec = &blueprint.runbooks[at];
            if spec.by >= self.system.people.len() {
                return Err(BuildError::Dangling(spec.name.clone()));
            }
            for bound in self.bindings(spec)? {
                let steps = spec.steps.iter();
                let lost = matches!(spec.when, Some(When::Lost(_)));
                let steps = steps.map(|step| self.step(step, bound, lost, &spec.name));
                let steps = steps.collect::<Result<Vec<Step>, BuildError>>()?;
                let back = match &spec.when {
                    Some(When::Back(_, lasts)) => Some(*lasts),
                    _ => None,
                };
                let own = key(&spec.name, 0);
                let subject = bound.own.map(|node| self.system.nodes[node.at()].key);
                let about = self.about(bound, &steps);
                self.mark_drainable(&steps);
                self.system.runbooks.push(Runbook {
                    name: spec.name.clone(),
                    of: rank as u32,
                    key: subject.map_or(own, |subject| key_of_pair(own, subject)),
                    person: PersonId::from(spec.by),
                    cause: bound.own.map(|node| Cause { node, back }),
                    steps,
                    about,
                });
            }
        }
        Ok(())
    }

    fn step(
        &self,
        spec: &StepSpec,
        bound: Binding,
        lost: bool,
        by: &str,
    ) -> Result<Step, BuildError> {
        let act = spec.act.as_ref().map(|act| self.act(act, bound, by)).transpose()?;
        let conditions = |specs: &[ConditionSpec]| -> Result<Vec<Condition>, BuildError> {
            let mut conditions = Vec::new();
            for condition in specs {
                conditions.extend(self.condition(*condition, bound, by)?);
            }
            Ok(conditions)
        };
        let own = match &spec.act {
            Some(ActSpec::Order(_, subject) | ActSpec::Restore(subject)) => {
                self.subject(*subject, bound, by)?
            }
            _ => Vec::new(),
        };
        let rolled_back = match &act {
            Some(Act::RollBack(changes)) => self.brought_back(&self.changed(changes)),
            _ => Vec::new(),
        };
        let users = match &spec.act {
            Some(ActSpec::Order(..)) => own.first().and_then(|node| self.system.service_of(*node)),
            _ => None,
        };
        let opening = match &act {
            Some(Act::Order(_, ServiceOrder::FailBack(slot))) if spec.limited_meanwhile => {
                Some(ServiceOrder::BeginFailBack(*slot))
            }
            _ => None,
        };
        Ok(Step {
            changes: act.as_ref().map_or(Vec::new(), |act| self.changed_by(act, &own)),
            act,
            requires: conditions(&spec.requires)?,
            unless: conditions(&spec.unless)?,
            takes: spec.takes.clone(),
            per_1000_users: spec.per_1000_users,
            users,
            works: spec.works,
            retries: spec.retries,
            retry_after: spec.retry_after.clone(),
            opening,
            on_cause: lost
                && bound.own.is_some_and(|node| own.contains(&node) || rolled_back.contains(&node)),
        })
    }

    fn act(&self, spec: &ActSpec, bound: Binding, by: &str) -> Result<Act, BuildError> {
        Ok(match spec {
            ActSpec::Order(kind, subject) => {
                let service = self.one_service(*subject, bound, by)?;
                let (service, order) = self.order(*kind, service, by)?;
                Act::Order(service, order)
            }
            ActSpec::Repoint(repoint) => Act::Repoint(self.pointing(repoint, bound, by)?),
            ActSpec::Drain(subject) | ActSpec::Return(subject) => {
                let drain = matches!(spec, ActSpec::Drain(_));
                let mut commands = Vec::new();
                for node in self.subject(*subject, bound, by)? {
                    for (service, slot) in self.system.memberships(node) {
                        commands.push(match drain {
                            true => Command::Drain { service, slot },
                            false => Command::Return { service, slot },
                        });
                    }
                }
                if commands.is_empty() {
                    return Err(BuildError::NoMember(by.to_owned()));
                }
                Act::Commands(commands)
            }
            ActSpec::Restore(subject) => Act::Restore(self.subject(*subject, bound, by)?),
            ActSpec::RollBack(changes) => {
                let changes = changes.iter().map(|at| self.change_at(*at, by));
                Act::RollBack(changes.collect::<Result<_, _>>()?)
            }
        })
    }

    /// The service that obeys an order about a service.
    pub(in crate::system) fn order(
        &self,
        kind: OrderKind,
        about: ServiceId,
        by: &str,
    ) -> Result<(ServiceId, ServiceOrder), BuildError> {
        let node = self.system.services[about.at()].node;
        let paired = || {
            let pairs = |(service, _): &(ServiceId, u32)| {
                self.system.services[service.at()].mechanism.pairs_members()
            };
            let found = self.system.memberships(node).into_iter().find(pairs);
            found.ok_or_else(|| BuildError::NoOrder(by.to_owned(), self.system.name(node)))
        };
        Ok(match kind {
            OrderKind::Switch => (about, ServiceOrder::Switch),
            OrderKind::Force => match paired() {
                Ok((pairing, slot)) => (pairing, ServiceOrder::ForceFailOver(slot)),
                Err(_) => (about, ServiceOrder::Force),
            },
            OrderKind::DropWitness => (about, ServiceOrder::DropWitness),
            OrderKind::FailOver => {
                let (pairing, slot) = paired()?;
                (pairing, ServiceOrder::FailOver(slot))
            }
            OrderKind::FailBack => {
                let (pairing, slot) = paired()?;
                (pairing, ServiceOrder::FailBack(slot))
            }
        })
    }

    fn pointing(
        &self,
        repoint: &RepointSpec,
        bound: Binding,
        by: &str,
    ) -> Result<Pointing, BuildError> {
        if let RepointSpec::Undo(of) = repoint {
            return Ok(Pointing::Undo(self.runbook_rank(*of)?));
        }
        let none = || BuildError::Dangling(by.to_owned());
        let lead = self.lead(repoint, bound, by)?.ok_or_else(none)?;
        Ok(match lead.which {
            Which::AllOn(on) => Pointing::AllOn { on, to: lead.to },
            Which::Route(of, role) => {
                let route = self.route_of(of, &role).ok_or_else(none)?;
                Pointing::Route { route, to: lead.to }
            }
        })
    }

    /// The number of a runbook of the blueprint, by name.
    pub(in crate::system) fn runbook_rank(&self, at: usize) -> Result<u32, BuildError> {
        let dangling = || BuildError::Dangling("a runbook".to_owned());
        let all = &self.blueprint.runbooks;
        let name = &all.get(at).ok_or_else(dangling)?.name;
        Ok(all.iter().filter(|other| other.name < *name).count() as u32)
    }

    /// What a script leads elsewhere: a position in the blueprint.
    pub(in crate::system) fn scripted_pointing(&self, at: usize) -> Result<Pointing, BuildError> {
        let dangling = || BuildError::Dangling("a script".to_owned());
        let repoint = self.blueprint.repoints.get(at).ok_or_else(dangling)?;
        self.pointing(repoint, UNBOUND, "a script")
    }

    fn condition(
        &self,
        spec: ConditionSpec,
        bound: Binding,
        by: &str,
    ) -> Result<Vec<Condition>, BuildError> {
        let all = |subject, of: fn(NodeId) -> Condition| -> Result<Vec<Condition>, BuildError> {
            Ok(self.subject(subject, bound, by)?.into_iter().map(of).collect())
        };
        match spec {
            ConditionSpec::Up(subject) => all(subject, Condition::Up),
            ConditionSpec::Down(subject) => all(subject, Condition::Down),
            ConditionSpec::NothingPointsTo(subject) => all(subject, Condition::NothingPointsTo),
            ConditionSpec::Level(subject, level) => {
                let service = self.one_service(subject, bound, by)?;
                Ok(vec![Condition::Level(service, level)])
            }
            ConditionSpec::Reaches(from, to) => {
                let (from, to) = (self.one(from, bound, by)?, self.one(to, bound, by)?);
                Ok(vec![Condition::Reaches(from, to)])
            }
        }
    }

    /// Whose needs for changes may keep an act off. (A repoint asks the owners of its routes.)
    fn changed_by(&self, act: &Act, own: &[NodeId]) -> Vec<NodeId> {
        match act {
            Act::Order(service, _) => {
                let obeys = self.system.services[service.at()].node;
                let others = own.iter().copied().filter(|node| *node != obeys);
                std::iter::once(obeys).chain(others).collect()
            }
            Act::Commands(commands) => {
                let about = commands.iter().map(|command| command.about());
                about
                    .flat_map(|(service, slot)| {
                        let spec = &self.system.services[service.at()];
                        [spec.node, spec.members[slot as usize]]
                    })
                    .collect()
            }
            Act::Repoint(_) | Act::Restore(_) | Act::RollBack(_) => Vec::new(),
        }
    }

    fn mark_drainable(&mut self, steps: &[Step]) {
        for step in steps {
            let Some(Act::Commands(commands)) = &step.act else { continue };
            for command in commands {
                self.system.services[command.about().0.at()].drainable = true;
            }
        }
    }
}

/// Where routes may be led.
#[derive(Clone, Debug)]
pub(in crate::system) struct Lead {
    pub which: Which,
    pub to: NodeId,
}

/// Which routes.
#[derive(Clone, Debug)]
pub(in crate::system) enum Which {
    /// All that lead to this one.
    AllOn(NodeId),
    /// This one.
    Route(RouteOwner, String),
}

impl System {
    /// Runbooks that people follow, each for one thing that it may be about.
    pub fn runbooks(&self) -> impl Iterator<Item = RunbookId> {
        (0..self.runbooks.len()).map(RunbookId::from)
    }

    /// The name of a runbook.
    pub fn runbook_name(&self, runbook: RunbookId) -> &str {
        &self.runbooks[runbook.at()].name
    }

    /// What it is about, if it is about anything.
    pub fn runbook_subject(&self, runbook: RunbookId) -> Option<NodeId> {
        self.runbooks[runbook.at()].cause.map(|cause| cause.node)
    }

    /// How many steps it has.
    pub fn runbook_steps(&self, runbook: RunbookId) -> usize {
        self.runbooks[runbook.at()].steps.len()
    }
}

/// A share of a span for each thousand users.
pub(super) fn for_users(per_1000: Span, users: Micro) -> Span {
    let micros = u128::from(per_1000.micros()) * u128::from(users) / 1_000_000_000;
    Span::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
}
