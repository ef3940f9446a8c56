//! What a figure measures, and so how it is told.

use super::earned::{earned, earned_seconds};
use super::{print_amount, print_seconds, print_share};

/// What a figure measures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// A count or an amount.
    Amount,
    /// Seconds.
    Time,
    /// A share of one.
    Share,
}

impl Unit {
    /// A figure in words.
    pub fn print(self, value: f64) -> String {
        match self {
            Unit::Amount => print_amount(value),
            Unit::Time => print_seconds(value),
            Unit::Share => print_share(value),
        }
    }

    /// A figure known to `half_width` either way, with the digits that this earns.
    pub fn earned(self, value: f64, half_width: f64) -> f64 {
        match self {
            Unit::Amount | Unit::Share => earned(value, half_width),
            Unit::Time => earned_seconds(value, half_width),
        }
    }

    /// An estimate and the ends of its interval with the digits that the interval earns.
    pub fn known(self, value: f64, lower: f64, upper: f64) -> [f64; 3] {
        let half = 0.5 * (upper - lower);
        [value, lower, upper].map(|number| self.earned(number, half))
    }
}
