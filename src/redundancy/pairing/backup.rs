//! The backup service: what is written at a pool goes to its partner in batches.
//!
//! A batch starts every interval, at a phase drawn once; it holds whatever was written before it
//! starts, is sent at a rate, and is safe when it has been imported. A batch that takes longer than
//! the interval lets the next one wait for the first start after it. The safe data are as old as
//! the start of the last batch that is safe.
//!
//! While all is well that is a formula, and nothing happens: a batch is sent as fast as its rate and
//! the narrowest link of its way let it. While the pool, the way or the partner's file store is
//! down, what is written piles up, and the batch under way is lost; the first batch afterwards takes
//! as long as there is to send, the next ones send what was written meanwhile, until they fit the
//! interval again. Those share the links with whatever else is sent over them.

use crate::quantity::{Micro, Span, Time};
use crate::system::Target;

/// What is copied, how often, and how long it takes.
#[derive(Clone, Debug)]
pub struct Backup {
    /// The link that must be up.
    pub over: Option<Target>,
    /// The file stores that receive what comes to the first pool by name, and to the second: one of
    /// them must be up. Single components or services.
    pub into: [Vec<Target>; 2],
    /// From the start of one batch to the next.
    pub every: Span,
    /// How long a batch takes to be exported and imported, beside the transfer.
    pub takes: Span,
    /// Bytes a second; `None` is any number at once.
    pub rate: Option<u64>,
    /// Bytes a second that ...
    pub writes: u64,
    /// ... so many users write, in millionths.
    pub per: Micro,
    /// What a place loses in a disaster is lost for good.
    pub destroyed: bool,
}

/// How long users have written, in micro-users times microseconds.
pub(super) type Written = u128;

/// What lies between a pool and its partner, for one that has it for itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Way {
    /// Bytes a second: the rate of the backup or the narrowest link, whichever is less; `None` is
    /// any number at once.
    pub rate: Option<u64>,
    /// From the last byte sent to its arrival.
    pub latency: Span,
    /// Some link on it carries only so much.
    pub is_limited: bool,
}

impl Backup {
    /// How much that is, in millionths of a byte.
    pub(super) fn volume(&self, written: Written) -> u128 {
        written.saturating_mul(u128::from(self.writes)) / u128::from(self.per.max(1))
    }

    /// How long it takes until a batch of so much is safe, over a way that nobody else uses.
    pub(super) fn lasts(&self, written: Written, way: Way) -> Span {
        let beside = self.takes + way.latency;
        let Some(rate) = way.rate else { return beside };
        let micros = self.volume(written).div_ceil(u128::from(rate.max(1)));
        beside + Span::from_micros(u64::try_from(micros).unwrap_or(u64::MAX >> 1))
    }

    /// Whether so many users write more than can ever be sent at a rate.
    pub fn is_too_slow(&self, users: Micro, rate: Option<u64>) -> bool {
        let bytes = u128::from(self.writes) * u128::from(users);
        rate.is_some_and(|rate| bytes >= u128::from(rate) * u128::from(self.per))
    }

    /// The first start of a batch at or after a time.
    pub(super) fn start(&self, phase: Span, now: Time) -> Time {
        let (every, phase) = (self.every.micros().max(1), phase.micros());
        let run = now.micros().saturating_sub(phase);
        Time::from_micros(run.div_ceil(every).saturating_mul(every).saturating_add(phase))
    }

    /// From one start to the next while all is well, if batches fit.
    pub(super) fn stride(&self, users: Micro, way: Way) -> Option<Span> {
        let every = self.every.micros();
        if self.is_too_slow(users, way.rate) {
            return None;
        }
        let mut stride = self.every;
        loop {
            let lasts = self.lasts(u128::from(users) * u128::from(stride.micros()), way);
            if lasts <= stride {
                return Some(stride);
            }
            stride = Span::from_micros(lasts.micros().div_ceil(every).checked_mul(every)?);
        }
    }
}
