//! Turns of planned work in one trial: they come, are taken, wait or are skipped.

use super::{Busy, Otherwise, Plan, Refusal, TurnClock, Turns, Waiting};
use crate::quantity::Time;
use crate::random::{Law, Purpose};
use crate::system::Transition;
use crate::system::command::Command;
use crate::system::event::{Event, Kind};
use crate::system::id::{CrewId, ModeId, NodeId, PlanId};
use crate::system::world::{ModeState, World};

impl World<'_> {
    /// The first turns. Those that come by a law are chance, like failures.
    pub(crate) fn schedule_turns(&mut self) {
        let system = self.system;
        for plan in &system.plans {
            match &plan.turns {
                Turns::PerMember(_) if !self.random => {}
                Turns::PerMember(law) => {
                    for slot in 0..plan.modes.len() as u32 {
                        self.schedule_turn(plan, slot, law);
                    }
                }
                Turns::Rounds { first, .. } => {
                    self.clocks.turns[plan.first_turn as usize].due = *first;
                    self.calendar.schedule(*first, Event::rank(Kind::Turn, plan.first_turn));
                }
            }
        }
    }

    fn schedule_turn(&mut self, plan: &Plan, slot: u32, law: &Law) {
        let turn = plan.first_turn + slot;
        let key = self.system.modes[plan.modes[slot as usize].at()].key;
        let clock = &mut self.clocks.turns[turn as usize];
        let due = self.now + self.chance.span(law, key, Purpose::Turn, clock.come);
        *clock = TurnClock { due, come: clock.come + 1, ..*clock };
        self.calendar.schedule(due, Event::rank(Kind::Turn, turn));
    }

    /// A turn has come, or a drain before planned work is over. The entry may be stale.
    pub(crate) fn turn_is_due(&mut self, turn: u32) {
        let clock = &mut self.clocks.turns[turn as usize];
        if clock.drained == self.now {
            clock.drained = Time::NEVER;
            self.begin_work(turn);
        }
        if self.clocks.turns[turn as usize].due == self.now {
            self.turn_comes(turn);
        }
    }

    /// The turn of a member, or a round of all, has come.
    pub(crate) fn turn_comes(&mut self, turn: u32) {
        let system = self.system;
        let (id, slot) = system.turn(turn);
        let plan = &system.plans[id.at()];
        match &plan.turns {
            Turns::PerMember(law) => {
                self.schedule_turn(plan, slot, law);
                self.configuration.plans[id.at()].come.push(slot);
            }
            Turns::Rounds { every, window, .. } => {
                let next = self.now + *every;
                self.clocks.turns[turn as usize].due = next;
                self.clocks.turns[turn as usize].closes = self.now + *window;
                self.calendar.schedule(next, Event::rank(Kind::Turn, turn));
                let state = &mut self.configuration.plans[id.at()];
                // Whom the last round has not reached yet has one turn, not two.
                let all = 0..plan.modes.len() as u32;
                let new: Vec<u32> = all.filter(|slot| state.place(*slot).is_none()).collect();
                state.come.extend(new);
            }
        }
        self.touch(plan.service);
    }

    /// Takes the turns that may be taken, of all services that this instant has touched.
    pub(crate) fn take_turns(&mut self) {
        let system = self.system;
        let mut at = 0;
        // What begins here may touch further services.
        while at < self.agenda.touched.len() {
            let service = self.agenda.touched[at];
            for plan in &system.services[service.at()].plans {
                self.take_turns_of(*plan);
            }
            at += 1;
        }
    }

    fn take_turns_of(&mut self, id: PlanId) {
        let plan = &self.system.plans[id.at()];
        if self.configuration.plans[id.at()].busy.is_empty()
            && self.configuration.plans[id.at()].waiting.is_empty()
            && self.configuration.plans[id.at()].come.is_empty()
        {
            return;
        }
        self.note_who_is_back(id);
        let come = std::mem::take(&mut self.configuration.plans[id.at()].come);
        let rounds = matches!(plan.turns, Turns::Rounds { .. });
        if rounds {
            let come = come.iter().map(|slot| Waiting { slot: *slot, told: false });
            self.configuration.plans[id.at()].waiting.extend(come);
        }
        // Who waits comes first; when the window of a round has closed, in the next.
        let mut place = 0;
        if self.now >= self.clocks.turns[plan.first_turn as usize].closes {
            return;
        }
        while let Some(&Waiting { slot, told }) =
            self.configuration.plans[id.at()].waiting.get(place)
        {
            let refused = self.refusal(plan, id, slot);
            let skips = rounds && plan.otherwise == Otherwise::Skip;
            match refused {
                None => {
                    self.configuration.plans[id.at()].waiting.remove(place);
                    self.take_turn(id, slot);
                }
                // Those before it in this round have yet to come back.
                Some(Refusal::InWork(_)) if rounds => break,
                Some(why) if skips => {
                    self.configuration.plans[id.at()].waiting.remove(place);
                    self.tell(Transition::TurnSkipped { plan: id, slot, why });
                }
                Some(why) => {
                    // One line tells why all the others wait, too.
                    if !told && (place == 0 || why == Refusal::Down(slot)) {
                        self.configuration.plans[id.at()].waiting[place].told = true;
                        self.tell(Transition::TurnWaits { plan: id, slot, why });
                    }
                    place += 1;
                }
            }
        }
        if !rounds {
            come.into_iter().for_each(|slot| self.consider(plan, id, slot));
        }
    }

    /// A turn that has come by itself: it is taken, waits or is dropped.
    fn consider(&mut self, plan: &Plan, id: PlanId, slot: u32) {
        let Some(why) = self.refusal(plan, id, slot) else {
            self.take_turn(id, slot);
            return;
        };
        let state = &mut self.configuration.plans[id.at()];
        let waits = state.place(slot).is_some();
        match plan.otherwise {
            Otherwise::Wait(most) if state.waiting.len() < most as usize && !waits => {
                state.waiting.push_back(Waiting { slot, told: true });
                self.tell(Transition::TurnWaits { plan: id, slot, why });
            }
            _ => self.tell(Transition::TurnSkipped { plan: id, slot, why }),
        }
    }

    /// Whether as many members are in work as may be.
    fn is_full(&self, plan: &Plan, id: PlanId) -> bool {
        self.configuration.plans[id.at()].busy.len() >= plan.at_once as usize
    }

    /// Why the turn of `slot` may not be taken now, if so.
    fn refusal(&self, plan: &Plan, id: PlanId, slot: u32) -> Option<Refusal> {
        let state = &self.configuration.plans[id.at()];
        if state.busy.iter().any(|busy| busy.slot == slot) {
            return Some(Refusal::InWork(slot));
        }
        let members = &self.system.services[plan.service.at()].members;
        // Whose turn it is not yet is not asked whether it is up.
        if self.is_full(plan, id) {
            return Some(Refusal::InWork(state.busy[0].slot));
        }
        if !self.is_up(members[slot as usize]) {
            return Some(Refusal::Down(slot));
        }
        let leaving = state.busy.iter().filter(|busy| busy.draining).count() as u32;
        if self.configuration.members_up[plan.service.at()] < plan.up + leaving {
            let down = members.iter().position(|member| !self.is_up(*member));
            return Some(match (state.busy.first(), down) {
                (Some(busy), _) => Refusal::InWork(busy.slot),
                (None, down) => Refusal::Down(down.unwrap_or(0) as u32),
            });
        }
        if let Some(why) = self.not_back(plan, leaving) {
            return Some(why);
        }
        let free = |crew: CrewId| {
            self.configuration.crews[crew.at()].busy < self.system.crews[crew.at()].size
        };
        (!plan.crew.is_none_or(free)).then_some(Refusal::NoHand)
    }

    /// Who is up but not accepted yet, if too few are without it.
    fn not_back(&self, plan: &Plan, leaving: u32) -> Option<Refusal> {
        if plan.up == 0 || self.agenda.checkers == 0 {
            return None;
        }
        let members = &self.system.services[plan.service.at()].members;
        let waits =
            |node: NodeId| self.is_up(node) && self.configuration.believed_down[node.at()] > 0;
        let back = self.configuration.members_up[plan.service.at()]
            - members.iter().filter(|member| waits(**member)).count() as u32;
        let first = || members.iter().position(|member| waits(*member)).unwrap_or(0) as u32;
        (back < plan.up + leaving).then(|| Refusal::NotBack(first()))
    }

    /// A member leaves rotation, if it is to, and then its work begins.
    fn take_turn(&mut self, id: PlanId, slot: u32) {
        let plan = &self.system.plans[id.at()];
        let turn = plan.first_turn + slot;
        let draining = plan.drain.is_some();
        self.configuration.plans[id.at()].busy.push(Busy { slot, draining });
        match plan.drain {
            None => self.begin_work(turn),
            Some(drain) => {
                self.command(Command::Drain { service: plan.service, slot });
                let due = self.now + drain;
                self.clocks.turns[turn as usize].drained = due;
                self.calendar.schedule(due, Event::rank(Kind::Turn, turn));
            }
        }
    }

    /// The member is stopped for its work.
    fn begin_work(&mut self, turn: u32) {
        let (id, slot) = self.system.turn(turn);
        let plan = &self.system.plans[id.at()];
        let mode = plan.modes[slot as usize];
        let node = self.system.modes[mode.at()].node;
        let busy = &mut self.configuration.plans[id.at()].busy;
        busy.iter_mut().filter(|busy| busy.slot == slot).for_each(|busy| busy.draining = false);
        if !self.is_up(node) {
            // It has failed while it was drained: that is for the repair.
            self.tell(Transition::WorkCalledOff { plan: id, node });
            self.end_drain(plan, slot);
            self.touch(plan.service);
            return;
        }
        self.tell(Transition::WorkBegins { plan: id, node });
        self.clocks.modes[mode.at()].strike(self.now);
        self.configuration.modes[mode.at()] = ModeState::Broken;
        self.add_reason(node);
        self.ask_crew(mode);
    }

    /// Members whose work is over and who answer again are back.
    fn note_who_is_back(&mut self, id: PlanId) {
        let plan = &self.system.plans[id.at()];
        let mut busy = std::mem::take(&mut self.configuration.plans[id.at()].busy);
        busy.retain(|busy| {
            let mode = plan.modes[busy.slot as usize];
            let node = self.system.modes[mode.at()].node;
            let over = self.configuration.modes[mode.at()] == ModeState::Sound;
            let back = self.is_up(node) && self.configuration.believed_down[node.at()] == 0;
            busy.draining || !over || !back
        });
        self.configuration.plans[id.at()].busy = busy;
    }

    /// The work of a drained member is over, or called off: it may have work again.
    fn end_drain(&mut self, plan: &Plan, slot: u32) {
        if plan.drain.is_some() {
            self.command(Command::Return { service: plan.service, slot });
        }
    }

    /// Planned work on a member is over.
    pub(crate) fn work_is_over(&mut self, mode: ModeId) {
        let system = self.system;
        let node = system.modes[mode.at()].node;
        for plan in &system.plans {
            let members = &system.services[plan.service.at()].members;
            let Ok(slot) = members.binary_search(&node) else { continue };
            if plan.modes[slot] == mode {
                self.end_drain(plan, slot as u32);
            }
        }
    }
}
