//! One binary for all integration tests.

mod chance;
mod habits;
mod layers;
mod source;
