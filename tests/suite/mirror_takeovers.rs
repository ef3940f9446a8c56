//! Takeovers of mirrored pairs, worked out on paper: by a lease, by a mirror that lags, by one that
//! crashes on its way to lead.

use crate::statements_mirror::{PAIR, edited, incident, lines};
use hadr::report::IncidentReport;

const WITNESS: &str = r#""failover": {"witness": {"by": "w",
        "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}},
        "redo": {"uniform": ["2 s", "20 s"]}, "arm": "all_three_connected"}}"#;
const BY_ORDER: (&str, &str) =
    (WITNESS, r#""failover": {"manual": {"by": "runbook", "promote": "5 s"}}"#);
const BY_LEASE: (&str, &str) = (
    WITNESS,
    r#""failover": {"lease": {"store": "w",
        "detect": {"lease": {"ttl": "30 s", "refresh": "10 s", "granularity": "10 s"}},
        "decide": "0 s", "promote": "2 s"}},
      "session": {"timeout": "10 s", "ping": "1 s"}"#,
);
const LAG: (&str, &str) = (r#""synchronous""#, r#"{"asynchronous": {"lag": "10 min"}}"#);

/// Each of the three in a place of its own, and a link between any two that carries nothing for the
/// third.
const APART: [(&str, &str); 4] = [
    (
        r#""places": {"rack": {}},"#,
        r#""places": {"pa": {}, "pb": {}, "pc": {}},
    "links": {"ab": {"between": ["pa", "pb"], "transit": false},
              "ac": {"between": ["pa", "pc"], "transit": false},
              "bc": {"between": ["pb", "pc"], "transit": false}},"#,
    ),
    (r#""a": {"in": "rack"}"#, r#""a": {"in": "pa"}"#),
    (r#""b": {"in": "rack"}"#, r#""b": {"in": "pb"}"#),
    (r#""w": {"in": "rack"}"#, r#""w": {"in": "pc"}"#),
];

fn under(script: &str, edits: &[(&str, &str)]) -> IncidentReport {
    let edits: Vec<(&str, &str)> = APART.iter().chain(edits).copied().collect();
    let text = edited(PAIR, &edits);
    incident(&edited(&text, &[("\"script\": []", &format!("\"script\": [{script}]"))]))
}

/// A deed from a second on, for so many seconds.
fn deed(second: u32, what: &str, whom: &str, lasts: u32) -> String {
    format!(r#"{{"at": "{second} s", "do": {{"{what}": {whom}}}, "for": "{lasts} s"}}"#)
}

fn force(second: u32) -> String {
    format!(r#"{{"at": "{second} s", "do": {{"force": "db"}}}}"#)
}

fn outages(incident: &IncidentReport) -> Vec<f64> {
    lines(incident, "outage").into_iter().map(|(at, _)| at).collect()
}

/// When the story says so, in seconds.
fn when(incident: &IncidentReport, text: &str) -> Vec<f64> {
    let lines = incident.story.iter().filter(|line| line.text == text);
    lines.map(|line| line.at_seconds).collect()
}

fn exposed_and_lost(incident: &IncidentReport) -> Vec<(f64, String)> {
    let about = incident.story.iter().filter(|line| line.text.contains("of writes"));
    about.map(|line| (line.at_seconds, line.text.clone())).collect()
}

/// The lease has 30 - 5 s to live (nominal), somebody looks after 5 of 10 s, and promotes in 2 s.
#[test]
fn a_principal_cut_off_from_its_store_is_replaced_when_somebody_looks_at_the_lease() {
    let incident = under(&deed(3600, "cut", r#""ac""#, 3600), &[BY_LEASE]);
    // It stops when the lease is over.
    assert_eq!(outages(&incident), [3625.0, 3632.0]);
    assert_eq!(when(&incident, "db lets b take over"), [3630.0]);
    // Until whoever looks sees it, U(0, 10) s, and 2 s.
    let out = &incident.services[0].outage_seconds;
    assert!(out.p5 > 2.0 && out.p5 < 3.5 && out.worst > 11.0 && out.worst < 12.0, "{out:?}");
}

/// The store has to know that the mirror no longer has every write before anybody writes without it.
#[test]
fn a_principal_cut_off_from_mirror_and_store_writes_nothing_and_is_replaced_without_a_loss() {
    for more in [
        r#""on_mirror_loss": "expose", "#,
        r#""on_mirror_loss": {"stop_writes": {"until": "3 s"}}, "#,
    ] {
        let loss = (r#""resync""#, &*format!("{more}\"resync\""));
        let script = deed(3600, "cut", r#"["ab", "ac"]"#, 3600);
        let incident = under(&script, &[BY_LEASE, loss]);
        assert_eq!(outages(&incident), [3600.0, 3632.0], "{:#?}", incident.story);
        assert_eq!(when(&incident, "db is led by b"), [3632.0]);
        assert_eq!(exposed_and_lost(&incident), []);
    }
}

/// While it reaches the store it goes on without the mirror when that is given up, half a ping and
/// 10 s after the cut; what it has told the store stays told when the store is gone, until the lease
/// is over; and nobody else may lead then.
#[test]
fn a_principal_that_reaches_its_store_goes_on_without_the_mirror() {
    let script = deed(3600, "cut", r#""ab""#, 3600);
    let incident = under(&script, &[BY_LEASE]);
    assert_eq!(outages(&incident), [3600.0, 3610.5]);
    let script = [script, deed(3700, "crash", r#""w""#, 600)].join(", ");
    let incident = under(&script, &[BY_LEASE]);
    assert_eq!(outages(&incident), [3600.0, 3610.5, 3725.0, 4305.0]);
    assert!(when(&incident, "db is led by b").is_empty());
    // A mirror and a store that are lost together leave nobody who may write until one is back.
    let script = deed(3600, "crash", r#"["b", "w"]"#, 600);
    let incident = under(&script, &[BY_LEASE]);
    assert_eq!(outages(&incident)[0], 3600.0);
    assert!(outages(&incident)[1] >= 4200.0, "{:#?}", incident.story);
}

/// A mirror of ten minutes' lag can lack no more than was written, and nothing of one it never
/// followed.
#[test]
fn a_mirror_lags_behind_only_what_was_written_while_it_followed() {
    let said = |at: f64, text: &str| (at, text.to_owned());
    // Its principal has led for a minute.
    let incident =
        under(&[deed(60, "crash", r#""a""#, 3600), force(120)].join(", "), &[BY_ORDER, LAG]);
    let wanted =
        [said(125.0, "db has 60 s of writes exposed"), said(3660.0, "db loses 60 s of writes")];
    assert_eq!(exposed_and_lost(&incident), wanted);
    // `a` never followed `b`, which led from 3725 to 3780 s: without the lag.
    let script = [
        deed(3600, "crash", r#""a""#, 60),
        deed(3600, "cut", r#""ab""#, 10_800),
        force(3720),
        deed(3780, "crash", r#""b""#, 3600),
        force(3900),
    ];
    let incident = under(&script.join(", "), &[BY_ORDER, LAG]);
    let wanted = [
        // One minute alone, and the lag.
        said(3725.0, "db has 11 min of writes exposed"),
        said(3905.0, "db has 55 s of writes exposed"),
        said(14_400.5, "db loses 55 s of writes"),
    ];
    assert_eq!(exposed_and_lost(&incident), wanted);
}

/// It begins anew when it is back: who leads is agreed, and the redo is not done.
#[test]
fn a_mirror_that_crashes_in_its_redo_begins_it_anew() {
    let script = [deed(3600, "crash", r#""a""#, 3600), deed(3603, "crash", r#""b""#, 600)];
    let incident = under(&script.join(", "), &[]);
    // A redo takes 11 s.
    assert_eq!(outages(&incident), [3600.0, 4214.0]);
    assert_eq!(when(&incident, "db lets b take over"), [3600.0, 4203.0]);
    assert_eq!(when(&incident, "db is led by b"), [4214.0]);
    assert_eq!(exposed_and_lost(&incident), []);
}

/// `b` is forced to lead after ten minutes of a cut, and dies ten minutes later: from then on no
/// client is served by anybody, the old principal among them.
#[test]
fn an_old_principal_that_is_cut_off_writes_nothing_while_the_service_is_out() {
    let script =
        [deed(3600, "cut", r#""ab""#, 3600), force(4200), deed(4800, "crash", r#""b""#, 7200)];
    let asynchronous = (r#""synchronous""#, r#"{"asynchronous": {"lag": "3 s"}}"#);
    let incident = under(&script.join(", "), &[BY_ORDER, asynchronous]);
    let said = |at: f64, text: &str| (at, text.to_owned());
    let wanted = [
        said(4205.0, "db has 10 min 3 s of writes exposed"),
        // And ten minutes since it was forced.
        said(12_000.0, "db loses 20 min 3 s of writes"),
    ];
    assert_eq!(exposed_and_lost(&incident), wanted);
}
