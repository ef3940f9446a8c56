//! False alarms that a script raises: somebody must be there to raise them.

use crate::scenario::describe::Description;
use crate::scenario::names::Names;
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{Action, Blueprint, Target};
use std::collections::BTreeSet;

/// Refuses false alarms about what no check watches that could be wrong.
pub fn check(it: &Description, blueprint: &Blueprint, names: &Names<'_>, problems: &mut Problems) {
    let checks = blueprint.services.iter().filter(|service| service.detection.can_be_wrong());
    let watched: BTreeSet<Target> = checks.flat_map(|service| service.members.clone()).collect();
    let families: BTreeSet<usize> = watched.iter().filter_map(family).collect();
    let events = it.incidents.iter().flat_map(|incident| &incident.events);
    for event in events.filter(|event| event.action == Action::FalseAlarm) {
        for name in &event.targets {
            // A name that means nothing is reported already.
            let Some(target) = names.breakable(name, &mut Problems::default()) else { continue };
            let raised = match target {
                Target::Family(at) => families.contains(&at),
                Target::Member(at, _) => {
                    watched.contains(&target) || watched.contains(&Target::Family(at))
                }
                Target::Place(_) | Target::Service(_) | Target::Link(_) => false,
            };
            if !raised {
                let message = format!("no check of {} can raise a false alarm", quote(&name.text));
                let help = "let a pool watch it with a `probe`";
                problems.push(Problem::new(code::IMPOSSIBLE_CHECK, name.place, message).help(help));
            }
        }
    }
}

/// The family of a target that is a component, or some of one.
fn family(target: &Target) -> Option<usize> {
    match *target {
        Target::Family(at) | Target::Member(at, _) => Some(at),
        Target::Place(_) | Target::Service(_) | Target::Link(_) => None,
    }
}
