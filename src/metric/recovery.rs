//! Recovery times: from the failure that took something, and from the last decision about it, until
//! somebody has it again, a share of the users, or all.
//!
//! A recovery belongs to one failure, one audience and one end. It begins with a spell in which the
//! users of that audience lack it, and each failure that takes it from somebody within that spell
//! has a recovery of its own, which ends with the spell. A service that has no users of its own
//! recovers when it is up again, by truth.

mod overlong;

pub(super) use overlong::Overlong;

use super::Until;
use crate::quantity::{Span, Time};
use crate::system::port::Loads;
use crate::system::port::{Findings, Interests, Measured, Observer, Part};
use crate::system::{
    Answer, Decision, FailureClass, Followed, ServiceId, ServiceView, Spell, Stage, System,
    Transition, Trigger,
};
use std::collections::BTreeMap;

/// What is measured of the recoveries of one end and class, a [`Part::Pair`] of the two; in seconds
/// it is the longest, and left out where one was not over at the end of the trial.
#[derive(Debug)]
pub struct RecoveryMetrics {
    /// From the failure.
    pub since_failure: &'static str,
    /// The same as far as it has come.
    pub so_far: &'static str,
    /// How many were not over.
    pub open: &'static str,
    /// From the last decision, of those that somebody has decided upon.
    pub since_invocation: &'static str,
    /// The same as far as it has come.
    pub invoked_so_far: &'static str,
    /// How many were not over, decided upon or not.
    pub invoked_open: &'static str,
    /// How many were not over that somebody has decided upon.
    pub decided_open: &'static str,
}

/// Of populations and features, by audience.
pub const AUDIENCES: RecoveryMetrics = RecoveryMetrics {
    since_failure: "recovery seconds",
    so_far: "recovery seconds so far",
    open: "recoveries not over",
    since_invocation: "recovery seconds since invocation",
    invoked_so_far: "recovery seconds since invocation so far",
    invoked_open: "recoveries not over, decided upon or not",
    decided_open: "recoveries not over, decided upon",
};

/// Of services without users; their one end is service.
pub const SERVICES: RecoveryMetrics = RecoveryMetrics {
    since_failure: "service recovery seconds",
    so_far: "service recovery seconds so far",
    open: "service recoveries not over",
    since_invocation: "service recovery seconds since invocation",
    invoked_so_far: "service recovery seconds since invocation so far",
    invoked_open: "service recoveries not over, decided upon or not",
    decided_open: "service recoveries not over, decided upon",
};

/// How many failures of a class, the subject, have struck.
pub const STRUCK: &str = "failures struck";

/// The number of recoveries that no failure explains, behind those of the classes.
pub const NO_CLASS: u32 = FailureClass::ALL.len() as u32;

/// Watches all audiences, and the services without users.
#[derive(Clone)]
pub(crate) struct Recovery {
    /// The first is service.
    untils: Vec<Until>,
    populations: usize,
    /// By audience, then end.
    books: Vec<Book>,
    /// By audience: when somebody last had it again after nobody had.
    returns: Vec<Time>,
    /// By service: why and since when it is out; none of services with users.
    out: Vec<Option<(Time, Option<Trigger>)>>,
    has_users: Vec<bool>,
    done: Vec<Done>,
    /// When decisions ended, and on what.
    invoked: Vec<(Time, Decision)>,
    /// Failures that struck, by class.
    struck: [u64; FailureClass::ALL.len()],
}

#[derive(Clone, Default)]
struct Book {
    spell: Spell,
    /// The failures that took it from somebody within the spell.
    triggers: Vec<Option<Trigger>>,
}

/// Whose recovery it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Audience(u32),
    Service(u32),
}

/// One recovery.
#[derive(Clone)]
struct Done {
    whose: Whose,
    until: u32,
    trigger: Option<Trigger>,
    /// The spell.
    since: Time,
    end: Time,
    /// Up to when a decision counts: the first return of service, or the end.
    back: Time,
    /// It is over, and not just the trial.
    over: bool,
}

/// A recovery, and what it is counted from.
struct Recovered<'r> {
    done: &'r Done,
    /// Its class; [`NO_CLASS`] where no failure explains it.
    pub class: u32,
    /// When the failure struck.
    pub failure: Time,
    /// When the last decision about it ended.
    pub invoked: Option<Time>,
}

impl Recovered<'_> {
    /// Whose it is, an audience or a service, and which.
    pub fn whose(&self) -> (bool, u32) {
        match self.done.whose {
            Whose::Audience(at) => (false, at),
            Whose::Service(at) => (true, at),
        }
    }

    /// Its end among those watched.
    pub fn until(&self) -> u32 {
        self.done.until
    }

    /// When it ended, or the trial did.
    pub fn end(&self) -> Time {
        self.done.end
    }
}

/// The longest recovery of one kind.
#[derive(Default)]
struct Longest {
    /// Of those that are over, and of all as far as they have come.
    over: Span,
    so_far: Span,
    open: u64,
    /// The same since the last decision.
    invoked: Option<Span>,
    invoked_so_far: Span,
    invoked_open: u64,
    decided_open: u64,
}

impl Book {
    /// Notes the failures whose users have just lost it.
    fn note_triggers(&mut self, stage: &Stage<'_>, followed: &Followed) {
        if followed.begins {
            self.triggers.clear();
        }
        if followed.lasts == Span::ZERO {
            return;
        }
        let waiting = || stage.parts.iter().filter(|part| part.amount.0 > 0 || part.amount.1 > 0);
        for part in waiting().filter(|part| part.latest.since == stage.from) {
            if !self.triggers.contains(&part.latest.trigger) {
                self.triggers.push(part.latest.trigger);
            }
        }
        if self.triggers.is_empty() {
            // Nobody has just lost it: more and more did, and the last of them were too many.
            let latest = waiting().map(|part| part.latest).max();
            self.triggers.push(latest.and_then(|latest| latest.trigger));
        }
    }
}

impl Recovery {
    pub(crate) fn new(system: &System, untils: &[Until]) -> Self {
        let audiences = system.audiences().len();
        let users = system.services().map(|(id, _)| system.wanted(id) > 0);
        let has_users: Vec<bool> = users.collect();
        Self {
            untils: untils.to_vec(),
            populations: system.populations().count(),
            books: vec![Book::default(); audiences * untils.len()],
            returns: vec![Time::ZERO; audiences],
            out: vec![None; has_users.len()],
            has_users,
            done: Vec::new(),
            invoked: Vec::new(),
            struck: [0; FailureClass::ALL.len()],
        }
    }

    /// A spell of an audience has ended: so have the recoveries within it.
    fn end(&mut self, audience: usize, until: usize, spell: (Time, Time), over: bool) {
        let (since, end) = spell;
        if until == 0 {
            self.returns[audience] = end;
        }
        let returned = self.returns[audience];
        let back = if returned > since && returned < end { returned } else { end };
        let book = &mut self.books[audience * self.untils.len() + until];
        let whose = Whose::Audience(audience as u32);
        for trigger in std::mem::take(&mut book.triggers) {
            let until = until as u32;
            self.done.push(Done { whose, until, trigger, since, end, back, over });
        }
    }

    fn end_outage(&mut self, service: usize, end: Time, over: bool) {
        if let Some((since, trigger)) = self.out[service].take() {
            let whose = Whose::Service(service as u32);
            self.done.push(Done { whose, until: 0, trigger, since, end, back: end, over });
        }
    }

    /// All recoveries, each with its class and what it is counted from.
    fn recovered<'r>(&'r self, findings: &'r Findings<'_>) -> impl Iterator<Item = Recovered<'r>> {
        self.done.iter().map(|done| {
            let class = done.trigger.map(|trigger| findings.system.class_of(trigger));
            let class = class.map_or(NO_CLASS, |class| class as u32);
            // An aftermath that begins anew, and what changes hands, have no failure of their own:
            // they count from their beginning.
            let failure = match done.trigger {
                Some(Trigger::Failure(cause)) => findings.struck_at(cause),
                Some(Trigger::Aftermath(_) | Trigger::Handover) | None => None,
            };
            let failure = failure.unwrap_or(done.since).min(done.since);
            let invoked = self.invoked(done, failure, findings.system);
            Recovered { done, class, failure, invoked }
        })
    }

    /// When the last decision about a recovery ended, after its failure and before service was back.
    fn invoked(&self, done: &Done, failure: Time, system: &System) -> Option<Time> {
        let before = self.invoked.partition_point(|(at, _)| *at <= done.back);
        let between = self.invoked[..before].iter().rev().take_while(|(at, _)| *at >= failure);
        let mut about = between.filter(|(_, decision)| match done.whose {
            Whose::Audience(of) => system.concerns_audience(*decision, of as usize),
            Whose::Service(of) => system.concerns_service(*decision, (of as usize).into()),
        });
        about.next().map(|(at, _)| *at)
    }

    /// The longest recoveries, by whose, end and class.
    fn longest(&self, findings: &Findings<'_>) -> BTreeMap<(Whose, u32, u32), Longest> {
        let mut all: BTreeMap<(Whose, u32, u32), Longest> = BTreeMap::new();
        for Recovered { done, class, failure, invoked } in self.recovered(findings) {
            let longest = all.entry((done.whose, done.until, class)).or_default();
            longest.add(done, failure, invoked);
        }
        all
    }
}

impl Longest {
    fn add(&mut self, done: &Done, failure: Time, invoked: Option<Time>) {
        let length = done.end - failure;
        self.so_far = self.so_far.max(length);
        match done.over {
            true => self.over = self.over.max(length),
            false => self.open += 1,
        }
        let Some(invoked) = invoked else {
            // Nobody has decided yet, and somebody may have to.
            self.invoked_open += u64::from(!done.over);
            return;
        };
        let length = done.end - invoked;
        self.invoked_so_far = self.invoked_so_far.max(length);
        self.invoked = Some(self.invoked.unwrap_or_default().max(length));
        self.invoked_open += u64::from(!done.over);
        self.decided_open += u64::from(!done.over);
    }
}

impl Observer for Recovery {
    fn interests(&self) -> Interests {
        let (transitions, stages, services, strikes) = (true, true, true, true);
        Interests { transitions, stages, services, strikes, ..Interests::default() }
    }

    fn happened(&mut self, now: Time, transition: &Transition, system: &System) {
        match *transition {
            Transition::Failed { mode, .. } => {
                self.struck[system.failure_class(mode) as usize] += 1;
            }
            Transition::WorkBegins { .. } => self.struck[FailureClass::Change as usize] += 1,
            Transition::Ordered { order, answer: Answer::Done, .. } if order.is_planned() => {
                self.struck[FailureClass::Change as usize] += 1;
            }
            Transition::Invoked { decision } => self.invoked.push((now, decision)),
            Transition::ServiceOut { service, trigger, .. } if !self.has_users[service.at()] => {
                self.out[service.at()] = Some((now, trigger));
            }
            Transition::ServiceBack { service } => self.end_outage(service.at(), now, true),
            _ => {}
        }
    }

    fn service(&mut self, now: Time, service: ServiceId, view: &ServiceView, _: &Loads<'_>) {
        // It was too small before anybody watched.
        if view.out_by.is_some() && !self.has_users[service.at()] {
            self.out[service.at()].get_or_insert((now, None));
        }
    }

    fn stage(&mut self, stage: &Stage<'_>) {
        let audience = stage.audience(self.populations);
        let first = audience * self.untils.len();
        for until in 0..self.untils.len() {
            let limit = self.untils[until].limit(stage.wanted);
            let book = &mut self.books[first + until];
            if stage.from == stage.to {
                book.spell.note_returns(stage, limit);
                continue;
            }
            let followed = book.spell.follow(stage, limit);
            if let Some(spell) = followed.before {
                self.end(audience, until, spell, true);
            }
            self.books[first + until].note_triggers(stage, &followed);
            if let Some(spell) = followed.over {
                self.end(audience, until, spell, true);
            }
        }
    }

    fn finish(&mut self, now: Time) {
        for at in 0..self.books.len() {
            let over = !self.books[at].spell.lasts_at(now);
            if let Some(spell) = self.books[at].spell.end() {
                self.end(at / self.untils.len(), at % self.untils.len(), spell, over);
            }
        }
        for service in 0..self.out.len() {
            self.end_outage(service, now, false);
        }
    }

    fn figures(&self, findings: &Findings<'_>, out: &mut Vec<Measured>) {
        for ((whose, until, class), longest) in self.longest(findings) {
            let (subject, metrics) = match whose {
                Whose::Audience(at) => (at, &AUDIENCES),
                Whose::Service(at) => (at, &SERVICES),
            };
            let part = Part::Pair(until, class);
            let mut put = |metric, value| {
                out.push(Measured { metric, subject, part: part.clone(), value });
            };
            if longest.open == 0 {
                put(metrics.since_failure, longest.over.secs_f64());
            }
            put(metrics.so_far, longest.so_far.secs_f64());
            put(metrics.open, longest.open as f64);
            if let Some(span) = longest.invoked {
                if longest.decided_open == 0 {
                    put(metrics.since_invocation, span.secs_f64());
                }
                put(metrics.invoked_so_far, longest.invoked_so_far.secs_f64());
                put(metrics.decided_open, longest.decided_open as f64);
            }
            if longest.invoked.is_some() || longest.invoked_open > 0 {
                put(metrics.invoked_open, longest.invoked_open as f64);
            }
        }
        for class in FailureClass::ALL {
            let (subject, value) = (class as u32, self.struck[class as usize] as f64);
            if value > 0.0 {
                out.push(Measured { metric: STRUCK, subject, part: Part::Whole, value });
            }
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
