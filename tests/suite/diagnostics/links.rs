//! Mistakes of links, and of checks that stand somewhere.

use super::{codes, told};

/// The system of [`super::GOOD`] with a second site, and one link more.
fn link(link: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        (r#""places": {"site": {}, "#, r#""places": {"site": {}, "porto": {}, "#),
        (r#""crews""#, link),
    ]
}

#[test]
fn a_link_to_a_place_that_nothing_has_the_name_of() {
    let wanted = r#"error[S201]: nothing has the name `proto`
 --> s.json:7:43
  |
7 |     "links": {"wan": {"between": ["site", "proto"]}}, "crews": {"team": {"size": 1}},
  |                                           ^^^^^^^
  |
  = help: did you mean `porto`?

1 problem
"#;
    let edits = link(r#""links": {"wan": {"between": ["site", "proto"]}}, "crews""#);
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_link_between_a_place_and_itself() {
    let wanted = r#"error[S330]: the link `wan` joins `site` with itself
 --> s.json:7:43
  |
7 |     "links": {"wan": {"between": ["site", "site"]}}, "crews": {"team": {"size": 1}},
  |                                           ^^^^^^
  |
  = help: name the place at its other end

1 problem
"#;
    let edits = link(r#""links": {"wan": {"between": ["site", "site"]}}, "crews""#);
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_link_between_a_place_and_what_stands_in_it() {
    let wanted = r#"error[S330]: the link `wan` joins `site` with `rack`, which stands in it
 --> s.json:7:43
  |
7 |     "links": {"wan": {"between": ["rack", "site"]}}, "crews": {"team": {"size": 1}},
  |                                           ^^^^^^
  |
  = help: what stands in a place reaches the place without a link

1 problem
"#;
    let edits = link(r#""links": {"wan": {"between": ["rack", "site"]}}, "crews""#);
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_link_between_what_is_together_without_it() {
    let wanted = r#"error[S331]: the link `up` joins what is together without it
 --> s.json:7:81
  |
7 |     "links": {"wan": {"between": ["site", "porto"]}, "up": {"between": ["rack", "row"]}}, "crews": {"team": {"size": 1}},
  |                                                                                 ^^^^^
  |
  = help: another link ends at `site`, so all that stands in `site` reaches each other

1 problem
"#;
    let edits = [
        (
            r#""places": {"site": {}, "#,
            r#""places": {"site": {}, "porto": {}, "row": {"in": "site"}, "#,
        ),
        (
            r#""crews""#,
            r#""links": {"wan": {"between": ["site", "porto"]}, "up": {"between": ["rack", "row"]}}, "crews""#,
        ),
    ];
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_link_that_joins_three_places() {
    let wanted = r#"error[S103]: a link joins two places, not 3
 --> s.json:7:34
  |
7 |     "links": {"wan": {"between": ["site", "porto", "rack"]}}, "crews": {"team": {"size": 1}},
  |                                  ^
  |
  = help: write one link for each pair of places

1 problem
"#;
    let edits = link(r#""links": {"wan": {"between": ["site", "porto", "rack"]}}, "crews""#);
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_bandwidth_of_nothing() {
    let wanted = r#"error[S103]: a bandwidth of nothing carries nothing
 --> s.json:8:20
  |
8 |       "bandwidth": "0 Mbit/s"}}, "crews": {"team": {"size": 1}},
  |                    ^^^^^^^^^^
  |
  = help: leave `bandwidth` out if nothing fills the link

1 problem
"#;
    let edits = link(
        r#""links": {"wan": {"between": ["site", "porto"],
      "bandwidth": "0 Mbit/s"}}, "crews""#,
    );
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_bandwidth_without_a_second() {
    let wanted = r#"error[S102]: `100 Mbit` is not a bandwidth: a bandwidth is a number, a unit of data and /s, such as "100 Mbit/s"
 --> s.json:8:20
  |
8 |       "bandwidth": "100 Mbit"}}, "crews": {"team": {"size": 1}},
  |                    ^^^^^^^^^^
  |
  = help: bandwidths look like "100 Mbit/s" or "40 MB/s"

1 problem
"#;
    let edits = link(
        r#""links": {"wan": {"between": ["site", "porto"],
      "bandwidth": "100 Mbit"}}, "crews""#,
    );
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_link_that_crashes_lacks_an_end_and_has_a_colour() {
    let wanted = r#"error[S011]: a link needs the field `between`
 --> s.json:7:22
  |
7 |     "links": {"wan": {"fails": [{"crash": {"life": "1 y"}}],
  |                      ^ `between` is missing here

error[S013]: `crash` is not a way a link fails
 --> s.json:7:34
  |
7 |     "links": {"wan": {"fails": [{"crash": {"life": "1 y"}}],
  |                                  ^^^^^^^
  |
  = help: choose `cut`

error[S010]: a link has no field `colour`
 --> s.json:8:7
  |
8 |       "colour": "red"}}, "crews": {"team": {"size": 1}},
  |       ^^^^^^^^
  |
  = help: it may also have `from`, `between`, `latency`, `bandwidth`, `transit`, `luck` or `repair`

3 problems
"#;
    let edits = link(
        r#""links": {"wan": {"fails": [{"crash": {"life": "1 y"}}],
      "colour": "red"}}, "crews""#,
    );
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_cut_of_what_is_no_link() {
    let wanted = r#"error[S202]: `web-02` is a component, not a link
  --> s.json:19:56
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"cut": "web-02"}, "for": "1 h"}]},
   |                                                        ^^^^^^^^

1 problem
"#;
    assert_eq!(told(&[(r#"{"crash": "web-02"}"#, r#"{"cut": "web-02"}"#)]), wanted);
}

#[test]
fn a_crash_of_a_link() {
    let mut edits = link(r#""links": {"wan": {"between": ["site", "porto"]}}, "crews""#);
    edits.push((r#"{"crash": "web-02"}"#, r#"{"crash": "wan"}"#));
    let wanted = r#"error[S202]: `wan` is a link, not a component, a service or a place
  --> s.json:19:58
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"crash": "wan"}, "for": "1 h"}]},
   |                                                          ^^^^^
   |
   = help: there are 5 to choose from: `db`, `porto` or `rack`, say

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_check_that_stands_on_several_components() {
    let edits = [(r#""fall": 3}"#, r#""fall": 3, "watches_from": "web"}"#)];
    let wanted = r#"error[S202]: `web` is a service, not a place or one component
  --> s.json:13:89
   |
13 |       "detect": {"probe": {"every": "5 s", "timeout": "2 s", "fall": 3, "watches_from": "web"}},
   |                                                                                         ^^^^^
   |
   = help: choose `db`, `rack` or `site`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
    let several = [
        (r#""db": {"in": "rack"}"#, r#""db": {"in": "rack", "count": 3}"#),
        (r#""fall": 3}"#, r#""fall": 3, "watches_from": "db"}"#),
    ];
    let wanted = r#"error[S202]: `db` is 3 members, not a place or one component
  --> s.json:13:89
   |
13 |       "detect": {"probe": {"every": "5 s", "timeout": "2 s", "fall": 3, "watches_from": "db"}},
   |                                                                                         ^^^^
   |
   = help: name one of them: `db-01` to `db-03`

1 problem
"#;
    assert_eq!(told(&several), wanted);
}

#[test]
fn advertisements_without_an_interval_and_with_no_miss() {
    let edits = [(
        r#"{"probe": {"every": "5 s", "timeout": "2 s", "fall": 3}}"#,
        r#"{"advertisement": {"misses": 0}}"#,
    )];
    let wanted = r#"error[S011]: a check of advertisements needs the field `interval`
  --> s.json:13:35
   |
13 |       "detect": {"advertisement": {"misses": 0}},
   |                                   ^ `interval` is missing here

error[S103]: expected a whole number from 1 to 1000000, found `0`
  --> s.json:13:46
   |
13 |       "detect": {"advertisement": {"misses": 0}},
   |                                              ^

2 problems
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn two_links_may_join_the_same_places_and_needs_may_name_them() {
    let edits = [
        (r#""places": {"site": {}, "#, r#""places": {"site": {}, "porto": {}, "#),
        (
            r#""crews""#,
            r#""links": {"one": {"between": ["site", "porto"]}, "two": {"between": ["porto", "site"],
               "fails": [{"cut": {"life": "1 y", "repair": {"takes": "4 h"}}}]}}, "crews""#,
        ),
        (r#""needs": {"db": "hard"}"#, r#""needs": {"db": "hard", "two": "hard"}"#),
        (r#"{"crash": "web-02"}"#, r#"{"cut": ["one", "two"]}"#),
    ];
    assert_eq!(told(&edits), "");
    assert_eq!(codes(super::edited(&edits)), [] as [&str; 0]);
}
