//! No more digits than an interval earns.

/// The power of ten to which a value known to half an interval is rounded: one digit beyond the
/// first of the half width, and never so coarse that nothing of the value is left.
fn step(value: f64, half_width: f64) -> Option<i32> {
    let power = |number: f64| libm::floor(libm::log10(number)) as i32;
    let known = half_width > 0.0 && half_width.is_finite() && value.is_finite();
    (known && value != 0.0).then(|| (power(half_width) - 1).min(power(libm::fabs(value))))
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

/// `value`, known to `half_width` either way, to the digits that this earns.
pub fn earned(value: f64, half_width: f64) -> f64 {
    match step(value, half_width) {
        Some(_) => print_earned(value, half_width).parse().unwrap_or(value),
        None => value,
    }
}

/// Seconds, known to `half_width` either way, to the digits that this earns in the units in which
/// time is told: what is known to a hundred seconds is told in minutes.
pub fn earned_seconds(seconds: f64, half_width: f64) -> f64 {
    match step(seconds, half_width) {
        Some(step @ 1..) => {
            let coarsest = libm::pow(10.0, f64::from(step));
            let unit = TOLD.into_iter().rfind(|unit| *unit <= coarsest).unwrap_or(1.0);
            libm::round(seconds / unit) * unit
        }
        _ => earned(seconds, half_width),
    }
}

/// The same as a plain decimal for programs: `"1480"`, `"0.000047"`; in full where nothing limits
/// its digits.
pub fn print_earned(value: f64, half_width: f64) -> String {
    match step(value, half_width) {
        None => format!("{value}"),
        Some(step @ 0..) => {
            let unit = libm::pow(10.0, f64::from(step));
            format!("{}", libm::round(value / unit) * unit)
        }
        Some(step) => {
            let decimals = step.unsigned_abs().min(300) as usize;
            format!("{value:.decimals$}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_one_digit_beyond_the_first_of_its_half_width() {
        assert_eq!(print_earned(1_483.217, 190.0), "1480");
        assert_eq!(print_earned(1_483.217, 9.9), "1483.2");
        assert_eq!(print_earned(1_483.217, 0.012), "1483.217");
        assert_eq!(print_earned(-1_483.217, 190.0), "-1480");
        assert_eq!(print_earned(4.712e-5, 6e-6), "0.0000471");
        assert_eq!(print_earned(123_456.0, 45_000.0), "123000");
        assert_eq!(earned(1_483.217, 190.0), 1_480.0);
        assert_eq!(earned(4.712e-5, 6e-6), 4.71e-5);
    }

    #[test]
    fn time_is_rounded_in_the_units_in_which_it_is_told() {
        // Known to some 400 s: to 10 s, and not to a hundred of the decimal system.
        assert_eq!(earned_seconds(1_137.0, 400.0), 1_140.0);
        assert_eq!(earned_seconds(1_137.0, 4_000.0), 1_140.0);
        assert_eq!(earned_seconds(23_456.0, 4_000.0), 23_460.0);
        assert_eq!(earned_seconds(23_456.0, 40_000.0), 23_400.0);
        assert_eq!(earned_seconds(-400_000.0, 200_000.0), -399_600.0);
        assert_eq!(earned_seconds(12.345_6, 0.4), 12.35);
    }

    #[test]
    fn what_is_small_beside_its_interval_keeps_its_first_digit() {
        assert_eq!(print_earned(0.0234, 500.0), "0.02");
        assert_eq!(print_earned(0.0, 500.0), "0");
    }

    #[test]
    fn without_an_interval_nothing_is_rounded() {
        assert_eq!(print_earned(0.1234567890123, 0.0), "0.1234567890123");
        assert_eq!(earned(0.1234567890123, f64::INFINITY), 0.1234567890123);
    }
}
