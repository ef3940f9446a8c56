//! Axes: round numbers that lie in a range, and units of time that fit it.

use crate::quantity::print_amount;

/// A line from values to pixels.
#[derive(Clone, Copy, Debug)]
pub(in crate::chart) struct Axis {
    /// The values at its ends.
    pub from: f64,
    /// The other end; greater than `from`.
    pub to: f64,
    /// The pixels at its ends.
    pub pixels: (i32, i32),
}

impl Axis {
    /// The pixel of a value; beyond an end it is the end.
    pub fn pixel(&self, value: f64) -> i32 {
        let share = ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        let (first, last) = (f64::from(self.pixels.0), f64::from(self.pixels.1));
        (first + share * (last - first)).round() as i32
    }

    /// Round numbers of equal step along it, at most about `most`.
    pub fn ticks(&self, most: usize) -> Vec<f64> {
        multiples(self.from, self.to, round_step(self.to - self.from, most))
    }

    /// Ticks of time in seconds, with their labels, and the unit of the labels.
    pub fn time_ticks(&self, most: usize) -> (Vec<(f64, String)>, &'static str) {
        let (unit, word) = match self.to - self.from {
            length if length <= 300.0 => (1.0, "s"),
            length if length <= 4.0 * 3_600.0 => (60.0, "min"),
            length if length <= 4.0 * 86_400.0 => (3_600.0, "h"),
            _ => (86_400.0, "d"),
        };
        let length = (self.to - self.from) / unit;
        // Minutes and hours go by quarters and dozens, not by tens.
        let clock: &[f64] = match word {
            "s" | "min" => &[1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0],
            "h" => &[1.0, 2.0, 3.0, 6.0, 12.0, 24.0],
            _ => &[1.0, 2.0, 7.0, 14.0, 30.0, 91.0],
        };
        let fits = |step: &&f64| length / **step <= most as f64;
        let fine = length < most as f64 / 2.0;
        let step = match clock.iter().find(fits) {
            Some(&step) if !fine => step,
            _ => round_step(length, most),
        };
        let ticks = multiples(self.from / unit, self.to / unit, step);
        (ticks.into_iter().map(|t| (t * unit, label(t, step))).collect(), word)
    }
}

/// A number as the label of a tick: as many decimals as the step needs.
pub(in crate::chart) fn label(value: f64, step: f64) -> String {
    let mut decimals = 0;
    let mut scaled = step;
    while (scaled - scaled.round()).abs() > 1e-6 * scaled && decimals < 6 {
        scaled *= 10.0;
        decimals += 1;
    }
    if decimals == 0 { print_amount(value.round()) } else { format!("{value:.decimals$}") }
}

/// The step between `ticks`, for their labels.
pub(in crate::chart) fn step_of(ticks: &[f64]) -> f64 {
    match ticks {
        [a, b, ..] => b - a,
        _ => 1.0,
    }
}

/// 1, 2 or 5 times a power of ten, such that at most `most` steps fit.
fn round_step(length: f64, most: usize) -> f64 {
    let least = length / most as f64;
    let mut power = 1.0;
    while power * 10.0 <= least {
        power *= 10.0;
    }
    while power > least {
        power /= 10.0;
    }
    let fit = [1.0, 2.0, 5.0, 10.0].into_iter().find(|m| m * power >= least * (1.0 - 1e-9));
    fit.unwrap_or(10.0) * power
}

/// The multiples of `step` in the range.
fn multiples(from: f64, to: f64, step: f64) -> Vec<f64> {
    let slack = step * 1e-6;
    let first = ((from - slack) / step).ceil() as i64;
    let last = ((to + slack) / step).floor() as i64;
    (first..=last).map(|i| i as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(from: f64, to: f64) -> (Vec<String>, &'static str) {
        let (ticks, unit) = Axis { from, to, pixels: (0, 100) }.time_ticks(8);
        (ticks.into_iter().map(|(_, label)| label).collect(), unit)
    }

    #[test]
    fn ticks_are_round_and_inside() {
        let axis = Axis { from: 0.0, to: 8_800.0, pixels: (0, 100) };
        assert_eq!(axis.ticks(5), [0.0, 2_000.0, 4_000.0, 6_000.0, 8_000.0]);
        assert_eq!(label(2_000.0, 2_000.0), "2,000");
        assert_eq!(label(0.3, 0.1), "0.3");
    }

    #[test]
    fn time_is_in_the_unit_that_fits() {
        assert_eq!(
            labels(0.0, 60.0),
            (["0", "10", "20", "30", "40", "50", "60"].map(String::from).to_vec(), "s")
        );
        assert_eq!(labels(570.0, 930.0).1, "min");
        assert_eq!(labels(570.0, 930.0).0, ["10", "11", "12", "13", "14", "15"]);
        assert_eq!(
            labels(0.0, 14_400.0).0,
            ["0", "30", "60", "90", "120", "150", "180", "210", "240"]
        );
        assert_eq!(labels(0.0, 86_400.0).1, "h");
        assert_eq!(labels(0.0, 30.0 * 86_400.0).1, "d");
    }

    #[test]
    fn values_beyond_an_end_stay_on_the_axis() {
        let axis = Axis { from: 10.0, to: 20.0, pixels: (100, 0) };
        assert_eq!([5.0, 10.0, 15.0, 99.0].map(|v| axis.pixel(v)), [100, 100, 50, 0]);
    }
}
