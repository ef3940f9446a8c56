//! What a figure measures, and so how it is told.

use super::earned::{known, known_seconds};
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

    /// An estimate and the ends of its interval with the digits that the interval earns.
    pub fn known(self, value: f64, lower: f64, upper: f64) -> [f64; 3] {
        match self {
            Unit::Amount | Unit::Share => known(value, lower, upper),
            Unit::Time => known_seconds(value, lower, upper),
        }
    }
}
