//! Runbooks that people follow; every time on paper.

mod begin;
mod pairs;
mod roll_back;
mod routes;
mod steps;

use hadr::report::{IncidentReport, StoryLine};
use hadr::scenario::{self, Scenario};
use hadr::study::{self, Options};
use hadr::system::{Blueprint, System};

/// Three pools of one server each in one site, and an administrator who notices after two minutes
/// and decides for five.
fn text(runbooks: &str, incident: &str) -> String {
    format!(
        r#"{{
        "schema": "hadr/v1", "title": "t",
        "system": {{
          "places": {{"site": {{}}}},
          "components": {{"a-server": {{"in": "site"}}, "b-server": {{"in": "site"}}, "db": {{"in": "site"}}}},
          "services": {{
            "a": {{"pool": {{"members": "a-server", "detect": "at_once"}}}},
            "b": {{"pool": {{"members": "b-server", "detect": "at_once"}}}}
          }},
          "populations": {{"users": {{"users": "900 users", "home": "a"}}}},
          "people": {{"admin": {{"notice": "2 min", "decide": "5 min"}}}},
          "runbooks": {{{runbooks}}}
        }},
        "incidents": {{"incident": [{incident}]}},
        "study": {{"incidents": {{"horizon": "48 h", "trials": 20}}}}
        }}"#
    )
}

fn scenario(text: &str) -> Scenario {
    scenario::parse("test.json", text.as_bytes()).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// The record of the only incident of a text, audited.
fn run(text: &str) -> IncidentReport {
    run_scenario(&scenario(text))
}

fn run_scenario(scenario: &Scenario) -> IncidentReport {
    let options = Options { audit: true, ..Options::default() };
    study::run(scenario, &options).expect("a small world runs").incidents.remove(0)
}

/// Minute and words of the lines of these kinds.
fn told(incident: &IncidentReport, kinds: &[&str]) -> Vec<(f64, String)> {
    let of = |line: &&StoryLine| kinds.contains(&line.kind.as_str());
    let lines = incident.story.iter().filter(of);
    lines.map(|line| (line.at_seconds / 60.0, line.text.clone())).collect()
}

/// The same of what becomes of runbooks.
fn story(incident: &IncidentReport) -> Vec<(f64, String)> {
    told(incident, &["runbook"])
}

fn at(minute: f64, text: &str) -> (f64, String) {
    (minute, text.to_owned())
}

/// Minutes that each user of the first population waits in a phase.
fn waits(incident: &IncidentReport, phase: &str) -> f64 {
    let users = &incident.populations[0];
    let part = users.lost_by_phase.iter().find(|part| part.name == phase);
    part.map_or(0.0, |part| part.amount.story / users.users)
}

fn compiles(blueprint: &Blueprint) -> Result<(), String> {
    System::new(blueprint).map(|_| ()).map_err(|error| error.to_string())
}
