//! The uncertain figures of a scenario, to be drawn.

use super::between::Uncertain;
use super::problem::Problems;
use super::read::drawn;
use crate::system::Blueprint;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The figures of a scenario that lie between two values, and the text they stand in.
#[derive(Clone, Debug)]
pub struct Inputs {
    folder: Option<PathBuf>,
    text: Arc<str>,
    figures: Vec<Uncertain>,
}

impl Inputs {
    pub(super) fn new(folder: Option<&Path>, text: &str, figures: Vec<Uncertain>) -> Self {
        Self { folder: folder.map(Path::to_owned), text: text.into(), figures }
    }

    /// The figures, by path.
    pub fn figures(&self) -> &[Uncertain] {
        &self.figures
    }

    /// What exists if they are as drawn; what is wrong with that, if values that are valid one by
    /// one are not valid together.
    pub fn drawn(&self, seed: u64, draw: u64) -> Result<Blueprint, Problems> {
        drawn(self.folder.as_deref(), &self.text, &self.figures, (seed, draw))
            .map_err(|problems| problems.about("as drawn", &self.text))
    }
}
