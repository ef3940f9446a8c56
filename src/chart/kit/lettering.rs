//! Letters: how wide a text is, and its pixels.
//!
//! The font is part of the program, so a chart is the same on every machine, and one without fonts too.
//! plotters' own letters drop the left bearing of each glyph, which looks like blanks inside words; these
//! keep it and place each glyph between pixels.

use ab_glyph::{Font, FontRef, Glyph, ScaleFont, point};
use std::sync::LazyLock;

/// A subset of DejaVu Sans under its own name; see `assets/LICENSE-HadrSans.txt`.
static NORMAL: LazyLock<FontRef<'static>> =
    LazyLock::new(|| font(include_bytes!("../../../assets/HadrSans.ttf")));
/// Its bold sister.
static BOLD: LazyLock<FontRef<'static>> =
    LazyLock::new(|| font(include_bytes!("../../../assets/HadrSans-Bold.ttf")));

fn font(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::try_from_slice(bytes).expect("the font is part of the program and was read by a test")
}

/// The width of `text` in pixels, at `em` pixels.
pub(in crate::chart) fn width(text: &str, em: f64, bold: bool) -> f64 {
    lay_out(text, em, bold).1
}

/// Calls `pixel(x, y, coverage)` for each pixel of `text`, its baseline starting at the origin.
pub(in crate::chart) fn draw(
    text: &str,
    em: f64,
    bold: bool,
    mut pixel: impl FnMut(i32, i32, f32),
) {
    let font = face(bold);
    for glyph in lay_out(text, em, bold).0 {
        let Some(outline) = font.outline_glyph(glyph) else { continue };
        let corner = outline.px_bounds().min;
        let (left, top) = (corner.x as i32, corner.y as i32);
        outline.draw(|x, y, coverage| pixel(left + x as i32, top + y as i32, coverage));
    }
}

fn face(bold: bool) -> &'static FontRef<'static> {
    if bold { &BOLD } else { &NORMAL }
}

/// The glyphs in their places, and the width of all.
fn lay_out(text: &str, em: f64, bold: bool) -> (Vec<Glyph>, f64) {
    let font = face(bold);
    // The library scales by ascent minus descent; designers, and SVG, by the em.
    let units = font.units_per_em().unwrap_or(1000.0);
    let scaled = font.as_scaled(em as f32 * font.height_unscaled() / units);
    let mut x = 0.0;
    let mut before = None;
    let mut glyphs = Vec::new();
    for letter in text.chars() {
        let id = scaled.glyph_id(letter);
        if let Some(before) = before.replace(id) {
            x += scaled.kern(before, id);
        }
        glyphs.push(id.with_scale_and_position(scaled.scale(), point(x, 0.0)));
        x += scaled.h_advance(id);
    }
    (glyphs, f64::from(x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_fonts_know_the_signs_that_charts_use() {
        for bold in [false, true] {
            for letter in "AZaz09 %,.-()…≥≤µé→–—·ЖΩ".chars() {
                assert_ne!(face(bold).glyph_id(letter).0, 0, "`{letter}` is missing");
            }
        }
    }

    #[test]
    fn a_text_is_as_wide_as_its_letters() {
        let one = width("n", 12.0, false);
        assert!((width("nnnn", 12.0, false) - 4.0 * one).abs() < 1e-3);
        assert!(width("n", 12.0, true) > one);
        assert!((width("n", 24.0, false) - 2.0 * one).abs() < 1e-3);
    }
}
