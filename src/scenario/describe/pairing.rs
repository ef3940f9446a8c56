//! What a file says of paired pools.

use super::{At, Name};
use crate::quantity::{Micro, Span};

/// Two pools, each the other's backup; they are the members of their service.
#[derive(Debug)]
pub struct PairingText {
    pub backup: Option<BackupText>,
    /// How long a pool is heard again before its users go back.
    pub limited: Option<Span>,
    /// Somebody may order a full takeover.
    pub full: bool,
}

/// What is copied between paired pools.
#[derive(Debug)]
pub struct BackupText {
    pub over: Option<Name>,
    pub into: IntoText,
    pub every: Option<Span>,
    pub takes: Option<Span>,
    pub rate: Option<At<u64>>,
    /// Bytes a second of so many users, in millionths.
    pub writes: Option<(u64, Micro)>,
    /// What a lost place held is gone.
    pub destroyed: bool,
}

/// Where the copies are kept.
#[derive(Debug)]
pub enum IntoText {
    /// Nothing is said.
    Anywhere,
    /// Whoever plays this role for the receiving pool.
    Role(Name),
    /// By receiving pool.
    Named(Vec<(Name, Name)>),
}
