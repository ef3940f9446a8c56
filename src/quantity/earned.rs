//! No more digits than an interval earns.
//!
//! A number is rounded to one digit beyond the first digit of its distance to the nearer end of its
//! interval: the farther end may be a bound that says little. At least two digits of the number
//! itself are left. Ends are rounded outwards, so that what is told holds what was computed.

use super::YEAR;

/// Which way a number is rounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Towards {
    Nearest,
    Below,
    Above,
}

/// In seconds: steps of the units in which time is told, up to ten years.
const TOLD: [f64; 10] = [
    10.0,
    60.0,
    600.0,
    3_600.0,
    36_000.0,
    86_400.0,
    864_000.0,
    8_640_000.0,
    31_557_600.0,
    315_576_000.0,
];

/// An estimate and the ends of its interval, as plain decimals; in full where nothing limits their
/// digits.
pub fn print_known(value: f64, lower: f64, upper: f64) -> [String; 3] {
    each(value, lower, upper, |number, width, towards| match step(number, width) {
        Some(step) => decimal(number, step, towards),
        None => format!("{number}"),
    })
}

/// The same as numbers.
pub(super) fn known(value: f64, lower: f64, upper: f64) -> [f64; 3] {
    each(value, lower, upper, rounded)
}

/// The same of seconds, rounded in the units in which time is told: what is known to a hundred
/// seconds is told in minutes.
pub(super) fn known_seconds(value: f64, lower: f64, upper: f64) -> [f64; 3] {
    each(value, lower, upper, |seconds, width, towards| match step(seconds, width) {
        // A whole number of years is a bound, and not measured.
        Some(1..) if seconds % YEAR.secs_f64() == 0.0 => seconds,
        Some(step @ 1..) => {
            let coarsest = libm::pow(10.0, f64::from(step));
            let unit = TOLD.into_iter().rfind(|unit| *unit <= coarsest).unwrap_or(1.0);
            whole(seconds / unit, towards) * unit
        }
        _ => rounded(seconds, width, towards),
    })
}

fn each<T>(value: f64, lower: f64, upper: f64, round: impl Fn(f64, f64, Towards) -> T) -> [T; 3] {
    let (below, above) = (value - lower, upper - value);
    let width = if below > 0.0 && above > 0.0 { below.min(above) } else { below.max(above) };
    [
        round(value, width, Towards::Nearest),
        round(lower, width, Towards::Below),
        round(upper, width, Towards::Above),
    ]
}

/// The power of ten to which a number known to a width is rounded.
fn step(number: f64, width: f64) -> Option<i32> {
    let power = |number: f64| libm::floor(libm::log10(number)) as i32;
    let known = width > 0.0 && width.is_finite() && number.is_finite();
    (known && number != 0.0).then(|| power(width).min(power(libm::fabs(number))) - 1)
}

fn rounded(number: f64, width: f64, towards: Towards) -> f64 {
    match step(number, width) {
        Some(step) => decimal(number, step, towards).parse().unwrap_or(number),
        None => number,
    }
}

/// A number rounded to a power of ten.
fn decimal(number: f64, step: i32, towards: Towards) -> String {
    if step >= 0 {
        let unit = libm::pow(10.0, f64::from(step));
        return format!("{}", whole(number / unit, towards) * unit);
    }
    let decimals = step.unsigned_abs().min(300) as usize;
    let nearest = format!("{number:.decimals$}");
    let told: f64 = nearest.parse().unwrap_or(number);
    let unit = libm::pow(10.0, f64::from(step));
    match towards {
        Towards::Below if told > number => format!("{:.decimals$}", told - unit),
        Towards::Above if told < number => format!("{:.decimals$}", told + unit),
        _ => nearest,
    }
}

fn whole(number: f64, towards: Towards) -> f64 {
    match towards {
        Towards::Nearest => libm::round(number),
        Towards::Below => libm::floor(number),
        Towards::Above => libm::ceil(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_one_digit_beyond_the_first_of_its_distance_to_the_nearer_end() {
        assert_eq!(print_known(1_483.217, 1_293.0, 1_675.0), ["1480", "1290", "1680"]);
        assert_eq!(print_known(1_483.217, 1_473.35, 1_493.1), ["1483.2", "1473.3", "1493.1"]);
        assert_eq!(print_known(-1_483.217, -1_675.0, -1_293.0), ["-1480", "-1680", "-1290"]);
        assert_eq!(print_known(4.712e-5, 4.1e-5, 5.3e-5), ["0.0000471", "0.0000410", "0.0000530"]);
        assert_eq!(known(4.712e-5, 4.1e-5, 5.3e-5), [4.71e-5, 4.1e-5, 5.3e-5]);
        // The upper end is a bound that says little.
        assert_eq!(print_known(1_459.6, 1_073.7, 31_557_600.0), ["1460", "1070", "31557600"]);
    }

    #[test]
    fn ends_are_rounded_outwards() {
        for (lower, upper) in [(0.123_51, 0.298_72), (-7.77, 9.91), (1.0, 2.0), (0.0, 1e-7)] {
            let value = 0.5 * (lower + upper) + 1e-12;
            let [_, from, to] = known(value, lower, upper);
            assert!(from <= lower && to >= upper, "{lower} to {upper}: {from} to {to}");
        }
    }

    #[test]
    fn what_is_small_beside_its_interval_keeps_two_digits() {
        assert_eq!(print_known(0.0234, 0.0, 500.0), ["0.023", "0", "500.000"]);
        assert_eq!(print_known(0.0, -500.0, 500.0), ["0", "-500", "500"]);
    }

    #[test]
    fn without_an_interval_nothing_is_rounded() {
        let in_full = [0.123_456_789_012_3; 3];
        assert_eq!(known(in_full[0], in_full[1], in_full[2]), in_full);
        assert_eq!(known(0.123_456, 0.0, f64::INFINITY)[2], f64::INFINITY);
    }

    #[test]
    fn time_is_rounded_in_the_units_in_which_it_is_told() {
        assert_eq!(known_seconds(1_137.0, 737.0, 1_537.0), [1_140.0, 730.0, 1_540.0]);
        // To 100 s and to 1,000 s: to a minute and to ten.
        assert_eq!(known_seconds(23_456.0, 19_456.0, 27_456.0), [23_460.0, 19_440.0, 27_480.0]);
        assert_eq!(known_seconds(234_560.0, 194_560.0, 9e9), [234_600.0, 194_400.0, 9e9]);
        assert_eq!(known_seconds(12.345_6, 11.9, 12.8), [12.35, 11.9, 12.8]);
        // No year is longer than itself.
        let year = 31_557_600.0;
        assert_eq!(known_seconds(0.6 * year, 0.3 * year, year)[2], year);
    }
}
