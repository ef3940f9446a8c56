//! Mistakes of upkeep: planned work, crews, spares, people.

use super::told;

/// What is said of a system with `more` in it, after further edits.
fn said_of(more: &str, edits: &[(&str, &str)]) -> String {
    let crews = r#""crews": {"team": {"size": 1}},"#;
    let with = format!("{crews}\n    {more},");
    let first = [(crews, with.as_str())];
    told(&first.into_iter().chain(edits.iter().copied()).collect::<Vec<_>>())
}

#[test]
fn planned_work_without_turns() {
    let wanted = r#"error[S011]: planned work needs to know when turns come
 --> s.json:8:33
  |
8 |     "maintenance": {"patching": {"of": "web", "takes": "1 h"}},
  |                                 ^ `per_member` or `every` is missing here
  |
  = help: state `per_member` (a law of each member), or `every` (rounds of all)

1 problem
"#;
    assert_eq!(
        said_of(r#""maintenance": {"patching": {"of": "web", "takes": "1 h"}}"#, &[]),
        wanted
    );
}

#[test]
fn planned_work_with_turns_of_two_kinds() {
    let wanted = r#"error[S016]: turns come in one way only
 --> s.json:8:63
  |
8 |     "maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "per_member": "30 d"}},
  |                                                               ^^^^^^^
  |
  = help: state `per_member` (a law of each member), or `every` (rounds of all)

1 problem
"#;
    assert_eq!(
        said_of(
            r#""maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "per_member": "30 d"}}"#,
            &[]
        ),
        wanted
    );
}

#[test]
fn turns_of_members_that_say_nothing_of_refusals() {
    let wanted = r#"error[S011]: planned work needs the field `otherwise`
 --> s.json:8:33
  |
8 |     "maintenance": {"patching": {"of": "web", "takes": "1 h", "per_member": "30 d"}},
  |                                 ^ `otherwise` is missing here

1 problem
"#;
    assert_eq!(
        said_of(
            r#""maintenance": {"patching": {"of": "web", "takes": "1 h", "per_member": "30 d"}}"#,
            &[]
        ),
        wanted
    );
}

#[test]
fn a_first_round_without_rounds() {
    let wanted = r#"error[S010]: `first` is the start of the first round, and `per_member` has none
 --> s.json:8:85
  |
8 |     "maintenance": {"patching": {"of": "web", "takes": "1 h", "per_member": "30 d", "first": "1 d", "otherwise": "skip"}},
  |                                                                                     ^^^^^^^
  |
  = help: remove it

1 problem
"#;
    assert_eq!(
        said_of(
            r#""maintenance": {"patching": {"of": "web", "takes": "1 h", "per_member": "30 d", "first": "1 d", "otherwise": "skip"}}"#,
            &[]
        ),
        wanted
    );
}

#[test]
fn turns_without_any_time_between_them() {
    let wanted = r#"error[S104]: the time between turns must be longer than zero
 --> s.json:8:77
  |
8 |     "maintenance": {"patching": {"of": "web", "takes": "1 h", "per_member": "0 s", "otherwise": "skip"}},
  |                                                                             ^^^^^

1 problem
"#;
    assert_eq!(
        said_of(
            r#""maintenance": {"patching": {"of": "web", "takes": "1 h", "per_member": "0 s", "otherwise": "skip"}}"#,
            &[]
        ),
        wanted
    );
}

#[test]
fn planned_work_that_takes_no_time() {
    let wanted = r#"error[S104]: planned work must be longer than zero
 --> s.json:8:56
  |
8 |     "maintenance": {"patching": {"of": "web", "takes": "0 s", "every": "1 week"}},
  |                                                        ^^^^^

1 problem
"#;
    assert_eq!(
        said_of(
            r#""maintenance": {"patching": {"of": "web", "takes": "0 s", "every": "1 week"}}"#,
            &[]
        ),
        wanted
    );
}

#[test]
fn a_drain_that_is_no_span() {
    let wanted = r#"error[S013]: `at_onc` is not a drain
 --> s.json:8:91
  |
8 |     "maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "drain": "at_onc"}},
  |                                                                                           ^^^^^^^^
  |
  = help: did you mean `at_once`?

1 problem
"#;
    assert_eq!(
        said_of(
            r#""maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "drain": "at_onc"}}"#,
            &[]
        ),
        wanted
    );
}

#[test]
fn a_count_of_turns_that_wait_in_a_round() {
    let wanted = r#"error[S012]: in a round everybody waits: there is nothing to count
 --> s.json:8:104
  |
8 |     "maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "otherwise": {"wait": 2}}},
  |                                                                                                        ^
  |
  = help: state "otherwise": "wait"

1 problem
"#;
    assert_eq!(
        said_of(
            r#""maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "otherwise": {"wait": 2}}}"#,
            &[]
        ),
        wanted
    );
}

#[test]
fn work_that_waits_for_more_members_than_there_are() {
    let wanted = r#"error[S310]: `web` never has 3 members up: it has 2
 --> s.json:8:100
  |
8 |     "maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "only_if": {"up": 3}}},
  |                                                                                                    ^
  |
  = help: state fewer, or "only_if": "all_up"

1 problem
"#;
    assert_eq!(
        said_of(
            r#""maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "only_if": {"up": 3}}}"#,
            &[]
        ),
        wanted
    );
}

#[test]
fn work_on_something_that_is_no_service() {
    let wanted = r#"error[S202]: `db` is a component, not a service
 --> s.json:8:40
  |
8 |     "maintenance": {"patching": {"of": "db", "takes": "1 h", "every": "1 week"}},
  |                                        ^^^^

1 problem
"#;
    assert_eq!(
        said_of(
            r#""maintenance": {"patching": {"of": "db", "takes": "1 h", "every": "1 week"}}"#,
            &[]
        ),
        wanted
    );
}

#[test]
fn work_by_somebody_who_is_no_crew() {
    let wanted = r#"error[S202]: `db` is a component, not a crew
 --> s.json:8:90
  |
8 |     "maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "crew": "db"}},
  |                                                                                          ^^^^

1 problem
"#;
    assert_eq!(
        said_of(
            r#""maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "crew": "db"}}"#,
            &[]
        ),
        wanted
    );
}

#[test]
fn windows_by_the_hour_are_yet_to_come() {
    let wanted = r#"error[S014]: `hours` is not supported by this version
 --> s.json:8:82
  |
8 |     "maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "hours": ["22:00", "04:00"]}},
  |                                                                                  ^^^^^^^
  |
  = help: remove it, or describe the system without it

1 problem
"#;
    assert_eq!(
        said_of(
            r#""maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "hours": ["22:00", "04:00"]}}"#,
            &[]
        ),
        wanted
    );
}

#[test]
fn work_on_a_service_of_services() {
    let wanted = r#"error[S310]: planned work stops components, but `web` is a service
 --> s.json:8:40
  |
8 |     "maintenance": {"patching": {"of": "front", "takes": "1 h", "every": "1 week"}},
  |                                        ^^^^^^^
  |
  = help: plan the work on `web` itself

1 problem
"#;
    assert_eq!(
        said_of(
            r#""maintenance": {"patching": {"of": "front", "takes": "1 h", "every": "1 week"}}"#,
            &[(r#""services": {"#, r#""services": {"front": {"pool": {"members": "web"}}, "#)]
        ),
        wanted
    );
}
