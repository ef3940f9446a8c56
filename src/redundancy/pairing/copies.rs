//! The copies of what one pool of a pair writes, in one trial: what its partner lacks, and how the
//! next batch fares.

use super::backup::{Backup, Way, Written};
use crate::quantity::{Micro, Span, Time};

/// What the partner lacks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Backlog {
    /// How much.
    written: Written,
    /// For how long somebody wrote it.
    pub wrote: Span,
}

impl Backlog {
    /// Together with what so many users write in a span.
    fn and(self, users: Micro, span: Span) -> Self {
        let wrote = if users > 0 { span } else { Span::ZERO };
        let written = u128::from(users) * u128::from(span.micros());
        Self { written: self.written + written, wrote: self.wrote + wrote }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Copies {
    /// Of the starts of batches.
    phase: Span,
    /// Users that write.
    users: Micro,
    way: Way,
    state: State,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// Batches start at `from` and every stride from there, and each is safe in time; the first one
    /// takes what was lacking at `since` as well.
    Flowing { lacking: Backlog, since: Time, from: Time, stride: Span },
    /// Nothing is sent.
    Stopped { lacking: Backlog, as_of: Time },
    /// A batch is on its way, or about to start.
    Sending(Batch),
}

/// A batch that is followed by itself.
#[derive(Clone, Copy, Debug)]
struct Batch {
    /// What it takes along, as of `as_of` while that is before its start.
    takes: Backlog,
    /// What was written since it started.
    behind: Backlog,
    as_of: Time,
    start: Time,
    leg: Leg,
    /// It holds no more than batches do.
    usual: bool,
}

/// How far a batch is.
#[derive(Clone, Copy, Debug)]
enum Leg {
    /// It will go over links that others may use.
    Waits,
    /// It goes over them.
    UnderWay,
    /// It is safe then.
    Due(Time),
}

impl Batch {
    fn advance(&mut self, users: Micro, now: Time) {
        let starts = self.start.max(self.as_of).min(now);
        self.takes = self.takes.and(users, starts - self.as_of);
        self.behind = self.behind.and(users, now - starts);
        self.as_of = now;
    }

    fn all(&self) -> Backlog {
        let Backlog { written, wrote } = self.behind;
        Backlog { written: self.takes.written + written, wrote: self.takes.wrote + wrote }
    }
}

impl Copies {
    /// Everything is safe at first.
    pub(super) fn new(backup: &Backup, phase: Span, users: Micro, way: Way) -> Self {
        let state = State::Stopped { lacking: Backlog::default(), as_of: Time::ZERO };
        let mut copies = Self { phase, users, way, state };
        copies.send(backup, Time::ZERO);
        copies
    }

    /// What the partner lacks.
    pub(super) fn lacking(&self, backup: &Backup, now: Time) -> Backlog {
        match self.state {
            State::Stopped { lacking, as_of } => lacking.and(self.users, now - as_of),
            State::Sending(mut batch) => {
                batch.advance(self.users, now);
                batch.all()
            }
            State::Flowing { lacking, since, .. } => match self.last_safe(backup, now) {
                Some(start) => Backlog::default().and(self.users, now - start),
                None => lacking.and(self.users, now - since),
            },
        }
    }

    /// The start of the last batch that is safe, while they flow.
    fn last_safe(&self, backup: &Backup, now: Time) -> Option<Time> {
        let State::Flowing { from, stride, .. } = self.state else { return None };
        let run = now.micros().checked_sub((from + self.lasts(backup, stride)).micros())?;
        let batches = run / stride.micros();
        Some(Time::from_micros(from.micros() + batches * stride.micros()))
    }

    /// How long a batch of what is written in a stride takes.
    fn lasts(&self, backup: &Backup, stride: Span) -> Span {
        backup.lasts(u128::from(self.users) * u128::from(stride.micros()), self.way)
    }

    /// Whether no more than usual is lacking.
    pub(super) fn is_complete(&self) -> bool {
        match self.state {
            State::Flowing { .. } => true,
            State::Sending(batch) => batch.usual,
            State::Stopped { .. } => false,
        }
    }

    /// Whether nothing can be sent.
    pub(super) fn is_stopped(&self) -> bool {
        matches!(self.state, State::Stopped { .. })
    }

    /// When something happens to a batch, if that is to be looked at.
    pub(super) fn due(&self) -> Option<Time> {
        let State::Sending(batch) = self.state else { return None };
        match batch.leg {
            Leg::Due(due) => Some(due),
            Leg::Waits => Some(batch.start),
            Leg::UnderWay => None,
        }
    }

    /// Whether a batch goes over links.
    pub(super) fn is_under_way(&self) -> bool {
        matches!(self.state, State::Sending(Batch { leg: Leg::UnderWay, .. }))
    }

    /// From now on so many users write, and what they write goes such a way. A batch that has
    /// started goes on.
    pub(super) fn write(&mut self, backup: &Backup, users: Micro, way: Way, now: Time) {
        if (self.users, self.way) == (users, way) {
            return;
        }
        if let Some(batch) = self.started(backup, now) {
            (self.users, self.way) = (users, way);
            self.state = State::Sending(batch);
            return;
        }
        let stopped = self.is_stopped();
        self.stop(backup, now);
        (self.users, self.way) = (users, way);
        if !stopped {
            self.send(backup, now);
        }
    }

    /// The batch that has started and is not safe yet, up to now.
    fn started(&self, backup: &Backup, now: Time) -> Option<Batch> {
        match self.state {
            State::Sending(mut batch) => {
                batch.advance(self.users, now);
                (batch.start <= now && !matches!(batch.leg, Leg::Waits)).then_some(batch)
            }
            State::Flowing { from, stride, .. } => {
                let run = now.micros().checked_sub(from.micros())?;
                let start = Time::from_micros(now.micros() - run % stride.micros());
                let due = start + self.lasts(backup, stride);
                let behind = Backlog::default().and(self.users, now - start);
                let all = self.lacking(backup, now);
                let takes = Backlog {
                    written: all.written - behind.written,
                    wrote: all.wrote.less(behind.wrote),
                };
                let leg = Leg::Due(due);
                let batch = Batch { takes, behind, as_of: now, start, leg, usual: true };
                (now < due).then_some(batch)
            }
            State::Stopped { .. } => None,
        }
    }

    /// Nothing can be sent from now on; what is under way is lost.
    pub(super) fn stop(&mut self, backup: &Backup, now: Time) {
        self.state = State::Stopped { lacking: self.lacking(backup, now), as_of: now };
    }

    /// The pool has lost all it held: there is nothing left to send.
    pub(super) fn forget(&mut self, now: Time) {
        self.state = State::Stopped { lacking: Backlog::default(), as_of: now };
    }

    /// The next batch starts as soon as one may, with everything that is lacking by then.
    pub(super) fn send(&mut self, backup: &Backup, now: Time) {
        let lacking = self.lacking(backup, now);
        let start = backup.start(self.phase, now);
        let all = lacking.and(self.users, start - now);
        let stride = backup.stride(self.users, self.way);
        let lasts = backup.lasts(all.written, self.way);
        if let Some(stride) = stride
            && all.written <= u128::from(self.users) * u128::from(stride.micros())
        {
            self.state = State::Flowing { lacking, since: now, from: start, stride };
            return;
        }
        // Fewer write than did: the batch is larger than those to come, and no later than they are.
        let usual = stride.is_some_and(|stride| all.wrote <= stride && lasts <= stride);
        let leg = match self.way.is_limited && !usual {
            true => Leg::Waits,
            false => Leg::Due(start + lasts),
        };
        let behind = Backlog::default();
        self.state =
            State::Sending(Batch { takes: lacking, behind, as_of: now, start, leg, usual });
    }

    /// A batch may start by now that goes over links: so many bytes.
    pub(super) fn depart(&mut self, backup: &Backup, now: Time) -> Option<u64> {
        let users = self.users;
        let State::Sending(batch) = &mut self.state else { return None };
        if batch.start > now || !matches!(batch.leg, Leg::Waits) {
            return None;
        }
        batch.advance(users, now);
        batch.leg = Leg::UnderWay;
        let bytes = backup.volume(batch.takes.written).div_ceil(1_000_000);
        Some(u64::try_from(bytes).unwrap_or(u64::MAX))
    }

    /// The batch under way has arrived, and is imported.
    pub(super) fn arrive(&mut self, backup: &Backup, now: Time) {
        if let State::Sending(Batch { leg: leg @ Leg::UnderWay, .. }) = &mut self.state {
            *leg = Leg::Due(now + backup.takes);
        }
    }

    /// A batch may be safe by now: the next one starts.
    pub(super) fn look(&mut self, backup: &Backup, now: Time) {
        if let State::Sending(mut batch) = self.state
            && let Leg::Due(due) = batch.leg
            && due <= now
        {
            batch.advance(self.users, now);
            self.state = State::Stopped { lacking: batch.behind, as_of: now };
            self.send(backup, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::MICRO;

    const USERS: Micro = 10_000 * MICRO;

    /// 60 kB a second of a thousand users, so 600 kB a second, at 6 MB a second.
    fn backup() -> Backup {
        Backup {
            over: None,
            into: [Vec::new(), Vec::new()],
            every: Span::from_secs(120),
            takes: Span::from_secs(30),
            rate: Some(6_000_000),
            writes: 60_000,
            per: 1000 * MICRO,
            destroyed: false,
        }
    }

    /// A way that nothing else limits.
    fn way(backup: &Backup) -> Way {
        Way { rate: backup.rate, latency: Span::ZERO, is_limited: false }
    }

    /// Everything written before this is safe, if somebody has written since.
    fn safe(copies: &Copies, backup: &Backup, now: Time) -> Time {
        Time::ZERO + (now - Time::ZERO).less(copies.lacking(backup, now).wrote)
    }

    fn at(secs: u64) -> Time {
        Time::after_start(Span::from_secs(secs))
    }

    #[test]
    fn while_all_is_well_the_age_is_a_sawtooth() {
        let backup = backup();
        // A batch of 72 MB takes 12 s and 30 s.
        let copies = Copies::new(&backup, Span::from_secs(60), USERS, way(&backup));
        assert_eq!(safe(&copies, &backup, at(60)), at(0));
        assert_eq!(safe(&copies, &backup, at(101)), at(0));
        assert_eq!(safe(&copies, &backup, at(102)), at(60));
        assert_eq!(safe(&copies, &backup, at(221)), at(60));
        assert_eq!(safe(&copies, &backup, at(222)), at(180));
        assert_eq!(copies.due(), None);
    }

    #[test]
    fn what_was_missed_is_sent_in_one_batch_and_then_in_smaller_ones() {
        let backup = backup();
        let mut copies = Copies::new(&backup, Span::from_secs(60), USERS, way(&backup));
        copies.stop(&backup, at(1020));
        // Safe is what was written before the batch that was imported at 942 s.
        assert_eq!(safe(&copies, &backup, at(4000)), at(900));
        copies.send(&backup, at(4620));
        // The batch of 4620 holds 3720 s of writes: 2232 MB take 372 s, and 30 s.
        assert_eq!(copies.due(), Some(at(5022)));
        copies.look(&backup, at(5022));
        assert_eq!(safe(&copies, &backup, at(5022)), at(4620));
        // The next one starts at 5100 and holds 480 s: 48 s and 30 s, then all fit.
        assert_eq!(copies.due(), Some(at(5178)));
        assert!(!copies.is_complete());
        copies.look(&backup, at(5178));
        assert!(copies.is_complete());
        assert_eq!(safe(&copies, &backup, at(5200)), at(5100));
        assert_eq!(safe(&copies, &backup, at(5262)), at(5220));
    }

    #[test]
    fn a_batch_longer_than_the_interval_lets_starts_pass() {
        let slow = Backup { takes: Span::from_secs(150), rate: None, ..backup() };
        let copies = Copies::new(&slow, Span::ZERO, USERS, way(&slow));
        assert_eq!(safe(&copies, &slow, at(389)), at(0));
        assert_eq!(safe(&copies, &slow, at(390)), at(240));
        assert_eq!(safe(&copies, &slow, at(629)), at(240));
    }

    #[test]
    fn a_narrow_link_takes_its_time() {
        let backup = Backup { rate: None, ..backup() };
        let way = Way { rate: Some(1_200_000), latency: Span::from_secs(1), is_limited: true };
        let mut copies = Copies::new(&backup, Span::from_secs(60), USERS, way);
        // A batch of 72 MB takes 60 s, 1 s and 30 s.
        assert_eq!(safe(&copies, &backup, at(150)), at(0));
        assert_eq!(safe(&copies, &backup, at(151)), at(60));
        copies.stop(&backup, at(1020));
        copies.send(&backup, at(4620));
        // 3780 s of writes: the start at 900 is safe at 991.
        assert_eq!(safe(&copies, &backup, at(4620)), at(900));
        assert_eq!(copies.due(), Some(at(4620)));
        assert_eq!(copies.depart(&backup, at(4620)), Some(3720 * 600_000));
        assert!(copies.is_under_way());
        assert_eq!(copies.due(), None);
        copies.arrive(&backup, at(6500));
        assert_eq!(copies.due(), Some(at(6530)));
        copies.look(&backup, at(6530));
        assert_eq!(safe(&copies, &backup, at(6530)), at(4620));
        // The next one starts at 6540, with 1920 s.
        assert_eq!(copies.depart(&backup, at(6539)), None);
        assert_eq!(copies.depart(&backup, at(6540)), Some(1920 * 600_000));
    }

    #[test]
    fn more_writes_than_can_be_sent_never_fit() {
        let slow = Backup { rate: Some(600_000), ..backup() };
        assert!(slow.is_too_slow(USERS, slow.rate));
        assert!(!slow.is_too_slow(USERS - 1, slow.rate));
        let copies = Copies::new(&slow, Span::ZERO, USERS, way(&slow));
        assert!(!copies.is_complete());
    }

    #[test]
    fn nobody_writes_while_a_pool_is_down() {
        let backup = backup();
        let every = Backup { every: Span::from_secs(1800), ..backup };
        let mut copies = Copies::new(&every, Span::ZERO, USERS, way(&every));
        // Down at 3000 s, 1200 s after the start of a batch that is safe; back at 17,400 s.
        copies.write(&every, 0, way(&every), at(3000));
        copies.stop(&every, at(3000));
        assert_eq!(copies.lacking(&every, at(17_400)).wrote, Span::from_secs(1200));
        copies.write(&every, USERS, way(&every), at(17_400));
        copies.send(&every, at(17_400));
        assert_eq!(copies.lacking(&every, at(17_460)).wrote, Span::from_secs(1260));
        // The batch of 18,000 s takes 1800 s of writes along: 180 s and 30 s.
        assert_eq!(copies.lacking(&every, at(18_209)).wrote, Span::from_secs(2009));
        assert_eq!(copies.lacking(&every, at(18_210)).wrote, Span::from_secs(210));
    }

    #[test]
    fn a_batch_goes_on_when_others_write() {
        let backup = Backup { takes: Span::from_secs(100), rate: None, ..backup() };
        let mut copies = Copies::new(&backup, Span::ZERO, USERS, way(&backup));
        // That of 240 s is safe at 340 s, whoever writes from 300 s on.
        copies.write(&backup, 2 * USERS, way(&backup), at(300));
        assert!(copies.is_complete());
        assert_eq!(safe(&copies, &backup, at(339)), at(120));
        assert_eq!(copies.due(), Some(at(340)));
        copies.look(&backup, at(340));
        assert_eq!(safe(&copies, &backup, at(340)), at(240));
        assert!(copies.is_complete());
        assert_eq!(copies.due(), None);
        // That of 360 s holds more than half as many will write: it is safe in time all the same.
        copies.write(&backup, USERS / 2, way(&backup), at(350));
        assert!(copies.is_complete());
        assert_eq!(copies.due(), Some(at(460)));
        copies.look(&backup, at(460));
        assert_eq!(safe(&copies, &backup, at(460)), at(360));
        assert!(copies.is_complete());
    }

    #[test]
    fn what_is_destroyed_is_not_sent() {
        let backup = backup();
        let mut copies = Copies::new(&backup, Span::from_secs(60), USERS, way(&backup));
        copies.stop(&backup, at(1020));
        copies.forget(at(4620));
        copies.send(&backup, at(4620));
        assert!(copies.is_complete());
        assert_eq!(copies.lacking(&backup, at(4640)).wrote, Span::from_secs(20));
    }
}
