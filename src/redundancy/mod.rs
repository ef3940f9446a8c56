//! How members back each other up: one file a mechanism.

use crate::system::port::Redundancy;

/// A load-balanced pool.
#[derive(Clone, Debug)]
pub struct Pool {
    /// The pool is up while this many members are up.
    pub need: u32,
    /// What happens above the limit of a member.
    pub overload: Overload,
}
impl Redundancy for Pool {}

/// What happens above the limit of a member.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Overload {
    /// Served, and reported as over the limit.
    Flag,
    /// Refused.
    Refuse,
    /// Served, and members age faster: speed = (members / members up) ^ exponent.
    Cascade {
        /// Of the load.
        exponent: f64,
    },
}
