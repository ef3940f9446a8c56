//! What a file says of data and of changes.

use super::{At, Name};
use crate::quantity::Span;
use crate::random::Law;
use crate::system::{ModeKind, RollBackSpec, Waves};

/// Data that services keep.
#[derive(Debug)]
pub struct DataText {
    pub name: Name,
    pub kept_by: Vec<Name>,
    pub copies: Vec<CopyText>,
    pub backups: Vec<BackupsText>,
    pub discovered: Option<Law>,
    pub by: Option<Name>,
    pub restore: Option<RestoreText>,
    /// Whether it is said how it goes bad of itself, readable or not.
    pub fails: bool,
    pub life: Option<Law>,
}

/// A copy that follows what is written.
#[derive(Debug)]
pub struct CopyText {
    /// The component or service that holds it.
    pub at: Name,
    pub lag: Option<Span>,
    pub restore: Option<RestoreText>,
}

/// Backups at regular times.
#[derive(Debug)]
pub struct BackupsText {
    pub every: Option<Span>,
    pub at: Span,
    pub takes: Option<At<Span>>,
    pub keep: Option<Span>,
    pub store: Option<Name>,
    pub restore: Option<RestoreText>,
}

/// How long a restoration takes.
#[derive(Clone, Debug)]
pub struct RestoreText {
    pub base: Option<Law>,
    pub per_hour_lost: Span,
}

/// A change of all members of a version.
#[derive(Debug)]
pub struct ChangeText {
    pub name: Name,
    pub of: Vec<Name>,
    pub effect: Option<ModeKind>,
    pub waves: Option<Waves>,
    pub roll_back: Option<RollBackSpec>,
}
