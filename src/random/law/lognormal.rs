//! The lognormal law: many small factors multiply, as in repairs done by people; most are short
//! and a few are very long.
//!
//! The logarithm is normal with mean ln(median) and standard deviation sigma; the mean is
//! median exp(sigma² / 2).
//! Source: Johnson, Kotz, Balakrishnan, *Continuous Univariate Distributions*, 2nd ed., vol. 1,
//! chapter 14.

use super::{LawError, fits_micros, part_of, positive};
use crate::quantity::{Span, print_span};
use crate::stats::special::{normal_quantile, normal_survival};
use std::fmt;

/// Lognormal with a median and a sigma.
#[derive(Clone, PartialEq, Debug)]
pub struct Lognormal {
    /// Microseconds.
    median: f64,
    sigma: f64,
    mean: Span,
}

/// At sigma 5 the mean is 268,337 medians; beyond, no number of trials would find it.
const WIDEST: f64 = 5.0;

/// The standard normal deviate that one in twenty exceeds.
const Z95: f64 = 1.644_853_626_951_472_2;

impl Lognormal {
    /// Lognormal with this median and a mean that exceeds it.
    pub fn with_mean(median: Span, mean: Span) -> Result<Self, LawError> {
        let (median, mean) = (positive("a median", median)?, positive("a mean", mean)?);
        if mean <= median {
            return Err(LawError::MeanNotAboveMedian);
        }
        let sigma = libm::sqrt(2.0 * log_ratio(mean, median));
        spread(sigma)?;
        Ok(Self { median: median.micros() as f64, sigma, mean })
    }

    /// Lognormal with this median and a 95th percentile that exceeds it.
    pub fn with_p95(median: Span, p95: Span) -> Result<Self, LawError> {
        let median = positive("a median", median)?;
        let p95 = positive("a 95th percentile", p95)?;
        if p95 <= median {
            return Err(LawError::P95NotAboveMedian);
        }
        let sigma = log_ratio(p95, median) / Z95;
        spread(sigma)?;
        Self::with_sigma(median, sigma)
    }

    /// Lognormal with this median and sigma, the standard deviation of the logarithm (at most 5).
    pub fn with_sigma(median: Span, sigma: f64) -> Result<Self, LawError> {
        let median = positive("a median", median)?.micros() as f64;
        if !(sigma > 0.0 && sigma <= WIDEST) {
            return Err(LawError::Sigma);
        }
        let mean = median * libm::exp(0.5 * sigma * sigma);
        let mean = fits_micros("the mean of a lognormal law", mean)?;
        Ok(Self { median, sigma, mean })
    }

    /// The span not reached with probability `p`: median exp(sigma z(p)).
    pub fn quantile(&self, p: f64) -> Span {
        self.at_deviate(normal_quantile(p))
    }

    /// The span exceeded with probability `u`: median exp(-sigma z(u)), so it falls as `u` rises.
    #[inline]
    pub fn sample(&self, u: f64) -> Span {
        self.at_deviate(-normal_quantile(u))
    }

    /// What is left of a life that is found under way: such lives are lognormal with the same sigma
    /// and a median exp(sigma²) times as long.
    pub fn residual(&self, number: &dyn Fn(u32) -> f64) -> Span {
        part_of(self.at_deviate(self.sigma - normal_quantile(number(1))), number(0))
    }

    /// The span `z` standard deviations above the median, on the scale of logarithms.
    #[inline]
    fn at_deviate(&self, z: f64) -> Span {
        Span::from_micros_f64(self.median * libm::exp(self.sigma * z))
    }

    /// The probability of lasting longer than `t`.
    pub fn survival(&self, t: Span) -> f64 {
        // The logarithm of zero is minus infinity, which everything survives.
        normal_survival(libm::log(t.micros() as f64 / self.median) / self.sigma)
    }

    /// The mean.
    #[inline]
    pub fn mean(&self) -> Span {
        self.mean
    }
}

/// ln(longer / shorter), exact also where the two nearly agree.
fn log_ratio(longer: Span, shorter: Span) -> f64 {
    libm::log1p(longer.less(shorter).micros() as f64 / shorter.micros() as f64)
}

/// Refuses a sigma that two spans imply but that is too wide.
fn spread(sigma: f64) -> Result<(), LawError> {
    if sigma <= WIDEST { Ok(()) } else { Err(LawError::Spread) }
}

impl fmt::Display for Lognormal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let median = print_span(Span::from_micros_f64(self.median));
        write!(f, "lognormal, median {median}, mean {}", print_span(self.mean))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Law, oracle};
    use super::*;

    const MINUTE: Span = Span::from_secs(60);

    /// Repairs with a median of 25 minutes and a mean of 60.
    fn law() -> Law {
        Law::lognormal_mean(MINUTE.times(25), MINUTE.times(60)).expect("the mean is above")
    }

    #[test]
    fn spans_in_the_wrong_order_and_absurd_spreads_are_refused() {
        let (short, long) = (MINUTE, MINUTE.times(60));
        assert_eq!(Lognormal::with_mean(long, short), Err(LawError::MeanNotAboveMedian));
        assert_eq!(Lognormal::with_mean(long, long), Err(LawError::MeanNotAboveMedian));
        assert_eq!(Lognormal::with_p95(long, long), Err(LawError::P95NotAboveMedian));
        assert_eq!(Lognormal::with_mean(Span::ZERO, long), Err(LawError::Zero("a median")));
        assert_eq!(Lognormal::with_p95(Span::TICK, long), Err(LawError::Spread));
        for sigma in [0.0, -1.0, 5.1, f64::NAN, f64::INFINITY] {
            assert_eq!(Lognormal::with_sigma(short, sigma), Err(LawError::Sigma));
        }
        // Ten years at sigma 5 have a mean of 2.7 million years.
        assert_eq!(
            Lognormal::with_sigma(long.times(87_660), 5.0),
            Err(LawError::TooLong("the mean of a lognormal law"))
        );
    }

    #[test]
    fn the_three_ways_of_stating_a_law_agree() {
        let by_sigma = Lognormal::with_sigma(MINUTE, 0.8).expect("valid");
        let by_mean = Lognormal::with_mean(MINUTE, by_sigma.mean()).expect("valid");
        let by_p95 = Lognormal::with_p95(MINUTE, by_sigma.quantile(0.95)).expect("valid");
        // Whole microseconds carry a minute to 1e-8.
        assert!((by_mean.sigma - 0.8).abs() < 1e-7);
        assert!((by_p95.sigma - 0.8).abs() < 1e-7);
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
            [16_542_774_837_538, 13_223_356_193, 1_500_000_000, 170_153_474, 136_010],
        );
    }

    #[test]
    fn agrees_with_an_independent_sampler() {
        let (mu, sigma) = (libm::log(25.0 * 60e6), libm::sqrt(2.0 * libm::log(60.0 / 25.0)));
        oracle::agrees_with(&law(), rand_distr::LogNormal::new(mu, sigma).expect("finite"));
    }
}
