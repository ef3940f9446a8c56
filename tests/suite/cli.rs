//! The built program, as a shell sees it.

use crate::hand_made::{Made, six_servers};
use crate::table::directory;
use hadr::report::to_json;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A call of the program, told word by word.
struct Cli(Command);

/// What came of it.
struct Outcome(Output);

impl Cli {
    fn new(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hadr"));
        command.args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command.stdin(Stdio::null());
        Self(command)
    }

    fn within(mut self, directory: &Path) -> Self {
        self.0.current_dir(directory);
        self
    }

    fn with(mut self, variable: &str, value: &str) -> Self {
        self.0.env(variable, value);
        self
    }

    #[track_caller]
    fn ends(mut self, code: i32) -> Outcome {
        let output = self.0.output().expect("the program was built");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert!(!told.contains("panicked"), "{told}");
        Outcome(output)
    }
}

impl Outcome {
    fn out(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    fn told(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }
}

/// A directory with a good result in it.
fn with_result(name: &str) -> PathBuf {
    let directory = directory(name);
    std::fs::write(directory.join("result.json"), to_json(&six_servers())).expect("it is ours");
    directory
}

#[test]
fn the_help_lists_verbs_and_exit_codes() {
    let help = Cli::new(&["--help"]).ends(0).out();
    for word in
        ["run", "check", "chart", "4  an objective is missed", "5  an objective is undecided"]
    {
        assert!(help.contains(word), "`{word}` is missing in\n{help}");
    }
    assert!(Cli::new(&["chart", "--help"]).ends(0).out().contains("users over time"));
    assert_eq!(
        Cli::new(&["--version"]).ends(0).out(),
        format!("hadr {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn wrong_calls_end_with_two_and_say_nothing_on_the_output() {
    for arguments in [
        &[][..],
        &["fly"],
        &["run"],
        &["check"],
        &["run", "x.json", "--trials", "0"],
        &["run", "x.json", "--trials", "1000000001"],
        &["run", "x.json", "--events", "0"],
        &["run", "x.json", "--threads", "4097"],
        &["run", "x.json", "--seed", "-1"],
        &["run", "x.json", "--format", "xml"],
        &["run", "x.json", "--replay", "worst"],
        &["run", "x.json", "--replay", "1", "--trial", "1"],
        &["run", "x.json", "--replay", "1", "--trials", "5"],
        &["run", "x.json", "--replay", "1", "--precision", "5 %"],
        &["run", "x.json", "--replay", "1", "--perfecting", "5"],
        &["chart", "result.json", "pie", "-o", "x.svg"],
        &["chart", "result.json", "users"],
        &["compare", "x.json"],
        &["compare", "x.json", "y.json", "--trials", "1"],
        &["compare", "x.json", "y.json", "--horizon", "0 s"],
        &["compare", "x.json", "y.json", "--horizon", "soon"],
        &["compare", "x.json", "y.json", "--fail-on", "better"],
    ] {
        let outcome = Cli::new(arguments).ends(2);
        assert_eq!(outcome.out(), "", "{arguments:?}");
        assert_ne!(outcome.told(), "", "{arguments:?}");
    }
}

#[test]
fn the_most_trials_are_the_same_in_a_scenario_and_on_the_command_line() {
    let told = Cli::new(&["run", "x.json", "--trials", "1000000001"]).ends(2).told();
    assert!(told.contains("1000000001 is not in 1..=1000000000"), "{told}");
    // The greatest that is allowed is well formed: what fails is the file.
    Cli::new(&["run", "nowhere.json", "--trials", "1000000000"]).ends(1);
    let scenario = |trials: &str| {
        let study = format!(r#""incidents": {{"horizon": "2 h", "trials": {trials}}}"#);
        crate::diagnostics::codes(crate::diagnostics::edited(&[(
            r#""incidents": {"horizon": "2 h"}"#,
            &study,
        )]))
    };
    assert_eq!(scenario("1000000000"), [""; 0]);
    assert_eq!(scenario("1000000001"), ["S103"]);
}

#[test]
fn the_story_of_a_trial_needs_an_incident() {
    let directory = directory("cli-no-story");
    let text = r#"{
        "schema": "hadr/v1", "title": "Long run alone",
        "system": {
            "places": {"site": {}},
            "services": {"web": {"pool": {"members": {"in": "site", "count": 2}}}}
        },
        "study": {"estimate": {"horizon": "1 y", "trials": 2}}
    }"#;
    std::fs::write(directory.join("long.json"), text).expect("it is ours");
    Cli::new(&["run", "long.json"]).within(&directory).ends(0);
    let outcome = Cli::new(&["run", "long.json", "--trial", "1"]).within(&directory).ends(2);
    assert_eq!(outcome.out(), "");
    assert_eq!(
        outcome.told(),
        "error: `--trial 1` tells the story of an incident, and `long.json` has none; leave it \
         out, or script one in `incidents`\n"
    );
}

#[test]
fn a_trial_of_the_long_run_needs_one() {
    let directory = with_result("cli-no-long-run");
    let text = r#"{
        "schema": "hadr/v1", "title": "Script alone",
        "system": {
            "places": {"site": {}},
            "services": {"web": {"pool": {"members": {"in": "site", "count": 2}}}}
        },
        "incidents": {"one": [{"at": "1 min", "do": {"crash": "web-01"}, "for": "1 h"}]},
        "study": {"incidents": {"horizon": "2 h"}}
    }"#;
    std::fs::write(directory.join("script.json"), text).expect("it is ours");
    Cli::new(&["run", "script.json"]).within(&directory).ends(0);
    let outcome = Cli::new(&["run", "script.json", "--replay", "9"]).within(&directory).ends(2);
    assert_eq!(outcome.out(), "");
    assert_eq!(
        outcome.told(),
        "error: `--replay 9` tells a trial of a long run, and `script.json` asks for none; leave \
         it out, or state `estimate` in its `study`\n"
    );
    let outcome = Cli::new(&["run", "script.json", "--replay", "9", "--trial", "1"]);
    let told = outcome.within(&directory).ends(2).told();
    assert!(told.contains("'--replay <N>' cannot be used with '--trial <N>'"), "{told}");
}

#[test]
fn a_chart_is_drawn_by_the_suffix_of_its_file() {
    let directory = with_result("cli-chart");
    for (name, head) in
        [("users.svg", &b"<svg"[..]), ("load.png", b"\x89PNG\r\n\x1a\n"), ("l.SVG", b"<svg")]
    {
        let kind = if name.starts_with('u') { "users" } else { "load" };
        let outcome =
            Cli::new(&["chart", "result.json", kind, "-o", name]).within(&directory).ends(0);
        assert_eq!(outcome.told(), format!("wrote `{name}`\n"));
        assert_eq!(outcome.out(), "");
        let bytes = std::fs::read(directory.join(name)).expect("it was written");
        assert!(bytes.starts_with(head), "{name}");
    }
    let told =
        Cli::new(&["chart", "result.json", "users", "-o", "x.pdf"]).within(&directory).ends(2);
    assert_eq!(
        told.told(),
        "error: `-o x.pdf` names no kind of picture; end it in `.svg` or `.png`\n"
    );
    let told = Cli::new(&["chart", "result.json", "users", "-o", "x.svg", "--incident", "flood"])
        .within(&directory)
        .ends(2);
    assert_eq!(told.told(), "error: the result has no incident `flood`; there are: `web-down`\n");
}

#[test]
fn a_file_that_is_no_result_is_told_what_it_is() {
    let directory = with_result("cli-foreign");
    let text = to_json(&six_servers());
    for (name, content, reason) in [
        ("empty.json", "", "is empty"),
        ("cut.json", &text[..text.len() / 3], "ends in the middle"),
        ("foreign.json", "{\"a\": 1}", "is JSON but not a result of hadr"),
        ("scenario.json", "{\"schema\": \"hadr/v1\"}", "is a scenario, not a result"),
        ("picture.json", "not json", "is not JSON"),
    ] {
        std::fs::write(directory.join(name), content).expect("it is ours");
        let outcome = Cli::new(&["chart", name, "users", "-o", "x.svg"]).within(&directory).ends(1);
        let told = outcome.told();
        assert!(told.starts_with(&format!("error: `{name}` {reason}")), "{told}");
        assert!(!directory.join("x.svg").exists());
    }
    let told =
        Cli::new(&["chart", "nowhere.json", "users", "-o", "x.svg"]).within(&directory).ends(1);
    assert!(told.told().starts_with("error: cannot read `nowhere.json`: "), "{}", told.told());
    let told =
        Cli::new(&["chart", "result.json", "users", "-o", "no/where.svg"]).within(&directory);
    assert!(told.ends(1).told().starts_with("error: cannot write `no/where.svg`: "));
}

#[test]
fn a_result_without_anything_to_draw_is_an_error_and_leaves_no_file() {
    let directory = directory("cli-nothing");
    let report = Made::titled("Empty").incident("x").report();
    std::fs::write(directory.join("result.json"), to_json(&report)).expect("it is ours");
    let told =
        Cli::new(&["chart", "result.json", "users", "-o", "x.svg"]).within(&directory).ends(2);
    assert_eq!(told.told(), "error: nothing to draw: incident `x` has no users over time\n");
    assert!(!directory.join("x.svg").exists());
}

#[test]
fn a_scenario_that_is_not_there_ends_with_one() {
    for arguments in [&["run", "nowhere.json"][..], &["check", "nowhere.json"]] {
        let outcome = Cli::new(arguments).ends(1);
        assert!(outcome.told().contains("nowhere.json"), "{}", outcome.told());
    }
}

#[test]
fn an_output_that_cannot_be_written_is_told_before_the_run() {
    let directory = with_result("cli-unfit");
    let told = Cli::new(&["run", "result.json", "-o", "no/where.json"]).within(&directory).ends(1);
    assert_eq!(told.told(), "error: cannot write `no/where.json`: there is no directory `no`\n");
    let told = Cli::new(&["run", "result.json", "-o", "./result.json"]).within(&directory).ends(2);
    assert_eq!(told.told(), "error: `-o ./result.json` would overwrite the scenario itself\n");
}

#[test]
fn a_result_and_what_a_scenario_draws_from_are_not_overwritten() {
    let directory = with_result("cli-overwrite");
    let kept = std::fs::read(directory.join("result.json")).expect("it is ours");
    std::os::unix::fs::symlink("result.json", directory.join("also.svg")).expect("it is ours");
    for (words, told) in [
        (&["report", "result.json", "-o", "./result.json"][..], "result itself"),
        (&["chart", "result.json", "users", "-o", "also.svg"], "result itself"),
    ] {
        let said = Cli::new(words).within(&directory).ends(2).told();
        let path = words[words.len() - 1];
        assert_eq!(said, format!("error: `-o {path}` would overwrite the {told}\n"));
        assert_eq!(std::fs::read(directory.join("result.json")).expect("it is there"), kept);
    }
    let page = Cli::new(&["report", "result.json", "-o", "-"]).within(&directory).ends(0);
    assert!(page.out().starts_with("<!doctype html>"));
    assert_eq!(page.told(), "");
    assert!(!directory.join("-").exists());

    let samples = r#"{"empirical": {"csv": "logs/r.csv", "column": "took", "unit": "s"}}"#;
    let scenario = two_servers("x").replace("\"x\"", samples);
    std::fs::create_dir(directory.join("logs")).ok();
    std::fs::write(directory.join("s.json"), scenario).expect("it is ours");
    let data = "took\n3600\n7200\n";
    std::fs::write(directory.join("logs/r.csv"), data).expect("it is ours");
    for words in [
        &["run", "s.json"][..],
        &["compare", "s.json", "s.json"],
        &["sweep", "s.json", "-P", "components.web.count=2,3"],
        &["sensitivity", "s.json"],
    ] {
        let words = [words, &["-o", "logs/../logs/r.csv"]].concat();
        let said = Cli::new(&words).within(&directory).ends(2).told();
        assert_eq!(
            said,
            "error: `-o logs/../logs/r.csv` would overwrite `logs/r.csv`, which `s.json` draws from\n"
        );
        assert_eq!(std::fs::read_to_string(directory.join("logs/r.csv")).expect("kept"), data);
    }
}

#[test]
fn colours_follow_the_wishes_of_the_environment() {
    // clap's own messages are coloured by the same rules as ours.
    let plain = Cli::new(&["check", "nowhere.json"]).with("NO_COLOR", "1").ends(1);
    assert!(!plain.told().contains('\x1b'));
    let piped = Cli::new(&["check", "nowhere.json"]).ends(1);
    assert!(!piped.told().contains('\x1b'));
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hadr"))
        .arg("--help")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// A scenario of two servers whose repairs take so long.
fn two_servers(repair: &str) -> String {
    format!(
        r#"{{"schema": "hadr/v1", "title": "Repairs of {repair}", "system": {{
            "places": {{"dc": {{}}}},
            "components": {{"web": {{
                "in": "dc", "count": 2,
                "fails": [{{"crash": {{"life": {{"exponential": "1000 h"}}}}}}],
                "repair": {{"takes": "{repair}"}}
            }}}},
            "services": {{"fe": {{"pool": {{"members": "web", "need": 2, "detect": {{"after": "30 s"}}}}}}}}}},
            "study": {{"estimate": {{"horizon": "10 y", "trials": 20}}}}}}"#
    )
}

#[test]
fn a_comparison_fails_on_worse_only_when_told_to() {
    let directory = directory("cli-compare");
    for (name, repair) in [("slow.json", "20 h"), ("quick.json", "10 h")] {
        std::fs::write(directory.join(name), two_servers(repair)).expect("it is ours");
    }
    let call = |arguments: &[&str], code| {
        let words = [&["compare"], arguments].concat();
        Cli::new(&words).within(&directory).ends(code)
    };
    let table = call(&["quick.json", "slow.json"], 0).out();
    assert!(table.contains("  worse              downtime: longer in 1\n"), "{table}");
    call(&["quick.json", "slow.json", "--fail-on", "worse"], 4);
    call(&["slow.json", "quick.json", "--fail-on", "worse"], 0);
    let told = call(&["quick.json", "quick.json", "-o", "c.json", "--fail-on", "worse"], 0).told();
    assert_eq!(told, "wrote `c.json`; quick.json (2): exactly equal; seed 1\n");
    let told = call(&["quick.json", "slow.json", "-o", "slow.json"], 2).told();
    assert_eq!(told, "error: `-o slow.json` would overwrite the scenario itself\n");
    let told = call(&["quick.json", "slow.json", "nowhere.json"], 1).told();
    assert_eq!(told, "error: cannot read `nowhere.json`: there is no such file\n");
    let one = call(&["quick.json", "slow.json", "--threads", "1", "--format", "json"], 0).out();
    let two = call(&["quick.json", "slow.json", "--threads", "2", "--format", "json"], 0).out();
    assert!(one == two, "threads do not show");
    // A comparison is no result, and a chart of results says so.
    let told = Cli::new(&["chart", "c.json", "users", "-o", "u.svg"]).within(&directory);
    assert_eq!(
        told.ends(2).told(),
        "error: `users` shows a result of `hadr run`, and this is a comparison of `hadr compare`; \
         its charts are: `comparison`\n"
    );
}
