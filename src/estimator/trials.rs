//! Runs trials in parallel and hands their outcomes over in trial order, so that the number of
//! threads cannot show in any sum.

use crate::system::TrialError;
use rayon::prelude::*;

/// Trials computed before their outcomes are handed over.
const BLOCK: u64 = 256;

/// The threads that compute trials.
pub struct Workers {
    pool: rayon::ThreadPool,
}

/// A trial that could not be finished.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("trial {trial}: {error}")]
pub struct Failure {
    /// Which one.
    pub trial: u64,
    /// Why.
    pub error: TrialError,
}

impl Workers {
    /// `threads` threads; `None` is one for each core.
    pub fn new(threads: Option<usize>) -> Self {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.unwrap_or(0))
            .build()
            .expect("a machine that runs a program can start threads");
        Self { pool }
    }

    /// Runs trials `0..trials` and folds their outcomes in trial order.
    pub fn fold<O: Send>(
        &self,
        trials: u64,
        run: impl Fn(u64) -> Result<O, TrialError> + Sync,
        mut fold: impl FnMut(u64, O),
    ) -> Result<(), Failure> {
        let mut first = 0;
        while first < trials {
            let block = first..(first + BLOCK).min(trials);
            let outcomes: Vec<Result<O, TrialError>> =
                self.pool.install(|| block.clone().into_par_iter().map(&run).collect());
            for (trial, outcome) in block.clone().zip(outcomes) {
                fold(trial, outcome.map_err(|error| Failure { trial, error })?);
            }
            first = block.end;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_come_in_trial_order_whatever_the_threads() {
        for threads in [1, 2, 8] {
            let mut seen = Vec::new();
            let workers = Workers::new(Some(threads));
            workers.fold(1000, Ok, |trial, outcome: u64| seen.push((trial, outcome))).unwrap();
            assert_eq!(seen.len(), 1000);
            assert!(seen.iter().enumerate().all(|(at, pair)| *pair == (at as u64, at as u64)));
        }
    }
}
