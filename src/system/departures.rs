//! A whole population leaves one book for another within an instant, or is cut off and let in
//! again: whoever waits keeps its age, its chain and its explanation.

use super::book::{Book, Cohort, Release};
use super::chain::{ChainId, Explanation};
use super::id::PopulationId;
use crate::quantity::{Micro, Time};

/// The users of one population between two books.
#[derive(Clone, Debug, Default)]
pub(super) struct Party {
    pub served: Micro,
    served_before: Micro,
    /// Whoever waits, all of them held.
    waiting: Vec<Cohort>,
}

/// What becomes of the users of a party where they arrive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Welcome {
    /// What those who wait wait for from now on.
    pub release: Release,
    /// Those who are served lose service, at this time and for this reason.
    pub lose: Option<(Time, ChainId, Explanation)>,
}

impl Book {
    /// The place of a population among the patrons.
    pub(super) fn patron(&self, population: PopulationId) -> Option<usize> {
        self.patrons.iter().position(|patrons| patrons.population == population)
    }

    /// Takes everybody of one population out. The book is up to date.
    pub(super) fn depart(&mut self, of: usize) -> Party {
        self.turns += 1;
        let patrons = &mut self.patrons[of];
        let served = std::mem::take(&mut patrons.served);
        let served_before = std::mem::take(&mut patrons.served_before);
        self.totals.wanted -= std::mem::take(&mut patrons.wanted);
        self.totals.served -= served;
        let mut waiting = Vec::new();
        let mut gone = vec![false; self.cohorts.len()];
        for (at, cohort) in self.cohorts.iter_mut().enumerate() {
            if cohort.of != of || cohort.total() == 0 {
                continue;
            }
            gone[at] = true;
            self.totals.held -= cohort.held;
            self.totals.moving -= cohort.moving;
            self.totals.refused -= cohort.refused;
            let held = cohort.total();
            waiting.push(Cohort { held, moving: 0, refused: 0, ..cohort.clone() });
            (cohort.held, cohort.moving, cohort.refused) = (0, 0, 0);
            cohort.release = Release::Done;
        }
        self.waves.retain(|wave| !gone[wave.cohort]);
        self.refused.retain(|cohort| !gone[*cohort]);
        for slice in &mut self.queue {
            slice.parts.retain(|(cohort, _)| !gone[*cohort]);
            let left = slice.parts.iter().map(|(_, amount)| amount).sum();
            self.totals.queued -= slice.total - left;
            slice.total = left;
        }
        self.queue.retain(|slice| slice.total > 0);
        self.left = true;
        // Whoever comes next forms a slice of its own.
        self.number_inflow();
        self.stream.waves.clear();
        self.stream.inflow = self.inflow;
        Party { served, served_before, waiting }
    }

    /// Takes everybody of a party in, as one population.
    pub(super) fn welcome(&mut self, of: usize, party: Party, welcome: Welcome) {
        let Party { mut served, served_before, waiting } = party;
        let lacking: Micro = waiting.iter().map(Cohort::total).sum();
        self.patrons[of].wanted += served + lacking;
        self.patrons[of].served_before += served_before;
        self.totals.wanted += served + lacking;
        self.ready |= welcome.release == Release::Ready;
        for cohort in waiting {
            self.totals.held += cohort.held;
            let release = welcome.release;
            self.form(Cohort { of, release, refused_before: false, ..cohort });
        }
        if let Some((since, chain, explanation)) = welcome.lose.filter(|_| served > 0) {
            let held = std::mem::take(&mut served);
            self.totals.held += held;
            let release = welcome.release;
            let (moving, refused, refused_before) = (0, 0, false);
            self.form(Cohort {
                of,
                since,
                chain,
                explanation,
                release,
                held,
                moving,
                refused,
                refused_before,
            });
        }
        self.patrons[of].served += served;
        self.totals.served += served;
        self.turns += 1;
    }

    /// The cohorts that may be let in: nobody waits for that any more.
    pub(crate) fn take_ready(&mut self) -> Vec<usize> {
        if !std::mem::take(&mut self.ready) {
            return Vec::new();
        }
        let ready = |(at, cohort): (usize, &Cohort)| {
            (cohort.held > 0 && cohort.release == Release::Ready).then_some(at)
        };
        self.cohorts.iter().enumerate().filter_map(ready).collect()
    }
}
