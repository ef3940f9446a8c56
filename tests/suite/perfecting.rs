//! What a class of failures costs: against closed forms, for causes of its own and in common.

use hadr::report::{PerfectedReport, Report};
use hadr::scenario::parse;
use hadr::study::{self, Options};

const YEAR: f64 = 365.25 * 86_400.0;

/// A service of two parts in series, one of two in parallel, and one of two that share a shock.
const PARTS: &str = r#"{
  "schema": "hadr/v1", "title": "parts",
  "templates": {
    "part": {"in": "hall", "fails": [{"crash": {"life": {"exponential": "90 h"}}}], "repair": {"takes": {"exponential": "10 h"}}},
    "other": {"in": "hall", "fails": [{"crash": {"life": {"exponential": "40 h"}}}], "repair": {"takes": {"exponential": "10 h"}}}
  },
  "system": {
    "places": {"hall": {}},
    "components": {
      "a": {"from": "part"}, "b": {"from": "other"}, "c": {"from": "part"}, "d": {"from": "other"},
      "e": {"from": "part", "count": 2}
    },
    "services": {
      "series": {"pool": {"need": 2, "detect": "at_once", "members": ["a", "b"]}},
      "parallel": {"pool": {"need": 1, "detect": "at_once", "members": ["c", "d"]}},
      "twins": {"pool": {"need": 2, "detect": "at_once", "members": "e"}}
    },
    "shocks": {"dip": {"life": {"exponential": "200 h"}, "scope": "e", "size": "all", "kind": "crash"}}
  },
  "study": {"estimate": {"horizon": "20 y", "trials": 100, "perfecting": 20}}
}"#;

fn run(text: &str, threads: usize) -> Report {
    let scenario = parse("parts.json", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let options = Options { threads: Some(threads), ..Options::default() };
    study::run(&scenario, &options).expect("it runs")
}

fn class<'r>(report: &'r Report, words: &str) -> &'r PerfectedReport {
    let all = &report.estimate.as_ref().expect("it is asked for").perfecting;
    let names: Vec<&str> = all.iter().map(|class| class.class.as_str()).collect();
    let found = all.iter().find(|class| class.class == words);
    found.unwrap_or_else(|| panic!("{words} is not among {names:?}"))
}

/// Whether the share of time that is saved lies in its interval, for one of a hundred.
fn saves(report: &Report, words: &str, service: &str, share: f64) {
    let class = class(report, words);
    let saved = class.services.iter().find(|it| it.name == service).expect("it is a service").saved;
    // 4.5 standard errors instead of 1.98.
    let allowed = 2.27 * 0.5 * (saved.upper - saved.lower) + 1e-9;
    let off = (saved.value - share * YEAR).abs();
    assert!(off <= allowed, "{words} of {service}: {saved:?} for {}", share * YEAR);
    assert!(share == 0.0 || saved.lower > 0.0, "{words} of {service}: {saved:?}");
}

/// Unavailabilities of 10 % and 20 % alone.
#[test]
fn each_class_saves_what_the_closed_form_says() {
    let report = run(PARTS, 2);
    // In series 1 - 0.9 x 0.8 is out; without the one, what is left is the other's.
    saves(&report, "a: crash", "series", 0.28 - 0.2);
    saves(&report, "b: crash", "series", 0.28 - 0.1);
    saves(&report, "a: crash", "parallel", 0.0);
    // In parallel it is the whole.
    saves(&report, "c: crash", "parallel", 0.1 * 0.2);
    saves(&report, "d: crash", "parallel", 0.1 * 0.2);
    // Two of two; each fails by itself at 1/90 h and with the other at 1/200 h. States by number
    // up, at 2, 1, 0: from 2 at 2/90 to 1 and 1/200 to 0, from 1 at 1/90 + 1/200 to 0 and 1/10
    // back, from 0 at 2/10 back to 1. Balance over 0: p0/5 = p2/200 + p1 (1/90 + 1/200); over 2:
    // p1/10 = p2 (2/90 + 1/200).
    let one = 10.0 * (2.0 / 90.0 + 1.0 / 200.0);
    let none = 5.0 * (1.0 / 200.0 + one * (1.0 / 90.0 + 1.0 / 200.0));
    let out = 1.0 - 1.0 / (1.0 + one + none);
    // Without the shock they are independent; without their crashes the shock passes them by.
    saves(&report, "dip: shock", "twins", out - (1.0 - 0.81));
    saves(&report, "e: crash", "twins", out);
}

/// A server that is patched for two hours a month and crashes seldom: work is no failure, and is not
/// among the classes, though it costs most. Repairs of an hour at 1 / 2,000 h are what is saved.
#[test]
fn planned_work_is_no_class_to_be_perfected() {
    const PATCHED: &str = r#"{
      "schema": "hadr/v1", "title": "patched",
      "system": {
        "places": {"hall": {}},
        "services": {"web": {"pool": {"need": 1, "detect": "at_once", "members": {"in": "hall",
          "fails": [{"crash": {"life": {"exponential": "2000 h"}}}],
          "repair": {"takes": {"exponential": "1 h"}}}}}},
        "maintenance": {"patch": {"of": "web", "every": "730.5 h", "takes": "2 h"}}
      },
      "study": {"estimate": {"horizon": "20 y", "trials": 100, "perfecting": 20}}
    }"#;
    let report = run(PATCHED, 2);
    let estimate = report.estimate.as_ref().expect("it is asked for");
    let classes = &estimate.services[0].outage_seconds_per_year_by_class;
    assert_eq!(classes[0].name, "web: patch", "the dearest is the work");
    let all: Vec<&str> = estimate.perfecting.iter().map(|class| class.class.as_str()).collect();
    assert_eq!(all, ["web: crash"]);
    // It crashes while it is up; an hour each.
    let up = 1.0 - 2.0 / 730.5;
    saves(&report, "web: crash", "web", up / 2001.0);
}

/// The dearest first, the same for any number of threads, and none unless asked for.
#[test]
fn the_dearest_come_first_and_as_many_as_are_asked_for() {
    let [one, two] = [1, 2].map(|threads| run(PARTS, threads));
    assert_eq!(one, two);
    let estimate = one.estimate.expect("it is asked for");
    let all: Vec<&str> = estimate.perfecting.iter().map(|class| class.class.as_str()).collect();
    assert_eq!(all.len(), 6, "{all:?}");
    assert_eq!(all[..2], ["c: crash", "d: crash"], "all of the parallel pair's time");
    let fewer = run(&PARTS.replace("\"perfecting\": 20", "\"perfecting\": 2"), 2);
    assert_eq!(fewer.estimate.expect("it is asked for").perfecting.len(), 2);
    let none = run(&PARTS.replace(", \"perfecting\": 20", ""), 2);
    assert!(none.estimate.expect("it is asked for").perfecting.is_empty());
}
