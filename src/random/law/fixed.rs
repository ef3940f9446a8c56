//! The degenerate law: every span is the same.

use super::{LawError, fits};
use crate::quantity::{Span, print_span};
use std::fmt;

/// Always the same span.
#[derive(Clone, PartialEq, Debug)]
pub struct Fixed {
    span: Span,
}

impl Fixed {
    /// Always `span`; zero is allowed.
    pub fn new(span: Span) -> Result<Self, LawError> {
        Ok(Self { span: fits("a fixed span", span)? })
    }

    /// The span, whatever the probability.
    pub fn quantile(&self, _p: f64) -> Span {
        self.span
    }

    /// The span, whatever the uniform number.
    #[inline]
    pub fn sample(&self, _u: f64) -> Span {
        self.span
    }

    /// What is left of a life that is found under way: any part of it.
    pub fn residual(&self, number: &dyn Fn(u32) -> f64) -> Span {
        Span::from_micros_f64(self.span.micros() as f64 * number(0))
    }

    /// One before the span, zero from it on.
    pub fn survival(&self, t: Span) -> f64 {
        if t < self.span { 1.0 } else { 0.0 }
    }

    /// The span.
    #[inline]
    pub fn mean(&self) -> Span {
        self.span
    }
}

impl fmt::Display for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print_span(self.span))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Law, oracle};
    use super::*;

    fn law() -> Law {
        Law::fixed(Span::from_secs(75)).expect("75 s is finite")
    }

    #[test]
    fn zero_is_a_span_and_forever_is_not() {
        assert!(Fixed::new(Span::ZERO).is_ok());
        assert_eq!(Fixed::new(Span::FOREVER), Err(LawError::TooLong("a fixed span")));
    }

    #[test]
    fn the_quantile_inverts_the_survival() {
        oracle::quantile_inverts_survival(&law());
    }

    #[test]
    fn the_mean_is_the_integral_of_the_survival() {
        oracle::mean_is_the_integral_of_survival(&law());
    }

    #[test]
    fn pinned_samples() {
        oracle::samples_are(&law(), [75_000_000; 5]);
    }

    #[test]
    fn agrees_with_an_independent_sampler() {
        let peer = rand_distr::Uniform::new_inclusive(75e6, 75e6).expect("a point");
        oracle::agrees_with(&law(), peer);
    }
}
