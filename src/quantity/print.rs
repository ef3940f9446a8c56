//! Prints quantities as people read them: at most two units, and no more digits than useful.
//!
//! Rounding is to the nearest and never to a lie: a share below one is never printed as `100 %`, and
//! something above zero is never printed as `0`.

use super::{MICRO, Micro, Span};

const SECOND: u64 = 1_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// 365.25 days, as everywhere.
const YEAR: u64 = 8_766 * HOUR;

/// A span in at most two units: `"350 ms"`, `"62.5 s"`, `"2 min 15 s"`, `"12 d 3 h"`, `"forever"`.
///
/// Seconds are kept up to two minutes, because times to recover are compared there.
pub fn print_span(span: Span) -> String {
    let micros = span.micros();
    match micros {
        0 => "0 s".into(),
        u64::MAX => "forever".into(),
        1..SECOND => sub_second(micros),
        _ if nearest(micros, SECOND / 10) < 2 * MINUTE => {
            let step = if micros < 10 * SECOND { SECOND / 100 } else { SECOND / 10 };
            format!("{} s", decimal(nearest(micros, step), SECOND))
        }
        _ if nearest(micros, SECOND) < HOUR => pair(micros, (MINUTE, "min"), (SECOND, "s")),
        _ if nearest(micros, MINUTE) < DAY => pair(micros, (HOUR, "h"), (MINUTE, "min")),
        _ if nearest(micros, HOUR) < YEAR => pair(micros, (DAY, "d"), (HOUR, "h")),
        _ => {
            // A year is no whole number of days: the rest is rounded alone.
            let (years, rest) = (micros / YEAR, nearest(micros % YEAR, DAY) / DAY);
            let (years, rest) =
                if nearest(micros, HOUR) / YEAR > years { (years + 1, 0) } else { (years, rest) };
            two(years, "y", rest, "d")
        }
    }
}

/// As [`print_span`], of seconds; a negative number keeps its sign.
pub fn print_seconds(seconds: f64) -> String {
    if seconds < 0.0 {
        return format!("-{}", print_seconds(-seconds));
    }
    let span = Span::from_secs_f64(seconds);
    if span == Span::ZERO && seconds > 0.0 { "< 1 µs".into() } else { print_span(span) }
}

/// Time since the start as a clock shows it, in milliseconds where `fine`: `"0:10:12.500"`.
pub fn print_clock(seconds: f64, fine: bool) -> String {
    let step = if fine { 1_000 } else { SECOND };
    let micros = nearest(Span::from_secs_f64(seconds).micros(), step);
    let (hours, minutes) = (micros / HOUR, micros % HOUR / MINUTE);
    let (seconds, millis) = (micros % MINUTE / SECOND, micros % SECOND / 1_000);
    let rest = if fine { format!(".{millis:03}") } else { String::new() };
    format!("{hours}:{minutes:02}:{seconds:02}{rest}")
}

/// Time since the start in days, and what a clock shows of the last: `"1,234 d 4:05:06"`.
pub fn print_days(seconds: f64, fine: bool) -> String {
    let step = if fine { 1_000 } else { SECOND };
    let micros = nearest(Span::from_secs_f64(seconds).micros(), step);
    let rest = print_clock((micros % DAY) as f64 / SECOND as f64, fine);
    format!("{} d {rest}", grouped(&(micros / DAY).to_string()))
}

/// An amount in full, to two decimals: `"6,000"`, `"8,333.33"`.
pub fn print_micro(amount: Micro) -> String {
    let step = MICRO / 100;
    match nearest(amount, step) {
        0 if amount > 0 => "< 0.01".into(),
        rounded => decimal(rounded, MICRO),
    }
}

/// An amount for a table, to about three digits behind a whole number below a hundred: `"8,333"`,
/// `"62.5"`, `"0.25"`, `"0.0037"`.
pub fn print_amount(amount: f64) -> String {
    if !amount.is_finite() {
        return "?".into();
    }
    if amount < 0.0 {
        return format!("-{}", print_amount(-amount));
    }
    let text = match amount {
        a if a < 1e-9 => return if a > 0.0 { format!("{a:.1e}") } else { "0".into() },
        // 99.95 and above round to whole hundreds with one decimal already.
        a if a >= 99.95 => return grouped(&format!("{a:.0}")),
        a if a >= 9.995 => format!("{a:.1}"),
        a if a >= 0.1 => format!("{a:.2}"),
        a => significant(a, 2),
    };
    trimmed(text)
}

/// A share as a percentage that keeps its nines: `"45.7 %"`, `"99.95 %"`, `"99.9953 %"`.
pub fn print_share(share: f64) -> String {
    if !share.is_finite() {
        return "? %".into();
    }
    if share < 0.0 {
        return format!("-{}", print_share(-share));
    }
    let percent = share * 100.0;
    let lack = (1.0 - share) * 100.0;
    let text = if share == 0.0 {
        "0".into()
    } else if share == 1.0 {
        "100".into()
    } else if lack > 0.0 && lack < 1.0 {
        // Two digits of what is lacking; 14 is as fine as the number itself is.
        let decimals = behind_the_point(lack, 2).min(14);
        trimmed(format!("{percent:.decimals$}"))
    } else if percent < 1.0 {
        trimmed(significant(percent, 2))
    } else if percent >= 999.5 {
        grouped(&format!("{percent:.0}"))
    } else {
        trimmed(format!("{percent:.1}"))
    };
    format!("{text} %")
}

/// `micros` below a second, in milliseconds.
fn sub_second(micros: u64) -> String {
    let step = match micros {
        100_000.. => 1_000,
        10_000.. => 100,
        1_000.. => 10,
        _ => 1,
    };
    match nearest(micros, step) {
        SECOND => "1 s".into(),
        rounded => format!("{} ms", decimal(rounded, 1_000)),
    }
}

/// `micros` in two units; the lesser is dropped when it is zero.
fn pair(micros: u64, (great, great_word): (u64, &str), (less, less_word): (u64, &str)) -> String {
    let rounded = nearest(micros, less);
    two(rounded / great, great_word, rounded % great / less, less_word)
}

fn two(many: u64, great_word: &str, few: u64, less_word: &str) -> String {
    let many = grouped(&many.to_string());
    if few == 0 {
        format!("{many} {great_word}")
    } else {
        format!("{many} {great_word} {few} {less_word}")
    }
}

/// `value` to the nearest multiple of `step`, halves up.
fn nearest(value: u64, step: u64) -> u64 {
    value.saturating_add(step / 2) / step * step
}

/// `value / unit` as a grouped decimal without trailing zeros; `unit` is a power of ten.
fn decimal(value: u64, unit: u64) -> String {
    let whole = grouped(&(value / unit).to_string());
    let width = unit.ilog10() as usize;
    trimmed(format!("{whole}.{:0width$}", value % unit))
}

/// Without the zeros, and then the point, at its end.
fn trimmed(text: String) -> String {
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Digits in groups of three: `12,345`.
fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `value` in (0, 1] with so many digits that count.
fn significant(value: f64, digits: usize) -> String {
    let decimals = behind_the_point(value, digits);
    format!("{value:.decimals$}")
}

/// How many decimals show `digits` digits of `value` in (0, 1]; at most 18.
fn behind_the_point(value: f64, digits: usize) -> usize {
    let mut decimals = digits;
    let mut scaled = value * 10.0;
    while scaled < 1.0 && decimals < 18 {
        scaled *= 10.0;
        decimals += 1;
    }
    decimals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(seconds: f64) -> String {
        print_seconds(seconds)
    }

    #[test]
    fn spans_take_at_most_two_units() {
        assert_eq!(secs(0.0), "0 s");
        assert_eq!(secs(5.0), "5 s");
        assert_eq!(secs(5.254), "5.25 s");
        assert_eq!(secs(62.5), "62.5 s");
        assert_eq!(secs(75.04), "75 s");
        assert_eq!(secs(135.0), "2 min 15 s");
        assert_eq!(secs(900.0), "15 min");
        assert_eq!(secs(7_500.0), "2 h 5 min");
        assert_eq!(secs(12.0 * 86_400.0 + 3.0 * 3_600.0), "12 d 3 h");
        assert_eq!(secs(31_557_600.0 * 2.0 + 86_400.0 * 9.0), "2 y 9 d");
        assert_eq!(secs(31_557_600.0 * 1e4), "10,000 y");
        assert_eq!(print_span(Span::FOREVER), "forever");
    }

    #[test]
    fn below_a_second_there_are_milliseconds() {
        assert_eq!(secs(0.35), "350 ms");
        assert_eq!(secs(0.01256), "12.6 ms");
        assert_eq!(secs(0.00234), "2.34 ms");
        assert_eq!(secs(0.000_012), "0.012 ms");
        assert_eq!(secs(1e-9), "< 1 µs");
    }

    #[test]
    fn rounding_carries_into_the_next_unit() {
        assert_eq!(secs(0.9996), "1 s");
        assert_eq!(secs(9.996), "10 s");
        assert_eq!(secs(119.96), "2 min");
        assert_eq!(secs(3_599.6), "1 h");
        assert_eq!(secs(86_399.0), "1 d");
        assert_eq!(secs(365.25 * 86_400.0 - 60.0), "1 y");
    }

    #[test]
    fn clocks_carry_too() {
        assert_eq!(print_clock(612.5, true), "0:10:12.500");
        assert_eq!(print_clock(3599.9996, true), "1:00:00.000");
        assert_eq!(print_clock(3_599.5, false), "1:00:00");
        assert_eq!(print_clock(360_061.0, false), "100:01:01");
        assert_eq!(print_days(86_399.999_6, true), "1 d 0:00:00.000");
        assert_eq!(print_days(1_234.0 * 86_400.0 + 14_706.4, false), "1,234 d 4:05:06");
    }

    #[test]
    fn amounts_are_grouped_and_lose_their_zeros() {
        assert_eq!(print_micro(6_000 * MICRO), "6,000");
        assert_eq!(print_micro(8_333_333_333), "8,333.33");
        assert_eq!(print_micro(8_333_500_000), "8,333.5");
        assert_eq!(print_micro(1), "< 0.01");
        assert_eq!(print_micro(0), "0");
        assert_eq!(print_amount(8_333.333), "8,333");
        assert_eq!(print_amount(1_234_567.0), "1,234,567");
        assert_eq!(print_amount(62.5), "62.5");
        assert_eq!(print_amount(99.97), "100");
        assert_eq!(print_amount(9.999), "10");
        assert_eq!(print_amount(0.25), "0.25");
        assert_eq!(print_amount(0.003_66), "0.0037");
        assert_eq!(print_amount(-2.0), "-2");
        assert_eq!(print_amount(0.0), "0");
    }

    #[test]
    fn shares_keep_their_nines() {
        assert_eq!(print_share(1.0), "100 %");
        assert_eq!(print_share(0.9995), "99.95 %");
        assert_eq!(print_share(0.999_953), "99.9953 %");
        assert_eq!(print_share(0.999_999_999), "99.9999999 %");
        assert_eq!(print_share(0.4567), "45.7 %");
        assert_eq!(print_share(1.25), "125 %");
        assert_eq!(print_share(0.000_47), "0.047 %");
        assert_eq!(print_share(0.0), "0 %");
        assert_ne!(print_share(1.0 - 1e-15), "100 %");
    }
}
