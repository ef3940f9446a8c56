//! The data of charts that a browser can zoom into.

use crate::report::{
    ConvergenceReport, EstimateFigure, EstimateReport, IncidentReport, PopulationReport,
    ThresholdRate, UsersPoint, YearlyReport,
};
use serde::Serialize;

/// A plot, as `zoom.js` reads it.
#[derive(Serialize)]
pub(super) struct Plot {
    title: String,
    across: Measure,
    up: Measure,
    /// Where along, of all curves.
    at: Vec<Option<f64>>,
    curves: Vec<Curve>,
}

/// What an axis measures.
#[derive(Serialize)]
struct Measure {
    title: String,
    /// `time`, `share` or `amount`.
    unit: &'static str,
    /// By powers of ten.
    powers: bool,
}

/// A curve: its value at each place, and the ends of its interval where it has one.
#[derive(Serialize)]
struct Curve {
    name: String,
    color: &'static str,
    value: Vec<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lower: Option<Vec<Option<f64>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upper: Option<Vec<Option<f64>>>,
}

/// As in the pictures.
const COLORS: [&str; 3] = ["#1f3f66", "#c05a2b", "#3c82b4"];
const LEVELS: [&str; 4] = ["#6fa3c8", "#b0841c", "#c05a2b", "#551433"];
/// Plots of one chart at most.
const MOST: usize = 12;

/// The plots of a chart of an incident.
pub(super) fn of_incident(kind: &str, incident: &IncidentReport) -> Vec<Plot> {
    let with_points = |p: &&PopulationReport| !p.over_time.is_empty();
    match kind {
        "users" => incident.populations.iter().filter(with_points).take(MOST).map(users).collect(),
        _ => Vec::new(),
    }
}

/// The plots of a chart of the long run.
pub(super) fn of_long_run(kind: &str, estimate: &EstimateReport) -> Vec<Plot> {
    match kind {
        "convergence" => estimate.convergence.iter().take(MOST).map(convergence).collect(),
        "exceedance" => {
            let services = estimate.services.iter().map(|service| {
                let yearly = service.yearly.iter().map(|yearly| ("", yearly)).collect();
                exceedance(&service.name, yearly)
            });
            let users = estimate.populations.iter().map(|population| {
                let rates = population.interruptions_per_year.iter();
                exceedance(&population.name, rates.filter_map(threshold).collect())
            });
            services.chain(users).flatten().take(MOST).collect()
        }
        _ => Vec::new(),
    }
}

fn threshold(rate: &ThresholdRate) -> Option<(&str, &YearlyReport)> {
    rate.yearly.as_ref().map(|yearly| (rate.threshold.as_str(), yearly))
}

fn users(population: &PopulationReport) -> Plot {
    let points = &population.over_time;
    let curve = |name: &str, color, of: fn(&UsersPoint) -> f64| Curve {
        name: name.to_owned(),
        color,
        value: points.iter().map(|point| Some(of(point))).collect(),
        lower: None,
        upper: None,
    };
    Plot {
        title: population.name.clone(),
        across: measure("time since the start", "time", false),
        up: measure("users", "amount", false),
        at: points.iter().map(|point| Some(point.at_seconds)).collect(),
        curves: vec![
            curve("served in full", LEVELS[0], |point| point.full),
            curve("served, limited", LEVELS[1], |point| point.limited),
            curve("waiting", LEVELS[2], |point| point.waiting),
            curve("refused", LEVELS[3], |point| point.refused),
        ],
    }
}

/// Curves over their own lengths have a place for the lengths of all.
fn exceedance(name: &str, years: Vec<(&str, &YearlyReport)>) -> Option<Plot> {
    let points = || years.iter().flat_map(|(_, yearly)| &yearly.exceedance);
    let mut at: Vec<f64> = points().map(|p| p.seconds).filter(|&seconds| seconds > 0.0).collect();
    at.sort_by(f64::total_cmp);
    at.dedup();
    if !points().any(|point| point.share.value > 0.0) {
        return None;
    }
    let curves = years.iter().zip(COLORS).map(|((threshold, yearly), color)| {
        let found = |seconds: &f64| {
            yearly.exceedance.iter().find(|point| point.seconds == *seconds).map(|p| p.share)
        };
        let shares: Vec<Option<EstimateFigure>> = at.iter().map(found).collect();
        // By powers there is no zero.
        curve(threshold, color, &shares, |share| (share > 0.0).then_some(share))
    });
    let curves = curves.collect();
    let across = measure("downtime in a year", "time", true);
    let up = measure("share of years", "share", true);
    let at = at.into_iter().map(Some).collect();
    Some(Plot { title: name.to_owned(), across, up, at, curves })
}

fn convergence(report: &ConvergenceReport) -> Plot {
    let unit = if report.of.starts_with("unavailability") { "share" } else { "amount" };
    let points = &report.points;
    let figures: Vec<Option<EstimateFigure>> = points.iter().map(|p| Some(p.estimate)).collect();
    Plot {
        title: report.of.clone(),
        across: measure("trials", "amount", false),
        up: measure("estimate", unit, false),
        at: points.iter().map(|point| Some(point.trials as f64)).collect(),
        curves: vec![curve("", COLORS[0], &figures, Some)],
    }
}

fn curve(
    name: &str,
    color: &'static str,
    figures: &[Option<EstimateFigure>],
    seen: fn(f64) -> Option<f64>,
) -> Curve {
    let all = |of: fn(EstimateFigure) -> f64| {
        figures.iter().map(|figure| figure.and_then(|figure| seen(of(figure)))).collect()
    };
    Curve {
        name: name.to_owned(),
        color,
        value: all(|figure| figure.value),
        lower: Some(all(|figure| figure.lower)),
        upper: Some(all(|figure| figure.upper)),
    }
}

fn measure(title: &str, unit: &'static str, powers: bool) -> Measure {
    Measure { title: title.to_owned(), unit, powers }
}
