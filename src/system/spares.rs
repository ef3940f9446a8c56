//! Spare units: on a shelf, in a machine, or in the depot on their way back to the shelf.
//!
//! A repair that needs a unit takes one from the shelf, and the broken one leaves for the depot as
//! soon as one is asked for. With the shelf empty the repair waits for the next unit that comes
//! back. Nothing is lost: units on the shelf, less repairs that wait, plus units in the depot, are
//! always as many as there were spares.

use super::crews::Order;
use super::event::{Event, Kind};
use super::id::{ModeId, ShelfId};
use super::transition::Transition;
use super::world::{ModeState, World};
use crate::quantity::Time;
use crate::random::{Law, Purpose};
use std::collections::VecDeque;

/// Spare units of one kind.
#[derive(Clone, Debug)]
pub struct SparesSpec {
    /// Their name.
    pub name: String,
    /// On the shelf at the start.
    pub count: u32,
    /// From the request for a unit until the broken one is back on the shelf, as good as new.
    pub turn_round: Law,
    /// Who gets the next unit.
    pub by_priority: bool,
}

/// Spare units of one kind, in one trial.
#[derive(Clone, Debug)]
pub(crate) struct ShelfState {
    pub on_shelf: u32,
    /// Repairs that wait for a unit.
    pub queue: VecDeque<ModeId>,
    /// Whose units are in the depot, and when each comes back.
    pub depot: Vec<(ModeId, Time)>,
}

impl ShelfState {
    pub(crate) fn new(spec: &SparesSpec) -> Self {
        Self { on_shelf: spec.count, queue: VecDeque::new(), depot: Vec::new() }
    }
}

impl World<'_> {
    fn shelf(&self, mode: ModeId) -> Option<ShelfId> {
        let repair = self.system.spec(mode).repair.as_ref()?;
        repair.spares.map(ShelfId::from)
    }

    /// Sends the broken unit to the depot and takes one from the shelf, if the repair needs one;
    /// whether it has what it needs.
    pub(super) fn takes_a_spare(&mut self, mode: ModeId) -> bool {
        let Some(shelf) = self.shelf(mode) else { return true };
        let spec = &self.system.spares[shelf.at()];
        let (key, ordinal) =
            (self.system.modes[mode.at()].key, self.clocks.modes[mode.at()].strikes);
        let turn_round = self.chance.span(&spec.turn_round, key, Purpose::TurnRound, ordinal);
        let back = self.now + turn_round;
        self.calendar.schedule(back, Event::rank(Kind::Depot, shelf.0));
        let order =
            if spec.by_priority { Order::Priority { preempt: false } } else { Order::FirstCome };
        let state = &mut self.configuration.shelves[shelf.at()];
        state.depot.push((mode, back));
        if state.on_shelf > 0 {
            state.on_shelf -= 1;
            return true;
        }
        let place =
            self.place_in(&self.configuration.shelves[shelf.at()].queue, order, mode, false);
        self.configuration.shelves[shelf.at()].queue.insert(place, mode);
        self.configuration.modes[mode.at()] = ModeState::WithoutSpare;
        self.tell(Transition::WaitsForSpare { node: self.system.modes[mode.at()].node, shelf });
        false
    }

    /// Units are due back from the depot. The entry may be stale.
    pub(crate) fn units_are_due(&mut self, shelf: ShelfId) {
        loop {
            let depot = &self.configuration.shelves[shelf.at()].depot;
            match depot.iter().position(|(_, back)| *back == self.now) {
                Some(unit) => self.unit_comes_back(shelf, unit),
                None => return,
            }
        }
    }

    /// A unit is back: whoever waits gets it.
    pub(crate) fn unit_comes_back(&mut self, shelf: ShelfId, unit: usize) {
        let state = &mut self.configuration.shelves[shelf.at()];
        state.depot.remove(unit);
        match state.queue.pop_front() {
            Some(next) => self.ask_hands(next),
            None => state.on_shelf += 1,
        }
        let on_shelf = self.configuration.shelves[shelf.at()].on_shelf;
        self.tell(Transition::UnitComesBack { shelf, on_shelf });
    }

    /// A repair that waited for a unit is over by other means: its own unit has come back to it.
    pub(super) fn stop_waiting_for_spare(&mut self, mode: ModeId) {
        let Some(shelf) = self.shelf(mode) else { return };
        let state = &mut self.configuration.shelves[shelf.at()];
        state.queue.retain(|other| *other != mode);
        // While somebody waits at least one unit is in the depot; another may have had its own.
        let own = state.depot.iter().rposition(|(whose, _)| *whose == mode);
        let unit = own.unwrap_or(state.depot.len() - 1);
        state.depot.remove(unit);
    }

    /// Panics, in plain words, if units have been lost.
    pub(crate) fn audit_shelves(&self) {
        for (spec, state) in self.system.spares.iter().zip(&self.configuration.shelves) {
            let somewhere = state.on_shelf as usize + state.depot.len();
            let owed = spec.count as usize + state.queue.len();
            assert_eq!(somewhere, owed, "`{}` loses no unit", spec.name);
            let idle = state.on_shelf > 0 && !state.queue.is_empty();
            assert!(!idle, "nobody waits before a shelf of `{}` that is not empty", spec.name);
        }
    }
}
