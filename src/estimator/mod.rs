//! From a system and a plan to figures: the story, the spread of drawn trials, the long run.

pub mod plan;

mod causes;
mod columns;
mod long_run;
mod spread;
mod trials;

pub use columns::{Column, Columns, Key};
pub use long_run::{LongRun, estimate};
pub use spread::{Spread, spread};
pub use trials::{Failure, Workers};
