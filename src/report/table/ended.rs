//! Why there are no more trials, where that is not because all have been run.

use super::page::Page;
use crate::quantity::{print_amount, print_share};
use crate::report::{Ended, EstimateReport, IncidentReport, InterruptedReport, PrecisionReport};

/// Says at the top that the result is part of one.
pub(super) fn interrupted(page: &mut Page, interrupted: &InterruptedReport) {
    let left_out = match interrupted.left_out.as_slice() {
        [] => String::new(),
        some => format!("; not here: {}", some.join(", ")),
    };
    let says = "INTERRUPTED: the result of the trials that were done until then";
    page.prose(0, 2, &format!("{says}{left_out}"));
}

/// Beside the number of trials of an incident.
pub(super) fn of_incident(incident: &IncidentReport) -> &'static str {
    match incident.ended {
        Ended::Interrupted => " (interrupted)",
        _ => "",
    }
}

/// Below the number of trials of the long run.
pub(super) fn of_estimate(page: &mut Page, estimate: &EstimateReport) {
    let trials = print_amount(estimate.trials as f64);
    match (estimate.ended, &estimate.precision) {
        (Ended::Interrupted, _) => {
            page.prose(2, 4, &format!("interrupted after {trials} trials"));
        }
        (_, None) => return,
        (Ended::Budget, Some(_)) => {
            page.prose(2, 4, "the budget is used up before the precision that was asked for");
        }
        (_, Some(_)) => {}
    }
    if let Some(precision) = &estimate.precision {
        page.prose(2, 4, &of_precision(precision));
    }
}

fn of_precision(precision: &PrecisionReport) -> String {
    let PrecisionReport { of, within, confidence, reached, .. } = precision;
    let reached = match reached {
        Some(reached) => format!("±{} is reached", print_share(*reached)),
        None => "nothing was seen of it".to_owned(),
    };
    let (within, confidence) = (print_share(*within), print_share(*confidence));
    format!("{of}: ±{within} at {confidence} was asked for, {reached}")
}
