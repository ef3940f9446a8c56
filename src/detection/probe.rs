//! A periodic check with `fall` and `rise` counts, as balancers and monitors make them.
//!
//! The phase of the schedule against the failure is uniform, drawn when a pair leaves agreement
//! (target up, believed up, nothing counted); from then on every check is known in closed form.
//! A dead target refuses at once; a silent one costs the check its time-out, which a fixed-rate
//! schedule ignores and a fixed-delay schedule adds to its period:
//!
//! - crash: declared after U(0, every) + (fall - 1) every;
//! - hang, fixed rate: the same + one time-out;
//! - hang, fixed delay: the same + `fall` time-outs.
//!
//! Two points are asked for as events: the first failed check, and the last one that declares.

use crate::quantity::{Span, Time};
use crate::system::port::{Checker, Detection, Odds, Outlook, Seen};

/// A periodic check.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Probe {
    /// Interval between checks.
    pub every: Span,
    /// From when the interval counts.
    pub schedule: Schedule,
    /// How long a silent target is waited for; at a fixed rate at most `every`.
    pub timeout: Span,
    /// Failed checks in a row that declare a target down.
    pub fall: u32,
    /// Good checks in a row that declare it up again.
    pub rise: u32,
}

/// From when the interval of a probe counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Schedule {
    /// From the start of the last check.
    FixedRate,
    /// From the end of the last check.
    FixedDelay,
}

impl Detection for Probe {
    fn watch(&self, pairs: usize) -> Option<Box<dyn Checker>> {
        Some(Box::new(Watch { probe: *self, pairs: vec![Pair::AGREED; pairs] }))
    }

    fn describe(&self) -> String {
        let every = crate::quantity::print_span(self.every);
        match self.fall {
            1 => format!("probe every {every}, 1 miss"),
            fall => format!("probe every {every}, {fall} misses"),
        }
    }
}

#[derive(Clone)]
struct Watch {
    probe: Probe,
    pairs: Vec<Pair>,
}

/// What a checker knows of one target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Pair {
    seen: Seen,
    believed_up: bool,
    /// The next check to start (or the one under way, when it waits for a silent target).
    start: Time,
    /// Checks in a row that contradict the belief.
    count: u32,
    /// Whether a schedule runs: the pair has left agreement.
    awake: bool,
    /// Since the target went down a check has failed.
    observed: bool,
    /// When this checker next wants to be asked.
    next: Time,
    /// How often a phase has been drawn.
    draws: u32,
}

impl Pair {
    const AGREED: Pair = Pair {
        seen: Seen::Up,
        believed_up: true,
        start: Time::NEVER,
        count: 0,
        awake: false,
        observed: false,
        next: Time::NEVER,
        draws: 0,
    };
}

impl Probe {
    /// From the start of one check to the start of the next.
    fn period(&self, seen: Seen) -> Span {
        match (self.schedule, seen) {
            (Schedule::FixedDelay, Seen::Silent) => self.every + self.timeout,
            _ => self.every,
        }
    }

    /// From the start of a check to its result.
    fn lasts(&self, seen: Seen) -> Span {
        if seen == Seen::Silent { self.timeout } else { Span::ZERO }
    }

    /// Counts the checks with a result before `now` under what was seen until now.
    fn catch_up(&self, pair: &mut Pair, now: Time) {
        let (period, lasts) = (self.period(pair.seen), self.lasts(pair.seen));
        if now <= pair.start + lasts {
            return;
        }
        // Results come at start + lasts, and every period from there.
        let results = (now - (pair.start + lasts)).micros().div_ceil(period.micros());
        pair.start = pair.start + period.times(results);
        let contradicts = (pair.seen == Seen::Up) != pair.believed_up;
        let results = u32::try_from(results).unwrap_or(u32::MAX);
        pair.count = if contradicts { pair.count.saturating_add(results) } else { 0 };
    }

    /// When to ask again: at the first contradiction, and at the one that changes the belief.
    fn plan(&self, pair: &mut Pair) -> Option<Time> {
        let contradicts = (pair.seen == Seen::Up) != pair.believed_up;
        let result = pair.start + self.lasts(pair.seen);
        let next = match (contradicts, pair.believed_up) {
            // Agreement returns with the next good check.
            (false, true) => result,
            // Both say down: dormant.
            (false, false) => Time::NEVER,
            (true, true) if !pair.observed => result,
            (true, up) => {
                let wanted = if up { self.fall } else { self.rise };
                let more = u64::from(wanted.saturating_sub(pair.count + 1));
                result + self.period(pair.seen).times(more)
            }
        };
        let changed = next != pair.next;
        pair.next = next;
        changed.then_some(next)
    }
}

impl Checker for Watch {
    fn changed(&mut self, pair: u32, seen: Seen, odds: Odds) -> Outlook {
        let probe = self.probe;
        let pair = &mut self.pairs[pair as usize];
        if seen == pair.seen {
            return Outlook::default();
        }
        // A check under way is answered, or refused, by the target as it now is.
        let mut answered = false;
        if !pair.awake {
            let phase = odds.chance.phase(probe.every, odds.owner, pair.draws);
            pair.draws += 1;
            pair.awake = true;
            pair.start = odds.now + phase;
            pair.count = 0;
        } else {
            probe.catch_up(pair, odds.now);
            if pair.start < odds.now && seen != Seen::Silent {
                answered = true;
                pair.start = match probe.schedule {
                    Schedule::FixedDelay => odds.now,
                    Schedule::FixedRate => pair.start,
                };
                let contradicts = (seen == Seen::Up) != pair.believed_up;
                pair.count = if contradicts { pair.count.saturating_add(1) } else { 0 };
                pair.start = pair.start + probe.every;
            }
        }
        pair.seen = seen;
        let mut outlook = Outlook::default();
        let failed = pair.believed_up && seen != Seen::Up && pair.count > 0;
        if seen == Seen::Up {
            pair.observed = false;
        } else if failed && !pair.observed && answered {
            pair.observed = true;
            outlook.observed = true;
        }
        // The answer to the check under way may itself have been the last one wanted.
        let wanted = if pair.believed_up { probe.fall } else { probe.rise };
        if (seen == Seen::Up) != pair.believed_up && pair.count >= wanted {
            pair.believed_up = !pair.believed_up;
            outlook.believed = Some(pair.believed_up);
            outlook.noticed = !pair.believed_up;
            pair.count = 0;
        }
        outlook.next = probe.plan(pair);
        outlook
    }

    fn due(&mut self, pair: u32, odds: Odds) -> Outlook {
        let probe = self.probe;
        let pair = &mut self.pairs[pair as usize];
        if pair.next != odds.now {
            return Outlook::default();
        }
        // The result that was asked for stands at `now` itself.
        probe.catch_up(pair, odds.now + Span::TICK);
        let mut outlook = Outlook::default();
        match (pair.seen == Seen::Up, pair.believed_up) {
            (true, true) => {
                // In agreement again: the schedule is forgotten.
                pair.awake = false;
                pair.count = 0;
                pair.next = Time::NEVER;
                return outlook;
            }
            (false, true) => {
                outlook.observed = !pair.observed;
                pair.observed = true;
                if pair.count >= probe.fall {
                    pair.believed_up = false;
                    pair.count = 0;
                    outlook.believed = Some(false);
                    outlook.noticed = true;
                }
            }
            (true, false) => {
                if pair.count >= probe.rise {
                    pair.believed_up = true;
                    pair.awake = false;
                    pair.count = 0;
                    pair.next = Time::NEVER;
                    outlook.believed = Some(true);
                    return outlook;
                }
            }
            (false, false) => {}
        }
        outlook.next = probe.plan(pair);
        outlook
    }

    fn alarm(&mut self, pair: u32, odds: Odds) -> Outlook {
        let probe = self.probe;
        let pair = &mut self.pairs[pair as usize];
        if !pair.believed_up {
            return Outlook::default();
        }
        if pair.awake {
            probe.catch_up(pair, odds.now);
        } else {
            let phase = odds.chance.phase(probe.every, odds.owner, pair.draws);
            pair.draws += 1;
            pair.awake = true;
            pair.start = odds.now + phase;
        }
        pair.believed_up = false;
        pair.count = 0;
        let next = probe.plan(pair);
        Outlook { believed: Some(false), noticed: true, next, ..Outlook::default() }
    }

    fn configuration(&self, pair: u32, out: &mut Vec<u8>) {
        let pair = &self.pairs[pair as usize];
        let seen = pair.seen as u8;
        out.extend([seen, u8::from(pair.believed_up), u8::from(pair.awake)]);
        out.extend(pair.count.to_le_bytes());
    }

    fn duplicate(&self) -> Box<dyn Checker> {
        Box::new(self.clone())
    }
}
