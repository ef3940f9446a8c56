//! Mistakes of the whole: places, services and needs that cannot be, and plans that ask nothing.

use super::told;

#[test]
fn a_circle_of_places() {
    let edits = [(r#""site": {}"#, r#""site": {"in": "rack"}"#)];
    let wanted = r#"error[S301]: the place `rack` stands in itself
 --> s.json:5:55
  |
5 |     "places": {"site": {"in": "rack"}, "rack": {"in": "site"}},
  |                                                       ^^^^^^ `rack` in `site` in `rack`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_place_in_itself() {
    let edits = [(r#""site": {}"#, r#""site": {"in": "site"}"#)];
    let wanted = r#"error[S301]: the place `site` stands in itself
 --> s.json:5:31
  |
5 |     "places": {"site": {"in": "site"}, "rack": {"in": "site"}},
  |                               ^^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_service_in_itself() {
    let edits = [
        (
            r#"{"in": "rack", "count": 2,
        "fails": [{"crash": {"life": {"exponential": "2000 h"}}}],
        "repair": {"takes": "4 h", "crew": "team"}}"#,
            r#"["db", "front"]"#,
        ),
        (r#""services": {"#, r#""services": {"front": {"pool": {"members": "web"}}, "#),
        (r#""web-02""#, r#""db""#),
    ];
    let wanted = r#"error[S302]: the service `front` is a member of itself
 --> s.json:8:18
  |
8 |     "services": {"front": {"pool": {"members": "web"}}, "web": {"pool": {
  |                  ^^^^^^^ `front` over `web` over `front`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_impossible_need() {
    let edits = [(r#""need": 1"#, r#""need": 3"#)];
    let wanted = r#"error[S303]: `web` needs 3 members but has 2
  --> s.json:12:15
   |
12 |       "need": 3,
   |               ^
   |
   = help: state a `need` from 1 to 2, or add members

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_need_of_nobody() {
    let edits = [(r#""need": 1"#, r#""need": 0"#)];
    let wanted = r#"error[S303]: a pool that needs no member is never down
  --> s.json:12:15
   |
12 |       "need": 0,
   |               ^
   |
   = help: state a `need` from 1 to 2, or add members

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn too_many_members() {
    let edits = [(r#""count": 2"#, r#""count": 10000000"#)];
    let wanted = r#"error[S305]: the system has more than 10,000,000 members
 --> s.json:8:18
  |
8 |     "services": {"web": {"pool": {
  |                  ^^^^^ this is too much

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_study_that_asks_nothing() {
    let edits = [
        (
            r#""incidents": {"kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},
  "#,
            "",
        ),
        (
            r#"{
    "incidents": {"horizon": "2 h"},
    "estimate": {"of": "web", "horizon": "10 y", "trials": 50}
  }"#,
            "{}",
        ),
        (
            r#",
  "objectives": {"soon": {"recovery_time": {"at_most": "5 min", "until": "99 % of users"}}}"#,
            "",
        ),
    ];
    let wanted = r#"error[S401]: the study asks nothing
  --> s.json:19:12
   |
19 |   "study": {}
   |            ^
   |
   = help: state `incidents`, `estimate` or both, each with a `horizon`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn incidents_that_nobody_asks_for() {
    let edits = [
        (
            r#""incidents": {"horizon": "2 h"},
    "#,
            "",
        ),
        (
            r#",
  "objectives": {"soon": {"recovery_time": {"at_most": "5 min", "until": "99 % of users"}}}"#,
            "",
        ),
    ];
    let wanted = r#"error[S402]: incidents are scripted, but the study does not ask for them
  --> s.json:20:12
   |
20 |   "study": {
   |            ^ `incidents` is missing here
   |
   = help: add "incidents": {"horizon": "1 d"} to the study

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn incidents_that_nobody_scripted() {
    let edits = [(
        r#""incidents": {"kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},
  "#,
        "",
    )];
    let wanted = r#"error[S403]: the study asks for incidents, but none is scripted
  --> s.json:20:18
   |
20 |     "incidents": {"horizon": "2 h"},
   |                  ^
   |
   = help: script one in `incidents`, beside `system`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_event_past_the_horizon() {
    let edits = [(r#""at": "1 min""#, r#""at": "2 h""#)];
    let wanted = r#"error[S404]: this would happen at or after the horizon, and so never
  --> s.json:19:33
   |
19 |   "incidents": {"kill": [{"at": "2 h", "do": {"crash": "web-02"}, "for": "1 h"}]},
   |                                 ^^^^^
   |
   = help: choose an earlier time, or a later `study.incidents.horizon`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_warm_up_as_long_as_the_horizon() {
    let edits = [(r#""horizon": "10 y""#, r#""horizon": "10 y", "warm_up": "10 y""#)];
    let wanted = r#"error[S404]: the warm-up leaves nothing of the horizon
  --> s.json:22:61
   |
22 |     "estimate": {"of": "web", "horizon": "10 y", "warm_up": "10 y", "trials": 50}
   |                                                             ^^^^^^
   |
   = help: choose a shorter `warm_up`, or a later `horizon`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_objective_that_nothing_judges() {
    let edits = [
        (r#""estimate": {"of": "web", "horizon": "10 y", "trials": 50}"#, r#""incidents_": 0"#),
        (
            r#""incidents": {"horizon": "2 h"},
    "incidents_": 0"#,
            r#""incidents": {"horizon": "2 h"}"#,
        ),
        (
            r#""recovery_time": {"at_most": "5 min", "until": "99 % of users"}"#,
            r#""availability": {"at_least": "99.9 %", "count": "time"}"#,
        ),
    ];
    let wanted = r#"error[S405]: nothing could judge `soon`
  --> s.json:23:18
   |
23 |   "objectives": {"soon": {"availability": {"at_least": "99.9 %", "count": "time"}}}
   |                  ^^^^^^ availabilities are judged by `study.estimate`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_end_of_recovery_that_waits_for_users_where_there_are_none() {
    let users = r#""populations": {"staff": {"users": "900 users", "home": "web"}},
    "loads""#;
    let wanted = r#"error[S406]: `soon` waits for users, and no population has any
  --> s.json:23:18
   |
23 |   "objectives": {"soon": {"recovery_time": {"at_most": "5 min", "until": "99 % of users"}}}
   |                  ^^^^^^
   |
   = help: write "until": "service", or describe who uses it in `populations`

1 problem
"#;
    assert_eq!(told(&[(users, r#""loads""#)]), wanted);
    let until = |end| [(users, r#""loads""#), ("99 % of users", end)];
    assert_eq!(super::codes(super::edited(&until("all users"))), ["S406"]);
    assert_eq!(told(&until("service")), "");
}

#[test]
fn several_at_once_in_the_order_of_the_file() {
    let edits = [
        (r#"Two servers""#, r#"Two servers", "quesiton": "?""#),
        (r#""crew": "team""#, r#""crew": "teem""#),
        (r#""need": 1"#, r#""need": 9"#),
        (r#""every": "5 s""#, r#""every": 5"#),
        (r#""home": "web""#, r#""home": "wbe""#),
        (r#""at": "1 min""#, r#""at": "3 h""#),
    ];
    let wanted = r#"error[S010]: a scenario has no field `quesiton`
 --> s.json:3:27
  |
3 |   "title": "Two servers", "quesiton": "?",
  |                           ^^^^^^^^^^
  |
  = help: did you mean `question`?

error[S201]: nothing has the name `teem`
  --> s.json:11:44
   |
11 |         "repair": {"takes": "4 h", "crew": "teem"}},
   |                                            ^^^^^^
   |
   = help: did you mean `team`?

error[S303]: `web` needs 9 members but has 2
  --> s.json:12:15
   |
12 |       "need": 9,
   |               ^
   |
   = help: state a `need` from 1 to 2, or add members

error[S101]: a span needs a unit
  --> s.json:13:37
   |
13 |       "detect": {"probe": {"every": 5, "timeout": "2 s", "fall": 3}},
   |                                     ^
   |
   = help: write a unit: "5 s"

error[S201]: nothing has the name `wbe`
  --> s.json:16:61
   |
16 |     "populations": {"staff": {"users": "900 users", "home": "wbe"}},
   |                                                             ^^^^^
   |
   = help: did you mean `web`?

error[S404]: this would happen at or after the horizon, and so never
  --> s.json:19:33
   |
19 |   "incidents": {"kill": [{"at": "3 h", "do": {"crash": "web-02"}, "for": "1 h"}]},
   |                                 ^^^^^
   |
   = help: choose an earlier time, or a later `study.incidents.horizon`

6 problems
"#;
    assert_eq!(told(&edits), wanted);
}
