//! Recovery points: how much of what was written is missing where service goes on, overwritten or
//! destroyed, or merged late; in time, and in writes where a load says how many there are.
//!
//! Mechanisms say what has become of their data; nothing is made up here. A service that keeps data
//! and never says anything has lost nothing.

mod overlong;

pub(super) use overlong::Overlong;

use super::NO_CLASS;
use crate::quantity::{Micro, Span, Time};
use crate::system::port::{Findings, Interests, Measured, Observer, Part};
use crate::system::{
    DataFate, FailureClass, MechanismDeed, ModeId, ServiceId, System, Transition, Trigger,
};
use std::collections::BTreeMap;

/// What is measured of the data of a service, a [`Part::Pair`] of fate and class.
#[derive(Debug)]
pub struct DataMetrics {
    /// The longest span of writes, in seconds.
    pub seconds: &'static str,
    /// Writes, all together.
    pub writes: &'static str,
}

/// By service.
pub const DATA: DataMetrics = DataMetrics { seconds: "data seconds", writes: "data writes" };

/// Watches all services that keep data.
#[derive(Clone)]
pub(crate) struct RecoveryPoint {
    /// By service: micro-writes a second.
    writes: Vec<Micro>,
    /// By service: why it was last out, from when until when.
    outages: Vec<Vec<Outage>>,
    /// What struck, in order.
    failures: Vec<(Time, ModeId)>,
    fates: Vec<Fate>,
}

#[derive(Clone, Copy)]
struct Outage {
    since: Time,
    until: Time,
    trigger: Option<Trigger>,
}

/// What has become of some data.
#[derive(Clone, Copy)]
struct Fate {
    at: Time,
    service: ServiceId,
    fate: DataFate,
    span: Span,
}

impl RecoveryPoint {
    pub(crate) fn new(system: &System) -> Self {
        let services = system.services().count();
        let mut writes = vec![0; services];
        for load in system.load_terms() {
            writes[load.to.at()] += load.writes;
        }
        Self {
            writes,
            outages: vec![Vec::new(); services],
            failures: Vec::new(),
            fates: Vec::new(),
        }
    }

    /// The class of the failure behind a fate: that for which the service, or a service among its
    /// members, was out at that time; else the last one that struck.
    fn class(&self, fate: &Fate, system: &System) -> u32 {
        let mut services = vec![fate.service];
        services.extend(system.member_services(fate.service));
        let lasting = |outage: &&Outage| outage.since <= fate.at && fate.at <= outage.until;
        let outages = services.iter().flat_map(|service| &self.outages[service.at()]);
        let out = outages.filter(lasting).max_by_key(|outage| outage.since);
        let last = self.failures.partition_point(|(at, _)| *at <= fate.at);
        let last = last.checked_sub(1).map(|at| self.failures[at].1);
        let class: Option<FailureClass> = match out.and_then(|outage| outage.trigger) {
            Some(trigger) => Some(system.class_of(trigger)),
            None => last.map(|mode| system.failure_class(mode)),
        };
        class.map_or(NO_CLASS, |class| class as u32)
    }
    /// What has become of data, each with the class of the failure behind it.
    fn fates(&self, system: &System) -> Vec<(Fate, u32)> {
        // What was exposed before is lost or late after the same failure.
        let mut exposed: BTreeMap<ServiceId, u32> = BTreeMap::new();
        let fates = self.fates.iter().map(|fate| {
            let class = match (fate.fate, exposed.get(&fate.service)) {
                (DataFate::Lost | DataFate::Late, Some(class)) => *class,
                _ => self.class(fate, system),
            };
            if fate.fate == DataFate::Exposed {
                exposed.insert(fate.service, class);
            }
            (*fate, class)
        });
        fates.collect()
    }
}

impl Observer for RecoveryPoint {
    fn interests(&self) -> Interests {
        Interests { transitions: true, ..Interests::default() }
    }

    fn happened(&mut self, now: Time, transition: &Transition, _: &System) {
        match *transition {
            Transition::Failed { mode, .. } => self.failures.push((now, mode)),
            Transition::ServiceOut { service, trigger, .. } => {
                let outage = Outage { since: now, until: Time::NEVER, trigger };
                self.outages[service.at()].push(outage);
            }
            Transition::ServiceBack { service } => {
                if let Some(outage) = self.outages[service.at()].last_mut() {
                    outage.until = now;
                }
            }
            Transition::Deed { service, deed: MechanismDeed::Data { fate, span } } => {
                self.fates.push(Fate { at: now, service, fate, span });
            }
            _ => {}
        }
    }

    fn figures(&self, findings: &Findings<'_>, out: &mut Vec<Measured>) {
        let mut all: BTreeMap<(ServiceId, DataFate, u32), (Span, f64)> = BTreeMap::new();
        for (fate, class) in self.fates(findings.system) {
            let rate = self.writes[fate.service.at()] as f64 / 1e6;
            let (span, writes) = all.entry((fate.service, fate.fate, class)).or_default();
            *span = (*span).max(fate.span);
            *writes += fate.span.secs_f64() * rate;
        }
        for ((service, fate, class), (span, writes)) in all {
            let (subject, part) = (service.at() as u32, Part::Pair(fate as u32, class));
            let mut put = |metric, value| {
                out.push(Measured { metric, subject, part: part.clone(), value });
            };
            put(DATA.seconds, span.secs_f64());
            put(DATA.writes, writes);
        }
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
