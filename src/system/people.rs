//! People: they notice, decide and act, one thing at a time; off duty they must be called in.
//!
//! What waits for a person stands in one queue, whatever it is: first come, first served.

use super::build_error::BuildError;
use super::compile::Compiler;
use super::concern::Decision;
use super::event::{Event, Kind};
use super::id::{DataId, ModeId, PersonId, RunbookId, ServiceId};
use super::phase::Phase;
use super::transition::{PersonDeed, Transition};
use super::world::{ModeState, World};
use crate::quantity::{Span, Time};
use crate::random::{Law, Purpose, key, key_of_pair};
use std::collections::VecDeque;

/// Somebody who notices, decides and acts.
#[derive(Clone, Debug)]
pub struct PersonSpec {
    /// Its name.
    pub name: String,
    /// From a failure until it is noticed; takes nobody's time.
    pub notice: Law,
    /// How long a decision takes.
    pub decide: Law,
    /// How long the deed takes that follows.
    pub act: Law,
    /// When the person is there.
    pub on_duty: Duty,
    /// How long it takes until somebody who is called in has come; `None` is never called.
    pub call_in: Option<Law>,
}

/// When a person is there without being called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duty {
    /// Day and night.
    Always,
    /// Every day between two times of day; over midnight if the first is the later one. A trial
    /// starts at midnight.
    Hours(Span, Span),
}

/// A person, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub spec: PersonSpec,
    pub key: u64,
}

/// Something a person has to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Task {
    /// Decide and act on a failure of a watched member: the pair, and which of its failures.
    Failure { pair: u32, ordinal: u32 },
    /// Repair something.
    Repair(ModeId),
    /// Decide that bad data are restored.
    Data(DataId),
    /// Do by hand what a mechanism has failed to do: which of its failures to do it.
    Rescue { service: ServiceId, ordinal: u32 },
    /// Follow a runbook.
    Runbook(RunbookId),
}

/// What a person does at present.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Doing {
    /// Nothing: nothing is to be done.
    #[default]
    Nothing,
    /// On the way, called in or about to go on duty.
    Coming,
    Deciding(Task),
    Acting(Task),
    Repairing(ModeId),
}

/// One person in one trial.
#[derive(Clone, Debug)]
pub(crate) struct PersonState {
    pub doing: Doing,
    pub queue: VecDeque<Task>,
    /// When what it does is over, unless somebody else says so.
    due: Time,
    /// How often it was called in.
    calls: u32,
}

impl PersonState {
    pub(crate) fn new() -> Self {
        Self { doing: Doing::Nothing, queue: VecDeque::new(), due: Time::NEVER, calls: 0 }
    }
}

impl Compiler<'_> {
    /// Those who notice, decide and act; every repair has one kind of hands.
    pub(super) fn list_people(&mut self) -> Result<(), BuildError> {
        let known = self.blueprint.people.len();
        for spec in &self.blueprint.people {
            let key = key(&spec.name, 0);
            self.system.people.push(Person { spec: spec.clone(), key });
        }
        for service in &self.system.services {
            let rescuer = service.mechanism.rescuer().map(PersonId::from);
            if service.person.into_iter().chain(rescuer).any(|person| person.at() >= known) {
                return Err(BuildError::Dangling(service.name.clone()));
            }
        }
        for mode in &self.system.mode_specs {
            let class = || self.system.classes[mode.class.at()].clone();
            match mode.repair.as_ref().and_then(|repair| Some((repair.by?, repair.crew))) {
                Some((by, _)) if by >= known => return Err(BuildError::Dangling(class())),
                Some((_, Some(_))) => return Err(BuildError::TwoHands(class())),
                _ => {}
            }
        }
        Ok(())
    }
}

const DAY: Span = Span::from_secs(86_400);

impl Duty {
    /// Whether a time is within it.
    pub(crate) fn covers(self, now: Time) -> bool {
        let Self::Hours(from, to) = self else { return true };
        let time = Span::from_micros(now.micros() % DAY.micros());
        if from < to { from <= time && time < to } else { from <= time || time < to }
    }

    /// How long it is until it next begins.
    pub(crate) fn begins_in(self, now: Time) -> Span {
        let Self::Hours(from, _) = self else { return Span::ZERO };
        let time = now.micros() % DAY.micros();
        let day = DAY.micros();
        Span::from_micros((from.micros() + day - time) % day)
    }
}

impl World<'_> {
    /// Something waits for a person from now on.
    pub(crate) fn ask_person(&mut self, person: PersonId, task: Task) {
        match task {
            Task::Failure { pair, .. } => self.tell_deed(person, pair, PersonDeed::Notices),
            Task::Rescue { service, .. } => self.tell_rescue(person, service, PersonDeed::Notices),
            Task::Repair(_) | Task::Data(_) | Task::Runbook(_) => {}
        }
        let state = &mut self.configuration.people[person.at()];
        state.queue.push_back(task);
        if state.doing == Doing::Nothing {
            self.come(person);
        }
    }

    /// A person who does nothing is there, or is called.
    fn come(&mut self, person: PersonId) {
        let Person { spec, key } = &self.system.people[person.at()];
        if spec.on_duty.covers(self.now) {
            self.next_task(person);
            return;
        }
        let mut wait = spec.on_duty.begins_in(self.now);
        let mut called = false;
        if let Some(law) = &spec.call_in {
            let calls = &mut self.configuration.people[person.at()].calls;
            let call = self.chance.span(law, *key, Purpose::CallIn, *calls);
            *calls += 1;
            called = call < wait;
            wait = wait.min(call);
        }
        self.tell(Transition::PersonAway { person, called });
        self.do_for(person, Doing::Coming, wait);
    }

    /// The first of those that wait has the person.
    pub(super) fn next_task(&mut self, person: PersonId) {
        let state = &mut self.configuration.people[person.at()];
        state.doing = Doing::Nothing;
        state.due = Time::NEVER;
        match state.queue.pop_front() {
            // Who is off duty leaves.
            None => {}
            Some(Task::Repair(mode)) => {
                state.doing = Doing::Repairing(mode);
                self.work(mode);
            }
            Some(task @ Task::Data(data)) => {
                let takes = self.decide_on_data(data, person);
                self.do_for(person, Doing::Deciding(task), takes);
            }
            Some(task @ Task::Runbook(runbook)) => match self.decide_on(runbook) {
                Some(takes) => self.do_for(person, Doing::Deciding(task), takes),
                None => self.go_on_in_a_further_round(person, task),
            },
            Some(task @ Task::Failure { pair, ordinal }) => {
                self.tell_deed(person, pair, PersonDeed::Decides);
                self.set_progress(pair, Some(Phase::Deciding));
                let law = &self.system.people[person.at()].spec.decide;
                let takes = self.chance.span(law, self.pair_key(pair), Purpose::Decide, ordinal);
                self.do_for(person, Doing::Deciding(task), takes);
            }
            Some(Task::Rescue { service, ordinal }) => {
                self.decide_rescue(person, service, ordinal);
            }
        }
    }

    pub(super) fn do_for(&mut self, person: PersonId, doing: Doing, takes: Span) {
        let due = self.now + takes;
        let state = &mut self.configuration.people[person.at()];
        state.doing = doing;
        state.due = due;
        if takes == Span::ZERO {
            self.goes_on(person);
        } else {
            self.calendar.schedule(due, Event::rank(Kind::Person, person.0));
        }
    }

    /// Somebody is busy with a task for so long.
    pub(super) fn do_task_for(&mut self, person: PersonId, task: Task, takes: Span) {
        self.do_for(person, Doing::Acting(task), takes);
    }

    /// Somebody goes on with a task when this round has settled.
    pub(super) fn go_on_in_a_further_round(&mut self, person: PersonId, task: Task) {
        let state = &mut self.configuration.people[person.at()];
        (state.doing, state.due) = (Doing::Acting(task), self.now);
        self.calendar.schedule(self.now, Event::rank(Kind::Person, person.0));
    }

    /// A task is nothing to be done any more.
    pub(super) fn leave_task(&mut self, person: PersonId, task: Task) {
        let state = &mut self.configuration.people[person.at()];
        state.queue.retain(|other| *other != task);
        if [Doing::Deciding(task), Doing::Acting(task)].contains(&state.doing) {
            self.next_task(person);
        }
    }

    /// What a person does may be over. The entry may be stale.
    pub(crate) fn person_is_due(&mut self, person: PersonId) {
        if self.configuration.people[person.at()].due == self.now {
            self.goes_on(person);
        }
    }

    fn goes_on(&mut self, person: PersonId) {
        self.configuration.people[person.at()].due = Time::NEVER;
        match self.configuration.people[person.at()].doing {
            Doing::Coming => self.next_task(person),
            Doing::Deciding(task @ Task::Failure { pair, ordinal }) => {
                self.tell_deed(person, pair, PersonDeed::Acts);
                let (service, slot) = self.system.pair(pair);
                self.tell(Transition::Invoked { decision: Decision::Failure { service, slot } });
                self.set_progress(pair, Some(Phase::Acting));
                let law = &self.system.people[person.at()].spec.act;
                let takes = self.chance.span(law, self.pair_key(pair), Purpose::Act, ordinal);
                self.do_for(person, Doing::Acting(task), takes);
            }
            Doing::Deciding(Task::Data(data)) => {
                self.tell(Transition::Invoked { decision: Decision::Data(data) });
                self.restore_data(data);
                self.next_task(person);
            }
            Doing::Deciding(task @ Task::Runbook(runbook)) => {
                self.begin_runbook(runbook);
                self.go_on_in_a_further_round(person, task);
            }
            Doing::Acting(Task::Runbook(runbook)) => self.follow_runbook(person, runbook),
            Doing::Acting(Task::Failure { pair, .. }) => {
                self.set_progress(pair, None);
                if !self.person_has_acted(pair) {
                    self.tell_deed(person, pair, PersonDeed::FindsItUp);
                }
                self.next_task(person);
            }
            Doing::Deciding(Task::Rescue { service, ordinal }) => {
                self.act_on_rescue(person, service, ordinal);
            }
            Doing::Acting(Task::Rescue { service, .. }) => {
                self.rescued(service);
                self.next_task(person);
            }
            _ => {}
        }
    }

    /// A failure is over before the person has acted on it: the task is dropped. Whoever acts
    /// already goes on.
    pub(crate) fn drop_failure(&mut self, person: PersonId, pair: u32) {
        let is = |task: &Task| matches!(task, Task::Failure { pair: other, .. } if *other == pair);
        let state = &mut self.configuration.people[person.at()];
        let waiting = state.queue.len();
        state.queue.retain(|task| !is(task));
        let deciding = matches!(&state.doing, Doing::Deciding(task) if is(task));
        if deciding || state.queue.len() < waiting {
            self.tell_deed(person, pair, PersonDeed::Drops);
        }
        if deciding {
            self.set_progress(pair, None);
            self.next_task(person);
        }
    }

    /// A repair by a person is over.
    pub(super) fn repair_by_is_over(&mut self, person: PersonId, mode: ModeId, state: ModeState) {
        let person_state = &mut self.configuration.people[person.at()];
        match state {
            ModeState::InRepair if person_state.doing == Doing::Repairing(mode) => {
                self.next_task(person);
            }
            ModeState::Queued => person_state.queue.retain(|task| *task != Task::Repair(mode)),
            _ => {}
        }
    }

    /// The owner of what is drawn for a pair of checker and member.
    fn pair_key(&self, pair: u32) -> u64 {
        let (service, slot) = self.system.pair(pair);
        let service = &self.system.services[service.at()];
        key_of_pair(service.key, self.system.nodes[service.members[slot as usize].at()].key)
    }

    /// What the users who wait for a person wait for.
    fn set_progress(&mut self, pair: u32, phase: Option<Phase>) {
        let (service, slot) = self.system.pair(pair);
        self.advance_book(service);
        let progress = &mut self.books[service.at()].progress;
        match phase {
            Some(phase) => progress.insert(slot, phase),
            None => progress.remove(&slot),
        };
        if self.held(service).is_some() {
            // Those who wait for a leader wait for the person.
            self.touch(service);
        }
    }

    fn tell_deed(&mut self, person: PersonId, pair: u32, deed: PersonDeed) {
        if self.ledger.is_telling() {
            let (service, slot) = self.system.pair(pair);
            self.tell(Transition::Person { person, service, slot, deed });
        }
    }

    /// Panics, in plain words, if somebody does nothing while something waits.
    pub(crate) fn audit_people(&self) {
        for (person, state) in self.system.people.iter().zip(&self.configuration.people) {
            let idle = state.doing == Doing::Nothing && !state.queue.is_empty();
            assert!(!idle, "`{}` lets nobody wait", person.spec.name);
            if let Doing::Repairing(mode) = state.doing {
                let works = self.configuration.modes[mode.at()] == ModeState::InRepair;
                assert!(works, "`{}` is on a repair", person.spec.name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u64) -> Time {
        Time::after_start(Span::from_secs(hour * 3600))
    }

    #[test]
    fn duty_comes_every_day_and_may_go_over_midnight() {
        let hours = |from: u64, to: u64| {
            Duty::Hours(Span::from_secs(from * 3600), Span::from_secs(to * 3600))
        };
        let (day, night) = (hours(8, 18), hours(22, 6));
        for (hour, by_day, by_night) in [(0, false, true), (8, true, false), (18, false, false)] {
            for days in [0, 24, 240] {
                assert_eq!(day.covers(at(hour + days)), by_day);
                assert_eq!(night.covers(at(hour + days)), by_night);
            }
        }
        assert_eq!(day.begins_in(at(20)), Span::from_secs(12 * 3600));
        assert_eq!(day.begins_in(at(24 + 7)), Span::from_secs(3600));
        assert_eq!(night.begins_in(at(6)), Span::from_secs(16 * 3600));
        assert!(Duty::Always.covers(at(3)));
    }
}
