//! Clients find out by themselves, as behind DNS round robin: a dead member stays in rotation and
//! whoever tries it fails. The first of them to fail is the one who calls.

use crate::quantity::{Span, Time};
use crate::system::port::{Checker, Detection, Odds, Outlook, Seen};

/// Clients find out by themselves; nobody leaves rotation.
#[derive(Clone, Copy, Debug)]
pub struct ByClients {
    /// How long a client waits for a silent member.
    pub timeout: Span,
}

impl Detection for ByClients {
    fn watch(&self, pairs: usize) -> Option<Box<dyn Checker>> {
        Some(Box::new(Watch {
            timeout: self.timeout,
            next: vec![Time::NEVER; pairs],
            seen: vec![Seen::Up; pairs],
        }))
    }

    fn leaves_rotation_alone(&self) -> bool {
        true
    }

    fn describe(&self) -> String {
        "clients find out by themselves".to_owned()
    }
}

#[derive(Clone)]
struct Watch {
    timeout: Span,
    /// By target: when the first client gives up on it.
    next: Vec<Time>,
    /// By target: how it looked last.
    seen: Vec<Seen>,
}

impl Checker for Watch {
    fn changed(&mut self, pair: u32, seen: Seen, odds: Odds) -> Outlook {
        if std::mem::replace(&mut self.seen[pair as usize], seen) == seen {
            return Outlook::default();
        }
        let next = &mut self.next[pair as usize];
        *next = Time::NEVER;
        match seen {
            Seen::Up => Outlook::default(),
            Seen::Refusing => Outlook { observed: true, noticed: true, ..Outlook::default() },
            Seen::Silent => {
                *next = odds.now + self.timeout;
                Outlook { next: Some(*next), ..Outlook::default() }
            }
        }
    }

    fn due(&mut self, pair: u32, odds: Odds) -> Outlook {
        let next = &mut self.next[pair as usize];
        if *next != odds.now {
            return Outlook::default();
        }
        *next = Time::NEVER;
        Outlook { observed: true, noticed: true, ..Outlook::default() }
    }

    fn configuration(&self, pair: u32, out: &mut Vec<u8>) {
        out.push(u8::from(self.next[pair as usize].is_never()));
    }

    fn duplicate(&self) -> Box<dyn Checker> {
        Box::new(self.clone())
    }
}
