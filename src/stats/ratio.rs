//! The ratio of two totals over independent trials: time out over time, downtime over outages.
//!
//! Trials of unequal weight must not be averaged one by one; the ratio of sums is the estimator,
//! and the delta method gives its error.
//! Source: W. G. Cochran, *Sampling Techniques*, 3rd ed. (1977), sections 2.11 and 6.4.

use super::Estimate;

/// Sums over pairs (above, below) seen so far.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Ratio {
    count: u64,
    above: f64,
    below: f64,
    /// Sums of products of distances from the means.
    above_above: f64,
    above_below: f64,
    below_below: f64,
}

impl Ratio {
    /// Takes one more trial into account: its share of the numerator and of the denominator.
    pub fn push(&mut self, above: f64, below: f64) {
        let one = Self { count: 1, above, below, ..Self::default() };
        self.merge(&one);
    }

    /// Takes all trials of a later block into account. Merge blocks in block order.
    pub fn merge(&mut self, later: &Ratio) {
        if later.count == 0 {
            return;
        }
        let (n, m) = (self.count as f64, later.count as f64);
        let (above, below) = (later.above - self.above, later.below - self.below);
        let weight = n * m / (n + m);
        self.count += later.count;
        self.above += above * (m / (n + m));
        self.below += below * (m / (n + m));
        self.above_above += later.above_above + above * above * weight;
        self.above_below += later.above_below + above * below * weight;
        self.below_below += later.below_below + below * below * weight;
    }

    /// How many trials were seen.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The ratio of the two totals; `None` when the denominator is zero.
    pub fn value(&self) -> Option<f64> {
        (self.below != 0.0).then(|| self.above / self.below)
    }

    /// The ratio with Student's interval; `None` with fewer than two trials or a denominator of
    /// zero.
    ///
    /// The ratio is biased by a term of order 1 / trials, small against its standard error.
    pub fn estimate(&self, level: f64) -> Option<Estimate> {
        let ratio = self.value()?;
        let squares =
            self.above_above - 2.0 * ratio * self.above_below + ratio * ratio * self.below_below;
        let n = self.count as f64;
        // Rounding may leave a little less than nothing where all trials have one ratio.
        let variance = if self.count < 2 { 0.0 } else { squares.max(0.0) / (n - 1.0) };
        let error = libm::sqrt(variance / n) / self.below.abs();
        Estimate::with_error(ratio, error, self.count, level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Moments;

    fn of(pairs: &[(f64, f64)]) -> Ratio {
        let mut ratio = Ratio::default();
        pairs.iter().for_each(|&(above, below)| ratio.push(above, below));
        ratio
    }

    #[test]
    fn the_delta_method_by_hand() {
        // Ratio 6 / 12; residuals above - below / 2 are 0, 0.5, -0.5; their sample variance is
        // 0.25; the standard error is sqrt(0.25 / 3) / 4.
        let estimate = of(&[(1.0, 2.0), (2.5, 4.0), (2.5, 6.0)]).estimate(0.95).expect("three");
        assert!((estimate.value - 0.5).abs() < 1e-15);
        assert!((estimate.standard_error - libm::sqrt(0.25 / 3.0) / 4.0).abs() < 1e-15);
    }

    #[test]
    fn with_equal_denominators_it_is_the_mean() {
        let values = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0];
        let mean = Estimate::of_mean(&values.into_iter().collect::<Moments>(), 0.9).expect("six");
        let ratio = of(&values.map(|x| (x, 1.0))).estimate(0.9).expect("six");
        assert!((ratio.value - mean.value).abs() < 1e-14);
        assert!((ratio.standard_error - mean.standard_error).abs() < 1e-14);
        assert!((ratio.upper - mean.upper).abs() < 1e-13);
    }

    #[test]
    fn blocks_merge_into_the_whole() {
        let pairs: Vec<_> = (0..500).map(|n| (f64::from(n % 7), f64::from(n % 11 + 1))).collect();
        let mut merged = Ratio::default();
        pairs.chunks(32).for_each(|block| merged.merge(&of(block)));
        let (merged, whole) = (merged.estimate(0.95), of(&pairs).estimate(0.95));
        let (merged, whole) = (merged.expect("many"), whole.expect("many"));
        assert!((merged.value - whole.value).abs() < 1e-13);
        assert!((merged.standard_error - whole.standard_error).abs() < 1e-13);
    }

    #[test]
    fn without_a_denominator_there_is_no_ratio() {
        assert_eq!(of(&[(0.0, 0.0), (0.0, 0.0)]).estimate(0.95), None);
        assert_eq!(of(&[(1.0, 2.0)]).estimate(0.95), None);
        assert_eq!(of(&[(1.0, 2.0)]).value(), Some(0.5));
    }
}
