//! What may be wrong without anybody knowing, compiled: tests, failures on demand, false alarms,
//! complaints.

use super::blueprint::*;
use super::build_error::BuildError;
use super::compile::{Compiler, Origin};
use super::complaints::Complaint;
use super::id::*;
use super::topology::*;
use crate::random::key;
use std::collections::BTreeSet;

impl Compiler<'_> {
    /// When tests find a latent failure of one of `modes`.
    pub(super) fn test_of(
        &self,
        owner: Origin,
        modes: &[&ModeSpec],
        kind: ModeKind,
    ) -> Option<TestTimes> {
        let Origin::Member(family, _) = owner else { return None };
        let latent = modes.iter().find(|_| kind == ModeKind::Latent)?;
        let mut tests = self.blueprint.tests.iter();
        tests.find(|test| test.family == family && test.tag == latent.tag).map(|test| test.times)
    }

    /// The mode in which a component fails in taking over, and the one in which nothing fails but
    /// a checker says so.
    pub(super) fn list_demand_mode(
        &mut self,
        node: NodeId,
        owner: Origin,
        usual: Option<&RepairSpec>,
    ) {
        let Origin::Member(family, _) = owner else { return };
        let name = &self.blueprint.families[family].name;
        let own = CompiledMode {
            plain: false,
            kind: ModeKind::Crash,
            life: None,
            always: false,
            group: None,
            repair: usual.cloned(),
            class: ClassId(0),
            shock: None,
            test: None,
            demand: None,
        };
        let takeover = self.blueprint.takeovers.iter().find(|one| one.family == family);
        if let Some(fails) = takeover.map(|one| one.fails) {
            let class = self.class(format!("{name}: on demand"));
            let spec = self.push_spec(CompiledMode { class, demand: Some(fails), ..own.clone() });
            self.push_mode(node, spec, "on demand");
        }
        let kind = ModeKind::FalseAlarm;
        if self.may_be_accused(node) {
            let class = self.class(format!("{name}: {}", kind.word()));
            let spec = self.push_spec(CompiledMode { kind, class, repair: None, ..own });
            self.push_mode(node, spec, kind.word());
        }
    }

    /// Whether a checker or a script may raise a false alarm about `node`.
    fn may_be_accused(&self, node: NodeId) -> bool {
        let mut services = self.system.services.iter();
        services.any(|service| {
            service.members.binary_search(&node).is_ok()
                && (service.detection.alarms() || self.scripts_alarms())
        })
    }

    fn scripts_alarms(&self) -> bool {
        let mut events = self.blueprint.incidents.iter().flat_map(|incident| &incident.events);
        events.any(|event| event.action == Action::FalseAlarm)
    }

    /// Who complains of what, by service and population.
    pub(super) fn order_complaints(&mut self) -> Result<(), BuildError> {
        for spec in &self.blueprint.complaints {
            let of = Target::Service(spec.service);
            let node = self.resolve(of, "a complaint")?[0];
            let Some(service) = self.system.service_of(node) else { continue };
            let dangling = || BuildError::Dangling("a complaint".to_owned());
            let people = self.system.populations.iter();
            let mut names = people.map(|population| &population.name);
            let population = match &spec.population {
                None => None,
                Some(name) => {
                    let at = names.position(|other| other == name).ok_or_else(dangling)?;
                    Some(PopulationId::from(at))
                }
            };
            let owner =
                spec.population.as_ref().unwrap_or(&self.blueprint.services[spec.service].name);
            let (law, key) = (spec.after.clone(), key(owner, 0));
            self.system.complaints.push(Complaint { service, population, law, key });
        }
        self.system.complaints.sort_by_key(|one| (one.service, one.population));
        let kinds: BTreeSet<ModeKind> =
            self.system.mode_specs.iter().map(|spec| spec.kind).collect();
        if kinds.iter().any(|kind| kind.is_soft()) {
            let soft = |system: &System, node: &NodeId| {
                system.modes_of(*node).any(|mode| system.spec(mode).kind.is_soft())
            };
            for at in 0..self.system.services.len() {
                let members = &self.system.services[at].members;
                let alterable = members.iter().any(|node| soft(&self.system, node));
                self.system.services[at].alterable = alterable;
            }
        }
        self.system.has_latent = kinds.contains(&ModeKind::Latent);
        Ok(())
    }
}
