//! Charts of hand-made comparisons, sweeps and sensitivities.

use crate::charts::{assert_readable, size, texts};
use hadr::chart::{ChartError, Format, draw_record};
use hadr::page::to_html;
use hadr::report::*;

const LONG: &str = "front-end-server-pool-of-the-datacentre-in-lisbon";
const YEAR: f64 = 31_557_600.0;

fn run() -> RunReport {
    RunReport {
        version: "0.1.0".into(),
        seed: 42,
        trials: 200,
        interrupted_of: None,
        horizon_seconds: 10.0 * YEAR,
        warm_up_seconds: 0.0,
        start: "new".into(),
    }
}

fn around(value: f64, by: f64) -> EstimateFigure {
    EstimateFigure { value, lower: value - by, upper: value + by }
}

/// A part that is out for so many seconds a year, so many more than in the first design.
fn part(name: &str, seconds: f64, more: Option<f64>) -> ComparedPart {
    let share = |figure: EstimateFigure| EstimateFigure {
        value: figure.value / YEAR,
        lower: figure.lower / YEAR,
        upper: figure.upper / YEAR,
    };
    let difference = |more: f64| {
        let figure = if more == 0.0 { around(0.0, 0.0) } else { around(more, 100.0) };
        let verdict = match more {
            0.0 => Change::Equal,
            more if more < -100.0 => Change::Better,
            more if more > 100.0 => Change::Worse,
            _ => Change::NotFound,
        };
        PartDifference {
            unavailability: share(figure),
            downtime_seconds_per_year: figure,
            downtime_verdict: verdict,
            trials_differing: 150,
            interruptions_per_year: around(0.0, 0.1),
            interruptions_verdict: Change::NotFound,
            variance_ratio: Some(0.2),
            minutes_saved_per_money: None,
        }
    };
    ComparedPart {
        kind: PartKind::Service,
        name: name.into(),
        feature: None,
        unavailability: share(around(seconds, 0.1 * seconds)),
        downtime_seconds_per_year: around(seconds, 0.1 * seconds),
        interruptions_per_year: around(2.0, 0.1),
        interruptions_seen: 4_000,
        against_first: more.map(difference),
    }
}

fn design(name: &str, parts: Vec<ComparedPart>) -> DesignReport {
    DesignReport {
        name: format!("{name}.json"),
        title: "Two sites".into(),
        question: None,
        sources: Vec::new(),
        scenario_hash: "6f2a91c03b7de845".into(),
        inputs: Vec::new(),
        price_per_year: None,
        parts,
        chains: Vec::new(),
        objectives: Vec::new(),
        verdict: None,
    }
}

/// So many designs beside a first one, with as many parts.
fn comparison(count: usize, stem: &str) -> Record {
    let more = |i: usize| [-1_200.0, 50.0, 900.0, 0.0][i % 4];
    let parts = |against: bool| {
        let part = |i| part(&format!("{stem}-{i:02}"), 3_600.0, against.then(|| more(i)));
        (0..count).map(part).collect::<Vec<_>>()
    };
    let mut designs = vec![design("now", parts(false))];
    designs.extend((0..count).map(|i| design(&format!("{stem}-plan-{i}"), parts(true))));
    Record::Comparison(Box::new(ComparisonReport {
        schema: COMPARISON_SCHEMA.into(),
        run: run(),
        designs,
        unmatched: Vec::new(),
        currency: None,
    }))
}

fn axis(path: &str, values: &[&str], numbers: Option<Vec<f64>>, unit: &str) -> SweepAxis {
    let values = values.iter().map(|&value| value.to_owned()).collect();
    SweepAxis { path: path.into(), values, numbers, unit: unit.into() }
}

/// All combinations of the axes, for so many parts.
fn sweep(axes: Vec<SweepAxis>, parts: usize, stem: &str) -> Record {
    let mut combinations: Vec<Vec<String>> = vec![Vec::new()];
    for axis in &axes {
        combinations = combinations
            .iter()
            .flat_map(|before| {
                axis.values
                    .iter()
                    .map(|value| [before.as_slice(), std::slice::from_ref(value)].concat())
            })
            .collect();
    }
    let point = |(at, values): (usize, Vec<String>)| SweepPoint {
        values,
        scenario_hash: "6f2a91c03b7de845".into(),
        price_per_year: None,
        objectives: Vec::new(),
        parts: (0..parts)
            .map(|i| part(&format!("{stem}-{i:02}"), 600.0 * (1 + at % 7) as f64, None))
            .collect(),
    };
    Record::Sweep(Box::new(SweepReport {
        schema: SWEEP_SCHEMA.into(),
        run: run(),
        title: "Two sites".into(),
        question: None,
        sources: Vec::new(),
        scenario_hash: "6f2a91c03b7de845".into(),
        inputs: Vec::new(),
        points: combinations.into_iter().enumerate().map(point).collect(),
        axes,
        currency: None,
    }))
}

fn over_probes(parts: usize, stem: &str) -> Record {
    let every = axis(
        "system.services.web.pool.detect.probe.every",
        &["1 s", "5 s", "1 min", "10 min"],
        Some(vec![1.0, 5.0, 60.0, 600.0]),
        "s",
    );
    let spread = axis("system.services.web.pool.spread", &["even", "by users"], None, "");
    sweep(vec![every, spread], parts, stem)
}

fn sensitivity(bars: usize, tornadoes: usize, stem: &str) -> Record {
    let bar = |i: usize| TornadoBar {
        path: format!("system.services.{stem}.members.fails.{i}.crash.life.exponential"),
        value: r#"{"exponential": "1000 h"}"#.into(),
        smaller_value: "500 h".into(),
        smaller: around(2e-5 / (i + 1) as f64, 1e-6),
        larger_value: "2000 h".into(),
        larger: around(-1e-5 / (i + 1) as f64, 1e-6),
    };
    let tornado = |i: usize| Tornado {
        kind: PartKind::Population,
        name: format!("users of {stem}-{i}"),
        feature: Some("calls".into()).filter(|_| i % 2 == 1),
        unavailability: around(4.7e-5, 1e-6),
        interruptions_seen: 4_000,
        bars: (0..bars).map(bar).collect(),
    };
    Record::Sensitivity(Box::new(SensitivityReport {
        left_out: Vec::new(),
        schema: SENSITIVITY_SCHEMA.into(),
        run: run(),
        title: "Two sites".into(),
        question: None,
        sources: Vec::new(),
        scenario_hash: "6f2a91c03b7de845".into(),
        inputs: Vec::new(),
        factor: 2.0,
        tornadoes: (0..tornadoes).map(tornado).collect(),
    }))
}

fn svg(record: &Record, kind: &str) -> String {
    let bytes = draw_record(record, kind, None, Format::Svg).expect("it can be drawn");
    String::from_utf8(bytes).expect("SVG is text")
}

#[track_caller]
fn assert_has(svg: &str, words: &[&str]) {
    let texts = texts(svg);
    for word in words {
        assert!(texts.iter().any(|(text, ..)| text == word), "`{word}` in {texts:?}");
    }
}

#[test]
fn every_text_is_inside_and_none_overlaps_another() {
    for count in [1, 3, 12, 100] {
        for stem in ["web", LONG] {
            let records = [
                (comparison(count, stem), "comparison"),
                (over_probes(count, stem), "sweep"),
                (sensitivity(count, count.min(12), stem), "tornado"),
            ];
            for (record, kind) in records {
                let svg = svg(&record, kind);
                assert_readable(&svg, &format!("{kind} of {count} {stem}"));
                assert!(size(&svg).1 < 6_000.0, "{kind}: {:?}", size(&svg));
                assert!(svg.contains("6f2a91c03b7de845"), "{kind} of {count}");
                assert!(svg.contains("200 trials of 10 y each"));
            }
        }
    }
}

#[test]
fn a_comparison_shows_differences_around_zero_with_their_verdicts() {
    let svg = svg(&comparison(4, "web"), "comparison");
    assert_has(
        &svg,
        &[
            "web-plan-0.json against now.json",
            "-20 min better",
            "-21 min 40 s to -18 min 20 s",
            "+50 s no difference found",
            "+15 min worse",
            "exactly equal",
            "0 min",
        ],
    );
}

#[test]
fn differences_come_by_size_and_what_is_equal_is_counted() {
    let svg = svg(&comparison(12, "web"), "comparison");
    let texts: Vec<String> = texts(&svg).into_iter().map(|(text, ..)| text).collect();
    let place = |word: &str| texts.iter().position(|text| text == word);
    let places = ["web-00", "web-02", "web-01"].map(|name| place(name).expect(name));
    assert!(places.is_sorted(), "{texts:?}");
    assert_has(&svg, &["and 3 exactly equal"]);
    assert_eq!(place("web-03"), None, "it is equal");
}

#[test]
fn whole_numbers_and_what_was_seen_rule_the_axes_of_a_sweep() {
    let Record::Sweep(mut report) =
        sweep(vec![axis("count", &["2", "3"], Some(vec![2.0, 3.0]), "")], 1, "web")
    else {
        unreachable!("it is a sweep")
    };
    // Nothing was seen at the second point: its bound is a month.
    report.points[1].parts[0].downtime_seconds_per_year =
        EstimateFigure { value: 0.0, lower: 0.0, upper: 2_592_000.0 };
    let svg = svg(&Record::Sweep(report), "sweep");
    assert_has(&svg, &["2", "3", "10 min"]);
    let texts = texts(&svg);
    assert!(texts.iter().all(|text| !format!("{text:?}").contains("2.5")), "{texts:?}");
}

#[test]
fn a_sweep_has_a_curve_for_each_value_of_the_second_axis() {
    let svg = svg(&over_probes(1, "web"), "sweep");
    assert_has(
        &svg,
        &[
            "system.services.web.pool.detect.probe.every",
            "web-00: downtime a year; a curve for each system.services.web.pool.spread",
            "even",
            "by users",
            "10 min",
        ],
    );
}

#[test]
fn values_that_are_no_numbers_stand_in_their_order() {
    let spread = axis("spread", &["even", "by users", "weighted"], None, "");
    let svg = svg(&sweep(vec![spread], 1, "web"), "sweep");
    assert_has(&svg, &["even", "by users", "weighted", "web-00: downtime a year"]);
}

#[test]
fn what_of_a_grid_is_not_drawn_is_said() {
    let many: Vec<String> = (1..=9).map(|i| i.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let numbers = (1..=9).map(f64::from).collect::<Vec<_>>();
    let axes = vec![
        axis("a", &["1", "2"], Some(vec![1.0, 2.0]), ""),
        axis("b", &many, Some(numbers), ""),
        axis("c", &["x", "y"], None, ""),
    ];
    let svg = svg(&sweep(axes, 1, "web"), "sweep");
    assert_has(&svg, &["Drawn: the first 6 of 9 values of b; c = x only."]);
}

#[test]
fn a_tornado_says_what_was_put_in_and_what_came_of_it() {
    let svg = svg(&sensitivity(30, 1, "web"), "tornado");
    assert_has(
        &svg,
        &[
            "users of web-0: 24 min 43 s of downtime a year as it stands",
            "divided by 2",
            "multiplied by 2",
            "+10 min 31 s, -5 min 16 s",
            "now exponential, mean 1000 h",
            "and 7 that matter less",
        ],
    );
}

#[test]
fn a_chart_of_another_kind_of_record_is_told_what_there_is() {
    let told = |record: &Record, kind: &str| {
        draw_record(record, kind, None, Format::Svg).map_err(|error| error.to_string())
    };
    assert_eq!(
        told(&comparison(1, "web"), "tornado"),
        Err("`tornado` shows a sensitivity of `hadr sensitivity`, and this is a comparison of \
             `hadr compare`; its charts are: `comparison`"
            .into())
    );
    let result = Record::Result(Box::new(crate::hand_made::six_servers()));
    let told = told(&result, "sweep").expect_err("it is no sweep");
    assert!(
        told.starts_with("`sweep` shows a sweep of `hadr sweep`, and this is a result"),
        "{told}"
    );
    assert_eq!(
        draw_record(&comparison(1, "web"), "comparison", Some("x"), Format::Svg),
        Err(ChartError::OfNoIncident { kind: "comparison".into() })
    );
}

#[test]
fn where_there_is_nothing_to_draw_the_message_says_what_to_do() {
    for (record, kind, reason) in [
        (
            comparison(0, "web"),
            "comparison",
            "no design has a service or population of the first one; give them the same names, and \
             ask for both in `estimate`",
        ),
        (
            over_probes(0, "web"),
            "sweep",
            "the sweep reports no service and no population; name one in `estimate`",
        ),
        (
            sensitivity(0, 1, "web"),
            "tornado",
            "the scenario has no rate and no delay that could be varied",
        ),
    ] {
        let told = draw_record(&record, kind, None, Format::Png).map_err(|e| e.to_string());
        assert_eq!(told, Err(format!("nothing to draw: {reason}")));
    }
}

#[test]
fn a_page_of_designs_has_their_picture_and_their_tables() {
    for record in [comparison(2, "web"), over_probes(2, "web"), sensitivity(3, 2, "web")] {
        let page = to_html(&record);
        assert_eq!(page.matches("<svg role=\"img\"").count(), 1, "{}", record.noun());
        assert!(page.contains("<table>") && page.contains("<title>Two sites"), "{}", record.noun());
        assert!(page.contains("6f2a91c03b7de845"));
    }
}
