//! Recovery objectives by the month and by the year, against arithmetic and thinned Poisson processes.

use crate::diagnostics::scenario;
use crate::small::{Small, by_balancer, exponential, fixed, hours, repair, seconds};
use hadr::metric::objective::{Demand, Objective, Since, Until};
use hadr::quantity::{MONTH, Probability, Span, YEAR};
use hadr::random::Law;
use hadr::report::{ContractWindows, RecoveryLimitReport, Report, to_csv, to_table};
use hadr::study::{self, Options};
use hadr::system::{FailureClass, ModeKind, ShockSize, ShockSource, ShockSpec, Target};

fn share(value: f64) -> Probability {
    Probability::new(value).expect("a share")
}

/// Service is to be back within this.
fn within(at_most: Span, class: Option<FailureClass>) -> Demand {
    let (since, until) = (Since::Failure, Until::Service);
    Demand::RecoveryTime { at_most, since, until, in_full: false, class, of_trials: share(0.95) }
}

/// What a world says of these demands, watched for so long after a warm-up.
fn odds(
    small: &Small,
    demands: Vec<Demand>,
    (warm_up, watched, trials): (Span, Span, u64),
) -> (Vec<RecoveryLimitReport>, Report) {
    let mut small = small.clone();
    let named = |(at, demand)| Objective { name: format!("o{at}"), feature: None, demand };
    small.objectives = demands.into_iter().enumerate().map(named).collect();
    small.watched((warm_up, watched), trials);
    let report = small.run();
    (report.estimate.as_ref().expect("it was asked for").recovery_limits.clone(), report)
}

fn holds(windows: Option<&ContractWindows>, exact: f64) {
    let windows = windows.expect("whole ones were watched");
    let odds = windows.odds;
    println!("{odds:?} for {exact}");
    assert_eq!(odds.value, windows.breached as f64 / windows.watched as f64);
    assert!((odds.lower..=odds.upper).contains(&exact), "{odds:?} for {exact}");
    // Half the width is what a binomial share of so many windows has, as good as independent here.
    let n = windows.watched as f64;
    let error = libm::sqrt(exact * (1.0 - exact) / n);
    let half = 0.5 * (odds.upper - odds.lower);
    assert!((0.75..1.35).contains(&(half / (1.96 * error))), "{half} for {error}");
}

/// Works for 999 hours and is repaired in one, always: out at 999, 1,999 and so on.
fn clockwork() -> Small {
    Small::pool(1).fails(ModeKind::Crash, fixed(hours(999)), repair(fixed(hours(1))))
}

#[test]
fn a_month_is_breached_in_which_a_recovery_becomes_too_long() {
    // After a warm-up of 500 h; too long when half an hour is over, or nearly all of the hour.
    let asked = (hours(500), YEAR.times(10), 3);
    let half = Span::from_secs(1800);
    let limits = [half, Span::from_secs(3599), hours(1)];
    let demands: Vec<Demand> = limits.iter().map(|limit| within(*limit, None)).collect();
    let (found, report) = odds(&clockwork(), demands, asked);
    for (odds, after) in found.iter().zip([0.5, 3599.0 / 3600.0, f64::INFINITY]) {
        let (mut months, mut years) = (vec![false; 120], vec![false; 10]);
        let instants = (1..89).map(|k| f64::from(k) * 1000.0 - 1.0 + after - 500.0);
        for at in instants.filter(|at| *at < 87_660.0) {
            months[(at / 730.5) as usize] = true;
            years[(at / 8_766.0) as usize] = true;
        }
        let count = |windows: &[bool]| 3 * windows.iter().filter(|it| **it).count() as u64;
        assert_eq!((odds.seen, odds.overlong), (3 * 88, if after < 1.0 { 3 * 88 } else { 0 }));
        let found = [&odds.months, &odds.years].map(|it| it.as_ref().expect("watched"));
        assert_eq!((found[0].watched, found[0].breached), (360, count(&months)));
        assert_eq!((found[1].watched, found[1].breached), (30, count(&years)));
    }
    // Where none was too long the odds have a bound, from three trials.
    let none = found[2].months.as_ref().expect("watched").odds;
    assert!(none.value == 0.0 && none.upper > 0.5, "{none:?}");
    // Table and rows say the same.
    let table = to_table(&report, false);
    assert!(table.contains("recovery of at most 30 min"), "{table}");
    let rows = to_csv(&report);
    let row = "long run,recovery_limit,\"o0, recovery\",overlong,,,264,";
    assert!(rows.contains(row), "{rows}");
}

/// A crash is repaired in ten minutes and a hang in two hours: with the limit between, every hang and
/// no crash is too long. Both strike while the server is up, and in what is left of a month after a
/// hang a second one is as likely as ever, but for its two hours (a thousandth).
#[test]
fn failures_that_are_rare_and_slow_have_the_odds_of_a_poisson_process() {
    let small = Small::pool(1)
        .users(100, by_balancer())
        .fails(ModeKind::Crash, exponential(200), repair(fixed(seconds(600))))
        .fails(ModeKind::Hang, exponential(2000), repair(fixed(hours(2))));
    let (found, _) = odds(&small, vec![within(hours(1), None)], (Span::ZERO, YEAR.times(20), 100));
    let up = 1.0 / (1.0 + 1.0 / 6.0 / 200.0 + 2.0 / 2000.0);
    let expected = |hours: f64| -libm::expm1(-hours * up / 2000.0);
    holds(found[0].months.as_ref(), expected(730.5));
    holds(found[0].years.as_ref(), expected(8766.0));
}

/// Of repairs with an exponential time the share e^(-limit / mean) is too long: a thinned process.
#[test]
fn long_repairs_are_a_thinned_poisson_process() {
    let small = Small::pool(1).fails(ModeKind::Crash, exponential(300), repair(exponential(1)));
    let demands = [1, 2, 4].map(|limit| within(hours(limit), None));
    let (found, _) = odds(&small, demands.into(), (hours(50), YEAR.times(20), 100));
    for (found, limit) in found.iter().zip([1.0, 2.0, 4.0]) {
        let rate = libm::exp(-limit) / 301.0;
        holds(found.months.as_ref(), -libm::expm1(-rate * 730.5));
        let share = found.overlong as f64 / found.seen as f64;
        let exact = libm::exp(-limit);
        let error = libm::sqrt(exact * (1.0 - exact) / found.seen as f64);
        assert!((share - exact).abs() < 4.0 * error, "{share} for {exact}");
    }
}

/// Two servers of which one is needed; the pool is out when a shock takes both, for three hours, or
/// when one fails beside the other, which is as good as never.
#[test]
fn only_failures_of_the_class_asked_for_are_under_the_limit() {
    let life = exponential(2000);
    let mut small =
        Small::pool(1).fails(ModeKind::Crash, exponential(500), repair(fixed(hours(3))));
    small.blueprint.families[0].repair = Some(repair(fixed(hours(3))));
    let scope = vec![Target::Service(0)];
    let (size, kind) = (ShockSize::All, ModeKind::Crash);
    let source = ShockSource::Own { life, scope, size, kind, repair: None };
    small.blueprint.shocks.push(ShockSpec { name: "surge".into(), source });
    let classes = [None, Some(FailureClass::Pool), Some(FailureClass::Member)];
    let demands = classes.map(|class| within(hours(2), class));
    let (found, _) = odds(&small, demands.into(), (Span::ZERO, YEAR.times(20), 100));
    // A shock finds the server up, or takes nothing.
    let up = 1.0 / (1.0 + 3.0 / 2000.0 + 3.0 / 500.0);
    for (found, rate) in found.iter().zip([1.0 / 400.0, 1.0 / 2000.0, 1.0 / 500.0]) {
        holds(found.months.as_ref(), -libm::expm1(-rate * up * 730.5));
    }
    assert_eq!(found[0].seen, found[1].seen + found[2].seen);
}

/// Watching begins a quarter of an hour after the first failure: of that recovery 45 minutes are
/// seen, and of the nine that follow the whole hour.
#[test]
fn what_struck_in_the_warm_up_counts_from_its_end() {
    let asked = (hours(999) + Span::from_secs(900), hours(9500), 2);
    for small in [clockwork(), clockwork().users(10, by_balancer())] {
        let limits = [44, 45, 59, 60].map(|minutes| within(Span::from_secs(60 * minutes), None));
        let (found, _) = odds(&small, limits.into(), asked);
        let counts: Vec<(u64, u64)> = found.iter().map(|it| (it.seen, it.overlong)).collect();
        assert_eq!(counts, [(20, 20), (20, 18), (20, 18), (20, 0)]);
    }
}

/// It fails after 700 hours and is never repaired: a limit that is over within the month is passed,
/// and nobody can tell of a longer one.
#[test]
fn a_recovery_that_goes_on_is_too_long_once_the_limit_is_over() {
    let life = fixed(hours(700));
    let never = repair(Law::fixed(hours(100_000)).expect("a span"));
    let small = Small::pool(1).users(10, by_balancer()).fails(ModeKind::Crash, life, never);
    let demands = [30, 31].map(|limit| within(hours(limit), None));
    let (found, _) = odds(&small, demands.into(), (Span::ZERO, MONTH, 2));
    // The month ends after 730.5 h.
    assert_eq!((found[0].seen, found[0].overlong), (2, 2));
    assert_eq!((found[1].seen, found[1].overlong), (2, 0));
    assert_eq!(found[0].months.as_ref().map(|it| it.breached), Some(2));
    assert_eq!(found[0].years, None);
    // Ten hours more: the failure is of the first month, and what is too long of the second.
    let watched = MONTH + hours(10);
    let (found, _) = odds(&small, vec![within(hours(31), None)], (Span::ZERO, watched, 2));
    assert_eq!((found[0].seen, found[0].overlong), (2, 2));
    assert_eq!(found[0].months.as_ref().map(|it| (it.watched, it.breached)), Some((2, 0)));
}

/// A mirror that lags 3 s, let to lead by a person after 2 + 3 + 1 min whenever its principal fails.
const MIRROR: &str = r#"{
  "schema": "hadr/v1", "title": "a mirror that lags",
  "templates": {"machine": {"in": "site", "repair": {"takes": "2 h"},
    "fails": [{"crash": {"life": {"exponential": "2000 h"}}}]}},
  "system": {
    "places": {"site": {}},
    "components": {"a": {"from": "machine"}, "b": {"from": "machine"}},
    "people": {"dba": {"notice": "2 min", "decide": "3 min"}},
    "services": {"db": {"mirror": {
      "partners": ["a", "b"],
      "commit": {"asynchronous": {"lag": "3 s"}},
      "failover": {"manual": {"by": "dba", "promote": "1 min"}}
    }}},
    "populations": {"staff": {"users": "100 users", "home": "db"}}
  },
  "incidents": {"it": [{"at": "1 h", "do": {"crash": "a"}, "for": "2 h"}]},
  "study": {"incidents": {"horizon": "6 h", "trials": 1}, "estimate": {"horizon": "20 y", "trials": 50}},
  "objectives": {
    "a 2 s of writes": {"recovery_point": {"at_most": "2 s"}},
    "b 3 s of writes": {"recovery_point": {"at_most": "3 s"}},
    "c decided upon": {"recovery_time": {"at_most": "59 s", "since": "invocation", "until": "all users"}},
    "d decided upon": {"recovery_time": {"at_most": "60 s", "since": "invocation", "until": "all users"}},
    "e failed": {"recovery_time": {"at_most": "5 min", "until": "all users"}}
  }
}"#;

/// Principals fail at the rate of one machine; that the other is away then is one in a thousand, and
/// within what 12,000 months can tell.
#[test]
fn data_and_decisions_have_odds_too() {
    let report = study::run(&scenario(MIRROR), &Options::default()).expect("it runs");
    let found = &report.estimate.as_ref().expect("it was asked for").recovery_limits;
    let exact = -libm::expm1(-730.5 / 2000.0 * (1.0 - 0.1 / 2000.0));
    let whats: Vec<&str> = found.iter().map(|odds| odds.what.as_str()).collect();
    let data = "data exposed";
    assert_eq!(whats, [data, data, "recovery", "recovery", "recovery"]);
    for (at, odds) in found.iter().enumerate() {
        println!("{odds:?}");
        if [0, 2, 4].contains(&at) {
            holds(odds.months.as_ref(), exact);
            assert!(odds.overlong * 1000 > odds.seen * 990, "{odds:?}");
        } else {
            assert!(odds.overlong * 1000 < odds.seen * 10, "{odds:?}");
        }
    }
}
