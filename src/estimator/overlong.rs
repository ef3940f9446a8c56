//! Limits over many trials: how often a month or a year holds something that was too long.
//!
//! Months of one trial are not independent: the intervals are taken from the spread between trials
//! (docs/methods/intervals.md).

use super::long_run::LEVEL;
use super::spells::Found;
use crate::metric::overlong::{Limit, MONTHS, OVERLONG, SEEN, YEARS};
use crate::quantity::{MONTH, Span, YEAR};
use crate::stats::Histogram;
use crate::system::port::Measured;

/// Windows of one length.
#[derive(Clone, Copy, Debug)]
pub struct Breaches {
    /// How many were watched.
    pub watched: u64,
    /// How many fell short, or held something that was too long.
    pub breached: u64,
    /// The odds that one does.
    pub odds: Found,
}

/// What was found of windows, `each` of them in a trial; `None` where there are none. Those that are
/// above zero in the histogram are breached.
pub(super) fn breaches(histogram: &Histogram, trials: u64, each: u64) -> Option<Breaches> {
    (each > 0 && trials > 0).then(|| {
        let groups = histogram.of_groups(trials, each, LEVEL);
        let any = groups.any();
        let (watched, breached) = (groups.count(), groups.above_zero());
        Breaches { watched, breached, odds: (any.share, any.interval) }
    })
}

/// What was found under limits.
#[derive(Clone, Debug)]
pub(super) struct Overlong {
    watched: Span,
    trials: u64,
    books: Vec<Book>,
}

#[derive(Clone, Debug, Default)]
struct Book {
    seen: u64,
    overlong: u64,
    /// Windows that held one; a trial is a group.
    months: Histogram,
    years: Histogram,
}

/// What was found under one limit.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// How many there were.
    pub seen: u64,
    /// How many of them were too long.
    pub overlong: u64,
    /// By the month, where whole ones were watched.
    pub months: Option<Breaches>,
    /// The same of years.
    pub years: Option<Breaches>,
}

impl Overlong {
    /// Nothing yet.
    pub(super) fn new(limits: &[Limit], watched: Span) -> Self {
        Self { watched, trials: 0, books: vec![Book::default(); limits.len()] }
    }

    /// Takes the next trial into account.
    pub(super) fn push(&mut self, measured: &[Measured]) {
        self.trials += 1;
        if self.books.is_empty() {
            return;
        }
        for Measured { metric, subject, value, .. } in measured {
            let at = *subject as usize;
            let windows = || std::iter::repeat_n(1, *value as usize);
            match *metric {
                SEEN => self.books[at].seen += *value as u64,
                OVERLONG => self.books[at].overlong += *value as u64,
                MONTHS => self.books[at].months.push(windows()),
                YEARS => self.books[at].years.push(windows()),
                _ => {}
            }
        }
    }

    /// What was found under the limit at this place.
    pub(super) fn held(&self, at: usize) -> Held {
        let book = &self.books[at];
        let windows = |histogram: &Histogram, length: Span| {
            breaches(histogram, self.trials, self.watched.micros() / length.micros())
        };
        Held {
            seen: book.seen,
            overlong: book.overlong,
            months: windows(&book.months, MONTH),
            years: windows(&book.years, YEAR),
        }
    }
}
