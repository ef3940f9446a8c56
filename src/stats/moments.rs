//! Mean and variance in one pass, folded in a fixed order.
//!
//! Source: B. P. Welford, *Technometrics* 4 (1962) 419–420; merging after Chan, Golub, LeVeque,
//! *The American Statistician* 37 (1983) 242–247.

/// Count, mean and spread of numbers seen so far.
///
/// Floating-point sums depend on their order: push trials in trial order, and merge blocks in block
/// order, with blocks cut by number of trials and never by thread.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Moments {
    count: u64,
    mean: f64,
    /// Sum of squared distances from the mean.
    squares: f64,
}

impl Moments {
    /// Takes one more number into account.
    pub fn push(&mut self, value: f64) {
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (value - self.mean);
    }

    /// Takes so many zeros into account.
    pub fn push_zeros(&mut self, count: u64) {
        self.merge(&Self { count, mean: 0.0, squares: 0.0 });
    }

    /// Takes all numbers of a later block into account.
    pub fn merge(&mut self, later: &Moments) {
        if later.count == 0 {
            return;
        }
        let (n, m) = (self.count as f64, later.count as f64);
        let apart = later.mean - self.mean;
        self.count += later.count;
        self.mean += apart * (m / (n + m));
        self.squares += later.squares + apart * apart * (n * m / (n + m));
    }

    /// How many numbers were seen.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their mean; zero before the first.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The unbiased estimate of their variance; zero with fewer than two.
    pub fn variance(&self) -> f64 {
        if self.count < 2 { 0.0 } else { self.squares / (self.count - 1) as f64 }
    }

    /// The standard error of the mean; zero with fewer than two.
    pub fn standard_error(&self) -> f64 {
        if self.count < 2 { 0.0 } else { libm::sqrt(self.variance() / self.count as f64) }
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut moments = Self::default();
        values.into_iter().for_each(|value| moments.push(value));
        moments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_integers_come_out_exactly() {
        let moments: Moments = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0].into_iter().collect();
        assert_eq!((moments.count(), moments.mean()), (8, 5.0));
        assert!((moments.variance() - 32.0 / 7.0).abs() < 1e-15);
        assert!((moments.standard_error() - libm::sqrt(4.0 / 7.0)).abs() < 1e-15);
    }

    #[test]
    fn a_large_offset_does_not_drown_the_variance() {
        // The variance of four numbers 4, 7, 13, 16 is 30; summing squares at 1e9 would lose it.
        let moments: Moments = [4.0, 7.0, 13.0, 16.0].iter().map(|x| x + 1e9).collect();
        assert!((moments.variance() - 30.0).abs() < 1e-6);
    }

    #[test]
    fn blocks_merge_into_the_whole() {
        let values: Vec<f64> = (0..1_000).map(|n| f64::from(n * n % 97)).collect();
        let whole: Moments = values.iter().copied().collect();
        let mut merged = Moments::default();
        for block in values.chunks(64) {
            merged.merge(&block.iter().copied().collect());
        }
        merged.merge(&Moments::default());
        assert_eq!(merged.count(), whole.count());
        assert!((merged.mean() / whole.mean() - 1.0).abs() < 1e-14);
        assert!((merged.variance() / whole.variance() - 1.0).abs() < 1e-13);
    }

    #[test]
    fn nothing_and_one_number_have_no_spread() {
        assert_eq!(Moments::default().mean(), 0.0);
        let one: Moments = [3.0].into_iter().collect();
        assert_eq!((one.mean(), one.variance(), one.standard_error()), (3.0, 0.0, 0.0));
    }
}
