//! The system of each trial: one for all, or where figures are uncertain one for each draw of them.
//!
//! Draws take turns, so that every block of trials has each of them equally often, and each has
//! trials enough to tell what it means from noise.

use crate::system::System;

/// Draws of uncertain figures. With so many the spread between them is known to a twelfth, one
/// standard error (of normal means: 1 over the root of twice the degrees of freedom).
pub const DRAWS: u64 = 64;

/// The systems of the trials of a study.
#[derive(Clone, Copy)]
pub struct Systems<'s> {
    /// At the middle of what is uncertain.
    pub nominal: &'s System,
    drawn: &'s [System],
}

impl<'s> Systems<'s> {
    /// One for all trials where nothing is `drawn`.
    pub fn new(nominal: &'s System, drawn: &'s [System]) -> Self {
        Self { nominal, drawn }
    }

    /// The system of a trial.
    pub fn of(self, trial: u64) -> &'s System {
        match self.drawn.len() as u64 {
            0 => self.nominal,
            draws => &self.drawn[(trial % draws) as usize],
        }
    }

    /// How many draws take turns; one where nothing is drawn.
    pub fn draws(self) -> usize {
        self.drawn.len().max(1)
    }
}

impl<'s> From<&'s System> for Systems<'s> {
    fn from(nominal: &'s System) -> Self {
        Self { nominal, drawn: &[] }
    }
}
