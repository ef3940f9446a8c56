//! From numbers to what they say: moments, estimates, intervals, tests.
//!
//! Nothing here knows what is simulated; the module imports nothing of the crate.
//! All folding is in a fixed order, and all mathematics is `libm`'s, so that a report is the same
//! to the last digit on every machine and for every number of threads.

pub mod components;
pub mod estimate;
pub mod histogram;
pub mod ks;
pub mod moments;
pub mod poisson;
pub mod proportion;
pub mod ratio;
pub mod sample;
pub mod special;

pub use components::Components;
pub use estimate::{Estimate, Interval, Student};
pub use histogram::Histogram;
pub use moments::Moments;
pub use proportion::Proportion;
pub use ratio::Ratio;
pub use sample::Sample;

/// Fewer events than these are too few for an interval from their spread: one from the count alone
/// (Garwood) is wider and right, and whoever reads it should be told.
pub const FEW: u64 = 30;
