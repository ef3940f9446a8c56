//! The uniform law: equally likely anywhere between two ends.
//!
//! Source: Johnson, Kotz, Balakrishnan, *Continuous Univariate Distributions*, 2nd ed., vol. 2,
//! chapter 26.

use super::{LawError, fits, left_of_bounded};
use crate::quantity::{Span, print_span};
use std::fmt;

/// Uniform between two ends.
#[derive(Clone, PartialEq, Debug)]
pub struct Uniform {
    lower: Span,
    upper: Span,
}

impl Uniform {
    /// Uniform between `lower`, which may be zero, and `upper`, which must exceed it.
    pub fn new(lower: Span, upper: Span) -> Result<Self, LawError> {
        let upper = fits("the upper end", upper)?;
        if lower < upper { Ok(Self { lower, upper }) } else { Err(LawError::Ends) }
    }

    /// The span not reached with probability `p`.
    pub fn quantile(&self, p: f64) -> Span {
        self.lower + Span::from_micros_f64(self.width() * p)
    }

    /// The span exceeded with probability `u`, so it falls as `u` rises.
    #[inline]
    pub fn sample(&self, u: f64) -> Span {
        self.upper.less(Span::from_micros_f64(self.width() * u))
    }

    /// What is left of a life that is found under way.
    pub fn residual(&self, number: &dyn Fn(u32) -> f64) -> Span {
        left_of_bounded(self.upper, number, |u| self.sample(u))
    }

    /// The probability of lasting longer than `t`.
    pub fn survival(&self, t: Span) -> f64 {
        let left = self.upper.less(t).micros() as f64 / self.width();
        left.min(1.0)
    }

    /// The mean: half way.
    #[inline]
    pub fn mean(&self) -> Span {
        Span::from_micros(self.lower.micros().midpoint(self.upper.micros()))
    }

    /// From end to end, in microseconds.
    #[inline]
    fn width(&self) -> f64 {
        self.upper.less(self.lower).micros() as f64
    }
}

impl fmt::Display for Uniform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "uniform, {} to {}", print_span(self.lower), print_span(self.upper))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Law, oracle};
    use super::*;

    fn law() -> Law {
        Law::uniform(Span::from_secs(600), Span::from_secs(1800)).expect("the ends are in order")
    }

    #[test]
    fn the_upper_end_exceeds_the_lower() {
        let second = Span::from_secs(1);
        assert!(Uniform::new(Span::ZERO, second).is_ok());
        assert_eq!(Uniform::new(second, second), Err(LawError::Ends));
        assert_eq!(Uniform::new(second, Span::ZERO), Err(LawError::Ends));
        assert_eq!(Uniform::new(second, Span::FOREVER), Err(LawError::TooLong("the upper end")));
    }

    #[test]
    fn the_quantile_inverts_the_survival() {
        oracle::quantile_inverts_survival(&law());
    }

    #[test]
    fn the_mean_is_the_integral_of_the_survival() {
        oracle::mean_is_the_integral_of_survival(&law());
    }

    #[test]
    fn pinned_samples() {
        oracle::samples_are(
            &law(),
            [1_800_000_000, 1_740_000_000, 1_200_000_000, 660_000_000, 600_000_000],
        );
    }

    #[test]
    fn agrees_with_an_independent_sampler() {
        let peer = rand_distr::Uniform::new(600e6, 1800e6).expect("the ends are in order");
        oracle::agrees_with(&law(), peer);
    }
}
