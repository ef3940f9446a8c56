//! Same scenario, seed and version give the same report, byte for byte, for any number of threads.
//!
//! The digests of all scenarios' results are pinned in `tests/data/digests.txt`. Where a change is
//! meant to change results, `HADR_BLESS=1 cargo test digests` rewrites the file, and the message of
//! the commit says why.

use crate::scenarios::{files, name};
use hadr::metric::of_story;
use hadr::quantity::{Span, Time};
use hadr::random::Chance;
use hadr::report::to_json;
use hadr::scenario::{self, Scenario};
use hadr::study::{self, Options};
use hadr::system::{self, System, Transition, Trial};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

const DIGESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/digests.txt");

/// Trials of a comparison: more than one block of 256.
const TRIALS: u64 = 300;

/// Fowler, Noll and Vo: FNV-1a of 64 bits.
fn digest(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

fn parse(text: &str) -> Scenario {
    scenario::parse("test.json", text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn json(scenario: &Scenario, trials: Option<u64>, threads: Option<usize>) -> String {
    let options = Options { trials, threads, ..Options::default() };
    to_json(&study::run(scenario, &options).expect("it runs"))
}

/// Where two texts first differ, line by line.
#[track_caller]
fn same(what: &str, one: &str, other: &str) {
    let lines = one.lines().zip(other.lines()).enumerate();
    for (at, (one, other)) in lines {
        assert_eq!(one, other, "{what}: line {}", at + 1);
    }
    assert_eq!(one.len(), other.len(), "{what}: one of them ends early");
}

#[test]
fn the_digests_of_all_scenarios_are_those_that_are_pinned() {
    assert_eq!(digest(""), 0xcbf2_9ce4_8422_2325);
    assert_eq!(digest("foobar"), 0x8594_4171_f739_67e8);
    let mut found = String::new();
    for file in files() {
        let scenario = scenario::read(&file).unwrap_or_else(|rejection| panic!("{rejection}"));
        let text = json(&scenario, None, None);
        writeln!(found, "{:016x} {}", digest(&text), name(&file)).expect("a text takes all");
    }
    if std::env::var_os("HADR_BLESS").is_some_and(|wish| wish == "1") {
        std::fs::write(DIGESTS, &found).expect("the file is ours");
    }
    let pinned = std::fs::read_to_string(DIGESTS).expect("the digests are pinned");
    assert_eq!(found, pinned, "if that is meant: HADR_BLESS=1 cargo test digests");
}

#[test]
fn one_two_and_eight_threads_give_the_same_bytes() {
    for file in files() {
        let scenario = scenario::read(&file).unwrap_or_else(|rejection| panic!("{rejection}"));
        let alone = json(&scenario, Some(TRIALS), Some(1));
        for threads in [2, 8] {
            let together = json(&scenario, Some(TRIALS), Some(threads));
            same(&format!("{}, {threads} threads", name(&file)), &together, &alone);
        }
    }
}

/// The same JSON with the keys of every object in reverse order of the alphabet, or in order.
fn reordered(value: &Value, reverse: bool, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            if reverse {
                keys.reverse();
            }
            for (at, key) in keys.into_iter().enumerate() {
                out.push(if at == 0 { '{' } else { ',' });
                write!(out, "{}:", Value::from(key.as_str())).expect("a text takes all");
                reordered(&map[key], reverse, out);
            }
            out.push_str(if map.is_empty() { "{}" } else { "}" });
        }
        Value::Array(list) => {
            out.push('[');
            for (at, value) in list.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { "," });
                reordered(value, reverse, out);
            }
            out.push(']');
        }
        other => write!(out, "{other}").expect("a text takes all"),
    }
}

#[test]
fn the_order_of_keys_and_spacing_change_nothing() {
    for file in files() {
        let text = std::fs::read_to_string(&file).expect("it is there");
        let value: Value = serde_json::from_str(&text).expect("it is JSON");
        let as_written = json(&parse(&text), Some(20), None);
        for reverse in [false, true] {
            let mut other = String::new();
            reordered(&value, reverse, &mut other);
            assert_ne!(other, text);
            same(&name(&file), &json(&parse(&other), Some(20), None), &as_written);
        }
    }
}

/// What happens in one audited trial under random failures, in order.
fn story(system: &System, trial: u64, horizon: Span) -> Vec<(Time, Transition)> {
    let options = system::Options {
        chance: Chance::drawn(1, trial),
        random: true,
        incident: system.incidents().next().map(|_| 0),
        horizon,
        events: 1_000_000,
        audit: true,
    };
    let mut trial = Trial::new(system, options);
    trial.observe(vec![of_story(system)]);
    trial.finish(Span::ZERO).expect("it ends").told.story
}

/// The first difference of two histories, in words.
fn first_difference(one: &[(Time, Transition)], other: &[(Time, Transition)]) -> Option<String> {
    let differs = (0..one.len().max(other.len())).find(|&at| one.get(at) != other.get(at))?;
    let tell = |story: &[(Time, Transition)]| match story.get(differs) {
        Some((at, transition)) => format!("{at:?}: {transition:?}"),
        None => "nothing more".to_owned(),
    };
    Some(format!("transition {differs}: {} against {}", tell(one), tell(other)))
}

const YEAR: Span = Span::from_secs(31_557_600);

#[test]
fn twins_agree_transition_by_transition() {
    for file in files() {
        let read = || {
            let scenario = scenario::read(&file).unwrap_or_else(|rejection| panic!("{rejection}"));
            System::new(&scenario.blueprint).expect("a scenario is a system")
        };
        let (one, other) = (read(), read());
        for trial in 0..20 {
            let (one, other) = (story(&one, trial, YEAR), story(&other, trial, YEAR));
            assert!(!one.is_empty());
            let difference = first_difference(&one, &other);
            assert_eq!(difference, None, "{}, trial {trial}", name(&file));
        }
    }
}

#[test]
fn histories_that_differ_are_told_apart_by_their_first_difference() {
    let system = System::new(&pool(3, "").blueprint).expect("a system");
    let (one, other) = (story(&system, 0, YEAR), story(&system, 1, YEAR));
    let said = first_difference(&one, &other).expect("trials differ");
    assert!(said.starts_with("transition 0: "), "{said}");
    let said = first_difference(&one, &one[..1]).expect("one ends early");
    assert!(said.starts_with("transition 1: ") && said.ends_with("nothing more"), "{said}");
}

/// A pool of servers that fail and are repaired, beside something else.
fn pool(members: u32, beside: &str) -> Scenario {
    parse(&format!(
        r#"{{"schema": "hadr/v1", "title": "draws",
            "system": {{
              "places": {{"site": {{}}}},
              "components": {{{beside}}},
              "services": {{"web": {{"pool": {{
                "members": {{
                  "in": "site", "count": {members},
                  "fails": [{{"crash": {{"life": {{"weibull": {{"shape": 2, "mean": "500 h"}}}}}}}}],
                  "repair": {{"takes": {{"lognormal": {{"median": "2 h", "mean": "8 h"}}}}}}
                }}}}}}}}
            }},
            "study": {{"estimate": {{"horizon": "1 y"}}}}}}"#
    ))
}

/// When each numbered server fails and is restored in one trial, by its number.
fn fates(scenario: &Scenario, trial: u64) -> BTreeMap<u32, Vec<(Time, bool)>> {
    let system = System::new(&scenario.blueprint).expect("a scenario is a system");
    let mut fates: BTreeMap<u32, Vec<(Time, bool)>> = BTreeMap::new();
    for (at, transition) in story(&system, trial, YEAR) {
        let (node, up) = match transition {
            Transition::Failed { node, .. } => (node, false),
            Transition::Restored { node, up } => (node, up),
            _ => continue,
        };
        let name = system.name(node);
        if let Some(number) = name.strip_prefix("web-") {
            let number = number.parse().expect("members are numbered");
            fates.entry(number).or_default().push((at, up));
        }
    }
    fates
}

/// Going from 9 to 10 and from 99 to 100 also changes how members are written.
#[test]
fn another_member_leaves_the_draws_of_the_others_alone() {
    for (fewer, more) in [(5, 6), (9, 10), (99, 100)] {
        for trial in 0..3 {
            let before = fates(&pool(fewer, ""), trial);
            let mut after = fates(&pool(more, ""), trial);
            assert_eq!(before.len(), fewer as usize, "every server fails within a year");
            assert!(after.remove(&more).is_some(), "the new one fails too");
            assert_eq!(before, after, "{fewer} to {more}, trial {trial}");
        }
    }
}

#[test]
fn another_component_leaves_the_draws_of_the_others_alone() {
    // It sorts before the servers, so every position moves.
    let beside = r#""archive": {"in": "site", "count": 3,
        "fails": [{"hang": {"life": {"exponential": "100 h"}}}],
        "repair": {"takes": {"exponential": "10 h"}}}"#;
    for trial in 0..3 {
        assert_eq!(fates(&pool(5, ""), trial), fates(&pool(5, beside), trial));
    }
}
