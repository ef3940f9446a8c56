//! Mistakes of the terms of availabilities.

use super::{scenario, told};
use hadr::metric::objective::Demand;

const TIME: &str = r#"{"recovery_time": {"at_most": "5 min", "until": "99 % of users"}}"#;

#[test]
fn an_availability_of_what_has_none() {
    let edits =
        [(TIME, r#"{"availability": {"at_least": "99.9 %", "count": "users", "of": "web"}}"#)];
    let wanted = r#"error[S202]: `web` is a service, not a population
  --> s.json:24:90
   |
24 |   "objectives": {"soon": {"availability": {"at_least": "99.9 %", "count": "users", "of": "web"}}}
   |                                                                                          ^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn service_hours_that_are_no_time_or_on_no_day() {
    let edits = [(
        TIME,
        r#"{"availability": {"at_least": "99.9 %", "count": "time", "hours": {"from": "18:00", "until": "8:00", "days": ["monday"]}}}"#,
    )];
    let wanted = r#"error[S102]: `8:00` is not a time of the day
  --> s.json:24:119
   |
24 |   "objectives": {"soon": {"availability": {"at_least": "99.9 %", "count": "time", "hours": {"from": "18:00", "until": "8:00", "days"...
   |                                                                                                                       ^^^^^^
   |
   = help: times of the day look like "08:00", to "24:00"

error[S013]: `monday` is not a day
  --> s.json:24:136
   |
24 | ...time", "hours": {"from": "18:00", "until": "8:00", "days": ["monday"]}}}}
   |                                                                ^^^^^^^^
   |
   = help: choose `mon`, `tue`, `wed`, `thu`, `fri`, `sat` or `sun`

2 problems
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn service_hours_that_end_before_they_begin() {
    let edits = [(
        TIME,
        r#"{"availability": {"at_least": "99.9 %", "count": "time", "hours": {"from": "18:00", "until": "08:00"}}}"#,
    )];
    let wanted = r#"error[S103]: these hours are no time at all
  --> s.json:24:92
   |
24 |   "objectives": {"soon": {"availability": {"at_least": "99.9 %", "count": "time", "hours": {"from": "18:00", "until": "08:00"}}}}
   |                                                                                            ^
   |
   = help: `until` is later on the same day, "24:00" at most, and a day is named

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn requests_that_do_not_tell_of_planned_work() {
    let edits = [(
        TIME,
        r#"{"availability": {"at_least": "99.9 %", "count": "requests", "planned": "excluded"}}"#,
    )];
    let wanted = r#"error[S415]: requests are lost without telling for what
  --> s.json:24:98
   |
24 |   "objectives": {"soon": {"availability": {"at_least": "99.9 %", "count": "requests", "planned": "excluded"}}}
   |                                                                                                  ^^^^^^^^^^
   |
   = help: count time or users, or let planned work count

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_level_of_time() {
    let edits =
        [(TIME, r#"{"availability": {"at_least": "99.9 %", "count": "time", "level": "full"}}"#)];
    let wanted = r#"error[S415]: a level is one of users who are served
  --> s.json:24:92
   |
24 |   "objectives": {"soon": {"availability": {"at_least": "99.9 %", "count": "time", "level": "full"}}}
   |                                                                                            ^^^^^^
   |
   = help: state "count": "users", or leave out `level`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn credits_that_do_not_fall() {
    let edits = [(
        TIME,
        r#"{"availability": {"at_least": "99.9 %", "count": "time", "credits": [{"below": "99 %", "credit": "25 %"}, {"below": "99.9 %", "credit": "10 %"}]}}"#,
    )];
    let wanted = r#"error[S415]: after a tier below 99 % comes a lower one that pays more
  --> s.json:24:132
   |
24 | ...ount": "time", "credits": [{"below": "99 %", "credit": "25 %"}, {"below": "99.9 %", "credit": "10 %"}]}}}
   |                                                                    ^
   |
   = help: write the mildest tier first

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn terms_that_are_right() {
    let terms = r#"{"availability": {"at_least": "99.9 %", "count": "time", "of": "web",
      "min_outage": "5 min", "planned": "excluded",
      "hours": {"from": "08:00", "until": "24:00", "days": ["mon", "sun"]},
      "credits": [{"below": "99.9 %", "credit": "10 %"}, {"below": "99 %", "credit": "25 %"}]}}"#;
    let found = scenario(&super::edited(&[(TIME, terms)]));
    let Demand::Availability { of, terms, .. } = &found.objectives[0].demand else {
        panic!("it is an availability");
    };
    assert_eq!((of.as_deref(), terms.without_planned), (Some("web"), true));
    assert_eq!(terms.hours.words(), "8:00 to 24:00 on mon, sun");
    assert_eq!(terms.credits.len(), 2);
    let assumed = |field: &str| found.assumptions.iter().any(|it| it.what.contains(field));
    assert!(!assumed("availability"));
}
