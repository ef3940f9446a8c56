//! Service hours: the part of each week that counts.
//!
//! Time starts on a Monday at 0:00, UTC.

use super::{Span, Time};

const DAY: u64 = 86_400_000_000;
const WEEK: u64 = 7 * DAY;

/// The words of the days of a week.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// From one time of the day until another, on some days of the week.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ServiceHours {
    from: Span,
    until: Span,
    days: [bool; 7],
}

impl ServiceHours {
    /// The whole of every day.
    pub const ALWAYS: Self =
        Self { from: Span::ZERO, until: Span::from_micros(DAY), days: [true; 7] };

    /// From and until times of a day, on some days; `None` if that is no time at all.
    pub fn new(from: Span, until: Span, days: [bool; 7]) -> Option<Self> {
        let lasts = from < until && until.micros() <= DAY && days.contains(&true);
        lasts.then_some(Self { from, until, days })
    }

    /// The pieces of a span that count, in order.
    pub fn pieces(&self, from: Time, to: Time) -> impl Iterator<Item = (Time, Time)> + use<'_> {
        let (from, to) = (from.micros(), to.micros());
        // One that ends at midnight and the next are one piece to whoever adds them.
        let days = from / DAY..to.div_ceil(DAY).max(from / DAY);
        let days = days.filter(|day| self.days[(day % 7) as usize]);
        days.filter_map(move |day| {
            let begins = (day * DAY + self.from.micros()).max(from);
            let ends = (day * DAY + self.until.micros()).min(to);
            (begins < ends).then(|| (Time::from_micros(begins), Time::from_micros(ends)))
        })
    }

    /// How much of a span counts.
    pub fn within(&self, from: Time, to: Time) -> Span {
        self.before(to).less(self.before(from))
    }

    fn before(&self, time: Time) -> Span {
        let (weeks, rest) = (time.micros() / WEEK, time.micros() % WEEK);
        let length = |until: u64| {
            let pieces = self.pieces(Time::ZERO, Time::from_micros(until));
            pieces.fold(Span::ZERO, |sum, (from, to)| sum + (to - from))
        };
        Span::from_micros(length(WEEK).micros().saturating_mul(weeks)) + length(rest)
    }

    /// In words: `8:00 to 18:00 on mon, tue`.
    pub fn words(&self) -> String {
        let clock = |span: Span| {
            let minutes = span.micros() / 60_000_000;
            format!("{}:{:02}", minutes / 60, minutes % 60)
        };
        let days: Vec<&str> =
            DAYS.iter().zip(self.days).filter(|(_, on)| *on).map(|(word, _)| *word).collect();
        let on =
            if days.len() == 7 { "every day".into() } else { format!("on {}", days.join(", ")) };
        format!("{} to {} {on}", clock(self.from), clock(self.until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u64, hour: u64) -> Time {
        Time::after_start(Span::from_secs((day * 24 + hour) * 3600))
    }

    #[test]
    fn a_week_of_office_hours_has_fifty() {
        let hour = |hours: u64| Span::from_secs(hours * 3600);
        let days = [true, true, true, true, true, false, false];
        let office = ServiceHours::new(hour(8), hour(18), days).expect("hours");
        assert_eq!(office.within(at(0, 0), at(7, 0)), hour(50));
        assert_eq!(office.within(at(0, 9), at(700, 9)), hour(5_000));
        // Friday 17:00 to Monday 9:00: the last hour and the first.
        assert_eq!(office.within(at(4, 17), at(7, 9)), hour(2));
        let pieces: Vec<_> = office.pieces(at(4, 17), at(7, 9)).collect();
        assert_eq!(pieces, [(at(4, 17), at(4, 18)), (at(7, 8), at(7, 9))]);
        assert_eq!(ServiceHours::ALWAYS.within(at(3, 5), at(40, 7)), hour(37 * 24 + 2));
        assert_eq!(ServiceHours::new(hour(8), hour(8), days), None);
        assert_eq!(office.words(), "8:00 to 18:00 on mon, tue, wed, thu, fri");
    }
}
