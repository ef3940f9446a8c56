//! Colours, sizes and the pen: how every chart looks.
//!
//! Colours that stand side by side differ in lightness by a fifth of the way from black to white, so
//! that they are told apart in grey and by the colour-blind.

use super::canvas::{Canvas, SIZE_OF_EM};
use super::lettering;
use crate::chart::ChartError;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::Pos;
pub(in crate::chart) use plotters::style::text_anchor::{HPos, VPos};

/// Width of every chart.
pub(in crate::chart) const WIDE: i32 = 960;
/// Blank border around it.
pub(in crate::chart) const MARGIN: i32 = 24;

/// Text and axes.
pub(in crate::chart) const INK: RGBColor = RGBColor(0x22, 0x26, 0x2b);
/// Text of less weight.
pub(in crate::chart) const FAINT: RGBColor = RGBColor(0x5a, 0x61, 0x69);
/// Grid lines.
pub(in crate::chart) const GRID: RGBColor = RGBColor(0xd4, 0xd8, 0xdd);
/// Bars.
pub(in crate::chart) const BAR: RGBColor = RGBColor(0x8f, 0xb8, 0xd8);
/// Warnings.
pub(in crate::chart) const ALARM: RGBColor = RGBColor(0xa3, 0x1d, 0x1d);

/// Em of the title.
pub(in crate::chart) const TITLE: f64 = 17.0;
/// Em of sub-titles and captions.
pub(in crate::chart) const CAPTION: f64 = 13.0;
/// Em of labels.
pub(in crate::chart) const LABEL: f64 = 11.5;

/// How a text is set.
#[derive(Clone, Copy)]
pub(in crate::chart) struct Letters {
    /// Size in pixels.
    pub em: f64,
    /// Weight.
    pub bold: bool,
    /// Colour.
    pub ink: RGBColor,
    /// Which point of the text its place is.
    pub anchor: (HPos, VPos),
    /// Upwards.
    pub upwards: bool,
}

impl Letters {
    /// Plain text of this size, placed by its left end and middle height.
    pub fn of(em: f64) -> Self {
        Self { em, bold: false, ink: INK, anchor: (HPos::Left, VPos::Center), upwards: false }
    }

    /// The same, bold.
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same, faint.
    pub fn faint(self) -> Self {
        Self { ink: FAINT, ..self }
    }

    /// The same, in this colour.
    pub fn ink(self, ink: RGBColor) -> Self {
        Self { ink, ..self }
    }

    /// The same, placed by another point of it.
    pub fn at(self, h: HPos, v: VPos) -> Self {
        Self { anchor: (h, v), ..self }
    }

    /// The same, read upwards.
    pub fn upwards(self) -> Self {
        Self { upwards: true, ..self }
    }

    /// How wide `text` is.
    pub fn width(self, text: &str) -> f64 {
        lettering::width(text, self.em, self.bold)
    }

    /// `text`, its middle replaced by an ellipsis until it fits: the ends of names tell them apart.
    pub fn fit_middle(self, text: &str, room: f64) -> String {
        self.fit(text, room, |letters, keep| {
            let head: String = letters[..keep - keep / 2].iter().collect();
            let tail: String = letters[letters.len() - keep / 2..].iter().collect();
            format!("{head}…{tail}")
        })
    }

    /// `text`, its end replaced by an ellipsis until it fits.
    pub fn fit_end(self, text: &str, room: f64) -> String {
        self.fit(text, room, |letters, keep| {
            let head: String = letters[..keep].iter().collect();
            format!("{}…", head.trim_end())
        })
    }

    fn fit(self, text: &str, room: f64, shorten: impl Fn(&[char], usize) -> String) -> String {
        if self.width(text) <= room {
            return text.to_owned();
        }
        let letters: Vec<char> = text.chars().collect();
        (1..letters.len())
            .rev()
            .map(|keep| shorten(&letters, keep))
            .find(|short| self.width(short) <= room)
            .unwrap_or_else(|| "…".into())
    }

    /// `text` in lines that fit, at most `most`; the last is shortened at its end.
    pub fn wrap(self, text: &str, room: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let full = lines.len() == most;
            match lines.last_mut() {
                Some(line) if full || self.width(&format!("{line} {word}")) <= room => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines.iter().map(|line| self.fit_end(line, room)).collect()
    }
}

/// Draws in pixels.
pub(in crate::chart) struct Pen<'a> {
    area: DrawingArea<Canvas<'a>, Shift>,
}

impl<'a> Pen<'a> {
    /// On a white canvas.
    pub fn on(canvas: Canvas<'a>) -> Result<Self, ChartError> {
        let area = canvas.into_drawing_area();
        area.fill(&WHITE).map_err(drawing)?;
        Ok(Self { area })
    }

    /// The picture is done.
    pub fn finish(self) -> Result<(), ChartError> {
        self.area.present().map_err(drawing)
    }

    /// A text.
    pub fn text(&self, (x, y): (i32, i32), text: &str, letters: Letters) -> Result<(), ChartError> {
        if text.is_empty() {
            return Ok(());
        }
        let style = if letters.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = (FontFamily::SansSerif, letters.em * SIZE_OF_EM, style).into_font();
        let turn = if letters.upwards { FontTransform::Rotate270 } else { FontTransform::None };
        let (h, v) = letters.anchor;
        let style = TextStyle::from(font.transform(turn)).color(&letters.ink).pos(Pos::new(h, v));
        // A control character would make the SVG no XML, and has no shape anyway.
        let text = text.replace(char::is_control, " ");
        self.area.draw(&Text::new(text, (x, y), style)).map_err(drawing)
    }

    /// A filled box between two corners.
    pub fn fill(&self, a: (i32, i32), b: (i32, i32), color: RGBColor) -> Result<(), ChartError> {
        self.area.draw(&Rectangle::new([a, b], color.filled())).map_err(drawing)
    }

    /// The edge of a box.
    pub fn edge(&self, a: (i32, i32), b: (i32, i32), color: RGBColor) -> Result<(), ChartError> {
        self.line(&[a, (b.0, a.1), b, (a.0, b.1), a], color, 1)
    }

    /// A line through points.
    pub fn line(&self, path: &[(i32, i32)], color: RGBColor, width: u32) -> Result<(), ChartError> {
        let style = ShapeStyle::from(&color).stroke_width(width);
        self.area.draw(&PathElement::new(path.to_vec(), style)).map_err(drawing)
    }

    /// A filled shape.
    pub fn shape(&self, corners: Vec<(i32, i32)>, color: RGBColor) -> Result<(), ChartError> {
        self.area.draw(&Polygon::new(corners, color.filled())).map_err(drawing)
    }

    /// A filled shape that what is behind it shines through.
    pub fn veil(
        &self,
        corners: Vec<(i32, i32)>,
        color: RGBColor,
        thick: f64,
    ) -> Result<(), ChartError> {
        let veil = Polygon::new(corners, color.mix(thick).filled());
        self.area.draw(&veil).map_err(drawing)
    }
}

fn drawing(error: impl std::error::Error) -> ChartError {
    ChartError::Drawing(error.to_string())
}
