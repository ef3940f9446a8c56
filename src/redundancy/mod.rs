//! How members back each other up: one file a mechanism.

mod pairing;
mod pool;

pub use pairing::{Backup, Limited, Pairing};
pub use pool::{Overload, Pool, Rebalance, Redispatch, Requests, Spread, Standby};
