//! The traits the catalogues implement.

use std::fmt::Debug;

/// How a service notices that a member is down (a catalogue entry of `detection/`).
pub trait Detection: Debug + Send + Sync {}

/// How the members of a service back each other up (a catalogue entry of `redundancy/`).
pub trait Redundancy: Debug + Send + Sync {}
