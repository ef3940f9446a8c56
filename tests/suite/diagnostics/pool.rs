//! Mistakes in how a pool spreads its work.

use super::told;

/// `GOOD` with more fields in its pool.
fn pool(fields: &str) -> String {
    told(&[(r#""members": {"in""#, &format!("{fields}, \"members\": {{\"in\""))])
}

#[test]
fn sticky_users_that_are_to_be_rebalanced() {
    let wanted = r#"error[S316]: sticky users stay with their member: nothing is rebalanced
 --> s.json:9:40
  |
9 |       "spread": "sticky", "rebalance": "at_once", "members": {"in": "rack", "count": 2,
  |                                        ^^^^^^^^^
  |
  = help: remove `rebalance`, or state another `spread`

1 problem
"#;
    assert_eq!(pool(r#""spread": "sticky", "rebalance": "at_once""#), wanted);
}

#[test]
fn a_redispatch_without_a_retry() {
    let wanted = r#"error[S316]: without a retry nothing is sent to another member
 --> s.json:9:34
  |
9 |       "requests": {"redispatch": true}, "members": {"in": "rack", "count": 2,
  |                                  ^^^^
  |
  = help: state `retries`, or remove `redispatch`

1 problem
"#;
    assert_eq!(pool(r#""requests": {"redispatch": true}"#), wanted);
}

#[test]
fn an_activation_of_nobody() {
    let wanted = r#"error[S316]: `activation` says something of standby members: there are none
 --> s.json:9:21
  |
9 |       "activation": "5 s", "members": {"in": "rack", "count": 2,
  |                     ^^^^^
  |
  = help: name them by "standby", or remove it

1 problem
"#;
    assert_eq!(pool(r#""activation": "5 s""#), wanted);
}

#[test]
fn nobody_active() {
    let wanted = r#"error[S316]: all members stand by: nobody works
 --> s.json:9:18
  |
9 |       "standby": "web", "members": {"in": "rack", "count": 2,
  |                  ^^^^^
  |
  = help: leave at least one member active

1 problem
"#;
    assert_eq!(pool(r#""standby": "web""#), wanted);
}

#[test]
fn more_active_members_wanted_than_there_are() {
    let wanted = r#"error[S316]: 1 active members are always fewer than 2
 --> s.json:9:62
  |
9 |       "standby": "web-02", "standby_when": {"active_below": 2}, "members": {"in": "rack", "count": 2,
  |                                                             ^
  |
  = help: state an `active_below` from 1 to 1

1 problem
"#;
    let text = r#""standby": "web-02", "standby_when": {"active_below": 2}"#;
    assert!(pool(text).contains("are always fewer than 2"), "{}", pool(text));
    assert_eq!(pool(text).lines().next(), wanted.lines().next());
}

#[test]
fn a_weight_of_a_stranger() {
    let wanted = r#"error[S317]: `rack` is no member of `web`
 --> s.json:9:30
  |
9 |       "spread": {"weights": {"rack": 2}}, "members": {"in": "rack", "count": 2,
  |                              ^^^^^^
  |
  = help: name members of `web`

1 problem
"#;
    assert_eq!(pool(r#""spread": {"weights": {"rack": 2}}"#), wanted);
}

#[test]
fn a_weight_of_nothing() {
    let wanted = r#"error[S103]: expected a number from 0.001 to 1000000, found `0`
 --> s.json:9:40
  |
9 |       "spread": {"weights": {"web-02": 0}}, "members": {"in": "rack", "count": 2,
  |                                        ^
  |

1 problem
"#;
    let said = pool(r#""spread": {"weights": {"web-02": 0}}"#);
    assert_eq!(said.lines().next(), wanted.lines().next(), "{said}");
}

#[test]
fn a_drain_of_what_no_pool_has() {
    let edits = [(r#"{"crash": "web-02"}"#, r#"{"drain": "db"}"#)];
    let wanted = r#"error[S317]: `db` is a member of no pool
  --> s.json:19:58
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"drain": "db"}, "for": "1 h"}]},
   |                                                          ^^^^
   |
   = help: drain members of pools

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_session_without_a_length() {
    let said = pool(r#""rebalance": {"as_sessions_end": {}}"#);
    let wanted = "error[S011]: a rebalancing by sessions needs the field `session`";
    assert_eq!(said.lines().next(), Some(wanted), "{said}");
}
