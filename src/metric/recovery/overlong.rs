//! Recoveries that take longer than limits allow.

use super::Recovery;
use crate::metric::{Limit, Limited, Since, UnderLimit, Until};
use crate::quantity::Time;
use crate::system::port::{Findings, Interests, Loads, Measured, Observer};
use crate::system::{ServiceId, ServiceView, Stage, System, Transition};

/// Watches recoveries under limits.
#[derive(Clone)]
pub(crate) struct Overlong {
    since: Time,
    now: Time,
    populations: usize,
    limits: Vec<Limit>,
    untils: Vec<Until>,
    /// By audience: whether a limit is about it.
    audiences: Vec<bool>,
    recovery: Recovery,
}

impl Overlong {
    /// Watches these from `since` on.
    pub(crate) fn new(system: &System, limits: &[Limit], since: Time) -> Self {
        let mut untils = vec![Until::Service];
        let mut audiences = vec![false; system.audiences().len()];
        for limit in limits {
            let Limited::Recovery { until, .. } = limit.of else { continue };
            if !untils.contains(&until) {
                untils.push(until);
            }
            if !limit.services {
                limit.subjects.iter().for_each(|at| audiences[*at as usize] = true);
            }
        }
        Self {
            since,
            now: since,
            populations: system.populations().count(),
            limits: limits.to_vec(),
            recovery: Recovery::new(system, &untils),
            untils,
            audiences,
        }
    }

    fn found(
        &self,
        limit: &Limit,
        since: Since,
        until: Until,
        findings: &Findings<'_>,
    ) -> UnderLimit {
        let until = self.untils.iter().position(|other| *other == until);
        let mut found = UnderLimit::default();
        for one in self.recovery.recovered(findings) {
            let (services, subject) = one.whose();
            let from = match since {
                Since::Failure => Some(one.failure),
                Since::Invocation => one.invoked,
            };
            let asked = Some(one.until() as usize) == until;
            let Some(from) = from.filter(|_| asked && limit.is_about(services, subject, one.class))
            else {
                continue;
            };
            // Nobody has watched before.
            let from = from.max(self.since);
            found.seen += 1;
            if one.end() - from > limit.at_most {
                found.overlong.push(from + limit.at_most);
            }
        }
        found
    }
}

impl Observer for Overlong {
    fn interests(&self) -> Interests {
        // What nobody asks for is not heard: this watches long runs.
        let services = self.limits.iter().any(|limit| limit.services);
        let decided =
            |limit: &Limit| matches!(limit.of, Limited::Recovery { since: Since::Invocation, .. });
        let transitions = services || self.limits.iter().any(decided);
        Interests { services, transitions, ..self.recovery.interests() }
    }

    fn happened(&mut self, now: Time, transition: &Transition, system: &System) {
        self.recovery.happened(now, transition, system);
    }

    fn service(&mut self, now: Time, service: ServiceId, view: &ServiceView, loads: &Loads<'_>) {
        self.recovery.service(now, service, view, loads);
    }

    fn stage(&mut self, stage: &Stage<'_>) {
        if self.audiences[stage.audience(self.populations)] {
            self.recovery.stage(stage);
        }
    }

    fn finish(&mut self, now: Time) {
        self.now = now;
        self.recovery.finish(now);
    }

    fn figures(&self, findings: &Findings<'_>, out: &mut Vec<Measured>) {
        for (at, limit) in self.limits.iter().enumerate() {
            if let Limited::Recovery { since, until } = limit.of {
                self.found(limit, since, until, findings).tell(at, (self.since, self.now), out);
            }
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
