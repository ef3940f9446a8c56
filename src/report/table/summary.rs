//! The long run at a glance: how long in a year whom what is lacking.

use super::grid::Grid;
use super::interval::with;
use super::page::Page;
use super::spells::with_few;
use crate::quantity::{Unit, YEAR};
use crate::report::{EstimateFigure, EstimateReport, LongRunFeature, ThresholdRate};

/// As few as these are seen at a glance where they stand.
const FEW_PARTS: usize = 3;

/// Writes one row a service, population and feature, where there are many.
pub(super) fn write(page: &mut Page, estimate: &EstimateReport) {
    let head = Grid::new().words("").numbers("downtime a year").words("");
    let mut grid = head.numbers("interruptions a year").words("");
    let mut parts = 0;
    let mut row = |name: String, lack: &EstimateFigure, often: &EstimateFigure, seen: u64| {
        let mut cells = vec![name];
        cells.extend(with_few(&lack.times(YEAR.secs_f64()), seen, Unit::Time));
        cells.extend(with(often, seen > 0, Unit::Amount));
        grid.row(cells);
        parts += 1;
    };
    for service in &estimate.services {
        let seen = service.outages_seen;
        row(service.name.clone(), &service.unavailability, &service.outages_per_year, seen);
    }
    for population in &estimate.populations {
        if let Some(any) = anybody(&population.interruptions_per_year) {
            let name = format!("{} (users)", population.name);
            row(name, &population.unavailability, &any.per_year, any.seen);
        }
        for LongRunFeature { name, unavailability, interruptions_per_year, .. } in
            &population.features
        {
            if let Some(any) = anybody(interruptions_per_year) {
                row(format!("  {name}"), unavailability, &any.per_year, any.seen);
            }
        }
    }
    if parts > FEW_PARTS {
        page.heading(0, "SUMMARY", "of the long run; a user's downtime, on average over all users");
        page.grid(2, &grid);
    }
}

/// The first threshold is of anybody.
fn anybody(rates: &[ThresholdRate]) -> Option<&ThresholdRate> {
    rates.first()
}
