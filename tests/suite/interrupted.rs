//! The program, interrupted; and how far it says it is.

use crate::table::directory;
use hadr::report::{Ended, Report, from_json, to_json};
use hadr::scenario;
use hadr::study::{self, Options};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

const SCENARIO: &str = r#"{"schema": "hadr/v1", "title": "interrupted",
    "system": {
        "places": {"site": {}},
        "services": {"web": {"pool": {
            "members": {"in": "site", "count": 8,
                "fails": [{"crash": {"life": {"exponential": "1000 h"}}}],
                "repair": {"takes": {"exponential": "10 h"}}},
            "need": 7}}}
    },
    "study": {"estimate": {"horizon": "10 y"}},
    "objectives": {"up": {"availability": {"at_least": "90 %", "count": "time"}}}}"#;

fn start(folder: &Path, arguments: &[&str]) -> Child {
    call(folder, &[&["run", "s.json"], arguments].concat())
}

fn call(folder: &Path, arguments: &[&str]) -> Child {
    std::fs::write(folder.join("s.json"), SCENARIO).expect("it is ours");
    Command::new(env!("CARGO_BIN_EXE_hadr"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built")
}

#[cfg(unix)]
fn interrupt(child: &Child, signal: &str) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args([signal, &id]).status().expect("there is such a command");
    assert!(sent.success());
}

/// Waits until trials are done, and returns what is left of the talk.
fn until_trials_are_done(child: &mut Child, what: &str) -> BufReader<ChildStderr> {
    let mut talk = BufReader::new(child.stderr.take().expect("it is piped"));
    loop {
        let mut line = String::new();
        assert_ne!(talk.read_line(&mut line).expect("it is text"), 0, "it ended too early");
        let seen: serde_json::Value = serde_json::from_str(&line).expect("a line is JSON");
        assert_eq!(seen["what"], what);
        if seen["trials"].as_u64() > Some(0) {
            return talk;
        }
    }
}

#[cfg(unix)]
#[test]
fn the_first_signal_ends_with_what_was_done() {
    for signal in ["-INT", "-TERM"] {
        let folder = directory(&format!("interrupted{signal}"));
        std::fs::write(folder.join("r.json"), "old").expect("it is ours");
        let many = ["--trials", "1000000000", "--progress", "json", "-o", "r.json"];
        let mut child = start(&folder, &many);
        let mut talk = until_trials_are_done(&mut child, "long run");
        interrupt(&child, signal);
        let mut rest = String::new();
        talk.read_to_string(&mut rest).expect("it is text");
        assert_eq!(child.wait().expect("it ends").code(), Some(130), "{rest}");
        let said = "wrote what was done until interrupted `r.json`; objectives: 1 met; seed 1\n";
        assert!(rest.ends_with(said), "{rest}");

        let text = std::fs::read_to_string(folder.join("r.json")).expect("it was written");
        let mut part: Report = from_json(&text).expect("it is a result");
        assert_eq!(part.interrupted.take().expect("it is marked").left_out, [""; 0]);
        let estimate = part.estimate.as_mut().expect("trials were done");
        assert_eq!(std::mem::take(&mut estimate.ended), Ended::Interrupted);
        let trials = Some(estimate.trials);
        let scenario = scenario::parse("s.json", SCENARIO.as_bytes()).expect("it is a scenario");
        let whole = study::run(&scenario, &Options { trials, ..Options::default() });
        assert_eq!(to_json(&part), to_json(&whole.expect("it runs")), "{trials:?} trials");
    }
}

#[cfg(unix)]
#[test]
fn a_table_of_what_was_done_says_so_at_its_top() {
    let folder = directory("interrupted-table");
    let mut child = start(&folder, &["--trials", "1000000000", "--progress", "json"]);
    let _talk = until_trials_are_done(&mut child, "long run");
    interrupt(&child, "-INT");
    let mut table = String::new();
    let mut out = child.stdout.take().expect("it is piped");
    out.read_to_string(&mut table).expect("it is text");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    let mark = "INTERRUPTED: the result of the trials that were done until then\n";
    assert!(table.contains(mark), "{table}");
    assert!(table.contains("  interrupted after "), "{table}");
}

#[cfg(unix)]
#[test]
fn designs_are_compared_over_the_trials_that_all_have_done() {
    let count = "system.services.web.pool.members.count=8..10";
    let of: [(&str, &[&str]); 3] = [
        ("comparison", &["compare", "s.json", "s.json"]),
        ("sweep", &["sweep", "s.json", "-P", count]),
        ("sensitivity", &["sensitivity", "s.json"]),
    ];
    for ((what, words), signal) in of.into_iter().zip(["-INT", "-TERM", "-INT"]) {
        let folder = directory(&format!("interrupted-{what}"));
        std::fs::write(folder.join("r.json"), "old").expect("it is ours");
        let many = ["--trials", "1000000000", "--progress", "json", "-o", "r.json"];
        let mut child = call(&folder, &[words, &many].concat());
        let mut talk = until_trials_are_done(&mut child, what);
        interrupt(&child, signal);
        let mut rest = String::new();
        talk.read_to_string(&mut rest).expect("it is text");
        assert_eq!(child.wait().expect("it ends").code(), Some(130), "{rest}");
        assert!(rest.contains("wrote what was done until interrupted `r.json`; "), "{rest}");

        let read = |name: &str| -> serde_json::Value {
            let text = std::fs::read_to_string(folder.join(name)).expect("it was written");
            serde_json::from_str(&text).expect("it is a record")
        };
        let mut part = read("r.json");
        let run = part["run"].as_object_mut().expect("it says how it was run");
        assert_eq!(run.remove("interrupted_of"), Some(1_000_000_000_u64.into()));
        let done = run["trials"].to_string();
        let whole = ["--trials", &done, "--progress", "none", "-o", "w.json"];
        let whole = call(&folder, &[words, &whole].concat()).wait().expect("it ends");
        assert_eq!(whole.code(), Some(0));
        assert!(part == read("w.json"), "{what}: {done} trials");
    }
}

#[cfg(unix)]
#[test]
fn a_table_of_designs_that_were_interrupted_says_so() {
    let folder = directory("interrupted-designs");
    let words = ["compare", "s.json", "s.json", "--trials", "1000000000", "--progress", "json"];
    let mut child = call(&folder, &words);
    let _talk = until_trials_are_done(&mut child, "comparison");
    interrupt(&child, "-INT");
    let mut table = String::new();
    let mut out = child.stdout.take().expect("it is piped");
    out.read_to_string(&mut table).expect("it is text");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert!(table.contains("\nINTERRUPTED: "), "{table}");
    assert!(table.contains(" of 1,000,000,000 trials were done until then\n"), "{table}");
}

/// What runs have told by the time they are interrupted, a second and a half after their start, and
/// their tables.
#[cfg(unix)]
fn told_until_interrupted(wishes: &[&str]) -> Vec<(String, String)> {
    let begun = |wish: &&str| {
        let folder = directory(&format!("interrupted-{wish}"));
        start(&folder, &["--trials", "1000000000", "--progress", wish])
    };
    let children: Vec<Child> = wishes.iter().map(begun).collect();
    std::thread::sleep(std::time::Duration::from_millis(1500));
    children.iter().for_each(|child| interrupt(child, "-INT"));
    let ended = children.into_iter().map(|child| {
        let output = child.wait_with_output().expect("it ends");
        let told = String::from_utf8(output.stderr).expect("it is text");
        assert_eq!(output.status.code(), Some(130), "{told}");
        (told, String::from_utf8(output.stdout).expect("a table is UTF-8"))
    });
    ended.collect()
}

/// A bar is drawn ten times a second, and only where somebody looks at a terminal or asks for it;
/// lines come every ten seconds.
#[cfg(unix)]
#[test]
fn no_bar_is_drawn_where_nobody_looks_at_a_terminal() {
    let is_drawn = |told: &str| told.contains(['\r', '\u{1b}']);
    let wishes = ["bar", "auto", "plain", "none"];
    for (wish, (told, table)) in wishes.iter().zip(told_until_interrupted(&wishes)) {
        let bar = *wish == "bar";
        assert_eq!((is_drawn(&told), told.contains("long run: ")), (bar, bar), "{wish}: {told:?}");
        let mark = "INTERRUPTED: the result of the trials that were done until then\n";
        assert!(table.contains(mark) && !is_drawn(&table), "{wish}: {table}");
    }
}

#[test]
fn progress_is_told_on_the_standard_error_or_not_at_all() {
    let folder = directory("progress");
    for (wish, talk) in [("none", ""), ("auto", ""), ("plain", ""), ("json", "{")] {
        let child = start(&folder, &["--trials", "300", "--progress", wish]);
        let output = child.wait_with_output().expect("it ends");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{told}");
        // A short run has nothing to tell but, to a program, its end.
        assert_eq!(told.is_empty(), talk.is_empty(), "{wish}: {told}");
        assert!(told.starts_with(talk), "{wish}: {told}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("LONG RUN"));
        if let Some(last) = told.lines().last() {
            let seen: serde_json::Value = serde_json::from_str(last).expect("a line is JSON");
            assert_eq!((seen["trials"].as_u64(), seen["of"].as_u64()), (Some(300), Some(300)));
        }
    }
}

#[test]
fn a_precision_on_the_command_line_needs_a_long_run_and_a_share() {
    let folder = directory("precision-asked");
    let run = |arguments: &[&str]| {
        let output = start(&folder, arguments).wait_with_output().expect("it ends");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), told, String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, _, table) = run(&["--precision", "5 %"]);
    assert_eq!(code, Some(0));
    assert!(table.contains("unavailability of web: ±5 % at 95 % was asked for, ±"), "{table}");
    let incidents = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/wan-partition.json");
    let output = Command::new(env!("CARGO_BIN_EXE_hadr"))
        .args(["run", incidents, "--precision", "5 %"])
        .output()
        .expect("the program was built");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(
        told.starts_with("error: `--precision` ends the trials of a long run, and `"),
        "{told}"
    );
    for wrong in ["0 %", "100 %", "5", "much"] {
        assert_eq!(run(&["--precision", wrong]).0, Some(2), "{wrong}");
    }
}
