//! Users over time: how many are served in full, served with limits, waiting, refused.
//!
//! The time axis shows the part of the story in which something changes.

use super::levels::{LEVELS, Level, clipped, differ, levels_of, most_lacking, most_on, stack};
use super::moments::{MOST, key, key_height, lines, moments};
use super::theme::{CAPTION, GRID, HPos, INK, LABEL, Letters, MARGIN, Pen, VPos, WIDE};
use super::{Axis, ChartError, Entry, FOOT, Format, Frame, Mark, label, picture, step_of};
use crate::quantity::print_amount;
use crate::report::{IncidentReport, PopulationReport, Report, UsersPoint};

/// What it shows.
pub(super) const ABOUT: &str = "users over time: served in full, limited, waiting, refused";

/// Panels of one chart at most.
const PANELS: usize = 12;
/// Left of the plots: axis title and labels.
const LEFT: i32 = MARGIN + 76;
/// Right of the plots: half of the last label.
const RIGHT: i32 = WIDE - MARGIN - 16;
/// Above the areas: the numbers of moments.
const ABOVE: i32 = 20;
/// Above a plot: its caption.
const HEAD: i32 = 34;
/// Below the last plot: labels and axis title.
const BELOW: i32 = 44;

/// Draws it.
pub(super) fn draw(
    report: &Report,
    incident: &IncidentReport,
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    let populations = chosen(incident);
    if populations.is_empty() {
        let reason = format!("incident `{}` has no users over time", incident.name);
        return Err(ChartError::Nothing(reason));
    }
    let entry =
        |level: &Level| Entry { word: level.word.into(), color: level.color, mark: Mark::Box };
    // Where nobody is drawn as served in full, the legend does not say how that would look.
    let shown = populations.iter().map(|p| levels(p)).max_by_key(|levels| levels.len());
    let legend = shown.unwrap_or(&LEVELS).iter().map(entry).collect();
    let mut frame = Frame::of(report, incident, "users by how they are served", legend);
    let changes = populations.iter().filter_map(|p| changes(&p.over_time));
    let changes = changes.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    let all = incident.populations.iter().filter(|p| !p.over_time.is_empty()).count();
    frame.note = match changes {
        None if lacked(incident) => {
            Some("All stay served; this chart does not draw the features that users lack.".into())
        }
        None => Some("Nothing changed for any user.".into()),
        Some(_) if all > populations.len() => {
            Some(format!("The {} of {all} populations that lost most.", populations.len()))
        }
        Some(_) => None,
    };
    let window = window(changes, incident.horizon_seconds, &populations);
    let plot = match populations.len() {
        1 => 320,
        2..=3 => 190,
        _ => 130,
    };
    frame.told = populations.iter().map(|population| told(population)).collect();
    let top = frame.top();
    let count = populations.len() as i32;
    let moments = moments(&incident.story, window, MOST);
    let bottom = top + count * (HEAD + plot) + BELOW + key_height(&moments);
    picture((WIDE as u32, (bottom + FOOT) as u32), format, &frame.alternative(), |canvas| {
        let pen = Pen::on(canvas)?;
        for (i, population) in (0..).zip(&populations) {
            let foot = top + (i + 1) * (HEAD + plot);
            let time = Axis { from: window.0, to: window.1, pixels: (LEFT, RIGHT) };
            panel(&pen, population, time, (foot - plot, foot))?;
            lines(&pen, &moments, |at| time.pixel(at), (foot - plot, foot), i == 0)?;
            if i + 1 == count {
                time_labels(&pen, time, foot)?;
                key(&pen, &moments, LEFT, foot + BELOW + 4)?;
            }
        }
        frame.draw(&pen, bottom)?;
        pen.finish()
    })
}

/// A population in words.
fn told(population: &PopulationReport) -> String {
    let users = print_amount(population.users);
    let level = |level: &Level| {
        let most = population.over_time.iter().map(level.users).fold(0.0, f64::max);
        format!("at most {} {}", print_amount(most), level.word)
    };
    let lacking: Vec<String> = LEVELS[1..].iter().map(level).collect();
    format!("{}: {users} users, {}", population.name, lacking.join(", "))
}

/// The populations to show: all, or those that lost most, in their order.
fn chosen(incident: &IncidentReport) -> Vec<&PopulationReport> {
    let mut all: Vec<&PopulationReport> =
        incident.populations.iter().filter(|p| !p.over_time.is_empty()).collect();
    if all.len() > PANELS {
        all.sort_by(|a, b| b.lost_user_minutes.story.total_cmp(&a.lost_user_minutes.story));
        all.truncate(PANELS);
        all.sort_by(|a, b| a.name.cmp(&b.name));
    }
    all
}

/// Whether any users lack a feature in the story. Who is served without one is not drawn apart.
fn lacked(incident: &IncidentReport) -> bool {
    let mut features = incident.populations.iter().flat_map(|p| &p.features);
    features.any(|feature| feature.lost_user_minutes.story > 0.0)
}

/// When users first and last change level.
fn changes(points: &[UsersPoint]) -> Option<(f64, f64)> {
    let differ = |pair: &&[UsersPoint]| differ(&pair[0], &pair[1]);
    let first = points.windows(2).find(differ)?[0].at_seconds;
    let last = points.windows(2).rfind(differ)?[1].at_seconds;
    Some((first, last))
}

/// The part of the time to show: from a bit before the first change to a bit after the last.
fn window(
    changes: Option<(f64, f64)>,
    horizon: f64,
    populations: &[&PopulationReport],
) -> (f64, f64) {
    let last = populations.iter().filter_map(|p| p.over_time.last()).map(|p| p.at_seconds);
    let end = last.fold(horizon, f64::max);
    // A story of no length still needs an axis.
    let end = if end > 0.0 { end } else { 1.0 };
    let Some((first, last)) = changes else { return (0.0, end) };
    let bit = ((last - first) * 0.08).max(end * 1e-3);
    ((first - bit).max(0.0), (last + bit).min(end).max(first + bit))
}

fn panel(
    pen: &Pen<'_>,
    population: &PopulationReport,
    time: Axis,
    (top, foot): (i32, i32),
) -> Result<(), ChartError> {
    let levels = levels(population);
    let most = most_on(levels, &population.over_time);
    let most = if most > 0.0 { most } else { 1.0 };
    // Above the areas there is room for the numbers of moments.
    let users = Axis { from: 0.0, to: most, pixels: (foot, top + ABOVE) };
    let ticks = users.ticks(if foot - top > 160 { 6 } else { 4 });
    let step = step_of(&ticks);
    for &tick in &ticks {
        let y = users.pixel(tick);
        let text = label(tick, step);
        let letters = Letters::of(LABEL).at(HPos::Right, VPos::Center);
        pen.text((LEFT - 8, y), &letters.fit_end(&text, 62.0), letters)?;
        pen.line(&[(LEFT - 4, y), (LEFT, y)], INK, 1)?;
    }
    let points = clipped(&population.over_time, &[time.from, time.to]);
    stack(pen, levels, &points, |at| time.pixel(at), |count| users.pixel(count))?;
    // The grid lies over the areas, or it would not be seen.
    for &tick in &ticks[1..] {
        pen.line(&[(LEFT, users.pixel(tick)), (RIGHT, users.pixel(tick))], GRID, 1)?;
    }
    for (tick, _) in time.time_ticks(8).0 {
        pen.line(&[(time.pixel(tick), top), (time.pixel(tick), foot)], GRID, 1)?;
    }
    pen.line(&[(LEFT, top), (LEFT, foot), (RIGHT, foot)], INK, 1)?;
    let upright = Letters::of(CAPTION).at(HPos::Center, VPos::Center).upwards();
    pen.text((MARGIN + 6, (top + foot) / 2), "users", upright)?;
    let caption = caption(population);
    let letters = Letters::of(CAPTION).bold();
    pen.text((LEFT, top - 13), &letters.fit_middle(&caption, f64::from(RIGHT - LEFT)), letters)
}

/// The levels to draw.
fn levels(population: &PopulationReport) -> &'static [Level] {
    levels_of(&population.over_time, population.users)
}

fn caption(population: &PopulationReport) -> String {
    let users = print_amount(population.users);
    let caption = format!("{}: {users} users want {}", population.name, population.feature);
    if levels(population).len() == LEVELS.len() {
        return caption;
    }
    let most = print_amount(most_lacking(&population.over_time));
    format!("{caption}; only those not served in full are drawn, at most {most}")
}

fn time_labels(pen: &Pen<'_>, time: Axis, foot: i32) -> Result<(), ChartError> {
    let (ticks, unit) = time.time_ticks(8);
    for (tick, text) in ticks {
        let x = time.pixel(tick);
        pen.line(&[(x, foot), (x, foot + 4)], INK, 1)?;
        pen.text((x, foot + 8), &text, Letters::of(LABEL).at(HPos::Center, VPos::Top))?;
    }
    let title = format!("time since the start ({unit})");
    let letters = Letters::of(CAPTION).at(HPos::Center, VPos::Center);
    pen.text(((LEFT + RIGHT) / 2, foot + 34), &title, letters)
}
