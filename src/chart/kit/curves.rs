//! Panels of curves: figures over something, each with the band of its interval.
//!
//! A curve has its name at its end where several share a panel: colours alone do not tell curves
//! apart in grey.

use super::canvas::picture;
use super::frame::{FOOT, Frame};
use super::scale::Scale;
use super::theme::{CAPTION, GRID, HPos, INK, LABEL, Letters, MARGIN, Pen, VPos, WIDE};
use crate::chart::{ChartError, Format};
use plotters::style::{RGBColor, WHITE};

/// Room to the right for the names of curves, at most.
const NAMES: f64 = 220.0;
/// Above a plot: its caption, and the lines under it.
const HEAD: i32 = 32;
const LINE: i32 = 17;
/// Below a plot: labels and axis title.
const BELOW: i32 = 52;
/// From one label of an axis to the next, at least.
const APART: (i32, i32) = (70, 34);
/// Names of curves stand so far from each other.
const CLEAR: i32 = 14;
/// How much of a band hides what is behind it.
const VEIL: f64 = 0.22;
/// Length of a piece of the curve before its name.
const SAMPLE: i32 = 26;
/// Half the height of a point.
const HALF: i32 = 3;

/// A colour, and strokes and gaps.
type Look = (RGBColor, &'static [i32]);

/// Colours of curves, and the strokes and gaps in pixels that tell them apart in grey.
const LOOKS: [Look; 6] = [
    (RGBColor(0x1f, 0x3f, 0x66), &[]),
    (RGBColor(0xc0, 0x5a, 0x2b), &[10, 4]),
    (RGBColor(0x3c, 0x82, 0xb4), &[3, 3]),
    (RGBColor(0x55, 0x14, 0x33), &[14, 4, 3, 4]),
    (RGBColor(0xb0, 0x84, 0x1c), &[6, 6]),
    (RGBColor(0x5a, 0x61, 0x69), &[2, 5]),
];

/// Curves of one panel at most.
pub(in crate::chart) const MOST: usize = LOOKS.len();

/// One place along a curve.
#[derive(Clone, Copy, Debug)]
pub(in crate::chart) struct Place {
    /// Along.
    pub at: f64,
    /// The estimate.
    pub value: f64,
    /// The ends of its interval.
    pub lower: f64,
    /// The other end.
    pub upper: f64,
}

/// One curve.
#[derive(Clone, Debug)]
pub(in crate::chart) struct Curve {
    /// At its end, where there are several.
    pub name: String,
    /// From left to right.
    pub places: Vec<Place>,
    /// Whether its places are marked: nothing was looked at between them.
    pub marked: bool,
}

/// Curves that share their axes.
pub(in crate::chart) struct Panel {
    /// What they show.
    pub caption: String,
    /// Its main figures, a line each.
    pub figures: Vec<String>,
    /// Along, with its title.
    pub across: (Scale, String),
    /// The labels along at 0, 1, 2 and so on, where what lies there are no numbers.
    pub words: Vec<String>,
    /// Upwards, with its title.
    pub up: (Scale, String),
    /// The curves.
    pub curves: Vec<Curve>,
}

impl Panel {
    /// Its figures in words; where it has none, the ends of its curves.
    fn told(&self) -> String {
        let unit = self.up.0.unit();
        let end = |curve: &Curve| {
            let [first, .., last] = curve.places.as_slice() else { return None };
            let (first, last) = (unit.print(first.value), unit.print(last.value));
            Some(format!("{} from {first} to {last}", curve.name))
        };
        let figures = match self.figures.is_empty() {
            true => self.curves.iter().filter_map(end).collect(),
            false => self.figures.clone(),
        };
        format!("{}: {}", self.caption, figures.join(", "))
    }

    fn head(&self) -> i32 {
        HEAD + self.figures.len() as i32 * LINE
    }
}

/// The whole picture: the frame, and panels so high below each other.
pub(in crate::chart) fn sheet(
    mut frame: Frame,
    panels: &[Panel],
    plot: i32,
    format: Format,
) -> Result<Vec<u8>, ChartError> {
    frame.told = panels.iter().map(Panel::told).collect();
    let letters = Letters::of(LABEL);
    let labels = panels.iter().flat_map(|panel| panel.up.0.over((plot, 0)).ticks(APART.1));
    let labels = labels.map(|(_, text)| letters.width(&text)).fold(20.0, f64::max);
    let left = MARGIN + 20 + labels.ceil() as i32 + 10;
    let several = panels.iter().filter(|panel| panel.curves.len() > 1);
    let bold = letters.bold();
    let names = several.flat_map(|panel| &panel.curves).map(|curve| bold.width(&curve.name));
    let names = names.fold(0.0, f64::max).min(NAMES).ceil() as i32;
    let right = WIDE - MARGIN - if names > 0 { names + SAMPLE + 18 } else { 18 };
    let top = frame.top();
    let bottom = panels.iter().fold(top, |y, panel| y + panel.head() + plot + BELOW);
    picture((WIDE as u32, (bottom + FOOT) as u32), format, &frame.alternative(), |canvas| {
        let pen = Pen::on(canvas)?;
        let mut y = top;
        for panel in panels {
            y += panel.head();
            panel.draw(&pen, (left, right), (y, y + plot))?;
            y += plot + BELOW;
        }
        frame.draw(&pen, bottom)?;
        pen.finish()
    })
}

impl Panel {
    fn draw(
        &self,
        pen: &Pen<'_>,
        (left, right): (i32, i32),
        (top, foot): (i32, i32),
    ) -> Result<(), ChartError> {
        let across = self.across.0.over((left, right));
        let up = self.up.0.over((foot, top));
        for (value, text) in up.ticks(APART.1) {
            let y = up.pixel(value);
            pen.line(&[(left, y), (right, y)], GRID, 1)?;
            pen.line(&[(left - 4, y), (left, y)], INK, 1)?;
            let letters = Letters::of(LABEL).at(HPos::Right, VPos::Center);
            pen.text((left - 8, y), &text, letters)?;
        }
        for (value, text) in self.labels(&across) {
            let x = across.pixel(value);
            pen.line(&[(x, top), (x, foot)], GRID, 1)?;
            pen.line(&[(x, foot), (x, foot + 4)], INK, 1)?;
            let letters = Letters::of(LABEL).at(HPos::Center, VPos::Top);
            pen.text((x, foot + 8), &text, letters)?;
        }
        let drawn: Vec<(&Curve, Look)> = self.curves.iter().zip(LOOKS.iter().copied()).collect();
        let at = |place: &Place, value: f64| (across.pixel(place.at), up.pixel(value));
        // Bands first: no curve is hidden by the band of another.
        for (curve, (color, _)) in &drawn {
            let upper = curve.places.iter().map(|place| at(place, place.upper));
            let lower = curve.places.iter().rev().map(|place| at(place, place.lower));
            pen.veil(upper.chain(lower).collect(), *color, VEIL)?;
        }
        for (curve, (color, strokes)) in &drawn {
            let path: Vec<(i32, i32)> =
                curve.places.iter().map(|place| at(place, place.value)).collect();
            dashed(pen, &path, *color, strokes)?;
            for &(x, y) in path.iter().filter(|_| curve.marked || path.len() == 1) {
                pen.fill((x - HALF, y - HALF), (x + HALF, y + HALF), *color)?;
            }
        }
        pen.line(&[(left, top), (left, foot), (right, foot)], INK, 1)?;
        if drawn.len() > 1 {
            self.names(pen, &drawn, right, &up)?;
        }
        let center = Letters::of(CAPTION).at(HPos::Center, VPos::Center);
        pen.text(((left + right) / 2, foot + 36), &self.across.1, center)?;
        pen.text((MARGIN + 6, (top + foot) / 2), &self.up.1, center.upwards())?;
        let bold = Letters::of(CAPTION).bold();
        let room = f64::from(WIDE - 2 * MARGIN);
        let first = top - self.head() + HEAD - 13;
        pen.text((MARGIN, first), &bold.fit_middle(&self.caption, room), bold)?;
        for (row, line) in (1..).zip(&self.figures) {
            let letters = Letters::of(LABEL);
            pen.text((MARGIN, first + row * LINE), &letters.fit_end(line, room), letters)?;
        }
        Ok(())
    }

    fn labels(&self, across: &Scale) -> Vec<(f64, String)> {
        if self.words.is_empty() {
            return across.ticks(APART.0);
        }
        let (left, right) = across.pixels();
        let room = f64::from(right - left) / self.words.len() as f64 - 8.0;
        let letters = Letters::of(LABEL);
        let label = |(at, word): (usize, &String)| (at as f64, letters.fit_middle(word, room));
        self.words.iter().enumerate().map(label).collect()
    }

    /// The name of each curve beside its end, pushed apart where ends are close.
    fn names(
        &self,
        pen: &Pen<'_>,
        drawn: &[(&Curve, Look)],
        right: i32,
        up: &Scale,
    ) -> Result<(), ChartError> {
        let end = |curve: &Curve| curve.places.last().map_or(0.0, |place| place.value);
        let mut names: Vec<(i32, &str, Look)> = drawn
            .iter()
            .map(|(curve, look)| (up.pixel(end(curve)), curve.name.as_str(), *look))
            .collect();
        names.sort_by_key(|(y, ..)| *y);
        // Downwards first, then upwards again where they have left the plot.
        for i in 1..names.len() {
            names[i].0 = names[i].0.max(names[i - 1].0 + CLEAR);
        }
        let mut foot = up.pixels().0;
        for name in names.iter_mut().rev() {
            name.0 = name.0.min(foot);
            foot = name.0 - CLEAR;
        }
        for (y, name, (color, strokes)) in names {
            dashed(pen, &[(right + 8, y), (right + 8 + SAMPLE, y)], color, strokes)?;
            let letters = Letters::of(LABEL).bold().ink(color);
            let left = right + 8 + SAMPLE + 6;
            let room = f64::from(WIDE - MARGIN - left) + 2.0;
            pen.text((left, y), &letters.fit_middle(name, room), letters)?;
        }
        Ok(())
    }
}

/// A line in strokes; without strokes it is whole.
fn dashed(
    pen: &Pen<'_>,
    path: &[(i32, i32)],
    color: RGBColor,
    strokes: &[i32],
) -> Result<(), ChartError> {
    // White under it, so that it stands out from the bands.
    pen.line(path, WHITE, 4)?;
    if strokes.is_empty() {
        return pen.line(path, color, 2);
    }
    let (mut stroke, mut left, mut piece) = (0, f64::from(strokes[0]), Vec::new());
    for ends in path.windows(2) {
        let from = (f64::from(ends[0].0), f64::from(ends[0].1));
        let way = (f64::from(ends[1].0) - from.0, f64::from(ends[1].1) - from.1);
        let long = libm::hypot(way.0, way.1);
        let mut done = 0.0;
        let place = |done: f64| {
            let share = if long > 0.0 { done / long } else { 0.0 };
            ((from.0 + share * way.0).round() as i32, (from.1 + share * way.1).round() as i32)
        };
        piece.push(place(0.0));
        while long - done > left {
            done += left;
            piece.push(place(done));
            if stroke % 2 == 0 {
                pen.line(&piece, color, 2)?;
            }
            piece = vec![place(done)];
            stroke = (stroke + 1) % strokes.len();
            left = f64::from(strokes[stroke]);
        }
        left -= long - done;
        piece.push(place(long));
    }
    if stroke % 2 == 0 && piece.len() > 1 { pen.line(&piece, color, 2) } else { Ok(()) }
}
