//! Where routes lead once what they rest on is back, and what that brings to whom.

use hadr::report::{Report, ServiceReport};
use hadr::scenario::parse;
use hadr::study::{self, Options};

fn report(text: &str) -> Report {
    let scenario =
        parse("led_back.json", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let options = Options { audit: true, ..Options::default() };
    study::run(&scenario, &options).expect("it runs")
}

/// What the busiest member of a service carries in the end.
fn carried(services: &[ServiceReport], name: &str) -> f64 {
    let service = services.iter().find(|service| service.name == name).expect("it exists");
    service.members.iter().map(|member| member.after.story).fold(0.0, f64::max)
}

/// `x` is a standby pair and the home of users who take a role at `y`, or else at `z`; `y` needs `x`.
fn resting_on_their_home(y: &str, more: &str) -> Report {
    report(
        &r#"{
          "schema": "hadr/v1", "title": "a role that needs the home",
          "system": {
            "places": {"site": {}},
            "services": {
              "x": {"standby": {"members": {"in": "site", "count": 2}, "mode": "hot",
                "detect": {"after": "30 s"}, "switch": {"takes": "2 min"}, "failback": "never"}},
              "y": Y,
              "z": {"pool": {"members": {"in": "site", "count": 2}, "detect": {"after": "1 s"}}},
              "w": {"pool": {"members": {"in": "site", "count": 2}, "detect": {"after": "1 s"}}}
            },
            "features": {"f": {"path": ["home", "role"]}},
            "populations": {
              "p": {"users": "1000 users", "home": "x", "routes": {"role": ["y", "z"]}}MORE}
          },
          "incidents": {"one": [{"at": "1 h", "do": {"crash": "x-1"}}]},
          "study": {"incidents": {"horizon": "3 h", "trials": 2}}
        }"#
        .replace("MORE", more)
        .replace('Y', y),
    )
}

/// Both are back after 2 min 30 s, in one instant, and the first target serves: it is led to again.
#[test]
fn a_route_leads_back_to_a_pair_that_needs_the_home_of_its_users() {
    let y = r#"{"standby": {"members": {"in": "site", "count": 2}, "mode": "hot",
      "detect": {"after": "30 s"}, "switch": {"takes": "2 min"}, "failback": "never",
      "needs": {"x": "hard"}}}"#;
    let report = resting_on_their_home(y, "");
    let story = &report.incidents[0].story;
    let led = story.iter().filter(|line| line.text.starts_with("role for p leads to "));
    let led: Vec<(f64, &str)> = led.map(|line| (line.at_seconds, &*line.text)).collect();
    let (lost, back) = (3600.0, 3750.0);
    assert_eq!(led, [(lost, "role for p leads to z"), (back, "role for p leads to y")]);
    assert_eq!(carried(&report.incidents[0].services, "z"), 0.0);
}

/// The same of a pool that others use besides.
#[test]
fn a_route_leads_back_to_a_pool_that_needs_the_home_of_some_of_its_users() {
    let y = r#"{"pool": {"members": {"in": "site", "count": 2}, "detect": {"after": "1 s"},
      "needs": {"x": "hard"}}}"#;
    let others = r#", "q": {"users": "500 users", "home": "w", "routes": {"role": "y"}}"#;
    let report = resting_on_their_home(y, others);
    let services = &report.incidents[0].services;
    assert_eq!((carried(services, "y"), carried(services, "z")), (750.0, 0.0));
}

/// Whoever is served puts a load on the role: its mean is that of the users who are served, however
/// often their home has failed before.
#[test]
fn the_mean_load_of_a_role_is_that_of_the_users_who_are_served() {
    let report = report(
        r#"{
              "schema": "hadr/v1", "title": "a role beside a home that often fails",
              "system": {
                "places": {"site": {}},
                "services": {
                  "home": {"pool": {
                    "members": {"in": "site", "count": 2,
                      "fails": [{"crash": {"life": {"exponential": "100 h"}}}],
                      "repair": {"takes": "1 h"}},
                    "detect": {"after": "30 s"}}},
                  "t": {"pool": {"members": {"in": "site", "count": 1}, "detect": {"after": "1 s"}}}
                },
                "populations": {"p": {"users": "1000 users", "home": "home",
                  "clients": {"returns": "by_balancer"}, "routes": {"role": "t"}}}
              },
              "study": {"estimate": {"horizon": "2 y", "trials": 5}}
            }"#,
    );
    let estimate = report.estimate.expect("it was asked for");
    let served = 1000.0 * (1.0 - estimate.populations[0].unavailability.value);
    let role = estimate.services.iter().find(|service| service.name == "t").expect("it exists");
    let carried = role.mean_member_load;
    assert!((carried / served - 1.0).abs() < 1e-9, "{carried} of {served}");
}
