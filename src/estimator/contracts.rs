//! Contracts over many trials: how often a month or a year falls short, and what that costs.
//!
//! Months of one trial are not independent: the intervals are taken from the spread between trials
//! (docs/methods/intervals.md).

use super::long_run::bounded;
use super::overlong::{Breaches, breaches};
use super::spells::Found;
use crate::metric::contract;
use crate::metric::objective::Terms;
use crate::quantity::{MONTH, Probability, Span, YEAR};
use crate::stats::{Histogram, Moments};
use crate::system::port::{Measured, Part};

pub use crate::metric::contract::Party;

/// A contract about one party.
#[derive(Clone, PartialEq, Debug)]
pub struct Contract {
    /// Whom it is about.
    pub party: Party,
    /// The least availability.
    pub at_least: Probability,
    /// How it counts.
    pub terms: Terms,
}

/// What contracts were found to cost.
#[derive(Clone, Debug)]
pub(super) struct Contracts {
    watched: Span,
    trials: u64,
    books: Vec<Book>,
}

#[derive(Clone, Debug)]
struct Book {
    contract: Contract,
    seen: u64,
    share: Moments,
    /// Windows that fell short; a trial is a group.
    months: Histogram,
    years: Histogram,
    /// Months in which each tier was due.
    tiers: Vec<Histogram>,
    credit: Moments,
}

/// What was found of one contract.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Lacking of what was wanted.
    pub unavailability: Found,
    /// Outages and interruptions that counted.
    pub seen: u64,
    /// By the month and by the year, where whole ones were watched.
    pub months: Option<Breaches>,
    /// The same of years.
    pub years: Option<Breaches>,
    /// By tier, where whole months were watched.
    pub tiers: Vec<Breaches>,
    /// The mean credit of a month, where there are tiers and whole months were watched.
    pub credit: Option<Found>,
}

impl Contracts {
    /// Nothing yet.
    pub(super) fn new(contracts: &[Contract], watched: Span) -> Self {
        let book = |contract: &Contract| Book {
            tiers: vec![Histogram::default(); contract.terms.credits.len()],
            contract: contract.clone(),
            seen: 0,
            share: Moments::default(),
            months: Histogram::default(),
            years: Histogram::default(),
            credit: Moments::default(),
        };
        Self { watched, trials: 0, books: contracts.iter().map(book).collect() }
    }

    fn whole(&self, length: Span) -> u64 {
        self.watched.micros() / length.micros()
    }

    /// Takes the next trial into account.
    pub(super) fn push(&mut self, measured: &[Measured]) {
        self.trials += 1;
        if self.books.is_empty() {
            return;
        }
        let mut months: Vec<Vec<f64>> = vec![Vec::new(); self.books.len()];
        let mut years = months.clone();
        for Measured { metric, subject, value, .. } in measured {
            let at = *subject as usize;
            match *metric {
                contract::MONTHLY => months[at].push(*value),
                contract::YEARLY => years[at].push(*value),
                contract::SHARE => self.books[at].share.push(*value),
                contract::SEEN => self.books[at].seen += *value as u64,
                _ => {}
            }
        }
        let whole = self.whole(MONTH);
        for (book, (months, years)) in self.books.iter_mut().zip(months.into_iter().zip(years)) {
            book.hear(&months, &years, whole);
        }
    }

    /// What was found of the contract at this place.
    pub(super) fn kept(&self, at: usize) -> Kept {
        let book = &self.books[at];
        let windows =
            |histogram: &Histogram, length| breaches(histogram, self.trials, self.whole(length));
        let monthly = self.whole(MONTH) > 0 && !book.tiers.is_empty();
        Kept {
            unavailability: bounded(&book.share, self.trials, 1.0),
            seen: book.seen,
            months: windows(&book.months, MONTH),
            years: windows(&book.years, YEAR),
            tiers: book.tiers.iter().filter_map(|tier| windows(tier, MONTH)).collect(),
            credit: monthly.then(|| bounded(&book.credit, self.trials, 1.0)),
        }
    }
}

impl Book {
    fn hear(&mut self, months: &[f64], years: &[f64], whole: u64) {
        let short = |share: &f64| is_short(*share, self.contract.at_least);
        let count = |windows: &[f64]| windows.iter().filter(|share| short(share)).count();
        let (months_short, years_short) = (count(months), count(years));
        self.months.push(std::iter::repeat_n(1, months_short));
        self.years.push(std::iter::repeat_n(1, years_short));
        let mut due = vec![0_usize; self.tiers.len()];
        for share in months {
            // The tiers fall: the last that a month is below is due.
            let tiers = &self.contract.terms.credits;
            if let Some(tier) = tiers.iter().rposition(|(below, _)| is_short(*share, *below)) {
                due[tier] += 1;
            }
        }
        let mut credit = 0.0;
        for (at, due) in due.into_iter().enumerate() {
            self.tiers[at].push(std::iter::repeat_n(1, due));
            credit += self.contract.terms.credits[at].1.value() * due as f64;
        }
        if whole > 0 {
            self.credit.push(credit / whole as f64);
        }
    }
}

/// Whether an availability that lacks a share is below another; what is lacking is added up in
/// floating point, so the last places decide nothing.
fn is_short(lacking: f64, wanted: Probability) -> bool {
    lacking > (1.0 - wanted.value()) * (1.0 + 1e-12) + 1e-15
}

/// Whether a figure is of a single window: it is counted, and no mean of it is kept.
pub(super) fn is_window(metric: &str, part: &Part) -> bool {
    matches!(part, Part::Number(_)) && [contract::MONTHLY, contract::YEARLY].contains(&metric)
}
