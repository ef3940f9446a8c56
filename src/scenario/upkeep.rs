//! Planned work, assembled: names become positions.

use super::assemble::Assembler;
use super::describe::MaintenanceText;
use crate::quantity::{Span, Time};
use crate::random::Law;
use crate::system::{MaintenanceSpec, Turns};

impl Assembler<'_> {
    /// Planned work; something stands in for what could not be read.
    pub fn maintenance(&mut self, work: &MaintenanceText) -> MaintenanceSpec {
        let of = work.of.as_ref().and_then(|name| self.names.service(name, self.problems));
        let crew = work.crew.as_ref().and_then(|name| self.names.crew(name, self.problems));
        let never = || Law::fixed(Span::TICK).expect("a microsecond is a span");
        let rounds = Turns::Rounds { every: Span::TICK, first: Time::ZERO };
        MaintenanceSpec {
            name: work.name.text.clone(),
            of: of.unwrap_or(0),
            turns: work.turns.clone().unwrap_or(rounds),
            takes: work.takes.clone().unwrap_or_else(never),
            drain: work.drain,
            only_if: work.only_if.value,
            otherwise: work.otherwise,
            at_once: work.at_once,
            crew,
        }
    }
}
