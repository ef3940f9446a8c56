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
    /// What the links took when the mirror last followed.
    pub latency: Span,
    /// What it misses is being sent to it, where the links say how long that takes.
    sending: bool,
    /// Who has writes that were left behind at a takeover, and of what time.
    left: Option<(u32, Span)>,
    /// Time of writes under whoever leads now.
    led: Span,
    /// The mirror has followed whoever leads now.
    followed: bool,
    /// Time of writes of an old principal that goes on by itself, cut off from the new one.
    pub apart: Option<Span>,
    /// Since the mark: whether it could write.
    pub apart_writes: bool,
}

impl Copy {
    pub(super) fn new() -> Self {
        Self {
            missed: Span::ZERO,
            mark: Time::ZERO,
            writing: true,
            following: true,
            caught_up: None,
            latency: Span::ZERO,
            sending: false,
            left: None,
            led: Span::ZERO,
            followed: false,
            apart: None,
            apart_writes: false,
        }
    }

    pub(super) fn missed(&self) -> Span {
        self.missed
    }

    pub(super) fn is_catching_up(&self) -> bool {
        self.caught_up.is_some() || self.sending
    }

    /// Whether writes were left behind that could still come back.
    pub(super) fn owes(&self) -> bool {
        self.left.is_some()
    }

    /// Counts up to now.
    pub(super) fn advance(&mut self, now: Time) {
        let span = now - self.mark;
        if self.writing {
            self.led += span;
            self.missed += if self.following { Span::ZERO } else { span };
            self.followed |= self.following && span > Span::ZERO;
        }
        if let Some(apart) = self.apart.as_mut().filter(|_| self.apart_writes) {
            *apart += span;
        }
        self.mark = now;
    }

    /// The other one leads: whoever led has all there is.
    pub(super) fn turn(&mut self) {
        self.complete();
        (self.led, self.followed) = (Span::ZERO, false);
    }

    /// The mirror has all there is.
    fn complete(&mut self) {
        (self.missed, self.caught_up, self.sending) = (Span::ZERO, None, false);
    }

    /// What a mirror lacks that lags behind by so much: no more than was written under whoever
    /// leads, and nothing if it has never followed.
    pub(super) fn lacks(&self, lag: Span) -> Span {
        let lag = if self.followed { lag } else { Span::ZERO };
        self.missed + lag.min(self.led.less(self.missed))
    }

    /// Writes were left behind with whoever led.
    pub(super) fn expose(&mut self, old: u32, span: Span) {
        // What the new leader itself had left behind is there again.
        self.left = (span > Span::ZERO).then_some((old, span));
    }
}

/// The transfer by which a partner catches up.
const CATCH_UP: u32 = 0;

impl Pair {
    /// Whether the mirror has every acknowledged write (but for what is on its way).
    pub(super) fn is_synchronized(&self) -> bool {
        self.copy.missed == Span::ZERO && !self.copy.is_catching_up()
    }

    /// Another leads: nothing is sent to it any more.
    pub(super) fn turn_copy(&mut self, world: &mut World<'_>) {
        world.drop_carry(self.service, CATCH_UP);
        self.copy.turn();
    }

    /// A partner that follows again catches up; what only it had is overwritten.
    pub(super) fn follow_copy(&mut self, world: &mut World<'_>) {
        let (now, service) = (world.now(), self.service);
        if !self.follows() {
            self.copy.caught_up = None;
            if std::mem::take(&mut self.copy.sending) {
                // What has arrived is not sent again.
                let left = world.drop_carry(service, CATCH_UP).unwrap_or(0);
                self.copy.missed = self.time_of(left);
            }
            return;
        }
        let ends = (self.node(self.leader), self.node(self.other()));
        self.copy.latency = world.latency(ends.0, ends.1).unwrap_or(self.copy.latency);
        let by_itself = self.copy.apart.take().unwrap_or(Span::ZERO);
        let left = self.copy.left.take().map_or(Span::ZERO, |(_, span)| span);
        let span = by_itself + left;
        if span > Span::ZERO {
            let deed = MechanismDeed::Data { fate: DataFate::Lost, span };
            world.tell(Transition::Deed { service, deed });
        }
        if self.copy.missed > Span::ZERO && !self.copy.is_catching_up() {
            self.catch_up(world);
        }
        let arrived = self.copy.sending && world.left_to_carry(service, CATCH_UP).is_none();
        if arrived || self.copy.caught_up.is_some_and(|due| due <= now) {
            self.copy.complete();
        }
    }

    /// What is written while the mirror catches up has to be sent as well.
    pub(super) fn feed_copy(&self, world: &mut World<'_>) {
        if let Resync::Bytes { writes, .. } = self.spec.resync
            && self.copy.sending
        {
            let rate = if self.copy.writing { writes } else { 0 };
            world.feed_carry(self.service, CATCH_UP, rate);
        }
    }

    /// In what time so many bytes are written.
    fn time_of(&self, bytes: u64) -> Span {
        match self.spec.resync {
            Resync::Bytes { writes, .. } => part(Span::from_micros(bytes), 1_000_000, writes),
            Resync::Takes(_) | Resync::PerHourMissed(_) => Span::ZERO,
        }
    }

    /// The mirror begins to catch up with what it has missed.
    fn catch_up(&mut self, world: &mut World<'_>) {
        let missed = self.copy.missed;
        let takes = match self.spec.resync.clone() {
            Resync::Takes(law) => self.draw(&law, Purpose::Resync, 2, world),
            Resync::PerHourMissed(span) => part(missed, span.micros(), 3_600_000_000),
            Resync::Bytes { rate, writes } => {
                let bytes = part(missed, writes, 1_000_000).micros();
                let (from, to) = (self.node(self.leader), self.node(self.other()));
                world.carry(self.service, CATCH_UP, from, to, bytes, Some(rate));
                self.copy.sending = true;
                return;
            }
        };
        let due = world.now() + takes;
        self.copy.caught_up = Some(due);
        world.wake(self.service, due);
    }
}

/// So many parts of a span, rounded up.
fn part(span: Span, times: u64, of: u64) -> Span {
    let micros = (u128::from(span.micros()) * u128::from(times)).div_ceil(u128::from(of.max(1)));
    Span::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
}
