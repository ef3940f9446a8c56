//! Recoveries that take longer than somebody allows, and data that are gone beyond that, by the month
//! and by the year.
//!
//! A recovery is too long from the instant in which it has lasted as long as is allowed: that instant
//! lies in one month, and a trial that ends sooner has not seen it. Data are gone at one instant.

use super::{Since, Until};
use crate::quantity::{MONTH, Span, Time, YEAR};
use crate::system::port::{Measured, Part};
use crate::system::{DataFate, FailureClass};
use std::collections::BTreeSet;

/// Whole months with at least one that was too long, by limit.
pub const MONTHS: &str = "months with an overlong recovery";
/// The same of whole years.
pub const YEARS: &str = "years with an overlong recovery";
/// How many were seen, too long or not.
pub const SEEN: &str = "recoveries under a limit";
/// How many were too long.
pub const OVERLONG: &str = "overlong recoveries";

/// What may last, or be gone, at most so long.
#[derive(Clone, PartialEq, Debug)]
pub struct Limit {
    /// Of recoveries or of data.
    pub of: Limited,
    /// Only after failures of this class.
    pub class: Option<FailureClass>,
    /// Services, or audiences.
    pub services: bool,
    /// Which of them, rising.
    pub subjects: Vec<u32>,
    /// So long.
    pub at_most: Span,
}

/// What a limit is about.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Limited {
    /// Recoveries.
    Recovery {
        /// From when.
        since: Since,
        /// Until when.
        until: Until,
    },
    /// Data that meet a fate.
    Data(DataFate),
}

impl Limit {
    /// Whether it is about this service or audience after a failure of this class.
    pub(super) fn is_about(&self, services: bool, subject: u32, class: u32) -> bool {
        services == self.services
            && self.class.is_none_or(|asked| asked as u32 == class)
            && self.subjects.binary_search(&subject).is_ok()
    }
}

/// What was found under one limit.
#[derive(Default)]
pub(super) struct UnderLimit {
    /// How many there were.
    pub seen: u64,
    /// When those that are too long became so.
    pub overlong: Vec<Time>,
}

impl UnderLimit {
    /// Tells it of the limit at a place, watched from `since` until `now`.
    pub(super) fn tell(&self, at: usize, (since, now): (Time, Time), out: &mut Vec<Measured>) {
        let windows = |length: Span| {
            let whole = (now - since).micros() / length.micros();
            let windows = self.overlong.iter().map(|at| (*at - since).micros() / length.micros());
            let breached: BTreeSet<u64> = windows.filter(|window| *window < whole).collect();
            breached.len() as f64
        };
        let mut put = |metric, value| {
            out.push(Measured { metric, subject: at as u32, part: Part::Whole, value });
        };
        put(SEEN, self.seen as f64);
        put(OVERLONG, self.overlong.len() as f64);
        put(MONTHS, windows(MONTH));
        put(YEARS, windows(YEAR));
    }
}
