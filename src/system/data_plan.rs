//! Data and changes, compiled.

use super::blueprint::*;
use super::build_error::BuildError;
use super::compile::{Compiler, Origin};
use super::copies::{BackupSpec, Data, DataSpec, RestoreSpec, Schedule, Source, SourceKind};
use super::id::*;
use super::topology::*;

impl Compiler<'_> {
    /// How data go bad: the only mode of its node.
    pub(super) fn list_corruption(&mut self, node: NodeId, at: usize) {
        let spec = &self.blueprint.data[at];
        let kind = ModeKind::Corruption;
        let class = self.class(format!("{}: {}", spec.name, kind.word()));
        let spec = self.push_spec(CompiledMode {
            plain: false,
            kind,
            life: spec.life.clone(),
            always: false,
            group: None,
            repair: None,
            class,
            shock: None,
            test: None,
            demand: None,
        });
        self.push_mode(node, spec, kind.word());
    }

    /// Data, by name, with what they can be restored from.
    pub(super) fn order_data(&mut self) -> Result<(), BuildError> {
        let mut order: Vec<usize> = (0..self.blueprint.data.len()).collect();
        order.sort_by_key(|at| &self.blueprint.data[*at].name);
        for at in order {
            let spec = &self.blueprint.data[at];
            let node = self.node_of(Origin::Data(at));
            let services = spec.kept_by.iter().map(|service| self.service_at(*service, &spec.name));
            let mut kept_by = services.collect::<Result<Vec<_>, _>>()?;
            kept_by.sort_unstable();
            kept_by.dedup();
            if spec.by.is_some_and(|person| person >= self.blueprint.people.len()) {
                return Err(BuildError::Dangling(spec.name.clone()));
            }
            let mode = self.system.modes_of(node).next();
            self.system.data.push(Data {
                name: spec.name.clone(),
                node,
                key: self.system.nodes[node.at()].key,
                mode: mode.ok_or_else(|| BuildError::Dangling(spec.name.clone()))?,
                kept_by,
                sources: self.sources(spec)?,
                discovered: spec.discovered.clone(),
                by: spec.by.map(PersonId::from),
            });
        }
        Ok(())
    }

    /// Copies by place, then backups: the order of a file means nothing.
    fn sources(&self, spec: &DataSpec) -> Result<Vec<Source>, BuildError> {
        let usual = |own: &Option<RestoreSpec>| own.as_ref().unwrap_or(&spec.restore).clone();
        let wrong = || BuildError::Dangling(spec.name.clone());
        let mut sources = Vec::new();
        for copy in &spec.copies {
            for node in self.resolve(copy.at, &spec.name)? {
                let (kind, restore) = (SourceKind::Copy(copy.lag), usual(&copy.restore));
                sources.push(Source { node: Some(node), kind, restore });
            }
        }
        for backups in &spec.backups {
            let BackupSpec { every, at, takes, keep, .. } = *backups;
            if every.micros() == 0 {
                return Err(wrong());
            }
            let kind = SourceKind::Backups(Schedule { every, at, takes, keep });
            let node = match backups.store {
                Some(store) => match self.resolve(store, &spec.name)?.as_slice() {
                    [one] => Some(*one),
                    _ => return Err(wrong()),
                },
                None => None,
            };
            sources.push(Source { node, kind, restore: usual(&backups.restore) });
        }
        sources.sort_by_key(|source| (source.kind, source.node));
        Ok(sources)
    }

    /// The services that keep data cannot run without it.
    pub(super) fn need_data(&mut self) -> Result<(), BuildError> {
        for at in 0..self.blueprint.data.len() {
            let spec = &self.blueprint.data[at];
            let data = self.node_of(Origin::Data(at));
            for service in &spec.kept_by {
                let node = self.resolve(Target::Service(*service), &spec.name)?[0];
                let needs = &mut self.system.needs[node.at()];
                needs.push(data);
                needs.sort_unstable();
                needs.dedup();
            }
        }
        Ok(())
    }

    /// What a script does to data, and with changes; whether it is about such.
    pub(super) fn about_data(
        &self,
        event: &ScriptSpec,
        by: &str,
        events: &mut Vec<ScriptEvent>,
    ) -> Result<bool, BuildError> {
        let mut push = |at, deed| events.push(ScriptEvent { at, deed, until: None });
        match event.action {
            Action::Corrupt(at) => push(event.at, Deed::Corrupt(self.data_at(at, by)?)),
            Action::RollBack(at) => push(event.at, Deed::RollBack(self.change_at(at, by)?)),
            Action::Change(at) => {
                let change = self.change_at(at, by)?;
                let every = self.system.changes[change.at()].waves.map(|waves| waves.every);
                for wave in 0..self.system.waves(change) {
                    let after = every.unwrap_or_default().times(wave.into());
                    push(event.at + after, Deed::RollOut(change, wave));
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The data that a script names.
    pub(super) fn data_at(&self, at: usize, by: &str) -> Result<DataId, BuildError> {
        let name = self.blueprint.data.get(at).map(|spec| &spec.name);
        let found = self.system.data.iter().position(|data| Some(&data.name) == name);
        found.map(DataId::from).ok_or_else(|| BuildError::Dangling(by.to_owned()))
    }

    /// The change that a script or a runbook names.
    pub(super) fn change_at(&self, at: usize, by: &str) -> Result<ChangeId, BuildError> {
        let name = self.blueprint.changes.get(at).map(|spec| spec.name.as_str());
        let mut all = (0..self.system.changes.len()).map(ChangeId::from);
        let found = all.find(|change| Some(self.system.change_name(*change)) == name);
        found.ok_or_else(|| BuildError::Dangling(by.to_owned()))
    }
}
