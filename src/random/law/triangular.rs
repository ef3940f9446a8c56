//! The triangular law: what an expert says who knows the least, the likeliest and the most.
//!
//! The density rises in a straight line from `least` to `likeliest` and falls to `most`; the mean
//! is the third of their sum.
//! Source: Johnson, Kotz, Balakrishnan, *Continuous Univariate Distributions*, 2nd ed., vol. 2,
//! chapter 26, section 9.

use super::{LawError, fits, left_of_bounded};
use crate::quantity::{Span, print_span};
use std::fmt;

/// Triangular between two ends, likeliest at a point.
#[derive(Clone, PartialEq, Debug)]
pub struct Triangular {
    least: Span,
    likeliest: Span,
    most: Span,
}

impl Triangular {
    /// Triangular between `least`, which may be zero, and `most`, which must exceed it; the
    /// likeliest span may be one of the two.
    pub fn new(least: Span, likeliest: Span, most: Span) -> Result<Self, LawError> {
        let most = fits("the upper end", most)?;
        if least <= likeliest && likeliest <= most && least < most {
            Ok(Self { least, likeliest, most })
        } else {
            Err(LawError::Points)
        }
    }

    /// The span not reached with probability `p`.
    pub fn quantile(&self, p: f64) -> Span {
        self.between(p, 1.0 - p)
    }

    /// The span exceeded with probability `u`, so it falls as `u` rises.
    #[inline]
    pub fn sample(&self, u: f64) -> Span {
        self.between(1.0 - u, u)
    }

    /// The span with `p` before it and `u` after it, from the end that is nearer.
    #[inline]
    fn between(&self, p: f64, u: f64) -> Span {
        let (width, rise) = (self.width(), self.rise());
        if p * width <= rise {
            self.least + Span::from_micros_f64(libm::sqrt(p * width * rise))
        } else {
            self.most.less(Span::from_micros_f64(libm::sqrt(u * width * self.fall())))
        }
    }

    /// What is left of a life that is found under way.
    pub fn residual(&self, number: &dyn Fn(u32) -> f64) -> Span {
        left_of_bounded(self.most, number, |u| self.sample(u))
    }

    /// The probability of lasting longer than `t`.
    pub fn survival(&self, t: Span) -> f64 {
        if t <= self.likeliest {
            let past = t.less(self.least).micros() as f64;
            // At a rise of no length `t` is the lower end.
            if past == 0.0 { 1.0 } else { 1.0 - past * past / (self.width() * self.rise()) }
        } else {
            let left = self.most.less(t).micros() as f64;
            if left == 0.0 { 0.0 } else { left * left / (self.width() * self.fall()) }
        }
    }

    /// The mean: a third of the sum, to the nearest microsecond.
    #[inline]
    pub fn mean(&self) -> Span {
        let points = [self.least, self.likeliest, self.most];
        let sum: u128 = points.iter().map(|point| u128::from(point.micros())).sum();
        Span::from_micros(((2 * sum + 3) / 6) as u64)
    }

    /// From end to end, in microseconds.
    #[inline]
    fn width(&self) -> f64 {
        self.most.less(self.least).micros() as f64
    }

    /// From the lower end to the likeliest, in microseconds.
    #[inline]
    fn rise(&self) -> f64 {
        self.likeliest.less(self.least).micros() as f64
    }

    /// From the likeliest to the upper end, in microseconds.
    #[inline]
    fn fall(&self) -> f64 {
        self.most.less(self.likeliest).micros() as f64
    }
}

impl fmt::Display for Triangular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [least, likeliest, most] = [self.least, self.likeliest, self.most].map(print_span);
        write!(f, "triangular, {least} to {most}, likeliest {likeliest}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Law, oracle};
    use super::*;

    const MINUTE: Span = Span::from_secs(60);

    fn of(least: u64, likeliest: u64, most: u64) -> Law {
        Law::triangular(MINUTE.times(least), MINUTE.times(likeliest), MINUTE.times(most))
            .expect("the points rise")
    }

    /// A repair of 10 minutes to 2 hours, mostly of half an hour.
    fn law() -> Law {
        of(10, 30, 120)
    }

    #[test]
    fn the_points_rise() {
        let [one, two, three] = [1, 2, 3].map(Span::from_secs);
        let new = Triangular::new;
        assert!(new(Span::ZERO, one, two).is_ok());
        assert!(new(one, one, two).is_ok() && new(one, two, two).is_ok());
        for (least, likeliest, most) in [(two, one, three), (one, three, two), (one, one, one)] {
            assert_eq!(new(least, likeliest, most), Err(LawError::Points));
        }
        assert_eq!(new(one, two, Span::FOREVER), Err(LawError::TooLong("the upper end")));
    }

    #[test]
    fn the_quantile_inverts_the_survival() {
        oracle::quantile_inverts_survival(&law());
        oracle::quantile_inverts_survival(&of(10, 10, 120));
        oracle::quantile_inverts_survival(&of(0, 120, 120));
    }

    #[test]
    fn the_mean_is_the_integral_of_the_survival() {
        oracle::mean_is_the_integral_of_survival(&law());
        oracle::mean_is_the_integral_of_survival(&of(10, 10, 120));
        oracle::mean_is_the_integral_of_survival(&of(0, 120, 120));
    }

    #[test]
    fn moments_and_distribution_are_those_of_the_closed_form() {
        // Mean (10 + 30 + 120) / 3 min; variance (a² + m² + b² - am - ab - mb) / 18 =
        // (100 + 900 + 14,400 - 300 - 1,200 - 3,600) / 18 min²; kurtosis 12 / 5.
        let deviation = 60e6 * libm::sqrt(10_300.0 / 18.0);
        oracle::has_moments(&law(), 60e6 * 160.0 / 3.0, deviation, 2.4);
        oracle::samples_follow_the_survival(&law());
        oracle::samples_follow_the_survival(&of(10, 10, 120));
        oracle::samples_follow_the_survival(&of(0, 120, 120));
    }

    #[test]
    fn pinned_samples() {
        // By the formula in decimals of forty places.
        oracle::samples_are(
            &law(),
            [7_199_994_030, 5_865_084_272, 2_978_625_816, 1_229_285_309, 600_002_814],
        );
    }

    #[test]
    fn agrees_with_an_independent_sampler() {
        let peer = rand_distr::Triangular::new(600e6, 7200e6, 1800e6).expect("the points rise");
        oracle::agrees_with(&law(), peer);
    }
}
