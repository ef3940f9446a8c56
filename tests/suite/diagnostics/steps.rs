//! Mistakes in runbooks: steps that nobody could do, and orders that nobody obeys.

use super::runbooks::{told_of, with_runbook};
use super::{said, told};

#[test]
fn a_failover_of_what_is_in_no_pairing() {
    let said =
        told_of(r#"{"by": "admin", "steps": [{"do": {"fail_over": "web"}, "takes": "1 min"}]}"#);
    let wanted = r#"error[S351]: `fail_over` could never be done: `web` is in no pairing
 --> s.json:9:71
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"fail_over": "web"}, "takes": "1 min"}]}},
  |                                                                       ^^^^^
  |
  = help: name a member of a pairing

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_switch_in_a_pool() {
    let said =
        told_of(r#"{"by": "admin", "steps": [{"do": {"switch": "web"}, "takes": "1 min"}]}"#);
    let wanted = r#"error[S351]: `switch` could never be done: in `web`, a pool, nobody leads
 --> s.json:9:68
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"switch": "web"}, "takes": "1 min"}]}},
  |                                                                    ^^^^^
  |
  = help: name a service in which one member leads

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn an_order_to_a_component() {
    let said = told_of(r#"{"by": "admin", "steps": [{"do": {"switch": "db"}, "takes": "1 min"}]}"#);
    let wanted = r#"error[S202]: `db` is a component, not a service
 --> s.json:9:68
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"switch": "db"}, "takes": "1 min"}]}},
  |                                                                    ^^^^
  |
  = help: choose `web`

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn an_order_about_what_is_lost_that_nobody_obeys() {
    let said = told_of(
        r#"{"by": "admin", "when": {"lost": ["web", "db"]}, "steps": [{"do": {"switch": "@lost"}, "takes": "1 min"}]}"#,
    );
    let wanted = r#"error[S351]: `switch` could never be done: in `web`, a pool, nobody leads
 --> s.json:9:101
  |
9 |     "runbooks": {"go": {"by": "admin", "when": {"lost": ["web", "db"]}, "steps": [{"do": {"switch": "@lost"}, "takes": "1 min"}]}},
  |                                                                                                     ^^^^^^^
  |
  = help: name a service in which one member leads

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn time_by_users_where_there_are_none() {
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": {"base": "1 min", "per_1000_users": "24 s"}}]}"#,
    );
    let wanted = r#"error[S311]: this step is about nobody's users
 --> s.json:9:121
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": {"base": "1 min", "per_1000_users": "24 s"}}]}},
  |                                                                                                                         ^^^^^^
  |
  = help: state how long it takes by a law alone

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn time_by_users_without_a_base() {
    let said = told_of(r#"{"by": "admin", "steps": [{"takes": {"per_1000_users": "24 s"}}]}"#);
    let wanted = r#"error[S011]: a time by users needs the field `base`
 --> s.json:9:60
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"takes": {"per_1000_users": "24 s"}}]}},
  |                                                            ^ `base` is missing here

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_wait_that_may_fail() {
    let said = told_of(
        r#"{"by": "admin", "steps": [{"takes": "1 min", "works": "90 %", "requires": [{"up": "db"}]}]}"#,
    );
    let wanted = r#"error[S311]: a step that does nothing cannot fail or be refused
 --> s.json:9:69
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"takes": "1 min", "works": "90 %", "requires": [{"up": "db"}]}]}},
  |                                                                     ^^^^^^^
  |
  = help: state what it does by `do`, or remove `works`

error[S311]: a step that does nothing cannot fail or be refused
 --> s.json:9:86
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"takes": "1 min", "works": "90 %", "requires": [{"up": "db"}]}]}},
  |                                                                                      ^^^^^^^^^^
  |
  = help: state what it does by `do`, or remove `requires`

2 problems
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_wait_before_no_other_try() {
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "retry_after": "5 min"}]}"#,
    );
    let wanted = r#"error[S311]: nothing is tried again
 --> s.json:9:94
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "retry_after": "5 min"}]}},
  |                                                                                              ^^^^^^^^^^^^^
  |
  = help: state `retries`, or remove `retry_after`

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn too_many_tries() {
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "retries": 51}]}"#,
    );
    let wanted = r#"error[S103]: expected a whole number from 0 to 50, found `51`
 --> s.json:9:105
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "retries": 51}]}},
  |                                                                                                         ^^

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn an_unknown_condition() {
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "requires": [{"alive": "db"}, "up"]}]}"#,
    );
    let wanted = r#"error[S013]: `alive` is not a condition
 --> s.json:9:108
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "requires": [{"alive": "db"}, "up"]}]}},
  |                                                                                                            ^^^^^^^
  |
  = help: choose `up`, `down`, `level`, `nothing_points_to` or `reaches`

error[S012]: expected a condition such as {"up": "db"}, found a text
 --> s.json:9:124
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "requires": [{"alive": "db"}, "up"]}]}},
  |                                                                                                                            ^^^^

2 problems
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_level_of_a_component() {
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "unless": {"level": {"db": "full"}}}]}"#,
    );
    let wanted = r#"error[S202]: `db` is a component, not a service
 --> s.json:9:115
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "unless": {"level": {"db": "full"}}}]}},
  |                                                                                                                   ^^^^
  |
  = help: choose `web`

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn reaching_nobody() {
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "unless": {"reaches": ["db"]}}]}"#,
    );
    let wanted = r#"error[S103]: one name does not say who reaches whom
 --> s.json:9:116
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "unless": {"reaches": ["db"]}}]}},
  |                                                                                                                    ^
  |
  = help: write {"reaches": ["a", "b"]}: `a` can speak with `b`

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_repoint_to_itself() {
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"repoint": {"all_on": "web", "to": "web"}}, "takes": "1 min"}]}"#,
    );
    let wanted = r#"error[S351]: this leads from `web` to `web`
 --> s.json:9:93
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"repoint": {"all_on": "web", "to": "web"}}, "takes": "1 min"}]}},
  |                                                                                             ^^^^^
  |
  = help: name another target by `to`

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_repoint_of_a_route_that_is_not_there() {
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"repoint": {"route": {"web": "mediation"}, "to": "db"}}, "takes": "1 min"}]}"#,
    );
    let wanted = r#"error[S351]: there is no such route for `mediation`
 --> s.json:9:87
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"repoint": {"route": {"web": "mediation"}, "to": "db"}}, "takes": "1 min"}]}},
  |                                                                                       ^^^^^^^^^^^
  |
  = help: name a role among the `routes` of its owner

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_repoint_to_nowhere() {
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"repoint": {"all_on": "web"}}, "takes": "1 min"}]}"#,
    );
    let wanted = r#"error[S011]: a re-pointing needs the field `to`
 --> s.json:9:69
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"repoint": {"all_on": "web"}}, "takes": "1 min"}]}},
  |                                                                     ^ `to` is missing here

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn an_undoing_of_nothing() {
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"repoint": {"undo": "go"}}, "takes": "1 min"}]}"#,
    );
    let wanted = r#"error[S351]: `go` re-points nothing that could be undone
 --> s.json:9:78
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"repoint": {"undo": "go"}}, "takes": "1 min"}]}},
  |                                                                              ^^^^
  |
  = help: name the runbook that does, or remove the step

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn an_undoing_of_what_is_no_runbook() {
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"repoint": {"undo": "web"}}, "takes": "1 min"}]}"#,
    );
    let wanted = r#"error[S202]: `web` is a service, not a runbook
 --> s.json:9:78
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"repoint": {"undo": "web"}}, "takes": "1 min"}]}},
  |                                                                              ^^^^^
  |
  = help: choose `go`

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_drain_of_what_is_no_member() {
    let said = told_of(r#"{"by": "admin", "steps": [{"do": {"drain": "db"}, "takes": "1 min"}]}"#);
    let wanted = r#"error[S317]: `db` is a member of no service
 --> s.json:9:67
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"drain": "db"}, "takes": "1 min"}]}},
  |                                                                   ^^^^
  |
  = help: name a member of a pool

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn what_users_have_meanwhile() {
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "users_meanwhile": "limited"}]}"#,
    );
    let wanted = r#"error[S311]: only users who are given back are limited meanwhile
 --> s.json:9:94
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "users_meanwhile": "limited"}]}},
  |                                                                                              ^^^^^^^^^^^^^^^^^
  |
  = help: remove `users_meanwhile`

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_start_of_what_is_no_runbook() {
    let said = told(&[(r#"{"crash": "web-02"}, "for": "1 h""#, r#"{"start": "web"}"#)]);
    let wanted = r#"error[S202]: `web` is a service, not a runbook
  --> s.json:19:58
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"start": "web"}}]},
   |                                                          ^^^^^

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_start_that_lasts() {
    let runbook = with_runbook(r#"{"by": "admin", "steps": [{"takes": "1 min"}]}"#);
    let said = said(runbook.replace(r#"{"crash": "web-02"}"#, r#"{"start": "go"}"#));
    let wanted = r#"error[S010]: an order has no duration
  --> s.json:21:72
   |
21 |   "incidents": {"kill": [{"at": "1 min", "do": {"start": "go"}, "for": "1 h"}]},
   |                                                                        ^^^^^
   |
   = help: remove `for`

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn an_order_of_a_script_that_nobody_obeys() {
    let said = told(&[(r#"{"crash": "web-02"}, "for": "1 h""#, r#"{"fail_over": "web"}"#)]);
    let wanted = r#"error[S351]: `fail_over` could never be done: `web` is in no pairing
  --> s.json:19:62
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"fail_over": "web"}}]},
   |                                                              ^^^^^
   |
   = help: name a member of a pairing

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_script_that_speaks_of_what_is_lost() {
    let said = told(&[(r#"{"crash": "web-02"}, "for": "1 h""#, r#"{"switch": "@lost"}"#)]);
    let wanted = r#"error[S350]: `@lost` speaks of what a runbook's `when` names
  --> s.json:19:59
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"switch": "@lost"}}]},
   |                                                           ^^^^^^^
   |
   = help: write the name, or state the runbook's `when`

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_repoint_of_a_script_to_itself() {
    let said = told(&[(
        r#"{"crash": "web-02"}, "for": "1 h""#,
        r#"{"repoint": {"all_on": "db", "to": "db"}}"#,
    )]);
    let wanted = r#"error[S351]: this leads from `db` to `db`
  --> s.json:19:83
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"repoint": {"all_on": "db", "to": "db"}}}]},
   |                                                                                   ^^^^
   |
   = help: name another target by `to`

1 problem
"#;
    assert_eq!(said, wanted);
}
