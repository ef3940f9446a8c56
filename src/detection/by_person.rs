//! A person watches: notices after a law, then decides and acts when its time comes. What answers
//! again is accepted at once.

use crate::quantity::Time;
use crate::random::{Law, Purpose};
use crate::system::port::{Ask, Checker, Detection, Odds, Outlook, Seen};

/// A person watches.
#[derive(Clone, Debug)]
pub struct ByPerson {
    /// Who: a position in [`crate::system::Blueprint::people`].
    pub person: usize,
    /// The person's name.
    pub name: String,
    /// From failed to noticed.
    pub notice: Law,
}

impl Detection for ByPerson {
    fn watch(&self, pairs: usize) -> Option<Box<dyn Checker>> {
        Some(Box::new(Watch { notice: self.notice.clone(), pairs: vec![Pair::AGREED; pairs] }))
    }

    fn person(&self) -> Option<usize> {
        Some(self.person)
    }

    fn describe(&self) -> String {
        format!("watched by {}", self.name)
    }
}

#[derive(Clone)]
struct Watch {
    notice: Law,
    pairs: Vec<Pair>,
}

#[derive(Clone, Copy)]
struct Pair {
    up: bool,
    believed_up: bool,
    /// When the failure is noticed.
    next: Time,
    /// Failures so far.
    failures: u32,
}

impl Pair {
    const AGREED: Pair = Pair { up: true, believed_up: true, next: Time::NEVER, failures: 0 };
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
            return Outlook { believed, ask: Ask::NoMore, ..Outlook::default() };
        }
        let notice = odds.chance.span(&self.notice, odds.owner, Purpose::Detection, pair.failures);
        pair.failures += 1;
        pair.next = odds.now + notice;
        Outlook { next: Some(pair.next), ..Outlook::default() }
    }

    fn due(&mut self, pair: u32, odds: Odds) -> Outlook {
        let pair = &mut self.pairs[pair as usize];
        if pair.next != odds.now {
            return Outlook::default();
        }
        pair.next = Time::NEVER;
        let ask = match pair.believed_up {
            true => Ask::Person(pair.failures - 1),
            // Whoever acted on the failure before has taken this one out of rotation as well.
            false => Ask::Nobody,
        };
        Outlook { observed: true, noticed: true, ask, ..Outlook::default() }
    }

    fn acted(&mut self, pair: u32, _: Odds) -> Outlook {
        let pair = &mut self.pairs[pair as usize];
        // Nobody takes out of rotation what answers.
        let declares = !pair.up && pair.believed_up;
        pair.believed_up &= !declares;
        Outlook { believed: declares.then_some(false), ..Outlook::default() }
    }

    fn configuration(&self, pair: u32, out: &mut Vec<u8>) {
        let pair = &self.pairs[pair as usize];
        let noticed = !pair.up && pair.next.is_never();
        out.extend([u8::from(pair.up), u8::from(pair.believed_up), u8::from(noticed)]);
    }

    fn duplicate(&self) -> Box<dyn Checker> {
        Box::new(self.clone())
    }
}
