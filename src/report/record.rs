//! The result of a run: a plain, versioned record. Units are in the names of the fields.
//!
//! Every table, chart and export reads only this.

use super::states::StatesReport;
use serde::{Deserialize, Serialize};

/// The version of the record.
pub const SCHEMA: &str = "hadr/result/v1";

/// The result of one run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// Title of the scenario.
    pub title: String,
    /// Question of the scenario.
    pub question: Option<String>,
    /// Where the scenario's numbers come from.
    pub sources: Vec<String>,
    /// Hash of the scenario's meaning.
    pub scenario_hash: String,
    /// The data files it draws from, by path; left out where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<InputReport>,
    /// Seed of all draws.
    pub seed: u64,
    /// One a script, by name.
    pub incidents: Vec<IncidentReport>,
    /// The long run.
    pub estimate: Option<EstimateReport>,
    /// The verdicts, by name.
    pub objectives: Vec<ObjectiveReport>,
    /// The defaults in force.
    pub assumptions: Vec<AssumptionReport>,
}

/// A data file beside the scenario.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputReport {
    /// Its path, as the scenario writes it.
    pub path: String,
    /// Hash of its bytes.
    pub hash: String,
}

/// A figure of the story, with the spread over the drawn trials beside it.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// In the story (nominal values, or the trial that was asked for).
    pub story: f64,
    /// 5 % of the drawn trials are below.
    pub p5: f64,
    /// 5 % of the drawn trials are above.
    pub p95: f64,
    /// The largest of the drawn trials.
    pub worst: f64,
}

/// One script: its story, and figures with their spread.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentReport {
    /// Its name.
    pub name: String,
    /// When a trial ends, in seconds.
    pub horizon_seconds: f64,
    /// Drawn trials behind the spread.
    pub trials: u64,
    /// The drawn trial the story tells; `None` is the nominal story.
    pub story_of_trial: Option<u64>,
    /// What happened, in order.
    pub story: Vec<StoryLine>,
    /// States of what changes in the story, over time; absent where nothing does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<StatesReport>,
    /// Who noticed what, and when.
    pub notices: Vec<NoticeReport>,
    /// Per service, by name.
    pub services: Vec<ServiceReport>,
    /// Per population, by name.
    pub populations: Vec<PopulationReport>,
    /// Per open load, by name.
    pub loads: Vec<LoadReport>,
}

/// One line of a story.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryLine {
    /// Seconds since the start.
    pub at_seconds: f64,
    /// The kind of event: `failed`, `restored`, `noticed`, `lost`, `returned`, `refused`, ...
    pub kind: String,
    /// What it happened to.
    pub subject: String,
    /// The sentence, without the subject's time.
    pub text: String,
}

/// How long a failure stayed unnoticed, and its end.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeReport {
    /// The watching service.
    pub by: String,
    /// The member.
    pub target: String,
    /// How it watches, in words: `probe every 5 s, 3 misses`.
    pub scheme: String,
    /// When the (first) failure struck, in seconds.
    pub failed_at_seconds: f64,
    /// From the failure until it was noticed; `None` when never in the story.
    pub noticed_after_seconds: Option<Figure>,
    /// From the restoration until the member was back in rotation; `None` when never.
    pub back_after_seconds: Option<Figure>,
    /// Drawn trials in which it was noticed.
    pub noticed_in_trials: u64,
}

/// One service in one script.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceReport {
    /// Its name.
    pub name: String,
    /// `users` or `requests/s`: the unit of all loads below; empty without load.
    pub unit: String,
    /// Times it went out, by truth.
    pub outages: Figure,
    /// Time out, in seconds.
    pub outage_seconds: Figure,
    /// Time one more failure away from an outage or a refusal, in seconds.
    pub unprotected_seconds: Figure,
    /// Why it was unprotected in the story: `one more member down refuses users`.
    pub unprotected_because: Vec<String>,
    /// Users moved between members, each move counted.
    pub moved: Figure,
    /// Most users refused at one time.
    pub refused_peak: Figure,
    /// Its members, by name.
    pub members: Vec<MemberReport>,
}

/// One member of a service in one script.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberReport {
    /// Its name.
    pub name: String,
    /// How much it should carry, in the unit of the service.
    pub limit: Option<f64>,
    /// Before the first event of the script.
    pub before: Figure,
    /// The maximum over time.
    pub peak: Figure,
    /// When the last ramp has ended (or at the horizon).
    pub after: Figure,
    /// Time above the limit, in seconds.
    pub over_limit_seconds: Figure,
}

/// One population in one script.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PopulationReport {
    /// Its name.
    pub name: String,
    /// The feature its users want.
    pub feature: String,
    /// How many.
    pub users: f64,
    /// Interruptions at the thresholds: anybody, a share, everybody.
    pub thresholds: Vec<ThresholdReport>,
    /// Waits of the interrupted users, in seconds; `None` when nobody waited.
    pub waits_seconds: Option<WaitsReport>,
    /// User-minutes without service.
    pub lost_user_minutes: Figure,
    /// The same by phase, in the fixed order of phases; they add up.
    pub lost_by_phase: Vec<PartReport>,
    /// The same by chain of causes, largest first; they add up.
    pub lost_by_chain: Vec<PartReport>,
    /// Users over time in the story, piecewise linear between points.
    pub over_time: Vec<UsersPoint>,
    /// The features its users want, by name, where the home service alone does not give them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<FeatureReport>,
}

/// One feature of one population in one script: who lacked it, served otherwise or not.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureReport {
    /// Its name.
    pub name: String,
    /// The routes it takes beside the home service: `mediation for fe`.
    pub path: Vec<String>,
    /// Interruptions at the thresholds: anybody, a share, everybody.
    pub thresholds: Vec<ThresholdReport>,
    /// User-minutes without it.
    pub lost_user_minutes: Figure,
    /// The same by phase, in the fixed order of phases; they add up.
    pub lost_by_phase: Vec<PartReport>,
    /// The same by chain of causes, largest first; they add up.
    pub lost_by_chain: Vec<PartReport>,
}

/// Interruptions at one threshold.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdReport {
    /// `anybody`, `more than 5 %`, `everybody`.
    pub threshold: String,
    /// How many interruptions began.
    pub interruptions: Figure,
    /// The longest, in seconds.
    pub longest_seconds: Figure,
    /// All together, in seconds.
    pub total_seconds: Figure,
    /// Clock time by phase in seconds; adds up to the total.
    pub by_phase: Vec<PartReport>,
}

/// Waits of interrupted users.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaitsReport {
    /// Users that waited (each wait counted).
    pub users: Figure,
    /// Half waited longer.
    pub median: Figure,
    /// One in twenty waited longer.
    pub p95: Figure,
    /// The longest wait.
    pub worst: Figure,
}

/// A named part of a total.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartReport {
    /// Which part.
    pub name: String,
    /// How much of the total.
    pub amount: Figure,
}

/// Users by level at one time of the story.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsersPoint {
    /// Seconds since the start. Two points may stand at one time: a step.
    pub at_seconds: f64,
    /// Served in full.
    pub full: f64,
    /// Served with limited features.
    pub limited: f64,
    /// Waiting to be served.
    pub waiting: f64,
    /// Refused for want of room.
    pub refused: f64,
}

/// One open load in one script.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoadReport {
    /// Its name.
    pub name: String,
    /// The service it goes to.
    pub to: String,
    /// The word for one request.
    pub unit: String,
    /// Requests made.
    pub made: Figure,
    /// Requests that failed: sent to a dead member, or while the service was out.
    pub failed: Figure,
    /// Requests refused for want of room.
    pub refused: Figure,
    /// Time in which some requests failed or were refused, in seconds.
    pub failing_seconds: Figure,
}

/// The long run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EstimateReport {
    /// Length of a trial in seconds, warm-up included.
    pub horizon_seconds: f64,
    /// The part not counted, in seconds.
    pub warm_up_seconds: f64,
    /// Trials.
    pub trials: u64,
    /// How a trial starts: `new`.
    pub start: String,
    /// Failures and repairs, over all trials.
    pub failures_and_repairs: u64,
    /// Per service or component asked about, by name.
    pub services: Vec<LongRunService>,
    /// Per population, by name.
    pub populations: Vec<LongRunPopulation>,
    /// Planned work, by name; absent where none is planned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub maintenance: Vec<MaintenanceReport>,
}

/// A number with its interval.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EstimateFigure {
    /// The point estimate.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub lower: f64,
    /// Upper end of the 95 % interval.
    pub upper: f64,
}

/// A service or component in the long run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongRunService {
    /// Its name.
    pub name: String,
    /// Share of time out.
    pub unavailability: EstimateFigure,
    /// Outages seen in all trials; zero makes the figures above bounds.
    pub outages_seen: u64,
    /// Outages a year.
    pub outages_per_year: EstimateFigure,
    /// Mean outage, in seconds; `None` when none was seen.
    pub mean_outage_seconds: Option<EstimateFigure>,
    /// Share of time one more failure away from an outage.
    pub unprotected: EstimateFigure,
    /// Highest load of a member, in the unit of the service.
    pub peak_member_load: f64,
    /// Mean load of a member in service.
    pub mean_member_load: f64,
    /// The share of time out, planned and unplanned apart; absent where nothing is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<PlannedReport>,
    /// Downtime by chain of causes, seconds a year, largest first.
    pub outage_seconds_per_year_by_chain: Vec<ChainShare>,
}

/// The share of time a service was out, by what it took; the three add up.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedReport {
    /// Outages that failures alone have caused.
    pub unplanned: EstimateFigure,
    /// Outages that a failure would not have caused without planned work.
    pub failed_during_work: EstimateFigure,
    /// Outages that planned work alone has caused.
    pub planned: EstimateFigure,
}

/// Planned work in the long run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaintenanceReport {
    /// Its name.
    pub name: String,
    /// The service whose members are worked on.
    pub service: String,
    /// Members stopped for work, a year.
    pub works_per_year: EstimateFigure,
    /// Turns that were dropped, a year.
    pub skipped_per_year: EstimateFigure,
    /// Turns that had to wait, a year.
    pub waited_per_year: EstimateFigure,
}

/// A population in the long run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongRunPopulation {
    /// Its name.
    pub name: String,
    /// Mean users without service.
    pub mean_users_lacking: EstimateFigure,
    /// User time lacking over user time wanted.
    pub unavailability: EstimateFigure,
    /// Interruptions a year at the thresholds.
    pub interruptions_per_year: Vec<ThresholdRate>,
    /// User-minutes without service a year, by chain of causes, largest first.
    pub lost_user_minutes_per_year_by_chain: Vec<ChainShare>,
    /// The features its users want, by name, where the home service alone does not give them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<LongRunFeature>,
}

/// A feature of a population in the long run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongRunFeature {
    /// Its name.
    pub name: String,
    /// Mean users who lack it.
    pub mean_users_lacking: EstimateFigure,
    /// User time lacking over user time wanted.
    pub unavailability: EstimateFigure,
    /// Interruptions a year at the thresholds.
    pub interruptions_per_year: Vec<ThresholdRate>,
    /// User-minutes without it a year, by chain of causes, largest first.
    pub lost_user_minutes_per_year_by_chain: Vec<ChainShare>,
}

/// Interruptions a year at one threshold.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdRate {
    /// `anybody`, `more than 5 %`, `everybody`.
    pub threshold: String,
    /// Interruptions a year.
    pub per_year: EstimateFigure,
    /// Share of time.
    pub unavailability: EstimateFigure,
}

/// A chain of causes and what it costs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainShare {
    /// Trigger and preconditions, in words.
    pub chain: String,
    /// What it costs, in the unit of the list.
    pub amount: f64,
}

/// The verdict on one objective.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectiveReport {
    /// Its name.
    pub name: String,
    /// What it demands, in words.
    pub demand: String,
    /// The incident it was judged on; `None` is the long run.
    pub incident: Option<String>,
    /// What was seen, in words: `worst 62.5 s, held in 1,000 of 1,000 trials`.
    pub seen: String,
    /// Met, missed or undecided.
    pub verdict: Verdict,
}

/// How an objective fared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds, at the stated confidence.
    Met,
    /// The trials do not decide.
    Undecided,
    /// It does not hold.
    Missed,
}

/// A default in force.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssumptionReport {
    /// The place in the file.
    pub what: String,
    /// The value in force.
    pub value: String,
    /// Why this value.
    pub source: String,
}

impl Report {
    /// The worst verdict, or [`Verdict::Met`] without objectives.
    pub fn verdict(&self) -> Verdict {
        self.objectives.iter().map(|o| o.verdict).max().unwrap_or(Verdict::Met)
    }
}
