//! Charts of a result: SVG for documents, PNG for everything else.
//!
//! A chart reads a report and never simulates, so any saved result can be drawn again.
//! To add one, write its file and one line in [`CHARTS`].

mod availability;
mod causes;
mod convergence;
mod exceedance;
mod incident;
mod kit;
mod load;
mod phases;
mod unprotected;
mod users;

use crate::report::{EstimateReport, IncidentReport, Report};

// Charts find the kit here: files of a catalogue do not import each other.
use kit::{
    Axis, Clock, Entry, FOOT, Frame, Mark, Scale, Unit, curves, label, levels, moments, picture,
    rows, step_of, theme,
};

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
    /// What it draws, and how.
    draw: Draw,
}

impl Chart {
    /// Whether it is of one incident, and not of the long run.
    pub fn is_of_an_incident(&self) -> bool {
        matches!(self.draw, Draw::Incident(_))
    }
}

/// What a chart is of.
#[derive(Clone, Copy)]
enum Draw {
    /// One incident of a report.
    Incident(fn(&Report, &IncidentReport, Format) -> Result<Vec<u8>, ChartError>),
    /// The long run of a report.
    LongRun(fn(&Report, &EstimateReport, Format) -> Result<Vec<u8>, ChartError>),
}

/// All kinds of charts, by name.
pub const CHARTS: &[Chart] = &[
    Chart {
        name: "availability",
        about: availability::ABOUT,
        draw: Draw::LongRun(availability::draw),
    },
    Chart { name: "causes", about: causes::ABOUT, draw: Draw::LongRun(causes::draw) },
    Chart {
        name: "convergence",
        about: convergence::ABOUT,
        draw: Draw::LongRun(convergence::draw),
    },
    Chart { name: "exceedance", about: exceedance::ABOUT, draw: Draw::LongRun(exceedance::draw) },
    Chart { name: "incident", about: incident::ABOUT, draw: Draw::Incident(incident::draw) },
    Chart { name: "load", about: load::ABOUT, draw: Draw::Incident(load::draw) },
    Chart { name: "phases", about: phases::ABOUT, draw: Draw::LongRun(phases::draw) },
    Chart {
        name: "unprotected",
        about: unprotected::ABOUT,
        draw: Draw::LongRun(unprotected::draw),
    },
    Chart { name: "users", about: users::ABOUT, draw: Draw::Incident(users::draw) },
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
    /// The result has no long run.
    #[error(
        "the result has no long run, and `{kind}` shows one; ask for it with `estimate` in the scenario's `study`"
    )]
    NoLongRun {
        /// What was asked for.
        kind: String,
    },
    /// An incident was named for a chart that shows none.
    #[error("`{kind}` shows the long run and no incident; leave `--incident` out")]
    OfNoIncident {
        /// What was asked for.
        kind: String,
    },
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

/// Draws a chart; one of an incident without a name is of the only one. Equal reports give equal
/// bytes.
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
    match (chart.draw, incident) {
        (Draw::Incident(draw), name) => draw(report, choose(report, name)?, format),
        (Draw::LongRun(_), Some(_)) => Err(ChartError::OfNoIncident { kind: kind.to_owned() }),
        (Draw::LongRun(draw), None) => {
            let no_long_run = || ChartError::NoLongRun { kind: kind.to_owned() };
            draw(report, report.estimate.as_ref().ok_or_else(no_long_run)?, format)
        }
    }
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
