//! In which share of the years it takes longer: downtime a year of services, and time without service
//! of users at their thresholds side by side.

use super::curves::{Curve, Panel, Place, sheet};
use super::theme::INK;
use super::{ChartError, Entry, Format, Frame, Mark, Scale, Unit};
use crate::quantity::{print_amount, print_seconds};
use crate::report::{EstimateReport, ExceedancePoint, Report, ThresholdRate, YearlyReport};

/// What it shows.
pub(super) const ABOUT: &str = "in which share of the years downtime is longer";

/// Panels of one chart at most.
const PANELS: usize = 12;

/// What is shorter, in seconds, is no downtime to plan with.
const SHORTEST: f64 = 1.0;

/// Whose years.
struct Subject<'a> {
    caption: String,
    what: &'static str,
    curves: Vec<(String, &'a YearlyReport)>,
}

/// Draws it.
pub(super) fn draw(
    report: &Report,
    estimate: &EstimateReport,
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    let mut subjects = subjects(estimate);
    let all = subjects.len();
    if all == 0 {
        let reason = "no downtime was seen within whole years of the long run; \
                      give `estimate` a horizon of a year or more, or more trials";
        return Err(ChartError::Nothing(reason.into()));
    }
    if all > PANELS {
        let mut means: Vec<f64> = subjects.iter().map(Subject::mean).collect();
        means.sort_by(|a, b| b.total_cmp(a));
        subjects.retain(|subject| subject.mean() >= means[PANELS - 1]);
        subjects.truncate(PANELS);
    }
    let word = "estimate, with its 95 % interval".into();
    let legend = vec![Entry { word, color: INK, mark: Mark::Band }];
    let about = "share of years with more downtime";
    let mut frame = Frame::of_long_run(report, estimate, about, legend);
    if all > subjects.len() {
        frame.note = Some(format!("The {} of {all} that are down longest.", subjects.len()));
    }
    // One time axis for all: panels are compared.
    let points = || subjects.iter().flat_map(|s| &s.curves).flat_map(|(_, y)| &y.exceedance);
    let seen = points().filter(|point| point.share.value > 0.0);
    let across = Scale::powers(lengths(seen.map(|point| point.seconds)), Unit::Time);
    let up = Scale::powers(
        points().map(|point| point.share.value).filter(|&share| share > 0.0).chain([1.0]),
        Unit::Share,
    );
    let panels: Vec<Panel> = subjects.iter().map(|subject| subject.panel(across, up)).collect();
    let plot = match panels.len() {
        1 => 360,
        2..=3 => 240,
        _ => 170,
    };
    sheet(frame, &panels, plot, format)
}

/// The lengths that are in sight: from a decade below the least, so that it is seen how many years
/// have any; what is shorter than a second lies at the edge, unless nothing is longer.
fn lengths(seconds: impl Iterator<Item = f64>) -> impl Iterator<Item = f64> {
    let all: Vec<f64> = seconds.filter(|&seconds| seconds > 0.0).collect();
    let longest = all.iter().copied().fold(0.0, f64::max);
    let edge = if longest > SHORTEST { SHORTEST } else { 0.0 };
    let least = all.iter().copied().fold(f64::INFINITY, f64::min);
    // The scale itself leaves a little room.
    let from = (least / 10.0).max(edge * 1.25);
    std::iter::once(from).chain(all.into_iter().filter(move |&seconds| seconds >= edge))
}

/// Those with any downtime in whole years.
fn subjects(estimate: &EstimateReport) -> Vec<Subject<'_>> {
    let mut subjects = Vec::new();
    for service in &estimate.services {
        let curves = service.yearly.iter().map(|yearly| (String::new(), yearly)).collect();
        subjects.push(Subject { caption: service.name.clone(), what: "downtime", curves });
    }
    for population in &estimate.populations {
        let mut add = |caption: String, rates| {
            subjects.push(Subject { caption, what: "time without service", curves: curves(rates) });
        };
        add(population.name.clone(), population.interruptions_per_year.as_slice());
        for feature in &population.features {
            let caption = format!("{} of {}", feature.name, population.name);
            add(caption, &feature.interruptions_per_year);
        }
    }
    subjects.retain(|subject| subject.curves.iter().any(|(_, yearly)| is_seen(yearly)));
    subjects
}

/// One a threshold; thresholds whose years are all the same share one.
fn curves(rates: &[ThresholdRate]) -> Vec<(String, &YearlyReport)> {
    let mut curves: Vec<(String, &YearlyReport)> = Vec::new();
    for rate in rates {
        let Some(yearly) = &rate.yearly else { continue };
        match curves.last_mut() {
            Some((name, last)) if *last == yearly => {
                name.push_str(", ");
                name.push_str(&rate.threshold);
            }
            _ => curves.push((rate.threshold.clone(), yearly)),
        }
    }
    curves
}

fn is_seen(yearly: &YearlyReport) -> bool {
    yearly.exceedance.iter().any(|point| point.share.value > 0.0)
}

impl Subject<'_> {
    fn mean(&self) -> f64 {
        self.curves.iter().map(|(_, yearly)| yearly.mean.value).fold(0.0, f64::max)
    }

    fn panel(&self, across: Scale, up: Scale) -> Panel {
        let seen = self.curves.iter().filter(|(_, yearly)| is_seen(yearly));
        let figures = self.curves.iter().map(|(threshold, yearly)| {
            let of = if threshold.is_empty() { String::new() } else { format!("{threshold}: ") };
            format!("{of}{}", figures(yearly))
        });
        let years = self.curves.first().map_or(0, |(_, yearly)| yearly.years);
        let curve = |(threshold, yearly): &(String, &YearlyReport)| Curve {
            name: threshold.clone(),
            places: places(&yearly.exceedance),
            marked: false,
        };
        Panel {
            caption: format!("{}: {} years watched", self.caption, print_amount(years as f64)),
            figures: figures.collect(),
            across: (across, format!("{} in a year", self.what)),
            words: Vec::new(),
            up: (up, "share of years".into()),
            curves: seen.map(curve).collect(),
        }
    }
}

/// Up to the first length that no year exceeds.
fn places(points: &[ExceedancePoint]) -> Vec<Place> {
    let seen = points.iter().filter(|point| point.share.value > 0.0).count();
    let end = (seen + 1).min(points.len());
    let place = |point: &ExceedancePoint| Place {
        at: point.seconds,
        value: point.share.value,
        lower: point.share.lower,
        upper: point.share.upper,
    };
    points[..end].iter().map(place).collect()
}

fn figures(yearly: &YearlyReport) -> String {
    if !is_seen(yearly) {
        return "none seen".into();
    }
    let [mean, p95, p99] = [&yearly.mean, &yearly.p95, &yearly.p99].map(|f| print_seconds(f.value));
    format!("mean {mean} a year; 95 % of years have at most {p95}, 99 % at most {p99}")
}
