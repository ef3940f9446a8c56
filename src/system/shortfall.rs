//! How far a service falls short of what is asked of it beside its own users.

use super::chain::Explanation;
use super::phase::Phase;
use crate::quantity::Micro;

/// How far a service falls short of what is asked of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shortfall {
    /// The share that fails, as a fraction: one of one while nobody serves.
    pub failing: (u64, u64),
    /// The share that is refused for want of room, as a fraction.
    pub refused: (Micro, Micro),
    /// What those who lack it wait for.
    pub phase: Phase,
    /// Why.
    pub(crate) explanation: Explanation,
}

impl Shortfall {
    /// Everything that is asked is served.
    pub const NONE: Shortfall = Shortfall {
        failing: (0, 1),
        refused: (0, 1),
        phase: Phase::Reconnecting,
        explanation: Explanation::NONE,
    };

    /// Everybody is served.
    pub fn is_nothing(&self) -> bool {
        self.failing.0 == 0 && self.refused.0 == 0
    }

    /// Nobody is served.
    pub fn is_total(&self) -> bool {
        self.failing.0 >= self.failing.1
    }

    /// How many of `users` lack the service.
    pub fn of(&self, users: Micro) -> Micro {
        let share = |(part, of): (u64, u64)| u128::from(users) * u128::from(part) / u128::from(of);
        (share(self.failing) + share(self.refused)).min(u128::from(users)) as Micro
    }
}
