//! What a file says of links.

use super::{ModeText, Name, RepairText};
use crate::quantity::Span;

/// A link between two places.
#[derive(Debug)]
pub struct LinkText {
    pub name: Name,
    pub luck: Option<Name>,
    /// The two places; `None` where they could not be read.
    pub between: Option<[Name; 2]>,
    pub latency: Span,
    /// Bytes a second.
    pub bandwidth: Option<u64>,
    pub transit: bool,
    pub modes: Vec<ModeText>,
    pub repair: Option<RepairText>,
}
