//! What can still be said of a file of which some could not be read.
//!
//! One mistake is told once: that something is missing, or is one of too few, is only known where
//! every part it could stand in was read.

use super::code::{self, Code};
use super::tree::{Kind, Node};
use std::collections::BTreeSet;

/// A part of a file that lists things by name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    Places,
    Links,
    Components,
    Crews,
    Spares,
    Services,
    Features,
    Populations,
    Loads,
    People,
    Maintenance,
    Shocks,
    Changes,
    Data,
    Runbooks,
    Incidents,
    Objectives,
}

impl Part {
    /// Its field, and what it is for sentences.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Places => ("places", "the places"),
            Self::Links => ("links", "the links"),
            Self::Components => ("components", "the components"),
            Self::Crews => ("crews", "the crews"),
            Self::Spares => ("spares", "the spare units"),
            Self::Services => ("services", "the services"),
            Self::Features => ("features", "the features"),
            Self::Populations => ("populations", "the populations"),
            Self::Loads => ("loads", "the loads"),
            Self::People => ("people", "the people"),
            Self::Maintenance => ("maintenance", "the planned work"),
            Self::Shocks => ("shocks", "the shocks"),
            Self::Changes => ("changes", "the changes"),
            Self::Data => ("data", "the data"),
            Self::Runbooks => ("runbooks", "the runbooks"),
            Self::Incidents => ("incidents", "the incidents"),
            Self::Objectives => ("objectives", "the objectives"),
        }
    }
}

/// What of a file could not be read; why is told where it is written.
#[derive(Debug, Default)]
pub struct Illegible {
    /// Not even the names.
    pub names: bool,
    /// Things whose names are all that is known of them.
    pub things: BTreeSet<String>,
    /// Parts with something in them that could not be read.
    pub parts: BTreeSet<Part>,
}

impl Illegible {
    /// Notes a part of which not even the names can be read.
    pub fn note(&mut self, part: &Node<'_>) {
        self.names |= !matches!(part.kind, Kind::Map(_));
    }

    /// Whether a problem that shows only in the whole is known to be one.
    pub fn is_known(&self, code: Code) -> bool {
        !self.names && rests_on(code).iter().all(|part| !self.parts.contains(part))
    }
}

/// Where what is missed could stand.
fn rests_on(code: Code) -> &'static [Part] {
    use Part::{
        Components, Data, Features, Incidents, Loads, Populations, Runbooks, Services, Shocks,
    };
    match code {
        code::IMPOSSIBLE_NEED
        | code::CONTRADICTION
        | code::NO_MEMBER
        | code::NO_MODE
        | code::STANDBY_MEMBERS
        | code::IMPOSSIBLE_MIRROR => &[Services, Components],
        code::NO_RATE => &[Services, Components, Shocks],
        code::MEANINGLESS => &[Services, Populations, Runbooks, Incidents],
        code::BAD_PATH => &[Features],
        code::NO_ROUTE => &[Services, Populations, Features],
        code::PAIRING | code::BACKUP | code::NOTHING_ASKED => &[Services],
        code::IMPOSSIBLE_STEP => &[Services, Populations, Runbooks, Incidents],
        code::NO_INCIDENTS => &[Incidents],
        code::UNJUDGED => &[Services, Populations, Loads, Features, Data],
        code::NOBODY_TO_SERVE | code::IMPOSSIBLE_LEVEL => &[Services, Populations],
        _ => &[],
    }
}
