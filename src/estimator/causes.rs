//! What a long run keeps of its trials beside their means, in a memory of its own size: which names
//! of causes are told apart, and which trials fared worst.

use crate::system::port::{Measured, Part};
use crate::system::{CHAINS, OTHER};
use std::collections::{BTreeMap, BTreeSet};

/// Worst trials kept for each service and audience.
const WORST: usize = 5;
/// The totals by which trials are ranked.
const RANKED: [&str; 2] = ["outage seconds", "lost user seconds"];

/// A total: which metric, and whose.
type Total = (&'static str, u32);

/// The bounded lists of a long run.
#[derive(Clone, Debug, Default)]
pub(super) struct Causes {
    /// By metric and subject: the names that have been seen, at most [`CHAINS`].
    names: BTreeMap<Total, BTreeSet<String>>,
    /// By metric and subject: trial and amount, most first.
    worst: BTreeMap<Total, Vec<(u64, f64)>>,
}

impl Causes {
    /// Takes note of the figures of the next trial. Names beyond the last place count as
    /// [`OTHER`]: trials come in their order, so the same names have a place every time.
    pub fn see(&mut self, trial: u64, measured: &mut Vec<Measured>) {
        let mut others: BTreeMap<Total, f64> = BTreeMap::new();
        measured.retain(|figure| {
            let total = (figure.metric, figure.subject);
            match &figure.part {
                Part::Whole if RANKED.contains(&figure.metric) => {
                    self.rank(total, trial, figure.value);
                }
                Part::Name(name) if !self.has_place(total, name) => {
                    *others.entry(total).or_default() += figure.value;
                    return false;
                }
                _ => {}
            }
            true
        });
        for ((metric, subject), value) in others {
            let part = Part::Name(OTHER.to_owned());
            measured.push(Measured { metric, subject, part, value });
        }
    }

    /// Whether a name is told apart. What a trial itself calls other stands with all others.
    fn has_place(&mut self, total: Total, name: &str) -> bool {
        let names = self.names.entry(total).or_default();
        if names.contains(name) {
            return true;
        }
        let has = name != OTHER && names.len() < CHAINS;
        if has {
            names.insert(name.to_owned());
        }
        has
    }

    /// Of equal amounts the lower trial comes first: it has come first.
    fn rank(&mut self, total: Total, trial: u64, amount: f64) {
        let worst = self.worst.entry(total).or_default();
        let at = worst.partition_point(|(_, other)| *other >= amount);
        if amount > 0.0 && at < WORST {
            worst.insert(at, (trial, amount));
            worst.truncate(WORST);
        }
    }

    /// The trials with the largest total, and their totals: most first.
    pub fn worst(&self, metric: &'static str, subject: u32) -> &[(u64, f64)] {
        self.worst.get(&(metric, subject)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, value: f64) -> Measured {
        let part = Part::Name(name.to_owned());
        Measured { metric: "outage seconds", subject: 3, part, value }
    }

    fn whole(value: f64) -> Measured {
        Measured { metric: "outage seconds", subject: 3, part: Part::Whole, value }
    }

    #[test]
    fn the_worst_trials_are_few_and_the_lower_of_equals_comes_first() {
        let mut causes = Causes::default();
        for (trial, amount) in [2.0, 7.0, 0.0, 2.0, 9.0, 2.0, 2.0, 7.0, 1.0].into_iter().enumerate()
        {
            causes.see(trial as u64, &mut vec![whole(amount)]);
        }
        let worst = [(4, 9.0), (1, 7.0), (7, 7.0), (0, 2.0), (3, 2.0)];
        assert_eq!(causes.worst("outage seconds", 3), worst);
        assert_eq!(causes.worst("outage seconds", 0), []);
    }

    #[test]
    fn names_beyond_the_last_place_are_other_and_nothing_is_lost() {
        let mut causes = Causes::default();
        let mut first: Vec<Measured> =
            (0..CHAINS - 1).map(|at| named(&format!("cause {at}"), 1.0)).collect();
        let before = first.clone();
        causes.see(0, &mut first);
        assert_eq!(first, before);
        // The trial's own other takes no place: `new` gets the last.
        let mut second = vec![named(OTHER, 8.0), named("new", 1.0), named("newer", 2.0)];
        second.push(named("cause 7", 4.0));
        causes.see(1, &mut second);
        assert_eq!(second, [named("new", 1.0), named("cause 7", 4.0), named(OTHER, 10.0)]);
        let mut third = vec![named("newer", 3.0), named("new", 5.0)];
        causes.see(2, &mut third);
        assert_eq!(third, [named("new", 5.0), named(OTHER, 3.0)]);
    }
}
