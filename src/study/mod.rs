//! From a scenario to a report: what is asked is run, and what was measured is written down.

mod causes;
mod compare;
mod contracts;
mod course;
mod incident;
mod judge;
mod long_run;
mod overlong;
mod perfecting;
mod prices;
mod replay;
mod sensitivity;
mod side_by_side;
mod spells;
mod states;
mod sweep;
mod tell;
mod uncertain;

pub use compare::{Design, compare};
pub use sensitivity::sensitivity;
pub use sweep::{MOST_POINTS, VariedError, sweep};

use crate::estimator::plan::{
    EstimateStudy, Precise, Precision, TRIALS_FOR_PRECISION, only_subject,
};
use crate::estimator::{Failure, LEVEL, Replay, Spread, Systems, Watch, Workers, estimate, spread};
use crate::metric::objective::Demand;
use crate::metric::{Threshold, Until};
use crate::quantity::Probability;
use crate::report::{AssumptionReport, Ended, InputReport, InterruptedReport, Report, SCHEMA};
use crate::scenario::Scenario;
use crate::system::{BuildError, System};
use std::sync::Arc;

/// The share of users that is nearly all of them: every report says when they are back.
const NEARLY_ALL: f64 = 0.99;

/// Events that one trial may take unless told otherwise.
pub const EVENTS: u64 = 1_000_000_000;

/// What the caller may change of a scenario's study.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Replaces the seed.
    pub seed: Option<u64>,
    /// Replaces the number of trials, and a precision that the scenario asks for.
    pub trials: Option<u64>,
    /// Ends the long run with this precision of its unavailability, half the interval over the
    /// estimate, and with `trials` at the latest.
    pub precision: Option<f64>,
    /// Of how many classes of failures it is asked what they cost, instead of the scenario's number.
    pub perfecting: Option<usize>,
    /// Tells the story of this drawn trial.
    pub trial: Option<u64>,
    /// Tells this trial of the long run, and nothing else.
    pub replay: Option<u64>,
    /// Recomputes everything after every instant.
    pub audit: bool,
    /// How many threads; all by default.
    pub threads: Option<usize>,
    /// Events that one trial may take; [`EVENTS`] by default.
    pub events: Option<u64>,
    /// Whoever waits: sees how far it is, and may end it.
    pub watch: Arc<Watch>,
}

/// Why a study cannot be done.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StudyError {
    /// The blueprint does not describe a system.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// A precision is asked for, and it is not clear of whose figure.
    #[error(
        "a precision is asked for, and it is not clear of whose figure; name a service by `of`, or \
         one or a population by `precision.in`, in `study.estimate`"
    )]
    WhosePrecision,
    /// A trial of an incident could not be finished.
    #[error("incident `{incident}`: {failure}\n  reproduce with: --seed {seed} --trial {}", failure.trial)]
    Incident {
        /// Its name.
        incident: String,
        /// What happened, and in which trial.
        failure: Failure,
        /// The seed it happened under.
        seed: u64,
    },
    /// A trial of the long run could not be finished.
    #[error("the long run: {failure}\n  reproduce with: --seed {seed} --replay {}", failure.trial)]
    LongRun {
        /// What happened, and in which trial.
        failure: Failure,
        /// The seed it happened under.
        seed: u64,
    },
    /// Uncertain figures are valid one by one, and not together.
    #[error(
        "figures that lie between two values contradict each other, as in draw {draw}: narrow what \
         they lie between, so that all of it is valid together\n{why}"
    )]
    Drawn {
        /// Which draw.
        draw: u64,
        /// What is wrong.
        why: String,
    },
    /// There is no long run to compare.
    #[error(
        "`{0}` asks for no long run; state `\"estimate\": {{\"horizon\": ...}}` in its `study`"
    )]
    NoLongRun(String),
    /// It ends with a precision, and differences are paired over a number of trials.
    #[error(
        "`{0}` asks for a precision, and what is compared is run over a number of trials; say how \
         many with `--trials`"
    )]
    NoTrials(String),
    /// One trial tells nothing of its own spread.
    #[error("differences need at least 2 trials to have an interval; ask for more with `--trials`")]
    TooFewTrials,
    /// Whoever waits has ended it before there was anything to compare.
    #[error("interrupted before two trials of all were done: there is nothing to write")]
    Interrupted,
    /// The warm-up is all there is.
    #[error("a horizon of {horizon} leaves nothing to watch after a warm-up of {warm_up}")]
    NothingWatched {
        /// The horizon.
        horizon: String,
        /// The warm-up.
        warm_up: String,
    },
}

impl StudyError {
    /// Whether whoever called asked for what cannot be, and nothing went wrong.
    pub const fn is_of_the_call(&self) -> bool {
        matches!(
            self,
            Self::NoLongRun(_)
                | Self::NoTrials(_)
                | Self::TooFewTrials
                | Self::NothingWatched { .. }
                | Self::WhosePrecision
        )
    }
}

/// Runs all that a scenario asks for.
pub fn run(scenario: &Scenario, options: &Options) -> Result<Report, StudyError> {
    let system = System::new(&scenario.blueprint)?;
    let workers = Workers::new(options.threads).watched_by(&options.watch);
    let mut left_out = Vec::new();
    let events = options.events.unwrap_or(EVENTS);
    let mut report = Report {
        schema: SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        title: scenario.title.clone(),
        question: scenario.question.clone(),
        sources: scenario.sources.clone(),
        scenario_hash: scenario.hash.clone(),
        inputs: scenario.inputs.iter().map(input).collect(),
        uncertain: uncertain::uncertain(scenario),
        seed: seed(scenario, options),
        interrupted: None,
        incidents: Vec::new(),
        estimate: None,
        replay: None,
        objectives: Vec::new(),
        assumptions: scenario.assumptions.iter().map(assumption).collect(),
    };
    if let Some(trial) = options.replay {
        let Some(study) = &scenario.study.estimate else {
            return Err(StudyError::NoLongRun(scenario.title.clone()));
        };
        let thresholds = thresholds(Threshold::MoreThan(study.share));
        let seed = options.seed.unwrap_or(study.seed);
        let study = EstimateStudy { seed, ..study.clone() };
        let of = study.of.map(|target| scenario.blueprint.name_of(target));
        let replay = Replay { study: &study, trial, audit: options.audit, events };
        let drawn = uncertain::drawn(scenario, seed)?;
        let of_trial = Systems::new(&system, &drawn).of(trial);
        let told = replay::report(of_trial, &replay, of.as_deref(), &thresholds);
        report.seed = seed;
        report.replay = Some(told.map_err(|failure| StudyError::LongRun { failure, seed })?);
        return Ok(report);
    }
    if let Some(study) = &scenario.study.incidents {
        let thresholds = thresholds(Threshold::MoreThan(study.share));
        let untils = untils(scenario);
        let drawn = uncertain::drawn(scenario, options.seed.unwrap_or(study.seed))?;
        let systems = Systems::new(&system, &drawn);
        for at in 0..system.incidents().count() {
            let plan = Spread {
                incident: at,
                horizon: study.horizon,
                trials: options.trials.unwrap_or(study.trials),
                seed: options.seed.unwrap_or(study.seed),
                random: study.random,
                story_of: options.trial,
                thresholds: &thresholds,
                untils: &untils,
                audit: options.audit,
                events,
            };
            let name = system.incidents().nth(at).unwrap_or_default();
            if options.watch.is_stopped() {
                left_out.push(format!("incident {name}"));
                continue;
            }
            options.watch.begin(&format!("incident {name}"));
            let mut jury = judge::Jury::new(&scenario.objectives, &untils, &system);
            let (story, columns) =
                spread(systems, &plan, &workers, |trial| jury.hear(trial)).map_err(|failure| {
                    StudyError::Incident { incident: name.to_owned(), failure, seed: plan.seed }
                })?;
            if columns.trials() == 0 {
                left_out.push(format!("incident {name}"));
                continue;
            }
            let incident = incident::report(&system, &plan, &story, &columns);
            report.objectives.extend(jury.verdicts(&incident.name));
            report.incidents.push(incident);
        }
    }
    if let Some(study) = &scenario.study.estimate {
        let thresholds = thresholds(Threshold::MoreThan(study.share));
        let mut study = asked(study, scenario, options)?;
        let contracts = contracts::contracts(&scenario.objectives, &system);
        study.contracts = contracts.iter().map(|(_, contract)| contract.clone()).collect();
        let limits = overlong::limits(&scenario.objectives, &system);
        study.limits = limits.iter().map(|(_, limit)| limit.clone()).collect();
        options.watch.begin("long run");
        let drawn = uncertain::drawn(scenario, study.seed)?;
        let systems = Systems::new(&system, &drawn);
        let run = estimate(systems, &study, &thresholds, &workers, options.audit, events)
            .map_err(|failure| StudyError::LongRun { failure, seed: study.seed })?;
        if run.trials == 0 {
            left_out.push("long run".to_owned());
        } else {
            let of = study.of.map(|target| scenario.blueprint.name_of(target));
            let mut record =
                long_run::report(&system, &study, of.as_deref(), &thresholds[..3], &run);
            let most = options.perfecting.unwrap_or(study.perfecting);
            if most > 0 && run.ended == Ended::Interrupted {
                left_out.push("perfecting".to_owned());
            } else if most > 0 {
                options.watch.begin("perfecting");
                let means = (most, &workers, events);
                let thresholds = &thresholds;
                match perfecting::report(scenario, &system, &study, thresholds, &record, means)? {
                    Some(perfecting) => record.perfecting = perfecting,
                    None => left_out.push("perfecting".to_owned()),
                }
            }
            record.contracts = contracts::report(&scenario.objectives, &contracts, &system, &run);
            record.recovery_limits = overlong::report(&scenario.objectives, &limits, &run);
            report.objectives.extend(judge::long_run(&scenario.objectives, &contracts, &run));
            report.estimate = Some(record);
        }
    }
    let estimate = report.estimate.iter().map(|estimate| estimate.ended);
    let mut ended = report.incidents.iter().map(|incident| incident.ended).chain(estimate);
    if !left_out.is_empty() || ended.any(|ended| ended == Ended::Interrupted) {
        report.interrupted = Some(InterruptedReport { left_out });
    }
    judge::set_aside(&mut report.objectives);
    report.objectives.sort_by(|a, b| (&a.name, &a.incident).cmp(&(&b.name, &b.incident)));
    Ok(report)
}

/// The long run as it is asked for, here and in the scenario.
fn asked(
    study: &EstimateStudy,
    scenario: &Scenario,
    options: &Options,
) -> Result<EstimateStudy, StudyError> {
    let mut study = study.clone();
    study.seed = options.seed.unwrap_or(study.seed);
    if let Some(within) = options.precision {
        if study.precision.is_none() {
            let whose = only_subject(study.of, &scenario.blueprint);
            study.precision = Some(Precision {
                of: Precise::Unavailability,
                whose: whose.ok_or(StudyError::WhosePrecision)?,
                within,
                confidence: LEVEL,
                most_events: None,
            });
            study.trials = TRIALS_FOR_PRECISION;
        }
        study.precision = study.precision.map(|precision| Precision { within, ..precision });
    } else if options.trials.is_some() {
        study.precision = None;
    }
    study.trials = options.trials.unwrap_or(study.trials);
    Ok(study)
}

fn seed(scenario: &Scenario, options: &Options) -> u64 {
    let incidents = scenario.study.incidents.as_ref().map(|study| study.seed);
    let estimate = scenario.study.estimate.as_ref().map(|study| study.seed);
    options.seed.or(incidents).or(estimate).unwrap_or(1)
}

fn input(input: &crate::scenario::Input) -> InputReport {
    InputReport { path: input.path.clone(), hash: input.hash.clone() }
}

fn assumption(assumption: &crate::scenario::Assumption) -> AssumptionReport {
    AssumptionReport {
        what: assumption.what.clone(),
        value: assumption.value.clone(),
        source: assumption.source.clone(),
    }
}

/// The thresholds of interruptions in every report.
fn thresholds(share: Threshold) -> Vec<Threshold> {
    vec![Threshold::Anybody, share, Threshold::Everybody]
}

/// The ends of recoveries: the three of every report, then those that objectives ask for.
fn untils(scenario: &Scenario) -> Vec<Until> {
    let most = Probability::new(NEARLY_ALL).unwrap_or(Probability::ONE);
    let mut untils = vec![Until::Service, Until::Share(most.complement()), Until::AllUsers];
    for objective in &scenario.objectives {
        if let Demand::RecoveryTime { until, .. } = objective.demand
            && !untils.contains(&until)
        {
            untils.push(until);
        }
    }
    untils
}
