//! Recoveries of generated systems, found again by force: every stretch is searched for the
//! microsecond at which it passes a limit, and all else follows from the lists of stretches.

use crate::generated::system;
use hadr::metric::{AUDIENCES, NO_CLASS, Threshold, Until, of_incident};
use hadr::quantity::{Micro, Probability, Span, Time};
use hadr::random::Chance;
use hadr::system::port::{Findings, Interests, Measured, Observer, Part};
use hadr::system::{Latest, Options, Stage, System, Trial, Trigger};
use std::collections::BTreeMap;

const SYSTEMS: u64 = if cfg!(debug_assertions) { 150 } else { 1_500 };

/// Beside service and all users, a share that ramps pass in the middle.
fn untils() -> [Until; 3] {
    let left = Probability::new(0.4).expect("a share");
    [Until::Service, Until::Share(left), Until::AllUsers]
}

/// Keeps every stretch of every audience.
#[derive(Clone)]
struct ByForce {
    populations: usize,
    stretches: BTreeMap<usize, Vec<Stretch>>,
    end: Time,
}

#[derive(Clone)]
struct Stretch {
    from: Time,
    to: Time,
    lacking: (Micro, Micro),
    wanted: Micro,
    lost: Vec<Latest>,
}

impl Stretch {
    /// Whether more than `limit` lack it after `run` microseconds.
    fn is_over(&self, limit: Micro, run: u64) -> bool {
        let length = (self.to - self.from).micros();
        let (start, end) = (u128::from(self.lacking.0), u128::from(self.lacking.1));
        let lacking = start * u128::from(length - run) + end * u128::from(run);
        lacking > u128::from(limit) * u128::from(length)
    }

    /// The part of it in which more than `limit` lack it.
    fn over(&self, limit: Micro) -> Option<(Time, Time)> {
        let length = (self.to - self.from).micros();
        let first = self.is_over(limit, 0);
        // The state changes once at most: where, is halved until it is found.
        let (mut before, mut after) = (0, length);
        if self.is_over(limit, length) == first {
            return first.then_some((self.from, self.to));
        }
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if self.is_over(limit, middle) == first { before = middle } else { after = middle }
        }
        let at = self.from + Span::from_micros(after);
        match first {
            true => Some((self.from, at)),
            false => (at < self.to).then_some((at, self.to)),
        }
    }
}

impl Observer for ByForce {
    fn interests(&self) -> Interests {
        Interests { stages: true, strikes: true, ..Interests::default() }
    }

    fn stage(&mut self, stage: &Stage<'_>) {
        if stage.from < stage.to {
            let audience = stage.audience(self.populations);
            let (from, to, lacking, wanted) = (stage.from, stage.to, stage.lacking, stage.wanted);
            let waiting = stage.parts.iter().filter(|part| part.amount.0 > 0 || part.amount.1 > 0);
            let lost = waiting.map(|part| part.latest).collect();
            let stretch = Stretch { from, to, lacking, wanted, lost };
            self.stretches.entry(audience).or_default().push(stretch);
        }
    }

    fn finish(&mut self, now: Time) {
        self.end = now;
    }

    fn figures(&self, findings: &Findings<'_>, out: &mut Vec<Measured>) {
        for (audience, stretches) in &self.stretches {
            for (at, until) in untils().iter().enumerate() {
                let mut longest: BTreeMap<u32, Span> = BTreeMap::new();
                let mut uninterrupted = Span::ZERO;
                for (spell, lost) in spells(stretches, *until) {
                    uninterrupted = uninterrupted.max(spell.1 - spell.0);
                    for trigger in lost {
                        let class = trigger.map(|it| findings.system.class_of(it) as u32);
                        let class = class.unwrap_or(NO_CLASS);
                        let failure = match trigger {
                            Some(Trigger::Failure(cause)) => findings.struck_at(cause),
                            _ => None,
                        };
                        let length = spell.1 - failure.map_or(spell.0, |at| at.min(spell.0));
                        let kept = longest.entry(class).or_default();
                        *kept = (*kept).max(length);
                    }
                }
                let subject = *audience as u32;
                let mut put = |metric, part, value: Span| {
                    out.push(Measured { metric, subject, part, value: value.secs_f64() });
                };
                put("by force: interrupted", Part::Number(at as u32), uninterrupted);
                for (class, length) in longest {
                    put("by force: recovered", Part::Pair(at as u32, class), length);
                }
            }
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}

type Spell = (Time, Time);

/// Maximal periods over the limit, and the failures that took it from somebody in each.
fn spells(stretches: &[Stretch], until: Until) -> Vec<(Spell, Vec<Option<Trigger>>)> {
    let mut spells: Vec<(Spell, Vec<Option<Trigger>>)> = Vec::new();
    for stretch in stretches {
        let Some((from, to)) = stretch.over(until.limit(stretch.wanted)) else { continue };
        if spells.last().is_none_or(|(last, _)| last.1 != from) {
            spells.push(((from, from), Vec::new()));
        }
        let (spell, lost) = spells.last_mut().expect("one is open");
        spell.1 = to;
        let fresh = stretch.lost.iter().filter(|one| one.since == stretch.from);
        lost.extend(fresh.map(|one| one.trigger));
        if lost.is_empty() {
            lost.extend(stretch.lost.iter().max().map(|one| one.trigger));
        }
    }
    spells
}

/// Figures of one metric, by subject and part.
fn figures(measured: &[Measured], metric: &str) -> BTreeMap<(u32, Part), f64> {
    let of = measured.iter().filter(|one| one.metric == metric);
    of.map(|one| ((one.subject, one.part.clone()), one.value)).collect()
}

#[test]
fn recoveries_of_generated_systems_are_those_found_by_force() {
    let share = Probability::new(0.4).expect("a share");
    let thresholds = [Threshold::Everybody, Threshold::MoreThan(share), Threshold::Anybody];
    let (mut recoveries, mut inside) = (0, 0);
    for number in 0..SYSTEMS {
        let system = System::new(&system(number)).expect("generated systems are systems");
        let options = Options {
            chance: Chance::drawn(number, 7),
            random: true,
            incident: Some(0),
            horizon: Span::from_secs(900),
            events: 200_000,
            audit: false,
        };
        let mut observers = of_incident(&system, &thresholds, &untils());
        let populations = system.populations().count();
        let (stretches, end) = (BTreeMap::new(), Time::ZERO);
        observers.push(Box::new(ByForce { populations, stretches, end }));
        let mut trial = Trial::new(&system, options);
        trial.observe(observers);
        let Ok(outcome) = trial.finish(Span::ZERO) else { continue };
        let measured = figures(&outcome.measured, AUDIENCES.so_far);
        assert_eq!(measured, figures(&outcome.measured, "by force: recovered"), "{number}");
        let forced = figures(&outcome.measured, "by force: interrupted");
        for (which, length) in &forced {
            let longest = &figures(&outcome.measured, "longest interruption seconds")[which];
            assert_eq!(longest, length, "system {number}: {which:?}");
        }
        recoveries += measured.len();
        // Not a whole number of milliseconds: computed, and not the time of an event of a script.
        inside += measured.values().filter(|length| (*length * 1e3) % 1.0 != 0.0).count();
    }
    assert!(
        recoveries > SYSTEMS as usize && inside > SYSTEMS as usize / 2,
        "{recoveries} recoveries, {inside} inside ramps"
    );
}
