//! Advertisements that whoever is up sends at a fixed rate, as VRRP routers do: it is down when none
//! has been heard for so many intervals and a skew.
//!
//! Silence is all there is to see, so a crash is noticed as late as a hang. The phase of the sender's
//! schedule is uniform, drawn when a pair leaves agreement; from then on all is known:
//!
//! - declared after misses x interval + skew - U(0, interval) (RFC 5798, section 6.1: the master down
//!   interval, counted from the last advertisement);
//! - accepted at the first advertisement after the return: U(0, interval).

use crate::quantity::{Span, Time};
use crate::system::port::{Checker, Detection, Odds, Outlook, Seen};

/// Advertisements at a fixed rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Advertisement {
    /// From one to the next.
    pub interval: Span,
    /// Advertisements missed that declare a target down.
    pub misses: u32,
    /// How much longer this watcher waits, so that not all act at once.
    pub skew: Span,
}

impl Detection for Advertisement {
    fn watch(&self, pairs: usize) -> Option<Box<dyn Checker>> {
        Some(Box::new(Watch { advertisement: *self, pairs: vec![Pair::AGREED; pairs] }))
    }

    fn can_be_wrong(&self) -> bool {
        true
    }

    fn describe(&self) -> String {
        let interval = crate::quantity::print_span(self.interval);
        match self.misses {
            1 => format!("advertisements every {interval}, 1 miss"),
            misses => format!("advertisements every {interval}, {misses} misses"),
        }
    }
}

#[derive(Clone)]
struct Watch {
    advertisement: Advertisement,
    pairs: Vec<Pair>,
}

/// What a watcher knows of one target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Pair {
    up: bool,
    believed_up: bool,
    /// When the next advertisement is to be sent.
    start: Time,
    /// When silence until then declares the target down.
    deadline: Time,
    /// Whether a schedule runs: the pair has left agreement.
    awake: bool,
    /// Since the target went down an advertisement has been missed.
    observed: bool,
    /// When this watcher next wants to be asked.
    next: Time,
    /// How often a phase has been drawn.
    draws: u32,
}

impl Pair {
    const AGREED: Pair = Pair {
        up: true,
        believed_up: true,
        start: Time::NEVER,
        deadline: Time::NEVER,
        awake: false,
        observed: false,
        next: Time::NEVER,
        draws: 0,
    };
}

impl Advertisement {
    /// A schedule begins to run: the last advertisement was heard less than an interval ago.
    fn awake(&self, pair: &mut Pair, odds: Odds) {
        let phase = odds.chance.phase(self.interval, odds.owner, pair.draws);
        pair.draws += 1;
        pair.awake = true;
        pair.start = odds.now + phase;
        pair.deadline = self.deadline(pair.start);
    }

    /// When silence from one interval before `next` declares a target down.
    fn deadline(&self, next: Time) -> Time {
        next + self.interval.times(u64::from(self.misses - 1)) + self.skew
    }

    /// Passes the advertisements before `now`, sent or not.
    fn catch_up(&self, pair: &mut Pair, now: Time) {
        if now <= pair.start {
            return;
        }
        let passed = (now - pair.start).micros().div_ceil(self.interval.micros());
        pair.start = pair.start + self.interval.times(passed);
        if pair.up {
            pair.deadline = self.deadline(pair.start);
        }
    }

    /// When to ask again: at the next advertisement that says something new, or when it is too late.
    fn plan(&self, pair: &mut Pair) -> Option<Time> {
        let next = match (pair.up, pair.believed_up) {
            (true, false) => pair.start,
            // Agreement returns with the next one, if it comes in time.
            (true, true) => pair.start.min(pair.deadline),
            (false, true) if !pair.observed => pair.start.min(pair.deadline),
            (false, true) => pair.deadline,
            // Both say down: dormant.
            (false, false) => Time::NEVER,
        };
        let changed = next != pair.next;
        pair.next = next;
        changed.then_some(next)
    }
}

impl Checker for Watch {
    fn changed(&mut self, pair: u32, seen: Seen, odds: Odds) -> Outlook {
        let scheme = self.advertisement;
        let pair = &mut self.pairs[pair as usize];
        let up = seen == Seen::Up;
        if up == pair.up {
            return Outlook::default();
        }
        match pair.awake {
            true => scheme.catch_up(pair, odds.now),
            false => scheme.awake(pair, odds),
        }
        pair.up = up;
        pair.observed &= !up;
        Outlook { next: scheme.plan(pair), ..Outlook::default() }
    }

    fn due(&mut self, pair: u32, odds: Odds) -> Outlook {
        let scheme = self.advertisement;
        let pair = &mut self.pairs[pair as usize];
        if pair.next != odds.now {
            return Outlook::default();
        }
        pair.next = Time::NEVER;
        scheme.catch_up(pair, odds.now);
        let mut outlook = Outlook::default();
        let comes = pair.start == odds.now;
        if comes && pair.up {
            // In agreement again: the schedule is forgotten.
            outlook.believed = (!pair.believed_up).then_some(true);
            pair.believed_up = true;
            pair.awake = false;
            return outlook;
        }
        if pair.believed_up && !pair.up && !pair.observed {
            pair.observed = true;
            outlook.observed = true;
        }
        if pair.believed_up && pair.deadline <= odds.now {
            pair.believed_up = false;
            outlook.believed = Some(false);
            outlook.noticed = true;
        }
        outlook.next = scheme.plan(pair);
        outlook
    }

    fn alarm(&mut self, pair: u32, odds: Odds) -> Outlook {
        let scheme = self.advertisement;
        let pair = &mut self.pairs[pair as usize];
        if !pair.believed_up {
            return Outlook::default();
        }
        match pair.awake {
            true => scheme.catch_up(pair, odds.now),
            false => scheme.awake(pair, odds),
        }
        pair.believed_up = false;
        let next = scheme.plan(pair);
        Outlook { believed: Some(false), noticed: true, next, ..Outlook::default() }
    }

    fn told(&mut self, pair: u32, odds: Odds) -> Outlook {
        self.alarm(pair, odds)
    }

    fn configuration(&self, pair: u32, out: &mut Vec<u8>) {
        let pair = &self.pairs[pair as usize];
        let flags = [pair.up, pair.believed_up, pair.awake, pair.observed];
        out.extend(flags.map(u8::from));
    }

    fn duplicate(&self) -> Box<dyn Checker> {
        Box::new(self.clone())
    }
}
