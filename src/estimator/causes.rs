//! What a long run keeps of its trials beside their means, in a memory of its own size: which names
//! of causes are told apart, and which trials fared worst.

use crate::system::port::{Measured, Part};
use crate::system::{CHAINS, OTHER};
use std::borrow::Cow;
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
    pub fn see<'m>(&mut self, trial: u64, measured: &'m [Measured]) -> Cow<'m, [Measured]> {
        // Positions of those without a place: hardly ever any.
        let mut placeless = Vec::new();
        for (at, figure) in measured.iter().enumerate() {
            let total = (figure.metric, figure.subject);
            match &figure.part {
                Part::Whole if RANKED.contains(&figure.metric) => {
                    self.rank(total, trial, figure.value);
                }
                Part::Name(name) if !self.has_place(total, name) => placeless.push(at),
                _ => {}
            }
        }
        if placeless.is_empty() {
            return Cow::Borrowed(measured);
        }
        let mut others: BTreeMap<Total, f64> = BTreeMap::new();
        for at in &placeless {
            let figure = &measured[*at];
            *others.entry((figure.metric, figure.subject)).or_default() += figure.value;
        }
        let has_place = |at: &usize| placeless.binary_search(at).is_err();
        let mut kept: Vec<Measured> =
            (0..measured.len()).filter(has_place).map(|at| measured[at].clone()).collect();
        for ((metric, subject), value) in others {
            let part = Part::Name(OTHER.to_owned());
            kept.push(Measured { metric, subject, part, value });
        }
        Cow::Owned(kept)
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
            causes.see(trial as u64, &[whole(amount)]);
        }
        let worst = [(4, 9.0), (1, 7.0), (7, 7.0), (0, 2.0), (3, 2.0)];
        assert_eq!(causes.worst("outage seconds", 3), worst);
        assert_eq!(causes.worst("outage seconds", 0), []);
    }

    #[test]
    fn names_beyond_the_last_place_are_other_and_nothing_is_lost() {
        let mut causes = Causes::default();
        let first: Vec<Measured> =
            (0..CHAINS - 1).map(|at| named(&format!("cause {at}"), 1.0)).collect();
        assert_eq!(*causes.see(0, &first), first);
        // The trial's own other takes no place: `new` gets the last.
        let [new, seventh] = [named("new", 1.0), named("cause 7", 4.0)];
        let second = [named(OTHER, 8.0), new.clone(), named("newer", 2.0), seventh.clone()];
        assert_eq!(*causes.see(1, &second), [new.clone(), seventh, named(OTHER, 10.0)]);
        let third = [named("newer", 3.0), new.clone()];
        assert_eq!(*causes.see(2, &third), [new, named(OTHER, 3.0)]);
    }
}
