//! From a scenario to a report: what is asked is run, and what was measured is written down.

mod causes;
mod compare;
mod course;
mod incident;
mod judge;
mod long_run;
mod sensitivity;
mod side_by_side;
mod spells;
mod states;
mod sweep;
mod tell;

pub use compare::{Design, compare};
pub use sensitivity::sensitivity;
pub use sweep::{MOST_POINTS, VariedError, sweep};

use crate::estimator::{Failure, Spread, Workers, estimate, spread};
use crate::metric::objective::Demand;
use crate::metric::{Threshold, Until};
use crate::quantity::Probability;
use crate::report::{AssumptionReport, InputReport, Report, SCHEMA};
use crate::scenario::Scenario;
use crate::system::{BuildError, System};

/// The share of users that is nearly all of them: every report says when they are back.
const NEARLY_ALL: f64 = 0.99;

/// Events that one trial may take unless told otherwise.
pub const EVENTS: u64 = 1_000_000_000;

/// What the caller may change of a scenario's study.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Replaces the seed.
    pub seed: Option<u64>,
    /// Replaces the number of trials.
    pub trials: Option<u64>,
    /// Tells the story of this drawn trial.
    pub trial: Option<u64>,
    /// Recomputes everything after every instant.
    pub audit: bool,
    /// How many threads; all by default.
    pub threads: Option<usize>,
    /// Events that one trial may take; [`EVENTS`] by default.
    pub events: Option<u64>,
}

/// Why a study cannot be done.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StudyError {
    /// The blueprint does not describe a system.
    #[error(transparent)]
    Build(#[from] BuildError),
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
    /// A trial of the long run could not be finished: it has no story to tell alone.
    #[error("the long run: {failure}\n  reproduce with: --seed {seed}")]
    LongRun {
        /// What happened, and in which trial.
        failure: Failure,
        /// The seed it happened under.
        seed: u64,
    },
    /// There is no long run to compare.
    #[error(
        "`{0}` asks for no long run; state `\"estimate\": {{\"horizon\": ...}}` in its `study`"
    )]
    NoLongRun(String),
    /// One trial tells nothing of its own spread.
    #[error("differences need at least 2 trials to have an interval; ask for more with `--trials`")]
    TooFewTrials,
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
        matches!(self, Self::NoLongRun(_) | Self::TooFewTrials | Self::NothingWatched { .. })
    }
}

/// Runs all that a scenario asks for.
pub fn run(scenario: &Scenario, options: &Options) -> Result<Report, StudyError> {
    let system = System::new(&scenario.blueprint)?;
    let workers = Workers::new(options.threads);
    let events = options.events.unwrap_or(EVENTS);
    let mut report = Report {
        schema: SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        title: scenario.title.clone(),
        question: scenario.question.clone(),
        sources: scenario.sources.clone(),
        scenario_hash: scenario.hash.clone(),
        inputs: scenario.inputs.iter().map(input).collect(),
        seed: seed(scenario, options),
        incidents: Vec::new(),
        estimate: None,
        objectives: Vec::new(),
        assumptions: scenario.assumptions.iter().map(assumption).collect(),
    };
    if let Some(study) = &scenario.study.incidents {
        let thresholds = thresholds(Threshold::MoreThan(study.share));
        let untils = untils(scenario);
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
            let mut jury = judge::Jury::new(&scenario.objectives, &untils, &system);
            let (story, columns) = spread(&system, &plan, &workers, |trial| jury.hear(trial))
                .map_err(|failure| {
                    let incident = system.incidents().nth(at).unwrap_or_default().to_owned();
                    StudyError::Incident { incident, failure, seed: plan.seed }
                })?;
            let incident = incident::report(&system, &plan, &story, &columns);
            report.objectives.extend(jury.verdicts(&incident.name));
            report.incidents.push(incident);
        }
    }
    if let Some(study) = &scenario.study.estimate {
        let thresholds = thresholds(Threshold::MoreThan(study.share));
        let mut study = study.clone();
        study.seed = options.seed.unwrap_or(study.seed);
        study.trials = options.trials.unwrap_or(study.trials);
        let run = estimate(&system, &study, &thresholds, &workers, options.audit, events)
            .map_err(|failure| StudyError::LongRun { failure, seed: study.seed })?;
        let of = study.of.map(|target| scenario.blueprint.name_of(target));
        let estimate = long_run::report(&system, &study, of.as_deref(), &thresholds[..3], &run);
        report.objectives.extend(judge::long_run(&scenario.objectives, &system, &run));
        report.estimate = Some(estimate);
    }
    judge::set_aside(&mut report.objectives);
    report.objectives.sort_by(|a, b| (&a.name, &a.incident).cmp(&(&b.name, &b.incident)));
    Ok(report)
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
