//! What mechanisms do, in words that no mechanism owns: the lines they add to a story, and the
//! states of members that a chart draws.

use super::id::NodeId;
use crate::quantity::Span;

/// Something that a mechanism has done, or that has become of its data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MechanismDeed {
    /// A member begins to take the service over.
    TakesOver {
        /// The slot.
        slot: u32,
    },
    /// A member is being started, which takes its time.
    Starts {
        /// The slot.
        slot: u32,
    },
    /// The work could not be handed to a member: somebody must do it by hand.
    SwitchFails {
        /// The slot.
        slot: u32,
    },
    /// It would hand its work over, and waits until it is told to.
    AwaitsOrder,
    /// A member leads from now on.
    Leads {
        /// The slot.
        slot: u32,
    },
    /// What the data of a service would lose if its copy had to take over, or has lost.
    Data {
        /// What has become of it.
        fate: DataFate,
        /// The age of the newest write that is safe.
        span: Span,
    },
    /// A member stands thus from now on.
    Stands {
        /// The slot.
        slot: u32,
        /// How.
        standing: Standing,
    },
    /// An old principal is cut off and goes on by itself, while another leads.
    SplitBrain {
        /// Its slot.
        slot: u32,
    },
    /// It cannot go on, and why: `no quorum`.
    Stops {
        /// Why.
        why: &'static str,
        /// Whose failure or absence is meant, if one is.
        node: Option<NodeId>,
    },
}

/// How a member of a mechanism stands, beside being up or down.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standing {
    /// It does the work.
    Leading,
    /// It could take over at once.
    Ready,
    /// It does the work, and nobody could take over.
    Exposed,
    /// It catches up with what it has missed.
    Synchronizing,
    /// It stands aside: whoever leads goes on without it.
    Suspended,
    /// It is taking over.
    TakingOver,
}

impl Standing {
    /// In words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Leading => "leading",
            Self::Ready => "ready",
            Self::Exposed => "exposed",
            Self::Synchronizing => "synchronizing",
            Self::Suspended => "suspended",
            Self::TakingOver => "taking over",
        }
    }
}

/// What has become of written data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DataFate {
    /// Missing where service goes on; it may still come back.
    Exposed,
    /// Overwritten or destroyed.
    Lost,
    /// Merged after all, late.
    Late,
}

impl DataFate {
    /// In words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exposed => "exposed",
            Self::Lost => "lost",
            Self::Late => "late",
        }
    }
}
