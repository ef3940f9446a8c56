//! Interruptions of a population, and of each feature it wants: maximal periods in which, at the end
//! of every instant, more than a threshold of its users lack it; with the clock time of each phase.

use crate::quantity::{Micro, Probability, Span, Time, Windows, YEAR};
use crate::system::port::{Findings, Interests, Measured, Observer, Part};
use crate::system::{Phase, Spell, Stage, System};

/// Seconds interrupted in a year, by threshold and number of the year; years without any have none.
pub const YEARLY: &str = "interruption seconds of a year";
/// When the first interruption came, by threshold, in seconds since it is watched.
pub const FIRST: &str = "seconds to the first interruption";

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
    /// The same: how many may lack it at most.
    limits: Vec<Micro>,
    /// Since when it is watched: what goes on then began before.
    since: Time,
    now: Time,
}

#[derive(Clone)]
struct Book {
    spell: Spell,
    count: u64,
    total: Span,
    longest: Span,
    by_phase: [Span; Phase::ALL.len()],
    /// It still went on at the end of the trial.
    unfinished: bool,
    years: Windows,
}

impl Interruption {
    pub(crate) fn new(system: &System, thresholds: &[Threshold], since: Time) -> Self {
        let populations = system.populations().count();
        let book = Book::new(since);
        let books = vec![book; system.audiences().len() * thresholds.len()];
        let limits = |wanted: Micro| thresholds.iter().map(move |it| it.limit(wanted));
        let limits = system.audiences().into_iter().flat_map(limits).collect();
        Self { thresholds: thresholds.to_vec(), populations, books, limits, since, now: since }
    }

    fn note_returns(&mut self, stage: &Stage<'_>) {
        let first = stage.audience(self.populations) * self.thresholds.len();
        for at in first..first + self.thresholds.len() {
            self.books[at].spell.note_returns(stage, self.limits[at]);
        }
    }
}

impl Book {
    fn new(since: Time) -> Self {
        Self {
            spell: Spell::default(),
            count: 0,
            total: Span::ZERO,
            longest: Span::ZERO,
            by_phase: [Span::ZERO; Phase::ALL.len()],
            unfinished: false,
            years: Windows::new(since, YEAR),
        }
    }

    fn follow(&mut self, stage: &Stage<'_>, limit: Micro, phase: Phase, starts: bool) {
        if self.spell.goes_on(stage, limit) {
            self.by_phase[phase as usize] += stage.to - stage.from;
        } else if self.spell.is_open() || stage.lacking.0 > limit || stage.lacking.1 > limit {
            let followed = self.spell.follow(stage, limit);
            self.add(followed.before);
            self.count += u64::from(followed.begins && starts);
            self.by_phase[phase as usize] += followed.lasts;
            self.add(followed.over);
        }
    }

    fn add(&mut self, ended: Option<(Time, Time)>) {
        if let Some((since, until)) = ended {
            self.total += until - since;
            self.years.add(since, until);
            self.longest = self.longest.max(until - since);
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
        // Who is not there at the start of a stretch may be right behind it.
        let waiting = stage.parts.iter().filter(|part| part.amount.0 > 0 || part.amount.1 > 0);
        let Some(phase) = waiting.map(|part| part.phase).min() else { return };
        let first = stage.audience(self.populations) * self.thresholds.len();
        // Counts count starts.
        let starts = stage.from > self.since || self.since == Time::ZERO;
        let all = first..first + self.thresholds.len();
        for (book, limit) in self.books[all.clone()].iter_mut().zip(&self.limits[all]) {
            book.follow(stage, *limit, phase, starts);
        }
    }

    fn finish(&mut self, now: Time) {
        self.now = now;
        for book in &mut self.books {
            book.unfinished = book.spell.lasts_at(now);
            let ended = book.spell.end();
            book.add(ended);
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
            for (year, seconds) in book.years.whole(self.now) {
                put(YEARLY, Part::Pair(threshold, year), seconds);
            }
            if let Some(seconds) = book.years.first() {
                put(FIRST, whole.clone(), seconds);
            }
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
