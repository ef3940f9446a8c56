//! Features and routes: roles that nobody plays, and loads that do not fit together.

use crate::scenario::describe::{Description, FeatureText, HOME, Name, PopulationText, RouteText};
use crate::scenario::names::{Names, Thing};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::scenario::tree::Place;
use crate::system::{Blueprint, Target};
use std::collections::{BTreeMap, BTreeSet};

/// Refuses paths that lead nowhere.
pub fn check(it: &Description, names: &Names<'_>, problems: &mut Problems) {
    for feature in &it.features {
        path(feature, problems);
    }
    let services = it.services.iter().map(|service| &service.routes);
    for routes in services.chain(it.populations.iter().map(|people| &people.routes)) {
        routes.iter().for_each(|route| targets(route, it, names, problems));
    }
    for people in &it.populations {
        roles(people, it, names, problems);
    }
    units(it, names, problems);
    for feature in it.objectives.iter().filter_map(|objective| objective.feature.as_ref()) {
        judged(feature, it, names, problems);
    }
}

/// Warns of roles whose lost members nobody takes out of rotation: the next tries of their clients
/// are not followed, so the share of such a member is lost until it is back.
pub fn warnings(it: &Description, blueprint: &Blueprint, warnings: &mut Problems) {
    let on_a_path: BTreeSet<&str> =
        it.features.iter().flat_map(|it| &it.path).map(|role| role.text.as_str()).collect();
    let services = it.services.iter().map(|service| &service.routes);
    let routes = services.chain(it.populations.iter().map(|people| &people.routes)).flatten();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for route in routes.filter(|route| on_a_path.contains(route.role.text.as_str())) {
        for target in &route.targets {
            let service = blueprint.services.iter().find(|service| service.name == target.text);
            let Some(service) = service.filter(|it| it.detection.leaves_rotation_alone()) else {
                continue;
            };
            let count = |member: &Target| match *member {
                Target::Family(at) => blueprint.families[at].count.unwrap_or(1),
                _ => 1,
            };
            // The clients of a lone member are led to the next target.
            if service.members.iter().map(count).sum::<u32>() < 2 || !told.insert(&target.text) {
                continue;
            }
            let (name, role) = (quote(&target.text), quote(&route.role.text));
            let message = format!(
                "clients alone find out which members of {name} are down: as the role {role}, it \
                 fails the share of a lost member until that is back"
            );
            let help = "their next tries are not followed here; say with `after` how long it takes \
                        them to be at another member";
            let problem = Problem::new(code::LOST_SHARE, target.place, message);
            warnings.push(problem.help(help));
        }
    }
}

/// An objective speaks of a feature that somebody wants.
fn judged(feature: &Name, it: &Description, names: &Names<'_>, problems: &mut Problems) {
    if names.of_kind(feature, "a feature", problems).is_none() {
        return;
    }
    let wants = |people: &PopulationText| {
        wanted(people, it, names).iter().any(|wanted| wanted.name.text == feature.text)
    };
    if !it.populations.iter().any(wants) {
        let message = format!("nobody wants {}", quote(&feature.text));
        let problem = Problem::new(code::UNJUDGED, feature.place, message);
        problems.push(problem.help("name it among the `features` of a population"));
    }
}

fn path(feature: &FeatureText, problems: &mut Problems) {
    let mut seen: BTreeMap<&str, &Name> = BTreeMap::new();
    for role in &feature.path {
        if let Some(first) = seen.insert(&role.text, role) {
            let message = format!("the role {} stands twice on the path", quote(&role.text));
            let problem = Problem::new(code::DUPLICATE_MEMBER, role.place, message);
            problems.push(problem.also(first.place, "first listed here"));
        }
    }
    if !feature.path.is_empty() && !seen.contains_key(HOME) {
        let message = format!("the path of {} leaves out the home", quote(&feature.name.text));
        let problem = Problem::new(code::BAD_PATH, feature.name.place, message);
        problems.push(problem.help("add \"home\": the service that serves the user now"));
    }
    for role in feature.demand.iter().filter_map(|demand| demand.role.as_ref()) {
        let name = quote(&role.text);
        if role.text == HOME {
            let message = "the home carries users; other loads need a service of their own";
            let help = "let a second service stand over the home's members, and route a role to it";
            problems.push(Problem::new(code::MIXED_UNITS, role.place, message).help(help));
        } else if !seen.contains_key(role.text.as_str()) {
            let message = format!("the role {name} is not on the path");
            let problem = Problem::new(code::BAD_PATH, role.place, message);
            problems.push(problem.help(format!("add {name} to `path`, or name a role of it")));
        }
    }
}

fn targets(route: &RouteText, it: &Description, names: &Names<'_>, problems: &mut Problems) {
    if route.role.text == HOME {
        let message = "nothing leads to the home: it is the service that a population names";
        problems.push(Problem::new(code::BAD_PATH, route.role.place, message));
    }
    let mut seen: BTreeMap<&str, &Name> = BTreeMap::new();
    for name in &route.targets {
        if let Some(first) = seen.insert(&name.text, name) {
            let message = format!("{} is listed twice", quote(&name.text));
            let problem = Problem::new(code::DUPLICATE_MEMBER, name.place, message);
            problems.push(problem.also(first.place, "first listed here"));
        }
        if let Some(Thing::Component(component)) = names.get(&name.text)
            && it.components[component].count.is_some()
        {
            let message = format!("{} are several components", quote(&name.text));
            let problem = Problem::new(code::WRONG_THING, name.place, message);
            problems.push(problem.help("name one of them, or a pool over them"));
        }
    }
}

/// The features a population wants.
pub(super) fn wanted<'d>(
    people: &'d PopulationText,
    it: &'d Description,
    names: &Names<'_>,
) -> Vec<&'d FeatureText> {
    let stated = people.features.iter().flatten().filter_map(|name| match names.get(&name.text) {
        Some(Thing::Feature(feature)) => Some(&it.features[feature]),
        _ => None,
    });
    let stated: Vec<&FeatureText> = stated.collect();
    if stated.is_empty() { it.features.iter().collect() } else { stated }
}

/// The routes of the home of a population.
fn home_routes<'d>(
    people: &PopulationText,
    it: &'d Description,
    names: &Names<'_>,
) -> Option<&'d [RouteText]> {
    match names.get(&people.home.as_ref()?.text) {
        Some(Thing::Service(home)) => Some(&it.services[home].routes),
        _ => None,
    }
}

/// Every role that a population's features take has a route.
fn roles(people: &PopulationText, it: &Description, names: &Names<'_>, problems: &mut Problems) {
    let Some(routes) = home_routes(people, it, names) else { return };
    let mut missing: BTreeSet<&str> = BTreeSet::new();
    for feature in wanted(people, it, names) {
        for role in feature.path.iter().filter(|role| role.text != HOME) {
            let mut routes = people.routes.iter().chain(routes);
            if routes.any(|route| route.role.text == role.text) || !missing.insert(&role.text) {
                continue;
            }
            let (name, home) = (quote(&people.name.text), people.home.as_ref());
            let message = format!("{name} has no route for the role {}", quote(&role.text));
            let problem = Problem::new(code::NO_ROUTE, people.name.place, message);
            let problem = problem.also(role.place, "the path that takes it");
            let home = home.map_or_else(String::new, |home| quote(&home.text));
            problems.push(problem.help(format!("state it in `routes` of {home}, or of {name}")));
        }
    }
}

/// What routes bring to a service is of one kind, and the service has no other load.
fn units(it: &Description, names: &Names<'_>, problems: &mut Problems) {
    let mut carried: BTreeMap<usize, (String, Place)> = BTreeMap::new();
    let mut carry = |name: &Name, unit: &str, place: Place, problems: &mut Problems| {
        let Some(Thing::Service(service)) = names.get(&name.text) else { return };
        let (other, first) =
            carried.entry(service).or_insert_with(|| (unit.to_owned(), place)).clone();
        if other != unit {
            let message = format!("{} would carry {other} and {unit}", quote(&name.text));
            let problem = Problem::new(code::MIXED_UNITS, place, message);
            let problem = problem.also(first, format!("brings {other}"));
            problems.push(problem.help("let a second service stand over the same members"));
        }
    };
    for people in &it.populations {
        for target in people.routes.iter().flat_map(|route| &route.targets) {
            carry(target, "users", target.place, problems);
        }
        let Some(routes) = home_routes(people, it, names) else { continue };
        for feature in wanted(people, it, names) {
            for demand in &feature.demand {
                for role in feature.path.iter().filter(|role| role.text != HOME) {
                    if demand.role.as_ref().is_some_and(|only| only.text != role.text) {
                        continue;
                    }
                    let mut routes = people.routes.iter().chain(routes);
                    let route = routes.find(|route| route.role.text == role.text);
                    for target in route.iter().flat_map(|route| &route.targets) {
                        carry(target, &demand.unit, demand.place, problems);
                    }
                }
            }
        }
    }
    let homes = it.populations.iter().filter_map(|people| Some((people.home.as_ref()?, "users")));
    let loads = it.loads.iter().filter_map(|load| Some((load.to.as_ref()?, "requests")));
    for (name, own) in homes.chain(loads) {
        if let Some(Thing::Service(service)) = names.get(&name.text)
            && let Some((unit, place)) = carried.get(&service)
        {
            let name = quote(&name.text);
            let message = format!("{name} has {own} of its own, and would carry {unit} as well");
            let problem = Problem::new(code::MIXED_UNITS, *place, message);
            problems.push(problem.help("let a second service stand over the same members"));
            carried.remove(&service);
        }
    }
}
