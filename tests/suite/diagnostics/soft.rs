//! Mistakes of gray and degraded members.

use super::told;

#[test]
fn a_script_of_a_gray_failure_that_nobody_states() {
    let edits = [(r##"{"crash": "web-02"}"##, r##"{"gray": "web-02"}"##)];
    let wanted = r##"error[S318]: `web-02` has no failure mode `gray`
  --> s.json:19:57
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"gray": "web-02"}, "for": "1 h"}]},
   |                                                         ^^^^^^^^
   |
   = help: add one to its `fails`: how much it fails

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_script_of_a_degraded_member_that_nobody_states() {
    let edits = [(r##"{"crash": "web-02"}"##, r##"{"degrade": "web-02"}"##)];
    let wanted = r##"error[S318]: `web-02` has no failure mode `degraded`
  --> s.json:19:60
   |
19 |   "incidents": {"kill": [{"at": "1 min", "do": {"degrade": "web-02"}, "for": "1 h"}]},
   |                                                            ^^^^^^^^
   |
   = help: add one to its `fails`: how much it keeps

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_gray_failure_that_fails_more_than_all() {
    let edits = [(
        r##"[{"crash": {"life": {"exponential": "2000 h"}}}]"##,
        r##"[{"gray": {"fails": "130 %", "life": "900 h"}}]"##,
    )];
    let wanted = r##"error[S102]: `130 %` is not a share: a share lies between 0 % and 100 %
  --> s.json:10:38
   |
10 |         "fails": [{"gray": {"fails": "130 %", "life": "900 h"}}],
   |                                      ^^^^^^^

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_gray_failure_that_fails_nothing() {
    let edits = [(
        r##"[{"crash": {"life": {"exponential": "2000 h"}}}]"##,
        r##"[{"gray": {"fails": "0 %", "life": "900 h"}}]"##,
    )];
    let wanted = r##"error[S103]: this share must be above 0 % and below 100 %
  --> s.json:10:38
   |
10 |         "fails": [{"gray": {"fails": "0 %", "life": "900 h"}}],
   |                                      ^^^^^
   |
   = help: a member that does nothing at all has crashed

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_degraded_member_that_keeps_all() {
    let edits = [(
        r##"[{"crash": {"life": {"exponential": "2000 h"}}}]"##,
        r##"[{"degraded": {"keeps": "100 %", "life": "900 h"}}]"##,
    )];
    let wanted = r##"error[S103]: this share must be above 0 % and below 100 %
  --> s.json:10:42
   |
10 |         "fails": [{"degraded": {"keeps": "100 %", "life": "900 h"}}],
   |                                          ^^^^^^^
   |
   = help: a member that does nothing at all has crashed

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}

#[test]
fn a_gray_failure_without_its_share() {
    let edits = [(
        r##"[{"crash": {"life": {"exponential": "2000 h"}}}]"##,
        r##"[{"gray": {"life": "900 h"}}]"##,
    )];
    let wanted = r##"error[S011]: a failure mode needs the field `fails`
  --> s.json:10:28
   |
10 |         "fails": [{"gray": {"life": "900 h"}}],
   |                            ^ `fails` is missing here

1 problem
"##;
    assert_eq!(told(&edits), wanted);
}
