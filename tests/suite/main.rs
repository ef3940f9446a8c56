//! One binary for all integration tests.

mod chance;
mod charts;
mod cli;
mod diagnostics;
mod habits;
mod hand_made;
mod layers;
mod source;
mod table;
