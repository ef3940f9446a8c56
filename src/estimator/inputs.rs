//! What the draws of uncertain figures come to, each by itself: how much of what trials differ in is
//! noise, and how much is not known of the system.

use crate::metric::contract;
use crate::stats::{Moments, Student};
use crate::system::port::{Measured, Part};
use std::collections::BTreeMap;

/// The totals that are told apart.
const TOLD: [&str; 3] = ["outage seconds", "lost user seconds", contract::SHARE];

/// The moments of totals, by draw.
#[derive(Clone, Debug)]
pub(super) struct ByDraw {
    draws: usize,
    /// By metric and subject.
    totals: BTreeMap<(&'static str, u32), Vec<Moments>>,
}

impl ByDraw {
    /// Of trials for which so many draws take turns.
    pub fn new(draws: usize) -> Self {
        Self { draws, totals: BTreeMap::new() }
    }

    /// Adds a trial.
    pub fn push(&mut self, trial: u64, measured: &[Measured]) {
        if self.draws < 2 {
            return;
        }
        let draw = (trial % self.draws as u64) as usize;
        for figure in measured {
            if figure.part == Part::Whole && TOLD.contains(&figure.metric) {
                let total = self.totals.entry((figure.metric, figure.subject));
                let total = total.or_insert_with(|| vec![Moments::default(); self.draws]);
                total[draw].push(figure.value);
            }
        }
    }

    /// Half the width of an interval of the mean over all inputs, from the means of the draws; `None`
    /// where nothing is drawn, and before every draw has had a trial.
    pub fn half_width(&self, metric: &'static str, subject: u32, level: f64) -> Option<f64> {
        let draws = self.of(metric, subject);
        if draws.is_empty() || draws.iter().any(|draw| draw.count() == 0) {
            return None;
        }
        let means: Moments = draws.iter().map(Moments::mean).collect();
        Some(Student::new(level, means.count()).mean(&means)?.half_width())
    }

    /// A total, by draw; nothing where nothing is drawn.
    pub fn of(&self, metric: &'static str, subject: u32) -> &[Moments] {
        self.totals.get(&(metric, subject)).map_or(&[], Vec::as_slice)
    }
}
