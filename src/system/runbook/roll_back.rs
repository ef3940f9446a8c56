//! Steps that roll changes back: those of them that are in force. One of which nothing is, or which is
//! being rolled back, is left alone; if that is so of all, the step is refused.

use super::StepRefusal;
use super::list::{Act, Step};
use crate::system::id::ChangeId;
use crate::system::world::World;

impl World<'_> {
    /// Why a step has nothing to roll back, if that is what it is to do.
    pub(super) fn rolls_nothing_back(&self, step: &Step) -> Option<StepRefusal> {
        let Some(Act::RollBack(changes)) = &step.act else { return None };
        if changes.iter().any(|change| self.is_in_force(*change)) {
            return None;
        }
        let under_way = changes.iter().find(|change| self.is_rolling_back(**change));
        let all_over = changes.first().copied().map(StepRefusal::NotInForce);
        under_way.copied().map(StepRefusal::RollsBack).or(all_over)
    }

    /// Rolls back those that are in force.
    pub(super) fn roll_back_all(&mut self, changes: &[ChangeId]) {
        for change in changes {
            if self.is_in_force(*change) {
                self.roll_back(*change);
            }
        }
    }
}
