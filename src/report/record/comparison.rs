//! Designs side by side, on the same draws.

use super::{EstimateFigure, InputReport, ObjectiveReport};
use serde::{Deserialize, Serialize};

/// The version of the record of a comparison.
pub const COMPARISON_SCHEMA: &str = "hadr/comparison/v1";

/// Designs beside a baseline, what `hadr compare` writes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparisonReport {
    /// Always [`COMPARISON_SCHEMA`].
    pub schema: String,
    /// How all of them were run.
    pub run: RunReport,
    /// The designs, in the order they were given; the first is the baseline.
    pub designs: Vec<DesignReport>,
    /// Services, populations and features that not all designs have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unmatched: Vec<UnmatchedReport>,
    /// The money of the prices; absent where no design has prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// What runs to be compared have in common.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunReport {
    /// Version of the program.
    pub version: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Trials of each.
    pub trials: u64,
    /// How many there were to be, where somebody has interrupted the run; left out otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interrupted_of: Option<u64>,
    /// Length of a trial in seconds, warm-up included.
    pub horizon_seconds: f64,
    /// The part not counted, in seconds.
    pub warm_up_seconds: f64,
    /// How a trial starts: `new` or `settled`.
    pub start: String,
}

/// One design.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DesignReport {
    /// Its file, without folders; unique among the designs.
    pub name: String,
    /// Title of its scenario.
    pub title: String,
    /// Question of its scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Where its numbers come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Hash of its scenario's meaning.
    pub scenario_hash: String,
    /// The data files it draws from, by path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<InputReport>,
    /// What it costs a year, in the currency; absent where it states no prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_per_year: Option<f64>,
    /// Its services, populations and features, in this order and by name.
    pub parts: Vec<ComparedPart>,
    /// Chains of causes by what they cost more or less than in the baseline, largest difference
    /// first; absent in the baseline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chains: Vec<ChainDifference>,
    /// Verdicts on its objectives, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objectives: Vec<ObjectiveReport>,
    /// The downtime of all its parts in one word against the baseline; absent in the baseline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Change>,
}

/// What a part is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A service or a component asked about, by truth.
    Service,
    /// A population, by user time.
    Population,
    /// A feature of a population, by user time.
    Feature,
}

/// A service, population or feature in the long run of one design.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparedPart {
    /// What it is.
    pub kind: PartKind,
    /// Its name; of a feature that of its population.
    pub name: String,
    /// The name of the feature; null where it is none.
    pub feature: Option<String>,
    /// Share of time out, of users their time lacking over their time wanted.
    pub unavailability: EstimateFigure,
    /// The same in seconds a year.
    pub downtime_seconds_per_year: EstimateFigure,
    /// Outages a year; of users, interruptions of anybody.
    pub interruptions_per_year: EstimateFigure,
    /// How many of these were seen, over all trials: few make both intervals doubtful.
    pub interruptions_seen: u64,
    /// Against the first design, trial by trial; null in the first, and where the first has no
    /// such part.
    pub against_first: Option<PartDifference>,
}

/// What tells a service, population or feature from all others.
pub type PartKey<'r> = (PartKind, &'r str, Option<&'r str>);

impl ComparedPart {
    /// What tells it from the others.
    pub fn key(&self) -> PartKey<'_> {
        (self.kind, &self.name, self.feature.as_deref())
    }

    /// The same service, population or feature among the parts of another design.
    pub fn like<'p>(&self, parts: &'p [Self]) -> Option<&'p Self> {
        parts.iter().find(|other| other.key() == self.key())
    }
}

/// How a part differs from the same part of the first design.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartDifference {
    /// Share of time out: its own less that of the first.
    pub unavailability: EstimateFigure,
    /// The same in seconds a year.
    pub downtime_seconds_per_year: EstimateFigure,
    /// Whether it is out for longer or shorter.
    pub downtime_verdict: Change,
    /// Trials whose time out differs.
    pub trials_differing: u64,
    /// Outages or interruptions a year: its own less those of the first.
    pub interruptions_per_year: EstimateFigure,
    /// Whether it is interrupted more or less often.
    pub interruptions_verdict: Change,
    /// How much narrower the interval of the difference in time out is than if the designs had
    /// been run on draws of their own: the ratio of variances; null where nothing differs.
    pub variance_ratio: Option<f64>,
    /// Minutes of downtime saved per unit of money spent more, or lost per unit saved; null
    /// without prices, or where the prices are equal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes_saved_per_money: Option<EstimateFigure>,
}

/// The verdict on a difference.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Less, and the interval says so.
    Better,
    /// More, and the interval says so.
    Worse,
    /// Better in some, worse in others: only of a design as a whole.
    Mixed,
    /// It differs, and the trials do not say which way.
    NotFound,
    /// The same in every trial.
    Equal,
}

impl Change {
    /// As a person reads it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Mixed => "better and worse",
            Self::NotFound => "no difference found",
            Self::Equal => "exactly equal",
        }
    }
}

/// A part that not all designs have.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnmatchedReport {
    /// What it is.
    pub kind: PartKind,
    /// Its name; of a feature that of its population.
    pub name: String,
    /// The name of the feature; null where it is none.
    pub feature: Option<String>,
    /// The designs that have it.
    pub designs: Vec<String>,
}

impl UnmatchedReport {
    /// What tells it from the others.
    pub fn key(&self) -> PartKey<'_> {
        (self.kind, &self.name, self.feature.as_deref())
    }
}

/// A chain of causes in a design and in the baseline.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainDifference {
    /// What part it takes away.
    pub kind: PartKind,
    /// Its name; of a feature that of its population.
    pub name: String,
    /// The name of the feature; null where it is none.
    pub feature: Option<String>,
    /// Trigger and preconditions, in words.
    pub chain: String,
    /// What it costs in the baseline, in seconds of downtime a year.
    pub baseline_seconds_per_year: f64,
    /// What it costs here.
    pub seconds_per_year: f64,
    /// Here less baseline.
    pub difference_seconds_per_year: f64,
}
