//! Mistakes of features, roles and routes.

use super::{edited, scenario, told};

#[test]
fn a_path_without_the_home() {
    let edits = [
        (
            r##""crews""##,
            r##""features": {"mail": {"path": ["edge"]}},
    "crews""##,
        ),
        (r##""home": "web"}"##, r##""home": "web", "routes": {"edge": "db"}}"##),
    ];
    let wanted = r##"error[S320]: the path of `mail` leaves out the home
 --> s.json:7:18
  |
7 |     "features": {"mail": {"path": ["edge"]}},
  |                  ^^^^^^
  |
  = help: add "home": the service that serves the user now

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_role_that_stands_twice() {
    let edits = [(
        r##""crews""##,
        r##""features": {"mail": {"path": ["home", "home"]}},
    "crews""##,
    )];
    let wanted = r##"error[S304]: the role `home` stands twice on the path
 --> s.json:7:44
  |
7 |     "features": {"mail": {"path": ["home", "home"]}},
  |                                    ------  ^^^^^^
  |                                    |
  |                                    first listed here

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_role_that_nobody_plays() {
    let edits = [(
        r##""crews""##,
        r##""features": {"mail": {"path": ["home", "edge"]}},
    "crews""##,
    )];
    let wanted = r##"error[S321]: `staff` has no route for the role `edge`
  --> s.json:17:21
   |
17 |     "populations": {"staff": {"users": "900 users", "home": "web"}},
   |                     ^^^^^^^
   |
  ::: s.json:7:44
   |
 7 |     "features": {"mail": {"path": ["home", "edge"]}},
   |                                            ------ the path that takes it
   |
   = help: state it in `routes` of `web`, or of `staff`

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_load_on_a_role_that_is_not_on_the_path() {
    let edits = [(
        r##""crews""##,
        r##""features": {"mail": {"path": ["home"], "demand": {"edge": "5 calls per 1000 users"}}},
    "crews""##,
    )];
    let wanted = r##"error[S320]: the role `edge` is not on the path
 --> s.json:7:56
  |
7 |     "features": {"mail": {"path": ["home"], "demand": {"edge": "5 calls per 1000 users"}}},
  |                                                        ^^^^^^
  |
  = help: add `edge` to `path`, or name a role of it

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_load_on_the_home() {
    let edits = [(
        r##""crews""##,
        r##""features": {"mail": {"path": ["home"], "demand": {"home": "5 calls per 1000 users"}}},
    "crews""##,
    )];
    let wanted = r##"error[S322]: the home carries users; other loads need a service of their own
 --> s.json:7:56
  |
7 |     "features": {"mail": {"path": ["home"], "demand": {"home": "5 calls per 1000 users"}}},
  |                                                        ^^^^^^
  |
  = help: let a second service stand over the home's members, and route a role to it

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_load_that_is_none() {
    let edits = [(
        r##""crews""##,
        r##""features": {"mail": {"path": ["home"], "demand": "5 calls"}},
    "crews""##,
    )];
    let wanted = r##"error[S102]: `5 calls` is not a load per users
 --> s.json:7:55
  |
7 |     "features": {"mail": {"path": ["home"], "demand": "5 calls"}},
  |                                                       ^^^^^^^^^
  |
  = help: loads look like "21 calls per 1000 users"

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_service_with_two_kinds_of_load() {
    let edits = [(r##""home": "web"}"##, r##""home": "web", "routes": {"edge": "web"}}"##)];
    let wanted = r##"error[S322]: `web` has users of its own, and would carry users as well
  --> s.json:16:87
   |
16 |     "populations": {"staff": {"users": "900 users", "home": "web", "routes": {"edge": "web"}}},
   |                                                                                       ^^^^^
   |
   = help: let a second service stand over the same members

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_route_to_the_home() {
    let edits = [(r##""home": "web"}"##, r##""home": "web", "routes": {"home": "db"}}"##)];
    let wanted = r##"error[S320]: nothing leads to the home: it is the service that a population names
  --> s.json:16:79
   |
16 |     "populations": {"staff": {"users": "900 users", "home": "web", "routes": {"home": "db"}}},
   |                                                                               ^^^^^^

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_route_to_several_components() {
    let edits = [
        (
            r##""crews""##,
            r##""components": {"db": {"in": "rack"}, "edge": {"in": "rack", "count": 2}},
    "crews""##,
        ),
        (
            r##"    "components": {"db": {"in": "rack"}},
"##,
            r##""##,
        ),
        (r##""home": "web"}"##, r##""home": "web", "routes": {"edge": "edge"}}"##),
    ];
    let wanted = r##"error[S202]: `edge` are several components
  --> s.json:16:87
   |
16 |     "populations": {"staff": {"users": "900 users", "home": "web", "routes": {"edge": "edge"}}},
   |                                                                                       ^^^^^^
   |
   = help: name one of them, or a pool over them

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_target_that_is_listed_twice() {
    let edits = [(r##""home": "web"}"##, r##""home": "web", "routes": {"edge": ["db", "db"]}}"##)];
    let wanted = r##"error[S304]: `db` is listed twice
  --> s.json:16:94
   |
16 |     "populations": {"staff": {"users": "900 users", "home": "web", "routes": {"edge": ["db", "db"]}}},
   |                                                                                        ----  ^^^^
   |                                                                                        |
   |                                                                                        first listed here

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_record_without_a_life() {
    let edits = [(
        r##""home": "web"}"##,
        r##""home": "web", "routes": {"edge": "db"}, "reroute": {"dns": {"ttl": "0 s"}}}"##,
    )];
    let wanted = r##"error[S103]: this span must be longer than zero
  --> s.json:16:121
   |
16 |     "populations": {"staff": {"users": "900 users", "home": "web", "routes": {"edge": "db"}, "reroute": {"dns": {"ttl": "0 s"}}}},
   |                                                                                                                         ^^^^^
   |
   = help: the shortest span is "1 us"

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn two_limits_of_one_unit() {
    let edits = [(
        r##""in": "rack", "count": 2,"##,
        r##""in": "rack", "count": 2, "limit": ["5 calls", "6 calls"],"##,
    )];
    let wanted = r##"error[S304]: two limits of one kind
 --> s.json:9:66
  |
9 |       "members": {"in": "rack", "count": 2, "limit": ["5 calls", "6 calls"],
  |                                                                  ^^^^^^^^^
  |
  = help: state one limit for each unit

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_objective_on_a_feature_that_nobody_wants() {
    let edits = [
        (
            r##""crews""##,
            r##""features": {"mail": {"path": ["home"]}, "chat": {"path": ["home"]}},
    "crews""##,
        ),
        (r##""home": "web"}"##, r##""home": "web", "features": "mail"}"##),
        (r##""99 % of users""##, r##""99 % of users", "feature": "chat""##),
    ];
    let wanted = r##"error[S405]: nobody wants `chat`
  --> s.json:25:102
   |
25 |   "objectives": {"soon": {"recovery_time": {"at_most": "5 min", "until": "99 % of users", "feature": "chat"}}}
   |                                                                                                      ^^^^^^
   |
   = help: name it among the `features` of a population

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

/// Two servers of a role that nobody takes out of rotation, then found by a law, then one alone, then
/// no role of any path.
#[test]
fn a_role_that_clients_alone_find_out_about_is_warned_of() {
    let pool = r##""services": {"edge": {"pool": {"members": {"in": "rack", "count": 2}, "detect": {"client": {"retry": "30 s"}}}},
      "web""##;
    let all = |edge: &str, path: &str| {
        let path = format!(r##""features": {{"mail": {{"path": {path}}}}}, "crews""##);
        let edits = [
            (r##""crews""##, path.as_str()),
            (r##""services": {"web""##, edge),
            (r##""home": "web"}"##, r##""home": "web", "routes": {"edge": "edge"}}"##),
        ];
        scenario(&edited(&edits)).warnings.render(false)
    };
    let wanted = r##"warning[S323]: clients alone find out which members of `edge` are down: as the role `edge`, it fails the share of a lost member until that is back
  --> s.json:17:87
   |
17 |     "populations": {"staff": {"users": "900 users", "home": "web", "routes": {"edge": "edge"}}},
   |                                                                                       ^^^^^^
   |
   = help: their next tries are not followed here; say with `after` how long it takes them to be at another member

1 warning
"##;
    assert_eq!(all(pool, r##"["home", "edge"]"##), wanted);
    let after = pool.replace(r##"{"client": {"retry": "30 s"}}"##, r##"{"after": "30 s"}"##);
    assert_eq!(all(&after, r##"["home", "edge"]"##), "0 warnings\n");
    let lone = pool.replace(r##""count": 2"##, r##""count": 1"##);
    assert_eq!(all(&lone, r##"["home", "edge"]"##), "0 warnings\n");
    assert_eq!(all(pool, r##"["home"]"##), "0 warnings\n");
}
