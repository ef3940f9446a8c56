//! A loss is noticed after a law, a return at once: the detection delay of solved models.

use crate::quantity::Time;
use crate::random::{Law, Purpose};
use crate::system::port::{Checker, Detection, Odds, Outlook, Seen};

/// A loss is noticed after a law, a return at once.
#[derive(Clone, Debug)]
pub struct After {
    /// From failed to noticed.
    pub delay: Law,
}

impl Detection for After {
    fn watch(&self, pairs: usize) -> Option<Box<dyn Checker>> {
        Some(Box::new(Watch { delay: self.delay.clone(), pairs: vec![Pair::AGREED; pairs] }))
    }

    fn describe(&self) -> String {
        format!("after {}", self.delay)
    }
}

#[derive(Clone)]
struct Watch {
    delay: Law,
    pairs: Vec<Pair>,
}

#[derive(Clone, Copy)]
struct Pair {
    up: bool,
    believed_up: bool,
    next: Time,
    /// How often a delay has been drawn.
    draws: u32,
}

impl Pair {
    const AGREED: Pair = Pair { up: true, believed_up: true, next: Time::NEVER, draws: 0 };
}

impl Checker for Watch {
    fn changed(&mut self, pair: u32, seen: Seen, odds: Odds) -> Outlook {
        let pair = &mut self.pairs[pair as usize];
        let up = seen == Seen::Up;
        if up == pair.up {
            return Outlook::default();
        }
        pair.up = up;
        if up {
            pair.next = Time::NEVER;
            let believed = (!pair.believed_up).then_some(true);
            pair.believed_up = true;
            return Outlook { believed, ..Outlook::default() };
        }
        if !pair.believed_up {
            return Outlook::default();
        }
        let delay = odds.chance.span(&self.delay, odds.owner, Purpose::Detection, pair.draws);
        pair.draws += 1;
        pair.next = odds.now + delay;
        Outlook { next: Some(pair.next), ..Outlook::default() }
    }

    fn due(&mut self, pair: u32, odds: Odds) -> Outlook {
        let pair = &mut self.pairs[pair as usize];
        if pair.next != odds.now {
            return Outlook::default();
        }
        pair.next = Time::NEVER;
        pair.believed_up = false;
        Outlook { observed: true, noticed: true, believed: Some(false), ..Outlook::default() }
    }

    fn told(&mut self, pair: u32, _: Odds) -> Outlook {
        let pair = &mut self.pairs[pair as usize];
        pair.next = Time::NEVER;
        let believed = std::mem::replace(&mut pair.believed_up, false).then_some(false);
        Outlook { believed, noticed: true, ..Outlook::default() }
    }

    fn pending(&self, pair: u32) -> Option<&Law> {
        let pair = &self.pairs[pair as usize];
        (!pair.up && pair.believed_up).then_some(&self.delay)
    }

    fn force(&mut self, pair: u32, odds: Odds) -> Outlook {
        self.pairs[pair as usize].next = odds.now;
        self.due(pair, odds)
    }

    fn configuration(&self, pair: u32, out: &mut Vec<u8>) {
        let pair = &self.pairs[pair as usize];
        out.extend([u8::from(pair.up), u8::from(pair.believed_up)]);
    }

    fn duplicate(&self) -> Box<dyn Checker> {
        Box::new(self.clone())
    }
}
