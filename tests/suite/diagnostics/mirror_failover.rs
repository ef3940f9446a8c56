//! Mistakes in who lets a mirror take over.

use super::mirror::{WITNESS, told};

#[test]
fn a_failover_by_nobody() {
    let wanted = r#"error[S013]: `vote` is not a failover
  --> s.json:13:22
   |
13 |         "failover": {"vote": {"by": "w-01"}},
   |                      ^^^^^^
   |
   = help: choose `witness`, `monitor`, `lease` or `manual`

1 problem
"#;
    assert_eq!(told(&[(WITNESS, r#""failover": {"vote": {"by": "w-01"}}"#)]), wanted);
}

#[test]
fn a_witness_without_a_heartbeat() {
    let wanted = r#"error[S013]: `probe` is not the check of a witness
  --> s.json:13:59
   |
13 | ...   "failover": {"witness": {"by": "w-01", "detect": {"probe": {"every": "1 s", "timeout": "1 s"}}, "redo": "5 s", "arm": "all_thr...
   |                                                         ^^^^^^^
   |
   = help: choose `heartbeat`

1 problem
"#;
    assert_eq!(
        told(&[(
            r#"{"heartbeat": {"timeout": "10 s", "ping": "1 s"}}"#,
            r#"{"probe": {"every": "1 s", "timeout": "1 s"}}"#
        )]),
        wanted
    );
}

#[test]
fn a_heartbeat_without_a_ping() {
    let wanted = r#"error[S011]: a heartbeat needs the field `ping`
  --> s.json:13:72
   |
13 | ...   "failover": {"witness": {"by": "w-01", "detect": {"heartbeat": {"timeout": "10 s"}}, "redo": "5 s", "arm": "all_three_connecte...
   |                                                                      ^ `ping` is missing here

1 problem
"#;
    assert_eq!(told(&[(r#", "ping": "1 s""#, "")]), wanted);
}

/// The time-out runs from a ping without answer: another must be due within it.
#[test]
fn a_heartbeat_that_is_pinged_more_seldom_than_its_time_out() {
    let wanted = r#"error[S307]: no ping is sent within the time-out of the heartbeat
  --> s.json:13:92
   |
13 | ...   "failover": {"witness": {"by": "w-01", "detect": {"heartbeat": {"timeout": "10 s", "ping": "11 s"}}, "redo": "5 s", "arm": "al...
   |                                                                                          ^^^^^^
   |
   = help: shorten `ping`, or lengthen `timeout`

1 problem
"#;
    assert_eq!(told(&[(r#""ping": "1 s""#, r#""ping": "11 s""#)]), wanted);
    // As long as the time-out is enough.
    assert!(!told(&[(r#""ping": "1 s""#, r#""ping": "10 s""#)]).contains("ping"));
}

#[test]
fn a_witness_without_a_redo() {
    let wanted = r#"error[S011]: a failover by a witness needs the field `redo`
  --> s.json:13:33
   |
13 | ...   "failover": {"witness": {"by": "w-01", "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}}, "arm": "all_three_connecte...
   |                               ^ `redo` is missing here

1 problem
"#;
    assert_eq!(told(&[(r#", "redo": "5 s""#, "")]), wanted);
}

#[test]
fn a_redo_queue_of_no_data() {
    let wanted = r#"error[S102]: `400 users` is not an amount of data: `users` is not a unit of data
  --> s.json:13:127
   |
13 | ...t": {"timeout": "10 s", "ping": "1 s"}}, "redo": {"queue": "400 users", "rate": "40 MB/s"}, "arm": "all_three_connected"}},
   |                                                               ^^^^^^^^^^^
   |
   = help: amounts of data look like "60 kB"

1 problem
"#;
    assert_eq!(
        told(&[(r#""redo": "5 s""#, r#""redo": {"queue": "400 users", "rate": "40 MB/s"}"#)]),
        wanted
    );
}

#[test]
fn a_redo_queue_that_nobody_works_off() {
    let wanted = r#"error[S011]: a redo queue needs the field `rate`
  --> s.json:13:117
   |
13 | ...beat": {"timeout": "10 s", "ping": "1 s"}}, "redo": {"queue": "400 MB"}, "arm": "all_three_connected"}},
   |                                                        ^ `rate` is missing here

1 problem
"#;
    assert_eq!(told(&[(r#""redo": "5 s""#, r#""redo": {"queue": "400 MB"}"#)]), wanted);
}

#[test]
fn another_condition() {
    let wanted = r#"error[S013]: `two_connected` is not a condition
  --> s.json:13:131
   |
13 | ...timeout": "10 s", "ping": "1 s"}}, "redo": "5 s", "arm": "two_connected"}},
   |                                                             ^^^^^^^^^^^^^^^
   |
   = help: choose `all_three_connected` or `mirror_and_witness`

1 problem
"#;
    assert_eq!(told(&[(r#""all_three_connected""#, r#""two_connected""#)]), wanted);
}

#[test]
fn a_monitor_whose_clients_find_out() {
    let wanted = r#"error[S335]: clients that find out promote nobody
  --> s.json:13:58
   |
13 |         "failover": {"monitor": {"by": "w-01", "detect": {"client": {"retry": "5 s", "timeout": "30 s"}}, "promote": "1 s"}},
   |                                                          ^
   |
   = help: state a check that the monitor makes, such as a `probe`

1 problem
"#;
    assert_eq!(
        told(&[(
            WITNESS,
            r#""failover": {"monitor": {"by": "w-01", "detect": {"client": {"retry": "5 s", "timeout": "30 s"}}, "promote": "1 s"}}"#
        )]),
        wanted
    );
}

#[test]
fn a_monitor_that_promotes_nobody() {
    let wanted = r#"error[S011]: a failover by a monitor needs the field `promote`
  --> s.json:13:33
   |
13 |         "failover": {"monitor": {"by": "w-01", "detect": "at_once"}},
   |                                 ^ `promote` is missing here

1 problem
"#;
    assert_eq!(
        told(&[(WITNESS, r#""failover": {"monitor": {"by": "w-01", "detect": "at_once"}}"#)]),
        wanted
    );
}

#[test]
fn a_lease_that_is_renewed_too_seldom() {
    let wanted = r#"error[S307]: a lease that is renewed more seldom than it lives is lost again and again
  --> s.json:13:95
   |
13 |         "failover": {"lease": {"store": "web", "detect": {"lease": {"ttl": "10 s", "refresh": "11 s"}}, "promote": "1 s"}},
   |                                                                                               ^^^^^^
   |
   = help: shorten `refresh`, or lengthen `ttl`

1 problem
"#;
    assert_eq!(
        told(&[(
            WITNESS,
            r#""failover": {"lease": {"store": "web", "detect": {"lease": {"ttl": "10 s", "refresh": "11 s"}}, "promote": "1 s"}}"#
        )]),
        wanted
    );
}

#[test]
fn a_lease_without_a_store() {
    let wanted = r#"error[S011]: a failover by a lease needs the field `store`
  --> s.json:13:31
   |
13 |         "failover": {"lease": {"detect": {"lease": {"ttl": "10 s", "refresh": "3 s"}}, "decide": "1 s", "promote": "1 s"}},
   |                               ^ `store` is missing here

1 problem
"#;
    assert_eq!(
        told(&[(
            WITNESS,
            r#""failover": {"lease": {"detect": {"lease": {"ttl": "10 s", "refresh": "3 s"}}, "decide": "1 s", "promote": "1 s"}}"#
        )]),
        wanted
    );
}

#[test]
fn a_lease_that_is_watched_otherwise() {
    let wanted = r#"error[S013]: `at_once` is not the check of a lease
  --> s.json:13:58
   |
13 |         "failover": {"lease": {"store": "web", "detect": "at_once", "promote": "1 s"}},
   |                                                          ^^^^^^^^^
   |
   = help: choose `lease`

1 problem
"#;
    assert_eq!(
        told(&[(
            WITNESS,
            r#""failover": {"lease": {"store": "web", "detect": "at_once", "promote": "1 s"}}"#
        )]),
        wanted
    );
}

#[test]
fn a_person_who_is_none() {
    let wanted = r#"error[S201]: nothing has the name `dbb`
  --> s.json:13:39
   |
13 |         "failover": {"manual": {"by": "dbb", "promote": "1 s"}},
   |                                       ^^^^^
   |
   = help: did you mean `db`?

1 problem
"#;
    assert_eq!(
        told(&[(WITNESS, r#""failover": {"manual": {"by": "dbb", "promote": "1 s"}}"#)]),
        wanted
    );
}

#[test]
fn a_manual_failover_by_nobody() {
    let wanted = r#"error[S011]: a manual failover needs the field `by`
  --> s.json:13:32
   |
13 |         "failover": {"manual": {"promote": "1 s"}},
   |                                ^ `by` is missing here

1 problem
"#;
    assert_eq!(told(&[(WITNESS, r#""failover": {"manual": {"promote": "1 s"}}"#)]), wanted);
}
