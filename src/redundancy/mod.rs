//! How members back each other up: one file a mechanism.

mod pool;

pub use pool::{Overload, Pool, Rebalance, Redispatch, Requests, Spread, Standby};
