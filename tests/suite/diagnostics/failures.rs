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
fn a_script_names_a_shock_by_its_name() {
    let edits = [(r#"{"crash": "web-02"}"#, r#"{"shock": "web"}"#)];
    let said = told(&edits);
    assert!(said.contains("error[S202]: `web` is a service, not a shock"), "{said}");
}
