//! Probability laws of spans: how long until, how long for.
//!
//! Nearly every law is sampled by inversion: one uniform number gives one span, monotonously.
//! So draws stay synchronised between designs, antithetic pairs are possible, and the tail of a
//! sample answers to the tail of its uniform number. The gamma law rejects, and a mixture chooses
//! first: they take further numbers of the same use, which nobody else sees.
//! All mathematics is `libm`'s by name: the platform's logarithm and exponential differ in the last
//! bit between systems, and one bit is enough to make two reports differ.
//!
//! One law a file, each told in the same order: what it is, constructor, quantile, sample,
//! survival, mean, tests.

mod empirical;
mod exponential;
mod fixed;
mod gamma;
mod lognormal;
mod mixture;
#[cfg(test)]
mod oracle;
mod triangular;
mod uniform;
mod weibull;

pub use empirical::Empirical;
pub use exponential::Exponential;
pub use fixed::Fixed;
pub use gamma::Gamma;
pub use lognormal::Lognormal;
pub use mixture::Mixture;
pub use triangular::Triangular;
pub use uniform::Uniform;
pub use weibull::Weibull;

use crate::quantity::{Probability, Span};
use crate::stats::special::normal_quantile;
use std::fmt;

/// No parameter may reach this: just below the longest span, 584,542 years.
const LONGEST: Span = Span::from_secs(584_000 * 31_557_600);

/// Why a law cannot be built; written for the author of a scenario.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum LawError {
    /// A span that must be positive is zero.
    #[error("{0} must be longer than zero")]
    Zero(&'static str),
    /// A span does not fit the clock.
    #[error("{0} must be shorter than 584,000 years")]
    TooLong(&'static str),
    /// A Weibull shape for which mean and scale are out of all proportion, or not a number.
    #[error("the shape of a weibull law must lie between 0.1 and 20")]
    Shape,
    /// Median and mean are in the wrong order.
    #[error("the mean of a lognormal law must exceed its median")]
    MeanNotAboveMedian,
    /// Median and 95th percentile are in the wrong order.
    #[error("the 95th percentile of a lognormal law must exceed its median")]
    P95NotAboveMedian,
    /// A lognormal sigma out of its range, or not a number.
    #[error("the sigma of a lognormal law must be positive and at most 5")]
    Sigma,
    /// A lognormal law whose two spans imply a sigma above 5.
    #[error(
        "a lognormal law may not spread further than a mean of 268,337 times its median, \
         or a 95th percentile of 3,728 times its median"
    )]
    Spread,
    /// The ends of a uniform law are in the wrong order.
    #[error("the upper end of a uniform law must exceed its lower end")]
    Ends,
    /// A median and a 95th percentile that no Weibull law of a sensible shape has.
    #[error(
        "the 95th percentile of a weibull law must lie between 1.076 times its median and \
         2,273,920 times it"
    )]
    WeibullPercentiles,
    /// A gamma shape out of its range, or not a number.
    #[error("the shape of a gamma law must lie between 0.01 and 10,000")]
    GammaShape,
    /// A standard deviation out of all proportion to the mean.
    #[error(
        "the standard deviation of a gamma law must lie between a hundredth of its mean and \
         ten times it"
    )]
    GammaDeviation,
    /// The three points of a triangular law are in the wrong order.
    #[error("the points of a triangular law must rise: least, likeliest, most")]
    Points,
    /// Nothing to draw from.
    #[error("an empirical law needs at least one sample")]
    NoSamples,
    /// The shares of a mixture do not add up; what they add up to, in per cent.
    #[error("the shares of a mixture must add up to 100 %, not to {0} %")]
    Shares(f64),
}

/// A probability law of a span.
#[derive(Clone, PartialEq, Debug)]
pub enum Law {
    /// Always the same.
    Fixed(Fixed),
    /// Without memory.
    Exponential(Exponential),
    /// Equally likely anywhere between two ends.
    Uniform(Uniform),
    /// With a hazard that falls or rises with age.
    Weibull(Weibull),
    /// With a normal logarithm.
    Lognormal(Lognormal),
    /// A sum of exponential stages, and all between.
    Gamma(Gamma),
    /// Between two ends, likeliest at a point.
    Triangular(Triangular),
    /// Drawn from what was measured.
    Empirical(Empirical),
    /// One law or another, by shares.
    Mixture(Mixture),
}

/// The same question to whichever law it is.
macro_rules! each {
    ($law:expr, $one:ident => $answer:expr) => {
        match $law {
            Law::Exponential($one) => $answer,
            Law::Fixed($one) => $answer,
            Law::Weibull($one) => $answer,
            Law::Lognormal($one) => $answer,
            Law::Uniform($one) => $answer,
            Law::Gamma($one) => $answer,
            Law::Triangular($one) => $answer,
            Law::Empirical($one) => $answer,
            Law::Mixture($one) => $answer,
        }
    };
}

impl Law {
    /// Always `span`, which may be zero.
    pub fn fixed(span: Span) -> Result<Self, LawError> {
        Fixed::new(span).map(Self::Fixed)
    }

    /// Exponential with this mean.
    pub fn exponential(mean: Span) -> Result<Self, LawError> {
        Exponential::new(mean).map(Self::Exponential)
    }

    /// Uniform between `lower`, which may be zero, and `upper`.
    pub fn uniform(lower: Span, upper: Span) -> Result<Self, LawError> {
        Uniform::new(lower, upper).map(Self::Uniform)
    }

    /// Weibull with this shape (0.1 to 20) and mean.
    pub fn weibull_mean(shape: f64, mean: Span) -> Result<Self, LawError> {
        Weibull::with_mean(shape, mean).map(Self::Weibull)
    }

    /// Weibull with this shape (0.1 to 20) and scale, the age that 1 in e survives.
    pub fn weibull_scale(shape: f64, scale: Span) -> Result<Self, LawError> {
        Weibull::with_scale(shape, scale).map(Self::Weibull)
    }

    /// Weibull with this shape (0.1 to 20) and median.
    pub fn weibull_median(shape: f64, median: Span) -> Result<Self, LawError> {
        Weibull::with_median(shape, median).map(Self::Weibull)
    }

    /// Weibull with this median and 95th percentile.
    pub fn weibull_p95(median: Span, p95: Span) -> Result<Self, LawError> {
        Weibull::with_p95(median, p95).map(Self::Weibull)
    }

    /// Lognormal with this median and mean.
    pub fn lognormal_mean(median: Span, mean: Span) -> Result<Self, LawError> {
        Lognormal::with_mean(median, mean).map(Self::Lognormal)
    }

    /// Lognormal with this median and 95th percentile.
    pub fn lognormal_p95(median: Span, p95: Span) -> Result<Self, LawError> {
        Lognormal::with_p95(median, p95).map(Self::Lognormal)
    }

    /// Lognormal with this median and this standard deviation of the logarithm (at most 5).
    pub fn lognormal_sigma(median: Span, sigma: f64) -> Result<Self, LawError> {
        Lognormal::with_sigma(median, sigma).map(Self::Lognormal)
    }

    /// Gamma with this shape (0.01 to 10,000) and mean.
    pub fn gamma_mean(shape: f64, mean: Span) -> Result<Self, LawError> {
        Gamma::with_mean(shape, mean).map(Self::Gamma)
    }

    /// Gamma with this shape (0.01 to 10,000) and scale, the mean of one stage.
    pub fn gamma_scale(shape: f64, scale: Span) -> Result<Self, LawError> {
        Gamma::with_scale(shape, scale).map(Self::Gamma)
    }

    /// Gamma with this mean and standard deviation.
    pub fn gamma_deviation(mean: Span, deviation: Span) -> Result<Self, LawError> {
        Gamma::with_deviation(mean, deviation).map(Self::Gamma)
    }

    /// Triangular between `least`, which may be zero, and `most`, with this likeliest span.
    pub fn triangular(least: Span, likeliest: Span, most: Span) -> Result<Self, LawError> {
        Triangular::new(least, likeliest, most).map(Self::Triangular)
    }

    /// Each of these samples with the same probability; their order means nothing.
    pub fn empirical(samples: Vec<Span>) -> Result<Self, LawError> {
        Empirical::new(samples).map(Self::Empirical)
    }

    /// Each of these laws with its share; the shares add up to one.
    pub fn mixture(parts: Vec<(Probability, Self)>) -> Result<Self, LawError> {
        Mixture::new(parts).map(Self::Mixture)
    }

    /// A span, made of uniform numbers in (0, 1), of which `number` gives the i-th.
    ///
    /// Laws with an inverse take number 0 in its survival form: the span *falls* as the number
    /// rises, and small numbers, where floating point is finest, resolve the long tail.
    #[inline]
    pub fn sample(&self, number: impl Fn(u32) -> f64) -> Span {
        match self {
            Self::Exponential(law) => law.sample(number(0)),
            Self::Fixed(law) => law.sample(number(0)),
            Self::Weibull(law) => law.sample(number(0)),
            Self::Lognormal(law) => law.sample(number(0)),
            Self::Uniform(law) => law.sample(number(0)),
            Self::Triangular(law) => law.sample(number(0)),
            Self::Empirical(law) => law.sample(number(0)),
            Self::Gamma(law) => law.sample(&number),
            Self::Mixture(law) => law.sample(&number),
        }
    }

    /// What is left of a life of this law that is found under way at a moment like any other, when
    /// each life has followed the one before it for long: a point of a life that is found in
    /// proportion to its length. Made of numbers as a sample is, but for its order.
    ///
    /// It exceeds t with probability (∫ survival from t on) / mean. Source: D. R. Cox, *Renewal
    /// Theory* (1962), sections 5.4 and 6.2.
    #[cold]
    pub fn residual(&self, number: &dyn Fn(u32) -> f64) -> Span {
        each!(self, law => law.residual(number))
    }

    /// The span that is not reached with probability `p`, for `p` in (0, 1); rises with `p`.
    pub fn quantile(&self, p: f64) -> Span {
        each!(self, law => law.quantile(p))
    }

    /// The probability of lasting longer than `t`.
    pub fn survival(&self, t: Span) -> f64 {
        each!(self, law => law.survival(t))
    }

    /// The mean.
    #[inline]
    pub fn mean(&self) -> Span {
        each!(self, law => law.mean())
    }

    /// The mean in microseconds if this law is exponential.
    #[inline]
    pub fn exponential_mean(&self) -> Option<f64> {
        match self {
            Self::Exponential(law) => Some(law.mean_micros()),
            _ => None,
        }
    }

    /// Whether a span of no length at all is among those it gives with a probability above zero.
    pub fn may_be_zero(&self) -> bool {
        match self {
            Self::Fixed(law) => law.mean() == Span::ZERO,
            Self::Empirical(law) => law.quantile(0.0) == Span::ZERO,
            Self::Mixture(law) => law.parts().any(|(_, part)| part.may_be_zero()),
            _ => false,
        }
    }

    /// Whether every span of this law is the same.
    pub fn is_fixed(&self) -> bool {
        matches!(self, Self::Fixed(_))
    }
}

/// As a scenario states it: `exponential, mean 1000 h`.
impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        each!(self, law => law.fmt(f))
    }
}

/// A try is accepted with probability above 0.95 (of a gamma law) or above a third (of a bounded
/// one), so that a thousand never fail.
const TRIES: u32 = 1_000;

/// A variate of a gamma law of this shape, 1 or more, and scale 1, by rejection: Marsaglia and
/// Tsang, *ACM Trans. Math. Softw.* 26 (2000) 363–372. Each try takes two numbers.
fn gamma_variate(shape: f64, number: &dyn Fn(u32) -> f64) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / libm::sqrt(9.0 * d);
    let tried = (0..TRIES).find_map(|count| {
        let x = normal_quantile(number(2 * count));
        let u = number(2 * count + 1);
        let root = 1.0 + c * x;
        let v = root * root * root;
        let bound = 0.5 * x * x + d - d * v + d * libm::log(v);
        (root > 0.0 && libm::log(u) < bound).then_some(d * v)
    });
    tried.unwrap_or(shape)
}

/// What is left of a life that none exceeds by `most`: a point below that, tried until a life
/// reaches it. So lives are taken in proportion to their length, and any point of one alike.
fn left_of_bounded(most: Span, number: &dyn Fn(u32) -> f64, sample: impl Fn(f64) -> Span) -> Span {
    let most = most.micros() as f64;
    let tried = (0..TRIES).find_map(|count| {
        let (life, point) = (sample(number(2 * count)), number(2 * count + 1) * most);
        (point < life.micros() as f64).then(|| Span::from_micros_f64(point))
    });
    tried.unwrap_or(Span::ZERO)
}

/// This part of a span.
fn part_of(span: Span, part: f64) -> Span {
    Span::from_micros_f64(span.micros() as f64 * part)
}

/// A span that must be positive and fit the clock; `what` begins the complaint.
fn positive(what: &'static str, span: Span) -> Result<Span, LawError> {
    if span == Span::ZERO {
        return Err(LawError::Zero(what));
    }
    fits(what, span)
}

/// A span that must fit the clock; `what` begins the complaint.
fn fits(what: &'static str, span: Span) -> Result<Span, LawError> {
    if span < LONGEST { Ok(span) } else { Err(LawError::TooLong(what)) }
}

/// A computed length in microseconds that must fit the clock; `what` begins the complaint.
fn fits_micros(what: &'static str, micros: f64) -> Result<Span, LawError> {
    if micros.is_finite() {
        fits(what, Span::from_micros_f64(micros))
    } else {
        Err(LawError::TooLong(what))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::print_span;

    const HOUR: Span = Span::from_secs(3600);

    #[test]
    fn a_law_stays_small_because_every_component_holds_some() {
        assert!(size_of::<Law>() <= 32, "{} bytes", size_of::<Law>());
    }

    #[test]
    fn only_the_exponential_law_says_it_is_exponential() {
        let exponential = Law::exponential(HOUR).expect("an hour is a mean");
        let weibull = Law::weibull_mean(1.0, HOUR).expect("shape 1 is allowed");
        assert_eq!(exponential.exponential_mean(), Some(3.6e9));
        assert_eq!(weibull.exponential_mean(), None, "it is sampled by another formula");
        assert!(Law::fixed(HOUR).expect("an hour is finite").is_fixed());
        assert!(!exponential.is_fixed());
        let one = Law::mixture(vec![(Probability::ONE, exponential)]).expect("a whole");
        assert_eq!(one.exponential_mean(), None, "it has chosen first");
        let stage = Law::gamma_mean(1.0, HOUR).expect("shape 1 is allowed");
        assert_eq!(stage.exponential_mean(), None, "it rejects");
    }

    #[test]
    fn a_law_knows_whether_it_may_take_no_time_at_all() {
        let zero = Law::fixed(Span::ZERO).expect("zero is a span");
        let half = Probability::new(0.5).expect("a share");
        assert!(zero.may_be_zero());
        assert!(Law::empirical(vec![HOUR, Span::ZERO]).expect("samples").may_be_zero());
        let hour = Law::fixed(HOUR).expect("an hour");
        assert!(Law::mixture(vec![(half, hour), (half, zero)]).expect("a whole").may_be_zero());
        assert!(!Law::uniform(Span::ZERO, HOUR).expect("ends").may_be_zero(), "but for luck");
    }

    #[test]
    fn what_is_left_of_a_life_under_way_follows_the_law_of_equilibrium() {
        let half = Probability::new(0.5).expect("a share");
        let weibull = |shape| Law::weibull_mean(shape, HOUR);
        let parts = vec![
            (half, Law::fixed(HOUR).expect("an hour")),
            (half, Law::gamma_mean(0.5, HOUR.times(5)).expect("the shape is allowed")),
        ];
        for law in [
            Law::exponential(HOUR),
            Law::fixed(HOUR),
            Law::uniform(Span::ZERO, HOUR),
            Law::uniform(HOUR, HOUR.times(3)),
            weibull(0.5),
            weibull(1.0),
            weibull(3.0),
            weibull(20.0),
            Law::lognormal_mean(HOUR, HOUR.times(3)),
            Law::gamma_mean(0.3, HOUR),
            Law::gamma_mean(4.0, HOUR),
            Law::triangular(Span::ZERO, HOUR, HOUR.times(4)),
            Law::triangular(HOUR, HOUR, HOUR.times(2)),
            Law::empirical(vec![Span::ZERO, HOUR, HOUR, HOUR.times(7)]),
            Law::mixture(parts),
        ] {
            oracle::residuals_are_in_equilibrium(&law.expect("valid"));
        }
    }

    #[test]
    fn complaints_say_which_parameter_and_what_is_allowed() {
        let text = |law: Result<Law, LawError>| law.expect_err("must be refused").to_string();
        assert_eq!(text(Law::exponential(Span::ZERO)), "a mean must be longer than zero");
        assert_eq!(
            text(Law::exponential(Span::FOREVER)),
            "a mean must be shorter than 584,000 years"
        );
        assert_eq!(
            text(Law::weibull_mean(0.01, HOUR)),
            "the shape of a weibull law must lie between 0.1 and 20"
        );
        assert_eq!(
            text(Law::lognormal_mean(HOUR, HOUR)),
            "the mean of a lognormal law must exceed its median"
        );
        assert_eq!(
            text(Law::lognormal_mean(Span::TICK, HOUR)),
            "a lognormal law may not spread further than a mean of 268,337 times its median, \
             or a 95th percentile of 3,728 times its median"
        );
    }

    #[test]
    fn a_law_prints_as_a_scenario_states_it() {
        let hour = print_span(HOUR);
        let two = print_span(HOUR.times(2));
        let show = |law: Result<Law, LawError>| law.expect("valid").to_string();
        assert_eq!(show(Law::fixed(HOUR)), hour);
        assert_eq!(show(Law::exponential(HOUR)), format!("exponential, mean {hour}"));
        assert_eq!(show(Law::uniform(HOUR, HOUR.times(2))), format!("uniform, {hour} to {two}"));
        assert_eq!(show(Law::weibull_mean(1.5, HOUR)), format!("weibull, shape 1.5, mean {hour}"));
        assert_eq!(
            show(Law::lognormal_mean(HOUR, HOUR.times(2))),
            format!("lognormal, median {hour}, mean {two}")
        );
    }
}
