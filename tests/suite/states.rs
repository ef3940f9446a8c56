//! States over time in the record: what changes in a story, and nothing else.

use crate::scenarios::named;
use hadr::report::{IncidentReport, StatesReport, from_json, to_json};

/// `component web-01 of web: up, 600 failed, 900 up`.
fn words(row: &StatesReport) -> String {
    let to = row.to.as_ref().map_or(String::new(), |to| format!(" to {to} ({})", row.count));
    let of = row.of.as_ref().map_or(String::new(), |of| format!(" of {of}"));
    let state = |at: usize| {
        let span = &row.spans[at];
        match at {
            0 => span.state.clone(),
            _ => format!("{} {}", span.from_seconds, span.state),
        }
    };
    let states: Vec<String> = (0..row.spans.len()).map(state).collect();
    format!("{} {}{to}{of}: {}", row.kind, row.name, states.join(", "))
}

fn rows(incident: &IncidentReport) -> Vec<String> {
    incident.states.iter().map(words).collect()
}

#[test]
fn a_site_that_goes_dark_takes_what_stands_in_it_and_families_that_fare_alike_are_one_row() {
    let report = named("cold-start-after-power-loss");
    let rows = rows(&report.incidents[0]);
    assert_eq!(rows[0], "place site: up, 600 failed, 1200 up");
    let starts = "up, 600 down, 3600 up";
    assert!(rows.contains(&format!("component hosts-01 to hosts-03 (3) of hosts: {starts}")));
    assert!(rows.contains(&format!("component directory-02 of directory: {starts}")));
    assert!(rows.contains(&"service portal: up, 600 out, 3600 up".to_owned()));
    // Nothing stops it from starting when power is back.
    assert_eq!(rows.last().map(String::as_str), Some("component storage: up, 600 down, 1200 up"));
}

#[test]
fn a_member_that_is_back_is_believed_down_until_its_checks_succeed() {
    let report = named("lync-roles-one-site");
    let died = report.incidents.iter().find(|i| i.name == "a-front-end-dies").expect("it is there");
    assert_eq!(
        rows(died),
        [
            "component fe-03 of front-ends: up, 600 failed, 4200 believed down, 4207.5 up",
            // Until the last of its users has signed in elsewhere.
            "feature presence of inside: had, 600 lacked by some, 672.5 had",
            "feature pstn-calls of inside: had, 600 lacked by some, 672.5 had",
            "feature presence of outside: had, 600 lacked by some, 672.5 had",
            "feature pstn-calls of outside: had, 600 lacked by some, 672.5 had",
        ]
    );
}

#[test]
fn a_failure_that_nobody_sees_is_told_apart() {
    let report = named("latent-standby-member");
    let dead = report.incidents.iter().find(|i| i.name == "the spare is dead already");
    let rows = rows(dead.expect("it is there"));
    assert!(
        rows.iter().any(|row| row.starts_with("component spare of database: failed, unseen, "))
    );
}

#[test]
fn spans_lie_one_after_another_from_the_start_to_the_horizon() {
    for name in ["planned-patching", "cold-start-after-power-loss", "lync-roles-one-site"] {
        for incident in named(name).incidents {
            for row in &incident.states {
                assert_eq!(row.spans[0].from_seconds, 0.0, "{}", words(row));
                let end = row.spans[row.spans.len() - 1].to_seconds;
                assert_eq!(end, incident.horizon_seconds, "{}", words(row));
                for pair in row.spans.windows(2) {
                    assert_eq!(pair[0].to_seconds, pair[1].from_seconds, "{}", words(row));
                    assert_ne!(pair[0].state, pair[1].state, "{}", words(row));
                }
            }
        }
    }
}

#[test]
fn a_record_from_before_there_were_states_is_read() {
    let report = named("front-end-pool-of-six");
    let mut without = report.clone();
    without.incidents[0].states.clear();
    let text = to_json(&without);
    assert!(!text.contains("\"states\"") && to_json(&report).contains("\"states\""));
    assert_eq!(from_json(&text), Ok(without));
}
