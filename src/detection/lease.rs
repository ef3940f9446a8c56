//! A lease: a leader keeps a key alive in a store; when it has not renewed it for the time to live,
//! whoever looks next finds it gone.
//!
//! The last renewal before a failure lies U(0, refresh) back, and the store or whoever asks it looks
//! every granularity: a loss is declared after ttl - U(0, refresh) + U(0, granularity). A crash
//! looks no other than silence. What renews in time was never lost; what comes later is seen at once.

use crate::quantity::{Span, Time, print_span};
use crate::random::Purpose;
use crate::system::port::{Checker, Detection, Odds, Outlook, Seen};

/// A lease.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lease {
    /// How long it lives after a renewal.
    pub ttl: Span,
    /// From one renewal to the next; at most the time to live.
    pub refresh: Span,
    /// From one look at it to the next.
    pub granularity: Span,
}

impl Lease {
    /// How long it lives from now, where the last renewal lies a drawn part of the interval back.
    pub fn left(&self, odds: &Odds, ordinal: u32) -> Span {
        self.ttl.less(odds.chance.phase(self.refresh, odds.owner, ordinal))
    }

    /// From its end until somebody looks.
    fn until_looked_at(&self, odds: &Odds, ordinal: u32) -> Span {
        let part = odds.chance.uniform(odds.owner, Purpose::LeaseLook, ordinal, 0);
        Span::from_micros((self.granularity.micros() as f64 * part) as u64)
    }
}

impl Detection for Lease {
    fn watch(&self, pairs: usize) -> Option<Box<dyn Checker>> {
        Some(Box::new(Watch { lease: *self, pairs: vec![Pair::AGREED; pairs] }))
    }

    fn can_be_wrong(&self) -> bool {
        true
    }

    fn describe(&self) -> String {
        let (ttl, refresh) = (print_span(self.ttl), print_span(self.refresh));
        format!("lease of {ttl}, renewed every {refresh}")
    }
}

#[derive(Clone)]
struct Watch {
    lease: Lease,
    pairs: Vec<Pair>,
}

#[derive(Clone, Copy)]
struct Pair {
    up: bool,
    believed_up: bool,
    /// The first renewal that does not come.
    missing: Time,
    /// When the loss is declared.
    lost: Time,
    /// When a leader that has lost it by mistake next renews it.
    renewed: Time,
    /// How often the age of the last renewal has been drawn.
    draws: u32,
}

impl Pair {
    const AGREED: Pair = Pair {
        up: true,
        believed_up: true,
        missing: Time::NEVER,
        lost: Time::NEVER,
        renewed: Time::NEVER,
        draws: 0,
    };

    fn forget(&mut self) {
        (self.missing, self.lost, self.renewed) = (Time::NEVER, Time::NEVER, Time::NEVER);
    }
}

impl Checker for Watch {
    fn changed(&mut self, pair: u32, seen: Seen, odds: Odds) -> Outlook {
        let lease = self.lease;
        let pair = &mut self.pairs[pair as usize];
        let up = seen == Seen::Up;
        if up == pair.up {
            return Outlook::default();
        }
        pair.up = up;
        if up {
            pair.forget();
            let believed = (!pair.believed_up).then_some(true);
            pair.believed_up = true;
            return Outlook { believed, ..Outlook::default() };
        }
        if !pair.believed_up {
            pair.forget();
            return Outlook::default();
        }
        let left = lease.left(&odds, pair.draws);
        pair.lost = odds.now + left + lease.until_looked_at(&odds, pair.draws);
        // The renewal that is due next does not come.
        pair.missing = (odds.now + lease.refresh.less(lease.ttl.less(left))).min(pair.lost);
        pair.draws += 1;
        Outlook { next: Some(pair.missing), ..Outlook::default() }
    }

    fn due(&mut self, pair: u32, odds: Odds) -> Outlook {
        let pair = &mut self.pairs[pair as usize];
        let mut outlook = Outlook::default();
        if pair.missing == odds.now {
            pair.missing = Time::NEVER;
            outlook.observed = true;
            outlook.next = Some(pair.lost);
        }
        if pair.lost == odds.now {
            pair.forget();
            pair.believed_up = false;
            outlook.believed = Some(false);
            outlook.noticed = true;
            outlook.next = None;
        }
        if pair.renewed == odds.now {
            pair.forget();
            pair.believed_up = true;
            outlook.believed = Some(true);
        }
        outlook
    }

    fn alarm(&mut self, pair: u32, odds: Odds) -> Outlook {
        let lease = self.lease;
        let pair = &mut self.pairs[pair as usize];
        if !pair.believed_up {
            return Outlook::default();
        }
        pair.forget();
        pair.believed_up = false;
        let mut outlook = Outlook { believed: Some(false), noticed: true, ..Outlook::default() };
        if pair.up {
            pair.renewed = odds.now + odds.chance.phase(lease.refresh, odds.owner, pair.draws);
            pair.draws += 1;
            outlook.next = Some(pair.renewed);
        }
        outlook
    }

    fn told(&mut self, pair: u32, odds: Odds) -> Outlook {
        self.alarm(pair, odds)
    }

    fn configuration(&self, pair: u32, out: &mut Vec<u8>) {
        let pair = &self.pairs[pair as usize];
        let pending =
            [pair.missing, pair.lost, pair.renewed].map(|time| u8::from(!time.is_never()));
        out.extend([u8::from(pair.up), u8::from(pair.believed_up)]);
        out.extend(pending);
    }

    fn duplicate(&self) -> Box<dyn Checker> {
        Box::new(self.clone())
    }
}
