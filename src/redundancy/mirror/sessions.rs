//! The three sessions of a pair and its witness: principal and mirror, and each with the witness.
//!
//! A session breaks at once when one of its ends crashes, and after a ping without answer and the
//! time-out when there is silence. Whoever starts again connects at once; after a cut it is back with
//! the next ping.

use super::Session as Terms;
use crate::quantity::Time;
use crate::system::port::Seen;
use crate::system::{NodeId, World};

/// One session.
#[derive(Clone, Debug)]
pub(super) struct Session {
    ends: [NodeId; 2],
    terms: Terms,
    owner: u64,
    state: State,
    /// Whether both ends answer each other at present, by truth.
    pub alive: bool,
    /// Whether an end was down when last looked at: whoever starts connects at once.
    down: bool,
    /// How often a phase has been drawn.
    draws: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Up,
    /// Silence: a ping is not answered from the first time on, and the session is lost at the second.
    Silent(Time, Time),
    Lost,
    /// It is back at this time.
    Returning(Time),
}

impl Session {
    pub(super) fn new(ends: [NodeId; 2], owner: u64, terms: Terms) -> Self {
        Self { ends, terms, owner, state: State::Up, alive: true, down: false, draws: 0 }
    }

    /// Whether the ends believe to have each other.
    pub(super) fn is_up(&self) -> bool {
        matches!(self.state, State::Up | State::Silent(..))
    }

    /// Whether the ends have each other and know no better.
    pub(super) fn carries(&self) -> bool {
        self.is_up() && self.alive
    }

    /// Whether a ping has not been answered.
    pub(super) fn is_doubted(&self, now: Time) -> bool {
        matches!(self.state, State::Silent(from, _) if from <= now)
    }

    /// The ends part: whoever leads now waits for nobody who does not answer.
    pub(super) fn give_up(&mut self) {
        if !self.alive {
            self.state = State::Lost;
        }
    }

    /// What tells one configuration from another.
    pub(super) fn code(&self, now: Time) -> u8 {
        let state = match self.state {
            State::Up => 0,
            State::Silent(..) => 1 + u8::from(self.is_doubted(now)),
            State::Lost => 3,
            State::Returning(_) => 4,
        };
        state | u8::from(self.alive) << 3
    }

    /// Follows what happens to its ends; returns the times at which it wants to be asked again.
    pub(super) fn follow(&mut self, world: &World<'_>) -> [Option<Time>; 2] {
        let (now, chance) = (world.now(), world.chance());
        let [here, there] = self.ends;
        let seen = [world.seen_from(Some(here), there), world.seen_from(Some(there), here)];
        self.alive = seen == [Seen::Up; 2];
        let broken = seen.contains(&Seen::Refusing);
        let mut phase = || {
            self.draws += 1;
            chance.phase(self.terms.ping, self.owner, self.draws - 1)
        };
        let started = std::mem::replace(&mut self.down, !seen_up(&self.ends, world));
        let mut wake = [None, None];
        self.state = match (self.state, self.alive) {
            (State::Up | State::Silent(..), true) => State::Up,
            (State::Up | State::Silent(..), false) if broken => State::Lost,
            (State::Up, false) => {
                let first = now + phase();
                let lost = first + self.terms.timeout;
                wake = [Some(first), Some(lost)];
                State::Silent(first, lost)
            }
            (State::Silent(_, lost), false) if lost <= now => State::Lost,
            (State::Lost, true) if started => State::Up,
            (State::Lost, true) => {
                let back = now + phase();
                wake[0] = Some(back);
                if back == now { State::Up } else { State::Returning(back) }
            }
            (State::Returning(back), true) if back <= now => State::Up,
            (State::Returning(_), false) => State::Lost,
            (state, _) => state,
        };
        wake
    }
}

/// Whether both ends are up, whoever reaches whom.
fn seen_up(ends: &[NodeId; 2], world: &World<'_>) -> bool {
    ends.iter().all(|end| world.is_up(*end))
}
