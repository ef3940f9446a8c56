//! Shocks: one event takes several components, and is one cause however many it takes.
//!
//! It takes those that are up at that moment; what is down already stays as it is.
//! Each member it takes is repaired by its own repair.

use super::blueprint::ShockSize;
use super::chain::Cause;
use super::event::{Event, Kind};
use super::id::{ModeId, ShockId};
use super::transition::Transition;
use super::world::{ModeState, World};
use crate::quantity::Time;
use crate::random::{Chance, Law, Purpose, key_of_pair};

/// What a walk can still enumerate: subsets of so many members.
const SUBSETS: usize = 16;

/// An event that takes several components at once.
#[derive(Clone, Debug)]
pub(crate) struct Shock {
    pub name: String,
    pub key: u64,
    /// The time between two of them; `None` if only members or scripts set it off.
    pub life: Option<Law>,
    pub size: ShockSize,
    /// The mode through which it takes each of those in its reach, by node.
    pub modes: Vec<ModeId>,
    /// It is a bad change: only a roll-back helps.
    pub is_change: bool,
}

/// The clock of a shock.
#[derive(Clone, Debug)]
pub(crate) struct ShockClock {
    /// When it strikes next.
    pub due: Time,
    /// How often it has struck; numbers its lives.
    pub strikes: u32,
    /// By position in its reach: which strike has last taken that member.
    taken_by: Vec<u32>,
    /// Strikes whose members are not all restored.
    open: Vec<OpenStrike>,
}

/// A strike some of whose members are not restored.
#[derive(Clone, Copy, Debug)]
struct OpenStrike {
    strike: u32,
    at: Time,
    members: u32,
}

impl ShockClock {
    /// The clock of a shock that can take `reach` members, before anything happens.
    pub(crate) fn new(reach: usize) -> Self {
        Self { due: Time::NEVER, strikes: 0, taken_by: vec![0; reach], open: Vec::new() }
    }
}

impl World<'_> {
    /// Draws when a shock strikes next.
    pub(crate) fn await_shock(&mut self, shock: ShockId) {
        let spec = &self.system.shocks[shock.at()];
        let Some(life) = &spec.life else { return };
        let clock = &mut self.clocks.shocks[shock.at()];
        clock.due = self.now + self.chance.span(life, spec.key, Purpose::Life, clock.strikes);
        self.calendar.schedule(clock.due, Event::rank(Kind::Shock, shock.0));
    }

    /// The time of a shock has come.
    pub(crate) fn shock_is_due(&mut self, shock: ShockId) {
        self.shake(shock, None, None);
        self.await_shock(shock);
    }

    /// A shock strikes: of itself, set off by a member, or by a script.
    pub(crate) fn shake(&mut self, shock: ShockId, by: Option<ModeId>, until: Option<Time>) {
        let taken = self.draw_lots(shock, self.in_reach(shock, by));
        self.take_at_once(shock, &taken, until);
    }

    /// The modes through which a shock can take somebody now: members that are up, and whoever
    /// has set it off.
    pub(crate) fn in_reach(&self, shock: ShockId, by: Option<ModeId>) -> Vec<ModeId> {
        let stands = |mode: &ModeId| {
            let node = self.system.modes[mode.at()].node;
            self.configuration.modes[mode.at()] == ModeState::Sound
                && (self.is_up(node) || by == Some(*mode))
        };
        self.system.shocks[shock.at()].modes.iter().copied().filter(stands).collect()
    }

    /// Whom of `standing` a shock takes. Each has a lot of its own, so another member changes
    /// nobody's fate but through the count. In a nominal story the first are taken, as many as is
    /// likeliest.
    fn draw_lots(&self, shock: ShockId, mut standing: Vec<ModeId>) -> Vec<ModeId> {
        let spec = &self.system.shocks[shock.at()];
        let strike = self.clocks.shocks[shock.at()].strikes;
        let lot = |mode: &ModeId| {
            let owner = self.system.nodes[self.system.modes[mode.at()].node.at()].key;
            self.chance.uniform(key_of_pair(spec.key, owner), Purpose::Lot, strike, 0)
        };
        match spec.size {
            ShockSize::All => {}
            ShockSize::Count(count) => {
                // Equal lots, as in a nominal story, keep the order of the members.
                standing.sort_by(|a, b| lot(a).total_cmp(&lot(b)));
                standing.truncate(count as usize);
                standing.sort_unstable();
            }
            ShockSize::Each(p) if matches!(self.chance, Chance::Drawn { .. }) => {
                standing.retain(|mode| lot(mode) < p.value());
            }
            ShockSize::Each(p) => {
                let likeliest = (standing.len() + 1) as f64 * p.value();
                standing.truncate(likeliest as usize);
            }
        }
        standing
    }

    /// Takes members, all of them as one cause.
    pub(crate) fn take_at_once(&mut self, shock: ShockId, taken: &[ModeId], until: Option<Time>) {
        let clock = &mut self.clocks.shocks[shock.at()];
        clock.strikes += 1;
        let strike = clock.strikes;
        let members = taken.len() as u32;
        if members > 0 {
            clock.open.push(OpenStrike { strike, at: self.now, members });
        }
        for mode in taken {
            if let Ok(at) = self.system.shocks[shock.at()].modes.binary_search(mode) {
                clock.taken_by[at] = strike;
            }
        }
        self.tell(Transition::Shock { shock, members });
        for mode in taken {
            if let Some(group) = self.system.spec(*mode).group {
                self.clocks.leave(*mode, group, self.now);
            }
            self.fail(*mode, until);
        }
    }

    /// A member that a shock has taken is restored.
    pub(crate) fn recovered_from(&mut self, shock: ShockId, mode: ModeId) {
        let strike = self.strike_of(shock, mode);
        let open = &mut self.clocks.shocks[shock.at()].open;
        if let Some(at) = open.iter().position(|other| other.strike == strike) {
            open[at].members -= 1;
            if open[at].members == 0 {
                open.remove(at);
            }
        }
    }

    /// Which strike of a shock has last taken the member of `mode`.
    fn strike_of(&self, shock: ShockId, mode: ModeId) -> u32 {
        let at = self.system.shocks[shock.at()].modes.binary_search(&mode);
        at.map_or(0, |at| self.clocks.shocks[shock.at()].taken_by[at])
    }

    /// One cause for all that one strike has taken: named by the first mode of the shock.
    pub(crate) fn shock_cause(&self, shock: ShockId, mode: ModeId) -> Cause {
        Cause { mode: self.system.shocks[shock.at()].modes[0], strike: self.strike_of(shock, mode) }
    }

    /// Whether all that a strike has taken is restored.
    pub(crate) fn shock_is_over(&self, shock: ShockId, strike: u32) -> bool {
        self.clocks.shocks[shock.at()].open.iter().all(|other| other.strike != strike)
    }

    /// When a failure struck that is not over.
    pub(crate) fn struck_at(&self, cause: Cause) -> Time {
        let Some(shock) = self.system.spec(cause.mode).shock else {
            return self.clocks.modes[cause.mode.at()].since();
        };
        let open = &self.clocks.shocks[shock.at()].open;
        let strike = open.iter().find(|other| other.strike == cause.strike);
        strike.map_or(Time::NEVER, |strike| strike.at)
    }

    /// Every set of members that a shock may take next, as bits over [`Self::in_reach`], with its
    /// probability: the choices of a walk.
    ///
    /// # Panics
    /// If it chooses among more members than can be enumerated.
    pub(crate) fn shock_choices(&self, shock: ShockId) -> Vec<(u32, f64)> {
        let standing = self.in_reach(shock, None).len();
        let likely: Box<dyn Fn(u32) -> f64> = match self.system.shocks[shock.at()].size {
            _ if standing == 0 => return Vec::new(),
            ShockSize::Count(count) if (count as usize) < standing => {
                let ways = (0..count).fold(1.0, |ways, at| {
                    ways * (standing as f64 - f64::from(at)) / f64::from(at + 1)
                });
                Box::new(move |set: u32| f64::from(u8::from(set.count_ones() == count)) / ways)
            }
            ShockSize::All | ShockSize::Count(_) => return vec![(u32::MAX, 1.0)],
            ShockSize::Each(p) => Box::new(move |set: u32| {
                let taken = set.count_ones() as i32;
                libm::pow(p.value(), f64::from(taken))
                    * libm::pow(1.0 - p.value(), f64::from(standing as i32 - taken))
            }),
        };
        assert!(standing <= SUBSETS, "a walk enumerates the choices among 16 members at most");
        (1..1 << standing).map(|set| (set, likely(set))).filter(|(_, p)| *p > 0.0).collect()
    }
}
