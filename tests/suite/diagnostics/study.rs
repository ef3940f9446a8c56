//! Mistakes of the study: trials and precision, budgets, starts.

use super::{edited, said, scenario, told};
use hadr::estimator::plan::{EstimateStudy, Precise};
use hadr::system::Beginning;

/// The good scenario whose estimate asks for this.
fn asked(estimate: &str) -> String {
    edited(&[(r#""trials": 50}"#, &format!("{estimate}}}"))])
}

fn study(estimate: &str) -> EstimateStudy {
    scenario(&asked(estimate)).study.estimate.expect("it is asked for")
}

#[test]
fn a_number_of_trials_and_a_precision() {
    let wanted = r#"error[S412]: trials end at a number or with a precision, not both
  --> s.json:22:50
   |
22 |     "estimate": {"of": "web", "horizon": "10 y", "trials": 50, "precision": {"of": "unavailability", "within": "5 %"}}
   |                                                  ^^^^^^^^
   |
   = help: the most there may be is "at_most": {"trials": N}

1 problem
"#;
    let both = r#""trials": 50, "precision": {"of": "unavailability", "within": "5 %"}"#;
    assert_eq!(said(asked(both)), wanted);
}

#[test]
fn a_budget_without_a_precision() {
    let wanted = r#"error[S412]: `at_most` is for trials that end with a precision
  --> s.json:22:64
   |
22 |     "estimate": {"of": "web", "horizon": "10 y", "trials": 50, "at_most": {"trials": 70}}
   |                                                                ^^^^^^^^^
   |
   = help: write `trials`, or a `precision` beside `at_most`

1 problem
"#;
    assert_eq!(said(asked(r#""trials": 50, "at_most": {"trials": 70}"#)), wanted);
}

#[test]
fn a_figure_that_is_none_of_the_long_run() {
    let wanted = r#"error[S013]: `downtime` is not a figure
  --> s.json:22:70
   |
22 |     "estimate": {"of": "web", "horizon": "10 y", "precision": {"of": "downtime", "within": "5 %"}}
   |                                                                      ^^^^^^^^^^
   |
   = help: choose `unavailability` or `interruptions`

1 problem
"#;
    assert_eq!(said(asked(r#""precision": {"of": "downtime", "within": "5 %"}"#)), wanted);
}

#[test]
fn a_precision_that_can_never_be_and_one_of_a_place() {
    let wanted = r#"error[S103]: a precision lies between 0 % and 100 %, both excluded
  --> s.json:23:25
   |
23 |              {"within": "100 %", "confidence": "0 %", "in": "rack", "of": "interruptions"},
   |                         ^^^^^^^
   |
   = help: "5 %", say

error[S103]: a confidence lies between 0 % and 100 %, both excluded
  --> s.json:23:48
   |
23 |              {"within": "100 %", "confidence": "0 %", "in": "rack", "of": "interruptions"},
   |                                                ^^^^^
   |
   = help: "95 %", say

error[S202]: `rack` is a place, not a service or a population
  --> s.json:23:61
   |
23 |              {"within": "100 %", "confidence": "0 %", "in": "rack", "of": "interruptions"},
   |                                                             ^^^^^^
   |
   = help: choose `staff` or `web`

error[S011]: a budget states `trials`, `events` or both
  --> s.json:24:13
   |
24 |  "at_most": {}}
   |             ^

4 problems
"#;
    let all = r#""precision":
             {"within": "100 %", "confidence": "0 %", "in": "rack", "of": "interruptions"},
 "at_most": {}"#;
    assert_eq!(said(asked(all)), wanted);
}

#[test]
fn a_budget_in_seconds() {
    let wanted = r#"error[S010]: a budget has no field `seconds`
  --> s.json:23:28
   |
23 | "at_most": {"trials": 500, "seconds": 5}}
   |                            ^^^^^^^^^
   |
   = help: it may also have `events`

1 problem
"#;
    let all = r#""precision": {"of": "unavailability", "within": "5 %"},
"at_most": {"trials": 500, "seconds": 5}"#;
    assert_eq!(said(asked(all)), wanted);
}

#[test]
fn a_precision_of_several_services() {
    let wanted = r#"error[S413]: it is not said whose figure is to be precise
  --> s.json:23:49
   |
23 |     "estimate": {"horizon": "1 y", "precision": {"of": "unavailability", "within": "5 %"}}
   |                                                 ^
   |
   = help: name a service or a population by `in`

1 problem
"#;
    let whose = |more: &str| {
        edited(&[
            (
                r#"    "services": {"web""#,
                r#"    "services": {"mail": {"pool": {"members": {"in": "rack", "count": 1}}},
      "web""#,
            ),
            (
                r#""of": "web", "horizon": "10 y", "trials": 50"#,
                &format!(
                    r#""horizon": "1 y", "precision": {{"of": "unavailability", "within": "5 %"{more}}}"#
                ),
            ),
        ])
    };
    assert_eq!(said(whose("")), wanted);
    for name in ["mail", "web", "staff"] {
        let named = scenario(&whose(&format!(r#", "in": "{name}""#)));
        let study = named.study.estimate.expect("it is asked for");
        assert_eq!(study.precision.expect("it is asked for").whose, name);
    }
}

#[test]
fn a_start_between_new_and_settled() {
    let wanted = r#"error[S013]: `old` is not a start
  --> s.json:22:59
   |
22 |     "estimate": {"of": "web", "horizon": "10 y", "start": "old"}
   |                                                           ^^^^^
   |
   = help: choose `new` or `settled`

1 problem
"#;
    assert_eq!(said(asked(r#""start": "old""#)), wanted);
}

#[test]
fn what_a_study_leaves_unsaid() {
    let plain = study(r#""precision": {"of": "interruptions", "within": "5 %"}"#);
    let precision = plain.precision.expect("it is asked for");
    assert_eq!((precision.of, &*precision.whose), (Precise::Interruptions, "web"));
    assert_eq!((precision.within, precision.confidence), (0.05, 0.95));
    assert_eq!((plain.trials, precision.most_events), (100_000, None));
    assert_eq!(plain.start, Beginning::New);
    let events = study(
        r#""precision": {"of": "unavailability", "within": "5 %"}, "at_most": {"events": 9}"#,
    );
    assert_eq!(events.trials, 1_000_000_000, "events alone limit it");
    assert_eq!(events.precision.expect("it is asked for").most_events, Some(9));
    assert_eq!(study(r#""start": "settled""#).start, Beginning::Settled);
}

#[test]
fn prices_of_nothing_in_no_money() {
    let objectives = r#""objectives": {"#;
    let prices = r#""prices": {"currency": " ", "per_year": {"wbe": 5, "db": "7", "web": -1}}, "objectives": {"#;
    let said = told(&[(objectives, prices)]);
    let problems: Vec<&str> = said.lines().filter(|line| line.starts_with("error")).collect();
    assert_eq!(
        problems,
        [
            "error[S103]: an empty currency says nothing",
            "error[S012]: expected a number, found a text",
            "error[S103]: expected a number from 0 to 1000000000000000, found `-1`",
        ]
    );
    let said = told(&[(
        objectives,
        &prices.replace("\" \"", "\"EUR\"").replace("\"7\"", "7").replace("-1", "1"),
    )]);
    assert!(said.starts_with("error[S201]: nothing has the name `wbe`"), "{said}");
    assert!(said.contains("did you mean `web`?") && said.ends_with("\n1 problem\n"), "{said}");
}
