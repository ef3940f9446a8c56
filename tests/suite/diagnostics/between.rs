//! Mistakes of figures that lie between two values.

use super::{said, told};

/// `GOOD` with this life of its servers.
fn life(life: &str) -> String {
    told(&[(r#"{"exponential": "2000 h"}"#, life)])
}

#[test]
fn the_ends_stand_in_the_wrong_order() {
    let wanted = r#"error[S106]: `4 y` is more than `1 y`
  --> s.json:10:67
   |
10 |         "fails": [{"crash": {"life": {"exponential": {"between": ["4 y", "1 y"]}}}}],
   |                                                                   ^^^^^
   |
   = help: the lower value comes first

1 problem
"#;
    assert_eq!(life(r#"{"exponential": {"between": ["4 y", "1 y"]}}"#), wanted);
}

#[test]
fn there_are_two_values() {
    for (values, message, caret) in [
        (r#"["1 y", "2 y", "4 y"]"#, "`between` takes two values, not 3", "^"),
        (r#"["1 y"]"#, "`between` takes two values, not 1", "^"),
        (r#""1 y""#, "`between` takes a list of two values, not a text", "^^^^^"),
    ] {
        let line =
            format!(r#"        "fails": [{{"crash": {{"life": {{"between": {values}}}}}}}],"#);
        let at = line.find(values).expect("it stands there");
        let wanted = format!(
            "error[S106]: {message}\n  --> s.json:10:{}\n   |\n10 | {line}\n   | {}{caret}\n   |\n   \
             = help: write it as {{\"between\": [\"1 y\", \"4 y\"]}}\n\n1 problem\n",
            at + 1,
            " ".repeat(at)
        );
        assert_eq!(life(&format!(r#"{{"between": {values}}}"#)), wanted);
    }
}

#[test]
fn both_ends_are_in_one_unit() {
    let wanted = r#"error[S106]: `1 y` and `4 users` are no two figures in one unit
  --> s.json:10:51
   |
10 |         "fails": [{"crash": {"life": {"between": ["1 y", "4 users"]}}}],
   |                                                   ^^^^^
   |
   = help: state both in the unit of the field

1 problem
"#;
    assert_eq!(life(r#"{"between": ["1 y", "4 users"]}"#), wanted);
    let mixed = life(r#"{"between": ["1 y", 4]}"#);
    assert!(mixed.contains("S106]: a text and a number are no two figures of one kind"), "{mixed}");
}

#[test]
fn each_end_is_refused_where_it_stands() {
    let wanted = r#"error[S102]: `1 users` is not a span: `users` is not a unit of time
  --> s.json:10:51
   |
10 |         "fails": [{"crash": {"life": {"between": ["1 users", "4 users"]}}}],
   |                                                   ^^^^^^^^^
   |
   = help: units of time are us, ms, s, min, h, d, week, month and y

error[S102]: `4 users` is not a span: `users` is not a unit of time
  --> s.json:10:62
   |
10 |         "fails": [{"crash": {"life": {"between": ["1 users", "4 users"]}}}],
   |                                                              ^^^^^^^^^
   |
   = help: units of time are us, ms, s, min, h, d, week, month and y

2 problems
"#;
    assert_eq!(life(r#"{"between": ["1 users", "4 users"]}"#), wanted);
}

#[test]
fn a_count_is_no_figure_that_lies_between_two() {
    let edits = [(r#""count": 2"#, r#""count": {"between": [2, 5]}"#)];
    let wanted = r#"error[S106]: not every value between the two may stand here: expected a whole number from 1 to 10000000
 --> s.json:9:42
  |
9 |       "members": {"in": "rack", "count": {"between": [2, 5]},
  |                                          ^
  |
  = help: state one value

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn what_is_asked_is_one_value() {
    let wanted = r#"error[S106]: `between` stands for a figure of the system; here it is one value
  --> s.json:22:42
   |
22 |     "estimate": {"of": "web", "horizon": {"between": ["1 y", "10 y"]}, "trials": 50}
   |                                          ^
   |
   = help: state the value that is asked for

1 problem
"#;
    let edits = [(r#""horizon": "10 y""#, r#""horizon": {"between": ["1 y", "10 y"]}"#)];
    assert_eq!(told(&edits), wanted);
}

#[test]
fn other_mistakes_are_told_once_and_beside_it() {
    let told = told(&[
        (r#""2000 h""#, r#"{"between": ["1 y", "4 y"]}"#),
        (r#""takes": "4 h""#, r#""takes": {"between": ["1 h", "4 users"]}"#),
        (r#""home": "web""#, r#""home": "wob""#),
    ]);
    assert_eq!(told.matches("error[").count(), 2, "{told}");
    assert!(told.contains("error[S106]: `1 h` and `4 users`") && told.contains("`wob`"), "{told}");
    assert!(told.ends_with("2 problems\n"), "{told}");
}

#[test]
fn a_link_joins_places_and_its_latency_may_be_uncertain() {
    let text = |links: &str| {
        format!(
            r#"{{"schema": "hadr/v1", "title": "t",
                "system": {{
                  "places": {{"north": {{}}, "south": {{}}}}, "links": {links},
                  "services": {{"web": {{"pool": {{"members": {{"in": "north", "count": 2}}}}}}}}
                }},
                "study": {{"estimate": {{"horizon": "1 y", "trials": 2}}}}}}"#
        )
    };
    assert_eq!(said(text(r#"{"wan": {"between": ["north", "south"]}}"#)), "");
    let latency =
        r#"{"wan": {"between": ["north", "south"], "latency": {"between": ["1 ms", "9 ms"]}}}"#;
    assert_eq!(said(text(latency)), "");
}
