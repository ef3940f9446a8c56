//! Availabilities: of a party of the kind that is counted, in terms that something could break.

use crate::metric::objective::{Count, Demand};
use crate::scenario::describe::Description;
use crate::scenario::names::Names;
use crate::scenario::problem::{Problem, Problems, code};

/// Refuses those about something that has no such availability, and those that always hold.
pub fn check(it: &Description, names: &Names<'_>, problems: &mut Problems) {
    for objective in &it.objectives {
        let Demand::Availability { count, terms, .. } = &objective.demand else { continue };
        if it.study.estimate.as_ref().is_some_and(|study| study.horizon <= terms.min_outage) {
            let message = "no outage could count: `min_outage` is as long as a trial";
            let help = "state a shorter `min_outage`, or a later `study.estimate.horizon`";
            let place = objective.name.place;
            problems.push(Problem::new(code::CONTRACT_TERMS, place, message).help(help));
        }
        let Some(of) = &objective.of else { continue };
        let noun = match count {
            Count::Time => "a service",
            Count::Users => "a population",
            Count::Requests => "a load",
        };
        names.of_kind(of, noun, problems);
    }
}
