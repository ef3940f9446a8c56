//! The load of each member of a pool whose members may carry different shares.

use super::time_above;
use crate::quantity::{Micro, Span, Time};
use crate::system::port::Loads;

/// Watches every member of one service.
#[derive(Clone)]
pub(super) struct ByMember {
    since: Time,
    members: Vec<Member>,
    /// Loads when nobody was on the way any more.
    after: Option<Vec<Micro>>,
}

#[derive(Clone, Copy, Default)]
struct Member {
    limit: Micro,
    before: Micro,
    load: Micro,
    peak: Micro,
    over: Span,
}

/// What one member carried.
pub(super) struct Carried {
    pub before: Micro,
    pub peak: Micro,
    pub after: Micro,
    pub over: Span,
}

impl ByMember {
    pub(super) fn new(now: Time, limits: &[Micro], loads: &Loads<'_>) -> Self {
        let member = |(slot, limit): (usize, &Micro)| {
            let load = loads.of(slot as u32).unwrap_or(0);
            Member { limit: *limit, before: load, load, peak: load, over: Span::ZERO }
        };
        Self { since: now, members: limits.iter().enumerate().map(member).collect(), after: None }
    }

    /// Follows the loads to the end of this instant. Between instants they change evenly.
    pub(super) fn follow(&mut self, now: Time, loads: &Loads<'_>) {
        let length = now - self.since;
        for (slot, member) in self.members.iter_mut().enumerate() {
            let end = loads.before(slot as u32).unwrap_or(member.load);
            member.over += time_above(member.limit, member.load, end, length);
            member.load = loads.of(slot as u32).unwrap_or(0);
            member.peak = member.peak.max(end).max(member.load);
        }
        self.since = now;
    }

    /// Nobody is on the way any more.
    pub(super) fn come_to_rest(&mut self) {
        self.after = Some(self.members.iter().map(|member| member.load).collect());
    }

    pub(super) fn finish(&mut self, now: Time, armed: bool) {
        let length = now - self.since;
        for member in &mut self.members {
            member.over += time_above(member.limit, member.load, member.load, length);
        }
        if armed {
            self.come_to_rest();
        }
    }

    pub(super) fn carried(&self, slot: usize) -> Carried {
        let member = self.members[slot];
        let after = self.after.as_ref().map_or(member.before, |after| after[slot]);
        Carried { before: member.before, peak: member.peak, after, over: member.over }
    }
}
