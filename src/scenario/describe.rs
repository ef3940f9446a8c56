//! What a file says, item by item, names still unresolved and every name with its place.
//!
//! Decoding makes this, checks read it, assembly turns it into a blueprint and a plan.
//! A part that could not be read is `None`: its problem is reported already, and whatever else the
//! item says is checked all the same.

mod data;

pub use data::{BackupsText, ChangeText, CopyText, DataText, RestoreText};
mod links;
mod mirror;
mod pairing;
mod runbook;
mod standby;

pub use links::LinkText;
pub use mirror::{DeciderText, MirrorText};
pub use pairing::{BackupText, IntoText, PairingText};
pub use runbook::*;
pub use standby::{ByHandText, StandbyPairText, SwitchText};

use super::legible::Illegible;
use super::tree::Place;
use crate::estimator::plan::{EstimateStudy, IncidentStudy};
use crate::metric::objective::Demand;
use crate::quantity::{Micro, Probability, Span, Time};
use crate::random::Law;
use crate::redundancy::{Overload, Rebalance, Requests};
use crate::system::port::Detection;
use crate::system::{
    Action, Arrivals, BetaShare, Duty, FailureClass, Limit, ModeKind, NeedKind, OnlyIf, Order,
    Otherwise, Reroute, Returns, ServiceLevel, ShockSize, Starts, TestTimes, Turns, UnitLimit,
};
use std::sync::Arc;

/// A name and where it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    pub text: String,
    pub place: Place,
}

/// A value and where it is written.
#[derive(Clone, Copy, Debug)]
pub struct At<T> {
    pub value: T,
    pub place: Place,
}

/// A whole file.
#[derive(Debug, Default)]
pub struct Description {
    pub title: String,
    pub question: Option<String>,
    pub sources: Vec<String>,
    pub illegible: Illegible,
    pub places: Vec<PlaceText>,
    pub links: Vec<LinkText>,
    pub components: Vec<ComponentText>,
    pub crews: Vec<CrewText>,
    pub spares: Vec<SparesText>,
    pub people: Vec<PersonText>,
    pub runbooks: Vec<RunbookText>,
    pub maintenance: Vec<MaintenanceText>,
    pub shocks: Vec<ShockText>,
    pub changes: Vec<ChangeText>,
    pub data: Vec<DataText>,
    pub services: Vec<ServiceText>,
    pub features: Vec<FeatureText>,
    pub populations: Vec<PopulationText>,
    pub loads: Vec<LoadText>,
    pub incidents: Vec<IncidentText>,
    pub study: StudyText,
    pub objectives: Vec<ObjectiveText>,
    pub prices: Option<PricesText>,
}

/// Prices a year, by the name of what is paid for.
#[derive(Debug)]
pub struct PricesText {
    pub currency: String,
    pub per_year: Vec<(Name, f64)>,
}

#[derive(Debug)]
pub struct PlaceText {
    pub name: Name,
    pub luck: Option<Name>,
    pub inside: Option<Name>,
    pub modes: Vec<ModeText>,
}

#[derive(Debug)]
pub struct ComponentText {
    /// The name, or the stem of the numbered names.
    pub name: Name,
    /// Whether it is written inside a service, whose name it shares.
    pub inline: bool,
    pub luck: Option<Name>,
    pub place: Option<Name>,
    pub count: Option<u32>,
    /// Whether a count is stated that could not be read.
    pub vague: bool,
    pub limit: Option<Limit>,
    pub units: Vec<UnitLimit>,
    pub sign_ins: Option<Micro>,
    pub modes: Vec<ModeText>,
    pub repair: Option<RepairText>,
    /// How likely it fails in taking over.
    pub demand: Option<Probability>,
    pub needs: Vec<NeedText>,
}

/// What something needs; `None` is to run at all.
#[derive(Clone, Debug)]
pub struct NeedText {
    pub on: Name,
    pub kind: Option<NeedKind>,
}

#[derive(Debug)]
pub struct ModeText {
    pub kind: ModeKind,
    pub tag: Name,
    pub life: Option<Law>,
    pub ages: AgesText,
    pub repair: Option<RepairText>,
    /// When tests would find it.
    pub test: Option<TestTimes>,
}

#[derive(Debug)]
pub enum AgesText {
    WhileUp,
    Always,
    While(Name),
    Dormant { beside: Name, factor: Probability },
}

#[derive(Clone, Debug)]
pub struct RepairText {
    pub takes: Option<Law>,
    pub delay: Option<Law>,
    pub crew: Option<Name>,
    pub by: Option<Name>,
    pub spares: Option<Name>,
    pub priority: Option<At<u32>>,
    pub starts: Starts,
}

#[derive(Debug)]
pub struct CrewText {
    pub name: Name,
    pub size: u32,
    pub order: Order,
}

#[derive(Debug)]
pub struct PersonText {
    pub name: Name,
    pub notice: Option<Law>,
    pub decide: Option<Law>,
    pub act: Option<Law>,
    pub on_duty: Duty,
    pub call_in: Option<Law>,
}

#[derive(Debug)]
pub struct SparesText {
    pub name: Name,
    pub count: u32,
    pub turn_round: Option<Law>,
    pub by_priority: bool,
}

#[derive(Debug)]
pub struct ShockText {
    pub name: Name,
    /// `None` where it could not be read.
    pub source: Option<ShockSourceText>,
}

#[derive(Debug)]
pub enum ShockSourceText {
    Beta {
        of: Option<Name>,
        factor: Option<At<Probability>>,
        share: Option<BetaShare>,
    },
    Own {
        life: Option<Law>,
        scope: Vec<Name>,
        size: Option<ShockSize>,
        /// Where a number of members stands.
        count: Option<Place>,
        kind: ModeKind,
        repair: Option<Box<RepairText>>,
    },
}

#[derive(Debug)]
pub struct ServiceText {
    pub name: Name,
    /// `None` where the members could not be read.
    pub members: Option<Vec<Name>>,
    /// Whether the one member is written inside.
    pub inline: bool,
    pub needs: Vec<NeedText>,
    pub mechanism: MechanismText,
    pub check: Option<CheckText>,
    pub routes: Vec<RouteText>,
    pub reroute: Reroute,
    /// How long its users wait before they complain.
    pub complaints: Option<Law>,
}

/// How the members of a service back each other up.
#[derive(Debug)]
pub enum MechanismText {
    /// What is said could not be read.
    Unread,
    Pool(PoolText),
    Pairing(PairingText),
    Mirror(Box<MirrorText>),
    StandbyPair(StandbyPairText),
}

/// A load-balanced pool.
#[derive(Debug)]
pub struct PoolText {
    pub need: Option<At<u32>>,
    pub overload: Overload,
    pub spread: SpreadText,
    pub rebalance: Rebalance,
    pub standby: Option<StandbyText>,
    pub requests: Requests,
}

impl ServiceText {
    /// What it says as a pool, if it is one.
    pub fn pool(&self) -> Option<&PoolText> {
        match &self.mechanism {
            MechanismText::Pool(pool) => Some(pool),
            _ => None,
        }
    }

    /// Whether one of its members leads and does all the work.
    pub const fn is_led(&self) -> bool {
        matches!(self.mechanism, MechanismText::Mirror(_) | MechanismText::StandbyPair(_))
    }

    /// What it says as a mirror, if it is one.
    pub fn mirror(&self) -> Option<&MirrorText> {
        match &self.mechanism {
            MechanismText::Mirror(mirror) => Some(mirror),
            _ => None,
        }
    }
}

#[derive(Debug)]
pub struct MaintenanceText {
    pub name: Name,
    pub of: Option<Name>,
    pub turns: Option<Turns>,
    pub takes: Option<Law>,
    pub drain: Option<Span>,
    pub only_if: At<OnlyIf>,
    pub otherwise: Otherwise,
    pub at_once: u32,
    pub crew: Option<Name>,
}

/// Who gets how much of the work.
#[derive(Debug)]
pub enum SpreadText {
    Even,
    Sticky,
    Weights(Vec<(Name, u64)>),
}

/// Members that get no work while enough others do.
#[derive(Debug)]
pub struct StandbyText {
    pub members: Vec<Name>,
    pub below: Option<At<u32>>,
    pub activation: Option<Law>,
}

/// How a service notices, and what its clients do.
#[derive(Clone, Debug)]
pub struct CheckText {
    pub detection: Arc<dyn Detection>,
    /// Stated by a `client` check: the default of the populations at home there.
    pub clients: Option<ClientsText>,
    /// Who decides and acts; the detection is yet to be made then.
    pub person: Option<Name>,
    /// The place or component it sees from.
    pub from: Option<Name>,
}

/// How clients come back, as far as stated.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClientsText {
    pub retry: Option<(Span, Span)>,
    pub timeout: Option<Span>,
}

/// The role of the service that serves a user now.
pub const HOME: &str = "home";

/// Something that users do.
#[derive(Debug)]
pub struct FeatureText {
    pub name: Name,
    /// Its roles, `home` among them.
    pub path: Vec<Name>,
    pub works_at: ServiceLevel,
    pub demand: Vec<BurdenText>,
}

/// What a feature puts on a role, or on all of its path beside the home.
#[derive(Clone, Debug)]
pub struct BurdenText {
    pub role: Option<Name>,
    pub place: Place,
    pub unit: String,
    pub amount: Micro,
    pub per: Micro,
}

/// Who plays a role, the preferred first.
#[derive(Debug)]
pub struct RouteText {
    pub role: Name,
    pub targets: Vec<Name>,
}

#[derive(Debug)]
pub struct PopulationText {
    pub name: Name,
    pub users: Option<At<Micro>>,
    pub home: Option<Name>,
    /// Where it stands; `None` reaches everything.
    pub place: Option<Name>,
    pub features: Option<Vec<Name>>,
    pub clients: ClientsText,
    pub returns: Option<Returns>,
    pub routes: Vec<RouteText>,
    pub reroute: Reroute,
    /// How long its users wait before they complain.
    pub complaints: Option<Law>,
}

#[derive(Debug)]
pub struct LoadText {
    pub name: Name,
    pub to: Option<Name>,
    pub rate: Option<(Micro, String)>,
    pub arrivals: Arrivals,
    /// The share of its requests that write.
    pub writes: Option<Probability>,
    /// How long its clients take to look again for whoever serves.
    pub looks_again: Option<At<Span>>,
}

#[derive(Debug)]
pub struct IncidentText {
    pub name: Name,
    pub events: Vec<EventText>,
}

#[derive(Debug)]
pub struct EventText {
    pub at: Option<At<Time>>,
    pub action: Action,
    pub targets: Vec<Name>,
    /// Which routes are led where, if they are.
    pub repoint: Option<RepointText>,
    pub lasts: Option<Span>,
}

#[derive(Debug, Default)]
pub struct StudyText {
    pub incidents: Option<IncidentStudy>,
    pub estimate: Option<EstimateStudy>,
    /// The thing the estimate is about.
    pub of: Option<Name>,
    /// Whose figure is to be precise.
    pub whose: Option<Name>,
    /// Where `study`, `study.incidents` and `study.estimate` stand, as far as they do.
    pub places: StudyPlaces,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct StudyPlaces {
    pub study: Place,
    pub incidents: Option<Place>,
    pub estimate: Option<Place>,
    pub warm_up: Option<Place>,
    pub precision: Option<Place>,
}

#[derive(Debug)]
pub struct ObjectiveText {
    pub name: Name,
    pub feature: Option<Name>,
    /// The service whose data it is about.
    pub of: Option<Name>,
    /// Where it states a level, and a class of failure.
    pub level: Option<Place>,
    pub class: Option<At<FailureClass>>,
    pub demand: Demand,
}
