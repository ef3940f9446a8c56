//! Two sites and what joins them: partitions, checks that stand somewhere, routes and needs over
//! links, worked on paper.

use crate::gth::agree;
use crate::small::{SITE, Small, exponential, family, repair};
use crate::walk::Walk;
use hadr::report::IncidentReport;
use hadr::scenario::parse;
use hadr::study::{self, Options};
use hadr::system::{Ages, LinkSpec, ModeKind, ModeSpec, PlaceSpec, Target};

/// A server in Lisbon that two pools use: one watches it from Lisbon, the other, which has a spare of
/// its own, from a monitor in Porto. A probe every 10 s with a time-out of 5 s, three misses.
fn run(edits: &[(&str, &str)], events: &str) -> IncidentReport {
    let mut text = r#"{
      "schema": "hadr/v1", "title": "links",
      "system": {
        "places": {"lisbon": {}, "porto": {}},
        "links": {"wan": {"between": ["lisbon", "porto"], "latency": "8 ms"}},
        "components": {
          "srv": {"in": "lisbon"},
          "spare": {"in": "porto", "sign_ins": "1 users/s"},
          "monitor": {"in": "porto"}
        },
        "services": {
          "here": {"pool": {"members": ["srv"], "detect": {"probe": {
            "every": "10 s", "timeout": "5 s", "fall": 3, "watches_from": "lisbon"}}}},
          "there": {"pool": {"members": ["srv", "spare"], "detect": {"probe": {
            "every": "10 s", "timeout": "5 s", "fall": 3, "watches_from": "monitor"}}}}
        },
        "populations": {
          "south": {"users": "100 users", "home": "here"},
          "north": {"users": "100 users", "home": "there"}
        }
      },
      "incidents": {"incident": [EVENTS]},
      "study": {"incidents": {"horizon": "2 h", "trials": 20}}
    }"#
    .replace("EVENTS", events);
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text = text.replace(from, to);
    }
    let scenario = parse("links.json", text.as_bytes()).unwrap_or_else(|why| panic!("{why}"));
    let options = Options { audit: true, ..Options::default() };
    study::run(&scenario, &options).expect("it runs").incidents.remove(0)
}

/// The lines of some kinds, as `seconds text`.
fn told(incident: &IncidentReport, kinds: &[&str]) -> Vec<String> {
    let lines = incident.story.iter().filter(|line| kinds.contains(&line.kind.as_str()));
    lines.map(|line| format!("{} {}", line.at_seconds, line.text)).collect()
}

/// Cut from 10 to 30 min. Nominally the first probe from Porto starts at 605 s and waits 5 s, the third
/// is over at 630 s; the one that is under way when the link is back is answered. Lisbon sees nothing of it, and both
/// sides serve.
#[test]
fn two_sides_of_a_cut_hold_different_beliefs_and_both_live() {
    let incident = run(&[], r#"{"at": "10 min", "do": {"cut": "wan"}, "for": "20 min"}"#);
    let story = told(&incident, &["failed", "restored", "noticed", "lost"]);
    let wanted = [
        "600 wan is cut",
        "630 srv is noticed: there takes it out of rotation",
        "630 50 users lose srv",
        "1800 wan is up again",
        "1800 srv is back in rotation of there",
    ];
    assert_eq!(story, wanted);
    let services = incident.services.iter();
    assert!(services.map(|service| service.outage_seconds.story).all(|seconds| seconds == 0.0));
    let lost = |name: &str| {
        let mut all = incident.populations.iter();
        all.find(|people| people.name == name).expect("it exists").clone()
    };
    assert_eq!(lost("south").lost_user_minutes.story, 0.0);
    // Fifty users sign in at one a second: 50 x 50 / 2 user-seconds, for the cut's sake.
    let north = lost("north");
    assert_eq!(north.lost_user_minutes.story, 1250.0 / 60.0);
    assert_eq!(north.lost_by_chain[0].name, "wan: cut");
}

/// Silent from 10:00 to 10:12: the second probe would have missed as well, the third is answered.
#[test]
fn a_short_cut_is_no_failure() {
    let incident = run(&[], r#"{"at": "10 min", "do": {"cut": "wan"}, "for": "22 s"}"#);
    assert_eq!(told(&incident, &["noticed", "lost"]), [] as [&str; 0]);
}

/// The monitor is down from 5 to 35 min, the server from 10 min on: looked at anew from 2100 s, first
/// probe at 2105 s, third at 2125 s.
#[test]
fn a_checker_sees_nothing_while_what_it_stands_on_is_down_and_looks_again() {
    let events = r#"{"at": "5 min", "do": {"crash": "monitor"}, "for": "30 min"},
                    {"at": "10 min", "do": {"crash": "srv"}}"#;
    let incident = run(&[], events);
    let noticed = told(&incident, &["noticed"]);
    let wanted = [
        "625 srv is noticed: here takes it out of rotation",
        "2125 srv is noticed: there takes it out of rotation",
    ];
    assert_eq!(noticed, wanted);
}

/// Missed at 605 and 615 s when the monitor goes at 617 s: it counts anew from 700 s.
#[test]
fn counts_are_forgotten_and_beliefs_stand() {
    let events = r#"{"at": "10 min", "do": {"crash": "srv"}, "for": "20 min"},
                    {"at": "617 s", "do": {"crash": "monitor"}, "for": "83 s"},
                    {"at": "25 min", "do": {"crash": "monitor"}, "for": "10 min"}"#;
    let incident =
        run(&[(r#""here": {"#, r#""far": {"#), (r#""home": "here""#, r#""home": "far""#)], events);
    let noticed = told(&incident, &["noticed"]);
    let wanted = [
        "625 srv is noticed: far takes it out of rotation",
        "725 srv is noticed: there takes it out of rotation",
        "1805 srv is back in rotation of far",
        // Back at 30 min, seen by a monitor that is back at 35 min.
        "2105 srv is back in rotation of there",
    ];
    assert_eq!(noticed, wanted);
}

#[test]
fn a_check_may_stand_on_a_place_and_over_several_links() {
    let edits = [
        (r#""porto": {}}"#, r#""porto": {}, "faro": {}}"#),
        (
            r#""latency": "8 ms"}"#,
            r#""latency": "8 ms"},
           "south": {"between": ["faro", "lisbon"]}"#,
        ),
        (r#""watches_from": "monitor""#, r#""watches_from": "porto""#),
        (r#""srv": {"in": "lisbon"}"#, r#""srv": {"in": "faro"}"#),
        (r#""south": {"users"#, r#""southern": {"users"#),
    ];
    let incident = run(&edits, r#"{"at": "10 min", "do": {"cut": "south"}, "for": "1 min"}"#);
    let wanted = [
        "630 srv is noticed: here takes it out of rotation",
        "630 srv is noticed: there takes it out of rotation",
        "660 srv is back in rotation of here",
        "660 srv is back in rotation of there",
    ];
    assert_eq!(told(&incident, &["noticed"]), wanted);
}

/// Calls of Lisbon take the gateway in Porto, or else the one in Lisbon; those of a pool in Porto have
/// only the one in Lisbon.
#[test]
fn a_route_leads_to_who_is_reached() {
    let edits = [
        (
            r#""monitor": {"in": "porto"}"#,
            r#""monitor": {"in": "porto"},
           "gate-p": {"in": "porto"}, "gate-l": {"in": "lisbon"}"#,
        ),
        (
            r#""here": {"pool": {"#,
            r#""here": {"pool": {"routes": {"gate": ["gate-p", "gate-l"]}, "#,
        ),
        (
            r#""there": {"pool": {"#,
            r#""solo": {"pool": {"members": ["spare"], "routes": {"gate": "gate-l"}}},
               "there": {"pool": {"routes": {"gate": "gate-l"}, "#,
        ),
        (
            r#""populations": {"#,
            r#""populations": {"west": {"users": "9 users", "home": "solo"}, "#,
        ),
        (
            r#""services""#,
            r#""features": {"calls": {"path": ["home", "gate"], "works_at": "limited"}},
           "services""#,
        ),
    ];
    let incident = run(&edits, r#"{"at": "10 min", "do": {"cut": "wan"}, "for": "20 min"}"#);
    let wanted = [
        "600 gate for here leads to gate-l",
        "600 9 users of west lack calls (wan: cut)",
        "1800 gate for here leads to gate-p",
        "1800 everybody of west that is served has calls again",
    ];
    let story = told(&incident, &["rerouted", "feature"]);
    assert_eq!(story, wanted);
}

/// A pool whose balancer stands beyond the cut takes both members out at 630 s: until the link is back
/// its requests fail for the cut's sake, although everything is up.
#[test]
fn requests_that_nobody_is_given_fail_for_the_sake_of_the_cut() {
    let edits = [
        (
            r#""srv": {"in": "lisbon"}"#,
            r#""srv": {"in": "lisbon"}, "gate": {"in": "lisbon", "count": 2}"#,
        ),
        (
            r#""here": {"pool": {"#,
            r#""gates": {"pool": {"members": ["gate"], "detect": {"probe": {
                 "every": "10 s", "timeout": "5 s", "fall": 3, "watches_from": "porto"}}}},
               "here": {"pool": {"routes": {"gate": "gates"}, "#,
        ),
        (r#""there": {"pool": {"#, r#""there": {"pool": {"routes": {"gate": "gates"}, "#),
        (
            r#""services""#,
            r#""features": {"calls": {"path": ["home", "gate"], "works_at": "limited"}},
           "services""#,
        ),
    ];
    let incident = run(&edits, r#"{"at": "10 min", "do": {"cut": "wan"}, "for": "20 min"}"#);
    let south = incident.populations.iter().find(|people| people.name == "south");
    let calls = &south.expect("it exists").features[0];
    // A hundred users from 630 to 1800 s.
    assert_eq!(calls.lost_user_minutes.story, 1950.0);
    assert_eq!(calls.lost_by_chain[0].name, "wan: cut");
}

#[test]
fn what_needs_a_link_is_down_while_it_is_cut() {
    let edits =
        [(r#""spare": {"in": "porto","#, r#""spare": {"in": "porto", "needs": {"wan": "hard"},"#)];
    let incident = run(&edits, r#"{"at": "10 min", "do": {"cut": "wan"}, "for": "20 min"}"#);
    let noticed = told(&incident, &["noticed"]);
    // A spare that lacks something refuses: declared by its third probe, at 625 s.
    assert!(noticed.contains(&"625 spare is noticed: there takes it out of rotation".to_owned()));
}

#[test]
fn a_restored_link_and_a_lost_site_are_links_up_and_down() {
    let events = r#"{"at": "10 min", "do": {"cut": "wan"}},
                    {"at": "11 min", "do": {"restore": "wan"}},
                    {"at": "30 min", "do": {"disaster": "porto"}, "for": "1 min"}"#;
    let incident = run(&[], events);
    let wanted = [
        "600 wan is cut",
        "660 wan is up again",
        "1800 porto fails (disaster)",
        "1860 porto is up again",
    ];
    assert_eq!(told(&incident, &["failed", "restored"]), wanted);
}

/// A service that needs a link is down as often as the link is: 10 of 110 hours.
#[test]
fn a_link_fails_and_is_repaired_as_anything() {
    let mut small = Small::pool(1);
    let place =
        |name: &str| PlaceSpec { name: name.into(), luck: None, inside: None, modes: Vec::new() };
    small.blueprint.places.push(place("other"));
    small.blueprint.families.push(family("far", 1));
    small.blueprint.families[1].place = 1;
    small.blueprint.links.push(LinkSpec {
        name: "wan".into(),
        luck: None,
        between: [SITE, 1],
        latency: hadr::quantity::Span::ZERO,
        bandwidth: None,
        transit: true,
        modes: vec![ModeSpec {
            kind: ModeKind::Cut,
            tag: "cut".into(),
            life: exponential(100),
            ages: Ages::WhileUp,
            repair: Some(repair(exponential(10))),
        }],
        repair: None,
    });
    small.blueprint.services[0].needs.push(Target::Link(0));
    let found = Walk::new(&small, false).unavailability();
    assert!(agree(found, 10.0 / 110.0), "{found:e}");
}
