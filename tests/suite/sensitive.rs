//! What each rate and delay matters, against what is known exactly.

use hadr::report::{SensitivityReport, TornadoBar};
use hadr::scenario::{Source, delays};
use hadr::study::{Options, VariedError, sensitivity};

/// Two servers in a row, both from one template.
const ROW: &str = r#"{
  "schema": "hadr/v1",
  "title": "Two in a row",
  "templates": {"server": {
    "fails": [{"crash": {"life": {"exponential": "1000 h"}}}],
    "repair": {"takes": {"uniform": ["8 h", "12 h"]}, "delay": "0 s"}
  }},
  "system": {
    "places": {"dc": {}},
    "components": {"a": {"from": "server", "in": "dc"}, "b": {"from": "server", "in": "dc"}},
    "services": {"row": {"pool": {"members": ["a", "b"], "need": 2,
      "detect": {"probe": {"every": "30 s", "timeout": "25 s", "fall": 2}}}}}
  },
  "incidents": {"one": [{"at": "1 h", "do": {"crash": "a"}, "for": "10 min"}]},
  "study": {"estimate": {"horizon": "40 y", "trials": 50}, "incidents": {"horizon": "2 h"}},
  "objectives": {"soon": {"recovery_time": {"at_most": "1 h", "until": "service"}}}
}"#;

fn source(text: &str) -> Source {
    Source::parse("row.json", text).unwrap_or_else(|rejection| panic!("{rejection}"))
}

fn run(of: Option<&str>, most: u64) -> Result<SensitivityReport, VariedError> {
    sensitivity(&source(ROW), of, 2.0, &Options::default(), None, most)
}

#[test]
fn every_rate_and_delay_of_the_system_is_one_parameter_however_often_it_is_used() {
    let source = source(ROW);
    let found: Vec<(String, String, String)> = delays(&source)
        .into_iter()
        .map(|delay| (delay.path.clone(), delay.value.clone(), delay.times(&source, 0.5)))
        .collect();
    let one = |path: &str, value: &str, half: &str| (path.into(), value.into(), half.into());
    let probe = "system.services.row.pool.detect.probe";
    assert_eq!(
        found,
        [
            one(
                "templates.server.fails.0.crash.life",
                r#"{"exponential": "1000 h"}"#,
                r#"{"exponential": "500 h"}"#
            ),
            // A law is scaled as a whole; the delay of nothing stays nothing, and is left out.
            one(
                "templates.server.repair.takes",
                r#"{"uniform": ["8 h", "12 h"]}"#,
                r#"{"uniform": ["4 h", "6 h"]}"#
            ),
            one(&format!("{probe}.every"), "30 s", "15 s"),
            one(&format!("{probe}.timeout"), "25 s", "12.5 s"),
        ]
    );
}

#[test]
fn effects_are_those_known_exactly_and_ranked() {
    let report = run(Some("row"), 100).expect("it runs");
    assert_eq!((report.factor, report.tornadoes.len()), (2.0, 1));
    let tornado = &report.tornadoes[0];
    let bar = |end: &str| -> &TornadoBar {
        tornado.bars.iter().find(|bar| bar.path.ends_with(end)).expect("it is a parameter")
    };
    // Both have to run: up for (l / (l + r))^2 of the time, whatever the law of repairs.
    let out = |l: f64, r: f64| 1.0 - (l / (l + r)) * (l / (l + r));
    let base = out(1000.0, 10.0);
    // Detection delays each repair by at most 2 x 30 s + 25 s, or 85 s of 10 h: 0.24 % of an effect.
    let slack = 0.003 * base;
    for (what, figure, exact) in [
        ("life halved", bar("life").smaller, out(500.0, 10.0) - base),
        ("life doubled", bar("life").larger, out(2000.0, 10.0) - base),
        ("repairs halved", bar("takes").smaller, out(1000.0, 5.0) - base),
        ("repairs doubled", bar("takes").larger, out(1000.0, 20.0) - base),
    ] {
        println!("{what}: {figure:?} against {exact}");
        let holds = figure.lower - slack <= exact && exact <= figure.upper + slack;
        assert!(holds, "{what}: {figure:?} against {exact}");
    }
    let sizes: Vec<f64> = tornado
        .bars
        .iter()
        .map(|bar| bar.smaller.value.abs().max(bar.larger.value.abs()))
        .collect();
    assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1]), "{sizes:?}");
    // A probe every 15 s with a timeout of 25 s contradicts itself, and so does 50 s every 30 s.
    let out: Vec<&str> = report.left_out.iter().map(|one| one.path.as_str()).collect();
    let probe = "system.services.row.pool.detect.probe";
    assert_eq!(out, [format!("{probe}.every"), format!("{probe}.timeout")]);
    println!("{:?}", report.left_out);
    assert!(report.left_out[0].reason.starts_with("15 s: "), "{:?}", report.left_out);
    assert!(report.left_out[1].reason.starts_with("50 s: "), "{:?}", report.left_out);
}

#[test]
fn too_many_runs_and_an_unknown_name_are_refused_in_words() {
    let wrong = |result| match result {
        Err(VariedError::Call(wrong)) => wrong,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        wrong(run(None, 8)),
        ["4 rates and delays make 9 runs, and at most 8 are done; allow more with `--most 9`"]
    );
    assert_eq!(
        wrong(run(Some("rwo"), 9)),
        ["`--of rwo` names no service, population or feature of the report; did you mean `row`?"]
    );
    assert_eq!(
        wrong(run(Some("everything"), 9)),
        [
            "`--of everything` names no service, population or feature of the report; there are `row`"
        ]
    );
}
