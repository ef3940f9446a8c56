//! Objectives on recoveries: whom, what and which failures they speak of.

use crate::metric::objective::Demand;
use crate::scenario::describe::{Description, ObjectiveText};
use crate::scenario::names::Names;
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{Blueprint, FailureClass, System};
use std::collections::BTreeSet;

/// Refuses those that contradict themselves, or that nothing could judge.
pub fn check(it: &Description, blueprint: &Blueprint, names: &Names<'_>, problems: &mut Problems) {
    for objective in &it.objectives {
        level(objective, it, problems);
        if let Demand::RecoveryPoint { .. } = objective.demand {
            data(objective, blueprint, names, problems);
        }
    }
}

/// A level is one of service itself, and of users who are served at one.
fn level(objective: &ObjectiveText, it: &Description, problems: &mut Problems) {
    let Some(place) = objective.level else { return };
    let (message, help) = if objective.feature.is_some() {
        let message = "a feature works at a level of its own";
        (message, "leave out `level`, or `feature`")
    } else if it.populations.is_empty() {
        ("no population has users who could be served at a level", "leave out `level`")
    } else {
        return;
    };
    problems.push(Problem::new(code::IMPOSSIBLE_LEVEL, place, message).help(help));
}

/// Somebody keeps the data that it is about.
fn data(
    objective: &ObjectiveText,
    blueprint: &Blueprint,
    names: &Names<'_>,
    problems: &mut Problems,
) {
    let keeps = |at: usize| blueprint.tells_of_data(at);
    let (place, message) = match &objective.of {
        None if (0..blueprint.services.len()).any(keeps) => return,
        None => {
            let name = quote(&objective.name.text);
            (objective.name.place, format!("nothing could judge {name}: no service keeps data"))
        }
        Some(name) => match names.service(name, problems) {
            Some(service) if !keeps(service) => {
                (name.place, format!("{} keeps no data", quote(&name.text)))
            }
            _ => return,
        },
    };
    let help = "only mechanisms that keep data several times could lose some";
    problems.push(Problem::new(code::UNJUDGED, place, message).help(help));
}

/// Warns of classes of failure that no incident could bring about.
pub fn warnings(it: &Description, blueprint: &Blueprint, warnings: &mut Problems) {
    if it.objectives.iter().all(|objective| objective.class.is_none()) {
        return;
    }
    let Ok(system) = System::new(blueprint) else { return };
    let random = it.study.incidents.as_ref().is_some_and(|study| study.random);
    let possible: BTreeSet<FailureClass> = system.classes_struck(random).into_iter().collect();
    for class in it.objectives.iter().filter_map(|objective| objective.class) {
        if possible.contains(&class.value) {
            continue;
        }
        let word = quote(class.value.word());
        let message = format!("no incident has a failure of class {word}: it is not judged");
        let known: Vec<String> = possible.iter().map(|class| quote(class.word())).collect();
        let help = match known.as_slice() {
            [] => "script a failure of that class".to_owned(),
            known => format!("script one; the incidents have {}", known.join(", ")),
        };
        let problem = Problem::new(code::NO_SUCH_FAILURE, class.place, message);
        warnings.push(problem.help(help));
    }
}
