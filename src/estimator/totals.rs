//! Moments of every figure over the trials, found without a search where trials measure alike.

use super::columns::Key;
use crate::stats::Moments;
use crate::system::port::{Measured, Part};
use std::collections::BTreeMap;

/// Every figure over the trials so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Totals {
    /// Where each figure stands in the two lists.
    index: BTreeMap<Key, usize>,
    keys: Vec<Key>,
    totals: Vec<Total>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Total {
    moments: Moments,
    peak: f64,
}

impl Totals {
    /// Adds a figure of a trial that `before` trials have gone before; `guess` says where it may
    /// stand, and where the next one may afterwards.
    pub fn push(&mut self, figure: &Measured, before: u64, guess: &mut usize) {
        let at = if self.is(*guess, figure) { *guess } else { self.find(figure) };
        // Trials measure much the same in much the same order.
        *guess = at + 1;
        let total = &mut self.totals[at];
        let first = total.moments.count() == 0;
        total.peak = if first { figure.value } else { total.peak.max(figure.value) };
        fill(&mut total.moments, before);
        total.moments.push(figure.value);
    }

    fn is(&self, at: usize, figure: &Measured) -> bool {
        self.keys.get(at).is_some_and(|key| {
            key.metric == figure.metric && key.subject == figure.subject && key.part == figure.part
        })
    }

    /// Where a figure stands, from now on if it did not before.
    fn find(&mut self, figure: &Measured) -> usize {
        let Measured { metric, subject, part, .. } = figure;
        let key = Key { metric, subject: *subject, part: part.clone() };
        if let Some(at) = self.index.get(&key) {
            return *at;
        }
        let at = self.keys.len();
        self.index.insert(key.clone(), at);
        self.keys.push(key);
        self.totals.push(Total::default());
        at
    }

    fn of(&self, metric: &'static str, subject: u32, part: Part) -> Total {
        let at = self.index.get(&Key { metric, subject, part });
        at.map_or_else(Total::default, |at| self.totals[*at])
    }

    /// A figure over so many trials.
    pub fn moments(&self, metric: &'static str, subject: u32, part: Part, trials: u64) -> Moments {
        let mut moments = self.of(metric, subject, part).moments;
        fill(&mut moments, trials);
        moments
    }

    /// The largest value of a figure.
    pub fn peak(&self, metric: &'static str, subject: u32) -> f64 {
        self.of(metric, subject, Part::Whole).peak
    }

    /// The whole of a metric, by subject, over so many trials.
    pub fn by_subject(&self, metric: &'static str, trials: u64) -> Vec<Moments> {
        let subjects = (0..).map_while(|subject| {
            let key = Key { metric, subject, part: Part::Whole };
            let is_there = self.index.contains_key(&key);
            is_there.then(|| self.moments(metric, subject, Part::Whole, trials))
        });
        subjects.collect()
    }

    /// The named parts of a metric and subject, over so many trials.
    pub fn parts(
        &self,
        metric: &'static str,
        subject: u32,
        trials: u64,
    ) -> impl Iterator<Item = (&String, Moments)> {
        let first = Key { metric, subject, part: Part::Whole };
        let all = self.index.range(first..);
        all.take_while(move |(key, _)| key.metric == metric && key.subject == subject).filter_map(
            move |(key, at)| {
                let Part::Name(name) = &key.part else { return None };
                let mut moments = self.totals[*at].moments;
                fill(&mut moments, trials);
                Some((name, moments))
            },
        )
    }
}

/// A figure that earlier trials lacked was zero in them.
fn fill(moments: &mut Moments, trials: u64) {
    moments.push_zeros(trials.saturating_sub(moments.count()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(metric: &'static str, value: f64) -> Measured {
        Measured { metric, subject: 0, part: Part::Whole, value }
    }

    #[test]
    fn whatever_the_order_and_the_gaps_every_figure_has_all_trials() {
        let mut totals = Totals::default();
        let trials: [&[Measured]; 3] =
            [&[figure("a", 1.0)], &[figure("b", 6.0), figure("a", 2.0)], &[figure("a", 3.0)]];
        for (before, trial) in trials.iter().enumerate() {
            let mut guess = 0;
            trial.iter().for_each(|figure| totals.push(figure, before as u64, &mut guess));
        }
        let of = |metric| totals.moments(metric, 0, Part::Whole, 3);
        assert_eq!((of("a").count(), of("a").mean()), (3, 2.0));
        assert_eq!((of("b").count(), of("b").mean()), (3, 2.0));
        assert_eq!((totals.peak("b", 0), totals.peak("c", 0)), (6.0, 0.0));
        assert_eq!(of("c").mean(), 0.0);
    }
}
