//! A draw that needs several numbers, behind the traits of `rand`: number `i` of one use.

use super::draw::{Chance, Purpose, bits};
use std::convert::Infallible;

/// The numbers of one use, in order: for samplers that reject.
#[derive(Clone, Debug)]
pub struct Uniforms {
    root: u64,
    owner: u64,
    purpose: Purpose,
    ordinal: u32,
    next: u32,
}

impl Uniforms {
    /// The numbers of use `ordinal` of `purpose` by `owner`. Without drawn chance the root is zero.
    pub fn new(chance: Chance, owner: u64, purpose: Purpose, ordinal: u32) -> Self {
        let root = match chance {
            Chance::Drawn { root } => root,
            Chance::Nominal | Chance::Walk => 0,
        };
        Self { root, owner, purpose, ordinal, next: 0 }
    }
}

impl rand::TryRng for Uniforms {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|bits| (bits >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let drawn = bits(self.root, self.owner, self.purpose, self.ordinal, self.next);
        self.next = self.next.wrapping_add(1);
        Ok(drawn)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(8) {
            let bytes = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}
