//! What is uncertain, and how far results go apart for it: simulation noise and input spread apart.

use super::grid::Grid;
use super::page::Page;
use crate::quantity::{Unit, print_share};
use crate::report::{InputSpread, UncertainReport};

/// Two-sided, of a normal law.
const NOISE: f64 = 1.959_963_984_540_054;

/// Writes what is uncertain.
pub(super) fn write(page: &mut Page, figures: &[UncertainReport]) {
    let Some(first) = figures.first() else { return };
    let about = format!("drawn once for many trials: {} draws take turns", first.draws);
    page.heading(0, "UNCERTAIN", &about);
    let mut grid = Grid::new().words("").numbers("from").numbers("to").words("");
    for figure in figures {
        let UncertainReport { path, low, high, law, .. } = figure;
        grid.row(vec![path.clone(), low.clone(), high.clone(), law.clone()]);
    }
    page.grid(2, &grid);
}

/// The rows of one figure, told in a unit of which the whole is `scale`.
pub(super) fn rows(grid: &mut Grid, spread: &InputSpread, scale: f64, unit: Unit) {
    let print = |value: f64| unit.print(value * scale);
    let share = print_share(spread.noise_share);
    grid.row(vec![
        "  simulation noise".into(),
        format!("\u{b1} {}", print(NOISE * spread.noise)),
        format!("at 95 %; {share} of the variance between trials"),
    ]);
    let deviation = spread.deviation;
    grid.row(vec![
        "  input spread".into(),
        format!("\u{b1} {}", print(deviation.value)),
        format!(
            "one standard deviation, {} to {}; 90 % of inputs: {} to {}",
            print(deviation.lower),
            print(deviation.upper),
            print(spread.p5),
            print(spread.p95)
        ),
    ]);
}
