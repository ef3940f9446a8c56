//! Mistakes in what a mirrored database says of itself.

use super::said;
use crate::statements_mirror::edited;

/// A scenario without a mistake, which the tests edit.
pub const GOOD: &str = r#"{
  "schema": "hadr/v1",
  "title": "A pair",
  "system": {
    "places": {"rack": {}},
    "people": {"dba": {"notice": "5 min", "decide": "5 min"}},
    "components": {"a": {"in": "rack"}, "b": {"in": "rack"}, "w": {"in": "rack", "count": 2}},
    "services": {
      "web": {"pool": {"members": "w"}},
      "db": {"mirror": {
        "partners": ["a", "b"],
        "commit": "synchronous",
        "failover": {"witness": {"by": "w-01", "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}}, "redo": "5 s", "arm": "all_three_connected"}},
        "resync": {"per_hour_missed": "6 min"}
      }}
    },
    "loads": {"writes": {"to": "db", "rate": "50 writes/s", "clients": {"retry": {"every": "20 ms"}}}}
  },
  "incidents": {"crash": [{"at": "1 h", "do": {"crash": "a"}}]},
  "study": {"incidents": {"horizon": "12 h"}}
}"#;

pub const WITNESS: &str = r#""failover": {"witness": {"by": "w-01", "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}}, "redo": "5 s", "arm": "all_three_connected"}}"#;

pub fn told(edits: &[(&str, &str)]) -> String {
    said(edited(GOOD, edits))
}

#[test]
fn a_pair_without_a_mistake() {
    assert_eq!(told(&[]), "");
}

#[test]
fn partners_that_are_not_two() {
    let wanted = r#"error[S335]: a mirror has two partners: `db` has 3 members
  --> s.json:11:22
   |
11 |         "partners": ["a", "b", "w-02"],
   |                      ^^^
   |
   = help: name two, or state "count": 2

1 problem
"#;
    assert_eq!(told(&[(r#"["a", "b"]"#, r#"["a", "b", "w-02"]"#)]), wanted);
}

#[test]
fn a_lone_partner() {
    let wanted = r#"error[S335]: a mirror has two partners: `db` has 1 member
  --> s.json:11:21
   |
11 |         "partners": "a",
   |                     ^^^
   |
   = help: name two, or state "count": 2

1 problem
"#;
    assert_eq!(told(&[(r#"["a", "b"]"#, r#""a""#)]), wanted);
}

#[test]
fn no_partners() {
    let wanted = r#"error[S011]: a mirror needs the field `partners`
  --> s.json:10:24
   |
10 |       "db": {"mirror": {
   |                        ^ `partners` is missing here

1 problem
"#;
    assert_eq!(told(&[("\"partners\": [\"a\", \"b\"],\n", "")]), wanted);
}

#[test]
fn a_partner_that_decides_about_itself() {
    let wanted = r#"error[S335]: `b` would decide about itself
  --> s.json:13:40
   |
13 | ...   "failover": {"witness": {"by": "b", "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}}, "redo": "5 s", "arm": "all_th...
   |                                      ^^^
   |
   = help: name a component that is no partner

1 problem
"#;
    assert_eq!(told(&[(r#""by": "w-01""#, r#""by": "b""#)]), wanted);
}

#[test]
fn several_witnesses() {
    let wanted = r#"error[S202]: `w` are several components
  --> s.json:13:40
   |
13 | ...   "failover": {"witness": {"by": "w", "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}}, "redo": "5 s", "arm": "all_th...
   |                                      ^^^
   |
   = help: name one of them, or a pool over them

1 problem
"#;
    assert_eq!(told(&[(r#""by": "w-01""#, r#""by": "w""#)]), wanted);
}

#[test]
fn a_witness_that_is_nothing() {
    let wanted = r#"error[S201]: nothing has the name `v-01`
  --> s.json:13:40
   |
13 | ...   "failover": {"witness": {"by": "v-01", "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}}, "redo": "5 s", "arm": "all...
   |                                      ^^^^^^
   |
   = help: there are 6 to choose from: `a`, `b` or `db`, say

1 problem
"#;
    assert_eq!(told(&[(r#""by": "w-01""#, r#""by": "v-01""#)]), wanted);
}

#[test]
fn a_commit_of_another_kind() {
    let wanted = r#"error[S013]: `semi` is not a commit
  --> s.json:12:19
   |
12 |         "commit": "semi",
   |                   ^^^^^^
   |
   = help: choose `synchronous` or `asynchronous`

1 problem
"#;
    assert_eq!(told(&[(r#""synchronous""#, r#""semi""#)]), wanted);
}

#[test]
fn no_commit() {
    let wanted = r#"error[S011]: a mirror needs the field `commit`
  --> s.json:10:24
   |
10 |       "db": {"mirror": {
   |                        ^ `commit` is missing here

1 problem
"#;
    assert_eq!(told(&[("\"commit\": \"synchronous\",\n", "")]), wanted);
}

#[test]
fn a_witness_of_an_asynchronous_pair() {
    let wanted = r#"error[S335]: a witness lets nobody take over who may lack a write
  --> s.json:13:22
   |
13 | ...   "failover": {"witness": {"by": "w-01", "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}}, "redo": "5 s", "arm": "all...
   |                    ^^^^^^^^^
   |
   = help: state "commit": "synchronous", or another failover

1 problem
"#;
    assert_eq!(told(&[(r#""synchronous""#, r#""asynchronous""#)]), wanted);
}

#[test]
fn a_lag_without_a_unit() {
    let wanted = r#"error[S101]: a span needs a unit
  --> s.json:12:44
   |
12 |         "commit": {"asynchronous": {"lag": 5}},
   |                                            ^
   |
   = help: write a unit: "5 s"

1 problem
"#;
    assert_eq!(
        told(&[
            (r#""synchronous""#, r#"{"asynchronous": {"lag": 5}}"#),
            (WITNESS, r#""failover": {"manual": {"by": "dba", "promote": "5 s"}}"#)
        ]),
        wanted
    );
}

#[test]
fn no_failover() {
    let wanted = r#"error[S011]: a mirror needs the field `failover`
  --> s.json:10:24
   |
10 |       "db": {"mirror": {
   |                        ^ `failover` is missing here

1 problem
"#;
    assert_eq!(told(&[(&format!("{WITNESS},\n"), "")]), wanted);
}

#[test]
fn a_loss_of_the_mirror_that_an_asynchronous_commit_does_not_mind() {
    let wanted = r#"error[S335]: an asynchronous commit never waits for the mirror
  --> s.json:12:35
   |
12 |         "commit": "asynchronous", "on_mirror_loss": "expose",
   |                                   ^^^^^^^^^^^^^^^^
   |
   = help: remove `on_mirror_loss`

1 problem
"#;
    assert_eq!(
        told(&[
            (r#""synchronous""#, r#""asynchronous", "on_mirror_loss": "expose""#),
            (WITNESS, r#""failover": {"manual": {"by": "dba", "promote": "5 s"}}"#)
        ]),
        wanted
    );
}

#[test]
fn a_stop_of_writes_without_an_end() {
    let wanted = r#"error[S011]: a stop of writes needs the field `until`
  --> s.json:12:68
   |
12 |         "commit": "synchronous", "on_mirror_loss": {"stop_writes": {}},
   |                                                                    ^ `until` is missing here

1 problem
"#;
    assert_eq!(
        told(&[(r#""synchronous""#, r#""synchronous", "on_mirror_loss": {"stop_writes": {}}"#)]),
        wanted
    );
}

#[test]
fn a_session_beside_the_heartbeat_of_a_witness() {
    let wanted = r#"error[S335]: the heartbeat of the witness says already how the partners give each other up
  --> s.json:12:34
   |
12 |         "commit": "synchronous", "session": {"timeout": "20 s", "ping": "1 s"},
   |                                  ^^^^^^^^^
   |
   = help: remove `session`

1 problem
"#;
    assert_eq!(
        told(&[(
            r#""synchronous""#,
            r#""synchronous", "session": {"timeout": "20 s", "ping": "1 s"}"#
        )]),
        wanted
    );
}

#[test]
fn a_mirror_that_never_catches_up() {
    let wanted = r#"error[S335]: a mirror that catches up more slowly than data is written never does
  --> s.json:14:19
   |
14 |         "resync": {"rate": "2 MB/s", "writes": "16 Mbit/s"}
   |                   ^
   |
   = help: state a `rate` above `writes`

1 problem
"#;
    assert_eq!(
        told(&[(
            r#"{"per_hour_missed": "6 min"}"#,
            r#"{"rate": "2 MB/s", "writes": "16 Mbit/s"}"#
        )]),
        wanted
    );
}

#[test]
fn a_resynchronization_that_says_nothing_of_writes() {
    let wanted = r#"error[S011]: a resynchronization needs the field `writes`
  --> s.json:14:19
   |
14 |         "resync": {"rate": "2 MB/s"}
   |                   ^ `writes` is missing here

1 problem
"#;
    assert_eq!(told(&[(r#"{"per_hour_missed": "6 min"}"#, r#"{"rate": "2 MB/s"}"#)]), wanted);
}

#[test]
fn a_resynchronization_without_a_unit() {
    let wanted = r#"error[S101]: a span needs a unit
  --> s.json:14:39
   |
14 |         "resync": {"per_hour_missed": 6}
   |                                       ^
   |
   = help: write a unit: "6 s"

1 problem
"#;
    assert_eq!(told(&[(r#"{"per_hour_missed": "6 min"}"#, r#"{"per_hour_missed": 6}"#)]), wanted);
}

#[test]
fn a_field_of_a_pool() {
    let wanted = r#"error[S010]: a mirror has no field `need`
  --> s.json:12:34
   |
12 |         "commit": "synchronous", "need": 1,
   |                                  ^^^^^^
   |
   = help: did you mean `needs`?

1 problem
"#;
    assert_eq!(told(&[(r#""synchronous""#, r#""synchronous", "need": 1"#)]), wanted);
}

#[test]
fn clients_of_a_pool_that_look_for_a_leader() {
    let wanted = r#"error[S311]: nobody leads `web`: its clients need not look
  --> s.json:17:73
   |
17 |     "loads": {"writes": {"to": "web", "rate": "50 writes/s", "clients": {"retry": {"every": "20 ms"}}}}
   |                                                                         ^
   |
   = help: remove `clients`; a pool has `requests`

1 problem
"#;
    assert_eq!(told(&[(r#""to": "db""#, r#""to": "web""#)]), wanted);
}

#[test]
fn clients_that_never_look() {
    let wanted = r#"error[S011]: a retry needs the field `every`
  --> s.json:17:82
   |
17 |     "loads": {"writes": {"to": "db", "rate": "50 writes/s", "clients": {"retry": {}}}}
   |                                                                                  ^ `every` is missing here

1 problem
"#;
    assert_eq!(told(&[(r#"{"every": "20 ms"}"#, "{}")]), wanted);
}
