//! Places in circles, services in themselves, needs that cannot be met, members listed twice.

use crate::scenario::circles::circles;
use crate::scenario::describe::{Description, Name, ServiceText};
use crate::scenario::names::{Names, members};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{Blueprint, Target};
use std::collections::BTreeMap;

/// How many members all components may have together.
const MOST_MEMBERS: u64 = 10_000_000;

/// Refuses what cannot stand.
pub fn check(it: &Description, blueprint: &Blueprint, names: &Names<'_>, problems: &mut Problems) {
    places(it, blueprint, problems);
    services(it, blueprint, problems);
    total(it, problems);
    let mut ignored = Problems::default();
    for service in &it.services {
        // Names that mean nothing are reported already.
        need(service, it, names, &mut ignored, problems);
    }
}

fn places(it: &Description, blueprint: &Blueprint, problems: &mut Problems) {
    let edges: Vec<_> = blueprint.places.iter().map(|place| Vec::from_iter(place.inside)).collect();
    for circle in circles(&edges) {
        let at = it.places[circle[0]].inside.as_ref().unwrap_or(&it.places[circle[0]].name);
        let names = circle.iter().map(|&place| &it.places[place].name);
        let message =
            format!("the place {} stands in itself", quote(&it.places[circle[0]].name.text));
        problems.push(round(Problem::new(code::PLACE_CYCLE, at.place, message), names, "in"));
    }
}

fn services(it: &Description, blueprint: &Blueprint, problems: &mut Problems) {
    let inner = |target: &Target| match target {
        Target::Service(service) => Some(*service),
        _ => None,
    };
    let edges: Vec<Vec<_>> = blueprint
        .services
        .iter()
        .map(|service| service.members.iter().filter_map(inner).collect())
        .collect();
    for circle in circles(&edges) {
        let name = &it.services[circle[0]].name;
        let names = circle.iter().map(|&service| &it.services[service].name);
        let message = format!("the service {} is a member of itself", quote(&name.text));
        let problem = Problem::new(code::SERVICE_CYCLE, name.place, message);
        problems.push(round(problem, names, "over"));
    }
}

/// Tells the way around, unless it is a single step.
fn round<'d>(problem: Problem, names: impl Iterator<Item = &'d Name>, word: &str) -> Problem {
    let names: Vec<String> = names.map(|name| quote(&name.text)).collect();
    match names.as_slice() {
        [_] => problem,
        [first, ..] => {
            problem.label(format!("{} {word} {first}", names.join(&format!(" {word} "))))
        }
        [] => problem,
    }
}

fn total(it: &Description, problems: &mut Problems) {
    let mut total = 0;
    for component in &it.components {
        total += u64::from(component.count.unwrap_or(1));
        if total > MOST_MEMBERS {
            let message = "the system has more than 10,000,000 members";
            let place = component.name.place;
            problems.push(
                Problem::new(code::TOO_MANY_MEMBERS, place, message).label("this is too much"),
            );
            return;
        }
    }
}

/// Between one and all members.
fn need(
    service: &ServiceText,
    it: &Description,
    names: &Names<'_>,
    ignored: &mut Problems,
    problems: &mut Problems,
) {
    let size = |component: usize| u64::from(it.components[component].count.unwrap_or(1));
    let count = if service.inline {
        names.inline(&service.name.text).filter(|&at| !it.components[at].vague).map(size)
    } else {
        let mut seen: BTreeMap<Target, &Name> = BTreeMap::new();
        let mut count = Some(0);
        for name in service.members.iter().flatten() {
            let Some(target) = names.worker(name, ignored) else {
                count = None;
                continue;
            };
            if let Some(first) = seen.insert(target, name) {
                twice(name, first, problems);
                continue;
            }
            let size = match target {
                Target::Family(component) if it.components[component].vague => None,
                Target::Family(component) => Some(size(component)),
                _ => Some(1),
            };
            count = count.zip(size).map(|(count, size): (u64, u64)| count + size);
        }
        for (target, name) in &seen {
            if let Target::Member(component, _) = target
                && let Some(all) = seen.get(&Target::Family(*component))
            {
                twice(name, all, problems);
            }
        }
        count.filter(|_| service.members.is_some())
    };
    let need = service.pool().and_then(|pool| pool.need);
    let (Some(count), Some(need)) = (count, need) else { return };
    if need.value == 0 || u64::from(need.value) > count {
        let name = quote(&service.name.text);
        let message = match need.value {
            0 => "a pool that needs no member is never down".to_owned(),
            need => format!("{name} needs {} but has {count}", members(need.into())),
        };
        let help = match count {
            1 => "state \"need\": 1, or add members".to_owned(),
            count => format!("state a `need` from 1 to {count}, or add members"),
        };
        problems.push(Problem::new(code::IMPOSSIBLE_NEED, need.place, message).help(help));
    }
}

fn twice(name: &Name, other: &Name, problems: &mut Problems) {
    let (first, second) = if name.place < other.place { (name, other) } else { (other, name) };
    let message = format!("{} is listed twice", quote(&name.text));
    let problem = Problem::new(code::DUPLICATE_MEMBER, second.place, message);
    problems.push(problem.also(first.place, "first listed here"));
}
