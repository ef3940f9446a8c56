//! What a waiting user waits for.

/// The label of a waiting user's state. The order is that of clock time: of all who wait, the
/// smallest counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Phase {
    /// Nobody has failed to reach the dead part yet.
    Undetected,
    /// From the first failed observation until the declaration.
    Detecting,
    /// A person or a vote decides.
    Deciding,
    /// Nothing but a repair brings service back.
    Repairing,
    /// There is no room.
    Refused,
    /// A failover is under way.
    Acting,
    /// Its return is released; a target serves and has room.
    Reconnecting,
}

impl Phase {
    /// All phases, in order.
    pub const ALL: [Phase; 7] = [
        Self::Undetected,
        Self::Detecting,
        Self::Deciding,
        Self::Repairing,
        Self::Refused,
        Self::Acting,
        Self::Reconnecting,
    ];

    /// The word for reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Undetected => "undetected",
            Self::Detecting => "detecting",
            Self::Deciding => "deciding",
            Self::Repairing => "repairing",
            Self::Refused => "refused",
            Self::Acting => "acting",
            Self::Reconnecting => "reconnecting",
        }
    }
}
