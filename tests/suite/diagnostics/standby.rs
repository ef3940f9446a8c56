//! Mistakes in standby pairs.

use super::said;

/// A pair of `a` and `b` with these fields.
fn pair(fields: &str) -> String {
    said(PAIR.replace("MEMBERS", fields))
}

const PAIR: &str = r#"{
  "schema": "hadr/v1",
  "title": "A pair",
  "system": {
    "places": {"site": {}},
    "people": {"admin": {"notice": "1 min", "decide": "10 min"}},
    "components": {"a": {"in": "site"}, "b": {"in": "site"}, "c": {"in": "site", "count": 2}},
    "services": {"pair": {"standby": {
      MEMBERS
    }}},
    "populations": {"staff": {"users": "100 users", "home": "pair"}}
  },
  "incidents": {"it": [{"at": "1 h", "do": {"crash": "a"}}]},
  "study": {"incidents": {"horizon": "1 d"}}
}
"#;

const NAMED: &str = r#""active": "a", "spare": "b""#;

#[test]
fn a_pair_without_mistakes() {
    assert_eq!(pair(NAMED), "");
}

#[test]
fn a_spare_that_is_the_active_one() {
    let wanted = r#"error[S340]: `a` cannot stand by for itself
 --> s.json:9:31
  |
9 |       "active": "a", "spare": "a"
  |                 ---           ^^^
  |                 |
  |                 it is the active one

1 problem
"#;
    assert_eq!(pair(r#""active": "a", "spare": "a""#), wanted);
}

#[test]
fn an_active_one_without_a_spare() {
    let wanted = r#"error[S011]: a standby pair needs two members
 --> s.json:8:38
  |
8 |     "services": {"pair": {"standby": {
  |                                      ^ `spare` is missing here
  |
  = help: state `members`, or `active` and `spare`

1 problem
"#;
    assert_eq!(pair(r#""active": "a""#), wanted);
}

#[test]
fn no_members_at_all() {
    let wanted = r#"error[S011]: a standby pair needs two members
 --> s.json:8:38
  |
8 |     "services": {"pair": {"standby": {
  |                                      ^ they are missing here
  |
  = help: state `members`, or `active` and `spare`

1 problem
"#;
    assert_eq!(pair(r#""mode": "hot""#), wanted);
}

#[test]
fn members_told_twice() {
    let wanted = r#"error[S016]: a pair names its `members`, or its `active` one and its `spare`
 --> s.json:9:30
  |
9 |       "members": ["a", "b"], "spare": "b"
  |       --------- the members  ^^^^^^^
  |
  = help: state `members`, or `active` and `spare`

1 problem
"#;
    assert_eq!(pair(r#""members": ["a", "b"], "spare": "b""#), wanted);
}

#[test]
fn three_members() {
    let wanted = r#"error[S340]: the standby pair `pair` has 3 members
 --> s.json:8:18
  |
8 |     "services": {"pair": {"standby": {
  |                  ^^^^^^
  |
  = help: a pair has two: one leads, the other stands by

1 problem
"#;
    assert_eq!(pair(r#""members": ["a", "b", "c-1"]"#), wanted);
}

#[test]
fn a_member_that_names_several() {
    let wanted = r#"error[S340]: `c` names several members
 --> s.json:9:31
  |
9 |       "active": "a", "spare": "c"
  |                               ^^^
  |
  = help: a pair has one active member and one spare

1 problem
"#;
    assert_eq!(pair(r#""active": "a", "spare": "c""#), wanted);
}

#[test]
fn one_written_inside() {
    let wanted = r#"error[S340]: the standby pair `pair` has 3 members
 --> s.json:8:18
  |
8 |     "services": {"pair": {"standby": {
  |                  ^^^^^^
  |
  = help: a pair has two: one leads, the other stands by

1 problem
"#;
    assert_eq!(pair(r#""members": {"in": "site", "count": 3}"#), wanted);
}

#[test]
fn a_dormancy_above_one() {
    let wanted = r#"error[S103]: expected a number from 0 to 1, found `1.5`
 --> s.json:9:66
  |
9 |       "active": "a", "spare": "b", "mode": {"warm": {"dormancy": 1.5}}
  |                                                                  ^^^

1 problem
"#;
    assert_eq!(pair(&format!(r#"{NAMED}, "mode": {{"warm": {{"dormancy": 1.5}}}}"#)), wanted);
}

#[test]
fn a_warm_spare_without_a_dormancy() {
    let wanted = r#"error[S012]: expected a warm spare such as {"warm": {"dormancy": 0.5}}, found a text
 --> s.json:9:44
  |
9 |       "active": "a", "spare": "b", "mode": "warm"
  |                                            ^^^^^^

1 problem
"#;
    assert_eq!(pair(&format!(r#"{NAMED}, "mode": "warm""#)), wanted);
}

#[test]
fn a_cold_spare_without_a_start() {
    let wanted = r#"error[S011]: a cold spare needs the field `start`
 --> s.json:9:53
  |
9 |       "active": "a", "spare": "b", "mode": {"cold": {}}
  |                                                     ^ `start` is missing here

1 problem
"#;
    assert_eq!(pair(&format!(r#"{NAMED}, "mode": {{"cold": {{}}}}"#)), wanted);
}

#[test]
fn a_switch_that_may_fail_without_an_else() {
    let wanted = r#"error[S011]: a switch that may fail needs the field `else`
 --> s.json:9:47
  |
9 |       "active": "a", "spare": "b", "switch": {"works": "98 %"}
  |                                               ^^^^^^^ it does not always work
  |
  = help: such as "else": {"manual": "1 h"}, or {"by": "admin"}

1 problem
"#;
    assert_eq!(pair(&format!(r#"{NAMED}, "switch": {{"works": "98 %"}}"#)), wanted);
}

#[test]
fn an_else_of_a_switch_that_always_works() {
    let wanted = r#"error[S341]: a switch that always works has no `else`
 --> s.json:9:47
  |
9 |       "active": "a", "spare": "b", "switch": {"else": {"manual": "1 h"}}
  |                                               ^^^^^^
  |
  = help: state how often it `works`, or remove it

1 problem
"#;
    assert_eq!(pair(&format!(r#"{NAMED}, "switch": {{"else": {{"manual": "1 h"}}}}"#)), wanted);
}

#[test]
fn a_recovery_by_nobody_known() {
    let wanted = r#"error[S201]: nothing has the name `admim`
 --> s.json:9:79
  |
9 |       "active": "a", "spare": "b", "switch": {"works": "98 %", "else": {"by": "admim"}}
  |                                                                               ^^^^^^^
  |
  = help: did you mean `admin`?

1 problem
"#;
    assert_eq!(
        pair(&format!(r#"{NAMED}, "switch": {{"works": "98 %", "else": {{"by": "admim"}}}}"#)),
        wanted
    );
}

#[test]
fn a_switch_ordered_by_somebody_else() {
    let wanted = r#"error[S013]: `admin` is not somebody who orders switches
 --> s.json:9:53
  |
9 |       "active": "a", "spare": "b", "switch": {"by": "admin"}
  |                                                     ^^^^^^^
  |
  = help: choose `runbook`

1 problem
"#;
    assert_eq!(pair(&format!(r#"{NAMED}, "switch": {{"by": "admin"}}"#)), wanted);
}

#[test]
fn a_failback_of_a_pair_that_switches_on_order() {
    let wanted = r#"error[S341]: a pair that switches on order only does not fail back by itself
 --> s.json:9:65
  |
9 |       "active": "a", "spare": "b", "switch": {"by": "runbook"}, "failback": "at_once"
  |                                                                 ^^^^^^^^^^
  |
  = help: let a runbook switch it back, and remove `failback`

1 problem
"#;
    assert_eq!(
        pair(&format!(r#"{NAMED}, "switch": {{"by": "runbook"}}, "failback": "at_once""#)),
        wanted
    );
}

#[test]
fn a_window_that_opens_when_it_closes() {
    let wanted = r#"error[S103]: a window that opens when it closes
 --> s.json:9:59
  |
9 |       "active": "a", "spare": "b", "failback": {"window": {"from": "02:00", "to": "02:00"}}
  |                                                           ^
  |
  = help: state "failback": "at_once" for day and night

1 problem
"#;
    assert_eq!(
        pair(&format!(r#"{NAMED}, "failback": {{"window": {{"from": "02:00", "to": "02:00"}}}}"#)),
        wanted
    );
}

#[test]
fn a_window_at_no_time_of_day() {
    let wanted = r#"error[S102]: `2 h` is not a time of day
 --> s.json:9:68
  |
9 |       "active": "a", "spare": "b", "failback": {"window": {"from": "2 h", "to": "04:00"}}
  |                                                                    ^^^^^
  |
  = help: times of day look like "08:00", up to "23:59"

1 problem
"#;
    assert_eq!(
        pair(&format!(r#"{NAMED}, "failback": {{"window": {{"from": "2 h", "to": "04:00"}}}}"#)),
        wanted
    );
}

#[test]
fn clients_that_find_out() {
    let wanted = r#"error[S341]: clients that find out by themselves switch nothing over
 --> s.json:9:46
  |
9 |       "active": "a", "spare": "b", "detect": {"client": {"retry": "5 s"}}
  |                                              ^
  |
  = help: state a check by which the pair notices a loss

1 problem
"#;
    assert_eq!(pair(&format!(r#"{NAMED}, "detect": {{"client": {{"retry": "5 s"}}}}"#)), wanted);
}

#[test]
fn everything_at_once() {
    let wanted = r#"error[S013]: `tepid` is not a way to stand by
 --> s.json:9:44
  |
9 |       "active": "a", "spare": "b", "mode": "tepid", "restart": 3, "switch": {"takes": "soon", "works": "98"}, "repair_starts": "after...
  |                                            ^^^^^^^
  |
  = help: choose `hot`, `warm` or `cold`

error[S101]: a span needs a unit
 --> s.json:9:64
  |
9 |       "active": "a", "spare": "b", "mode": "tepid", "restart": 3, "switch": {"takes": "soon", "works": "98"}, "repair_starts": "after...
  |                                                                ^
  |
  = help: write a unit: "3 s"

error[S102]: `soon` is not a span: `soon` does not start with a number
 --> s.json:9:87
  |
9 |       "active": "a", "spare": "b", "mode": "tepid", "restart": 3, "switch": {"takes": "soon", "works": "98"}, "repair_starts": "after...
  |                                                                                       ^^^^^^
  |
  = help: units of time are us, ms, s, min, h, d, week, month and y

error[S102]: `98` is not a share: a share needs the sign %
 --> s.json:9:104
  |
9 |       "active": "a", "spare": "b", "mode": "tepid", "restart": 3, "switch": {"takes": "soon", "works": "98"}, "repair_starts": "after...
  |                                                                                                        ^^^^
  |
  = help: shares look like "99.95 %"

error[S010]: a standby pair has no field `repair_starts`
 --> s.json:9:111
  |
9 |       "active": "a", "spare": "b", "mode": "tepid", "restart": 3, "switch": {"takes": "soon", "works": "98"}, "repair_starts": "after...
  |                                                                                                               ^^^^^^^^^^^^^^^
  |
  = help: it may also have `from`, `members`, `detect`, `failback`, `needs`, `complaints`, `routes` or `reroute`

5 problems
"#;
    assert_eq!(
        pair(&format!(
            r#"{NAMED}, "mode": "tepid", "restart": 3, "switch": {{"takes": "soon", "works": "98"}}, "repair_starts": "after_switch""#
        )),
        wanted
    );
}
