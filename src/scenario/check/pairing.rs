//! Pairings of what is no pool, or of one pool twice; users who would miss a role at the partner;
//! backups that have nowhere to go.

use super::backup;
use super::paths::wanted;
use crate::scenario::describe::{
    BackupText, Description, HOME, IntoText, MechanismText, Name, ServiceText,
};
use crate::scenario::names::{Names, Thing};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::Blueprint;
use std::collections::{BTreeMap, BTreeSet};

/// Refuses what could not take over.
pub fn check(it: &Description, blueprint: &Blueprint, names: &Names<'_>, problems: &mut Problems) {
    let mut paired: BTreeMap<&str, &Name> = BTreeMap::new();
    for service in &it.services {
        let MechanismText::Pairing(pairing) = &service.mechanism else { continue };
        let Some([one, other]) = service.members.as_deref() else { continue };
        let mut pools = Vec::new();
        for name in [one, other] {
            pools.extend(pool(name, it, names, problems));
            if let Some(first) = paired.insert(&name.text, name) {
                let message = format!("{} is paired twice", quote(&name.text));
                let problem = Problem::new(code::PAIRING, name.place, message);
                problems.push(problem.also(first.place, "first paired here"));
            }
        }
        if let [one, other] = pools[..] {
            roles(one, other, it, names, problems);
            roles(other, one, it, names, problems);
        }
        if let Some(backup) = &pairing.backup {
            stores(backup, service, &pools, names, problems);
            backup::check(backup, &pools, it, blueprint, names, problems);
        }
    }
}

/// A service that may be paired.
fn pool<'d>(
    name: &Name,
    it: &'d Description,
    names: &Names<'_>,
    problems: &mut Problems,
) -> Option<&'d ServiceText> {
    let service = match names.of_kind(name, "a service", problems)? {
        Thing::Service(at) => &it.services[at],
        _ => return None,
    };
    if matches!(service.mechanism, MechanismText::Pairing(_)) {
        let message = format!("{} is a pairing itself", quote(&name.text));
        let problem = Problem::new(code::PAIRING, name.place, message);
        problems.push(problem.help("name the pools that serve the users"));
        return None;
    }
    Some(service)
}

/// Whatever the users of `home` do, they can do while `partner` serves them.
fn roles(
    home: &ServiceText,
    partner: &ServiceText,
    it: &Description,
    names: &Names<'_>,
    problems: &mut Problems,
) {
    let mut missing: BTreeSet<&str> = BTreeSet::new();
    let at_home =
        |name: &Option<Name>| name.as_ref().is_some_and(|name| name.text == home.name.text);
    for people in it.populations.iter().filter(|people| at_home(&people.home)) {
        for feature in wanted(people, it, names) {
            for role in feature.path.iter().filter(|role| role.text != HOME) {
                let mut routes = people.routes.iter().chain(&partner.routes);
                let has = routes.any(|route| route.role.text == role.text);
                let at_home = home.routes.iter().any(|route| route.role.text == role.text);
                if has || !at_home || !missing.insert(&role.text) {
                    continue;
                }
                let partner = quote(&partner.name.text);
                let message = format!("{partner} has no route for the role {}", quote(&role.text));
                let problem = Problem::new(code::NO_ROUTE, role.place, message);
                let help = format!(
                    "it may serve {}: state the role in its `routes`",
                    quote(&people.name.text)
                );
                problems.push(problem.help(help));
            }
        }
    }
}

/// Copies are kept somewhere.
fn stores(
    backup: &BackupText,
    service: &ServiceText,
    pools: &[&ServiceText],
    names: &Names<'_>,
    problems: &mut Problems,
) {
    match &backup.into {
        IntoText::Anywhere => {}
        IntoText::Role(role) => {
            for pool in pools {
                if pool.routes.iter().all(|route| route.role.text != role.text) {
                    let (name, role_name) = (quote(&pool.name.text), quote(&role.text));
                    let message = format!("{name} has no route for the role {role_name}");
                    let help = format!("state it in `routes` of {name}: copies are kept there");
                    problems.push(Problem::new(code::BACKUP, role.place, message).help(help));
                }
            }
        }
        IntoText::Named(named) => {
            let members = service.members.iter().flatten();
            let pools: BTreeSet<&str> = members.map(|name| name.text.as_str()).collect();
            for (pool, store) in named {
                if !pools.contains(pool.text.as_str()) {
                    let message = format!("{} is not one of the pair", quote(&pool.text));
                    let help = "name a file store for each of the two pools";
                    problems.push(Problem::new(code::BACKUP, pool.place, message).help(help));
                }
                let mut ignored = Problems::default();
                if let Some(Thing::Component(_)) = names.get(&store.text)
                    && names.standpoint(store, &mut ignored).is_none()
                {
                    let message = format!("{} are several components", quote(&store.text));
                    let help = "name one of them, or a pool over them";
                    problems.push(Problem::new(code::WRONG_THING, store.place, message).help(help));
                }
            }
            let stated: BTreeSet<&str> = named.iter().map(|(pool, _)| pool.text.as_str()).collect();
            if let Some((first, _)) = named.first()
                && let Some(pool) = pools.difference(&stated).next()
            {
                let message = format!("what comes to {} is kept nowhere", quote(pool));
                let help = "name a file store for each of the two pools";
                problems.push(Problem::new(code::BACKUP, first.place, message).help(help));
            }
        }
    }
}
