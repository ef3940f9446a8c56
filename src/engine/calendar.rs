//! The future-event list: a 4-ary heap of (time, rank), smallest first.
//!
//! The order is total: equal times leave by rank, and equal entries are interchangeable.
//! Entries are never removed; an entry whose owner has changed its mind is stale, and the owner
//! recognises it when it comes up.
//! Taking the first entry leaves a hole at the root which the next insertion fills: the common
//! pair "take one, schedule its successor" costs one sift instead of two.
//! The four children of an entry share one cache line, and unused places hold [`NOTHING`], so the
//! least child is found without a question about the end.

use crate::quantity::Time;

/// The future-event list.
#[derive(Clone, Debug)]
pub struct Calendar {
    groups: Vec<Group>,
    /// The first place not in use.
    end: usize,
    /// The root has been taken and not yet replaced.
    hole: bool,
}

/// Time in the upper half, rank in the lower: one comparison orders both.
type Entry = u128;

/// Four siblings.
#[derive(Clone, Copy, Debug)]
#[repr(align(128))]
struct Group([Entry; 8]);

/// Later than any entry.
const NOTHING: Entry = Entry::MAX;

/// The place of the root: the last of the first group, so that families fill groups.
const ROOT: usize = 7;

/// The place of the first child.
const fn first_child(place: usize) -> usize {
    8 * (place - 6)
}

/// The place of the parent.
const fn parent(place: usize) -> usize {
    place / 8 + 6
}

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
        Self { groups: vec![Group([NOTHING; 8])], end: ROOT, hole: false }
    }

    /// Schedules `rank` at `time`; at [`Time::NEVER`] it is not scheduled at all.
    #[inline]
    pub fn schedule(&mut self, time: Time, rank: u64) {
        if time.is_never() {
            return;
        }
        let entry = entry(time, rank);
        if self.hole {
            self.hole = false;
            self.sink(entry);
        } else {
            let place = self.end;
            self.end += 1;
            if place / 8 == self.groups.len() {
                self.groups.push(Group([NOTHING; 8]));
            }
            self.rise(place, entry);
        }
    }

    /// The time of the first entry.
    #[inline]
    pub fn next_time(&mut self) -> Option<Time> {
        self.fill();
        let first = self.at(ROOT);
        (first != NOTHING).then(|| time_of(first))
    }

    /// Takes the first entry if it stands at `time`.
    #[inline]
    pub fn take_at(&mut self, time: Time) -> Option<u64> {
        if self.hole {
            // The first entry is the least child of the hole: look before closing it.
            let children = self.groups.get(first_child(ROOT) / 8)?;
            if children.0.iter().all(|child| time_of(*child) != time) {
                return None;
            }
            self.fill();
        }
        let first = self.at(ROOT);
        if time_of(first) != time || first == NOTHING {
            return None;
        }
        self.hole = true;
        Some(first as u64)
    }

    /// Entries, stale ones included.
    pub fn len(&self) -> usize {
        self.end - ROOT - usize::from(self.hole)
    }

    /// Whether nothing is scheduled.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    fn at(&self, place: usize) -> Entry {
        self.groups[place / 8].0[place % 8]
    }

    #[inline]
    fn put(&mut self, place: usize, entry: Entry) {
        self.groups[place / 8].0[place % 8] = entry;
    }

    /// Closes the hole that the last taken entry left.
    #[inline]
    fn fill(&mut self) {
        if self.hole {
            self.hole = false;
            self.end -= 1;
            let last = self.at(self.end);
            self.put(self.end, NOTHING);
            if self.end > ROOT {
                self.sink(last);
            }
        }
    }

    /// Puts `entry` at the root and lets it sink to its place.
    #[inline]
    fn sink(&mut self, entry: Entry) {
        let mut place = ROOT;
        while let Some(Group([a, b, c, d, e, f, g, h])) = self.groups.get(first_child(place) / 8) {
            let lesser = |x: (Entry, usize), y: (Entry, usize)| if y.0 < x.0 { y } else { x };
            let ab = lesser((*a, 0), (*b, 1));
            let cd = lesser((*c, 2), (*d, 3));
            let ef = lesser((*e, 4), (*f, 5));
            let gh = lesser((*g, 6), (*h, 7));
            let (least, at) = lesser(lesser(ab, cd), lesser(ef, gh));
            if entry <= least {
                break;
            }
            self.put(place, least);
            place = first_child(place) + at;
        }
        self.put(place, entry);
    }

    /// Lets `entry` rise from a new place at the end.
    #[inline]
    fn rise(&mut self, end: usize, entry: Entry) {
        let mut place = end;
        while place > ROOT {
            let above = self.at(parent(place));
            if above <= entry {
                break;
            }
            self.put(place, above);
            place = parent(place);
        }
        self.put(place, entry);
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
