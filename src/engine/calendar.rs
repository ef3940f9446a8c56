//! The future-event list: a 4-ary heap of (time, rank), smallest first.
//!
//! The order is total: equal times leave by rank, and equal entries are interchangeable.
//! Entries are never removed; an entry whose owner has changed its mind is stale, and the owner
//! recognises it when it comes up.
//! Taking the first entry leaves a hole at the root which the next insertion fills: the common
//! pair "take one, schedule its successor" costs one sift instead of two.

use crate::quantity::Time;

/// The future-event list.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    heap: Vec<Entry>,
    /// The root has been taken and not yet replaced.
    hole: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Entry {
    time: Time,
    rank: u64,
}

const ARITY: usize = 4;

impl Calendar {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Schedules `rank` at `time`; at [`Time::NEVER`] it is not scheduled at all.
    #[inline]
    pub fn schedule(&mut self, time: Time, rank: u64) {
        if time.is_never() {
            return;
        }
        let entry = Entry { time, rank };
        if self.hole {
            self.hole = false;
            self.sink(entry);
        } else {
            self.heap.push(entry);
            self.rise(entry);
        }
    }

    /// The time of the first entry.
    #[inline]
    pub fn next_time(&mut self) -> Option<Time> {
        self.fill();
        self.heap.first().map(|entry| entry.time)
    }

    /// Takes the first entry if it stands at `time`.
    #[inline]
    pub fn take_at(&mut self, time: Time) -> Option<u64> {
        if self.hole {
            // The first entry is the least child of the hole: look before closing it.
            let children = self.heap.get(1..self.heap.len().min(ARITY + 1))?;
            if children.iter().all(|child| child.time != time) {
                return None;
            }
            self.fill();
        }
        let first = *self.heap.first()?;
        if first.time != time {
            return None;
        }
        self.hole = true;
        Some(first.rank)
    }

    /// Entries, stale ones included.
    pub fn len(&self) -> usize {
        self.heap.len() - usize::from(self.hole)
    }

    /// Whether nothing is scheduled.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Closes the hole that the last taken entry left.
    #[inline]
    fn fill(&mut self) {
        if self.hole {
            self.hole = false;
            if let Some(last) = self.heap.pop()
                && !self.heap.is_empty()
            {
                self.sink(last);
            }
        }
    }

    /// Puts `entry` at the root and lets it sink to its place.
    #[inline]
    fn sink(&mut self, entry: Entry) {
        let heap = self.heap.as_mut_slice();
        let mut at = 0;
        loop {
            let first = at * ARITY + 1;
            if first >= heap.len() {
                break;
            }
            let mut least = first;
            for child in first + 1..heap.len().min(first + ARITY) {
                if heap[child] < heap[least] {
                    least = child;
                }
            }
            if entry <= heap[least] {
                break;
            }
            heap[at] = heap[least];
            at = least;
        }
        heap[at] = entry;
    }

    /// Lets `entry`, just pushed, rise to its place.
    #[inline]
    fn rise(&mut self, entry: Entry) {
        let mut at = self.heap.len() - 1;
        while at > 0 {
            let parent = (at - 1) / ARITY;
            if self.heap[parent] <= entry {
                break;
            }
            self.heap[at] = self.heap[parent];
            at = parent;
        }
        self.heap[at] = entry;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, bits};

    #[test]
    fn entries_leave_in_the_order_of_a_sorted_list() {
        // The oracle is a sorted vector under the same mixture of insertions and removals.
        for seed in 0..50 {
            let mut calendar = Calendar::new();
            let mut sorted: Vec<(u64, u64)> = Vec::new();
            let mut floor = 0;
            for step in 0..400 {
                let draw = bits(seed, 1, Purpose::Life, step, 0);
                if !draw.is_multiple_of(3) || sorted.is_empty() {
                    let entry = (floor + (draw >> 8) % 50, (draw >> 40) % 5);
                    calendar.schedule(Time::from_micros(entry.0), entry.1);
                    sorted.push(entry);
                    sorted.sort_unstable();
                } else {
                    let (time, rank) = sorted.remove(0);
                    assert_eq!(calendar.next_time(), Some(Time::from_micros(time)));
                    assert_eq!(calendar.take_at(Time::from_micros(time)), Some(rank));
                    floor = time;
                }
                assert_eq!(calendar.len(), sorted.len());
            }
        }
    }

    #[test]
    fn nothing_is_scheduled_for_never() {
        let mut calendar = Calendar::new();
        calendar.schedule(Time::NEVER, 3);
        assert!(calendar.is_empty());
        assert_eq!(calendar.next_time(), None);
    }
}
