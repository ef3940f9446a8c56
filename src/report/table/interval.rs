//! A number beside its interval, with no more digits than the interval earns.

use crate::quantity::{Unit, print_share};
use crate::report::EstimateFigure;

/// A figure in words.
pub(super) struct Known {
    /// The point estimate.
    pub value: String,
    /// `1.2 to 1.4`.
    pub between: String,
}

/// A figure in the unit it is printed in.
pub(super) fn known(figure: &EstimateFigure, unit: Unit) -> Known {
    let figure = figure.earned(unit);
    let [value, lower, upper] =
        [figure.value, figure.lower, figure.upper].map(|number| unit.print(number));
    Known { value, between: format!("{lower} to {upper}") }
}

/// A figure and its interval; without anything seen, only the bound.
pub(super) fn with(figure: &EstimateFigure, seen: bool, unit: Unit) -> [String; 2] {
    if !seen {
        return [format!("< {}", unit.print(figure.upper)), String::new()];
    }
    let Known { value, between } = known(figure, unit);
    [value, between]
}

/// The availability of an unavailability, with as many nines as the interval gives.
pub(super) fn availability(lack: &EstimateFigure, seen: bool) -> [String; 2] {
    let share = |u: f64| print_share(1.0 - u);
    if !seen {
        return [format!("> {}", share(lack.upper)), nines(lack.upper, "more than ")];
    }
    let known = lack.earned(Unit::Share);
    let [value, lower, upper] = [known.value, known.lower, known.upper].map(share);
    [value, format!("{upper} to {lower}{}", nines(lack.upper, "; at least "))]
}

/// `3.3 nines`, when there is at least one.
fn nines(lack: f64, before: &str) -> String {
    if !(lack > 0.0 && lack <= 0.1) {
        return String::new();
    }
    // Rounded down: a system has no nine that it almost has.
    let nines = libm::floor(-libm::log10(lack) * 10.0 + 1e-9) / 10.0;
    format!("{before}{nines:.1} nines")
}
