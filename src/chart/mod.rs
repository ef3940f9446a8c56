//! Charts of a result: SVG for documents, PNG for everything else.
//!
//! A chart reads a report and never simulates, so any saved result can be drawn again.
//! To add one, write its file and one line in [`CHARTS`].

mod incident;
mod kit;
mod load;
mod users;

use crate::report::{IncidentReport, Report};

// Charts find the kit here: files of a catalogue do not import each other.
use kit::{Axis, Clock, Entry, FOOT, Frame, Mark, label, levels, moments, picture, step_of, theme};

/// What a chart is written as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Scalable vector graphics.
    Svg,
    /// Portable network graphics, at twice the size.
    Png,
}

/// A kind of chart.
pub struct Chart {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it shows.
    pub about: &'static str,
    /// Draws one incident of a report.
    draw: fn(&Report, &IncidentReport, Format) -> Result<Vec<u8>, ChartError>,
}

/// All kinds of charts, by name.
pub const CHARTS: &[Chart] = &[
    Chart { name: "incident", about: incident::ABOUT, draw: incident::draw },
    Chart { name: "load", about: load::ABOUT, draw: load::draw },
    Chart { name: "users", about: users::ABOUT, draw: users::draw },
];

/// Why there is no chart.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ChartError {
    /// No chart has this name.
    #[error("there is no chart `{kind}`; there are: {known}")]
    UnknownKind {
        /// What was asked for.
        kind: String,
        /// What there is.
        known: String,
    },
    /// The result has no incident.
    #[error("the result has no incident, and this chart shows one; script one in the scenario")]
    NoIncident,
    /// Which of several incidents?
    #[error("the result has several incidents; choose one with `--incident`: {known}")]
    WhichIncident {
        /// What there is.
        known: String,
    },
    /// No incident has this name.
    #[error("the result has no incident `{name}`; there are: {known}")]
    UnknownIncident {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// There is nothing to draw.
    #[error("nothing to draw: {0}")]
    Nothing(String),
    /// The drawing itself failed.
    #[error("the chart cannot be drawn: {0}")]
    Drawing(String),
}

/// Draws a chart of one incident; without a name, of the only one. Equal reports give equal bytes.
pub fn draw(
    report: &Report,
    kind: &str,
    incident: Option<&str>,
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    let chart = CHARTS.iter().find(|chart| chart.name == kind).ok_or_else(|| {
        let known = listed(CHARTS.iter().map(|chart| chart.name));
        ChartError::UnknownKind { kind: kind.to_owned(), known }
    })?;
    (chart.draw)(report, choose(report, incident)?, format)
}

fn choose<'a>(report: &'a Report, name: Option<&str>) -> Result<&'a IncidentReport, ChartError> {
    let known = || listed(report.incidents.iter().map(|incident| incident.name.as_str()));
    match (name, report.incidents.as_slice()) {
        (_, []) => Err(ChartError::NoIncident),
        (None, [only]) => Ok(only),
        (None, _) => Err(ChartError::WhichIncident { known: known() }),
        (Some(name), all) => all
            .iter()
            .find(|incident| incident.name == name)
            .ok_or_else(|| ChartError::UnknownIncident { name: name.to_owned(), known: known() }),
    }
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
