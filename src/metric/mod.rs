//! What is measured: one file a metric.

pub mod objective;
