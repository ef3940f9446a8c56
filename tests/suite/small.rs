//! Small worlds built in code, as stories: a pool, what happens to it, what is asked.

use hadr::detection::AtOnce;
use hadr::estimator::plan::{EstimateStudy, IncidentStudy, Study};
use hadr::metric::objective::Objective;
use hadr::quantity::{MICRO, Probability, Span, Time};
use hadr::random::Law;
use hadr::redundancy::{Overload, Pool};
use hadr::report::Report;
use hadr::scenario::{Problems, Scenario};
use hadr::study::{self, Options};
use hadr::system::port::Detection;
use hadr::system::*;
use std::sync::Arc;

/// A pool `web` of servers in one site, and what happens to it.
#[derive(Clone)]
pub struct Small {
    pub blueprint: Blueprint,
    pub study: Study,
    pub objectives: Vec<Objective>,
    pub options: Options,
}

pub const SITE: usize = 0;
pub const WEB: usize = 0;

pub fn seconds(seconds: u64) -> Span {
    Span::from_secs(seconds)
}

pub fn hours(hours: u64) -> Span {
    Span::from_secs(3600 * hours)
}

pub fn exponential(hours_mean: u64) -> Law {
    Law::exponential(hours(hours_mean)).expect("a mean is a mean")
}

pub fn fixed(span: Span) -> Law {
    Law::fixed(span).expect("a span is a span")
}

/// Clients that the balancer brings back.
pub fn by_balancer() -> Clients {
    Clients { returns: Returns::ByBalancer, retry: (Span::ZERO, Span::ZERO), timeout: seconds(30) }
}

/// Clients that try again over a window after a loss.
pub fn by_client(from: u64, to: u64) -> Clients {
    let retry = (seconds(from), seconds(to));
    Clients { returns: Returns::ByClient, retry, timeout: seconds(30) }
}

impl Small {
    /// Asks for nothing but the long run, which is not audited: what is audited after every instant
    /// is the business of other tests.
    pub fn watched(&mut self, (warm_up, watched): (Span, Span), trials: u64) -> &mut EstimateStudy {
        self.study.incidents = None;
        self.options.audit = false;
        self.study.estimate.insert(EstimateStudy {
            of: None,
            horizon: warm_up + watched,
            warm_up,
            start: Beginning::New,
            trials,
            precision: None,
            seed: 1,
            share: Probability::new(0.05).expect("a share"),
            perfecting: 0,
            contracts: Vec::new(),
            limits: Vec::new(),
        })
    }

    /// `members` servers that need one, notice at once and flag overload.
    pub fn pool(members: u32) -> Self {
        let mut blueprint = Blueprint::default();
        blueprint.places.push(PlaceSpec {
            name: "site".into(),
            luck: None,
            inside: None,
            modes: Vec::new(),
        });
        blueprint.families.push(family("web", members));
        blueprint.services.push(ServiceSpec {
            name: "pool".into(),
            members: vec![Target::Family(WEB)],
            needs: Vec::new(),
            mechanism: Arc::new(Pool::new(1, Overload::Flag)),
            detection: Arc::new(AtOnce),
        });
        blueprint.incidents.push(IncidentSpec { name: "incident".into(), events: Vec::new() });
        let study = Study {
            incidents: Some(IncidentStudy {
                horizon: hours(2),
                trials: 100,
                seed: 1,
                random: false,
                share: Probability::new(0.05).expect("a share"),
            }),
            estimate: None,
        };
        let options = Options { audit: true, ..Options::default() };
        Self { blueprint, study, objectives: Vec::new(), options }
    }

    pub fn users(mut self, users: u64, clients: Clients) -> Self {
        let name = format!("users-{}", self.blueprint.populations.len());
        let (users, feature) = (users * MICRO, "service".to_owned());
        self.blueprint.populations.push(PopulationSpec {
            name,
            features: Vec::new(),
            feature,
            users,
            home: 0,
            clients,
        });
        self
    }

    pub fn sign_ins(mut self, per_second: u64) -> Self {
        self.blueprint.families[WEB].sign_ins = Some(per_second * MICRO);
        self
    }

    pub fn limit(mut self, users: u64) -> Self {
        self.blueprint.families[WEB].limit = Some(Limit::Users(users * MICRO));
        self
    }

    pub fn mechanism(mut self, need: u32, overload: Overload) -> Self {
        self.blueprint.services[0].mechanism = Arc::new(Pool::new(need, overload));
        self
    }

    pub fn shared(mut self, pool: Pool) -> Self {
        self.blueprint.services[0].mechanism = Arc::new(pool);
        self
    }

    /// A script line: servers (by number) are drained at a second, for some seconds or for good.
    pub fn drain(mut self, at: u64, servers: &[u32], lasts: Option<u64>) -> Self {
        let targets = servers.iter().map(|server| Target::Member(WEB, *server)).collect();
        self.blueprint.incidents[0].events.push(ScriptSpec {
            at: Time::after_start(seconds(at)),
            action: Action::Drain,
            targets,
            lasts: lasts.map(seconds),
        });
        self
    }

    pub fn detect(mut self, detection: impl Detection + 'static) -> Self {
        self.blueprint.services[0].detection = Arc::new(detection);
        self
    }

    pub fn fails(mut self, kind: ModeKind, life: Law, repair: RepairSpec) -> Self {
        self.blueprint.families[WEB].modes.push(ModeSpec {
            kind,
            tag: kind.word().to_owned(),
            life,
            ages: Ages::WhileUp,
            repair: Some(repair),
        });
        self
    }

    /// A script line: servers (by number) break at a second, for some seconds or for good.
    pub fn breaks(mut self, kind: ModeKind, at: u64, servers: &[u32], lasts: Option<u64>) -> Self {
        let targets = servers.iter().map(|server| Target::Member(WEB, *server)).collect();
        self.blueprint.incidents[0].events.push(ScriptSpec {
            at: Time::after_start(seconds(at)),
            action: Action::Break(kind),
            targets,
            lasts: lasts.map(seconds),
        });
        self
    }

    pub fn crash(self, at: u64, servers: &[u32], lasts: Option<u64>) -> Self {
        self.breaks(ModeKind::Crash, at, servers, lasts)
    }

    pub fn hang(self, at: u64, servers: &[u32], lasts: Option<u64>) -> Self {
        self.breaks(ModeKind::Hang, at, servers, lasts)
    }

    pub fn scenario(&self) -> Scenario {
        Scenario {
            inputs: Vec::new(),
            price: None,
            uncertain: None,
            warnings: Problems::default(),
            title: "small".into(),
            question: None,
            sources: Vec::new(),
            blueprint: self.blueprint.clone(),
            study: self.study.clone(),
            objectives: self.objectives.clone(),
            assumptions: Vec::new(),
            hash: "0".into(),
        }
    }

    pub fn run(&self) -> Report {
        study::run(&self.scenario(), &self.options).expect("a small world runs")
    }
}

pub fn family(name: &str, count: u32) -> Family {
    Family {
        name: name.into(),
        luck: None,
        count: Some(count),
        place: SITE,
        limit: None,
        units: Vec::new(),
        sign_ins: None,
        modes: Vec::new(),
        repair: None,
        needs: Vec::new(),
    }
}

pub fn repair(takes: Law) -> RepairSpec {
    RepairSpec::taking(takes)
}
