//! The mixture: one law or another, by shares: nine repairs of ten are a restart, the tenth waits
//! for a part.
//!
//! One number of the use chooses the law, which then sees those after it as its own.
//! Survival and mean are those of the laws, weighted by their shares.

use super::{Law, LawError, fits_micros};
use crate::quantity::{Probability, Span, print_span};
use std::fmt;
use std::sync::Arc;

/// Laws with shares that add up to one.
#[derive(Clone, PartialEq, Debug)]
pub struct Mixture {
    parts: Arc<[(f64, Law)]>,
    mean: Span,
}

/// What shares stated as decimals may be off: the last places of a sum of doubles.
const SLACK: f64 = 1e-9;

impl Mixture {
    /// Each of these laws with its share; the shares add up to one.
    pub fn new(parts: Vec<(Probability, Law)>) -> Result<Self, LawError> {
        let parts: Vec<_> = parts.into_iter().map(|(share, law)| (share.value(), law)).collect();
        // From 0: an empty sum of doubles is -0.
        let whole = parts.iter().fold(0.0, |sum, (share, _)| sum + share);
        if (whole - 1.0).abs() > SLACK {
            // Six places: enough to see what is missing.
            return Err(LawError::Shares(libm::round(whole * 1e8) / 1e6));
        }
        let mean = parts.iter().map(|(share, law)| share * law.mean().micros() as f64).sum();
        Ok(Self { parts: parts.into(), mean: fits_micros("the mean of a mixture", mean)? })
    }

    /// The laws and their shares.
    pub fn parts(&self) -> impl Iterator<Item = (f64, &Law)> {
        self.parts.iter().map(|(share, law)| (*share, law))
    }

    /// The span not reached with probability `p`: bisection of the survival.
    pub fn quantile(&self, p: f64) -> Span {
        let (mut low, mut high) = (0, u64::MAX);
        while low < high {
            let middle = low.midpoint(high);
            if self.survival(Span::from_micros(middle)) > 1.0 - p {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Span::from_micros(low)
    }

    /// Number 0 chooses a law; its own numbers follow.
    #[cold]
    pub fn sample(&self, number: &dyn Fn(u32) -> f64) -> Span {
        self.chosen(number(0), |(share, _)| *share).sample(|i| number(i + 1))
    }

    /// What is left of a life that is found under way: that is of a law the more often the longer
    /// its lives are.
    pub fn residual(&self, number: &dyn Fn(u32) -> f64) -> Span {
        let weight = |(share, law): &(f64, Law)| share * law.mean().micros() as f64;
        // From 0: an empty sum of doubles is -0.
        let whole = self.parts.iter().map(weight).fold(0.0, |sum, one| sum + one);
        self.chosen(number(0) * whole, weight).residual(&|i| number(i + 1))
    }

    /// The law in whose stretch a point lies, when their weights are laid end to end.
    fn chosen(&self, point: f64, weight: impl Fn(&(f64, Law)) -> f64) -> &Law {
        let mut left = point;
        let mut chosen = &self.parts[0].1;
        for part in self.parts.iter().filter(|part| weight(part) > 0.0) {
            chosen = &part.1;
            if left < weight(part) {
                break;
            }
            left -= weight(part);
        }
        chosen
    }

    /// The probability of lasting longer than `t`.
    pub fn survival(&self, t: Span) -> f64 {
        self.parts().map(|(share, law)| share * law.survival(t)).sum()
    }

    /// The weighted mean, to the nearest microsecond.
    #[inline]
    pub fn mean(&self) -> Span {
        self.mean
    }
}

impl fmt::Display for Mixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mixture of {} laws, mean {}", self.parts.len(), print_span(self.mean))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Law, oracle};
    use super::*;

    const MINUTE: Span = Span::from_secs(60);

    fn share(value: f64) -> Probability {
        Probability::new(value).expect("a share")
    }

    /// Nine of ten take 5 minutes in the mean, the tenth 10 hours.
    fn law() -> Law {
        let short = Law::exponential(MINUTE.times(5)).expect("a mean");
        let long = Law::exponential(MINUTE.times(600)).expect("a mean");
        Law::mixture(vec![(share(0.9), short), (share(0.1), long)]).expect("a whole")
    }

    /// With a law that rejects, and one of its own kind, inside.
    fn nested() -> Law {
        let stages = Law::gamma_mean(0.7, MINUTE).expect("the shape is allowed");
        Law::mixture(vec![(share(0.3), stages), (share(0.7), law())]).expect("a whole")
    }

    #[test]
    fn shares_add_up_to_a_whole() {
        let minute = Law::fixed(MINUTE).expect("a minute");
        let of = |shares: &[f64]| {
            Mixture::new(shares.iter().map(|&one| (share(one), minute.clone())).collect())
        };
        assert!(of(&[1.0]).is_ok());
        assert!(of(&[0.1; 10]).is_ok(), "a tenth is no double, and is meant all the same");
        assert_eq!(of(&[0.9, 0.05]), Err(LawError::Shares(95.0)));
        assert_eq!(of(&[0.9, 0.2]), Err(LawError::Shares(110.0)));
        assert_eq!(of(&[]), Err(LawError::Shares(0.0)));
        let text = of(&[0.3333; 3]).expect_err("1 in 10,000 is missing").to_string();
        assert_eq!(text, "the shares of a mixture must add up to 100 %, not to 99.99 %");
    }

    #[test]
    fn the_quantile_inverts_the_survival() {
        oracle::the_quantile_alone(&law());
        oracle::the_quantile_alone(&nested());
    }

    #[test]
    fn the_mean_is_the_integral_of_the_survival() {
        oracle::mean_is_the_integral_of_survival(&law());
        oracle::mean_is_the_integral_of_survival(&nested());
    }

    #[test]
    fn moments_and_distribution_are_those_of_the_closed_form() {
        // Hyperexponential: the k-th moment is k! Σ share mean^k. In minutes: mean 64.5, second
        // 2 (0.9 × 25 + 0.1 × 360,000) = 72,045, third 6 (0.9 × 125 + 0.1 × 2.16e8) = 129,600,675,
        // fourth 24 (0.9 × 625 + 0.1 × 1.296e11) = 311,040,013,500.
        let (m1, m2, m3, m4) = (64.5, 72_045.0, 129_600_675.0, 311_040_013_500.0);
        let variance = m2 - m1 * m1;
        let central = m4 - 4.0 * m1 * m3 + 6.0 * m1 * m1 * m2 - 3.0 * m1 * m1 * m1 * m1;
        let kurtosis = central / (variance * variance);
        oracle::has_moments(&law(), 64.5 * 60e6, 60e6 * libm::sqrt(variance), kurtosis);
        oracle::samples_follow_the_survival(&law());
        oracle::samples_follow_the_survival(&nested());
    }

    #[test]
    fn the_law_that_is_chosen_sees_numbers_of_its_own() {
        let second = |count| Law::fixed(Span::from_secs(count)).expect("seconds");
        let ends = Law::uniform(Span::ZERO, MINUTE).expect("ends");
        let law = Law::mixture(vec![(share(0.5), second(7)), (share(0.5), ends)]).expect("a whole");
        // Number 0 below one half: the first. Else the second, at its number 1 = ours of 0.25.
        assert_eq!(law.sample(|_| 0.4), Span::from_secs(7));
        assert_eq!(law.sample(|i| [0.5, 0.25][i as usize]), Span::from_secs(45));
    }

    #[test]
    fn a_share_of_nothing_is_never_chosen() {
        let second = |count| Law::fixed(Span::from_secs(count)).expect("seconds");
        let parts = vec![(share(0.0), second(1)), (share(1.0), second(2)), (share(0.0), second(3))];
        let law = Law::mixture(parts).expect("a whole");
        for u in [1e-12, 0.5, 1.0 - 1e-12] {
            assert_eq!(law.sample(|_| u), Span::from_secs(2));
        }
    }

    #[test]
    fn pinned_samples() {
        // The same number chooses and is exponential: -300 s ln u below 0.9, else -36,000 s ln u.
        oracle::samples_are(&law(), [8_289_306_335, 898_719_682, 207_944_154, 1_846_558_598, 0]);
    }

    #[test]
    fn agrees_with_an_independent_sampler() {
        oracle::agrees_with(&law(), Twofold);
    }

    /// The same of `rand_distr`'s parts.
    struct Twofold;

    impl rand_distr::Distribution<f64> for Twofold {
        fn sample<R: rand::Rng + ?Sized>(&self, source: &mut R) -> f64 {
            let long = rand_distr::Bernoulli::new(0.1).expect("a share").sample(source);
            let mean = if long { 36_000e6 } else { 300e6 };
            rand_distr::Exp::new(1.0 / mean).expect("a rate").sample(source)
        }
    }
}
