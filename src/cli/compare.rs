//! `hadr compare`: designs in, a comparison with the first of them out.

use super::args::{Color, Compare, FailOn};
use super::designs::reject;
use super::exit::Exit;
use super::stream::{complain, say};
use crate::report::{Change, ComparisonReport, Record};
use crate::scenario;
use crate::study::{self, Design};
use std::path::Path;

/// Compares them.
pub(super) fn compare(args: &Compare, color: Color) -> Exit {
    if let Some(trouble) = args.shared.trouble(&args.files) {
        return trouble;
    }
    let mut designs: Vec<Design> = Vec::new();
    let mut refused: Option<Exit> = None;
    for file in &args.files {
        match scenario::read(file) {
            Ok(scenario) => {
                let trouble = || args.shared.trouble_with_data(file, &scenario);
                refused = refused.or_else(trouble);
                designs.push(Design { name: unique(file, &designs), scenario });
            }
            Err(rejection) => {
                let code = reject(&rejection, color);
                refused = Some(refused.filter(|known| *known == Exit::Failed).unwrap_or(code));
            }
        }
    }
    if let Some(exit) = refused {
        return exit;
    }
    let horizon = args.shared.horizon;
    match args.shared.run(|options| study::compare(&designs, options, horizon)) {
        Ok((report, notes)) => {
            notes.iter().for_each(|note| say(&format!("note: {note}")));
            let worse = report
                .designs
                .iter()
                .any(|design| matches!(design.verdict, Some(Change::Worse | Change::Mixed)));
            let summary = summary(&report);
            let run = report.run.clone();
            let record = Record::Comparison(Box::new(report));
            match args.shared.write(&record, &run, &summary, color) {
                Exit::Done if worse && args.fail_on == Some(FailOn::Worse) => Exit::Missed,
                exit => exit,
            }
        }
        Err(error) => {
            complain(&error);
            Exit::from(&error)
        }
    }
}

/// The file without its folders; a number behind it tells two of one name apart.
fn unique(file: &Path, known: &[Design]) -> String {
    let plain = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let numbered = (2..).map(|number| format!("{plain} ({number})"));
    let mut names = std::iter::once(plain.clone()).chain(numbered);
    let is_new = |name: &String| known.iter().all(|design| design.name != *name);
    names.find(is_new).unwrap_or(plain)
}

/// One line for whoever sent the record into a file.
fn summary(report: &ComparisonReport) -> String {
    let verdicts = report
        .designs
        .iter()
        .filter_map(|design| Some(format!("{}: {}", design.name, design.verdict?.word())));
    let verdicts: Vec<String> = verdicts.collect();
    format!("{}; seed {}", verdicts.join(", "), report.run.seed)
}
