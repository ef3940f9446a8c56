//! From a system and a plan to figures: the story, the spread of drawn trials, the long run.

pub mod plan;
