//! A study that asks for what is there, and objectives that it can judge.

use crate::metric::objective::{Count, Demand, Until};
use crate::quantity::Time;
use crate::scenario::describe::Description;
use crate::scenario::problem::{Problem, Problems, code, quote};

/// How many micro-users, or micro-requests per second, a system may have: sums stay exact.
const MOST: u64 = 1_000_000_000_000_000_000;

/// Refuses what could not be answered.
pub fn check(it: &Description, problems: &mut Problems) {
    incidents(it, problems);
    estimate(it, problems);
    objectives(it, problems);
    ends_of_recovery(it, problems);
    amounts(it, problems);
}

fn incidents(it: &Description, problems: &mut Problems) {
    let places = &it.study.places;
    match (it.incidents.first(), places.incidents) {
        (Some(_), None) => {
            let message = "incidents are scripted, but the study does not ask for them";
            let help = "add \"incidents\": {\"horizon\": \"1 d\"} to the study";
            let problem = Problem::new(code::INCIDENTS_UNASKED, places.study, message);
            problems.push(problem.label("`incidents` is missing here").help(help));
        }
        (None, Some(place)) => {
            let message = "the study asks for incidents, but none is scripted";
            let problem = Problem::new(code::NO_INCIDENTS, place, message);
            problems.push(problem.help("script one in `incidents`, beside `system`"));
        }
        _ => {}
    }
    let Some(study) = &it.study.incidents else { return };
    let end = Time::after_start(study.horizon);
    for at in it.incidents.iter().flat_map(|one| &one.events).filter_map(|event| event.at) {
        if at.value >= end {
            let message = "this would happen at or after the horizon, and so never";
            let help = "choose an earlier time, or a later `study.incidents.horizon`";
            problems.push(Problem::new(code::PAST_HORIZON, at.place, message).help(help));
        }
    }
}

fn estimate(it: &Description, problems: &mut Problems) {
    let Some(study) = &it.study.estimate else { return };
    if let (Some(place), None, true) =
        (it.study.places.estimate, &it.study.of, it.services.is_empty())
    {
        let message = "there is no service whose long run could be estimated";
        let help = "describe a service, or name a component by `of`";
        problems.push(Problem::new(code::NOTHING_ASKED, place, message).help(help));
    }
    if let Some(place) = it.study.places.warm_up
        && study.warm_up >= study.horizon
    {
        let message = "the warm-up leaves nothing of the horizon";
        let help = "choose a shorter `warm_up`, or a later `horizon`";
        problems.push(Problem::new(code::PAST_HORIZON, place, message).help(help));
    }
}

fn objectives(it: &Description, problems: &mut Problems) {
    let places = &it.study.places;
    for objective in &it.objectives {
        let why = match objective.demand {
            Demand::RecoveryTime { .. } if places.incidents.is_none() => {
                "recovery times are judged by `study.incidents`"
            }
            Demand::RecoveryPoint { .. } if places.incidents.is_none() => {
                "recovery points are judged by `study.incidents`"
            }
            Demand::Availability { .. } if places.estimate.is_none() => {
                "availabilities are judged by `study.estimate`"
            }
            Demand::Availability { count: Count::Users, .. } if it.populations.is_empty() => {
                "no population has users to count"
            }
            Demand::Availability { count: Count::Requests, .. } if it.loads.is_empty() => {
                "no load makes requests to count"
            }
            Demand::Availability { count: Count::Time | Count::Requests, .. }
                if objective.feature.is_some() =>
            {
                "a feature is counted by users"
            }
            _ => continue,
        };
        let message = format!("nothing could judge {}", quote(&objective.name.text));
        problems.push(Problem::new(code::UNJUDGED, objective.name.place, message).label(why));
    }
}

/// Without users "all of them" would be met by nobody at all.
fn ends_of_recovery(it: &Description, problems: &mut Problems) {
    if !it.populations.is_empty() {
        return;
    }
    for objective in &it.objectives {
        if let Demand::RecoveryTime { until: Until::AllUsers | Until::Share(_), .. } =
            objective.demand
        {
            let name = quote(&objective.name.text);
            let message = format!("{name} waits for users, and no population has any");
            let help = "write \"until\": \"service\", or describe who uses it in `populations`";
            let problem = Problem::new(code::NOBODY_TO_SERVE, objective.name.place, message);
            problems.push(problem.help(help));
        }
    }
}

fn amounts(it: &Description, problems: &mut Problems) {
    let users = it.populations.iter().filter_map(|one| Some((one.users?.value, one.name.place)));
    let rates = it.loads.iter().filter_map(|one| Some((one.rate.as_ref()?.0, one.name.place)));
    let (users, rates): (Vec<_>, Vec<_>) = (users.collect(), rates.collect());
    for amounts in [users, rates] {
        let mut total = 0_u64;
        for (amount, place) in amounts {
            total = total.saturating_add(amount);
            if total > MOST {
                let message = "more than a million million in total";
                problems.push(Problem::new(code::OUT_OF_RANGE, place, message));
                break;
            }
        }
    }
}
