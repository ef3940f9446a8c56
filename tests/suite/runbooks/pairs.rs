//! Failover of a pool with its users: statements on the order of its steps, with their sources.

use super::{at, run_scenario, scenario, story, told};
use hadr::report::IncidentReport;

/// The scenario, with only one of its incidents.
fn incident(name: &str) -> IncidentReport {
    let text = include_str!("../../../scenarios/failover-order.json");
    let mut scenario = scenario(&text.replace(r#""trials": 100"#, r#""trials": 20"#));
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
