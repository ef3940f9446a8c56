//! What would be saved if the failures of a class never struck: the classes that cost most, one at a
//! time, against the run as it is, trial by trial.

use super::StudyError;
use super::uncertain::Compiled;
use crate::estimator::plan::EstimateStudy;
use crate::estimator::{Contender, Contest, Counted, Paired, Workers, side_by_side};
use crate::metric::Threshold;
use crate::quantity::YEAR;
use crate::report::{EstimateFigure, EstimateReport, PartEstimate, PerfectedReport, SavedReport};
use crate::scenario::Scenario;
use crate::system::System;
use std::collections::BTreeMap;

/// The words before a class whose failures are over and still cost something.
const AFTERMATH: &str = "recovery of ";

/// The record of the classes that cost most in `record`, so many at most; `None` if whoever waits
/// has ended it too early.
pub(super) fn report(
    scenario: &Scenario,
    system: &System,
    study: &EstimateStudy,
    thresholds: &[Threshold],
    record: &EstimateReport,
    (most, workers, events): (usize, &Workers, u64),
) -> Result<Option<Vec<PerfectedReport>>, StudyError> {
    let classes = dearest(system, record, most);
    if classes.is_empty() || record.trials < 2 {
        return Ok(Some(Vec::new()));
    }
    let mut systems = vec![Compiled::new(scenario, study.seed)?];
    for class in &classes {
        let without = |whole: System| {
            let class = whole.class_called(class).expect("only classes of the system are ranked");
            whole.without_failures_of(class)
        };
        systems.push(Compiled::new(scenario, study.seed)?.changed(without));
    }
    let counted = counted(system, record);
    let (contracts, limits) = (Vec::new(), Vec::new());
    let study = EstimateStudy { precision: None, contracts, limits, ..study.clone() };
    let contenders: Vec<Contender<'_>> = systems
        .iter()
        .enumerate()
        .map(|(at, compiled)| Contender {
            systems: compiled.systems(),
            study: study.clone(),
            thresholds: thresholds.to_vec(),
            counted: counted
                .iter()
                .enumerate()
                .map(|(like, (_, counted))| (*counted, (at > 0).then_some(like)))
                .collect(),
        })
        .collect();
    let contests =
        side_by_side(&contenders, record.trials, workers, events).map_err(|unfinished| {
            StudyError::LongRun { failure: unfinished.failure, seed: study.seed }
        })?;
    if contests.iter().any(|contest| contest.run.trials < record.trials) {
        return Ok(None);
    }
    let years = study.horizon.less(study.warm_up).secs_f64() / YEAR.secs_f64();
    let mut reports: Vec<(f64, PerfectedReport)> = classes
        .into_iter()
        .zip(&contests[1..])
        .map(|(class, contest)| perfected(class, contest, &counted, record, years))
        .collect();
    reports.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.class.cmp(&b.1.class)));
    Ok(Some(reports.into_iter().map(|(_, report)| report).collect()))
}

/// The classes of failures that cost most: each by the largest share that it has in what any
/// service or population lacks.
fn dearest(system: &System, record: &EstimateReport, most: usize) -> Vec<String> {
    let services = record.services.iter().map(|it| &it.outage_seconds_per_year_by_class);
    let populations = record.populations.iter();
    let populations = populations.map(|it| &it.lost_user_minutes_per_year_by_class);
    let mut shares: BTreeMap<&str, f64> = BTreeMap::new();
    for parts in services.chain(populations) {
        let total: f64 = parts.iter().map(|part| part.amount.value).sum();
        for PartEstimate { name, amount } in parts {
            let class = name.strip_prefix(AFTERMATH).unwrap_or(name);
            // Work that is planned is no failure: it strikes whatever the luck.
            let fails = system.class_called(class).is_some_and(|id| !system.is_planned(id));
            if amount.value > 0.0 && fails {
                let share = shares.entry(class).or_default();
                *share = share.max(amount.value / total);
            }
        }
    }
    let mut ranked: Vec<(&str, f64)> = shares.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    ranked.into_iter().take(most).map(|(class, _)| class.to_owned()).collect()
}

/// Whose time is counted: of the services and populations of the record, in its order.
fn counted(system: &System, record: &EstimateReport) -> Vec<(String, Counted)> {
    let mut all = Vec::new();
    for service in &record.services {
        let found = system.services().find(|(_, name)| *name == service.name);
        all.extend(found.map(|(id, name)| (name.to_owned(), Counted::Service(id.at() as u32))));
    }
    for population in &record.populations {
        let found =
            system.populations().find(|(id, _)| system.population_name(*id) == population.name);
        all.extend(found.map(|(id, name)| {
            let users = system.population_sizes()[id.at()] as f64 / 1e6;
            (name.to_owned(), Counted::Audience(id.at() as u32, users))
        }));
    }
    all
}

/// What one class costs, and the largest share that is saved of what anybody lacks.
fn perfected(
    class: String,
    contest: &Contest,
    counted: &[(String, Counted)],
    record: &EstimateReport,
    years: f64,
) -> (f64, PerfectedReport) {
    let mut report = PerfectedReport { class, services: Vec::new(), populations: Vec::new() };
    let mut largest = 0.0_f64;
    for ((name, counted), difference) in counted.iter().zip(&contest.differences) {
        let Some(difference) = difference else { continue };
        let (list, scale, lacking) = match *counted {
            Counted::Service(_) => {
                let of = record.services.iter().find(|it| it.name == *name);
                (&mut report.services, 1.0 / years, of.map(|it| it.unavailability.value))
            }
            Counted::Audience(_, users) => {
                let of = record.populations.iter().find(|it| it.name == *name);
                let scale = users / 60.0 / years;
                (&mut report.populations, scale, of.map(|it| it.unavailability.value))
            }
        };
        let saved = saved(&difference.down);
        let lacked = lacking.unwrap_or_default() * years * YEAR.secs_f64();
        if lacked > 0.0 {
            largest = largest.max(saved.value / lacked);
        }
        list.push(SavedReport { name: name.clone(), saved: saved.times(scale) });
    }
    (largest, report)
}

/// Less time out is saved.
fn saved(down: &Paired) -> EstimateFigure {
    match down.estimate() {
        // No trial differs: nothing is saved, and not less than nothing.
        Some(_) if down.differing == 0 => EstimateFigure::default(),
        Some(less) => EstimateFigure { value: -less.value, lower: -less.upper, upper: -less.lower },
        None => EstimateFigure::default(),
    }
}
