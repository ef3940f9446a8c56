//! Mistakes of objectives on recoveries.

use super::{edited, scenario, told};

const UNTIL: &str = r##""until": "99 % of users"}"##;

#[test]
fn a_class_that_no_failure_has() {
    let edits = [(UNTIL, r##""until": "service", "class": "sites"}"##)];
    let wanted = r##"error[S013]: `sites` is not a class of failure
  --> s.json:24:94
   |
24 |   "objectives": {"soon": {"recovery_time": {"at_most": "5 min", "until": "service", "class": "sites"}}}
   |                                                                                              ^^^^^^^
   |
   = help: did you mean `site`?

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_level_of_a_feature() {
    let edits = [
        (r##""populations": {"##, r##""features": {"im": {"path": ["home"]}}, "populations": {"##),
        (UNTIL, r##""until": "service", "level": "full", "feature": "im"}"##),
    ];
    let wanted = r##"error[S411]: a feature works at a level of its own
  --> s.json:24:94
   |
24 |   "objectives": {"soon": {"recovery_time": {"at_most": "5 min", "until": "service", "level": "full", "feature": "im"}}}
   |                                                                                              ^^^^^^
   |
   = help: leave out `level`, or `feature`

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_level_without_users() {
    let edits = [
        (r##""populations": {"staff": {"users": "900 users", "home": "web"}},"##, ""),
        (UNTIL, r##""until": "service", "level": "limited"}"##),
    ];
    let wanted = r##"error[S411]: no population has users who could be served at a level
  --> s.json:24:94
   |
24 |   "objectives": {"soon": {"recovery_time": {"at_most": "5 min", "until": "service", "level": "limited"}}}
   |                                                                                              ^^^^^^^^^
   |
   = help: leave out `level`

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

const TIME: &str = r##"{"recovery_time": {"at_most": "5 min", "until": "99 % of users"}}"##;

#[test]
fn data_that_nobody_keeps() {
    let edits = [(TIME, r##"{"recovery_point": {"at_most": "5 min"}}"##)];
    let wanted = r##"error[S405]: nothing could judge `soon`: no service keeps data
  --> s.json:24:18
   |
24 |   "objectives": {"soon": {"recovery_point": {"at_most": "5 min"}}}
   |                  ^^^^^^
   |
   = help: only mechanisms that keep data several times could lose some

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn data_of_a_pool_and_a_fate_that_data_do_not_have() {
    let point = r##"{"recovery_point": {"at_most": "5 min", "of": "web", "counts": "stolen"}}"##;
    let wanted = r##"error[S405]: `web` keeps no data
  --> s.json:24:72
   |
24 |   "objectives": {"soon": {"recovery_point": {"at_most": "5 min", "of": "web", "counts": "stolen"}}}
   |                                                                        ^^^^^
   |
   = help: only mechanisms that keep data several times could lose some

error[S013]: `stolen` is not a fate of data
  --> s.json:24:89
   |
24 |   "objectives": {"soon": {"recovery_point": {"at_most": "5 min", "of": "web", "counts": "stolen"}}}
   |                                                                                         ^^^^^^^^
   |
   = help: choose `exposed` or `lost`

2 problems
"##;
    assert_eq!(told(&[(TIME, point)]), wanted);
}

#[test]
fn a_share_of_writes_above_all() {
    let edits = [(r##""rate": "20 calls/s""##, r##""rate": "20 calls/s", "writes": "101 %""##)];
    let wanted = r##"error[S102]: `101 %` is not a share: a share lies between 0 % and 100 %
  --> s.json:17:70
   |
17 |     "loads": {"calls": {"to": "web", "rate": "20 calls/s", "writes": "101 %"}}
   |                                                                      ^^^^^^^

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_class_that_no_incident_strikes_is_warned_of() {
    let text = edited(&[(UNTIL, r##""until": "service", "class": "site"}"##)]);
    let wanted = r##"warning[S410]: no incident has a failure of class `site`: it is not judged
  --> s.json:24:94
   |
24 |   "objectives": {"soon": {"recovery_time": {"at_most": "5 min", "until": "service", "class": "site"}}}
   |                                                                                              ^^^^^^
   |
   = help: script one; the incidents have `member`

1 warning
"##;
    assert_eq!(scenario(&text).warnings.render(false), wanted);
}

#[test]
fn a_share_of_no_trials() {
    let wanted = r##"error[S103]: this share must be above 0 %
  --> s.json:24:95
   |
24 |   "objectives": {"soon": {"recovery_time": {"at_most": "5 min", "until": "service", "trials": "0 %"}}}
   |                                                                                               ^^^^^
   |
   = help: 0 % of anything is nothing

1 problem
"##;
    assert_eq!(told(&[(UNTIL, r##""until": "service", "trials": "0 %"}"##)]), wanted);
}

#[test]
fn a_recovery_that_brings_nobody_back() {
    let wanted = r##"error[S103]: this share must be above 0 %
  --> s.json:24:74
   |
24 |   "objectives": {"soon": {"recovery_time": {"at_most": "5 min", "until": "0 % of users"}}}
   |                                                                          ^^^^^^^^^^^^^^
   |
   = help: 0 % of anything is nothing

1 problem
"##;
    assert_eq!(told(&[(UNTIL, r##""until": "0 % of users"}"##)]), wanted);
}
