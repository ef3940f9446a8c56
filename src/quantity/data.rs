//! Amounts of data and how fast it goes: `"60 kB"`, `"40 MB/s"`, `"1 Gbit/s"`.
//!
//! Both are kept in whole bytes; 8 bits are a byte. Prefixes are decimal, and binary where they say
//! so (`MiB`).

use super::parse::{Decimal, ParseError, brief, refuse, unit_of_time, word};

/// More would not be a link: 10 TB/s.
const MOST_A_SECOND: u64 = 10_000_000_000_000;

/// `"60 kB"`: an amount of data, in bytes.
pub fn bytes(text: &str) -> Result<u64, ParseError> {
    let (number, after) = Decimal::read(text.trim())?;
    let (unit, rest) = word(after);
    if unit.is_empty() || !rest.trim().is_empty() {
        return refuse("an amount of data is a number and a unit, such as \"60 kB\"");
    }
    match bits_of(unit) {
        Some(bits) => whole(number, bits, 1),
        None => refuse(format!("`{}` is not a unit of data", brief(unit))),
    }
}

/// `"1 Gbit/s"`, `"40 MB/s"`: data over time, in bytes a second.
pub fn bandwidth(text: &str) -> Result<u64, ParseError> {
    let wanted = "a bandwidth is a number, a unit of data and /s, such as \"100 Mbit/s\"";
    let Some((amount, time)) = text.rsplit_once('/') else { return refuse(wanted) };
    let (number, after) = Decimal::read(amount.trim())?;
    let (unit, rest) = word(after);
    if unit.is_empty() || !rest.trim().is_empty() {
        return refuse(wanted);
    }
    let Some(bits) = bits_of(unit) else {
        return refuse(format!("`{}` is not a unit of data", brief(unit)));
    };
    let seconds = unit_of_time(time.trim())? / 1_000_000;
    if seconds == 0 {
        return refuse("a bandwidth is per s, min, h or longer");
    }
    match whole(number, bits, seconds)? {
        most if most > MOST_A_SECOND => refuse("too large: 10 TB/s is the most"),
        0 if !number.is_zero() => refuse("too small: 1 byte a second is the least"),
        bytes => Ok(bytes),
    }
}

/// Bits to whole bytes for each of so many seconds, half up.
fn whole(number: Decimal, bits: u64, seconds: u64) -> Result<u64, ParseError> {
    let Some(bits) = number.times(bits) else {
        return refuse("too large: 2 million TB is the most");
    };
    let parts = seconds.saturating_mul(8);
    Ok(bits / parts + u64::from(bits % parts >= parts.div_ceil(2)))
}

/// How many bits a unit has: `kB` has 8,000.
fn bits_of(unit: &str) -> Option<u64> {
    let (prefix, bits) = match unit {
        "byte" | "bytes" => return Some(8),
        _ => match unit.strip_suffix('B') {
            Some(prefix) => (prefix, 8),
            None => (unit.strip_suffix("bits").or_else(|| unit.strip_suffix("bit"))?, 1),
        },
    };
    let times = match prefix {
        "" => 1,
        "k" => 1_000,
        "M" => 1_000_000,
        "G" => 1_000_000_000,
        "T" => 1_000_000_000_000,
        "Ki" => 1 << 10,
        "Mi" => 1 << 20,
        "Gi" => 1 << 30,
        "Ti" => 1 << 40,
        _ => return None,
    };
    Some(times * bits)
}

/// An amount of data as people read it: `"60 kB"`, `"1.5 GB"`.
pub fn print_bytes(bytes: u64) -> String {
    let units =
        [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match units.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => {
            format!("{} {name}", super::print_amount(bytes as f64 / *unit as f64))
        }
        None => format!("{bytes} B"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_and_bytes_are_exact() {
        assert_eq!(bandwidth("1 Gbit/s"), Ok(125_000_000));
        assert_eq!(bandwidth("100 Mbit/s"), Ok(12_500_000));
        assert_eq!(bandwidth("56 kbit/s"), Ok(7_000));
        assert_eq!(bandwidth("40 MB/s"), Ok(40_000_000));
        assert_eq!(bandwidth("1 MiB/s"), Ok(1_048_576));
        assert_eq!(bandwidth("3.6 GB/h"), Ok(1_000_000));
        assert_eq!(bytes("60 kB"), Ok(60_000));
        assert_eq!(bytes("1.5 GiB"), Ok(1_610_612_736));
        assert_eq!(bytes("512 bytes"), Ok(512));
        assert_eq!(bytes("0 B"), Ok(0));
    }

    #[test]
    fn what_is_no_data_says_why() {
        let why = |text: &str| bandwidth(text).err().map(|error| error.0).unwrap_or_default();
        let wanted = "a bandwidth is a number, a unit of data and /s, such as \"100 Mbit/s\"";
        assert_eq!(why("100 Mbit"), wanted);
        assert_eq!(why("100/s"), wanted);
        assert_eq!(why("100 Mb/s"), "`Mb` is not a unit of data");
        assert_eq!(why("1 bit/s"), "too small: 1 byte a second is the least");
        assert_eq!(why("1 bit/ms"), "a bandwidth is per s, min, h or longer");
        assert_eq!(why("11 TB/s"), "too large: 10 TB/s is the most");
        let why = |text: &str| bytes(text).err().map(|error| error.0).unwrap_or_default();
        assert_eq!(why("60"), "an amount of data is a number and a unit, such as \"60 kB\"");
        assert_eq!(why("60 kb"), "`kb` is not a unit of data");
    }

    #[test]
    fn data_is_printed_in_its_largest_unit() {
        assert_eq!(print_bytes(999), "999 B");
        assert_eq!(print_bytes(60_000), "60 kB");
        assert_eq!(print_bytes(1_500_000_000), "1.5 GB");
    }
}
