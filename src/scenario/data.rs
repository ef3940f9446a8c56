//! Data and changes, assembled: names become positions.

use super::assemble::Assembler;
use super::describe::{ChangeText, DataText, EventText, Name, RestoreText};
use super::names::Thing;
use crate::quantity::Span;
use crate::random::Law;
use crate::system::{
    Action, BackupSpec, ChangeSpec, CopySpec, DataSpec, RestoreSpec, RollBackSpec, ScriptSpec,
};

/// Stands in for a law that could not be read.
fn some_law() -> Law {
    Law::fixed(Span::TICK).expect("a microsecond is a span")
}

fn restore(text: &RestoreText) -> RestoreSpec {
    RestoreSpec {
        base: text.base.clone().unwrap_or_else(some_law),
        per_hour_lost: text.per_hour_lost,
    }
}

impl Assembler<'_> {
    /// Data that services keep.
    pub fn data(&mut self, data: &DataText) -> DataSpec {
        let kept_by = data.kept_by.iter();
        let kept_by = kept_by.filter_map(|name| self.names.service(name, self.problems)).collect();
        let mut copies = Vec::new();
        for copy in &data.copies {
            copies.extend(self.names.part(&copy.at, self.problems).map(|at| CopySpec {
                at,
                lag: copy.lag.unwrap_or(Span::TICK),
                restore: copy.restore.as_ref().map(restore),
            }));
        }
        let mut backups = Vec::new();
        for backup in &data.backups {
            let store = backup.store.as_ref();
            backups.push(BackupSpec {
                every: backup.every.unwrap_or(Span::TICK),
                at: backup.at,
                takes: backup.takes.map_or(Span::ZERO, |takes| takes.value),
                keep: backup.keep.unwrap_or(Span::FOREVER),
                store: store.and_then(|name| self.names.target(name, self.problems)),
                restore: backup.restore.as_ref().map(restore),
            });
        }
        let by = data.by.as_ref();
        DataSpec {
            name: data.name.text.clone(),
            kept_by,
            copies,
            backups,
            discovered: data.discovered.clone().unwrap_or_else(some_law),
            by: by.and_then(|name| self.names.person(name, self.problems)),
            restore: data.restore.as_ref().map_or(RestoreSpec::taking(some_law()), restore),
            life: data.life.clone(),
        }
    }

    /// A change of all members of a version. One that could not be read leaves a gap.
    pub fn change(&mut self, change: &ChangeText) -> Option<ChangeSpec> {
        let scope = self.targets(&change.of);
        Some(ChangeSpec {
            name: change.name.text.clone(),
            scope,
            kind: change.effect?,
            waves: change.waves,
            roll_back: match &change.roll_back {
                Some(roll_back) => roll_back.clone(),
                None => RollBackSpec::Together(Law::fixed(Span::ZERO).ok()?),
            },
        })
    }

    /// A deed of a script on something that it names: a shock, data, a change.
    pub fn on_named(&mut self, event: &EventText, specs: &mut Vec<ScriptSpec>) -> bool {
        let make = match event.action {
            Action::Shock(_) => Action::Shock,
            Action::Corrupt(_) => Action::Corrupt,
            Action::Change(_) => Action::Change,
            Action::RollBack(_) => Action::RollBack,
            _ => return false,
        };
        let Some(at) = event.at else { return false };
        for name in &event.targets {
            let found = match event.action {
                Action::Shock(_) => self.names.shock(name, self.problems),
                Action::Corrupt(_) => self.data_named(name),
                _ => self.change_named(name),
            };
            specs.push(ScriptSpec {
                at: at.value,
                action: make(found.unwrap_or(0)),
                targets: Vec::new(),
                lasts: event.lasts,
            });
        }
        true
    }

    fn data_named(&mut self, name: &Name) -> Option<usize> {
        match self.names.of_kind(name, "data", self.problems)? {
            Thing::Data(data) => Some(data),
            _ => None,
        }
    }

    /// The change of a name.
    pub fn change_named(&mut self, name: &Name) -> Option<usize> {
        match self.names.of_kind(name, "a change", self.problems)? {
            Thing::Change(change) => Some(change),
            _ => None,
        }
    }
}
