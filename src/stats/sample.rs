//! What a sample says about its tail: quantiles with intervals, and exceedance.
//!
//! Quantiles follow the nearest-rank rule, the first definition of Hyndman and Fan (*The American
//! Statistician* 50 (1996) 361–365): the smallest number that at least the stated share does not
//! exceed. It interpolates nothing, so every figure happened in some trial that can be replayed.

use super::Interval;
use super::estimate::tail;
use super::special::beta_cdf;

/// Numbers in ascending order, at least one.
#[derive(Clone, PartialEq, Debug)]
pub struct Sample {
    sorted: Vec<f64>,
}

impl Sample {
    /// The sample of these numbers, in any order; `None` of none, or if one is not a number.
    pub fn new(mut values: Vec<f64>) -> Option<Self> {
        if values.is_empty() || values.iter().any(|value| value.is_nan()) {
            return None;
        }
        values.sort_unstable_by(f64::total_cmp);
        Some(Self { sorted: values })
    }

    /// How many numbers there are.
    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    /// The smallest number that at least a share `p` of the sample does not exceed.
    pub fn quantile(&self, p: f64) -> f64 {
        self.sorted[self.rank(p) - 1]
    }

    /// The largest number.
    pub fn worst(&self) -> f64 {
        self.sorted[self.count() - 1]
    }

    /// The share of the sample above `value`.
    pub fn exceedance(&self, value: f64) -> f64 {
        let not_above = self.sorted.partition_point(|&x| x <= value);
        (self.count() - not_above) as f64 / self.count() as f64
    }

    /// An interval for the quantile of `p` of the law behind the sample, at least at `level`,
    /// whatever the law. An end beyond what the sample can say is infinite.
    ///
    /// Source: H. A. David, *Order Statistics*, 2nd ed. (1981), section 2.5.
    pub fn quantile_interval(&self, p: f64, level: f64) -> Interval {
        let (n, tail) = (self.count(), tail(level));
        // At least k of n fall below the quantile with probability I(p; k, n - k + 1), which falls
        // with k. The lower end is the last k for which that is nearly sure; the upper end is the
        // first k for which it is nearly impossible.
        let at_least = |k: usize| beta_cdf(k as f64, (n - k + 1) as f64, p);
        let lower = first_rank(n, |k| at_least(k) < 1.0 - tail) - 1;
        let upper = first_rank(n, |k| at_least(k) <= tail);
        Interval {
            lower: if lower == 0 { f64::NEG_INFINITY } else { self.sorted[lower - 1] },
            upper: if upper > n { f64::INFINITY } else { self.sorted[upper - 1] },
        }
    }

    /// The nearest rank, from one.
    fn rank(&self, p: f64) -> usize {
        nearest_rank(p, self.count() as u64) as usize
    }
}

/// The nearest rank of a quantile among `n` numbers, from one.
pub(super) fn nearest_rank(p: f64, n: u64) -> u64 {
    assert!((0.0..=1.0).contains(&p), "a quantile is asked at a probability, not at {p}");
    let exact = p * n as f64;
    let nearest = libm::round(exact);
    // 0.95 of 100 is 95, though the product in binary may be a little more.
    let whole = (exact - nearest).abs() < 1e-9 * nearest;
    let rank = if whole { nearest } else { libm::ceil(exact) };
    (rank as u64).clamp(1, n)
}

/// The first rank in `1..=n` that satisfies a monotone condition, or `n + 1`.
fn first_rank(n: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (1, n + 1);
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(n: u32) -> Sample {
        Sample::new((1..=n).rev().map(f64::from).collect()).expect("not empty")
    }

    #[test]
    fn quantiles_are_numbers_of_the_sample() {
        // The textbook example of the nearest rank: 15, 20, 35, 40, 50.
        let sample = Sample::new(vec![35.0, 20.0, 15.0, 50.0, 40.0]).expect("not empty");
        let found = [0.05, 0.3, 0.4, 0.5, 1.0].map(|p| sample.quantile(p));
        assert_eq!(found, [15.0, 20.0, 20.0, 35.0, 50.0]);
        assert_eq!((sample.quantile(0.0), sample.worst()), (15.0, 50.0));
    }

    #[test]
    fn whole_ranks_are_not_missed_by_a_rounding() {
        for n in [20, 100, 1_000, 100_000] {
            assert_eq!(to(n).quantile(0.95), f64::from(n / 100 * 95).max(f64::from(n * 19 / 20)));
            assert_eq!(to(n).quantile(0.05), f64::from(n / 20));
        }
    }

    #[test]
    fn exceedance_counts_what_is_strictly_above() {
        let sample = Sample::new(vec![0.0, 0.0, 1.0, 2.0]).expect("not empty");
        assert_eq!([-1.0, 0.0, 1.0, 2.0].map(|x| sample.exceedance(x)), [1.0, 0.5, 0.25, 0.0]);
    }

    #[test]
    fn the_interval_of_a_median_is_the_sign_tests() {
        // The ranks of published tables of the sign test at 0.95: 2 and 9 of 10, 40 and 61 of 100.
        let ten = to(10).quantile_interval(0.5, 0.95);
        assert_eq!((ten.lower, ten.upper), (2.0, 9.0));
        let hundred = to(100).quantile_interval(0.5, 0.95);
        assert_eq!((hundred.lower, hundred.upper), (40.0, 61.0));
    }

    #[test]
    fn a_small_sample_does_not_bound_a_far_quantile() {
        // 0.99^200 = 0.134: the largest of 200 may well lie below the 99th percentile.
        assert_eq!(to(200).quantile_interval(0.99, 0.95).upper, f64::INFINITY);
        assert_eq!(to(5).quantile_interval(0.01, 0.95).lower, f64::NEG_INFINITY);
    }

    #[test]
    fn an_empty_sample_is_none() {
        assert_eq!(Sample::new(vec![]), None);
        assert_eq!(Sample::new(vec![1.0, f64::NAN]), None);
    }
}
