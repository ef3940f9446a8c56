//! A sensitivity for the terminal.

use super::{about, asked, between, made_of, signed, value, whose};
use crate::quantity::{Unit, YEAR};
use crate::report::table::grid::Grid;
use crate::report::table::page::Page;
use crate::report::table::piece::Piece;
use crate::report::{EstimateFigure, SensitivityReport, Tornado, TornadoBar, in_words};

/// Parameters shown of one tornado.
const BARS: usize = 30;

/// A sensitivity as pieces.
pub fn sensitivity(report: &SensitivityReport) -> Vec<Piece> {
    let mut page = Page::new();
    page.title(&format!("{}: what each rate and delay matters", report.title));
    asked(&mut page, std::iter::once(report.question.as_ref()), report.sources.iter());
    about(&mut page, &report.run);
    for tornado in &report.tornadoes {
        bars(&mut page, tornado, report.run.trials);
    }
    if !report.left_out.is_empty() {
        page.heading(0, "LEFT OUT", "values that make no scenario");
        for one in &report.left_out {
            page.prose(2, 2, &format!("{} ({}): {}", one.path, in_words(&one.value), one.reason));
        }
    }
    made_of(&mut page, &report.run, Some(&report.scenario_hash));
    page.finish()
}

fn bars(page: &mut Page, tornado: &Tornado, trials: u64) {
    let year = YEAR.secs_f64();
    let u = &tornado.unavailability;
    let now = u.times(year);
    let ends = between(&now, tornado.interruptions_seen, Unit::Time);
    let ends = if ends.is_empty() { ends } else { format!(" ({ends})") };
    let about = format!("out {}, {} a year{ends}", value(u, Unit::Share), value(&now, Unit::Time));
    let name = whose(tornado.kind, &tornado.name, tornado.feature.as_deref());
    page.heading(0, &name, &about);
    let grid = Grid::new().words("downtime a year, if it were");
    let mut grid = grid.numbers("difference").words("");
    let is_flat = |bar: &&TornadoBar| {
        [bar.smaller, bar.larger].iter().all(|f| *f == EstimateFigure::default())
    };
    let moving: Vec<_> = tornado.bars.iter().filter(|bar| !is_flat(bar)).collect();
    for bar in moving.iter().take(BARS) {
        grid.row(vec![format!("{}, now {}", bar.path, in_words(&bar.value))]);
        for (value, figure) in
            [(&bar.smaller_value, &bar.smaller), (&bar.larger_value, &bar.larger)]
        {
            let mut row = vec![format!("  {}", in_words(value))];
            row.extend(signed(&figure.times(year), trials, Unit::Time));
            grid.row(row);
        }
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
