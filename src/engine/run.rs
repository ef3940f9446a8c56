//! The main loop: one instant after the other, until the horizon.

use super::Calendar;
use crate::quantity::Time;

/// Rounds one instant may take before it counts as a loop.
const ROUNDS: u32 = 64;

/// Something with events: the engine tells it what is due, and when an instant is complete.
pub trait Process {
    /// Its future events.
    fn calendar(&mut self) -> &mut Calendar;

    /// A day has dawned in the calendar: what its events will need may be made ready.
    fn foresee(&mut self) {}

    /// One scheduled event is due now. What it schedules at `now` opens a further round of the
    /// same instant.
    fn handle(&mut self, now: Time, rank: u64);

    /// All events of this round are handled: let them take effect.
    fn settle(&mut self, now: Time);

    /// The instant is over: only now may anybody look.
    fn close(&mut self, now: Time);
}

/// When to stop.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Events after this time do not happen.
    pub horizon: Time,
    /// More events than this end the run.
    pub events: u64,
}

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct End {
    /// Events handled.
    pub events: u64,
    /// Instants closed.
    pub instants: u64,
}

/// Why a run could not go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Halt {
    /// One instant opened more than 64 rounds; the rank of the event that opened the last.
    ZeroTimeLoop {
        /// When.
        at: Time,
        /// The event.
        rank: u64,
    },
    /// The event budget is spent; the rank of the last event.
    Budget {
        /// When.
        at: Time,
        /// The event.
        rank: u64,
    },
}

/// Runs `process` until the horizon. An instant is atomic: its rounds are handled and settled
/// until nothing more is due at its time, then it is closed.
pub fn run<P: Process>(process: &mut P, limits: Limits) -> Result<End, Halt> {
    let mut end = End { events: 0, instants: 0 };
    let mut batch = Vec::new();
    while let Some(now) = process.calendar().next_time() {
        if now > limits.horizon {
            break;
        }
        if process.calendar().has_dawned() {
            process.foresee();
        }
        let mut rounds = 0;
        while let Some(first) = process.calendar().take_at(now) {
            if rounds == ROUNDS {
                return Err(Halt::ZeroTimeLoop { at: now, rank: first });
            }
            rounds += 1;
            while let Some(rank) = process.calendar().take_at(now) {
                batch.push(rank);
            }
            for rank in std::iter::once(first).chain(batch.drain(..)) {
                end.events += 1;
                if end.events > limits.events {
                    return Err(Halt::Budget { at: now, rank });
                }
                process.handle(now, rank);
            }
            process.settle(now);
        }
        process.close(now);
        end.instants += 1;
    }
    Ok(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Span;

    /// Event 0 repeats itself after a delay; instants are counted when they close.
    struct Metronome {
        every: Span,
        closed: usize,
        calendar: Calendar,
    }

    impl Process for Metronome {
        fn calendar(&mut self) -> &mut Calendar {
            &mut self.calendar
        }
        fn handle(&mut self, now: Time, rank: u64) {
            self.calendar.schedule(now + self.every, rank);
        }
        fn settle(&mut self, _: Time) {}
        fn close(&mut self, _: Time) {
            self.closed += 1;
        }
    }

    fn beat(every: Span, limits: Limits) -> (Result<End, Halt>, usize) {
        let mut process = Metronome { every, closed: 0, calendar: Calendar::new() };
        process.calendar.schedule(Time::ZERO, 0);
        let end = run(&mut process, limits);
        (end, process.closed)
    }

    #[test]
    fn the_horizon_itself_still_happens() {
        let limits = Limits { horizon: Time::from_micros(30), events: 1000 };
        let (end, closed) = beat(Span::from_micros(10), limits);
        assert_eq!(end, Ok(End { events: 4, instants: 4 }));
        assert_eq!(closed, 4);
    }

    #[test]
    fn a_loop_without_time_and_a_spent_budget_halt() {
        let limits = Limits { horizon: Time::from_micros(30), events: 1000 };
        let (end, _) = beat(Span::ZERO, limits);
        assert_eq!(end, Err(Halt::ZeroTimeLoop { at: Time::ZERO, rank: 0 }));
        let (end, _) = beat(Span::from_micros(1), Limits { events: 3, ..limits });
        assert_eq!(end, Err(Halt::Budget { at: Time::from_micros(3), rank: 0 }));
    }
}
