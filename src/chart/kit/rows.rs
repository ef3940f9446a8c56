//! Panels of rows: names to the left, figures with their intervals in the middle, words to the right.
//!
//! Rows lie, so that names of any length stand beside them. What was never seen is a bound: an arrow
//! that is open towards perfection, and no point.

use super::canvas::picture;
use super::frame::{FOOT, Frame};
use super::scale::{Scale, Unit};
use super::theme::{BAR, CAPTION, FAINT, GRID, HPos, INK, LABEL, Letters, MARGIN, Pen, VPos, WIDE};
use crate::chart::{ChartError, Format};
use crate::report::EstimateFigure;
use plotters::style::RGBColor;

/// The widest name, in pixels.
const NAMES: f64 = 280.0;
/// The widest words to the right.
const WORDS: f64 = 460.0;
/// How far members of a group stand in.
const INDENT: i32 = 14;
/// Height of a row with one line of name, and of each further line.
const ROW: i32 = 24;
const LINE: i32 = 14;
/// Above a plot: its caption, or none.
const HEAD: i32 = 32;
const BARE: i32 = 6;
/// Below a plot: labels, and the axis title where there is one.
const LABELS: i32 = 34;
const TITLE: i32 = 20;
/// Of the two bars of a pair.
pub(in crate::chart) const SMALLER: RGBColor = RGBColor(0xc9, 0xd8, 0xe6);
pub(in crate::chart) const LARGER: RGBColor = RGBColor(0x6f, 0xa3, 0xc8);
const HALF_PAIR: i32 = 5;
/// Half the height of a bar, of a point, and of the end of a whisker.
const HALF_BAR: i32 = 7;
const HALF_POINT: i32 = 4;
const HALF_END: i32 = 6;
/// From one label of the axis to the next, at least.
const APART: i32 = 70;

/// What a row draws.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(in crate::chart) enum Draws {
    /// Nothing: it is the heading of those below.
    Heading,
    /// A bar from zero, with the interval as a whisker.
    Bar(EstimateFigure),
    /// A bar from zero; its interval is not known.
    Plain(f64),
    /// A point with its interval.
    Point(EstimateFigure),
    /// Two bars from zero, the upper of what is smaller.
    Pair(EstimateFigure, EstimateFigure),
    /// No more than this: nothing was seen.
    Bound(f64),
}

/// One row.
#[derive(Clone, Debug)]
pub(in crate::chart) struct Row {
    /// Whose figure.
    pub name: String,
    /// Whether it belongs to a row above.
    pub indent: bool,
    /// Whether others belong to it.
    pub bold: bool,
    /// What is drawn.
    pub draws: Draws,
    /// The figure in words.
    pub figure: String,
    /// Its interval in words.
    pub between: String,
}

impl Row {
    /// A heading of rows below.
    pub fn heading(name: impl Into<String>) -> Self {
        let (figure, between) = (String::new(), String::new());
        let draws = Draws::Heading;
        Self { name: name.into(), indent: false, bold: true, draws, figure, between }
    }

    /// A bar with its interval; where nothing was seen, the bound.
    pub fn bar(name: &str, indent: bool, figure: &EstimateFigure, unit: Unit) -> Self {
        let (draws, figure, between) = match figure.value == 0.0 && figure.upper > 0.0 {
            true => (
                Draws::Bound(figure.upper),
                format!("< {}", unit.print(figure.upper)),
                String::new(),
            ),
            false => {
                let told = figure.earned(unit);
                let ends = [told.lower, told.upper].map(|end| unit.print(end)).join(" to ");
                let ends = if figure.upper > figure.lower { ends } else { String::new() };
                (Draws::Bar(*figure), unit.print(told.value), ends)
            }
        };
        Self { name: name.to_owned(), indent, bold: false, draws, figure, between }
    }

    /// A bar alone.
    pub fn plain(name: String, value: f64, unit: Unit) -> Self {
        let (figure, between) = (unit.print(value), String::new());
        Self { name, indent: false, bold: false, draws: Draws::Plain(value), figure, between }
    }

    fn lines(&self) -> Vec<String> {
        let letters = self.letters();
        let room = NAMES - f64::from(self.left());
        if letters.width(&self.name) <= room {
            return vec![self.name.clone()];
        }
        // Sentences are broken; names keep both ends.
        let longest = self.name.split_whitespace().map(|word| letters.width(word));
        if longest.fold(0.0, f64::max) <= room {
            return letters.wrap(&self.name, room, 2);
        }
        // Places in a file are broken behind a point.
        let steps = self.name.split_inclusive('.');
        let step = steps.clone().map(|step| letters.width(step)).fold(0.0, f64::max);
        if steps.clone().count() < 2 || step > room || self.name.contains(' ') {
            return vec![letters.fit_middle(&self.name, room)];
        }
        let steps: Vec<&str> = steps.collect();
        let fits = |&at: &usize| letters.width(&steps[..at].concat()) <= room;
        let at = (1..steps.len()).rev().find(fits).unwrap_or(1);
        vec![steps[..at].concat(), letters.fit_middle(&steps[at..].concat(), room)]
    }

    fn letters(&self) -> Letters {
        let letters = Letters::of(LABEL);
        if self.bold { letters.bold() } else { letters }
    }

    fn left(&self) -> i32 {
        if self.indent { INDENT } else { 0 }
    }
}

/// Rows that share an axis.
pub(in crate::chart) struct Panel {
    /// What they show; empty where the frame says it.
    pub caption: String,
    /// What is measured along the axis; empty where the caption says it.
    pub axis: String,
    /// How.
    pub scale: Scale,
    /// Top down.
    pub rows: Vec<Row>,
}

/// A row ready to be drawn.
struct Laid<'a> {
    row: &'a Row,
    lines: Vec<String>,
    high: i32,
}

/// The whole picture: the frame, and the panels below each other.
pub(in crate::chart) fn sheet(
    mut frame: Frame,
    panels: &[Panel],
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    frame.told = panels.iter().flat_map(Panel::told).collect();
    let laid: Vec<Vec<Laid<'_>>> =
        panels.iter().map(|p| p.rows.iter().map(lay).collect()).collect();
    let names = laid.iter().flatten().map(|l| l.names_width()).fold(60.0, f64::max);
    let rows = || panels.iter().flat_map(|panel| &panel.rows);
    let letters = Letters::of(LABEL);
    let figures = rows().map(|r| letters.bold().width(&r.figure)).fold(0.0, f64::max);
    let between = rows().map(|r| letters.width(&r.between)).fold(0.0, f64::max);
    let between = between.min((WORDS - figures).max(0.0));
    let left = MARGIN + names.ceil() as i32 + 12;
    let words = WIDE - MARGIN - (figures + between).ceil() as i32 - 10;
    let columns =
        Columns { plot: (left, words - 14), figures: words, between: words + figures as i32 + 10 };
    let top = frame.top();
    let high = |laid: &[Laid<'_>]| laid.iter().map(|l| l.high).sum::<i32>();
    let all = || panels.iter().zip(&laid);
    let bottom = all().fold(top, |y, (p, laid)| y + p.head() + high(laid) + p.below());
    picture((WIDE as u32, (bottom + FOOT) as u32), format, &frame.alternative(), |canvas| {
        let pen = Pen::on(canvas)?;
        let mut y = top;
        for (panel, laid) in all() {
            panel.draw(&pen, laid, columns, y + panel.head())?;
            y += panel.head() + high(laid) + panel.below();
        }
        frame.draw(&pen, bottom)?;
        pen.finish()
    })
}

fn lay(row: &Row) -> Laid<'_> {
    let lines = row.lines();
    let high = ROW + LINE * (lines.len() as i32 - 1);
    Laid { row, lines, high }
}

/// Where things stand from left to right.
#[derive(Clone, Copy)]
struct Columns {
    plot: (i32, i32),
    figures: i32,
    between: i32,
}

impl Panel {
    /// Its figures in words.
    fn told(&self) -> Vec<String> {
        let row = |row: &Row| match row.between.as_str() {
            "" => format!("{}: {}", row.name, row.figure),
            between => format!("{}: {} ({between})", row.name, row.figure),
        };
        let rows = self.rows.iter().filter(|row| !row.figure.is_empty()).map(row);
        let caption = Some(self.caption.clone()).filter(|caption| !caption.is_empty());
        caption.into_iter().chain(rows).collect()
    }

    fn head(&self) -> i32 {
        if self.caption.is_empty() { BARE } else { HEAD }
    }

    fn below(&self) -> i32 {
        if self.axis.is_empty() { LABELS } else { LABELS + TITLE }
    }

    fn draw(
        &self,
        pen: &Pen<'_>,
        laid: &[Laid<'_>],
        columns: Columns,
        top: i32,
    ) -> Result<(), ChartError> {
        let (left, right) = columns.plot;
        let scale = self.scale.over((left, right));
        let foot = top + laid.iter().map(|l| l.high).sum::<i32>();
        for (value, text) in scale.ticks(APART) {
            let x = scale.pixel(value);
            pen.line(&[(x, top), (x, foot)], GRID, 1)?;
            pen.line(&[(x, foot), (x, foot + 4)], INK, 1)?;
            let letters = Letters::of(LABEL).at(HPos::Center, VPos::Top);
            pen.text((x, foot + 8), &text, letters)?;
        }
        let mut y = top;
        for laid in laid {
            laid.draw(pen, &scale, columns, y)?;
            y += laid.high;
        }
        let (zero, unseen) = scale.nothing();
        if !unseen {
            pen.line(&[(zero, top), (zero, foot)], INK, 1)?;
        }
        pen.line(&[(left, foot), (right, foot)], INK, 1)?;
        let middle = Letters::of(CAPTION).at(HPos::Center, VPos::Center);
        pen.text(((left + right) / 2, foot + 36), &self.axis, middle)?;
        let caption = Letters::of(CAPTION).bold();
        let room = f64::from(WIDE - 2 * MARGIN);
        pen.text((MARGIN, top - 13), &caption.fit_middle(&self.caption, room), caption)
    }
}

impl Laid<'_> {
    fn names_width(&self) -> f64 {
        let letters = self.row.letters();
        let widest = self.lines.iter().map(|line| letters.width(line)).fold(0.0, f64::max);
        // A heading may run over the plot: nothing stands there.
        if self.row.draws == Draws::Heading { 0.0 } else { widest + f64::from(self.row.left()) }
    }

    fn draw(
        &self,
        pen: &Pen<'_>,
        scale: &Scale,
        columns: Columns,
        top: i32,
    ) -> Result<(), ChartError> {
        let middle = top + self.high / 2;
        let first = middle - LINE * (self.lines.len() as i32 - 1) / 2;
        for (at, line) in (0..).zip(&self.lines) {
            pen.text((MARGIN + self.row.left(), first + at * LINE), line, self.row.letters())?;
        }
        match self.row.draws {
            Draws::Heading => {}
            Draws::Bar(figure) => {
                bar(pen, scale, figure.value, middle)?;
                interval(pen, scale, &figure, middle)?;
            }
            Draws::Plain(value) => bar(pen, scale, value, middle)?,
            Draws::Point(figure) => {
                point(pen, scale.pixel(figure.value), middle)?;
                interval(pen, scale, &figure, middle)?;
            }
            Draws::Pair(smaller, larger) => {
                for (figure, color, y) in
                    [(smaller, SMALLER, middle - HALF_PAIR), (larger, LARGER, middle + HALF_PAIR)]
                {
                    let (zero, end) = (scale.nothing().0, scale.pixel(figure.value));
                    let (top, foot) = (y - HALF_PAIR, y + HALF_PAIR);
                    pen.fill((zero.min(end), top), (zero.max(end), foot), color)?;
                    let (lower, upper) = (scale.pixel(figure.lower), scale.pixel(figure.upper));
                    pen.line(&[(lower, y), (upper, y)], INK, 1)?;
                }
            }
            Draws::Bound(most) => bound(pen, scale, most, middle)?,
        }
        let letters = Letters::of(LABEL);
        pen.text((columns.figures, middle), &self.row.figure, letters.bold())?;
        let room = f64::from(WIDE - MARGIN - columns.between);
        let between = letters.fit_end(&self.row.between, room.max(0.0));
        pen.text((columns.between, middle), &between, letters.ink(FAINT))
    }
}

fn bar(pen: &Pen<'_>, scale: &Scale, value: f64, y: i32) -> Result<(), ChartError> {
    let (zero, end) = (scale.nothing().0, scale.pixel(value));
    let (from, to) = (zero.min(end), zero.max(end));
    pen.fill((from, y - HALF_BAR), (to, y + HALF_BAR), BAR)
}

/// A whisker from one end of the interval to the other; an end out of sight is an arrow.
fn interval(
    pen: &Pen<'_>,
    scale: &Scale,
    figure: &EstimateFigure,
    y: i32,
) -> Result<(), ChartError> {
    let (lower, upper) = (scale.pixel(figure.lower), scale.pixel(figure.upper));
    pen.line(&[(lower, y), (upper, y)], INK, 1)?;
    for (value, at, other) in [(figure.lower, lower, upper), (figure.upper, upper, lower)] {
        match scale.is_beyond(value) {
            true => arrow(pen, (at, y), (at - other).signum())?,
            false => pen.line(&[(at, y - HALF_END), (at, y + HALF_END)], INK, 1)?,
        }
    }
    Ok(())
}

fn point(pen: &Pen<'_>, x: i32, y: i32) -> Result<(), ChartError> {
    let half = HALF_POINT;
    pen.shape(vec![(x - half, y), (x, y - half), (x + half, y), (x, y + half)], INK)
}

/// From the bound towards perfection, open where that or the bound itself is out of sight.
fn bound(pen: &Pen<'_>, scale: &Scale, most: f64, y: i32) -> Result<(), ChartError> {
    let (at, (nothing, unseen)) = (scale.pixel(most), scale.nothing());
    let ahead = (nothing - at).signum();
    match scale.is_beyond(most) {
        true => arrow(pen, (at, y), -ahead)?,
        false => pen.line(&[(at, y - HALF_POINT), (at, y + HALF_POINT)], INK, 2)?,
    }
    // Dashed: anywhere along it.
    let mut x = at;
    while (nothing - x) * ahead > 0 {
        let to = if (nothing - x).abs() < 4 { nothing } else { x + 4 * ahead };
        pen.line(&[(x, y), (to, y)], INK, 1)?;
        x += 8 * ahead;
    }
    if unseen { arrow(pen, (nothing, y), ahead) } else { Ok(()) }
}

/// An open head.
fn arrow(pen: &Pen<'_>, (x, y): (i32, i32), ahead: i32) -> Result<(), ChartError> {
    let back = x - 7 * ahead;
    pen.line(&[(back, y - 5), (x, y), (back, y + 5)], INK, 1)
}
