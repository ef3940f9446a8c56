//! How old everything is when a trial begins.

use super::event::{Event, Kind};
use super::id::{ModeId, ShockId};
use super::world::World;
use crate::quantity::{Span, Time};
use crate::random::Purpose;

/// How old everything is when a trial begins. Everything works, either way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Beginning {
    /// New.
    #[default]
    New,
    /// As old as what has long been running: of the lives of failure modes and shocks there is
    /// left what is left of lives that are found under way ([`crate::random::Law::residual`]).
    Settled,
}

impl Beginning {
    /// As a scenario names it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Settled => "settled",
        }
    }
}

impl World<'_> {
    /// Lets everything age that may fail.
    pub(super) fn begin(&mut self, beginning: Beginning) {
        let shocks = (0..self.system.shocks.len()).map(ShockId::from);
        let modes = (0..self.system.modes.len()).map(|mode| ModeId(mode as u32));
        match beginning {
            Beginning::New => {
                shocks.for_each(|shock| self.await_shock(shock));
                modes.for_each(|mode| self.begin_life(mode));
            }
            Beginning::Settled => {
                shocks.for_each(|shock| self.expect_shock(shock));
                modes.for_each(|mode| self.go_on_living(mode));
            }
        }
        self.await_alarms();
    }

    /// The first strike of a shock that has struck before.
    fn expect_shock(&mut self, shock: ShockId) {
        let spec = &self.system.shocks[shock.at()];
        let Some(life) = &spec.life else { return };
        let left = self.chance.residual(life, spec.key, Purpose::Residual, 0);
        self.clocks.shocks[shock.at()].due = Time::after_start(left);
        self.calendar.schedule(Time::after_start(left), Event::rank(Kind::Shock, shock.0));
    }

    /// The rest of a life that began before the trial.
    fn go_on_living(&mut self, mode: ModeId) {
        let entry = &self.system.modes[mode.at()];
        let spec = &self.system.mode_specs[entry.spec as usize];
        let Some(life) = &spec.life else { return };
        let left: Span = self.chance.residual(life, entry.key, Purpose::Residual, 0);
        self.age(mode, spec.group, left);
    }
}
