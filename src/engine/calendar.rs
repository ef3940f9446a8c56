//! The future-event list: entries of (time, rank), smallest first.
//!
//! The order is total: equal times leave by rank, and equal entries are interchangeable.
//! Entries are never removed; an entry whose owner has changed its mind is stale, and the owner
//! recognises it when it comes up.
//!
//! What is due before *dusk* stands in a heap. That is everything, until there is too much of it
//! for the nearest caches; from then on what is due after dusk is sorted into days only, and each
//! day is put in order when it dawns.
//! One time divides the two, so whatever the days are, entries leave in the same order; and where
//! the days are chosen badly, the heap does the work alone.

mod days;
mod heap;

use crate::quantity::Time;
use days::Days;
use heap::Heap;

/// Entries that one heap may hold before days pay.
const MANY: usize = 1 << 13;

/// The future-event list.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// What is due before dusk.
    near: Heap,
    /// Later than any entry while the heap holds them all.
    dusk: Time,
    /// What is due at dusk or later.
    far: Days,
    /// A day has dawned and nobody has asked yet.
    dawned: bool,
}

/// Time in the upper half, rank in the lower: one comparison orders both.
type Entry = u128;

const fn entry(time: Time, rank: u64) -> Entry {
    ((time.micros() as Entry) << 64) | rank as Entry
}

const fn time_of(entry: Entry) -> Time {
    Time::from_micros((entry >> 64) as u64)
}

impl Default for Calendar {
    fn default() -> Self {
        Self::new()
    }
}

impl Calendar {
    /// An empty list.
    pub fn new() -> Self {
        Self { near: Heap::new(), dusk: Time::NEVER, far: Days::default(), dawned: false }
    }

    /// Schedules `rank` at `time`; at [`Time::NEVER`] it is not scheduled at all.
    #[inline]
    pub fn schedule(&mut self, time: Time, rank: u64) {
        if time < self.dusk {
            self.near.push(entry(time, rank));
            if self.near.len() > MANY && self.dusk.is_never() {
                self.spread();
            }
        } else if !time.is_never() {
            self.far.put(entry(time, rank));
        }
    }

    /// The time of the first entry.
    #[inline]
    pub fn next_time(&mut self) -> Option<Time> {
        match self.near.first() {
            Some(first) => Some(time_of(first)),
            None => self.turn(),
        }
    }

    /// Takes the first entry if it stands at `time`.
    #[inline]
    pub fn take_at(&mut self, time: Time) -> Option<u64> {
        // What stands at one time stands on one side of dusk.
        self.near.take_at(time)
    }

    /// Whether a day has dawned since this was last asked.
    #[inline]
    pub fn has_dawned(&mut self) -> bool {
        std::mem::take(&mut self.dawned)
    }

    /// The ranks of the day that has dawned last, in no order.
    pub fn today(&self) -> impl Iterator<Item = u64> {
        self.far.today().iter().map(|entry| *entry as u64)
    }

    /// Entries, stale ones included.
    pub fn len(&self) -> usize {
        self.near.len() + self.far.len()
    }

    /// Whether nothing is scheduled.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sorts into days what has become too much for the heap.
    #[cold]
    fn spread(&mut self) {
        self.dusk = self.far.lay(self.near.empty());
    }

    /// Nothing is due before dusk: lets the next day dawn. The time of the first entry.
    #[cold]
    fn turn(&mut self) -> Option<Time> {
        if self.dusk.is_never() {
            return None;
        }
        loop {
            if let Some(dusk) = self.far.dawn() {
                self.dusk = dusk;
                self.dawned = true;
                self.near.pour(self.far.today());
                break;
            }
            let rest = self.far.rest();
            if rest.len() < MANY / 2 {
                self.dusk = Time::NEVER;
                self.near.pour(&rest);
                break;
            }
            self.dusk = self.far.lay(rest);
        }
        self.near.first().map(time_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, bits};

    /// What entries are drawn from: times within `spread` of the present, and ranks.
    fn drawn(seed: u64, step: u32, present: u64, spread: u64) -> (u64, u64) {
        let draw = bits(seed, 1, Purpose::Life, step, 0);
        // A stretch of any order of magnitude: near and far, crowded and lonely.
        let reach = spread >> (draw % 40);
        (present.saturating_add((draw >> 8) % reach.max(1)), (draw >> 40) % 5)
    }

    #[test]
    fn entries_leave_in_the_order_of_a_sorted_list() {
        use std::collections::BTreeMap;
        // The oracle is a sorted map under the same mixture of insertions and removals; three of
        // its four phases hold more than one heap may.
        for (seed, spread) in (0..).zip([50, 1 << 20, 1 << 45, u64::MAX]) {
            let mut calendar = Calendar::new();
            let mut sorted: BTreeMap<(u64, u64), usize> = BTreeMap::new();
            let (mut present, mut held, mut days) = (0, 0, 0);
            for step in 0..200_000 {
                let draw = bits(seed, 2, Purpose::Life, step, 0);
                let grows = if step % 80_000 < 40_000 { 3 } else { 1 };
                if draw % 4 < grows || held == 0 {
                    let entry = drawn(seed, step, present, spread);
                    calendar.schedule(Time::from_micros(entry.0), entry.1);
                    if entry.0 < u64::MAX {
                        *sorted.entry(entry).or_default() += 1;
                        held += 1;
                    }
                } else {
                    let mut first = sorted.first_entry().expect("some are held");
                    let (time, rank) = *first.key();
                    *first.get_mut() -= 1;
                    if *first.get() == 0 {
                        first.remove();
                    }
                    assert_eq!(calendar.next_time(), Some(Time::from_micros(time)));
                    assert_eq!(calendar.take_at(Time::from_micros(time)), Some(rank));
                    days += usize::from(calendar.has_dawned());
                    (present, held) = (time, held - 1);
                }
                if step % 997 == 0 {
                    assert_eq!(calendar.len(), held);
                }
            }
            assert!(days > 0, "seed {seed}: what is far has been sorted into days");
        }
    }

    #[test]
    fn a_crowd_at_one_time_and_another_after_an_age_leave_in_order() {
        let mut calendar = Calendar::new();
        let times = [7, u64::MAX - 1];
        for rank in 0..3 * MANY as u64 {
            calendar.schedule(Time::from_micros(times[rank as usize % 2]), rank);
        }
        for (at, time) in times.into_iter().enumerate() {
            let time = Time::from_micros(time);
            for rank in (at as u64..3 * MANY as u64).step_by(2) {
                assert_eq!(calendar.next_time(), Some(time));
                assert_eq!(calendar.take_at(time), Some(rank));
            }
        }
        assert_eq!(calendar.next_time(), None);
        assert!(calendar.is_empty());
    }

    #[test]
    fn nothing_is_scheduled_for_never() {
        let mut calendar = Calendar::new();
        calendar.schedule(Time::NEVER, 3);
        assert!(calendar.is_empty());
        assert_eq!(calendar.next_time(), None);
    }
}
