//! A sweep for the terminal.

use super::{about, asked, between, made_of, named, signed, told, value};
use crate::quantity::{Unit, print_amount};
use crate::report::table::grid::Grid;
use crate::report::table::page::Page;
use crate::report::table::piece::Piece;
use crate::report::table::shouted;
use crate::report::{ComparedPart, SweepAxis, SweepReport};

/// A sweep as pieces.
pub fn sweep(report: &SweepReport) -> Vec<Piece> {
    let mut page = Page::new();
    page.title(&format!("{}: swept", report.title));
    asked(&mut page, std::iter::once(report.question.as_ref()), report.sources.iter());
    about(&mut page, &report.run);
    for axis in &report.axes {
        page.prose(2, 2, &format!("{}: {}", axis.path, axis.values.join(", ")));
    }
    objectives(&mut page, report);
    for part in report.points.first().map_or(&[][..], |first| &first.parts) {
        of_part(&mut page, report, part);
    }
    made_of(&mut page, &report.run, Some(&report.scenario_hash));
    page.finish()
}

/// What is asked, and at which points it is met.
fn objectives(page: &mut Page, report: &SweepReport) {
    let Some(first) = report.points.first().filter(|point| !point.objectives.is_empty()) else {
        return;
    };
    page.heading(0, "OBJECTIVES", "on the long run, at each point");
    for objective in &first.objectives {
        page.prose(2, 2, &format!("{}: {}", objective.name, objective.demand));
        let mut grid = varied(report).words("").words("seen");
        for point in &report.points {
            let found = point.objectives.iter().find(|other| other.name == objective.name);
            let told = found.map_or(["not asked".to_owned(), String::new()], |found| {
                [shouted(found.verdict).to_owned(), found.seen.clone()]
            });
            grid.row([point.values.as_slice(), &told].concat());
        }
        page.grid(4, &grid);
    }
}

fn of_part(page: &mut Page, report: &SweepReport, part: &ComparedPart) {
    page.heading(0, &named(part), "differences are to the first point");
    let trials = report.run.trials;
    let mut downtime = varied(report).numbers("downtime a year").words("");
    let mut differences = varied(report).numbers("difference").words("").words("");
    let mut often = varied(report).numbers("interruptions a year").words("");
    if let Some(currency) = &report.currency {
        often = often.numbers(format!("{currency} a year")).numbers("minutes saved for one");
        often = often.words("");
    }
    for point in &report.points {
        let Some(here) = part.like(&point.parts) else {
            let cells = [point.values.as_slice(), &["not there".to_owned()]].concat();
            downtime.row(cells.clone());
            often.row(cells);
            continue;
        };
        let figure =
            |figure, unit| [value(figure, unit), between(figure, here.interruptions_seen, unit)];
        let mut row = point.values.clone();
        row.extend(figure(&here.downtime_seconds_per_year, Unit::Time));
        downtime.row(row);
        if let Some(difference) = &here.against_first {
            let mut row = point.values.clone();
            row.extend(signed(&difference.downtime_seconds_per_year, trials, Unit::Time));
            row.push(told(difference, [part.interruptions_seen, here.interruptions_seen]));
            differences.row(row);
        }
        let mut row = point.values.clone();
        row.extend(figure(&here.interruptions_per_year, Unit::Amount));
        if report.currency.is_some() {
            row.push(point.price_per_year.map_or(String::new(), print_amount));
            let saved = here.against_first.as_ref().and_then(|d| d.minutes_saved_per_money);
            row.extend(saved.map_or_else(Vec::new, |s| signed(&s, trials, Unit::Amount).to_vec()));
        }
        often.row(row);
    }
    page.grid(2, &downtime);
    for grid in [differences, often].iter().filter(|grid| !grid.is_empty()) {
        page.gap();
        page.grid(2, grid);
    }
}

/// A column for each value that is varied, under the end of its path that tells it from the others.
fn varied(report: &SweepReport) -> Grid {
    report.axes.iter().fold(Grid::new(), |grid, axis| grid.numbers(short(axis, &report.axes)))
}

fn short(axis: &SweepAxis, all: &[SweepAxis]) -> String {
    let ends = axis.path.match_indices('.').rev().skip(1).map(|(at, _)| &axis.path[at + 1..]);
    let is_alone = |end: &&str| {
        let ends_so = |other: &&SweepAxis| other.path.ends_with(&format!(".{end}"));
        all.iter().filter(ends_so).count() == 1
    };
    ends.into_iter().find(is_alone).unwrap_or(&axis.path).to_owned()
}
