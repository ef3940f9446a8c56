//! Scenarios on the same draws, as parts with differences to the first: what comparisons, sweeps
//! and sensitivities have in common.

use super::uncertain::Compiled;
use super::{EVENTS, Options, StudyError, contracts, judge, thresholds};
use crate::estimator::plan::EstimateStudy;
use crate::estimator::{Contender, Contest, Counted, Difference, Systems, Workers, side_by_side};
use crate::metric::Threshold;
use crate::quantity::{Span, YEAR, print_span};
use crate::report::{
    ChainDifference, Change, ComparedPart, EstimateFigure, ObjectiveReport, PartDifference,
    PartKind, RunReport,
};
use crate::scenario::Scenario;
use crate::stats::Interval;
use crate::system::System;
use crate::system::port::Part;

/// Fewer trials that differ than these decide nothing: a sign test at 5 % cannot tell five coins
/// from chance, `2 x 2^-5 = 0.0625`.
const ENOUGH: u64 = 6;
/// Chains listed of one design at most.
const CHAINS: usize = 100;

/// Whose figures are compared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Subject {
    pub kind: PartKind,
    pub name: String,
    pub feature: Option<String>,
}

/// One scenario after the run.
pub(super) struct Side {
    /// Its parts, in their order, with their differences to the first scenario.
    pub parts: Vec<ComparedPart>,
    /// Chains and what they cost a year in seconds, of each part.
    chains: Vec<Vec<(String, f64)>>,
    /// Verdicts on its objectives.
    pub objectives: Vec<ObjectiveReport>,
}

/// How all are run: as the scenario of this name asks, with what the caller would have instead.
pub(super) fn long_run_of(
    scenario: &Scenario,
    name: &str,
    options: &Options,
    horizon: Option<Span>,
) -> Result<EstimateStudy, StudyError> {
    let asked = scenario.study.estimate.clone();
    let mut study = asked.ok_or_else(|| StudyError::NoLongRun(name.to_owned()))?;
    study.seed = options.seed.unwrap_or(study.seed);
    if study.precision.take().is_some() && options.trials.is_none() {
        return Err(StudyError::NoTrials(name.to_owned()));
    }
    study.trials = options.trials.unwrap_or(study.trials);
    study.horizon = horizon.unwrap_or(study.horizon);
    if study.trials < 2 {
        return Err(StudyError::TooFewTrials);
    }
    if study.warm_up >= study.horizon {
        let (horizon, warm_up) = (print_span(study.horizon), print_span(study.warm_up));
        return Err(StudyError::NothingWatched { horizon, warm_up });
    }
    Ok(study)
}

/// The same as a record; `done` trials of all were done before somebody ended it.
pub(super) fn run_report(study: &EstimateStudy, done: u64) -> RunReport {
    RunReport {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: study.seed,
        trials: done,
        interrupted_of: (done < study.trials).then_some(study.trials),
        horizon_seconds: study.horizon.secs_f64(),
        warm_up_seconds: study.warm_up.secs_f64(),
        start: study.start.word().to_owned(),
    }
}

/// Runs them, and says how many trials were done of all; `of` names the service or component asked
/// about, or all.
pub(super) fn run(
    scenarios: &[&Scenario],
    study: &EstimateStudy,
    of: Option<&str>,
    options: &Options,
) -> Result<(Vec<Side>, u64), StudyError> {
    let workers = Workers::new(options.threads).watched_by(&options.watch);
    let built: Result<Vec<Compiled>, _> =
        scenarios.iter().map(|scenario| Compiled::new(scenario, study.seed)).collect();
    let built = built?;
    let built: Vec<Systems<'_>> = built.iter().map(Compiled::systems).collect();
    let subjects: Vec<Vec<(Subject, Counted)>> =
        built.iter().map(|systems| subjects(systems.nominal, of)).collect();
    let like = |subject: &Subject| subjects[0].iter().position(|(first, _)| first == subject);
    let of_contracts = scenarios.iter().zip(&built);
    let of_contracts =
        of_contracts.map(|(it, built)| contracts::contracts(&it.objectives, built.nominal));
    let of_contracts: Vec<_> = of_contracts.collect();
    let contenders: Vec<Contender<'_>> = built
        .iter()
        .zip(&subjects)
        .enumerate()
        .map(|(at, (systems, subjects))| Contender {
            systems: *systems,
            study: EstimateStudy {
                contracts: of_contracts[at].iter().map(|(_, it)| it.clone()).collect(),
                ..study.clone()
            },
            thresholds: thresholds(Threshold::MoreThan(study.share)),
            counted: subjects
                .iter()
                .map(|(subject, counted)| (*counted, like(subject).filter(|_| at > 0)))
                .collect(),
        })
        .collect();
    let events = options.events.unwrap_or(EVENTS);
    let contests =
        side_by_side(&contenders, study.trials, &workers, events).map_err(|unfinished| {
            StudyError::LongRun { failure: unfinished.failure, seed: study.seed }
        })?;
    let done = contests.iter().map(|contest| contest.run.trials).min().unwrap_or(0);
    if done < 2 {
        return Err(StudyError::Interrupted);
    }
    let sides = contests.iter().zip(&subjects).zip(scenarios.iter().zip(&of_contracts));
    let sides = sides
        .map(|((contest, subjects), (scenario, contracts))| Side {
            parts: subjects
                .iter()
                .zip(&contest.differences)
                .map(|((subject, counted), difference)| {
                    part(subject, *counted, contest, difference.as_ref())
                })
                .collect(),
            chains: subjects.iter().map(|(_, counted)| chains(*counted, contest)).collect(),
            objectives: judge::long_run(&scenario.objectives, contracts, &contest.run),
        })
        .collect();
    Ok((sides, done))
}

/// Whose figures a run of this scenario would tell, in the order of the parts.
pub(super) fn told_of(scenario: &Scenario, of: Option<&str>) -> Result<Vec<Subject>, StudyError> {
    let system = System::new(&scenario.blueprint)?;
    Ok(subjects(&system, of).into_iter().map(|(subject, _)| subject).collect())
}

/// Services, populations and features, each by name.
fn subjects(system: &System, of: Option<&str>) -> Vec<(Subject, Counted)> {
    let asked = |name: &str| of.is_none_or(|of| of == name);
    let sizes = system.audiences();
    let audience = |at: usize| Counted::Audience(at as u32, sizes[at] as f64 / 1e6);
    let subject = |kind, name: &str, feature: Option<&str>| Subject {
        kind,
        name: name.to_owned(),
        feature: feature.map(str::to_owned),
    };
    let services = system.services().filter(|(_, name)| asked(name)).map(|(id, name)| {
        (subject(PartKind::Service, name, None), Counted::Service(id.at() as u32))
    });
    let mut all: Vec<_> = services.collect();
    let asked = |id| asked(system.service_name(system.home(id)));
    for (id, name) in system.populations().filter(|(id, _)| asked(*id)) {
        all.push((subject(PartKind::Population, name, None), audience(id.at())));
    }
    let populations = system.populations().count();
    for (want, (id, feature)) in system.wants().enumerate() {
        // Service in full is no feature.
        if asked(id) && !feature.is_empty() {
            let name = system.population_name(id);
            let subject = subject(PartKind::Feature, name, Some(feature));
            all.push((subject, audience(populations + want)));
        }
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn part(
    subject: &Subject,
    counted: Counted,
    contest: &Contest,
    difference: Option<&Difference>,
) -> ComparedPart {
    let run = &contest.run;
    let (unavailability, (metric, at, of)) = match counted {
        Counted::Service(at) => {
            (run.share("outage seconds", at, Part::Whole, 1.0), ("outages", at, Part::Whole))
        }
        Counted::Audience(at, users) => (
            run.share("lost user seconds", at, Part::Whole, users),
            ("interruptions", at, Part::Number(0)),
        ),
    };
    let figure = |(value, Interval { lower, upper }): (f64, Interval)| EstimateFigure {
        value,
        lower,
        upper,
    };
    let unavailability = figure(unavailability);
    ComparedPart {
        kind: subject.kind,
        name: subject.name.clone(),
        feature: subject.feature.clone(),
        unavailability,
        downtime_seconds_per_year: unavailability.times(YEAR.secs_f64()),
        interruptions_per_year: figure(run.per_year(metric, at, of.clone())),
        interruptions_seen: run.total(metric, at, of),
        against_first: difference.map(|difference| against(difference, run.watched_seconds)),
    }
}

fn against(difference: &Difference, watched_seconds: f64) -> PartDifference {
    let figure = |paired: &crate::estimator::Paired| match paired.estimate() {
        Some(e) => EstimateFigure { value: e.value, lower: e.lower, upper: e.upper },
        // One trial tells nothing of its own spread; callers ask for two.
        None => EstimateFigure::default(),
    };
    let unavailability = figure(&difference.down).times(1.0 / watched_seconds);
    let years = watched_seconds / YEAR.secs_f64();
    let interruptions = figure(&difference.interruptions).times(1.0 / years);
    PartDifference {
        unavailability,
        downtime_seconds_per_year: unavailability.times(YEAR.secs_f64()),
        downtime_verdict: verdict(&unavailability, difference.down.differing),
        trials_differing: difference.down.differing,
        interruptions_per_year: interruptions,
        interruptions_verdict: verdict(&interruptions, difference.interruptions.differing),
        variance_ratio: difference.down.variance_ratio(),
        minutes_saved_per_money: None,
    }
}

/// Less is better.
fn verdict(difference: &EstimateFigure, differing: u64) -> Change {
    match differing {
        0 => Change::Equal,
        _ if differing < ENOUGH => Change::NotFound,
        _ if difference.upper < 0.0 => Change::Better,
        _ if difference.lower > 0.0 => Change::Worse,
        _ => Change::NotFound,
    }
}

/// What the verdicts on downtime say of a design as a whole.
///
/// Interruptions are left out: more but shorter ones are not worse.
pub(super) fn overall(parts: &[ComparedPart]) -> Change {
    let differences = parts.iter().filter_map(|part| part.against_first.as_ref());
    let verdicts: Vec<Change> = differences.map(|difference| difference.downtime_verdict).collect();
    match (verdicts.contains(&Change::Better), verdicts.contains(&Change::Worse)) {
        (true, true) => Change::Mixed,
        (true, false) => Change::Better,
        (false, true) => Change::Worse,
        _ if verdicts.contains(&Change::NotFound) || verdicts.is_empty() => Change::NotFound,
        _ => Change::Equal,
    }
}

/// Chains and what they cost a year, in seconds of one user or of the service.
fn chains(counted: Counted, contest: &Contest) -> Vec<(String, f64)> {
    let (metric, at, users) = match counted {
        Counted::Service(at) => ("outage seconds", at, 1.0),
        Counted::Audience(at, users) => ("lost user seconds by chain", at, users),
    };
    let shares = contest.run.shares(metric, at, users).into_iter();
    shares.map(|(chain, (share, _))| (chain, share * YEAR.secs_f64())).collect()
}

/// The chains that make the difference to the first, largest first.
pub(super) fn chain_differences(side: &Side, first: &Side) -> Vec<ChainDifference> {
    let mut all = Vec::new();
    for (part, mine) in side.parts.iter().zip(&side.chains) {
        let same = |other: &ComparedPart| other.key() == part.key();
        let Some(like) = first.parts.iter().position(same) else { continue };
        let theirs = &first.chains[like];
        let cost = |list: &[(String, f64)], chain: &str| {
            list.iter().find(|(name, _)| name == chain).map_or(0.0, |(_, seconds)| *seconds)
        };
        let gone = theirs.iter().filter(|(chain, _)| mine.iter().all(|(name, _)| name != chain));
        for (chain, _) in mine.iter().chain(gone) {
            let (here, baseline) = (cost(mine, chain), cost(theirs, chain));
            all.push(ChainDifference {
                kind: part.kind,
                name: part.name.clone(),
                feature: part.feature.clone(),
                chain: chain.clone(),
                baseline_seconds_per_year: baseline,
                seconds_per_year: here,
                difference_seconds_per_year: here - baseline,
            });
        }
    }
    all.retain(|chain| chain.difference_seconds_per_year != 0.0);
    let size = |chain: &ChainDifference| chain.difference_seconds_per_year.abs();
    // Stable: equal differences stay in the order of parts.
    all.sort_by(|a, b| size(b).total_cmp(&size(a)));
    all.truncate(CHAINS);
    all
}
