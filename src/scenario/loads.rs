//! Assembly of open loads, and of what of them writes.

use super::assemble::Assembler;
use super::defaults::Stands;
use crate::quantity::Probability;
use crate::system::{Blueprint, LoadSpec};

impl Assembler<'_> {
    /// The open loads whose rate could be read.
    pub(super) fn loads(&mut self) -> Vec<LoadSpec> {
        let mut specs = Vec::new();
        for load in &self.description.loads {
            let to = load.to.as_ref().and_then(|name| self.names.service(name, self.problems));
            let Some((rate, unit)) = load.rate.clone() else { continue };
            specs.push(LoadSpec {
                name: load.name.text.clone(),
                to: to.unwrap_or(0),
                rate,
                arrivals: load.arrivals,
                unit,
            });
        }
        specs
    }

    /// The shares of loads that write, by position. That all of it does is an assumption only
    /// where it goes to a service that keeps data.
    pub(super) fn writes(&mut self, blueprint: &Blueprint) -> Vec<(usize, Probability)> {
        let mut shares = Vec::new();
        let readable = self.description.loads.iter().filter(|load| load.rate.is_some());
        for (at, (load, spec)) in readable.zip(&blueprint.loads).enumerate() {
            let service = blueprint.services.get(spec.to);
            let keeps_data = service.is_some_and(|service| service.mechanism.keeps_data());
            if let Some(share) = load.writes {
                shares.push((at, share));
            } else if keeps_data {
                let (field, value) = ("writes", "100 %");
                let source = "each request to a service that keeps data writes something";
                let stands = Stands { part: "loads", field, value, source };
                self.defaults.note(stands, &load.name.text);
            }
        }
        shares
    }
}
