//! The long run as a record.

mod convergence;

use super::causes::{chains, parts, phases, worst};
use super::spells::{first, yearly};
use super::uncertain::spread;
use crate::estimator::plan::EstimateStudy;
use crate::estimator::{LongRun, Of};
use crate::metric::Threshold;
use crate::quantity::YEAR;
use crate::report::*;
use crate::stats::Interval;
use crate::system::port::Part;
use crate::system::{PlanId, PopulationId, ServiceId, System};

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
        ended: run.ended,
        precision: precision(study, run),
        start: study.start.word().to_owned(),
        failures_and_repairs: run.failures_and_repairs,
        events: run.events,
        convergence: convergence::report(system, of, run),
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
        loads: (0..system.load_names().len())
            .filter(|at| asked(system.service_name(system.load_terms()[*at].to)))
            .map(|at| load(system, at, run))
            .collect(),
        contracts: Vec::new(),
        recovery_limits: Vec::new(),
        maintenance: system
            .plans()
            .filter(|plan| asked(system.service_name(system.plan_service(*plan))))
            .map(|plan| maintenance(system, plan, run))
            .collect(),
    }
}

fn precision(study: &EstimateStudy, run: &LongRun) -> Option<PrecisionReport> {
    let (precision, reached) = (study.precision.as_ref()?, run.reached.as_ref()?);
    Some(PrecisionReport {
        of: format!("{} of {}", precision.of.word(), precision.whose),
        within: precision.within,
        confidence: precision.confidence,
        reached: reached.within,
        at_most: study.trials,
        at_most_events: precision.most_events,
    })
}

pub(super) fn figure((value, Interval { lower, upper }): (f64, Interval)) -> EstimateFigure {
    EstimateFigure { value, lower, upper }
}

fn service(system: &System, service: ServiceId, run: &LongRun) -> LongRunService {
    let subject = service.at() as u32;
    let year = YEAR.secs_f64();
    let of = Of::Service(subject);
    let limited = || figure(run.share("limited seconds", subject, Part::Whole, 1.0));
    LongRunService {
        name: system.service_name(service).to_owned(),
        unavailability: figure(run.share_over_inputs("outage seconds", subject, 1.0)),
        unavailability_by_inputs: spread(run, "outage seconds", subject, 1.0),
        outages_seen: run.total("outages", subject, Part::Whole),
        outages_per_year: figure(run.per_year("outages", subject, Part::Whole)),
        mean_outage_seconds: run.mean_spell(of).map(figure),
        mean_up_seconds: run.mean_gap(of).map(figure),
        yearly: yearly(run, of),
        first: first(run, of),
        unprotected_by_reason: parts(run, "unprotected seconds", subject, 1.0, 1.0),
        unprotected: figure(run.share("unprotected seconds", subject, Part::Whole, 1.0)),
        unprotected_seen: run.total("times unprotected", subject, Part::Whole),
        limited: system.levels_matter().then(limited),
        peak_member_load: run.peak("peak level", subject),
        mean_member_load: run.mean("mean level", subject, Part::Whole),
        planned: system.is_planned_on().then(|| planned(run, OUTAGES, subject, 1.0)),
        outage_seconds_per_year_by_chain: chains(run, "outage seconds", subject, 1.0, year),
        outage_seconds_per_year_by_class: parts(run, "outage seconds by class", subject, 1.0, year),
        worst_trials: worst(run, "outage seconds", subject, 1.0),
    }
}

/// What is planned of outages, and of user time: metrics of the three parts.
const OUTAGES: [&str; 3] = [
    "unplanned outage seconds",
    "outage seconds of failures during work",
    "planned outage seconds",
];
const USER_TIME: [&str; 3] = [
    "unplanned lost user seconds",
    "lost user seconds of failures during work",
    "planned lost user seconds",
];

fn planned(run: &LongRun, parts: [&'static str; 3], subject: u32, scale: f64) -> PlannedReport {
    let [unplanned, failed_during_work, planned] =
        parts.map(|metric| figure(run.share(metric, subject, Part::Whole, scale)));
    PlannedReport { unplanned, failed_during_work, planned }
}

/// An open load: a rate in millionths, so requests are a share of what it makes.
fn load(system: &System, at: usize, run: &LongRun) -> LongRunLoad {
    let (subject, terms) = (at as u32, system.load_terms()[at]);
    let (name, to, unit) = system.load_names()[at];
    let rate = terms.rate as f64 / 1e6;
    let share = |metric, scale| figure(run.share(metric, subject, Part::Whole, scale));
    LongRunLoad {
        name: name.to_owned(),
        to: to.to_owned(),
        unit: unit.to_owned(),
        made_per_year: rate * YEAR.secs_f64(),
        unavailability: share("requests lost", rate),
        failed: share("requests failed", rate),
        refused: share("requests refused", rate),
        failing: share("failing seconds", 1.0),
        seen: run.total("times requests were lost", subject, Part::Whole),
    }
}

fn maintenance(system: &System, plan: PlanId, run: &LongRun) -> MaintenanceReport {
    let per_year = |metric| figure(run.per_year(metric, plan.at() as u32, Part::Whole));
    let seen = |metric| run.total(metric, plan.at() as u32, Part::Whole);
    MaintenanceReport {
        name: system.plan_name(plan).to_owned(),
        service: system.service_name(system.plan_service(plan)).to_owned(),
        works_seen: seen("works"),
        works_per_year: per_year("works"),
        skipped_seen: seen("turns skipped"),
        skipped_per_year: per_year("turns skipped"),
        waited_seen: seen("turns that waited"),
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
    let lacked =
        |name: &str, audience: usize| lacked(system, name, audience as u32, users, thresholds, run);
    let features = wants.map(|(want, (_, name))| lacked(name, populations + want)).collect();
    let whole = lacked("", population.at());
    let full = system.audience_in_full(population);
    let in_full = (full != population.at()).then(|| lacked("service in full", full));
    LongRunPopulation {
        name: system.population_name(population).to_owned(),
        mean_users_lacking: whole.mean_users_lacking,
        unavailability: whole.unavailability,
        unavailability_by_inputs: spread(run, "lost user seconds", population.at() as u32, users),
        planned: whole.planned,
        interruptions_per_year: whole.interruptions_per_year,
        lost_user_minutes_per_year_by_chain: whole.lost_user_minutes_per_year_by_chain,
        lost_user_minutes_per_year_by_class: whole.lost_user_minutes_per_year_by_class,
        lost_user_minutes_per_year_by_phase: whole.lost_user_minutes_per_year_by_phase,
        worst_trials: whole.worst_trials,
        in_full,
        features,
    }
}

/// What an audience of so many users lacks.
fn lacked(
    system: &System,
    name: &str,
    subject: u32,
    users: f64,
    thresholds: &[Threshold],
    run: &LongRun,
) -> LongRunFeature {
    let unavailability = run.share_over_inputs("lost user seconds", subject, users);
    let (value, interval) = unavailability;
    // Of all users, all the time, in user-minutes a year.
    let minutes = users * YEAR.secs_f64() / 60.0;
    let lacking = Interval { lower: interval.lower * users, upper: interval.upper * users };
    let rate = |(at, threshold): (usize, &Threshold)| {
        let part = Part::Number(at as u32);
        let of = Of::Audience(subject, at as u32);
        ThresholdRate {
            threshold: threshold.words(),
            per_year: figure(run.per_year("interruptions", subject, part.clone())),
            unavailability: figure(run.share("interruption seconds", subject, part, 1.0)),
            seen: run.spells_seen(of),
            mean_seconds: run.mean_spell(of).map(figure),
            mean_up_seconds: run.mean_gap(of).map(figure),
            yearly: yearly(run, of),
            first: first(run, of),
        }
    };
    LongRunFeature {
        name: name.to_owned(),
        mean_users_lacking: figure((value * users, lacking)),
        unavailability: figure(unavailability),
        planned: system.is_planned_on().then(|| planned(run, USER_TIME, subject, users)),
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
