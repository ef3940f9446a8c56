//! False alarms that a script raises: somebody must be there to raise them.

use crate::scenario::describe::Description;
use crate::scenario::names::Names;
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{Action, Blueprint};

/// Refuses false alarms about what no check watches that could be wrong.
pub fn check(it: &Description, blueprint: &Blueprint, names: &Names<'_>, problems: &mut Problems) {
    let events = it.incidents.iter().flat_map(|incident| &incident.events);
    for event in events.filter(|event| event.action == Action::FalseAlarm) {
        for name in &event.targets {
            // A name that means nothing is reported already.
            let target = names.breakable(name, &mut Problems::default());
            let accused = blueprint.reach(&Vec::from_iter(target));
            let mut services = blueprint.services.iter();
            let raised = services.any(|service| {
                let watched = blueprint.reach(&service.members);
                service.detection.can_be_wrong() && !watched.is_disjoint(&accused)
            });
            if !accused.is_empty() && !raised {
                let message = format!("no check of {} can raise a false alarm", quote(&name.text));
                let help = "let a pool watch it with a `probe`";
                problems.push(Problem::new(code::IMPOSSIBLE_CHECK, name.place, message).help(help));
            }
        }
    }
}
