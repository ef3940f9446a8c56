//! What each rate and delay matters: downtime a year with it made smaller and larger, around the
//! scenario as it stands.

use super::rows::{Draws, LARGER, Panel, Row, SMALLER, sheet};
use super::theme::INK;
use super::{ChartError, Entry, Format, Frame, Mark, Scale, Source, Unit, part_name};
use crate::quantity::print_amount;
use crate::report::{EstimateFigure, SensitivityReport, Tornado, TornadoBar, in_words};

/// What it shows.
pub(super) const ABOUT: &str = "what each rate and delay matters, as a tornado";

/// Panels of one chart at most; and bars: so many over all, and of each at least and at most.
const PANELS: usize = 8;
const ROWS: usize = 72;
const LEAST: usize = 5;
const MOST: usize = 24;
/// A year of 365.25 days, in seconds.
const YEAR: f64 = 31_557_600.0;

/// Draws it.
pub(super) fn draw(report: &SensitivityReport, format: Format) -> Result<Vec<u8>, ChartError> {
    let with_bars = |tornado: &&Tornado| !tornado.bars.is_empty();
    let mut tornadoes: Vec<&Tornado> = report.tornadoes.iter().filter(with_bars).collect();
    if tornadoes.is_empty() {
        let reason = "the scenario has no rate and no delay that could be varied";
        return Err(ChartError::Nothing(reason.into()));
    }
    let all = tornadoes.len();
    if all > PANELS {
        tornadoes.sort_by(|a, b| b.unavailability.value.total_cmp(&a.unavailability.value));
        tornadoes.truncate(PANELS);
    }
    let most = (ROWS / tornadoes.len()).clamp(LEAST, MOST);
    let factor = print_amount(report.factor);
    let legend = vec![
        Entry { word: format!("divided by {factor}"), color: SMALLER, mark: Mark::Box },
        Entry { word: format!("multiplied by {factor}"), color: LARGER, mark: Mark::Box },
        Entry { word: "95 % interval".into(), color: INK, mark: Mark::Whisker },
    ];
    let source = Source::of_run(&report.run, report.title.clone(), &report.scenario_hash);
    let about = "downtime a year, less or more than as the scenario stands";
    let mut frame = Frame::of_run(&source, &report.run, about, legend);
    if all > tornadoes.len() {
        frame.note = Some(format!("The {PANELS} of {all} that are out longest."));
    }
    let panels: Vec<Panel> = tornadoes.iter().map(|tornado| panel(tornado, most)).collect();
    sheet(frame, &panels, format)
}

fn panel(tornado: &Tornado, most: usize) -> Panel {
    let kept = if tornado.bars.len() > most { most - 1 } else { tornado.bars.len() };
    let bars = &tornado.bars[..kept];
    let ends: Vec<f64> = bars
        .iter()
        .flat_map(|bar| [bar.smaller, bar.larger])
        .flat_map(|figure| [figure.lower * YEAR, figure.upper * YEAR])
        .collect();
    let mut rows: Vec<Row> = bars.iter().map(row).collect();
    let more = tornado.bars.len() - kept;
    if more > 0 {
        rows.push(Row { bold: false, ..Row::heading(format!("and {more} that matter less")) });
    }
    let name = part_name(&tornado.name, tornado.feature.as_deref());
    let stands = Unit::Time.print(tornado.unavailability.times(YEAR).earned(Unit::Time).value);
    Panel {
        caption: format!("{name}: {stands} of downtime a year as it stands"),
        axis: String::new(),
        scale: Scale::straight(ends.into_iter(), Unit::Time),
        rows,
    }
}

fn row(bar: &TornadoBar) -> Row {
    let (smaller, larger) = (bar.smaller.times(YEAR), bar.larger.times(YEAR));
    let word = |by: &EstimateFigure| {
        let by = by.earned(Unit::Time).value;
        let plus = if by > 0.0 { "+" } else { "" };
        format!("{plus}{}", Unit::Time.print(by))
    };
    Row {
        name: bar.path.clone(),
        indent: false,
        bold: false,
        draws: Draws::Pair(smaller, larger),
        figure: format!("{}, {}", word(&smaller), word(&larger)),
        between: format!("now {}", in_words(&bar.value)),
    }
}
