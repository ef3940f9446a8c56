//! An 8-ary heap of entries, smallest first.
//!
//! Taking the first entry leaves a hole at the root which the next insertion fills: the common
//! pair "take one, schedule its successor" costs one sift instead of two.
//! The eight children of an entry share two cache lines that are fetched together, and unused
//! places hold [`NOTHING`], so the least child is found without a question about the end.

use super::{Entry, time_of};
use crate::quantity::Time;

/// Entries in order.
#[derive(Clone, Debug)]
pub(super) struct Heap {
    groups: Vec<Group>,
    /// The first place not in use.
    end: usize,
    /// The root has been taken and not yet replaced.
    hole: bool,
}

/// Eight siblings.
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

impl Heap {
    /// An empty heap.
    pub(super) fn new() -> Self {
        Self { groups: vec![Group([NOTHING; 8])], end: ROOT, hole: false }
    }

    /// Adds `entry`.
    #[inline]
    pub(super) fn push(&mut self, entry: Entry) {
        if self.hole {
            self.hole = false;
            self.sink(entry);
        } else {
            self.append(entry);
        }
    }

    /// Adds `entries` at once.
    #[cold]
    pub(super) fn pour(&mut self, entries: &[Entry]) {
        self.fill();
        entries.iter().for_each(|entry| self.append(*entry));
    }

    /// The first entry.
    #[inline]
    pub(super) fn first(&mut self) -> Option<Entry> {
        self.fill();
        let first = self.at(ROOT);
        (first != NOTHING).then_some(first)
    }

    /// Takes the first entry if it stands at `time`.
    #[inline]
    pub(super) fn take_at(&mut self, time: Time) -> Option<u64> {
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

    /// Entries.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.end - ROOT - usize::from(self.hole)
    }

    /// Takes all entries, in no order.
    pub(super) fn empty(&mut self) -> Vec<Entry> {
        self.fill();
        let groups = std::mem::replace(self, Self::new()).groups;
        groups.iter().flat_map(|group| group.0).filter(|entry| *entry != NOTHING).collect()
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
    fn append(&mut self, entry: Entry) {
        let mut place = self.end;
        self.end += 1;
        if place / 8 == self.groups.len() {
            self.groups.push(Group([NOTHING; 8]));
        }
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
