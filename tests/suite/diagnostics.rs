//! What a person is told about a scenario that is wrong: whole messages, carets included, because
//! they are part of the interface; and what no file, however hostile, may do to the program.

mod between;
mod changes;
mod contracts;
mod copies;
mod data;
mod failures;
mod good;
mod hostile;
mod laws;
mod links;
mod mirror;
mod mirror_decider;
mod mirror_failover;
mod names;
mod needs;
mod one_mistake;
mod pairing;
mod paths;
mod people;
mod pool;
mod recovery;
mod repoints;
mod roll_backs;
mod runbooks;
mod shape;
mod soft;
mod standby;
mod step_details;
mod steps;
mod study;
mod syntax;
mod upkeep;
mod values;
mod whole;

use hadr::scenario::{Rejection, Scenario, parse};

/// A small scenario without a mistake, which the tests edit.
pub const GOOD: &str = r#"{
  "schema": "hadr/v1",
  "title": "Two servers",
  "system": {
    "places": {"site": {}, "rack": {"in": "site"}},
    "components": {"db": {"in": "rack"}},
    "crews": {"team": {"size": 1}},
    "services": {"web": {"pool": {
      "members": {"in": "rack", "count": 2,
        "fails": [{"crash": {"life": {"exponential": "2000 h"}}}],
        "repair": {"takes": "4 h", "crew": "team"}},
      "need": 1,
      "detect": {"probe": {"every": "5 s", "timeout": "2 s", "fall": 3}},
      "needs": {"db": "hard"}
    }}},
    "populations": {"staff": {"users": "900 users", "home": "web"}},
    "loads": {"calls": {"to": "web", "rate": "20 calls/s"}}
  },
  "incidents": {"kill": [{"at": "1 min", "do": {"crash": "web-02"}, "for": "1 h"}]},
  "study": {
    "incidents": {"horizon": "2 h"},
    "estimate": {"of": "web", "horizon": "10 y", "trials": 50}
  },
  "objectives": {"soon": {"recovery_time": {"at_most": "5 min", "until": "99 % of users"}}}
}
"#;

/// `GOOD` after edits; an edit that ends in `<END>` cuts the text off after its first part.
pub fn edited(edits: &[(&str, &str)]) -> String {
    let mut text = GOOD.trim_end().to_owned();
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "`{from}` must stand once in\n{text}");
        text = match *to {
            "<END>" => text[..text.find(from).unwrap_or(0) + from.len()].to_owned(),
            to => text.replace(from, to),
        };
    }
    text
}

/// What is said about a text, without colours; nothing if it is right.
pub fn said(text: impl AsRef<[u8]>) -> String {
    match parse("s.json", text.as_ref()) {
        Ok(_) => String::new(),
        Err(rejection) => rejection.render(false),
    }
}

/// What is said about `GOOD` after edits.
pub fn told(edits: &[(&str, &str)]) -> String {
    said(edited(edits))
}

/// The scenario in a text without mistakes.
pub fn scenario(text: &str) -> Scenario {
    match parse("s.json", text.as_bytes()) {
        Ok(scenario) => scenario,
        Err(rejection) => panic!("{}", rejection.render(false)),
    }
}

/// The codes of all problems of a text, in order.
pub fn codes(text: impl AsRef<[u8]>) -> Vec<&'static str> {
    match parse("s.json", text.as_ref()) {
        Err(Rejection::Invalid(problems)) => {
            problems.iter().map(|problem| problem.code.name()).collect()
        }
        _ => Vec::new(),
    }
}
