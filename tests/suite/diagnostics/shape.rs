//! Mistakes of shape: fields, kinds of values, variants.

use super::told;

#[test]
fn an_unknown_field_with_a_near_name() {
    let edits = [(r#""members""#, r#""membres""#)];
    let wanted = r#"error[S010]: a pool has no field `membres`
 --> s.json:9:7
  |
9 |       "membres": {"in": "rack", "count": 2,
  |       ^^^^^^^^^
  |
  = help: did you mean `members`?

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_unknown_field_without_a_near_name() {
    let edits = [(r#""fall": 3"#, r#""colour": 3"#)];
    let wanted = r#"error[S010]: a probe has no field `colour`
  --> s.json:13:62
   |
13 |       "detect": {"probe": {"every": "5 s", "timeout": "2 s", "colour": 3}},
   |                                                              ^^^^^^^^
   |
   = help: it may also have `schedule`, `fall`, `rise`, `coverage`, `false_alarms` or `watches_from`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_missing_field() {
    let edits = [(r#""every": "5 s", "#, "")];
    let wanted = r#"error[S011]: a probe needs the field `every`
  --> s.json:13:27
   |
13 |       "detect": {"probe": {"timeout": "2 s", "fall": 3}},
   |                           ^ `every` is missing here

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_missing_section() {
    let edits = [(
        r#""title": "Two servers",
"#,
        "",
    )];
    let wanted = r#"error[S011]: a scenario needs the field `title`
 --> s.json:1:1
  |
1 | {
  | ^ `title` is missing here

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_number_where_a_text_belongs() {
    let edits = [(r#""Two servers""#, "2")];
    let wanted = r#"error[S012]: expected a text, found a number
 --> s.json:3:12
  |
3 |   "title": 2,
  |            ^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_text_where_an_object_belongs() {
    let edits = [(r#"{"exponential": "2000 h"}}}],"#, r#"{"exponential": "2000 h"}}}, "hang"],"#)];
    let wanted = r#"error[S012]: expected an object for a failure mode, found a text
  --> s.json:10:67
   |
10 |         "fails": [{"crash": {"life": {"exponential": "2000 h"}}}, "hang"],
   |                                                                   ^^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_object_where_a_list_belongs() {
    let edits = [(
        r#"[{"crash": {"life": {"exponential": "2000 h"}}}]"#,
        r#"{"crash": {"life": "2000 h"}}"#,
    )];
    let wanted = r#"error[S012]: expected a list of failure modes, found an object
  --> s.json:10:18
   |
10 |         "fails": {"crash": {"life": "2000 h"}},
   |                  ^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_unknown_variant() {
    let edits = [(r#"{"probe": {"#, r#"{"prob": {"#)];
    let wanted = r#"error[S013]: `prob` is not a check
  --> s.json:13:18
   |
13 |       "detect": {"prob": {"every": "5 s", "timeout": "2 s", "fall": 3}},
   |                  ^^^^^^
   |
   = help: did you mean `probe`?

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_unknown_law() {
    let edits = [(r#"{"exponential""#, r#"{"pareto""#)];
    let wanted = r#"error[S013]: `pareto` is not a law such as "5 min" or {"exponential": "2000 h"}
  --> s.json:10:39
   |
10 |         "fails": [{"crash": {"life": {"pareto": "2000 h"}}}],
   |                                       ^^^^^^^^
   |
   = help: choose `exponential`, `uniform`, `triangular`, `weibull`, `lognormal`, `gamma`, `empirical` or `mixture`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn two_variants_at_once() {
    let edits = [(r#""detect": {"#, r#""detect": {"after": "3 s", "#)];
    let wanted = r#"error[S016]: a check is an object with exactly one key
  --> s.json:13:34
   |
13 |       "detect": {"after": "3 s", "probe": {"every": "5 s", "timeout": "2 s", "fall": 3}},
   |                                  ^^^^^^^ a second key
   |
   = help: choose `at_once`, `after`, `probe`, `advertisement`, `heartbeat`, `lease`, `client` or `person`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn no_variant() {
    let edits = [(r#"{"exponential": "2000 h"}"#, "{}")];
    let wanted = r#"error[S016]: a law such as "5 min" or {"exponential": "2000 h"} is an object with exactly one key
  --> s.json:10:38
   |
10 |         "fails": [{"crash": {"life": {}}}],
   |                                      ^ no key
   |
   = help: choose `exponential`, `uniform`, `triangular`, `weibull`, `lognormal`, `gamma`, `empirical` or `mixture`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_unknown_word() {
    let edits = [(r#""fall": 3"#, r#""fall": 3, "schedule": "fixed_dely""#)];
    let wanted = r#"error[S013]: `fixed_dely` is not a schedule
  --> s.json:13:85
   |
13 |       "detect": {"probe": {"every": "5 s", "timeout": "2 s", "fall": 3, "schedule": "fixed_dely"}},
   |                                                                                     ^^^^^^^^^^^^
   |
   = help: did you mean `fixed_delay`?

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_word_that_stands_alone() {
    let edits = [(r#""need": 1"#, r#""overload": {"refuse": {}}"#)];
    let wanted = r#"error[S012]: `refuse` stands alone: write "refuse"
  --> s.json:12:20
   |
12 |       "overload": {"refuse": {}},
   |                    ^^^^^^^^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_mechanism_of_a_later_version() {
    let edits = [(r#"{"pool": {"#, r#"{"replicated_pool": {"#)];
    let wanted = r#"error[S014]: `replicated_pool` is not supported by this version
 --> s.json:8:26
  |
8 |     "services": {"web": {"replicated_pool": {
  |                          ^^^^^^^^^^^^^^^^^
  |
  = help: remove it, or describe the system without it

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_result_is_no_scenario() {
    let edits = [("hadr/v1", "hadr/result/v1")];
    let wanted = r#"error[S015]: this is a result that the program made, not a scenario
 --> s.json:2:13
  |
2 |   "schema": "hadr/result/v1",
  |             ^^^^^^^^^^^^^^^^
  |
  = help: `hadr chart` and `hadr report` read it; this command reads scenarios

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn another_version_of_the_language() {
    let edits = [("hadr/v1", "hadr/v2")];
    let wanted = r#"error[S015]: this program reads "hadr/v1", not `hadr/v2`
 --> s.json:2:13
  |
2 |   "schema": "hadr/v2",
  |             ^^^^^^^^^
  |
  = help: write "schema": "hadr/v1"

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}
