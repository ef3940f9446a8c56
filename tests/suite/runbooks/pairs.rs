//! Failover of a pool with its users: statements on the order of its steps, with their sources.

use super::{at, run_scenario, scenario, story, told};
use hadr::report::IncidentReport;

/// The scenario, with only one of its incidents.
fn incident(name: &str) -> IncidentReport {
    edited(name, &[])
}

/// The same with edits, each of which must apply.
fn edited(name: &str, edits: &[(&str, &str)]) -> IncidentReport {
    let text = include_str!("../../../scenarios/failover-order.json");
    let mut text = text.replace(r#""trials": 100"#, r#""trials": 20"#);
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let mut scenario = scenario(&text);
    scenario.blueprint.incidents.retain(|one| one.name == name);
    run_scenario(&scenario)
}

/// When the users of Lisbon were served by whom.
fn hosts(incident: &IncidentReport) -> Vec<(f64, String)> {
    let lines = incident.story.iter().filter(|line| line.text.starts_with("inside is served"));
    lines.map(|line| (line.at_seconds / 60.0, line.text.clone())).collect()
}

/// Statement 23 [L-FO]: a pool failover without a failover of the configuration master before,
/// when that was on the failed pool, is rejected.
#[test]
fn s23_a_failover_is_rejected_while_the_configuration_master_is_lost() {
    let incident = incident("the-pool-first");
    let wanted = [
        at(25.0, "pool-first begins: admin is told to follow it"),
        at(25.0, "pool-first, step 1 (fail fe-lisbon over) begins"),
        at(27.0, "pool-first, step 1 (fail fe-lisbon over) is refused: cms is down"),
        at(27.0, "pool-first, step 1 (fail fe-lisbon over) is tried again"),
        at(29.0, "pool-first, step 1 (fail fe-lisbon over) is refused: cms is down"),
        at(29.0, "pool-first, step 1 (fail fe-lisbon over) is tried again"),
        at(31.0, "pool-first, step 1 (fail fe-lisbon over) is refused: cms is down"),
        at(31.0, "pool-first stops: step 1 (fail fe-lisbon over) has been tried 3 times"),
    ];
    assert_eq!(story(&incident), wanted);
    assert!(hosts(&incident).is_empty(), "nobody is moved");
    let inside = &incident.populations[0];
    assert_eq!(inside.thresholds[2].longest_seconds.story, 3.0 * 3600.0, "until Lisbon is back");
}

/// Statement 24 [L-FO]: while the next hop of an edge is the failed pool, failover is refused.
#[test]
fn s24_a_failover_is_refused_while_the_edge_leads_to_the_failed_pool() {
    let incident = incident("the-edge-forgotten");
    let refused = "edge-forgotten, step 2 (fail fe-lisbon over) is refused: front-end for edge still leads to fe-lisbon";
    let wanted = [
        at(29.0, "edge-forgotten, step 1 (force cms over) is done"),
        at(29.0, "edge-forgotten, step 2 (fail fe-lisbon over) begins"),
        at(29.0, refused),
        at(31.0, "edge-forgotten, step 2 (fail fe-lisbon over) is tried again"),
        at(31.0, refused),
        at(33.0, "edge-forgotten, step 2 (fail fe-lisbon over) is tried again"),
        at(33.0, refused),
        at(33.0, "edge-forgotten stops: step 2 (fail fe-lisbon over) has been tried 3 times"),
    ];
    assert_eq!(story(&incident)[2..], wanted);
    assert!(hosts(&incident).is_empty(), "nobody is moved");
}

/// Statements 23 and 24, their second halves, and statement 25 [L-RTO, S-DR, L-UX]: after the
/// configuration master and the next hop failover succeeds, and 30 min after the administrator has
/// begun all 40,000 users are on the backup pool: 3 min, 4 min, 5 min and 40 times 24 s.
#[test]
fn s25_all_users_are_on_the_backup_pool_within_thirty_minutes() {
    let incident = incident("in-the-right-order");
    let by_the_book = 3.0 + 4.0 + 5.0 + 40.0 * 0.4;
    assert!(by_the_book <= 30.0);
    let wanted = [
        at(25.0 + by_the_book, "inside is served by fe-porto"),
        // Given back at 4 h; 5 min and 40 times 1 min at the limited level.
        at(240.0, "inside is served by fe-lisbon, at a limited level"),
        at(285.0, "inside is served by fe-lisbon"),
    ];
    assert_eq!(hosts(&incident), wanted);
    for people in &incident.populations {
        let nobody = &people.thresholds[2];
        assert_eq!(nobody.longest_seconds.story, 60.0 * (15.0 + by_the_book), "{}", people.name);
        let presence = people.features.iter().find(|one| one.name == "presence");
        let presence = presence.expect("it is wanted");
        assert_eq!(presence.thresholds[2].interruptions.story, 2.0, "{}", people.name);
    }
    let routes = told(&incident, &["rerouted"]);
    let wanted = [
        at(28.0, "front-end for edge leads to fe-porto"),
        at(288.0, "front-end for edge leads to fe-lisbon"),
    ];
    assert_eq!(routes, wanted);
}

/// Statement 25 [L-RTO, S-DR], where its sources disagree: the 30 min of one are kept at 24 s for a
/// thousand users and missed at 30 s; the 20 min of the other, a later product, need 12 s.
#[test]
fn s25_the_later_target_needs_a_faster_step() {
    for (per_1000_users, minutes, meets) in [
        ("24 s", 28.0, [true, false]),
        ("12 s", 20.0, [true, true]),
        ("30 s", 32.0, [false, false]),
    ] {
        let step = format!(r#""per_1000_users": "{per_1000_users}""#);
        let incident = edited("in-the-right-order", &[(r#""per_1000_users": "24 s""#, &step)]);
        let moved = hosts(&incident)[0].clone();
        assert_eq!(moved, at(25.0 + minutes, "inside is served by fe-porto"));
        assert_eq!([30.0, 20.0].map(|target| moved.0 - 25.0 <= target), meets);
        for people in &incident.populations {
            let lacked = |name: &str| {
                let feature = people.features.iter().find(|one| one.name == name);
                feature.expect("it is wanted").thresholds[2].longest_seconds.story
            };
            let lost = 60.0 * (15.0 + minutes);
            assert_eq!(lacked("calls"), lost, "{}", people.name);
            // The way back, at a limited level, is the longer one.
            assert_eq!(lacked("presence"), lost.max(45.0 * 60.0), "{}", people.name);
        }
    }
}

/// Statement 27 [L-UX, L-FB, L-CMS]: 20,000 users are given back within 60 min at 3 min a thousand
/// (or 30 min, which L-RTO claims for failback as well, at half of that); they pass through the
/// limited level, in which their own conferences end; those of organisers at home elsewhere go on;
/// the configuration master stays where it is.
#[test]
fn s27_failback_of_twenty_thousand_users_takes_an_hour_at_the_limited_level() {
    for (per_1000_users, minutes) in [("3 min", 60.0), ("90 s", 30.0)] {
        let takes = format!(r#"{{"base": "0 s", "per_1000_users": "{per_1000_users}"}}"#);
        let edits = [
            ("28000 users", "14000 users"),
            ("12000 users", "6000 users"),
            (r#"{"base": "5 min", "per_1000_users": "1 min"}"#, takes.as_str()),
            (r#""presence": {"path": ["home"]}"#, r#""conferences": {"path": ["home"]}"#),
            (
                r#""populations": {"#,
                r#""populations": {"unaffected": {"users": "10000 users", "home": "fe-porto"}, "#,
            ),
        ];
        let incident = edited("in-the-right-order", &edits);
        let failed_over = 3.0 + 4.0 + 5.0 + 20.0 * 0.4;
        let wanted = [
            at(25.0 + failed_over, "inside is served by fe-porto"),
            at(240.0, "inside is served by fe-lisbon, at a limited level"),
            at(240.0 + minutes, "inside is served by fe-lisbon"),
        ];
        assert_eq!(hosts(&incident), wanted);
        for people in &incident.populations {
            let feature = |name: &str| {
                let feature = people.features.iter().find(|one| one.name == name);
                let all = &feature.expect("it is wanted").thresholds[2];
                (all.interruptions.story, all.total_seconds.story / 60.0)
            };
            let lost = 15.0 + failed_over;
            let (calls, conferences) = match people.name.as_str() {
                "unaffected" => ((0.0, 0.0), (0.0, 0.0)),
                _ => ((1.0, lost), (2.0, lost + minutes)),
            };
            assert_eq!(feature("calls"), calls, "{}", people.name);
            assert_eq!(feature("conferences"), conferences, "{}", people.name);
        }
        let leads = incident.story.iter().filter(|line| line.text.starts_with("cms is led by"));
        let leads: Vec<&str> = leads.map(|line| line.text.as_str()).collect();
        assert_eq!(leads, ["cms is led by cms-porto"], "it is not given back");
    }
}
