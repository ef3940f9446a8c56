//! The exponential law: the time to the next event of something without memory.
//!
//! Survival exp(-t / mean).
//! Source: Johnson, Kotz, Balakrishnan, *Continuous Univariate Distributions*, 2nd ed., vol. 1,
//! chapter 19.

use super::{LawError, positive};
use crate::quantity::{Span, print_span};
use std::fmt;

/// Exponential with a mean.
#[derive(Clone, PartialEq, Debug)]
pub struct Exponential {
    /// Microseconds.
    mean: f64,
}

impl Exponential {
    /// Exponential with this mean, longer than zero.
    pub fn new(mean: Span) -> Result<Self, LawError> {
        Ok(Self { mean: positive("a mean", mean)?.micros() as f64 })
    }

    /// The span not reached with probability `p`: -mean ln(1 - p).
    pub fn quantile(&self, p: f64) -> Span {
        Span::from_micros_f64(-self.mean * libm::log1p(-p))
    }

    /// The span exceeded with probability `u`: -mean ln(u), so it falls as `u` rises.
    ///
    /// The hottest line of the simulator: one logarithm, one product, one rounding.
    #[inline]
    pub fn sample(&self, u: f64) -> Span {
        Span::from_micros_f64(-self.mean * libm::log(u))
    }

    /// What is left of a life that is found under way: as much as of a new one.
    pub fn residual(&self, number: &dyn Fn(u32) -> f64) -> Span {
        self.sample(number(0))
    }

    /// The probability of lasting longer than `t`.
    pub fn survival(&self, t: Span) -> f64 {
        libm::exp(-(t.micros() as f64) / self.mean)
    }

    /// The mean.
    #[inline]
    pub fn mean(&self) -> Span {
        Span::from_micros_f64(self.mean)
    }

    /// The mean in microseconds.
    #[inline]
    pub fn mean_micros(&self) -> f64 {
        self.mean
    }
}

impl fmt::Display for Exponential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exponential, mean {}", print_span(self.mean()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Law, oracle};
    use super::*;

    fn law() -> Law {
        Law::exponential(Span::from_secs(3_600_000)).expect("1000 h is a mean")
    }

    #[test]
    fn a_mean_is_positive_and_fits_the_clock() {
        assert!(Exponential::new(Span::TICK).is_ok());
        assert_eq!(Exponential::new(Span::ZERO), Err(LawError::Zero("a mean")));
        assert_eq!(Exponential::new(Span::FOREVER), Err(LawError::TooLong("a mean")));
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
            [99_471_676_017_343, 10_784_636_184_794, 2_495_329_850_016, 184_655_859_795, 4],
        );
    }

    #[test]
    fn agrees_with_an_independent_sampler() {
        oracle::agrees_with(&law(), rand_distr::Exp::new(1.0 / 3.6e12).expect("a positive rate"));
    }
}
