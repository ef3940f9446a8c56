//! A check that sees from where it stands: over links that are up, and not while what it stands on
//! is down.
//!
//! It is the check as it would be anywhere; what it is shown is the matter of
//! `src/system/watch.rs`.

use crate::system::Target;
use crate::system::port::{Checker, Detection};
use std::sync::Arc;

/// A check that sees from where it stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The check as it would be anywhere.
    pub check: Arc<dyn Detection>,
    /// The place or component it stands on.
    pub from: Target,
}

impl Detection for Standing {
    fn watch(&self, pairs: usize) -> Option<Box<dyn Checker>> {
        self.check.watch(pairs)
    }

    fn leaves_rotation_alone(&self) -> bool {
        self.check.leaves_rotation_alone()
    }

    fn can_be_wrong(&self) -> bool {
        true
    }

    fn person(&self) -> Option<usize> {
        self.check.person()
    }

    fn watches_from(&self) -> Option<Target> {
        Some(self.from)
    }

    fn alarms(&self) -> bool {
        self.check.alarms()
    }

    fn describe(&self) -> String {
        self.check.describe()
    }
}
