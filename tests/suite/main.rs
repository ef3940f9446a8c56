//! One binary for all integration tests.

mod any_world;
mod chance;
mod charts;
mod cli;
mod closed_forms;
mod crews;
mod determinism;
mod diagnostics;
mod docs;
mod exact;
mod generated;
mod gth;
mod habits;
mod hand_made;
mod layers;
mod long_run;
mod maintenance;
mod measured;
mod numbers;
mod redistribution;
mod scenarios;
mod small;
mod small_chains;
mod source;
mod table;
mod walk;
