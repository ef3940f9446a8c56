//! Mistakes in common causes, latent failures and checks that err.

use super::told;

const BEFORE: &str = r#""populations": {"staff""#;

fn with_shock(shock: &str) -> String {
    let shocks = format!("\"shocks\": {{\"common\": {shock}}},\n    {BEFORE}");
    told(&[(BEFORE, &shocks)])
}

#[test]
fn a_beta_factor_without_its_reading() {
    let wanted = r#"error[S011]: a beta factor needs the field `share`: it is read in two ways
  --> s.json:16:35
   |
16 |     "shocks": {"common": {"beta": {"of": "web", "factor": "10 %"}}},
   |                                   ^ `share` is missing here
   |
   = help: "of_each_member": of each member's failures this share takes all members, so n members up have n x beta x rate common ones; "of_the_shock_in_total": there are beta x rate common ones altogether, as many as of one member

1 problem
"#;
    assert_eq!(with_shock(r#"{"beta": {"of": "web", "factor": "10 %"}}"#), wanted);
}

#[test]
fn a_beta_factor_over_a_life_without_a_rate() {
    let beta = r#"{"beta": {"of": "web", "factor": "10 %", "share": "of_each_member"}}"#;
    let shocks = format!("\"shocks\": {{\"common\": {beta}}},\n    {BEFORE}");
    let wanted = r#"error[S308]: a beta factor splits a rate, and only an exponential life has one
  --> s.json:16:42
   |
16 |     "shocks": {"common": {"beta": {"of": "web", "factor": "10 %", "share": "of_each_member"}}},
   |                                          ^^^^^
   |
  ::: s.json:10:20
   |
10 |         "fails": [{"crash": {"life": "2000 h"}}],
   |                    ------- this life is not exponential
   |
   = help: state a shock with a `life` of its own, or an exponential life while up

1 problem
"#;
    assert_eq!(told(&[(BEFORE, &shocks), (r#"{"exponential": "2000 h"}"#, r#""2000 h""#)]), wanted);
}

#[test]
fn a_beta_factor_over_no_component() {
    let said = with_shock(
        r#"{"beta": {"of": "site", "factor": "100 %", "share": "of_the_shock_in_total"}}"#,
    );
    assert!(said.contains("a beta factor must be above 0 % and below 100 %"), "{said}");
    assert!(said.contains("`site` does not name all members of one component"), "{said}");
    let said =
        with_shock(r#"{"beta": {"of": "db", "factor": "10 %", "share": "of_the_shock_in_total"}}"#);
    assert!(said.contains("`db` has no failures of which a share could be common"), "{said}");
}

#[test]
fn a_shock_that_takes_more_than_there_are() {
    let wanted = r#"error[S103]: this takes 3 of 2 members
  --> s.json:16:83
   |
16 |     "shocks": {"common": {"life": {"exponential": "1 y"}, "scope": "web", "size": 3, "kind": "crash"}},
   |                                                                                   ^
   |
   = help: state "all", or a smaller number

1 problem
"#;
    let said = with_shock(
        r#"{"life": {"exponential": "1 y"}, "scope": "web", "size": 3, "kind": "crash"}"#,
    );
    assert_eq!(said, wanted);
}

#[test]
fn a_shock_that_takes_nobody() {
    let wanted = r#"error[S103]: this shock takes nobody
  --> s.json:16:92
   |
16 |     "shocks": {"common": {"life": {"exponential": "1 y"}, "scope": "web", "size": {"each": "0 %"}, "kind": "crash"}},
   |                                                                                            ^^^^^
   |
   = help: state a share above 0 %, or remove the shock

1 problem
"#;
    let said = with_shock(
        r#"{"life": {"exponential": "1 y"}, "scope": "web", "size": {"each": "0 %"}, "kind": "crash"}"#,
    );
    assert_eq!(said, wanted);
}

#[test]
fn a_script_names_a_shock_by_its_name() {
    let edits = [(r#"{"crash": "web-02"}"#, r#"{"shock": "web"}"#)];
    let said = told(&edits);
    assert!(said.contains("error[S202]: `web` is a service, not a shock"), "{said}");
}

#[test]
fn a_test_that_takes_time() {
    let latent = r#"{"latent": {"life": "1 y", "test": {"every": "30 d", "takes": "1 h"}}}"#;
    let crash = r#"{"crash": {"life": {"exponential": "2000 h"}}}"#;
    let wanted = r#"error[S014]: tests that take time are not supported by this version
  --> s.json:10:81
   |
10 |         "fails": [{"latent": {"life": "1 y", "test": {"every": "30 d", "takes": "1 h"}}}],
   |                                                                                 ^^^^^
   |
   = help: state "takes": "0 s"

1 problem
"#;
    assert_eq!(told(&[(crash, latent)]), wanted);
}

#[test]
fn only_latent_failures_are_tested() {
    let crash = r#"{"crash": {"life": {"exponential": "2000 h"}}}"#;
    let tested = r#"{"crash": {"life": {"exponential": "2000 h"}, "test": {"every": "30 d"}}}"#;
    let said = told(&[(crash, tested)]);
    assert!(said.contains("error[S010]: a failure mode has no field `test`"), "{said}");
}

#[test]
fn false_alarms_where_a_return_is_noticed_at_once() {
    let check = r#"{"probe": {"every": "5 s", "timeout": "2 s", "fall": 3}}"#;
    let after = r#"{"after": {"delay": "5 s", "coverage": "95 %", "false_alarms": "30 d"}}"#;
    let wanted = r#"error[S307]: a check that accepts at once is over a false alarm as it begins
  --> s.json:13:80
   |
13 |       "detect": {"after": {"delay": "5 s", "coverage": "95 %", "false_alarms": "30 d"}},
   |                                                                                ^^^^^^
   |
   = help: state a `probe`, or remove `false_alarms`

1 problem
"#;
    assert_eq!(told(&[(check, after)]), wanted);
}

#[test]
fn a_false_alarm_has_no_duration() {
    let said = told(&[(r#"{"crash": "web-02"}"#, r#"{"false_alarm": "web-02"}"#)]);
    assert!(
        said.contains("error[S010]: a false alarm lasts until the check looks again"),
        "{said}"
    );
}

#[test]
fn a_probability_of_failing_on_demand_is_a_share() {
    let said =
        told(&[(r#""db": {"in": "rack"}"#, r#""db": {"in": "rack", "demand": {"fails": 2}}"#)]);
    assert!(said.contains("error[S101]"), "{said}");
    let said = told(&[(r#""db": {"in": "rack"}"#, r#""db": {"in": "rack", "demand": {}}"#)]);
    assert!(said.contains("a demand needs the field `fails`"), "{said}");
}

#[test]
fn a_false_alarm_that_nobody_could_raise() {
    let edits = [(r#"{"crash": "web-02"}, "for": "1 h""#, r#"{"false_alarm": "db"}"#)];
    let wanted = r#"error[S307]: no check of `db` can raise a false alarm
  --> s.json:19:64
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"false_alarm": "db"}}]},
   |                                                                ^^^^
   |
   = help: let a pool watch it with a `probe`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}
