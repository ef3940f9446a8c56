//! Recoveries that take longer than somebody allows, and data that are gone beyond that, by the month
//! and by the year.
//!
//! A recovery is too long from the instant in which it has lasted as long as is allowed: that instant
//! lies in one month, and a trial that ends sooner has not seen it. Data are gone at one instant.

use super::Until;
use super::objective::Since;
use super::recovery::Recovery;
use super::recovery_point::RecoveryPoint;
use crate::quantity::{MONTH, Span, Time, YEAR};
use crate::system::port::{Findings, Interests, Loads, Measured, Observer, Part};
use crate::system::{DataFate, FailureClass, ServiceId, ServiceView, Stage, System, Transition};
use std::collections::BTreeSet;

/// Whole months with at least one that was too long, by limit.
pub const MONTHS: &str = "months with an overlong recovery";
/// The same of whole years.
pub const YEARS: &str = "years with an overlong recovery";
/// How many were seen, too long or not.
pub const SEEN: &str = "recoveries under a limit";
/// How many were too long.
pub const OVERLONG: &str = "overlong recoveries";

/// What may last, or be gone, at most so long.
#[derive(Clone, PartialEq, Debug)]
pub struct Limit {
    /// Of recoveries or of data.
    pub of: Limited,
    /// Only after failures of this class.
    pub class: Option<FailureClass>,
    /// Services, or audiences.
    pub services: bool,
    /// Which of them, rising.
    pub subjects: Vec<u32>,
    /// So long.
    pub at_most: Span,
}

/// What a limit is about.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Limited {
    /// Recoveries.
    Recovery {
        /// From when.
        since: Since,
        /// Until when.
        until: Until,
    },
    /// Data that meet a fate.
    Data(DataFate),
}

/// Watches what is under limits.
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
    data: RecoveryPoint,
}

impl Overlong {
    /// Watches these from `since` on.
    pub(crate) fn new(system: &System, limits: &[Limit], since: Time) -> Self {
        let mut untils = vec![Until::Service];
        let mut audiences = vec![false; system.audiences().len()];
        for limit in limits {
            if let Limited::Recovery { until, .. } = limit.of
                && !untils.contains(&until)
            {
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
            data: RecoveryPoint::new(system),
        }
    }

    /// How many are under this limit, and when those that are too long became so.
    fn found(&self, limit: &Limit, findings: &Findings<'_>) -> (u64, Vec<Time>) {
        let asked = |class: u32| limit.class.is_none_or(|asked| asked as u32 == class);
        let about = |services: bool, subject: u32| {
            services == limit.services && limit.subjects.binary_search(&subject).is_ok()
        };
        let (mut seen, mut overlong) = (0, Vec::new());
        match limit.of {
            Limited::Recovery { since, until } => {
                let until = self.untils.iter().position(|other| *other == until);
                for one in self.recovery.recovered(findings) {
                    let (services, subject) = one.whose();
                    let from = match since {
                        Since::Failure => Some(one.failure),
                        Since::Invocation => one.invoked,
                    };
                    let Some(from) = from.filter(|_| {
                        asked(one.class)
                            && about(services, subject)
                            && Some(one.until() as usize) == until
                    }) else {
                        continue;
                    };
                    seen += 1;
                    if one.end() - from > limit.at_most {
                        overlong.push(from + limit.at_most);
                    }
                }
            }
            Limited::Data(wanted) => {
                let fates = self.data.fates(findings.system).into_iter();
                let fates = fates.filter(|(fate, class)| {
                    fate.fate == wanted && asked(*class) && about(true, fate.service.at() as u32)
                });
                for (fate, _) in fates {
                    seen += 1;
                    if fate.span > limit.at_most {
                        overlong.push(fate.at);
                    }
                }
            }
        }
        (seen, overlong)
    }

    /// In how many whole windows of a length at least one of these instants lies.
    fn windows(&self, instants: &[Time], length: Span) -> usize {
        let whole = (self.now - self.since).micros() / length.micros();
        let windows = instants.iter().map(|at| (*at - self.since).micros() / length.micros());
        windows.filter(|window| *window < whole).collect::<BTreeSet<u64>>().len()
    }
}

impl Observer for Overlong {
    fn interests(&self) -> Interests {
        self.recovery.interests()
    }

    fn happened(&mut self, now: Time, transition: &Transition, system: &System) {
        self.recovery.happened(now, transition, system);
        self.data.happened(now, transition, system);
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
        self.data.finish(now);
    }

    fn figures(&self, findings: &Findings<'_>, out: &mut Vec<Measured>) {
        for (at, limit) in self.limits.iter().enumerate() {
            let (seen, overlong) = self.found(limit, findings);
            let mut put = |metric, value| {
                out.push(Measured { metric, subject: at as u32, part: Part::Whole, value });
            };
            put(SEEN, seen as f64);
            put(OVERLONG, overlong.len() as f64);
            put(MONTHS, self.windows(&overlong, MONTH) as f64);
            put(YEARS, self.windows(&overlong, YEAR) as f64);
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
