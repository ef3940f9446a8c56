//! Mistakes in pairs and their backup.

use super::{codes, said};

/// Two pools, paired with these fields.
fn pair(fields: &str) -> String {
    r#"{
  "schema": "hadr/v1", "title": "pair",
  "system": {
    "places": {"a": {}, "b": {}},
    "links": {"wan": {"between": ["a", "b"]}},
    "components": {"disk": {"in": "a"}, "disks": {"in": "b", "count": 2}},
    "services": {
      "one": {"pool": {"members": {"in": "a", "count": 2}, "routes": {"files": "disk"}}},
      "two": {"pool": {"members": {"in": "b", "count": 2}}},
      "pair": {"pairing": {FIELDS}}
    },
    "populations": {"staff": {"users": "900 users", "home": "one"}}
  },
  "incidents": {"kill": [{"at": "1 min", "do": {"crash": "one-02"}, "for": "1 h"}]},
  "study": {"incidents": {"horizon": "2 h"}}
}
"#
    .replace("FIELDS", fields)
}

const POOLS: &str = r#""pools": ["one", "two"]"#;

#[test]
fn a_pair_may_be_as_short_as_its_pools() {
    assert_eq!(said(pair(POOLS)), "");
}

#[test]
fn a_pairing_of_three() {
    let wanted = r#"error[S345]: a pairing is of two pools, not of 3
  --> s.json:10:37
   |
10 |       "pair": {"pairing": {"pools": ["one", "two", "three"]}}
   |                                     ^
   |
   = help: pair pools two by two, each in one pairing

1 problem
"#;
    assert_eq!(said(pair(r#""pools": ["one", "two", "three"]"#)), wanted);
}

#[test]
fn a_pool_that_is_paired_with_itself_or_is_a_component() {
    assert_eq!(codes(pair(r#""pools": ["one", "one"]"#)), ["S304", "S345"]);
    assert_eq!(codes(pair(r#""pools": ["one", "disk"]"#)), ["S202"]);
    assert_eq!(codes(pair(r#""pools": ["one", "ghost"]"#)), ["S201"]);
}

#[test]
fn a_check_between_partners_that_is_none() {
    let limited = |check: &str| pair(&format!(r#"{POOLS}, "limited": {{"detect": {check}}}"#));
    let wanted = r#"error[S311]: a takeover that nobody orders waits for a check, not for people
  --> s.json:10:65
   |
10 |       "pair": {"pairing": {"pools": ["one", "two"], "limited": {"detect": {"client": {"retry": "5 s"}}}}}
   |                                                                 ^^^^^^^^
   |
   = help: state a check such as {"heartbeat": {"timeout": "300 s", "ping": "30 s"}}

1 problem
"#;
    assert_eq!(said(limited(r#"{"client": {"retry": "5 s"}}"#)), wanted);
    let from = r#"{"probe": {"every": "5 s", "timeout": "1 s", "watches_from": "a"}}"#;
    assert_eq!(codes(limited(from)), ["S311"]);
    assert_eq!(said(limited(r#""at_once""#)), "");
}

#[test]
fn a_backup_that_goes_nowhere_or_never_keeps_up() {
    let backup = |fields: &str| pair(&format!(r#"{POOLS}, "backup": {{{fields}}}"#));
    let wanted = r#"error[S346]: `two` has no route for the role `files`
  --> s.json:10:90
   |
10 |       "pair": {"pairing": {"pools": ["one", "two"], "backup": {"every": "2 min", "into": "files"}}}
   |                                                                                          ^^^^^^^
   |
   = help: state it in `routes` of `two`: copies are kept there

1 problem
"#;
    assert_eq!(said(backup(r#""every": "2 min", "into": "files""#)), wanted);
    let wanted = r#"error[S346]: the users of `one` write faster than can be sent
  --> s.json:10:90
   |
10 |       "pair": {"pairing": {"pools": ["one", "two"], "backup": {"every": "2 min", "rate": "54 kB/s", "writes": "60 kB per 1000 users ...
   |                                                                                          ^^^^^^^^^
   |
   = help: raise `rate`, or lower `writes`: the backup would never keep up

1 problem
"#;
    let slow =
        backup(r#""every": "2 min", "rate": "54 kB/s", "writes": "60 kB per 1000 users per s""#);
    assert_eq!(said(slow), wanted);
    let named = |stores: &str| backup(&format!(r#""every": "2 min", "into": {stores}"#));
    assert_eq!(codes(named(r#"{"one": "disk"}"#)), ["S346"]);
    assert_eq!(codes(named(r#"{"one": "disk", "two": "disks"}"#)), ["S202"]);
    assert_eq!(codes(named(r#"{"one": "disk", "two": "disks-01", "three": "disk"}"#)), ["S346"]);
    assert_eq!(said(named(r#"{"one": "disk", "two": "disks-01"}"#)), "");
    assert_eq!(codes(backup(r#""every": "0 s""#)), ["S103"]);
    assert_eq!(codes(backup(r#""over": "wlan", "every": "1 s""#)), ["S201"]);
    assert_eq!(codes(backup(r#""every": "1 s", "returns": "late""#)), ["S013"]);
    assert_eq!(codes(backup("")), ["S011"]);
    for writes in ["60 kB", "60 kB per s", "60 kB per 10 users per day", "1 user per 1 user per s"]
    {
        assert_eq!(codes(backup(&format!(r#""every": "1 s", "writes": "{writes}""#))), ["S102"]);
    }
}

#[test]
fn a_backup_over_a_link_that_is_too_narrow_or_leads_elsewhere() {
    let backup = |link: &str| {
        let fields = r#""over": "wan", "every": "2 min", "writes": "60 kB per 1000 users per s""#;
        let text = pair(&format!(r#"{POOLS}, "backup": {{{fields}}}"#));
        text.replace(r#""wan": {"between": ["a", "b"]}"#, link)
    };
    // 900 users write 54 kB/s.
    let wanted = r#"error[S346]: the users of `one` write faster than `wan` carries
  --> s.json:10:72
   |
10 |       "pair": {"pairing": {"pools": ["one", "two"], "backup": {"over": "wan", "every": "2 min", "writes": "60 kB per 1000 users per ...
   |                                                                        ^^^^^
   |
   = help: raise the `bandwidth` of `wan`, or lower `writes`: the backup would never keep up

1 problem
"#;
    let narrow = |bandwidth: &str| {
        format!(r#""wan": {{"between": ["a", "b"], "bandwidth": "{bandwidth}"}}"#)
    };
    assert_eq!(said(backup(&narrow("54 kB/s"))), wanted);
    assert_eq!(said(backup(&narrow("54001 B/s"))), "");
    // Whatever way it goes, it goes over that link.
    let unnamed = backup(&narrow("54 kB/s")).replace(r#""over": "wan", "#, "");
    assert_eq!(codes(unnamed), ["S346"]);
    // Both pools send over it.
    let both = backup(&narrow("100 kB/s")).replace(
        r#""home": "one"}"#,
        r#""home": "one"}, "others": {"users": "900 users", "home": "two"}"#,
    );
    assert!(said(both).contains("the users of `one` and `two` write faster than `wan` carries"));
    let elsewhere = backup(r#""lan": {"between": ["a", "b"]}, "wan": {"between": ["c", "d"]}"#)
        .replace(r#""b": {}}"#, r#""b": {}, "c": {}, "d": {}}"#);
    let wanted = r#"error[S346]: the link `wan` ends neither at `one` nor at `two`
  --> s.json:10:72
   |
10 |       "pair": {"pairing": {"pools": ["one", "two"], "backup": {"over": "wan", "every": "2 min", "writes": "60 kB per 1000 users per ...
   |                                                                        ^^^^^
   |
   = help: name a link between the two pools

1 problem
"#;
    assert_eq!(said(elsewhere), wanted);
}

#[test]
fn roles_that_guests_would_miss() {
    let text = pair(POOLS).replace(
        r#""populations""#,
        r#""features": {"read": {"path": ["home", "files"]}}, "populations""#,
    );
    assert_eq!(codes(&text), ["S321"]);
    let whole = said(&text);
    assert!(whole.contains("`two` has no route for the role `files`"), "{whole}");
    assert!(whole.contains("it may serve `staff`: state the role in its `routes`"), "{whole}");
}

#[test]
fn users_who_stand_nowhere() {
    let stands = |place: &str| {
        pair(POOLS).replace(r#""home": "one""#, &format!(r#""home": "one", "in": "{place}""#))
    };
    assert_eq!(said(stands("b")), "");
    assert_eq!(codes(stands("disk")), ["S202"]);
    assert_eq!(codes(stands("moon")), ["S201"]);
}
