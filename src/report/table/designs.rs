//! Comparisons, sweeps and sensitivities for the terminal, and the words they have in common.

mod comparison;
mod sensitivity;
mod sweep;

pub use comparison::comparison;
pub use sensitivity::sensitivity;
pub use sweep::sweep;

use super::grid::Grid;
use super::page::Page;
use crate::quantity::{Unit, print_amount, print_seconds};
use crate::report::{Change, ComparedPart, EstimateFigure, PartDifference, PartKind, RunReport};
use crate::stats::FEW;

/// Fewer trials than these that differ decide nothing.
const ENOUGH: u64 = 6;
/// A longer name has a line of its own, so that the columns stay near.
const LONG: usize = 24;

/// What was asked, and where the numbers come from.
fn asked<'r>(
    page: &mut Page,
    questions: impl Iterator<Item = Option<&'r String>>,
    sources: impl Iterator<Item = &'r String>,
) {
    let mut questions: Vec<&String> = questions.flatten().collect();
    questions.dedup();
    for question in questions {
        page.prose(0, 2, &format!("Question: {question}"));
    }
    let mut all: Vec<&str> = Vec::new();
    for source in sources {
        if !all.contains(&source.as_str()) {
            all.push(source);
        }
    }
    if !all.is_empty() {
        page.prose(0, 2, &format!("Sources: {}", all.join("; ")));
    }
}

/// How all were run.
fn about(page: &mut Page, run: &RunReport) {
    if let Some(all) = run.interrupted_of {
        let (done, all) = (print_amount(run.trials as f64), print_amount(all as f64));
        page.prose(0, 2, &format!("INTERRUPTED: {done} of {all} trials were done until then"));
    }
    let warm_up = match run.warm_up_seconds {
        seconds if seconds > 0.0 => format!(", the first {} not counted", print_seconds(seconds)),
        _ => String::new(),
    };
    page.prose(
        0,
        2,
        &format!(
            "{} trials of {}{warm_up}, start {}, each on the same draws; differences are paired by \
             trial; intervals at 95 %",
            print_amount(run.trials as f64),
            print_seconds(run.horizon_seconds),
            run.start,
        ),
    );
}

/// The last lines: from what all this was made.
fn made_of(page: &mut Page, run: &RunReport, scenario: Option<&str>) {
    page.gap();
    let scenario = scenario.map(|hash| format!(", scenario {hash}")).unwrap_or_default();
    page.line(&format!("seed {}, hadr {}{scenario}", run.seed, run.version));
}

/// A row of a name and figures: a long name stands above them.
fn row(grid: &mut Grid, name: &str, figures: Vec<String>) {
    let beside = match name.chars().count() > LONG {
        true => {
            grid.row(vec![name.to_owned()]);
            ""
        }
        false => name,
    };
    grid.row([vec![beside.to_owned()], figures].concat());
}

/// Parts of one kind, and features of one population, stand together: the words above them, and
/// their own names below.
fn heads(part: &ComparedPart) -> (Option<String>, String) {
    match (part.kind, part.feature.as_deref()) {
        (PartKind::Feature, Some(feature)) => {
            (Some(format!("of {}", part.name)), format!("  {feature}"))
        }
        _ => (None, named(part)),
    }
}

/// Rows of parts, each feature below the population that has it.
struct Rows {
    grid: Grid,
    above: Option<String>,
}

impl Rows {
    fn new(grid: Grid) -> Self {
        Self { grid, above: None }
    }

    fn push(&mut self, part: &ComparedPart, figures: Vec<String>) {
        let (above, name) = heads(part);
        if above != self.above
            && let Some(above) = &above
        {
            self.grid.row(vec![above.clone()]);
        }
        self.above = above;
        row(&mut self.grid, &name, figures);
    }
}

fn named(part: &ComparedPart) -> String {
    whose(part.kind, &part.name, part.feature.as_deref())
}

fn whose(kind: PartKind, name: &str, feature: Option<&str>) -> String {
    match (kind, feature) {
        (PartKind::Service, _) => name.to_owned(),
        (_, None) => format!("{name} (users)"),
        (_, Some(feature)) => format!("{feature} of {name}"),
    }
}

/// An estimate, or the bound where nothing was seen.
fn value(figure: &EstimateFigure, unit: Unit) -> String {
    let figure = figure.earned(unit);
    if figure.value > 0.0 {
        unit.print(figure.value)
    } else {
        format!("< {}", unit.print(figure.upper))
    }
}

/// Its interval, and whether so few were seen that it may mislead.
fn between(figure: &EstimateFigure, seen: u64, unit: Unit) -> String {
    let figure = figure.earned(unit);
    let few = if (1..FEW).contains(&seen) { "; too few" } else { "" };
    match figure.value > 0.0 {
        true => format!("{} to {}{few}", unit.print(figure.lower), unit.print(figure.upper)),
        false => String::new(),
    }
}

/// A difference and its interval over so many trials.
fn signed(figure: &EstimateFigure, trials: u64, unit: Unit) -> [String; 2] {
    if *figure == EstimateFigure::default() {
        return ["0".to_owned(), String::new()];
    }
    if figure.lower == figure.upper {
        // All trials agree; few that do tell nothing of the others.
        let told = if trials < ENOUGH { "too few trials" } else { "in every trial" };
        return [plus(figure.value, unit), told.to_owned()];
    }
    let figure = figure.earned(unit);
    let ends = format!("{} to {}", plus(figure.lower, unit), plus(figure.upper, unit));
    [plus(figure.value, unit), ends]
}

fn plus(value: f64, unit: Unit) -> String {
    let sign = if value > 0.0 { "+" } else { "" };
    format!("{sign}{}", unit.print(value))
}

/// A verdict in a cell, where the interval stands beside it.
fn short(change: Change) -> &'static str {
    match change {
        Change::NotFound => "not found",
        other => other.word(),
    }
}

/// A verdict, and on how few it stands: trials that differ, or interruptions seen in either.
fn told(difference: &PartDifference, seen: [u64; 2]) -> String {
    let word = short(difference.downtime_verdict);
    match (difference.downtime_verdict, difference.trials_differing) {
        (Change::NotFound, 1) => format!("{word}: 1 trial differs"),
        (Change::NotFound, few) if few < ENOUGH => format!("{word}: {few} trials differ"),
        (Change::Better | Change::Worse, _) if seen.iter().all(|&seen| seen < FEW) => {
            format!("{word}; too few")
        }
        _ => word.to_owned(),
    }
}
