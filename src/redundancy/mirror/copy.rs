//! What the mirror has of what was written.
//!
//! Time stands for writes: what the mirror misses is the time in which it did not follow while
//! others wrote.

use super::Resync;
use super::pair::Pair;
use crate::quantity::{Span, Time};
use crate::random::Purpose;
use crate::system::{DataFate, MechanismDeed, Transition, World};

/// What the mirror has of what was written.
#[derive(Clone, Debug)]
pub(super) struct Copy {
    /// Time of writes that it misses.
    missed: Span,
    /// Until when that is counted.
    mark: Time,
    /// Since then: whether anybody could write, and whether the mirror followed.
    pub writing: bool,
    pub following: bool,
    /// It catches up until then.
    caught_up: Option<Time>,
    /// Who has writes that were left behind at a takeover, and of what time.
    left: Option<(u32, Span)>,
}

impl Copy {
    pub(super) fn new() -> Self {
        Self {
            missed: Span::ZERO,
            mark: Time::ZERO,
            writing: true,
            following: true,
            caught_up: None,
            left: None,
        }
    }

    pub(super) fn missed(&self) -> Span {
        self.missed
    }

    pub(super) fn is_catching_up(&self) -> bool {
        self.caught_up.is_some()
    }

    /// Whether writes were left behind that could still come back.
    pub(super) fn owes(&self) -> bool {
        self.left.is_some()
    }

    /// Counts up to now.
    pub(super) fn advance(&mut self, now: Time) {
        if self.writing && !self.following {
            self.missed += now - self.mark;
        }
        self.mark = now;
    }

    /// The other one leads: whoever led has all there is.
    pub(super) fn turn(&mut self) {
        (self.missed, self.caught_up) = (Span::ZERO, None);
    }

    /// Writes were left behind with whoever led.
    pub(super) fn expose(&mut self, old: u32, span: Span) {
        // What the new leader itself had left behind is there again.
        self.left = (span > Span::ZERO).then_some((old, span));
    }
}

impl Pair {
    /// Whether the mirror has every acknowledged write (but for what is on its way).
    pub(super) fn is_synchronized(&self) -> bool {
        self.copy.missed == Span::ZERO && self.copy.caught_up.is_none()
    }

    /// A partner that follows again catches up; what only it had is overwritten.
    pub(super) fn follow_copy(&mut self, world: &mut World<'_>) {
        if !self.follows() {
            self.copy.caught_up = None;
            return;
        }
        let (now, service) = (world.now(), self.service);
        let by_itself = self.split.take().map_or(Span::ZERO, |since| now - since);
        let left = self.copy.left.take().map_or(Span::ZERO, |(_, span)| span);
        let span = by_itself + left;
        if span > Span::ZERO {
            let deed = MechanismDeed::Data { fate: DataFate::Lost, span };
            world.tell(Transition::Deed { service, deed });
        }
        if self.copy.missed > Span::ZERO && self.copy.caught_up.is_none() {
            let due = now + self.resync(world);
            self.copy.caught_up = Some(due);
            world.wake(service, due);
        }
        if self.copy.caught_up.is_some_and(|due| due <= now) {
            (self.copy.missed, self.copy.caught_up) = (Span::ZERO, None);
        }
    }

    /// How long it takes to catch up with what is missed.
    fn resync(&mut self, world: &World<'_>) -> Span {
        let missed = u128::from(self.copy.missed.micros());
        let part = |times: u64, of: u64| {
            let micros = (missed * u128::from(times)).div_ceil(u128::from(of.max(1)));
            Span::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
        };
        match self.spec.resync.clone() {
            Resync::Takes(law) => self.draw(&law, Purpose::Resync, 2, world),
            Resync::PerHourMissed(span) => part(span.micros(), 3_600_000_000),
            // What is written meanwhile has to be sent as well.
            Resync::Bytes { rate, writes } => part(writes, rate.saturating_sub(writes)),
        }
    }
}
