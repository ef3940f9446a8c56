//! One population in one script: who lacked what, for how long, and why.

use super::grid::Grid;
use super::page::{Columns, Page, is_nothing};
use crate::quantity::{Unit, print_amount};
use crate::report::{
    FeatureReport, Figure, PartReport, PopulationReport, ThresholdReport, WaitsReport,
};

/// Writes one population.
pub(super) fn write(page: &mut Page, population: &PopulationReport, columns: Columns) {
    let behind = format!("{} users want {}", print_amount(population.users), population.feature);
    page.heading(2, &format!("Population {}", population.name), &behind);
    interruptions(page, &population.thresholds, columns);
    if let Some(report) = &population.waits_seconds {
        waits(page, report, columns);
    }
    if !is_nothing(&population.lost_user_minutes) {
        let (phases, chains) = (&population.lost_by_phase, &population.lost_by_chain);
        lost(page, &population.lost_user_minutes, phases, chains, columns);
    }
    // A feature that is lacked just as service is needs no table of its own.
    let (given, lacked): (Vec<_>, Vec<_>) =
        population.features.iter().partition(|feature| goes_with_service(feature, population));
    if !given.is_empty() {
        let names: Vec<&str> = given.iter().map(|feature| feature.name.as_str()).collect();
        page.gap();
        page.line(&format!("    whoever is served has {}", names.join(", ")));
    }
    for report in lacked {
        feature(page, &population.name, report, columns);
    }
}

/// Whether a feature was lacked by those only that nobody served.
fn goes_with_service(feature: &FeatureReport, population: &PopulationReport) -> bool {
    feature.lost_user_minutes == population.lost_user_minutes
        && feature.lost_by_chain == population.lost_by_chain
}

/// A feature that somebody lacked.
fn feature(page: &mut Page, population: &str, feature: &FeatureReport, columns: Columns) {
    let path = match feature.path.as_slice() {
        [] => "home".to_owned(),
        path => format!("by {}", path.join(", ")),
    };
    page.heading(2, &format!("Feature {} of {population}", feature.name), &path);
    interruptions(page, &feature.thresholds, columns);
    let (phases, chains) = (&feature.lost_by_phase, &feature.lost_by_chain);
    lost(page, &feature.lost_user_minutes, phases, chains, columns);
}

fn interruptions(page: &mut Page, thresholds: &[ThresholdReport], columns: Columns) {
    let mut grid = columns.head(Grid::new().words("interruptions of"));
    // Where all fared alike, what holds for one holds for every threshold.
    for alike in thresholds.chunk_by(is_alike) {
        let names: Vec<&str> = alike.iter().map(|one| one.threshold.as_str()).collect();
        threshold(&mut grid, &names.join(", "), &alike[0], columns);
    }
    page.grid(4, &grid);
}

fn is_alike(one: &ThresholdReport, other: &ThresholdReport) -> bool {
    ThresholdReport { threshold: other.threshold.clone(), ..one.clone() } == *other
}

fn threshold(grid: &mut Grid, name: &str, threshold: &ThresholdReport, columns: Columns) {
    grid.row(columns.row(name, &threshold.interruptions, Unit::Amount));
    if is_nothing(&threshold.interruptions) && is_nothing(&threshold.total_seconds) {
        return;
    }
    grid.row(columns.row("  longest", &threshold.longest_seconds, Unit::Time));
    grid.row(columns.row("  in total", &threshold.total_seconds, Unit::Time));
    for part in something(&threshold.by_phase) {
        grid.row(columns.row(format!("    {}", part.name), &part.amount, Unit::Time));
    }
}

fn waits(page: &mut Page, waits: &WaitsReport, columns: Columns) {
    page.gap();
    let mut grid = columns.head(Grid::new().words("waits"));
    grid.row(columns.row("users that waited", &waits.users, Unit::Amount));
    grid.row(columns.row("median", &waits.median, Unit::Time));
    grid.row(columns.row("p95", &waits.p95, Unit::Time));
    grid.row(columns.row("worst", &waits.worst, Unit::Time));
    page.grid(4, &grid);
}

fn lost(
    page: &mut Page,
    total: &Figure,
    phases: &[PartReport],
    chains: &[PartReport],
    columns: Columns,
) {
    page.gap();
    let mut grid = columns.head(Grid::new().words("user-minutes lost"));
    grid.row(columns.row("in total", total, Unit::Amount));
    for part in something(phases) {
        grid.row(columns.row(format!("  {}", part.name), &part.amount, Unit::Amount));
    }
    page.grid(4, &grid);
    if chains.is_empty() {
        return;
    }
    page.gap();
    // Chains are long: they stand behind their numbers.
    let mut grid = columns.head(Grid::new()).words("user-minutes lost by cause");
    for part in something(chains) {
        let mut row = columns.cells(&part.amount, Unit::Amount);
        row.push(part.name.clone());
        grid.row(row);
    }
    page.grid(4, &grid);
}

/// The parts that are not zero throughout.
fn something(parts: &[PartReport]) -> impl Iterator<Item = &PartReport> {
    parts.iter().filter(|part| !is_nothing(&part.amount))
}
