//! Planned work: how often members are stopped for it, and turns that were dropped or had to wait.

use crate::quantity::Time;
use crate::system::port::{Findings, Interests, Measured, Observer, Part};
use crate::system::{System, Transition};

/// Watches all planned work.
#[derive(Clone)]
pub(crate) struct Maintenance {
    plans: Vec<Counts>,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    works: u64,
    skipped: u64,
    waited: u64,
}

impl Maintenance {
    pub(crate) fn new(system: &System) -> Self {
        Self { plans: vec![Counts::default(); system.plans().count()] }
    }
}

impl Observer for Maintenance {
    fn interests(&self) -> Interests {
        Interests { transitions: true, ..Interests::default() }
    }

    fn happened(&mut self, _: Time, transition: &Transition, _: &System) {
        match *transition {
            Transition::WorkBegins { plan, .. } => self.plans[plan.at()].works += 1,
            Transition::TurnSkipped { plan, .. } => self.plans[plan.at()].skipped += 1,
            Transition::TurnWaits { plan, .. } => self.plans[plan.at()].waited += 1,
            _ => {}
        }
    }

    fn figures(&self, _: &Findings<'_>, out: &mut Vec<Measured>) {
        for (at, counts) in self.plans.iter().enumerate() {
            let figures = [
                ("works", counts.works),
                ("turns skipped", counts.skipped),
                ("turns that waited", counts.waited),
            ];
            for (metric, count) in figures {
                let (subject, part, value) = (at as u32, Part::Whole, count as f64);
                out.push(Measured { metric, subject, part, value });
            }
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
