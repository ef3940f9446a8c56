//! Charts as figures of the page: a picture with its words, and the data to zoom into.

use super::html::Html;
use super::zoom::{self, Plot};
use crate::chart::{CHARTS, Format, draw, draw_record};
use crate::report::{EstimateReport, IncidentReport, Record, Report};

/// All charts of an incident that have something to show.
pub(super) fn of_incident(html: &mut Html, report: &Report, incident: &IncidentReport) {
    // What happened comes before what it did to loads.
    for kind in ["users", "incident", "load"] {
        let plots = zoom::of_incident(kind, incident);
        figure(html, report, kind, Some(&incident.name), &plots);
    }
}

/// All charts of the long run that have something to show.
pub(super) fn of_long_run(html: &mut Html, report: &Report, estimate: &EstimateReport) {
    let order = ["availability", "exceedance", "causes", "phases", "unprotected", "convergence"];
    for kind in order {
        figure(html, report, kind, None, &zoom::of_long_run(kind, estimate));
    }
}

/// The chart of a record of several runs, or why there is none.
pub(super) fn of_designs(html: &mut Html, record: &Record, kind: &str) {
    match draw_record(record, kind, None, Format::Svg) {
        Ok(svg) => picture(html, &svg, kind, &[]),
        Err(error) => html.element("p", "", &error.to_string()),
    }
}

/// One chart; nothing where there is nothing to draw.
fn figure(html: &mut Html, report: &Report, kind: &str, incident: Option<&str>, plots: &[Plot]) {
    if let Ok(svg) = draw(report, kind, incident, Format::Svg) {
        picture(html, &svg, kind, plots);
    }
}

fn picture(html: &mut Html, svg: &[u8], kind: &str, plots: &[Plot]) {
    html.raw("<figure>\n<div class=\"picture\">\n");
    html.raw(&String::from_utf8_lossy(svg));
    html.raw("</div>\n");
    let about = CHARTS.iter().find(|chart| chart.name == kind).map_or("", |chart| chart.about);
    html.element("figcaption", " class=\"faint\"", &sentence(about));
    if !plots.is_empty() {
        html.raw("<script type=\"application/json\">");
        html.raw(&data(plots));
        html.raw("</script>\n");
    }
    html.raw("</figure>\n");
}

/// With a capital letter and a full stop.
fn sentence(about: &str) -> String {
    let mut letters = about.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

/// JSON that cannot end the element it stands in.
fn data(plots: &[Plot]) -> String {
    let text = serde_json::to_string(plots).expect("plots have only text keys");
    text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
