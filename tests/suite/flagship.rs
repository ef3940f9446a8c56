//! The flagship, worked out on paper: two paired datacenters of 25,000 users each; one is lost at one
//! o'clock for eight hours and given back.
//!
//! Nominal values: the partner has heard nothing for 300 s, half a ping of 30 s on average; the
//! administrator notices after (2 + 5 + 15) / 3 min and decides for (5 + 10 + 30) / 3 min; eight
//! servers let 160 users in a second.

use crate::scenarios::{named, report};
use hadr::report::{IncidentReport, RecoveryReport, Verdict};

const NAME: &str = "lync-paired-datacenters";
const LOST: f64 = 3600.0;
/// 300 s and half a ping.
const LIMITED: f64 = LOST + 315.0;
const NOTICED: f64 = LOST + 440.0;
const DECIDED: f64 = NOTICED + 900.0;
/// Re-point, configuration master, 5 min and 24 s for each of 25 thousand users.
const FULL: f64 = DECIDED + 180.0 + 240.0 + 900.0;
/// Back for an hour, noticed and decided as before.
const GIVEN_BACK: f64 = LOST + 9.0 * 3600.0 + 440.0 + 900.0;
/// 5 min and 3 min for each of 25 thousand.
const AT_HOME: f64 = GIVEN_BACK + 4800.0;

/// When the story says so.
fn at(incident: &IncidentReport, text: &str) -> Vec<f64> {
    let lines = incident.story.iter().filter(|line| line.text == text);
    lines.map(|line| line.at_seconds).collect()
}

fn recovery<'r>(incident: &'r IncidentReport, class: &str, what: &str) -> &'r RecoveryReport {
    let mut recoveries = incident.recoveries.iter();
    let found = recoveries.find(|one| {
        one.of == "lisbon-inside" && one.what == what && one.class.as_deref() == Some(class)
    });
    found.unwrap_or_else(|| panic!("no recovery of {what} after a {class}"))
}

#[test]
fn its_story_is_the_one_on_paper() {
    let report = named(NAME);
    let incident = &report.incidents[0];
    let told = [
        ("lisbon fails (disaster)", LOST),
        ("cms is out (lisbon: disaster)", LOST),
        ("17,500 users of lisbon-inside lack pstn-calls (lisbon: disaster)", LOST),
        ("7,500 users of lisbon-outside lack sign-in (lisbon: disaster)", LOST),
        // Names live for 5 min; nobody reaches the other edge later than that.
        ("lisbon-outside will have sign-in again once served", LOST + 300.0),
        ("lisbon-porto notices that fe-lisbon is down", LIMITED),
        ("lisbon-inside is served by fe-porto, at a limited level", LIMITED),
        ("17,500 users of lisbon-inside lack presence (lisbon: disaster)", LIMITED),
        ("lisbon-inside will have pstn-calls again once served", LIMITED),
        ("take-over (fe-lisbon) is called for: admin notices that fe-lisbon is lost", NOTICED),
        ("take-over (fe-lisbon) begins: admin has decided", DECIDED),
        ("front-end for director-lisbon leads to fe-porto", DECIDED + 180.0),
        ("cms is led by cms-porto", DECIDED + 420.0),
        ("lisbon-outside is served by fe-porto", FULL),
        ("lisbon is up again", LOST + 8.0 * 3600.0),
        ("lisbon-inside is served by fe-lisbon, at a limited level", GIVEN_BACK),
        ("lisbon-inside is served by fe-lisbon", AT_HOME),
        ("give-back (fe-lisbon) is done", AT_HOME + 180.0),
    ];
    for (text, when) in told {
        assert_eq!(at(incident, text), [when], "{text}");
    }
    // Once taken over in full, once at home.
    let presence = "everybody of lisbon-inside that is served has presence again";
    assert_eq!(at(incident, presence), [FULL, AT_HOME]);
}

/// The last safe batch began a minute before; 25,000 users write 1.5 MB/s.
#[test]
fn a_minute_of_writes_is_exposed_and_merged() {
    let report = named(NAME);
    let incident = &report.incidents[0];
    assert_eq!(at(incident, "lisbon-porto has 60 s of writes exposed"), [FULL]);
    assert_eq!(at(incident, "lisbon-porto merges 60 s of writes late"), [GIVEN_BACK]);
    let pair = incident.services.iter().find(|service| service.name == "lisbon-porto");
    let data = &pair.expect("it is a service").data;
    assert_eq!((data[0].exposed_seconds.story, data[0].lost_seconds.story), (60.0, 0.0));
}

#[test]
fn its_recoveries_are_those_on_paper() {
    let report = named(NAME);
    let incident = &report.incidents[0];
    // 25,000 at 160 a second, within 5 s of the release; all of them in full when it is ordered.
    let service = recovery(incident, "site", "service");
    let all = service.until.last().expect("all users is the last end");
    assert_eq!(all.until, "all users");
    assert_eq!(all.since_failure_seconds.story, Some(315.0 + 5.0 + 156.25));
    let full = &recovery(incident, "site", "full service").until[0];
    assert_eq!(full.since_failure_seconds.story, Some(FULL - LOST));
    let decided = full.since_invocation_seconds.as_ref().expect("somebody decided");
    assert_eq!(decided.story, Some(FULL - DECIDED));
    // To be given back is somebody's wish, and no failure.
    let back = &recovery(incident, "change", "full service").until[0];
    assert_eq!(back.since_failure_seconds.story, Some(AT_HOME - GIVEN_BACK));
}

/// Those who are limited wait for whoever brings them back.
#[test]
fn who_is_limited_waits_for_people() {
    let report = named(NAME);
    let people = report.incidents[0].populations.iter().find(|one| one.name == "lisbon-inside");
    let people = people.expect("it is a population");
    let presence = people.features.iter().find(|feature| feature.name == "presence");
    let presence = presence.expect("they want it");
    let phase = |name: &str| {
        let mut parts = presence.thresholds[0].by_phase.iter();
        parts.find(|part| part.name == name).map_or(0.0, |part| part.amount.story)
    };
    assert_eq!(phase("deciding"), 900.0);
    // All steps of both runbooks but the last of the second, and the 5 s before anybody signs in.
    assert_eq!(phase("acting"), (FULL - DECIDED) + (AT_HOME - GIVEN_BACK) - 5.0);
    assert_eq!(phase("repairing"), 0.0);
    let causes: Vec<&str> = presence.lost_by_chain.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(causes, ["switch-over of lisbon-porto", "lisbon: disaster"]);
}

/// No member is asked for more than it has, and all objectives are met over drawn trials.
#[test]
fn one_site_carries_both_and_all_objectives_are_met() {
    let report = report(NAME, 200);
    for service in &report.incidents[0].services {
        for member in &service.members {
            let limit = member.limit.unwrap_or(f64::INFINITY);
            assert!(member.peak.worst <= limit, "{}: {}", member.name, member.peak.worst);
        }
    }
    let front = report.incidents[0].services.iter().find(|service| service.name == "fe-porto");
    assert_eq!(front.expect("it is there").members[0].peak.story, 6250.0);
    assert_eq!(report.objectives.len(), 4);
    assert!(report.objectives.iter().all(|objective| objective.verdict == Verdict::Met));
}
