//! User time without service, and without each feature: in total, by phase and by chain of causes.
//!
//! Amounts are linear over a stage, so each adds (start + end) x length in half micro-user
//! microseconds, exactly. The total is taken from the users that are not served, the parts from
//! the cohorts that wait; they must agree to the last half.

use crate::system::port::{Findings, Interests, Measured, Observer, Part};
use crate::system::{Phase, Planned, Stage, System};
use std::collections::BTreeMap;

/// Half micro-user microseconds in a user-second.
pub const USER_SECOND: f64 = 2e12;

/// User time by how much of it was planned.
const SHARES: [(&str, Planned); 3] = [
    ("unplanned lost user seconds", Planned::Nothing),
    ("lost user seconds of failures during work", Planned::Some),
    ("planned lost user seconds", Planned::All),
];

/// Watches all audiences.
#[derive(Clone)]
pub(crate) struct Lost {
    populations: usize,
    audiences: Vec<Book>,
}

#[derive(Clone, Default)]
struct Book {
    total: u128,
    by_phase: [u128; Phase::ALL.len()],
    /// By number of the chain.
    by_chain: Vec<u128>,
}

impl Lost {
    pub(crate) fn new(system: &System) -> Self {
        let audiences = vec![Book::default(); system.audiences().len()];
        Self { populations: system.populations().count(), audiences }
    }
}

impl Observer for Lost {
    fn interests(&self) -> Interests {
        Interests { stages: true, ..Interests::default() }
    }

    fn stage(&mut self, stage: &Stage<'_>) {
        let length = u128::from((stage.to - stage.from).micros());
        let area = |amount: (u64, u64)| (u128::from(amount.0) + u128::from(amount.1)) * length;
        let book = &mut self.audiences[stage.audience(self.populations)];
        book.total += area(stage.lacking);
        for part in stage.parts {
            let lost = area(part.amount);
            book.by_phase[part.phase as usize] += lost;
            if lost > 0 {
                let chain = part.chain.at();
                if book.by_chain.len() <= chain {
                    book.by_chain.resize(chain + 1, 0);
                }
                book.by_chain[chain] += lost;
            }
        }
        debug_assert_eq!(book.total, book.by_phase.iter().sum::<u128>(), "phases add up");
    }

    fn figures(&self, findings: &Findings<'_>, out: &mut Vec<Measured>) {
        for (at, book) in self.audiences.iter().enumerate() {
            let phases: u128 = book.by_phase.iter().sum();
            let chains: u128 = book.by_chain.iter().sum();
            assert_eq!(book.total, phases, "user time by phase adds up to the total");
            assert_eq!(book.total, chains, "user time by chain adds up to the total");
            let mut put = |metric, part, value: u128| {
                let value = value as f64 / USER_SECOND;
                out.push(Measured { metric, subject: at as u32, part, value });
            };
            put("lost user seconds", Part::Whole, book.total);
            for phase in Phase::ALL {
                let lost = book.by_phase[phase as usize];
                if lost > 0 {
                    put("lost user seconds by phase", Part::Number(phase as u32), lost);
                }
            }
            if findings.system.is_planned_on() {
                for (metric, planned) in SHARES {
                    let lost = book.by_chain.iter().enumerate().filter(|(_, lost)| **lost > 0);
                    let of = lost.filter(|(at, _)| findings.planned((*at).into()) == planned);
                    put(metric, Part::Whole, of.map(|(_, lost)| lost).sum());
                }
            }
            let some = || book.by_chain.iter().enumerate().filter(|(_, lost)| **lost > 0);
            let mut by_class: BTreeMap<String, u128> = BTreeMap::new();
            for (chain, lost) in some() {
                *by_class.entry(findings.trigger_words(chain.into())).or_default() += lost;
            }
            for (class, lost) in by_class {
                put("lost user seconds by class", Part::Name(class), lost);
            }
            for (chain, lost) in some() {
                let part = Part::Name(findings.words(chain.into()));
                put("lost user seconds by chain", part, *lost);
            }
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
