//! The long run as a record.

use crate::estimator::LongRun;
use crate::estimator::plan::EstimateStudy;
use crate::metric::Threshold;
use crate::quantity::YEAR;
use crate::report::*;
use crate::stats::Interval;
use crate::system::port::Part;
use crate::system::{Phase, PlanId, PopulationId, ServiceId, System};

/// The record of an estimate; `of` names the service asked about.
pub(super) fn report(
    system: &System,
    study: &EstimateStudy,
    of: Option<&str>,
    thresholds: &[Threshold],
    run: &LongRun,
) -> EstimateReport {
    let asked = |name: &str| of.is_none_or(|of| of == name);
    EstimateReport {
        horizon_seconds: study.horizon.secs_f64(),
        warm_up_seconds: study.warm_up.secs_f64(),
        trials: run.trials,
        ended: Ended::Trials,
        precision: None,
        start: "new".to_owned(),
        failures_and_repairs: run.failures_and_repairs,
        events: run.events,
        convergence: Vec::new(),
        perfecting: Vec::new(),
        services: system
            .services()
            .filter(|(_, name)| asked(name))
            .map(|(id, _)| service(system, id, run))
            .collect(),
        populations: system
            .populations()
            .filter(|(id, _)| asked(system.service_name(system.home(*id))))
            .map(|(id, _)| population(system, id, thresholds, run))
            .collect(),
        maintenance: system
            .plans()
            .filter(|plan| asked(system.service_name(system.plan_service(*plan))))
            .map(|plan| maintenance(system, plan, run))
            .collect(),
    }
}

fn figure((value, Interval { lower, upper }): (f64, Interval)) -> EstimateFigure {
    EstimateFigure { value, lower, upper }
}

fn service(system: &System, service: ServiceId, run: &LongRun) -> LongRunService {
    let subject = service.at() as u32;
    let year = YEAR.secs_f64();
    LongRunService {
        name: system.service_name(service).to_owned(),
        unavailability: figure(run.share("outage seconds", subject, Part::Whole, 1.0)),
        outages_seen: run.total("outages", subject, Part::Whole),
        outages_per_year: figure(run.per_year("outages", subject, Part::Whole)),
        mean_outage_seconds: run.mean_outage(subject).map(figure),
        mean_up_seconds: None,
        yearly: None,
        first: None,
        unprotected_by_reason: parts(run, "unprotected seconds", subject, 1.0, 1.0),
        unprotected: figure(run.share("unprotected seconds", subject, Part::Whole, 1.0)),
        peak_member_load: run.peak("peak level", subject),
        mean_member_load: run.mean("mean level", subject, Part::Whole),
        planned: system.is_planned_on().then(|| planned(run, subject)),
        outage_seconds_per_year_by_chain: chains(run, "outage seconds", subject, 1.0, year),
        outage_seconds_per_year_by_class: parts(run, "outage seconds by class", subject, 1.0, year),
        worst_trials: worst(run, "outage seconds", subject, 1.0),
    }
}

fn planned(run: &LongRun, subject: u32) -> PlannedReport {
    let share = |metric| figure(run.share(metric, subject, Part::Whole, 1.0));
    PlannedReport {
        unplanned: share("unplanned outage seconds"),
        failed_during_work: share("outage seconds of failures during work"),
        planned: share("planned outage seconds"),
    }
}

fn maintenance(system: &System, plan: PlanId, run: &LongRun) -> MaintenanceReport {
    let per_year = |metric| figure(run.per_year(metric, plan.at() as u32, Part::Whole));
    MaintenanceReport {
        name: system.plan_name(plan).to_owned(),
        service: system.service_name(system.plan_service(plan)).to_owned(),
        works_per_year: per_year("works"),
        skipped_per_year: per_year("turns skipped"),
        waited_per_year: per_year("turns that waited"),
    }
}

fn population(
    system: &System,
    population: PopulationId,
    thresholds: &[Threshold],
    run: &LongRun,
) -> LongRunPopulation {
    let users = system.population_sizes()[population.at()] as f64 / 1e6;
    let populations = system.populations().count();
    let wants = system.wants().enumerate().filter(|(_, (people, name))| {
        // Service in full is no feature.
        *people == population && !name.is_empty()
    });
    let features = wants
        .map(|(want, (_, name))| lacked(name, (populations + want) as u32, users, thresholds, run));
    let features = features.collect();
    let whole = lacked("", population.at() as u32, users, thresholds, run);
    LongRunPopulation {
        name: system.population_name(population).to_owned(),
        mean_users_lacking: whole.mean_users_lacking,
        unavailability: whole.unavailability,
        interruptions_per_year: whole.interruptions_per_year,
        lost_user_minutes_per_year_by_chain: whole.lost_user_minutes_per_year_by_chain,
        lost_user_minutes_per_year_by_class: whole.lost_user_minutes_per_year_by_class,
        lost_user_minutes_per_year_by_phase: whole.lost_user_minutes_per_year_by_phase,
        worst_trials: whole.worst_trials,
        features,
    }
}

/// What an audience of so many users lacks.
fn lacked(
    name: &str,
    subject: u32,
    users: f64,
    thresholds: &[Threshold],
    run: &LongRun,
) -> LongRunFeature {
    let unavailability = run.share("lost user seconds", subject, Part::Whole, users);
    let (value, interval) = unavailability;
    // Of all users, all the time, in user-minutes a year.
    let minutes = users * YEAR.secs_f64() / 60.0;
    let lacking = Interval { lower: interval.lower * users, upper: interval.upper * users };
    let rate = |(at, threshold): (usize, &Threshold)| {
        let part = Part::Number(at as u32);
        ThresholdRate {
            threshold: threshold.words(),
            per_year: figure(run.per_year("interruptions", subject, part.clone())),
            unavailability: figure(run.share("interruption seconds", subject, part, 1.0)),
            yearly: None,
            first: None,
        }
    };
    LongRunFeature {
        name: name.to_owned(),
        mean_users_lacking: figure((value * users, lacking)),
        unavailability: figure(unavailability),
        interruptions_per_year: thresholds.iter().enumerate().map(rate).collect(),
        lost_user_minutes_per_year_by_chain: chains(
            run,
            "lost user seconds by chain",
            subject,
            users,
            minutes,
        ),
        lost_user_minutes_per_year_by_class: parts(
            run,
            "lost user seconds by class",
            subject,
            users,
            minutes,
        ),
        lost_user_minutes_per_year_by_phase: phases(run, subject, users, minutes),
        worst_trials: worst(run, "lost user seconds", subject, 1.0 / 60.0),
    }
}

/// The named parts of a time as shares of the time watched (of so many users) times `unit`, largest
/// first.
fn parts(
    run: &LongRun,
    metric: &'static str,
    subject: u32,
    users: f64,
    unit: f64,
) -> Vec<PartEstimate> {
    let part = |(name, _): (String, f64)| {
        let share = run.share(metric, subject, Part::Name(name.clone()), users);
        PartEstimate { name, amount: scaled(figure(share), unit) }
    };
    run.parts(metric, subject).into_iter().map(part).collect()
}

/// User time lost by phase, in the order of phases.
fn phases(run: &LongRun, subject: u32, users: f64, unit: f64) -> Vec<PartEstimate> {
    let part = |phase: &Phase| {
        let part = Part::Number(*phase as u32);
        let share = run.share("lost user seconds by phase", subject, part, users);
        PartEstimate { name: phase.word().to_owned(), amount: scaled(figure(share), unit) }
    };
    let parts = Phase::ALL.iter().map(part);
    parts.filter(|part| part.amount.value > 0.0).collect()
}

fn chains(
    run: &LongRun,
    metric: &'static str,
    subject: u32,
    users: f64,
    unit: f64,
) -> Vec<ChainShare> {
    let chain = |PartEstimate { name, amount }| {
        let EstimateFigure { value, lower, upper } = amount;
        ChainShare { chain: name, amount: value, lower, upper }
    };
    parts(run, metric, subject, users, unit).into_iter().map(chain).collect()
}

fn worst(run: &LongRun, metric: &'static str, subject: u32, unit: f64) -> Vec<WorstTrial> {
    let worst = run.worst(metric, subject).iter();
    worst.map(|&(trial, amount)| WorstTrial { trial, amount: amount * unit }).collect()
}

fn scaled(figure: EstimateFigure, by: f64) -> EstimateFigure {
    let EstimateFigure { value, lower, upper } = figure;
    EstimateFigure { value: value * by, lower: lower * by, upper: upper * by }
}
