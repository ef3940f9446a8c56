//! Availability of services, populations and their features, in nines.
//!
//! Each nine is as wide as the one before. What was never seen to lack is a bound that is open
//! towards perfection, since no number of trials shows that it never will.

use super::rows::{Draws, Panel, Row, sheet};
use super::theme::INK;
use super::{ChartError, Entry, Format, Frame, Mark, Scale};
use crate::quantity::print_share;
use crate::report::{EstimateFigure, EstimateReport, Report};

/// What it shows.
pub(super) const ABOUT: &str = "availability with intervals, in nines";

/// Rows of one chart at most, headings not counted.
const ROWS: usize = 60;

/// Figures under one heading.
struct Group {
    heading: String,
    /// Name, share lacking, and whether any was seen.
    rows: Vec<(String, EstimateFigure, bool)>,
}

/// Draws it.
pub(super) fn draw(
    report: &Report,
    estimate: &EstimateReport,
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    let mut groups = groups(estimate);
    let all: usize = groups.iter().map(|group| group.rows.len()).sum();
    if all == 0 {
        let reason = "the long run reports no service and no population; name one in `estimate`";
        return Err(ChartError::Nothing(reason.into()));
    }
    keep_the_worst(&mut groups);
    let figures = || groups.iter().flat_map(|group| &group.rows);
    let scale =
        Scale::nines(figures().flat_map(|(_, lack, _)| [lack.lower, lack.upper, lack.value]));
    let seen = figures().any(|(.., seen)| *seen);
    let bounds = figures().any(|(.., seen)| !seen);
    let mut frame = Frame::of_long_run(report, estimate, "availability", legend(seen, bounds));
    if all > ROWS {
        frame.note = Some(format!("The {ROWS} least available of {all}."));
    }
    let rows = groups.iter().flat_map(Group::drawn).collect();
    let panel = Panel { caption: String::new(), axis: "availability".into(), scale, rows };
    sheet(frame, &[panel], format)
}

fn legend(seen: bool, bounds: bool) -> Vec<Entry> {
    let mut legend = Vec::new();
    if seen {
        let word = "estimate, with its 95 % interval".into();
        legend.push(Entry { word, color: INK, mark: Mark::Point });
    }
    if bounds {
        let word = "nothing seen: at least so much".into();
        legend.push(Entry { word, color: INK, mark: Mark::Bound });
    }
    legend
}

fn groups(estimate: &EstimateReport) -> Vec<Group> {
    let services = estimate.services.iter();
    let services = services
        .map(|service| (service.name.clone(), service.unavailability, service.outages_seen > 0));
    let users = estimate.populations.iter().map(|population| {
        let lack = population.unavailability;
        (population.name.clone(), lack, lack.value > 0.0)
    });
    let mut groups = vec![
        Group { heading: "services, by time".into(), rows: services.collect() },
        Group { heading: "users, by the time they want service".into(), rows: users.collect() },
    ];
    for population in &estimate.populations {
        let features = population.features.iter();
        let rows = features
            .map(|feature| {
                let lack = feature.unavailability;
                (feature.name.clone(), lack, lack.value > 0.0)
            })
            .collect();
        let heading = format!("features of {}", population.name);
        groups.push(Group { heading, rows });
    }
    groups.retain(|group| !group.rows.is_empty());
    groups
}

/// Where there are too many rows, those that lack most, in their order.
fn keep_the_worst(groups: &mut Vec<Group>) {
    let rows = groups.iter().flat_map(|group| &group.rows);
    let mut lacks: Vec<f64> = rows.map(worst).collect();
    if lacks.len() <= ROWS {
        return;
    }
    lacks.sort_by(|a, b| b.total_cmp(a));
    let least = lacks[ROWS - 1];
    let mut equal = ROWS - lacks.iter().filter(|&&lack| lack > least).count();
    for group in groups.iter_mut() {
        group.rows.retain(|row| {
            let last = worst(row) == least && equal > 0;
            equal -= usize::from(last);
            worst(row) > least || last
        });
    }
    groups.retain(|group| !group.rows.is_empty());
}

/// By what was seen; bounds of what was never seen come last.
fn worst((_, lack, seen): &(String, EstimateFigure, bool)) -> f64 {
    if *seen { lack.value } else { lack.upper * 1e-12 }
}

impl Group {
    fn drawn(&self) -> Vec<Row> {
        let mut rows = vec![Row::heading(self.heading.clone())];
        for (name, lack, seen) in &self.rows {
            let share = |lack: f64| print_share(1.0 - lack);
            let (draws, figure, between) = match seen {
                true => {
                    let between = format!("{} to {}", share(lack.upper), share(lack.lower));
                    (Draws::Point(*lack), share(lack.value), between)
                }
                false => {
                    (Draws::Bound(lack.upper), format!("> {}", share(lack.upper)), String::new())
                }
            };
            let name = name.clone();
            rows.push(Row { name, indent: true, bold: false, draws, figure, between });
        }
        rows
    }
}
