//! Designs beside a baseline, on the same draws.

use super::side_by_side::{self, Side, chain_differences, long_run_of, overall};
use super::{Options, StudyError, input, prices};
use crate::quantity::{Span, print_span};
use crate::report::{COMPARISON_SCHEMA, ComparisonReport, DesignReport, UnmatchedReport};
use crate::scenario::Scenario;

/// A design and what it is called in the report.
pub struct Design {
    /// Unique among the designs.
    pub name: String,
    /// What it is.
    pub scenario: Scenario,
}

/// Compares designs with the first of them.
///
/// Horizon, warm-up, trials and seed are the first one's unless `options` or `horizon` say
/// otherwise; what else the others ask for is said in the second part of the answer.
pub fn compare(
    designs: &[Design],
    options: &Options,
    horizon: Option<Span>,
) -> Result<(ComparisonReport, Vec<String>), StudyError> {
    let Some(baseline) = designs.first() else { return Err(StudyError::TooFewTrials) };
    let study = long_run_of(&baseline.scenario, &baseline.name, options, horizon)?;
    let scenarios: Vec<&Scenario> = designs.iter().map(|design| &design.scenario).collect();
    let of = study.of.map(|target| baseline.scenario.blueprint.name_of(target));
    options.watch.begin("comparison");
    let (sides, done) = side_by_side::run(&scenarios, &study, of.as_deref(), options)?;
    let currency = prices::currency(&scenarios);
    let report = ComparisonReport {
        schema: COMPARISON_SCHEMA.to_owned(),
        run: side_by_side::run_report(&study, done),
        designs: designs
            .iter()
            .zip(&sides)
            .enumerate()
            .map(|(at, (design, side))| {
                let mut report = report(design, side, (at > 0).then(|| &sides[0]));
                report.price_per_year = prices::per_year(&design.scenario, currency.as_deref());
                prices::weigh(&mut report.parts, &design.scenario, &baseline.scenario);
                report
            })
            .collect(),
        unmatched: unmatched(designs, &sides),
        currency,
    };
    Ok((report, disagreements(designs, &study, options, horizon)))
}

fn report(design: &Design, side: &Side, first: Option<&Side>) -> DesignReport {
    DesignReport {
        name: design.name.clone(),
        title: design.scenario.title.clone(),
        question: design.scenario.question.clone(),
        sources: design.scenario.sources.clone(),
        scenario_hash: design.scenario.hash.clone(),
        inputs: design.scenario.inputs.iter().map(input).collect(),
        price_per_year: None,
        parts: side.parts.clone(),
        chains: first.map(|first| chain_differences(side, first)).unwrap_or_default(),
        objectives: side.objectives.clone(),
        verdict: first.map(|_| overall(&side.parts)),
    }
}

/// The parts that some have and others lack.
fn unmatched(designs: &[Design], sides: &[Side]) -> Vec<UnmatchedReport> {
    let mut found: Vec<UnmatchedReport> = Vec::new();
    for (design, side) in designs.iter().zip(sides) {
        for part in &side.parts {
            match found.iter_mut().find(|one| one.key() == part.key()) {
                Some(one) => one.designs.push(design.name.clone()),
                None => found.push(UnmatchedReport {
                    kind: part.kind,
                    name: part.name.clone(),
                    feature: part.feature.clone(),
                    designs: vec![design.name.clone()],
                }),
            }
        }
    }
    found.retain(|one| one.designs.len() < designs.len());
    found.sort_by(|a, b| a.key().cmp(&b.key()));
    found
}

/// What the others ask for and do not get, one sentence each.
fn disagreements(
    designs: &[Design],
    study: &crate::estimator::plan::EstimateStudy,
    options: &Options,
    horizon: Option<Span>,
) -> Vec<String> {
    let mut told = Vec::new();
    let idle = designs.iter().filter(|design| design.scenario.blueprint.is_left_alone());
    told.extend(idle.map(|design| {
        format!("nothing fails by itself in `{}`: its long run is one without trouble", design.name)
    }));
    for design in &designs[1..] {
        let name = &design.name;
        let money = [designs[0].scenario.price.as_ref(), design.scenario.price.as_ref()];
        if let [Some(one), Some(other)] = money.map(|price| price.map(|price| &price.currency))
            && one != other
        {
            told.push(format!("`{name}` has prices in {other}, not in {one}: they are left out"));
        }
        let Some(other) = &design.scenario.study.estimate else {
            told.push(format!(
                "`{name}` asks for no long run: it is run as `{}` is",
                designs[0].name
            ));
            continue;
        };
        let assumed = &design.scenario.assumptions;
        let states = |field: &str| {
            assumed.iter().all(|assumed| assumed.what != format!("study.estimate.{field}"))
        };
        let mut wishes = Vec::new();
        if horizon.is_none() && other.horizon != study.horizon {
            wishes.push(format!("a horizon of {}", print_span(other.horizon)));
        }
        if states("warm_up") && other.warm_up != study.warm_up {
            wishes.push(format!("a warm-up of {}", print_span(other.warm_up)));
        }
        if states("start") && other.start != study.start {
            wishes.push(format!("a {} start", other.start.word()));
        }
        if options.trials.is_none() && states("trials") && other.trials != study.trials {
            wishes.push(format!("{} trials", other.trials));
        }
        if options.seed.is_none() && states("seed") && other.seed != study.seed {
            wishes.push(format!("seed {}", other.seed));
        }
        if !wishes.is_empty() {
            let wishes = wishes.join(", ");
            told.push(format!("`{name}` asks for {wishes}: it is run as `{}` is", designs[0].name));
        }
    }
    told
}
