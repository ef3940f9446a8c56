//! Mistakes in steps that roll changes back.

use super::runbooks::with_runbook;
use super::said;

/// What is said of a runbook of one step that does this, beside a change that a script makes.
fn told_of(act: &str) -> String {
    let runbook = format!(r#"{{"by": "admin", "steps": [{{"do": {act}, "takes": "1 min"}}]}}"#);
    let text = with_runbook(&runbook).replace(
        r#""people": "#,
        r#""changes": {"v2": {"of": "web", "effect": "crash"}},
    "people": "#,
    );
    let crash = r#"{"crash": "web-02"}, "for": "1 h""#;
    assert!(text.contains(crash));
    said(text.replace(crash, r#"{"change": "v2"}"#))
}

#[test]
fn a_roll_back_of_what_is_no_change() {
    let wanted = r#"error[S202]: `web` is a service, not a change
  --> s.json:10:71
   |
10 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"roll_back": "web"}, "takes": "1 min"}]}},
   |                                                                       ^^^^^
   |
   = help: choose `v2`

1 problem
"#;
    assert_eq!(told_of(r#"{"roll_back": "web"}"#), wanted);
}

#[test]
fn a_roll_back_of_what_is_not_there() {
    let wanted = r#"error[S201]: nothing has the name `v3`
  --> s.json:10:78
   |
10 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"roll_back": ["v2", "v3", "v1"]}, "takes": "1 min"}]}},
   |                                                                              ^^^^
   |
   = help: did you mean `v2`?

error[S201]: nothing has the name `v1`
  --> s.json:10:84
   |
10 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"roll_back": ["v2", "v3", "v1"]}, "takes": "1 min"}]}},
   |                                                                                    ^^^^
   |
   = help: did you mean `v2`?

2 problems
"#;
    assert_eq!(told_of(r#"{"roll_back": ["v2", "v3", "v1"]}"#), wanted);
}

#[test]
fn a_roll_back_of_something_else_than_names() {
    let wanted = r#"error[S012]: expected a name or a list of names, found an object
  --> s.json:10:71
   |
10 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"roll_back": {"v2": "1 min"}}, "takes": "1 min"}]}},
   |                                                                       ^

1 problem
"#;
    assert_eq!(told_of(r#"{"roll_back": {"v2": "1 min"}}"#), wanted);
}

#[test]
fn a_roll_back_of_a_number_among_names() {
    let wanted = r#"error[S012]: expected a name, found a number
  --> s.json:10:78
   |
10 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"roll_back": ["v2", 2]}, "takes": "1 min"}]}},
   |                                                                              ^

1 problem
"#;
    assert_eq!(told_of(r#"{"roll_back": ["v2", 2]}"#), wanted);
}

#[test]
fn a_roll_back_of_nothing() {
    let wanted = r#"error[S103]: an empty list names nothing
  --> s.json:10:71
   |
10 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"roll_back": []}, "takes": "1 min"}]}},
   |                                                                       ^
   |
   = help: name at least one

1 problem
"#;
    assert_eq!(told_of(r#"{"roll_back": []}"#), wanted);
}

#[test]
fn a_roll_back_of_one_change_twice() {
    let wanted = r#"error[S304]: `v2` is named twice
  --> s.json:10:78
   |
10 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"roll_back": ["v2", "v2"]}, "takes": "1 min"}]}},
   |                                                                              ^^^^
   |
   = help: name it once

1 problem
"#;
    assert_eq!(told_of(r#"{"roll_back": ["v2", "v2"]}"#), wanted);
}

#[test]
fn time_by_users_of_a_roll_back() {
    let wanted = r#"error[S202]: `web` is a service, not a change
 --> s.json:9:71
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"roll_back": "web"}, "takes": {"base": "1 min", "per_1000_users": "24 s"}}]}},
  |                                                                       ^^^^^

error[S311]: this step is about nobody's users
 --> s.json:9:124
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"roll_back": "web"}, "takes": {"base": "1 min", "per_1000_users": "24 s"}}]}},
  |                                                                                                                            ^^^^^^
  |
  = help: state how long it takes by a law alone

2 problems
"#;
    let runbook = r#"{"by": "admin", "steps": [{"do": {"roll_back": "web"}, "takes": {"base": "1 min", "per_1000_users": "24 s"}}]}"#;
    assert_eq!(said(with_runbook(runbook)), wanted);
}

#[test]
fn a_reset_of_groups_is_yet_to_come() {
    let wanted = r#"error[S014]: `reset_groups` is not supported by this version
  --> s.json:10:58
   |
10 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"reset_groups": "web"}, "takes": "1 min"}]}},
   |                                                          ^^^^^^^^^^^^^^
   |
   = help: remove it, or describe the system without it

1 problem
"#;
    assert_eq!(told_of(r#"{"reset_groups": "web"}"#), wanted);
}
