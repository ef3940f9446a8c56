//! Data that are gone beyond what limits allow.

use super::RecoveryPoint;
use crate::metric::{Limit, Limited, UnderLimit};
use crate::quantity::Time;
use crate::system::port::{Findings, Interests, Measured, Observer};
use crate::system::{System, Transition};

/// Watches data under limits.
#[derive(Clone)]
pub(crate) struct Overlong {
    since: Time,
    now: Time,
    limits: Vec<Limit>,
    data: RecoveryPoint,
}

impl Overlong {
    /// Watches these from `since` on.
    pub(crate) fn new(system: &System, limits: &[Limit], since: Time) -> Self {
        Self { since, now: since, limits: limits.to_vec(), data: RecoveryPoint::new(system) }
    }
}

impl Observer for Overlong {
    fn interests(&self) -> Interests {
        self.data.interests()
    }

    fn happened(&mut self, now: Time, transition: &Transition, system: &System) {
        self.data.happened(now, transition, system);
    }

    fn finish(&mut self, now: Time) {
        self.now = now;
    }

    fn figures(&self, findings: &Findings<'_>, out: &mut Vec<Measured>) {
        let fates = self.data.fates(findings.system);
        for (at, limit) in self.limits.iter().enumerate() {
            let Limited::Data(wanted) = limit.of else { continue };
            let mut found = UnderLimit::default();
            for (fate, class) in &fates {
                if fate.fate == wanted && limit.is_about(true, fate.service.at() as u32, *class) {
                    found.seen += 1;
                    found.overlong.extend((fate.span > limit.at_most).then_some(fate.at));
                }
            }
            found.tell(at, (self.since, self.now), out);
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
