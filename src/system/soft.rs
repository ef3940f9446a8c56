//! Failures that do not stop their component: it passes its checks, and fails a share of its work
//! (gray) or keeps a share of its capacity only (degraded).
//!
//! They add no reason to be down. The mechanisms it is a member of hear that it has altered, and
//! ask for its health. No check sees them: only complaints notice them, or a repair that starts at
//! the failure.

use super::blueprint::{ModeKind, Starts};
use super::chain::Cause;
use super::id::{ModeId, NodeId, ServiceId};
use super::port::Change;
use super::topology::Dependent;
use super::world::{ModeState, World};

/// All of it, in millionths.
pub(crate) const WHOLE: u64 = 1_000_000;

/// How well a member that is up does its work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Health {
    /// Capacity it keeps, in millionths.
    pub keeps: u64,
    /// Work it fails, in millionths.
    pub fails: u64,
    /// Somebody knows that it fails work.
    pub noticed: bool,
    /// The youngest failure behind it.
    pub cause: Option<Cause>,
}

impl ModeKind {
    /// Whether its component goes on.
    #[inline]
    pub(crate) fn is_soft(self) -> bool {
        matches!(self, Self::Gray(_) | Self::Degraded(_))
    }
}

impl World<'_> {
    /// Whether a mode keeps its node down.
    #[inline]
    pub(crate) fn stops(&self, mode: ModeId) -> bool {
        !matches!(self.configuration.modes[mode.at()], ModeState::Sound | ModeState::Spoilt)
            && !self.system.spec(mode).kind.is_soft()
    }

    /// Tells the mechanisms `node` is a member of that it works better or worse.
    pub(crate) fn alter(&mut self, node: NodeId) {
        for at in self.system.dependents_of(node) {
            if let Dependent::Member(service, slot) = self.system.dependent(node, at) {
                self.agenda.services[service.at()].changes.push(Change::Altered(slot));
                self.touch(service);
            }
        }
    }

    /// Its repair starts at the failure, or waits for somebody to notice: no check will.
    pub(super) fn call_soft_repair(&mut self, mode: ModeId) {
        let Some(repair) = &self.system.spec(mode).repair else { return };
        match repair.starts {
            Starts::Failure => self.begin_repair(mode),
            Starts::Noticed | Starts::AfterSwitch => {
                self.configuration.modes[mode.at()] = ModeState::Unnoticed;
                self.configuration.unnoticed += 1;
            }
        }
    }

    /// Somebody has looked at `node`.
    pub(crate) fn notice_soft(&mut self, node: NodeId) {
        for mode in self.system.modes_of(node) {
            let waits = self.configuration.modes[mode.at()] == ModeState::Unnoticed;
            if waits && self.system.spec(mode).kind.is_soft() {
                self.stop_waiting(ModeState::Unnoticed);
                self.begin_repair(mode);
                self.alter(node);
            }
        }
    }

    /// How well a member works while it is up.
    pub(crate) fn member_health(&self, service: ServiceId, slot: u32) -> Health {
        let node = self.system.services[service.at()].members[slot as usize];
        let mut health = Health { keeps: WHOLE, fails: 0, noticed: false, cause: None };
        let mut youngest = None;
        for mode in self.system.modes_of(node) {
            let state = self.configuration.modes[mode.at()];
            if state == ModeState::Sound {
                continue;
            }
            match self.system.spec(mode).kind {
                ModeKind::Gray(fails) => {
                    // Of what one failure leaves, the next takes its share.
                    health.fails += (WHOLE - health.fails) * u64::from(fails) / WHOLE;
                    let waits = [ModeState::Unnoticed, ModeState::Broken, ModeState::Held];
                    health.noticed |= !waits.contains(&state);
                }
                ModeKind::Degraded(keeps) => {
                    health.keeps = health.keeps * u64::from(keeps) / WHOLE;
                }
                _ => continue,
            }
            youngest = youngest.max(Some((self.clocks.modes[mode.at()].since(), mode)));
        }
        health.cause = youngest.map(|(_, mode)| self.cause(mode));
        health
    }
}
