//! How long recoveries took in one script, from the failure and from the decision.

use super::grid::Grid;
use super::page::{Columns, Page, is_nothing};
use crate::quantity::{Unit, print_seconds};
use crate::report::{
    DataReport, Figure, IncidentReport, OpenFigure, RecoveryReport, RecoveryUntil,
};

/// Writes all recoveries.
pub(super) fn write(page: &mut Page, incident: &IncidentReport, columns: Columns) {
    let told = told(&incident.recoveries);
    if told.is_empty() {
        return;
    }
    let decided = |told: &Told<'_>| {
        told.report.until.iter().any(|until| until.since_invocation_seconds.is_some())
    };
    let behind = match told.iter().any(decided) {
        true => "the longest, from the failure, and from the last decision before service was back",
        false => "the longest, from the failure",
    };
    page.heading(2, "Recovered", behind);
    let mut grid = columns.head(Grid::new().words("failure: who lacked what, until"));
    for told in told {
        recovery(&mut grid, &told, columns);
    }
    page.grid(4, &grid);
}

/// A recovery, and all the features that came back in this way.
struct Told<'r> {
    report: &'r RecoveryReport,
    /// Empty for service itself: a feature that came back just as service did needs no lines.
    features: Vec<&'r str>,
}

fn told(reports: &[RecoveryReport]) -> Vec<Told<'_>> {
    let same = |one: &RecoveryReport, other: &RecoveryReport| {
        one.of == other.of && one.class == other.class && one.until == other.until
    };
    let mut told: Vec<Told<'_>> = Vec::new();
    for report in reports {
        let what = Some(report.what.as_str()).filter(|what| *what != "service");
        match told.iter_mut().find(|other| same(report, other.report)) {
            Some(other) if other.features.is_empty() => {}
            Some(other) => other.features.extend(what),
            None => told.push(Told { report, features: what.into_iter().collect() }),
        }
    }
    told
}

fn recovery(grid: &mut Grid, told: &Told<'_>, columns: Columns) {
    let report = told.report;
    let class = report.class.as_deref().unwrap_or("no failure");
    let features = told.features.iter().map(|feature| format!(", {feature}"));
    let mut label = format!("{class}: {}{}", report.of, features.collect::<String>());
    if report.until.len() > 1 {
        grid.row([vec![label], columns.none("")].concat());
        label = String::new();
    }
    // Ends that were reached together share a line.
    for ends in report.until.chunk_by(at_once) {
        let Some(until) = ends.first() else { continue };
        let row = cells(&until.since_failure_seconds, "not over", columns);
        let words: Vec<&str> = ends.iter().map(|end| end.until.as_str()).collect();
        let label = match label.is_empty() {
            true => format!("  {}", words.join(", ")),
            false => label.clone(),
        };
        grid.row([vec![label], row].concat());
        if let Some(figure) = &until.since_invocation_seconds {
            let none = if until.invoked_in_story { "not over" } else { "no decision" };
            let row = cells(figure, none, columns);
            grid.row([vec!["    from the decision".to_owned()], row].concat());
        }
    }
}

/// Whether two ends say the same.
fn at_once(one: &RecoveryUntil, next: &RecoveryUntil) -> bool {
    *one == RecoveryUntil { until: one.until.clone(), ..next.clone() }
}

/// Where there is no number, the story says why; beyond it only the horizon does.
fn cells(figure: &OpenFigure, none: &str, columns: Columns) -> Vec<String> {
    let all = [figure.story, figure.p5, figure.p95, figure.worst];
    let words = [none, "not over", "not over", "not over"];
    let shown = if columns.spread() { 4 } else { 1 };
    let cell = |(value, word): (&Option<f64>, &str)| value.map_or(word.to_owned(), print_seconds);
    all.iter().zip(words).take(shown).map(cell).collect()
}

/// What became of the data of one service.
pub(super) fn data(page: &mut Page, reports: &[DataReport], columns: Columns) {
    for report in reports {
        page.gap();
        let head = match &report.class {
            None => "data".to_owned(),
            Some(class) => format!("data, after a failure of class {class}"),
        };
        let mut grid = columns.head(Grid::new().words(head));
        let lines: [(&str, &Figure, &Figure); 3] = [
            ("exposed", &report.exposed_seconds, &report.exposed_writes),
            ("lost", &report.lost_seconds, &report.lost_writes),
            ("merged late", &report.late_seconds, &report.late_writes),
        ];
        for (fate, seconds, writes) in lines {
            grid.row(columns.row(fate, seconds, Unit::Time));
            if let Some(unit) = report.unit.as_ref().filter(|_| !is_nothing(writes)) {
                grid.row(columns.row(format!("  {unit}"), writes, Unit::Amount));
            }
        }
        page.grid(4, &grid);
    }
}
