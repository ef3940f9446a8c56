//! Designs beside each other: their records, and what is found by pairing trials.

use hadr::report::*;

fn run() -> RunReport {
    RunReport {
        version: "0".into(),
        seed: 7,
        trials: 10,
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
            parts: vec![part],
        }],
        currency: None,
    };
    let sensitivity = SensitivityReport {
        schema: SENSITIVITY_SCHEMA.into(),
        run: run(),
        title: "A".into(),
        scenario_hash: "h".into(),
        inputs: Vec::new(),
        factor: 2.0,
        tornadoes: vec![Tornado {
            kind: PartKind::Population,
            name: "users".into(),
            feature: None,
            unavailability: figure,
            bars: vec![TornadoBar {
                path: "system.components.web.repair".into(),
                value: "2 h".into(),
                smaller_value: "1 h".into(),
                smaller: figure,
                larger_value: "4 h".into(),
                larger: figure,
            }],
        }],
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
