//! How long recoveries took in one script, from the failure and from the decision.

use super::grid::Grid;
use super::page::{As, Columns, Page, is_nothing};
use crate::quantity::print_seconds;
use crate::report::{DataReport, Figure, IncidentReport, OpenFigure, RecoveryReport};

/// Writes all recoveries.
pub(super) fn write(page: &mut Page, incident: &IncidentReport, columns: Columns) {
    let told = told(&incident.recoveries);
    if told.is_empty() {
        return;
    }
    let decided = |report: &&RecoveryReport| {
        report.until.iter().any(|until| until.since_invocation_seconds.is_some())
    };
    let behind = match told.iter().any(decided) {
        true => "the longest, from the failure, and from the last decision before service was back",
        false => "the longest, from the failure",
    };
    page.heading(2, "Recovered", behind);
    let mut grid = columns.head(Grid::new().words("failure: who lacked what, until"));
    for report in told {
        recovery(&mut grid, report, columns);
    }
    page.grid(4, &grid);
}

/// A feature that came back just as service did needs no lines of its own.
fn told(reports: &[RecoveryReport]) -> Vec<&RecoveryReport> {
    let same = |one: &RecoveryReport, other: &RecoveryReport| {
        one.of == other.of && one.class == other.class && one.until == other.until
    };
    let mut told: Vec<&RecoveryReport> = Vec::new();
    for report in reports {
        if !told.iter().any(|other| same(report, other)) {
            told.push(report);
        }
    }
    told
}

fn recovery(grid: &mut Grid, report: &RecoveryReport, columns: Columns) {
    let class = report.class.as_deref().unwrap_or("no failure");
    let what = match report.what.as_str() {
        "service" => String::new(),
        what => format!(", {what}"),
    };
    let mut label = format!("{class}: {}{what}", report.of);
    if report.until.len() > 1 {
        grid.row([vec![label], columns.none("")].concat());
        label = String::new();
    }
    for until in &report.until {
        let row = cells(&until.since_failure_seconds, "not over", columns);
        let label = if label.is_empty() { format!("  {}", until.until) } else { label.clone() };
        grid.row([vec![label], row].concat());
        if let Some(figure) = &until.since_invocation_seconds {
            let none = if until.invoked_in_story { "not over" } else { "no decision" };
            let row = cells(figure, none, columns);
            grid.row([vec!["    from the decision".to_owned()], row].concat());
        }
    }
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
            grid.row(columns.row(fate, seconds, As::Time));
            if let Some(unit) = report.unit.as_ref().filter(|_| !is_nothing(writes)) {
                grid.row(columns.row(format!("  {unit}"), writes, As::Amount));
            }
        }
        page.grid(4, &grid);
    }
}
