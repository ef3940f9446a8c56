//! Scales of figures: amounts, times and shares, straight or by powers, and availability in nines.

use super::axis::{Axis, label, step_of};
pub(in crate::chart) use crate::quantity::Unit;
use crate::quantity::{print_amount, print_share};

/// How values lie along it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Straight(Unit),
    /// Numbers of things: there is nothing between two of them.
    Whole,
    Powers(Unit),
    Nines,
}

/// A line from figures to pixels.
#[derive(Clone, Copy, Debug)]
pub(in crate::chart) struct Scale {
    kind: Kind,
    /// Along the line: values themselves, their logarithms, or nines.
    axis: Axis,
}

/// Times that people name, in seconds.
const TIMES: [(f64, &str); 19] = [
    (0.001, "1 ms"),
    (0.01, "10 ms"),
    (0.1, "100 ms"),
    (1.0, "1 s"),
    (10.0, "10 s"),
    (60.0, "1 min"),
    (600.0, "10 min"),
    (3_600.0, "1 h"),
    (21_600.0, "6 h"),
    (86_400.0, "1 d"),
    (604_800.0, "7 d"),
    (2_592_000.0, "30 d"),
    (7_776_000.0, "90 d"),
    (31_557_600.0, "1 y"),
    (315_576_000.0, "10 y"),
    (3_155_760_000.0, "100 y"),
    (31_557_600_000.0, "1,000 y"),
    (315_576_000_000.0, "10,000 y"),
    (3_155_760_000_000.0, "100,000 y"),
];
/// Nines are not told apart behind so many.
const MOST_NINES: f64 = 12.0;
/// Above one nine every share is drawn at the left end.
const LEAST_LACK: f64 = 1e-12;

impl Scale {
    /// From the least to the greatest of `values`, and zero.
    pub fn straight(values: impl Iterator<Item = f64>, unit: Unit) -> Self {
        let (least, most) =
            values.fold((0.0f64, 0.0f64), |(least, most), v| (least.min(v), most.max(v)));
        let (least, most) = if least == most { (0.0, 1.0) } else { (least, most) };
        // A share is never more than all.
        let most = if unit == Unit::Share && most <= 1.0 { most.min(1.0) } else { most };
        Self { kind: Kind::Straight(unit), axis: Axis { from: least, to: most, pixels: (0, 1) } }
    }

    /// From one end to the other exactly.
    pub fn between(from: f64, to: f64, unit: Unit) -> Self {
        let to = if to > from { to } else { from + 1.0 };
        Self { kind: Kind::Straight(unit), axis: Axis { from, to, pixels: (0, 1) } }
    }

    /// From one end to the other exactly, of whole numbers.
    pub fn whole(from: f64, to: f64) -> Self {
        Self { kind: Kind::Whole, ..Self::between(from, to, Unit::Amount) }
    }

    /// By powers of ten, over positive `values`.
    pub fn powers(values: impl Iterator<Item = f64>, unit: Unit) -> Self {
        let (least, most) = values
            .filter(|&v| v > 0.0)
            .fold((f64::INFINITY, 0.0f64), |(least, most), v| (least.min(v), most.max(v)));
        let (least, most) = if most > 0.0 { (least, most) } else { (0.1, 1.0) };
        let (from, to) = match unit {
            Unit::Time => (power(least * 0.8), power(most * 1.25)),
            Unit::Amount => (power(least), power(most)),
            Unit::Share => (libm::floor(power(least) + 1e-9), libm::ceil(power(most) - 1e-9)),
        };
        let to = if to > from { to } else { from + 1.0 };
        Self { kind: Kind::Powers(unit), axis: Axis { from, to, pixels: (0, 1) } }
    }

    /// In nines, for these shares of time out; whole nines at both ends.
    pub fn nines(lacks: impl Iterator<Item = f64>) -> Self {
        let nines = |lack: f64| -power(lack.clamp(LEAST_LACK, 1.0));
        let (least, most) = lacks
            .filter(|&lack| lack > 0.0)
            .map(nines)
            .fold((MOST_NINES, 0.0f64), |(least, most), n| (least.min(n), most.max(n)));
        let from = libm::floor(least.min(most) + 1e-9);
        // Bounds need room to point to.
        let to = libm::ceil(most + 0.15).max(from + 1.0);
        Self { kind: Kind::Nines, axis: Axis { from, to, pixels: (0, 1) } }
    }

    /// Between these pixels.
    pub fn over(self, pixels: (i32, i32)) -> Self {
        Self { axis: Axis { pixels, ..self.axis }, ..self }
    }

    /// What it measures.
    pub fn unit(&self) -> Unit {
        match self.kind {
            Kind::Straight(unit) | Kind::Powers(unit) => unit,
            Kind::Whole => Unit::Amount,
            Kind::Nines => Unit::Share,
        }
    }

    /// Its ends, in pixels.
    pub fn pixels(&self) -> (i32, i32) {
        self.axis.pixels
    }

    /// The pixel of a value (of a scale in nines, of a share of time out); beyond an end it is the end.
    pub fn pixel(&self, value: f64) -> i32 {
        self.axis.pixel(self.place(value))
    }

    /// Whether a value lies beyond an end.
    pub fn is_beyond(&self, value: f64) -> bool {
        let (place, slack) = (self.place(value), 1e-9 * (self.axis.to - self.axis.from));
        place < self.axis.from - slack || place > self.axis.to + slack
    }

    /// Where nothing lacks: the pixel of zero, and whether that is out of sight.
    pub fn nothing(&self) -> (i32, bool) {
        match self.kind {
            Kind::Straight(_) | Kind::Whole => (self.pixel(0.0), false),
            Kind::Powers(_) => (self.axis.pixels.0, true),
            Kind::Nines => (self.axis.pixels.1, true),
        }
    }

    fn place(&self, value: f64) -> f64 {
        match self.kind {
            Kind::Straight(_) | Kind::Whole => value,
            Kind::Powers(_) if value <= 0.0 => f64::NEG_INFINITY,
            Kind::Powers(_) => power(value),
            Kind::Nines if value <= 0.0 => f64::INFINITY,
            Kind::Nines => -power(value),
        }
    }

    /// Values with a label each, at least about `apart` pixels apart.
    pub fn ticks(&self, apart: i32) -> Vec<(f64, String)> {
        let room = (self.axis.pixels.1 - self.axis.pixels.0).abs();
        let most = (room / apart).max(1) as usize;
        let all = match self.kind {
            Kind::Straight(Unit::Time) => {
                let (ticks, unit) = self.axis.time_ticks(most);
                return ticks.into_iter().map(|(t, text)| (t, format!("{text} {unit}"))).collect();
            }
            Kind::Straight(Unit::Amount) => {
                let ticks = self.axis.ticks(most);
                let step = step_of(&ticks);
                return ticks.into_iter().map(|t| (t, label(t, step))).collect();
            }
            Kind::Whole => {
                let is_whole = |tick: &f64| (tick - tick.round()).abs() < 1e-6;
                let ticks = self.axis.ticks(most).into_iter().filter(is_whole);
                return ticks.map(|tick| (tick, print_amount(tick.round()))).collect();
            }
            Kind::Straight(Unit::Share) => {
                let ticks = self.axis.ticks(most);
                let step = 100.0 * step_of(&ticks);
                let text = |t: f64| format!("{} %", label(100.0 * t, step));
                return ticks.into_iter().map(|t| (t, text(t))).collect();
            }
            Kind::Powers(Unit::Time) => TIMES.map(|(time, word)| (time, word.to_owned())).to_vec(),
            Kind::Powers(Unit::Share) => {
                self.tens().map(|n| (ten(n), print_share(ten(n)))).collect()
            }
            Kind::Powers(Unit::Amount) => {
                let steps = self.tens().flat_map(|n| [1.0, 2.0, 5.0].map(|step| step * ten(n)));
                steps.map(|step| (step, print_amount(step))).collect()
            }
            Kind::Nines => self.nine_ticks(),
        };
        self.thinned(all, apart)
    }

    fn tens(&self) -> impl Iterator<Item = i32> {
        libm::floor(self.axis.from) as i32..=libm::ceil(self.axis.to) as i32
    }

    /// `90 %`, `99 %`; where few nines are seen, what lies between them too.
    fn nine_ticks(&self) -> Vec<(f64, String)> {
        let between: &[f64] =
            if self.axis.to - self.axis.from <= 2.0 { &[1.0, 0.5, 0.2] } else { &[1.0] };
        let lacks = self.tens().flat_map(|n| between.iter().map(move |part| part * ten(-n)));
        lacks.map(|lack| (lack, nines_word(lack))).collect()
    }

    /// Those in sight, as many as have room.
    fn thinned(&self, all: Vec<(f64, String)>, apart: i32) -> Vec<(f64, String)> {
        let mut kept: Vec<(f64, String)> = Vec::new();
        for (value, text) in all {
            let clear = kept
                .last()
                .is_none_or(|(last, _)| (self.pixel(value) - self.pixel(*last)).abs() >= apart);
            if !self.is_beyond(value) && clear {
                kept.push((value, text));
            }
        }
        kept
    }
}

/// The availability of a share of time out.
fn nines_word(lack: f64) -> String {
    if lack >= 1.0 { "0 %".into() } else { print_share(1.0 - lack) }
}

fn power(value: f64) -> f64 {
    libm::log10(value)
}

fn ten(power: i32) -> f64 {
    libm::pow(10.0, f64::from(power))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(scale: Scale, apart: i32) -> Vec<String> {
        scale.over((0, 600)).ticks(apart).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn nines_lie_evenly_and_what_never_lacks_is_at_the_end() {
        let scale = Scale::nines([4e-2, 2e-5].into_iter()).over((0, 400));
        assert_eq!(
            scale.ticks(40).into_iter().map(|(_, t)| t).collect::<Vec<_>>(),
            ["90 %", "99 %", "99.9 %", "99.99 %", "99.999 %"]
        );
        assert_eq!([0.1, 1e-2, 1e-3, 0.0].map(|lack| scale.pixel(lack)), [0, 100, 200, 400]);
        assert!(scale.is_beyond(0.0) && !scale.is_beyond(1e-3));
    }

    #[test]
    fn between_two_nines_there_are_labels_too() {
        let scale = Scale::nines([4e-3, 2e-3].into_iter());
        assert_eq!(words(scale, 60), ["99 %", "99.5 %", "99.8 %", "99.9 %"]);
    }

    #[test]
    fn times_by_powers_are_those_that_people_name() {
        let scale = Scale::powers([30.0, 90_000.0].into_iter(), Unit::Time);
        assert_eq!(words(scale, 50), ["1 min", "10 min", "1 h", "6 h", "1 d"]);
        let shares = Scale::powers([0.004, 0.7].into_iter(), Unit::Share);
        assert_eq!(words(shares, 50), ["0.1 %", "1 %", "10 %", "100 %"]);
    }

    #[test]
    fn between_whole_numbers_there_is_nothing() {
        assert_eq!(words(Scale::whole(2.0, 4.0), 60), ["2", "3", "4"]);
        assert_eq!(words(Scale::between(2.0, 4.0, Unit::Amount), 60)[..2], ["2.0", "2.2"]);
        assert_eq!(words(Scale::whole(1.0, 1_000.0), 150), ["500", "1,000"]);
    }

    #[test]
    fn what_is_nothing_still_has_a_scale() {
        for scale in [
            Scale::nines(std::iter::empty()),
            Scale::straight([0.0].into_iter(), Unit::Share),
            Scale::powers([0.0].into_iter(), Unit::Time),
        ] {
            let scale = scale.over((10, 500));
            assert!((10..=500).contains(&scale.pixel(0.0)));
        }
    }
}
