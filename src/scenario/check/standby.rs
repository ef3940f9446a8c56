//! Standby pairs of more or fewer than two.

use super::pool::expand;
use crate::scenario::describe::{Description, MechanismText, Name};
use crate::scenario::names::{Names, members};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::Blueprint;

/// Refuses what is no pair.
pub fn check(it: &Description, blueprint: &Blueprint, names: &Names<'_>, problems: &mut Problems) {
    let mut ignored = Problems::default();
    for (service, spec) in it.services.iter().zip(&blueprint.services) {
        let MechanismText::StandbyPair(pair) = &service.mechanism else { continue };
        let each = [&pair.active, &pair.spare].into_iter().flatten();
        let mut several = |name: &&Name| {
            let target = names.worker(name, &mut ignored);
            target.is_some_and(|target| expand(&[target], blueprint).len() > 1)
        };
        if let Some(name) = each.into_iter().find(|name| several(name)) {
            let message = format!("{} names several members", quote(&name.text));
            let problem = Problem::new(code::STANDBY_MEMBERS, name.place, message);
            problems.push(problem.help("a pair has one active member and one spare"));
            continue;
        }
        let known = service.inline || service.members.is_some();
        let stated = service.members.as_ref().map_or(1, Vec::len);
        let count = expand(&spec.members, blueprint).len();
        // Names that mean nothing are reported already.
        if known
            && spec.members.len() == stated
            && count != 2
            && !is_vague(it, service.inline, &service.name)
        {
            let (pair, members) = (quote(&service.name.text), members(count as u64));
            let message = format!("the standby pair {pair} has {members}");
            let problem = Problem::new(code::STANDBY_MEMBERS, service.name.place, message);
            problems.push(problem.help("a pair has two: one leads, the other stands by"));
        }
    }
}

/// Whether the component written inside could not be read.
pub(super) fn is_vague(it: &Description, inline: bool, service: &Name) -> bool {
    let own = |one: &&crate::scenario::describe::ComponentText| {
        one.inline && one.name.text == service.text
    };
    inline && it.components.iter().find(own).is_none_or(|one| one.vague)
}
