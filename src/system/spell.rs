//! Spells: maximal periods in which, at the end of every instant, more than so many users lack
//! something.
//!
//! Within a stage amounts are linear: where one passes the limit is computed and rounded up to a
//! microsecond; it is not an event.

use super::view::Stage;
use crate::quantity::{Micro, Span, Time};

/// Follows one audience at one limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spell {
    open: Option<Open>,
}

/// A spell that goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Open {
    since: Time,
    /// It has been followed so far.
    until: Time,
    /// Within the instant at `until` everybody it needs has come back.
    over: bool,
}

/// What a stage has brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Followed {
    /// A spell was over before this stage: when it began and ended.
    pub before: Option<(Time, Time)>,
    /// One begins in this stage.
    pub begins: bool,
    /// How long in this stage more than the limit lack it.
    pub lasts: Span,
    /// It ends within this stage: when it began and ended.
    pub over: Option<(Time, Time)>,
}

impl Spell {
    /// Whether it goes on and lasts over all of a stretch that touches; then it has been followed.
    #[inline]
    pub fn goes_on(&mut self, stage: &Stage<'_>, limit: Micro) -> bool {
        let (start, end) = stage.lacking;
        match &mut self.open {
            Some(open) if open.until == stage.from && start > limit && end > limit => {
                (open.until, open.over) = (stage.to, false);
                true
            }
            _ => false,
        }
    }

    /// Whether there is one.
    #[inline]
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Follows a stretch of time.
    pub fn follow(&mut self, stage: &Stage<'_>, limit: Micro) -> Followed {
        let mut followed = Followed::default();
        let (start, end) = stage.lacking;
        if let Some(open) = self.open
            && (open.until != stage.from || start <= limit)
        {
            followed.before = self.end();
        }
        let length = stage.to - stage.from;
        if start <= limit {
            self.rise(stage, limit, &mut followed);
            return followed;
        }
        followed.begins = self.open.is_none();
        let open = Open { since: stage.from, until: stage.from, over: false };
        let open = self.open.get_or_insert(open);
        followed.lasts = if end > limit {
            length
        } else {
            let run = u128::from(length.micros()) * u128::from(start - limit);
            Span::from_micros(run.div_ceil(u128::from(start - end)) as u64)
        };
        open.until = stage.from + followed.lasts;
        open.over = end <= limit;
        if followed.lasts < length {
            followed.over = self.end();
        }
        followed
    }

    /// A spell begins at the first microsecond at which more than the limit lack it, if any.
    fn rise(&mut self, stage: &Stage<'_>, limit: Micro, followed: &mut Followed) {
        let (start, end) = stage.lacking;
        let length = (stage.to - stage.from).micros();
        if end <= limit {
            return;
        }
        let run = u128::from(length) * u128::from(limit - start) / u128::from(end - start);
        let run = run as u64 + 1;
        if run < length {
            let since = stage.from + Span::from_micros(run);
            self.open = Some(Open { since, until: stage.to, over: false });
            followed.begins = true;
            followed.lasts = Span::from_micros(length - run);
        }
    }

    /// Moves within an instant may end a spell; whether it goes on, the next stretch says.
    pub fn note_returns(&mut self, stage: &Stage<'_>, limit: Micro) {
        if let Some(open) = &mut self.open {
            open.over = open.until == stage.to && stage.lacking.1 <= limit;
        }
    }

    /// Whether it still goes on at `now`, the end of the trial.
    pub fn lasts_at(&self, now: Time) -> bool {
        self.open.is_some_and(|open| open.until == now && !open.over)
    }

    /// Ends it where it has been followed to; when it began and ended.
    pub fn end(&mut self) -> Option<(Time, Time)> {
        self.open.take().map(|open| (open.since, open.until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(from: u64, to: u64, lacking: (Micro, Micro)) -> Stage<'static> {
        let (from, to) = (Time::from_micros(from), Time::from_micros(to));
        let population = 0usize.into();
        let (want, wanted, refused) = (None, 1000, (0, 0));
        Stage { population, want, wanted, from, to, lacking, refused, parts: &[] }
    }

    #[test]
    fn a_limit_is_passed_inside_a_ramp_and_rounded_up() {
        // 1,000 lacking fall to 0 in 300 µs; 50 is passed after 285 µs.
        let ramp = stage(100, 400, (1000, 0));
        let followed = Spell::default().follow(&ramp, 50);
        assert!(followed.begins);
        assert_eq!(followed.lasts, Span::from_micros(285));
        assert_eq!(followed.over, Some((Time::from_micros(100), Time::from_micros(385))));
        // (1000 - 51) / 1000 of 300 = 284.7
        assert_eq!(Spell::default().follow(&ramp, 51).lasts, Span::from_micros(285));
    }

    #[test]
    fn a_spell_begins_where_more_and_more_are_too_many() {
        // From 0 to 1,000 in 300 µs: 51 after 15.3 µs.
        let mut spell = Spell::default();
        let rising = spell.follow(&stage(100, 400, (0, 1000)), 50);
        assert!(rising.begins);
        assert_eq!(rising.lasts, Span::from_micros(284));
        assert_eq!(spell.end(), Some((Time::from_micros(116), Time::from_micros(400))));
    }

    #[test]
    fn a_spell_goes_on_over_stages_that_touch() {
        let mut spell = Spell::default();
        spell.follow(&stage(0, 10, (10, 0)), 0);
        let on = spell.follow(&stage(10, 30, (10, 10)), 0);
        assert_eq!((on.before, on.begins), (None, false));
        let next = spell.follow(&stage(50, 60, (10, 10)), 0);
        assert_eq!(next.before, Some((Time::ZERO, Time::from_micros(30))));
        assert!(next.begins && spell.lasts_at(Time::from_micros(60)));
        assert_eq!(spell.end(), Some((Time::from_micros(50), Time::from_micros(60))));
    }
}
