//! A probability that cannot lie outside [0, 1].

/// A probability. Cannot be built outside [0, 1].
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub struct Probability(f64);

impl Probability {
    /// Certainty.
    pub const ONE: Probability = Probability(1.0);

    /// The probability `value`, or `None` outside [0, 1] (NaN included).
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// As a number in [0, 1].
    pub const fn value(self) -> f64 {
        self.0
    }

    /// The probability of the opposite.
    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_unit_interval_is_a_probability() {
        assert!(Probability::new(-0.1).is_none());
        assert!(Probability::new(1.1).is_none());
        assert!(Probability::new(f64::NAN).is_none());
        assert_eq!(Probability::new(0.25).map(|p| p.complement().value()), Some(0.75));
    }
}
