//! Prints quantities as people read them (stub).
use super::{Micro, Span};
/// `"1 min 15 s"`.
pub fn print_span(_: Span) -> String { todo!() }
/// `"6,000"` or `"8,333.33"`.
pub fn print_micro(_: Micro) -> String { todo!() }
/// `"99.95 %"`.
pub fn print_share(_: f64) -> String { todo!() }
