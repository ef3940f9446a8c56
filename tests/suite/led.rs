//! Users who reach one member of a pair and not the one that leads.

use hadr::scenario::parse;
use hadr::study::{self, Options};

const MIRROR: &str = r#"{"mirror": {"partners": ["p", "m"], "commit": "asynchronous", "failover": {"manual": {"by": "runbook", "promote": "5 s"}}}}"#;

/// The link between the places of the two members is cut for an hour: who stands beside the mirror
/// does not reach the principal, and is without service for that long.
#[test]
fn who_does_not_reach_the_principal_is_not_served_by_the_mirror() {
    let text = r#"{
  "schema": "hadr/v1", "title": "led",
  "system": {
    "places": {"a": {}, "b": {}},
    "links": {"ab": {"between": ["a", "b"]}},
    "components": {"p": {"in": "a"}, "m": {"in": "b"}},
    "services": {"db": MIRROR},
    "populations": {
      "beside-p": {"users": "100 users", "home": "db", "in": "a"},
      "beside-m": {"users": "100 users", "home": "db", "in": "b"}
    }
  },
  "incidents": {"cut": [{"at": "1 h", "do": {"cut": "ab"}, "for": "1 h"}]},
  "study": {"incidents": {"horizon": "6 h", "trials": 20}}
}"#
    .replace("MIRROR", MIRROR);
    let scenario = parse("led.json", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let options = Options { audit: true, ..Options::default() };
    let report = study::run(&scenario, &options).expect("it runs");
    let out = |name: &str| {
        let mut people = report.incidents[0].populations.iter();
        let people = people.find(|people| people.name == name).expect("they exist");
        people.thresholds[2].total_seconds.story
    };
    assert_eq!((out("beside-p"), out("beside-m")), (0.0, 3600.0));
}
