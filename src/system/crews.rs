//! Crews: who is repaired first, and whose repair is interrupted for somebody more urgent.

use super::event::{Event, Kind};
use super::id::{CrewId, ModeId};
use super::transition::Transition;
use super::world::{ModeState, World};
use crate::quantity::Time;
use std::collections::VecDeque;

/// People who repair.
#[derive(Clone, Debug)]
pub struct CrewSpec {
    /// Its name.
    pub name: String,
    /// Repairs it can do at once.
    pub size: u32,
    /// Whom it serves first.
    pub order: Order,
}

/// Who is served first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// Who has come first.
    #[default]
    FirstCome,
    /// Who is most urgent (the lowest number); of those, who has come first.
    Priority {
        /// A more urgent repair interrupts the least urgent one, which later goes on where it
        /// stopped.
        preempt: bool,
    },
}

/// The priority of a repair that states none: after all others.
pub const LAST: u32 = u32::MAX;

/// One crew.
#[derive(Clone, Debug, Default)]
pub(crate) struct CrewState {
    pub busy: u32,
    pub queue: VecDeque<ModeId>,
    /// Repairs under way, oldest first; kept only where they may be interrupted.
    pub at_work: Vec<ModeId>,
}

impl CrewSpec {
    /// A crew of this size that serves first who has come first.
    pub fn new(name: impl Into<String>, size: u32) -> Self {
        Self { name: name.into(), size, order: Order::FirstCome }
    }
}

impl Order {
    fn preempts(self) -> bool {
        self == Self::Priority { preempt: true }
    }
}

impl World<'_> {
    /// How urgent the repair of a mode is: the lowest number first.
    pub(super) fn priority(&self, mode: ModeId) -> u32 {
        self.system.spec(mode).repair.as_ref().map_or(LAST, |repair| repair.priority)
    }

    /// The place of `mode` in a queue of this order; who was interrupted goes before its equals.
    pub(super) fn place_in(
        &self,
        queue: &VecDeque<ModeId>,
        order: Order,
        mode: ModeId,
        interrupted: bool,
    ) -> usize {
        if order == Order::FirstCome {
            return queue.len();
        }
        let urgency = self.priority(mode);
        let before = |other: &ModeId| match self.priority(*other) {
            same if same == urgency => !interrupted,
            other => other < urgency,
        };
        queue.iter().take_while(|other| before(other)).count()
    }

    /// A repair needs a hand.
    pub(crate) fn ask_crew(&mut self, mode: ModeId) {
        let repair = self.system.spec(mode).repair.as_ref();
        let crew = repair.and_then(|repair| repair.crew).map(CrewId::from);
        if let Some(crew) = crew {
            let spec = &self.system.crews[crew.at()];
            if self.configuration.crews[crew.at()].busy < spec.size {
                self.configuration.crews[crew.at()].busy += 1;
            } else if !self.interrupts(crew, mode) {
                self.wait_for(crew, mode, false);
                return;
            }
            if spec.order.preempts() {
                self.configuration.crews[crew.at()].at_work.push(mode);
            }
        }
        self.work(mode);
    }

    fn wait_for(&mut self, crew: CrewId, mode: ModeId, interrupted: bool) {
        let order = self.system.crews[crew.at()].order;
        let queue = &self.configuration.crews[crew.at()].queue;
        let place = self.place_in(queue, order, mode, interrupted);
        self.configuration.crews[crew.at()].queue.insert(place, mode);
        self.configuration.modes[mode.at()] = ModeState::Queued;
    }

    /// Whether the least urgent repair of a busy crew makes way for that of `mode`; of equals, the
    /// one that has begun last.
    fn interrupts(&mut self, crew: CrewId, mode: ModeId) -> bool {
        if !self.system.crews[crew.at()].order.preempts() {
            return false;
        }
        let at_work = self.configuration.crews[crew.at()].at_work.iter();
        let victim = at_work.enumerate().max_by_key(|(at, mode)| (self.priority(**mode), *at));
        let Some((at, &victim)) = victim else { return false };
        let due = self.clocks.modes[victim.at()].due;
        // What ends in this very instant is not interrupted any more.
        if self.priority(victim) <= self.priority(mode) || due == self.now {
            return false;
        }
        self.configuration.crews[crew.at()].at_work.remove(at);
        self.clocks.interrupted.insert(victim, due - self.now);
        self.clocks.modes[victim.at()].due = Time::NEVER;
        self.wait_for(crew, victim, true);
        if self.ledger.is_telling() {
            let of = |mode: ModeId| self.system.modes[mode.at()].node;
            let (node, by) = (of(victim), of(mode));
            self.tell(Transition::RepairInterrupted { node, by });
        }
        true
    }

    /// The repair goes on from where it was interrupted.
    pub(super) fn resume_work(&mut self, mode: ModeId) -> bool {
        let Some(left) = self.clocks.interrupted.remove(&mode) else { return false };
        let due = if left.is_forever() { Time::NEVER } else { self.now + left };
        self.configuration.modes[mode.at()] = ModeState::InRepair;
        self.clocks.modes[mode.at()].due = due;
        self.calendar.schedule(due, Event::rank(Kind::Restore, mode.0));
        self.tell(Transition::RepairResumes { node: self.system.modes[mode.at()].node });
        true
    }

    /// A repair is over: its crew has a hand free.
    pub(super) fn free(&mut self, crew: CrewId, mode: ModeId) {
        let preempts = self.system.crews[crew.at()].order.preempts();
        let state = &mut self.configuration.crews[crew.at()];
        if preempts {
            state.at_work.retain(|other| *other != mode);
        }
        match state.queue.pop_front() {
            Some(next) => {
                if preempts {
                    state.at_work.push(next);
                }
                self.work(next);
            }
            None => {
                state.busy -= 1;
                for service in &self.system.crew_waiters[crew.at()] {
                    self.touch(*service);
                }
            }
        }
    }
}
