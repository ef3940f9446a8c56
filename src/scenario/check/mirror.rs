//! Mirrors without two partners, or whose partner decides about itself; clients that look again for
//! whoever serves where nobody leads.

use super::standby::is_vague;
use crate::scenario::describe::{Description, NeedText, ServiceText};
use crate::scenario::names::{Names, Thing, members};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{Blueprint, Target};

/// Refuses pairs that are none.
pub fn check(it: &Description, blueprint: &Blueprint, names: &Names<'_>, problems: &mut Problems) {
    for (at, service) in it.services.iter().enumerate() {
        if service.mirror().is_some() {
            if !is_vague(it, service.inline, &service.name) {
                partners(service, &blueprint.services[at].members, blueprint, problems);
            }
            decider(at, service, blueprint, names, problems);
        }
    }
    for load in &it.loads {
        let (Some(looks), Some(to)) = (load.looks_again, &load.to) else { continue };
        if let Some(Thing::Service(service)) = names.get(&to.text)
            && !it.services[service].is_led()
        {
            let message = format!("nobody leads {}: its clients need not look", quote(&to.text));
            let problem = Problem::new(code::MEANINGLESS, looks.place, message);
            problems.push(problem.help("remove `clients`; a pool has `requests`"));
        }
    }
}

fn partners(
    service: &ServiceText,
    partners: &[Target],
    blueprint: &Blueprint,
    problems: &mut Problems,
) {
    let read = service.members.as_ref().map_or(service.inline, |members| {
        // A name that means nothing is reported already.
        members.len() == partners.len()
    });
    let count = |target: &Target| match *target {
        Target::Family(at) => blueprint.families[at].count.map_or(1, u64::from),
        _ => 1,
    };
    let found: u64 = partners.iter().map(count).sum();
    if read && found != 2 && !partners.is_empty() {
        let place = match service.members.as_ref().and_then(|names| names.first()) {
            Some(first) => first.place,
            None => service.name.place,
        };
        let name = quote(&service.name.text);
        let message = format!("a mirror has two partners: {name} has {}", members(found));
        let help = "name two, or state \"count\": 2";
        problems.push(Problem::new(code::IMPOSSIBLE_MIRROR, place, message).help(help));
    }
}

/// Refuses a witness, monitor or store that would decide about itself.
fn decider(
    at: usize,
    service: &ServiceText,
    blueprint: &Blueprint,
    names: &Names<'_>,
    problems: &mut Problems,
) {
    let partners = &blueprint.services[at].members;
    let Some(aide) = service.mirror().and_then(|mirror| mirror.aide()) else { return };
    let mut ignored = Problems::default();
    let Some(target) = names.worker(aide, &mut ignored) else { return };
    let own = |partner: &Target| match (*partner, target) {
        (Target::Family(one), Target::Member(other, _)) => one == other,
        (partner, target) => partner == target,
    };
    if target == Target::Service(at) || partners.iter().any(own) {
        let message = format!("{} would decide about itself", quote(&aide.text));
        let problem = Problem::new(code::IMPOSSIBLE_MIRROR, aide.place, message);
        problems.push(problem.help("name a component that is no partner"));
    } else if runs_only_with(target, at, blueprint) {
        let message =
            format!("{} runs only while {} does", quote(&aide.text), quote(&service.name.text));
        let problem = Problem::new(code::IMPOSSIBLE_MIRROR, aide.place, message);
        problems.push(problem.help("name one that is up when the mirror is to take over"));
    } else if let Target::Family(at) = target
        && blueprint.families[at].count.is_some_and(|count| count > 1)
    {
        let message = format!("{} are several components", quote(&aide.text));
        let problem = Problem::new(code::WRONG_THING, aide.place, message);
        problems.push(problem.help("name one of them, or a pool over them"));
    }
}

/// Whether something is down while a service is, for the sake of hard needs.
fn runs_only_with(what: Target, service: usize, blueprint: &Blueprint) -> bool {
    let mut open = vec![what];
    let mut seen = Vec::new();
    while let Some(target) = open.pop() {
        if seen.contains(&target) {
            continue;
        }
        seen.push(target);
        let needs = match target {
            Target::Family(at) | Target::Member(at, _) => &blueprint.families[at].needs,
            Target::Service(at) => &blueprint.services[at].needs,
            Target::Place(_) | Target::Link(_) => continue,
        };
        if needs.contains(&Target::Service(service)) {
            return true;
        }
        open.extend(needs);
    }
    false
}

/// Warns of pairs whose members run only while the pair does: nobody is up to take over.
pub fn warnings(it: &Description, blueprint: &Blueprint, warnings: &mut Problems) {
    for (at, (service, spec)) in it.services.iter().zip(&blueprint.services).enumerate() {
        if !service.is_led() {
            continue;
        }
        for member in &spec.members {
            let Some(need) = first_need(it, *member) else { continue };
            if !runs_only_with(*member, at, blueprint) {
                continue;
            }
            let (member, pair) = (quote(&blueprint.name_of(*member)), quote(&service.name.text));
            let message = format!("{member} runs only while {pair} does, and is to take it over");
            let problem = Problem::new(code::START_CIRCLE, need.on.place, message);
            let problem = problem.label("a takeover would find both of them down");
            warnings.push(problem.help("let the members run without the pair"));
        }
    }
}

/// The first hard need that something states.
fn first_need(it: &Description, what: Target) -> Option<&NeedText> {
    let needs = match what {
        Target::Family(at) | Target::Member(at, _) => &it.components.get(at)?.needs,
        Target::Service(at) => &it.services.get(at)?.needs,
        Target::Place(_) | Target::Link(_) => return None,
    };
    needs.iter().find(|need| need.kind.is_none())
}
