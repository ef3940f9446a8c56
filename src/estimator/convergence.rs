//! How estimates draw near as trials are added: looked at after fixed numbers of trials, each a
//! quarter more than the one before.
//!
//! The numbers do not depend on how many trials there will be, so that a run that is cut short has
//! the first of them; and there are 51 for half a million trials, so that memory does not grow.

use crate::stats::Moments;

/// The first look: with fewer trials an interval says nothing.
const FIRST: u64 = 8;

/// Totals after some of the trials.
#[derive(Clone, Debug)]
pub struct Mark {
    /// After so many trials.
    pub trials: u64,
    /// Seconds out, by service.
    pub services: Vec<Moments>,
    /// User-seconds without, by audience.
    pub audiences: Vec<Moments>,
}

/// All that was looked at.
#[derive(Clone, Debug, Default)]
pub struct Convergence {
    marks: Vec<Mark>,
}

impl Convergence {
    /// Whether so many trials are looked at.
    #[inline]
    pub(super) fn is_due(&self, trials: u64) -> bool {
        trials >= self.marks.last().map_or(FIRST, |mark| mark.trials + mark.trials / 4)
    }

    /// Looks.
    pub(super) fn mark(&mut self, trials: u64, [services, audiences]: [Vec<Moments>; 2]) {
        self.marks.push(Mark { trials, services, audiences });
    }

    /// What was seen, in the order of trials.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_million_trials_are_looked_at_51_times() {
        let mut convergence = Convergence::default();
        for trials in 1..=500_000 {
            if convergence.is_due(trials) {
                convergence.mark(trials, [Vec::new(), Vec::new()]);
            }
        }
        let seen: Vec<u64> = convergence.marks().iter().map(|mark| mark.trials).collect();
        assert_eq!(seen[..8], [8, 10, 12, 15, 18, 22, 27, 33]);
        assert_eq!(seen.len(), 51);
    }
}
