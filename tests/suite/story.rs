//! Whole stories, as a reader of the table gets them.

use hadr::report::IncidentReport;
use hadr::scenario;
use hadr::study::{self, Options};

fn incident(text: &str) -> IncidentReport {
    let scenario = scenario::parse("story.json", text.as_bytes())
        .unwrap_or_else(|rejection| panic!("{rejection}"));
    let options = Options { trials: Some(1), audit: true, ..Options::default() };
    study::run(&scenario, &options).expect("it runs").incidents.remove(0)
}

/// `600 web-01 fails (crash)`.
fn told(text: &str) -> Vec<String> {
    let line = |line: &hadr::report::StoryLine| format!("{} {}", line.at_seconds, line.text);
    incident(text).story.iter().map(line).collect()
}

const POOL: &str = r#"
    "places": {"lisbon": {}},
    "components": {"web": {"in": "lisbon", "count": 4, "repair": {"takes": "1 h"}}},
    "services": {"pool": {"pool": {"members": "web", "detect": {"probe": {
        "every": "5 s", "schedule": "fixed_rate", "timeout": "2 s", "fall": 3, "rise": 2}}}}},
    "populations": {"staff": {"users": "400 users", "home": "pool",
        "clients": {"returns": "by_balancer"}}}"#;

fn scenario_of(system: &str, script: &str) -> String {
    format!(
        r#"{{"schema": "hadr/v1", "title": "A story", "system": {{{system}}},
        "incidents": {{"it": [{script}]}},
        "study": {{"incidents": {{"horizon": "4 h"}}}}}}"#
    )
}

#[test]
fn a_pool_loses_a_member() {
    let story = told(&scenario_of(POOL, r#"{"at": "10 min", "do": {"crash": "web-02"}}"#));
    assert_eq!(
        story,
        [
            "600 web-02 fails (crash)",
            "600 100 users lose web-02",
            "612.5 web-02 is noticed: pool takes it out of rotation",
            "612.5 web-02 goes into repair",
            "612.5 100 users are on their way back to pool",
            "612.5 everybody at pool is served again",
            "4212.5 web-02 is up again",
            "4217.5 web-02 is back in rotation of pool",
        ]
    );
}

#[test]
fn a_place_is_lost_and_given_back() {
    let story = told(&scenario_of(
        POOL,
        r#"{"at": "10 min", "do": {"disaster": "lisbon"}, "for": "20 min"}"#,
    ));
    assert_eq!(
        story,
        [
            "600 lisbon fails (disaster)",
            "600 pool is out (lisbon: disaster)",
            "600 400 users lose web-01 ... web-04 (4)",
            "614.5 web-01 is noticed: pool takes it out of rotation",
            "614.5 web-02 is noticed: pool takes it out of rotation",
            "614.5 web-03 is noticed: pool takes it out of rotation",
            "614.5 web-04 is noticed: pool takes it out of rotation",
            "614.5 400 users are on their way back to pool",
            "1800 lisbon is up again",
            "1800 pool is up again",
            "1807.5 web-01 is back in rotation of pool",
            "1807.5 web-02 is back in rotation of pool",
            "1807.5 web-03 is back in rotation of pool",
            "1807.5 web-04 is back in rotation of pool",
            "1807.5 everybody at pool is served again",
        ]
    );
}

const MIRROR: &str = r#"
    "places": {"lisbon": {}, "porto": {}, "braga": {}},
    "links": {"wan": {"between": ["lisbon", "porto"]}, "east": {"between": ["lisbon", "braga"]},
        "west": {"between": ["porto", "braga"]}},
    "components": {"sql-01": {"in": "lisbon", "repair": {"takes": "2 h"}}, "sql-02": {"in": "porto"},
        "witness": {"in": "braga"}},
    "services": {"sql": {"mirror": {
        "partners": ["sql-01", "sql-02"], "commit": "synchronous",
        "failover": {"witness": {"by": "witness", "redo": {"uniform": ["2 s", "20 s"]},
            "detect": {"heartbeat": {"timeout": "10 s", "ping": "1 s"}}}},
        "resync": {"per_hour_missed": "6 min"}}}},
    "populations": {"staff": {"users": "3000 users", "home": "sql"}}"#;

#[test]
fn a_mirror_with_a_witness_loses_its_principal_and_is_protected_again() {
    let story = told(&scenario_of(MIRROR, r#"{"at": "10 min", "do": {"crash": "sql-01"}}"#));
    assert_eq!(
        story,
        [
            "600 sql-01 fails (crash)",
            "600 sql notices that sql-01 is down",
            "600 sql-01 goes into repair",
            "600 sql lets sql-02 take over",
            "600 sql is out (sql-01: crash)",
            "600 3,000 users lose sql",
            "611 sql is led by sql-02",
            "611 sql runs exposed: nobody could take over from sql-02",
            "611 sql is up again",
            "611 everybody at sql is served again",
            "7800 sql-01 is up again",
            "7800 sql lets sql-01 catch up with what it has missed",
            "7800.5 sql sees sql-01 up again",
            "8518.9 sql is protected again: sql-01 could take over",
        ]
    );
}

#[test]
fn a_link_is_cut_and_says_so() {
    let script = r#"{"at": "10 min", "do": {"cut": ["wan", "east"]}, "for": "30 min"}"#;
    let incident = incident(&scenario_of(MIRROR, script));
    assert_eq!(incident.story[0].text, "east is cut");
    let kinds: Vec<(&str, &str)> =
        incident.states.iter().map(|row| (row.kind.as_str(), row.name.as_str())).collect();
    assert_eq!(kinds[..3], [("link", "east"), ("link", "wan"), ("service", "sql")]);
    assert_eq!(incident.states[0].spans[1].state, "cut");
}

const MOVE: &str = r#"
    "places": {"lisbon": {}, "porto": {}},
    "links": {"wan": {"between": ["lisbon", "porto"]}},
    "people": {"dba": {"notice": "2 min", "decide": "5 min"}},
    "components": {"sql-01": {"in": "lisbon"}, "sql-02": {"in": "porto"}},
    "services": {"sql": {"mirror": {"partners": ["sql-01", "sql-02"], "commit": "synchronous",
        "failover": {"manual": {"by": "runbook", "promote": "20 s"}}}}},
    "runbooks": {"move": {"by": "dba", "when": {"lost": ["lisbon"]}, "steps": [
        {"do": {"switch": "sql"}, "takes": "1 min", "unless": {"down": "sql-01"}},
        {"do": {"force": "sql"}, "takes": "3 min", "requires": [{"up": "sql-02"}]},
        {"do": {"switch": "sql"}, "takes": "1 min"}]}},
    "populations": {"staff": {"users": "3000 users", "home": "sql"}}"#;

#[test]
fn a_runbook_says_who_decided_what_was_refused_and_why() {
    let script = r#"{"at": "10 min", "do": {"disaster": "lisbon"}, "for": "2 h"}"#;
    let incident = incident(&scenario_of(MOVE, script));
    let told: Vec<String> =
        incident.story.iter().map(|line| format!("{} {}", line.at_seconds, line.text)).collect();
    assert_eq!(
        told,
        [
            "600 lisbon fails (disaster)",
            "600 sql is out (lisbon: disaster)",
            "600 3,000 users lose sql",
            "720 move (lisbon) is called for: dba notices that lisbon is lost",
            "720 move (lisbon) is considered: dba decides what to do",
            "1020 move (lisbon) begins: dba has decided",
            "1020 move (lisbon), step 1 (switch sql over) is not needed: sql-01 is down",
            "1020 move (lisbon), step 2 (force sql over) begins",
            "1200 sql lets sql-02 take over",
            "1200 move (lisbon), step 2 (force sql over) is done",
            "1200 move (lisbon), step 3 (switch sql over) begins",
            "1220 sql is led by sql-02",
            "1220 sql runs exposed: nobody could take over from sql-02",
            "1220 sql is up again",
            "1220 everybody at sql is served again",
            "1260 move (lisbon), step 3 (switch sql over) is refused: the mirror is down (sql-01)",
            "1260 move (lisbon) stops: step 3 (switch sql over) has been tried once",
            "7800 lisbon is up again",
            "7800 sql lets sql-01 catch up with what it has missed",
            "8458 sql is protected again: sql-01 could take over",
        ]
    );
    let runbook = incident.states.iter().find(|row| row.kind == "runbook").expect("it ran");
    let steps: Vec<(f64, bool)> = runbook.steps.iter().map(|s| (s.at_seconds, s.refused)).collect();
    assert_eq!(steps, [(1_020.0, false), (1_200.0, false), (1_260.0, true)]);
}
