//! Entries by day: a row of equal stretches of time, unsorted within, and whatever is later.
//!
//! A row is laid so that half of its entries fall into the first quarter: the length of a day
//! follows what is due soon, whatever a few late entries say, and what is scheduled meanwhile
//! finds room in the rest. Each row takes at least half of what is there, so laying the next costs
//! an entry no more than a few looks on the whole.

use super::{Entry, time_of};
use crate::quantity::{Span, Time};

/// Days in a row.
const DAYS: usize = 1 << 11;

/// Entries by day.
#[derive(Clone, Debug, Default)]
pub(super) struct Days {
    days: Vec<Vec<Entry>>,
    /// How many of them have dawned. Of these only the last still holds its entries.
    dawned: usize,
    /// When the row begins.
    start: Time,
    /// A day lasts two to this power of microseconds.
    length: u32,
    /// What is due after the row.
    later: Vec<Entry>,
}

impl Days {
    /// Lays a row for `entries`, at least one, when all before it is over; returns its start.
    pub(super) fn lay(&mut self, mut entries: Vec<Entry>) -> Time {
        self.end_today();
        self.days.resize_with(DAYS, Vec::new);
        let half = entries.len() / 2;
        let (early, middle, _) = entries.select_nth_unstable(half);
        let start = early.iter().min().map_or(time_of(*middle), |first| time_of(*first));
        let quarter = (time_of(*middle) - start).micros() / (DAYS as u64 / 4);
        self.length = u64::BITS - quarter.leading_zeros();
        self.start = start;
        self.dawned = 0;
        entries.into_iter().for_each(|entry| self.put(entry));
        start
    }

    /// Adds an entry of a day that has not dawned.
    #[inline]
    pub(super) fn put(&mut self, entry: Entry) {
        let day = (time_of(entry) - self.start).micros() >> self.length;
        match self.days.get_mut(day as usize) {
            Some(day) => day.push(entry),
            None => self.later.push(entry),
        }
    }

    /// Lets the next day with an entry dawn; returns its end. `None` when the row is over.
    pub(super) fn dawn(&mut self) -> Option<Time> {
        self.end_today();
        let to_come = self.days.iter().skip(self.dawned);
        self.dawned += to_come.take_while(|day| day.is_empty()).count() + 1;
        let day = Span::from_micros(1 << self.length);
        (self.dawned <= self.days.len()).then(|| self.start + day.times(self.dawned as u64))
    }

    /// The entries of the day that has dawned last.
    pub(super) fn today(&self) -> &[Entry] {
        let today = self.dawned.checked_sub(1).and_then(|at| self.days.get(at));
        today.map_or(&[], Vec::as_slice)
    }

    /// Takes what is due after the row.
    pub(super) fn rest(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.later)
    }

    /// Entries whose day has not dawned.
    pub(super) fn len(&self) -> usize {
        let to_come = self.days.iter().skip(self.dawned);
        to_come.map(Vec::len).sum::<usize>() + self.later.len()
    }

    /// Gives back the room of what is over: it is still near, and the days to come want it.
    fn end_today(&mut self) {
        let today = self.dawned.checked_sub(1).and_then(|at| self.days.get_mut(at));
        today.into_iter().for_each(|today| *today = Vec::new());
    }
}
