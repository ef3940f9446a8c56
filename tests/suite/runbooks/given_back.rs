//! Users who are given back, and what comes between; and which decision a recovery counts from.

use super::{at, run_scenario, scenario, told};
use hadr::report::IncidentReport;

/// The failover in the right order, given back from 4:00 in 45 min; with these changes.
fn right_order(changes: &[(&str, &str)]) -> IncidentReport {
    let mut text = include_str!("../../../scenarios/failover-order.json").to_owned();
    for (from, to) in changes.iter().chain(&[(r#""trials": 100"#, r#""trials": 20"#)]) {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let mut scenario = scenario(&text);
    scenario.blueprint.incidents.retain(|one| one.name == "in-the-right-order");
    run_scenario(&scenario)
}

/// Who served those inside from the third hour on.
fn hosts(incident: &IncidentReport) -> Vec<(f64, String)> {
    let told = told(incident, &["hosted"]).into_iter();
    told.filter(|(minute, text)| *minute > 200.0 && text.starts_with("inside")).collect()
}

const GIVEN_BACK: &str = r#""users_meanwhile": "limited""#;
const HOME_LIMITED: &str = "inside is served by fe-lisbon, at a limited level";

#[test]
fn a_failback_that_is_given_up_leaves_nobody_limited() {
    let incident = right_order(&[(GIVEN_BACK, r#""users_meanwhile": "limited", "works": "10 %""#)]);
    let wanted = [at(240.0, HOME_LIMITED), at(285.0, "inside is served by fe-porto")];
    assert_eq!(hosts(&incident), wanted);
}

/// Home is lost in the middle of it: its users are those of a lost pool like any other, and wait in
/// its book until it is back, in full.
#[test]
fn a_home_that_is_lost_while_it_is_given_back_owes_nothing() {
    let again = r#"{"at": "250 min", "do": {"disaster": "lisbon"}, "for": "20 min"}, {"at": "4 h""#;
    let incident = right_order(&[(r#"{"at": "4 h""#, again)]);
    let wanted = [at(240.0, HOME_LIMITED), at(250.0, "inside is served by fe-lisbon")];
    assert_eq!(hosts(&incident), wanted);
    let refused =
        "give-back, step 1 (fail fe-lisbon back) is refused: its users are at home (fe-lisbon)";
    let runbook = told(&incident, &["runbook"]);
    assert!(runbook.contains(&at(285.0, refused)), "{runbook:?}");
}

/// Guests are a load like others: five thousand on each of eight.
#[test]
fn what_a_pool_carries_for_others_is_told() {
    let incident = right_order(&[]);
    let porto = incident.services.iter().find(|service| service.name == "fe-porto");
    let member = &porto.expect("it is a service").members[0];
    let loads = (member.before.story, member.peak.story, member.after.story);
    assert_eq!(loads, (0.0, 5000.0, 0.0));
    let lisbon = incident.services.iter().find(|service| service.name == "fe-lisbon");
    // Given back: home carries them again.
    assert_eq!(lisbon.expect("it is a service").members[0].after.story, 5000.0);
}

/// A pool is lost for long; somebody decides at 15 min and takes 40 min. Meanwhile somebody else
/// decides about a printer.
const DESK: &str = r#"{
  "schema": "hadr/v1", "title": "Desk",
  "system": {
    "places": {"a": {}, "b": {}},
    "components": {"printer": {"in": "b"}},
    "services": {
      "one": {"pool": {"members": {"in": "a", "count": 2}, "detect": "at_once"}},
      "two": {"pool": {"members": {"in": "b", "count": 2}, "detect": "at_once"}},
      "pair": {"pairing": {"pools": ["one", "two"], "full": {"by": "runbook"}}}
    },
    "populations": {"users": {"users": "100 users", "home": "one"}},
    "people": {"admin": {"notice": "5 min", "decide": "10 min"}, "porter": {"notice": "0 s", "decide": "1 min"}},
    "runbooks": {
      "over": {"when": {"lost": ["one"]}, "by": "admin", "steps": [{"do": {"fail_over": "one"}, "takes": "40 min"}]},
      "toner": {"when": {"lost": ["printer"]}, "by": "porter", "steps": [{"do": {"restore": "printer"}, "takes": "5 min"}]}
    }
  },
  "incidents": {"lost": [
    {"at": "0 s", "do": {"disaster": "a"}, "for": "6 h"},
    {"at": "50 min", "do": {"crash": "printer"}}
  ]},
  "study": {"incidents": {"horizon": "8 h", "trials": 2}}
}"#;

/// 40 min from the decision about the pool, not 4 min from that about the printer.
#[test]
fn a_recovery_counts_from_a_decision_that_concerns_it() {
    let incident = run_scenario(&scenario(DESK));
    let users = incident.recoveries.iter().find(|one| one.of == "users" && one.what == "service");
    let ends = &users.expect("they lost it").until;
    let decided = ends[0].since_invocation_seconds.as_ref().expect("somebody decided");
    assert_eq!(decided.story, Some(2400.0));
}

/// A pair with a backup says what becomes of writes, and can be judged on it.
#[test]
fn a_pair_is_judged_on_its_recovery_point() {
    let text = include_str!("../../../scenarios/standard-edition-pair.json");
    let objective = r#""rpo": {"recovery_point": {"at_most": "5 min", "of": "pair"}},
    "calls within"#;
    let text = text.replace(r#""calls within"#, objective);
    let options = hadr::study::Options { trials: Some(20), ..Default::default() };
    let report = hadr::study::run(&scenario(&text), &options).expect("it runs");
    let judged = report.objectives.iter().find(|objective| objective.name == "rpo");
    assert!(judged.expect("it is judged").seen.contains("(pair"), "{judged:?}");
}
