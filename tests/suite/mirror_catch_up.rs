//! How long mirrors take to catch up over links, worked out on paper: what they have missed, and
//! what is written meanwhile, at the rate that the links give them.

use crate::statements_mirror::{incident, lines};

/// Two pairs that write 1 MB/s each: the first over `xy`, the second over `xy` and `yz`.
fn protected_again(xy: &str, yz: &str, script: &str) -> Vec<(f64, String)> {
    let pair = |name: &str, partners: &str| {
        format!(
            r#""{name}": {{"mirror": {{"partners": {partners}, "commit": "asynchronous",
            "failover": {{"manual": {{"by": "runbook", "promote": "1 s"}}}},
            "resync": {{"rate": "100 MB/s", "writes": "1 MB/s"}}}}}}"#
        )
    };
    let (first, second) = (pair("d1", r#"["p1", "m1"]"#), pair("d2", r#"["p2", "m2"]"#));
    let text = format!(
        r#"{{"schema": "hadr/v1", "title": "two pairs",
        "system": {{
          "places": {{"x": {{}}, "y": {{}}, "z": {{}}}},
          "links": {{"xy": {{"between": ["x", "y"], "bandwidth": "{xy}"}},
                     "yz": {{"between": ["y", "z"], "bandwidth": "{yz}"}}}},
          "components": {{"p1": {{"in": "x"}}, "m1": {{"in": "y"}},
                          "p2": {{"in": "x"}}, "m2": {{"in": "z"}}}},
          "services": {{{first}, {second}}},
          "loads": {{"l1": {{"to": "d1", "rate": "1 write/s"}},
                     "l2": {{"to": "d2", "rate": "1 write/s"}}}}
        }},
        "incidents": {{"script": [{script}]}},
        "study": {{"incidents": {{"horizon": "24 h", "trials": 2}}}}}}"#
    );
    let incident = incident(&text);
    let again = lines(&incident, "mechanism").into_iter();
    again.filter(|(_, text)| text.contains("protected again")).collect()
}

fn away(whom: &str) -> String {
    format!(r#"{{"at": "1 h", "do": {{"crash": {whom}}}, "for": "1 h"}}"#)
}

fn at(second: f64, pair: u8) -> (f64, String) {
    (second, format!("d{pair} is protected again: m{pair} could take over"))
}

/// An hour of writes is 3600 MB; of the 10 MB/s of the link one is for what is written meanwhile.
#[test]
fn a_mirror_catches_up_at_what_the_link_leaves_beside_new_writes() {
    assert_eq!(protected_again("10 MB/s", "3 MB/s", &away(r#""m1""#)), [at(7600.0, 1)]);
    assert_eq!(protected_again("10 MB/s", "3 MB/s", &away(r#""m2""#)), [at(9000.0, 2)]);
    // A wide link leaves it at its own 100 MB/s.
    let wide = protected_again("200 MB/s", "3 MB/s", &away(r#""m1""#));
    assert_eq!(wide.len(), 1);
    assert!((wide[0].0 - (7200.0 + 3600.0 / 99.0)).abs() < 2e-6, "{wide:?}");
}

/// The second gets 3 MB/s, so 7 are left for the first: 3600 / (7 - 1) and 3600 / (3 - 1) s.
#[test]
fn two_that_share_a_link_catch_up_later() {
    let both = protected_again("10 MB/s", "3 MB/s", &away(r#"["m1", "m2"]"#));
    assert_eq!(both, [at(7800.0, 1), at(9000.0, 2)]);
    // 4 MB/s are 2 for each, 1200 s after 3600 MB at 1 MB/s net; both are done together.
    let both = protected_again("4 MB/s", "3 MB/s", &away(r#"["m1", "m2"]"#));
    assert_eq!(both, [at(10_800.0, 1), at(10_800.0, 2)]);
}

/// After 120 s at 9 MB/s net 2520 MB are left, and 10 min of a cut and half a ping add 600.5.
#[test]
fn what_has_arrived_before_a_cut_is_not_sent_again() {
    let cut = r#"{"at": "7320 s", "do": {"cut": "xy"}, "for": "10 min"}"#;
    let script = [away(r#""m1""#), cut.to_owned()].join(", ");
    let again = protected_again("10 MB/s", "300 MB/s", &script);
    // The other pair has 600.5 MB to send as well: 5 MB/s for each, 4 net, for 150.125 s; the first
    // has 3120.5 - 600.5 = 2520 MB left then, at 9 MB/s 280 s.
    assert_eq!(again, [at(8070.625, 2), at(8350.625, 1)]);
}

#[test]
fn over_a_link_too_narrow_for_new_writes_nobody_catches_up() {
    assert_eq!(protected_again("500 kB/s", "3 MB/s", &away(r#""m1""#)), []);
    assert_eq!(protected_again("1 MB/s", "3 MB/s", &away(r#""m1""#)), []);
}
