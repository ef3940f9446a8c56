//! Every file in `scenarios/`: valid, quick, ends as documented, and answers what it asks.

use hadr::report::{IncidentReport, LongRunService, Report, Verdict};
use hadr::scenario::{self, Scenario};
use hadr::study::{self, Options};
use std::path::{Path, PathBuf};
use std::process::Command;

const FLAGSHIP: &str = "lync-paired-datacenters";

/// The scenarios of this repository, by name.
pub fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an open folder can be read").path()).collect();
    files.sort();
    files
}

/// The file's name without its suffix.
pub fn name(file: &Path) -> String {
    file.file_stem().expect("files have names").to_string_lossy().into_owned()
}

fn read(name: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.json"));
    scenario::read(&path).unwrap_or_else(|rejection| panic!("{rejection}"))
}

/// Its report, audited; of so many trials.
pub fn report(name: &str, trials: u64) -> Report {
    let options = Options { trials: Some(trials), audit: true, ..Options::default() };
    study::run(&read(name), &options).expect("it runs")
}

/// The report of one of them, for its stories.
pub fn named(name: &str) -> Report {
    report(name, 1)
}

#[test]
fn each_has_a_question_and_says_where_its_numbers_come_from() {
    let files = files();
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        let name = name(&file);
        let scenario = read(&name);
        let question = scenario.question.unwrap_or_default();
        assert!(question.ends_with('?'), "{name} asks `{question}`");
        assert!(!scenario.sources.is_empty(), "{name} has no sources");
        let lines = std::fs::read_to_string(&file).expect("it was just read").lines().count();
        // Two whole sites take more than a screen.
        let two_sites = name == FLAGSHIP || name.starts_with("lync-without-");
        let most = if two_sites { 100 } else { 60 };
        assert!(lines <= most, "{name} cannot be read in one sitting: {lines} lines");
    }
}

/// Documented in the README and in `.ci/run`: the objectives of every scenario are met.
#[test]
fn each_meets_its_objectives_and_ends_with_zero() {
    for file in files() {
        let output = Command::new(env!("CARGO_BIN_EXE_hadr"))
            .args(["run", "--format", "json"])
            .arg(&file)
            .output()
            .expect("the program was built");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{}: {told}", file.display());
        let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
        let report = hadr::report::from_json(&text).expect("it is a result");
        assert!(report.objectives.iter().all(|o| o.verdict == Verdict::Met), "{}", file.display());
    }
}

/// Before, at the peak and after, in the story and in the worst of the trials.
fn loads(incident: &IncidentReport, member: usize) -> [f64; 4] {
    let member = &incident.services[0].members[member];
    [member.before.story, member.peak.story, member.after.story, member.peak.worst]
}

#[test]
fn of_five_front_ends_the_survivors_carry_7_500_each_over_the_limit() {
    let report = report("front-end-pool-of-five", 100);
    let incident = &report.incidents[0];
    for survivor in [0, 1, 3, 4] {
        assert_eq!(loads(incident, survivor), [6000.0, 7500.0, 7500.0, 7500.0]);
        let member = &incident.services[0].members[survivor];
        assert_eq!(member.limit, Some(6660.0));
        // Over from (6,660 - 6,000) / 20 = 33 s into the ramp until the lost one is back in
        // rotation 7.5 s after its hour: 3,600 - 12.5 + 7.5 - 33 s.
        assert_eq!(member.over_limit_seconds.story, 3562.0);
    }
    assert_eq!(incident.services[0].moved.story, 6000.0);
    // 12.5 s until noticed, then 6,000 users at 4 x 20 a second.
    assert_eq!(incident.populations[0].thresholds[0].longest_seconds.story, 87.5);
}

#[test]
fn of_six_front_ends_the_survivors_carry_6_000_each_within_the_limit() {
    let report = report("front-end-pool-of-six", 100);
    let incident = &report.incidents[0];
    for survivor in [0, 1, 3, 4, 5] {
        assert_eq!(loads(incident, survivor), [5000.0, 6000.0, 6000.0, 6000.0]);
        let member = &incident.services[0].members[survivor];
        assert_eq!((member.limit, member.over_limit_seconds.worst), (Some(6660.0), 0.0));
    }
    assert_eq!(loads(incident, 2), [5000.0, 5000.0, 0.0, 5000.0]);
    assert_eq!(incident.services[0].moved.story, 5000.0);
    // 12.5 s until noticed, then 5,000 users at 5 x 20 a second: 5,000 x 12.5 s + 5,000 x 50 s / 2.
    assert_eq!(incident.populations[0].thresholds[0].longest_seconds.story, 62.5);
    assert_eq!(incident.populations[0].lost_user_minutes.story, 3125.0);
}

#[test]
fn a_crash_behind_the_proxy_fails_62_requests_and_silence_137() {
    let report = report("web-pool-behind-haproxy", 500);
    // Half an interval, two intervals more; in silence each of three checks takes 500 ms as well.
    for (incident, name, noticed, failed) in
        [(&report.incidents[0], "crash", 1.25, 62.5), (&report.incidents[1], "silent", 2.75, 137.5)]
    {
        assert_eq!(incident.name, name);
        let seen = incident.notices[0].noticed_after_seconds.expect("it is noticed");
        assert_eq!(seen.story, noticed, "{name}");
        // The phase of the first check is uniform over one interval.
        assert!(seen.p5 >= noticed - 0.25 && seen.worst <= noticed + 0.25, "{name}: {seen:?}");
        // A quarter of 200 a second goes to the dead server until then.
        assert_eq!(incident.loads[0].failed.story, failed, "{name}");
        assert_eq!(incident.loads[0].failed.story, 50.0 * noticed, "{name}");
        assert_eq!(loads(incident, 0)[0], 50.0);
        assert!((loads(incident, 0)[2] - 200.0 / 3.0).abs() < 1e-6);
        // Half an interval, and one more.
        assert_eq!(incident.notices[0].back_after_seconds.expect("it returns").story, 0.75);
    }
}

fn long_run<'a>(report: &'a Report, service: &str) -> &'a LongRunService {
    let estimate = report.estimate.as_ref().expect("an estimate is asked for");
    estimate.services.iter().find(|s| s.name == service).expect("the service is there")
}

/// The 95 % interval of the estimate holds the exact value, and is narrow enough to tell.
#[track_caller]
fn holds(service: &LongRunService, exact: f64, within: f64) {
    let figure = service.unavailability;
    let said = format!("{}: {exact} in {figure:?}", service.name);
    assert!((figure.lower..=figure.upper).contains(&exact), "{said}");
    assert!(figure.upper - figure.lower < 2.0 * within * exact, "{said}");
}

/// The chain of servers down, as `sources` of the two files states it.
fn share_out(
    servers: u32,
    out_from: u32,
    up: impl Fn(u32) -> f64,
    down: impl Fn(u32) -> f64,
) -> f64 {
    let mut weights = vec![1.0];
    for lost in 0..servers {
        weights.push(weights[lost as usize] * up(lost) / down(lost + 1));
    }
    weights[out_from as usize..].iter().sum::<f64>() / weights.iter().sum::<f64>()
}

#[test]
fn one_crew_and_five_servers_are_out_as_long_as_the_chain_says() {
    let exact = 60_603.0 / 8_204_060_603.0;
    let chain = share_out(5, 3, |lost| f64::from(5 - lost) / 2000.0, |_| 0.1);
    assert!((chain / exact - 1.0).abs() < 1e-12, "{chain}");
    let options = Options::default();
    let report = study::run(&read("one-crew-five-servers"), &options).expect("it runs");
    holds(long_run(&report, "servers"), exact, 0.1);
}

#[test]
fn load_that_wears_makes_the_long_run_59_times_worse() {
    let chain = |exponent: f64| {
        let speed = |lost: u32| libm::pow(6.0 / f64::from(6 - lost), exponent);
        let fails = |lost: u32| f64::from(6 - lost) * speed(lost) / 500.0;
        share_out(6, 4, fails, |lost| f64::from(lost) / 8.0)
    };
    let (cool, worn) =
        (3_774_064.0 / 4_195_872_914_689.0, 27_825_918_336.0 / 526_033_226_308_961.0);
    assert!((chain(0.0) / cool - 1.0).abs() < 1e-12 && (chain(3.0) / worn - 1.0).abs() < 1e-12);
    assert!((worn / cool - 58.8).abs() < 0.1);
    let report = study::run(&read("cascading-overload"), &Options::default()).expect("it runs");
    holds(long_run(&report, "cool-pool"), cool, 0.5);
    holds(long_run(&report, "worn-pool"), worn, 0.1);
    // And on the day that two are lost, more survivors follow where load wears.
    let of = |at: usize| report.incidents[0].services[at].moved.p95;
    assert_eq!(report.incidents[0].services[1].name, "worn-pool");
    assert!(of(0) > 4000.0 && of(1) > of(0), "{} and {}", of(0), of(1));
}

/// What a design lacks is all in which it differs from the flagship.
#[test]
fn the_designs_that_are_compared_with_the_flagship_lack_what_they_say() {
    let witness = ["/repeat/0/system/components/witness-$here"];
    let mirror = "/repeat/0/system/services/sql-$here";
    let decider = format!("{mirror}/mirror/failover");
    let pairing = [
        "/repeat/0/system/components/cms-$here",
        "/system/people",
        "/system/runbooks",
        "/system/services",
    ];
    let cases: [(&str, Vec<&str>); 3] = [
        ("witness", [&witness[..], &[&*decider]].concat()),
        ("mirroring", [&witness[..], &[mirror]].concat()),
        ("pairing", pairing.to_vec()),
    ];
    let asked = ["/incidents", "/objectives", "/question", "/study/incidents", "/title"];
    for (lacks, differs) in cases {
        let mut expected = [&asked[..], &differs].concat();
        expected.sort_unstable();
        let mut found = Vec::new();
        differences("", &tree(FLAGSHIP), &tree(&format!("lync-without-{lacks}")), &mut found);
        assert_eq!(found, expected, "without {lacks}");
    }
}

fn tree(name: &str) -> serde_json::Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.json"));
    let text = std::fs::read_to_string(path).expect("it is there");
    serde_json::from_str(&text).expect("scenarios are JSON")
}

/// Where two trees differ, as far down as both have objects or lists of one shape with some key in
/// common.
fn differences(
    at: &str,
    one: &serde_json::Value,
    other: &serde_json::Value,
    found: &mut Vec<String>,
) {
    use serde_json::Value;
    match (one, other) {
        (one, other) if one == other => {}
        (Value::Object(a), Value::Object(b)) if a.keys().any(|key| b.contains_key(key)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let at = format!("{at}/{key}");
                match (a.get(key), b.get(key)) {
                    (Some(a), Some(b)) => differences(&at, a, b, found),
                    _ => found.push(at),
                }
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                differences(&format!("{at}/{i}"), a, b, found);
            }
        }
        _ => found.push(at.to_owned()),
    }
}
