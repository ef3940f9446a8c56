//! A pool that is up and cut off from its partner is taken over by force, or not at all [C-FO: a pool
//! that cannot be reached takes `-DisasterMode`].

use super::{exposed, nobody, refused, run, times};

/// The way is cut at 1:00; the last batch before that was started at 0:59.
const CUT: &str = r#"{"at": "1 h", "do": {"cut": "wan"}, "for": "5 h"}"#;
const FORCE: &str = r#"{"at": "2 h", "do": {"force": "fe-lisbon"}}"#;
const BACK: &str = r#"{"at": "8 h", "do": {"fail_back": "fe-lisbon"}}"#;
const EMPTY: (&str, &str) =
    ("\"every\": \"2 min\"", "\"returns\": \"empty\", \"every\": \"2 min\"");

#[test]
fn force_goes_on_without_what_the_partner_lacks() {
    let order = r#"{"at": "2 h", "do": {"fail_over": "fe-lisbon"}}"#;
    assert_eq!(refused(&[], &format!("{CUT}, {order}")), "the backup is behind (wan)");
    let incident = run(&[], &format!("{CUT}, {FORCE}, {BACK}"));
    assert_eq!(exposed(&incident, "has "), ["1 h 1 min of writes exposed"]);
    // It is at home again when its users are.
    assert_eq!(exposed(&incident, "merges "), ["1 h 1 min of writes late"]);
    assert_eq!(times(&incident, "lisboans is served by fe-porto"), [7200.0]);
    // Whoever reaches both pools loses nothing by it.
    assert_eq!(nobody(&incident, "lisboans"), 0.0);
}

/// What was left behind is lost with the place, once.
#[test]
fn what_force_has_left_behind_may_be_lost() {
    let events =
        format!(r#"{CUT}, {FORCE}, {{"at": "3 h", "do": {{"disaster": "lisbon"}}, "for": "2 h"}}"#);
    let incident = run(&[EMPTY], &format!("{events}, {BACK}"));
    assert_eq!(exposed(&incident, "has "), ["1 h 1 min of writes exposed"]);
    assert_eq!(exposed(&incident, "loses "), ["1 h 1 min of writes"]);
    assert!(exposed(&incident, "merges ").is_empty());
    // Who takes the disaster for an outage of power gets it back.
    let incident = run(&[], &format!("{events}, {BACK}"));
    assert!(exposed(&incident, "loses ").is_empty());
    assert_eq!(exposed(&incident, "merges "), ["1 h 1 min of writes late"]);
}

/// A pool whose partner has all of it loses nothing by force, and one that is down is taken over as
/// by an order without it.
#[test]
fn force_is_not_needed_where_nothing_is_lacking() {
    let incident = run(&[], FORCE);
    assert!(exposed(&incident, "has ").is_empty());
    let down = r#"{"at": "1 h", "do": {"crash": "fe-lisbon"}, "for": "3 h"}"#;
    let [forced, ordered] = ["force", "fail_over"]
        .map(|order| run(&[], &format!("{down}, {}", FORCE.replace("force", order))));
    assert_eq!(exposed(&forced, "has "), ["60 s of writes exposed"]);
    assert_eq!(exposed(&forced, "has "), exposed(&ordered, "has "));
    assert_eq!(nobody(&forced, "lisboans"), nobody(&ordered, "lisboans"));
}
