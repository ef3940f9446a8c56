//! How members back each other up: one file a mechanism.

mod mirror;
mod pairing;
mod pool;
mod standby;

pub use mirror::{Arm, Commit, Failover, Mirror, OnMirrorLoss, Resync, Session};
pub use pairing::{Backup, Limited, Pairing};
pub use pool::{Overload, Pool, Rebalance, Redispatch, Requests, Spread, Standby};
pub use standby::{ByHand, Failback, StandbyMode, StandbyPair, Switch};
