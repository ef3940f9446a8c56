//! Outages of a service, by truth: how often, how long, and because of what.

use crate::quantity::{Span, Time, Windows, YEAR};
use crate::system::port::{Findings, Interests, Loads, Measured, Observer, Part};
use crate::system::{ChainId, Planned, ServiceId, ServiceView, System};
use std::collections::BTreeMap;

/// Outages by how much of them was planned.
const SHARES: [(&str, Planned); 3] = [
    ("unplanned outage seconds", Planned::Nothing),
    ("outage seconds of failures during work", Planned::Some),
    ("planned outage seconds", Planned::All),
];

/// Seconds out in a year, by number of the year; years without an outage have none.
pub const YEARLY: &str = "outage seconds of a year";
/// When the first outage came, in seconds since the service is watched.
pub const FIRST: &str = "seconds to the first outage";

/// Watches all services.
#[derive(Clone)]
pub(crate) struct Outage {
    services: Vec<Book>,
    now: Time,
}

#[derive(Clone)]
struct Book {
    out: Option<(Time, ChainId)>,
    count: u64,
    total: Span,
    longest: Span,
    by_chain: BTreeMap<ChainId, Span>,
    /// It has been looked at: an outage that stood then began before.
    seen: bool,
    /// It still went on at the end of the trial.
    unfinished: bool,
    years: Windows,
}

impl Outage {
    /// Watches from `since` on.
    pub(crate) fn new(system: &System, since: Time) -> Self {
        Self { services: vec![Book::new(since); system.services().count()], now: since }
    }
}

impl Book {
    fn new(since: Time) -> Self {
        Self {
            out: None,
            count: 0,
            total: Span::ZERO,
            longest: Span::ZERO,
            by_chain: BTreeMap::new(),
            seen: false,
            unfinished: false,
            years: Windows::new(since, YEAR),
        }
    }

    fn end(&mut self, now: Time) {
        if let Some((since, chain)) = self.out.take() {
            let length = now - since;
            self.total += length;
            self.years.add(since, now);
            self.longest = self.longest.max(length);
            *self.by_chain.entry(chain).or_default() += length;
        }
    }
}

impl Observer for Outage {
    fn interests(&self) -> Interests {
        Interests { services: true, ..Interests::default() }
    }

    fn service(&mut self, now: Time, service: ServiceId, view: &ServiceView, _: &Loads<'_>) {
        let book = &mut self.services[service.at()];
        let seen = std::mem::replace(&mut book.seen, true);
        match (view.out_by, book.out) {
            (Some(chain), None) => {
                // Counts count starts.
                book.count += u64::from(seen || now == Time::ZERO);
                book.out = Some((now, chain));
            }
            (None, Some(_)) => book.end(now),
            _ => {}
        }
    }

    fn finish(&mut self, now: Time) {
        self.now = now;
        for book in &mut self.services {
            book.unfinished = book.out.is_some();
            book.end(now);
        }
    }

    fn figures(&self, findings: &Findings<'_>, out: &mut Vec<Measured>) {
        for (at, book) in self.services.iter().enumerate() {
            let mut put = |metric, part, value| {
                out.push(Measured { metric, subject: at as u32, part, value });
            };
            put("outages", Part::Whole, book.count as f64);
            put("outage seconds", Part::Whole, book.total.secs_f64());
            put("longest outage seconds", Part::Whole, book.longest.secs_f64());
            put("unfinished outages", Part::Whole, f64::from(u8::from(book.unfinished)));
            for (year, seconds) in book.years.whole(self.now) {
                put(YEARLY, Part::Number(year), seconds);
            }
            if let Some(seconds) = book.years.first() {
                put(FIRST, Part::Whole, seconds);
            }
            if findings.system.is_planned_on() {
                for (metric, planned) in SHARES {
                    let of = |chain: &ChainId| findings.planned(*chain) == planned;
                    let mut length = Span::ZERO;
                    for (_, more) in book.by_chain.iter().filter(|(chain, _)| of(chain)) {
                        length += *more;
                    }
                    put(metric, Part::Whole, length.secs_f64());
                }
            }
            let mut by_class: BTreeMap<String, Span> = BTreeMap::new();
            for (chain, length) in &book.by_chain {
                *by_class.entry(findings.trigger_words(*chain)).or_default() += *length;
            }
            for (class, length) in by_class {
                put("outage seconds by class", Part::Name(class), length.secs_f64());
            }
            for (chain, length) in &book.by_chain {
                put("outage seconds", Part::Name(findings.words(*chain)), length.secs_f64());
            }
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
