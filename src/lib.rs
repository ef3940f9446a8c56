//! A deterministic discrete-event simulator of high-availability and disaster-recovery topologies.
#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

#[cfg(feature = "charts")]
pub mod chart;
#[cfg(feature = "cli")]
pub mod cli;
pub mod detection;
pub mod engine;
pub mod estimator;
pub mod metric;
#[cfg(feature = "charts")]
pub mod page;
pub mod quantity;
pub mod random;
pub mod redundancy;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod study;
pub mod system;
