//! How a person follows a runbook, step by step.
//!
//! A step that begins is skipped if its `unless` holds, and refused if a requirement does not; its
//! time passes, then it is done. What is refused or does not work is tried again, so often; then
//! the runbook stops. After a deed the next step begins in a further round of the same instant:
//! it sees what the mechanisms have made of it.

use super::list::{Act, Runbook, Step, for_users};
use super::{RunbookDeed, StepRefusal};
use crate::quantity::{Span, Time};
use crate::random::{Purpose, key_of_pair};
use crate::system::concern::Decision;
use crate::system::id::{PersonId, RunbookId};
use crate::system::order::{Answer, Giver, ServiceOrder};
use crate::system::people::{Doing, Task};
use crate::system::transition::Transition;
use crate::system::world::World;

/// How it stands with one runbook.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Run {
    pub stage: Stage,
    /// What it is about is the case, as last looked.
    pub called: bool,
    /// That has become the case anew while it was being followed.
    pub again: bool,
    /// How often it was to be noticed.
    pub noticed: u32,
    /// When it is noticed.
    pub due: Time,
    /// A script has started it.
    pub by_script: bool,
    /// It has acted on what it is about.
    pub acted: bool,
    /// What the present step orders as it begins has been obeyed.
    opened: bool,
    /// How often any of its steps was begun.
    tries: u32,
    /// How often somebody had to decide about it.
    decisions: u32,
}

/// How far it has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    /// Nobody thinks of it.
    Idle,
    /// There is reason to begin, and nobody has noticed yet.
    Unnoticed,
    /// It waits for its person.
    Asked,
    /// Its person decides.
    Deciding,
    /// It is followed: the step, how often that was tried already, and what goes on.
    Following(u32, u32, Doings),
}

/// What goes on with a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Doings {
    /// It is to begin.
    Next,
    /// What it begins with has been ordered.
    Opening,
    /// Its time passes.
    Working,
    /// Its order has been given.
    Ordered,
    /// Its order waits for what the service needs for changes.
    Waiting,
}

impl Run {
    /// Nobody thinks of it, and everything is up.
    pub(crate) fn new(runbook: &Runbook) -> Self {
        Self {
            stage: Stage::Idle,
            called: runbook.cause.is_none_or(|cause| cause.back.is_some()),
            again: false,
            noticed: 0,
            due: Time::NEVER,
            by_script: false,
            acted: false,
            opened: false,
            tries: 0,
            decisions: 0,
        }
    }
}

impl World<'_> {
    /// Its person has time for it: what is to be decided, and for how long; nothing if a script has
    /// decided.
    pub(crate) fn decide_on(&mut self, runbook: RunbookId) -> Option<Span> {
        let spec = &self.system.runbooks[runbook.at()];
        let run = &mut self.configuration.runs[runbook.at()];
        if run.by_script {
            self.begin_runbook(runbook);
            return None;
        }
        let decision = run.decisions;
        run.decisions += 1;
        self.tell_runbook(runbook, RunbookDeed::Decides);
        self.set_stage(runbook, Stage::Deciding);
        let law = &self.system.people[spec.person.at()].spec.decide;
        Some(self.chance.span(law, spec.key, Purpose::RunbookDecision, decision))
    }

    /// Somebody has decided: its first step begins in a further round.
    pub(crate) fn begin_runbook(&mut self, runbook: RunbookId) {
        self.tell(Transition::Invoked { decision: Decision::Runbook(runbook) });
        self.set_stage(runbook, Stage::Following(0, 0, Doings::Next));
    }

    /// What it is about is over: its person leaves it, unless a step has begun.
    pub(super) fn drop_runbook(&mut self, runbook: RunbookId) {
        let person = self.system.runbooks[runbook.at()].person;
        match self.configuration.runs[runbook.at()].stage {
            Stage::Unnoticed => self.set_stage(runbook, Stage::Idle),
            Stage::Asked | Stage::Deciding => {
                self.tell_runbook(runbook, RunbookDeed::Dropped);
                self.set_stage(runbook, Stage::Idle);
                self.leave_task(person, Task::Runbook(runbook));
            }
            Stage::Idle | Stage::Following(..) => {}
        }
    }

    /// Goes on with a runbook: its person does nothing else meanwhile.
    pub(crate) fn follow_runbook(&mut self, person: PersonId, runbook: RunbookId) {
        let Stage::Following(at, tries, doings) = self.configuration.runs[runbook.at()].stage
        else {
            return;
        };
        match doings {
            Doings::Next => self.next_step(person, runbook, at, tries),
            Doings::Working => self.do_step(runbook, at, tries),
            Doings::Opening | Doings::Ordered | Doings::Waiting => {}
        }
    }

    /// Begins the next step that is needed.
    fn next_step(&mut self, person: PersonId, runbook: RunbookId, first: u32, tries: u32) {
        let spec = &self.system.runbooks[runbook.at()];
        let (mut at, mut tries) = (first, tries);
        if at == 0 && tries == 0 && self.is_called_for(runbook) {
            let by_script = self.configuration.runs[runbook.at()].by_script;
            self.tell_runbook(runbook, RunbookDeed::Begins { by_script });
        }
        loop {
            let run = &self.configuration.runs[runbook.at()];
            let Some(step) = spec.steps.get(at as usize) else {
                return self.end_runbook(runbook, RunbookDeed::Ends);
            };
            if !run.acted && !self.is_called_for(runbook) {
                let deed = match (at, tries) {
                    (0, 0) => RunbookDeed::Dropped,
                    _ => RunbookDeed::CauseGone { step: at },
                };
                return self.end_runbook(runbook, deed);
            }
            let skipped = step.unless.iter().all(|condition| self.holds(*condition));
            if !skipped || step.unless.is_empty() {
                break self.begin_step(person, runbook, step, at, tries);
            }
            self.tell_runbook(runbook, RunbookDeed::StepSkipped { step: at });
            (at, tries) = (at + 1, 0);
        }
    }

    fn begin_step(&mut self, who: PersonId, runbook: RunbookId, step: &Step, at: u32, tries: u32) {
        self.tell_runbook(runbook, RunbookDeed::StepBegins { step: at, again: tries > 0 });
        if let Some(why) = self.unmet(&step.requires) {
            return self.refuse_step(runbook, at, tries, why, false);
        }
        if let (Some(Act::Order(service, _)), Some(opening)) = (&step.act, step.opening) {
            if let Some((need, _)) = self.step_kept_off(runbook, at) {
                return self.refuse_step(runbook, at, tries, StepRefusal::Needs(need), false);
            }
            self.set_stage(runbook, Stage::Following(at, tries, Doings::Opening));
            return self.give(*service, opening, Giver::Runbook(runbook.0));
        }
        self.work_on_step(who, runbook, at, tries);
    }

    /// The time of a step begins to pass.
    fn work_on_step(&mut self, who: PersonId, runbook: RunbookId, at: u32, tries: u32) {
        let step = &self.system.runbooks[runbook.at()].steps[at as usize];
        let lasts = self.step_lasts(runbook, step, at);
        self.set_stage(runbook, Stage::Following(at, tries, Doings::Working));
        self.do_task_for(who, Task::Runbook(runbook), lasts);
    }

    /// How long a step takes this time.
    fn step_lasts(&mut self, runbook: RunbookId, step: &Step, at: u32) -> Span {
        let run = &mut self.configuration.runs[runbook.at()];
        run.tries += 1;
        let ordinal = run.tries;
        let owner = self.step_key(runbook, at);
        let users = step.users.map_or(0, |service| self.system.wanted(service));
        self.chance.span(&step.takes, owner, Purpose::Step, ordinal)
            + for_users(step.per_1000_users, users)
    }

    fn step_key(&self, runbook: RunbookId, at: u32) -> u64 {
        key_of_pair(self.system.runbooks[runbook.at()].key, u64::from(at) + 1)
    }

    /// The time of a step is over: it is done, unless it is kept off.
    fn do_step(&mut self, runbook: RunbookId, at: u32, tries: u32) {
        use crate::system::lesser::Meanwhile;
        match self.step_kept_off(runbook, at) {
            None => self.carry_out_step(runbook, at, tries),
            Some((need, Meanwhile::Refused)) => {
                self.refuse_step(runbook, at, tries, StepRefusal::Needs(need), true);
            }
            Some((need, Meanwhile::Waits)) => {
                self.tell_runbook(runbook, RunbookDeed::StepWaits { step: at, need });
                self.set_stage(runbook, Stage::Following(at, tries, Doings::Waiting));
                self.configuration.waiting_runs.push(runbook);
            }
        }
    }

    pub(super) fn carry_out_step(&mut self, runbook: RunbookId, at: u32, tries: u32) {
        let spec = &self.system.runbooks[runbook.at()];
        let step = &spec.steps[at as usize];
        let ordinal = self.configuration.runs[runbook.at()].tries;
        let owner = self.step_key(runbook, at);
        if let Some(why) = self.rolls_nothing_back(step) {
            return self.refuse_step(runbook, at, tries, why, true);
        }
        if !self.happens(step.works, owner, Purpose::StepWorks, ordinal) {
            self.tell_runbook(runbook, RunbookDeed::StepFails { step: at });
            return self.try_again(runbook, at, tries, true);
        }
        // Only what a mechanism has obeyed has acted.
        let ordered = matches!(step.act, Some(Act::Order(..)));
        self.configuration.runs[runbook.at()].acted |= step.on_cause && !ordered;
        match &step.act {
            Some(Act::Order(service, order)) => {
                self.set_stage(runbook, Stage::Following(at, tries, Doings::Ordered));
                return self.give(*service, *order, Giver::Runbook(runbook.0));
            }
            Some(Act::Repoint(pointing)) => self.repoint(*pointing, Some(spec.of)),
            Some(Act::Commands(commands)) => {
                commands.iter().for_each(|command| self.carry_out(*command));
            }
            Some(Act::Restore(nodes)) => nodes.iter().for_each(|node| self.restore_all(*node)),
            Some(Act::RollBack(changes)) => self.roll_back_all(changes),
            None => {}
        }
        self.step_is_done(runbook, at);
    }

    /// A mechanism has answered the order of a step.
    pub(crate) fn order_is_answered(&mut self, runbook: RunbookId, answer: Answer) {
        let Stage::Following(at, tries, doings) = self.configuration.runs[runbook.at()].stage
        else {
            return;
        };
        let opening = doings == Doings::Opening;
        match answer {
            Answer::Done if opening => {
                self.configuration.runs[runbook.at()].opened = true;
                let person = self.system.runbooks[runbook.at()].person;
                self.work_on_step(person, runbook, at, tries);
            }
            Answer::Done => {
                let step = &self.system.runbooks[runbook.at()].steps[at as usize];
                self.configuration.runs[runbook.at()].acted |= step.on_cause;
                self.step_is_done(runbook, at);
            }
            Answer::Refused(why, node) => {
                self.refuse_step(runbook, at, tries, StepRefusal::Answer(why, node), !opening);
            }
        }
    }

    fn step_is_done(&mut self, runbook: RunbookId, at: u32) {
        self.tell_runbook(runbook, RunbookDeed::StepDone { step: at });
        self.configuration.runs[runbook.at()].opened = false;
        self.set_stage(runbook, Stage::Following(at + 1, 0, Doings::Next));
        let person = self.system.runbooks[runbook.at()].person;
        self.go_on_in_a_further_round(person, Task::Runbook(runbook));
    }

    /// `spent`: its time has passed before.
    fn refuse_step(
        &mut self,
        runbook: RunbookId,
        at: u32,
        tries: u32,
        why: StepRefusal,
        spent: bool,
    ) {
        self.tell_runbook(runbook, RunbookDeed::StepRefused { step: at, why });
        self.try_again(runbook, at, tries, spent);
    }

    /// Begins the next try, if there is one: each costs the time of the step once, before or
    /// behind it, unless it is said how long that is put off.
    fn try_again(&mut self, runbook: RunbookId, at: u32, tries: u32, spent: bool) {
        let spec = &self.system.runbooks[runbook.at()];
        let step = &spec.steps[at as usize];
        if tries >= step.retries {
            self.undo_opening(runbook, step);
            return self.end_runbook(runbook, RunbookDeed::GivenUp { step: at });
        }
        let wait = match &step.retry_after {
            None if spent => Span::ZERO,
            None => self.step_lasts(runbook, step, at),
            Some(law) => {
                let run = &mut self.configuration.runs[runbook.at()];
                run.tries += 1;
                let ordinal = run.tries;
                self.chance.span(law, self.step_key(runbook, at), Purpose::StepRetry, ordinal)
            }
        };
        self.set_stage(runbook, Stage::Following(at, tries + 1, Doings::Next));
        match wait {
            Span::ZERO => self.go_on_in_a_further_round(spec.person, Task::Runbook(runbook)),
            wait => self.do_task_for(spec.person, Task::Runbook(runbook), wait),
        }
    }

    /// Users are not left halfway: whoever was to be given back stays where they were.
    fn undo_opening(&mut self, runbook: RunbookId, step: &Step) {
        let opened = std::mem::take(&mut self.configuration.runs[runbook.at()].opened);
        if let (true, Some(Act::Order(service, _)), Some(ServiceOrder::BeginFailBack(slot))) =
            (opened, &step.act, step.opening)
        {
            let stop = ServiceOrder::StopFailBack(slot);
            self.give(*service, stop, Giver::Runbook(runbook.0));
        }
    }

    /// It is over, one way or another: its person has time for something else.
    fn end_runbook(&mut self, runbook: RunbookId, deed: RunbookDeed) {
        self.tell_runbook(runbook, deed);
        self.set_stage(runbook, Stage::Idle);
        let run = &mut self.configuration.runs[runbook.at()];
        run.by_script = false;
        if std::mem::take(&mut run.again) {
            self.await_notice(runbook);
        }
        let person = self.system.runbooks[runbook.at()].person;
        self.leave_task(person, Task::Runbook(runbook));
    }

    /// Panics, in plain words, if a runbook is in hand and its person knows nothing of it.
    pub(crate) fn audit_runbooks(&self) {
        for (at, run) in self.configuration.runs.iter().enumerate() {
            let spec = &self.system.runbooks[at];
            let person = &self.configuration.people[spec.person.at()];
            let task = Task::Runbook(at.into());
            let name = &spec.name;
            let queued = person.queue.iter().filter(|other| **other == task).count();
            let decides = person.doing == Doing::Deciding(task);
            let follows = person.doing == Doing::Acting(task);
            let wanted = match run.stage {
                Stage::Idle | Stage::Unnoticed => (0, false, false),
                Stage::Asked => (1, false, false),
                Stage::Deciding => (0, true, false),
                Stage::Following(..) => (0, false, true),
            };
            assert_eq!((queued, decides, follows), wanted, "`{name}` is in hand once");
            let waits = matches!(run.stage, Stage::Following(.., Doings::Waiting));
            let listed = self.configuration.waiting_runs.contains(&at.into());
            assert_eq!(waits, listed, "`{name}` waits if its order does");
            assert_eq!(
                run.called,
                self.is_called_for(at.into()),
                "`{name}` knows what is the case"
            );
        }
    }
}
