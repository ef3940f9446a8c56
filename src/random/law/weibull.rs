//! The Weibull law: a hazard that falls with age (shape below 1, early failures) or rises with it
//! (shape above 1, wear); shape 1 is the exponential law.
//!
//! Survival exp(-(t / scale)^shape), mean scale Γ(1 + 1 / shape).
//! Source: Johnson, Kotz, Balakrishnan, *Continuous Univariate Distributions*, 2nd ed., vol. 1,
//! chapter 21.

use super::{LawError, fits_micros, positive};
use crate::quantity::{Span, print_span};
use std::fmt;

/// Weibull with a shape and a scale.
#[derive(Clone, PartialEq, Debug)]
pub struct Weibull {
    shape: f64,
    /// Microseconds.
    scale: f64,
    mean: Span,
}

impl Weibull {
    /// Weibull with this shape, from 0.1 to 20, and mean.
    pub fn with_mean(shape: f64, mean: Span) -> Result<Self, LawError> {
        let mean = positive("a mean", mean)?;
        let scale = mean.micros() as f64 / mean_of_unit_scale(shape)?;
        Ok(Self { shape, scale, mean })
    }

    /// Weibull with this shape, from 0.1 to 20, and scale, the age that 1 in e survives.
    pub fn with_scale(shape: f64, scale: Span) -> Result<Self, LawError> {
        let scale = positive("a scale", scale)?.micros() as f64;
        let mean = fits_micros("the mean of a weibull law", scale * mean_of_unit_scale(shape)?)?;
        Ok(Self { shape, scale, mean })
    }

    /// The span not reached with probability `p`: scale (-ln(1 - p))^(1 / shape).
    pub fn quantile(&self, p: f64) -> Span {
        self.at_hazard(-libm::log1p(-p))
    }

    /// The span exceeded with probability `u`: scale (-ln u)^(1 / shape), so it falls as `u` rises.
    #[inline]
    pub fn sample(&self, u: f64) -> Span {
        self.at_hazard(-libm::log(u))
    }

    /// The span at which the cumulative hazard is `e`.
    ///
    /// An exponential of a logarithm costs a fifth of `libm::pow`, and its relative error, a few
    /// units in the last place times |ln e| / shape, is far below the microsecond.
    #[inline]
    fn at_hazard(&self, e: f64) -> Span {
        Span::from_micros_f64(self.scale * libm::exp(libm::log(e) / self.shape))
    }

    /// The probability of lasting longer than `t`.
    pub fn survival(&self, t: Span) -> f64 {
        libm::exp(-libm::pow(t.micros() as f64 / self.scale, self.shape))
    }

    /// The mean.
    #[inline]
    pub fn mean(&self) -> Span {
        self.mean
    }
}

/// Γ(1 + 1 / shape), for a shape that is allowed: at 0.1 the mean is 3.6 million scales, and above
/// 20 the law is a fixed span to within a few hundredths.
fn mean_of_unit_scale(shape: f64) -> Result<f64, LawError> {
    if (0.1..=20.0).contains(&shape) {
        Ok(libm::tgamma(1.0 + 1.0 / shape))
    } else {
        Err(LawError::Shape)
    }
}

impl fmt::Display for Weibull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "weibull, shape {}, mean {}", self.shape, print_span(self.mean))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Law, oracle};
    use super::*;

    const HOUR: Span = Span::from_secs(3600);

    /// Early failures, with a mean of 1000 h.
    fn law() -> Law {
        Law::weibull_mean(0.7, HOUR.times(1000)).expect("the shape is allowed")
    }

    /// Wear, with a scale of 1000 h.
    fn wear() -> Law {
        Law::weibull_scale(3.0, HOUR.times(1000)).expect("the shape is allowed")
    }

    #[test]
    fn shapes_and_spans_outside_their_range_are_refused() {
        assert!(Weibull::with_mean(0.1, HOUR).is_ok());
        assert!(Weibull::with_mean(20.0, HOUR).is_ok());
        for shape in [0.0, -1.0, 0.09, 20.1, f64::NAN, f64::INFINITY] {
            assert_eq!(Weibull::with_mean(shape, HOUR), Err(LawError::Shape));
            assert_eq!(Weibull::with_scale(shape, HOUR), Err(LawError::Shape));
        }
        assert_eq!(Weibull::with_mean(1.0, Span::ZERO), Err(LawError::Zero("a mean")));
        assert_eq!(Weibull::with_scale(1.0, Span::ZERO), Err(LawError::Zero("a scale")));
        // A scale of 1,000 years at shape 0.1 has a mean of 3.6 billion years.
        assert_eq!(
            Weibull::with_scale(0.1, HOUR.times(8_766_000)),
            Err(LawError::TooLong("the mean of a weibull law"))
        );
    }

    #[test]
    fn the_quantile_inverts_the_survival() {
        oracle::quantile_inverts_survival(&law());
        oracle::quantile_inverts_survival(&wear());
    }

    #[test]
    fn the_mean_is_the_integral_of_the_survival() {
        oracle::mean_is_the_integral_of_survival(&law());
        oracle::mean_is_the_integral_of_survival(&wear());
    }

    #[test]
    fn pinned_samples() {
        oracle::samples_are(
            &law(),
            [325_887_590_175_942, 13_634_773_046_648, 1_684_756_521_286, 40_846_868_141, 0],
        );
        oracle::samples_are(
            &wear(),
            [
                10_883_489_075_888,
                5_189_635_234_046,
                3_185_989_360_202,
                1_337_589_030_521,
                359_997_345,
            ],
        );
    }

    #[test]
    fn agrees_with_an_independent_sampler() {
        let scale = 3.6e12 / libm::tgamma(1.0 + 1.0 / 0.7);
        oracle::agrees_with(&law(), rand_distr::Weibull::new(scale, 0.7).expect("positive"));
        oracle::agrees_with(&wear(), rand_distr::Weibull::new(3.6e12, 3.0).expect("positive"));
    }
}
