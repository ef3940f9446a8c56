//! The Weibull law: a hazard that falls with age (shape below 1, early failures) or rises with it
//! (shape above 1, wear); shape 1 is the exponential law.
//!
//! Survival exp(-(t / scale)^shape), mean scale Γ(1 + 1 / shape).
//! Source: Johnson, Kotz, Balakrishnan, *Continuous Univariate Distributions*, 2nd ed., vol. 1,
//! chapter 21.

use super::{LawError, fits_micros, gamma_variate, part_of, positive};
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

/// ln 2, the cumulative hazard at the median.
const HAZARD_P50: f64 = std::f64::consts::LN_2;

/// ln 20, the cumulative hazard at the 95th percentile.
const HAZARD_P95: f64 = 2.995_732_273_553_991;

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

    /// Weibull with this shape, from 0.1 to 20, and median: scale (ln 2)^(1 / shape).
    pub fn with_median(shape: f64, median: Span) -> Result<Self, LawError> {
        let median = positive("a median", median)?;
        let unit = mean_of_unit_scale(shape)?;
        let scale = median.micros() as f64 / libm::pow(HAZARD_P50, 1.0 / shape);
        let mean = fits_micros("the mean of a weibull law", scale * unit)?;
        Ok(Self { shape, scale, mean })
    }

    /// Weibull with this median and 95th percentile.
    ///
    /// The cumulative hazard (t / scale)^shape is ln 2 at the one and ln 20 at the other, so the
    /// shape is ln(ln 20 / ln 2) / ln(p95 / median).
    pub fn with_p95(median: Span, p95: Span) -> Result<Self, LawError> {
        let median = positive("a median", median)?;
        let p95 = positive("a 95th percentile", p95)?;
        if p95 <= median {
            return Err(LawError::WeibullPercentiles);
        }
        let ratio = p95.less(median).micros() as f64 / median.micros() as f64;
        let shape = libm::log(HAZARD_P95 / HAZARD_P50) / libm::log1p(ratio);
        Self::with_median(shape, median).map_err(|why| match why {
            LawError::Shape => LawError::WeibullPercentiles,
            other => other,
        })
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

    /// What is left of a life that is found under way: the cumulative hazard at the end of such a
    /// life has the density e^(1 / shape) exp(-e) / Γ(1 + 1 / shape), a gamma law.
    pub fn residual(&self, number: &dyn Fn(u32) -> f64) -> Span {
        let hazard = gamma_variate(1.0 + 1.0 / self.shape, &|i| number(i + 1));
        part_of(self.at_hazard(hazard), number(0))
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
    fn percentiles_state_a_law() {
        // Half survive 10 h and one in twenty 30 h, to the microsecond.
        let law = Law::weibull_p95(HOUR.times(10), HOUR.times(30)).expect("in order");
        assert!((law.survival(HOUR.times(10)) - 0.5).abs() < 1e-12);
        assert!((law.survival(HOUR.times(30)) - 0.05).abs() < 1e-12);
        let law = Law::weibull_median(1.7, HOUR.times(10)).expect("the shape is allowed");
        assert!((law.survival(HOUR.times(10)) - 0.5).abs() < 1e-12);
        // exp(1.4637 / 20) = 1.0759: closer than that the shape exceeds 20.
        let (near, far) = (Span::from_secs(10_760), Span::from_secs(10_759));
        assert!(Weibull::with_p95(Span::from_secs(10_000), near).is_ok());
        for p95 in [far, Span::from_secs(10_000), Span::from_secs(1)] {
            let refused = Weibull::with_p95(Span::from_secs(10_000), p95);
            assert_eq!(refused, Err(LawError::WeibullPercentiles));
        }
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
