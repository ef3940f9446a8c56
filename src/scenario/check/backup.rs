//! Backups between partners that go another way than over their link, or could never keep up.

use crate::quantity::{Micro, Span};
use crate::redundancy::Backup;
use crate::scenario::describe::{BackupText, Description, LinkText, Name, ServiceText};
use crate::scenario::names::{Names, Thing};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{Blueprint, Target};

/// Refuses a backup that could never do.
pub fn check(
    backup: &BackupText,
    pools: &[&ServiceText],
    it: &Description,
    blueprint: &Blueprint,
    names: &Names<'_>,
    problems: &mut Problems,
) {
    let stands: Vec<Vec<usize>> = pools.iter().map(|pool| stands(pool, blueprint, names)).collect();
    let over = backup.over.as_ref().and_then(|name| match names.get(&name.text) {
        Some(Thing::Link(at)) => Some((name, at)),
        _ => None,
    });
    if let Some((name, at)) = over
        && stands.len() == 2
        && stands.iter().all(|stand| !stand.is_empty() && !ends_at(stand, at, blueprint))
    {
        let link = quote(&name.text);
        let message = format!(
            "the link {link} ends neither at {} nor at {}",
            quote(&pools[0].name.text),
            quote(&pools[1].name.text)
        );
        let help = "name a link between the two pools";
        problems.push(Problem::new(code::BACKUP, name.place, message).help(help));
        return;
    }
    let ways = stands.iter().filter_map(|stand| widest(stand, blueprint));
    let ways = ways.chain(over.map(|(_, at)| at));
    let narrowest = ways.filter_map(|at| Some((it.links.get(at)?.bandwidth?, at))).min();
    let narrowest = narrowest.map(|(bandwidth, at)| (bandwidth, &it.links[at]));
    volume(backup, over.map(|(name, _)| name), narrowest, pools, it, problems);
}

/// The places in which members of a pool stand; without any it reaches everything.
fn stands(pool: &ServiceText, blueprint: &Blueprint, names: &Names<'_>) -> Vec<usize> {
    let Some(Thing::Service(at)) = names.get(&pool.name.text) else { return Vec::new() };
    let mut open = vec![at];
    let (mut seen, mut places) = (Vec::new(), Vec::new());
    while let Some(at) = open.pop() {
        if seen.contains(&at) {
            continue;
        }
        seen.push(at);
        for member in blueprint.services.get(at).iter().flat_map(|service| &service.members) {
            match *member {
                Target::Service(at) => open.push(at),
                Target::Family(at) | Target::Member(at, _) => {
                    places.extend(blueprint.families.get(at).map(|family| family.place));
                }
                Target::Place(_) | Target::Link(_) => {}
            }
        }
    }
    places
}

/// Whether a link ends where something stands.
fn ends_at(stand: &[usize], link: usize, blueprint: &Blueprint) -> bool {
    let Some(link) = blueprint.links.get(link) else { return false };
    let holds = |end: usize| {
        stand.iter().any(|place| blueprint.holds(end, *place) || blueprint.holds(*place, end))
    };
    link.between.into_iter().any(holds)
}

/// Whatever goes from a pool elsewhere goes over one of the links that end at it, and has no more
/// than the widest of them; `None` is no limit.
fn widest(stand: &[usize], blueprint: &Blueprint) -> Option<usize> {
    let links = (0..blueprint.links.len()).filter(|link| ends_at(stand, *link, blueprint));
    let links = links.map(|at| (blueprint.links[at].bandwidth.unwrap_or(u64::MAX), at));
    let (bandwidth, at) = links.max()?;
    (bandwidth < u64::MAX).then_some(at)
}

/// What the users of a pair write can be sent.
fn volume(
    backup: &BackupText,
    over: Option<&Name>,
    narrowest: Option<(u64, &LinkText)>,
    pools: &[&ServiceText],
    it: &Description,
    problems: &mut Problems,
) {
    let (Some((writes, per)), Some(every)) = (backup.writes, backup.every) else { return };
    let terms = Backup {
        over: None,
        into: [Vec::new(), Vec::new()],
        every,
        takes: Span::ZERO,
        rate: None,
        writes,
        per,
        destroyed: false,
    };
    let users = |pool: &ServiceText| -> Micro {
        let people = it
            .populations
            .iter()
            .filter(|people| people.home.as_ref().is_some_and(|home| home.text == pool.name.text));
        people.filter_map(|people| Some(people.users?.value)).sum()
    };
    let mut is_slow = false;
    for pool in pools {
        let Some(rate) = &backup.rate else { break };
        let users = users(pool);
        if users > 0 && terms.is_too_slow(users, Some(rate.value)) {
            let name = quote(&pool.name.text);
            let message = format!("the users of {name} write faster than can be sent");
            let help = "raise `rate`, or lower `writes`: the backup would never keep up";
            problems.push(Problem::new(code::BACKUP, rate.place, message).help(help));
            is_slow = true;
        }
    }
    let (Some((bandwidth, link)), false) = (narrowest, is_slow) else { return };
    // Both ways share the link.
    let writers: Vec<&&ServiceText> = pools.iter().filter(|pool| users(pool) > 0).collect();
    let all = writers.iter().map(|pool| users(pool)).sum();
    if all > 0 && terms.is_too_slow(all, Some(bandwidth)) {
        let called: Vec<String> = writers.iter().map(|pool| quote(&pool.name.text)).collect();
        let name = quote(&link.name.text);
        let message =
            format!("the users of {} write faster than {name} carries", called.join(" and "));
        let help = format!(
            "raise the `bandwidth` of {name}, or lower `writes`: the backup would never keep up"
        );
        let place = over.map_or(link.name.place, |over| over.place);
        problems.push(Problem::new(code::BACKUP, place, message).help(help));
    }
}
