//! Availabilities of one party: it is of the kind that is counted.

use crate::metric::objective::{Count, Demand};
use crate::scenario::describe::Description;
use crate::scenario::names::Names;
use crate::scenario::problem::Problems;

/// Refuses those about something that has no such availability.
pub fn check(it: &Description, names: &Names<'_>, problems: &mut Problems) {
    for objective in &it.objectives {
        let (Demand::Availability { count, .. }, Some(of)) = (&objective.demand, &objective.of)
        else {
            continue;
        };
        let noun = match count {
            Count::Time => "a service",
            Count::Users => "a population",
            Count::Requests => "a load",
        };
        names.of_kind(of, noun, problems);
    }
}
