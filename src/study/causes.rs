//! What the long run was due to, as parts of its totals, and which trials fared worst.

use super::long_run::figure;
use crate::estimator::LongRun;
use crate::report::{ChainShare, EstimateFigure, PartEstimate, WorstTrial};
use crate::system::Phase;
use crate::system::port::Part;

/// The named parts of a time as shares of the time watched (of so many users) times `unit`, largest
/// first.
pub(super) fn parts(
    run: &LongRun,
    metric: &'static str,
    subject: u32,
    users: f64,
    unit: f64,
) -> Vec<PartEstimate> {
    let part = |(name, share)| PartEstimate { name, amount: figure(share).times(unit) };
    run.shares(metric, subject, users).into_iter().map(part).collect()
}

/// User time lost by phase, in the order of phases.
pub(super) fn phases(run: &LongRun, subject: u32, users: f64, unit: f64) -> Vec<PartEstimate> {
    let part = |phase: &Phase| {
        let part = Part::Number(*phase as u32);
        let share = run.share("lost user seconds by phase", subject, part, users);
        PartEstimate { name: phase.word().to_owned(), amount: figure(share).times(unit) }
    };
    let parts = Phase::ALL.iter().map(part);
    parts.filter(|part| part.amount.value > 0.0).collect()
}

/// The parts by chain.
pub(super) fn chains(
    run: &LongRun,
    metric: &'static str,
    subject: u32,
    users: f64,
    unit: f64,
) -> Vec<ChainShare> {
    let chain = |PartEstimate { name, amount }| {
        let EstimateFigure { value, lower, upper } = amount;
        ChainShare { chain: name, amount: value, lower, upper }
    };
    parts(run, metric, subject, users, unit).into_iter().map(chain).collect()
}

/// The trials in which a total was largest.
pub(super) fn worst(
    run: &LongRun,
    metric: &'static str,
    subject: u32,
    unit: f64,
) -> Vec<WorstTrial> {
    let worst = run.worst(metric, subject).iter();
    worst.map(|&(trial, amount)| WorstTrial { trial, amount: amount * unit }).collect()
}
