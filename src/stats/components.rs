//! Components of variance of a one-way layout with random effects: how much numbers differ within
//! groups, and how much the means of their groups differ.
//!
//! Sources: S. R. Searle, G. Casella, C. E. McCulloch, *Variance Components*, 1992, 3.6 (estimates
//! from an analysis of variance, groups of unequal size) and 3.5.d (the interval of Tukey 1951 and
//! Williams 1962 for the component between groups); Y. Sun, D. W. Apley, J. Staum, *Efficient nested
//! simulation for estimating the variance of a conditional expectation*, Operations Research 59
//! (2011) 998–1007; T. A. Louis, *Estimating a population of parameter values using Bayes and
//! empirical Bayes methods*, JASA 79 (1984) 393–398 (means drawn in until they are as wide apart as
//! the truths).

use super::special::{beta_quantile, chi_square_quantile};
use super::{Interval, Moments};

/// How much there is of each.
#[derive(Clone, PartialEq, Debug)]
pub struct Components {
    /// The variance within groups.
    pub within: f64,
    /// The variance of what the groups' numbers have as their means; no less than nothing.
    pub between: f64,
    /// Its interval.
    pub interval: Interval,
    /// The standard error of the mean of all, were the means of the groups the only ones there are.
    pub standard_error: f64,
    /// The means of the groups, drawn in towards their own mean until their variance is that between
    /// groups: what is wider is noise.
    pub means: Vec<f64>,
}

impl Components {
    /// Of these groups, with an interval at `level`; `None` of fewer than two groups, where one has
    /// fewer than two numbers, and where all numbers are equal.
    pub fn of(groups: &[Moments], level: f64) -> Option<Self> {
        if groups.len() < 2 || groups.iter().any(|group| group.count() < 2) {
            return None;
        }
        let mut all = Moments::default();
        groups.iter().for_each(|group| all.merge(group));
        if all.variance() == 0.0 {
            return None;
        }
        let (n, k) = (all.count() as f64, groups.len() as f64);
        let squares = |group: &Moments| group.variance() * (group.count() - 1) as f64;
        let within = groups.iter().map(squares).sum::<f64>() / (n - k);
        let apart = |group: &Moments| {
            let apart = group.mean() - all.mean();
            group.count() as f64 * apart * apart
        };
        let apart = groups.iter().map(apart).sum::<f64>();
        let sizes = groups.iter().map(|group| group.count() as f64);
        let each = (n - sizes.map(|size| size * size).sum::<f64>() / n) / (k - 1.0);
        let between = ((apart / (k - 1.0) - within) / each).max(0.0);
        Some(Self {
            within,
            between,
            interval: interval(apart, within, each, (k - 1.0, n - k), level),
            standard_error: libm::sqrt(within / n),
            means: drawn_in(groups, between),
        })
    }

    /// The same of all numbers times a factor.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        let square = factor * factor;
        let Interval { lower, upper } = self.interval;
        Self {
            within: self.within * square,
            between: self.between * square,
            interval: Interval { lower: lower * square, upper: upper * square },
            standard_error: self.standard_error * factor,
            means: self.means.into_iter().map(|mean| mean * factor).collect(),
        }
    }

    /// The share of the variance of a single number that is within its group.
    pub fn noise_share(&self) -> f64 {
        self.within / (self.within + self.between)
    }
}

/// The interval of Tukey and Williams, of groups of `each`.
fn interval(apart: f64, within: f64, each: f64, (few, many): (f64, f64), level: f64) -> Interval {
    let tail = (1.0 - level) / 2.0;
    let end = |p: f64| {
        let chance = apart - few * within * f_quantile(p, few, many);
        (chance / (each * chi_square_quantile(p, few))).max(0.0)
    };
    Interval { lower: end(1.0 - tail), upper: end(tail) }
}

/// The quantile of `p` of the law of a ratio of two mean squares with these degrees of freedom.
fn f_quantile(p: f64, above: f64, below: f64) -> f64 {
    let x = beta_quantile(p, above / 2.0, below / 2.0);
    below * x / (above * (1.0 - x))
}

fn drawn_in(groups: &[Moments], between: f64) -> Vec<f64> {
    let means: Moments = groups.iter().map(Moments::mean).collect();
    let factor = match means.variance() {
        variance if variance > 0.0 => libm::sqrt(between / variance).min(1.0),
        _ => 0.0,
    };
    groups.iter().map(|group| means.mean() + factor * (group.mean() - means.mean())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::special::normal_quantile;

    /// Numbers in (0, 1) that look drawn: the fractional parts of multiples, mixed.
    fn uniform(state: &mut u64) -> f64 {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((*state >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    fn groups(state: &mut u64, sizes: &[u64], between: f64, within: f64) -> Vec<Moments> {
        let mut normal = |deviation: f64| deviation * normal_quantile(uniform(state));
        let group = |size: &u64| {
            let mean = 5.0 + normal(between);
            (0..*size).map(|_| mean + normal(within)).collect()
        };
        sizes.iter().map(group).collect()
    }

    #[test]
    fn by_hand() {
        // Means 2 and 6; squares within 2 + 2 over 2 degrees; apart 2 x (4 + 4) over 1.
        let groups: [Moments; 2] =
            [[1.0, 3.0], [5.0, 7.0]].map(|group| group.into_iter().collect());
        let it = Components::of(&groups, 0.95).expect("there is something");
        assert_eq!((it.within, it.between), (2.0, (16.0 - 2.0) / 2.0));
        assert_eq!(it.standard_error, libm::sqrt(2.0 / 4.0));
        // The means' variance is 8, and 7 is left of it.
        let off = libm::sqrt(7.0 / 8.0) * 2.0;
        assert!(
            (it.means[0] - (4.0 - off)).abs() < 1e-12 && (it.means[1] - (4.0 + off)).abs() < 1e-12
        );
        assert!(Components::of(&groups[..1], 0.95).is_none());
        let alike: [Moments; 2] = [[1.0, 1.0], [1.0, 1.0]].map(|group| group.into_iter().collect());
        assert!(Components::of(&alike, 0.95).is_none());
    }

    #[test]
    fn f_quantiles_are_those_of_the_tables() {
        // Abramowitz and Stegun, table 26.9.
        for (p, above, below, expected) in
            [(0.95, 1.0, 1.0, 161.4), (0.975, 4.0, 10.0, 4.47), (0.95, 12.0, 60.0, 1.92)]
        {
            let f = f_quantile(p, above, below);
            assert!((f / expected - 1.0).abs() < 2e-3, "{f} is not {expected}");
        }
    }

    #[test]
    fn estimates_are_right_on_average_and_intervals_hold_the_truth() {
        let mut state = 7;
        // Unequal sizes, as of trials that do not go into draws.
        let sizes: Vec<u64> = (0..24).map(|at| 3 + at % 2).collect();
        for (between, within) in [(0.0_f64, 1.0_f64), (0.3, 1.0), (1.0, 1.0), (2.0, 0.5)] {
            let (mut held, mut estimates) = (0, Moments::default());
            for _ in 0..400 {
                let groups = groups(&mut state, &sizes, between, within);
                let it = Components::of(&groups, 0.95).expect("there is something");
                let truth = between * between;
                held += u32::from((it.interval.lower..=it.interval.upper).contains(&truth));
                estimates.push(it.between);
            }
            // 95 % of 400 are 380; four standard errors of 4.4 below that.
            assert!(held >= 362, "{between}, {within}: {held} of 400");
            // What is cut off at nothing is too much on average; nowhere else is it.
            if between >= within {
                let off = (estimates.mean() - between * between) / estimates.standard_error();
                assert!(off.abs() < 4.0, "{between}, {within}: {estimates:?}");
            }
        }
    }
}
