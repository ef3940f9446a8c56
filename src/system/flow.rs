//! How users come back in time: waves of clients that try again, and a queue before the door.
//!
//! Between two events of a service all rates are constant, so every amount is its value at the
//! last mark plus a rate times time, rounded down; ends are rounded up to a microsecond.
//! The queue is a first-come-first-served fluid: arrivals of one constant inflow form one slice,
//! slices leave in order, and the cohorts within a slice in proportion.
//! The admission counts from a rate anchor that moves only when its own rate changes.

use super::book::{Book, Release, Scratch, Terms};
use super::phase::Phase;
use super::topology::System;
use super::view::{Stage, StagePart};
use super::world::Ledger;
use crate::quantity::{MICRO, Micro, Span, Time};

/// Users of one cohort who try, evenly over a window.
#[derive(Clone, Debug)]
pub(crate) struct Wave {
    pub cohort: usize,
    from: Time,
    to: Time,
    total: Micro,
    passed: Micro,
    /// Tries that meet an unnoticed dead member come again: the wave in which they do.
    echo: Option<u32>,
    /// Names this wave among the waves of a book.
    id: u32,
    /// Tries after an outage, or what has come of them: the next outage ends it.
    resumed: bool,
}

/// The admission of a ramp.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Drain {
    /// Micro-users a second.
    rate: u64,
    anchor: Time,
    /// Admitted since the anchor.
    taken: Micro,
}

/// What comes in over a stretch of time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stream {
    inflow: u32,
    /// The waves that flow: cohort and start.
    waves: Vec<(usize, Time)>,
    /// Dead members in rotation, and members in rotation.
    terms: (u32, u32),
}

/// Users who came in one instant or one constant inflow.
#[derive(Clone, Debug)]
pub(crate) struct Slice {
    pub inflow: u32,
    pub parts: Vec<(usize, Micro)>,
    pub total: Micro,
}

impl Wave {
    pub(crate) fn new(cohort: usize, from: Time, to: Time, total: Micro) -> Self {
        Self { cohort, from, to, total, passed: 0, echo: None, id: 0, resumed: false }
    }

    /// Tries after an outage.
    pub(crate) fn resumed(cohort: usize, from: Time, to: Time, total: Micro) -> Self {
        Self { resumed: true, ..Self::new(cohort, from, to, total) }
    }

    /// Whether the next outage ends it.
    pub(crate) fn is_resumed(&self) -> bool {
        self.resumed
    }

    /// When its last users try, if some have had the time to and some have not.
    pub(crate) fn ends_after(&self, now: Time) -> Option<Time> {
        (self.from < now && now < self.to).then_some(self.to)
    }

    /// Users that have not tried yet.
    pub(crate) fn left(&self) -> Micro {
        self.total - self.passed
    }

    /// Users that have tried by `now`.
    fn passed_by(&self, now: Time) -> Micro {
        if now >= self.to {
            return self.total;
        }
        let (run, length) = ((now - self.from).micros(), (self.to - self.from).micros());
        (u128::from(self.total) * u128::from(run) / u128::from(length)) as Micro
    }

    /// Micro-users a microsecond, in 2^-32; zero when it does not flow at `now`.
    fn rate(&self, now: Time) -> u128 {
        if now < self.from || now >= self.to {
            return 0;
        }
        (u128::from(self.total) << 32) / u128::from((self.to - self.from).micros())
    }
}

impl Slice {
    pub(crate) fn new(inflow: u32, cohort: usize, amount: Micro) -> Self {
        Self { inflow, parts: vec![(cohort, amount)], total: amount }
    }

    pub(crate) fn add(&mut self, cohort: usize, amount: Micro) {
        self.total += amount;
        match self.parts.iter_mut().find(|(other, _)| *other == cohort) {
            Some((_, part)) => *part += amount,
            None => self.parts.push((cohort, amount)),
        }
    }

    /// Takes up to `amount`, in proportion over the parts; `out` learns whose.
    pub(crate) fn take(&mut self, amount: Micro, out: &mut Vec<(usize, Micro)>) -> Micro {
        let taken = amount.min(self.total);
        let (mut before, mut given) = (0u128, 0);
        for (cohort, part) in &mut self.parts {
            before += u128::from(*part);
            let upto = (before * u128::from(taken) / u128::from(self.total)) as Micro;
            let share = upto - given;
            given = upto;
            *part -= share;
            if share > 0 {
                out.push((*cohort, share));
            }
        }
        self.parts.retain(|(_, part)| *part > 0);
        self.total -= taken;
        taken
    }
}

impl Drain {
    /// Admitted between the anchor and `now`.
    fn by(&self, now: Time) -> Micro {
        let run = u128::from((now - self.anchor).micros());
        Micro::try_from(run * u128::from(self.rate) / 1_000_000).unwrap_or(Micro::MAX)
    }

    /// The first microsecond at which `amount` more has been admitted.
    fn reaches(&self, amount: Micro) -> Time {
        let wanted = u128::from(self.taken) + u128::from(amount);
        let run = (wanted * 1_000_000).div_ceil(u128::from(self.rate));
        self.anchor + Span::from_micros(u64::try_from(run).unwrap_or(u64::MAX))
    }
}

impl Book {
    /// Brings all flows up to `now`, where something changes, and hands the stretch to the
    /// observers.
    pub(crate) fn advance(&mut self, now: Time, ledger: &mut Ledger, system: &System) {
        self.look(now, ledger, system);
        self.number_inflow();
    }

    /// As [`Self::advance`] where nothing changes: all flows go on as they were, and whoever comes
    /// in stands with those of before.
    pub(crate) fn look(&mut self, now: Time, ledger: &mut Ledger, system: &System) {
        if now == self.mark {
            return;
        }
        if self.is_calm() {
            self.mark = now;
            return;
        }
        let mut before = std::mem::take(&mut self.scratch);
        before.returned.clear();
        if ledger.is_staging() {
            before.amounts.clear();
            before.amounts.extend(self.cohorts.iter().map(|c| [c.held, c.moving, c.refused]));
            before.phases.clear();
            before.phases.extend(self.cohorts.iter().map(|cohort| self.phases(cohort)));
            before.served.clear();
            before.served.extend(self.patrons.iter().map(|patrons| patrons.served));
        }
        // Without a ramp whoever tries is served as it comes.
        let through = self.drain.is_none();
        self.flow_waves(now, through, &mut before.returned);
        if let Some(mut drain) = self.drain {
            let amount = (drain.by(now) - drain.taken).min(self.room());
            drain.taken += self.admit(amount, &mut before.returned);
            self.drain = Some(drain);
        }
        if ledger.is_staging() {
            self.report(now, &mut before, ledger, system);
        }
        self.scratch = before;
        self.mark = now;
        self.patrons.iter_mut().for_each(|patrons| patrons.served_before = patrons.served);
    }

    /// What comes in from here on, even in this instant, stands behind what has come so far.
    fn number_inflow(&mut self) {
        self.inflows += 1;
        self.inflow = self.inflows;
    }

    /// Lets the waves run on until `now`.
    fn flow_waves(&mut self, now: Time, through: bool, returned: &mut Vec<(usize, Micro)>) {
        // Waves made on the way lie in the future.
        for at in 0..self.waves.len() {
            if self.waves[at].from < now && self.waves[at].left() > 0 {
                self.flow_wave(at, now, through, returned);
            }
        }
        self.waves.retain(|wave| wave.left() > 0);
    }

    fn flow_wave(
        &mut self,
        at: usize,
        now: Time,
        through: bool,
        returned: &mut Vec<(usize, Micro)>,
    ) {
        let terms = self.terms;
        let cohort = self.waves[at].cohort;
        let since = self.mark.max(self.waves[at].from);
        let until = now.min(self.waves[at].to);
        let passed = self.waves[at].passed_by(now);
        let tried = passed - self.waves[at].passed;
        self.waves[at].passed = passed;
        let mut good = tried;
        let again = self.patrons[self.cohorts[cohort].of].clients.retry.1;
        let dead = terms.refusing + terms.silent;
        // Where nobody serves there is nobody to be luckier with: everybody waits at the door.
        // A wave of less than one user is not divided any more.
        let whole = self.waves[at].total >= MICRO;
        if dead > 0 && terms.serving && again > Span::ZERO && whole {
            let share = u128::from(tried) * u128::from(dead) / u128::from(terms.rotation);
            let failed = (share as Micro).min(good);
            good -= failed;
            self.echo(at, failed, since + again, until + again);
        }
        if good == 0 {
            return;
        }
        if terms.serving && self.room() == 0 {
            self.refuse(cohort, good);
        } else if terms.serving && through {
            let good_now = good.min(self.room());
            self.pass(cohort, good_now);
            returned.push((cohort, good_now));
            self.refuse(cohort, good - good_now);
        } else {
            self.arrive(cohort, good);
        }
    }

    /// Failed tries come again one window later: they join the echo of their wave while the shares stay the same.
    fn echo(&mut self, at: usize, failed: Micro, from: Time, to: Time) {
        if let Some(echo) = self.waves[at].echo
            && let Some(wave) = self.waves.iter_mut().find(|wave| wave.id == echo)
            && wave.to == from
        {
            wave.total += failed;
            wave.to = to;
            return;
        }
        if failed == 0 {
            return;
        }
        let id = 1 + self.waves.iter().map(|wave| wave.id).max().unwrap_or(0);
        self.waves[at].echo = Some(id);
        let Wave { cohort, resumed, .. } = self.waves[at];
        self.waves.push(Wave { id, resumed, ..Wave::new(cohort, from, to, failed) });
    }

    /// Hands the stretch from the mark to `now` to the observers, population by population.
    fn report(&self, now: Time, before: &mut Scratch, ledger: &mut Ledger, system: &System) {
        let Scratch { amounts, phases, served, returned, back, parts } = before;
        back.clear();
        back.resize(self.cohorts.len(), 0);
        returned.iter().for_each(|&(whose, amount)| back[whose] += amount);
        for (of, patrons) in self.patrons.iter().enumerate() {
            parts.clear();
            // Taken from the served, apart from the cohorts: the two must agree.
            let served = (served[of], patrons.served);
            let lacking = (patrons.wanted - served.0, patrons.wanted - served.1);
            let mut refused = (0, 0);
            for (at, cohort) in self.cohorts.iter().enumerate() {
                if cohort.of != of {
                    continue;
                }
                let after = [cohort.held, cohort.moving, cohort.refused];
                for which in 0..3 {
                    let amount = (amounts[at][which], after[which]);
                    if amount.0 > 0 || amount.1 > 0 {
                        // Only moving users are served during a stretch.
                        let returned = if which == 1 { back[at] } else { 0 };
                        let (chain, phase) = (cohort.chain, phases[at][which]);
                        let (since, latest) = (cohort.since, cohort.latest());
                        parts.push(StagePart { chain, phase, since, latest, amount, returned });
                    }
                }
                refused.0 += amounts[at][2];
                refused.1 += after[2];
            }
            if parts.is_empty() {
                continue;
            }
            let (population, wanted) = (patrons.population, patrons.wanted);
            debug_assert_eq!(system.populations[population.at()].users, wanted);
            let (from, to) = (self.mark, now);
            let want = None;
            let stage = Stage { population, want, wanted, from, to, lacking, refused, parts };
            ledger.stage(&stage);
        }
    }

    /// Puts new terms in force: what they change at once is changed. Returns the users refused by
    /// it. The next change of rate has yet to be planned.
    pub(crate) fn settle(&mut self, terms: Terms, now: Time, ledger: &mut Ledger) -> Micro {
        let old = std::mem::replace(&mut self.terms, terms);
        let dead = |terms: &Terms| (terms.refusing, terms.silent, terms.rotation);
        if dead(&old) != dead(&terms) || old.serving != terms.serving {
            self.waves.iter_mut().for_each(|wave| wave.echo = None);
        }
        match (old.serving, terms.serving) {
            (false, true) => self.leave_door(now),
            (true, false) => self.return_to_door(),
            _ => {}
        }
        let mut returned = std::mem::take(&mut self.scratch.returned);
        returned.clear();
        self.release_timed_out(now);
        self.land_points(now, &mut returned);
        self.call_refused();
        if terms.serving && terms.admission.is_none() {
            let room = self.room();
            self.admit(room, &mut returned);
        }
        let refused = if terms.serving && self.room() == 0 { self.refuse_queue() } else { 0 };
        if ledger.is_staging() {
            self.report_returns(now, &returned, ledger);
        }
        self.scratch.returned = returned;
        refused
    }

    /// Waves without length try all at once.
    fn land_points(&mut self, now: Time, returned: &mut Vec<(usize, Micro)>) {
        let through = self.terms.admission.is_none() && self.totals.queued == 0;
        for at in 0..self.waves.len() {
            let wave = &self.waves[at];
            if wave.from == wave.to && wave.from <= now && wave.left() > 0 {
                self.flow_wave(at, now, through, returned);
            }
        }
        self.waves.retain(|wave| wave.left() > 0);
    }

    /// Users served again within an instant leave the ranks of the waiting.
    fn report_returns(&self, now: Time, returned: &[(usize, Micro)], ledger: &mut Ledger) {
        for &(at, amount) in returned {
            let cohort = &self.cohorts[at];
            if cohort.since == now || amount == 0 {
                continue;
            }
            let patrons = &self.patrons[cohort.of];
            let lacking = patrons.wanted - patrons.served;
            let part = StagePart {
                chain: cohort.chain,
                phase: Phase::Reconnecting,
                since: cohort.since,
                latest: cohort.latest(),
                amount: (amount, 0),
                returned: amount,
            };
            ledger.stage(&Stage {
                population: patrons.population,
                want: None,
                wanted: patrons.wanted,
                from: now,
                to: now,
                lacking: (lacking, lacking),
                refused: (0, 0),
                parts: &[part],
            });
        }
    }

    /// Finds out how users are admitted from now on, and when a rate next changes by itself.
    pub(crate) fn plan(&mut self, now: Time) {
        self.follow_stream(now);
        self.next = self.next_change(now);
    }

    /// While the same waves flow under the same terms, and nobody has come within the instant, what
    /// comes in belongs to the slice of the last stretch: an event that changes no inflow cuts none.
    fn follow_stream(&mut self, now: Time) {
        let mut waves = std::mem::take(&mut self.stream.waves);
        let flowing = || self.waves.iter().filter(|wave| wave.from <= now && now < wave.to);
        let dead = self.terms.refusing + self.terms.silent;
        let terms = (if self.terms.serving { dead } else { 0 }, self.terms.rotation);
        let came = self.queue.back().is_some_and(|slice| slice.inflow == self.inflow);
        let same = !came
            && self.stream.terms == terms
            && waves.iter().copied().eq(flowing().map(|wave| (wave.cohort, wave.from)));
        if same {
            self.inflow = self.stream.inflow;
        } else {
            waves.clear();
            waves.extend(flowing().map(|wave| (wave.cohort, wave.from)));
            self.number_inflow();
        }
        self.stream = Stream { inflow: self.inflow, waves, terms };
    }

    fn next_change(&mut self, now: Time) -> Time {
        let mut next = Time::NEVER;
        let mut consider = |time: Time| {
            if time > now {
                next = next.min(time);
            }
        };
        for cohort in self.cohorts.iter().filter(|cohort| cohort.held > 0) {
            if let Release::TimeOut(time) = cohort.release {
                consider(time);
            }
        }
        let mut inflow: u128 = 0;
        for wave in &self.waves {
            consider(wave.from);
            consider(wave.to);
            inflow += wave.rate(now);
        }
        let dead = u128::from(self.terms.refusing + self.terms.silent);
        let rotation = u128::from(self.terms.rotation);
        if dead > 0 && inflow > 0 && self.terms.serving {
            inflow = inflow * rotation.saturating_sub(dead) / rotation;
        }
        let outflow = self.terms.admission.map(|rate| (u128::from(rate) << 32) / 1_000_000);
        let open = self.terms.serving && self.room() > 0;
        let draining = open
            && outflow.is_some_and(|out| self.totals.queued > 0 || inflow > out)
            && self.terms.admission != Some(0);
        let to_step = self.terms.step.min(self.terms.capacity).saturating_sub(self.totals.served);
        if !draining {
            self.drain = None;
            if open && inflow > 0 && self.terms.step.min(self.terms.capacity) < Micro::MAX {
                let run = (u128::from(to_step) << 32).div_ceil(inflow).max(1);
                consider(now + Span::from_micros(u64::try_from(run).unwrap_or(u64::MAX)));
            }
            return next;
        }
        let rate = self.terms.admission.unwrap_or(u64::MAX);
        let drain = match self.drain {
            Some(drain) if drain.rate == rate => drain,
            _ => Drain { rate, anchor: now, taken: 0 },
        };
        self.drain = Some(drain);
        if to_step > 0 && to_step < Micro::MAX - self.totals.wanted {
            consider(drain.reaches(to_step));
        }
        // The last slice still fills while an inflow lasts; the others are complete.
        let fills = |slice: &Slice| inflow > 0 && slice.inflow == self.inflow;
        if let Some(head) = self.queue.front().filter(|head| !fills(head)) {
            consider(drain.reaches(head.total));
        }
        let outflow = outflow.unwrap_or(u128::MAX);
        if inflow > 0 && outflow > inflow && self.totals.queued > 0 {
            let run = (u128::from(self.totals.queued) << 32).div_ceil(outflow - inflow);
            // A queue of less than a thousandth of a user is what waves have rounded: within a
            // millisecond it is gone, and is not looked at in every microsecond until then.
            let run = if self.totals.queued < 1000 { run.max(1000) } else { run };
            consider(now + Span::from_micros(u64::try_from(run).unwrap_or(u64::MAX)));
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_leaves_in_proportion_and_whole() {
        let mut slice = Slice::new(0, 0, 10);
        slice.add(1, 30);
        let mut out = Vec::new();
        assert_eq!(slice.take(20, &mut out), 20);
        assert_eq!(out, vec![(0, 5), (1, 15)]);
        out.clear();
        assert_eq!(slice.take(50, &mut out), 20);
        assert_eq!(out, vec![(0, 5), (1, 15)]);
        assert_eq!(slice.total, 0);
    }

    #[test]
    fn an_admission_ends_rounded_up() {
        let drain = Drain { rate: 3_000_000, anchor: Time::ZERO, taken: 0 };
        // 10 micro-users at 3 a microsecond.
        assert_eq!(drain.reaches(10), Time::from_micros(4));
        assert_eq!(drain.by(Time::from_micros(3)), 9);
    }
}
