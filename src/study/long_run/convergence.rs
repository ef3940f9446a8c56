//! How the estimates drew near, as a record: the unavailability of what is asked about.

use super::figure;
use crate::estimator::{LEVEL, LongRun};
use crate::report::{ConvergencePoint, ConvergenceReport};
use crate::stats::Moments;
use crate::system::System;
use crate::system::port::Part;

/// Of each service and of each population that is asked about; the last point is the whole.
pub(super) fn report(system: &System, of: Option<&str>, run: &LongRun) -> Vec<ConvergenceReport> {
    let asked = |name: &str| of.is_none_or(|of| of == name);
    let marks = run.convergence.marks();
    let services = system.services().filter(|(_, name)| asked(name)).map(|(id, name)| {
        let past = marks.iter().map(|mark| (mark.trials, mark.services.get(id.at())));
        let whole = run.share("outage seconds", id.at() as u32, Part::Whole, 1.0);
        course(name, past, 1.0, figure(whole), run)
    });
    let populations = system
        .populations()
        .filter(|(id, _)| asked(system.service_name(system.home(*id))))
        .map(|(id, name)| {
            let users = system.population_sizes()[id.at()] as f64 / 1e6;
            let past = marks.iter().map(|mark| (mark.trials, mark.audiences.get(id.at())));
            let whole = run.share("lost user seconds", id.at() as u32, Part::Whole, users);
            course(name, past, users, figure(whole), run)
        });
    services.chain(populations).collect()
}

fn course<'m>(
    name: &str,
    past: impl Iterator<Item = (u64, Option<&'m Moments>)>,
    scale: f64,
    whole: crate::report::EstimateFigure,
    run: &LongRun,
) -> ConvergenceReport {
    let past = past.filter(|(trials, _)| *trials < run.trials);
    let mut points: Vec<ConvergencePoint> = past
        .filter_map(|(trials, moments)| {
            let estimate = figure(run.share_of(moments?, scale, LEVEL));
            Some(ConvergencePoint { trials, estimate })
        })
        .collect();
    points.push(ConvergencePoint { trials: run.trials, estimate: whole });
    ConvergenceReport { of: format!("unavailability of {name}"), points }
}
