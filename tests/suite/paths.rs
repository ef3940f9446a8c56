//! Roles on the paths of features, against histories worked on paper: who lacks what, for how long,
//! and what is blamed when causes overlap.

use hadr::report::{FeatureReport, IncidentReport, PartReport, Report, ServiceReport};
use hadr::scenario::parse;
use hadr::study::{self, Options};

/// A thousand users of one front end; calls also take a mediation server and a gateway. `parts`
/// changes the system, `events` is the script.
fn run(parts: &[(&str, &str)], events: &str) -> IncidentReport {
    let mut text = r#"{
      "schema": "hadr/v1", "title": "paths",
      "system": {
        "places": {"site": {}},
        "components": {"gateway": {"in": "site"}},
        "services": {
          "fe": {"pool": {"members": {"in": "site", "count": 1},
                 "routes": {"mediation": "med", "gateway": "gateway"}}},
          "med": {"pool": {"members": {"in": "site", "count": 1}}}
        },
        "features": {
          "calls": {"path": ["home", "mediation", "gateway"], "works_at": "limited",
                    "demand": {"mediation": "100 calls per 1000 users"}},
          "presence": {"path": ["home"], "works_at": "limited"}
        },
        "populations": {"staff": {"users": "1000 users", "home": "fe"}}
      },
      "incidents": {"incident": [EVENTS]},
      "study": {"incidents": {"horizon": "2 h", "trials": 20}}
    }"#
    .replace("EVENTS", events);
    for (from, to) in parts {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    report(&text).incidents.remove(0)
}

fn report(text: &str) -> Report {
    let scenario = parse("paths.json", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let options = Options { audit: true, ..Options::default() };
    study::run(&scenario, &options).expect("it runs")
}

fn feature<'r>(incident: &'r IncidentReport, name: &str) -> &'r FeatureReport {
    let features = &incident.populations[0].features;
    features.iter().find(|feature| feature.name == name).expect("it is wanted")
}

fn amounts(parts: &[PartReport]) -> Vec<(&str, f64)> {
    parts.iter().map(|part| (part.name.as_str(), part.amount.story)).collect()
}

fn service<'r>(incident: &'r IncidentReport, name: &str) -> &'r ServiceReport {
    incident.services.iter().find(|service| service.name == name).expect("it exists")
}

#[test]
fn a_broken_path_takes_the_feature_and_moves_nobody() {
    let incident = run(&[], r#"{"at": "10 min", "do": {"crash": "med-01"}, "for": "10 min"}"#);
    let staff = &incident.populations[0];
    assert_eq!(staff.lost_user_minutes.story, 0.0);
    assert_eq!(service(&incident, "fe").moved.story, 0.0);
    assert_eq!(feature(&incident, "presence").lost_user_minutes.story, 0.0);
    let calls = feature(&incident, "calls");
    // A thousand users for ten minutes, for the mediation server's sake.
    assert_eq!(calls.lost_user_minutes.story, 10_000.0);
    assert_eq!(amounts(&calls.lost_by_chain), [("med: crash", 10_000.0)]);
    assert_eq!(amounts(&calls.lost_by_phase), [("repairing", 10_000.0)]);
    assert_eq!(calls.thresholds[2].longest_seconds.story, 600.0);
    // The calls come back with it.
    assert_eq!(service(&incident, "med").members[0].after.story, 100.0);
}

#[test]
fn who_lacks_it_twice_lacks_it_for_the_older_reason_until_that_is_over() {
    let incident = run(
        &[],
        r#"{"at": "10 min", "do": {"crash": "med-01"}, "for": "20 min"},
           {"at": "20 min", "do": {"crash": "gateway"}, "for": "20 min"}"#,
    );
    let calls = feature(&incident, "calls");
    // Mediation from 10 to 30, the gateway from 20 to 40: 20 minutes, then the last ten.
    let blamed = [("med: crash", 20_000.0), ("gateway: crash", 10_000.0)];
    assert_eq!(amounts(&calls.lost_by_chain), blamed);
    assert_eq!(calls.thresholds[0].interruptions.story, 1.0);
    assert_eq!(calls.thresholds[0].longest_seconds.story, 1_800.0);
}

#[test]
fn a_younger_reason_inside_an_older_one_is_blamed_for_nothing() {
    let incident = run(
        &[],
        r#"{"at": "10 min", "do": {"crash": "med-01"}, "for": "10 min"},
           {"at": "13 min", "do": {"crash": "gateway"}, "for": "2 min"}"#,
    );
    let calls = feature(&incident, "calls");
    assert_eq!(amounts(&calls.lost_by_chain), [("med: crash", 10_000.0)]);
}

#[test]
fn the_served_share_is_the_least_over_the_path_and_each_reason_has_its_own() {
    // One of two mediation servers is dead and unnoticed for 5 minutes: half the calls fail. For
    // one of these minutes the gateway is out as well: the other half is the gateway's.
    let two = [(
        r#""med": {"pool": {"members": {"in": "site", "count": 1}}}"#,
        r#""med": {"pool": {"members": {"in": "site", "count": 2}, "detect": {"after": "5 min"}}}"#,
    )];
    let incident = run(
        &two,
        r#"{"at": "10 min", "do": {"crash": "med-02"}, "for": "30 min"},
           {"at": "12 min", "do": {"crash": "gateway"}, "for": "1 min"}"#,
    );
    let calls = feature(&incident, "calls");
    let blamed = [("med: crash", 2_500.0), ("gateway: crash", 500.0)];
    assert_eq!(amounts(&calls.lost_by_chain), blamed);
    assert_eq!(amounts(&calls.lost_by_phase), [("undetected", 2_500.0), ("repairing", 500.0)]);
}

#[test]
fn users_that_come_back_to_a_broken_path_are_the_paths() {
    // The front end is out from 10 to 20 and lets 100 users a minute in: nobody is missing at 30.
    // Mediation is out from 15 to 30. Who lacks calls before 20 lacks them for the front end's
    // sake; of those that come back between 20 and 30, 5,000 user-minutes are mediation's.
    let ramp = [(
        r#""fe": {"pool": {"members": {"in": "site", "count": 1}"#,
        r#""fe": {"pool": {"members": {"in": "site", "count": 1, "sign_ins": "100 users/min"}"#,
    )];
    let incident = run(
        &ramp,
        r#"{"at": "10 min", "do": {"crash": "fe-01"}, "for": "10 min"},
           {"at": "15 min", "do": {"crash": "med-01"}, "for": "15 min"}"#,
    );
    // 100 users a minute are a whole number of millionths a second, rounded: 1.666667.
    let close = |found: f64, wanted: f64| (found - wanted).abs() < 0.01;
    let calls = feature(&incident, "calls");
    assert!(close(calls.lost_user_minutes.story, 20_000.0), "{calls:?}");
    let blamed = amounts(&calls.lost_by_chain);
    assert_eq!((blamed[0].0, blamed[1].0), ("fe: crash", "med: crash"));
    assert!(close(blamed[0].1, 15_000.0) && close(blamed[1].1, 5_000.0), "{blamed:?}");
    assert_eq!(calls.thresholds[2].longest_seconds.story, 1_200.0);
    // The first book counts the front end alone.
    assert!(close(incident.populations[0].lost_user_minutes.story, 15_000.0));
}

#[test]
fn a_path_is_as_wide_as_its_narrowest_role() {
    // 100 calls where mediation carries 60 and the gateways 80: two in five users lack them.
    let narrow = [
        (
            r#""med": {"pool": {"members": {"in": "site", "count": 1}}}"#,
            r#""med": {"pool": {"members": {"in": "site", "count": 2, "limit": "30 calls"}, "overload": "refuse"}},
               "gws": {"pool": {"members": {"in": "site", "count": 1, "limit": "80 calls"}, "overload": "refuse"}}"#,
        ),
        (r#""gateway": "gateway"}"#, r#""gateway": "gws"}"#),
        (r#"{"mediation": "100 calls per 1000 users"}"#, r#""100 calls per 1000 users""#),
    ];
    let incident = run(&narrow, r#"{"at": "1 h", "do": {"crash": "med-01"}, "for": "30 min"}"#);
    let calls = feature(&incident, "calls");
    // 400 for 90 minutes, and 700 for the half hour in which mediation carries 30.
    assert_eq!(calls.lost_user_minutes.story, 400.0 * 90.0 + 700.0 * 30.0);
    let blamed = [("too small from the start", 400.0 * 120.0), ("med: crash", 300.0 * 30.0)];
    assert_eq!(amounts(&calls.lost_by_chain), blamed);
    let [one, other] = &service(&incident, "med").members[..] else { panic!("two members") };
    assert_eq!((one.before.story, other.peak.story), (30.0, 30.0));
}

/// Remote users through an edge, with another to go to: statement 29 of the Lync page, its half
/// about remote access.
fn remote(reroute: &str) -> IncidentReport {
    let edges = [
        (
            r#""med": {"pool""#,
            r#""edge-1": {"pool": {"members": {"in": "site", "count": 2, "limit": "1200 users"}}},
               "edge-2": {"pool": {"members": {"in": "site", "count": 1, "limit": "1200 users"}}},
               "med": {"pool""#,
        ),
        (
            r#""home": "fe"}"#,
            &format!(r#""home": "fe", "routes": {{"edge": ["edge-1", "edge-2"]}}{reroute}}}"#),
        ),
    ];
    run(&edges, r#"{"at": "10 min", "do": {"crash": "edge-1"}, "for": "30 min"}"#)
}

#[test]
fn remote_access_comes_back_by_itself_when_clients_ask_dns_again() {
    let incident = remote(r#", "reroute": {"dns": {"ttl": "5 min"}}"#);
    for name in ["calls", "presence"] {
        let lacked = feature(&incident, name);
        // A thousand users find the other edge evenly within five minutes; nobody helps.
        assert_eq!(lacked.lost_user_minutes.story, 2_500.0, "{name}");
        assert_eq!(amounts(&lacked.lost_by_phase), [("reconnecting", 2_500.0)]);
        assert_eq!(lacked.thresholds[0].longest_seconds.story, 300.0);
        // More than 5 % until 950 have moved.
        assert_eq!(lacked.thresholds[1].longest_seconds.story, 285.0);
        assert_eq!(lacked.thresholds[0].interruptions.story, 1.0, "the way back hurts nobody");
    }
    assert_eq!(service(&incident, "edge-2").members[0].peak.story, 1_000.0);
    let first = &service(&incident, "edge-1").members[0];
    assert_eq!((first.before.story, first.peak.story), (500.0, 500.0));
}

#[test]
fn clients_that_know_both_edges_lose_nothing() {
    let incident = remote("");
    assert_eq!(feature(&incident, "presence").lost_user_minutes.story, 0.0);
    assert_eq!(service(&incident, "edge-2").members[0].peak.story, 1_000.0);
}

/// The voice check of the Lync page (1.4): 6,660 users a front end would be 140 calls, and with one
/// of twelve lost, 80,000 users bring 152.7 to each of the others, above 150.
#[test]
fn one_lost_front_end_of_twelve_breaks_the_limit_on_voice() {
    let text = include_str!("../../scenarios/lync-roles-one-site.json");
    let report = report(&text.replace(r#""horizon": "2 h""#, r#""horizon": "2 h", "trials": 20"#));
    let incident = report.incidents.iter().find(|one| one.name == "a-front-end-dies");
    let members = &service(incident.expect("it is scripted"), "mediation").members;
    for member in members.iter().filter(|member| member.name != "fe-03") {
        assert_eq!((member.limit, member.before.story), (Some(150.0), 140.0));
        assert_eq!((member.after.story * 10.0).round() / 10.0, 152.7);
    }
}

/// Case V18: 25,000 users on four servers, and on five.
#[test]
fn v18_a_pool_of_four_is_too_small_by_one() {
    use crate::small::{Small, by_balancer};
    let lose_one = |members| {
        let pool = Small::pool(members).limit(6660).users(25_000, by_balancer());
        let mut incidents = pool.crash(60, &[1], None).run().incidents;
        incidents.remove(0).services.remove(0).members.remove(1)
    };
    let four = lose_one(4);
    assert_eq!(four.before.story, 6250.0);
    assert!((four.after.story - 25_000.0 / 3.0).abs() < 1e-6, "{four:?}");
    assert!((four.after.story / 6660.0 - 25_000.0 / 19_980.0).abs() < 1e-9);
    assert!(four.over_limit_seconds.story > 0.0);
    let five = lose_one(5);
    assert_eq!((five.after.story, five.over_limit_seconds.story), (6250.0, 0.0));
}

/// The front end lives on for 30 minutes without its database, then serves at a limited level:
/// calls work there, presence does not.
#[test]
fn a_feature_that_needs_full_service_goes_with_the_level() {
    let grace = [
        (r#""gateway": {"in": "site"}"#, r#""gateway": {"in": "site"}, "sql": {"in": "site"}"#),
        (
            r#""routes": {"mediation": "med", "gateway": "gateway"}}}"#,
            r#""routes": {"mediation": "med", "gateway": "gateway"},
               "needs": {"sql": {"grace": {"for": "30 min", "then": "limited"}}}}}"#,
        ),
        (
            r#""presence": {"path": ["home"], "works_at": "limited"}"#,
            r#""presence": {"path": ["home"], "works_at": "full"}"#,
        ),
    ];
    let incident = run(&grace, r#"{"at": "10 min", "do": {"crash": "sql"}, "for": "1 h"}"#);
    // Limited from minute 40 to 70.
    let presence = feature(&incident, "presence");
    assert_eq!(amounts(&presence.lost_by_chain), [("sql: crash", 30_000.0)]);
    assert_eq!(amounts(&presence.lost_by_phase), [("repairing", 30_000.0)]);
    assert_eq!(presence.thresholds[2].longest_seconds.story, 1_800.0);
    assert_eq!(feature(&incident, "calls").lost_user_minutes.story, 0.0);
    let staff = &incident.populations[0];
    assert_eq!(staff.lost_user_minutes.story, 0.0, "everybody is served, if not in full");
    let limited = |second: f64| {
        let at = staff.over_time.iter().rposition(|point| point.at_seconds <= second);
        staff.over_time[at.expect("it starts at zero")].limited
    };
    assert_eq!([limited(2_399.0), limited(2_401.0), limited(4_199.0)], [0.0, 1_000.0, 1_000.0]);
    assert_eq!(limited(4_201.0), 0.0);
}

/// An objective on a feature is judged on who lacks that feature.
#[test]
fn an_objective_speaks_of_a_feature() {
    use hadr::report::Verdict;
    let text = include_str!("../../scenarios/lync-roles-one-site.json")
        .replace(r#""horizon": "2 h""#, r#""horizon": "2 h", "trials": 100"#)
        .replace(
            r#""objectives": {"#,
            r#""objectives": {
    "calls": {"recovery_time": {"at_most": "10 min", "until": "all users", "feature": "pstn-calls"}},"#,
        );
    let report = report(&text);
    let verdict = |name: &str, incident: &str| {
        let of = |one: &&hadr::report::ObjectiveReport| {
            one.name == name && one.incident.as_deref() == Some(incident)
        };
        report.objectives.iter().find(of).expect("it is judged").verdict
    };
    // Nobody loses its front end when the edges hang, but whoever is outside lacks calls.
    assert_eq!(verdict("calls", "the-edges-hang"), Verdict::Missed);
    assert_eq!(verdict("everybody is served within 10 min", "the-edges-hang"), Verdict::Met);
    assert_eq!(verdict("calls", "a-front-end-dies"), Verdict::Met);
}
