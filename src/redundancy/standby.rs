//! A standby pair: one member leads and does all the work, the other stands by to take over.
//!
//! When the leader is noticed to be down, the pair switches: that takes its time, it may fail, and
//! then a person or a recovery by hand must bring the other member into service.
//! Who stands by ages at full speed (hot), slower (warm) or not at all (cold); ages follow the
//! role, whichever member plays it.
//! A failure of whoever stands by costs protection only.

mod begin;
mod obey;
mod seen;
mod stages;
mod switchover;

use crate::quantity::{Probability, Span};
use crate::random::Law;
use crate::system::port::{Controller, Redundancy};
use crate::system::{Duty, ServiceId, System, Target};

/// A standby pair.
#[derive(Clone, Debug)]
pub struct StandbyPair {
    /// Who leads at first; `None` is the first by name.
    pub active: Option<Target>,
    /// How the other stands by.
    pub mode: StandbyMode,
    /// How the other takes over.
    pub switch: Switch,
    /// From the return of a member that is to serve alone until it does.
    pub restart: Law,
    /// Whether the first leader leads again once it is back.
    pub failback: Failback,
}

impl StandbyPair {
    /// A hot pair that switches at once, always with success, and never back.
    pub fn new() -> Self {
        let at_once = Law::fixed(Span::ZERO).expect("no time is a law");
        let switch = Switch {
            takes: at_once.clone(),
            works: Probability::ONE,
            otherwise: ByHand::Never,
            on_order: false,
        };
        let (mode, failback) = (StandbyMode::Hot, Failback::Never);
        Self { active: None, mode, switch, restart: at_once, failback }
    }
}

impl Default for StandbyPair {
    fn default() -> Self {
        Self::new()
    }
}

/// How a member stands by.
#[derive(Clone, PartialEq, Debug)]
pub enum StandbyMode {
    /// It runs and ages as if it led.
    Hot,
    /// It ages at this speed.
    Warm(Probability),
    /// It does not age, and starts only after a switch, which takes this long.
    Cold(Law),
}

/// How the work of the leader goes to the other member.
#[derive(Clone, Debug)]
pub struct Switch {
    /// How long it takes.
    pub takes: Law,
    /// How likely it works.
    pub works: Probability,
    /// What happens if it does not.
    pub otherwise: ByHand,
    /// Nothing happens until somebody orders it.
    pub on_order: bool,
}

/// What follows a switch that has failed.
#[derive(Clone, Debug)]
pub enum ByHand {
    /// Nothing: the service waits for its old leader.
    Never,
    /// Somebody brings the other member into service, which takes this long.
    Takes(Law),
    /// This person notices, decides and acts: a position in [`crate::system::Blueprint::people`].
    Person(usize),
}

/// Whether the first leader leads again once it is back.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Failback {
    /// It stands by from then on.
    Never,
    /// As soon as it is accepted again.
    AtOnce,
    /// The same, but only within these hours.
    Within(Duty),
}

impl Redundancy for StandbyPair {
    fn need(&self) -> u32 {
        1
    }

    fn leader(&self) -> Option<Target> {
        self.active
    }

    fn exactly(&self) -> Option<u32> {
        Some(2)
    }

    fn rescuer(&self) -> Option<usize> {
        match &self.switch.otherwise {
            ByHand::Person(person) => Some(*person),
            ByHand::Never | ByHand::Takes(_) => None,
        }
    }

    fn dormancy(&self) -> Option<f64> {
        match &self.mode {
            StandbyMode::Hot => None,
            StandbyMode::Warm(dormancy) => Some(dormancy.value()),
            StandbyMode::Cold(_) => Some(0.0),
        }
    }

    fn control(&self, service: ServiceId, system: &System) -> Box<dyn Controller> {
        Box::new(switchover::Switchover::new(self, service, system))
    }
}
