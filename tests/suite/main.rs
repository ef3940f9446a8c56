//! One binary for all integration tests.

mod chance;
mod charts;
mod cli;
mod diagnostics;
mod generated;
mod habits;
mod hand_made;
mod layers;
mod redistribution;
mod small;
mod source;
mod table;
