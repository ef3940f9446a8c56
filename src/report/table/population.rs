//! One population in one script: who lacked what, for how long, and why.

use super::grid::Grid;
use super::page::{As, Columns, Page, is_nothing};
use crate::quantity::print_amount;
use crate::report::{PartReport, PopulationReport, ThresholdReport, WaitsReport};

/// Writes one population.
pub(super) fn write(page: &mut Page, population: &PopulationReport, columns: Columns) {
    let behind = format!("{} users want {}", print_amount(population.users), population.feature);
    page.heading(2, &format!("Population {}", population.name), &behind);
    let mut grid = columns.head(Grid::new().words("interruptions of"));
    for report in &population.thresholds {
        threshold(&mut grid, report, columns);
    }
    page.grid(4, &grid);
    if let Some(report) = &population.waits_seconds {
        waits(page, report, columns);
    }
    if !is_nothing(&population.lost_user_minutes) {
        lost(page, population, columns);
    }
}

fn threshold(grid: &mut Grid, threshold: &ThresholdReport, columns: Columns) {
    grid.row(columns.row(&threshold.threshold, &threshold.interruptions, As::Amount));
    if is_nothing(&threshold.interruptions) && is_nothing(&threshold.total_seconds) {
        return;
    }
    grid.row(columns.row("  longest", &threshold.longest_seconds, As::Time));
    grid.row(columns.row("  in total", &threshold.total_seconds, As::Time));
    for part in something(&threshold.by_phase) {
        grid.row(columns.row(format!("    {}", part.name), &part.amount, As::Time));
    }
}

fn waits(page: &mut Page, waits: &WaitsReport, columns: Columns) {
    page.gap();
    let mut grid = columns.head(Grid::new().words("waits"));
    grid.row(columns.row("users that waited", &waits.users, As::Amount));
    grid.row(columns.row("median", &waits.median, As::Time));
    grid.row(columns.row("p95", &waits.p95, As::Time));
    grid.row(columns.row("worst", &waits.worst, As::Time));
    page.grid(4, &grid);
}

fn lost(page: &mut Page, population: &PopulationReport, columns: Columns) {
    page.gap();
    let mut grid = columns.head(Grid::new().words("user-minutes lost"));
    grid.row(columns.row("in total", &population.lost_user_minutes, As::Amount));
    for part in something(&population.lost_by_phase) {
        grid.row(columns.row(format!("  {}", part.name), &part.amount, As::Amount));
    }
    page.grid(4, &grid);
    if population.lost_by_chain.is_empty() {
        return;
    }
    page.gap();
    // Chains are long: they stand behind their numbers.
    let mut grid = columns.head(Grid::new()).words("user-minutes lost by cause");
    for part in something(&population.lost_by_chain) {
        let mut row = columns.cells(&part.amount, As::Amount);
        row.push(part.name.clone());
        grid.row(row);
    }
    page.grid(4, &grid);
}

/// The parts that are not zero throughout.
fn something(parts: &[PartReport]) -> impl Iterator<Item = &PartReport> {
    parts.iter().filter(|part| !is_nothing(&part.amount))
}
