//! Contracts: what counts, by the month and by the year, against arithmetic and closed forms.

use crate::exact::k_of_n;
use crate::small::{Small, by_balancer, fixed, hours, repair};
use crate::takacs::takacs;
use hadr::metric::objective::{Count, Demand, Objective, Terms};
use hadr::quantity::{MONTH, Probability, ServiceHours, Span, YEAR};
use hadr::report::{ContractReport, EstimateFigure, Report, Verdict};
use hadr::system::ModeKind;

fn share(value: f64) -> Probability {
    Probability::new(value).expect("a share")
}

fn run(small: Small, count: Count, at_least: f64, terms: Terms, lasts: (Span, u64)) -> Report {
    run_after(Span::ZERO, small, count, at_least, terms, lasts)
}

/// The same, watched after a warm-up.
fn run_after(
    warm_up: Span,
    mut small: Small,
    count: Count,
    at_least: f64,
    terms: Terms,
    (watched, trials): (Span, u64),
) -> Report {
    let demand =
        Demand::Availability { at_least: share(at_least), count, of: None, in_full: false, terms };
    small.objectives.push(Objective { name: "sla".into(), feature: None, demand });
    small.watched((warm_up, watched), trials);
    small.run()
}

fn only(report: &Report) -> &ContractReport {
    let contracts = &report.estimate.as_ref().expect("it was asked for").contracts;
    assert_eq!(contracts.len(), 1);
    &contracts[0]
}

fn holds(figure: EstimateFigure, exact: f64) {
    assert!((figure.lower..=figure.upper).contains(&exact), "{figure:?} for {exact}");
}

/// Works for 99 hours and is repaired in one, always.
fn clockwork() -> Small {
    Small::pool(1).fails(ModeKind::Crash, fixed(hours(99)), repair(fixed(hours(1))))
}

/// The hours down of a clockwork within a span of minutes, that `counts` counts.
fn minutes_down(from: u64, to: u64, counts: impl Fn(u64) -> bool) -> f64 {
    let down = |minute: &u64| minute % 6_000 >= 5_940 && counts(*minute);
    (from..to).filter(down).count() as f64
}

#[test]
fn months_and_years_fall_short_where_arithmetic_says_so() {
    let report = run(clockwork(), Count::Time, 0.9895, Terms::default(), (YEAR.times(10), 3));
    let month = 43_830;
    // Seven outages of an hour in 730.5 are 0.96 %, eight are 1.1 %.
    let breached = (0..120)
        .filter(|at| minutes_down(at * month, (at + 1) * month, |_| true) / 43_830.0 > 0.0105)
        .count() as u64;
    assert!((1..119).contains(&breached));
    let contract = only(&report);
    let months = contract.months.as_ref().expect("months were watched");
    assert_eq!((months.watched, months.breached), (360, 3 * breached));
    assert!((months.odds.value - breached as f64 / 120.0).abs() < 1e-12);
    let years = contract.years.as_ref().expect("years were watched");
    assert_eq!((years.watched, years.breached), (30, 0));
    assert_eq!(contract.seen, 3 * 876);
    let exact = minutes_down(0, 120 * month, |_| true) / (120.0 * month as f64);
    assert!((contract.unavailability.value / exact - 1.0).abs() < 1e-9);
    assert_eq!(report.objectives[0].verdict, Verdict::Met);
}

#[test]
fn only_service_hours_are_wanted_and_lacking() {
    let days = [true, true, true, true, true, false, false];
    let office = ServiceHours::new(hours(8), hours(18), days).expect("hours");
    let in_office =
        |minute: u64| minute / 1_440 % 7 < 5 && (480..1_080).contains(&(minute % 1_440));
    let terms = Terms { hours: office, ..Terms::default() };
    let report = run(clockwork(), Count::Time, 0.99, terms, (YEAR.times(4), 2));
    let (contract, month) = (only(&report), 43_830);
    let wanted = |from, to| (from..to).filter(|minute| in_office(*minute)).count() as f64;
    let short = |at: &u64| {
        let (from, to) = (at * month, (at + 1) * month);
        minutes_down(from, to, in_office) / wanted(from, to) > 0.01
    };
    let breached = (0..48).filter(short).count() as u64;
    let months = contract.months.as_ref().expect("months were watched");
    assert_eq!((months.watched, months.breached), (96, 2 * breached));
    assert!((1..47).contains(&breached));
    let all = minutes_down(0, 48 * month, in_office) / wanted(0, 48 * month);
    assert!((contract.unavailability.value / all - 1.0).abs() < 1e-9);
}

/// Outages of an hour begin at 99 h and every hundred from then on. The first month of a trial has
/// seven, 0.96 %; the one from 90 h to 820.5 h has eight, 1.1 %.
#[test]
fn the_first_month_begins_where_the_warm_up_ends() {
    for (warm_up, breached) in [(Span::ZERO, 0), (hours(90), 1)] {
        let lasts = (MONTH, 1);
        let terms = Terms::default();
        let report = run_after(warm_up, clockwork(), Count::Time, 0.9895, terms, lasts);
        let months = only(&report).months.as_ref().expect("a month was watched");
        assert_eq!((months.watched, months.breached), (1, breached), "{warm_up:?}");
    }
}

/// Windows begin where the warm-up ends, and service hours are those of the week that began with the
/// trial.
#[test]
fn windows_begin_after_the_warm_up_and_hours_do_not() {
    let office = ServiceHours::new(hours(8), hours(18), [true; 7]).expect("hours");
    let in_office = |minute: u64| (480..1_080).contains(&(minute % 1_440));
    // 517 hours: neither a month nor a day ends there.
    let (warm_up, month) = (517 * 60, 43_830);
    for (terms, counts) in [
        (Terms::default(), (|_| true) as fn(u64) -> bool),
        (Terms { hours: office, ..Terms::default() }, in_office),
    ] {
        let lasts = (YEAR.times(4), 2);
        let report = run_after(hours(517), clockwork(), Count::Time, 0.9895, terms, lasts);
        let contract = only(&report);
        let wanted = |from, to| (from..to).filter(|minute| counts(*minute)).count() as f64;
        let lacking = |from, to| minutes_down(from, to, counts) / wanted(from, to);
        let at = |month_at: u64| warm_up + month_at * month;
        let short = |window: &u64| lacking(at(*window), at(window + 1)) > 0.0105;
        let breached = (0..48).filter(short).count() as u64;
        let months = contract.months.as_ref().expect("months were watched");
        assert_eq!((months.watched, months.breached), (96, 2 * breached));
        assert!((1..47).contains(&breached));
        let all = lacking(at(0), at(48));
        assert!((contract.unavailability.value / all - 1.0).abs() < 1e-9);
        let starts = (0..).map(|k| 6_000 * k + 5_940).take_while(|start| *start < at(48));
        let starts = starts.filter(|start| *start > warm_up);
        let touches = |start: &u64| (*start..start + 60).any(counts);
        assert_eq!(contract.seen, 2 * starts.filter(touches).count() as u64);
    }
}

/// Watching begins in the middle of the first outage of an hour and ends in the middle of another:
/// half an hour of each is seen, and is shorter than what counts.
#[test]
fn an_outage_that_goes_on_when_watching_begins_or_ends_is_cut() {
    let half = Span::from_secs(1800);
    let (warm_up, watched) = (hours(99) + half, hours(1000));
    for (min_outage, counted) in [(half, 10.0), (half + Span::from_micros(1), 9.0)] {
        let terms = Terms { min_outage, ..Terms::default() };
        let report = run_after(warm_up, clockwork(), Count::Time, 0.99, terms, (watched, 2));
        let contract = only(&report);
        // Nine whole ones lie between, and the last one starts within.
        assert!((contract.unavailability.value - counted / 1000.0).abs() < 1e-12);
        assert_eq!(contract.seen, 2 * counted as u64);
    }
}

/// What is demanded of all services is met only if it is of each: one that never fails is known by
/// its bound alone, and one that is well known may fall short.
#[test]
fn an_objective_of_all_services_is_judged_by_every_one() {
    let verdict = |at_least: f64, trials: u64| {
        let small = crate::exact::beside(clockwork(), 1);
        let report = run(small, Count::Time, at_least, Terms::default(), (YEAR.times(10), trials));
        let contracts = &report.estimate.as_ref().expect("asked").contracts;
        let seen: Vec<(&str, u64)> = contracts.iter().map(|it| (&*it.of, it.seen)).collect();
        assert_eq!(seen, [("other pool", 0), ("pool", 876 * trials)]);
        report.objectives[0].verdict
    };
    // The pool is out for 1 % of the time, the other one never; after n trials at most for
    // 1 - 0.05^(1/n): 45 % after five, 0.75 % after 400.
    assert_eq!(verdict(0.98, 5), Verdict::Undecided);
    assert_eq!(verdict(0.98, 400), Verdict::Met);
    assert_eq!(verdict(0.995, 400), Verdict::Missed);
    assert_eq!(verdict(0.995, 5), Verdict::Missed);
}

#[test]
fn the_odds_of_a_bad_first_month_are_those_of_takacs_law() {
    // Three days a month and ten hours: about one failure in a month.
    let small = k_of_n(1, 1, 730, 10, None);
    let credits = vec![(share(0.999), share(0.1)), (share(0.99), share(0.25))];
    let terms = Terms { credits, ..Terms::default() };
    let trials = 20_000;
    let report = run(small, Count::Time, 0.999, terms, (MONTH, trials));
    let contract = only(&report);
    let odds = |at_least: f64| 1.0 - takacs(730.5 * (1.0 - at_least), 730.5, 730.0, 10.0);
    holds(contract.months.as_ref().expect("a month").odds, odds(0.999));
    assert_eq!(contract.years, None);
    holds(contract.credits[0].odds, odds(0.999) - odds(0.99));
    holds(contract.credits[1].odds, odds(0.99));
    let mean = contract.mean_credit.expect("credits are stated");
    holds(mean, 0.1 * (odds(0.999) - odds(0.99)) + 0.25 * odds(0.99));
    let due = contract.credits[0].due as f64 * 0.1 + contract.credits[1].due as f64 * 0.25;
    assert!((mean.value - due / trials as f64).abs() < 1e-12);
}

#[test]
fn short_outages_do_not_count() {
    // Of exponential repairs the part longer than their mean has 2/e of the time and 1/e of the
    // number.
    let small = k_of_n(1, 1, 990, 10, None);
    let terms = Terms { min_outage: hours(10), ..Terms::default() };
    let report = run(small, Count::Time, 0.99, terms, (YEAR.times(100), 100));
    let contract = only(&report);
    holds(contract.unavailability, 0.01 * 2.0 / std::f64::consts::E);
    let seen = report.estimate.as_ref().expect("asked").services[0].outages_seen as f64;
    let (share, e) = (contract.seen as f64 / seen, 1.0 / std::f64::consts::E);
    assert!((share - e).abs() < 4.0 * libm::sqrt(e * (1.0 - e) / seen), "{share}");
}

#[test]
fn user_time_of_a_contract_is_that_of_the_population() {
    let small = crate::exact::v08().users(100, by_balancer());
    let report = run(small, Count::Users, 0.9999, Terms::default(), (YEAR.times(50), 20));
    let estimate = report.estimate.as_ref().expect("asked");
    assert_eq!(estimate.contracts.len(), 2);
    for (contract, population) in estimate.contracts.iter().zip(&estimate.populations) {
        assert_eq!((&contract.of, contract.count.as_str()), (&population.name, "users"));
        let (found, exact) = (contract.unavailability.value, population.unavailability.value);
        assert!((found - exact).abs() <= 1e-9 * exact, "{found} for {exact}");
    }
}

const PATCHED: &str = r#"{
  "schema": "hadr/v1",
  "title": "One server is patched",
  "system": {
    "places": {"site": {}},
    "services": {"web": {"pool": {
      "members": {"in": "site", "count": 1}, "need": 1, "detect": "at_once"}}},
    "populations": {"staff": {"users": "10 users", "home": "web"}},
    "maintenance": {"patch": {"of": "web", "every": "730.5 h", "first": "100 h", "takes": "2 h"}}
  },
  "study": {"estimate": {"horizon": "10 y", "trials": 5}},
  "objectives": {
    "out": {"availability": {"at_least": "99.9 %", "count": "time"}},
    "out-unplanned": {"availability": {"at_least": "99.9 %", "count": "time", "planned": "excluded"}},
    "users": {"availability": {"at_least": "99.9 %", "count": "users", "of": "staff"}},
    "users-unplanned": {"availability": {"at_least": "99.9 %", "count": "users", "planned": "excluded"}}
  }
}"#;

#[test]
fn planned_work_counts_unless_it_is_excluded() {
    let scenario = crate::diagnostics::scenario(PATCHED);
    let report = hadr::study::run(&scenario, &hadr::study::Options::default()).expect("it runs");
    let estimate = report.estimate.as_ref().expect("asked");
    let two_of = 2.0 / 730.5;
    for (contract, objective) in estimate.contracts.iter().zip(&report.objectives) {
        let months = contract.months.as_ref().expect("months were watched");
        let excluded = contract.objective.ends_with("unplanned");
        let (lacking, breached) = if excluded { (0.0, 0) } else { (two_of, months.watched) };
        assert!((contract.unavailability.value - lacking).abs() < 1e-9, "{contract:?}");
        assert_eq!((months.watched, months.breached), (600, breached));
        assert_eq!(contract.seen, breached);
        // Five trials without any are no proof of three nines.
        let verdict = if excluded { Verdict::Undecided } else { Verdict::Missed };
        assert_eq!((&contract.objective, objective.verdict), (&objective.name, verdict));
    }
    // Of users as of services, planned and unplanned stand apart and add up.
    let planned = estimate.populations[0].planned.as_ref().expect("work is planned");
    assert!((planned.planned.value - two_of).abs() < 1e-9);
    assert_eq!((planned.unplanned.value, planned.failed_during_work.value), (0.0, 0.0));
}

#[test]
fn one_trial_has_no_odds_of_its_own() {
    let report = run(clockwork(), Count::Time, 0.9895, Terms::default(), (YEAR.times(10), 1));
    let months = only(&report).months.as_ref().expect("months were watched");
    assert!(months.odds.lower < 0.03 && months.odds.upper > 0.97, "{months:?}");
}
