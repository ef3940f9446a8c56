//! Data that services keep, and the copies of it: how old each is, and which are still clean.
//!
//! A copy follows at its lag, so what is bad reaches it that much later. Backups are taken at
//! regular times, before the trial begins as well, and cost no event: which ones there are is
//! computed when one is needed.

use super::blueprint::Target;
use super::id::{ModeId, NodeId, PersonId, ServiceId};
use crate::quantity::{Span, Time};
use crate::random::Law;

/// Data that one or more services keep: they cannot go on when it is known to be bad.
#[derive(Clone, Debug)]
pub struct DataSpec {
    /// Its name.
    pub name: String,
    /// The services that stop when it is found to be bad: positions in
    /// [`super::Blueprint::services`].
    pub kept_by: Vec<usize>,
    /// Copies that follow.
    pub copies: Vec<CopySpec>,
    /// Backups at regular times.
    pub backups: Vec<BackupSpec>,
    /// From a corruption until it is discovered.
    pub discovered: Law,
    /// The person who decides that it is restored: a position in [`super::Blueprint::people`];
    /// `None` is restored as soon as it is discovered.
    pub by: Option<usize>,
    /// How long a restoration takes.
    pub restore: RestoreSpec,
    /// The life after which it goes bad of itself; `None` only by script.
    pub life: Option<Law>,
}

/// A copy that follows what is written.
#[derive(Clone, Debug)]
pub struct CopySpec {
    /// A component or a service; the copy is of use while it is up.
    pub at: Target,
    /// How much later a write reaches it.
    pub lag: Span,
    /// How long it takes to restore from it; `None` is as from anything else.
    pub restore: Option<RestoreSpec>,
}

/// Backups at regular times.
#[derive(Clone, Debug)]
pub struct BackupSpec {
    /// From the beginning of one to that of the next; longer than zero.
    pub every: Span,
    /// When one of them begins: the others lie whole intervals before and after.
    pub at: Span,
    /// How long one takes. It holds the data as they were when it began.
    pub takes: Span,
    /// How long after its beginning one is kept.
    pub keep: Span,
    /// Where they are kept: nothing is stored or fetched while that is down.
    pub store: Option<Target>,
    /// How long it takes to restore from one; `None` is as from anything else.
    pub restore: Option<RestoreSpec>,
}

/// How long a restoration takes.
#[derive(Clone, Debug)]
pub struct RestoreSpec {
    /// Whatever is lost.
    pub base: Law,
    /// For each hour of writes that is lost: to enter them again, say.
    pub per_hour_lost: Span,
}

impl RestoreSpec {
    /// So long, whatever is lost.
    pub fn taking(base: Law) -> Self {
        Self { base, per_hour_lost: Span::ZERO }
    }

    /// The part that grows with what is lost.
    pub(crate) fn for_lost(&self, lost: Span) -> Span {
        const HOUR: u128 = 3_600_000_000;
        let micros = u128::from(self.per_hour_lost.micros()) * u128::from(lost.micros()) / HOUR;
        Span::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
    }
}

/// Data, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Data {
    pub name: String,
    pub node: NodeId,
    pub key: u64,
    /// How it goes bad.
    pub mode: ModeId,
    pub kept_by: Vec<ServiceId>,
    /// What it can be restored from: copies by place, then backups.
    pub sources: Vec<Source>,
    pub discovered: Law,
    pub by: Option<PersonId>,
}

/// Something that data can be restored from.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Where it stands; `None` is nowhere that could fail.
    pub node: Option<NodeId>,
    pub kind: SourceKind,
    pub restore: RestoreSpec,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum SourceKind {
    /// A copy, with its lag.
    Copy(Span),
    Backups(Schedule),
}

/// When backups are taken, and how long they are kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Schedule {
    pub every: Span,
    pub at: Span,
    pub takes: Span,
    pub keep: Span,
}

/// What is the case with data.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum DataState {
    #[default]
    Good,
    /// Bad, and nobody knows.
    Bad,
    /// Known to be bad; nothing is decided.
    Found,
    /// Restored from this source.
    Restoring(u32),
    /// No clean copy is within reach.
    Stuck,
}

/// The times of data in one trial.
#[derive(Clone, Debug)]
pub(crate) struct DataClock {
    /// When it last went bad, and when that was found.
    pub spoilt: Time,
    pub found: Time,
    /// What it is restored to, in microseconds from the start of the trial.
    pub point: i128,
    /// When it was last restored.
    pub restored: Option<Time>,
    /// How often a restoration has begun; numbers their draws.
    pub attempts: u32,
    /// When it was bad before: `from..to`.
    bad: Vec<(Time, Time)>,
    /// By source: when it was away.
    away: Vec<Away>,
}

/// When a source was out of reach: since when it is, and `from..to` of earlier times.
#[derive(Clone, Debug, Default)]
struct Away {
    since: Option<Time>,
    before: Vec<(Time, Time)>,
}

fn micros(time: Time) -> i128 {
    i128::from(time.micros())
}

fn length(span: Span) -> i128 {
    i128::from(span.micros())
}

impl DataClock {
    /// The clock of data with so many sources, before anything happens.
    pub(crate) fn new(sources: usize) -> Self {
        Self {
            spoilt: Time::NEVER,
            found: Time::NEVER,
            point: 0,
            restored: None,
            attempts: 0,
            bad: Vec::new(),
            away: vec![Away::default(); sources],
        }
    }

    /// What was written after the copy it is restored from, until the services stopped.
    pub(crate) fn lost(&self) -> Span {
        let lost = micros(self.found) - self.point.min(micros(self.found));
        Span::from_micros(u64::try_from(lost).unwrap_or(u64::MAX))
    }

    /// It is good again: what was copied meanwhile stays bad.
    pub(crate) fn restore(&mut self, now: Time, data: &Data) {
        let oldest = micros(now) - data.longest_kept();
        self.bad.retain(|(_, to)| micros(*to) >= oldest);
        self.bad.push((self.spoilt, now));
        self.restored = Some(now);
    }

    /// A source is within reach from now on, or no longer.
    pub(crate) fn note_source(&mut self, source: usize, here: bool, now: Time, data: &Data) {
        let away = &mut self.away[source];
        match (here, away.since) {
            (false, None) => away.since = Some(now),
            (true, Some(since)) => {
                let oldest = micros(now) - data.longest_kept();
                away.since = None;
                away.before.retain(|(_, to)| micros(*to) >= oldest);
                away.before.push((since, now));
            }
            _ => {}
        }
    }

    /// Whether a source is within reach.
    pub(crate) fn is_here(&self, source: usize) -> bool {
        self.away[source].since.is_none()
    }

    /// What the newest clean copy of a source within reach holds: the data as they were then.
    pub(crate) fn newest(&self, source: usize, kind: SourceKind, now: Time) -> Option<i128> {
        match kind {
            SourceKind::Copy(lag) => {
                let reached = micros(now) - length(lag);
                // A restoration sets all copies up anew.
                let set_up = self.restored.map_or(i128::MIN, micros);
                (reached < micros(self.spoilt)).then_some(reached.max(set_up))
            }
            SourceKind::Backups(schedule) => self.newest_backup(source, schedule, now),
        }
    }

    /// The beginning of the newest backup that is complete and kept, was taken while the data were
    /// good, and was stored.
    fn newest_backup(&self, source: usize, schedule: Schedule, now: Time) -> Option<i128> {
        let Schedule { every, at, takes, keep } = schedule;
        let mut latest = (micros(now) - length(takes)).min(micros(self.spoilt) - 1);
        loop {
            let began = latest - (latest - length(at)).rem_euclid(length(every));
            if began + length(keep) < micros(now) {
                return None;
            }
            let bad =
                self.bad.iter().find(|(from, to)| micros(*from) <= began && began < micros(*to));
            let ended = began + length(takes);
            let missed = self.away[source]
                .before
                .iter()
                .find(|(from, to)| began < micros(*to) && micros(*from) <= ended);
            latest = match (bad, missed) {
                (Some((from, _)), _) => micros(*from) - 1,
                (None, Some((from, _))) => micros(*from) - length(takes) - 1,
                (None, None) => return Some(began),
            };
        }
    }
}

impl Data {
    /// Older than this no backup matters.
    fn longest_kept(&self) -> i128 {
        let kept = |source: &Source| match source.kind {
            SourceKind::Copy(_) => 0,
            SourceKind::Backups(schedule) => length(schedule.keep) + length(schedule.takes),
        };
        self.sources.iter().map(kept).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i128 = 3_600_000_000;

    fn hours(hours: u64) -> Span {
        Span::from_secs(3600 * hours)
    }

    fn at(hour: u64) -> Time {
        Time::after_start(hours(hour))
    }

    fn nightly() -> Schedule {
        Schedule { every: hours(24), at: hours(2), takes: hours(1), keep: hours(72) }
    }

    fn data() -> Data {
        let law = || Law::fixed(hours(1)).expect("an hour is a span");
        let restore = RestoreSpec::taking(law());
        let kind = SourceKind::Backups(nightly());
        Data {
            name: "data".into(),
            node: NodeId(0),
            key: 0,
            mode: ModeId(0),
            kept_by: Vec::new(),
            sources: vec![Source { node: None, kind, restore }],
            discovered: law(),
            by: None,
        }
    }

    /// The newest backup began at this hour.
    fn newest(clock: &DataClock, now: Time) -> Option<i128> {
        clock.newest(0, SourceKind::Backups(nightly()), now).map(|point| point / HOUR)
    }

    #[test]
    fn backups_lie_whole_intervals_apart_before_the_start_too() {
        let mut clock = DataClock::new(1);
        clock.spoilt = at(1);
        // One at hour 2 would be bad; the last good one began at hour -22.
        assert_eq!(newest(&clock, at(1)), Some(-22));
        assert_eq!(newest(&clock, at(30)), Some(-22));
        // It is kept for 72 hours: to hour 50, that one included.
        assert_eq!(newest(&clock, at(50)), Some(-22));
        assert_eq!(newest(&clock, at(51)), None);
        // One that began before, but is not complete yet.
        clock.spoilt = Time::from_micros(at(2).micros() + 1);
        assert_eq!(newest(&clock, Time::from_micros(at(3).micros() - 1)), Some(-22));
        assert_eq!(newest(&clock, at(3)), Some(2));
        // One that begins in the very instant is bad.
        clock.spoilt = at(2);
        assert_eq!(newest(&clock, at(3)), Some(-22));
    }

    #[test]
    fn backups_taken_while_the_data_were_bad_or_the_store_away_are_skipped() {
        let (mut clock, data) = (DataClock::new(1), data());
        clock.spoilt = at(49);
        clock.restore(at(53), &data);
        clock.spoilt = at(90);
        // Those of hours 26 and 74 are good, that of hour 50 is not.
        assert_eq!(newest(&clock, at(90)), Some(74));
        clock.note_source(0, false, at(75), &data);
        clock.note_source(0, true, at(76), &data);
        assert_eq!(newest(&clock, at(90)), Some(26));
        // Away until the very beginning is there.
        clock.note_source(0, false, at(20), &data);
        clock.note_source(0, true, at(26), &data);
        assert_eq!(newest(&clock, at(90)), Some(26));
    }

    #[test]
    fn a_copy_is_bad_its_lag_after_the_data() {
        let mut clock = DataClock::new(1);
        let copy = |clock: &DataClock, now| {
            clock.newest(0, SourceKind::Copy(hours(4)), now).map(|point| point / HOUR)
        };
        clock.spoilt = at(1);
        assert_eq!(copy(&clock, at(2)), Some(-2));
        assert_eq!(copy(&clock, at(5)), None);
        // Set up anew by a restoration, it holds nothing older.
        clock.restore(at(10), &data());
        clock.spoilt = at(11);
        assert_eq!(copy(&clock, at(12)), Some(10));
        assert_eq!(clock.newest(0, SourceKind::Copy(Span::ZERO), at(11)), None);
    }

    #[test]
    fn what_is_lost_takes_its_time_by_the_hour() {
        let base = Law::fixed(hours(1)).expect("an hour is a span");
        let restore = RestoreSpec { base, per_hour_lost: Span::from_secs(600) };
        assert_eq!(restore.for_lost(hours(5)), Span::from_secs(3000));
        assert_eq!(restore.for_lost(Span::from_secs(1800)), Span::from_secs(300));
    }
}
