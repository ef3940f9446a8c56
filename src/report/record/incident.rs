//! One script: its story, who noticed, its services, its loads.

use super::super::states::StatesReport;
use super::{DataReport, Ended, Figure, PopulationReport, RecoveryReport};
use serde::{Deserialize, Serialize};

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
    /// Why there are no more; left out where all that were asked for have been run.
    #[serde(default, skip_serializing_if = "Ended::is_whole")]
    pub ended: Ended,
    /// The drawn trial the story tells; `None` is the nominal story.
    pub story_of_trial: Option<u64>,
    /// What happened, in order.
    pub story: Vec<StoryLine>,
    /// States of what changes in the story, over time; absent where nothing does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<StatesReport>,
    /// Who noticed what, and when.
    pub notices: Vec<NoticeReport>,
    /// How long recoveries took, by whose and by class of failure; absent where there were none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recoveries: Vec<RecoveryReport>,
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
    /// What became of its data, by class of failure; absent where it keeps none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<DataReport>,
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
