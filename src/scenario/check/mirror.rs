//! Mirrors without two partners, or whose partner decides about itself; clients that look again for
//! whoever serves where nobody leads.

use crate::scenario::describe::{Description, ServiceText};
use crate::scenario::names::{Names, Thing, members};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{Blueprint, Target};

/// Refuses pairs that are none.
pub fn check(it: &Description, blueprint: &Blueprint, names: &Names<'_>, problems: &mut Problems) {
    for (service, spec) in it.services.iter().zip(&blueprint.services) {
        if service.mirror().is_some() {
            partners(service, &spec.members, blueprint, names, problems);
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
    names: &Names<'_>,
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
    let Some(aide) = service.mirror().and_then(|mirror| mirror.aide()) else { return };
    let mut ignored = Problems::default();
    let Some(target) = names.worker(aide, &mut ignored) else { return };
    let own = |partner: &Target| match (*partner, target) {
        (Target::Family(one), Target::Member(other, _)) => one == other,
        (partner, target) => partner == target,
    };
    if partners.iter().any(own) {
        let message = format!("{} would decide about itself", quote(&aide.text));
        let problem = Problem::new(code::IMPOSSIBLE_MIRROR, aide.place, message);
        problems.push(problem.help("name a component that is no partner"));
    } else if let Target::Family(at) = target
        && blueprint.families[at].count.is_some_and(|count| count > 1)
    {
        let message = format!("{} are several components", quote(&aide.text));
        let problem = Problem::new(code::WRONG_THING, aide.place, message);
        problems.push(problem.help("name one of them, or a pool over them"));
    }
}
