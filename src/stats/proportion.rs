//! Shares of trials in which something happened, and what it says when it never did.

use super::Interval;
use super::estimate::tail;
use super::special::{beta_quantile, normal_quantile};

/// So many hits in so many trials.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Proportion {
    hits: u64,
    trials: u64,
}

impl Proportion {
    /// `hits` in `trials`; `None` without trials or with more hits than trials.
    pub fn new(hits: u64, trials: u64) -> Option<Self> {
        (trials > 0 && hits <= trials).then_some(Self { hits, trials })
    }

    /// The share of hits.
    pub fn value(self) -> f64 {
        self.hits as f64 / self.trials as f64
    }

    /// Wilson's interval: on average its level is the stated one.
    ///
    /// Source: E. B. Wilson, *J. Am. Stat. Assoc.* 22 (1927) 209–212.
    pub fn wilson(self, level: f64) -> Interval {
        let z = -normal_quantile(tail(level));
        let (n, p) = (self.trials as f64, self.value());
        let shrink = 1.0 + z * z / n;
        let centre = (p + z * z / (2.0 * n)) / shrink;
        let half = z * libm::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n)) / shrink;
        // At the ends the formula gives 0 and 1 but for rounding.
        Interval {
            lower: if self.hits == 0 { 0.0 } else { centre - half },
            upper: if self.hits == self.trials { 1.0 } else { centre + half },
        }
    }

    /// The interval of Clopper and Pearson: its level is never below the stated one.
    ///
    /// Without hits the upper end is 1 - (tail)^(1 / trials), about 3.7 / trials at 0.95: the
    /// answer to "it never happened". Source: *Biometrika* 26 (1934) 404–413.
    pub fn clopper_pearson(self, level: f64) -> Interval {
        let tail = tail(level);
        let (hits, misses) = (self.hits as f64, (self.trials - self.hits) as f64);
        Interval {
            lower: if self.hits == 0 { 0.0 } else { beta_quantile(tail, hits, misses + 1.0) },
            upper: if self.hits == self.trials {
                1.0
            } else {
                beta_quantile(1.0 - tail, hits + 1.0, misses)
            },
        }
    }

    /// The one-sided upper bound at `level`; about 3 / trials at 0.95 without hits.
    pub fn upper_bound(self, level: f64) -> f64 {
        // One tail of level 1 - level is both tails of an interval of level 2 level - 1.
        assert!(level > 0.0 && level < 1.0, "a level lies between 0 and 1, not at {level}");
        if self.hits == self.trials {
            return 1.0;
        }
        beta_quantile(level, self.hits as f64 + 1.0, (self.trials - self.hits) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: Interval, lower: f64, upper: f64) {
        assert!((found.lower - lower).abs() < 1e-10, "{found:?} for {lower} to {upper}");
        assert!((found.upper - upper).abs() < 1e-10, "{found:?} for {lower} to {upper}");
    }

    #[test]
    fn intervals_agree_with_an_independent_library() {
        // scipy.stats.binomtest(hits, trials).proportion_ci(level, method)
        for (hits, trials, level, wilson, exact) in TABLE {
            let share = Proportion::new(hits, trials).expect("hits within trials");
            close(share.wilson(level), wilson.0, wilson.1);
            close(share.clopper_pearson(level), exact.0, exact.1);
        }
    }

    #[test]
    fn nothing_seen_is_a_bound_and_not_a_perfect_score() {
        let none = Proportion::new(0, 1_000).expect("hits within trials");
        assert_eq!(none.value(), 0.0);
        let closed = 1.0 - libm::pow(0.025, 1e-3);
        assert!((none.clopper_pearson(0.95).upper - closed).abs() < 1e-15);
        // The rule of three.
        assert!((none.upper_bound(0.95) - 3e-3).abs() < 1e-5);
    }

    /// The probability that an interval from 30 trials holds the truth `p`, summed over all counts.
    fn coverage(p: f64, interval: impl Fn(Proportion) -> Interval) -> f64 {
        let (mut total, mut weight) = (0.0, libm::pow(1.0 - p, 30.0));
        for hits in 0..=30_u32 {
            let share = Proportion::new(hits.into(), 30).expect("hits within trials");
            if interval(share).holds(p) {
                total += weight;
            }
            weight *= f64::from(30 - hits) / f64::from(hits + 1) * p / (1.0 - p);
        }
        total
    }

    #[test]
    fn the_exact_interval_never_covers_less_and_wilsons_does_so_on_average() {
        let truths: Vec<f64> = (1..200).map(|k| f64::from(k) / 200.0).collect();
        let exact = |&p: &f64| coverage(p, |share| share.clopper_pearson(0.95));
        assert!(truths.iter().map(exact).all(|covered| covered >= 0.95));
        let wilson: f64 = truths.iter().map(|&p| coverage(p, |share| share.wilson(0.95))).sum();
        // An average over 199 truths; the half per cent is what is asked here, not a theorem.
        assert!((wilson / truths.len() as f64 - 0.95).abs() < 0.005);
    }

    #[test]
    fn no_trials_are_no_proportion() {
        assert_eq!(Proportion::new(0, 0), None);
        assert_eq!(Proportion::new(3, 2), None);
        let all = Proportion::new(5, 5).expect("hits within trials");
        assert_eq!((all.wilson(0.95).upper, all.clopper_pearson(0.95).upper), (1.0, 1.0));
        assert_eq!(all.upper_bound(0.95), 1.0);
    }

    type Row = (u64, u64, f64, (f64, f64), (f64, f64));
    const TABLE: [Row; 6] = [
        (0, 20, 0.95, (0.0, 0.16112515805281935), (0.0, 0.16843347098308548)),
        (
            1,
            20,
            0.95,
            (0.008881448800795402, 0.23613119344674205),
            (0.0012650894979560339, 0.24873276277202772),
        ),
        (
            7,
            50,
            0.95,
            (0.06950833427016292, 0.26186193710585537),
            (0.05819170033997344, 0.26739600249700846),
        ),
        (
            3,
            1000,
            0.99,
            (0.0007581012310614683, 0.011793516682924922),
            (0.0003381445290663692, 0.01093377742040526),
        ),
        (
            499000,
            1000000,
            0.95,
            (0.49802002569140347, 0.49997998199148463),
            (0.49801952405158545, 0.49998048174099496),
        ),
        (20, 20, 0.9, (0.8808421626390355, 1.0), (0.8608916593316243, 1.0)),
    ];
}
