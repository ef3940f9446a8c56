//! The gamma law: the time of several exponential stages in a row (a whole shape counts them), and
//! everything between and below; its spread is the mean over the root of the shape.
//!
//! Survival Q(shape, t / scale), the upper incomplete gamma function; mean shape × scale; standard
//! deviation scale × √shape.
//! Source: Johnson, Kotz, Balakrishnan, *Continuous Univariate Distributions*, 2nd ed., vol. 1,
//! chapter 17.

use super::{LawError, fits_micros, gamma_variate, part_of, positive};
use crate::quantity::{Span, print_span};
use crate::stats::special::{gamma_quantile, gamma_survival};
use std::fmt;

/// Gamma with a shape and a scale.
#[derive(Clone, PartialEq, Debug)]
pub struct Gamma {
    shape: f64,
    /// Microseconds.
    scale: f64,
    mean: Span,
}

impl Gamma {
    /// Gamma with this shape, from 0.01 to 10,000, and mean.
    pub fn with_mean(shape: f64, mean: Span) -> Result<Self, LawError> {
        let mean = positive("a mean", mean)?;
        let shape = allowed(shape)?;
        Ok(Self { shape, scale: mean.micros() as f64 / shape, mean })
    }

    /// Gamma with this shape, from 0.01 to 10,000, and scale, the mean of one stage.
    pub fn with_scale(shape: f64, scale: Span) -> Result<Self, LawError> {
        let scale = positive("a scale", scale)?.micros() as f64;
        let shape = allowed(shape)?;
        Ok(Self { shape, scale, mean: fits_micros("the mean of a gamma law", scale * shape)? })
    }

    /// Gamma with this mean and standard deviation, a hundredth of it to ten times it.
    pub fn with_deviation(mean: Span, deviation: Span) -> Result<Self, LawError> {
        let mean = positive("a mean", mean)?;
        let deviation = positive("a standard deviation", deviation)?;
        let ratio = mean.micros() as f64 / deviation.micros() as f64;
        Self::with_mean(ratio * ratio, mean).map_err(|_| LawError::GammaDeviation)
    }

    /// The span not reached with probability `p`.
    pub fn quantile(&self, p: f64) -> Span {
        Span::from_micros_f64(self.scale * gamma_quantile(p, self.shape))
    }

    /// A span by rejection (`gamma_variate`).
    ///
    /// Below shape 1 the remark of Marsaglia and Tsang holds: a variate of the next shape, times u^(1 / shape), with the
    /// number u that comes first; each try takes two more.
    #[cold]
    pub fn sample(&self, number: &dyn Fn(u32) -> f64) -> Span {
        let small = self.shape < 1.0;
        let (shape, first) = if small { (self.shape + 1.0, 1) } else { (self.shape, 0) };
        let variate = gamma_variate(shape, &|i| number(first + i));
        let part = if small { libm::exp(libm::log(number(0)) / self.shape) } else { 1.0 };
        Span::from_micros_f64(self.scale * variate * part)
    }

    /// What is left of a life that is found under way: such lives have one stage more.
    pub fn residual(&self, number: &dyn Fn(u32) -> f64) -> Span {
        let stages = gamma_variate(self.shape + 1.0, &|i| number(i + 1));
        part_of(Span::from_micros_f64(self.scale * stages), number(0))
    }

    /// The probability of lasting longer than `t`.
    pub fn survival(&self, t: Span) -> f64 {
        gamma_survival(self.shape, t.micros() as f64 / self.scale)
    }

    /// The mean.
    #[inline]
    pub fn mean(&self) -> Span {
        self.mean
    }
}

/// Between a spread of ten means and one of a hundredth.
fn allowed(shape: f64) -> Result<f64, LawError> {
    if (0.01..=10_000.0).contains(&shape) { Ok(shape) } else { Err(LawError::GammaShape) }
}

impl fmt::Display for Gamma {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gamma, shape {}, mean {}", self.shape, print_span(self.mean))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Law, oracle};
    use super::*;

    const HOUR: Span = Span::from_secs(3600);

    /// Three stages of 20 minutes.
    fn law() -> Law {
        Law::gamma_mean(3.0, HOUR).expect("the shape is allowed")
    }

    /// Mostly short, sometimes long: the standard deviation is √2 means.
    fn uneven() -> Law {
        Law::gamma_scale(0.5, HOUR).expect("the shape is allowed")
    }

    #[test]
    fn shapes_and_spreads_outside_their_range_are_refused() {
        for shape in [0.0, -1.0, 0.009, 10_001.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Gamma::with_mean(shape, HOUR), Err(LawError::GammaShape));
            assert_eq!(Gamma::with_scale(shape, HOUR), Err(LawError::GammaShape));
        }
        assert_eq!(Gamma::with_mean(2.0, Span::ZERO), Err(LawError::Zero("a mean")));
        assert_eq!(Gamma::with_scale(2.0, Span::ZERO), Err(LawError::Zero("a scale")));
        // 1,000 stages of 1,000 years.
        assert_eq!(
            Gamma::with_scale(1000.0, HOUR.times(8_766_000)),
            Err(LawError::TooLong("the mean of a gamma law"))
        );
        assert!(Gamma::with_deviation(HOUR, HOUR.times(10)).is_ok());
        for deviation in [HOUR.times(11), Span::from_secs(35)] {
            assert_eq!(Gamma::with_deviation(HOUR, deviation), Err(LawError::GammaDeviation));
        }
    }

    #[test]
    fn mean_and_deviation_state_a_law() {
        let law = Gamma::with_deviation(HOUR.times(4), HOUR.times(2)).expect("in proportion");
        assert_eq!((law.shape, law.scale), (4.0, 3.6e9));
    }

    #[test]
    fn the_quantile_inverts_the_survival() {
        oracle::the_quantile_alone(&law());
        oracle::the_quantile_alone(&uneven());
    }

    #[test]
    fn the_mean_is_the_integral_of_the_survival() {
        oracle::mean_is_the_integral_of_survival(&law());
        oracle::mean_is_the_integral_of_survival(&uneven());
    }

    #[test]
    fn moments_and_distribution_are_those_of_the_closed_form() {
        // Deviation scale √shape; kurtosis 3 + 6 / shape.
        oracle::has_moments(&law(), 3.6e9, 1.2e9 * libm::sqrt(3.0), 5.0);
        oracle::has_moments(&uneven(), 1.8e9, 3.6e9 * libm::sqrt(0.5), 15.0);
        oracle::samples_follow_the_survival(&law());
        oracle::samples_follow_the_survival(&uneven());
        for shape in [0.05, 0.99, 1.0, 1.01, 30.0, 2_000.0] {
            let law = Law::gamma_mean(shape, HOUR).expect("the shape is allowed");
            oracle::samples_follow_the_survival(&law);
        }
    }

    #[test]
    fn whole_shapes_are_sums_of_exponential_stages() {
        // Erlang: the survival of n stages is e^-x (1 + x + ... + x^(n-1) / (n-1)!).
        for minutes in [1_u32, 20, 60, 300] {
            let x = f64::from(minutes) / 20.0;
            let erlang = libm::exp(-x) * (1.0 + x + x * x / 2.0);
            let ours = law().survival(Span::from_secs(60).times(minutes.into()));
            assert!((ours / erlang - 1.0).abs() < 1e-12, "{minutes} min: {ours}, not {erlang}");
        }
    }

    #[test]
    fn pinned_samples() {
        // Found equal to the last microsecond by a program that shares only the published steps.
        let at = |law: &Law, numbers: &[f64]| law.sample(|i| numbers[i as usize]).micros();
        // The median normal: d scale = (3 - 1/3) × 20 min.
        assert_eq!(at(&law(), &[0.5, 0.5]), 3_200_000_000);
        assert_eq!(at(&law(), &[0.05, 0.5]), 937_855_984);
        assert_eq!(at(&law(), &[0.95, 0.2]), 7_626_578_780);
        // The first pair is refused.
        assert_eq!(at(&law(), &[1e-9, 0.9, 0.3, 0.4]), 2_278_462_573);
        // Below shape one: (1.5 - 1/3) × 1 h × 0.25².
        assert_eq!(at(&uneven(), &[0.25, 0.5, 0.5]), 262_500_000);
        assert_eq!(at(&uneven(), &[0.9, 1e-9, 0.999, 0.8, 0.1]), 6_800_904_481);
    }

    #[test]
    fn agrees_with_an_independent_sampler() {
        oracle::agrees_with(&law(), rand_distr::Gamma::new(3.0, 1.2e9).expect("positive"));
        oracle::agrees_with(&uneven(), rand_distr::Gamma::new(0.5, 3.6e9).expect("positive"));
    }
}
