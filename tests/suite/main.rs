//! One binary for all integration tests.

mod charts;
mod cli;
mod hand_made;
mod table;
