//! Paired pools: each takes the users of the other over.
//!
//! Users have a home, which never changes. While their home is lost the partner serves them at a
//! limited level, by itself, once it has itself heard nothing of it for long enough; in full when
//! somebody says so. What is written at one pool is copied to the other in batches: what has not
//! arrived when a pool is lost is exposed, and is merged late or lost.

mod backup;
mod copies;
mod orders;
mod partners;
mod takeover;

pub use backup::Backup;

use crate::quantity::Span;
use crate::system::port::{Controller, Redundancy};
use crate::system::{ServiceId, System, Target};

/// Two pools, each the other's backup.
#[derive(Clone, Debug)]
pub struct Pairing {
    backup: Option<Backup>,
    limited: Option<Limited>,
    full: bool,
    /// The link, then the file stores of the first pool and of the second.
    aides: Vec<Target>,
}

/// The takeover that nobody orders: at a limited level.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limited {
    /// A pool that is back serves its users again when it has been heard for so long.
    pub back_after: Span,
}

impl Pairing {
    /// A pair with these takeovers; `full` is the one that somebody orders.
    pub fn new(backup: Option<Backup>, limited: Option<Limited>, full: bool) -> Self {
        let aides = backup.iter().flat_map(|backup| {
            backup.over.iter().chain(backup.into.iter().flatten()).copied().collect::<Vec<_>>()
        });
        Self { aides: aides.collect(), backup, limited, full }
    }
}

impl Redundancy for Pairing {
    /// One of the two carries both.
    fn need(&self) -> u32 {
        1
    }

    fn aides(&self) -> &[Target] {
        &self.aides
    }

    fn tells_of_data(&self) -> bool {
        self.backup.is_some()
    }

    fn minds_reach(&self) -> bool {
        true
    }

    fn pairs_members(&self) -> bool {
        true
    }

    fn control(&self, service: ServiceId, system: &System) -> Box<dyn Controller> {
        Box::new(partners::Partners::new(self, service, system))
    }
}
