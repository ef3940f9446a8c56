//! The result record and its writers: plain data, no simulation.

mod record;

pub use record::*;
