//! Interruptions of a population, and of each feature it wants: maximal periods in which, at the end
//! of every instant, more than a threshold of its users lack it; with the clock time of each phase.
//!
//! Inside a ramp the crossing is computed, and rounded up to a microsecond; it is not an event.

use crate::quantity::{Micro, Probability, Span, Time};
use crate::system::port::{Findings, Interests, Measured, Observer, Part};
use crate::system::{Phase, Stage, System};

/// How many users must lack the service.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Threshold {
    /// More than none.
    Anybody,
    /// More than this share.
    MoreThan(Probability),
    /// All.
    Everybody,
}

impl Threshold {
    /// Lacking users beyond which the threshold is passed.
    fn limit(self, wanted: Micro) -> Micro {
        match self {
            Self::Anybody => 0,
            Self::MoreThan(share) => (share.value() * wanted as f64) as Micro,
            Self::Everybody => wanted.saturating_sub(1),
        }
    }

    /// In words: `more than 5 %`.
    pub fn words(self) -> String {
        match self {
            Self::Anybody => "anybody".to_owned(),
            Self::MoreThan(share) => {
                format!("more than {}", crate::quantity::print_share(share.value()))
            }
            Self::Everybody => "everybody".to_owned(),
        }
    }
}

/// Watches all audiences at the same thresholds.
#[derive(Clone)]
pub(crate) struct Interruption {
    thresholds: Vec<Threshold>,
    populations: usize,
    /// By audience, then threshold.
    books: Vec<Book>,
    /// Since when it is watched: what goes on then began before.
    since: Time,
}

#[derive(Clone, Default)]
struct Book {
    open: Option<Open>,
    count: u64,
    total: Span,
    longest: Span,
    by_phase: [Span; Phase::ALL.len()],
    /// It still went on at the end of the trial.
    unfinished: bool,
}

/// An interruption that goes on.
#[derive(Clone, Copy)]
struct Open {
    since: Time,
    /// It has been followed so far.
    until: Time,
    /// Within the instant at `until` everybody it needs has come back.
    over: bool,
}

impl Interruption {
    pub(crate) fn new(system: &System, thresholds: &[Threshold], since: Time) -> Self {
        let populations = system.populations().count();
        let books = vec![Book::default(); system.audiences().len() * thresholds.len()];
        Self { thresholds: thresholds.to_vec(), populations, books, since }
    }
}

impl Interruption {
    /// Moves within an instant may end an interruption; whether it goes on, the next stretch says.
    fn note_returns(&mut self, stage: &Stage<'_>) {
        let first = stage.audience(self.populations) * self.thresholds.len();
        for (at, threshold) in self.thresholds.iter().enumerate() {
            if let Some(open) = &mut self.books[first + at].open {
                open.over =
                    open.until == stage.to && stage.lacking.1 <= threshold.limit(stage.wanted);
            }
        }
    }
}

impl Book {
    fn follow(&mut self, stage: &Stage<'_>, limit: Micro, phase: Phase, starts: bool) {
        let (start, end) = stage.lacking;
        if let Some(open) = self.open
            && (open.until != stage.from || start <= limit)
        {
            self.close();
        }
        if start <= limit {
            return;
        }
        let open = self.open.get_or_insert_with(|| {
            self.count += u64::from(starts);
            Open { since: stage.from, until: stage.from, over: false }
        });
        let length = stage.to - stage.from;
        let lasts = if end > limit {
            length
        } else {
            let run = u128::from(length.micros()) * u128::from(start - limit);
            Span::from_micros(run.div_ceil(u128::from(start - end)) as u64)
        };
        open.until = stage.from + lasts;
        open.over = end <= limit;
        self.by_phase[phase as usize] += lasts;
        if lasts < length {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            let length = open.until - open.since;
            self.total += length;
            self.longest = self.longest.max(length);
        }
    }
}

impl Observer for Interruption {
    fn interests(&self) -> Interests {
        Interests { stages: true, ..Interests::default() }
    }

    fn stage(&mut self, stage: &Stage<'_>) {
        if stage.from == stage.to {
            self.note_returns(stage);
            return;
        }
        let waiting = stage.parts.iter().filter(|part| part.amount.0 > 0);
        let Some(phase) = waiting.map(|part| part.phase).min() else { return };
        let first = stage.audience(self.populations) * self.thresholds.len();
        // Counts count starts.
        let starts = stage.from > self.since || self.since == Time::ZERO;
        for (at, threshold) in self.thresholds.iter().enumerate() {
            self.books[first + at].follow(stage, threshold.limit(stage.wanted), phase, starts);
        }
    }

    fn finish(&mut self, now: Time) {
        for book in &mut self.books {
            book.unfinished = book.open.is_some_and(|open| open.until == now && !open.over);
            book.close();
        }
    }

    fn figures(&self, _: &Findings<'_>, out: &mut Vec<Measured>) {
        for (at, book) in self.books.iter().enumerate() {
            let audience = (at / self.thresholds.len()) as u32;
            let threshold = (at % self.thresholds.len()) as u32;
            let mut put = |metric, part, value| {
                out.push(Measured { metric, subject: audience, part, value });
            };
            let whole = Part::Number(threshold);
            put("interruptions", whole.clone(), book.count as f64);
            put("longest interruption seconds", whole.clone(), book.longest.secs_f64());
            put("interruption seconds", whole.clone(), book.total.secs_f64());
            put("unfinished interruptions", whole, f64::from(u8::from(book.unfinished)));
            for phase in Phase::ALL {
                let length = book.by_phase[phase as usize];
                if length > Span::ZERO {
                    let part = Part::Pair(threshold, phase as u32);
                    put("interruption seconds by phase", part, length.secs_f64());
                }
            }
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_crossed_inside_a_ramp_and_rounded_up() {
        // 1,000 lacking fall to 0 in 300 µs; 50 is crossed after 285 µs.
        let mut book = Book::default();
        let stage = Stage {
            population: 0usize.into(),
            want: None,
            wanted: 1000,
            from: Time::from_micros(100),
            to: Time::from_micros(400),
            lacking: (1000, 0),
            refused: (0, 0),
            parts: &[],
        };
        book.follow(&stage, 50, Phase::Reconnecting, true);
        assert_eq!((book.count, book.total), (1, Span::from_micros(285)));
        let mut book = Book::default();
        book.follow(&stage, 51, Phase::Reconnecting, true);
        // (1000 - 51) / 1000 of 300 = 284.7
        assert_eq!(book.total, Span::from_micros(285));
    }

    #[test]
    fn an_interruption_goes_on_over_stages_that_touch() {
        let mut book = Book::default();
        let stage = |from, to, lacking| Stage {
            population: 0usize.into(),
            want: None,
            wanted: 1000,
            from: Time::from_micros(from),
            to: Time::from_micros(to),
            lacking,
            refused: (0, 0),
            parts: &[],
        };
        book.follow(&stage(0, 10, (10, 0)), 0, Phase::Reconnecting, true);
        book.follow(&stage(10, 30, (10, 10)), 0, Phase::Detecting, true);
        book.follow(&stage(50, 60, (10, 10)), 0, Phase::Detecting, true);
        book.close();
        assert_eq!((book.count, book.total), (2, Span::from_micros(40)));
        assert_eq!(book.longest, Span::from_micros(30));
    }
}
