//! The second book: who lacks which feature, and why. It is derived from the first (users by
//! level) and from the roles on each feature's path, and no transition reads it.
//!
//! The served share of a feature is the least over its path, so those whom one part leaves without
//! it are among those whom a worse part does. Whoever lacks it twice lacks it for the older reason,
//! until that is over: the reasons are laid over each other by age, and each counts as far as it
//! reaches beyond the older ones. All amounts are linear between the times at which one reason
//! overtakes another; there a stretch is cut, at the next microsecond.

mod layers;

use super::chain::{ChainId, Explanation};
use super::id::{PopulationId, WantId};
use super::phase::Phase;
use super::topology::System;
use super::view::{Latest, Stage, StagePart};
use crate::quantity::{Micro, Span, Time};
use layers::{Reach, cover, crossings, in_order_of_age};
use std::collections::BTreeMap;

/// The books of all wants.
#[derive(Clone, Default)]
pub(crate) struct Features {
    /// By population: its wants.
    wants: Vec<(u32, u32)>,
    books: Vec<Book>,
    /// Wants that somebody lacks for the sake of some leg.
    lacked: Vec<WantId>,
    /// Room for the reasons of a stretch, kept from one to the next.
    alone: Vec<StagePart>,
}

/// One feature that one population wants.
#[derive(Clone)]
struct Book {
    population: PopulationId,
    wanted: Micro,
    /// Everything has been told up to here.
    mark: Time,
    /// How many lack it, as last told to those who hear what happens.
    told: Micro,
    legs: Vec<Leg>,
}

/// One role on the path: who lacks the feature for its sake.
#[derive(Clone, Default)]
struct Leg {
    line: Line,
    phase: Option<Phase>,
    /// Oldest first.
    slices: Vec<Slice>,
}

/// An amount that is linear until a time, and constant from then on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Line {
    pub from: Time,
    pub until: Time,
    pub start: Micro,
    pub end: Micro,
}

/// Users who lost a feature at one time for one reason.
#[derive(Clone, Copy)]
struct Slice {
    weight: Micro,
    since: Time,
    /// When the last of them lost it.
    latest: Time,
    chain: ChainId,
    explanation: Explanation,
}

/// Why a role leaves users without a feature from now on.
pub(crate) struct Reason {
    pub phase: Phase,
    pub chain: ChainId,
    pub explanation: Explanation,
}

/// Since when users have waited for one reason, the last of them, and how many at the ends of a
/// stretch.
type Gathered = (Time, Latest, (Micro, Micro));

impl Line {
    fn bends_within(&self, stage: &Stage<'_>) -> bool {
        stage.from < self.until && self.until < stage.to
    }

    fn at(&self, now: Time) -> Micro {
        if now >= self.until {
            return self.end;
        }
        between(self.start, self.end, now - self.from, self.until - self.from)
    }
}

impl Features {
    pub(crate) fn new(system: &System) -> Self {
        let book = |want: &super::topology::Want| Book {
            population: want.population,
            wanted: system.populations[want.population.at()].users,
            mark: Time::ZERO,
            told: 0,
            // The last one is the level of the home service.
            legs: vec![Leg::default(); want.legs.len() + 1],
        };
        Self {
            wants: system.populations.iter().map(|people| people.wants).collect(),
            books: system.wants.iter().map(book).collect(),
            lacked: Vec::new(),
            alone: Vec::new(),
        }
    }

    /// Nothing before `now` is told.
    pub(crate) fn begin(&mut self, now: Time) {
        self.books.iter_mut().for_each(|book| book.mark = now);
    }

    /// A population's home has told a stretch of waiting: so do its features. `tell` hears them.
    pub(crate) fn follow(&mut self, stage: &Stage<'_>, tell: &mut dyn FnMut(&Stage<'_>)) {
        let (first, end) = self.wants[stage.population.at()];
        let mut parts = std::mem::take(&mut self.alone);
        parts.clear();
        for want in first..end {
            let book = &mut self.books[want as usize];
            if book.follows_home_alone(stage) {
                book.mark = stage.to;
                if parts.is_empty() {
                    alone(stage, &mut parts);
                }
                if !parts.is_empty() {
                    let (want, parts) = (Some(WantId(want)), &parts[..]);
                    tell(&Stage { want, refused: (0, 0), parts, ..*stage });
                }
                continue;
            }
            book.tell(WantId(want), stage.from, None, tell);
            book.tell(WantId(want), stage.to, Some(stage), tell);
        }
        self.alone = parts;
    }

    /// Tells what has not been told up to `now`; since then everybody is served at home.
    pub(crate) fn catch_up(&mut self, want: WantId, now: Time, tell: &mut dyn FnMut(&Stage<'_>)) {
        self.books[want.at()].tell(want, now, None, tell);
    }

    /// Those that somebody lacks for the sake of some leg, in no order.
    pub(crate) fn lacked(&self) -> &[WantId] {
        &self.lacked
    }

    /// Whether somebody lacks a feature for the sake of a leg, or is about to.
    pub(crate) fn is_lacked_over(&self, want: WantId, leg: usize) -> bool {
        self.books[want.at()].legs[leg].is_lacked()
    }

    /// How many lack a feature for the sake of a leg.
    pub(crate) fn lacking(&self, want: WantId, leg: usize, now: Time) -> Micro {
        self.books[want.at()].legs[leg].line.at(now)
    }

    /// The reasons of a leg that are still given.
    pub(crate) fn explanations(
        &self,
        want: WantId,
        leg: usize,
    ) -> impl Iterator<Item = &Explanation> {
        self.books[want.at()].legs[leg].slices.iter().map(|slice| &slice.explanation)
    }

    /// How many users lack a feature for the sake of any role, and why the last of them do, if that
    /// is news: not everybody does any more, more do, nobody does, or no more are on their way back.
    pub(crate) fn news(&mut self, want: WantId, now: Time) -> Option<(Micro, Option<ChainId>)> {
        let book = &mut self.books[want.at()];
        let worst = book.legs.iter().max_by_key(|leg| leg.line.at(now))?;
        let lacking = worst.line.at(now);
        let moving = lacking > 0 && book.legs.iter().any(|leg| leg.line.until > now);
        let on_their_way = moving && lacking < book.told && book.told < book.wanted;
        if lacking == book.told || on_their_way {
            return None;
        }
        book.told = lacking;
        let latest = worst.slices.iter().max_by_key(|slice| slice.latest);
        Some((lacking, latest.map(|slice| slice.chain)))
    }

    /// From now on a leg leaves users without the feature along `line`, those that are new to it
    /// for `reason`. `is_over` says of an old reason that it no longer explains anything.
    pub(crate) fn set(
        &mut self,
        want: WantId,
        leg: usize,
        line: Line,
        reason: &Reason,
        is_over: impl Fn(&Explanation) -> bool,
    ) {
        self.books[want.at()].legs[leg].set(line, reason, is_over);
        let is_lacked = self.books[want.at()].legs.iter().any(Leg::is_lacked);
        match (self.lacked.iter().position(|other| *other == want), is_lacked) {
            (None, true) => self.lacked.push(want),
            (Some(at), false) => drop(self.lacked.swap_remove(at)),
            _ => {}
        }
    }
}

impl Leg {
    fn is_lacked(&self) -> bool {
        !self.slices.is_empty() || self.line.start > 0 || self.line.end > 0
    }

    fn set(&mut self, line: Line, reason: &Reason, is_over: impl Fn(&Explanation) -> bool) {
        let leg = self;
        let before = leg.line.at(line.from);
        leg.line = line;
        leg.phase = Some(reason.phase);
        leg.weigh(before);
        let most = line.start.max(line.end);
        if most == 0 {
            leg.slices.clear();
            return;
        }
        // Whose reason is over is served first, then the youngest.
        let mut served = before.saturating_sub(line.start);
        for over in [true, false] {
            for slice in leg.slices.iter_mut().rev() {
                if !over || is_over(&slice.explanation) {
                    let less = slice.weight.min(served);
                    slice.weight -= less;
                    served -= less;
                }
            }
        }
        leg.slices.retain(|slice| slice.weight > 0);
        for slice in leg.slices.iter_mut().filter(|slice| is_over(&slice.explanation)) {
            (slice.chain, slice.explanation) = (reason.chain, reason.explanation);
        }
        let more = line.start.saturating_sub(before);
        if more > 0 || leg.slices.is_empty() {
            let Reason { chain, explanation, .. } = *reason;
            let (weight, since) = (more.max(1), line.from);
            leg.slices.push(Slice { weight, since, latest: since, chain, explanation });
        }
        leg.merge();
    }

    /// Slices of one reason count as one, as old as the oldest of them.
    fn merge(&mut self) {
        let mut merged: Vec<Slice> = Vec::new();
        for slice in self.slices.drain(..) {
            match merged.iter_mut().find(|other| other.explanation == slice.explanation) {
                Some(other) => {
                    other.weight += slice.weight;
                    other.latest = other.latest.max(slice.latest);
                }
                None => merged.push(slice),
            }
        }
        self.slices = merged;
    }

    /// Lets the weights of the slices add up to `total`, in proportion.
    fn weigh(&mut self, total: Micro) {
        let sum: Micro = self.slices.iter().map(|slice| slice.weight).sum();
        let (mut before, mut given) = (0, 0);
        for slice in &mut self.slices {
            before += slice.weight;
            let upto = part(total, before, sum);
            slice.weight = upto - given;
            given = upto;
        }
    }
}

impl Book {
    /// Whether nobody lacks the feature over a stretch but those who wait at home.
    fn follows_home_alone(&self, stage: &Stage<'_>) -> bool {
        let is_still = |leg: &Leg| !leg.is_lacked() && !leg.line.bends_within(stage);
        self.mark <= stage.from && self.legs.iter().all(is_still)
    }

    /// Tells the stretch from the mark to `to`. Without a stage everybody is served at home.
    fn tell(
        &mut self,
        want: WantId,
        to: Time,
        home: Option<&Stage<'_>>,
        tell: &mut dyn FnMut(&Stage<'_>),
    ) {
        let mut from = self.mark;
        self.mark = from.max(to);
        if home.is_none() && !self.legs.iter().any(Leg::is_lacked) {
            return;
        }
        // A leg's line bends where its users have moved.
        let mut bends: Vec<Time> = self.legs.iter().map(|leg| leg.line.until).collect();
        bends.push(to);
        bends.sort_unstable();
        for bend in bends {
            if bend > from && bend <= to {
                self.tell_straight(want, from, bend, home, tell);
                from = bend;
            }
        }
    }

    /// Tells a stretch over which every amount is linear.
    fn tell_straight(
        &self,
        want: WantId,
        from: Time,
        to: Time,
        home: Option<&Stage<'_>>,
        tell: &mut dyn FnMut(&Stage<'_>),
    ) {
        let reaches = self.reaches(from, to, home);
        if reaches.is_empty() {
            return;
        }
        let mut cuts = crossings(&reaches, from, to);
        cuts.push(to);
        let length = to - from;
        let totals = self.totals(from, to, home);
        let mut parts: Vec<StagePart> = Vec::new();
        let mut start = from;
        for cut in cuts {
            let at = |time: Time| {
                move |reach: &Reach| between(reach.reach.0, reach.reach.1, time - from, length)
            };
            let (one, other) = (cover(&reaches, at(start)), cover(&reaches, at(cut)));
            parts.clear();
            for ((reach, first), last) in reaches.iter().zip(one).zip(other) {
                if first > 0 || last > 0 {
                    let Reach { chain, phase, since, latest, .. } = *reach;
                    let (amount, returned) = ((first, last), 0);
                    parts.push(StagePart { chain, phase, since, latest, amount, returned });
                }
            }
            // Taken from the least served part of the path, apart from the reasons.
            let least = |time: Time| {
                let each =
                    |(one, other): &(Micro, Micro)| between(*one, *other, time - from, length);
                totals.iter().map(each).max().unwrap_or(0)
            };
            let lacking = (least(start), least(cut));
            let (population, wanted) = (self.population, self.wanted);
            tell(&Stage {
                population,
                want: Some(want),
                wanted,
                from: start,
                to: cut,
                lacking,
                refused: (0, 0),
                parts: &parts,
            });
            start = cut;
        }
    }

    /// How many each part of the path leaves without the feature at the ends of a stretch.
    fn totals(&self, from: Time, to: Time, home: Option<&Stage<'_>>) -> Vec<(Micro, Micro)> {
        let mut totals: Vec<(Micro, Micro)> =
            self.legs.iter().map(|leg| (leg.line.at(from), leg.line.at(to))).collect();
        totals.extend(home.map(|stage| {
            let ((start, end), length) = (stage.lacking, stage.to - stage.from);
            let at = |time: Time| between(start, end, time - stage.from, length);
            (at(from), at(to))
        }));
        totals
    }

    /// Who waits at home, by reason: those of one chain and phase together, as far as no leg's
    /// reason lies between them in age.
    fn gather(&self, stage: &Stage<'_>) -> BTreeMap<(usize, ChainId, Phase), Gathered> {
        let mut ages: Vec<Time> =
            self.legs.iter().flat_map(|leg| &leg.slices).map(|slice| slice.since).collect();
        ages.sort_unstable();
        let mut gathered = BTreeMap::new();
        for part in stage.parts {
            let age = ages.partition_point(|age| *age < part.since);
            let whose: &mut Gathered = gathered.entry((age, part.chain, part.phase)).or_insert((
                part.since,
                part.latest,
                (0, 0),
            ));
            whose.0 = whose.0.min(part.since);
            whose.1 = whose.1.max(part.latest);
            whose.2.0 += part.amount.0;
            whose.2.1 += part.amount.1;
        }
        gathered
    }

    /// All reasons over a stretch, oldest first.
    fn reaches(&self, from: Time, to: Time, home: Option<&Stage<'_>>) -> Vec<Reach> {
        let mut reaches = Vec::new();
        if let Some(stage) = home {
            let mut sum = (0, 0);
            let length = stage.to - stage.from;
            for ((_, chain, phase), (since, latest, amount)) in self.gather(stage) {
                sum.0 += amount.0;
                sum.1 += amount.1;
                let at = |time: Time| between(sum.0, sum.1, time - stage.from, length);
                let reach = (at(from), at(to));
                reaches.push(Reach { source: 0, since, latest, chain, phase, reach });
            }
        }
        for (source, leg) in self.legs.iter().enumerate() {
            let total: Micro = leg.slices.iter().map(|slice| slice.weight).sum();
            let mut weight = 0;
            for slice in &leg.slices {
                weight += slice.weight;
                let at = |time: Time| part(leg.line.at(time), weight, total);
                let Slice { since, chain, explanation, .. } = *slice;
                let latest = Latest::new(slice.latest, &explanation);
                let phase = leg.phase.unwrap_or(Phase::Repairing);
                let reach = (at(from), at(to));
                reaches.push(Reach { source: source + 1, since, latest, chain, phase, reach });
            }
        }
        in_order_of_age(reaches)
    }
}

/// Who waits at home, by reason, where nothing else leaves anybody without: what [`Book::tell`] would
/// tell of it.
fn alone(stage: &Stage<'_>, out: &mut Vec<StagePart>) {
    for part in stage.parts {
        let reason = |other: &StagePart| (other.chain, other.phase);
        match out.iter_mut().find(|other| reason(other) == reason(part)) {
            Some(other) => {
                other.since = other.since.min(part.since);
                other.latest = other.latest.max(part.latest);
                other.amount.0 += part.amount.0;
                other.amount.1 += part.amount.1;
            }
            None => out.push(StagePart { returned: 0, ..*part }),
        }
    }
    out.sort_unstable_by_key(|part| (part.chain, part.phase));
    let mut since = Time::ZERO;
    for part in out.iter_mut() {
        since = since.max(part.since);
        part.since = since;
    }
    out.retain(|part| part.amount.0 > 0 || part.amount.1 > 0);
}

/// The share `of / all` of an amount, rounded down.
fn part(amount: Micro, of: Micro, all: Micro) -> Micro {
    (u128::from(amount) * u128::from(of) / u128::from(all.max(1))) as Micro
}

/// An amount on the way from `start` to `end`, rounded down.
fn between(start: Micro, end: Micro, run: Span, length: Span) -> Micro {
    let (run, length) = (run.micros(), length.micros());
    if length == 0 {
        return end;
    }
    let (run, left) = (u128::from(run), u128::from(length - run));
    ((u128::from(start) * left + u128::from(end) * run) / u128::from(length)) as Micro
}
