//! From a system and a plan to figures: the story, the spread of drawn trials, the long run.

pub mod plan;

mod causes;
mod columns;
mod contracts;
mod convergence;
mod enough;
mod inputs;
mod long_run;
mod overlong;
mod paired;
mod replay;
mod spells;
mod spread;
mod systems;
mod totals;
mod trials;
mod watch;

pub use columns::{Column, Columns, Key};
pub use contracts::{Contract, Kept, Party};
pub use enough::Reached;
pub use long_run::{LEVEL, LongRun, estimate};
pub use overlong::{Breaches, Held};
pub use paired::{Contender, Contest, Counted, Difference, Paired, Unfinished, side_by_side};
pub use replay::Replay;
pub use spells::{First, Found, Of, Yearly};
pub use spread::{Spread, spread};
pub use systems::{DRAWS, Systems};
pub use trials::{Failure, Halt, Workers};
pub use watch::{Seen, Watch};
