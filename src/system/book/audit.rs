//! What must hold of a book at any time.

use super::{Book, Cohort};
use crate::quantity::Micro;
use crate::system::flow::Wave;

impl Book {
    /// Panics, in plain words, if users were made or lost.
    pub(crate) fn audit(&self) {
        let sum = |of: fn(&Cohort) -> Micro| self.cohorts.iter().map(of).sum::<Micro>();
        let totals = &self.totals;
        assert_eq!(totals.held, sum(|cohort| cohort.held), "the held users are in cohorts");
        assert_eq!(totals.moving, sum(|cohort| cohort.moving), "the moving users are in cohorts");
        assert_eq!(totals.refused, sum(|cohort| cohort.refused), "the refused are in cohorts");
        let served: Micro = self.patrons.iter().map(|patrons| patrons.served).sum();
        assert_eq!(totals.served, served, "the served users belong to populations");
        let queued: Micro = self.queue.iter().map(|slice| slice.total).sum();
        assert_eq!(totals.queued, queued, "the queued users stand in slices");
        let under_way: Micro = self.waves.iter().map(Wave::left).sum();
        assert_eq!(totals.moving, queued + under_way, "the moving are queued or under way");
        let all = totals.served + totals.held + totals.moving + totals.refused;
        assert_eq!(totals.wanted, all, "users are conserved");
        for (of, patrons) in self.patrons.iter().enumerate() {
            let waiting = |cohort: &&Cohort| cohort.of == of;
            let lacking: Micro = self.cohorts.iter().filter(waiting).map(Cohort::total).sum();
            assert_eq!(patrons.wanted, patrons.served + lacking, "each population is conserved");
        }
        for slice in &self.queue {
            let parts: Micro = slice.parts.iter().map(|(_, amount)| amount).sum();
            assert_eq!(slice.total, parts, "a slice is the sum of its parts");
        }
        for (at, cohort) in self.cohorts.iter().enumerate() {
            let stands = self.refused.contains(&at);
            assert_eq!(stands, cohort.refused > 0, "the refused stand in line, and nobody else");
        }
    }
}
