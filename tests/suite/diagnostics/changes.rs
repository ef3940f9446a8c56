//! Mistakes about changes, and about the deeds of scripts on data and changes.

use super::told;

const COMPONENTS: &str = r#""components": {"db": {"in": "rack"}},"#;
const INCIDENTS: &str =
    r#""incidents": {"kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#;

#[test]
fn a_change_without_anybody() {
    let edits = [
        (
            COMPONENTS,
            r#""components": {"db": {"in": "rack"}},
    "changes": {"fix": {}},"#,
        ),
        (
            INCIDENTS,
            r#""incidents": {"go": [{"at": "1 min", "do": {"change": "fix"}}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
        ),
    ];
    let wanted = r#"error[S011]: a change needs the field `of`
 --> s.json:7:24
  |
7 |     "changes": {"fix": {}},
  |                        ^ `of` is missing here

error[S011]: a change needs the field `effect`
 --> s.json:7:24
  |
7 |     "changes": {"fix": {}},
  |                        ^ `effect` is missing here

2 problems
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_gray_change_of_no_share() {
    let edits = [
        (
            COMPONENTS,
            r#""components": {"db": {"in": "rack"}},
    "changes": {"fix": {"of": "web", "effect": "gray", "waves": {"members": 0}}},"#,
        ),
        (
            INCIDENTS,
            r#""incidents": {"go": [{"at": "1 min", "do": {"change": "fix"}}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
        ),
    ];
    let wanted = r#"error[S012]: `gray` needs a share
 --> s.json:7:48
  |
7 |     "changes": {"fix": {"of": "web", "effect": "gray", "waves": {"members": 0}}},
  |                                                ^^^^^^
  |
  = help: state how much each member fails: {"gray": "30 %"}

error[S011]: a rollout in waves needs the field `every`
 --> s.json:7:65
  |
7 |     "changes": {"fix": {"of": "web", "effect": "gray", "waves": {"members": 0}}},
  |                                                                 ^ `every` is missing here

error[S103]: expected a whole number from 1 to 10000000, found `0`
 --> s.json:7:77
  |
7 |     "changes": {"fix": {"of": "web", "effect": "gray", "waves": {"members": 0}}},
  |                                                                             ^

3 problems
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn an_effect_that_no_change_has() {
    let edits = [
        (
            COMPONENTS,
            r#""components": {"db": {"in": "rack"}},
    "changes": {"fix": {"of": "webb", "effect": "latent", "roll_back": {"eachs": "1 h"}}},"#,
        ),
        (
            INCIDENTS,
            r#""incidents": {"go": [{"at": "1 min", "do": {"change": "fix"}}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
        ),
    ];
    let wanted = r#"error[S201]: nothing has the name `webb`
 --> s.json:7:31
  |
7 |     "changes": {"fix": {"of": "webb", "effect": "latent", "roll_back": {"eachs": "1 h"}}},
  |                               ^^^^^^
  |
  = help: did you mean `web`?

error[S013]: `latent` is not an effect of a change
 --> s.json:7:49
  |
7 |     "changes": {"fix": {"of": "webb", "effect": "latent", "roll_back": {"eachs": "1 h"}}},
  |                                                 ^^^^^^^^
  |
  = help: choose `crash`, `hang`, `gray` or `degraded`

error[S013]: `eachs` is not a law such as "5 min" or {"exponential": "2000 h"}
 --> s.json:7:73
  |
7 |     "changes": {"fix": {"of": "webb", "effect": "latent", "roll_back": {"eachs": "1 h"}}},
  |                                                                         ^^^^^^^
  |
  = help: choose `exponential`, `uniform`, `triangular`, `weibull`, `lognormal`, `gamma`, `empirical` or `mixture`

3 problems
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_change_that_nobody_makes() {
    let edits = [(
        COMPONENTS,
        r#""components": {"db": {"in": "rack"}},
    "changes": {"fix": {"of": "web", "effect": {"degraded": "50 %"}}},"#,
    )];
    let wanted = r#"error[S311]: nobody makes the change `fix`
 --> s.json:7:17
  |
7 |     "changes": {"fix": {"of": "web", "effect": {"degraded": "50 %"}}},
  |                 ^^^^^
  |
  = help: let a script do it: {"change": ...}, or remove it

1 problem
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn deeds_that_have_no_duration() {
    let edits = [
        (
            COMPONENTS,
            r#""components": {"db": {"in": "rack"}},
    "data": {"orders": {"kept_by": "web", "discovered": "2 h", "restore": "1 h"}}, "changes": {"fix": {"of": "web", "effect": "hang"}},"#,
        ),
        (
            INCIDENTS,
            r#""incidents": {"spoil": [
      {"at": "1 min", "do": {"corrupt": "orders"}, "for": "1 h"},
      {"at": "1 min", "do": {"change": "fix"}, "for": "1 h"},
      {"at": "1 min", "do": {"roll_back": "fix"}, "for": "1 h"}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
        ),
    ];
    let wanted = r#"error[S010]: a corruption lasts until the data are restored
  --> s.json:21:59
   |
21 |       {"at": "1 min", "do": {"corrupt": "orders"}, "for": "1 h"},
   |                                                           ^^^^^
   |
   = help: remove `for`

error[S010]: a change lasts until it is rolled back
  --> s.json:22:55
   |
22 |       {"at": "1 min", "do": {"change": "fix"}, "for": "1 h"},
   |                                                       ^^^^^
   |
   = help: remove `for`

error[S010]: how long a roll-back takes is said of the change
  --> s.json:23:58
   |
23 |       {"at": "1 min", "do": {"roll_back": "fix"}, "for": "1 h"}],
   |                                                          ^^^^^
   |
   = help: remove `for`

3 problems
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn deeds_on_what_they_cannot_befall() {
    let edits = [(
        INCIDENTS,
        r#""incidents": {"spoil": [
      {"at": "1 min", "do": {"corrupt": "db"}},
      {"at": "1 min", "do": {"change": "web"}},
      {"at": "1 min", "do": {"roll_back": "fix"}}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
    )];
    let wanted = r#"error[S202]: `db` is a component, not data
  --> s.json:20:41
   |
20 |       {"at": "1 min", "do": {"corrupt": "db"}},
   |                                         ^^^^

error[S202]: `web` is a service, not a change
  --> s.json:21:40
   |
21 |       {"at": "1 min", "do": {"change": "web"}},
   |                                        ^^^^^

error[S201]: nothing has the name `fix`
  --> s.json:22:43
   |
22 |       {"at": "1 min", "do": {"roll_back": "fix"}}],
   |                                           ^^^^^

3 problems
"#;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn what_is_named_twice() {
    let edits = [
        (
            COMPONENTS,
            r#""components": {"db": {"in": "rack"}},
    "data": {"orders": {"kept_by": ["web", "web"]}},
    "changes": {"fix": {"of": ["db", "db"], "effect": "crash", "roll_back": "1 min"}},"#,
        ),
        (
            INCIDENTS,
            r#""incidents": {"go": [{"at": "1 min", "do": {"change": ["fix", "fix"]}}, {"at": "2 min", "do": {"corrupt": "orders"}}],
    "kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},"#,
        ),
    ];
    let told = told(&edits);
    for name in ["web", "db", "fix"] {
        assert!(told.contains(&format!("error[S304]: `{name}` is named twice")), "{told}");
    }
}
