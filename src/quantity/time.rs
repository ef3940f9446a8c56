//! Points and lengths of time: whole microseconds that saturate.
//!
//! A year is 365.25 days and a month 730.5 hours.
//! The unit is private to this file; sums of spans are exact, so no order of addition can show.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// A length of time, in whole microseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(u64);

/// A point of simulated time: microseconds since the start of the trial.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(u64);

/// A year: 365.25 days.
pub const YEAR: Span = Span(31_557_600_000_000);
/// A month: 730.5 hours, a twelfth of a year.
pub const MONTH: Span = Span(2_629_800_000_000);

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);
    /// Longer than any horizon.
    pub const FOREVER: Span = Span(u64::MAX);
    /// One microsecond, the shortest span.
    pub const TICK: Span = Span(1);

    /// A span of `micros` microseconds.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// A span of whole seconds, saturating.
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }

    /// The nearest span to `micros` microseconds; negative and NaN become zero, too large becomes
    /// [`Span::FOREVER`].
    pub fn from_micros_f64(micros: f64) -> Self {
        // `as` saturates, and turns NaN into zero. The last double below a half lifts halves to the
        // next whole and nothing less; from 2^52 on all are whole.
        const LIFT: f64 = 0.5 - f64::EPSILON / 4.0;
        const WHOLE: f64 = (1_u64 << 52) as f64;
        Self(if micros < WHOLE { micros + LIFT } else { micros } as u64)
    }

    /// The nearest span to `seconds`; as [`Span::from_micros_f64`].
    pub fn from_secs_f64(seconds: f64) -> Self {
        Self::from_micros_f64(seconds * 1e6)
    }

    /// This span in microseconds.
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// This span in seconds.
    pub fn secs_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Whether this is [`Span::FOREVER`].
    pub const fn is_forever(self) -> bool {
        self.0 == u64::MAX
    }

    /// This span `count` times over, saturating.
    pub const fn times(self, count: u64) -> Self {
        Self(self.0.saturating_mul(count))
    }

    /// What remains after `other`, or zero.
    pub const fn less(self, other: Span) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Time {
    /// The start of every trial.
    pub const ZERO: Time = Time(0);
    /// Later than any horizon: an event then never happens.
    pub const NEVER: Time = Time(u64::MAX);

    /// The point `micros` microseconds after the start.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// The point a span after the start.
    pub const fn after_start(span: Span) -> Self {
        Self(span.0)
    }

    /// Microseconds since the start.
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// Seconds since the start.
    pub fn secs_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// The span from `earlier` to here, or zero when `earlier` is later.
    pub const fn since(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// Whether this is [`Time::NEVER`].
    pub const fn is_never(self) -> bool {
        self.0 == u64::MAX
    }
}

impl Add<Span> for Time {
    type Output = Time;
    fn add(self, span: Span) -> Time {
        Time(self.0.saturating_add(span.0))
    }
}

impl Sub for Time {
    type Output = Span;
    fn sub(self, earlier: Time) -> Span {
        self.since(earlier)
    }
}

impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Span {
    fn add_assign(&mut self, other: Span) {
        *self = *self + other;
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_forever() { f.write_str("forever") } else { write!(f, "{} s", self.secs_f64()) }
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_never() { f.write_str("never") } else { write!(f, "t+{} s", self.secs_f64()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_saturate_instead_of_wrapping() {
        assert_eq!(Time::from_micros(5) + Span::FOREVER, Time::NEVER);
        assert_eq!(Span::from_secs(u64::MAX), Span::FOREVER);
        assert_eq!(Time::from_micros(3) - Time::from_micros(7), Span::ZERO);
    }

    #[test]
    fn spans_round_to_the_nearest_microsecond_and_never_below_zero() {
        assert_eq!(Span::from_micros_f64(1.49), Span::from_micros(1));
        assert_eq!(Span::from_micros_f64(1.5), Span::from_micros(2));
        assert_eq!(Span::from_micros_f64(-3.0), Span::ZERO);
        assert_eq!(Span::from_micros_f64(f64::NAN), Span::ZERO);
        assert_eq!(Span::from_micros_f64(1e30), Span::FOREVER);
    }

    #[test]
    fn whole_microseconds_that_a_double_holds_stay_what_they_are() {
        // Doubles from 2^52 to 2^53 are the whole numbers: there is nothing to round.
        let odd = (1_u64 << 52) + 1;
        assert_eq!(Span::from_micros_f64(odd as f64), Span::from_micros(odd));
        // The last double below a half is nearer to zero.
        assert_eq!(Span::from_micros_f64(0.5 - f64::EPSILON / 4.0), Span::ZERO);
    }
}
