//! The long run: estimates with their intervals; nothing seen is a bound, never perfection.

use super::causes;
use super::ended;
use super::grid::Grid;
use super::interval::{availability, with};
use super::page::Page;
use super::spells::{few, first, load, planned, thresholds, with_few, yearly, years};
use super::uncertain;
use crate::quantity::{Unit, print_amount, print_seconds};
use crate::report::{EstimateReport, LongRunPopulation, LongRunService, MaintenanceReport};

/// A year of 365.25 days, in seconds.
const YEAR: f64 = 31_557_600.0;

/// Writes the estimate.
pub(super) fn write(page: &mut Page, estimate: &EstimateReport) {
    let warm_up = match estimate.warm_up_seconds {
        seconds if seconds > 0.0 => format!(", the first {} not counted", print_seconds(seconds)),
        _ => String::new(),
    };
    let about = format!(
        "{} trials of {}{warm_up}, start {}, {} failures and repairs; intervals at 95 %",
        print_amount(estimate.trials as f64),
        print_seconds(estimate.horizon_seconds),
        estimate.start,
        print_amount(estimate.failures_and_repairs as f64),
    );
    page.heading(0, "LONG RUN", &about);
    ended::of_estimate(page, estimate);
    for report in &estimate.services {
        service(page, report, estimate);
    }
    for report in &estimate.populations {
        population(page, report, estimate);
    }
    for report in &estimate.loads {
        load(page, report);
    }
    for report in &estimate.maintenance {
        maintenance(page, report);
    }
    causes::perfecting(page, &estimate.perfecting);
    super::contracts::write(page, &estimate.contracts);
    super::contracts::recoveries(page, &estimate.recovery_limits);
}

fn maintenance(page: &mut Page, work: &MaintenanceReport) {
    page.heading(2, &work.name, &format!("planned work on {}", work.service));
    let mut grid = Grid::new().words("").numbers("a year").words("");
    let counts = [
        ("members stopped for work", &work.works_per_year, work.works_seen),
        ("turns skipped", &work.skipped_per_year, work.skipped_seen),
        ("turns that had to wait", &work.waited_per_year, work.waited_seen),
    ];
    for (what, count, seen) in counts {
        let [value, between] = with_few(count, seen, Unit::Amount);
        grid.row(vec![what.into(), value, between]);
    }
    page.grid(4, &grid);
}

fn service(page: &mut Page, service: &LongRunService, estimate: &EstimateReport) {
    page.heading(2, &service.name, "");
    let seen = service.outages_seen > 0;
    let mut grid = Grid::new().words("").numbers("").words("");
    let [value, between] = availability(&service.unavailability, seen);
    grid.row(vec!["availability".into(), value, between]);
    let count = service.outages_seen;
    let [value, between] = with_few(&service.unavailability.times(YEAR), count, Unit::Time);
    grid.row(vec!["downtime a year".into(), value, between]);
    if let Some(spread) = &service.unavailability_by_inputs {
        uncertain::rows(&mut grid, spread, YEAR, Unit::Time);
    }
    if let Some(parts) = &service.planned {
        planned(&mut grid, parts, service.unavailability.upper, YEAR, Unit::Time);
    }
    if let Some(parts) = &service.yearly {
        yearly(&mut grid, parts);
    }
    let [value, between] = with(&service.outages_per_year, seen, Unit::Amount);
    let told = if seen {
        format!("{between}; {} seen{}", print_amount(count as f64), few(count))
    } else {
        "none seen: upper bounds".into()
    };
    grid.row(vec!["outages a year".into(), value, told]);
    if let Some(mean) = &service.mean_outage_seconds {
        let [value, between] = with_few(mean, count, Unit::Time);
        grid.row(vec!["mean outage".into(), value, between]);
    }
    if let Some(mean) = &service.mean_up_seconds {
        let [value, between] = with_few(mean, count, Unit::Time);
        grid.row(vec!["mean time between".into(), value, between]);
    }
    if let Some(report) = &service.first {
        let watched = estimate.horizon_seconds - estimate.warm_up_seconds;
        first(&mut grid, report, estimate.trials, watched);
    }
    if let Some(limited) = &service.limited {
        let [value, between] = with(limited, limited.value > 0.0, Unit::Share);
        grid.row(vec!["up but limited".into(), value, between]);
    }
    let [value, between] = with_few(&service.unprotected, service.unprotected_seen, Unit::Share);
    grid.row(vec!["unprotected".into(), value, between]);
    if service.peak_member_load > 0.0 {
        let mean = format!("mean {}", print_amount(service.mean_member_load));
        grid.row(vec!["load of a member".into(), mean, String::new()]);
        let peak = format!("highest {}", print_amount(service.peak_member_load));
        grid.row(vec![String::new(), peak, String::new()]);
    }
    page.grid(4, &grid);
    causes::service(page, service);
}

fn population(page: &mut Page, population: &LongRunPopulation, estimate: &EstimateReport) {
    page.heading(2, &population.name, "user time");
    let seen = population.unavailability.value > 0.0;
    let mut grid = Grid::new().words("").numbers("").words("");
    let [value, between] = availability(&population.unavailability, seen);
    // Somebody lacks it where anybody is interrupted.
    let count = population.interruptions_per_year.first().map_or(0, |rate| rate.seen);
    let between = format!("{between}{}", few(count));
    grid.row(vec!["availability to users".into(), value, between]);
    if let Some(full) = &population.in_full {
        let [value, between] = availability(&full.unavailability, full.unavailability.value > 0.0);
        grid.row(vec!["  in full".into(), value, between]);
    }
    let [value, between] = with_few(&population.mean_users_lacking, count, Unit::Amount);
    grid.row(vec!["users lacking, mean".into(), value, between]);
    if let Some(spread) = &population.unavailability_by_inputs {
        let users = population.mean_users_lacking.upper / population.unavailability.upper;
        uncertain::rows(&mut grid, spread, users, Unit::Amount);
    }
    if let Some(parts) = &population.planned {
        let of = population.mean_users_lacking.upper / population.unavailability.upper;
        planned(&mut grid, parts, population.unavailability.upper, of, Unit::Amount);
    }
    page.grid(4, &grid);
    page.gap();
    page.grid(4, &thresholds(&population.interruptions_per_year));
    let watched = estimate.horizon_seconds - estimate.warm_up_seconds;
    let years = years(&population.interruptions_per_year, estimate.trials, watched);
    if !years.is_empty() {
        page.gap();
        page.grid(4, &years);
    }
    causes::population(page, population);
    if population.features.is_empty() {
        return;
    }
    page.gap();
    let mut grid = Grid::new().words("feature").numbers("availability").words("");
    grid = grid.numbers("users lacking, mean").words("mostly by");
    for feature in &population.features {
        let seen = feature.unavailability.value > 0.0;
        let mut row = vec![feature.name.clone()];
        row.extend(availability(&feature.unavailability, seen));
        let [mean, _] = with(&feature.mean_users_lacking, seen, Unit::Amount);
        row.extend([mean, causes::of_feature(feature)]);
        grid.row(row);
    }
    page.grid(4, &grid);
}
