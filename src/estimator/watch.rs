//! Between a run and whoever waits for it: how far it is, and that it shall end.
//!
//! Nothing that is computed depends on it, but for how many trials there are once somebody has
//! ended it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Shared by a run and whoever waits for it.
#[derive(Debug, Default)]
pub struct Watch {
    stop: Arc<AtomicBool>,
    done: AtomicU64,
    of: AtomicU64,
    what: Mutex<String>,
}

/// How far a run is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seen {
    /// What is run: `incident web-dies`; empty before anything is.
    pub what: String,
    /// Trials done.
    pub done: u64,
    /// Of so many, as far as can be told.
    pub of: u64,
}

impl Watch {
    /// What ends the run once it is raised, as a handler of signals wants it.
    pub fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    /// Whether the run shall end.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// How far the run is.
    pub fn seen(&self) -> Seen {
        let what = self.what.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (done, of) = (self.done.load(Ordering::Relaxed), self.of.load(Ordering::Relaxed));
        Seen { what, done, of }
    }

    /// Trials of something else begin.
    pub fn begin(&self, what: &str) {
        what.clone_into(&mut self.what.lock().unwrap_or_else(PoisonError::into_inner));
        self.done.store(0, Ordering::Relaxed);
        self.of.store(0, Ordering::Relaxed);
    }

    /// There will be so many trials.
    pub(super) fn expect(&self, trials: u64) {
        self.of.store(trials, Ordering::Relaxed);
    }

    /// A trial is done.
    pub(super) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}
