//! Recovery times and points worked out on paper, their classes, and objectives on them.

use crate::diagnostics::scenario;
use crate::small::{Small, by_balancer, fixed, seconds};
use hadr::detection::ByPerson;
use hadr::report::{OpenFigure, RecoveryReport, RecoveryUntil, Report, Verdict};
use hadr::study::{self, Options};
use hadr::system::{Duty, FailureClass, PersonSpec, System};
use std::path::Path;
use std::sync::Arc;

fn run(text: &str) -> Report {
    let options = Options { audit: true, ..Options::default() };
    study::run(&scenario(text), &options).expect("it runs")
}

/// The recoveries of the only incident of a small world.
fn recoveries(small: &Small) -> Vec<RecoveryReport> {
    small.run().incidents.remove(0).recoveries
}

/// The story of each end, in seconds.
fn story(recovery: &RecoveryReport) -> Vec<Option<f64>> {
    recovery.until.iter().map(|until| until.since_failure_seconds.story).collect()
}

fn always(seconds: f64) -> OpenFigure {
    let some = Some(seconds);
    OpenFigure { story: some, p5: some, p95: some, worst: some }
}

const NEVER: OpenFigure = OpenFigure { story: None, p5: None, p95: None, worst: None };

/// The probe notices after 12.5 s on average, and 5,000 users sign in at 100 a second: 300, which
/// are 1 % of all, are left after 47 s.
#[test]
fn six_front_ends_are_never_gone_and_nearly_all_users_are_back_before_all() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = top.join("scenarios/front-end-pool-of-six.json");
    let six = hadr::scenario::read(&file).unwrap_or_else(|rejection| panic!("{rejection}"));
    let options = Options { trials: Some(50), ..Options::default() };
    let report = study::run(&six, &options).expect("it runs");
    let recovery = &report.incidents[0].recoveries[0];
    assert_eq!(recovery.class.as_deref(), Some("member"));
    assert_eq!(story(recovery), [Some(0.0), Some(59.5), Some(62.5)]);
    // The phase of the probe spreads the notice over 5 s.
    let all = recovery.until[2].since_failure_seconds;
    assert!(all.p5 >= Some(60.0) && all.worst <= Some(65.0), "{all:?}");
    assert!(recovery.until.iter().all(|until| until.since_invocation_seconds.is_none()));
}

/// One server watched by a person who notices after 2 min and decides for 5; it crashes at 60 s,
/// for `lasts`.
fn decided_upon(lasts: Option<u64>) -> Small {
    let mut small = Small::pool(1).users(100, by_balancer()).crash(60, &[1], lasts);
    let admin = PersonSpec {
        name: "admin".into(),
        notice: fixed(seconds(120)),
        decide: fixed(seconds(300)),
        act: fixed(seconds(180)),
        on_duty: Duty::Always,
        call_in: None,
    };
    let notice = admin.notice.clone();
    small.blueprint.services[0].detection =
        Arc::new(ByPerson { person: 0, name: "admin".into(), notice });
    small.blueprint.people.push(admin);
    small
}

#[test]
fn a_recovery_counts_from_the_strike_and_from_the_end_of_the_decision() {
    let recovery = recoveries(&decided_upon(Some(1800))).remove(0);
    assert_eq!((recovery.of.as_str(), recovery.what.as_str()), ("users-0", "service"));
    for until in &recovery.until {
        assert_eq!(until.since_failure_seconds, always(1800.0), "{until:?}");
        // The decision ends after 420 s.
        assert_eq!(until.since_invocation_seconds, Some(always(1380.0)), "{until:?}");
        assert!(until.invoked_in_story && until.invoked_in_trials == 100, "{until:?}");
    }
}

#[test]
fn what_is_over_before_anybody_decides_was_never_invoked() {
    let recovery = recoveries(&decided_upon(Some(300))).remove(0);
    let RecoveryUntil { since_failure_seconds, since_invocation_seconds, .. } = recovery.until[0];
    assert_eq!((since_failure_seconds, since_invocation_seconds), (always(300.0), None));
}

#[test]
fn what_is_not_over_at_the_horizon_is_no_number() {
    let recovery = recoveries(&decided_upon(None)).remove(0);
    for until in &recovery.until {
        assert_eq!(until.since_failure_seconds, NEVER);
        assert_eq!(until.since_invocation_seconds, Some(NEVER));
        assert_eq!((until.not_over_in_trials, until.invoked_in_trials), (100, 100));
    }
}

/// Two of four members are lost one after the other, and come back in the same order: 25 users
/// wait from 100 s on, a third of the other 75 from 200 s on.
#[test]
fn each_failure_recovers_from_what_it_took() {
    let small = Small::pool(4)
        .users(100, by_balancer())
        .detect(hadr::detection::After { delay: fixed(seconds(1000)) });
    let small = small.crash(100, &[1], Some(500)).crash(200, &[2], Some(300));
    let recovery = recoveries(&small).remove(0);
    // Both are of one class, and the longest is told: somebody waits from 100 s until 600 s.
    assert_eq!(story(&recovery), [Some(0.0), Some(500.0), Some(500.0)]);
}

/// A server in a rack of a site, and what befalls it.
const PLACED: &str = r#"{
  "schema": "hadr/v1", "title": "classes",
  "system": {
    "places": {"land": {}, "town": {"in": "land"}, "rack": {"in": "town"}, "other": {"in": "land"}},
    "components": {"web": {"in": "rack", "count": 1}},
    "shocks": {"storm": {"life": {"exponential": "9 y"}, "scope": "web", "size": "all", "kind": "crash"}},
    "services": {"pool": {"pool": {"members": "web"}}},
    "populations": {"staff": {"users": "100 users", "home": "pool"}}
  },
  "incidents": {"it": [{"at": "1 min", "do": {"crash": "web-01"}, "for": "5 min"}]},
  "study": {"incidents": {"horizon": "1 h", "trials": 100}}
}"#;

/// The class of the only recovery after an edit of the system and this deed.
fn class(deed: &str, system: (&str, &str)) -> String {
    let text = PLACED.replace(r#"{"crash": "web-01"}"#, deed).replace(system.0, system.1);
    let report = run(&text);
    let classes: Vec<_> = report.incidents[0].recoveries.iter().map(|one| &one.class).collect();
    let [Some(class)] = classes.as_slice() else { panic!("one class, not {classes:?}") };
    class.clone()
}

#[test]
fn the_class_of_a_recovery_is_how_much_the_failure_took() {
    let as_it_is = ("", "");
    assert_eq!(class(r#"{"crash": "web-01"}"#, as_it_is), "member");
    assert_eq!(class(r#"{"shock": "storm"}"#, as_it_is), "pool");
    // Places nest three deep: the outermost is a region.
    assert_eq!(class(r#"{"disaster": "rack"}"#, as_it_is), "place");
    assert_eq!(class(r#"{"disaster": "town"}"#, as_it_is), "site");
    assert_eq!(class(r#"{"disaster": "land"}"#, as_it_is), "region");
    // Two deep: the outermost is a site.
    let flat = (r#""rack": {"in": "town"}"#, r#""rack": {"in": "land"}"#);
    assert_eq!(class(r#"{"disaster": "rack"}"#, flat), "place");
    assert_eq!(class(r#"{"disaster": "land"}"#, flat), "site");
    // Links join sites, whatever holds them.
    let linked = (
        r#""rack": {"in": "town"}, "other": {"in": "land"}},"#,
        r#""rack": {"in": "land"}, "other": {"in": "land"}},
    "links": {"wan": {"between": ["rack", "other"]}},"#,
    );
    assert_eq!(class(r#"{"disaster": "rack"}"#, linked), "site");
    assert_eq!(class(r#"{"disaster": "land"}"#, linked), "region");
}

#[test]
fn scripts_and_random_failures_say_which_classes_can_strike() {
    let classes = |text: &str, random: bool| {
        let system = System::new(&scenario(text).blueprint).expect("it is a system");
        system.classes_struck(random)
    };
    assert_eq!(classes(PLACED, false), [FailureClass::Member]);
    assert!(classes(PLACED, true).contains(&FailureClass::Pool));
}

/// The verdict and what is seen of one objective, with a failure of the whole pool for 5 min.
fn judged(objective: &str) -> (Verdict, String, Option<String>) {
    let both = PLACED.replace(r#"{"crash": "web-01"}"#, r#"{"disaster": "town"}"#);
    let end = r#""trials": 100}}"#;
    let with = format!(r#"{end}, "objectives": {{"it": {objective}}}"#);
    let mut report = run(&both.replace(end, &with));
    let verdict = report.verdict();
    let objective = report.objectives.remove(0);
    assert_eq!(objective.verdict, verdict);
    (verdict, objective.seen, objective.incident)
}

#[test]
fn an_objective_names_who_was_worst_and_is_judged_on_its_class_alone() {
    let within = |at_most: &str, more: &str| {
        judged(&format!(
            r#"{{"recovery_time": {{"at_most": "{at_most}", "until": "all users"{more}}}}}"#
        ))
    };
    let it = || Some("it".to_owned());
    let worst = "worst 5 min (staff, site); held in".to_owned();
    let met = format!("{worst} 100 of 100 trials");
    assert_eq!(within("5 min", ""), (Verdict::Met, met.clone(), it()));
    assert_eq!(within("5 min", r#", "class": "site""#), (Verdict::Met, met, it()));
    let missed = format!("{worst} 0 of 100 trials");
    assert_eq!(within("4 min", r#", "class": "site""#), (Verdict::Missed, missed, it()));
    let none = "no failure of class member struck".to_owned();
    assert_eq!(within("4 min", r#", "class": "member""#), (Verdict::NotJudged, none, None));
    let nobody = "nobody decided, so there is no time since a decision".to_owned();
    assert_eq!(within("4 min", r#", "since": "invocation""#), (Verdict::NotJudged, nobody, None));
}

/// The database is lost at 1 min for 20 min; the pool lives on for 10 min, then in limited mode.
const LEVELS: &str = r#"{
  "schema": "hadr/v1", "title": "levels",
  "system": {
    "places": {"site": {}},
    "components": {"web": {"in": "site", "count": 2}, "db": {"in": "site"}},
    "services": {"pool": {"pool": {"members": "web",
      "needs": {"db": {"grace": {"for": "10 min", "then": "limited"}}}}}},
    "populations": {"staff": {"users": "100 users", "home": "pool"}}
  },
  "incidents": {"it": [{"at": "1 min", "do": {"crash": "db"}, "for": "20 min"}]},
  "study": {"incidents": {"horizon": "1 h", "trials": 100}},
  "objectives": {
    "full": {"recovery_time": {"at_most": "19 min", "until": "service", "level": "full"}},
    "limited": {"recovery_time": {"at_most": "1 min", "until": "all users", "level": "limited"}}
  }
}"#;

#[test]
fn users_who_are_served_at_the_limited_level_lack_full_service() {
    let report = run(LEVELS);
    let [recovery] = report.incidents[0].recoveries.as_slice() else {
        panic!("{:?}", report.incidents[0].recoveries)
    };
    assert_eq!((recovery.of.as_str(), recovery.what.as_str()), ("staff", "full service"));
    // From the strike, the grace included.
    assert_eq!(story(recovery), [Some(1200.0); 3]);
    let of = |name: &str| {
        let objective = report.objectives.iter().find(|objective| objective.name == name);
        objective.map(|it| (it.verdict, it.seen.as_str(), it.demand.as_str()))
    };
    let seen = "worst 20 min (staff, member); held in 0 of 100 trials";
    let demand = "at most 19 min from failure until somebody is served in full, in 95 % of trials";
    assert_eq!(of("full"), Some((Verdict::Missed, seen, demand)));
    let demand = "at most 60 s from failure until all users are served, in 95 % of trials";
    let seen = "worst 0 s; held in 100 of 100 trials";
    assert_eq!(of("limited"), Some((Verdict::Met, seen, demand)));
    // It is no feature of theirs, and no story tells of it.
    assert!(report.incidents[0].populations[0].features.is_empty());
    assert!(report.incidents[0].story.iter().all(|line| line.kind != "feature"));
}

/// The mirror lags 3 s behind 100 requests a second, half of which write; its principal is lost,
/// and a person lets the mirror lead after 2 + 3 + 1 min.
const MIRROR: &str = r#"{
  "schema": "hadr/v1", "title": "a mirror that lags",
  "system": {
    "places": {"site": {}},
    "components": {"a": {"in": "site"}, "b": {"in": "site"}},
    "people": {"dba": {"notice": "2 min", "decide": "3 min"}},
    "services": {"db": {"mirror": {
      "partners": ["a", "b"],
      "commit": {"asynchronous": {"lag": "3 s"}},
      "failover": {"manual": {"by": "dba", "promote": "1 min"}}
    }}},
    "loads": {"shop": {"to": "db", "rate": "100 orders/s", "writes": "50 %"}}
  },
  "incidents": {"it": [{"at": "1 h", "do": {"crash": "a"}, "for": "2 h"}]},
  "study": {"incidents": {"horizon": "6 h", "trials": 100}},
  "objectives": {
    "exposed": {"recovery_point": {"at_most": "3 s", "class": "database"}},
    "lost": {"recovery_point": {"at_most": "2 s", "of": "db", "counts": "lost"}},
    "decided": {"recovery_time": {"at_most": "1 min", "until": "service", "since": "invocation"}}
  }
}"#;

/// The result of the mirror that lags: one with recoveries and data.
pub fn mirror() -> Report {
    run(MIRROR)
}

#[test]
fn a_mirror_that_lags_exposes_its_lag_and_loses_it_when_the_old_principal_follows() {
    let report = mirror();
    let incident = &report.incidents[0];
    let [data] = incident.services[0].data.as_slice() else {
        panic!("{:?}", incident.services[0].data)
    };
    assert_eq!((data.class.as_deref(), data.unit.as_deref()), (Some("database"), Some("orders")));
    assert_eq!((data.exposed_seconds.story, data.exposed_seconds.worst), (3.0, 3.0));
    assert_eq!((data.lost_seconds.story, data.late_seconds.worst), (3.0, 0.0));
    assert_eq!((data.exposed_writes.story, data.lost_writes.worst), (150.0, 150.0));
    let [recovery] = incident.recoveries.as_slice() else { panic!("{:?}", incident.recoveries) };
    assert_eq!((recovery.of.as_str(), recovery.class.as_deref()), ("db", Some("database")));
    assert_eq!(recovery.until.len(), 1);
    assert_eq!(recovery.until[0].since_failure_seconds.story, Some(360.0));
    let invoked = recovery.until[0].since_invocation_seconds.map(|figure| figure.story);
    assert_eq!(invoked, Some(Some(60.0)));
    let of = |name: &str| {
        let objective = report.objectives.iter().find(|objective| objective.name == name);
        objective.map(|it| (it.verdict, it.seen.as_str(), it.demand.as_str()))
    };
    let held = "worst 3 s (db, database); held in";
    let demand =
        "at most 3 s of writes exposed after a failure of class database, in 95 % of trials";
    let seen = format!("{held} 100 of 100 trials");
    assert_eq!(of("exposed"), Some((Verdict::Met, seen.as_str(), demand)));
    let demand = "at most 2 s of writes of db lost after failure, in 95 % of trials";
    let seen = format!("{held} 0 of 100 trials");
    assert_eq!(of("lost"), Some((Verdict::Missed, seen.as_str(), demand)));
    let demand = "at most 60 s from the decision until service is back, in 95 % of trials";
    let seen = "worst 60 s (db, database); held in 100 of 100 trials";
    assert_eq!(of("decided"), Some((Verdict::Met, seen, demand)));
}

#[test]
fn a_service_that_keeps_data_and_loses_none_says_so() {
    let calm = MIRROR.replace(r#"{"crash": "a"}"#, r#"{"crash": "b"}"#);
    let report = run(&calm);
    let [data] = report.incidents[0].services[0].data.as_slice() else { panic!("one entry") };
    assert_eq!(data.class, None);
    assert_eq!((data.exposed_seconds.worst, data.lost_writes.worst), (0.0, 0.0));
}
