//! A number from trials, and how far it may be off.

use super::Moments;
use super::special::student_t_quantile;

/// A two-sided interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    /// The lower end.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

impl Interval {
    /// Whether `value` lies in it, ends included.
    pub fn holds(&self, value: f64) -> bool {
        (self.lower..=self.upper).contains(&value)
    }
}

/// An estimate with its interval, in the unit of what is estimated.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The lower end of the interval.
    pub lower: f64,
    /// The upper end of the interval.
    pub upper: f64,
    /// The probability with which such intervals hold the truth, such as 0.95.
    pub level: f64,
    /// The number of independent trials behind it.
    pub trials: u64,
}

/// Student's intervals of means over so many trials: many figures of the same trials share the
/// quantile, which takes long to find.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Student {
    level: f64,
    trials: u64,
    quantile: f64,
}

impl Student {
    /// At this level.
    pub fn new(level: f64, trials: u64) -> Self {
        let degrees = trials.saturating_sub(1).max(1) as f64;
        Self { level, trials, quantile: student_t_quantile(1.0 - tail(level), degrees) }
    }

    /// Whether they are intervals of this level over so many trials.
    pub fn is_of(&self, level: f64, trials: u64) -> bool {
        (self.level, self.trials) == (level, trials)
    }

    /// How often the intervals hold the truth.
    pub fn level(&self) -> f64 {
        self.level
    }

    /// Of how many trials.
    pub fn trials(&self) -> u64 {
        self.trials
    }

    /// The mean of as many trials with its interval; `None` with fewer than two.
    pub fn mean(&self, moments: &Moments) -> Option<Estimate> {
        debug_assert_eq!(moments.count(), self.trials, "the quantile is that of so many trials");
        self.around(moments.mean(), moments.standard_error())
    }

    fn around(&self, value: f64, standard_error: f64) -> Option<Estimate> {
        let half = self.quantile * standard_error;
        (self.trials >= 2).then_some(Estimate {
            value,
            standard_error,
            lower: value - half,
            upper: value + half,
            level: self.level,
            trials: self.trials,
        })
    }
}

impl Estimate {
    /// The mean of independent trials with Student's interval; `None` with fewer than two.
    ///
    /// The interval is right for normal trials and nearly so for many trials of any law. When no
    /// trial has seen an event it has no width and means nothing: report the bound of
    /// [`super::Proportion`] or [`super::poisson`] instead.
    pub fn of_mean(moments: &Moments, level: f64) -> Option<Self> {
        Self::with_error(moments.mean(), moments.standard_error(), moments.count(), level)
    }

    /// A value with a standard error that has one degree of freedom less than there are trials.
    pub(super) fn with_error(value: f64, error: f64, trials: u64, level: f64) -> Option<Self> {
        if trials < 2 {
            return None;
        }
        Student::new(level, trials).around(value, error)
    }

    /// The interval alone.
    pub fn interval(&self) -> Interval {
        Interval { lower: self.lower, upper: self.upper }
    }

    /// Half the width of the interval.
    pub fn half_width(&self) -> f64 {
        0.5 * (self.upper - self.lower)
    }
}

/// What each tail outside a two-sided interval may hold.
pub(super) fn tail(level: f64) -> f64 {
    assert!(level > 0.0 && level < 1.0, "a level lies between 0 and 1, not at {level}");
    0.5 * (1.0 - level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::special::normal_quantile;

    #[test]
    fn students_interval_of_a_textbook_sample() {
        // 1 to 5: mean 3, standard error sqrt(2.5 / 5), t(0.975, 4) = 2.776 445 105 (A&S 26.10).
        let moments: Moments = [1.0, 2.0, 3.0, 4.0, 5.0].into_iter().collect();
        let estimate = Estimate::of_mean(&moments, 0.95).expect("five trials");
        assert_eq!((estimate.value, estimate.trials, estimate.level), (3.0, 5, 0.95));
        let half = 2.776_445_105_197_793 * libm::sqrt(0.5);
        assert!((estimate.half_width() - half).abs() < 1e-12);
        assert!((estimate.lower - (3.0 - half)).abs() < 1e-12);
        assert!(estimate.interval().holds(3.0) && !estimate.interval().holds(6.0));
    }

    #[test]
    fn students_interval_covers_as_often_as_it_says() {
        use crate::random::{Chance, Purpose};
        // Of 20,000 intervals from five normal trials the share that holds the truth has standard
        // deviation sqrt(0.9 x 0.1 / 20,000) = 0.0021; four of them are never seen by chance.
        let held = (0..20_000).filter(|&n| {
            let normal = |i| normal_quantile(Chance::drawn(1, n).uniform(1, Purpose::Life, 0, i));
            let moments: Moments = (0..5).map(normal).collect();
            Estimate::of_mean(&moments, 0.9).expect("five trials").interval().holds(0.0)
        });
        assert!((held.count() as f64 / 20_000.0 - 0.9).abs() < 0.0085);
    }

    #[test]
    fn one_trial_has_no_interval() {
        assert_eq!(Estimate::of_mean(&[7.0].into_iter().collect(), 0.95), None);
    }
}
