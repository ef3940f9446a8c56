//! An incident: states of its parts over time, above its users by how they are served.
//!
//! Both halves share the time axis, which leaves out what is quiet for long. Moments of the story
//! are numbered lines through both; steps of runbooks are letters on their row.

mod look;
mod rows;

use super::levels::{
    LEVELS, Level, clipped, differ, levels_of, most_lacking, most_on, stack, together,
};
use super::moments::{self, key, key_height, moments};
use super::theme::{CAPTION, FAINT, GRID, HPos, INK, LABEL, Letters, MARGIN, Pen, VPos, WIDE};
use super::{Axis, ChartError, Clock, Entry, FOOT, Format, Frame, Mark, label, picture, step_of};
use crate::quantity::{print_amount, print_clock};
use crate::report::{IncidentReport, PopulationReport, Report, UsersPoint};
use plotters::style::WHITE;
use rows::Step;

/// What it shows.
pub(super) const ABOUT: &str =
    "states of places, services and their members over time, above their users";

/// Moments of one chart at most.
const MOMENTS: usize = 10;
/// Populations with a panel of their own at most; more are drawn together.
const PANELS: usize = 3;
/// Right of the plots: half of the last label.
const RIGHT: i32 = WIDE - MARGIN - 22;
/// Above the rows: the numbers of moments.
const ABOVE: i32 = 24;
/// Above the users: their legend; above a panel: its caption.
const LEGEND: i32 = 30;
const HEAD: i32 = 26;
/// Below the last panel: labels and axis title.
const BELOW: i32 = 48;
/// Height of a line of the key of steps.
const LINE: i32 = 18;

/// Users of one panel.
struct Users {
    caption: String,
    points: Vec<UsersPoint>,
    levels: &'static [Level],
}

/// Draws it.
pub(super) fn draw(
    report: &Report,
    incident: &IncidentReport,
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    let panels = panels(incident);
    let states = &incident.states;
    if states.is_empty() && panels.is_empty() {
        let reason =
            format!("nothing changes in incident `{}`, and it has no users", incident.name);
        return Err(ChartError::Nothing(reason));
    }
    let rows = rows::rows(states);
    let steps = rows::steps(states);
    let words = states.iter().flat_map(|row| &row.spans).map(|span| span.state.as_str());
    let mut frame =
        Frame::of(report, incident, "states of its parts, and its users", look::legend(words));
    let names = rows::names_width(&rows);
    let left = MARGIN + names.max(64) + 10;
    let (mut times, busy) = changes(incident, &panels);
    if times.is_empty() {
        frame.note = Some("Nothing changed.".into());
    }
    let told = moments(&incident.story, ends(&times, incident.horizon_seconds), MOMENTS);
    times.extend(told.shown.iter().map(|moment| moment.at_seconds));
    let clock = Clock::of(times, &busy, incident.horizon_seconds, (left, RIGHT));
    if clock.is_broken() {
        frame.note =
            Some("Where the time axis is broken, nothing changes for as long as it says.".into());
    }
    frame.told = told.words();
    let high = rows::height(rows.len());
    let plot = if panels.len() == 1 { 170 } else { 100 };
    let top = frame.top();
    let foot_of_rows = top + ABOVE + rows.len() as i32 * high;
    let users_top = foot_of_rows + if panels.is_empty() { 0 } else { LEGEND };
    let foot = users_top + panels.len() as i32 * (HEAD + plot);
    let bottom = foot + BELOW + key_height(&told) + steps_height(&steps);
    picture((WIDE as u32, (bottom + FOOT) as u32), format, &frame.alternative(), |canvas| {
        let pen = Pen::on(canvas)?;
        clock.grid(&pen, (top + ABOVE, foot_of_rows))?;
        let place = |at: usize| (top + ABOVE + at as i32 * high, high);
        for (at, row) in rows.iter().enumerate() {
            row.draw(&pen, &clock, place(at), names)?;
        }
        let pixel = |at: f64| clock.pixel(at);
        clock.breaks(&pen, (top + ABOVE, foot_of_rows))?;
        moments::lines(&pen, &told, pixel, (top + 2, foot_of_rows), true)?;
        for (at, row) in rows.iter().enumerate() {
            row.draw_words(&pen, &clock, place(at))?;
            row.draw_steps(&pen, &clock, place(at), &steps)?;
        }
        if !panels.is_empty() {
            legend(&pen, &panels, left, foot_of_rows + LEGEND / 2 + 4)?;
        }
        for (at, users) in (0..).zip(&panels) {
            let foot = users_top + (at + 1) * (HEAD + plot);
            users.draw(&pen, &clock, (foot - plot, foot))?;
            clock.breaks(&pen, (foot - plot, foot))?;
            moments::lines(&pen, &told, pixel, (foot - plot, foot), false)?;
        }
        pen.line(&[(left, foot), (RIGHT, foot)], INK, 1)?;
        clock.labels(&pen, foot)?;
        let letters = Letters::of(CAPTION).at(HPos::Center, VPos::Center);
        pen.text(((left + RIGHT) / 2, foot + 34), "time since the start (h:min:s)", letters)?;
        key(&pen, &told, MARGIN, foot + BELOW + 4)?;
        key_of_steps(&pen, &steps, foot + BELOW + 4 + key_height(&told))?;
        frame.draw(&pen, bottom)?;
        pen.finish()
    })
}

/// Who is drawn below: each population, or all together where there are many.
fn panels(incident: &IncidentReport) -> Vec<Users> {
    let with_points = |p: &&PopulationReport| !p.over_time.is_empty();
    let all: Vec<&PopulationReport> = incident.populations.iter().filter(with_points).collect();
    if all.len() > PANELS {
        let points: Vec<&[UsersPoint]> = all.iter().map(|p| p.over_time.as_slice()).collect();
        let users = all.iter().map(|population| population.users).sum();
        let caption = format!("all {} populations: {} users", all.len(), print_amount(users));
        return vec![Users::of(caption, together(&points), users)];
    }
    let one = |population: &PopulationReport| {
        let caption = format!("{}: {} users", population.name, print_amount(population.users));
        Users::of(caption, population.over_time.clone(), population.users)
    };
    all.into_iter().map(one).collect()
}

/// When something changes, and the stretches in which users change steadily.
fn changes(incident: &IncidentReport, panels: &[Users]) -> (Vec<f64>, Vec<(f64, f64)>) {
    let (mut times, mut busy) = (Vec::new(), Vec::new());
    for row in &incident.states {
        times.extend(row.spans.iter().skip(1).map(|span| span.from_seconds));
        times.extend(row.steps.iter().map(|step| step.at_seconds));
    }
    for pair in panels.iter().flat_map(|users| users.points.windows(2)) {
        if differ(&pair[0], &pair[1]) {
            times.extend([pair[0].at_seconds, pair[1].at_seconds]);
            busy.push((pair[0].at_seconds, pair[1].at_seconds));
        }
    }
    (times, busy)
}

/// The first and the last of `times`, or the whole story.
fn ends(times: &[f64], horizon: f64) -> (f64, f64) {
    let first = times.iter().copied().reduce(f64::min).unwrap_or(0.0);
    (first, times.iter().copied().reduce(f64::max).unwrap_or(horizon))
}

impl Users {
    fn of(caption: String, points: Vec<UsersPoint>, users: f64) -> Self {
        let levels = levels_of(&points, users);
        let caption = match levels.len() == LEVELS.len() {
            true => caption,
            false => {
                let most = print_amount(most_lacking(&points));
                format!("{caption}; only those not served in full are drawn, at most {most}")
            }
        };
        Self { caption, points, levels }
    }

    fn draw(
        &self,
        pen: &Pen<'_>,
        clock: &Clock,
        (top, foot): (i32, i32),
    ) -> Result<(), ChartError> {
        let most = most_on(self.levels, &self.points);
        let most = if most > 0.0 { most } else { 1.0 };
        let (left, right) = clock.pixels();
        let users = Axis { from: 0.0, to: most, pixels: (foot, top + 4) };
        let ticks = users.ticks(if foot - top > 120 { 5 } else { 3 });
        let points = clipped(&self.points, &clock.bends());
        let pixel = |count: f64| users.pixel(count);
        stack(pen, self.levels, &points, |at| clock.pixel(at), pixel)?;
        for &tick in &ticks {
            let y = users.pixel(tick);
            let text = label(tick, step_of(&ticks));
            let letters = Letters::of(LABEL).at(HPos::Right, VPos::Center);
            pen.text((left - 8, y), &letters.fit_end(&text, 62.0), letters)?;
            pen.line(&[(left - 4, y), (left, y)], INK, 1)?;
            if tick > 0.0 {
                pen.line(&[(left, y), (right, y)], GRID, 1)?;
            }
        }
        clock.grid(pen, (top, foot))?;
        pen.line(&[(left, top), (left, foot), (right, foot)], INK, 1)?;
        let letters = Letters::of(LABEL).bold();
        let caption = letters.fit_middle(&self.caption, f64::from(right - left));
        pen.text((left, top - 10), &caption, letters)
    }
}

/// The levels of users that are drawn.
fn legend(pen: &Pen<'_>, panels: &[Users], left: i32, y: i32) -> Result<(), ChartError> {
    let shown = panels.iter().map(|users| users.levels).max_by_key(|levels| levels.len());
    let mut x = left;
    for level in shown.unwrap_or(&LEVELS) {
        let entry = Entry { word: level.word.into(), color: level.color, mark: Mark::Box };
        entry.draw(pen, x, y)?;
        x += entry.width();
    }
    Ok(())
}

fn steps_height(steps: &[Step<'_>]) -> i32 {
    if steps.is_empty() { 0 } else { steps.len() as i32 * LINE + 8 }
}

/// What was done at each letter; what was refused has the letter in white.
fn key_of_steps(pen: &Pen<'_>, steps: &[Step<'_>], top: i32) -> Result<(), ChartError> {
    let fine = steps.iter().any(|step| step.mark.at_seconds % 1.0 != 0.0);
    let times: Vec<String> =
        steps.iter().map(|step| print_clock(step.mark.at_seconds, fine)).collect();
    let plain = Letters::of(LABEL);
    let wide = times.iter().map(|time| plain.width(time)).fold(0.0, f64::max).ceil() as i32;
    let text_left = MARGIN + 26 + wide + 12;
    for ((at, step), time) in (0..).zip(steps).zip(&times) {
        let y = top + at * LINE + LINE / 2;
        let bold = plain.bold().at(HPos::Center, VPos::Center);
        let ink = match step.mark.refused {
            true => {
                pen.fill((MARGIN - 3, y - 8), (MARGIN + 15, y + 8), INK)?;
                WHITE
            }
            false => INK,
        };
        pen.text((MARGIN + 6, y), &step.letter, bold.ink(ink))?;
        let right = plain.ink(FAINT).at(HPos::Right, VPos::Center);
        pen.text((MARGIN + 26 + wide, y), time, right)?;
        let text = format!("{}: {}", step.runbook, step.mark.text);
        let room = f64::from(WIDE - MARGIN - text_left);
        pen.text((text_left, y), &plain.fit_end(&text, room), plain)?;
    }
    Ok(())
}
