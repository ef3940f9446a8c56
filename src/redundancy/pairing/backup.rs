//! The backup service: what is written at a pool goes to its partner in batches.
//!
//! A batch starts every interval, at a phase drawn once; it holds whatever was written before it
//! starts, is sent at a rate, and is safe when it has been imported. A batch that takes longer than
//! the interval lets the next one wait for the first start after it. The safe data are as old as
//! the start of the last batch that is safe.
//!
//! While all is well that is a formula, and nothing happens: a batch is sent as fast as its rate and
//! the narrowest link of its way let it. While the pool, the way or the partner's file store is
//! down, what is written piles up, and the batch under way is lost; the first batch afterwards takes
//! as long as there is to send, the next ones send what was written meanwhile, until they fit the
//! interval again. Those share the links with whatever else is sent over them.

use crate::quantity::{Micro, Span, Time};
use crate::system::Target;

/// What is copied, how often, and how long it takes.
#[derive(Clone, Debug)]
pub struct Backup {
    /// The link that must be up.
    pub over: Option<Target>,
    /// The file stores that receive what comes to the first pool by name, and to the second: one of
    /// them must be up. Single components or services.
    pub into: [Vec<Target>; 2],
    /// From the start of one batch to the next.
    pub every: Span,
    /// How long a batch takes to be exported and imported, beside the transfer.
    pub takes: Span,
    /// Bytes a second; `None` is any number at once.
    pub rate: Option<u64>,
    /// Bytes a second that ...
    pub writes: u64,
    /// ... so many users write, in millionths.
    pub per: Micro,
    /// What a place loses in a disaster is lost for good.
    pub destroyed: bool,
}

/// How long users have written, in micro-users times microseconds.
type Written = u128;

/// What lies between a pool and its partner, for one that has it for itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Way {
    /// Bytes a second: the rate of the backup or the narrowest link, whichever is less; `None` is
    /// any number at once.
    pub rate: Option<u64>,
    /// From the last byte sent to its arrival.
    pub latency: Span,
    /// Some link on it carries only so much.
    pub is_limited: bool,
}

impl Backup {
    /// How much that is, in millionths of a byte.
    fn volume(&self, written: Written) -> u128 {
        written.saturating_mul(u128::from(self.writes)) / u128::from(self.per.max(1))
    }

    /// How long it takes until a batch of so much is safe, over a way that nobody else uses.
    fn lasts(&self, written: Written, way: Way) -> Span {
        let beside = self.takes + way.latency;
        let Some(rate) = way.rate else { return beside };
        let micros = self.volume(written).div_ceil(u128::from(rate.max(1)));
        beside + Span::from_micros(u64::try_from(micros).unwrap_or(u64::MAX >> 1))
    }

    /// Whether so many users write more than can ever be sent at a rate.
    pub fn is_too_slow(&self, users: Micro, rate: Option<u64>) -> bool {
        let bytes = u128::from(self.writes) * u128::from(users);
        rate.is_some_and(|rate| bytes >= u128::from(rate) * u128::from(self.per))
    }

    /// The first start of a batch at or after a time.
    fn start(&self, phase: Span, now: Time) -> Time {
        let (every, phase) = (self.every.micros().max(1), phase.micros());
        let run = now.micros().saturating_sub(phase);
        Time::from_micros(run.div_ceil(every).saturating_mul(every).saturating_add(phase))
    }

    /// From one start to the next while all is well, if batches fit.
    fn stride(&self, users: Micro, way: Way) -> Option<Span> {
        let every = self.every.micros();
        if self.is_too_slow(users, way.rate) {
            return None;
        }
        let mut stride = self.every;
        loop {
            let lasts = self.lasts(u128::from(users) * u128::from(stride.micros()), way);
            if lasts <= stride {
                return Some(stride);
            }
            stride = Span::from_micros(lasts.micros().div_ceil(every).checked_mul(every)?);
        }
    }
}

/// The copies of what one pool writes, in one trial.
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
    /// Batches start at `from` and every stride from there, and each is safe in time; what was
    /// written before `floor` is safe anyway.
    Flowing { floor: Time, from: Time, stride: Span },
    /// Nothing is sent.
    Stopped { safe: Time, written: Written, as_of: Time },
    /// There is more to send than fits: a batch starts, and is safe some day.
    Behind { safe: Time, written: Written, as_of: Time, start: Time, leg: Leg },
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

impl Copies {
    /// Everything is safe at first.
    pub(super) fn new(backup: &Backup, phase: Span, users: Micro, way: Way) -> Self {
        let state = State::Stopped { safe: Time::ZERO, written: 0, as_of: Time::ZERO };
        let mut copies = Self { phase, users, way, state };
        copies.flow(backup, Time::ZERO, Time::ZERO);
        copies
    }

    /// Everything written before this is safe.
    pub(super) fn safe(&self, backup: &Backup, now: Time) -> Time {
        match self.state {
            State::Stopped { safe, .. } | State::Behind { safe, .. } => safe,
            State::Flowing { floor, from, stride } => {
                let lasts = backup.lasts(self.in_a(stride), self.way);
                let Some(run) = now.micros().checked_sub((from + lasts).micros()) else {
                    return floor;
                };
                let batches = run / stride.micros();
                Time::from_micros(from.micros() + batches * stride.micros())
            }
        }
    }

    /// Whether no more than usual is missing.
    pub(super) fn is_complete(&self) -> bool {
        matches!(self.state, State::Flowing { .. })
    }

    /// Whether nothing can be sent.
    pub(super) fn is_stopped(&self) -> bool {
        matches!(self.state, State::Stopped { .. })
    }

    /// When something happens to a batch, if that is to be looked at.
    pub(super) fn due(&self) -> Option<Time> {
        match self.state {
            State::Behind { leg: Leg::Due(due), .. } => Some(due),
            State::Behind { leg: Leg::Waits, start, .. } => Some(start),
            _ => None,
        }
    }

    /// Whether a batch goes over links.
    pub(super) fn is_under_way(&self) -> bool {
        matches!(self.state, State::Behind { leg: Leg::UnderWay, .. })
    }

    fn in_a(&self, span: Span) -> Written {
        u128::from(self.users) * u128::from(span.micros())
    }

    /// What is missing at the partner, by now.
    fn missing(&self, backup: &Backup, now: Time) -> Written {
        match self.state {
            State::Flowing { .. } => self.in_a(now - self.safe(backup, now)),
            State::Stopped { written, as_of, .. } | State::Behind { written, as_of, .. } => {
                written + self.in_a(now - as_of)
            }
        }
    }

    /// From now on so many users write, and what they write goes such a way.
    pub(super) fn write(&mut self, backup: &Backup, users: Micro, way: Way, now: Time) {
        if (self.users, self.way) == (users, way) {
            return;
        }
        if self.users == users && self.is_under_way() {
            // It goes on over whatever way there is.
            self.way = way;
            return;
        }
        let (safe, written) = (self.safe(backup, now), self.missing(backup, now));
        let was = self.state;
        self.state = State::Stopped { safe, written, as_of: now };
        (self.users, self.way) = (users, way);
        match was {
            // A batch under way is taken for one that has yet to start.
            State::Flowing { .. } => self.flow(backup, safe, now),
            State::Behind { .. } => self.send(backup, now),
            State::Stopped { .. } => {}
        }
    }

    /// Nothing can be sent from now on; what is under way is lost.
    pub(super) fn stop(&mut self, backup: &Backup, now: Time) {
        let (safe, written) = (self.safe(backup, now), self.missing(backup, now));
        self.state = State::Stopped { safe, written, as_of: now };
    }

    /// The next batch starts as soon as one may, with everything that is missing by then.
    pub(super) fn send(&mut self, backup: &Backup, now: Time) {
        let (safe, written) = (self.safe(backup, now), self.missing(backup, now));
        let start = backup.start(self.phase, now);
        let all = written + self.in_a(start - now);
        let stride = backup.stride(self.users, self.way);
        if stride.is_some_and(|stride| all <= self.in_a(stride)) {
            return self.flow(backup, safe, now);
        }
        self.state = self.behind(backup, safe, written, now);
    }

    /// Everything that is missing goes in one batch.
    fn behind(&self, backup: &Backup, safe: Time, written: Written, now: Time) -> State {
        let start = backup.start(self.phase, now);
        let all = written + self.in_a(start - now);
        let leg = match self.way.is_limited {
            true => Leg::Waits,
            false => Leg::Due(start + backup.lasts(all, self.way)),
        };
        State::Behind { safe, written, as_of: now, start, leg }
    }

    /// A batch may start by now that goes over links: so many bytes.
    pub(super) fn depart(&mut self, backup: &Backup, now: Time) -> Option<u64> {
        let State::Behind { start, leg: leg @ Leg::Waits, written, as_of, .. } = &mut self.state
        else {
            return None;
        };
        if *start > now {
            return None;
        }
        *leg = Leg::UnderWay;
        let all = *written + u128::from(self.users) * u128::from((*start - *as_of).micros());
        Some(u64::try_from(backup.volume(all).div_ceil(1_000_000)).unwrap_or(u64::MAX))
    }

    /// The batch under way has arrived, and is imported.
    pub(super) fn arrive(&mut self, backup: &Backup, now: Time) {
        if let State::Behind { leg: leg @ Leg::UnderWay, .. } = &mut self.state {
            *leg = Leg::Due(now + backup.takes);
        }
    }

    /// A batch may be safe by now: the next one starts.
    pub(super) fn look(&mut self, backup: &Backup, now: Time) {
        if let State::Behind { start, leg: Leg::Due(due), .. } = self.state
            && due <= now
        {
            let written = self.in_a(now - start);
            self.state = State::Stopped { safe: start, written, as_of: now };
            self.send(backup, now);
        }
    }

    /// Batches fit from now on.
    fn flow(&mut self, backup: &Backup, floor: Time, now: Time) {
        self.state = match backup.stride(self.users, self.way) {
            Some(stride) => {
                let from = backup.start(self.phase, now);
                State::Flowing { floor, from, stride }
            }
            None => self.behind(backup, floor, self.missing(backup, now), now),
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

    fn at(secs: u64) -> Time {
        Time::after_start(Span::from_secs(secs))
    }

    #[test]
    fn while_all_is_well_the_age_is_a_sawtooth() {
        let backup = backup();
        // A batch of 72 MB takes 12 s and 30 s.
        let copies = Copies::new(&backup, Span::from_secs(60), USERS, way(&backup));
        assert_eq!(copies.safe(&backup, at(60)), at(0));
        assert_eq!(copies.safe(&backup, at(101)), at(0));
        assert_eq!(copies.safe(&backup, at(102)), at(60));
        assert_eq!(copies.safe(&backup, at(221)), at(60));
        assert_eq!(copies.safe(&backup, at(222)), at(180));
        assert_eq!(copies.due(), None);
    }

    #[test]
    fn what_was_missed_is_sent_in_one_batch_and_then_in_smaller_ones() {
        let backup = backup();
        let mut copies = Copies::new(&backup, Span::from_secs(60), USERS, way(&backup));
        copies.stop(&backup, at(1020));
        // Safe is what was written before the batch that was imported at 942 s.
        assert_eq!(copies.safe(&backup, at(4000)), at(900));
        copies.send(&backup, at(4620));
        // The batch of 4620 holds 3720 s of writes: 2232 MB take 372 s, and 30 s.
        assert_eq!(copies.due(), Some(at(5022)));
        copies.look(&backup, at(5022));
        assert_eq!(copies.safe(&backup, at(5022)), at(4620));
        // The next one starts at 5100 and holds 480 s: 48 s and 30 s, then all fit.
        assert_eq!(copies.due(), Some(at(5178)));
        assert!(!copies.is_complete());
        copies.look(&backup, at(5178));
        assert!(copies.is_complete());
        assert_eq!(copies.safe(&backup, at(5200)), at(5100));
        assert_eq!(copies.safe(&backup, at(5262)), at(5220));
    }

    #[test]
    fn a_batch_longer_than_the_interval_lets_starts_pass() {
        let slow = Backup { takes: Span::from_secs(150), rate: None, ..backup() };
        let copies = Copies::new(&slow, Span::ZERO, USERS, way(&slow));
        assert_eq!(copies.safe(&slow, at(389)), at(0));
        assert_eq!(copies.safe(&slow, at(390)), at(240));
        assert_eq!(copies.safe(&slow, at(629)), at(240));
    }

    #[test]
    fn a_narrow_link_takes_its_time() {
        let backup = Backup { rate: None, ..backup() };
        let way = Way { rate: Some(1_200_000), latency: Span::from_secs(1), is_limited: true };
        let mut copies = Copies::new(&backup, Span::from_secs(60), USERS, way);
        // A batch of 72 MB takes 60 s, 1 s and 30 s.
        assert_eq!(copies.safe(&backup, at(150)), at(0));
        assert_eq!(copies.safe(&backup, at(151)), at(60));
        copies.stop(&backup, at(1020));
        copies.send(&backup, at(4620));
        // 3780 s of writes: the start at 900 is safe at 991.
        assert_eq!(copies.safe(&backup, at(4620)), at(900));
        assert_eq!(copies.due(), Some(at(4620)));
        assert_eq!(copies.depart(&backup, at(4620)), Some(3720 * 600_000));
        assert!(copies.is_under_way());
        assert_eq!(copies.due(), None);
        copies.arrive(&backup, at(6500));
        assert_eq!(copies.due(), Some(at(6530)));
        copies.look(&backup, at(6530));
        assert_eq!(copies.safe(&backup, at(6530)), at(4620));
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
}
