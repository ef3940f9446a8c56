//! From failed to noticed: one file a scheme.
//!
//! A checker keeps a belief about each of its targets; two checkers may believe different things.
//! Nothing periodic is an event while all is well: a schedule is drawn when a pair leaves
//! agreement and computed in closed form from then on.

mod advertisement;
mod after;
mod at_once;
mod by_clients;
mod by_person;
mod erring;
mod heartbeat;
mod lease;
mod probe;
mod standing;

pub use advertisement::Advertisement;
pub use after::After;
pub use at_once::AtOnce;
pub use by_clients::ByClients;
pub use by_person::ByPerson;
pub use erring::Erring;
pub use heartbeat::Heartbeat;
pub use lease::Lease;
pub use probe::{Probe, Schedule};
pub use standing::Standing;
