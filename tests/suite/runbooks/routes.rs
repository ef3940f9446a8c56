//! Next hops that a runbook leads elsewhere.

use super::{at, run, story, told};
use hadr::report::{FeatureReport, IncidentReport, StoryLine};

/// Two front ends with users of their own; the users outside are at home at the second, and come in
/// over an edge whose next hop is the first.
fn text(edge: &str, runbooks: &str, incident: &str) -> String {
    format!(
        r#"{{
        "schema": "hadr/v1", "title": "t",
        "system": {{
          "places": {{"site": {{}}}},
          "components": {{"fe-1-server": {{"in": "site"}}, "fe-2-server": {{"in": "site"}}, "edge-server": {{"in": "site"}}, "gate": {{"in": "site"}}}},
          "services": {{
            "fe-1": {{"pool": {{"members": "fe-1-server", "detect": "at_once"}}}},
            "fe-2": {{"pool": {{"members": "fe-2-server", "detect": "at_once"}}}},
            "edge": {{"pool": {{"members": "edge-server", "detect": "at_once", "routes": {{"front-end": {edge}}}}}}}
          }},
          "features": {{"access": {{"path": ["home"]}}}},
          "populations": {{
            "outside": {{"users": "1000 users", "home": "fe-2", "routes": {{"edge": ["edge"]}}}},
            "inside": {{"users": "1000 users", "home": "fe-1"}}
          }},
          "people": {{"admin": {{"notice": "2 min", "decide": "5 min"}}}},
          "runbooks": {{{runbooks}}}
        }},
        "incidents": {{"incident": [{incident}]}},
        "study": {{"incidents": {{"horizon": "24 h", "trials": 20}}}}
        }}"#
    )
}

const LOST: &str = r#"{"at": "10 min", "do": {"crash": "fe-1-server"}, "for": "4 h"}"#;
const REPOINT: &str = r#"{"do": {"repoint": {"all_on": "@lost", "to": "fe-2"}}, "takes": "3 min"}"#;
/// Stands for a failover that asks for its precondition.
const MOVE: &str = r#"{"do": {"restore": "gate"}, "requires": [{"nothing_points_to": "@lost"}], "takes": "1 min"}"#;

fn take_over(steps: &str) -> String {
    format!(r#""take-over": {{"when": {{"lost": ["fe-1"]}}, "by": "admin", "steps": [{steps}]}}"#)
}

fn access(incident: &IncidentReport) -> &FeatureReport {
    let outside = incident.populations.iter().find(|people| people.name == "outside");
    &outside.expect("they are there").features[0]
}

/// They are served at home, and nobody leads them there.
#[test]
fn a_next_hop_that_serves_nobody_is_no_way_in() {
    let incident = run(&text(r#"["fe-1"]"#, &take_over(MOVE), LOST));
    assert_eq!(access(&incident).lost_user_minutes.story, 240.0 * 1000.0);
    assert_eq!(incident.populations[1].lost_user_minutes.story, 0.0, "home serves them");
    // Of two next hops the second is found by itself.
    let incident = run(&text(r#"["fe-1", "fe-2"]"#, &take_over(MOVE), LOST));
    assert_eq!(access(&incident).lost_user_minutes.story, 0.0);
    // One that is a component counts as well, over the edge.
    let gate = LOST.replace("fe-1-server", "gate");
    let incident = run(&text(r#"["gate"]"#, &take_over(MOVE), &gate));
    assert_eq!(access(&incident).lost_user_minutes.story, 240.0 * 1000.0);
}

/// Lost at 10, noticed at 12, decided at 17, re-pointed at 20; who waits, waits for that.
#[test]
fn a_next_hop_that_is_led_elsewhere_is_a_way_in_again() {
    let incident = run(&text(r#"["fe-1"]"#, &take_over(REPOINT), LOST));
    let access = access(&incident);
    assert_eq!(access.lost_user_minutes.story, 10.0 * 1000.0);
    let phases = ["undetected", "deciding", "acting", "repairing"].map(|name| {
        let part = access.lost_by_phase.iter().find(|part| part.name == name);
        part.map_or(0.0, |part| part.amount.story / 1000.0)
    });
    assert_eq!(phases, [2.0, 5.0, 3.0, 0.0]);
    // Once led there it stays, although its own target is back at 250.
    assert_eq!(told(&incident, &["rerouted"]), [at(20.0, "front-end for edge leads to fe-2")]);
}

/// Statement 24 [L-FO]: while the edge's next hop is the failed pool, failover is refused with an
/// error; it is re-pointed, and failover succeeds.
#[test]
fn s24_failover_is_refused_while_a_next_hop_is_the_failed_pool() {
    let wrong = story(&run(&text(r#"["fe-1"]"#, &take_over(&format!("{MOVE}, {REPOINT}")), LOST)));
    let wanted = [
        at(17.0, "take-over (fe-1), step 1 (put gate right) begins"),
        at(
            17.0,
            "take-over (fe-1), step 1 (put gate right) is refused: front-end for edge still leads to fe-1",
        ),
        at(17.0, "take-over (fe-1) stops: step 1 (put gate right) has been tried once"),
    ];
    assert_eq!(wrong[3..], wanted);
    let right = story(&run(&text(r#"["fe-1"]"#, &take_over(&format!("{REPOINT}, {MOVE}")), LOST)));
    let wanted = [
        at(20.0, "take-over (fe-1), step 1 (re-point all that leads to fe-1 to fe-2) is done"),
        at(20.0, "take-over (fe-1), step 2 (put gate right) begins"),
        at(21.0, "take-over (fe-1), step 2 (put gate right) is done"),
        at(21.0, "take-over (fe-1) is done"),
    ];
    assert_eq!(right[4..], wanted);
    // An edge that is itself down points nowhere.
    let both =
        format!(r#"{LOST}, {{"at": "10 min", "do": {{"crash": "edge-server"}}, "for": "4 h"}}"#);
    let dead = story(&run(&text(r#"["fe-1"]"#, &take_over(MOVE), &both)));
    assert_eq!(dead.last(), Some(&at(18.0, "take-over (fe-1) is done")));
}

/// What the first runbook has led away, and nothing else, the second leaves to itself.
#[test]
fn what_is_undone_finds_its_way_by_itself_again() {
    let give_back = r#""give-back": {"by": "admin", "steps": [{"do": {"repoint": {"undo": "take-over"}}, "takes": "3 min"}]}"#;
    let both = format!("{}, {give_back}", take_over(REPOINT));
    let incident = format!(r#"{LOST}, {{"at": "5 h", "do": {{"start": "give-back"}}}}"#);
    let report = run(&text(r#"["fe-1"]"#, &both, &incident));
    let wanted = [
        at(20.0, "front-end for edge leads to fe-2"),
        at(303.0, "front-end for edge leads to fe-1"),
    ];
    assert_eq!(told(&report, &["rerouted"]), wanted);
    assert_eq!(access(&report).lost_user_minutes.story, 10.0 * 1000.0, "the way back hurts nobody");
    // A script has led it somewhere in between: that stands.
    let script =
        r#", {"at": "30 min", "do": {"repoint": {"route": {"edge": "front-end"}, "to": "gate"}}}"#;
    let report = run(&text(r#"["fe-1"]"#, &both, &format!("{incident}{script}")));
    let lines = told(&report, &["rerouted"]);
    assert_eq!(lines.last(), Some(&at(30.0, "front-end for edge leads to gate")));
    assert_eq!(lines.len(), 2);
}

/// The configuration of the edge cannot be changed while what it needs for that is down.
#[test]
fn a_route_is_led_elsewhere_only_when_its_owner_can_be_changed() {
    let needs = r#""detect": "at_once", "needs": {"gate": "for_changes"}, "routes""#;
    let text = |incident: &str| {
        let text = text(r#"["fe-1"]"#, &take_over(REPOINT), incident);
        text.replace(r#""detect": "at_once", "routes""#, needs)
    };
    let down = format!(r#"{LOST}, {{"at": "9 min", "do": {{"crash": "gate"}}, "for": "4 h"}}"#);
    let wanted = "take-over (fe-1), step 1 (re-point all that leads to fe-1 to fe-2) is refused: gate is down";
    assert_eq!(story(&run(&text(&down)))[4], at(20.0, wanted));
    assert_eq!(access(&run(&text(LOST))).lost_user_minutes.story, 10.0 * 1000.0);
}

/// Two edges pass on to each other: that leads nowhere, and ends.
#[test]
fn next_hops_in_a_circle_end() {
    let circle = text(r#"["edge-2"]"#, &take_over(MOVE), LOST).replace(
        r#""edge": {"pool""#,
        r#""edge-2": {"pool": {"members": "gate", "routes": {"front-end": ["edge", "fe-1"]}}}, "edge": {"pool""#,
    );
    let incident = run(&circle);
    let of = |line: &&StoryLine| line.kind == "feature";
    assert_eq!(incident.story.iter().filter(of).count(), 0, "each of them serves");
}
