//! When a runbook is to be begun: what it is about goes out, or has been back for a while; or a
//! script says so.

use super::RunbookDeed;
use super::follow::Stage;
use crate::quantity::{Span, Time};
use crate::random::Purpose;
use crate::system::event::{Event, Kind};
use crate::system::id::RunbookId;
use crate::system::people::Task;
use crate::system::transition::Transition;
use crate::system::world::World;

/// What runbooks have to look at when the truth of an instant has settled.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Wish {
    /// What this one is about has gone out or come back.
    Look(RunbookId),
    /// A script starts all those of this number.
    Start(u32),
}

impl World<'_> {
    /// Looks at what runbooks are about.
    #[cold]
    pub(crate) fn settle_runbooks(&mut self) {
        let mut wishes = std::mem::take(&mut self.agenda.runbooks);
        wishes.sort_unstable();
        wishes.dedup();
        for wish in wishes {
            match wish {
                Wish::Look(runbook) => self.look_at_cause(runbook),
                Wish::Start(of) => self.start_runbooks(of),
            }
        }
    }

    /// Whether what a runbook is about is the case, by truth.
    pub(super) fn is_called_for(&self, runbook: RunbookId) -> bool {
        let cause = self.system.runbooks[runbook.at()].cause;
        cause.is_none_or(|cause| self.is_up(cause.node) == cause.back.is_some())
    }

    fn look_at_cause(&mut self, runbook: RunbookId) {
        let called = self.is_called_for(runbook);
        let run = &mut self.configuration.runs[runbook.at()];
        if std::mem::replace(&mut run.called, called) == called {
            return;
        }
        if !called {
            run.again = false;
            self.drop_runbook(runbook);
        } else if run.stage == Stage::Idle {
            self.await_notice(runbook);
        } else {
            // It is looked at again when what goes on is over.
            run.again = true;
        }
    }

    /// It is noticed in a while, unless it is over before.
    pub(super) fn await_notice(&mut self, runbook: RunbookId) {
        let spec = &self.system.runbooks[runbook.at()];
        let law = &self.system.people[spec.person.at()].spec.notice;
        let run = &self.configuration.runs[runbook.at()];
        let notice = self.chance.span(law, spec.key, Purpose::RunbookNotice, run.noticed);
        let wait = spec.cause.and_then(|cause| cause.back).unwrap_or(Span::ZERO) + notice;
        let due = self.now + wait;
        let run = &mut self.configuration.runs[runbook.at()];
        (run.noticed, run.due, run.again) = (run.noticed + 1, due, false);
        self.set_stage(runbook, Stage::Unnoticed);
        self.calendar.schedule(due, Event::rank(Kind::Runbook, runbook.0));
    }

    /// A runbook may have been noticed. The entry may be stale.
    pub(crate) fn runbook_is_due(&mut self, runbook: RunbookId) {
        let run = &self.configuration.runs[runbook.at()];
        let unnoticed = run.stage == Stage::Unnoticed && run.due == self.now;
        if unnoticed && self.is_called_for(runbook) {
            self.ask_for(runbook, false);
        }
    }

    /// It is put before its person.
    fn ask_for(&mut self, runbook: RunbookId, by_script: bool) {
        let run = &mut self.configuration.runs[runbook.at()];
        (run.due, run.by_script, run.acted) = (Time::NEVER, by_script, false);
        if !by_script {
            self.tell_runbook(runbook, RunbookDeed::Noticed);
        }
        self.set_stage(runbook, Stage::Asked);
        let person = self.system.runbooks[runbook.at()].person;
        self.ask_person(person, Task::Runbook(runbook));
    }

    /// A script starts a runbook: for each thing that it is about where that is the case.
    fn start_runbooks(&mut self, of: u32) {
        let system = self.system;
        let all = system.runbooks.iter().enumerate().filter(|(_, runbook)| runbook.of == of);
        let all: Vec<RunbookId> = all.map(|(at, _)| at.into()).collect();
        let called = all.iter().filter(|runbook| self.is_called_for(**runbook));
        let called: Vec<RunbookId> = called.copied().collect();
        if called.is_empty() {
            self.tell_runbook(all[0], RunbookDeed::Needless);
        }
        for runbook in called {
            match self.configuration.runs[runbook.at()].stage {
                Stage::Idle | Stage::Unnoticed => self.ask_for(runbook, true),
                _ => self.tell_runbook(runbook, RunbookDeed::Running),
            }
        }
    }

    pub(super) fn tell_runbook(&mut self, runbook: RunbookId, deed: RunbookDeed) {
        if self.ledger.is_telling() {
            let person = self.system.runbooks[runbook.at()].person;
            self.tell(Transition::Runbook { runbook, person, deed });
        }
    }
}
