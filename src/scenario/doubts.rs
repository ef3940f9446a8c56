//! Assembly of what may be wrong without anybody knowing: tests, failures on demand, complaints.

use super::assemble::Assembler;
use super::describe::ComponentText;
use super::problem::Problems;
use crate::system::{ComplaintSpec, DemandSpec, TestSpec};

impl Assembler<'_> {
    /// Tests, by component and latent mode.
    pub(super) fn tests(&self) -> Vec<TestSpec> {
        let components = self.description.components.iter().enumerate();
        let tests = |(family, component): (usize, &ComponentText)| {
            let modes = component.modes.iter();
            let test = |mode: &super::describe::ModeText| {
                Some(TestSpec { family, tag: mode.tag.text.clone(), times: mode.test? })
            };
            modes.filter_map(test).collect::<Vec<_>>()
        };
        components.flat_map(tests).collect()
    }

    /// Components that may fail in taking over.
    pub(super) fn demands(&self) -> Vec<DemandSpec> {
        let components = self.description.components.iter().enumerate();
        components.filter_map(|(family, c)| Some(DemandSpec { family, fails: c.demand? })).collect()
    }

    /// Who complains: users of a service, or of a population about its home.
    pub(super) fn complaints(&self) -> Vec<ComplaintSpec> {
        let mut complaints = Vec::new();
        for (service, it) in self.description.services.iter().enumerate() {
            if let Some(after) = it.complaints.clone() {
                complaints.push(ComplaintSpec { service, population: None, after });
            }
        }
        for people in &self.description.populations {
            // A home that does not exist is reported with the population.
            let home = people.home.as_ref();
            let home = home.and_then(|home| self.names.service(home, &mut Problems::default()));
            if let (Some(service), Some(after)) = (home, people.complaints.clone()) {
                let population = Some(people.name.text.clone());
                complaints.push(ComplaintSpec { service, population, after });
            }
        }
        complaints
    }
}
