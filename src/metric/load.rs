//! Load of members: before the first loss, at the peak, and after the last loss when nobody is on
//! the way any more; with the time above the limit.
//!
//! Evenly loaded members differ only in when they serve, so the common level is followed once and
//! a member is looked at only when it comes or goes.

mod by_member;

use crate::quantity::{Micro, Span, Time};
use crate::system::port::{Findings, Interests, Loads, Measured, Observer, Part};
use crate::system::{Limit, MechanismDeed, ServiceId, ServiceView, System, Transition};
use by_member::{ByMember, Carried};
use std::collections::BTreeSet;

/// Watches the members of all services.
#[derive(Clone)]
pub(crate) struct MemberLoad {
    services: Vec<Book>,
}

#[derive(Clone)]
struct Book {
    limits: Vec<Micro>,
    /// Different limits, rising, and the time the level has been above each.
    over: Vec<(Micro, Span)>,
    slots: Vec<Slot>,
    /// Slots whose state has changed in this instant.
    changed: BTreeSet<u32>,
    idle: BTreeSet<u32>,
    /// It carries nothing: all its members have ended, and all are to be looked at on its return.
    out: bool,
    /// Levels that nothing later has exceeded: (place in the order of levels, level), falling.
    peaks: Vec<(u64, Micro)>,
    /// Levels reached so far.
    reached: u64,
    level: Micro,
    since: Time,
    before: Option<Micro>,
    /// Users have lost their member and the ramp has not ended.
    armed: bool,
    moved: Micro,
    after: Option<(Micro, BTreeSet<u32>)>,
    refused_peak: Micro,
    carries: bool,
    limited: bool,
    /// Where members may carry different shares.
    by_member: Option<ByMember>,
}

/// One member.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// The next level that was reached when it began to serve.
    serving_since: Option<u64>,
    peak: Micro,
    over: Span,
    /// Time above the limit that the level had when this member began to serve.
    over_at_start: Span,
}

impl MemberLoad {
    pub(crate) fn new(system: &System) -> Self {
        let book = |(service, _): (ServiceId, &str)| {
            // A limit of the other kind says nothing.
            let of_users = system.carries_users(service);
            let limit = |limit: Option<Limit>| match limit {
                Some(Limit::Users(limit)) if of_users => limit,
                Some(Limit::Requests(limit)) if !of_users => limit,
                _ => Micro::MAX,
            };
            let members = system.member_limits(service);
            let limits: Vec<Micro> = members.iter().map(|member| limit(member.limit)).collect();
            let distinct: BTreeSet<Micro> =
                limits.iter().copied().filter(|limit| *limit < Micro::MAX).collect();
            Book {
                slots: vec![Slot::default(); limits.len()],
                limits,
                over: distinct.into_iter().map(|limit| (limit, Span::ZERO)).collect(),
                changed: BTreeSet::new(),
                idle: BTreeSet::new(),
                out: false,
                peaks: Vec::new(),
                reached: 0,
                level: 0,
                since: Time::ZERO,
                before: None,
                armed: false,
                moved: 0,
                after: None,
                refused_peak: 0,
                limited: false,
                by_member: None,
                carries: system.carries_users(service)
                    || system.requested(service) > 0
                    || system.is_routed(service),
            }
        };
        Self { services: system.services().map(book).collect() }
    }
}

impl Book {
    /// Follows the common level over the stretch that ends now at `level`.
    fn follow(&mut self, now: Time, level: Micro) {
        let length = now - self.since;
        for (limit, over) in &mut self.over {
            *over += time_above(*limit, self.level, level, length);
        }
        self.reach(level);
        self.since = now;
    }

    fn reach(&mut self, level: Micro) {
        while self.peaks.last().is_some_and(|(_, lower)| *lower <= level) {
            self.peaks.pop();
        }
        self.peaks.push((self.reached, level));
        self.reached += 1;
    }

    /// The highest level since `start`.
    fn peak_since(&self, start: u64) -> Micro {
        let first = self.peaks.partition_point(|(place, _)| *place < start);
        self.peaks.get(first).map_or(0, |(_, level)| *level)
    }

    fn over_limit(&self, slot: u32) -> Span {
        let limit = self.limits[slot as usize];
        self.over.iter().find(|(other, _)| *other == limit).map_or(Span::ZERO, |(_, over)| *over)
    }

    fn begin(&mut self, slot: u32) {
        let (over, reached) = (self.over_limit(slot), self.reached);
        let state = &mut self.slots[slot as usize];
        if state.serving_since.is_none() {
            state.serving_since = Some(reached);
            state.over_at_start = over;
            self.idle.remove(&slot);
        }
    }

    fn end(&mut self, slot: u32) {
        let over = self.over_limit(slot);
        let state = self.slots[slot as usize];
        self.idle.insert(slot);
        if let Some(since) = state.serving_since {
            let peak = state.peak.max(self.peak_since(since));
            let over = state.over + over.less(state.over_at_start);
            self.slots[slot as usize] = Slot { serving_since: None, peak, over, ..state };
        }
    }
}

impl Book {
    /// Follows a service whose members are to be asked one by one.
    fn follow_each(&mut self, now: Time, view: &ServiceView, loads: &Loads<'_>) {
        let by_member =
            self.by_member.get_or_insert_with(|| ByMember::new(now, &self.limits, loads));
        by_member.follow(now, loads);
        self.moved = view.moved;
        self.refused_peak = self.refused_peak.max(view.refused);
        let moving = view.waiting > 0 || view.requests.failing > 0 || view.leaving > 0;
        if self.armed && !moving {
            self.armed = false;
            by_member.come_to_rest();
        }
    }
}

/// How long a level that goes evenly from `start` to `end` over `length` is above `limit`.
fn time_above(limit: Micro, start: Micro, end: Micro, length: Span) -> Span {
    let (low, high) = (start.min(end), start.max(end));
    if high <= limit {
        Span::ZERO
    } else if low > limit {
        length
    } else {
        let part = u128::from(length.micros()) * u128::from(high - limit) / u128::from(high - low);
        Span::from_micros(part as u64)
    }
}

impl Observer for MemberLoad {
    fn interests(&self) -> Interests {
        Interests { transitions: true, services: true, ..Interests::default() }
    }

    fn happened(&mut self, _: Time, transition: &Transition, system: &System) {
        match *transition {
            Transition::Member { service, slot, up } => {
                let book = &mut self.services[service.at()];
                book.changed.insert(slot);
                book.armed |= !up;
            }
            Transition::Drained { service, .. }
            | Transition::Deed { service, deed: MechanismDeed::Leads { .. } } => {
                self.services[service.at()].armed = true;
            }
            Transition::Hosted { population, .. } => {
                for service in system.hosts(population) {
                    self.services[service.at()].armed = true;
                }
            }
            Transition::Declared { service, slot } | Transition::Accepted { service, slot } => {
                self.services[service.at()].changed.insert(slot);
            }
            _ => {}
        }
    }

    fn service(&mut self, now: Time, service: ServiceId, view: &ServiceView, loads: &Loads<'_>) {
        let book = &mut self.services[service.at()];
        if view.each {
            book.follow_each(now, view, loads);
            return;
        }
        if book.before.is_none() {
            book.before = Some(view.level);
            book.changed.extend(0..book.slots.len() as u32);
            book.since = now;
        } else {
            book.follow(now, view.level_before);
        }
        // A pool that is out carries nothing; its members come back with it.
        let out = !view.up || view.serving == 0;
        if !(out && book.out) {
            for slot in std::mem::take(&mut book.changed) {
                if loads.of(slot).is_some() {
                    book.begin(slot);
                } else {
                    book.end(slot);
                }
            }
            if out {
                (0..book.slots.len() as u32).for_each(|slot| book.end(slot));
                book.changed.extend(0..book.slots.len() as u32);
            }
        }
        book.out = out;
        book.reach(view.level);
        book.level = view.level;
        book.limited = view.limited;
        book.moved = view.moved;
        book.refused_peak = book.refused_peak.max(view.refused);
        let moving = view.waiting > 0 || view.requests.failing > 0;
        if book.armed && !moving {
            book.armed = false;
            book.after = Some((view.level, book.idle.clone()));
        }
    }

    fn finish(&mut self, now: Time) {
        for book in &mut self.services {
            if let Some(by_member) = &mut book.by_member {
                by_member.finish(now, book.armed);
                continue;
            }
            book.follow(now, book.level);
            if book.armed {
                book.after = Some((book.level, book.idle.clone()));
            }
            let serving: Vec<u32> = (0..book.slots.len() as u32).collect();
            let idle = book.idle.clone();
            serving.into_iter().for_each(|slot| book.end(slot));
            book.idle = idle;
        }
    }

    fn figures(&self, _: &Findings<'_>, out: &mut Vec<Measured>) {
        for (at, book) in self.services.iter().enumerate() {
            let mut put = |metric, part, value| {
                out.push(Measured { metric, subject: at as u32, part, value });
            };
            put("moved", Part::Whole, book.moved as f64 / 1e6);
            put("refused peak", Part::Whole, book.refused_peak as f64 / 1e6);
            if !book.carries {
                continue;
            }
            if let Some(by_member) = &book.by_member {
                for slot in 0..book.slots.len() {
                    let Carried { before, peak, after, over } = by_member.carried(slot);
                    let part = Part::Number(slot as u32);
                    put("load before", part.clone(), before as f64 / 1e6);
                    put("load peak", part.clone(), peak as f64 / 1e6);
                    put("load after", part.clone(), after as f64 / 1e6);
                    put("over limit seconds", part, over.secs_f64());
                }
                continue;
            }
            let before = book.before.unwrap_or(0);
            for (slot, state) in book.slots.iter().enumerate() {
                let limit = if book.limited { book.limits[slot] } else { Micro::MAX };
                let capped = |level: Micro| level.min(limit) as f64 / 1e6;
                let idle = |(_, idle): &(Micro, BTreeSet<u32>)| idle.contains(&(slot as u32));
                let after = match &book.after {
                    Some(after) if idle(after) => 0,
                    Some((level, _)) => *level,
                    None => before,
                };
                let part = Part::Number(slot as u32);
                put("load before", part.clone(), capped(before));
                put("load peak", part.clone(), capped(state.peak));
                put("load after", part.clone(), capped(after));
                put("over limit seconds", part, state.over.secs_f64());
            }
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}

/// The common level of the members of all services: its mean over the time anybody serves, and its
/// peak. For the long run, where no member is looked at alone.
#[derive(Clone)]
pub(crate) struct Level {
    services: Vec<LevelBook>,
}

#[derive(Clone, Default)]
struct LevelBook {
    level: Micro,
    since: Time,
    serving: bool,
    peak: Micro,
    /// Half micro-units times microseconds.
    area: u128,
    time: Span,
}

impl Level {
    pub(crate) fn new(system: &System) -> Self {
        Self { services: vec![LevelBook::default(); system.services().count()] }
    }
}

impl LevelBook {
    #[inline]
    fn follow(&mut self, now: Time, level: Micro) {
        let length = now - self.since;
        if self.serving {
            self.area += (u128::from(self.level) + u128::from(level)) * u128::from(length.micros());
            self.time += length;
            self.peak = self.peak.max(level);
        }
        self.since = now;
    }
}

impl Observer for Level {
    fn interests(&self) -> Interests {
        Interests { services: true, ..Interests::default() }
    }

    fn service(&mut self, now: Time, service: ServiceId, view: &ServiceView, _: &Loads<'_>) {
        let book = &mut self.services[service.at()];
        book.follow(now, view.level_before);
        book.level = view.level;
        book.serving = view.up && view.serving > 0;
        book.peak = book.peak.max(view.level);
    }

    fn finish(&mut self, now: Time) {
        self.services.iter_mut().for_each(|book| book.follow(now, book.level));
    }

    fn figures(&self, _: &Findings<'_>, out: &mut Vec<Measured>) {
        for (at, book) in self.services.iter().enumerate() {
            let mut put = |metric, value| {
                out.push(Measured { metric, subject: at as u32, part: Part::Whole, value });
            };
            let time = book.time.micros().max(1) as f64;
            put("mean level", book.area as f64 / 2.0 / time / 1e6);
            put("peak level", book.peak as f64 / 1e6);
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_that_rises_through_the_limit_is_above_it_for_the_rest() {
        let length = Span::from_micros(300);
        assert_eq!(time_above(60, 50, 80, length), Span::from_micros(200));
        assert_eq!(time_above(60, 80, 50, length), Span::from_micros(200));
        assert_eq!(time_above(60, 10, 60, length), Span::ZERO);
        assert_eq!(time_above(60, 61, 90, length), length);
    }
}
