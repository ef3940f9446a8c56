//! Scripts, compiled: every deed on one target, in order.

use super::blueprint::*;
use super::build_error::BuildError;
use super::command::Command;
use super::compile::Compiler;
use super::id::*;
use super::topology::*;
use crate::quantity::Time;
use std::collections::{BTreeMap, BTreeSet};

/// The weight of a member that is given none, in millionths.
const WHOLE_WEIGHT: u64 = 1_000_000;

impl Compiler<'_> {
    /// The kinds of failure that scripts inflict, by node.
    pub(super) fn scripted_kinds(
        &self,
    ) -> Result<BTreeMap<NodeId, BTreeSet<ModeKind>>, BuildError> {
        let mut kinds: BTreeMap<NodeId, BTreeSet<ModeKind>> = BTreeMap::new();
        for incident in &self.blueprint.incidents {
            for event in &incident.events {
                let Action::Break(kind) = event.action else { continue };
                for target in &event.targets {
                    let place = matches!(target, Target::Place(_));
                    let service = matches!(target, Target::Service(_));
                    let link = matches!(target, Target::Link(_));
                    if service
                        || place != (kind == ModeKind::Disaster)
                        || link != (kind == ModeKind::Cut)
                    {
                        return Err(BuildError::Kind(incident.name.clone()));
                    }
                    for node in self.resolve(*target, &incident.name)? {
                        kinds.entry(node).or_default().insert(kind);
                    }
                }
            }
        }
        Ok(kinds)
    }

    /// The scripts, by name, each deed by time and target.
    pub(super) fn order_scripts(&mut self) -> Result<(), BuildError> {
        let mut incidents: Vec<&IncidentSpec> = self.blueprint.incidents.iter().collect();
        incidents.sort_by(|a, b| a.name.cmp(&b.name));
        for spec in incidents {
            let mut events = Vec::new();
            for event in &spec.events {
                let until = event.lasts.map(|lasts| event.at + lasts);
                if event.action == Action::Drain {
                    self.drain(event, until, &spec.name, &mut events)?;
                    continue;
                }
                if let Some(deeds) = self.ordered(event, &spec.name)? {
                    let until = None;
                    events.extend(deeds.into_iter().map(|deed| ScriptEvent {
                        at: event.at,
                        deed,
                        until,
                    }));
                    continue;
                }
                if let Action::Shock(at) = event.action {
                    let deed = Deed::Shock(self.shock_at(at, &spec.name)?);
                    events.push(ScriptEvent { at: event.at, deed, until });
                    continue;
                }
                for node in self.resolve_all(&event.targets, &spec.name)? {
                    if event.action == Action::FalseAlarm {
                        events.extend(self.alarms(node).map(|deed| ScriptEvent {
                            at: event.at,
                            deed,
                            until: None,
                        }));
                        continue;
                    }
                    let deed = match event.action {
                        Action::Break(kind) => Deed::Break(self.scripted_mode(node, kind)),
                        _ => Deed::Restore(node),
                    };
                    events.push(ScriptEvent { at: event.at, deed, until });
                }
            }
            events.sort_unstable();
            self.system.incidents.push(Incident { name: spec.name.clone(), events });
        }
        Ok(())
    }

    /// What a script tells people and services to do, if it does.
    fn ordered(&self, event: &ScriptSpec, by: &str) -> Result<Option<Vec<Deed>>, BuildError> {
        Ok(Some(match event.action {
            Action::Start(at) => vec![Deed::Start(self.runbook_rank(at)?)],
            Action::Repoint(at) => vec![Deed::Repoint(self.scripted_pointing(at)?)],
            Action::Order(kind) => {
                let mut deeds = Vec::new();
                for node in self.resolve_all(&event.targets, by)? {
                    let none = || BuildError::NoOrder(by.to_owned(), self.system.name(node));
                    let about = self.system.service_of(node).ok_or_else(none)?;
                    let (service, order) = self.order(kind, about, by)?;
                    deeds.push(Deed::Order(service, order));
                }
                deeds
            }
            _ => return Ok(None),
        }))
    }

    /// A drain of each target in every service it is a member of, and its end.
    fn drain(
        &mut self,
        event: &ScriptSpec,
        until: Option<Time>,
        by: &str,
        events: &mut Vec<ScriptEvent>,
    ) -> Result<(), BuildError> {
        for node in self.resolve_all(&event.targets, by)? {
            let pools = self.system.memberships(node);
            if pools.is_empty() {
                return Err(BuildError::NoMember(self.system.name(node)));
            }
            for (service, slot) in pools {
                self.system.services[service.at()].drainable = true;
                let mut order = |at, command| {
                    events.push(ScriptEvent { at, deed: Deed::Command(command), until: None });
                };
                order(event.at, Command::Drain { service, slot });
                if let Some(until) = until {
                    order(until, Command::Return { service, slot });
                }
            }
        }
        Ok(())
    }

    /// Who leads, which members stand by, and which get more work than others.
    pub(super) fn mark_members(&mut self, spec: &ServiceSpec) -> Result<(), BuildError> {
        let Some(service) = self.system.services.last() else { return Ok(()) };
        let members = service.members.clone();
        let slots = |this: &Self, target: Target| -> Result<Vec<u32>, BuildError> {
            let slot = |node: NodeId| {
                let none = || BuildError::NoMember(this.system.name(node));
                members.binary_search(&node).map(|slot| slot as u32).map_err(|_| none())
            };
            this.resolve(target, &spec.name)?.into_iter().map(slot).collect()
        };
        let mut standby = Vec::new();
        for target in spec.mechanism.standby() {
            standby.extend(slots(self, *target)?);
        }
        let leader = match spec.mechanism.leader() {
            Some(target) => slots(self, target)?.first().copied().unwrap_or(0),
            None => 0,
        };
        let mut aides = Vec::new();
        for target in spec.mechanism.aides() {
            aides.extend(self.resolve(*target, &spec.name)?);
        }
        let watches_from = self.standpoint(spec)?;
        standby.sort_unstable();
        standby.dedup();
        let mut weights = Vec::new();
        for &(target, weight) in spec.mechanism.weights() {
            weights.resize(members.len(), WHOLE_WEIGHT);
            for slot in slots(self, target)? {
                weights[slot as usize] = weight;
            }
        }
        if let Some(service) = self.system.services.last_mut() {
            (service.standby, service.weights) = (standby, weights);
            (service.leader, service.aides) = (leader, aides);
            service.watches_from = watches_from;
        }
        Ok(())
    }

    /// Where the checker of a service stands.
    fn standpoint(&self, spec: &ServiceSpec) -> Result<Option<NodeId>, BuildError> {
        let Some(target) = spec.detection.watches_from() else { return Ok(None) };
        match (target, self.resolve(target, &spec.name)?.as_slice()) {
            (Target::Place(_) | Target::Family(_) | Target::Member(..), [one]) => Ok(Some(*one)),
            _ => Err(BuildError::Standpoint(spec.name.clone())),
        }
    }

    /// A false alarm of everybody who watches a node.
    fn alarms(&self, node: NodeId) -> impl Iterator<Item = Deed> + '_ {
        self.system.services.iter().enumerate().filter_map(move |(at, service)| {
            let slot = service.members.binary_search(&node).ok()?;
            Some(Deed::Alarm(at.into(), slot as u32))
        })
    }

    /// The mode through which scripts break a node.
    fn scripted_mode(&self, node: NodeId, kind: ModeKind) -> ModeId {
        let system = &self.system;
        let mut modes = system.modes_of(node);
        let scripted = |mode: &ModeId| {
            let spec = system.spec(*mode);
            spec.kind == kind && spec.life.is_none()
        };
        modes.find(scripted).expect("every scripted kind was listed among the modes")
    }
}
