//! What a mirrored pair does when it is told to, what it refuses and why, and what that costs.
//!
//! Sources: *role switching during a database mirroring session*, *database mirroring operating
//! modes* (sql-docs): a manual failover needs partners that are connected and synchronized; a forced
//! one may lose what the mirror lacks; after it an old principal that lives and is cut off goes on,
//! and loses that when it is back.

use crate::statements_mirror::{PAIR, edited, incident, lines};
use hadr::report::IncidentReport;

const WITNESS: &str = r#""failover": {"witness": {"by": "w",
        "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}},
        "redo": {"uniform": ["2 s", "20 s"]}, "arm": "all_three_connected"}}"#;
const BY_ORDER: (&str, &str) =
    (WITNESS, r#""failover": {"manual": {"by": "runbook", "promote": "11 s"}}"#);
const APART: [(&str, &str); 2] = [
    (
        r#""places": {"rack": {}},"#,
        r#""places": {"rack": {}, "away": {}},
    "links": {"wan": {"between": ["rack", "away"], "latency": "100 ms"}},"#,
    ),
    (r#""b": {"in": "rack"}"#, r#""b": {"in": "away"}"#),
];

fn under(script: &[String], more: &[(&str, &str)]) -> IncidentReport {
    let text = edited(PAIR, more);
    let script = format!("\"script\": [{}]", script.join(", "));
    incident(&edited(&text, &[("\"script\": []", &script)]))
}

/// A deed at a minute, for some minutes or for good.
fn deed(minute: u32, what: &str, whom: &str, lasts: Option<u32>) -> String {
    let lasts = lasts.map_or_else(String::new, |minutes| format!(r#", "for": "{minutes} min""#));
    format!(r#"{{"at": "{minute} min", "do": {{"{what}": "{whom}"}}{lasts}}}"#)
}

fn outages(incident: &IncidentReport) -> Vec<f64> {
    lines(incident, "outage").into_iter().map(|(at, _)| at).collect()
}

fn says(incident: &IncidentReport, text: &str) -> bool {
    incident.story.iter().any(|line| line.text == text)
}

#[test]
fn a_switch_moves_the_lead_for_the_time_of_the_redo_and_loses_nothing() {
    let incident = under(&[deed(60, "switch", "db", None)], &[]);
    assert_eq!(outages(&incident), [3600.0, 3611.0]);
    assert!(says(&incident, "db is led by b"));
    assert!(!incident.story.iter().any(|line| line.text.contains("of writes")));
    // And back.
    let both = [deed(60, "switch", "db", None), deed(120, "switch", "db", None)];
    assert!(says(&under(&both, &[]), "db is led by a"));
}

#[test]
fn a_switch_is_refused_while_the_partners_are_not_connected_and_synchronized() {
    let refused = |script: &[String], why: &str| {
        let incident = under(script, &[]);
        let text = format!("db is told by a script to switch over, and refuses: {why}");
        assert!(says(&incident, &text), "{text}\n{:#?}", incident.story);
        assert!(!says(&incident, "db is led by b"));
    };
    let switch = |minute| deed(minute, "switch", "db", None);
    let mirror = deed(60, "crash", "b", Some(60));
    refused(&[mirror.clone(), switch(61)], "the mirror is down (b)");
    // It has an hour to catch up with: six minutes.
    refused(&[mirror, switch(123)], "the mirror has yet to catch up (b)");
    let both = [deed(50, "crash", "w", Some(120)), deed(60, "crash", "a", Some(60)), switch(61)];
    refused(&both, "the principal is down (a)");
}

#[test]
fn a_forced_service_loses_what_the_mirror_lacks() {
    // The mirror is away for an hour and back for three minutes when the principal dies.
    let script = [
        deed(60, "crash", "b", Some(60)),
        deed(123, "crash", "a", Some(60)),
        deed(130, "force", "db", None),
    ];
    let incident = under(&script, &[BY_ORDER]);
    assert_eq!(outages(&incident), [7380.0, 7811.0]);
    assert!(says(&incident, "db is led by b"));
    assert!(says(&incident, "db has 1 h of writes exposed"));
    // They are overwritten when the old principal is back.
    let lost = incident.story.iter().find(|line| line.text == "db loses 1 h of writes");
    assert_eq!(lost.map(|line| line.at_seconds), Some(10_980.0));
}

#[test]
fn force_is_refused_where_the_principal_serves_or_the_mirror_has_no_quorum() {
    let force = |minute| deed(minute, "force", "db", None);
    let incident = under(&[force(60)], &[]);
    let text = "db is told by a script to take over by force, and refuses: \
                the principal serves: switch instead (a)";
    assert!(says(&incident, text), "{:#?}", incident.story);
    let script = [deed(50, "crash", "w", None), deed(60, "crash", "a", Some(60)), force(70)];
    let incident = under(&script, &[]);
    let text = "db is told by a script to take over by force, and refuses: \
                the mirror does not see the witness (w)";
    assert!(says(&incident, text), "{:#?}", incident.story);
    // Without its vote it may.
    let mut script = script.to_vec();
    script.insert(2, deed(65, "drop_witness", "db", None));
    let incident = under(&script, &[]);
    assert_eq!(outages(&incident), [3600.0, 4211.0]);
    assert!(says(&incident, "db is led by b"));
}

/// Statement 14 [L-BE, Q-QUO], its second half: with the vote of the lost witness taken away first,
/// the principal survives its mirror.
#[test]
fn statement_14_a_witness_that_is_removed_first_leaves_the_principal_serving_exposed() {
    let script = [
        deed(60, "crash", "w", None),
        deed(90, "drop_witness", "db", None),
        deed(120, "crash", "b", Some(60)),
    ];
    let incident = under(&script, &[]);
    assert!(outages(&incident).is_empty());
    assert!(says(&incident, "db runs exposed: nobody could take over from a"));
    // Removed too late, it brings the principal back.
    let script = [
        deed(60, "crash", "w", None),
        deed(120, "crash", "b", Some(60)),
        deed(130, "drop_witness", "db", None),
    ];
    assert_eq!(outages(&under(&script, &[])), [7200.0, 7800.0]);
}

/// An asynchronous pair over a WAN that is cut for an hour; after half an hour somebody forces the
/// mirror to lead.
#[test]
fn an_old_principal_that_is_cut_off_goes_on_and_loses_what_it_wrote() {
    let script = [deed(60, "cut", "wan", Some(60)), deed(90, "force", "db", None)];
    let asynchronous = (r#""synchronous""#, r#""asynchronous""#);
    let edits = [APART[0], APART[1], BY_ORDER, asynchronous];
    let incident = under(&script, &edits);
    // Service is away while the mirror is promoted, and no longer.
    assert_eq!(outages(&incident), [5400.0, 5411.0]);
    assert!(says(&incident, "db has two that lead: a is cut off and goes on"));
    // Half an hour is missing, and the 100 ms that were on their way.
    assert!(says(&incident, "db has 30 min of writes exposed"), "{:#?}", incident.story);
    // Back half a ping after the hour: all of that, and what it wrote since the other one led.
    let lost = incident.story.iter().find(|line| line.text.starts_with("db loses"));
    assert_eq!(lost.map(|line| line.at_seconds), Some(7200.5));
    assert_eq!(lost.map(|line| line.text.as_str()), Some("db loses 1 h of writes"));
}

const USERS: (&str, &str) = (
    r#""loads": {"writes""#,
    r#""populations": {"clerks": {"users": "100 users", "home": "db"}},
    "loads": {"writes""#,
);

/// Who or what is to blame for user-minutes that are lost, and how many.
fn blamed(incident: &IncidentReport) -> Vec<(String, f64)> {
    let parts = incident.populations[0].lost_by_chain.iter();
    parts.map(|part| (part.name.clone(), part.amount.story)).collect()
}

/// Eleven seconds of a hundred users, and what is said of the service that is out.
#[test]
fn what_an_ordered_switch_costs_is_charged_to_it() {
    for edits in [vec![USERS], vec![USERS, BY_ORDER]] {
        let incident = under(&[deed(60, "switch", "db", None)], &edits);
        let cost = 100.0 * 11.0 / 60.0;
        let blamed = blamed(&incident);
        assert_eq!(blamed.len(), 1, "{blamed:?}");
        assert_eq!(blamed[0].0, "switch-over of db");
        assert!((blamed[0].1 - cost).abs() < 1e-6, "{blamed:?}");
        let out = (3600.0, "db is out (switch-over of db)".to_owned());
        assert_eq!(lines(&incident, "outage")[0], out);
    }
}

/// A witness that is down has nothing to do with it.
#[test]
fn nobody_else_is_blamed_for_an_ordered_switch() {
    let script = [deed(50, "crash", "w", Some(60)), deed(60, "switch", "db", None)];
    let incident = under(&script, &[USERS]);
    let names: Vec<String> = blamed(&incident).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["switch-over of db"]);
}

/// A monitor that errs lets the mirror take over from a principal that serves.
#[test]
fn a_takeover_by_a_false_alarm_is_charged_to_it() {
    let monitor = (
        WITNESS,
        r#""failover": {"monitor": {"by": "w", "promote": "11 s",
        "detect": {"probe": {"every": "5 s", "timeout": "2 s", "fall": 3}}}}"#,
    );
    let incident = under(&[deed(60, "false_alarm", "a", None)], &[USERS, monitor]);
    assert!(says(&incident, "db is led by b"), "{:#?}", incident.story);
    let names: Vec<String> = blamed(&incident).into_iter().map(|(name, _)| name).collect();
    // The check looks again while the mirror is being promoted.
    assert_eq!(names, ["recovery of a: false alarm", "a: false alarm"]);
}

#[test]
fn the_drain_of_a_partner_is_told() {
    let told = |slot: &str| {
        let incident = under(&[deed(60, "drain", slot, Some(60))], &[USERS]);
        let kinds = ["drained", "mechanism"];
        let of = |line: &&hadr::report::StoryLine| kinds.contains(&line.kind.as_str());
        let lines = incident.story.iter().filter(of);
        lines.map(|line| (line.at_seconds, line.text.clone())).collect::<Vec<_>>()
    };
    let at = |second: f64, text: &str| (second, text.to_owned());
    let wanted = [
        at(3600.0, "a is drained: db gives it no new work"),
        at(3600.0, "db lets b take over"),
        at(3611.0, "db is led by b"),
        at(3611.0, "db is protected again: a could take over"),
        at(7200.0, "a is no longer drained from db"),
    ];
    assert_eq!(told("a"), wanted);
    let wanted = [
        at(3600.0, "b is drained: db gives it no new work"),
        at(7200.0, "b is no longer drained from db"),
    ];
    assert_eq!(told("b"), wanted);
}

#[test]
fn a_drain_that_cannot_hand_over_says_why() {
    let script = [deed(50, "crash", "b", Some(60)), deed(60, "drain", "a", Some(30))];
    let incident = under(&script, &[USERS]);
    let text = "db is told by a drain to switch over, and refuses: the mirror is down (b)";
    assert!(says(&incident, text), "{:#?}", incident.story);
    assert!(!says(&incident, "db is led by b"));
}

/// The mirror is back after an hour away, and catches up in six minutes.
#[test]
fn a_drain_hands_over_as_soon_as_the_mirror_has_caught_up() {
    let drain = |lasts| [deed(50, "crash", "b", Some(60)), deed(60, "drain", "a", Some(lasts))];
    let incident = under(&drain(120), &[USERS]);
    assert_eq!(outages(&incident), [6960.0, 6971.0]);
    assert!(says(&incident, "db is led by b"));
    // Nobody wants it any more.
    let incident = under(&drain(55), &[USERS]);
    assert!(!says(&incident, "db is led by b"));
    // Nobody is handed over to who is to be worked on as well.
    let script = [deed(60, "drain", "b", Some(60)), deed(70, "drain", "a", Some(120))];
    assert_eq!(outages(&under(&script, &[USERS])), [7200.0, 7211.0]);
}
