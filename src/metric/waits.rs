//! How long each interrupted user waited.
//!
//! The users of a cohort all lost service at one instant, so whoever is served during a stage
//! waited from then until some time of that stage, evenly spread. Whoever still waits at the end
//! has waited until the end.

use crate::quantity::{Micro, Span, Time};
use crate::system::port::{Findings, Interests, Measured, Observer, Part};
use crate::system::{Stage, System};

/// Watches all populations.
#[derive(Clone)]
pub(crate) struct Waits {
    populations: Vec<Book>,
}

#[derive(Clone, Default)]
struct Book {
    pieces: Vec<Piece>,
    /// Who waited at the end of the last stage, and since when.
    left: Vec<(Micro, Time)>,
    last: Time,
}

/// Users whose waits are spread evenly between two spans.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Piece {
    users: Micro,
    from: Span,
    to: Span,
}

impl Piece {
    /// Users of the piece that waited at most `wait`.
    fn within(&self, wait: Span) -> u128 {
        if wait >= self.to {
            return u128::from(self.users);
        }
        if wait <= self.from {
            return 0;
        }
        let (run, length) = (wait.less(self.from).micros(), self.to.less(self.from).micros());
        u128::from(self.users) * u128::from(run) / u128::from(length)
    }
}

impl Book {
    /// Users lost at `since` who were thought to wait still have come back.
    fn leave(&mut self, users: Micro, since: Time) {
        let mut back = users;
        for (left, lost) in &mut self.left {
            if *lost == since {
                let gone = back.min(*left);
                *left -= gone;
                back -= gone;
            }
        }
    }
}

impl Waits {
    pub(crate) fn new(system: &System) -> Self {
        Self { populations: vec![Book::default(); system.populations().count()] }
    }
}

impl Observer for Waits {
    fn interests(&self) -> Interests {
        Interests { stages: true, ..Interests::default() }
    }

    fn stage(&mut self, stage: &Stage<'_>) {
        // Users wait for service; a feature comes and goes with its path.
        if stage.want.is_some() {
            return;
        }
        let book = &mut self.populations[stage.population.at()];
        for part in stage.parts.iter().filter(|part| part.returned > 0) {
            let (from, to) = (stage.from - part.since, stage.to - part.since);
            book.pieces.push(Piece { users: part.returned, from, to });
            if stage.from == stage.to {
                book.leave(part.returned, part.since);
            }
        }
        if stage.from < stage.to {
            book.last = stage.to;
            book.left.clear();
            book.left.extend(stage.parts.iter().map(|part| (part.amount.1, part.since)));
        }
    }

    fn finish(&mut self, now: Time) {
        for book in self.populations.iter_mut().filter(|book| book.last == now) {
            for (users, since) in book.left.drain(..).filter(|(users, _)| *users > 0) {
                let wait = now - since;
                book.pieces.push(Piece { users, from: wait, to: wait });
            }
        }
    }

    fn figures(&self, _: &Findings<'_>, out: &mut Vec<Measured>) {
        for (at, book) in self.populations.iter().enumerate() {
            let users: u128 = book.pieces.iter().map(|piece| u128::from(piece.users)).sum();
            if users == 0 {
                continue;
            }
            let mut put = |metric, value| {
                out.push(Measured { metric, subject: at as u32, part: Part::Whole, value });
            };
            put("waiting users", users as f64 / 1e6);
            put("median wait seconds", quantile(&book.pieces, users.div_ceil(2)).secs_f64());
            let most = (users * 95).div_ceil(100);
            put("p95 wait seconds", quantile(&book.pieces, most).secs_f64());
            put("worst wait seconds", quantile(&book.pieces, users).secs_f64());
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}

/// The shortest wait within which `users` were served.
fn quantile(pieces: &[Piece], users: u128) -> Span {
    let longest = pieces.iter().map(|piece| piece.to).max().unwrap_or(Span::ZERO);
    let (mut low, mut high) = (0, longest.micros());
    while low < high {
        let middle = low + (high - low) / 2;
        let wait = Span::from_micros(middle);
        if pieces.iter().map(|piece| piece.within(wait)).sum::<u128>() >= users {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Span::from_micros(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_an_even_spread_and_a_lump() {
        let second = Span::from_secs;
        let pieces = [
            Piece { users: 6_000_000, from: second(0), to: second(60) },
            Piece { users: 6_000_000, from: second(100), to: second(100) },
        ];
        assert_eq!(quantile(&pieces, 3_000_000), second(30));
        assert_eq!(quantile(&pieces, 6_000_000), second(60));
        assert_eq!(quantile(&pieces, 6_000_001), second(100));
        assert_eq!(quantile(&pieces, 12_000_000), second(100));
    }
}
