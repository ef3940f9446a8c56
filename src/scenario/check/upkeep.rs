//! Planned work that can be done: its service is made of components, and has enough of them.

use crate::scenario::describe::Description;
use crate::scenario::names::members;
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{Blueprint, OnlyIf, Target};

/// Refuses work that never happens.
pub fn check(it: &Description, blueprint: &Blueprint, problems: &mut Problems) {
    for (text, spec) in it.maintenance.iter().zip(&blueprint.maintenance) {
        let Some(of) = &text.of else { continue };
        let Some(service) = blueprint.services.get(spec.of) else { continue };
        if service.name != of.text {
            // The name means nothing: that is reported already.
            continue;
        }
        let inner = |target: &Target| matches!(target, Target::Service(_));
        if let Some(inner) = service.members.iter().find(|target| inner(target)) {
            let inner = quote(&blueprint.name_of(*inner));
            let message = format!("planned work stops components, but {inner} is a service");
            let problem = Problem::new(code::IMPOSSIBLE_WORK, of.place, message);
            problems.push(problem.help(format!("plan the work on {inner} itself")));
            continue;
        }
        let size = |target: &Target| match target {
            Target::Family(at) => u64::from(blueprint.families[*at].count.unwrap_or(1)),
            _ => 1,
        };
        let count: u64 = service.members.iter().map(size).sum();
        if let OnlyIf::Up(up) = spec.only_if
            && u64::from(up) > count
            && count > 0
        {
            let name = quote(&service.name);
            let message = format!("{name} never has {} up: it has {count}", members(up.into()));
            let problem = Problem::new(code::IMPOSSIBLE_WORK, text.only_if.place, message);
            problems.push(problem.help("state fewer, or \"only_if\": \"all_up\""));
        }
    }
}
