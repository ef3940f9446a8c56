//! Operating ages: when each mode is due, and clock groups whose time runs at another speed.
//!
//! Most modes age at speed one and stand in the calendar themselves.
//! Modes whose speed can differ (load, dormancy, a part they stand beside) share a *clock group*:
//! a virtual time of its own, in which nothing needs to be drawn again or moved when the speed
//! changes. Only the earliest of a group stands in the calendar.

use super::complaints::Patience;
use super::copies::DataClock;
use super::event::{Event, Kind};
use super::id::{GroupId, ModeId};
use super::maintenance::TurnClock;
use super::shocks::ShockClock;
use crate::engine::Calendar;
use crate::quantity::{Span, Time};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Speed one, in 2^-32.
pub(crate) const FULL_SPEED: u64 = 1 << 32;

/// A speed in 2^-32, rounded to the nearest: the same wherever it is set.
pub(crate) fn fixed_point(speed: f64) -> u64 {
    (speed * FULL_SPEED as f64 + 0.5) as u64
}

/// A clock group: virtual microseconds with a 32-bit fraction, running at `speed`.
#[derive(Clone, Debug)]
pub(crate) struct ClockGroup {
    /// Virtual over real time, in 2^-32; zero is stopped.
    pub speed: u64,
    /// Where the speed last changed, in real time.
    anchor: Time,
    /// Virtual time there, in 2^-32 µs.
    virtual_anchor: u128,
    /// Members by virtual due time. Entries of members that have left are stale.
    due: BinaryHeap<Reverse<(u128, ModeId)>>,
    /// Where the earliest stands in the calendar.
    next: Time,
}

impl ClockGroup {
    pub(crate) fn new(speed: u64) -> Self {
        Self {
            speed,
            anchor: Time::ZERO,
            virtual_anchor: 0,
            due: BinaryHeap::new(),
            next: Time::NEVER,
        }
    }

    /// Virtual time at `now`.
    fn virtual_time(&self, now: Time) -> u128 {
        let run = u128::from((now - self.anchor).micros()) * u128::from(self.speed);
        self.virtual_anchor.saturating_add(run)
    }

    /// The first real microsecond at which virtual time has reached `due`: a life that is over by
    /// the anchor is over even where the clock has been stopped in that very instant.
    fn real_time(&self, due: u128) -> Time {
        let left = due.saturating_sub(self.virtual_anchor);
        if left == 0 {
            return self.anchor;
        }
        if self.speed == 0 {
            return Time::NEVER;
        }
        let run = left.div_ceil(u128::from(self.speed));
        self.anchor + Span::from_micros(u64::try_from(run).unwrap_or(u64::MAX))
    }
}

/// The clock of one mode, kept small: a strike touches it among a hundred thousand others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ModeClock {
    /// When its strike, its logistics or its repair is due; [`Time::NEVER`] when nothing is.
    pub due: Time,
    /// Before it strikes: what was left of its life when it stopped ageing. Afterwards: when it
    /// struck. Nobody asks for one while the other holds.
    word: u64,
    /// How often it has struck; numbers its lives and repairs.
    pub strikes: u32,
}

impl ModeClock {
    /// The clock of a mode that has not begun to age.
    pub(crate) const STOPPED: ModeClock =
        ModeClock { due: Time::NEVER, word: u64::MAX, strikes: 0 };

    /// What was left of its life when it stopped ageing.
    #[inline]
    pub(crate) fn left(&self) -> Span {
        Span::from_micros(self.word)
    }

    /// It stops ageing with `left` to go.
    #[inline]
    pub(crate) fn stop(&mut self, left: Span) {
        self.word = left.micros();
    }

    /// When it last struck.
    #[inline]
    pub(crate) fn since(&self) -> Time {
        Time::from_micros(self.word)
    }

    /// It strikes.
    #[inline]
    pub(crate) fn strike(&mut self, now: Time) {
        self.due = Time::NEVER;
        self.word = now.micros();
        self.strikes += 1;
    }

    /// It is restored, and waits for its next life.
    #[inline]
    pub(crate) fn restore(&mut self) {
        self.due = Time::NEVER;
        self.word = u64::MAX;
    }
}

/// The clocks of all modes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clocks {
    /// By mode.
    pub modes: Vec<ModeClock>,
    /// By mode: virtual due time in its group, in 2^-32 µs (empty without groups).
    pub virtual_due: Vec<u128>,
    pub groups: Vec<ClockGroup>,
    /// By need with a grace: when it is over; [`Time::NEVER`] while what is needed is up.
    pub graces: Vec<Time>,
    /// What is left of repairs that have been interrupted.
    pub interrupted: BTreeMap<ModeId, Span>,
    /// By turn of planned work.
    pub turns: Vec<TurnClock>,
    /// By node: how often it has been called to take over (empty where that cannot fail).
    pub demands: Vec<u32>,
    /// By complaint.
    pub patience: Vec<Patience>,
    /// By shock.
    pub shocks: Vec<ShockClock>,
    /// By data.
    pub data: Vec<DataClock>,
    /// By change: how often it has been rolled back; numbers the draws of that.
    pub rollouts: Vec<u32>,
}

impl Clocks {
    /// Lets `mode` age in `group` with `left` to go.
    pub(crate) fn enter(
        &mut self,
        mode: ModeId,
        group: GroupId,
        left: Span,
        now: Time,
        calendar: &mut Calendar,
    ) {
        if left.is_forever() {
            return;
        }
        let clock = &mut self.groups[group.at()];
        let due = clock.virtual_time(now).saturating_add(u128::from(left.micros()) << 32);
        self.virtual_due[mode.at()] = due;
        clock.due.push(Reverse((due, mode)));
        self.place(group, calendar);
    }

    /// Whether the life of `mode` ends in this very instant.
    pub(crate) fn is_ripe(&self, mode: ModeId, group: GroupId, now: Time) -> bool {
        let (due, clock) = (self.virtual_due[mode.at()], &self.groups[group.at()]);
        due != u128::MAX && clock.real_time(due) <= now
    }

    /// Stops `mode`; returns what is left of its life, rounded up.
    pub(crate) fn leave(&mut self, mode: ModeId, group: GroupId, now: Time) -> Span {
        let due = std::mem::replace(&mut self.virtual_due[mode.at()], u128::MAX);
        if due == u128::MAX {
            return Span::FOREVER;
        }
        let left = due.saturating_sub(self.groups[group.at()].virtual_time(now));
        Span::from_micros(u64::try_from(left.div_ceil(1 << 32)).unwrap_or(u64::MAX))
    }

    /// Changes the speed of a group from now on.
    pub(crate) fn set_speed(
        &mut self,
        group: GroupId,
        speed: u64,
        now: Time,
        calendar: &mut Calendar,
    ) {
        let clock = &mut self.groups[group.at()];
        if clock.speed != speed {
            clock.virtual_anchor = clock.virtual_time(now);
            clock.anchor = now;
            clock.speed = speed;
            self.place(group, calendar);
        }
    }

    /// Takes the next member of `group` that is due by `now`, if any; otherwise puts the earliest
    /// in the calendar again.
    pub(crate) fn take(
        &mut self,
        group: GroupId,
        now: Time,
        calendar: &mut Calendar,
    ) -> Option<ModeId> {
        self.drop_stale(group);
        let clock = &mut self.groups[group.at()];
        if clock.next == now {
            clock.next = Time::NEVER;
        }
        let &Reverse((due, mode)) = clock.due.peek()?;
        if clock.real_time(due) <= now {
            clock.due.pop();
            self.virtual_due[mode.at()] = u128::MAX;
            return Some(mode);
        }
        self.place(group, calendar);
        None
    }

    /// Whether `group` really is due now: a calendar entry may be stale.
    pub(crate) fn is_due(&self, group: GroupId, now: Time) -> bool {
        self.groups[group.at()].next == now
    }

    fn drop_stale(&mut self, group: GroupId) {
        let clock = &mut self.groups[group.at()];
        while let Some(&Reverse((due, mode))) = clock.due.peek() {
            if self.virtual_due[mode.at()] == due {
                break;
            }
            clock.due.pop();
        }
    }

    /// Puts the earliest member of `group` in the calendar.
    fn place(&mut self, group: GroupId, calendar: &mut Calendar) {
        self.drop_stale(group);
        let clock = &mut self.groups[group.at()];
        let next = match clock.due.peek() {
            Some(&Reverse((due, _))) => clock.real_time(due),
            None => Time::NEVER,
        };
        if next != clock.next {
            clock.next = next;
            calendar.schedule(next, Event::rank(Kind::Group, group.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clocks(speed: u64) -> (Clocks, Calendar) {
        let mut clocks = Clocks { virtual_due: vec![u128::MAX; 2], ..Clocks::default() };
        clocks.groups.push(ClockGroup::new(speed));
        (clocks, Calendar::new())
    }

    const GROUP: GroupId = GroupId(0);
    const FIRST: ModeId = ModeId(0);

    fn at(micros: u64) -> Time {
        Time::from_micros(micros)
    }

    #[test]
    fn at_double_speed_what_is_left_takes_half_as_long() {
        // 1,000 µs of life; 400 at speed one, then 600 left at speed two: 300 more.
        let (mut clocks, mut calendar) = clocks(FULL_SPEED);
        clocks.enter(FIRST, GROUP, Span::from_micros(1000), at(0), &mut calendar);
        clocks.set_speed(GROUP, 2 * FULL_SPEED, at(400), &mut calendar);
        assert!(clocks.is_due(GROUP, at(700)));
        assert_eq!(clocks.take(GROUP, at(700), &mut calendar), Some(FIRST));
    }

    #[test]
    fn a_stopped_group_keeps_its_ages_and_strikes_round_up() {
        let (mut clocks, mut calendar) = clocks(FULL_SPEED);
        clocks.enter(FIRST, GROUP, Span::from_micros(100), at(0), &mut calendar);
        clocks.set_speed(GROUP, 0, at(40), &mut calendar);
        // 60 left at a third of the speed (rounded down in 2^-32): 180 and a bit, so 181.
        clocks.set_speed(GROUP, FULL_SPEED / 3, at(1_000_000), &mut calendar);
        assert!(clocks.is_due(GROUP, at(1_000_181)));
        assert_eq!(clocks.leave(FIRST, GROUP, at(1_000_090)), Span::from_micros(31));
    }

    #[test]
    fn who_leaves_and_enters_again_stands_once() {
        let (mut clocks, mut calendar) = clocks(FULL_SPEED);
        clocks.enter(FIRST, GROUP, Span::from_micros(100), at(0), &mut calendar);
        let left = clocks.leave(FIRST, GROUP, at(30));
        clocks.enter(FIRST, GROUP, left, at(50), &mut calendar);
        assert_eq!(clocks.take(GROUP, at(100), &mut calendar), None);
        assert_eq!(clocks.take(GROUP, at(120), &mut calendar), Some(FIRST));
        assert_eq!(clocks.take(GROUP, at(500), &mut calendar), None);
    }
}
