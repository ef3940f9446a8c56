//! Mistakes of needs: graces, starts, changes.

use super::told;

/// What is said about this need of the pool on the database.
fn of(need: &str) -> String {
    told(&[(r#""hard""#, need)])
}

#[test]
fn a_need_of_an_unknown_kind() {
    let wanted = r#"error[S013]: `soft` is not a need
  --> s.json:14:23
   |
14 |       "needs": {"db": "soft"}
   |                       ^^^^^^
   |
   = help: choose `hard`, `grace`, `to_start` or `for_changes`

1 problem
"#;
    assert_eq!(of(r#""soft""#), wanted);
}

#[test]
fn a_grace_without_an_end() {
    let wanted = r#"error[S011]: a grace needs the field `for`
  --> s.json:14:33
   |
14 |       "needs": {"db": {"grace": {"then": "none"}}}
   |                                 ^ `for` is missing here

1 problem
"#;
    assert_eq!(of(r#"{"grace": {"then": "none"}}"#), wanted);
}

#[test]
fn a_grace_of_no_time() {
    let wanted = r#"error[S103]: this span must be longer than zero
  --> s.json:14:41
   |
14 |       "needs": {"db": {"grace": {"for": "0 s"}}}
   |                                         ^^^^^
   |
   = help: the shortest span is "1 us"

1 problem
"#;
    assert_eq!(of(r#"{"grace": {"for": "0 s"}}"#), wanted);
}

#[test]
fn a_level_that_is_not_lower() {
    let wanted = r#"error[S013]: `full` is not a lower level
  --> s.json:14:56
   |
14 |       "needs": {"db": {"grace": {"for": "1 h", "then": "full"}}}
   |                                                        ^^^^^^
   |
   = help: choose `limited` or `none`

1 problem
"#;
    assert_eq!(of(r#"{"grace": {"for": "1 h", "then": "full"}}"#), wanted);
}

#[test]
fn a_bare_word_with_fields() {
    let wanted = r#"error[S012]: `to_start` stands alone: write "to_start"
  --> s.json:14:24
   |
14 |       "needs": {"db": {"to_start": {"for": "1 h"}}}
   |                        ^^^^^^^^^^

1 problem
"#;
    assert_eq!(of(r#"{"to_start": {"for": "1 h"}}"#), wanted);
}

#[test]
fn an_unknown_end_of_a_command() {
    let wanted = r#"error[S013]: `fails` is not an end of a command
  --> s.json:14:53
   |
14 |       "needs": {"db": {"for_changes": {"otherwise": "fails"}}}
   |                                                     ^^^^^^^
   |
   = help: choose `refused` or `wait`

1 problem
"#;
    assert_eq!(of(r#"{"for_changes": {"otherwise": "fails"}}"#), wanted);
}
