//! Reads quantities as people write them: `"15 min"`, `"2 h 30 min"`, `"99.95 %"`, `"6660 users"`.
//!
//! Decimals are read in integers, so `"0.1 s"` is exactly 100,000 µs; one rounding, half up, happens
//! where a value is finer than the unit it is kept in. Up to 22 significant digits count.
//! A quantity is never negative, never infinite and never silently cut off.

use super::{MICRO, Micro, Probability, Span};

/// Why a text is not a quantity.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct ParseError(pub String);

/// What a text says in vain, for a sentence.
pub(super) fn refuse<T>(why: impl Into<String>) -> Result<T, ParseError> {
    Err(ParseError(why.into()))
}

/// A span, from a text: one number and unit, or several (`"2 h 30 min"`).
pub fn span(text: &str) -> Result<Span, ParseError> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return refuse("an empty text is not a span");
    }
    let mut total = 0_u64;
    while !rest.is_empty() {
        let (number, after) = Decimal::read(rest)?;
        let (word, after) = word(after);
        let micros = number.times(unit_of_time(word)?).ok_or_else(too_long)?;
        if micros == 0 && !number.is_zero() {
            return refuse("shorter than a microsecond, the finest step of simulated time");
        }
        total = total.checked_add(micros).filter(|&sum| sum < u64::MAX).ok_or_else(too_long)?;
        rest = after.trim_start();
    }
    Ok(Span::from_micros(total))
}

/// A share in [0, 1] from `"99.95 %"`.
pub fn percentage(text: &str) -> Result<Probability, ParseError> {
    let (number, after) = Decimal::read(text.trim())?;
    if after.trim() != "%" {
        return refuse(match after.trim() {
            "" => "a share needs the sign %".to_owned(),
            other => format!("`{}` is not the sign %", brief(other)),
        });
    }
    // `e` and a decimal are read by the standard library to the nearest double: one rounding.
    let written = format!("{}e{}", number.digits, i64::from(number.exponent) - 2);
    match written.parse::<f64>().ok().and_then(Probability::new) {
        Some(share) => Ok(share),
        None => refuse("a share lies between 0 % and 100 %"),
    }
}

/// `"6660 users"`: an amount in millionths, and its word.
pub fn count(text: &str) -> Result<(Micro, String), ParseError> {
    let (number, after) = Decimal::read(text.trim())?;
    let (word, rest) = word(after);
    if word.is_empty() || !rest.trim().is_empty() {
        return refuse("an amount is a number and one word, such as \"6660 users\"");
    }
    match number.times(MICRO) {
        Some(amount) => Ok((amount, word.to_owned())),
        None => refuse("too large: 18 million million is the most that can be counted"),
    }
}

/// `"20 users/s"`: an amount in millionths per second, and its word.
pub fn rate(text: &str) -> Result<(Micro, String), ParseError> {
    let Some((amount, unit)) = text.rsplit_once('/') else {
        return refuse("a rate is a number, a word and /s, such as \"20 users/s\"");
    };
    let (amount, word) = count(amount)?;
    let seconds = unit_of_time(unit.trim())? / 1_000_000;
    if seconds == 0 {
        return refuse("a rate is per s, min, h or longer");
    }
    let per_second = amount / seconds + u64::from(amount % seconds >= seconds.div_ceil(2));
    Ok((per_second, word))
}

/// The length of a unit of time, in microseconds.
pub(super) fn unit_of_time(word: &str) -> Result<u64, ParseError> {
    const SECOND: u64 = 1_000_000;
    const HOUR: u64 = 3_600 * SECOND;
    Ok(match word {
        "us" | "µs" | "μs" | "microsecond" | "microseconds" => 1,
        "ms" | "millisecond" | "milliseconds" => 1_000,
        "s" | "sec" | "secs" | "second" | "seconds" => SECOND,
        "min" | "mins" | "minute" | "minutes" => 60 * SECOND,
        "h" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => 24 * HOUR,
        "week" | "weeks" => 7 * 24 * HOUR,
        // A month is a twelfth of a year: 730.5 hours.
        "month" | "months" => 730 * HOUR + HOUR / 2,
        "y" | "year" | "years" => 8_766 * HOUR,
        "m" => return refuse("`m` may be minutes or months"),
        "" => return refuse("a span needs a unit"),
        other => return refuse(format!("`{}` is not a unit of time", brief(other))),
    })
}

/// The word a text starts with, and what follows.
pub(super) fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let end = text
        .find(|c: char| c.is_whitespace() || c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
        .unwrap_or(text.len());
    text.split_at(end)
}

fn too_long() -> ParseError {
    ParseError("too long: simulated time ends after 584,000 years".to_owned())
}

/// A text short enough for a sentence.
pub(super) fn brief(text: &str) -> String {
    let mut brief: String = text.chars().take(24).collect();
    if brief.len() < text.len() {
        brief.push('…');
    }
    brief
}

/// An exact decimal: `digits` times ten to the power of `exponent`.
#[derive(Clone, Copy)]
pub(super) struct Decimal {
    digits: u128,
    exponent: i32,
}

/// 22 digits times the microseconds of a year stay below 2^128.
const DIGITS: usize = 22;

impl Decimal {
    /// The number a text starts with, and what follows.
    pub(super) fn read(text: &str) -> Result<(Self, &str), ParseError> {
        if text.starts_with('-') {
            return refuse("a quantity cannot be negative");
        }
        let bytes = text.as_bytes();
        let (mut digits, mut exponent, mut kept) = (0_u128, 0_i32, 0);
        let (mut at, mut point, mut seen) = (0, false, false);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'0'..=b'9' => {
                    seen = true;
                    if kept < DIGITS {
                        digits = digits * 10 + u128::from(byte - b'0');
                        kept += usize::from(digits > 0);
                        exponent = exponent.saturating_sub(i32::from(point));
                    } else {
                        exponent = exponent.saturating_add(i32::from(!point));
                    }
                }
                b'.' if !point => point = true,
                _ => break,
            }
            at += 1;
        }
        if !seen {
            return refuse(format!("`{}` does not start with a number", brief(text)));
        }
        if matches!(bytes.get(at), Some(b',' | b'_' | b'\'')) {
            return refuse("write the digits without separators, and a point for decimals");
        }
        if let Some((power, length)) = power(&bytes[at..]) {
            exponent = exponent.saturating_add(power);
            at += length;
        }
        Ok((Self { digits, exponent }, &text[at..]))
    }

    pub(super) fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// This number times `unit`, to the nearest whole, half up; `None` beyond 64 bits.
    pub(super) fn times(self, unit: u64) -> Option<u64> {
        let product = self.digits.checked_mul(u128::from(unit))?;
        if product == 0 {
            return Some(0);
        }
        let scale = 10_u128.checked_pow(self.exponent.unsigned_abs());
        let whole = match (self.exponent >= 0, scale) {
            (true, Some(scale)) => product.checked_mul(scale)?,
            (true, None) => return None,
            (false, Some(scale)) => {
                product / scale + u128::from(product % scale >= scale.div_ceil(2))
            }
            // Far below one half.
            (false, None) => 0,
        };
        u64::try_from(whole).ok()
    }
}

/// The power of ten at the start of `bytes` (`e3`, `E-7`) and its length.
fn power(bytes: &[u8]) -> Option<(i32, usize)> {
    if !matches!(bytes.first(), Some(b'e' | b'E')) {
        return None;
    }
    let (sign, start) = match bytes.get(1) {
        Some(b'-') => (-1, 2),
        Some(b'+') => (1, 2),
        _ => (1, 1),
    };
    let digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit());
    let (mut value, mut length) = (0_i32, 0);
    for digit in digits {
        value = value.saturating_mul(10).saturating_add(i32::from(digit - b'0'));
        length += 1;
    }
    (length > 0).then_some((value.saturating_mul(sign), start + length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn micros(text: &str) -> u64 {
        span(text).map(Span::micros).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn complaint<T>(result: Result<T, ParseError>) -> String {
        result.err().map(|error| error.0).unwrap_or_default()
    }

    #[test]
    fn every_unit_of_time_is_exact() {
        let hour = 3_600_000_000;
        let pairs = [
            ("7 us", 7),
            ("7 µs", 7),
            ("500 ms", 500_000),
            ("0.1 s", 100_000),
            ("15 min", 900_000_000),
            ("1.5 h", hour * 3 / 2),
            ("1 d", 24 * hour),
            ("2 weeks", 14 * 24 * hour),
            ("2 months", 1461 * hour),
            ("1.5 y", 13_149 * hour),
            ("200000 y", 200_000 * 8_766 * hour),
        ];
        for (text, wanted) in pairs {
            assert_eq!(micros(text), wanted, "{text}");
        }
    }

    #[test]
    fn long_and_short_spellings_agree() {
        assert_eq!(micros("2 h 30 min"), micros("2.5 hours"));
        assert_eq!(micros("15min"), micros(" 15  minutes "));
        assert_eq!(micros("1e3 s"), micros("1000 s"));
        assert_eq!(micros("25e-1 s"), micros("2.5 s"));
        assert_eq!(micros("0 s"), 0);
    }

    #[test]
    fn a_span_that_is_not_one_says_why() {
        let refusals = [
            ("", "an empty text is not a span"),
            ("30", "a span needs a unit"),
            ("-3 s", "a quantity cannot be negative"),
            ("3 m", "`m` may be minutes or months"),
            ("3 fortnights", "`fortnights` is not a unit of time"),
            ("3 s -1 s", "a quantity cannot be negative"),
            ("soon", "`soon` does not start with a number"),
            ("NaN s", "`NaN s` does not start with a number"),
            ("1,5 s", "write the digits without separators, and a point for decimals"),
            ("1e400 s", "too long: simulated time ends after 584,000 years"),
            ("600000 y", "too long: simulated time ends after 584,000 years"),
            ("18446744073709551615 us", "too long: simulated time ends after 584,000 years"),
            ("1 ns", "`ns` is not a unit of time"),
            ("0.1 us", "shorter than a microsecond, the finest step of simulated time"),
            ("1e-400 s", "shorter than a microsecond, the finest step of simulated time"),
        ];
        for (text, why) in refusals {
            assert_eq!(complaint(span(text)), why, "{text}");
        }
    }

    #[test]
    fn shares_are_the_nearest_doubles() {
        assert_eq!(percentage("99.95 %").map(Probability::value), Ok(0.9995));
        assert_eq!(percentage("5%").map(Probability::value), Ok(0.05));
        assert_eq!(percentage("100 %").map(Probability::value), Ok(1.0));
        assert_eq!(complaint(percentage("100.1 %")), "a share lies between 0 % and 100 %");
        assert_eq!(complaint(percentage("0.5")), "a share needs the sign %");
        assert_eq!(complaint(percentage("1e999 %")), "a share lies between 0 % and 100 %");
    }

    #[test]
    fn amounts_and_rates_keep_their_word() {
        assert_eq!(count("6660 users"), Ok((6_660 * MICRO, "users".to_owned())));
        assert_eq!(rate("20 users/s"), Ok((20 * MICRO, "users".to_owned())));
        assert_eq!(rate("90 writes/min"), Ok((MICRO * 3 / 2, "writes".to_owned())));
        assert!(count("6660").is_err() && count("6 660 users").is_err());
        assert!(rate("20 users").is_err() && rate("20 users/ms").is_err());
        assert!(count("1e14 users").is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_a_reader_panic(text in any::<String>()) {
            let _ = (span(&text), percentage(&text), count(&text), rate(&text));
        }

        #[test]
        fn whole_microseconds_come_back_exactly(value in 0..u64::MAX) {
            prop_assert_eq!(micros(&format!("{value} us")), value);
            let seconds = format!("{}.{:06} s", value / 1_000_000, value % 1_000_000);
            prop_assert_eq!(micros(&seconds), value);
        }
    }
}
