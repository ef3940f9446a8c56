//! Standby and weighted members that are none, too few active ones, and drains of what no pool has.

use crate::scenario::describe::{Description, Name, ServiceText, SpreadText};
use crate::scenario::names::Names;
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{Action, Blueprint, Target};
use std::collections::BTreeSet;

/// Refuses what no pool could do.
pub fn check(it: &Description, blueprint: &Blueprint, names: &Names<'_>, problems: &mut Problems) {
    // Names that mean nothing are reported already.
    let mut ignored = Problems::default();
    let mut pooled = BTreeSet::new();
    let mut complete = true;
    for (service, spec) in it.services.iter().zip(&blueprint.services) {
        let members = expand(&spec.members, blueprint);
        complete &= service.inline || service.members.is_some();
        if !members.is_empty() {
            standby(service, &members, blueprint, names, problems);
            if let Some(SpreadText::Weights(weights)) = service.pool().map(|pool| &pool.spread) {
                let weighted = weights.iter().map(|(name, _)| name);
                strangers(service, weighted, &members, blueprint, names, problems);
            }
        }
        pooled.extend(members);
    }
    let events = it.incidents.iter().flat_map(|incident| &incident.events);
    for event in events.filter(|event| complete && event.action == Action::Drain) {
        for name in &event.targets {
            let Some(target) = names.breakable(name, &mut ignored) else { continue };
            if !expand(&[target], blueprint).is_subset(&pooled) {
                let message = format!("{} is a member of no pool", quote(&name.text));
                let problem = Problem::new(code::NO_MEMBER, name.place, message);
                problems.push(problem.help("drain members of pools"));
            }
        }
    }
}

fn standby(
    service: &ServiceText,
    members: &BTreeSet<Target>,
    blueprint: &Blueprint,
    names: &Names<'_>,
    problems: &mut Problems,
) {
    let Some(standby) = service.pool().and_then(|pool| pool.standby.as_ref()) else { return };
    strangers(service, standby.members.iter(), members, blueprint, names, problems);
    let mut ignored = Problems::default();
    let targets = standby.members.iter().filter_map(|name| names.part(name, &mut ignored));
    let spare = expand(&targets.collect::<Vec<_>>(), blueprint);
    let active = members.difference(&spare).count();
    let Some(first) = standby.members.first() else { return };
    if active == 0 {
        let message = "all members stand by: nobody works";
        let problem = Problem::new(code::CONTRADICTION, first.place, message);
        problems.push(problem.help("leave at least one member active"));
        return;
    }
    if let Some(below) = standby.below.filter(|below| below.value as usize > active) {
        let message = format!("{} active members are always fewer than {}", active, below.value);
        let help = format!("state an `active_below` from 1 to {active}");
        problems.push(Problem::new(code::CONTRADICTION, below.place, message).help(help));
    }
}

/// Names that are no members of the pool.
fn strangers<'d>(
    service: &ServiceText,
    listed: impl Iterator<Item = &'d Name>,
    members: &BTreeSet<Target>,
    blueprint: &Blueprint,
    names: &Names<'_>,
    problems: &mut Problems,
) {
    let mut ignored = Problems::default();
    let mut seen = BTreeSet::new();
    for name in listed {
        let Some(target) = names.part(name, &mut ignored) else { continue };
        let (pool, own) = (quote(&service.name.text), quote(&name.text));
        let each = expand(&[target], blueprint);
        if !each.is_subset(members) {
            let message = format!("{own} is no member of {pool}");
            let problem = Problem::new(code::NO_MEMBER, name.place, message);
            problems.push(problem.help(format!("name members of {pool}")));
        } else if !seen.is_disjoint(&each) {
            let message = format!("{own} is listed twice");
            problems.push(Problem::new(code::DUPLICATE_MEMBER, name.place, message));
        }
        seen.extend(each);
    }
}

/// Every single member behind the targets.
pub(super) fn expand(targets: &[Target], blueprint: &Blueprint) -> BTreeSet<Target> {
    let each = |target: &Target| match *target {
        Target::Family(at) => match blueprint.families.get(at).and_then(|family| family.count) {
            Some(count) => (1..=count).map(|number| Target::Member(at, number)).collect(),
            None => vec![Target::Family(at)],
        },
        other => vec![other],
    };
    targets.iter().flat_map(each).collect()
}
