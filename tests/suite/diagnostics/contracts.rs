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
   |
   = help: choose `staff`

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
    let wanted = r#"error[S415]: a tier after the one below 99 % must lie lower and pay more
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
fn credits_for_nothing_and_outages_that_no_trial_holds() {
    let edits = [(
        TIME,
        r#"{"availability": {"at_least": "99 %", "count": "time", "min_outage": "10 y", "credits": [{"below": "0 %", "credit": "0 %"}]}}"#,
    )];
    let wanted = r#"error[S415]: no outage could count: `min_outage` is as long as a trial
  --> s.json:24:18
   |
24 |   "objectives": {"soon": {"availability": {"at_least": "99 %", "count": "time", "min_outage": "10 y", "credits": [{"below": "0 %", "...
   |                  ^^^^^^
   |
   = help: state a shorter `min_outage`, or a later `study.estimate.horizon`

error[S103]: this share must be above 0 %
  --> s.json:24:125
   |
24 |   "objectives": {"soon": {"availability": {"at_least": "99 %", "count": "time", "min_outage": "10 y", "credits": [{"below": "0 %", "...
   |                                                                                                                             ^^^^^
   |
   = help: 0 % of anything is nothing

error[S103]: this share must be above 0 %
  --> s.json:24:142
   |
24 | ... "min_outage": "10 y", "credits": [{"below": "0 %", "credit": "0 %"}]}}}
   |                                                                  ^^^^^
   |
   = help: 0 % of anything is nothing

3 problems
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn lists_that_are_none_say_how_they_look() {
    let edits = [(
        TIME,
        r#"{"availability": {"at_least": "99 %", "count": "time", "credits": 5, "hours": {"from": "18:00", "days": "mon"}}}"#,
    )];
    let wanted = r#"error[S012]: expected a list of credits, found a number
  --> s.json:24:92
   |
24 |   "objectives": {"soon": {"availability": {"at_least": "99 %", "count": "time", "credits": 5, "hours": {"from": "18:00", "days": "mo...
   |                                                                                            ^
   |
   = help: write [{"below": "99.9 %", "credit": "10 %"}], say

error[S011]: a window of service hours needs the field `until`
  --> s.json:24:104
   |
24 |   "objectives": {"soon": {"availability": {"at_least": "99 %", "count": "time", "credits": 5, "hours": {"from": "18:00", "days": "mo...
   |                                                                                                        ^ `until` is missing here

error[S012]: expected a list of days, found a text
  --> s.json:24:130
   |
24 | ...nt": "time", "credits": 5, "hours": {"from": "18:00", "days": "mon"}}}}
   |                                                                  ^^^^^
   |
   = help: write ["mon", "tue"], say

3 problems
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
