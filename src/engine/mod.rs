//! The event engine: a future-event list and the main loop.
//!
//! It knows time and order, and nothing of chance, failure or availability.

mod calendar;
mod run;

pub use calendar::Calendar;
pub use run::{End, Halt, Limits, Process, run};
