//! Every configuration that the handlers can reach, solved exactly, against values that other
//! programs have found.
//!
//! The walk forces each pending exponential event in turn through the handlers of a trial; nothing
//! in here knows a rate or a rule.

use crate::exact::{exact, k_of_n, v01, v02a, v02c, v03, v08, v09a, v10, v14a};
use crate::gth::{Rates, agree};
use crate::small::{Small, WEB, exponential, family, repair};
use crate::transient::Course;
use hadr::scenario::{self, Scenario};
use hadr::system::{
    BetaShare, Blueprint, LesserNeed, NeedKind, Phase, ServiceId, ServiceView, System, Target,
    Trial,
};
use std::collections::BTreeMap;

/// All configurations of a system and the rates between them; the first has everything up.
pub struct Walk {
    pub views: Vec<ServiceView>,
    /// By configuration: what those wait for whom nobody serves.
    lacks: Vec<Option<Phase>>,
    pub rates: Rates,
    shares: Vec<f64>,
}

/// One configuration, before the size of the matrix is known.
struct Found<'s> {
    trial: Trial<'s>,
    onward: Vec<(usize, f64)>,
}

impl Walk {
    /// Walks breadth first. With `lumped`, interchangeable members are one.
    pub fn new(small: &Small, lumped: bool) -> Self {
        Self::of(&small.blueprint, lumped)
    }

    /// The same of any blueprint.
    pub fn of(blueprint: &Blueprint, lumped: bool) -> Self {
        let system = System::new(blueprint).expect("a small world is a system");
        let start = Trial::walk(&system).unwrap_or_else(|refusal| panic!("{refusal}"));
        let mut numbers = BTreeMap::from([(start.configuration(lumped), 0)]);
        let mut found = vec![Found { trial: start, onward: Vec::new() }];
        let mut at = 0;
        while at < found.len() {
            for pending in found[at].trial.pending() {
                for (likely, next) in found[at].trial.outcomes(&pending) {
                    let number = *numbers.entry(next.configuration(lumped)).or_insert(found.len());
                    match found.get(number) {
                        None => found.push(Found { trial: next, onward: Vec::new() }),
                        Some(known) => alike(&known.trial, &next, lumped),
                    }
                    found[at].onward.push((number, likely * pending.rate_per_hour));
                }
            }
            at += 1;
        }
        let mut rates = Rates::new(found.len());
        for (from, state) in found.iter().enumerate() {
            for (to, rate) in &state.onward {
                rates.add(from, *to, *rate);
            }
        }
        let views = found.iter().map(|found| view(&found.trial)).collect();
        let lacks = found.iter().map(|found| found.trial.lack(ServiceId::from(0))).collect();
        let shares = rates.stationary();
        Self { views, lacks, rates, shares }
    }

    pub fn states(&self) -> usize {
        self.views.len()
    }

    /// The mean of a figure over the long run.
    pub fn mean(&self, figure: impl Fn(&ServiceView) -> f64) -> f64 {
        self.shares.iter().zip(&self.views).map(|(share, view)| share * figure(view)).sum()
    }

    /// The share of time in which nobody is served and waits for this.
    pub fn waits_for(&self, phase: Phase) -> f64 {
        let waits = self.shares.iter().zip(&self.lacks);
        waits.filter(|(_, lack)| **lack == Some(phase)).map(|(share, _)| share).sum()
    }

    pub fn unavailability(&self) -> f64 {
        self.mean(|view| f64::from(u8::from(!view.up)))
    }

    /// From up to down, per hour.
    pub fn outages_an_hour(&self) -> f64 {
        let up = |state: &usize| self.views[*state].up;
        let states = || 0..self.states();
        let fall = |from: usize| -> f64 {
            states().filter(|to| !up(to)).map(|to| self.rates.get(from, to)).sum()
        };
        states().filter(up).map(|from| self.shares[from] * fall(from)).sum()
    }

    pub fn hours_to_the_first_outage(&self) -> f64 {
        self.rates.hours_until(|state| !self.views[state].up)
    }

    /// How likely it is up after so many hours, and the mean of that since the beginning.
    pub fn availability_after(&self, hours: f64) -> (f64, f64) {
        let down = |state: usize| f64::from(u8::from(!self.views[state].up));
        let (point, mean) = Course::new(&self.rates).after(hours, down);
        (1.0 - point, 1.0 - mean)
    }

    /// How likely it has never been down until then.
    pub fn no_outage_in(&self, hours: f64) -> f64 {
        let down = |state: usize| !self.views[state].up;
        let up = |state: usize| f64::from(u8::from(!down(state)));
        Course::until(&self.rates, down).after(hours, up).0
    }
}

fn view(trial: &Trial<'_>) -> ServiceView {
    trial.view(ServiceId::from(0))
}

/// What one configuration decides: where the users are, what is up, and what can happen next.
fn alike(known: &Trial<'_>, other: &Trial<'_>, lumped: bool) {
    assert_eq!(known.quantities(), other.quantities(), "users are where the configuration says");
    let shape = |trial: &Trial<'_>| {
        let view = view(trial);
        (view.up, view.members_up, view.rotation, view.serving, view.exposure)
    };
    assert_eq!(shape(known), shape(other));
    let rates = |trial: &Trial<'_>| {
        let pending = trial.pending();
        let mut rates: Vec<f64> = pending.iter().map(|event| event.rate_per_hour).collect();
        if lumped {
            rates.sort_unstable_by(f64::total_cmp);
        }
        rates
    };
    assert_eq!(rates(known), rates(other), "what can happen next is in the configuration");
}

/// A file of this repository.
fn scenario(path: &str) -> Scenario {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    scenario::read(&path).unwrap_or_else(|rejection| panic!("{rejection}"))
}

fn holds(id: &str, quantity: &str, found: f64) {
    let exact = exact(id, quantity);
    println!("{id} {quantity}: {found:e}, off by {:.1e}", (found / exact - 1.0).abs());
    assert!(agree(found, exact), "{id} {quantity}: {found:e} against {exact:e}");
}

/// What most cases state of the first hours, to the 1e-10 that its source owes.
pub fn holds_first_hours(id: &str, walk: &Walk) {
    let near = |quantity: &str, found: f64| {
        let off = (found - exact(id, quantity)).abs();
        println!("{id} {quantity}: {found}, off by {off:.1e}");
        assert!(off <= 1e-10, "{id} {quantity}: {found}, off by {off:e}");
    };
    for hours in [10, 100, 1000] {
        let (up, _) = walk.availability_after(f64::from(hours));
        near(&format!("availability after {hours} hours"), up);
        let never = walk.no_outage_in(f64::from(hours));
        near(&format!("probability of no outage in {hours} hours"), never);
    }
    let (_, mean) = walk.availability_after(8760.0);
    near("mean availability of the first 8760 hours", mean);
}

/// The five figures that every solved case of the collection states, and those of the first hours.
fn holds_steady_state(id: &str, small: &Small, states: usize, lumped: usize) {
    holds_steady_state_of(id, &small.blueprint, states, lumped);
}

fn holds_steady_state_of(id: &str, blueprint: &Blueprint, states: usize, lumped: usize) {
    for (lump, expected) in [(false, states), (true, lumped)] {
        let walk = Walk::of(blueprint, lump);
        assert_eq!(walk.states(), expected, "{id}, lumped: {lump}");
        let (down, often) = (walk.unavailability(), walk.outages_an_hour());
        holds(id, "unavailability", down);
        holds(id, "outages an hour", often);
        let up = walk.mean(|view| f64::from(u8::from(view.up)));
        holds(id, "mean hours up", up / often);
        holds(id, "mean hours down", down / often);
        holds(id, "mean hours to the first outage", walk.hours_to_the_first_outage());
        if id != "V14a" {
            holds_first_hours(id, &walk);
        }
    }
}

#[test]
fn one_server_is_solved_exactly() {
    holds_steady_state("V01", &v01(), 2, 2);
}

/// With one crew the queue counts: the sum of 5! / (5 - k)! over k down is 326.
#[test]
fn three_of_five_behind_one_crew_are_solved_exactly() {
    holds_steady_state("V02a", &v02a(), 326, 6);
    for lumped in [false, true] {
        let walk = Walk::new(&v02a(), lumped);
        holds("V02a", "mean servers up", walk.mean(|view| f64::from(view.members_up)));
    }
}

#[test]
fn three_of_five_with_a_crew_each_are_solved_exactly() {
    holds_steady_state("V02c", &v02c(), 32, 6);
    let walk = Walk::new(&v02c(), true);
    holds("V02c", "mean servers up", walk.mean(|view| f64::from(view.members_up)));
    // One crew of five people never lets anybody wait.
    holds_steady_state("V02c", &k_of_n(5, 3, 2000, 10, Some(5)), 32, 6);
}

/// Both up, either down, and with one crew two orders of both down.
#[test]
fn an_active_server_and_its_spare_are_solved_exactly() {
    holds_steady_state("V03a", &v03(0.0, Some(1)), 5, 5);
    holds_steady_state("V03c", &v03(1.0, Some(1)), 5, 5);
    holds_steady_state("V03e", &v03(1.0, None), 4, 4);
}

#[test]
fn members_that_age_with_their_load_are_solved_exactly() {
    // 1 + 4 + 12 + 24 + 24 orders of failures.
    holds_steady_state("V09a", &v09a(), 65, 5);
}

/// Each server is up, down by itself or taken by the shock: 3^3.
#[test]
fn a_beta_factor_in_total_is_solved_exactly() {
    holds_steady_state("V10", &v10(BetaShare::OfTheShockInTotal), 27, 10);
}

#[test]
fn an_outage_once_in_ten_trillion_years_keeps_its_digits() {
    holds_steady_state("V14a", &v14a(), 64, 7);
}

/// The sum of 6! / (6 - k)! is 1,957.
#[test]
fn users_of_a_pool_that_runs_full_are_solved_exactly() {
    for (lumped, states) in [(true, 7), (false, 1957)] {
        let walk = Walk::new(&v08(), lumped);
        assert_eq!(walk.states(), states);
        holds("V08", "unavailability", walk.unavailability());
        holds("V08", "mean hours to the first outage", walk.hours_to_the_first_outage());
        let full = |view: &ServiceView| f64::from(u8::from(view.served == view.wanted));
        holds("V08", "probability of full service", walk.mean(full));
        holds("V08", "mean users served", walk.mean(|view| view.served as f64 / 1e6));
        let lost = |view: &ServiceView| (view.waiting + view.refused) as f64 / 1e6;
        holds("V08", "mean users lost", walk.mean(lost));
    }
}

/// Both up, led by either; of each led by the other: one by hand; one down; one order of both down.
#[test]
fn a_hot_pair_whose_switch_may_fail_is_solved_exactly() {
    let scenario = scenario("tests/data/v04.json");
    holds_steady_state_of("V04", &scenario.blueprint, 8, 4);
}

/// Beside the six states of the published chain, a failure of whoever does not lead may have been
/// noticed or not, which changes nothing.
#[test]
fn a_warm_pair_with_detection_and_failed_switches_is_solved_exactly() {
    let scenario = scenario("scenarios/active-passive-pair.json");
    holds_steady_state_of("V05", &scenario.blueprint, 20, 10);
    for lumped in [false, true] {
        let walk = Walk::of(&scenario.blueprint, lumped);
        holds("V05", "probability of undetected", walk.waits_for(Phase::Undetected));
        holds("V05", "probability of failing over", walk.waits_for(Phase::Acting));
        holds("V05", "probability of recovery by hand", walk.waits_for(Phase::Deciding));
        holds("V05", "probability of both down", walk.waits_for(Phase::Repairing));
    }
}

/// A server that needs another to start, and fails and is repaired like it: on paper five states,
/// of which in the last it is sound and waits.
#[test]
fn a_start_that_waits_is_the_chain_on_paper() {
    let mut small = k_of_n(1, 1, 100, 10, None);
    let mut names = family("names", 1);
    names.modes = small.blueprint.families[WEB].modes.clone();
    names.modes[0].life = exponential(200);
    names.modes[0].repair = Some(repair(exponential(20)));
    small.blueprint.families.push(names);
    let (of, on) = (Target::Family(WEB), Target::Family(1));
    small.blueprint.lesser_needs.push(LesserNeed { of, on, kind: NeedKind::ToStart });

    let [both, alone, away, neither, waits] = [0, 1, 2, 3, 4];
    let mut paper = Rates::new(5);
    for (from, to, hours) in [
        (both, away, 100.0),
        (both, alone, 200.0),
        (alone, neither, 100.0),
        (alone, both, 20.0),
        (away, both, 10.0),
        (away, neither, 200.0),
        (neither, waits, 10.0),
        (neither, away, 20.0),
        (waits, both, 20.0),
    ] {
        paper.add(from, to, 1.0 / hours);
    }
    let shares = paper.stationary();
    let walk = Walk::new(&small, false);
    assert_eq!(walk.states(), 5);
    assert!(agree(walk.unavailability(), shares[away] + shares[neither] + shares[waits]));
}
