//! Comparisons, sweeps and sensitivities for the terminal.

use super::grid::Grid;
use super::page::Page;
use super::piece::Piece;
use crate::quantity::{Unit, YEAR, print_amount, print_seconds};
use crate::report::{
    Change, ComparedPart, ComparisonReport, DesignReport, EstimateFigure, PartDifference, PartKind,
    RunReport, SensitivityReport, SweepReport, Tornado, Verdict,
};

/// Chains shown of one design.
const CHAINS: usize = 10;
/// Parameters shown of one tornado.
const BARS: usize = 30;

/// A comparison as pieces.
pub fn comparison(report: &ComparisonReport) -> Vec<Piece> {
    let mut page = Page::new();
    page.title("Designs compared");
    about(&mut page, &report.run);
    for (at, design) in report.designs.iter().enumerate() {
        let role = if at == 0 { " (the baseline)" } else { "" };
        page.prose(2, 2, &format!("{}: {}{role}", design.name, design.title));
    }
    for design in report.designs.iter().skip(1) {
        against_baseline(&mut page, design, &report.designs[0]);
    }
    if !report.unmatched.is_empty() {
        page.heading(0, "NOT IN ALL", "not compared where the other has none");
        for one in &report.unmatched {
            let what = whose(one.kind, &one.name, one.feature.as_deref());
            page.prose(2, 2, &format!("{what}: only in {}", one.designs.join(", ")));
        }
    }
    prices(&mut page, report);
    objectives(&mut page, report);
    page.gap();
    let (seed, version) = (report.run.seed, &report.run.version);
    page.line(&format!("seed {seed}, hadr {version}"));
    for design in &report.designs {
        page.line(&format!("scenario {} {}", design.name, design.scenario_hash));
    }
    page.finish()
}

fn about(page: &mut Page, run: &RunReport) {
    let warm_up = match run.warm_up_seconds {
        seconds if seconds > 0.0 => format!(", the first {} not counted", print_seconds(seconds)),
        _ => String::new(),
    };
    if let Some(all) = run.interrupted_of {
        let (done, all) = (print_amount(run.trials as f64), print_amount(all as f64));
        page.prose(0, 2, &format!("INTERRUPTED: {done} of {all} trials were done until then"));
    }
    page.prose(
        0,
        2,
        &format!(
            "{} trials of {}{warm_up}, start {}, each on the same draws; differences are paired by \
             trial; intervals at 95 %",
            print_amount(run.trials as f64),
            print_seconds(run.horizon_seconds),
            run.start,
        ),
    );
}

fn against_baseline(page: &mut Page, design: &DesignReport, baseline: &DesignReport) {
    page.heading(0, &design.name, &format!("against {}", baseline.name));
    let whole = design.verdict.unwrap_or(Change::Equal);
    page.verdict(mood(whole), &format!("{:<19}", word(whole)), "in downtime, all in all");
    let mut grid = Grid::new().words("downtime a year").numbers("baseline").numbers("here");
    grid = grid.numbers("difference").words("").words("");
    for part in &design.parts {
        let Some(first) = like(part, &baseline.parts) else { continue };
        let Some(difference) = &part.against_first else { continue };
        let mut row = vec![named(part)];
        row.push(value(&first.downtime_seconds_per_year, Unit::Time));
        row.push(value(&part.downtime_seconds_per_year, Unit::Time));
        row.extend(signed(&difference.downtime_seconds_per_year, Unit::Time));
        row.push(told(difference.downtime_verdict, difference.trials_differing));
        grid.row(row);
    }
    page.gap();
    page.grid(2, &grid);
    let mut grid = Grid::new().words("interruptions a year").numbers("baseline").numbers("here");
    grid = grid.numbers("difference").words("").words("");
    for part in &design.parts {
        let Some(first) = like(part, &baseline.parts) else { continue };
        let Some(difference) = &part.against_first else { continue };
        let mut row = vec![named(part)];
        row.push(value(&first.interruptions_per_year, Unit::Amount));
        row.push(value(&part.interruptions_per_year, Unit::Amount));
        row.extend(signed(&difference.interruptions_per_year, Unit::Amount));
        row.push(word(difference.interruptions_verdict).to_owned());
        grid.row(row);
    }
    page.gap();
    page.grid(2, &grid);
    chains(page, design);
}

/// A verdict, and on how few trials it stands.
fn told(change: Change, differing: u64) -> String {
    match (change, differing) {
        (Change::NotFound, 1) => format!("{}: 1 trial differs", word(change)),
        (Change::NotFound, few) if few < 6 => format!("{}: {few} trials differ", word(change)),
        _ => word(change).to_owned(),
    }
}

fn chains(page: &mut Page, design: &DesignReport) {
    if design.chains.is_empty() {
        return;
    }
    page.gap();
    let mut grid = Grid::new().numbers("a year").numbers("from").numbers("to");
    grid = grid.words("chains that make the difference").words("");
    for chain in design.chains.iter().take(CHAINS) {
        grid.row(vec![
            plus(chain.difference_seconds_per_year, Unit::Time),
            print_seconds(chain.baseline_seconds_per_year),
            print_seconds(chain.seconds_per_year),
            chain.chain.clone(),
            format!("of {}", whose(chain.kind, &chain.name, chain.feature.as_deref())),
        ]);
    }
    page.grid(2, &grid);
    let more = design.chains.len().saturating_sub(CHAINS);
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
            row.extend(signed(&saved, Unit::Amount));
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
    let head = Grid::new().words("");
    let mut grid = report.designs.iter().fold(head, |grid, design| grid.words(&*design.name));
    for name in names {
        let mut row = vec![name.to_owned()];
        for design in &report.designs {
            let found = design.objectives.iter().find(|objective| objective.name == name);
            row.push(found.map_or("not asked".to_owned(), |objective| {
                let word = match objective.verdict {
                    Verdict::Met => "met",
                    Verdict::NotJudged => "not judged",
                    Verdict::Undecided => "undecided",
                    Verdict::Missed => "MISSED",
                };
                format!("{word}: {}", objective.seen)
            }));
        }
        grid.row(row);
    }
    page.grid(2, &grid);
}

/// A sweep as pieces.
pub fn sweep(report: &SweepReport) -> Vec<Piece> {
    let mut page = Page::new();
    page.title(&format!("{}: swept", report.title));
    about(&mut page, &report.run);
    let Some(first) = report.points.first() else { return page.finish() };
    for part in &first.parts {
        page.heading(0, &named(part), "differences are to the first point");
        let axes = report.axes.iter();
        let mut grid = axes.fold(Grid::new(), |grid, axis| grid.numbers(&*axis.path));
        grid = grid.numbers("downtime a year").words("").numbers("difference").words("");
        grid = grid.words("").numbers("interruptions a year").words("");
        if let Some(currency) = &report.currency {
            grid = grid.numbers(format!("{currency} a year")).numbers("minutes saved for one");
            grid = grid.words("");
        }
        for point in &report.points {
            let mut row = point.values.clone();
            let Some(here) = like(part, &point.parts) else {
                row.push("not there".to_owned());
                grid.row(row);
                continue;
            };
            row.push(value(&here.downtime_seconds_per_year, Unit::Time));
            row.push(between(&here.downtime_seconds_per_year, Unit::Time));
            match &here.against_first {
                Some(PartDifference { downtime_seconds_per_year, downtime_verdict, .. }) => {
                    row.extend(signed(downtime_seconds_per_year, Unit::Time));
                    row.push(word(*downtime_verdict).to_owned());
                }
                None => row.extend([String::new(), String::new(), String::new()]),
            }
            row.push(value(&here.interruptions_per_year, Unit::Amount));
            row.push(between(&here.interruptions_per_year, Unit::Amount));
            if report.currency.is_some() {
                row.push(point.price_per_year.map_or(String::new(), print_amount));
                let saved = here.against_first.as_ref().and_then(|d| d.minutes_saved_per_money);
                row.extend(saved.map_or_else(Vec::new, |s| signed(&s, Unit::Amount).to_vec()));
            }
            grid.row(row);
        }
        page.grid(2, &grid);
    }
    page.gap();
    let (seed, version, hash) = (report.run.seed, &report.run.version, &report.scenario_hash);
    page.line(&format!("seed {seed}, hadr {version}, scenario {hash}"));
    page.finish()
}

/// A sensitivity as pieces.
pub fn sensitivity(report: &SensitivityReport) -> Vec<Piece> {
    let mut page = Page::new();
    page.title(&format!("{}: what each rate and delay matters", report.title));
    about(&mut page, &report.run);
    for tornado in &report.tornadoes {
        bars(&mut page, tornado);
    }
    if !report.left_out.is_empty() {
        page.heading(0, "LEFT OUT", "values that make no scenario");
        for one in &report.left_out {
            page.prose(2, 2, &format!("{} ({}): {}", one.path, one.value, one.reason));
        }
    }
    page.gap();
    let (seed, version, hash) = (report.run.seed, &report.run.version, &report.scenario_hash);
    page.line(&format!("seed {seed}, hadr {version}, scenario {hash}"));
    page.finish()
}

fn bars(page: &mut Page, tornado: &Tornado) {
    let year = YEAR.secs_f64();
    let u = &tornado.unavailability;
    let now = u.times(year);
    let ends = Some(between(&now, Unit::Time)).filter(|ends| !ends.is_empty());
    let ends = ends.map(|ends| format!(" ({ends})")).unwrap_or_default();
    let about = format!("out {}, {} a year{ends}", value(u, Unit::Share), value(&now, Unit::Time));
    let name = whose(tornado.kind, &tornado.name, tornado.feature.as_deref());
    page.heading(0, &name, &about);
    let mut grid = Grid::new().words("downtime a year, by").numbers("now").numbers("smaller");
    grid = grid.numbers("").words("").numbers("larger").numbers("").words("");
    let is_flat = |bar: &&crate::report::TornadoBar| {
        [bar.smaller, bar.larger].iter().all(|f| *f == EstimateFigure::default())
    };
    let moving: Vec<_> = tornado.bars.iter().filter(|bar| !is_flat(bar)).collect();
    for bar in moving.iter().take(BARS) {
        let mut row = vec![bar.path.clone(), bar.value.clone(), bar.smaller_value.clone()];
        row.extend(signed(&bar.smaller.times(year), Unit::Time));
        row.push(bar.larger_value.clone());
        row.extend(signed(&bar.larger.times(year), Unit::Time));
        grid.row(row);
    }
    page.grid(2, &grid);
    let more = moving.len().saturating_sub(BARS);
    if more > 0 {
        page.line(&format!("  and {more} more in the record"));
    }
    let flat = tornado.bars.len() - moving.len();
    if flat > 0 {
        page.line(&format!("  {flat} more change nothing"));
    }
}

fn like<'p>(part: &ComparedPart, parts: &'p [ComparedPart]) -> Option<&'p ComparedPart> {
    parts.iter().find(|other| {
        (other.kind, &other.name, &other.feature) == (part.kind, &part.name, &part.feature)
    })
}

fn named(part: &ComparedPart) -> String {
    whose(part.kind, &part.name, part.feature.as_deref())
}

fn whose(kind: PartKind, name: &str, feature: Option<&str>) -> String {
    match (kind, feature) {
        (PartKind::Service, _) => name.to_owned(),
        (_, None) => format!("{name} (users)"),
        (_, Some(feature)) => format!("{feature} of {name}"),
    }
}

/// An estimate, or the bound where nothing was seen.
fn value(figure: &EstimateFigure, unit: Unit) -> String {
    let figure = figure.earned(unit);
    if figure.value > 0.0 {
        unit.print(figure.value)
    } else {
        format!("< {}", unit.print(figure.upper))
    }
}

fn between(figure: &EstimateFigure, unit: Unit) -> String {
    let figure = figure.earned(unit);
    match figure.value > 0.0 {
        true => format!("{} to {}", unit.print(figure.lower), unit.print(figure.upper)),
        false => String::new(),
    }
}

/// A difference and its interval.
fn signed(figure: &EstimateFigure, unit: Unit) -> [String; 2] {
    if *figure == EstimateFigure::default() {
        return ["0".to_owned(), String::new()];
    }
    let figure = figure.earned(unit);
    let ends = format!("{} to {}", plus(figure.lower, unit), plus(figure.upper, unit));
    [plus(figure.value, unit), ends]
}

fn plus(value: f64, unit: Unit) -> String {
    let sign = if value > 0.0 { "+" } else { "" };
    format!("{sign}{}", unit.print(value))
}

fn word(change: Change) -> &'static str {
    match change {
        Change::Better => "better",
        Change::Worse => "worse",
        Change::Mixed => "better and worse",
        Change::NotFound => "no difference found",
        Change::Equal => "exactly equal",
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
