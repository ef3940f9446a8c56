//! Mistakes in re-pointings: ends that no route may have, and several where one is meant.

use super::{codes, said};

const GOOD: &str = r#"{"repoint": {"all_on": "db", "to": "spare"}}"#;

/// A service with a route, a runbook of one step, and a script that repeats a deed.
fn world(when: &str, step: &str, deed: &str) -> String {
    r#"{
  "schema": "hadr/v1", "title": "edge",
  "system": {
    "places": {"a": {}, "b": {}},
    "components": {"db": {"in": "a"}, "spare": {"in": "b"}, "nodes": {"in": "b", "count": 3}},
    "services": {
      "edge": {"pool": {"members": {"in": "a", "count": 2}, "routes": {"store": "db"}}},
      "web": {"pool": {"members": {"in": "b", "count": 2}}}
    },
    "people": {"admin": {"notice": "2 min", "decide": "5 min"}},
    "runbooks": {"go": {"by": "admin", WHEN"steps": [
      {"do": STEP, "takes": "1 min"}
    ]}},
    "populations": {"staff": {"users": "900 users", "home": "web", "routes": {"edge": "edge"}}}
  },
  "incidents": {"lead": [{"at": "1 min", "do":
      DEED}]},
  "study": {"incidents": {"horizon": "2 h"}}
}
"#
    .replace("WHEN", when)
    .replace("STEP", step)
    .replace("DEED", deed)
}

fn step(step: &str) -> String {
    said(world("", step, GOOD))
}

fn deed(deed: &str) -> String {
    said(world("", GOOD, deed))
}

#[test]
fn routes_are_led_to_services_and_single_components() {
    assert_eq!(step(GOOD), "");
    assert_eq!(deed(r#"{"repoint": {"all_on": "db", "to": "web"}}"#), "");
    assert_eq!(deed(r#"{"repoint": {"route": {"edge": "store"}, "to": "nodes-02"}}"#), "");
    assert_eq!(deed(r#"{"repoint": {"route": {"staff": "edge"}, "to": "web"}}"#), "");
}

#[test]
fn a_repoint_to_a_place() {
    let wanted = r#"error[S202]: `b` is a place, not a component or a service
  --> s.json:12:49
   |
12 |       {"do": {"repoint": {"all_on": "db", "to": "b"}}, "takes": "1 min"}
   |                                                 ^^^
   |
   = help: did you mean `db`?

1 problem
"#;
    assert_eq!(step(r#"{"repoint": {"all_on": "db", "to": "b"}}"#), wanted);
}

#[test]
fn a_repoint_of_a_script_to_a_place() {
    let wanted = r#"error[S202]: `b` is a place, not a component or a service
  --> s.json:17:54
   |
17 |       {"repoint": {"route": {"edge": "store"}, "to": "b"}}}]},
   |                                                      ^^^
   |
   = help: did you mean `db`?

1 problem
"#;
    assert_eq!(deed(r#"{"repoint": {"route": {"edge": "store"}, "to": "b"}}"#), wanted);
}

#[test]
fn a_repoint_to_a_place_that_is_the_partner() {
    let when = r#""when": {"lost": ["db", "b"]}, "#;
    let lead = r#"{"repoint": {"all_on": "@lost", "to": "@partner"}}"#;
    let wanted = r#"error[S202]: `b` is a place, not a component or a service
  --> s.json:12:52
   |
12 |       {"do": {"repoint": {"all_on": "@lost", "to": "@partner"}}, "takes": "1 min"}
   |                                                    ^^^^^^^^^^

1 problem
"#;
    assert_eq!(said(world(when, lead, GOOD)), wanted);
}

#[test]
fn a_repoint_of_all_to_the_owner_of_a_route() {
    let wanted = r#"error[S351]: this leads a route of `edge` to `edge` itself
  --> s.json:12:49
   |
12 |       {"do": {"repoint": {"all_on": "db", "to": "edge"}}, "takes": "1 min"}
   |                                                 ^^^^^^
   |
   = help: name another target by `to`

1 problem
"#;
    assert_eq!(step(r#"{"repoint": {"all_on": "db", "to": "edge"}}"#), wanted);
}

#[test]
fn a_repoint_of_a_script_to_the_owner_of_the_route() {
    let wanted = r#"error[S351]: this leads a route of `edge` to `edge` itself
  --> s.json:17:54
   |
17 |       {"repoint": {"route": {"edge": "store"}, "to": "edge"}}}]},
   |                                                      ^^^^^^
   |
   = help: name another target by `to`

1 problem
"#;
    assert_eq!(deed(r#"{"repoint": {"route": {"edge": "store"}, "to": "edge"}}"#), wanted);
}

#[test]
fn a_repoint_to_several_components() {
    let wanted = r#"error[S202]: `nodes` are several components
  --> s.json:12:49
   |
12 |       {"do": {"repoint": {"all_on": "db", "to": "nodes"}}, "takes": "1 min"}
   |                                                 ^^^^^^^
   |
   = help: name one of them, or a pool over them

1 problem
"#;
    assert_eq!(step(r#"{"repoint": {"all_on": "db", "to": "nodes"}}"#), wanted);
}

#[test]
fn a_repoint_of_a_script_from_several_components() {
    let wanted = r#"error[S202]: `nodes` are several components
  --> s.json:17:30
   |
17 |       {"repoint": {"all_on": "nodes", "to": "spare"}}}]},
   |                              ^^^^^^^
   |
   = help: name one of them

1 problem
"#;
    assert_eq!(deed(r#"{"repoint": {"all_on": "nodes", "to": "spare"}}"#), wanted);
}

#[test]
fn several_components_that_reach_a_place() {
    let wanted = r#"error[S202]: `nodes` are several components
  --> s.json:12:58
   |
12 |       {"do": {"restore": "db"}, "requires": {"reaches": ["nodes", "a"]}, "takes": "1 min"}
   |                                                          ^^^^^^^
   |
   = help: name one of them

1 problem
"#;
    let reaches = r#"{"restore": "db"}, "requires": {"reaches": ["nodes", "a"]}"#;
    assert_eq!(step(reaches), wanted);
}

/// What could not be read may lead there.
#[test]
fn a_wrong_target_is_one_mistake() {
    let lead = r#"{"repoint": {"all_on": "db", "to": "ghost"}}"#;
    let on = r#"{"repoint": {"all_on": "web", "to": "spare"}}"#;
    assert_eq!(codes(world("", lead, on)), ["S201"]);
    assert_eq!(codes(world("", on, lead)), ["S201"]);
}

/// Each is judged, whatever is wrong with another.
#[test]
fn two_wrong_ends_of_scripts_are_two_mistakes() {
    let place = r#"{"repoint": {"all_on": "db", "to": "b"}}"#;
    let owner = r#"{"repoint": {"route": {"edge": "store"}, "to": "edge"}}"#;
    let both = |one: &str, other: &str| {
        codes(world("", GOOD, &format!("{one}}}, {{\"at\": \"2 min\", \"do\": {other}")))
    };
    assert_eq!(both(place, owner), ["S202", "S351"]);
    assert_eq!(both(owner, place), ["S351", "S202"]);
    assert_eq!(both(GOOD, owner), ["S351"]);
    let member = r#"{"repoint": {"all_on": "db", "to": "nodes-2"}}"#;
    assert_eq!(both(member, owner), ["S351"]);
}
