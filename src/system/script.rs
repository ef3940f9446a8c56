//! Scripts, compiled: every deed on one target, in order.

use super::blueprint::*;
use super::build_error::BuildError;
use super::compile::Compiler;
use super::id::*;
use super::topology::*;
use std::collections::{BTreeMap, BTreeSet};

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
                    if service || place != (kind == ModeKind::Disaster) {
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
