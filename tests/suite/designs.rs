//! Designs beside each other: their records, and what is found by pairing trials.

use hadr::report::*;
use hadr::scenario::{self, Scenario};
use hadr::study::{Design, Options, compare};

fn run() -> RunReport {
    RunReport {
        version: "0".into(),
        seed: 7,
        trials: 10,
        interrupted_of: None,
        horizon_seconds: 1e6,
        warm_up_seconds: 0.0,
        start: "new".into(),
    }
}

#[test]
fn records_of_designs_come_back_as_they_were_and_are_told_apart() {
    let figure = EstimateFigure { value: 0.1, lower: -0.3, upper: 1.0 / 3.0 };
    let difference = PartDifference {
        unavailability: figure,
        downtime_seconds_per_year: figure,
        downtime_verdict: Change::NotFound,
        trials_differing: 3,
        interruptions_per_year: figure,
        interruptions_verdict: Change::Equal,
        variance_ratio: None,
        minutes_saved_per_money: Some(figure),
    };
    let part = ComparedPart {
        kind: PartKind::Feature,
        name: "users".into(),
        feature: Some("chat".into()),
        unavailability: figure,
        downtime_seconds_per_year: figure,
        interruptions_per_year: figure,
        interruptions_seen: 4_000,
        against_first: Some(difference),
    };
    let chain = ChainDifference {
        kind: PartKind::Service,
        name: "fe".into(),
        feature: None,
        chain: "crash of web".into(),
        baseline_seconds_per_year: 1.0,
        seconds_per_year: 3.0,
        difference_seconds_per_year: 2.0,
    };
    let design = DesignReport {
        name: "a.json".into(),
        title: "A".into(),
        question: None,
        sources: Vec::new(),
        scenario_hash: "h".into(),
        inputs: Vec::new(),
        price_per_year: Some(12.5),
        parts: vec![part.clone()],
        chains: vec![chain],
        objectives: Vec::new(),
        verdict: Some(Change::Mixed),
    };
    let comparison = ComparisonReport {
        schema: COMPARISON_SCHEMA.into(),
        run: run(),
        designs: vec![design],
        unmatched: Vec::new(),
        currency: Some("EUR".into()),
    };
    let sweep = SweepReport {
        schema: SWEEP_SCHEMA.into(),
        run: run(),
        title: "A".into(),
        question: None,
        sources: Vec::new(),
        scenario_hash: "h".into(),
        inputs: Vec::new(),
        axes: vec![SweepAxis {
            path: "system.components.web.count".into(),
            values: vec!["2".into()],
            numbers: Some(vec![2.0]),
            unit: String::new(),
        }],
        points: vec![SweepPoint {
            values: vec!["2".into()],
            scenario_hash: "h".into(),
            price_per_year: None,
            objectives: Vec::new(),
            parts: vec![part],
        }],
        currency: None,
    };
    let sensitivity = SensitivityReport {
        schema: SENSITIVITY_SCHEMA.into(),
        run: run(),
        title: "A".into(),
        question: None,
        sources: Vec::new(),
        scenario_hash: "h".into(),
        inputs: Vec::new(),
        factor: 2.0,
        tornadoes: vec![Tornado {
            kind: PartKind::Population,
            name: "users".into(),
            feature: None,
            unavailability: figure,
            interruptions_seen: 4_000,
            bars: vec![TornadoBar {
                path: "system.components.web.repair".into(),
                value: "2 h".into(),
                smaller_value: "1 h".into(),
                smaller: figure,
                larger_value: "4 h".into(),
                larger: figure,
            }],
        }],
        left_out: Vec::new(),
    };
    for (record, noun) in [
        (Record::Comparison(Box::new(comparison)), "a comparison of `hadr compare`"),
        (Record::Sweep(Box::new(sweep)), "a sweep of `hadr sweep`"),
        (Record::Sensitivity(Box::new(sensitivity)), "a sensitivity of `hadr sensitivity`"),
    ] {
        let text = record_to_json(&record);
        assert!(text.ends_with("}\n"));
        assert_eq!(read_record(&text), Ok(record));
        let needs = format!("is {noun}, and this needs a result: `hadr run FILE -o result.json`");
        assert_eq!(from_json(&text).map_err(|error| error.to_string()), Err(needs));
        let truncated = read_record(&text[..text.len() / 2]);
        assert!(matches!(truncated, Err(RecordError::Truncated { .. })));
        let later = read_record(&text.replace("/v1", "/v9")).expect_err("it is of later");
        assert!(later.to_string().contains("/v9`, this program reads `hadr/"), "{later}");
        let damaged = read_record(&text.replace("\"seed\"", "\"sead\""));
        assert!(matches!(damaged, Err(RecordError::Damaged { .. })));
    }
}

/// A pool of so many servers with repairs of so long, one of them enough.
fn pool(count: u32, repair: &str, more: &str) -> Scenario {
    let text = format!(
        r#"{{"schema": "hadr/v1", "title": "{count} servers", "system": {{
            "places": {{"dc": {{}}}},
            "components": {{"web": {{
                "in": "dc", "count": {count}, "limit": "60 users", {more}
                "fails": [{{"crash": {{"life": {{"exponential": "1000 h"}}}}}}],
                "repair": {{"takes": {{"exponential": "{repair}"}}}}
            }}}},
            "services": {{"fe": {{"pool": {{"members": "web", "need": 1, "detect": {{"after": "30 s"}}}}}}}},
            "populations": {{"users": {{"users": "60 users", "home": "fe"}}}}}},
            "study": {{"estimate": {{"horizon": "10 y", "trials": 300}}}}}}"#
    );
    scenario::parse("pool.json", text.as_bytes()).unwrap_or_else(|r| panic!("{r}"))
}

fn compared(designs: Vec<Scenario>) -> (ComparisonReport, Vec<String>) {
    let named = |(at, scenario)| Design { name: format!("{at}"), scenario };
    let designs: Vec<Design> = designs.into_iter().enumerate().map(named).collect();
    compare(&designs, &Options::default(), None).expect("they run")
}

fn differences(design: &DesignReport) -> Vec<&PartDifference> {
    design.parts.iter().filter_map(|part| part.against_first.as_ref()).collect()
}

#[test]
fn a_design_beside_itself_differs_by_exactly_nothing() {
    let (report, notes) = compared(vec![pool(2, "10 h", ""), pool(2, "10 h", "")]);
    assert_eq!((notes, report.unmatched.len()), (Vec::new(), 0));
    let [first, again] = &report.designs[..] else { panic!("two designs") };
    assert!(first.parts.iter().all(|part| part.against_first.is_none()));
    assert!(first.parts[0].unavailability.value > 0.0, "something was seen");
    assert_eq!((again.verdict, again.chains.len()), (Some(Change::Equal), 0));
    let differences = differences(again);
    assert_eq!(differences.len(), 2);
    for difference in differences {
        let nothing = EstimateFigure::default();
        assert_eq!(difference.unavailability, nothing);
        assert_eq!(difference.downtime_seconds_per_year, nothing);
        assert_eq!(difference.interruptions_per_year, nothing);
        assert_eq!((difference.trials_differing, difference.variance_ratio), (0, None));
        assert_eq!(difference.downtime_verdict, Change::Equal);
        assert_eq!(difference.interruptions_verdict, Change::Equal);
    }
}

#[test]
fn a_comparison_says_what_the_runs_apart_say() {
    let (a, b) = (pool(2, "10 h", ""), pool(2, "20 h", ""));
    let alone = |scenario: &Scenario| {
        let report = hadr::study::run(scenario, &Options::default()).expect("it runs");
        report.estimate.expect("it was asked for")
    };
    let apart = [alone(&a), alone(&b)];
    let (report, _) = compared(vec![a, b]);
    for (design, alone) in report.designs.iter().zip(&apart) {
        assert_eq!(design.parts[0].unavailability, alone.services[0].unavailability);
        assert_eq!(design.parts[0].interruptions_per_year, alone.services[0].outages_per_year);
        assert_eq!(design.parts[1].unavailability, alone.populations[0].unavailability);
    }
    let difference = differences(&report.designs[1])[0];
    let [a, b] = apart.map(|alone| alone.services[0].unavailability.value);
    assert!((difference.unavailability.value / (b - a) - 1.0).abs() < 1e-9);
    // Repairs twice as long: two down at once, of two machines with rates l and m, for l^2/(l+m)^2
    // of the time.
    let down = |l: f64, m: f64| (l / (l + m)) * (l / (l + m));
    let exact = down(1.0 / 1000.0, 1.0 / 20.0) - down(1.0 / 1000.0, 1.0 / 10.0);
    let EstimateFigure { lower, upper, .. } = difference.unavailability;
    // A pool counts a member as out until 30 s after its return too: less than 1 part in 1,000.
    assert!((lower..=upper).contains(&exact), "{exact} {lower} {upper}");
    assert_eq!(report.designs[1].verdict, Some(Change::Worse));
    // What the chains cost more adds up to what the design costs more.
    let chains = report.designs[1].chains.iter().filter(|chain| chain.kind == PartKind::Service);
    let sum: f64 = chains.map(|chain| chain.difference_seconds_per_year).sum();
    assert!((sum / difference.downtime_seconds_per_year.value - 1.0).abs() < 1e-9);
}

#[test]
fn common_draws_narrow_a_difference_and_draws_of_their_own_do_not() {
    let ratio = |more| {
        let (report, _) = compared(vec![pool(2, "10 h", ""), pool(2, "11 h", more)]);
        differences(&report.designs[1])[0].variance_ratio.expect("they differ")
    };
    let (common, apart) = (ratio(""), ratio(r#""luck": "other","#));
    println!("{common} {apart}");
    // Common draws at least halve the variance here. Without covariance the ratio is 1; of 300 pairs
    // a correlation by chance is within 4/sqrt(300) = 0.23.
    assert!(common > 2.0, "{common}");
    assert!((1.0 / 1.25..1.0 / 0.75).contains(&apart), "{apart}");
}

#[test]
fn what_only_one_design_has_is_named_and_not_compared() {
    let mut other = pool(2, "10 h", "");
    other.blueprint.services[0].name = "front".into();
    let (report, _) = compared(vec![pool(2, "10 h", ""), other]);
    let unmatched = |name: &str, design: &str| UnmatchedReport {
        kind: PartKind::Service,
        name: name.into(),
        feature: None,
        designs: vec![design.into()],
    };
    assert_eq!(report.unmatched, [unmatched("fe", "0"), unmatched("front", "1")]);
    assert_eq!(differences(&report.designs[1]).len(), 1);
}

#[test]
fn the_first_design_says_how_all_are_run_and_a_note_what_others_wished() {
    let mut other = pool(2, "10 h", "");
    let study = other.study.estimate.as_mut().expect("it asks");
    (study.trials, study.seed) = (7, 9);
    // A number of trials and a seed that nobody stated are nobody's wish.
    other.assumptions.retain(|assumed| !assumed.what.starts_with("study.estimate."));
    let mut third = pool(2, "10 h", "");
    third.study.estimate = None;
    let (report, notes) = compared(vec![pool(2, "10 h", ""), other, third]);
    assert_eq!((report.run.trials, report.run.seed), (300, 1));
    assert_eq!(
        notes,
        [
            "`1` asks for 7 trials, seed 9: it is run as `0` is",
            "`2` asks for no long run: it is run as `0` is",
        ]
    );
    let mut silent = pool(2, "10 h", "");
    silent.study.estimate = None;
    let designs = [Design { name: "silent.json".into(), scenario: silent }];
    let error = compare(&designs, &Options::default(), None).expect_err("it asks for nothing");
    assert_eq!(
        error.to_string(),
        "`silent.json` asks for no long run; state `\"estimate\": {\"horizon\": ...}` in its `study`"
    );
}

#[test]
fn what_is_ended_before_two_trials_has_no_record() {
    let read = |text: &str| scenario::parse("s.json", text.as_bytes()).expect("it is a scenario");
    let text = include_str!("../../scenarios/active-passive-pair.json");
    let design = |name: &str| Design { name: name.into(), scenario: read(text) };
    let options = Options { trials: Some(10), ..Options::default() };
    options.watch.stop().store(true, std::sync::atomic::Ordering::Relaxed);
    let ended = compare(&[design("a"), design("b")], &options, None);
    assert_eq!(ended.err(), Some(hadr::study::StudyError::Interrupted));
}

#[test]
fn a_design_in_which_nothing_fails_is_pointed_out() {
    let mut idle = pool(2, "10 h", "");
    idle.blueprint.families.iter_mut().for_each(|family| family.modes.clear());
    let (_, notes) = compared(vec![pool(2, "10 h", ""), idle]);
    let said: Vec<_> =
        notes.iter().filter(|note| note.contains("nothing fails by itself")).collect();
    assert!(said.len() == 1 && said[0].contains("trouble"), "{notes:?}");
}
