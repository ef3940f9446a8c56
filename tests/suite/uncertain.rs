//! Figures that lie between two values: what is drawn, and what the long run says of it.

use hadr::estimator::DRAWS;
use hadr::quantity::Span;
use hadr::report::{EstimateFigure, InputSpread, LongRunService, Report, to_json, to_table};
use hadr::scenario::{Scenario, parse};
use hadr::study::{self, Design, Options, VariedError};

const YEAR: f64 = 8766.0;

/// A server of this life and repair in hours or as objects, run over 100 years so many times.
fn text(life: &str, repair: &str, trials: u64) -> String {
    format!(
        r#"{{"schema": "hadr/v1", "title": "One server",
          "system": {{
            "places": {{"site": {{}}}},
            "components": {{"server": {{"in": "site", "fails": [
              {{"crash": {{"life": {{"exponential": {life}}}, "repair": {{"takes": {repair}}}}}}}]}}}},
            "services": {{"service": {{"pool": {{
              "members": ["server"], "need": 1, "detect": "at_once"}}}}}}
          }},
          "study": {{"estimate": {{"horizon": "100 y", "trials": {trials}}}}}}}"#
    )
}

fn scenario(life: &str, repair: &str, trials: u64) -> Scenario {
    parse("s.json", text(life, repair, trials).as_bytes()).unwrap_or_else(|told| panic!("{told}"))
}

fn run(scenario: &Scenario, options: &Options) -> Report {
    study::run(scenario, options).expect("it runs")
}

fn service(report: &Report) -> &LongRunService {
    &report.estimate.as_ref().expect("it was asked for").services[0]
}

fn spread(report: &Report) -> InputSpread {
    service(report).unavailability_by_inputs.expect("there are trials enough")
}

const LIFE: &str = r#"{"between": ["1 y", "4 y"]}"#;
const REPAIR: f64 = 24.0;

/// What one server with a mean life of `hours` lacks: renewal theory, whatever the laws.
fn lacks(hours: f64) -> f64 {
    REPAIR / (hours + REPAIR)
}

/// Mean and standard deviation of that, the logarithm of the life uniform from 1 to 4 years: with
/// w = r / (l + r), the integral of w dl / l is ln(l / (l + r)), and that of w^2 dl / l is this
/// and r / (l + r).
fn truth() -> (f64, f64) {
    let (low, high) = (YEAR, 4.0 * YEAR);
    let first = |l: f64| libm::log(l / (l + REPAIR));
    let second = |l: f64| first(l) + lacks(l);
    let of = libm::log(high / low);
    let mean = (first(high) - first(low)) / of;
    let square = (second(high) - second(low)) / of;
    (mean, (square - mean * mean).sqrt())
}

fn holds(figure: EstimateFigure, truth: f64) -> bool {
    (figure.lower..=figure.upper).contains(&truth)
}

#[test]
fn one_server_of_uncertain_life_against_its_closed_form() {
    let report = run(&scenario(LIFE, r#""24 h""#, 1024), &Options::default());
    let (found, (mean, deviation)) = (spread(&report), truth());
    assert!(holds(service(&report).unavailability, mean), "{mean} {report:?}");
    assert!(holds(found.deviation, deviation), "{deviation} {found:?}");
    // Draws are 64 strata: the 5 % and 95 % quantiles lie in the fourth of them from either end,
    // give or take two for noise.
    let at = |p: f64| lacks(YEAR * libm::pow(4.0, 1.0 - p));
    let near = |value: f64, p: f64| (at(p - 2.5 / 64.0)..at(p + 2.5 / 64.0)).contains(&value);
    assert!(near(found.p5, 0.05) && near(found.p95, 0.95), "{found:?}");
    let table = to_table(&report, false);
    for row in ["UNCERTAIN   drawn once", "      simulation noise", "      input spread"] {
        assert!(table.contains(row), "{table}");
    }
}

#[test]
fn noise_is_that_of_a_run_whose_inputs_are_known() {
    let certain = run(&scenario(r#""2 y""#, r#""24 h""#, 1024), &Options::default());
    let equal = r#"{"between": ["2 y", "2 y"]}"#;
    let drawn = run(&scenario(equal, r#""24 h""#, 1024), &Options::default());
    // The same draws of the same system: trial by trial the same.
    assert_eq!(service(&certain).worst_trials, service(&drawn).worst_trials);
    assert_eq!(service(&certain).outages_per_year, service(&drawn).outages_per_year);
    let found = spread(&drawn);
    assert_eq!(found.deviation.lower, 0.0, "{found:?}");
    // Half the width of the interval is 1.96 standard errors; both come from 1,000 numbers, and
    // so differ by less than four times a fortieth.
    let EstimateFigure { lower, upper, .. } = service(&certain).unavailability;
    let error = (upper - lower) / 2.0 / 1.962;
    assert!((found.noise / error - 1.0).abs() < 0.1, "{found:?} and {error}");
    assert!(found.noise_share > 0.9, "{found:?}");
    assert!(service(&certain).unavailability_by_inputs.is_none());
}

#[test]
fn intervals_of_mean_and_spread_hold_the_truth_seed_by_seed() {
    let (mean, deviation) = truth();
    let scenario = scenario(LIFE, r#""24 h""#, 2 * DRAWS);
    let (mut means, mut spreads) = (0, 0);
    const SEEDS: u64 = 40;
    for seed in 1..=SEEDS {
        let report = run(&scenario, &Options { seed: Some(seed), ..Options::default() });
        means += u32::from(holds(service(&report).unavailability, mean));
        spreads += u32::from(holds(spread(&report).deviation, deviation));
    }
    // 95 % of 40 are 38; four standard errors of 1.4 below that.
    assert!(means >= 33 && spreads >= 33, "{means} and {spreads} of {SEEDS}");
}

#[test]
fn draws_are_stratified_and_common_to_all_that_a_template_makes() {
    let text = r#"{"schema": "hadr/v1", "title": "Two",
      "templates": {"server": {"fails": [{"crash": {
        "life": {"exponential": {"between": ["1 y", "4 y"]}}, "repair": {"takes": "1 h"}}}]}},
      "system": {
        "places": {"site": {}},
        "components": {"one": {"from": "server", "in": "site"}, "two": {"from": "server", "in": "site"}},
        "services": {"service": {"pool": {"members": ["one", "two"]}}}},
      "study": {"estimate": {"horizon": "1 y", "trials": 2}}}"#;
    let scenario = parse("s.json", text.as_bytes()).unwrap_or_else(|told| panic!("{told}"));
    let inputs = scenario.uncertain.as_ref().expect("one figure is uncertain");
    assert_eq!(inputs.figures()[0].path, "templates.server.fails.0.crash.life.exponential");
    let life = |blueprint: &hadr::system::Blueprint, at: usize| {
        blueprint.families[at].modes[0].life.mean().secs_f64()
    };
    // The middle of the law is its geometric mean.
    let middle = Span::from_secs(2 * 31_557_600).secs_f64();
    assert!((life(&scenario.blueprint, 0) - middle).abs() < 1e-5);
    let mut strata: Vec<u64> = (0..DRAWS)
        .map(|draw| {
            let drawn = inputs.drawn(1, draw).expect("it is valid");
            assert_eq!(life(&drawn, 0), life(&drawn, 1));
            let p = libm::log(life(&drawn, 0) / 31_557_600.0) / libm::log(4.0);
            (p * DRAWS as f64) as u64
        })
        .collect();
    assert_ne!(strata, (0..DRAWS).collect::<Vec<_>>());
    strata.sort_unstable();
    assert_eq!(strata, (0..DRAWS).collect::<Vec<_>>());
}

#[test]
fn the_same_bytes_for_all_threads_and_a_replay_to_the_digit() {
    let scenario = scenario(LIFE, r#"{"between": ["2 h", "1 d"]}"#, 300);
    let with = |threads| run(&scenario, &Options { threads: Some(threads), ..Options::default() });
    let report = with(1);
    assert_eq!(to_json(&with(8)), to_json(&report));
    for worst in &service(&report).worst_trials {
        let told = run(&scenario, &Options { replay: Some(worst.trial), ..Options::default() });
        let told = told.replay.expect("it was asked for");
        assert_eq!(told.services[0].outage_seconds.to_bits(), worst.amount.to_bits());
    }
    // With fewer than two trials a draw, noise cannot be told from spread.
    let few = run(&scenario, &Options { trials: Some(2 * DRAWS - 1), ..Options::default() });
    assert!(service(&few).unavailability_by_inputs.is_none());
}

#[test]
fn designs_share_their_inputs() {
    let design = |name: &str, scenario| Design { name: name.to_owned(), scenario };
    let options = Options { trials: Some(128), ..Options::default() };
    let same = ["a", "b"].map(|name| design(name, scenario(LIFE, r#""24 h""#, 128)));
    let (compared, _) = study::compare(&same, &options, None).expect("it runs");
    let difference = compared.designs[1].parts[0].against_first.as_ref().expect("it is paired");
    assert_eq!(difference.unavailability, EstimateFigure::default());
    // Twice the repair is twice the downtime, whatever the life: each pair differs by what the
    // first lacks, and the spread of the inputs is common to both.
    let other = [
        design("a", scenario(LIFE, r#""24 h""#, 128)),
        design("b", scenario(LIFE, r#""48 h""#, 128)),
    ];
    let (compared, _) = study::compare(&other, &options, None).expect("it runs");
    let part = &compared.designs[1].parts[0];
    let paired = part.against_first.as_ref().expect("it is paired").unavailability;
    assert!((paired.value / (part.unavailability.value / 2.0) - 1.0).abs() < 0.02, "{part:?}");
}

#[test]
fn a_script_draws_them_for_each_trial_and_tells_its_story_at_their_middle() {
    let text = text(r#""2 y""#, r#""24 h""#, 2).replace(
        r#""study": {"#,
        r#""incidents": {"one": [{"at": "1 min", "do": {"crash": "server"}}]},
           "study": {"incidents": {"horizon": "3 d", "trials": 64},"#,
    );
    let text = text.replace(r#""takes": "24 h""#, r#""takes": {"between": ["4 h", "16 h"]}"#);
    let scenario = parse("s.json", text.as_bytes()).unwrap_or_else(|told| panic!("{told}"));
    let incident = &run(&scenario, &Options::default()).incidents[0];
    let out = incident.services[0].outage_seconds;
    assert_eq!(out.story, 8.0 * 3600.0);
    // The worst of 64 strata is in the last of them.
    let last = 4.0 * libm::pow(4.0, 63.0 / 64.0) * 3600.0;
    assert!((last..16.0 * 3600.0).contains(&out.worst), "{out:?}");
    let worst_of_all = run(&scenario, &Options { trial: Some(0), ..Options::default() });
    let drawn = worst_of_all.incidents[0].services[0].outage_seconds.story;
    assert!((4.0 * 3600.0..16.0 * 3600.0).contains(&drawn) && drawn != out.story);
}

#[test]
fn what_an_uncertain_figure_matters_is_not_asked() {
    let source = hadr::scenario::Source::parse("s.json", &text(LIFE, r#""24 h""#, 128));
    let source = source.unwrap_or_else(|told| panic!("{told}"));
    let told = study::sensitivity(&source, None, 2.0, &Options::default(), None, 100);
    let Err(VariedError::Call(told)) = told else { panic!("it is refused") };
    assert_eq!(
        told,
        [
            "`components.server.fails.0.crash.life.exponential` lies between two values, and what it \
          matters is asked of one; state it, or ask `hadr run` for the spread of the inputs"
        ]
    );
}

#[test]
fn what_is_valid_one_by_one_may_not_be_together() {
    // The time-out is drawn longer than the interval in some draw.
    let text = text(r#""2 y""#, r#""24 h""#, 2).replace(
        r#""detect": "at_once""#,
        r#""detect": {"probe": {"every": {"between": ["2 s", "20 s"]},
           "timeout": {"between": ["1 s", "10 s"]}, "fall": 3}}"#,
    );
    let scenario = parse("s.json", text.as_bytes()).unwrap_or_else(|told| panic!("{told}"));
    let told = study::run(&scenario, &Options::default()).expect_err("not together").to_string();
    assert!(
        told.starts_with("figures that lie between two values contradict each other, as in draw "),
        "{told}"
    );
}
