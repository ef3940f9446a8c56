//! Mistakes in who decides about a mirror, and in orders about its witness.

use super::mirror::{GOOD, WITNESS, told};
use crate::statements_mirror::{edited, scenario};

#[test]
fn an_order_to_drop_a_witness_where_there_is_none() {
    let wanted = r#"error[S351]: `drop_witness` could never be done: `db` has no witness
  --> s.json:19:64
   |
19 |   "incidents": {"crash": [{"at": "1 h", "do": {"drop_witness": "db"}}]},
   |                                                                ^^^^
   |
   = help: name a mirror whose failover is decided by a witness

1 problem
"#;
    assert_eq!(
        told(&[
            (WITNESS, r#""failover": {"manual": {"by": "runbook", "promote": "1 s"}}"#),
            (r#"{"crash": "a"}"#, r#"{"drop_witness": "db"}"#)
        ]),
        wanted
    );
}

#[test]
fn a_step_that_drops_a_witness_where_there_is_none() {
    let wanted = r#"error[S351]: `drop_witness` could never be done: `db` has no witness
 --> s.json:7:72
  |
7 |     "runbooks": {"go": {"by": "dba", "steps": [{"do": {"drop_witness": "db"}, "takes": "1 min"}]}},
  |                                                                        ^^^^
  |
  = help: name a mirror whose failover is decided by a witness

1 problem
"#;
    assert_eq!(
        told(&[
            (WITNESS, r#""failover": {"manual": {"by": "runbook", "promote": "1 s"}}"#),
            (
                r#""components": "#,
                r#""runbooks": {"go": {"by": "dba", "steps": [{"do": {"drop_witness": "db"}, "takes": "1 min"}]}},
    "components": "#
            )
        ]),
        wanted
    );
}

#[test]
fn a_standby_pair_has_no_witness() {
    let wanted = r#"error[S351]: `drop_witness` could never be done: `web` has no witness
  --> s.json:19:64
   |
19 |   "incidents": {"crash": [{"at": "1 h", "do": {"drop_witness": "web"}}]},
   |                                                                ^^^^^
   |
   = help: name a mirror whose failover is decided by a witness

1 problem
"#;
    assert_eq!(
        told(&[
            (
                r#""web": {"pool": {"members": "w"}}"#,
                r#""web": {"standby": {"active": "w-01", "spare": "w-02", "switch": {"takes": "1 min"}}}"#
            ),
            (r#"{"crash": "a"}"#, r#"{"drop_witness": "web"}"#)
        ]),
        wanted
    );
}

#[test]
fn a_pair_that_is_its_own_witness() {
    let wanted = r#"error[S335]: `db` would decide about itself
  --> s.json:13:40
   |
13 | ...   "failover": {"witness": {"by": "db", "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}}, "redo": "5 s", "arm": "all_t...
   |                                      ^^^^
   |
   = help: name a component that is no partner

1 problem
"#;
    assert_eq!(told(&[(r#""by": "w-01""#, r#""by": "db""#)]), wanted);
}

#[test]
fn a_lease_in_a_store_that_is_the_pair_itself() {
    let wanted = r#"error[S335]: `db` would decide about itself
  --> s.json:13:41
   |
13 | ...   "failover": {"lease": {"store": "db", "detect": {"lease": {"ttl": "10 s", "refresh": "3 s", "granularity": "0 s"}}, "decide": ...
   |                                       ^^^^
   |
   = help: name a component that is no partner

1 problem
"#;
    assert_eq!(
        told(&[(
            WITNESS,
            r#""failover": {"lease": {"store": "db", "detect": {"lease": {"ttl": "10 s", "refresh": "3 s", "granularity": "0 s"}}, "decide": "0 s", "promote": "1 s"}}"#
        )]),
        wanted
    );
}

#[test]
fn a_witness_that_runs_only_while_the_pair_does() {
    let wanted = r#"error[S335]: `w-01` runs only while `db` does
  --> s.json:13:40
   |
13 | ...   "failover": {"witness": {"by": "w-01", "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}}, "redo": "5 s", "arm": "all...
   |                                      ^^^^^^
   |
   = help: name one that is up when the mirror is to take over

1 problem
"#;
    assert_eq!(told(&[(r#""count": 2}"#, r#""count": 2, "needs": {"db": "hard"}}"#)]), wanted);
}

#[test]
fn partners_of_no_certain_number_are_not_counted() {
    let wanted = r#"error[S012]: expected a whole number, found a text
  --> s.json:11:45
   |
11 |         "partners": {"in": "rack", "count": "two"},
   |                                             ^^^^^

1 problem
"#;
    assert_eq!(
        told(&[(r#""partners": ["a", "b"]"#, r#""partners": {"in": "rack", "count": "two"}"#)]),
        wanted
    );
}

#[test]
fn a_heartbeat_of_a_witness_that_watches_from_elsewhere() {
    let wanted = r#"error[S311]: the ends of a session watch each other: nobody watches from elsewhere
  --> s.json:13:107
   |
13 | ...   "failover": {"witness": {"by": "w-01", "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s", "watches_from": "rack"}}, "r...
   |                                                                                                         ^^^^^^^^^^^^^^
   |
   = help: remove `watches_from`

1 problem
"#;
    assert_eq!(
        told(&[(
            r#"{"timeout": "10 s", "ping": "1 s"}"#,
            r#"{"timeout": "10 s", "ping": "1 s", "watches_from": "rack"}"#
        )]),
        wanted
    );
}

#[test]
fn a_lease_that_is_watched_from_elsewhere() {
    let wanted = r#"error[S311]: a lease runs out in its store: nobody watches from elsewhere
  --> s.json:13:124
   |
13 | ... {"ttl": "10 s", "refresh": "3 s", "granularity": "0 s", "watches_from": "rack"}}, "decide": "0 s", "promote": "1 s"}},
   |                                                             ^^^^^^^^^^^^^^
   |
   = help: remove `watches_from`

1 problem
"#;
    assert_eq!(
        told(&[(
            WITNESS,
            r#""failover": {"lease": {"store": "web", "detect": {"lease": {"ttl": "10 s", "refresh": "3 s", "granularity": "0 s", "watches_from": "rack"}}, "decide": "0 s", "promote": "1 s"}}"#
        )]),
        wanted
    );
}

#[test]
fn a_redo_queue_that_is_worked_off_at_no_rate() {
    let wanted = r#"error[S103]: a bandwidth of nothing carries nothing
  --> s.json:13:145
   |
13 | ...10 s", "ping": "1 s"}}, "redo": {"queue": "400 MB", "rate": "0 MB/s"}, "arm": "all_three_connected"}},
   |                                                                ^^^^^^^^
   |
   = help: state a rate above nothing

1 problem
"#;
    assert_eq!(
        told(&[(r#""redo": "5 s""#, r#""redo": {"queue": "400 MB", "rate": "0 MB/s"}"#)]),
        wanted
    );
}

#[test]
fn a_partner_that_runs_only_while_the_pair_does_is_warned_of() {
    let wanted = r#"warning[S309]: `b` runs only while `db` does, and is to take it over
 --> s.json:7:71
  |
7 |     "components": {"a": {"in": "rack"}, "b": {"in": "rack", "needs": {"db": "hard"}}, "w": {"in": "rack", "count": 2}},
  |                                                                       ^^^^ a takeover would find both of them down
  |
  = help: let the members run without the pair

1 warning
"#;
    let needs = r#""b": {"in": "rack", "needs": {"db": "hard"}}"#;
    let text = edited(GOOD, &[(r#""b": {"in": "rack"}"#, needs)]);
    assert_eq!(scenario(&text).warnings.render(false), wanted);
}
