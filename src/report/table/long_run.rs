//! The long run: estimates with their intervals; nothing seen is a bound, never perfection.

use super::causes;
use super::grid::Grid;
use super::interval::{availability, with};
use super::page::Page;
use crate::quantity::{print_amount, print_seconds, print_share};
use crate::report::{
    EstimateFigure, EstimateReport, LongRunPopulation, LongRunService, MaintenanceReport,
};

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
    for report in &estimate.services {
        service(page, report);
    }
    for report in &estimate.populations {
        population(page, report);
    }
    for report in &estimate.maintenance {
        maintenance(page, report);
    }
    causes::perfecting(page, &estimate.perfecting);
}

fn maintenance(page: &mut Page, work: &MaintenanceReport) {
    page.heading(2, &work.name, &format!("planned work on {}", work.service));
    let mut grid = Grid::new().words("").numbers("a year").words("");
    let counts = [
        ("members stopped for work", &work.works_per_year),
        ("turns skipped", &work.skipped_per_year),
        ("turns that had to wait", &work.waited_per_year),
    ];
    for (what, count) in counts {
        let [value, between] = with(count, count.value > 0.0, 1.0, print_amount);
        grid.row(vec![what.into(), value, between]);
    }
    page.grid(4, &grid);
}

fn service(page: &mut Page, service: &LongRunService) {
    page.heading(2, &service.name, "");
    let seen = service.outages_seen > 0;
    let mut grid = Grid::new().words("").numbers("").words("");
    let [value, between] = availability(&service.unavailability, seen);
    grid.row(vec!["availability".into(), value, between]);
    let [value, between] = with(&service.unavailability, seen, YEAR, print_seconds);
    grid.row(vec!["downtime a year".into(), value, between]);
    if let Some(parts) = &service.planned {
        let parts = [
            ("  by failures alone", &parts.unplanned),
            ("  by failures during planned work", &parts.failed_during_work),
            ("  by planned work alone", &parts.planned),
        ];
        for (what, share) in parts {
            // Where nothing was seen of a part, the whole is a closer bound than a part's own.
            let upper = share.upper.min(service.unavailability.upper);
            let share = EstimateFigure { upper, ..*share };
            let [value, between] = with(&share, share.value > 0.0, YEAR, print_seconds);
            grid.row(vec![what.into(), value, between]);
        }
    }
    let [value, between] = with(&service.outages_per_year, seen, 1.0, print_amount);
    let count = if seen {
        format!("{between}; {} seen", print_amount(service.outages_seen as f64))
    } else {
        "none seen: upper bounds".into()
    };
    grid.row(vec!["outages a year".into(), value, count]);
    if let Some(mean) = &service.mean_outage_seconds {
        let [value, between] = with(mean, true, 1.0, print_seconds);
        grid.row(vec!["mean outage".into(), value, between]);
    }
    let [value, between] =
        with(&service.unprotected, service.unprotected.value > 0.0, 1.0, print_share);
    grid.row(vec!["unprotected".into(), value, between]);
    if service.peak_member_load > 0.0 {
        let mean = format!("mean {}", print_amount(service.mean_member_load));
        grid.row(vec!["load of a member".into(), mean, String::new()]);
        let peak = format!("highest {}", print_amount(service.peak_member_load));
        grid.row(vec![String::new(), peak, String::new()]);
    }
    page.rows(4, &grid);
    causes::service(page, service);
}

fn population(page: &mut Page, population: &LongRunPopulation) {
    page.heading(2, &population.name, "user time");
    let seen = population.unavailability.value > 0.0;
    let mut grid = Grid::new().words("").numbers("").words("");
    let [value, between] = availability(&population.unavailability, seen);
    grid.row(vec!["availability to users".into(), value, between]);
    let [value, between] = with(&population.mean_users_lacking, seen, 1.0, print_amount);
    grid.row(vec!["users lacking, mean".into(), value, between]);
    page.rows(4, &grid);
    let mut grid = Grid::new().words("interruptions of").numbers("a year").words("");
    grid = grid.numbers("time without").words("");
    for rate in &population.interruptions_per_year {
        let seen = rate.per_year.value > 0.0;
        let mut row = vec![rate.threshold.clone()];
        row.extend(with(&rate.per_year, seen, 1.0, print_amount));
        row.extend(with(&rate.unavailability, seen, 1.0, print_share));
        grid.row(row);
    }
    page.gap();
    page.grid(4, &grid);
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
        let [mean, _] = with(&feature.mean_users_lacking, seen, 1.0, print_amount);
        row.extend([mean, causes::of_feature(feature)]);
        grid.row(row);
    }
    page.grid(4, &grid);
}
