//! What is measured: one file a metric, each an observer of one trial.

pub mod contract;
mod excerpts;
mod harms;
mod interruption;
mod limited;
mod load;
mod lost;
mod maintenance;
mod notice;
pub mod objective;
mod outage;
pub mod overlong;
mod protection;
mod recovery;
mod recovery_point;
mod requests;
mod story;
mod waits;

pub use excerpts::Excerpt;
pub use interruption::{FIRST as FIRST_INTERRUPTION, Threshold, YEARLY as YEARLY_INTERRUPTION};
pub use lost::USER_SECOND;
pub use objective::{Since, Terms, Until};
pub use outage::{FIRST as FIRST_OUTAGE, YEARLY as YEARLY_OUTAGE};
pub use overlong::{Limit, Limited};
pub use recovery::{AUDIENCES, NO_CLASS, RecoveryMetrics, SERVICES, STRUCK};
pub use recovery_point::{DATA, DataMetrics};

use overlong::UnderLimit;

use crate::quantity::Time;
use crate::system::System;
use crate::system::port::Observer;

/// The metrics of an incident; `untils` are ends of recoveries, of which the first is service.
pub fn of_incident(
    system: &System,
    thresholds: &[Threshold],
    untils: &[Until],
) -> Vec<Box<dyn Observer>> {
    vec![
        Box::new(outage::Outage::new(system, Time::ZERO)),
        Box::new(protection::Protection::new(system)),
        Box::new(load::MemberLoad::new(system)),
        Box::new(interruption::Interruption::new(system, thresholds, Time::ZERO)),
        Box::new(lost::Lost::new(system)),
        Box::new(waits::Waits::new(system)),
        Box::new(requests::Requests::new(system)),
        Box::new(notice::Notice::default()),
        Box::new(recovery::Recovery::new(system, untils)),
        Box::new(recovery_point::RecoveryPoint::new(system)),
    ]
}

/// The metrics of the long run, watched from `since`: none looks at a single member.
pub fn of_long_run(
    system: &System,
    thresholds: &[Threshold],
    since: Time,
) -> Vec<Box<dyn Observer>> {
    let mut metrics: Vec<Box<dyn Observer>> = vec![
        Box::new(outage::Outage::new(system, since)),
        Box::new(protection::Protection::new(system)),
        Box::new(load::Level::new(system)),
        Box::new(interruption::Interruption::new(system, thresholds, since)),
        Box::new(lost::Lost::new(system)),
    ];
    if !system.load_terms().is_empty() {
        metrics.push(Box::new(requests::Requests::new(system)));
    }
    if system.levels_matter() {
        metrics.push(Box::new(limited::Limited::new(system)));
    }
    if system.is_planned_on() {
        metrics.push(Box::new(maintenance::Maintenance::new(system)));
    }
    metrics
}

/// What contracts count of these parties, from `since` on.
pub fn of_contracts(
    system: &System,
    parties: &[(contract::Party, Terms)],
    since: Time,
) -> Box<dyn Observer> {
    Box::new(contract::Contracts::new(system, parties, since))
}

/// What is too long for these limits, from `since` on.
pub fn of_limits(system: &System, limits: &[Limit], since: Time) -> Vec<Box<dyn Observer>> {
    let data = |limit: &Limit| matches!(limit.of, Limited::Data(_));
    let mut metrics: Vec<Box<dyn Observer>> = Vec::new();
    if limits.iter().any(data) {
        metrics.push(Box::new(recovery_point::Overlong::new(system, limits, since)));
    }
    if !limits.iter().all(data) {
        metrics.push(Box::new(recovery::Overlong::new(system, limits, since)));
    }
    metrics
}

/// What tells the story of a trial.
pub fn of_story(system: &System) -> Box<dyn Observer> {
    Box::new(story::Story::new(system))
}

/// What tells when services were out and users lacked something, one by one.
pub fn of_harms(system: &System) -> Box<dyn Observer> {
    Box::new(harms::Harms::new(system))
}

/// What tells parts of the story of a trial.
pub fn of_excerpts(excerpts: &[Excerpt]) -> Box<dyn Observer> {
    Box::new(excerpts::Excerpts::new(excerpts.to_vec()))
}
