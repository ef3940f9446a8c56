//! The systems of a scenario whose figures are uncertain, and what that comes to.

use super::StudyError;
use crate::estimator::{DRAWS, LongRun, Systems};
use crate::report::{EstimateFigure, InputSpread, UncertainReport};
use crate::scenario::Scenario;
use crate::stats::{Components, Interval, Sample};
use crate::system::System;

/// The compiled systems of a scenario.
pub(super) struct Compiled {
    nominal: System,
    drawn: Vec<System>,
}

/// The systems of the draws of what is uncertain under a seed; none where nothing is.
pub(super) fn drawn(scenario: &Scenario, seed: u64) -> Result<Vec<System>, StudyError> {
    let Some(inputs) = &scenario.uncertain else { return Ok(Vec::new()) };
    let draw = |draw: u64| {
        let blueprint = inputs
            .drawn(seed, draw)
            .map_err(|problems| StudyError::Drawn { draw, why: problems.render(false) })?;
        Ok(System::new(&blueprint)?)
    };
    (0..DRAWS).map(draw).collect()
}

impl Compiled {
    /// As its figures are drawn under a seed.
    pub fn new(scenario: &Scenario, seed: u64) -> Result<Self, StudyError> {
        Ok(Self { nominal: System::new(&scenario.blueprint)?, drawn: drawn(scenario, seed)? })
    }

    /// The same, each changed alike.
    pub fn changed(self, change: impl Fn(System) -> System) -> Self {
        let drawn = self.drawn.into_iter().map(&change).collect();
        Self { nominal: change(self.nominal), drawn }
    }

    /// For the trials of a study.
    pub fn systems(&self) -> Systems<'_> {
        Systems::new(&self.nominal, &self.drawn)
    }
}

/// What is uncertain, as a record.
pub(super) fn uncertain(scenario: &Scenario) -> Vec<UncertainReport> {
    let figures = scenario.uncertain.iter().flat_map(|inputs| inputs.figures());
    let figure = |figure: &crate::scenario::Uncertain| UncertainReport {
        path: figure.path.clone(),
        low: figure.low.clone(),
        high: figure.high.clone(),
        law: figure.law().to_owned(),
        draws: DRAWS,
    };
    figures.map(figure).collect()
}

/// What a total (of so many users) differs by from draw to draw, as a share of the time watched.
pub(super) fn spread(
    run: &LongRun,
    metric: &'static str,
    subject: u32,
    users: f64,
) -> Option<InputSpread> {
    let components = run.components(metric, subject, users)?;
    let noise_share = components.noise_share();
    let Components { between, interval: Interval { lower, upper }, standard_error, means, .. } =
        components;
    let sample = Sample::new(means)?;
    let deviation = |variance: f64| libm::sqrt(variance);
    Some(InputSpread {
        noise: standard_error,
        noise_share,
        deviation: EstimateFigure {
            value: deviation(between),
            lower: deviation(lower),
            upper: deviation(upper),
        },
        // Noise may draw a mean of nearly nothing below it.
        p5: sample.quantile(0.05).max(0.0),
        p95: sample.quantile(0.95),
    })
}
