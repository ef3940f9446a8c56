//! Pairs in circles of hard needs: what needs each other comes back together, when the pair is led
//! again.

use crate::statements_mirror::{PAIR, edited, incident, lines};

const SCRIPT: (&str, &str) =
    ("\"script\": []", r#""script": [{"at": "1 h", "do": {"crash": "a"}, "for": "1 h"}]"#);

fn outages(edits: &[(&str, &str)]) -> Vec<f64> {
    let edits: Vec<(&str, &str)> = edits.iter().chain(&[SCRIPT]).copied().collect();
    let incident = incident(&edited(PAIR, &edits));
    lines(&incident, "outage").into_iter().map(|(at, _)| at).collect()
}

/// A redo of 11 s; nothing else keeps them down.
#[test]
fn a_mirror_and_what_needs_it_and_it_needs_come_back_with_the_takeover() {
    let needs = |on: &str| format!(r#""needs": {{"{on}": "hard"}}, "resync""#);
    let component = (
        r#""w": {"in": "rack"}"#,
        r#""w": {"in": "rack"}, "x": {"in": "rack", "needs": {"db": "hard"}}"#,
    );
    let on_x = needs("x");
    assert_eq!(outages(&[component, (r#""resync""#, &on_x)]), [3600.0, 3611.0]);
    let itself = needs("db");
    assert_eq!(outages(&[(r#""resync""#, &itself)]), [3600.0, 3611.0]);
}

#[test]
fn a_standby_pair_and_what_needs_it_and_it_needs_come_back_with_the_takeover() {
    let text = r#"{"schema": "hadr/v1", "title": "a circle",
      "system": {
        "places": {"s": {}},
        "components": {"a": {"in": "s"}, "b": {"in": "s"},
                       "x": {"in": "s", "needs": {"pair": "hard"}}},
        "services": {"pair": {"standby": {"active": "a", "spare": "b",
          "switch": {"takes": "1 min"}, "needs": {"x": "hard"}}}},
        "populations": {"staff": {"users": "100 users", "home": "pair"}}
      },
      "incidents": {"script": []},
      "study": {"incidents": {"horizon": "5 h", "trials": 2}}}"#;
    let incident = incident(&edited(text, &[SCRIPT]));
    let outages: Vec<f64> = lines(&incident, "outage").into_iter().map(|(at, _)| at).collect();
    assert_eq!(outages, [3600.0, 3660.0]);
}
