//! Mistakes of names: dangling, duplicate, of the wrong kind; templates, repeats and luck.

use super::told;

#[test]
fn a_dangling_name() {
    let edits = [(r#""crew": "team""#, r#""crew": "teem""#)];
    let wanted = r#"error[S201]: nothing has the name `teem`
  --> s.json:11:44
   |
11 |         "repair": {"takes": "4 h", "crew": "teem"}},
   |                                            ^^^^^^
   |
   = help: did you mean `team`?

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_dangling_name_without_a_near_one() {
    let edits = [(r#""home": "web""#, r#""home": "elsewhere""#)];
    let wanted = r#"error[S201]: nothing has the name `elsewhere`
  --> s.json:16:61
   |
16 |     "populations": {"staff": {"users": "900 users", "home": "elsewhere"}},
   |                                                             ^^^^^^^^^^^
   |
   = help: choose `web`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_number_beyond_the_count() {
    let edits = [(r#""web-02""#, r#""web-03""#)];
    let wanted = r#"error[S201]: nothing has the name `web-03`
  --> s.json:19:58
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"crash": "web-03"}, "for": "1 h"}]},
   |                                                          ^^^^^^^^
   |
   = help: `web` makes members `web-01` to `web-02`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_name_of_the_wrong_kind() {
    let edits = [(r#""in": "rack", "count""#, r#""in": "db", "count""#)];
    let wanted = r#"error[S202]: `db` is a component, not a place
 --> s.json:9:25
  |
9 |       "members": {"in": "db", "count": 2,
  |                         ^^^^
  |
  = help: choose `rack` or `site`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_disaster_of_a_component() {
    let edits = [(r#"{"crash": "web-02"}"#, r#"{"disaster": "db"}"#)];
    let wanted = r#"error[S202]: `db` is a component, not a place
  --> s.json:19:61
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"disaster": "db"}, "for": "1 h"}]},
   |                                                             ^^^^
   |
   = help: choose `rack` or `site`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_crash_of_a_place() {
    let edits = [(r#"{"crash": "web-02"}"#, r#"{"crash": "rack"}"#)];
    let wanted = r#"error[S202]: `rack` is a place, not a component
  --> s.json:19:58
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"crash": "rack"}, "for": "1 h"}]},
   |                                                          ^^^^^^
   |
   = help: choose `db`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_duplicate_name() {
    let edits = [(r#""calls": {"#, r#""db": {"#)];
    let wanted = r#"error[S203]: the name `db` is given twice
  --> s.json:17:15
   |
17 |     "loads": {"db": {"to": "web", "rate": "20 calls/s"}}
   |               ^^^^ here to a load
   |
  ::: s.json:6:20
   |
 6 |     "components": {"db": {"in": "rack"}},
   |                    ---- first to a component

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_name_that_a_count_makes() {
    let edits = [(r#""db": {"in": "rack"}"#, r#""db": {"in": "rack"}, "web-1": {"in": "rack"}"#)];
    let wanted = r#"error[S203]: the name `web-1` is given twice
 --> s.json:6:42
  |
6 |     "components": {"db": {"in": "rack"}, "web-1": {"in": "rack"}},
  |                                          ^^^^^^^ member 1 of `web` is named so
  |
 ::: s.json:8:18
  |
8 |     "services": {"web": {"pool": {
  |                  ----- this makes members `web-01` to `web-02`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_member_listed_twice() {
    let edits = [
        (
            r#"{"in": "rack", "count": 2,
        "fails": [{"crash": {"life": {"exponential": "2000 h"}}}],
        "repair": {"takes": "4 h", "crew": "team"}}"#,
            r#"["db", "db"]"#,
        ),
        (r#""web-02""#, r#""db""#),
    ];
    let wanted = r#"error[S304]: `db` is listed twice
 --> s.json:9:25
  |
9 |       "members": ["db", "db"],
  |                   ----  ^^^^
  |                   |
  |                   first listed here

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn two_failure_modes_of_one_name() {
    let edits = [(r#""fails": ["#, r#""fails": [{"crash": {"life": "1 y"}}, "#)];
    let wanted = r#"error[S306]: two failure modes have the name `crash`
  --> s.json:10:48
   |
10 |         "fails": [{"crash": {"life": "1 y"}}, {"crash": {"life": {"exponential": "2000 h"}}}],
   |                    ------- the first one       ^^^^^^^
   |
   = help: give one of them another `name`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_unknown_template() {
    let edits = [(r#""db": {"in": "rack"}"#, r#""db": {"from": "server", "in": "rack"}"#)];
    let wanted = r#"error[S201]: no template has the name `server`
 --> s.json:6:35
  |
6 |     "components": {"db": {"from": "server", "in": "rack"}},
  |                                   ^^^^^^^^
  |
  = help: `from` names a template; a place is named by `in`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn templates_in_a_circle() {
    let edits = [(
        r#""system""#,
        r#""templates": {"a": {"from": "b"}, "b": {"from": "a"}},
  "system""#,
    )];
    let wanted = r#"error[S204]: the template `a` is made from itself
 --> s.json:4:51
  |
4 |   "templates": {"a": {"from": "b"}, "b": {"from": "a"}},
  |                                                   ^^^ the circle closes here

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_mistake_inside_a_template() {
    let edits = [
        (
            r#""system""#,
            r#""templates": {"server": {"limt": "5 users"}},
  "system""#,
        ),
        (
            r#""db": {"in": "rack"}"#,
            r#""db": {"from": "server", "in": "rack"}, "dc": {"from": "server", "in": "rack"}"#,
        ),
    ];
    let wanted = r#"error[S010]: a component has no field `limt`
 --> s.json:4:28
  |
4 |   "templates": {"server": {"limt": "5 users"}},
  |                            ^^^^^^
  |
  = help: did you mean `limit`?

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_unknown_variable() {
    let edits = [(
        r#""system""#,
        r#""repeat": [{"for": [{"here": "x"}], "system": {"places": {"$heer": {}}}}],
  "system""#,
    )];
    let wanted = r#"error[S206]: `for` gives no variable `heer`
 --> s.json:4:61
  |
4 |   "repeat": [{"for": [{"here": "x"}], "system": {"places": {"$heer": {}}}}],
  |                                                             ^^^^^^^
  |
  = help: did you mean `here`?

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn one_luck_for_two() {
    let edits = [(
        r#""db": {"in": "rack"}"#,
        r#""db": {"in": "rack", "luck": "web"}, "dc": {"in": "rack", "luck": "web"}"#,
    )];
    let wanted = r#"error[S205]: two owners draw under `web`
 --> s.json:6:49
  |
6 |     "components": {"db": {"in": "rack", "luck": "web"}, "dc": {"in": "rack", "luck": "web"}},
  |                                                 ^^^^^
  |
 ::: s.json:8:18
  |
8 |     "services": {"web": {"pool": {
  |                  ----- the other one
  |
  = help: each `luck` belongs to one component or place

error[S205]: two owners draw under `web`
 --> s.json:6:86
  |
6 |     "components": {"db": {"in": "rack", "luck": "web"}, "dc": {"in": "rack", "luck": "web"}},
  |                                                 ----- the other one                  ^^^^^
  |
  = help: each `luck` belongs to one component or place

2 problems
"#;
    assert_eq!(told(&edits), wanted);
}

/// One mistake is told once, however often the name is used.
#[test]
fn what_could_not_be_read_is_not_missed_where_it_is_named() {
    let said = told(&[(r#""db": {"in": "rack"}"#, r#""db": "rack""#)]);
    assert!(said.starts_with("error[S012]"), "{said}");
    assert!(said.ends_with("\n1 problem\n"), "{said}");
}

/// Which of the two is meant nobody knows.
#[test]
fn a_name_given_twice_is_not_of_the_wrong_kind_as_well() {
    let said = told(&[(r#""calls": {"#, r#""rack": {"#)]);
    assert!(said.starts_with("error[S203]: the name `rack` is given twice"), "{said}");
    assert!(said.ends_with("\n1 problem\n"), "{said}");
    let said = told(&[(r#""team": {"size": 1}"#, r#""rack": {"size": 1}"#)]);
    assert!(!said.contains("S202"), "{said}");
}
