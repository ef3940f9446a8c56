//! One trial of the long run, told.

use super::StoryLine;
use serde::{Deserialize, Serialize};

/// One trial of the long run: what it cost, and what happened where it cost most.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplayReport {
    /// Its number.
    pub trial: u64,
    /// Its length in seconds, warm-up included.
    pub horizon_seconds: f64,
    /// The part not counted, in seconds.
    pub warm_up_seconds: f64,
    /// How it starts: `new` or `settled`.
    pub start: String,
    /// Failures and repairs, warm-up included.
    pub failures_and_repairs: u64,
    /// Events handled.
    pub events: u64,
    /// Per service or component asked about, by name.
    pub services: Vec<ReplayedService>,
    /// Per population, service by its home first, then in full, then each feature.
    pub populations: Vec<ReplayedPopulation>,
    /// The worst times in which somebody lacked something, worst first.
    pub episodes: Vec<EpisodeReport>,
    /// The others.
    pub episodes_left_out: EpisodesLeftOut,
}

/// A service in one trial.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplayedService {
    /// Its name.
    pub name: String,
    /// Times it went out.
    pub outages: u64,
    /// Time out, in seconds, as `worst_trials` has it.
    pub outage_seconds: f64,
    /// The longest outage, in seconds.
    pub longest_seconds: f64,
}

/// A population, or a feature it wants, in one trial.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplayedPopulation {
    /// Its name.
    pub name: String,
    /// The feature, or `service in full`; empty is service at any level.
    pub feature: String,
    /// Times in which anybody lacked it.
    pub interruptions: u64,
    /// User-minutes without it, as `worst_trials` has them.
    pub lost_user_minutes: f64,
    /// The longest time in which anybody lacked it, in seconds.
    pub longest_seconds: f64,
}

/// A time in which somebody lacked something throughout.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EpisodeReport {
    /// When the first of the failures struck that are behind it, in seconds since the start.
    pub first_failure_seconds: f64,
    /// When it began.
    pub from_seconds: f64,
    /// When everybody had everything again, or the trial ended.
    pub to_seconds: f64,
    /// Everybody had everything again.
    pub over: bool,
    /// Services that were out.
    pub services: Vec<EpisodeService>,
    /// Users that lacked something.
    pub populations: Vec<EpisodePopulation>,
    /// What happened, in order.
    pub story: Vec<StoryLine>,
    /// Lines left out before the last ones; there may be too many.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub story_lines_left_out: u64,
}

/// A service within an episode.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EpisodeService {
    /// Its name.
    pub name: String,
    /// Time out, in seconds.
    pub outage_seconds: f64,
    /// The same by chain of causes, longest first; they add up.
    pub by_chain: Vec<EpisodePart>,
}

/// A population, or a feature it wants, within an episode.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EpisodePopulation {
    /// Its name.
    pub name: String,
    /// The feature, or `service in full`; empty is service at any level.
    pub feature: String,
    /// Most users that lacked it at one time.
    pub most_users: f64,
    /// How long anybody lacked it, in seconds.
    pub lacking_seconds: f64,
    /// User-minutes without it.
    pub lost_user_minutes: f64,
    /// The same by phase, in the fixed order of phases; they add up.
    pub by_phase: Vec<EpisodePart>,
    /// The same by chain of causes, largest first; they add up.
    pub by_chain: Vec<EpisodePart>,
}

/// A named part of a total.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EpisodePart {
    /// Which part.
    pub name: String,
    /// How much, in the unit of the list.
    pub amount: f64,
}

/// What is not told.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EpisodesLeftOut {
    /// How many.
    pub count: u64,
    /// User-minutes without service in them, over all populations.
    pub lost_user_minutes: f64,
    /// Time out in them, in seconds, over all services.
    pub outage_seconds: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}
