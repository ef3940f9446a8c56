//! What stands around every chart: title, what it shows, legend, and the line that says what it was
//! drawn from.

use super::canvas::Alternative;
use super::theme::{CAPTION, HPos, INK, LABEL, Letters, MARGIN, Pen, TITLE, VPos, WIDE};
use crate::chart::ChartError;
use crate::quantity::{print_amount, print_seconds};
use crate::report::{Ended, EstimateReport, IncidentReport, Report, RunReport};
use plotters::style::RGBColor;

/// The frame of one chart.
pub(in crate::chart) struct Frame {
    title: Vec<String>,
    about: Vec<String>,
    legend: Vec<Entry>,
    /// One more sentence under the legend.
    pub note: Option<String>,
    source: String,
    /// Title and what is shown, in full.
    words: [String; 2],
    /// The main figures, for those who do not see them.
    pub told: Vec<String>,
}

/// What a chart was drawn from.
pub(in crate::chart) struct Source {
    /// The title over it.
    pub title: String,
    /// The line at its foot: hash, seed and version.
    pub line: String,
}

impl Source {
    /// A result.
    pub fn of(report: &Report) -> Self {
        let Report { title, scenario_hash, seed, version, .. } = report;
        let line = format!("scenario {scenario_hash}, seed {seed}, hadr {version}");
        Self { title: title.clone(), line }
    }

    /// Several runs of scenarios with these hashes.
    pub fn of_run(run: &RunReport, title: String, hashes: &str) -> Self {
        let noun = if hashes.contains(',') { "scenarios" } else { "scenario" };
        let line = format!("{noun} {hashes}, seed {}, hadr {}", run.seed, run.version);
        Self { title, line }
    }
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
    /// A point within its interval.
    Point,
    /// A line within its band.
    Band,
    /// A bound: an upright line, and dashes to an open arrow.
    Bound,
}

/// Figures of the picture in words at most.
const TOLD: usize = 40;
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
        let told = match incident.story_of_trial {
            Some(trial) => format!("the story of trial {trial}"),
            None => "the story at nominal values".to_owned(),
        };
        let about = format!("{}: {about}, {told}", incident.name);
        Self::new(&Source::of(report), &about, legend)
    }

    /// The frame of a chart of the long run.
    pub fn of_long_run(
        report: &Report,
        estimate: &EstimateReport,
        about: &str,
        legend: Vec<Entry>,
    ) -> Self {
        let trials = print_amount(estimate.trials as f64);
        let noun = if estimate.trials == 1 { "trial" } else { "trials" };
        let cut = match estimate.ended {
            Ended::Interrupted => ", interrupted",
            Ended::Trials | Ended::Precision | Ended::Budget => "",
        };
        let long = print_seconds(estimate.horizon_seconds);
        let about = format!("{about}; {trials} {noun} of {long}{cut}, intervals at 95 %");
        Self::new(&Source::of(report), &about, legend)
    }

    /// The frame of a chart of several runs.
    pub fn of_run(source: &Source, run: &RunReport, about: &str, legend: Vec<Entry>) -> Self {
        let trials = print_amount(run.trials as f64);
        let noun = if run.trials == 1 { "trial" } else { "trials" };
        let long = print_seconds(run.horizon_seconds);
        let cut = if run.interrupted_of.is_some() { ", interrupted" } else { "" };
        let about = format!("{about}; {trials} {noun} of {long} each{cut}, intervals at 95 %");
        Self::new(source, &about, legend)
    }

    /// The frame of any chart.
    pub fn new(source: &Source, about: &str, legend: Vec<Entry>) -> Self {
        let room = f64::from(WIDE - 2 * MARGIN);
        Self {
            title: Letters::of(TITLE).bold().wrap(&source.title, room, 2),
            about: Letters::of(CAPTION).wrap(about, room, 2),
            legend,
            note: None,
            source: Letters::of(LABEL).fit_end(&source.line, room),
            words: [source.title.clone(), about.to_owned()],
            told: Vec::new(),
        }
    }

    /// The picture in words.
    pub fn alternative(&self) -> Alternative {
        let [title, about] = &self.words;
        let mut told: Vec<String> = self.note.iter().cloned().collect();
        told.extend(self.told.iter().take(TOLD).cloned());
        match self.told.len().saturating_sub(TOLD) {
            0 => {}
            more => told.push(format!("and {more} more")),
        }
        Alternative { title: format!("{title}: {about}"), text: told.join("; ") }
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
            Mark::Point => {
                pen.line(&[(x, y), (x + MARK, y)], self.color, 1)?;
                pen.line(&[(x, y - 4), (x, y + 4)], self.color, 1)?;
                pen.line(&[(x + MARK, y - 4), (x + MARK, y + 4)], self.color, 1)?;
                let diamond = [(-4, 0), (0, -4), (4, 0), (0, 4)];
                pen.shape(diamond.map(|(dx, dy)| (middle + dx, y + dy)).to_vec(), self.color)?;
            }
            Mark::Band => {
                let corners = [(x, y - 6), (x + MARK, y - 6), (x + MARK, y + 6), (x, y + 6)];
                pen.veil(corners.to_vec(), self.color, 0.22)?;
                pen.line(&[(x, y), (x + MARK, y)], self.color, 2)?;
            }
            Mark::Bound => {
                pen.line(&[(x, y - 5), (x, y + 5)], self.color, 2)?;
                for dash in [x, x + 8] {
                    pen.line(&[(dash, y), (dash + 4, y)], self.color, 1)?;
                }
                let (end, back) = (x + MARK + 2, x + MARK - 4);
                pen.line(&[(back, y - 5), (end, y), (back, y + 5)], self.color, 1)?;
            }
        }
        pen.text((x + MARK + 6, y), &self.word, Letters::of(CAPTION))
    }
}
