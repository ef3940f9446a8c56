//! Backups that could be restored, stores that are one, and data and changes that something befalls.

use super::twice;
use crate::scenario::describe::{Description, Name};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{Action, Blueprint, Target};

/// Refuses what could never be restored, and what nothing would ever ask for.
pub fn check(it: &Description, blueprint: &Blueprint, problems: &mut Problems) {
    for data in &it.data {
        twice::check(&data.kept_by, problems);
    }
    for change in &it.changes {
        twice::check(&change.of, problems);
    }
    for event in it.incidents.iter().flat_map(|incident| &incident.events) {
        twice::check(&event.targets, problems);
    }
    for (data, made) in it.data.iter().zip(&blueprint.data) {
        for (backups, made) in data.backups.iter().zip(&made.backups) {
            if let (Some(takes), Some(keep)) = (backups.takes, backups.keep)
                && takes.value > keep
            {
                let message = "these backups are thrown away before they are complete";
                let problem = Problem::new(code::IMPOSSIBLE_BACKUP, takes.place, message);
                problems.push(problem.help("keep them for longer than one takes"));
            }
            let (Some(store), Some(Target::Family(at))) = (&backups.store, made.store) else {
                continue;
            };
            if blueprint.families[at].count.is_some_and(|count| count > 1) {
                let message =
                    format!("{} is several parts, and a store is one", quote(&store.text));
                let help = "name one of them, or a service or a place";
                let problem = Problem::new(code::IMPOSSIBLE_BACKUP, store.place, message);
                problems.push(problem.help(help));
            }
        }
        if !data.fails && !is_named(it, &data.name, |it| matches!(it, Action::Corrupt(_))) {
            let message = format!("nothing spoils {}", quote(&data.name.text));
            let problem = Problem::new(code::MEANINGLESS, data.name.place, message);
            let help = "state how it `fails`, let a script `corrupt` it, or remove it";
            problems.push(problem.help(help));
        }
    }
    for change in &it.changes {
        if !is_named(it, &change.name, |action| matches!(action, Action::Change(_))) {
            let message = format!("nobody makes the change {}", quote(&change.name.text));
            let problem = Problem::new(code::MEANINGLESS, change.name.place, message);
            problems.push(problem.help("let a script do it: {\"change\": ...}, or remove it"));
        }
    }
}

/// Whether a script does such a thing to what has this name.
fn is_named(it: &Description, name: &Name, is: fn(&Action) -> bool) -> bool {
    let mut events = it.incidents.iter().flat_map(|incident| &incident.events);
    events.any(|event| {
        is(&event.action) && event.targets.iter().any(|target| target.text == name.text)
    })
}
