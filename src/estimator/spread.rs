//! One incident: its story at nominal values (or as one drawn trial), and the spread of many drawn
//! trials beside it.

use super::columns::Columns;
use super::systems::Systems;
use super::trials::{Failure, Workers};
use crate::metric::{Threshold, Until, of_incident, of_story};
use crate::quantity::Span;
use crate::random::Chance;
use crate::system::port::Measured;
use crate::system::{Options, Outcome, System, Trial, TrialError};
use std::ops::ControlFlow;

/// What is asked of one incident.
#[derive(Clone, Debug)]
pub struct Spread<'a> {
    /// Which: a position among [`System::incidents`].
    pub incident: usize,
    /// How long after the start a trial ends.
    pub horizon: Span,
    /// Drawn trials.
    pub trials: u64,
    /// The seed of all draws.
    pub seed: u64,
    /// Whether random failures strike during the script.
    pub random: bool,
    /// Tell this drawn trial as the story.
    pub story_of: Option<u64>,
    /// Thresholds of interruptions.
    pub thresholds: &'a [Threshold],
    /// Ends of recoveries; the first is service.
    pub untils: &'a [Until],
    /// Recompute everything after every instant.
    pub audit: bool,
    /// Events a trial may take.
    pub events: u64,
}

impl Spread<'_> {
    /// One trial of the incident, told or only measured.
    pub fn trial(
        &self,
        system: &System,
        chance: Chance,
        told: bool,
    ) -> Result<Outcome, TrialError> {
        let options = Options {
            chance,
            random: self.random && chance != Chance::Nominal,
            incident: Some(self.incident),
            horizon: self.horizon,
            events: self.events,
            audit: self.audit,
        };
        let mut trial = Trial::new(system, options);
        let mut observers = of_incident(system, self.thresholds, self.untils);
        if told {
            observers.push(of_story(system));
        }
        trial.observe(observers);
        trial.finish(Span::ZERO)
    }
}

/// Tells the story and runs the drawn trials; `each` sees the figures of every drawn trial. There
/// are fewer than planned if the watch was stopped.
pub fn spread<'s>(
    systems: impl Into<Systems<'s>>,
    plan: &Spread<'_>,
    workers: &Workers,
    mut each: impl FnMut(&[Measured]),
) -> Result<(Outcome, Columns), Failure> {
    let systems = systems.into();
    let (chance, system) = match plan.story_of {
        None => (Chance::Nominal, systems.nominal),
        Some(trial) => (Chance::drawn(plan.seed, trial), systems.of(trial)),
    };
    let trial = plan.story_of.unwrap_or(0);
    let story = plan.trial(system, chance, true).map_err(|error| Failure { trial, error })?;
    let mut columns = Columns::default();
    workers.fold(
        plan.trials,
        |trial| plan.trial(systems.of(trial), Chance::drawn(plan.seed, trial), false),
        |block| {
            for outcome in block {
                columns.push(&outcome.measured);
                each(&outcome.measured);
            }
            ControlFlow::Continue(())
        },
    )?;
    Ok((story, columns))
}
