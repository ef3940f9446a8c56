//! What a pool has written and its partner lacks counts the time in which somebody wrote.

use super::{exposed, run};

/// Down from 1:00 to 4:00, up for a minute and lost again: a minute was missing, and a second one is.
#[test]
fn a_pool_that_is_down_writes_nothing() {
    let events = r#"{"at": "1 h", "do": {"crash": "fe-lisbon"}, "for": "3 h"},
        {"at": "241 min", "do": {"crash": "fe-lisbon"}, "for": "2 h"},
        {"at": "250 min", "do": {"fail_over": "fe-lisbon"}}"#;
    assert_eq!(exposed(&run(&[], events), "has "), ["2 min of writes exposed"]);
}

/// All its users are served by the partner when the way is cut and the empty site destroyed: nobody
/// has written anything there.
#[test]
fn a_pool_whose_users_are_elsewhere_loses_nothing() {
    let empty = [("\"every\": \"2 min\"", "\"returns\": \"empty\", \"every\": \"2 min\"")];
    let events = r#"{"at": "30 min", "do": {"fail_over": "fe-lisbon"}},
        {"at": "1 h", "do": {"cut": "wan"}, "for": "5 h"},
        {"at": "2 h", "do": {"disaster": "lisbon"}, "for": "2 h"}"#;
    assert!(exposed(&run(&empty, events), "loses ").is_empty());
}
