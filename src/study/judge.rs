//! Verdicts on objectives: judged on the spread of the drawn trials or on the interval of the long
//! run, never on one draw.

mod jury;
mod words;

pub(super) use jury::{Jury, subjects};

use crate::estimator::{Contract, LongRun};
use crate::metric::objective::{Demand, Objective};
use crate::quantity::print_share;
use crate::report::{ObjectiveReport, Verdict};
use crate::stats::Interval;
use crate::system::System;

/// The audiences of an objective: all populations, or those who want its feature.
pub(super) fn audiences(feature: Option<&str>, system: &System) -> Vec<u32> {
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

/// The verdicts on the long run: each is about its contracts, and the worst decides.
pub(super) fn long_run(
    objectives: &[Objective],
    contracts: &[(usize, Contract)],
    run: &LongRun,
) -> Vec<ObjectiveReport> {
    let judged = objectives.iter().enumerate().filter_map(|(at, objective)| {
        let Demand::Availability { at_least, .. } = &objective.demand else { return None };
        let about = contracts.iter().enumerate().filter(|(_, (objective, _))| *objective == at);
        let all = about.map(|(contract, _)| {
            let (value, interval) = run.kept(contract).unavailability;
            // The long run knows unavailability; the demand is its complement.
            let up = Interval { lower: 1.0 - interval.upper, upper: 1.0 - interval.lower };
            (verdict(up, at_least.value()), value, up)
        });
        let whole = Interval { lower: 1.0, upper: 1.0 };
        // A tight interval of one is no promise for another that is hardly known.
        let worst = all.max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let (verdict, value, up) = worst.unwrap_or((Verdict::Met, 0.0, whole));
        let (lower, upper) = (print_share(up.lower), print_share(up.upper));
        Some(ObjectiveReport {
            name: objective.name.clone(),
            demand: words::availability(objective),
            incident: None,
            seen: format!("{} ({lower} to {upper})", print_share(1.0 - value)),
            verdict,
        })
    });
    judged.collect()
}
