//! Trouble by windows of equal length: how much of it each year has, and when it first came.
//!
//! Only what has ended is handed over, so a quiet year costs nothing; windows without trouble are not
//! written down.

use super::{Span, Time};

/// Spells of trouble, cut at the ends of windows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Windows {
    /// When the first window begins.
    since: Time,
    length: Span,
    /// Number and trouble of each window that has some, rising.
    troubled: Vec<(u32, Span)>,
    /// When trouble first began.
    first: Option<Time>,
}

impl Windows {
    /// Windows of `length`, from `since` on.
    pub fn new(since: Time, length: Span) -> Self {
        Self { since, length, troubled: Vec::new(), first: None }
    }

    /// Trouble from `from` to `to`, no earlier than any before.
    pub fn add(&mut self, from: Time, to: Time) {
        if to <= from {
            return;
        }
        self.first.get_or_insert(from);
        let mut from = from - self.since;
        let to = to - self.since;
        while from < to {
            let window = from.micros() / self.length.micros();
            let end = self.length.times(window + 1).min(to);
            match self.troubled.last_mut() {
                Some((last, length)) if u64::from(*last) == window => *length += end.less(from),
                _ => self.troubled.push((window as u32, end.less(from))),
            }
            from = end;
        }
    }

    /// The windows with trouble that are whole at `now`: number and seconds.
    pub fn whole(&self, now: Time) -> impl Iterator<Item = (u32, f64)> {
        let whole = (now - self.since).micros() / self.length.micros();
        let whole = self.troubled.iter().filter(move |(at, _)| u64::from(*at) < whole);
        whole.map(|(at, length)| (*at, length.secs_f64()))
    }

    /// When trouble first began, in seconds since the first window did.
    pub fn first(&self) -> Option<f64> {
        self.first.map(|first| (first - self.since).secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spell_is_cut_where_windows_end() {
        let at = |seconds| Time::after_start(Span::from_secs(seconds));
        let mut windows = Windows::new(at(100), Span::from_secs(10));
        windows.add(at(105), at(105));
        windows.add(at(108), at(112));
        windows.add(at(118), at(142));
        windows.add(at(142), at(143));
        let whole = |now| windows.whole(at(now)).collect::<Vec<_>>();
        assert_eq!(whole(150), [(0, 2.0), (1, 4.0), (2, 10.0), (3, 10.0), (4, 3.0)]);
        // The fifth window has not ended.
        assert_eq!(whole(149).len(), 4);
        assert_eq!(windows.first(), Some(8.0));
    }
}
