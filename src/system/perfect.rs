//! A system in which the failures of one class never strike: what it would save is measured against
//! the system as it is.

use super::id::{ClassId, NodeId};
use super::topology::System;
use std::collections::BTreeSet;

impl System {
    /// The class of these words, if there is one: `web: crash`.
    pub fn class_called(&self, words: &str) -> Option<ClassId> {
        self.classes.iter().position(|class| class == words).map(ClassId::from)
    }

    /// Whether a class is planned work.
    pub fn is_planned(&self, class: ClassId) -> bool {
        self.planned.contains(&class)
    }

    /// The same system, in which no failure of a class strikes by itself, and common causes of
    /// other classes pass by whoever could have had one. Its place and its needs still take it.
    #[must_use]
    pub fn without_failures_of(mut self, class: ClassId) -> Self {
        let specs = &self.mode_specs;
        let of_class = |spec: u32| specs[spec as usize].class == class;
        let own = self
            .modes
            .iter()
            .filter(|mode| of_class(mode.spec) && specs[mode.spec as usize].shock.is_none());
        let immune: BTreeSet<NodeId> = own.map(|mode| mode.node).collect();
        let modes = &self.modes;
        for shock in &mut self.shocks {
            if shock.modes.iter().any(|mode| of_class(modes[mode.at()].spec)) {
                shock.life = None;
            } else {
                shock.modes.retain(|mode| !immune.contains(&modes[mode.at()].node));
            }
        }
        // Nor do they set a common cause off.
        let set_off = self.modes.iter().filter(|mode| immune.contains(&mode.node));
        let set_off = set_off.map(|mode| mode.spec);
        let shared = |spec: &u32| self.mode_specs[*spec as usize].shock.is_some();
        let silent: BTreeSet<u32> = set_off.filter(shared).collect();
        for (at, spec) in self.mode_specs.iter_mut().enumerate() {
            if spec.class == class || silent.contains(&(at as u32)) {
                (spec.life, spec.demand) = (None, None);
            }
        }
        self
    }
}
