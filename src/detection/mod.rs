//! From failed to noticed: one file a scheme.

use crate::quantity::Span;
use crate::random::Law;
use crate::system::port::Detection;

/// Beliefs follow the truth within the instant.
#[derive(Clone, Debug)]
pub struct AtOnce;
impl Detection for AtOnce {}

/// A loss is noticed after a law, a return at once.
#[derive(Clone, Debug)]
pub struct After {
    /// From failed to noticed.
    pub delay: Law,
}
impl Detection for After {}

/// A periodic check.
#[derive(Clone, Debug)]
pub struct Probe {
    /// Interval between checks.
    pub every: Span,
    /// From when the interval counts.
    pub schedule: Schedule,
    /// How long a silent target is waited for.
    pub timeout: Span,
    /// Failed checks in a row that declare a target down.
    pub fall: u32,
    /// Good checks in a row that declare it up again.
    pub rise: u32,
}
impl Detection for Probe {}

/// From when the interval of a probe counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Schedule {
    /// From the start of the last check.
    FixedRate,
    /// From the end of the last check.
    FixedDelay,
}

/// Clients find out by themselves; nobody leaves rotation.
#[derive(Clone, Debug)]
pub struct ByClients {
    /// How long a client waits for a silent member.
    pub timeout: Span,
}
impl Detection for ByClients {}
