//! Choices: a trial draws which branch it takes, a walk takes each of them in turn.

use super::trial::Trial;
use super::walk::Pending;
use super::world::World;
use crate::quantity::Probability;
use crate::random::{Chance, Purpose};

/// The choices of one event of a walk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fork {
    /// The branches to take at the first choices; at later ones what is asked for happens.
    path: Vec<bool>,
    /// The choices met, and how likely the branch taken was.
    met: Vec<(bool, f64)>,
}

impl Fork {
    fn choose(&mut self, likely: f64) -> bool {
        let happens = self.path.get(self.met.len()).copied().unwrap_or(true);
        self.met.push((happens, if happens { likely } else { 1.0 - likely }));
        happens
    }

    /// The path of the next branch, in the order of a depth-first search.
    fn next_path(&self) -> Option<Vec<bool>> {
        let last = self.met.iter().rposition(|(happens, _)| *happens)?;
        let mut path: Vec<bool> = self.met[..last].iter().map(|(happens, _)| *happens).collect();
        path.push(false);
        Some(path)
    }
}

impl World<'_> {
    /// Whether something of probability `p` happens: drawn in a trial, and both in a walk.
    pub(crate) fn happens(
        &mut self,
        p: Probability,
        owner: u64,
        purpose: Purpose,
        ordinal: u32,
    ) -> bool {
        let open = p.value() > 0.0 && p < Probability::ONE;
        match self.chance {
            Chance::Walk if open => self.agenda.fork.choose(p.value()),
            chance => chance.happens(p, owner, purpose, ordinal),
        }
    }
}

impl Trial<'_> {
    /// Everything that a pending event of a walk can lead to, with its probability.
    ///
    /// # Panics
    /// As [`Trial::force`].
    pub fn outcomes(&self, pending: &Pending) -> Vec<(f64, Self)> {
        let mut outcomes = Vec::new();
        let mut path = Some(Vec::new());
        while let Some(chosen) = path {
            let mut next = self.clone();
            next.world.agenda.fork = Fork { path: chosen, met: Vec::new() };
            next.force(pending);
            let fork = std::mem::take(&mut next.world.agenda.fork);
            path = fork.next_path();
            outcomes.push((fork.met.iter().map(|(_, likely)| likely).product(), next));
        }
        outcomes
    }
}
