//! Mistakes in runbooks: conditions, tries, and routes that nobody leads there.

use super::runbooks::told_of;
use super::{edited, said};

fn requires(condition: &str) -> String {
    told_of(&format!(
        r#"{{"by": "admin", "steps": [{{"do": {{"restore": "db"}}, "takes": "1 min", "requires": {condition}}}]}}"#
    ))
}

#[test]
fn three_names_that_reach_each_other() {
    let wanted = r#"error[S103]: two names say who reaches whom, and here are 3
 --> s.json:9:118
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "requires": {"reaches": ["db", "web", "d...
  |                                                                                                                      ^
  |
  = help: write {"reaches": ["a", "b"]}: `a` can speak with `b`

1 problem
"#;
    assert_eq!(requires(r#"{"reaches": ["db", "web", "db"]}"#), wanted);
}

#[test]
fn a_name_alone_that_reaches_nobody() {
    let wanted = r#"error[S012]: expected a list of two names, who reaches whom, found a text
 --> s.json:9:118
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "requires": {"reaches": "db"}}]}},
  |                                                                                                                      ^^^^

1 problem
"#;
    assert_eq!(requires(r#"{"reaches": "db"}"#), wanted);
}

/// That there is something to try again is plain, however often.
#[test]
fn retries_that_are_no_number_are_one_mistake() {
    let wanted = r#"error[S012]: expected a whole number, found a text
 --> s.json:9:105
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "retries": "two", "retry_after": "5 min"...
  |                                                                                                         ^^^^^

1 problem
"#;
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "retries": "two", "retry_after": "5 min"}]}"#,
    );
    assert_eq!(said, wanted);
}

#[test]
fn more_retries_than_fit_are_one_mistake() {
    let wanted = r#"error[S103]: expected a whole number from 0 to 50, found `51`
 --> s.json:9:105
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "retries": 51, "retry_after": "5 min"}]}},
  |                                                                                                         ^^

1 problem
"#;
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"restore": "db"}, "takes": "1 min", "retries": 51, "retry_after": "5 min"}]}"#,
    );
    assert_eq!(said, wanted);
}

#[test]
fn a_repoint_of_all_on_what_no_route_leads_to() {
    let wanted = r#"error[S351]: no route ever leads to `web`
 --> s.json:9:80
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"repoint": {"all_on": "web", "to": "db"}}, "takes": "1 min"}]}},
  |                                                                                ^^^^^
  |
  = help: name a target of a route by `all_on`

1 problem
"#;
    let said = told_of(
        r#"{"by": "admin", "steps": [{"do": {"repoint": {"all_on": "web", "to": "db"}}, "takes": "1 min"}]}"#,
    );
    assert_eq!(said, wanted);
}

#[test]
fn a_repoint_of_what_is_lost_where_no_route_leads_to_any_of_it() {
    let wanted = r#"error[S351]: no route ever leads to `@lost`
 --> s.json:9:113
  |
9 |     "runbooks": {"go": {"by": "admin", "when": {"lost": ["web", "db"]}, "steps": [{"do": {"repoint": {"all_on": "@lost", "to": "@part...
  |                                                                                                                 ^^^^^^^
  |
  = help: name a target of a route by `all_on`

1 problem
"#;
    let said = told_of(
        r#"{"by": "admin", "when": {"lost": ["web", "db"]}, "steps": [{"do": {"repoint": {"all_on": "@lost", "to": "@partner"}}, "takes": "1 min"}]}"#,
    );
    assert_eq!(said, wanted);
}

#[test]
fn a_repoint_of_a_script_that_leads_nothing_elsewhere() {
    let crash = r#"{"crash": "web-02"}, "for": "1 h""#;
    let wanted = r#"error[S351]: no route ever leads to `web`
  --> s.json:19:71
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"repoint": {"all_on": "web", "to": "db"}}}]},
   |                                                                       ^^^^^
   |
   = help: name a target of a route by `all_on`

1 problem
"#;
    let repoint = r#"{"repoint": {"all_on": "web", "to": "db"}}"#;
    assert_eq!(said(edited(&[(crash, repoint)])), wanted);
}
