//! What a file says of a mirrored database.

use super::Name;
use crate::detection::Lease;
use crate::random::Law;
use crate::redundancy::{Arm, Commit, OnMirrorLoss, Resync, Session};

/// A mirrored database.
#[derive(Debug)]
pub struct MirrorText {
    pub commit: Commit,
    /// `None` where it could not be read.
    pub decider: Option<DeciderText>,
    pub on_mirror_loss: OnMirrorLoss,
    pub session: Session,
    pub resync: Resync,
}

/// Who lets the mirror take over.
#[derive(Debug)]
pub enum DeciderText {
    Witness { by: Name, redo: Law, arm: Arm },
    Monitor { by: Name, promote: Law },
    Lease { store: Name, lease: Lease, decide: Law, promote: Law },
    Manual { person: bool, promote: Law },
}

impl DeciderText {
    /// Who is watched beside the partners.
    pub const fn aide(&self) -> Option<&Name> {
        match self {
            Self::Witness { by, .. } | Self::Monitor { by, .. } => Some(by),
            Self::Lease { store, .. } => Some(store),
            Self::Manual { .. } => None,
        }
    }
}
