//! Pairings: pools, links and file stores by position.

use super::Assembler;
use crate::quantity::Span;
use crate::redundancy::{Backup, Limited, Pairing};
use crate::scenario::describe::{BackupText, IntoText, PairingText, ServiceText};
use crate::scenario::names::Thing;
use crate::system::Target;

impl Assembler<'_> {
    /// A pairing of the members of `service`.
    pub(super) fn pairing(&mut self, pairing: &PairingText, service: &ServiceText) -> Pairing {
        let limited = pairing.limited.map(|back_after| Limited { back_after });
        let backup = pairing.backup.as_ref().and_then(|backup| self.backup(backup, service));
        Pairing::new(backup, limited, pairing.full)
    }

    fn backup(&mut self, backup: &BackupText, service: &ServiceText) -> Option<Backup> {
        let over = backup.over.as_ref().and_then(|name| self.names.link(name, self.problems));
        let mut pools: Vec<_> = service.members.iter().flatten().collect();
        pools.sort_by(|a, b| a.text.cmp(&b.text));
        let mut into = [Vec::new(), Vec::new()];
        for (stores, pool) in into.iter_mut().zip(pools) {
            match &backup.into {
                IntoText::Anywhere => {}
                IntoText::Role(role) => {
                    let Some(Thing::Service(pool)) = self.names.get(&pool.text) else { continue };
                    let routes = &self.description.services[pool].routes;
                    let route = routes.iter().find(|route| route.role.text == role.text);
                    *stores = self.workers(route.map_or(&[], |route| &route.targets));
                }
                IntoText::Named(named) => {
                    let own = named.iter().filter(|(whose, _)| whose.text == pool.text);
                    let own = own.filter_map(|(_, store)| self.names.worker(store, self.problems));
                    *stores = own.collect();
                }
            }
        }
        let (writes, per) = backup.writes.unwrap_or((0, 1));
        Some(Backup {
            over: over.map(Target::Link),
            into,
            every: backup.every?,
            takes: backup.takes.unwrap_or(Span::ZERO),
            rate: backup.rate.map(|rate| rate.value),
            writes,
            per,
            destroyed: backup.destroyed,
        })
    }
}
