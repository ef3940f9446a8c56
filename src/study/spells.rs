//! Spells of trouble in the long run, as records.

use super::long_run::figure;
use crate::estimator::{First, LongRun, Of, Yearly};
use crate::report::{ExceedancePoint, FirstReport, YearlyReport};

/// How much of it a year has.
pub(super) fn yearly(run: &LongRun, of: Of) -> Option<YearlyReport> {
    let Yearly { years, years_with, mean, quantiles, exceedance } = run.yearly(of)?;
    let [p50, p95, p99] = quantiles.map(figure);
    let point = |(seconds, share)| ExceedancePoint { seconds, share: figure(share) };
    Some(YearlyReport {
        years,
        years_with,
        mean: figure(mean),
        p50,
        p95,
        p99,
        exceedance: exceedance.into_iter().map(point).collect(),
    })
}

/// When the first one comes.
pub(super) fn first(run: &LongRun, of: Of) -> Option<FirstReport> {
    let First { seen, none, mean, median } = run.first(of)?;
    Some(FirstReport {
        seen,
        none: figure(none),
        mean_seconds: mean.map(figure),
        p50_seconds: median.map(figure),
    })
}
