//! Heartbeats: whoever has not answered a ping for a time-out is down; the next answer says that it
//! is up.
//!
//! Pings go out every so often, at a phase drawn when a pair leaves agreement. The first that is not
//! answered is observed, and the time-out runs from it: silence is declared after U(0, ping) +
//! time-out, which is the time-out and one more ping. A crash is silence as well, unless the other
//! side is told of it (`fail_fast`: a connection that breaks).

use crate::quantity::{Span, Time, print_span};
use crate::system::port::{Checker, Detection, Odds, Outlook, Seen};

/// Heartbeats.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Heartbeat {
    /// How long silence lasts before it is a loss.
    pub timeout: Span,
    /// From one ping to the next.
    pub ping: Span,
    /// Whether a crash is seen at once.
    pub fail_fast: bool,
}

impl Detection for Heartbeat {
    fn watch(&self, pairs: usize) -> Option<Box<dyn Checker>> {
        Some(Box::new(Watch { beat: *self, pairs: vec![Pair::AGREED; pairs] }))
    }

    fn can_be_wrong(&self) -> bool {
        true
    }

    fn describe(&self) -> String {
        let (timeout, ping) = (print_span(self.timeout), print_span(self.ping));
        format!("heartbeat, {timeout} of silence, a ping every {ping}")
    }
}

#[derive(Clone)]
struct Watch {
    beat: Heartbeat,
    pairs: Vec<Pair>,
}

#[derive(Clone, Copy)]
struct Pair {
    seen: Seen,
    believed_up: bool,
    /// When the next ping goes out that changes something, or the time-out is over.
    next: Time,
    /// A ping has not been answered.
    observed: bool,
    /// How often a phase has been drawn.
    draws: u32,
}

impl Pair {
    const AGREED: Pair =
        Pair { seen: Seen::Up, believed_up: true, next: Time::NEVER, observed: false, draws: 0 };

    /// The next ping goes out at a phase of the interval.
    fn await_ping(&mut self, beat: &Heartbeat, odds: Odds) -> Option<Time> {
        self.next = odds.now + odds.chance.phase(beat.ping, odds.owner, self.draws);
        self.draws += 1;
        Some(self.next)
    }
}

impl Checker for Watch {
    fn changed(&mut self, pair: u32, seen: Seen, odds: Odds) -> Outlook {
        let beat = self.beat;
        let pair = &mut self.pairs[pair as usize];
        let before = std::mem::replace(&mut pair.seen, seen);
        let mut outlook = Outlook::default();
        if seen == before {
            return outlook;
        }
        match (seen == Seen::Up, pair.believed_up) {
            // It answers before the time-out is over.
            (true, true) => (pair.observed, pair.next) = (false, Time::NEVER),
            (true, false) => outlook.next = pair.await_ping(&beat, odds),
            (false, true) if seen == Seen::Refusing && beat.fail_fast => {
                outlook.observed = !pair.observed;
                (pair.believed_up, pair.observed, pair.next) = (false, true, Time::NEVER);
                outlook.believed = Some(false);
                outlook.noticed = true;
            }
            (false, true) if before == Seen::Up => outlook.next = pair.await_ping(&beat, odds),
            (false, true) => {}
            (false, false) => pair.next = Time::NEVER,
        }
        outlook
    }

    fn due(&mut self, pair: u32, odds: Odds) -> Outlook {
        let beat = self.beat;
        let pair = &mut self.pairs[pair as usize];
        let mut outlook = Outlook::default();
        if pair.next != odds.now {
            return outlook;
        }
        pair.next = Time::NEVER;
        match (pair.seen == Seen::Up, pair.believed_up) {
            (true, false) => {
                (pair.believed_up, pair.observed) = (true, false);
                outlook.believed = Some(true);
            }
            (false, true) if !pair.observed => {
                pair.observed = true;
                pair.next = odds.now + beat.timeout;
                outlook.observed = true;
                outlook.next = Some(pair.next);
            }
            (false, true) => {
                pair.believed_up = false;
                outlook.believed = Some(false);
                outlook.noticed = true;
            }
            _ => {}
        }
        outlook
    }

    fn alarm(&mut self, pair: u32, odds: Odds) -> Outlook {
        let beat = self.beat;
        let pair = &mut self.pairs[pair as usize];
        if !pair.believed_up {
            return Outlook::default();
        }
        (pair.believed_up, pair.next) = (false, Time::NEVER);
        let next = if pair.seen == Seen::Up { pair.await_ping(&beat, odds) } else { None };
        Outlook { believed: Some(false), noticed: true, next, ..Outlook::default() }
    }

    fn told(&mut self, pair: u32, odds: Odds) -> Outlook {
        self.alarm(pair, odds)
    }

    fn configuration(&self, pair: u32, out: &mut Vec<u8>) {
        let pair = &self.pairs[pair as usize];
        let pending = u8::from(!pair.next.is_never());
        out.extend([pair.seen as u8, u8::from(pair.believed_up), u8::from(pair.observed), pending]);
    }

    fn duplicate(&self) -> Box<dyn Checker> {
        Box::new(self.clone())
    }
}
