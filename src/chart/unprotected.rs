//! How much of the time a service is one more failure away from an outage, and why.

use super::rows::{Panel, Row, sheet};
use super::theme::{BAR, INK};
use super::{ChartError, Entry, Format, Frame, Mark, Scale, Unit};
use crate::report::{EstimateReport, LongRunService, Report};

/// What it shows.
pub(super) const ABOUT: &str = "time one more failure away from an outage, by service and reason";

/// Services of one chart at most, and reasons of each.
const SERVICES: usize = 20;
const REASONS: usize = 5;
/// A year of 365.25 days, in hours.
const YEAR_HOURS: f64 = 8_766.0;

/// Draws it.
pub(super) fn draw(
    report: &Report,
    estimate: &EstimateReport,
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    let mut services: Vec<&LongRunService> =
        estimate.services.iter().filter(|service| service.unprotected.upper > 0.0).collect();
    if services.is_empty() {
        let reason = "the long run reports no service that could be unprotected; \
                      name services in `estimate`";
        return Err(ChartError::Nothing(reason.into()));
    }
    services.sort_by(|a, b| b.unprotected.value.total_cmp(&a.unprotected.value));
    let all = services.len();
    services.truncate(SERVICES);
    let is_seen = |service: &&LongRunService| service.unprotected.value > 0.0;
    let mut legend = Vec::new();
    if services.iter().any(is_seen) {
        legend.push(Entry { word: "share of time".into(), color: BAR, mark: Mark::Box });
        legend.push(Entry { word: "95 % interval".into(), color: INK, mark: Mark::Whisker });
    }
    if !services.iter().all(is_seen) {
        let word = "none seen: at most so much".into();
        legend.push(Entry { word, color: INK, mark: Mark::Bound });
    }
    let about = "time one more failure away from an outage";
    let mut frame = Frame::of_long_run(report, estimate, about, legend);
    if all > services.len() {
        frame.note = Some(format!("The {SERVICES} least protected of {all} services."));
    }
    // Bounds would rule what was seen out of sight.
    let upper = |service: &LongRunService| service.unprotected.upper;
    let mut ends: Vec<f64> = services.iter().copied().filter(is_seen).map(upper).collect();
    if ends.is_empty() {
        ends = services.iter().copied().map(upper).collect();
    }
    let panel = Panel {
        caption: String::new(),
        axis: "share of time unprotected".into(),
        scale: Scale::straight(ends.into_iter(), Unit::Share),
        rows: services.iter().flat_map(|service| rows(service)).collect(),
    };
    sheet(frame, &[panel], format)
}

/// A service, and below it its reasons, the first ones each.
fn rows(service: &LongRunService) -> Vec<Row> {
    let mut row = Row::bar(&service.name, false, &service.unprotected, Unit::Share);
    let hours = service.unprotected.value * YEAR_HOURS;
    if hours > 0.0 {
        row.figure = format!("{} = {} a year", row.figure, Unit::Time.print(hours * 3_600.0));
    }
    let reasons = &service.unprotected_by_reason;
    row.bold = !reasons.is_empty();
    let mut rows = vec![row];
    let kept = if reasons.len() > REASONS { REASONS - 1 } else { reasons.len() };
    for reason in &reasons[..kept] {
        rows.push(Row::bar(&reason.name, true, &reason.amount, Unit::Share));
    }
    if reasons.len() > kept {
        let rest: f64 = reasons[kept..].iter().map(|reason| reason.amount.value).sum();
        let name = format!("and {} more reasons", reasons.len() - kept);
        rows.push(Row { indent: true, ..Row::plain(name, rest, Unit::Share) });
    }
    rows
}
