//! Mistakes about people: when they are there, and who does what.

use super::told;

#[test]
fn a_person_without_a_decision() {
    let edits = [(
        r#""crews": {"team": {"size": 1}},"#,
        r#""crews": {"team": {"size": 1}},
    "people": {"admin": {"notice": "2 min"}},"#,
    )];
    let wanted = r#"error[S011]: a person needs the field `decide`
 --> s.json:8:25
  |
8 |     "people": {"admin": {"notice": "2 min"}},
  |                         ^ `decide` is missing here

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_duty_at_no_time_of_day() {
    let edits = [(
        r#""crews": {"team": {"size": 1}},"#,
        r#""crews": {"team": {"size": 1}},
    "people": {"admin": {"notice": "2 min", "decide": "5 min", "on_duty": {"hours": ["8", "18:00"]}}},"#,
    )];
    let wanted = r#"error[S102]: `8` is not a time of day
 --> s.json:8:86
  |
8 |     "people": {"admin": {"notice": "2 min", "decide": "5 min", "on_duty": {"hours": ["8", "18:00"]}}},
  |                                                                                      ^^^
  |
  = help: times of day look like "08:00", up to "23:59"

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_duty_of_one_hour_only() {
    let edits = [(
        r#""crews": {"team": {"size": 1}},"#,
        r#""crews": {"team": {"size": 1}},
    "people": {"admin": {"notice": "2 min", "decide": "5 min", "on_duty": {"hours": ["08:00"]}}},"#,
    )];
    let wanted = r#"error[S012]: expected two times of day such as ["08:00", "18:00"], found a list
 --> s.json:8:85
  |
8 |     "people": {"admin": {"notice": "2 min", "decide": "5 min", "on_duty": {"hours": ["08:00"]}}},
  |                                                                                     ^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_duty_that_is_over_when_it_begins() {
    let edits = [(
        r#""crews": {"team": {"size": 1}},"#,
        r#""crews": {"team": {"size": 1}},
    "people": {"admin": {"notice": "2 min", "decide": "5 min", "on_duty": {"hours": ["08:00", "08:00"]}}},"#,
    )];
    let wanted = r#"error[S103]: a duty that begins when it ends
 --> s.json:8:85
  |
8 |     "people": {"admin": {"notice": "2 min", "decide": "5 min", "on_duty": {"hours": ["08:00", "08:00"]}}},
  |                                                                                     ^
  |
  = help: state "on_duty": "always" for day and night

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_call_for_somebody_who_is_there() {
    let edits = [(
        r#""crews": {"team": {"size": 1}},"#,
        r#""crews": {"team": {"size": 1}},
    "people": {"admin": {"notice": "2 min", "decide": "5 min", "call_in": "30 min"}},"#,
    )];
    let wanted = r#"error[S311]: who is always on duty is never called in
 --> s.json:8:64
  |
8 |     "people": {"admin": {"notice": "2 min", "decide": "5 min", "call_in": "30 min"}},
  |                                                                ^^^^^^^^^
  |
  = help: state the hours of `on_duty`, or remove it

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_repair_by_two_kinds_of_hands() {
    let edits = [
        (
            r#""crews": {"team": {"size": 1}},"#,
            r#""crews": {"team": {"size": 1}},
    "people": {"admin": {"notice": "2 min", "decide": "5 min"}},"#,
        ),
        (
            r#""repair": {"takes": "4 h", "crew": "team"}"#,
            r#""repair": {"takes": "4 h", "crew": "team", "by": "admin"}"#,
        ),
    ];
    let wanted = r#"error[S016]: a repair is done by a person or by a crew
  --> s.json:12:52
   |
12 |         "repair": {"takes": "4 h", "crew": "team", "by": "admin"}},
   |                                    ------ the crew ^^^^
   |
   = help: remove one of the two

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_check_by_nobody() {
    let edits = [(
        r#""detect": {"probe": {"every": "5 s", "timeout": "2 s", "fall": 3}}"#,
        r#""detect": {"person": "admin"}"#,
    )];
    let wanted = r#"error[S201]: nothing has the name `admin`
  --> s.json:13:28
   |
13 |       "detect": {"person": "admin"},
   |                            ^^^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_check_by_a_crew() {
    let edits = [(
        r#""detect": {"probe": {"every": "5 s", "timeout": "2 s", "fall": 3}}"#,
        r#""detect": {"person": "team"}"#,
    )];
    let wanted = r#"error[S202]: `team` is a crew, not a person
  --> s.json:13:28
   |
13 |       "detect": {"person": "team"},
   |                            ^^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_person_as_a_bare_word() {
    let edits = [(
        r#""detect": {"probe": {"every": "5 s", "timeout": "2 s", "fall": 3}}"#,
        r#""detect": "person""#,
    )];
    let wanted = r#"error[S012]: expected a check such as {"person": "admin"}, found a text
  --> s.json:13:17
   |
13 |       "detect": "person",
   |                 ^^^^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}
