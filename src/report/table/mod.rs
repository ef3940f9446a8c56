//! A whole result as a table for the terminal, to be read in one sitting.
//!
//! Every figure stands as in the story, with the spread of the drawn trials beside it.
//! What never happened is left out, so that what is printed matters.

mod causes;
mod contracts;
mod designs;
mod ended;
mod fold;
mod grid;
mod incident;
mod interval;
mod long_run;
mod markdown;
mod page;
mod paint;
mod piece;
mod plain;
mod population;
mod recovery;
mod replay;
mod service;
mod spells;
mod story;
mod summary;
mod text;
mod uncertain;

use super::{AssumptionReport, ObjectiveReport, Record, Report, Verdict};
use grid::Grid;
use page::Page;

pub use fold::fold_names;
pub use piece::Piece;

/// A record of any kind as text; `color` for a terminal.
pub fn record_to_table(record: &Record, color: bool) -> String {
    text::render(&to_pieces(record), color)
}

/// The whole result as text; `color` for a terminal.
pub fn to_table(report: &Report, color: bool) -> String {
    text::render(&result(report), color)
}

/// The tables of a record of any kind in the Markdown of GitHub.
pub fn record_to_markdown(record: &Record) -> String {
    markdown::render(&to_pieces(record))
}

/// The tables of a whole result in the Markdown of GitHub.
pub fn to_markdown(report: &Report) -> String {
    markdown::render(&result(report))
}

/// A record of any kind as pieces, whoever renders them.
pub fn to_pieces(record: &Record) -> Vec<Piece> {
    match record {
        Record::Result(report) => result(report),
        Record::Comparison(report) => designs::comparison(report),
        Record::Sweep(report) => designs::sweep(report),
        Record::Sensitivity(report) => designs::sensitivity(report),
    }
}

fn result(report: &Report) -> Vec<Piece> {
    let mut page = Page::new();
    page.title(&report.title);
    if let Some(question) = &report.question {
        page.prose(0, 2, &format!("Question: {question}"));
    }
    if !report.sources.is_empty() {
        page.prose(0, 2, &format!("Sources: {}", report.sources.join("; ")));
    }
    if let Some(interrupted) = &report.interrupted {
        ended::interrupted(&mut page, interrupted);
    }
    uncertain::write(&mut page, &report.uncertain);
    // Who asks first wants the verdicts, then the figures of the long run, then how they come about.
    objectives(&mut page, &report.objectives);
    if let Some(estimate) = &report.estimate {
        summary::write(&mut page, estimate);
        long_run::write(&mut page, estimate);
    }
    for incident in &report.incidents {
        incident::write(&mut page, incident);
    }
    if let Some(replay) = &report.replay {
        replay::write(&mut page, replay);
    }
    assumptions(&mut page, &report.assumptions);
    page.gap();
    let (seed, version, hash) = (report.seed, &report.version, &report.scenario_hash);
    page.line(&format!("seed {seed}, hadr {version}, scenario {hash}"));
    for input in &report.inputs {
        page.line(&format!("data {} {}", input.path, input.hash));
    }
    page.finish()
}

fn objectives(page: &mut Page, objectives: &[ObjectiveReport]) {
    if objectives.is_empty() {
        return;
    }
    page.heading(0, "OBJECTIVES", "");
    for objective in objectives {
        let word = shouted(objective.verdict);
        let asked = format!("{}: {}{}", objective.name, objective.demand, objective.place());
        page.verdict(objective.verdict, &format!("{word:<9}"), &asked);
        page.prose(14, 2, &objective.seen);
    }
}

/// A verdict on a terminal: what is missed is not overlooked.
fn shouted(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Missed => "MISSED",
        other => other.word(),
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
    page.grid(2, &grid);
}
