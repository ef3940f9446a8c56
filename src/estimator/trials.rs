//! Runs trials in parallel and hands their outcomes over in trial order, so that the number of
//! threads cannot show in any sum.
//!
//! While one block of trials is computed the one before it is folded: folding costs no time as
//! long as it takes less than a thread's share of a block.

use super::watch::Watch;
use crate::system::TrialError;
use rayon::prelude::*;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

/// Trials computed before their outcomes are handed over, and after which it may be enough.
pub(super) const BLOCK: u64 = 256;

/// The threads that compute trials.
pub struct Workers {
    pool: rayon::ThreadPool,
    watch: Arc<Watch>,
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

/// Why there are no more trials.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Halt {
    /// There were to be no more.
    All,
    /// Whoever folds them has enough.
    Enough,
    /// Whoever waits has no more patience.
    Stopped,
}

/// Outcomes of consecutive trials; short where somebody has ended the run.
type Block<O> = Vec<Result<O, TrialError>>;

impl Workers {
    /// `threads` threads; `None` is one for each core.
    pub fn new(threads: Option<usize>) -> Self {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.unwrap_or(0))
            .build()
            .expect("a machine that runs a program can start threads");
        Self { pool, watch: Arc::default() }
    }

    /// The same, for whoever waits for them.
    pub fn watched_by(self, watch: &Arc<Watch>) -> Self {
        Self { watch: Arc::clone(watch), ..self }
    }

    /// Whoever waits for them.
    pub fn watch(&self) -> &Watch {
        &self.watch
    }

    /// Runs trials `0..trials` and folds their outcomes, block by block in trial order, until
    /// `fold` has enough.
    ///
    /// If the watch is stopped, the last block ends before the first trial that was not done.
    pub fn fold<O: Send>(
        &self,
        trials: u64,
        run: impl Fn(u64) -> Result<O, TrialError> + Sync,
        mut fold: impl FnMut(Vec<O>) -> ControlFlow<()>,
    ) -> Result<Halt, Failure> {
        let after = |first: u64| first..(first + BLOCK).min(trials);
        self.watch.expect(trials);
        let mut block = after(0);
        let mut outcomes = self.pool.install(|| self.block(block.clone(), &run));
        while !block.is_empty() {
            let whole = outcomes.len() as u64 == block.end - block.start;
            let next = if whole { after(block.end) } else { block.end..block.end };
            let mut later = Vec::new();
            let flow = self.pool.in_place_scope(|scope| {
                scope.spawn(|_| later = self.block(next.clone(), &run));
                in_order(block.start, outcomes).map(&mut fold)
            })?;
            match flow {
                ControlFlow::Break(()) => return Ok(Halt::Enough),
                ControlFlow::Continue(()) if !whole => return Ok(Halt::Stopped),
                ControlFlow::Continue(()) => {}
            }
            (block, outcomes) = (next, later);
        }
        Ok(Halt::All)
    }

    fn block<O: Send>(
        &self,
        trials: Range<u64>,
        run: &(impl Fn(u64) -> Result<O, TrialError> + Sync),
    ) -> Block<O> {
        let one = |trial| {
            let outcome = (!self.watch.is_stopped()).then(|| run(trial))?;
            self.watch.step();
            Some(outcome)
        };
        let outcomes: Vec<Option<_>> = trials.into_par_iter().map(one).collect();
        outcomes.into_iter().map_while(|outcome| outcome).collect()
    }
}

/// The outcomes of trials from `first` on, or the first failure.
fn in_order<O>(first: u64, outcomes: Block<O>) -> Result<Vec<O>, Failure> {
    let numbered = outcomes.into_iter().enumerate();
    let named = numbered
        .map(|(at, outcome)| outcome.map_err(|error| Failure { trial: first + at as u64, error }));
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::Ordering;

    fn workers(threads: usize) -> Workers {
        Workers::new(Some(threads))
    }

    #[test]
    fn outcomes_come_in_trial_order_whatever_the_threads() {
        for threads in [1, 2, 8] {
            let mut seen = Vec::new();
            let fold = |block| {
                seen.extend::<Vec<u64>>(block);
                ControlFlow::Continue(())
            };
            assert_eq!(workers(threads).fold(1000, Ok, fold), Ok(Halt::All));
            assert_eq!(seen, (0..1000).collect::<Vec<_>>());
        }
    }

    #[test]
    fn whoever_folds_may_have_enough_at_the_end_of_a_block() {
        for threads in [1, 2, 8] {
            let mut count = 0;
            let fold = |block: Vec<u64>| {
                count += block.len();
                if count >= 500 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            assert_eq!(workers(threads).fold(10_000, Ok, fold), Ok(Halt::Enough));
            assert_eq!(count, 512);
        }
    }

    #[test]
    fn who_is_stopped_hands_over_the_first_trials_without_a_gap() {
        for threads in [1, 2, 8] {
            let workers = workers(threads);
            let stop = workers.watch().stop();
            let run = |trial| {
                if trial == 700 {
                    stop.store(true, Ordering::Relaxed);
                }
                Ok(trial)
            };
            let mut seen = Vec::new();
            let fold = |block| {
                seen.extend::<Vec<u64>>(block);
                ControlFlow::Continue(())
            };
            assert_eq!(workers.fold(10_000, run, fold), Ok(Halt::Stopped));
            assert!((512..=768).contains(&seen.len()), "{}", seen.len());
            assert_eq!(seen, (0..seen.len() as u64).collect::<Vec<_>>());
        }
    }

    #[test]
    fn without_trials_there_is_nothing_to_fold() {
        let fold = |_: Vec<u64>| unreachable!("no block has no trials");
        assert_eq!(workers(2).fold(0, Ok, fold), Ok(Halt::All));
    }
}
