//! Mistakes about data, their copies and backups.

use super::told;

const COMPONENTS: &str = r#""components": {"db": {"in": "rack"}},"#;
const INCIDENTS: &str =
    r#""incidents": {"kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#;

#[test]
fn data_without_what_it_must_say() {
    let edits = [
        (
            COMPONENTS,
            r#""components": {"db": {"in": "rack"}},
    "data": {"orders": {}},"#,
        ),
        (
            INCIDENTS,
            r#""incidents": {"spoil": [{"at": "1 min", "do": {"corrupt": "orders"}}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
        ),
    ];
    let wanted = r#"error[S011]: a data set needs the field `kept_by`
 --> s.json:7:24
  |
7 |     "data": {"orders": {}},
  |                        ^ `kept_by` is missing here

error[S011]: a data set needs the field `discovered`
 --> s.json:7:24
  |
7 |     "data": {"orders": {}},
  |                        ^ `discovered` is missing here

error[S011]: a data set needs the field `restore`
 --> s.json:7:24
  |
7 |     "data": {"orders": {}},
  |                        ^ `restore` is missing here

3 problems
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn data_kept_by_what_is_no_service() {
    let edits = [
        (
            COMPONENTS,
            r#""components": {"db": {"in": "rack"}},
    "data": {"orders": {"kept_by": "db", "discovered": "2 h", "restore": "1 h", "by": "team"}},"#,
        ),
        (
            INCIDENTS,
            r#""incidents": {"spoil": [{"at": "1 min", "do": {"corrupt": "orders"}}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
        ),
    ];
    let wanted = r#"error[S202]: `db` is a component, not a service
 --> s.json:7:36
  |
7 |     "data": {"orders": {"kept_by": "db", "discovered": "2 h", "restore": "1 h", "by": "team"}},
  |                                    ^^^^
  |
  = help: choose `web`

error[S202]: `team` is a crew, not a person
 --> s.json:7:87
  |
7 |     "data": {"orders": {"kept_by": "db", "discovered": "2 h", "restore": "1 h", "by": "team"}},
  |                                                                                       ^^^^^^

2 problems
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_copy_without_a_lag_at_nothing() {
    let edits = [
        (
            COMPONENTS,
            r#""components": {"db": {"in": "rack"}},
    "data": {"orders": {"kept_by": "web", "copies": {"replica": {}}, "discovered": "2 h", "restore": "1 h"}},"#,
        ),
        (
            INCIDENTS,
            r#""incidents": {"spoil": [{"at": "1 min", "do": {"corrupt": "orders"}}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
        ),
    ];
    let wanted = r#"error[S201]: nothing has the name `replica`
 --> s.json:7:54
  |
7 |     "data": {"orders": {"kept_by": "web", "copies": {"replica": {}}, "discovered": "2 h", "restore": "1 h"}},
  |                                                      ^^^^^^^^^
  |
  = help: there are 4 to choose from: `db`, `rack` or `site`, say

error[S011]: a copy needs the field `lag`
 --> s.json:7:65
  |
7 |     "data": {"orders": {"kept_by": "web", "copies": {"replica": {}}, "discovered": "2 h", "restore": "1 h"}},
  |                                                                 ^ `lag` is missing here

2 problems
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn backups_without_an_interval() {
    let edits = [
        (
            COMPONENTS,
            r#""components": {"db": {"in": "rack"}},
    "data": {"orders": {"kept_by": "web", "backups": {"at": "2 h", "kept": "3 d"}, "discovered": "2 h", "restore": "1 h"}},"#,
        ),
        (
            INCIDENTS,
            r#""incidents": {"spoil": [{"at": "1 min", "do": {"corrupt": "orders"}}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
        ),
    ];
    let wanted = r#"error[S011]: a schedule of backups needs the field `every`
 --> s.json:7:54
  |
7 |     "data": {"orders": {"kept_by": "web", "backups": {"at": "2 h", "kept": "3 d"}, "discovered": "2 h", "restore": "1 h"}},
  |                                                      ^ `every` is missing here

error[S010]: a schedule of backups has no field `kept`
 --> s.json:7:68
  |
7 |     "data": {"orders": {"kept_by": "web", "backups": {"at": "2 h", "kept": "3 d"}, "discovered": "2 h", "restore": "1 h"}},
  |                                                                    ^^^^^^
  |
  = help: it may also have `every`, `takes`, `keep`, `in` or `restore`

2 problems
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn backups_that_follow_at_no_interval() {
    let edits = [
        (
            COMPONENTS,
            r#""components": {"db": {"in": "rack"}},
    "data": {"orders": {"kept_by": "web", "backups": {"every": "0 s"}, "discovered": "2 h", "restore": "1 h"}},"#,
        ),
        (
            INCIDENTS,
            r#""incidents": {"spoil": [{"at": "1 min", "do": {"corrupt": "orders"}}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
        ),
    ];
    let wanted = r#"error[S103]: this span must be longer than zero
 --> s.json:7:64
  |
7 |     "data": {"orders": {"kept_by": "web", "backups": {"every": "0 s"}, "discovered": "2 h", "restore": "1 h"}},
  |                                                                ^^^^^
  |
  = help: the shortest span is "1 us"

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn backups_that_are_thrown_away_too_soon() {
    let edits = [
        (
            COMPONENTS,
            r#""components": {"db": {"in": "rack"}},
    "data": {"orders": {"kept_by": "web", "backups": {"every": "1 h", "takes": "2 h", "keep": "1 h"}, "discovered": "2 h", "restore": "1 h"}},"#,
        ),
        (
            INCIDENTS,
            r#""incidents": {"spoil": [{"at": "1 min", "do": {"corrupt": "orders"}}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
        ),
    ];
    let wanted = r#"error[S360]: these backups are thrown away before they are complete
 --> s.json:7:80
  |
7 |     "data": {"orders": {"kept_by": "web", "backups": {"every": "1 h", "takes": "2 h", "keep": "1 h"}, "discovered": "2 h", "restore":...
  |                                                                                ^^^^^
  |
  = help: keep them for longer than one takes

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_store_of_several_parts() {
    let edits = [
        (
            COMPONENTS,
            r#""components": {"db": {"in": "rack"}, "disks": {"in": "rack", "count": 2}},
    "data": {"orders": {"kept_by": "web", "backups": {"every": "1 h", "in": "disks"}, "discovered": "2 h", "restore": "1 h"}},"#,
        ),
        (
            INCIDENTS,
            r#""incidents": {"spoil": [{"at": "1 min", "do": {"corrupt": "orders"}}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
        ),
    ];
    let wanted = r#"error[S360]: `disks` is several parts, and a store is one
 --> s.json:7:77
  |
7 |     "data": {"orders": {"kept_by": "web", "backups": {"every": "1 h", "in": "disks"}, "discovered": "2 h", "restore": "1 h"}},
  |                                                                             ^^^^^^^
  |
  = help: name one of them, or a service or a place

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_restoration_of_half_a_statement() {
    let edits = [
        (
            COMPONENTS,
            r#""components": {"db": {"in": "rack"}},
    "data": {"orders": {"kept_by": "web", "discovered": "2 h", "restore": {"base": "1 h"}}},"#,
        ),
        (
            INCIDENTS,
            r#""incidents": {"spoil": [{"at": "1 min", "do": {"corrupt": "orders"}}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
        ),
    ];
    let wanted = r#"error[S011]: a restoration needs the field `per_hour_lost`
 --> s.json:7:75
  |
7 |     "data": {"orders": {"kept_by": "web", "discovered": "2 h", "restore": {"base": "1 h"}}},
  |                                                                           ^ `per_hour_lost` is missing here

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn data_that_crash() {
    let edits = [(
        COMPONENTS,
        r#""components": {"db": {"in": "rack"}},
    "data": {"orders": {"kept_by": "web", "discovered": "2 h", "restore": "1 h", "fails": [{"crash": {"life": "3 h"}}]}},"#,
    )];
    let wanted = r#"error[S013]: `crash` is not a way data fail
 --> s.json:7:93
  |
7 |     "data": {"orders": {"kept_by": "web", "discovered": "2 h", "restore": "1 h", "fails": [{"crash": {"life": "3 h"}}]}},
  |                                                                                             ^^^^^^^
  |
  = help: choose `corruption`

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn data_that_fail_in_two_ways() {
    let edits = [(
        COMPONENTS,
        r#""components": {"db": {"in": "rack"}},
    "data": {"orders": {"kept_by": "web", "discovered": "2 h", "restore": "1 h", "fails": [{"corruption": {"life": "3 h"}}, {"corruption": {"life": "4 h"}}]}},"#,
    )];
    let wanted = r#"error[S012]: expected a list of one: `corruption` is how data fail, found a list
 --> s.json:7:91
  |
7 |     "data": {"orders": {"kept_by": "web", "discovered": "2 h", "restore": "1 h", "fails": [{"corruption": {"life": "3 h"}}, {"corrupt...
  |                                                                                           ^

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn data_with_a_repair() {
    let edits = [(
        COMPONENTS,
        r#""components": {"db": {"in": "rack"}},
    "data": {"orders": {"kept_by": "web", "discovered": "2 h", "restore": "1 h", "fails": [{"corruption": {"life": "0 s", "repair": {"takes": "1 h"}}}]}},"#,
    )];
    let wanted = r#"error[S104]: a life must be longer than zero
 --> s.json:7:116
  |
7 |     "data": {"orders": {"kept_by": "web", "discovered": "2 h", "restore": "1 h", "fails": [{"corruption": {"life": "0 s", "repair": {...
  |                                                                                                                    ^^^^^

error[S010]: a corruption has no field `repair`
 --> s.json:7:123
  |
7 |     "data": {"orders": {"kept_by": "web", "discovered": "2 h", "restore": "1 h", "fails": [{"corruption": {"life": "0 s", "repair": {...
  |                                                                                                                           ^^^^^^^^
  |
  = help: remove it

2 problems
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn data_that_nothing_spoils() {
    let edits = [(
        COMPONENTS,
        r#""components": {"db": {"in": "rack"}},
    "data": {"orders": {"kept_by": "web", "discovered": "2 h", "restore": "1 h"}},"#,
    )];
    let wanted = r#"error[S311]: nothing spoils `orders`
 --> s.json:7:14
  |
7 |     "data": {"orders": {"kept_by": "web", "discovered": "2 h", "restore": "1 h"}},
  |              ^^^^^^^^
  |
  = help: state how it `fails`, let a script `corrupt` it, or remove it

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}
