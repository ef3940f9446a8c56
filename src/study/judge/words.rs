//! What an objective demands, and what the trials say of it, in words.

use super::jury::{Case, Whose};
use crate::metric::objective::{Count, Demand, Objective, Since, Until};
use crate::quantity::{Probability, ServiceHours, Span, print_share, print_span};
use crate::report::Verdict;
use crate::system::{DataFate, FailureClass};

/// What is demanded of the trials of an incident.
pub(super) fn demand(objective: &Objective) -> String {
    let of = |class: &Option<FailureClass>| match class {
        Some(class) => format!("a failure of class {}", class.word()),
        None => "failure".to_owned(),
    };
    let within = |share: &Probability| format!("in {} of trials", print_share(share.value()));
    match &objective.demand {
        Demand::RecoveryTime { at_most, since, until, in_full, class, of_trials } => {
            let since = match since {
                Since::Failure => of(class),
                Since::Invocation if class.is_none() => "the decision".to_owned(),
                Since::Invocation => format!("the decision after {}", of(class)),
            };
            let until = recovered(*until, *in_full, objective.feature.as_deref());
            let (at_most, within) = (print_span(*at_most), within(of_trials));
            format!("at most {at_most} from {since} until {until}, {within}")
        }
        Demand::RecoveryPoint { at_most, class, of: service, counts, of_trials } => {
            let (at_most, within) = (print_span(*at_most), within(of_trials));
            let whose = service.as_ref().map_or(String::new(), |name| format!(" of {name}"));
            let fate = match counts {
                DataFate::Late => "merged late",
                fate => fate.word(),
            };
            format!("at most {at_most} of writes{whose} {fate} after {}, {within}", of(class))
        }
        Demand::Availability { .. } => availability(objective),
    }
}

/// What is demanded of the long run.
pub(super) fn availability(objective: &Objective) -> String {
    let Demand::Availability { at_least, count, of, in_full, terms } = &objective.demand else {
        return String::new();
    };
    let counted = match count {
        Count::Time => "of the time",
        Count::Users => "of user time",
        Count::Requests => "of requests",
    };
    let about: Vec<&str> =
        [of.as_deref(), objective.feature.as_deref()].into_iter().flatten().collect();
    let about = about.join(", ") + if about.is_empty() { "" } else { " " };
    let full = if *in_full { " in full" } else { "" };
    let mut words = format!("{about}at least {} {counted}{full}", print_share(at_least.value()));
    if terms.hours != ServiceHours::ALWAYS {
        words.push_str(&format!(", {}", terms.hours.words()));
    }
    if terms.min_outage > Span::ZERO {
        let shorter = print_span(terms.min_outage);
        words.push_str(&format!(", what is shorter than {shorter} not counted"));
    }
    if terms.without_planned {
        words.push_str(", planned work not counted");
    }
    words
}

fn recovered(until: Until, in_full: bool, feature: Option<&str>) -> String {
    let full = if in_full { " in full" } else { "" };
    match (until, feature) {
        (Until::Service, None) if in_full => "somebody is served in full".to_owned(),
        (Until::Service, None) => "service is back".to_owned(),
        (until, None) => format!("{} are served{full}", until.words()),
        (Until::Service, Some(feature)) => format!("somebody has {feature}"),
        (until, Some(feature)) => format!("{} have {feature}", until.words()),
    }
}

/// What the trials of an incident say.
pub(super) fn seen(
    case: &Case,
    at_most: Span,
    of_trials: Probability,
    class: Option<FailureClass>,
    name: impl Fn(Whose) -> String,
) -> String {
    let verdict = case.verdict(of_trials);
    if verdict == Verdict::NotJudged {
        return not_judged(case, class);
    }
    let undecided = verdict == Verdict::Undecided;
    let held = format!("held in {} of {} trials", case.held, case.trials);
    let mut seen = match (case.unfinished, case.unfinished_of) {
        (many, Some(whose)) if many > 0 => {
            let open = format!("not over at the horizon in {many} ({})", name(whose));
            match undecided && case.open > 0 {
                true => format!(
                    "{open}, in {} of them before {} had passed: a later horizon would tell; {held}",
                    case.open,
                    print_span(at_most)
                ),
                false => format!("{open}; {held}"),
            }
        }
        _ => {
            let longest = print_span(case.longest());
            let worst = case.worst.filter(|(seconds, _)| *seconds > 0.0);
            let worst = worst.map_or(String::new(), |(_, whose)| format!(" ({})", name(whose)));
            let more = if undecided { ": more trials would tell" } else { "" };
            format!("worst {longest}{worst}; {held}{more}")
        }
    };
    if case.uninvoked > 0 {
        seen.push_str(&format!("; nobody decided in {}, which are not judged", case.uninvoked));
    }
    if case.unstruck > 0 {
        seen.push_str(&format!("; no such failure in {}, which are not judged", case.unstruck));
    }
    seen
}

/// Why the trials say nothing of it.
fn not_judged(case: &Case, class: Option<FailureClass>) -> String {
    match class {
        Some(class) if case.uninvoked == 0 => {
            format!("no failure of class {} struck", class.word())
        }
        _ => "nobody decided, so there is no time since a decision".to_owned(),
    }
}
