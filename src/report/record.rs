//! The result of a run: a plain, versioned record. Units are in the names of the fields.
//!
//! Every table, chart and export reads only this.

mod comparison;
mod contract;
mod incident;
mod long_run;
mod population;
mod recovery;
mod replay;
mod yearly;

pub use contract::*;
mod sensitivity;
mod sweep;
mod uncertain;

pub use comparison::*;
pub use incident::*;
pub use long_run::*;
pub use population::*;
pub use recovery::*;
pub use replay::*;
pub use sensitivity::*;
pub use sweep::*;
pub use uncertain::*;
pub use yearly::*;

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
    /// Its figures that lie between two values, by path; left out where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uncertain: Vec<UncertainReport>,
    /// Seed of all draws.
    pub seed: u64,
    /// Somebody has interrupted the run; left out where nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interrupted: Option<InterruptedReport>,
    /// One a script, by name.
    pub incidents: Vec<IncidentReport>,
    /// The long run.
    pub estimate: Option<EstimateReport>,
    /// One trial of the long run, told; left out unless asked for, and then there is nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay: Option<ReplayReport>,
    /// The verdicts, by name.
    pub objectives: Vec<ObjectiveReport>,
    /// The defaults in force.
    pub assumptions: Vec<AssumptionReport>,
}

/// What a run that was interrupted has not done.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterruptedReport {
    /// What was not begun or has no trial: `incident web-dies`, `long run`.
    pub left_out: Vec<String>,
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

/// The verdict on one objective.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectiveReport {
    /// Its name.
    pub name: String,
    /// What it demands, in words.
    pub demand: String,
    /// The incident it was judged on; `None` is the long run, or no incident at all.
    pub incident: Option<String>,
    /// What was seen, in words: `worst 62.5 s, held in 1,000 of 1,000 trials`.
    pub seen: String,
    /// Met, not judged, undecided or missed.
    pub verdict: Verdict,
}

/// How an objective fared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds, at the stated confidence.
    Met,
    /// Nothing happened that it is about.
    NotJudged,
    /// The trials do not decide.
    Undecided,
    /// It does not hold.
    Missed,
}

impl Verdict {
    /// As a person reads it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotJudged => "not judged",
            Self::Undecided => "undecided",
            Self::Missed => "missed",
        }
    }
}

impl ObjectiveReport {
    /// Where it was judged, behind what it demands.
    pub fn place(&self) -> String {
        match &self.incident {
            Some(incident) => format!(" (in {incident})"),
            None if self.verdict == Verdict::NotJudged => String::new(),
            None => " (in the long run)".to_owned(),
        }
    }
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
