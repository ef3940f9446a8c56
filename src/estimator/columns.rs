//! Figures of many trials, by name.
//!
//! A figure that is the same in every trial costs one number, so pools of thousands stay cheap.

use crate::system::port::{Measured, Part};
use std::collections::BTreeMap;

/// Names a figure: metric, subject, part.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Key {
    /// The metric.
    pub metric: &'static str,
    /// Whose.
    pub subject: u32,
    /// Which part.
    pub part: Part,
}

/// One figure over many trials.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Column {
    first: f64,
    count: u64,
    /// All values, once two have differed.
    values: Vec<f64>,
}

/// Figures over many trials.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    index: BTreeMap<Key, usize>,
    keys: Vec<Key>,
    columns: Vec<Column>,
    trials: u64,
}

impl Column {
    fn push(&mut self, value: f64) {
        if self.count == 0 {
            self.first = value;
        }
        let same = self.values.is_empty() && value.to_bits() == self.first.to_bits();
        if !same {
            if self.values.is_empty() {
                self.values = vec![self.first; self.count as usize];
            }
            self.values.push(value);
        }
        self.count += 1;
    }

    /// Trials that had this figure.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// All values, in trial order, with zeros for `trials` that lacked it at the end.
    pub fn values(&self, trials: u64) -> Vec<f64> {
        let mut values = match self.values.is_empty() {
            true => vec![self.first; self.count as usize],
            false => self.values.clone(),
        };
        values.resize(values.len().max(trials as usize), 0.0);
        values
    }

    /// The value, if it is the same in all of `trials`.
    pub fn constant(&self, trials: u64) -> Option<f64> {
        (self.values.is_empty() && self.count == trials && self.count > 0).then_some(self.first)
    }
}

impl Columns {
    /// Adds the figures of the next trial.
    pub fn push(&mut self, measured: &[Measured]) {
        // Trials measure much the same in much the same order: the next column is a good guess.
        let mut guess = 0;
        for figure in measured {
            let is = |at: usize, keys: &[Key]| {
                keys.get(at).is_some_and(|key| {
                    key.metric == figure.metric
                        && key.subject == figure.subject
                        && key.part == figure.part
                })
            };
            let at = if is(guess, &self.keys) { guess } else { self.find(figure) };
            self.columns[at].push(figure.value);
            guess = at + 1;
        }
        self.trials += 1;
    }

    fn find(&mut self, figure: &Measured) -> usize {
        let Measured { metric, subject, part, .. } = figure;
        let key = Key { metric, subject: *subject, part: part.clone() };
        if let Some(at) = self.index.get(&key) {
            return *at;
        }
        let at = self.columns.len();
        self.index.insert(key.clone(), at);
        self.keys.push(key);
        self.columns.push(Column::default());
        at
    }

    /// The trials added.
    pub fn trials(&self) -> u64 {
        self.trials
    }

    /// A figure, if any trial had it.
    pub fn get(&self, metric: &'static str, subject: u32, part: Part) -> Option<&Column> {
        let at = self.index.get(&Key { metric, subject, part })?;
        Some(&self.columns[*at])
    }

    /// All figures of a metric and subject.
    pub fn of(&self, metric: &'static str, subject: u32) -> impl Iterator<Item = (&Part, &Column)> {
        let first = Key { metric, subject, part: Part::Whole };
        let all = self.index.range(first..);
        all.take_while(move |(key, _)| key.metric == metric && key.subject == subject)
            .map(|(key, at)| (&key.part, &self.columns[*at]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(metric: &'static str, value: f64) -> Measured {
        Measured { metric, subject: 0, part: Part::Whole, value }
    }

    #[test]
    fn a_column_keeps_every_value_and_fills_gaps_at_the_end() {
        let mut columns = Columns::default();
        columns.push(&[figure("a", 1.0), figure("b", 5.0)]);
        columns.push(&[figure("a", 1.0)]);
        columns.push(&[figure("a", 2.0)]);
        let column = columns.get("a", 0, Part::Whole).expect("was measured");
        assert_eq!(column.values(3), vec![1.0, 1.0, 2.0]);
        assert_eq!(column.constant(3), None);
        let column = columns.get("b", 0, Part::Whole).expect("was measured");
        assert_eq!(column.values(3), vec![5.0, 0.0, 0.0]);
        assert_eq!(columns.of("a", 0).count(), 1);
    }
}
