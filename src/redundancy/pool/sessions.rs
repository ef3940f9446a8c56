//! Rebalancing as sessions end.
//!
//! Assumption: sessions all last the same, and when the members that are given work change, the
//! sessions of every member are at uniform phases. A session that ends begins again where the
//! spread sends it. So the surplus of a member over its fair share leaves at a constant rate and
//! is gone after one length: users(t) = start + (fair - start) t / length. Users who come or are
//! lost meanwhile change the fair shares; what is then left of a surplus moves evenly over what is
//! left of the length.

use super::places::{Places, Seat, fill};
use super::rotation::Rotation;
use crate::quantity::{Micro, Span, Time};

/// The sessions of a pool, if it rebalances by them.
#[derive(Clone, Debug)]
pub(super) struct Sessions {
    length: Span,
    /// The places were last brought up to date.
    mark: Time,
    /// The last surplus is gone; [`Time::NEVER`] when there is none.
    until: Time,
    /// By slot: its users then.
    fair: Vec<Micro>,
    /// Its end stands in the calendar.
    planned: Time,
}

impl Sessions {
    pub(super) fn new(length: Span) -> Self {
        Self {
            length,
            mark: Time::ZERO,
            until: Time::NEVER,
            fair: Vec::new(),
            planned: Time::NEVER,
        }
    }

    /// Whether users are on the move.
    pub(super) fn is_moving(&self) -> bool {
        !self.until.is_never()
    }

    /// When the last surplus is gone, if nobody has asked to be called then yet.
    pub(super) fn unplanned(&mut self) -> Option<Time> {
        let planned = std::mem::replace(&mut self.planned, self.until);
        (self.is_moving() && planned != self.until).then_some(self.until)
    }

    /// Whoever is given work has changed: all sessions count from here.
    pub(super) fn begin(&mut self, now: Time) {
        self.until = now + self.length;
    }

    /// Moves the users whose sessions have ended by `now`.
    pub(super) fn advance(
        &mut self,
        now: Time,
        places: &mut Places,
        rotation: &Rotation,
        limited: bool,
    ) {
        if self.until.is_never() || self.mark == now || self.fair.is_empty() {
            self.mark = now;
            return;
        }
        let run = u128::from((now.min(self.until) - self.mark).micros());
        let length = u128::from((self.until - self.mark).micros());
        let (mut from, mut to): (Vec<Seat>, Vec<Seat>) = (Vec::new(), Vec::new());
        for (slot, state) in rotation.slots() {
            let (users, fair) = (places.users[slot as usize], self.fair[slot as usize]);
            let surplus = u128::from(users.saturating_sub(fair));
            let gone = (surplus * run / length.max(1)) as Micro;
            if gone > 0 && state.up {
                from.push(Seat { slot, weight: gone, room: gone });
            }
            let lacks = fair.saturating_sub(users);
            let limit = if limited { rotation.limit(slot) } else { Micro::MAX };
            let room = lacks.min(limit.saturating_sub(users));
            if room > 0 && state.serves() {
                to.push(Seat { slot, weight: lacks, room });
            }
        }
        let amount = from.iter().map(|seat| seat.room).sum();
        from.iter().for_each(|seat| places.users[seat.slot as usize] -= seat.room);
        let back = fill(&mut to, amount, |slot, share| places.users[slot as usize] += share);
        // Who finds no room begins again where it was.
        fill(&mut from, back, |slot, share| places.users[slot as usize] += share);
        self.mark = now;
        if now >= self.until {
            self.until = Time::NEVER;
        }
    }

    /// Finds the fair shares anew.
    pub(super) fn plan(&mut self, places: &Places, rotation: &Rotation, limited: bool) {
        if !self.until.is_never() {
            self.fair = places.fair(places.sum(), rotation, limited).0;
            if self.fair == places.users {
                self.until = Time::NEVER;
            }
        }
    }
}
