//! Mistakes of values: units, quantities, ranges, intervals of checks.

use super::told;

#[test]
fn a_missing_unit() {
    let edits = [(r#""every": "5 s""#, r#""every": 5"#)];
    let wanted = r#"error[S101]: a span needs a unit
  --> s.json:13:37
   |
13 |       "detect": {"probe": {"every": 5, "timeout": "2 s", "fall": 3}},
   |                                     ^
   |
   = help: write a unit: "5 s"

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_missing_unit_in_a_text() {
    let edits = [(r#""every": "5 s""#, r#""every": "5""#)];
    let wanted = r#"error[S102]: `5` is not a span: a span needs a unit
  --> s.json:13:37
   |
13 |       "detect": {"probe": {"every": "5", "timeout": "2 s", "fall": 3}},
   |                                     ^^^
   |
   = help: units of time are us, ms, s, min, h, d, week, month and y

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_wrong_unit() {
    let edits = [(r#""every": "5 s""#, r#""every": "5 users""#)];
    let wanted = r#"error[S102]: `5 users` is not a span: `users` is not a unit of time
  --> s.json:13:37
   |
13 |       "detect": {"probe": {"every": "5 users", "timeout": "2 s", "fall": 3}},
   |                                     ^^^^^^^^^
   |
   = help: units of time are us, ms, s, min, h, d, week, month and y

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_ambiguous_unit() {
    let edits = [(r#""every": "5 s""#, r#""every": "5 m""#)];
    let wanted = r#"error[S102]: `5 m` is not a span: `m` may be minutes or months
  --> s.json:13:37
   |
13 |       "detect": {"probe": {"every": "5 m", "timeout": "2 s", "fall": 3}},
   |                                     ^^^^^
   |
   = help: units of time are us, ms, s, min, h, d, week, month and y

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_negative_span() {
    let edits = [(r#""every": "5 s""#, r#""every": "-5 s""#)];
    let wanted = r#"error[S102]: `-5 s` is not a span: a quantity cannot be negative
  --> s.json:13:37
   |
13 |       "detect": {"probe": {"every": "-5 s", "timeout": "2 s", "fall": 3}},
   |                                     ^^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_span_beyond_all_time() {
    let edits = [(r#""2000 h""#, r#""1e400 s""#)];
    let wanted = r#"error[S102]: `1e400 s` is not a span: too long: simulated time ends after 584,000 years
  --> s.json:10:54
   |
10 |         "fails": [{"crash": {"life": {"exponential": "1e400 s"}}}],
   |                                                      ^^^^^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_amount_of_something_else() {
    let edits = [("900 users", "900 calls")];
    let wanted = r#"error[S102]: `calls` where users are counted
  --> s.json:16:40
   |
16 |     "populations": {"staff": {"users": "900 calls", "home": "web"}},
   |                                        ^^^^^^^^^^^
   |
   = help: amounts of users look like "6660 users"

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_rate_of_users_as_a_load() {
    let edits = [("20 calls/s", "20 users/s")];
    let wanted = r#"error[S102]: users are no requests: a load is a rate of requests
  --> s.json:17:46
   |
17 |     "loads": {"calls": {"to": "web", "rate": "20 users/s"}}
   |                                              ^^^^^^^^^^^^
   |
   = help: rates look like "200 requests/s"

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn nobody() {
    let edits = [("900 users", "0 users")];
    let wanted = r#"error[S103]: this amount must be above zero and at most 1,000 million
  --> s.json:16:40
   |
16 |     "populations": {"staff": {"users": "0 users", "home": "web"}},
   |                                        ^^^^^^^^^
   |
   = help: leave the field out if it does not apply

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_share_above_all() {
    let edits = [(r#""horizon": "2 h""#, r#""horizon": "2 h", "share": "120 %""#)];
    let wanted = r#"error[S102]: `120 %` is not a share: a share lies between 0 % and 100 %
  --> s.json:21:46
   |
21 |     "incidents": {"horizon": "2 h", "share": "120 %"},
   |                                              ^^^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn no_interval_at_all() {
    let edits = [(r#""every": "5 s""#, r#""every": "0 s""#)];
    let wanted = r#"error[S103]: this span must be longer than zero
  --> s.json:13:37
   |
13 |       "detect": {"probe": {"every": "0 s", "timeout": "2 s", "fall": 3}},
   |                                     ^^^^^
   |
   = help: the shortest span is "1 us"

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn no_failed_check_at_all() {
    let edits = [(r#""fall": 3"#, r#""fall": 0"#)];
    let wanted = r#"error[S103]: expected a whole number from 1 to 1000000, found `0`
  --> s.json:13:70
   |
13 |       "detect": {"probe": {"every": "5 s", "timeout": "2 s", "fall": 0}},
   |                                                                      ^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_time_out_longer_than_the_interval() {
    let edits = [(r#""timeout": "2 s""#, r#""timeout": "20 s""#)];
    let wanted = r#"error[S307]: a check cannot wait longer than the interval until the next
  --> s.json:13:55
   |
13 |       "detect": {"probe": {"every": "5 s", "timeout": "20 s", "fall": 3}},
   |                                                       ^^^^^^
   |
   = help: shorten `timeout`, or state "schedule": "fixed_delay"

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_fraction_of_a_member() {
    let edits = [(r#""count": 2"#, r#""count": 2.5"#)];
    let wanted = r#"error[S103]: expected a whole number from 1 to 10000000, found `2.5`
 --> s.json:9:42
  |
9 |       "members": {"in": "rack", "count": 2.5,
  |                                          ^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_crew_of_nobody() {
    let edits = [(r#""size": 1"#, r#""size": 0"#)];
    let wanted = r#"error[S103]: expected a whole number from 1 to 4294967295, found `0`
 --> s.json:7:32
  |
7 |     "crews": {"team": {"size": 0}},
  |                                ^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn no_trials() {
    let edits = [(r#""trials": 50"#, r#""trials": 0"#)];
    let wanted = r#"error[S103]: expected a whole number from 1 to 1000000000, found `0`
  --> s.json:22:60
   |
22 |     "estimate": {"of": "web", "horizon": "10 y", "trials": 0}
   |                                                            ^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_horizon_too_far() {
    let edits = [(r#""10 y""#, r#""200001 y""#)];
    let wanted = r#"error[S103]: the horizon is too far
  --> s.json:22:42
   |
22 |     "estimate": {"of": "web", "horizon": "200001 y", "trials": 50}
   |                                          ^^^^^^^^^^
   |
   = help: at most "200000 y"

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_script_that_lasts_no_time() {
    let edits = [(r#""for": "1 h""#, r#""for": "0 s""#)];
    let wanted = r#"error[S103]: this span must be longer than zero
  --> s.json:19:76
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "0 s"}]},
   |                                                                            ^^^^^
   |
   = help: the shortest span is "1 us"

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_factor_above_one() {
    let edits = [(
        r#"{"exponential": "2000 h"}"#,
        r#""1 y", "ages": {"dormant": {"while_up": "db", "factor": 1.5}}"#,
    )];
    let wanted = r#"error[S103]: expected a number from 0 to 1, found `1.5`
  --> s.json:10:94
   |
10 |         "fails": [{"crash": {"life": "1 y", "ages": {"dormant": {"while_up": "db", "factor": 1.5}}}}],
   |                                                                                              ^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_retry_of_another_law() {
    let edits =
        [(r#""home": "web""#, r#""home": "web", "clients": {"retry": {"exponential": "5 s"}}"#)];
    let wanted = r#"error[S014]: `exponential` is not supported by this version
  --> s.json:16:90
   |
16 |     "populations": {"staff": {"users": "900 users", "home": "web", "clients": {"retry": {"exponential": "5 s"}}}},
   |                                                                                          ^^^^^^^^^^^^^
   |
   = help: remove it, or describe the system without it

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_retry_every_no_time() {
    let edits = [(r#""home": "web""#, r#""home": "web", "clients": {"retry": {"every": "0 s"}}"#)];
    let wanted = r#"error[S103]: this span must be longer than zero
  --> s.json:16:99
   |
16 |     "populations": {"staff": {"users": "900 users", "home": "web", "clients": {"retry": {"every": "0 s"}}}},
   |                                                                                                   ^^^^^
   |
   = help: the shortest span is "1 us"

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_retry_every_so_often() {
    let edits =
        [(r#""home": "web""#, r#""home": "web", "clients": {"retry": {"every": "often"}}"#)];
    let wanted = r#"error[S102]: `often` is not a span: `often` does not start with a number
  --> s.json:16:99
   |
16 |     "populations": {"staff": {"users": "900 users", "home": "web", "clients": {"retry": {"every": "often"}}}},
   |                                                                                                   ^^^^^^^
   |
   = help: units of time are us, ms, s, min, h, d, week, month and y

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_unknown_end_of_recovery() {
    let edits = [("99 % of users", "most users")];
    let wanted = r#"error[S013]: `most users` is not an end of recovery
  --> s.json:24:74
   |
24 |   "objectives": {"soon": {"recovery_time": {"at_most": "5 min", "until": "most users"}}}
   |                                                                          ^^^^^^^^^^^^
   |
   = help: choose "service", "all users" or such as "99 % of users"

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}
