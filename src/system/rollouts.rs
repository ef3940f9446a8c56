//! Bad changes: every member of a version goes bad through one cause, no repair and no restoration
//! of a member helps, and only a roll-back does.
//!
//! A change is a shock that takes all of its scope, up or down, through modes without a repair.
//! With waves it takes so many members at a time, in their order, until it is rolled back.

use super::blueprint::{ModeKind, Target};
use super::event::{Event, Kind};
use super::id::{ChangeId, ModeId, ShockId};
use super::topology::System;
use super::transition::Transition;
use super::world::{ModeState, World};
use crate::quantity::{Span, Time};
use crate::random::{Law, Purpose, key_of_pair};

/// A change of all members of a version that turns out to be bad.
#[derive(Clone, Debug)]
pub struct ChangeSpec {
    /// Its name.
    pub name: String,
    /// Components, members of services, what stands in places.
    pub scope: Vec<Target>,
    /// What it does to each: [`ModeKind::Crash`], [`ModeKind::Hang`], [`ModeKind::Gray`] or
    /// [`ModeKind::Degraded`].
    pub kind: ModeKind,
    /// Members that it reaches one after the other; `None` is all at once.
    pub waves: Option<Waves>,
    /// How long it takes to roll it back.
    pub roll_back: RollBackSpec,
}

/// A change that goes forward by upgrade domain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Waves {
    /// Members in a wave; at least one.
    pub members: u32,
    /// From one wave to the next; longer than zero.
    pub every: Span,
}

/// How long it takes to roll a change back.
#[derive(Clone, Debug)]
pub enum RollBackSpec {
    /// All members together: they are good again at its end.
    Together(Law),
    /// Each member, one after the other.
    Each(Law),
}

/// A change, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Rollout {
    /// Whom it takes, and through which modes.
    pub shock: ShockId,
    pub waves: Option<Waves>,
    pub roll_back: RollBackSpec,
}

impl System {
    /// The name of a change.
    pub fn change_name(&self, change: ChangeId) -> &str {
        self.shock_name(self.changes[change.at()].shock)
    }

    /// Whether a shock is a change.
    pub fn is_change(&self, shock: ShockId) -> bool {
        self.shocks[shock.at()].is_change
    }

    /// The waves in which a change reaches its members.
    pub(crate) fn waves(&self, change: ChangeId) -> u32 {
        let Rollout { shock, waves, .. } = &self.changes[change.at()];
        let reach = self.shocks[shock.at()].modes.len() as u32;
        waves.map_or(1, |waves| reach.div_ceil(waves.members))
    }
}

impl World<'_> {
    /// A wave of a change reaches its members, whether they are up or down; not if the change has
    /// been rolled back since its first wave.
    pub(super) fn roll_out(&mut self, change: ChangeId, wave: u32) {
        let system = self.system;
        let Rollout { shock, waves, .. } = &system.changes[change.at()];
        let rolled_back = &mut self.configuration.rolled_back[change.at()];
        *rolled_back &= wave > 0;
        if *rolled_back {
            return;
        }
        self.configuration.waves_to_come[change.at()] = system.waves(change) - wave - 1;
        let modes = &system.shocks[shock.at()].modes;
        let members = waves.map_or(modes.len(), |waves| waves.members as usize);
        let sound = |mode: &ModeId| self.configuration.modes[mode.at()] == ModeState::Sound;
        let wave = modes.chunks(members.max(1)).nth(wave as usize).unwrap_or_default();
        let taken: Vec<ModeId> = wave.iter().copied().filter(sound).collect();
        self.take_at_once(*shock, &taken, None);
    }

    /// Whether a failure is that of a bad change.
    pub(super) fn is_changed(&self, mode: ModeId) -> bool {
        self.system.spec(mode).shock.is_some_and(|shock| self.system.is_change(shock))
    }

    /// Whether there is something of a change to be rolled back: somebody has it, or is to get it.
    pub(crate) fn is_in_force(&self, change: ChangeId) -> bool {
        self.configuration.waves_to_come[change.at()] > 0
            || self.has_mode_of(change, ModeState::Broken)
    }

    /// Whether a change is being rolled back.
    pub(crate) fn is_rolling_back(&self, change: ChangeId) -> bool {
        self.has_mode_of(change, ModeState::Held)
    }

    fn has_mode_of(&self, change: ChangeId, state: ModeState) -> bool {
        let shock = self.system.changes[change.at()].shock;
        let mut modes = self.system.shocks[shock.at()].modes.iter();
        modes.any(|mode| self.configuration.modes[mode.at()] == state)
    }

    /// Rolls a change back: waves that have yet to come do not come. Says when the last member is
    /// good again.
    pub(crate) fn roll_back(&mut self, change: ChangeId) -> Time {
        let system = self.system;
        let Rollout { shock, roll_back, .. } = &system.changes[change.at()];
        self.configuration.rolled_back[change.at()] = true;
        self.configuration.waves_to_come[change.at()] = 0;
        let ordinal = &mut self.clocks.rollouts[change.at()];
        *ordinal += 1;
        let (ordinal, shock) = (*ordinal, &system.shocks[shock.at()]);
        let bad = |mode: &ModeId| self.configuration.modes[mode.at()] == ModeState::Broken;
        let bad: Vec<ModeId> = shock.modes.iter().copied().filter(bad).collect();
        self.tell(Transition::RolledBack { change, members: bad.len() as u32 });
        let takes = |law: &Law, owner| self.chance.span(law, owner, Purpose::RollBack, ordinal);
        let mut due = self.now;
        let mut dues = Vec::new();
        if let RollBackSpec::Together(law) = roll_back {
            due = due + takes(law, shock.key);
        }
        for mode in &bad {
            if let RollBackSpec::Each(law) = roll_back {
                let node = system.modes[mode.at()].node;
                due = due + takes(law, key_of_pair(shock.key, system.nodes[node.at()].key));
            }
            dues.push(due);
        }
        for (mode, due) in bad.iter().zip(dues) {
            self.configuration.modes[mode.at()] = ModeState::Held;
            self.clocks.modes[mode.at()].due = due;
            self.calendar.schedule(due, Event::rank(Kind::Restore, mode.0));
        }
        if bad.is_empty() { self.now } else { due }
    }
}
