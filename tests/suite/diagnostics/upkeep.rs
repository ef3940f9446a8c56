//! Mistakes of upkeep: planned work, crews, spares.

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
  |
  = help: choose `web`

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
  |
  = help: choose `team`

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
#[test]
fn interruptions_without_priorities() {
    let edits = [(r#""team": {"size": 1}"#, r#""team": {"size": 1, "preempt": true}"#)];
    let wanted = r#"error[S311]: nobody is more urgent where the first to come is served first
 --> s.json:7:35
  |
7 |     "crews": {"team": {"size": 1, "preempt": true}},
  |                                   ^^^^^^^^^
  |
  = help: state "order": "priority" as well

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_order_of_repairs_that_nobody_knows() {
    let edits = [(r#""team": {"size": 1}"#, r#""team": {"size": 1, "order": "urgency"}"#)];
    let wanted = r#"error[S013]: `urgency` is not an order of repairs
 --> s.json:7:44
  |
7 |     "crews": {"team": {"size": 1, "order": "urgency"}},
  |                                            ^^^^^^^^^
  |
  = help: choose `first_come` or `priority`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_priority_that_nobody_asks_for() {
    let edits = [(
        r#""repair": {"takes": "4 h", "crew": "team"}"#,
        r#""repair": {"takes": "4 h", "crew": "team", "priority": 1}"#,
    )];
    let wanted = r#"error[S311]: nobody asks how urgent this repair is
  --> s.json:11:64
   |
11 |         "repair": {"takes": "4 h", "crew": "team", "priority": 1}},
   |                                                                ^
   |
   = help: name a crew with "order": "priority", or remove it

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_priority_of_zero() {
    let edits = [(
        r#""repair": {"takes": "4 h", "crew": "team"}"#,
        r#""repair": {"takes": "4 h", "crew": "team", "priority": 0}"#,
    )];
    let wanted = r#"error[S103]: expected a whole number from 1 to 1000, found `0`
  --> s.json:11:64
   |
11 |         "repair": {"takes": "4 h", "crew": "team", "priority": 0}},
   |                                                                ^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn spares_that_are_a_crew() {
    let edits = [(
        r#""repair": {"takes": "4 h", "crew": "team"}"#,
        r#""repair": {"takes": "4 h", "crew": "team", "spares": "team"}"#,
    )];
    let wanted = r#"error[S202]: `team` is a crew, not spare units
  --> s.json:11:62
   |
11 |         "repair": {"takes": "4 h", "crew": "team", "spares": "team"}},
   |                                                              ^^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn spares_without_a_turn_round() {
    let edits = [(
        r#""crews": {"#,
        r#""spares": {"disks": {"count": 2}},
    "crews": {"#,
    )];
    let wanted = r#"error[S011]: a kind of spare units needs the field `turn_round`
 --> s.json:7:25
  |
7 |     "spares": {"disks": {"count": 2}},
  |                         ^ `turn_round` is missing here

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn spares_in_fractions() {
    let edits = [(
        r#""crews": {"#,
        r#""spares": {"disks": {"count": 1.5, "turn_round": "3 d"}},
    "crews": {"#,
    )];
    let wanted = r#"error[S103]: expected a whole number from 0 to 4294967295, found `1.5`
 --> s.json:7:35
  |
7 |     "spares": {"disks": {"count": 1.5, "turn_round": "3 d"}},
  |                                   ^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_window_that_is_longer_than_its_rounds() {
    let wanted = r#"error[S103]: this window is still open when the next round begins
 --> s.json:8:82
  |
8 |     "maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "window": "8 d"}},
  |                                                                                  ^^^^^^^^
  |
  = help: make it at most as long as `every`, or leave it out

1 problem
"#;
    let plan = r#""maintenance": {"patching": {"of": "web", "takes": "1 h", "every": "1 week", "window": "8 d"}}"#;
    assert_eq!(said_of(plan, &[]), wanted);
}

#[test]
fn a_window_without_rounds() {
    let wanted = r#"error[S010]: a `window` is the time for one round, and `per_member` has none
 --> s.json:8:85
  |
8 |     "maintenance": {"patching": {"of": "web", "takes": "1 h", "per_member": "30 d", "window": "8 h", "otherwise": "skip"}},
  |                                                                                     ^^^^^^^^
  |
  = help: remove it

1 problem
"#;
    let plan = r#""maintenance": {"patching": {"of": "web", "takes": "1 h", "per_member": "30 d", "window": "8 h", "otherwise": "skip"}}"#;
    assert_eq!(said_of(plan, &[]), wanted);
}
