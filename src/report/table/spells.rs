//! What a year of the long run may bring, when trouble first comes, and how much was seen of it.

use super::grid::Grid;
use super::interval::{Known, availability, known, with};
use super::page::Page;
use crate::quantity::{Unit, print_amount, print_seconds, print_share};
use crate::report::{
    EstimateFigure, FirstReport, LongRunLoad, PlannedReport, ThresholdRate, YearlyReport,
};
use crate::stats::FEW;

/// What stands beside an interval from so few that it may mislead.
pub(super) fn few(seen: u64) -> &'static str {
    if (1..FEW).contains(&seen) { "; too few" } else { "" }
}

/// A figure and its interval, marked where it rests on few.
pub(super) fn with_few(figure: &EstimateFigure, seen: u64, unit: Unit) -> [String; 2] {
    let [value, between] = with(figure, seen > 0, unit);
    [value, format!("{between}{}", few(seen))]
}

/// Rows of the downtime within a year, behind its mean.
pub(super) fn yearly(grid: &mut Grid, yearly: &YearlyReport) {
    let parts = [("half", yearly.p50), ("95 %", yearly.p95), ("99 %", yearly.p99)];
    for (share, figure) in parts {
        let [value, between] =
            with(&figure, yearly.years_with > 0 || figure.upper == 0.0, Unit::Time);
        let what = format!("  in {share} of the years, at most");
        grid.row(vec![what, value, between]);
    }
    // The first point is at nothing.
    if let Some(any) = yearly.exceedance.first() {
        let [value, between] = with_few(&any.share, yearly.years_with, Unit::Share);
        let of = format!(
            "{} of {} years",
            print_amount(yearly.years_with as f64),
            print_amount(yearly.years as f64)
        );
        let between = if between.is_empty() { of } else { format!("{between}; {of}") };
        grid.row(vec!["years with any".into(), value, between]);
    }
}

/// Rows of the first one, within `watched` seconds of `trials`.
pub(super) fn first(grid: &mut Grid, first: &FirstReport, trials: u64, watched: f64) {
    let [value, between] = never(first, trials);
    grid.row(vec![format!("no outage in {}", print_seconds(watched)), value, between]);
    if let Some(mean) = &first.mean_seconds {
        let [value, between] = with_few(mean, first.seen, Unit::Time);
        grid.row(vec!["first outage, mean".into(), value, between]);
    }
    if let Some(half) = &first.p50_seconds {
        let [value, between] = with_few(half, first.seen, Unit::Time);
        grid.row(vec!["first outage, in half by".into(), value, between]);
    }
}

/// The probability of none; all or none in some thousand trials is no certainty.
pub(super) fn never(first: &FirstReport, trials: u64) -> [String; 2] {
    let none = &first.none;
    let Known { value, between } = known(none, Unit::Share);
    let (lower, upper) = (print_share(none.lower), print_share(none.upper));
    match first.seen {
        0 => [format!("> {lower}"), String::new()],
        seen if seen == trials => [format!("< {upper}"), String::new()],
        seen => [value, format!("{between}{}", few(seen))],
    }
}

/// Interruptions at the thresholds: how often, how long, how much of a year.
pub(super) fn thresholds(rates: &[ThresholdRate]) -> Grid {
    let mut grid = Grid::new().words("interruptions of").numbers("a year").words("");
    grid = grid.numbers("seen").numbers("mean").words("").numbers("time without").words("");
    for rate in rates {
        let mut row = vec![rate.threshold.clone()];
        row.extend(with_few(&rate.per_year, rate.seen, Unit::Amount));
        row.push(print_amount(rate.seen as f64));
        let mean = rate.mean_seconds.as_ref();
        let blank = || [String::new(), String::new()];
        row.extend(mean.map_or_else(blank, |mean| with_few(mean, rate.seen, Unit::Time)));
        row.extend(with_few(&rate.unavailability, rate.seen, Unit::Share));
        grid.row(row);
    }
    grid
}

/// What a year has at the thresholds, and the probability that there is none at all.
pub(super) fn years(rates: &[ThresholdRate], trials: u64, watched: f64) -> Grid {
    let mut grid = Grid::new().words("in a year, at most").numbers("in half");
    grid = grid.numbers("in 95 %").words("").numbers("in 99 %").words("");
    grid = grid.numbers(format!("none in {}", print_seconds(watched))).words("");
    for rate in rates {
        let (Some(yearly), Some(first)) = (&rate.yearly, &rate.first) else { continue };
        let mut row = vec![rate.threshold.clone(), print_seconds(yearly.p50.value)];
        for far in [&yearly.p95, &yearly.p99] {
            row.extend(with(far, true, Unit::Time));
        }
        row.extend(never(first, trials));
        grid.row(row);
    }
    grid
}

/// Rows of what it took: failures, planned work, or both.
pub(super) fn planned(grid: &mut Grid, parts: &PlannedReport, whole: f64, scale: f64, unit: Unit) {
    let parts = [
        ("  by failures alone", &parts.unplanned),
        ("  by failures during planned work", &parts.failed_during_work),
        ("  by planned work alone", &parts.planned),
    ];
    for (what, share) in parts {
        // Where nothing was seen of a part, the whole is a closer bound than a part's own.
        let share = EstimateFigure { upper: share.upper.min(whole), ..*share };
        let [value, between] = with(&share.times(scale), share.value > 0.0, unit);
        grid.row(vec![what.into(), value, between]);
    }
}

/// An open load.
pub(super) fn load(page: &mut Page, load: &LongRunLoad) {
    page.heading(2, &load.name, &format!("{} to {}", load.unit, load.to));
    let mut grid = Grid::new().words("").numbers("").words("");
    let [value, between] = availability(&load.unavailability, load.seen > 0);
    let between = format!("{between}{}", few(load.seen));
    grid.row(vec![format!("availability to {}", load.unit), value, between]);
    let rows = [
        ("lost a year", &load.unavailability),
        ("  failed", &load.failed),
        ("  refused", &load.refused),
    ];
    for (what, share) in rows {
        // Where nothing was seen of a part, the whole is a closer bound than a part's own.
        let upper = share.upper.min(load.unavailability.upper);
        let lost = EstimateFigure { upper, ..*share }.times(load.made_per_year);
        let [value, between] = with(&lost, share.value > 0.0, Unit::Amount);
        grid.row(vec![what.into(), value, between]);
    }
    let [value, between] = with_few(&load.failing, load.seen, Unit::Share);
    grid.row(vec!["time in which some are lost".into(), value, between]);
    page.grid(4, &grid);
}
