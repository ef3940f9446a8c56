//! Runbooks, as a file states them.

use super::{At, Name};
use crate::quantity::{Probability, Span};
use crate::random::Law;
use crate::scenario::tree::Place;
use crate::system::{OrderKind, ServiceLevel};

#[derive(Debug)]
pub struct RunbookText {
    pub name: Name,
    pub when: Option<WhenText>,
    pub by: Option<Name>,
    pub steps: Vec<StepText>,
}

/// What makes somebody begin.
#[derive(Debug)]
pub struct WhenText {
    /// What it names could not be read.
    pub vague: bool,
    pub names: Vec<Name>,
    /// How long they must have been back; `None`: one is lost.
    pub back: Option<Span>,
}

#[derive(Debug)]
pub struct StepText {
    /// `None` where nothing is done, or what could not be read.
    pub act: Option<ActText>,
    pub requires: Vec<ConditionText>,
    pub unless: Vec<ConditionText>,
    pub takes: Option<Law>,
    pub per_1000_users: Option<At<Span>>,
    pub works: Probability,
    pub retries: u32,
    pub retry_after: Option<Law>,
    /// Where it says that users are limited while it lasts.
    pub limited_meanwhile: Option<Place>,
}

/// What a step or a script does.
#[derive(Debug)]
pub enum ActText {
    Order(OrderKind, Name),
    Repoint(RepointText),
    Drain(Name),
    Return(Name),
    Restore(Name),
    RollBack(Vec<Name>),
}

/// Which routes are led where.
#[derive(Debug)]
pub enum RepointText {
    AllOn { on: Name, to: Name },
    Route { of: Name, role: Name, to: Name },
    Undo(Name),
}

/// What must hold.
#[derive(Debug)]
pub enum ConditionText {
    Up(Name),
    Down(Name),
    Level(Name, ServiceLevel),
    NothingPointsTo(Name),
    Reaches(Name, Name),
}
