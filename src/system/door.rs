//! When clients that come back by themselves try: after their time-out, and after an outage.
//!
//! Whoever tries while nobody serves stands before the door. A balancer lets its users in as soon
//! as somebody serves; a client that comes back by itself learns of it at its next try. Each tries
//! once in its window and nobody knows when, so those of one cohort try evenly over a window.

use super::blueprint::Returns;
use super::book::{Book, Release};
use super::flow::Wave;
use crate::quantity::{Span, Time};

impl Book {
    /// Clients whose time-out has come begin to try.
    pub(super) fn release_timed_out(&mut self, now: Time) {
        for at in 0..self.cohorts.len() {
            let cohort = &self.cohorts[at];
            if cohort.held > 0 && matches!(cohort.release, Release::TimeOut(t) if t <= now) {
                self.release(at, now, &[]);
            }
        }
    }

    /// Somebody serves again: whoever comes by its own tries leaves the door for the next one.
    ///
    /// Clients of the cohort whose first try has yet to come go before those who have tried: a
    /// short outage turns the order of a window and stretches nothing.
    pub(super) fn leave_door(&mut self, now: Time) {
        let windows = || self.patrons.iter().map(|patrons| patrons.clients.window());
        if self.totals.queued == 0 || windows().all(|window| window == Span::ZERO) {
            return;
        }
        let mut tries = std::mem::take(&mut self.scratch.back);
        tries.clear();
        tries.resize(self.cohorts.len(), 0);
        for slice in &mut self.queue {
            let (cohorts, patrons) = (&self.cohorts, &self.patrons);
            slice.parts.retain(|&(at, amount)| {
                let stays = patrons[cohorts[at].of].clients.window() == Span::ZERO;
                if !stays {
                    tries[at] += amount;
                }
                stays
            });
            slice.total = slice.parts.iter().map(|(_, amount)| amount).sum();
        }
        self.queue.retain(|slice| slice.total > 0);
        for (at, &amount) in tries.iter().enumerate().filter(|(_, amount)| **amount > 0) {
            self.totals.queued -= amount;
            let own = self.waves.iter().filter(|wave| wave.cohort == at);
            let from = own.filter_map(|wave| wave.ends_after(now)).max().unwrap_or(now);
            let to = now + self.patrons[self.cohorts[at].of].clients.window();
            self.waves.push(Wave::resumed(at, from, to, amount));
        }
        self.scratch.back = tries;
    }

    /// Nobody serves any more: who has not yet come back since the last outage stands before the
    /// door as before, so that a cohort has one such wave however often service comes and goes.
    pub(super) fn return_to_door(&mut self) {
        for at in 0..self.waves.len() {
            if self.waves[at].is_resumed() {
                let (cohort, amount) = (self.waves[at].cohort, self.waves[at].left());
                self.arrive(cohort, amount);
            }
        }
        self.waves.retain(|wave| !wave.is_resumed());
    }
}

impl super::blueprint::Clients {
    /// How long it takes until each has tried again; zero for those who are told.
    fn window(&self) -> Span {
        match self.returns {
            Returns::ByClient => self.retry.1,
            Returns::ByBalancer => Span::ZERO,
        }
    }
}
