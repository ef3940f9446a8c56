//! Published and independently solved cases: their values, and their worlds in this crate's words.

use crate::small::{SITE, Small, WEB, exponential, family, hours, repair};
use hadr::detection::AtOnce;
use hadr::estimator::plan::Precision;
use hadr::quantity::{Probability, Span, YEAR};
use hadr::redundancy::{Overload, Pool};
use hadr::report::EstimateReport;
use hadr::system::*;
use std::sync::{Arc, OnceLock};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Value {
    id: String,
    quantity: String,
    /// Decimal digits, more of them than a double holds.
    value: String,
    #[serde(rename = "source")]
    _source: String,
}

/// The value of a case.
pub fn exact(id: &str, quantity: &str) -> f64 {
    static VALUES: OnceLock<Vec<Value>> = OnceLock::new();
    let values = VALUES.get_or_init(|| {
        let text = include_str!("../data/exact_cases.json");
        serde_json::from_str(text).expect("the extract is well formed")
    });
    let found = values.iter().find(|value| value.id == id && value.quantity == quantity);
    let found = found.unwrap_or_else(|| panic!("{id} says nothing of {quantity}"));
    found.value.parse().expect("a value is a number")
}

/// `members` servers of which `need` are needed; `crew` of one size for all, or one crew each.
pub fn k_of_n(members: u32, need: u32, mttf: u64, mttr: u64, crew: Option<u32>) -> Small {
    let mut small = Small::pool(members).mechanism(need, Overload::Flag);
    let crew = crew.map(|size| {
        small.blueprint.crews.push(CrewSpec::new("crew", size));
        0
    });
    let repair = RepairSpec { crew, ..repair(exponential(mttr)) };
    small.fails(ModeKind::Crash, exponential(mttf), repair)
}

/// One server.
pub fn v01() -> Small {
    k_of_n(1, 1, 1000, 4, None)
}

/// Three of five, one crew.
pub fn v02a() -> Small {
    k_of_n(5, 3, 2000, 10, Some(1))
}

/// Three of five, a crew each.
pub fn v02c() -> Small {
    k_of_n(5, 3, 2000, 10, None)
}

/// An active server and a spare that ages at a share of the speed while the active one is up.
pub fn v03(dormancy: f64, crew: Option<u32>) -> Small {
    let mut small = k_of_n(1, 1, 1000, 10, crew);
    let mut spare = family("spare", 1);
    spare.modes = small.blueprint.families[WEB].modes.clone();
    let factor = Probability::new(dormancy).expect("a share");
    spare.modes[0].ages = Ages::Dormant { beside: Target::Member(WEB, 1), factor };
    small.blueprint.families.push(spare);
    small.blueprint.services[0].members.push(Target::Family(1));
    small
}

/// Six servers of 5,000 places for 25,000 users, one crew; who finds no place is refused.
pub fn v08() -> Small {
    let clients = crate::small::by_balancer();
    let small = k_of_n(6, 1, 1500, 5, Some(1)).limit(5000).users(25_000, clients);
    small.mechanism(1, Overload::Refuse)
}

/// Two of four that age in proportion to their load, one crew.
pub fn v09a() -> Small {
    k_of_n(4, 2, 2000, 12, Some(1)).mechanism(2, Overload::Cascade { exponent: 1.0 })
}

/// Two of three; of the failures of each, one in ten is common.
pub fn v10(share: BetaShare) -> Small {
    let mut small = k_of_n(3, 2, 1000, 10, None);
    let factor = Probability::new(0.1).expect("a share");
    let source = ShockSource::Beta { of: Target::Service(0), factor, share };
    small.blueprint.shocks.push(ShockSpec { name: "common".into(), source });
    small
}

/// One of six, a crew each.
pub fn v14a() -> Small {
    k_of_n(6, 1, 1000, 1, None)
}

/// Two parts in series that fail at 100 and 120 hours of their own age and are repaired in ten;
/// neither ages while the whole is down.
pub fn v16() -> Small {
    let ten = repair(crate::small::fixed(hours(10)));
    let life = |age| crate::small::fixed(hours(age));
    let mut small = Small::pool(1).mechanism(2, Overload::Flag);
    small = small.fails(ModeKind::Crash, life(100), ten.clone());
    let mut other = family("other", 1);
    other.modes = small.blueprint.families[WEB].modes.clone();
    other.modes[0].life = life(120);
    small.blueprint.families.push(other);
    small.blueprint.services[0].members.push(Target::Family(1));
    for family in &mut small.blueprint.families {
        family.modes[0].ages = Ages::While(Target::Service(0));
    }
    small
}

/// A second pool in the site, of servers `other` that need one and notice at once.
pub fn beside(mut small: Small, members: u32) -> Small {
    let at = small.blueprint.families.len();
    let mut other = family("other", members);
    other.place = SITE;
    small.blueprint.families.push(other);
    small.blueprint.services.push(ServiceSpec {
        name: "other pool".into(),
        members: vec![Target::Family(at)],
        needs: Vec::new(),
        mechanism: Arc::new(Pool::new(1, Overload::Flag)),
        detection: Arc::new(AtOnce),
    });
    small
}

/// What is asked of the long run.
#[derive(Clone, Copy)]
pub struct Long {
    pub horizon: Span,
    pub warm_up: Span,
    pub trials: u64,
    pub seed: u64,
}

impl Long {
    /// Years after a warm-up of ten thousand hours.
    pub fn years(years: u64, trials: u64, seed: u64) -> Self {
        let warm_up = hours(10_000);
        Self { horizon: YEAR.times(years) + warm_up, warm_up, trials, seed }
    }

    pub fn run(self, small: &Small) -> EstimateReport {
        self.until(small, None)
    }

    /// The same until a figure is precise, if one is asked for.
    pub fn until(self, small: &Small, precision: Option<Precision>) -> EstimateReport {
        let Self { horizon, warm_up, trials, seed } = self;
        let mut small = small.clone();
        let study = small.watched((warm_up, horizon.less(warm_up)), trials);
        (study.seed, study.precision) = (seed, precision);
        small.run().estimate.expect("it was asked for")
    }
}
