//! What observers see beside transitions: a service at the end of an instant, and users over a
//! stretch of time.

use super::chain::{ChainId, Explanation, Trigger};
use super::id::{PopulationId, WantId};
use super::paths::ServiceLevel;
use super::phase::Phase;
use crate::quantity::{Micro, Time};

/// A service at the end of an instant.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct ServiceView {
    /// Whether it is up, by truth.
    pub up: bool,
    /// The level at which it works while it is up.
    pub service_level: ServiceLevel,
    /// Why it is out, if it is.
    pub out_by: Option<ChainId>,
    /// Members it has.
    pub members: u32,
    /// Members that are up, by truth.
    pub members_up: u32,
    /// Members that are given new work.
    pub rotation: u32,
    /// Members that are given new work and do it.
    pub serving: u32,
    /// Micro-users that want it.
    pub wanted: Micro,
    /// Micro-users served.
    pub served: Micro,
    /// Micro-users on their way back or not yet released; where routes lead, those at the homes of
    /// the users they bring.
    pub waiting: Micro,
    /// Micro-users refused.
    pub refused: Micro,
    /// Micro-users that have lost their member so far.
    pub moved: Micro,
    /// Why it is one more failure away from an outage, if it is.
    pub exposure: Option<Exposure>,
    /// The load of an evenly loaded member, in micro-users (or micro-requests a second).
    pub level: Micro,
    /// The same as this instant began, before anything changed.
    pub level_before: Micro,
    /// Nobody carries more than its limit.
    pub limited: bool,
    /// Members may carry different shares: each is to be asked.
    pub each: bool,
    /// Micro-users on drained members who are yet to move.
    pub leaving: Micro,
    /// Requests a second that are made, fail and are refused, in millionths, over all its loads.
    pub requests: RequestRates,
}

/// Why a service is one more failure away from an outage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Exposure {
    /// As many members are up as it needs.
    OneMoreIsAnOutage,
    /// The others have no room for the users of one more.
    OneMoreRefuses,
    /// One of a pair is down: nobody could take over from the other.
    PartnerDown,
    /// One of a pair has written what its partner does not have yet, beyond what is usual.
    BackupBehind,
    /// One of a pair serves the other's users still.
    NotFailedBack,
    /// A principal runs alone: nobody could take over.
    NoMirror,
    /// The mirror has yet to catch up.
    NotSynchronized,
    /// Principal, mirror and witness are not all connected: nobody would take over by itself.
    NoVote,
}

impl Exposure {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Self::OneMoreIsAnOutage => "one more member down is an outage",
            Self::OneMoreRefuses => "one more member down refuses users",
            Self::PartnerDown => "the partner is down",
            Self::BackupBehind => "the backup is behind",
            Self::NotFailedBack => "not yet failed back",
            Self::NoMirror => "the principal runs alone",
            Self::NotSynchronized => "the mirror has yet to catch up",
            Self::NoVote => "principal, mirror and witness are not all connected",
        }
    }
}

/// What becomes of each request at present, as exact shares of the rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RequestRates {
    /// Share that fails: the numerator over `of`.
    pub failing: u64,
    /// The denominator; zero without members in rotation (then all fail).
    pub of: u64,
    /// Micro-requests a second that are refused for want of room.
    pub refused: Micro,
}

/// The users of one population over a stretch of time in which every flow was constant.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'a> {
    /// The population.
    pub population: PopulationId,
    /// The feature it is about; `None` is service by the home itself, at any level.
    pub want: Option<WantId>,
    /// How many users want the service, in millionths.
    pub wanted: Micro,
    /// Start.
    pub from: Time,
    /// End; equal to the start for moves within one instant.
    pub to: Time,
    /// Micro-users without service at the start and the end.
    pub lacking: (Micro, Micro),
    /// Of these, refused, at the start and the end.
    pub refused: (Micro, Micro),
    /// The waiting cohorts behind it.
    pub parts: &'a [StagePart],
}

impl Stage<'_> {
    /// Its place among the populations and, behind them, the wants.
    pub fn audience(&self, populations: usize) -> usize {
        self.want.map_or(self.population.at(), |want| populations + want.at())
    }
}

/// One cohort in one phase over a stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StagePart {
    /// Why its users wait.
    pub chain: ChainId,
    /// What they wait for.
    pub phase: Phase,
    /// When they lost service.
    pub since: Time,
    /// The failure that took it from those of them who lost it last.
    pub latest: Latest,
    /// Micro-users at the start and the end of the stage.
    pub amount: (Micro, Micro),
    /// Micro-users of the cohort that were served again during the stage.
    pub returned: Micro,
}

/// The loss of the last of those who wait in one part of a stage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Latest {
    /// When they lost service.
    pub since: Time,
    /// What took it.
    pub trigger: Option<Trigger>,
}

impl Latest {
    pub(crate) fn new(since: Time, explanation: &Explanation) -> Self {
        Self { since, trigger: explanation.goes_back_to() }
    }
}
