//! One scenario at the points of a grid of values, on the same draws.

use super::side_by_side;
use super::{Options, StudyError, input, prices};
use crate::quantity::{self, Span};
use crate::report::{SWEEP_SCHEMA, SweepAxis, SweepPoint, SweepReport};
use crate::scenario::{Change, Rejection, Scenario, Source};

/// Points of a grid that are run unless told otherwise.
pub const MOST_POINTS: u64 = 1_000;

/// Why a scenario cannot be varied so.
#[derive(Clone, Debug)]
pub enum VariedError {
    /// It was asked for wrongly: all that is wrong, one sentence each.
    Call(Vec<String>),
    /// Values that make no scenario.
    Rejected(Vec<Rejection>),
    /// The study failed.
    Study(StudyError),
}

impl From<StudyError> for VariedError {
    fn from(error: StudyError) -> Self {
        Self::Study(error)
    }
}

/// Runs a scenario with all combinations of the values of the axes, each a path and its values.
pub fn sweep(
    source: &Source,
    axes: &[(String, Vec<String>)],
    options: &Options,
    horizon: Option<Span>,
    most: u64,
) -> Result<SweepReport, VariedError> {
    let axes = checked(source, axes, most)?;
    let base = source.scenario().map_err(|rejection| VariedError::Rejected(vec![rejection]))?;
    let points = grid(&axes);
    let scenarios = scenarios(source, &axes, &points)?;
    let study = side_by_side::long_run_of(&base, "the scenario", options, horizon)?;
    let of = study.of.map(|target| base.blueprint.name_of(target));
    let all: Vec<&Scenario> = scenarios.iter().collect();
    options.watch.begin("sweep");
    let (sides, done) = side_by_side::run(&all, &study, of.as_deref(), options)?;
    let currency = prices::currency(&all);
    let points = points.into_iter().zip(&scenarios).zip(sides);
    let points = points.map(|((values, scenario), mut side)| {
        prices::weigh(&mut side.parts, scenario, &scenarios[0]);
        SweepPoint {
            values,
            scenario_hash: scenario.hash.clone(),
            price_per_year: prices::per_year(scenario, currency.as_deref()),
            objectives: side.objectives,
            parts: side.parts,
        }
    });
    Ok(SweepReport {
        schema: SWEEP_SCHEMA.to_owned(),
        run: side_by_side::run_report(&study, done),
        title: base.title.clone(),
        question: base.question.clone(),
        sources: base.sources.clone(),
        scenario_hash: base.hash.clone(),
        inputs: base.inputs.iter().map(input).collect(),
        points: points.collect(),
        axes: axes.into_iter().map(|(path, values)| axis(path, values)).collect(),
        currency,
    })
}

/// The axes with their paths in full, or all that is wrong with them.
fn checked(
    source: &Source,
    axes: &[(String, Vec<String>)],
    most: u64,
) -> Result<Vec<(String, Vec<String>)>, VariedError> {
    let mut wrong = Vec::new();
    let mut full = Vec::new();
    for (at, (path, values)) in axes.iter().enumerate() {
        match source.place(path) {
            Err(error) => wrong.push(error.to_string()),
            Ok(place) if place == "study" || place.starts_with("study.") => {
                wrong.push(format!(
                    "`{path}` is what is asked, and that is the same at all points; use \
                     `--horizon`, `--trials` or `--seed`"
                ));
            }
            Ok(place) => {
                if let Some((other, _)) =
                    axes[..at].iter().find(|(other, _)| source.collide(path, other))
                {
                    wrong.push(format!(
                        "`{path}` and `{other}` are the same place, or one is in the other"
                    ));
                }
                full.push((place, values.clone()));
            }
        }
    }
    let points =
        axes.iter().try_fold(1_u64, |points, (_, values)| points.checked_mul(values.len() as u64));
    match points {
        Some(points) if points <= most => {}
        points => {
            let many = points.map_or("far too many".to_owned(), |points| points.to_string());
            wrong.push(format!(
                "all combinations are {many} points, and at most {most} are run; leave values out, \
                 or allow more with `--most`"
            ));
        }
    }
    if wrong.is_empty() { Ok(full) } else { Err(VariedError::Call(wrong)) }
}

/// All combinations; the last axis varies fastest.
fn grid(axes: &[(String, Vec<String>)]) -> Vec<Vec<String>> {
    axes.iter().fold(vec![Vec::new()], |points, (_, values)| {
        let with = |point: &Vec<String>| -> Vec<Vec<String>> {
            values
                .iter()
                .map(|value| [point.as_slice(), std::slice::from_ref(value)].concat())
                .collect()
        };
        points.iter().flat_map(with).collect()
    })
}

fn scenarios(
    source: &Source,
    axes: &[(String, Vec<String>)],
    points: &[Vec<String>],
) -> Result<Vec<Scenario>, VariedError> {
    // One value at a time first: what is wrong with a value would be told at every point that has it.
    let alone = axes.iter().flat_map(|(path, values)| {
        let change = |value: &String| Change { path: path.clone(), value: value.clone() };
        values.iter().map(change)
    });
    let rejected: Vec<Rejection> =
        alone.filter_map(|change| source.with(&[change]).err()).collect();
    // A value alone may contradict what another axis varies: then the points decide.
    if axes.len() == 1 && !rejected.is_empty() {
        return Err(VariedError::Rejected(rejected));
    }
    let mut all = Vec::new();
    let mut wrong = Vec::new();
    for values in points {
        let changes = axes.iter().zip(values);
        let changes: Vec<Change> = changes
            .map(|((path, _), value)| Change { path: path.clone(), value: value.clone() })
            .collect();
        match source.with(&changes) {
            Ok(scenario) => all.push(scenario),
            Err(rejection) => wrong.push(rejection),
        }
    }
    match (wrong.is_empty(), rejected.is_empty()) {
        (true, _) => Ok(all),
        (false, false) => Err(VariedError::Rejected(rejected)),
        (false, true) => Err(VariedError::Rejected(wrong)),
    }
}

/// An axis, with its values as numbers where all are of one kind.
fn axis(path: String, values: Vec<String>) -> SweepAxis {
    let read: Option<Vec<(f64, String)>> = values.iter().map(|value| number(value)).collect();
    let alike = read.filter(|read| read.iter().all(|(_, unit)| *unit == read[0].1));
    let unit = alike.as_ref().map_or(String::new(), |read| read[0].1.clone());
    let numbers = alike.map(|read| read.into_iter().map(|(number, _)| number).collect());
    SweepAxis { path, values, numbers, unit }
}

/// A value as a number and its unit: times in seconds, shares as fractions.
fn number(value: &str) -> Option<(f64, String)> {
    let value = value.trim().trim_matches('"');
    if let Some(number) = value.parse::<f64>().ok().filter(|number| number.is_finite()) {
        return Some((number, String::new()));
    }
    if let Ok(span) = quantity::span(value) {
        return Some((span.secs_f64(), "s".to_owned()));
    }
    if let Ok(share) = quantity::percentage(value) {
        return Some((share.value(), String::new()));
    }
    if let Ok((amount, word)) = quantity::count(value) {
        return Some((amount as f64 / 1e6, word));
    }
    let (rate, word) = quantity::rate(value).ok()?;
    Some((rate as f64 / 1e6, format!("{word}/s")))
}
