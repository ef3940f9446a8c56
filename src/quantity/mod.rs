//! Time, probability and amounts, as types that cannot be mixed up.
//!
//! This module imports nothing of the crate.

mod amount;
mod data;
mod earned;
mod hours;
mod parse;
mod print;
mod probability;
mod time;
mod unit;
mod windows;

pub use amount::{MICRO, Micro};
pub use data::{bandwidth, bytes, print_bytes};
pub use earned::print_known;
pub use hours::{DAYS, ServiceHours};
pub use parse::{ParseError, count, percentage, rate, span};
pub use print::{
    print_amount, print_clock, print_days, print_micro, print_seconds, print_share, print_span,
};
pub use probability::Probability;
pub use time::{MONTH, Span, Time, YEAR};
pub use unit::Unit;
pub use windows::Windows;
