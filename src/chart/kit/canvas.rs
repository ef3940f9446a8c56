//! What charts are drawn on: SVG, or PNG at twice the size for sharp letters.
//!
//! One type for both, so that a chart is written once and both look the same.

use super::lettering;
use crate::chart::{ChartError, Format};
use plotters::backend::{BitMapBackend, SVGBackend};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};
use std::fmt;

/// Pixels of a PNG for one unit of a chart.
const ZOOM: u32 = 2;
/// plotters' sizes are this much larger than the em that SVG writes.
pub(in crate::chart) const SIZE_OF_EM: f64 = 1.24;

/// A backend of plotters for either format.
pub(in crate::chart) enum Canvas<'a> {
    /// Text.
    Svg(SVGBackend<'a>),
    /// Pixels.
    Png(BitMapBackend<'a>),
}

/// What a backend complains of.
#[derive(Debug)]
pub(in crate::chart) struct CanvasError(String);

impl fmt::Display for CanvasError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CanvasError {}

/// What a picture says to those who do not see it.
pub(in crate::chart) struct Alternative {
    /// What it is.
    pub title: String,
    /// Its main figures.
    pub text: String,
}

impl Alternative {
    /// As the first children of an SVG.
    fn elements(&self) -> String {
        let escaped = |text: &str| {
            let text = text.replace(char::is_control, " ");
            text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
        };
        let (title, text) = (escaped(&self.title), escaped(&self.text));
        format!("<title>{title}</title>\n<desc>{text}</desc>\n")
    }
}

/// Gives `paint` a canvas of this size, and returns the bytes of the picture.
pub(in crate::chart) fn picture(
    (wide, high): (u32, u32),
    format: Format,
    alternative: &Alternative,
    paint: impl FnOnce(Canvas<'_>) -> Result<(), ChartError>,
) -> Result<Vec<u8>, ChartError> {
    match format {
        Format::Svg => {
            let mut text = String::new();
            paint(Canvas::Svg(SVGBackend::with_string(&mut text, (wide, high))))?;
            // Behind the first tag, which the backend has written.
            let text = text.replacen("<svg ", "<svg role=\"img\" ", 1);
            let (tag, rest) = text.split_once(">\n").unwrap_or((&text, ""));
            Ok(format!("{tag}>\n{}{rest}", alternative.elements()).into_bytes())
        }
        Format::Png => {
            let size = (wide * ZOOM, high * ZOOM);
            let mut pixels = vec![255; 3 * size.0 as usize * size.1 as usize];
            paint(Canvas::Png(BitMapBackend::with_buffer(&mut pixels, size)))?;
            encode(&pixels, size).map_err(|e| ChartError::Drawing(e.to_string()))
        }
    }
}

fn encode(pixels: &[u8], (wide, high): (u32, u32)) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, wide, high);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

/// A line of a chart, in pixels of the PNG.
struct Zoomed {
    color: BackendColor,
    width: u32,
}

impl Zoomed {
    fn of(style: &impl BackendStyle) -> Self {
        Self { color: style.color(), width: style.stroke_width() * ZOOM }
    }
}

impl BackendStyle for Zoomed {
    fn color(&self) -> BackendColor {
        self.color
    }
    fn stroke_width(&self) -> u32 {
        self.width
    }
}

fn zoom((x, y): BackendCoord) -> BackendCoord {
    (x * ZOOM as i32, y * ZOOM as i32)
}

type Drawn = Result<(), DrawingErrorKind<CanvasError>>;

fn told<E: std::error::Error + Send + Sync>(result: Result<(), DrawingErrorKind<E>>) -> Drawn {
    result.map_err(|e| DrawingErrorKind::DrawingError(CanvasError(e.to_string())))
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = CanvasError;

    fn get_size(&self) -> (u32, u32) {
        match self {
            Canvas::Svg(svg) => svg.get_size(),
            Canvas::Png(png) => {
                let (wide, high) = png.get_size();
                (wide / ZOOM, high / ZOOM)
            }
        }
    }

    fn ensure_prepared(&mut self) -> Drawn {
        match self {
            Canvas::Svg(svg) => told(svg.ensure_prepared()),
            Canvas::Png(png) => told(png.ensure_prepared()),
        }
    }

    fn present(&mut self) -> Drawn {
        match self {
            Canvas::Svg(svg) => told(svg.present()),
            Canvas::Png(png) => told(png.present()),
        }
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        match self {
            Canvas::Svg(svg) => told(svg.draw_pixel(at, color)),
            Canvas::Png(png) => {
                let (x, y) = zoom(at);
                let last = ZOOM as i32 - 1;
                told(png.draw_rect((x, y), (x + last, y + last), &color, true))
            }
        }
    }

    fn draw_line<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S) -> Drawn {
        self.draw_path([a, b], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        match self {
            Canvas::Svg(svg) => told(svg.draw_rect(a, b, style, fill)),
            Canvas::Png(png) if fill => {
                // The last row and column belong to the next: as in SVG, edges have no width.
                let (a, b) = (zoom(a), zoom(b));
                if b.0 <= a.0 || b.1 <= a.1 {
                    return Ok(());
                }
                told(png.draw_rect(a, (b.0 - 1, b.1 - 1), &style.color(), true))
            }
            Canvas::Png(_) => self.draw_path([a, (b.0, a.1), b, (a.0, b.1), a], style),
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        match self {
            Canvas::Svg(svg) => told(svg.draw_path(path, style)),
            Canvas::Png(png) => told(png.draw_path(path.into_iter().map(zoom), &Zoomed::of(style))),
        }
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        match self {
            Canvas::Svg(svg) => told(svg.fill_polygon(corners, style)),
            Canvas::Png(png) => told(png.fill_polygon(corners.into_iter().map(zoom), style)),
        }
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        match self {
            Canvas::Svg(svg) => told(svg.draw_text(text, style, at)),
            Canvas::Png(png) => write(png, text, style, zoom(at)),
        }
    }
}

/// Writes `text` anchored at a pixel, as SVG would.
fn write<T: BackendTextStyle>(
    png: &mut BitMapBackend<'_>,
    text: &str,
    style: &T,
    (x, y): BackendCoord,
) -> Drawn {
    let em = style.size() / SIZE_OF_EM * f64::from(ZOOM);
    let bold = matches!(style.style(), FontStyle::Bold);
    let back = match style.anchor().h_pos {
        HPos::Left => 0.0,
        HPos::Center => lettering::width(text, em, bold) / 2.0,
        HPos::Right => lettering::width(text, em, bold),
    };
    // The baselines of the SVG backend; the x-height of the font is 0.547 em.
    let down = match style.anchor().v_pos {
        VPos::Top => 0.76 * em,
        VPos::Center => 0.27 * em,
        VPos::Bottom => -0.27 * em,
    };
    let (back, down) = (back.round() as i32, down.round() as i32);
    let (turn, color) = (style.transform(), style.color());
    let (wide, high) = png.get_size();
    let mut drawn = Ok(());
    lettering::draw(text, em, bold, |dx, dy, coverage| {
        let (dx, dy) = turn.transform(dx - back, dy + down);
        let at = (x + dx, y + dy);
        let inside = (0..wide as i32).contains(&at.0) && (0..high as i32).contains(&at.1);
        if inside && drawn.is_ok() {
            let alpha = color.alpha * f64::from(coverage);
            drawn = png.draw_pixel(at, BackendColor { alpha, rgb: color.rgb });
        }
    });
    told(drawn)
}
