//! Mistakes in runbooks: their shape, who begins them, what they are about.

use super::{edited, said};

/// `GOOD` with a person and the runbook `go`.
pub fn with_runbook(runbook: &str) -> String {
    let crews = r#""crews": {"team": {"size": 1}},"#;
    let people = r#""people": {"admin": {"notice": "2 min", "decide": "5 min"}},"#;
    let runbooks = format!("{crews}\n    {people}\n    \"runbooks\": {{\"go\": {runbook}}},");
    edited(&[(crews, &runbooks)])
}

/// What is said about it.
pub fn told_of(runbook: &str) -> String {
    said(with_runbook(runbook))
}

#[test]
fn a_runbook_that_nobody_follows_and_does_nothing() {
    let said = told_of(r#"{"steps": []}"#);
    let wanted = r#"error[S011]: a runbook needs the field `by`
 --> s.json:9:24
  |
9 |     "runbooks": {"go": {"steps": []}},
  |                        ^ `by` is missing here

error[S103]: a runbook without steps
 --> s.json:9:34
  |
9 |     "runbooks": {"go": {"steps": []}},
  |                                  ^
  |
  = help: add a step, or remove it

2 problems
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_runbook_by_somebody_who_is_nobody() {
    let said = told_of(r#"{"by": "team", "steps": [{"takes": "1 min"}]}"#);
    let wanted = r#"error[S202]: `team` is a crew, not a person
 --> s.json:9:31
  |
9 |     "runbooks": {"go": {"by": "team", "steps": [{"takes": "1 min"}]}},
  |                               ^^^^^^
  |
  = help: choose `admin`

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn steps_that_are_no_list() {
    let said = told_of(r#"{"by": "admin", "steps": {"takes": "1 min"}}"#);
    let wanted = r#"error[S012]: expected a list of steps, found an object
 --> s.json:9:49
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": {"takes": "1 min"}}},
  |                                                 ^

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_step_of_no_length() {
    let said = told_of(r#"{"by": "admin", "steps": [{"do": {"restore": "db"}}]}"#);
    let wanted = r#"error[S011]: a step needs the field `takes`
 --> s.json:9:50
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "db"}}]}},
  |                                                  ^ `takes` is missing here

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn an_unknown_deed() {
    let said = told_of(r#"{"by": "admin", "steps": [{"do": {"swich": "db"}, "takes": "1 min"}]}"#);
    let wanted = r#"error[S013]: `swich` is not a deed of a step
 --> s.json:9:58
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"swich": "db"}, "takes": "1 min"}]}},
  |                                                          ^^^^^^^
  |
  = help: did you mean `switch`?

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_deed_of_a_later_version() {
    let said =
        told_of(r#"{"by": "admin", "steps": [{"do": {"reset_groups": "web"}, "takes": "1 min"}]}"#);
    let wanted = r#"error[S014]: `reset_groups` is not supported by this version
 --> s.json:9:58
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"reset_groups": "web"}, "takes": "1 min"}]}},
  |                                                          ^^^^^^^^^^^^^^
  |
  = help: remove it, or describe the system without it

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_deed_that_is_a_word() {
    let said = told_of(r#"{"by": "admin", "steps": [{"do": "switch", "takes": "1 min"}]}"#);
    let wanted = r#"error[S012]: expected a deed such as {"switch": "db"}, found a text
 --> s.json:9:57
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": "switch", "takes": "1 min"}]}},
  |                                                         ^^^^^^^^

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_reason_to_begin_that_is_none() {
    let said = told_of(r#"{"by": "admin", "when": {"for": "1 h"}, "steps": [{"takes": "1 min"}]}"#);
    let wanted = r#"error[S011]: one of these fields must be stated
 --> s.json:9:48
  |
9 |     "runbooks": {"go": {"by": "admin", "when": {"for": "1 h"}, "steps": [{"takes": "1 min"}]}},
  |                                                ^
  |
  = help: state `lost` or `back`

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn two_reasons_to_begin() {
    let said = told_of(
        r#"{"by": "admin", "when": {"lost": "web", "back": "web", "for": "1 h"}, "steps": [{"takes": "1 min"}]}"#,
    );
    let wanted = r#"error[S016]: only one of these fields may be stated
 --> s.json:9:72
  |
9 |     "runbooks": {"go": {"by": "admin", "when": {"lost": "web", "back": "web", "for": "1 h"}, "steps": [{"takes": "1 min"}]}},
  |                                                                        ^^^^^ a second one
  |
  = help: state `lost` or `back`

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_return_for_no_stated_time() {
    let said =
        told_of(r#"{"by": "admin", "when": {"back": "web"}, "steps": [{"takes": "1 min"}]}"#);
    let wanted = r#"error[S011]: a reason to begin needs the field `for`
 --> s.json:9:48
  |
9 |     "runbooks": {"go": {"by": "admin", "when": {"back": "web"}, "steps": [{"takes": "1 min"}]}},
  |                                                ^ `for` is missing here

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_loss_of_what_nobody_knows() {
    let said =
        told_of(r#"{"by": "admin", "when": {"lost": ["wed"]}, "steps": [{"takes": "1 min"}]}"#);
    let wanted = r#"error[S201]: nothing has the name `wed`
 --> s.json:9:58
  |
9 |     "runbooks": {"go": {"by": "admin", "when": {"lost": ["wed"]}, "steps": [{"takes": "1 min"}]}},
  |                                                          ^^^^^
  |
  = help: did you mean `web`?

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_loss_named_twice() {
    let said = told_of(
        r#"{"by": "admin", "when": {"lost": ["web", "web"]}, "steps": [{"takes": "1 min"}]}"#,
    );
    let wanted = r#"error[S304]: `web` is named twice
 --> s.json:9:65
  |
9 |     "runbooks": {"go": {"by": "admin", "when": {"lost": ["web", "web"]}, "steps": [{"takes": "1 min"}]}},
  |                                                                 ^^^^^
  |
  = help: name it once

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn what_is_lost_where_nothing_is() {
    let said =
        told_of(r#"{"by": "admin", "steps": [{"do": {"restore": "@lost"}, "takes": "1 min"}]}"#);
    let wanted = r#"error[S350]: `@lost` speaks of what a runbook's `when` names
 --> s.json:9:69
  |
9 |     "runbooks": {"go": {"by": "admin", "steps": [{"do": {"restore": "@lost"}, "takes": "1 min"}]}},
  |                                                                     ^^^^^^^
  |
  = help: write the name, or state the runbook's `when`

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn what_is_back_where_something_is_lost() {
    let said = told_of(
        r#"{"by": "admin", "when": {"lost": ["web", "db"]}, "steps": [{"do": {"restore": "@back"}, "takes": "1 min"}]}"#,
    );
    let wanted = r#"error[S350]: nothing is back here: this runbook begins when something is lost
 --> s.json:9:102
  |
9 |     "runbooks": {"go": {"by": "admin", "when": {"lost": ["web", "db"]}, "steps": [{"do": {"restore": "@back"}, "takes": "1 min"}]}},
  |                                                                                                      ^^^^^^^
  |
  = help: write "@lost", or the name

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_partner_of_three() {
    let said = told_of(
        r#"{"by": "admin", "when": {"lost": ["web", "db", "site"]}, "steps": [{"do": {"restore": "db"}, "requires": [{"up": "@partner"}], "takes": "1 min"}]}"#,
    );
    let wanted = r#"error[S350]: `@partner` is the other one of two, and `when` names 3
 --> s.json:9:137
  |
9 | ...]}, "steps": [{"do": {"restore": "db"}, "requires": [{"up": "@partner"}], "takes": "1 min"}]}},
  |                                                                ^^^^^^^^^^
  |
  = help: let `when` name two, or write the name

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_word_that_stands_for_nothing() {
    let said = told_of(
        r#"{"by": "admin", "when": {"lost": ["web", "db"]}, "steps": [{"do": {"restore": "@other"}, "takes": "1 min"}]}"#,
    );
    let wanted = r#"error[S350]: `@other` stands for nothing
 --> s.json:9:102
  |
9 |     "runbooks": {"go": {"by": "admin", "when": {"lost": ["web", "db"]}, "steps": [{"do": {"restore": "@other"}, "takes": "1 min"}]}},
  |                                                                                                      ^^^^^^^^
  |
  = help: write "@lost", "@back" or "@partner", or a name

1 problem
"#;
    assert_eq!(said, wanted);
}

#[test]
fn a_reason_to_begin_that_cannot_be_read_is_told_once() {
    for when in [r#"{"lost": "web", "back": "web"}"#, r#"{"lost": 5}"#] {
        let said = told_of(&format!(
            r#"{{"by": "admin", "when": {when}, "steps": [{{"takes": "1 min", "do": {{"restore": "@lost"}}}}]}}"#
        ));
        assert!(said.ends_with("\n1 problem\n"), "{said}");
    }
    let said = told_of(
        r#"{"by": "admin", "steps": [{"takes": "1 min",
            "do": {"repoint": {"all_on": "web", "route": {"web": "db"}, "to": "web"}}}]}"#,
    );
    assert!(said.starts_with("error[S016]: only one of these fields may be stated"), "{said}");
    assert!(said.ends_with("\n1 problem\n"), "{said}");
}
