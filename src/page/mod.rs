//! A whole result as one HTML file: pictures, tables, verdicts, assumptions.
//!
//! The file needs nothing but itself: no script, style, font or picture from elsewhere. It is read
//! without JavaScript; with it, some pictures can be zoomed into. What a scenario says is escaped, and
//! a policy in the page lets no other script run than the two that this program wrote into it.

mod html;
mod pictures;
mod tables;
mod zoom;

use crate::report::{ObjectiveReport, Piece, Record, Report, to_pieces};
use html::{Html, escaped};
use tables::Part;

const STYLE: &str = include_str!("style.css");
const ZOOM: &str = include_str!("zoom.js");
const UPLOT: &str = include_str!("../../assets/uplot/uPlot.iife.min.js");
const UPLOT_STYLE: &str = include_str!("../../assets/uplot/uPlot.min.css");
const UPLOT_LICENCE: &str = include_str!("../../assets/uplot/LICENSE");

/// Headings of parts that have more than their tables.
const OBJECTIVES: &str = "Objectives";
const LONG_RUN: &str = "Long run";

/// The scripts of the page by their SHA-256, as its policy names them; a test compares them.
pub const SCRIPTS: [&str; 2] = [
    "sha256-GcjUxq2Ikpp59K5J1vcWFWbf0Lo9FcxJXpdPeH63jx8=",
    "sha256-4f2fmZPhvWQ07/NHGMKFucXQ6pW8ul5T6ORyHP0T4cw=",
];

/// The page of a record; equal records give equal bytes.
pub fn to_html(record: &Record) -> String {
    let title = match record {
        Record::Result(report) => report.title.clone(),
        Record::Comparison(report) => {
            let first = report.designs.first().map_or("", |design| design.title.as_str());
            format!("{first}: what other designs change")
        }
        Record::Sweep(report) => report.title.clone(),
        Record::Sensitivity(report) => report.title.clone(),
    };
    let mut parts = tables::parts(to_pieces(record));
    let source = source(&mut parts);
    let mut html = Html::default();
    head(&mut html, &title);
    html.element("h1", "", &title);
    contents(&mut html, &parts);
    match record {
        Record::Result(report) => result(&mut html, report, &parts),
        Record::Comparison(_) => designs(&mut html, record, "comparison", &parts),
        Record::Sweep(_) => designs(&mut html, record, "sweep", &parts),
        Record::Sensitivity(_) => designs(&mut html, record, "tornado", &parts),
    }
    foot(&mut html, &source);
    html.finish()
}

/// The last lines, which say what it was made from: they stand at the foot of the page.
fn source(parts: &mut [Part]) -> Vec<String> {
    let mut source = Vec::new();
    if let Some(last) = parts.last_mut() {
        while let Some(Piece::Line(line)) = last.pieces.last() {
            source.insert(0, line.clone());
            last.pieces.pop();
        }
    }
    source
}

/// Verdicts, then each part: its pictures, and below them its tables.
fn result(html: &mut Html, report: &Report, parts: &[Part]) {
    if let Some(first) = parts.first().filter(|part| part.heading.is_none()) {
        tables::write(html, 0, &first.pieces);
    }
    if let Some(at) = parts.iter().position(|part| part.is(OBJECTIVES)) {
        objectives(html, at, &report.objectives);
    }
    let mut incidents = report.incidents.iter();
    for (at, part) in parts.iter().enumerate() {
        let Some((words, behind)) = &part.heading else { continue };
        if words == OBJECTIVES {
            continue;
        }
        tables::heading(html, "h2", &format!(" id=\"part-{at}\""), words, behind);
        match (words.starts_with("Incident "), &report.estimate) {
            (true, _) => {
                if let Some(incident) = incidents.next() {
                    pictures::of_incident(html, report, incident);
                }
            }
            (false, Some(estimate)) if words == LONG_RUN => {
                pictures::of_long_run(html, report, estimate);
            }
            _ => {}
        }
        tables::write(html, at, &part.pieces);
    }
}

/// What is said first, the picture, and the tables.
fn designs(html: &mut Html, record: &Record, kind: &str, parts: &[Part]) {
    for (at, part) in parts.iter().enumerate() {
        if let Some((words, behind)) = &part.heading {
            tables::heading(html, "h2", &format!(" id=\"part-{at}\""), words, behind);
        }
        tables::write(html, at, &part.pieces);
        if at == 0 {
            pictures::of_designs(html, record, kind);
        }
    }
}

/// Up to the body; what may run and be loaded is said before anything else.
fn head(html: &mut Html, title: &str) {
    let [uplot, zoom] = SCRIPTS;
    html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.raw(&format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src '{uplot}' '{zoom}'; base-uri 'none'; \
         form-action 'none'\">\n"
    ));
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw(&format!("<title>{}</title>\n", escaped(title)));
    html.raw(&format!("<style>\n{UPLOT_STYLE}\n{STYLE}</style>\n</head>\n<body>\n<main>\n"));
}

/// Links to the parts, where there are several.
fn contents(html: &mut Html, parts: &[Part]) {
    let headings = parts.iter().enumerate().filter_map(|(at, p)| Some((at, p.heading.as_ref()?)));
    if headings.clone().count() < 2 {
        return;
    }
    html.raw("<nav aria-label=\"Contents\"><ul>\n");
    for (at, (words, _)) in headings {
        html.raw(&format!("<li><a href=\"#part-{at}\">{}</a></li>\n", escaped(words)));
    }
    html.raw("</ul>\n");
    // What is in a part may be much: it is unfolded by whoever looks for it.
    for (at, part) in parts.iter().enumerate() {
        let Some((heading, _)) = part.heading.as_ref().filter(|_| part.below().count() > 1) else {
            continue;
        };
        html.raw(&format!("<details><summary>{}</summary><ul>\n", escaped(heading)));
        for (below, words) in part.below() {
            let link = format!("<a href=\"#part-{at}-{below}\">{}</a>", escaped(words));
            html.raw(&format!("<li>{link}</li>\n"));
        }
        html.raw("</ul></details>\n");
    }
    html.raw("</nav>\n");
}

/// As a table: what a terminal shows as two lines each.
fn objectives(html: &mut Html, at: usize, objectives: &[ObjectiveReport]) {
    html.raw(&format!("<h2 id=\"part-{at}\">{OBJECTIVES}</h2>\n"));
    html.raw("<div class=\"table\"><table>\n<thead><tr>");
    for word in ["verdict", "objective", "demands", "seen"] {
        html.raw(&format!("<th scope=\"col\">{word}</th>"));
    }
    html.raw("</tr></thead>\n<tbody>\n");
    for objective in objectives {
        let word = objective.verdict.word();
        let class = word.replace(' ', "_");
        html.raw("<tr>");
        html.element("td", &format!(" class=\"{class}\""), word);
        html.element("th", " scope=\"row\"", &objective.name);
        html.element("td", "", &format!("{}{}", objective.demand, objective.place()));
        html.element("td", "", &objective.seen);
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div>\n");
}

/// What it was made from, and the scripts.
fn foot(html: &mut Html, source: &[String]) {
    html.raw("</main>\n<footer>\n");
    for line in source {
        html.element("p", "", line);
    }
    html.raw("<details><summary>Licence of the zoom, uPlot 1.6.32</summary>\n");
    html.element("pre", "", UPLOT_LICENCE);
    html.raw("</details>\n</footer>\n");
    html.raw(&format!("<script>{UPLOT}</script>\n<script>{ZOOM}</script>\n</body>\n</html>\n"));
}
