//! A check that errs: it misses some failures for good, and at times declares down what is up.
//!
//! A failure it misses it never sees, until somebody tells it or the target is up again.
//! A false alarm is accepted again by the check's own schedule, as soon as it looks again.

use crate::quantity::{Probability, Time};
use crate::random::{Law, Purpose};
use crate::system::Target;
use crate::system::port::{Checker, Detection, Odds, Outlook, Seen};
use std::sync::Arc;

/// A check that errs.
#[derive(Clone, Debug)]
pub struct Erring {
    /// The check as it would be without error.
    pub check: Arc<dyn Detection>,
    /// The probability that it sees a failure at all.
    pub coverage: Probability,
    /// The time between two false alarms of one pair of checker and target; `None` is never.
    pub false_alarms: Option<Law>,
}

impl Detection for Erring {
    fn watch(&self, pairs: usize) -> Option<Box<dyn Checker>> {
        let check = self.check.watch(pairs)?;
        let pairs = vec![Pair::GOOD; pairs];
        let false_alarms = self.false_alarms.clone();
        Some(Box::new(Watch { check, coverage: self.coverage, false_alarms, pairs }))
    }

    fn leaves_rotation_alone(&self) -> bool {
        self.check.leaves_rotation_alone()
    }

    fn can_be_wrong(&self) -> bool {
        self.check.can_be_wrong()
    }

    fn watches_from(&self) -> Option<Target> {
        self.check.watches_from()
    }

    fn alarms(&self) -> bool {
        self.false_alarms.is_some()
    }

    fn describe(&self) -> String {
        let mut words = self.check.describe();
        if self.coverage < Probability::ONE {
            let share = crate::quantity::print_share(self.coverage.value());
            words.push_str(&format!(", sees {share}"));
        }
        if let Some(law) = &self.false_alarms {
            words.push_str(&format!(", false alarms: {law}"));
        }
        words
    }
}

#[derive(Clone)]
struct Watch {
    check: Box<dyn Checker>,
    coverage: Probability,
    false_alarms: Option<Law>,
    pairs: Vec<Pair>,
}

#[derive(Clone, Copy)]
struct Pair {
    /// How the target looks, and how the check believes it looks.
    seen: Seen,
    shown: Seen,
    /// How often it has failed, for the draws.
    failures: u32,
    alarms: u32,
    /// When the next false alarm comes.
    alarm: Time,
    /// It sees nothing at present, and says nothing.
    blind: bool,
}

impl Pair {
    const GOOD: Pair = Pair {
        seen: Seen::Up,
        shown: Seen::Up,
        failures: 0,
        alarms: 0,
        alarm: Time::NEVER,
        blind: false,
    };
}

impl Watch {
    /// The time of the next false alarm.
    fn await_alarm(&mut self, pair: u32, odds: Odds) -> Option<Time> {
        let law = self.false_alarms.as_ref()?;
        let state = &mut self.pairs[pair as usize];
        let wait = odds.chance.span(law, odds.owner, Purpose::FalseAlarm, state.alarms);
        state.alarms += 1;
        state.alarm = odds.now + wait;
        Some(state.alarm)
    }
}

impl Checker for Watch {
    fn start(&mut self, pair: u32, odds: Odds) -> Option<Time> {
        self.await_alarm(pair, odds)
    }

    fn blinded(&mut self, pair: u32, believes: Seen, odds: Odds) -> Outlook {
        let state = &mut self.pairs[pair as usize];
        (state.seen, state.shown, state.blind) = (believes, believes, true);
        self.check.blinded(pair, believes, odds)
    }

    fn changed(&mut self, pair: u32, seen: Seen, odds: Odds) -> Outlook {
        let state = &mut self.pairs[pair as usize];
        state.blind = false;
        let before = std::mem::replace(&mut state.seen, seen);
        if before == Seen::Up && seen != Seen::Up {
            state.failures += 1;
            if !odds.sees {
                return Outlook::default();
            }
        } else if before != Seen::Up && seen != Seen::Up && state.shown == Seen::Up {
            // Still the failure that it does not see.
            return Outlook::default();
        }
        state.shown = seen;
        self.check.changed(pair, seen, odds)
    }

    fn coverage(&self, pair: u32, seen: Seen) -> Option<(Probability, u32)> {
        let state = &self.pairs[pair as usize];
        let fails = state.seen == Seen::Up && seen != Seen::Up;
        fails.then_some((self.coverage, state.failures))
    }

    fn due(&mut self, pair: u32, odds: Odds) -> Outlook {
        let outlook = self.check.due(pair, odds);
        if self.pairs[pair as usize].alarm != odds.now {
            return outlook;
        }
        let next = self.await_alarm(pair, odds);
        let state = &self.pairs[pair as usize];
        let is_up = state.seen == Seen::Up && !state.blind;
        let mut outlook = match is_up && outlook == Outlook::default() {
            true => self.check.alarm(pair, odds),
            false => outlook,
        };
        outlook.next_alarm = next;
        outlook
    }

    fn alarm(&mut self, pair: u32, odds: Odds) -> Outlook {
        self.check.alarm(pair, odds)
    }

    fn told(&mut self, pair: u32, odds: Odds) -> Outlook {
        let state = &mut self.pairs[pair as usize];
        let seen = state.seen;
        let missed = seen != Seen::Up && state.shown == Seen::Up;
        state.shown = seen;
        let declared = self.check.told(pair, odds);
        if !missed {
            return declared;
        }
        let changed = self.check.changed(pair, seen, odds);
        Outlook { next: changed.next.or(declared.next), ..declared }
    }

    fn pending(&self, pair: u32) -> Option<&Law> {
        self.check.pending(pair)
    }

    fn force(&mut self, pair: u32, odds: Odds) -> Outlook {
        self.check.force(pair, odds)
    }

    fn configuration(&self, pair: u32, out: &mut Vec<u8>) {
        let state = &self.pairs[pair as usize];
        out.push(u8::from(state.seen != state.shown));
        self.check.configuration(pair, out);
    }

    fn duplicate(&self) -> Box<dyn Checker> {
        Box::new(self.clone())
    }
}
