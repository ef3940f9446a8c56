//! Charts of a result: SVG for documents, PNG for everything else.
//!
//! A chart reads a report and never simulates, so any saved result can be drawn again.
//! To add one, write its file and one line in [`CHARTS`].

mod availability;
mod causes;
mod comparison;
mod convergence;
mod exceedance;
mod incident;
mod kit;
mod load;
mod phases;
mod sweep;
mod tornado;
mod unprotected;
mod users;

use crate::report::{
    ComparisonReport, EstimateReport, IncidentReport, Record, Report, SensitivityReport,
    SweepReport,
};

// Charts find the kit here: files of a catalogue do not import each other.
use kit::{
    Axis, Clock, Entry, FOOT, Frame, Mark, Scale, Source, Unit, curves, label, levels, moments,
    picture, rows, step_of, theme,
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

/// What a chart shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// One incident of a result.
    Incident,
    /// The long run of a result.
    LongRun,
    /// A comparison.
    Comparison,
    /// A sweep.
    Sweep,
    /// A sensitivity.
    Sensitivity,
}

impl Chart {
    /// What it shows.
    pub fn subject(&self) -> Subject {
        match self.draw {
            Draw::Incident(_) => Subject::Incident,
            Draw::LongRun(_) => Subject::LongRun,
            Draw::Comparison(_) => Subject::Comparison,
            Draw::Sweep(_) => Subject::Sweep,
            Draw::Sensitivity(_) => Subject::Sensitivity,
        }
    }
}

impl Subject {
    /// The record it is found in, for a sentence.
    fn noun(self) -> &'static str {
        match self {
            Subject::Incident | Subject::LongRun => "a result of `hadr run`",
            Subject::Comparison => "a comparison of `hadr compare`",
            Subject::Sweep => "a sweep of `hadr sweep`",
            Subject::Sensitivity => "a sensitivity of `hadr sensitivity`",
        }
    }
}

/// What a chart is of.
#[derive(Clone, Copy)]
enum Draw {
    /// One incident of a report.
    Incident(fn(&Report, &IncidentReport, Format) -> Result<Vec<u8>, ChartError>),
    /// The long run of a report.
    LongRun(fn(&Report, &EstimateReport, Format) -> Result<Vec<u8>, ChartError>),
    /// A comparison.
    Comparison(fn(&ComparisonReport, Format) -> Result<Vec<u8>, ChartError>),
    /// A sweep.
    Sweep(fn(&SweepReport, Format) -> Result<Vec<u8>, ChartError>),
    /// A sensitivity.
    Sensitivity(fn(&SensitivityReport, Format) -> Result<Vec<u8>, ChartError>),
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
        name: "comparison",
        about: comparison::ABOUT,
        draw: Draw::Comparison(comparison::draw),
    },
    Chart {
        name: "convergence",
        about: convergence::ABOUT,
        draw: Draw::LongRun(convergence::draw),
    },
    Chart { name: "exceedance", about: exceedance::ABOUT, draw: Draw::LongRun(exceedance::draw) },
    Chart { name: "incident", about: incident::ABOUT, draw: Draw::Incident(incident::draw) },
    Chart { name: "load", about: load::ABOUT, draw: Draw::Incident(load::draw) },
    Chart { name: "phases", about: phases::ABOUT, draw: Draw::LongRun(phases::draw) },
    Chart { name: "sweep", about: sweep::ABOUT, draw: Draw::Sweep(sweep::draw) },
    Chart { name: "tornado", about: tornado::ABOUT, draw: Draw::Sensitivity(tornado::draw) },
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
    /// The record is of another kind.
    #[error("`{kind}` shows {shows}, and this is {found}; its charts are: {known}")]
    OfOther {
        /// What was asked for.
        kind: String,
        /// What that shows.
        shows: &'static str,
        /// What there is.
        found: &'static str,
        /// The charts of what there is.
        known: String,
    },
    /// An incident was named for a chart that shows none.
    #[error("`{kind}` shows no incident; leave `--incident` out")]
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

/// Draws a chart of a result; one of an incident without a name is of the only one. Equal reports
/// give equal bytes.
pub fn draw(
    report: &Report,
    kind: &str,
    incident: Option<&str>,
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    let chart = find(kind)?;
    match (chart.draw, incident) {
        (Draw::Incident(draw), name) => draw(report, choose(report, name)?, format),
        (_, Some(_)) => Err(ChartError::OfNoIncident { kind: kind.to_owned() }),
        (Draw::LongRun(draw), None) => {
            let no_long_run = || ChartError::NoLongRun { kind: kind.to_owned() };
            draw(report, report.estimate.as_ref().ok_or_else(no_long_run)?, format)
        }
        _ => Err(of_other(chart, "a result of `hadr run`", |subject| {
            matches!(subject, Subject::Incident | Subject::LongRun)
        })),
    }
}

/// Draws a chart of a record of any kind, as [`draw`] does of a result.
pub fn draw_record(
    record: &Record,
    kind: &str,
    incident: Option<&str>,
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    if let Record::Result(report) = record {
        return draw(report, kind, incident, format);
    }
    let chart = find(kind)?;
    if incident.is_some() {
        return Err(ChartError::OfNoIncident { kind: kind.to_owned() });
    }
    match (chart.draw, record) {
        (Draw::Comparison(draw), Record::Comparison(report)) => draw(report, format),
        (Draw::Sweep(draw), Record::Sweep(report)) => draw(report, format),
        (Draw::Sensitivity(draw), Record::Sensitivity(report)) => draw(report, format),
        _ => Err(of_other(chart, record.noun(), |subject| subject.noun() == record.noun())),
    }
}

fn find(kind: &str) -> Result<&'static Chart, ChartError> {
    CHARTS.iter().find(|chart| chart.name == kind).ok_or_else(|| {
        let known = listed(CHARTS.iter().map(|chart| chart.name));
        ChartError::UnknownKind { kind: kind.to_owned(), known }
    })
}

fn of_other(chart: &Chart, found: &'static str, fits: impl Fn(Subject) -> bool) -> ChartError {
    let known = CHARTS.iter().filter(|chart| fits(chart.subject())).map(|chart| chart.name);
    let shows = chart.subject().noun();
    ChartError::OfOther { kind: chart.name.to_owned(), shows, found, known: listed(known) }
}

/// What a service, a population or a feature of one is called.
fn part_name(name: &str, feature: Option<&str>) -> String {
    match feature {
        Some(feature) => format!("{feature} of {name}"),
        None => name.to_owned(),
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
