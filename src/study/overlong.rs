//! Recovery objectives in the long run: what each is about, and what was found, as a record.

use super::contracts::windows;
use super::judge::subjects;
use crate::estimator::{Held, LongRun};
use crate::metric::objective::{Demand, Objective};
use crate::metric::{Limit, Limited};
use crate::report::RecoveryLimitReport;
use crate::system::System;

/// The limits of all recovery objectives, in their order: the position of each's objective.
pub(super) fn limits(objectives: &[Objective], system: &System) -> Vec<(usize, Limit)> {
    let limits = objectives.iter().enumerate().filter_map(|(at, objective)| {
        let (of, at_most, class) = match &objective.demand {
            Demand::RecoveryTime { at_most, since, until, class, .. } => {
                (Limited::Recovery { since: *since, until: *until }, *at_most, *class)
            }
            Demand::RecoveryPoint { at_most, counts, class, .. } => {
                (Limited::Data(*counts), *at_most, *class)
            }
            Demand::Availability { .. } => return None,
        };
        let about = subjects(objective, system);
        let (services, subjects) = (about.services, about.which);
        Some((at, Limit { of, class, services, subjects, at_most }))
    });
    limits.collect()
}

/// What was found, by objective.
pub(super) fn report(
    objectives: &[Objective],
    limits: &[(usize, Limit)],
    run: &LongRun,
) -> Vec<RecoveryLimitReport> {
    let limits = limits.iter().enumerate().map(|(at, (objective, limit))| {
        let Held { seen, overlong, months, years } = run.held(at);
        RecoveryLimitReport {
            objective: objectives[*objective].name.clone(),
            what: match limit.of {
                Limited::Recovery { .. } => "recovery".to_owned(),
                Limited::Data(fate) => format!("data {}", fate.word()),
            },
            at_most_seconds: limit.at_most.secs_f64(),
            seen,
            overlong,
            months: months.map(windows),
            years: years.map(windows),
        }
    });
    limits.collect()
}
