//! Owners of draws: no two share a key, or their fates would be one.

use super::build_error::BuildError;
use super::compile::Compiler;

impl Compiler<'_> {
    /// Refuses two owners of one key.
    pub(super) fn refuse_shared_keys(&self) -> Result<(), BuildError> {
        let mut keys: Vec<(u64, usize)> =
            self.system.nodes.iter().enumerate().map(|(at, node)| (node.key, at)).collect();
        keys.sort_unstable();
        match keys.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(BuildError::SameOwner(
                self.system.name(pair[0].1.into()),
                self.system.name(pair[1].1.into()),
            )),
            None => Ok(()),
        }
    }
}
