//! What stands around every chart: title, what it shows, legend, and the line that says what it was
//! drawn from.

use super::theme::{CAPTION, HPos, INK, LABEL, Letters, MARGIN, Pen, TITLE, VPos, WIDE};
use crate::chart::ChartError;
use crate::report::{IncidentReport, Report};
use plotters::style::RGBColor;

/// The frame of one chart.
pub(in crate::chart) struct Frame {
    title: Vec<String>,
    about: Vec<String>,
    legend: Vec<Entry>,
    /// One more sentence under the legend.
    pub note: Option<String>,
    source: String,
}

/// One entry of the legend.
#[derive(Clone)]
pub(in crate::chart) struct Entry {
    /// What it means.
    pub word: String,
    /// Its colour.
    pub color: RGBColor,
    /// How it is drawn.
    pub mark: Mark,
}

/// The mark of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::chart) enum Mark {
    /// A filled box.
    Box,
    /// A filled box with a rail of this colour along its foot.
    Rail(RGBColor),
    /// An upright line.
    Line,
    /// A whisker: a thin line with an end.
    Whisker,
}

/// Room for one line of each text.
const TITLE_LINE: i32 = 24;
const ABOUT_LINE: i32 = 19;
const LEGEND_LINE: i32 = 24;
/// Room at the foot.
pub(in crate::chart) const FOOT: i32 = 34;
/// Width of the mark of an entry, and the gaps around its word.
const MARK: i32 = 16;

impl Frame {
    /// The frame of a chart that shows `about` of an incident.
    pub fn of(report: &Report, incident: &IncidentReport, about: &str, legend: Vec<Entry>) -> Self {
        let room = f64::from(WIDE - 2 * MARGIN);
        let told = match incident.story_of_trial {
            Some(trial) => format!("the story of trial {trial}"),
            None => "the story at nominal values".to_owned(),
        };
        let about = format!("{}: {about}, {told}", incident.name);
        let source = format!(
            "scenario {}, seed {}, hadr {}",
            report.scenario_hash, report.seed, report.version
        );
        Self {
            title: Letters::of(TITLE).bold().wrap(&report.title, room, 2),
            about: Letters::of(CAPTION).wrap(&about, room, 2),
            legend,
            note: None,
            source: Letters::of(LABEL).fit_end(&source, room),
        }
    }

    /// Where the room for the panels begins.
    pub fn top(&self) -> i32 {
        let lines = |texts: &[String], line: i32| texts.len() as i32 * line;
        let rows = self.legend_rows().len() as i32 + i32::from(self.note.is_some());
        MARGIN
            + lines(&self.title, TITLE_LINE)
            + lines(&self.about, ABOUT_LINE)
            + rows * LEGEND_LINE
            + 8
    }

    /// Draws it around panels that end at `bottom`.
    pub fn draw(&self, pen: &Pen<'_>, bottom: i32) -> Result<(), ChartError> {
        let mut y = MARGIN;
        for line in &self.title {
            pen.text((MARGIN, y + TITLE_LINE / 2 - 3), line, Letters::of(TITLE).bold())?;
            y += TITLE_LINE;
        }
        for line in &self.about {
            pen.text((MARGIN, y + ABOUT_LINE / 2), line, Letters::of(CAPTION).faint())?;
            y += ABOUT_LINE;
        }
        for row in self.legend_rows() {
            for (x, entry) in row {
                entry.draw(pen, x, y + LEGEND_LINE / 2 + 2)?;
            }
            y += LEGEND_LINE;
        }
        if let Some(note) = &self.note {
            let room = f64::from(WIDE - 2 * MARGIN);
            let letters = Letters::of(CAPTION).bold();
            pen.text((MARGIN, y + LEGEND_LINE / 2), &letters.fit_end(note, room), letters)?;
        }
        let letters = Letters::of(LABEL).faint().at(HPos::Left, VPos::Center);
        pen.text((MARGIN, bottom + FOOT / 2), &self.source, letters)
    }

    /// The entries with their places, in as many rows as they need.
    fn legend_rows(&self) -> Vec<Vec<(i32, Entry)>> {
        let mut rows: Vec<Vec<(i32, Entry)>> = Vec::new();
        let mut x = WIDE;
        for entry in &self.legend {
            let wide = entry.width();
            if x + wide > WIDE - MARGIN {
                rows.push(Vec::new());
                x = MARGIN;
            }
            if let Some(row) = rows.last_mut() {
                row.push((x, entry.clone()));
            }
            x += wide;
        }
        rows
    }
}

impl Entry {
    /// How wide it is, with the gap behind it.
    pub fn width(&self) -> i32 {
        MARK + 6 + Letters::of(CAPTION).width(&self.word).ceil() as i32 + 22
    }

    /// Draws it at a place: its left end and middle height.
    pub fn draw(&self, pen: &Pen<'_>, x: i32, y: i32) -> Result<(), ChartError> {
        let middle = x + MARK / 2;
        match self.mark {
            Mark::Box => {
                pen.fill((x, y - 6), (x + MARK, y + 6), self.color)?;
                pen.edge((x, y - 6), (x + MARK, y + 6), INK)?;
            }
            Mark::Rail(rail) => {
                pen.fill((x, y - 6), (x + MARK, y + 6), self.color)?;
                pen.fill((x, y + 2), (x + MARK, y + 5), rail)?;
                pen.edge((x, y - 6), (x + MARK, y + 6), INK)?;
            }
            Mark::Line => pen.line(&[(middle, y - 8), (middle, y + 8)], self.color, 2)?,
            Mark::Whisker => {
                pen.line(&[(x, y), (x + MARK, y)], self.color, 1)?;
                pen.line(&[(x + MARK, y - 4), (x + MARK, y + 4)], self.color, 1)?;
            }
        }
        pen.text((x + MARK + 6, y), &self.word, Letters::of(CAPTION))
    }
}
