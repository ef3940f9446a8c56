//! What a file says of a standby pair.

use super::Name;
use crate::quantity::Probability;
use crate::random::Law;
use crate::redundancy::{Failback, StandbyMode};

/// A standby pair.
#[derive(Debug)]
pub struct StandbyPairText {
    /// Who leads at first, and who stands by, if they are told apart.
    pub active: Option<Name>,
    pub spare: Option<Name>,
    pub mode: Option<StandbyMode>,
    pub switch: SwitchText,
    pub restart: Option<Law>,
    pub failback: Failback,
}

/// How the spare takes over.
#[derive(Debug, Default)]
pub struct SwitchText {
    pub takes: Option<Law>,
    pub works: Option<Probability>,
    pub otherwise: Option<ByHandText>,
    pub on_order: bool,
}

/// What follows a switch that has failed.
#[derive(Debug)]
pub enum ByHandText {
    Takes(Law),
    Person(Name),
}
