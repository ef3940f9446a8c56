//! Downtime a year over a value that is varied, a curve for each value of a second one.

use super::curves::{Curve, MOST, Panel, Place, sheet};
use super::theme::INK;
use super::{ChartError, Entry, Format, Frame, Mark, Scale, Source, Unit, part_name};
use crate::report::{ComparedPart, SweepAxis, SweepPoint, SweepReport};

/// What it shows.
pub(super) const ABOUT: &str = "downtime a year over a value that is varied, with bands";

/// Panels of one chart at most.
const PANELS: usize = 8;
/// Values are drawn by powers where the greatest has so many times the least.
const MANY: f64 = 20.0;

/// Bands are in sight up to so many times the greatest estimate.
const WIDEST: f64 = 3.0;

/// Draws it.
pub(super) fn draw(report: &SweepReport, format: Format) -> Result<Vec<u8>, ChartError> {
    let (Some(axis), Some(point)) = (report.axes.first(), report.points.first()) else {
        return Err(ChartError::Nothing("the sweep has no points".into()));
    };
    if point.parts.is_empty() {
        let reason = "the sweep reports no service and no population; name one in `estimate`";
        return Err(ChartError::Nothing(reason.into()));
    }
    let worst = |part: &ComparedPart| {
        let same = report.points.iter().filter_map(|point| part.like(&point.parts));
        same.map(|part| part.downtime_seconds_per_year.value).fold(0.0, f64::max)
    };
    let mut parts: Vec<&ComparedPart> = point.parts.iter().collect();
    let all = parts.len();
    if all > PANELS {
        parts.sort_by(|a, b| worst(b).total_cmp(&worst(a)));
        parts.truncate(PANELS);
    }
    let word = "estimate, with its 95 % interval".into();
    let legend = vec![Entry { word, color: INK, mark: Mark::Band }];
    let source = Source::of_run(&report.run, report.title.clone(), &report.scenario_hash);
    let about = format!("downtime a year over {}", axis.path);
    let mut frame = Frame::of_run(&source, &report.run, &about, legend);
    frame.note = note(report, all);
    let panels: Vec<Panel> = parts.iter().map(|part| panel(report, axis, part)).collect();
    let plot = match panels.len() {
        1 => 340,
        2..=3 => 240,
        _ => 180,
    };
    sheet(frame, &panels, plot, format)
}

/// What of the grid is not drawn.
fn note(report: &SweepReport, parts: usize) -> Option<String> {
    let mut notes = Vec::new();
    if parts > PANELS {
        notes.push(format!("the {PANELS} of {parts} that are out longest"));
    }
    if let Some(second) = report.axes.get(1).filter(|axis| axis.values.len() > MOST) {
        let all = second.values.len();
        notes.push(format!("the first {MOST} of {all} values of {}", second.path));
    }
    for axis in report.axes.iter().skip(2) {
        notes.push(format!("{} = {} only", axis.path, axis.values[0]));
    }
    if notes.is_empty() { None } else { Some(format!("Drawn: {}.", notes.join("; "))) }
}

fn panel(report: &SweepReport, axis: &SweepAxis, part: &ComparedPart) -> Panel {
    let curves = match report.axes.get(1) {
        None => vec![curve(report, axis, part, None)],
        Some(second) => {
            let values = second.values.iter().take(MOST);
            values.map(|value| curve(report, axis, part, Some(value))).collect()
        }
    };
    let places = || curves.iter().flat_map(|curve| &curve.places);
    let values: Vec<f64> = places().map(|place| place.value).collect();
    let (least, most) =
        values.iter().fold((f64::INFINITY, 0.0f64), |(a, b), &v| (a.min(v), b.max(v)));
    // Where nothing was seen the upper end is a bound, which would rule what was seen out of sight.
    let uppers = |seen: bool| {
        let of = places().filter(move |place| (place.value > 0.0) == seen);
        of.map(|place| place.upper).fold(0.0, f64::max)
    };
    let ends = if most > 0.0 { uppers(true).min(WIDEST * most) } else { uppers(false) };
    let up = match least > 0.0 && most >= MANY * least {
        true => Scale::powers(values.iter().copied().chain([ends]), Unit::Time),
        false => Scale::straight(values.iter().copied().chain([ends]), Unit::Time),
    };
    let name = part_name(&part.name, part.feature.as_deref());
    let over = match report.axes.get(1) {
        Some(second) => format!("; a curve for each {}", second.path),
        None => String::new(),
    };
    let (across, words) = across(axis);
    Panel {
        caption: format!("{name}: downtime a year{over}"),
        figures: Vec::new(),
        across: (across, axis.path.clone()),
        words,
        up: (up, "downtime a year".into()),
        curves,
    }
}

/// The scale of an axis, and its words where its values are no numbers.
fn across(axis: &SweepAxis) -> (Scale, Vec<String>) {
    let Some(numbers) = &axis.numbers else {
        let last = axis.values.len().saturating_sub(1) as f64;
        return (Scale::between(0.0, last, Unit::Amount), axis.values.clone());
    };
    let unit = if axis.unit == "s" { Unit::Time } else { Unit::Amount };
    let (least, most) =
        numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), &n| (a.min(n), b.max(n)));
    let scale = match least > 0.0 && most >= MANY * least {
        true => Scale::powers(numbers.iter().copied(), unit),
        false if unit == Unit::Amount && numbers.iter().all(|n| n.fract() == 0.0) => {
            Scale::whole(least, most)
        }
        false => Scale::between(least, most, unit),
    };
    (scale, Vec::new())
}

/// Over the first axis, at a value of the second and the first values of all further ones.
fn curve(
    report: &SweepReport,
    axis: &SweepAxis,
    part: &ComparedPart,
    second: Option<&String>,
) -> Curve {
    let drawn = |point: &&SweepPoint| {
        let further = report.axes.iter().zip(&point.values).skip(2);
        second.is_none_or(|value| point.values.get(1) == Some(value))
            && further.into_iter().all(|(axis, value)| axis.values.first() == Some(value))
    };
    let place = |point: &SweepPoint| {
        let index = axis.values.iter().position(|value| Some(value) == point.values.first())?;
        let at = axis.numbers.as_ref().map_or(index as f64, |numbers| numbers[index]);
        let figure = part.like(&point.parts)?.downtime_seconds_per_year;
        Some(Place { at, value: figure.value, lower: figure.lower, upper: figure.upper })
    };
    let mut places: Vec<Place> = report.points.iter().filter(drawn).filter_map(place).collect();
    places.sort_by(|a, b| a.at.total_cmp(&b.at));
    Curve { name: second.cloned().unwrap_or_default(), places, marked: true }
}
