//! The empirical law: what was measured, each sample with the same probability.
//!
//! Nothing is smoothed and nothing lies beyond the samples: a span that was never measured is never
//! drawn. The samples are sorted, so that their order means nothing and inversion stays monotonous.

use super::{LawError, fits};
use crate::quantity::{Span, print_span};
use std::fmt;
use std::sync::Arc;

/// Samples, each as likely as another.
#[derive(Clone, PartialEq, Debug)]
pub struct Empirical {
    /// Never empty; sorted.
    samples: Arc<[Span]>,
    mean: Span,
}

impl Empirical {
    /// Each of these with the same probability; one at least, and zero is allowed.
    pub fn new(mut samples: Vec<Span>) -> Result<Self, LawError> {
        samples.sort_unstable();
        let Some(&longest) = samples.last() else { return Err(LawError::NoSamples) };
        fits("a sample", longest)?;
        let count = samples.len() as u128;
        let sum: u128 = samples.iter().map(|sample| u128::from(sample.micros())).sum();
        let mean = Span::from_micros(((2 * sum + count) / (2 * count)) as u64);
        Ok(Self { samples: samples.into(), mean })
    }

    /// The least sample that is not exceeded with probability `p`.
    pub fn quantile(&self, p: f64) -> Span {
        let count = self.samples.len();
        let rank = libm::ceil(p * count as f64) as usize;
        self.samples[rank.clamp(1, count) - 1]
    }

    /// The sample exceeded with probability `u`, so it falls as `u` rises.
    #[inline]
    pub fn sample(&self, u: f64) -> Span {
        let count = self.samples.len();
        let from_the_longest = (u * count as f64) as usize;
        self.samples[count - 1 - from_the_longest.min(count - 1)]
    }

    /// What is left of a life that is found under way: a point of all samples laid end to end, the
    /// longest first, up to the end of that which it falls into.
    pub fn residual(&self, number: &dyn Fn(u32) -> f64) -> Span {
        let lengths = || self.samples.iter().rev().map(|sample| sample.micros() as f64);
        let mut past = lengths().sum::<f64>() * number(0);
        for length in lengths() {
            if past < length {
                return Span::from_micros_f64(length - past);
            }
            past -= length;
        }
        Span::ZERO
    }

    /// The share of the samples that last longer than `t`.
    pub fn survival(&self, t: Span) -> f64 {
        let up_to = self.samples.partition_point(|&sample| sample <= t);
        (self.samples.len() - up_to) as f64 / self.samples.len() as f64
    }

    /// The mean of the samples, to the nearest microsecond.
    #[inline]
    pub fn mean(&self) -> Span {
        self.mean
    }
}

impl fmt::Display for Empirical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, mean) = (self.samples.len(), print_span(self.mean));
        let plural = if count == 1 { "" } else { "s" };
        write!(f, "empirical, {count} sample{plural}, mean {mean}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Law, oracle};
    use super::*;

    fn of(seconds: &[u64]) -> Law {
        Law::empirical(seconds.iter().copied().map(Span::from_secs).collect()).expect("samples")
    }

    /// Four repairs.
    fn law() -> Law {
        of(&[60, 10, 30, 30])
    }

    #[test]
    fn there_are_samples_and_they_fit_the_clock() {
        assert_eq!(Empirical::new(vec![]), Err(LawError::NoSamples));
        assert!(Empirical::new(vec![Span::ZERO]).is_ok());
        let long = Empirical::new(vec![Span::TICK, Span::FOREVER]);
        assert_eq!(long, Err(LawError::TooLong("a sample")));
        // A million samples of 500,000 years have a mean.
        let long = Span::from_secs(500_000 * 31_557_600);
        assert_eq!(Empirical::new(vec![long; 1_000_000]).expect("samples").mean(), long);
    }

    #[test]
    fn the_order_of_the_samples_means_nothing() {
        assert_eq!(law(), of(&[10, 30, 30, 60]));
    }

    #[test]
    fn the_quantile_inverts_the_survival() {
        // A law with steps: the quantile is the first sample that leaves no more than 1 - p.
        let law = law();
        let cases = [(0.01, 10), (0.25, 10), (0.26, 30), (0.5, 30), (0.75, 30), (0.76, 60)];
        for (p, seconds) in cases {
            let quantile = law.quantile(p);
            assert_eq!(quantile, Span::from_secs(seconds), "at {p}");
            assert!(law.survival(quantile) <= 1.0 - p);
            assert!(law.survival(quantile.less(Span::TICK)) > 1.0 - p);
        }
        assert_eq!(law.survival(Span::ZERO), 1.0);
        assert_eq!(law.survival(Span::from_secs(59)), 0.25);
        assert_eq!(law.survival(Span::from_secs(60)), 0.0);
    }

    #[test]
    fn the_mean_is_that_of_the_samples() {
        assert_eq!(law().mean(), Span::from_micros(32_500_000));
        // (1 + 2) / 2 = 1.5 µs: half up.
        let pair = Law::empirical([1, 2].map(Span::from_micros).to_vec()).expect("samples");
        assert_eq!(pair.mean(), Span::from_micros(2));
    }

    #[test]
    fn samples_are_drawn_with_equal_probability() {
        oracle::samples_follow_the_survival(&law());
        oracle::samples_follow_the_survival(&of(&[5]));
    }

    #[test]
    fn pinned_samples() {
        oracle::samples_are(&law(), [60_000_000, 60_000_000, 30_000_000, 10_000_000, 10_000_000]);
    }

    #[test]
    fn agrees_with_an_independent_sampler() {
        oracle::agrees_with(&law(), Chosen([10e6, 30e6, 30e6, 60e6]));
    }

    /// `rand_distr`'s way of choosing one of four.
    struct Chosen([f64; 4]);

    impl rand_distr::Distribution<f64> for Chosen {
        fn sample<R: rand::Rng + ?Sized>(&self, source: &mut R) -> f64 {
            let at = rand_distr::Uniform::new(0_usize, 4).expect("a range").sample(source);
            self.0[at]
        }
    }
}
