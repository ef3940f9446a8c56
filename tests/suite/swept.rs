//! One scenario with other values: which can be varied, how, and what is said of those that cannot.

use hadr::report::{ComparedPart, SweepReport};
use hadr::scenario::{Change, Source, axis};
use hadr::study::{Design, Options, VariedError, compare, sweep};

const POOL: &str = r#"{
  "schema": "hadr/v1",
  "title": "A pool",
  "templates": {"slow": {"takes": {"exponential": "10 h"}}},
  "system": {
    "places": {"dc": {}},
    "components": {
      "web": {"in": "dc", "count": 2, "limit": "60 users",
        "fails": [{"crash": {"life": {"exponential": "1000 h"}}}],
        "repair": {"takes": {"exponential": "10 h"}}},
      "web.eu": {"in": "dc", "fails": [], "needs": {}}
    },
    "services": {
      "fe": {"pool": {"members": "web", "need": 1, "detect": {"after": "30 s"}}}
    },
    "populations": {"users": {"users": "60 users", "home": "fe"}}
  },
  "study": {"estimate": {"horizon": "10 y", "trials": 50}}
}"#;

fn source() -> Source {
    Source::parse("pool.json", POOL).unwrap_or_else(|rejection| panic!("{rejection}"))
}

fn swept(params: &[&str], most: u64) -> Result<SweepReport, VariedError> {
    let axes = params.iter().map(|param| axis(param, most).expect("it is an axis"));
    sweep(&source(), &axes.collect::<Vec<_>>(), &Options::default(), None, most)
}

/// What is wrong with the call.
fn wrong(params: &[&str], most: u64) -> Vec<String> {
    match swept(params, most) {
        Err(VariedError::Call(wrong)) => wrong,
        other => panic!("{other:?}"),
    }
}

fn users(parts: &[ComparedPart]) -> &ComparedPart {
    parts.iter().find(|part| part.name == "users").expect("there are users")
}

#[test]
fn all_combinations_are_run_and_the_last_axis_varies_fastest() {
    let report =
        swept(&["components.web.count=2..3", "services.fe.pool.detect.after=30 s,1 min"], 10)
            .expect("it runs");
    let values: Vec<Vec<String>> = report.points.iter().map(|p| p.values.clone()).collect();
    assert_eq!(values, [["2", "30 s"], ["2", "1 min"], ["3", "30 s"], ["3", "1 min"]]);
    let [count, after] = &report.axes[..] else { panic!("two axes") };
    assert_eq!(count.path, "system.components.web.count");
    assert_eq!((count.numbers.clone(), &*count.unit), (Some(vec![2.0, 3.0]), ""));
    assert_eq!(after.path, "system.services.fe.pool.detect.after");
    assert_eq!((after.numbers.clone(), &*after.unit), (Some(vec![30.0, 60.0]), "s"));
    // The first point is the scenario as it stands, and nothing is before it.
    assert_eq!(report.points[0].scenario_hash, report.scenario_hash);
    assert_eq!(users(&report.points[0].parts).against_first, None);
    assert!(report.points[1..].iter().all(|p| users(&p.parts).against_first.is_some()));
}

#[test]
fn a_point_says_what_a_design_with_its_values_says() {
    let report = swept(&["components.web.repair.takes.exponential=10 h,20 h"], 10).expect("runs");
    let slow = POOL.replace(
        r#""repair": {"takes": {"exponential": "10 h"}}"#,
        r#""repair": {"takes": {"exponential": "20 h"}}"#,
    );
    let design = |name: &str, text: &str| Design {
        name: name.to_owned(),
        scenario: hadr::scenario::parse(name, text.as_bytes()).expect("it is valid"),
    };
    let designs = [design("a", POOL), design("b", &slow)];
    let (comparison, _) = compare(&designs, &Options::default(), None).expect("they run");
    for (point, design) in report.points.iter().zip(&comparison.designs) {
        assert_eq!(point.scenario_hash, design.scenario_hash);
        assert_eq!(point.parts, design.parts);
    }
}

#[test]
fn any_field_can_be_varied_stated_or_not() {
    for (path, value) in [
        ("system.components.web.count", "5"),
        ("components.web.fails.0.crash.life", r#"{"weibull": {"shape": 2, "mean": "1000 h"}}"#),
        ("components.web.repair.delay", "1 h"),
        ("components.web.repair", r#"{"takes": "1 h"}"#),
        ("components.web.eu.needs.web", "hard"),
        ("components.web.fails.0.crash.name", "dies"),
        ("services.fe.pool.detect", "at_once"),
        ("templates.slow.takes.exponential", "5 h"),
        ("title", "Another \"title\""),
        ("populations.users.users", "70 users"),
    ] {
        let source = source();
        let full = source.place(path).unwrap_or_else(|error| panic!("{error}"));
        let change = Change { path: full, value: value.to_owned() };
        let changed = source.with(&[change]).unwrap_or_else(|r| panic!("{path}: {r}"));
        assert_ne!(changed.hash, source.scenario().expect("it is valid").hash, "{path}");
    }
}

#[test]
fn a_field_that_comes_from_a_template_is_varied_where_it_is_written() {
    let spare = r#""spare": {"in": "dc", "repair": {"takes": "4 h"}}, "slow""#;
    let text = POOL.replacen(r#""slow""#, spare, 1);
    let text = text.replacen(r#""components": {"#, r#""components": {"x": {"from": "spare"}, "#, 1);
    let source = Source::parse("s.json", &text).expect("it is valid");
    let said = source.place("components.x.repair.takes").expect_err("it stands elsewhere");
    assert_eq!(
        said.to_string(),
        "`components.x.repair.takes` leads nowhere: `system.components.x` has no `repair`; it \
         comes from a template: vary `templates.spare.repair.takes`"
    );
    let there = source.place("templates.spare.repair.takes").expect("it stands there");
    let change = Change { path: there, value: "5 h".to_owned() };
    assert_ne!(
        source.with(&[change]).expect("it is valid").hash,
        source.scenario().expect("it is valid").hash
    );
}

#[test]
fn everything_wrong_with_the_paths_is_said_at_once_with_the_nearest_right_one() {
    let params = [
        "components.wbe.count=2",
        "components.web.cuont=2",
        "componets.web.count=2",
        "components.web.count.more=2",
        "components.web.fails.1.crash=2",
        "study.estimate.trials=2",
    ];
    assert_eq!(
        wrong(&params, 10),
        [
            "`components.wbe.count` leads nowhere: `system.components` has no `wbe`; did you mean \
             `system.components.web.count`?",
            "`components.web.cuont` leads nowhere: `system.components.web` has no `cuont`; did you \
             mean `system.components.web.count`?",
            "`componets.web.count` leads nowhere: the file has no `componets`; did you mean \
             `components.web.count`?",
            "`components.web.count.more` leads nowhere: `system.components.web.count` is a number, \
             with nothing in it",
            "`components.web.fails.1.crash` leads nowhere: `system.components.web.fails` has no \
             `1`; it has `0`",
            "`study.estimate.trials` is what is asked, and that is the same at all points; use \
             `--horizon`, `--trials` or `--seed`",
        ]
    );
    assert_eq!(
        wrong(&["components.web.count=2", "system.components.web=1"], 10),
        [
            "`system.components.web` and `components.web.count` are the same place, or one is in the \
          other"
        ]
    );
    assert_eq!(
        wrong(&["components.web.count=1..4", "services.fe.pool.need=1..3"], 11),
        [
            "all combinations are 12 points, and at most 11 are run; leave values out, or allow more \
          with `--most`"
        ]
    );
}

#[test]
fn an_axis_is_a_path_and_values() {
    let values = |text: &str| axis(text, 100).expect("it is an axis").1;
    assert_eq!(values("a=1..3,7"), ["1", "2", "3", "7"]);
    assert_eq!(values("a=-1..1"), ["-1", "0", "1"]);
    assert_eq!(
        values(r#"a={"uniform": ["1 s", "2 s"]}, "x,y" ,3 h"#),
        [r#"{"uniform": ["1 s", "2 s"]}"#, r#""x,y""#, "3 h"]
    );
    let error = |text: &str| axis(text, 100).expect_err("it is none").to_string();
    let example = "write it as `components.web.count=2,3,4` or `components.web.count=2..4`";
    assert_eq!(error("count"), format!("`count` has no `=`; {example}"));
    assert_eq!(error("count=1,,2"), format!("`count=1,,2` leaves a value empty; {example}"));
    assert_eq!(error("count=3..1"), "the range `3..1` is empty: it runs backwards");
    assert_eq!(
        error("count=1..18446744073709551615"),
        "the range `1..18446744073709551615` has more than 100 values; thin it out, or allow more \
         with `--most`"
    );
    assert_eq!(error("count=2,2"), "`count=2,2` has the value `2` twice");
}

#[test]
fn a_value_that_makes_no_scenario_is_shown_in_its_place_with_all_others() {
    let Err(VariedError::Rejected(rejections)) = swept(&["components.web.count=0,2,many"], 10)
    else {
        panic!("they make no scenario")
    };
    let told: Vec<String> = rejections.iter().map(|rejection| rejection.to_string()).collect();
    assert_eq!(
        told,
        [
            "error[S103]: expected a whole number from 1 to 10000000, found `0`
 --> pool.json with system.components.web.count = 0:8:36
  |
8 |       \"web\": {\"in\": \"dc\", \"count\": 0, \"limit\": \"60 users\",
  |                                    ^

1 problem
",
            "error[S012]: expected a whole number, found a text
 --> pool.json with system.components.web.count = many:8:36
  |
8 |       \"web\": {\"in\": \"dc\", \"count\": \"many\", \"limit\": \"60 users\",
  |                                    ^^^^^^

1 problem
",
        ]
    );
}

#[test]
fn no_path_and_no_value_makes_it_panic() {
    let source = source();
    let paths = [
        "",
        ".",
        "..",
        "=",
        "system",
        "system.",
        "components",
        "components.web",
        "0",
        "a.b.c",
        "components.web.fails",
        "components.web.fails.-1",
        "components.web.fails.99999999999999999999",
        "components..web",
        "\u{0}",
        "\"",
        "schema",
        "components.web.é",
        "study",
        "repeat",
    ];
    let values = [
        "",
        "null",
        "{",
        "[[[[",
        "{\"a\": 1, \"a\": 2}",
        "\"",
        "\\",
        "1e999",
        "\u{0}\u{7f}",
        "[]",
        "{}",
        "-0",
        "true",
        "99999999999999999999999 h",
        "é, ü",
        "$$",
        "\u{202e}",
    ];
    let (mut places, mut made, mut refused) = (0, 0, 0);
    for path in paths {
        let Ok(full) = source.place(path) else { continue };
        places += 1;
        // A path in full is its own, and two changes of it are one too many.
        assert_eq!(source.place(&full).as_ref(), Ok(&full), "{path:?}");
        assert!(source.collide(&full, path), "{path:?} is not {full:?}");
        for value in values {
            // Whatever comes out is a scenario that builds, or says what it was made of.
            match source.with(&[Change { path: full.clone(), value: value.to_owned() }]) {
                Ok(scenario) => {
                    hadr::system::System::new(&scenario.blueprint).expect("it is checked");
                    made += 1;
                }
                Err(rejection) => {
                    let told = rejection.to_string();
                    assert!(told.contains(&full), "{full}, {value:?}: {told}");
                    refused += 1;
                }
            }
        }
    }
    // Of these paths some lead somewhere, and some values can stand there.
    assert!(places >= 4 && made > 0 && refused > 10 * made, "{places}, {made}, {refused}");
}
