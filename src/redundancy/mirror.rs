//! A mirrored database: a principal serves, a mirror holds a copy of every write.
//!
//! The mirror takes over when whoever decides says so: a witness with whom it forms a quorum, a
//! monitor, the store of a lease, a person, or an order alone. Nobody takes over by itself who may
//! lack an acknowledged write.
//! A commit to a synchronous mirror waits for it: while it is silent and not yet given up, nobody
//! can write. The principal then goes on alone, exposed, or waits until the pair is reconfigured.
//! Where a witness decides, whoever sees neither the other partner nor the witness stops, and both
//! remember who leads: state is stated at the loss, not now.

mod copy;
mod failover;
mod orders;
mod pair;
mod quorum;
mod reasons;
mod sessions;

use crate::quantity::Span;
use crate::random::Law;
use crate::system::port::{Controller, Redundancy};
use crate::system::{ServiceId, System, Target};

/// A mirrored database.
#[derive(Clone, Debug)]
pub struct Mirror {
    /// The partner that leads at first.
    pub principal: Target,
    /// When a write is acknowledged.
    pub commit: Commit,
    /// Who lets the mirror take over.
    pub failover: Failover,
    /// What becomes of writes to a synchronous mirror that is lost.
    pub on_mirror_loss: OnMirrorLoss,
    /// How the partners notice that they have lost each other.
    pub session: Session,
    /// How long a partner that was away takes to catch up.
    pub resync: Resync,
    /// What is watched beside the partners.
    pub aides: Vec<Target>,
}

/// When a write is acknowledged.
#[derive(Clone, Debug)]
pub enum Commit {
    /// When both partners have it.
    Synchronous,
    /// When the principal has it; the mirror has it a lag later. `None` is the latency between them.
    Asynchronous(Option<Law>),
}

/// Who lets the mirror take over. The spans run from the decision until it serves.
#[derive(Clone, Debug)]
pub enum Failover {
    /// A witness.
    Witness {
        /// The redo queue is worked off.
        redo: Law,
        /// What must have been connected when the principal was lost.
        arm: Arm,
    },
    /// A monitor, when the checker has declared the principal down.
    Monitor {
        /// Until the mirror is promoted.
        promote: Law,
    },
    /// Whoever gets the lease that the principal has lost.
    Lease {
        /// How long it lives after a renewal.
        ttl: Span,
        /// From one renewal to the next.
        refresh: Span,
        /// From one look at it to the next.
        granularity: Span,
        /// Until the mirror has it.
        decide: Law,
        /// Until the mirror is promoted.
        promote: Law,
    },
    /// A person, as soon as the service's person has acted; or an order alone.
    Manual {
        /// Whether the service's checker is a person.
        person: bool,
        /// Until the mirror is promoted.
        promote: Law,
    },
}

impl Failover {
    /// From the decision until the mirror serves.
    pub(super) fn promote(&self) -> &Law {
        match self {
            Self::Witness { redo, .. } => redo,
            Self::Monitor { promote }
            | Self::Lease { promote, .. }
            | Self::Manual { promote, .. } => promote,
        }
    }
}

/// What must have been connected when the principal was lost, so that the mirror takes over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Arm {
    /// Principal, mirror and witness, each with the others.
    #[default]
    AllThree,
    /// Mirror and witness.
    MirrorAndWitness,
}

/// What becomes of writes to a synchronous mirror that is lost.
#[derive(Clone, Debug, Default)]
pub enum OnMirrorLoss {
    /// The principal goes on without it.
    #[default]
    Expose,
    /// Nobody can write until the pair is reconfigured.
    StopWrites(Law),
}

/// How the partners, and the witness, notice that they have lost each other: a crash at once, silence
/// by a time-out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Session {
    /// How long silence lasts before it is a loss.
    pub timeout: Span,
    /// From one ping to the next.
    pub ping: Span,
}

/// How long a partner that was away takes to catch up.
#[derive(Clone, Debug)]
pub enum Resync {
    /// So long, whatever it has missed.
    Takes(Law),
    /// So long for every hour it has missed.
    PerHourMissed(Span),
    /// Bytes a second at which it catches up, and at which data is written.
    Bytes {
        /// At which it catches up; more than is written.
        rate: u64,
        /// At which data is written.
        writes: u64,
    },
}

impl Redundancy for Mirror {
    fn need(&self) -> u32 {
        1
    }

    fn exactly(&self) -> Option<u32> {
        Some(2)
    }

    fn leader(&self) -> Option<Target> {
        Some(self.principal)
    }

    fn aides(&self) -> &[Target] {
        &self.aides
    }

    fn minds_reach(&self) -> bool {
        true
    }

    fn keeps_data(&self) -> bool {
        true
    }

    fn control(&self, service: ServiceId, system: &System) -> Box<dyn Controller> {
        Box::new(pair::Pair::new(self, service, system))
    }
}
