//! Load of members: before, peak and after as bars, against the limit.
//!
//! Bars lie, so that names of any length stand beside them and a pool of a hundred still has them.

use super::theme::{ALARM, CAPTION, GRID, HPos, INK, LABEL, Letters, MARGIN, Pen, VPos, WIDE};
use super::{Axis, ChartError, Entry, FOOT, Format, Frame, Mark, label, picture, step_of};
use crate::quantity::{print_amount, print_share};
use crate::report::{IncidentReport, MemberReport, Report, ServiceReport};
use plotters::style::{RGBColor, WHITE};

/// What it shows.
pub(super) const ABOUT: &str =
    "load of each member before, at its peak and after, against its limit";

const BEFORE: RGBColor = RGBColor(0xc9, 0xd8, 0xe6);
const PEAK: RGBColor = RGBColor(0x1f, 0x3f, 0x66);
const AFTER: RGBColor = RGBColor(0x6f, 0xa3, 0xc8);

/// Rows of one chart at most, and panels.
const ROWS: usize = 120;
const PANELS: usize = 12;
/// The widest name, in pixels.
const NAMES: f64 = 250.0;
/// Above a plot: its caption.
const HEAD: i32 = 28;
/// Below a plot: labels and axis title.
const BELOW: i32 = 50;

/// One service, ready to be drawn.
struct Panel<'a> {
    service: &'a ServiceReport,
    members: Vec<&'a MemberReport>,
}

/// Draws it.
pub(super) fn draw(
    report: &Report,
    incident: &IncidentReport,
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    let panels = chosen(incident);
    if panels.is_empty() {
        let reason = format!("no service in incident `{}` has members with load", incident.name);
        return Err(ChartError::Nothing(reason));
    }
    let members = || panels.iter().flat_map(|panel| &panel.members);
    let spread = incident.trials > 0 && members().any(|m| m.peak.worst > m.peak.story);
    let limited = members().any(|m| m.limit.is_some());
    let mut frame = Frame::of(report, incident, "load of members", legend(limited, spread));
    frame.told = members().map(|m| format!("{}: {}", m.name, peak_of(m))).collect();
    let row = row_height(members().count());
    let plot = |panel: &Panel<'_>| panel.members.len() as i32 * row;
    let top = frame.top();
    let bottom = panels.iter().fold(top, |y, panel| y + HEAD + plot(panel) + BELOW);
    let letters = Letters::of(LABEL);
    let names = members().map(|m| letters.width(&m.name)).fold(40.0, f64::max).min(NAMES);
    let left = MARGIN + names.ceil() as i32 + 10;
    let bold = letters.bold();
    let figures = members().map(|m| bold.width(&peak_of(m))).fold(0.0, f64::max);
    let right = WIDE - MARGIN - figures.ceil() as i32 - 8;
    picture((WIDE as u32, (bottom + FOOT) as u32), format, &frame.alternative(), |canvas| {
        let pen = Pen::on(canvas)?;
        let mut y = top + HEAD;
        for panel in &panels {
            panel.draw(&pen, (left, right), (y, row), spread)?;
            y += plot(panel) + BELOW + HEAD;
        }
        frame.draw(&pen, bottom)?;
        pen.finish()
    })
}

fn legend(limited: bool, spread: bool) -> Vec<Entry> {
    let mut legend = vec![
        Entry { word: "before".into(), color: BEFORE, mark: Mark::Box },
        Entry { word: "peak".into(), color: PEAK, mark: Mark::Box },
        Entry { word: "after".into(), color: AFTER, mark: Mark::Box },
    ];
    if limited {
        legend.push(Entry { word: "limit".into(), color: ALARM, mark: Mark::Line });
    }
    if spread {
        legend.push(Entry {
            word: "worst peak of the drawn trials".into(),
            color: INK,
            mark: Mark::Whisker,
        });
    }
    legend
}

/// The services with load; where there are too many of them or of their members, the fullest.
fn chosen(incident: &IncidentReport) -> Vec<Panel<'_>> {
    let loaded = |s: &&ServiceReport| !s.unit.is_empty() && !s.members.is_empty();
    let mut services: Vec<&ServiceReport> = incident.services.iter().filter(loaded).collect();
    if services.len() > PANELS {
        let fullest = |s: &ServiceReport| s.members.iter().map(fullness).fold(0.0, f64::max);
        services.sort_by(|a, b| fullest(b).total_cmp(&fullest(a)));
        services.truncate(PANELS);
        services.sort_by(|a, b| a.name.cmp(&b.name));
    }
    let most = ROWS / services.len().max(1);
    let fill = |service| Panel { service, members: fullest_members(service, most) };
    services.into_iter().map(fill).collect()
}

fn fullest_members(service: &ServiceReport, most: usize) -> Vec<&MemberReport> {
    let mut places: Vec<usize> = (0..service.members.len()).collect();
    let fullness = |i: usize| fullness(&service.members[i]);
    places.sort_by(|&a, &b| fullness(b).total_cmp(&fullness(a)));
    places.truncate(most);
    places.sort_unstable();
    places.into_iter().map(|i| &service.members[i]).collect()
}

/// The peak as a share of the limit, or the peak.
fn fullness(member: &MemberReport) -> f64 {
    member.peak.story / member.limit.filter(|&limit| limit > 0.0).unwrap_or(1.0)
}

/// The height of a row: as the pool grows, rows get thinner.
fn row_height(members: usize) -> i32 {
    match members {
        0..=12 => 36,
        13..=24 => 24,
        25..=48 => 16,
        _ => 10,
    }
}

impl Panel<'_> {
    fn draw(
        &self,
        pen: &Pen<'_>,
        (left, right): (i32, i32),
        (top, row): (i32, i32),
        spread: bool,
    ) -> Result<(), ChartError> {
        let foot = top + row * self.members.len() as i32;
        let load = Axis { from: 0.0, to: self.most(spread), pixels: (left, right) };
        let ticks = load.ticks(((right - left) / 90).max(2) as usize);
        self.axis(pen, load, &ticks, (top, foot))?;
        // Rows too thin for a name each get one in so many.
        let every = (15 + row - 1) / row;
        for (i, member) in (0..).zip(&self.members) {
            let y = top + i * row;
            bars(pen, member, load, (y, row), spread)?;
            if i % every == 0 {
                words(pen, member, load, y + row / 2)?;
            }
        }
        pen.line(&[(left, top), (left, foot), (right, foot)], INK, 1)?;
        let letters = Letters::of(CAPTION).bold();
        let caption = letters.fit_middle(&self.caption(), f64::from(WIDE - MARGIN - left));
        pen.text((left, top - HEAD / 2), &caption, letters)
    }

    /// The greatest load, and a bit.
    fn most(&self, spread: bool) -> f64 {
        let of = |m: &&MemberReport| {
            let worst = if spread { m.peak.worst } else { 0.0 };
            [m.limit.unwrap_or(0.0), m.before.story, m.peak.story, m.after.story, worst]
        };
        let most = self.members.iter().flat_map(of).fold(0.0, f64::max);
        if most > 0.0 { most * 1.04 } else { 1.0 }
    }

    fn caption(&self) -> String {
        let (shown, all) = (self.members.len(), self.service.members.len());
        let many = match (shown, all) {
            (1, 1) => "1 member".to_owned(),
            (shown, all) if shown == all => format!("{all} members"),
            _ => format!("the {shown} fullest of {all} members"),
        };
        format!("{}: {many}", self.service.name)
    }

    fn axis(
        &self,
        pen: &Pen<'_>,
        load: Axis,
        ticks: &[f64],
        (top, foot): (i32, i32),
    ) -> Result<(), ChartError> {
        let step = step_of(ticks);
        for &tick in ticks {
            let x = load.pixel(tick);
            pen.line(&[(x, top), (x, foot)], GRID, 1)?;
            pen.line(&[(x, foot), (x, foot + 4)], INK, 1)?;
            let letters = Letters::of(LABEL).at(HPos::Center, VPos::Top);
            pen.text((x, foot + 8), &label(tick, step), letters)?;
        }
        let title = format!("load of a member ({})", self.service.unit);
        let (left, right) = load.pixels;
        let letters = Letters::of(CAPTION).at(HPos::Center, VPos::Center);
        let title = letters.fit_end(&title, f64::from(right - left));
        pen.text(((left + right) / 2, foot + 33), &title, letters)
    }
}

/// The three bars of a member, its limit, and its worst peak.
fn bars(
    pen: &Pen<'_>,
    member: &MemberReport,
    load: Axis,
    (top, row): (i32, i32),
    spread: bool,
) -> Result<(), ChartError> {
    let thick = (row * 4 / 5 / 3).max(2);
    let first = top + (row - 3 * thick) / 2;
    let bars = [(member.before, BEFORE), (member.peak, PEAK), (member.after, AFTER)];
    for (i, (figure, color)) in (0..).zip(bars) {
        let y = first + i * thick;
        pen.fill((load.pixels.0, y), (load.pixel(figure.story), y + thick), color)?;
    }
    if let Some(limit) = member.limit {
        let x = load.pixel(limit);
        // White beside it, or it would drown in a dark bar when printed in grey.
        pen.fill((x - 3, top), (x + 3, top + row), WHITE)?;
        pen.line(&[(x, top), (x, top + row)], ALARM, 2)?;
    }
    if spread && member.peak.worst > member.peak.story {
        let y = first + thick + thick / 2;
        let (from, to) = (load.pixel(member.peak.story), load.pixel(member.peak.worst));
        pen.line(&[(from, y), (to, y)], INK, 1)?;
        pen.line(&[(to, y - thick / 2), (to, y + thick / 2)], INK, 1)?;
    }
    Ok(())
}

/// The name of a member to its left, and its peak to the right.
fn words(pen: &Pen<'_>, member: &MemberReport, load: Axis, y: i32) -> Result<(), ChartError> {
    let (left, right) = load.pixels;
    let letters = Letters::of(LABEL).at(HPos::Right, VPos::Center);
    pen.text((left - 8, y), &letters.fit_middle(&member.name, NAMES), letters)?;
    let over = member.limit.is_some_and(|limit| member.peak.story > limit);
    let letters = Letters::of(LABEL);
    let letters = if over { letters.bold().ink(ALARM) } else { letters };
    pen.text((right + 8, y), &peak_of(member), letters)
}

/// The figure to the right of a member.
fn peak_of(member: &MemberReport) -> String {
    let peak = member.peak.story;
    match member.limit {
        Some(limit) if limit > 0.0 => {
            format!("peak {} ({})", print_amount(peak), print_share(peak / limit))
        }
        _ => format!("peak {}", print_amount(peak)),
    }
}
