//! A whole result as a table for the terminal, to be read in one sitting.
//!
//! Every figure stands as in the story, with the spread of the drawn trials beside it.
//! What never happened is left out, so that what is printed matters.

mod causes;
mod designs;
mod fold;
mod grid;
mod incident;
mod interval;
mod long_run;
mod markdown;
mod page;
mod paint;
mod plain;
mod population;
mod recovery;
mod service;
mod spells;
mod story;

use super::{AssumptionReport, ObjectiveReport, Record, Report, Verdict};
use grid::Grid;
use page::Page;

pub use fold::fold_names;

/// A record of any kind as text; `color` for a terminal.
pub fn record_to_table(record: &Record, color: bool) -> String {
    filled(Page::new(color), record)
}

/// The same tables in the Markdown of GitHub.
pub fn record_to_markdown(record: &Record) -> String {
    filled(Page::markdown(), record)
}

fn filled(mut page: Page, record: &Record) -> String {
    match record {
        Record::Result(report) => {
            write(&mut page, report);
            page.finish()
        }
        Record::Comparison(report) => designs::comparison(page, report),
        Record::Sweep(report) => designs::sweep(page, report),
        Record::Sensitivity(report) => designs::sensitivity(page, report),
    }
}

/// The whole result as text; `color` for a terminal.
pub fn to_table(report: &Report, color: bool) -> String {
    let mut page = Page::new(color);
    write(&mut page, report);
    page.finish()
}

/// The same tables in the Markdown of GitHub.
pub fn to_markdown(report: &Report) -> String {
    let mut page = Page::markdown();
    write(&mut page, report);
    page.finish()
}

fn write(page: &mut Page, report: &Report) {
    page.title(&report.title);
    if let Some(question) = &report.question {
        page.prose(0, 2, &format!("Question: {question}"));
    }
    if !report.sources.is_empty() {
        page.prose(0, 2, &format!("Sources: {}", report.sources.join("; ")));
    }
    for incident in &report.incidents {
        incident::write(page, incident);
    }
    if let Some(estimate) = &report.estimate {
        long_run::write(page, estimate);
    }
    objectives(page, &report.objectives);
    assumptions(page, &report.assumptions);
    page.gap();
    let (seed, version, hash) = (report.seed, &report.version, &report.scenario_hash);
    page.line(&format!("seed {seed}, hadr {version}, scenario {hash}"));
    for input in &report.inputs {
        page.line(&format!("data {} {}", input.path, input.hash));
    }
}

fn objectives(page: &mut Page, objectives: &[ObjectiveReport]) {
    if objectives.is_empty() {
        return;
    }
    page.heading(0, "OBJECTIVES", "");
    for objective in objectives {
        let word = match objective.verdict {
            Verdict::Met => "met",
            Verdict::NotJudged => "not judged",
            Verdict::Undecided => "undecided",
            Verdict::Missed => "MISSED",
        };
        let place = match &objective.incident {
            Some(incident) => format!(" (in {incident})"),
            None if objective.verdict == Verdict::NotJudged => String::new(),
            None => " (in the long run)".to_owned(),
        };
        let asked = format!("{}: {}{place}", objective.name, objective.demand);
        page.verdict(objective.verdict, word, 9, &asked, &objective.seen);
    }
}

fn assumptions(page: &mut Page, assumptions: &[AssumptionReport]) {
    if assumptions.is_empty() {
        return;
    }
    page.heading(0, "ASSUMED", "where the scenario is silent");
    let mut grid = Grid::new().words("").words("").words("");
    for assumption in assumptions {
        grid.row(vec![
            assumption.what.clone(),
            assumption.value.clone(),
            format!("({})", assumption.source),
        ]);
    }
    page.rows(2, &grid);
}
