//! Verdicts on objectives: judged on the spread of the drawn trials or on the interval of the long
//! run, never on one draw.

mod jury;
mod words;

pub(super) use jury::Jury;

use crate::estimator::LongRun;
use crate::metric::objective::{Count, Demand, Objective};
use crate::quantity::print_share;
use crate::report::{ObjectiveReport, Verdict};
use crate::stats::Interval;
use crate::system::System;
use crate::system::port::Part;

/// The audiences of an objective: all populations, or those who want its feature.
fn audiences(feature: Option<&str>, system: &System) -> Vec<u32> {
    let populations = system.populations().count();
    let Some(feature) = feature else { return (0..populations as u32).collect() };
    // A lone feature of the home is the population's own book.
    let lone = system.populations().filter(|(id, _)| system.feature_name(*id) == feature);
    let lone = lone.map(|(id, _)| id.at());
    let wants = system.wants().enumerate().filter(|(_, (_, name))| *name == feature);
    lone.chain(wants.map(|(want, _)| populations + want)).map(|at| at as u32).collect()
}

fn verdict(interval: Interval, wanted: f64) -> Verdict {
    if interval.lower >= wanted {
        Verdict::Met
    } else if interval.upper < wanted {
        Verdict::Missed
    } else {
        Verdict::Undecided
    }
}

/// An objective that some incident says nothing about is judged by the others alone; where none
/// does, it is told once.
pub(super) fn set_aside(objectives: &mut Vec<ObjectiveReport>) {
    let judged: Vec<String> = objectives
        .iter()
        .filter(|one| one.verdict != Verdict::NotJudged)
        .map(|one| one.name.clone())
        .collect();
    let mut told: Vec<String> = Vec::new();
    objectives.retain_mut(|one| {
        if one.verdict != Verdict::NotJudged {
            return true;
        }
        if judged.contains(&one.name) || told.contains(&one.name) {
            return false;
        }
        told.push(one.name.clone());
        one.incident = None;
        true
    });
}

/// The verdicts on the long run.
pub(super) fn long_run(
    objectives: &[Objective],
    system: &System,
    run: &LongRun,
) -> Vec<ObjectiveReport> {
    let judged = objectives.iter().filter_map(|objective| {
        let Demand::Availability { at_least, count } = &objective.demand else { return None };
        let feature = objective.feature.as_deref();
        let (value, interval) = worst_unavailability(*count, feature, system, run);
        // The long run knows unavailability; the demand is its complement.
        let up = Interval { lower: 1.0 - interval.upper, upper: 1.0 - interval.lower };
        let counted = match count {
            Count::Time => "of the time",
            Count::Users => "of user time",
            Count::Requests => "of requests",
        };
        let (lower, upper) = (print_share(up.lower), print_share(up.upper));
        Some(ObjectiveReport {
            name: objective.name.clone(),
            demand: match feature {
                None => format!("at least {} {counted}", print_share(at_least.value())),
                Some(name) => {
                    format!("{name} at least {} {counted}", print_share(at_least.value()))
                }
            },
            incident: None,
            seen: format!("{} ({lower} to {upper})", print_share(1.0 - value)),
            verdict: verdict(up, at_least.value()),
        })
    });
    judged.collect()
}

/// The largest unavailability of any subject.
fn worst_unavailability(
    count: Count,
    feature: Option<&str>,
    system: &System,
    run: &LongRun,
) -> (f64, Interval) {
    let all: Vec<(f64, Interval)> = match count {
        Count::Time => system
            .services()
            .map(|(id, _)| run.share("outage seconds", id.at() as u32, Part::Whole, 1.0))
            .collect(),
        Count::Users => audiences(feature, system)
            .into_iter()
            .map(|audience| {
                let users = system.audiences()[audience as usize] as f64 / 1e6;
                run.share("lost user seconds", audience, Part::Whole, users)
            })
            .collect(),
        Count::Requests => (0..system.load_names().len() as u32)
            .map(|load| {
                let rate = system.load_terms()[load as usize].rate as f64 / 1e6;
                run.share("requests lost", load, Part::Whole, rate)
            })
            .collect(),
    };
    let none = (0.0, Interval { lower: 0.0, upper: 0.0 });
    all.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or(none)
}
