//! Spells of trouble over many trials: how long, how far apart, how much of them a year has, and when
//! the first one comes. Intervals: docs/methods/intervals.md.

use super::long_run::{LEVEL, bounded};
use crate::metric::{FIRST_INTERRUPTION, FIRST_OUTAGE, YEARLY_INTERRUPTION, YEARLY_OUTAGE};
use crate::quantity::{Span, YEAR};
use crate::stats::histogram::Groups;
use crate::stats::poisson::rate_interval;
use crate::stats::{Estimate, FEW, Histogram, Interval, Moments, Proportion, Ratio};
use crate::system::port::{Measured, Part};
use std::collections::BTreeMap;

/// Whose spells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Of {
    /// Outages of a service.
    Service(u32),
    /// Interruptions of an audience at a threshold.
    Audience(u32, u32),
}

/// A value and its interval.
pub type Found = (f64, Interval);

/// Spells of all services and audiences.
#[derive(Clone, Debug)]
pub(super) struct Spells {
    watched: Span,
    trials: u64,
    books: BTreeMap<Of, Book>,
}

#[derive(Clone, Debug, Default)]
struct Book {
    seen: u64,
    /// Time in trouble, and time out of it, over how often it came.
    lengths: Ratio,
    gaps: Ratio,
    /// Microseconds in each whole year; a trial is a group.
    years: Histogram,
    /// The share of the whole years of each trial; trials without any at the end are not pushed.
    shares: Moments,
    /// Microseconds to the first of each trial that has one.
    firsts: Histogram,
    first_seconds: Moments,
}

/// What one trial says.
#[derive(Default)]
struct Heard {
    count: f64,
    seconds: f64,
    years: Vec<f64>,
    first: Option<f64>,
}

/// What a year has.
#[derive(Clone, Debug)]
pub struct Yearly {
    /// Whole years, over all trials.
    pub years: u64,
    /// Those with trouble.
    pub years_with: u64,
    /// Mean seconds.
    pub mean: Found,
    /// Seconds, of p50, p95 and p99.
    pub quantiles: [Found; 3],
    /// Seconds, and the share of years with more.
    pub exceedance: Vec<(f64, Found)>,
}

/// When the first one comes.
#[derive(Clone, Copy, Debug)]
pub struct First {
    /// Trials that have one.
    pub seen: u64,
    /// The probability of none.
    pub none: Found,
    /// Mean seconds, if every trial has one.
    pub mean: Option<Found>,
    /// Seconds after which half of the trials have one, if the interval ends within the trial.
    pub median: Option<Found>,
}

impl Spells {
    /// Nothing yet, of trials watched for so long.
    pub(super) fn new(watched: Span) -> Self {
        Self { watched, trials: 0, books: BTreeMap::new() }
    }

    fn whole_years(&self) -> u64 {
        self.watched.micros() / YEAR.micros()
    }

    /// Takes the next trial into account.
    pub(super) fn push(&mut self, measured: &[Measured]) {
        let mut trial: BTreeMap<Of, Heard> = BTreeMap::new();
        for Measured { metric, subject, part, value } in measured {
            let of = match (*metric, part) {
                ("outages" | "outage seconds" | FIRST_OUTAGE, Part::Whole) => Of::Service(*subject),
                (YEARLY_OUTAGE, _) => Of::Service(*subject),
                (
                    "interruptions" | "interruption seconds" | FIRST_INTERRUPTION,
                    Part::Number(threshold),
                )
                | (YEARLY_INTERRUPTION, Part::Pair(threshold, _)) => {
                    Of::Audience(*subject, *threshold)
                }
                _ => continue,
            };
            let heard = trial.entry(of).or_default();
            match *metric {
                "outages" | "interruptions" => heard.count = *value,
                "outage seconds" | "interruption seconds" => heard.seconds = *value,
                YEARLY_OUTAGE | YEARLY_INTERRUPTION => heard.years.push(*value),
                _ => heard.first = Some(*value),
            }
        }
        let years = self.whole_years() as f64 * YEAR.secs_f64();
        for (of, heard) in trial {
            let book = self.books.entry(of).or_default();
            book.hear(&heard, self.watched.secs_f64(), years);
        }
        self.trials += 1;
    }

    /// What was written down of somebody, or `empty`.
    fn book<'a>(&'a self, of: Of, empty: &'a Book) -> &'a Book {
        self.books.get(&of).unwrap_or(empty)
    }

    /// How many were seen, over all trials.
    pub(super) fn seen(&self, of: Of) -> u64 {
        self.books.get(&of).map_or(0, |book| book.seen)
    }

    /// The mean spell in seconds, if any was seen.
    pub(super) fn mean_length(&self, of: Of) -> Option<Found> {
        let book = self.books.get(&of)?;
        let value = book.lengths.value()?;
        let unknown = Interval { lower: 0.0, upper: self.watched.secs_f64() };
        let spread = book.lengths.estimate(LEVEL).map_or(unknown, at_least_nothing);
        if book.seen >= FEW {
            return Some((value, spread));
        }
        // A few that happen to be alike are no proof that all are: at least as wide as of lengths
        // that are exponential.
        let counted = by_count(value, book.seen);
        let (lower, upper) = (spread.lower.min(counted.lower), spread.upper.max(counted.upper));
        Some((value, Interval { lower, upper: upper.min(unknown.upper.max(value)) }))
    }

    /// The mean time from the end of one to the start of the next in seconds, if any was seen.
    pub(super) fn mean_gap(&self, of: Of) -> Option<Found> {
        let book = self.books.get(&of)?;
        let value = book.gaps.value()?;
        let interval = match book.gaps.estimate(LEVEL) {
            Some(estimate) if book.seen >= FEW => at_least_nothing(estimate),
            // From the count alone: it is never zero here.
            _ => by_count(value, book.seen),
        };
        Some((value, interval))
    }

    /// How much of it a year has, if whole years were watched.
    pub(super) fn yearly(&self, of: Of) -> Option<Yearly> {
        let each = self.whole_years();
        if each == 0 || self.trials == 0 {
            return None;
        }
        let empty = Book::default();
        let book = self.book(of, &empty);
        let groups = book.years.of_groups(self.trials, each, LEVEL);
        let seconds = |micros: f64| micros / 1e6;
        let year = YEAR.secs_f64();
        let (mean, interval) = bounded(&book.shares, self.trials, 1.0);
        let curve = groups.curve();
        Some(Yearly {
            years: groups.count(),
            years_with: groups.above_zero(),
            mean: (
                mean * year,
                Interval { lower: interval.lower * year, upper: interval.upper * year },
            ),
            quantiles: [0.5, 0.95, 0.99].map(|p| quantile(&groups, p)),
            exceedance: curve
                .into_iter()
                .map(|point| (seconds(point.length as f64), (point.share, point.interval)))
                .collect(),
        })
    }

    /// When the first one comes.
    pub(super) fn first(&self, of: Of) -> Option<First> {
        if self.trials == 0 {
            return None;
        }
        let empty = Book::default();
        let book = self.book(of, &empty);
        let seen = book.first_seconds.count();
        let none = Proportion::new(self.trials - seen, self.trials)?;
        let all = (seen == self.trials).then(|| Estimate::of_mean(&book.first_seconds, LEVEL));
        let mean = all.flatten().map(|mean| (mean.value, at_least_nothing(mean)));
        Some(First {
            seen,
            none: (none.value(), none.clopper_pearson(LEVEL)),
            mean,
            median: self.median(book, seen),
        })
    }

    /// Those who have not seen one have it later than anybody who has.
    fn median(&self, book: &Book, seen: u64) -> Option<Found> {
        let mut firsts = book.firsts.clone();
        firsts.push_alike(self.trials - seen, Span::FOREVER.micros());
        let (value, lower, upper) = firsts.of_groups(self.trials, 1, LEVEL).quantile(0.5);
        let upper = upper.filter(|upper| *upper <= self.watched.micros() as f64)?;
        Some((value / 1e6, Interval { lower: lower / 1e6, upper: upper / 1e6 }))
    }
}

impl Book {
    fn hear(&mut self, heard: &Heard, watched: f64, years: f64) {
        self.seen += heard.count as u64;
        self.lengths.push(heard.seconds, heard.count);
        self.gaps.push(watched - heard.seconds, heard.count);
        if years > 0.0 {
            let micros = |seconds: &f64| Span::from_secs_f64(*seconds).micros();
            self.years.push(heard.years.iter().map(micros));
            self.shares.push(heard.years.iter().fold(0.0, |sum, more| sum + more) / years);
        }
        if let Some(first) = heard.first {
            self.firsts.push([Span::from_secs_f64(first).micros()]);
            self.first_seconds.push(first);
        }
    }
}

/// The interval of a mean of so many exponential lengths: from the count alone (Garwood).
fn by_count(mean: f64, seen: u64) -> Interval {
    let rate = rate_interval(seen, mean * seen as f64, LEVEL);
    Interval { lower: 1.0 / rate.upper, upper: 1.0 / rate.lower }
}

/// A quantile of years in seconds; a year has no more than itself.
fn quantile(groups: &Groups, p: f64) -> Found {
    let (value, lower, upper) = groups.quantile(p);
    let upper = upper.map_or(YEAR.secs_f64(), |upper| (upper / 1e6).min(YEAR.secs_f64()));
    let value = (value / 1e6).min(upper);
    (value, Interval { lower: lower / 1e6, upper })
}

/// The interval of what cannot be less than nothing.
fn at_least_nothing(estimate: Estimate) -> Interval {
    Interval { lower: estimate.lower.max(0.0), upper: estimate.upper }
}
