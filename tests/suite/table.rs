//! The terminal table, and the record as JSON and in files.

use crate::hand_made::{Made, six_servers};
use hadr::report::{RecordError, Report, SCHEMA, Verdict, from_json, save, to_json, to_table};
use std::path::PathBuf;

#[test]
fn a_small_result_reads_like_this() {
    let report = Made::titled("Two servers, one fails")
        .asking("Does the other carry the users?")
        .incident("web-down")
        .happened(600.0, "failed", "web-01", "web-01 fails")
        .happened(612.5, "noticed", "web-01", "web notices that web-01 is down")
        .noticed("web", "web-01")
        .pool("web", 2, 1_000.0, 900.0)
        .objective("quick", "all users within 1 min", "worst 62.5 s", Verdict::Missed)
        .assuming("services.web.spread", "even", "the common default")
        .report();
    let table = to_table(&report, false);
    let expected = "\
Two servers, one fails
Question: Does the other carry the users?

OBJECTIVES
  MISSED      quick: all users within 1 min (in web-down)
              worst 62.5 s

INCIDENT web-down   the story at nominal values, spread over 1,000 drawn trials, 4 h long

  What happened   h:min:s since the start
    0:10:00.000   web-01 fails
    0:10:12.500   web notices that web-01 is down

  Noticed   from the failure until known, and from the return until used again
    failure       at    story       p5      p95   worst   in trials   by
    web-01    10 min   12.5 s   10.3 s   14.8 s    15 s         all   web: probe every 5 s, 3 misses

  Service web   load in users
    member   limit   before    peak   after   peak/limit   peak p5     p95   worst   worst/limit   over limit    worst
    web-01     900      500     500       0       55.6 %       500     500     550        61.1 %          0 s      0 s
    web-02     900      500   1,000   1,000      111.1 %       500   1,000   1,100       122.2 %       15 min   15 min

                             story       p5      p95    worst
    outages                      0        0        0        0
    time unprotected        15 min   15 min   15 min   15 min
    users moved                500      500      500      500
    users refused at most        0        0      120      300
    unprotected: one more member down refuses users

ASSUMED   where the scenario is silent
  services.web.spread   even   (the common default)

seed 42, hadr 0.1.0, scenario 6f2a91c03b7de845
";
    assert_eq!(table, expected, "\n{table}");
}

#[test]
fn the_long_run_reads_like_this() {
    let seen = to_table(&Made::titled("Long").long_run("web", 640).report(), false);
    let expected = "\
Long

LONG RUN   200 trials of 10 y, start new, 48,210 failures and repairs; intervals at 95 %

  web
    availability                          99.9953 %   99.9947 % to 99.9959 %; at least 4.2 nines
    downtime a year                     24 min 40 s   21 min 30 s to 28 min
      in half of the years, at most             0 s   0 s to 0 s
      in 95 % of the years, at most      2 h 34 min   2 h 16 min to 2 h 54 min
      in 99 % of the years, at most      4 h 43 min   4 h to 5 h 35 min
    years with any                             25 %   23 % to 27 %; 500 of 2,000 years
    outages a year                             0.32   0.28 to 0.36; 640 seen
    mean outage                          1 h 17 min   1 h 8 min to 1 h 27 min
    mean time between                      3 y 38 d   2 y 311 d to 3 y 178 d
    no outage in 10 y                           4 %   1.7 % to 7.7 %
    first outage, in half by               2 y 57 d   1 y 317 d to 2 y 185 d
    unprotected                               2.3 %   2.1 % to 2.5 %
    load of a member                     mean 6,667
                                      highest 8,000

seed 42, hadr 0.1.0, scenario 6f2a91c03b7de845
";
    assert_eq!(seen, expected, "\n{seen}");
}

#[test]
fn no_outage_seen_is_a_bound_and_not_perfection() {
    let table = to_table(&Made::titled("Long").long_run("web", 0).report(), false);
    let expected = "\
    availability                        > 99.9947 %   more than 4.2 nines
    downtime a year                   < 27 min 53 s
      in half of the years, at most             0 s   0 s to 0 s
      in 95 % of the years, at most    < 2 h 53 min
      in 99 % of the years, at most    < 5 h 35 min
    years with any                           < 27 %   0 of 2,000 years
    outages a year                           < 0.36   none seen: upper bounds
    no outage in 10 y                      > 98.2 %
";
    assert!(table.contains(expected), "{table}");
    assert!(!table.contains("100 %"), "{table}");
}

#[test]
fn fewer_than_thirty_seen_are_too_few() {
    let table = to_table(&Made::titled("Long").long_run("web", 29).report(), false);
    assert!(table.contains("0.28 to 0.36; 29 seen; too few\n"), "{table}");
    assert!(table.contains("1 h 8 min to 1 h 27 min; too few\n"), "{table}");
    let table = to_table(&Made::titled("Long").long_run("web", 30).report(), false);
    assert!(!table.contains("too few"), "{table}");
}

#[test]
fn members_that_agree_share_a_row() {
    let made = Made::titled("Forty").incident("one-down").pool("web", 40, 40_000.0, 1_500.0);
    let table = to_table(&made.report(), false);
    assert!(table.contains("web-02 ... web-40 (39)   1,500    1,000   1,026   1,026"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() < 140), "{table}");
}

#[test]
fn colours_only_paint_and_never_move() {
    let colored = to_table(&six_servers(), true);
    let mut plain = String::new();
    for (i, piece) in colored.split("\x1b[").enumerate() {
        plain.push_str(if i == 0 {
            piece
        } else {
            piece.split_once('m').map_or("", |(_, rest)| rest)
        });
    }
    assert!(colored.contains("\x1b[32mmet"));
    assert_eq!(plain, to_table(&six_servers(), false));
}

#[test]
fn a_hostile_text_does_nothing_to_a_terminal() {
    // Clears the screen, moves a line up, rings, turns the direction of writing, ends the line.
    let evil = "\u{1b}[2J\u{9b}A\u{7}\u{202e}x\u{2069}\r\ny\tz";
    let spelt = r"\u{1b}[2J\u{9b}A\u{7}\u{202e}x\u{2069}\r\ny\tz";
    let mut report = Made::titled(evil)
        .asking(evil)
        .incident(evil)
        .happened(600.0, "failed", evil, evil)
        .noticed(evil, evil)
        .pool(evil, 2, 1_000.0, 900.0)
        .objective(evil, evil, evil, Verdict::Missed)
        .assuming(evil, evil, evil)
        .long_run(evil, 640)
        .report();
    report.sources = vec![evil.to_owned()];
    let table = to_table(&report, false);
    let acts = |c: char| c != '\n' && (c.is_control() || ('\u{2028}'..='\u{2069}').contains(&c));
    let found: Vec<&str> = table.lines().filter(|line| line.contains(acts)).collect();
    assert!(found.is_empty(), "{found:#?}");
    for line in [spelt.to_owned(), format!("INCIDENT {spelt}   "), format!("0:10:00   {spelt}")] {
        assert!(table.contains(&line), "`{line}` is missing in\n{table}");
    }
    // The columns stay columns: what is spelt out is measured as it is printed.
    let member = table.lines().find(|line| line.contains("-01 ")).expect("there is a member");
    let head = table.lines().find(|line| line.contains("member ") && line.contains("limit"));
    let head = head.expect("there is a head");
    assert_eq!(member.chars().count(), head.chars().count(), "\n{head}\n{member}");
    // With colours there are ours, and no others.
    let painted = to_table(&report, true);
    let escapes = painted.split('\u{1b}').skip(1);
    for escape in escapes {
        let ours = ["[0m", "[1m", "[2m", "[31m", "[32m", "[33m"];
        assert!(ours.iter().any(|code| escape.starts_with(code)), "{escape}");
    }
    // The record keeps the texts as they are.
    assert_eq!(from_json(&to_json(&report)).map(|report| report.title).as_deref(), Ok(evil));
}

#[test]
fn a_record_comes_back_from_json_as_it_was() {
    let report = six_servers();
    let text = to_json(&report);
    assert!(text.ends_with("}\n"));
    assert_eq!(from_json(&text).as_ref(), Ok(&report));
    assert_eq!(from_json(&text).map(|report| to_json(&report)), Ok(text));
}

#[test]
#[should_panic(expected = "every figure of the record is a finite number")]
fn infinity_never_gets_into_a_file() {
    let mut report = six_servers();
    report.incidents[0].services[0].members[0].limit = Some(f64::INFINITY);
    to_json(&report);
}

#[test]
fn a_foreign_file_is_told_from_a_damaged_one() {
    let text = to_json(&six_servers());
    let error = |text: &str| from_json(text).expect_err("it is no result");
    assert_eq!(error(""), RecordError::Empty);
    assert!(matches!(error(&text[..text.len() / 2]), RecordError::Truncated { .. }));
    assert!(matches!(error("\u{89}PNG"), RecordError::NotJson { .. }));
    assert_eq!(error("{\"name\": \"other\"}"), RecordError::Foreign);
    assert_eq!(error("[1, 2]"), RecordError::Foreign);
    assert_eq!(error("{\"schema\": \"hadr/v1\"}"), RecordError::Scenario);
    let later = text.replace(SCHEMA, "hadr/result/v9");
    assert_eq!(
        error(&later),
        RecordError::Version { found: "hadr/result/v9".into(), reads: SCHEMA }
    );
    let damaged = text.replace("\"seed\"", "\"sead\"");
    assert!(matches!(error(&damaged), RecordError::Damaged { .. }));
    assert_eq!(
        error(&later).to_string(),
        "is a result in version `hadr/result/v9`, this program reads `hadr/result/v1`; run the \
         scenario again with this program"
    );
}

#[test]
fn every_field_of_the_record_is_described() {
    fn fields(value: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
        match value {
            serde_json::Value::Object(object) => {
                for (name, value) in object {
                    found.insert(name.clone());
                    fields(value, found);
                }
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| fields(item, found)),
            _ => {}
        }
    }
    let mut found = std::collections::BTreeSet::new();
    for report in [six_servers(), crate::recovery::mirror()] {
        let tree = serde_json::from_str(&to_json(&report)).expect("it is JSON");
        fields(&tree, &mut found);
    }
    let page = include_str!("../../docs/formats/report.md");
    let missing: Vec<_> =
        found.iter().filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "docs/formats/report.md lacks {missing:?}");
    assert!(found.len() > 80, "the hand-made result has all fields");
}

#[test]
fn a_crowd_in_the_story_is_told_by_its_first_and_last() {
    let mut made = Made::titled("Site").incident("lost");
    for i in 1..=40 {
        made = made.happened(5.0, "failed", "web", &format!("web-{i:02} fails"));
    }
    for i in 0..200 {
        made = made.happened(f64::from(10 + i), "moved", "web", "users move");
    }
    let table = to_table(&made.report(), false);
    assert!(
        table.contains("    0:00:05   web-01 fails\n              ... and 38 more alike ...\n              web-40 fails\n    0:00:10   users move\n"),
        "{table}"
    );
    assert!(
        table.contains(
            "\n              ... 103 more lines, all in the JSON ...\n    0:03:20   users move\n"
        ),
        "{table}"
    );
}

#[test]
fn a_long_story_keeps_its_turning_points() {
    let mut made = Made::titled("Site").incident("lost");
    for i in 0..200 {
        made = made.happened(f64::from(10 + i), "moved", "web", "users move");
        if i % 50 == 20 {
            let text = format!("sql is told by a runbook to switch over, and refuses ({i})");
            made = made.happened(f64::from(10 + i), "command", "sql", &text);
        }
    }
    let table = to_table(&made.report(), false);
    for i in [20, 70, 120, 170] {
        assert!(table.contains(&format!("and refuses ({i})\n")), "{table}");
    }
    assert!(table.contains(" more lines, all in the JSON ...\n"));
    assert!(table.lines().count() < 130, "{table}");
}

/// A directory of its own for a test, empty.
pub fn directory(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("the target directory is ours");
    path
}

#[test]
fn saving_replaces_the_old_file_and_leaves_nothing_aside() {
    let directory = directory("save-replaces");
    let path = directory.join("result.json");
    for text in ["old", "new"] {
        save(&path, text.as_bytes()).expect("the directory is ours");
    }
    assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), Some("new"));
    assert_eq!(std::fs::read_dir(&directory).map(Iterator::count).ok(), Some(1));
}

#[test]
fn a_failed_save_leaves_the_old_file_intact() {
    let directory = directory("save-fails");
    let path = directory.join("result.json");
    std::fs::write(&path, "old").expect("the directory is ours");
    // Where the file aside would stand there is a directory, which even the superuser cannot open.
    let aside = directory.join(format!("result.json.tmp.{}", std::process::id()));
    std::fs::create_dir(&aside).expect("the directory is ours");
    let error = save(&path, b"new").expect_err("there is no room aside");
    assert!(error.to_string().starts_with(&format!("cannot write `{}`: ", path.display())));
    assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), Some("old"));

    let missing = directory.join("nowhere").join("result.json");
    assert!(save(&missing, b"new").is_err());
    let error = save(&directory, b"new").expect_err("it is a directory");
    assert!(error.to_string().ends_with("it is a directory"), "{error}");
}

#[test]
fn a_read_only_file_is_not_replaced() {
    let directory = directory("save-read-only");
    let path = directory.join("result.json");
    std::fs::write(&path, "old").expect("the directory is ours");
    let mut permissions = std::fs::metadata(&path).expect("it was just written").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).expect("the file is ours");
    let error = save(&path, b"new").expect_err("it is read-only");
    assert!(error.to_string().ends_with("it is read-only"), "{error}");
    assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), Some("old"));
}

#[test]
fn an_empty_record_is_still_a_page() {
    let report: Report = Made::titled("Nothing").report();
    assert_eq!(
        to_table(&report, false),
        "Nothing\n\nseed 42, hadr 0.1.0, scenario 6f2a91c03b7de845\n"
    );
}
