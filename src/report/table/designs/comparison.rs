//! A comparison for the terminal.

use super::{Rows, about, asked, made_of, named, plus, short, signed, told, value, whose};
use crate::quantity::{Unit, print_amount, print_seconds};
use crate::report::table::grid::Grid;
use crate::report::table::page::Page;
use crate::report::table::piece::Piece;
use crate::report::table::shouted;
use crate::report::{
    ChainDifference, Change, ComparedPart, ComparisonReport, DesignReport, Verdict,
};

/// Chains shown of one design.
const CHAINS: usize = 10;

/// A comparison as pieces.
pub fn comparison(report: &ComparisonReport) -> Vec<Piece> {
    let mut page = Page::new();
    page.title("Designs compared");
    let designs = || report.designs.iter();
    asked(
        &mut page,
        designs().map(|design| design.question.as_ref()),
        designs().flat_map(|design| &design.sources),
    );
    about(&mut page, &report.run);
    for (at, design) in report.designs.iter().enumerate() {
        let role = if at == 0 { " (the baseline)" } else { "" };
        page.prose(2, 2, &format!("{}: {}{role}", design.name, design.title));
    }
    objectives(&mut page, report);
    for design in report.designs.iter().skip(1) {
        against_baseline(&mut page, design, &report.designs[0], report.run.trials);
    }
    if !report.unmatched.is_empty() {
        page.heading(0, "NOT IN ALL", "not compared where the other has none");
        for one in &report.unmatched {
            let what = whose(one.kind, &one.name, one.feature.as_deref());
            page.prose(2, 2, &format!("{what}: only in {}", one.designs.join(", ")));
        }
    }
    prices(&mut page, report);
    made_of(&mut page, &report.run, None);
    for design in &report.designs {
        page.line(&format!("scenario {} {}", design.name, design.scenario_hash));
    }
    page.finish()
}

fn against_baseline(page: &mut Page, design: &DesignReport, first: &DesignReport, trials: u64) {
    page.heading(0, &design.name, &format!("against {}", first.name));
    let whole = design.verdict.unwrap_or(Change::Equal);
    page.verdict(mood(whole), &format!("{:<16}", whole.word()), &counted(design));
    let downtime = table(design, first, "downtime a year", |part, baseline| {
        let difference = part.against_first.as_ref()?;
        let mut row = vec![
            value(&baseline.downtime_seconds_per_year, Unit::Time),
            value(&part.downtime_seconds_per_year, Unit::Time),
        ];
        row.extend(signed(&difference.downtime_seconds_per_year, trials, Unit::Time));
        row.push(told(difference, [baseline.interruptions_seen, part.interruptions_seen]));
        Some((row, difference.downtime_verdict))
    });
    let often = table(design, first, "interruptions a year", |part, baseline| {
        let difference = part.against_first.as_ref()?;
        let mut row = vec![
            value(&baseline.interruptions_per_year, Unit::Amount),
            value(&part.interruptions_per_year, Unit::Amount),
        ];
        row.extend(signed(&difference.interruptions_per_year, trials, Unit::Amount));
        row.push(short(difference.interruptions_verdict).to_owned());
        Some((row, difference.interruptions_verdict))
    });
    for (grid, equal) in [downtime, often] {
        page.gap();
        page.grid(2, &grid);
        if !equal.is_empty() {
            page.prose(2, 2, &format!("exactly equal: {}", equal.join(", ")));
        }
    }
    chains(page, design);
}

/// How many parts are out for longer or shorter.
fn counted(design: &DesignReport) -> String {
    let verdicts = design.parts.iter().filter_map(|part| part.against_first.as_ref());
    let verdicts: Vec<Change> = verdicts.map(|difference| difference.downtime_verdict).collect();
    let words = [
        (Change::Worse, "longer"),
        (Change::Better, "shorter"),
        (Change::NotFound, "not found to differ"),
        (Change::Equal, "exactly equal"),
    ];
    let counts: Vec<String> = words
        .iter()
        .map(|&(change, word)| (verdicts.iter().filter(|one| **one == change).count(), word))
        .filter(|&(count, _)| count > 0)
        .map(|(count, word)| format!("{word} in {count}"))
        .collect();
    match counts.is_empty() {
        true => "nothing to compare".to_owned(),
        false => format!("downtime: {}", counts.join(", ")),
    }
}

/// One figure of all parts that differ, and the names of those that do not.
fn table(
    design: &DesignReport,
    first: &DesignReport,
    head: &str,
    cells: impl Fn(&ComparedPart, &ComparedPart) -> Option<(Vec<String>, Change)>,
) -> (Grid, Vec<String>) {
    let grid = Grid::new().words(head).numbers("baseline").numbers("here");
    let mut rows = Rows::new(grid.numbers("difference").words("").words(""));
    let mut equal = Vec::new();
    for part in &design.parts {
        let cells = part.like(&first.parts).and_then(|baseline| cells(part, baseline));
        match cells {
            Some((_, Change::Equal)) => equal.push(named(part)),
            Some((cells, _)) => rows.push(part, cells),
            None => {}
        }
    }
    (rows.grid, equal)
}

/// Each chain once: what it takes from the part that it takes most from, and from how many others.
fn chains(page: &mut Page, design: &DesignReport) {
    let mut told: Vec<(&ChainDifference, usize)> = Vec::new();
    for chain in &design.chains {
        match told.iter_mut().find(|(first, _)| first.chain == chain.chain) {
            Some((_, more)) => *more += 1,
            None => told.push((chain, 0)),
        }
    }
    if told.is_empty() {
        return;
    }
    page.gap();
    let mut grid = Grid::new().numbers("a year").numbers("from").numbers("to");
    grid = grid.words("chains that make the difference");
    for (chain, more) in told.iter().take(CHAINS) {
        let of = whose(chain.kind, &chain.name, chain.feature.as_deref());
        let more = if *more > 0 { format!(" and {more} more") } else { String::new() };
        grid.row(vec![
            plus(chain.difference_seconds_per_year, Unit::Time),
            print_seconds(chain.baseline_seconds_per_year),
            print_seconds(chain.seconds_per_year),
            format!("{}, of {of}{more}", chain.chain),
        ]);
    }
    page.grid(2, &grid);
    let more = told.len().saturating_sub(CHAINS);
    if more > 0 {
        page.line(&format!("  and {more} more in the record"));
    }
}

fn prices(page: &mut Page, report: &ComparisonReport) {
    let Some(currency) = &report.currency else { return };
    page.heading(0, "PRICES", &format!("{currency} a year"));
    let mut grid = Grid::new().words("").numbers("").words("minutes saved a year for each");
    grid = grid.numbers(currency.as_str()).words("");
    for design in &report.designs {
        let price = design.price_per_year.map_or("not stated".to_owned(), print_amount);
        grid.row(vec![design.name.clone(), price]);
        for part in &design.parts {
            let saved = part.against_first.as_ref().and_then(|d| d.minutes_saved_per_money);
            let Some(saved) = saved else { continue };
            let mut row = vec![String::new(), String::new(), named(part)];
            row.extend(signed(&saved, report.run.trials, Unit::Amount));
            grid.row(row);
        }
    }
    page.grid(2, &grid);
}

fn objectives(page: &mut Page, report: &ComparisonReport) {
    let mut names: Vec<&str> = Vec::new();
    for objective in report.designs.iter().flat_map(|design| &design.objectives) {
        if !names.contains(&objective.name.as_str()) {
            names.push(&objective.name);
        }
    }
    if names.is_empty() {
        return;
    }
    page.heading(0, "OBJECTIVES", "on the long run");
    for name in names {
        let mut grid = Grid::new().words(name).words("").words("");
        for design in &report.designs {
            let found = design.objectives.iter().find(|objective| objective.name == name);
            let (word, seen) = found.map_or(("not asked", String::new()), |objective| {
                (shouted(objective.verdict), objective.seen.clone())
            });
            grid.row(vec![design.name.clone(), word.to_owned(), seen]);
        }
        page.grid(2, &grid);
    }
}

/// The colour of a verdict.
fn mood(change: Change) -> Verdict {
    match change {
        Change::Better | Change::Equal => Verdict::Met,
        Change::Mixed | Change::NotFound => Verdict::Undecided,
        Change::Worse => Verdict::Missed,
    }
}
