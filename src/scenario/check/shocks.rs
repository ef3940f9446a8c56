//! Shocks that can strike somebody, and beta factors over rates that can be split.

use crate::scenario::describe::{AgesText, Description, ShockSourceText, ShockText};
use crate::scenario::names::{Names, members};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::system::{Blueprint, ModeKind, ShockSize, ShockSource};
use std::collections::BTreeMap;

/// Refuses what the system could not do.
pub fn check(it: &Description, blueprint: &Blueprint, names: &Names<'_>, problems: &mut Problems) {
    let mut split: BTreeMap<usize, &ShockText> = BTreeMap::new();
    for shock in &it.shocks {
        match &shock.source {
            Some(ShockSourceText::Beta { of: Some(of), .. }) => {
                // A name that means nothing is reported already.
                let Some(target) = names.target(of, &mut Problems::default()) else { continue };
                let Some(at) = blueprint.one_family(target) else {
                    let message =
                        format!("{} does not name all members of one component", quote(&of.text));
                    let help = "name a component, or a pool whose members are one component";
                    problems.push(Problem::new(code::NO_RATE, of.place, message).help(help));
                    continue;
                };
                if let Some(first) = split.insert(at, shock) {
                    let name = quote(&it.components[at].name.text);
                    let message = format!("the failures of {name} are split twice");
                    let problem = Problem::new(code::NO_RATE, of.place, message);
                    problems.push(problem.also(first.name.place, "the first beta factor"));
                }
                rates(it, at, of.place, problems);
            }
            Some(ShockSourceText::Own {
                size: Some(ShockSize::Count(count)), count: at, ..
            }) => {
                let made = blueprint.shocks.iter().find(|made| made.name == shock.name.text);
                let Some(ShockSource::Own { scope, .. }) = made.map(|made| &made.source) else {
                    continue;
                };
                let reach = blueprint.reach(scope).len() as u64;
                if let Some(place) = at
                    && u64::from(*count) > reach
                    && reach > 0
                {
                    let message = format!("this takes {count} of {}", members(reach));
                    let help = "state \"all\", or a smaller number";
                    problems.push(Problem::new(code::OUT_OF_RANGE, *place, message).help(help));
                }
            }
            _ => {}
        }
    }
}

/// Each crash and hang must have a rate.
fn rates(
    it: &Description,
    component: usize,
    place: crate::scenario::tree::Place,
    problems: &mut Problems,
) {
    let modes = it.components[component].modes.iter();
    let modes: Vec<_> =
        modes.filter(|mode| matches!(mode.kind, ModeKind::Crash | ModeKind::Hang)).collect();
    if modes.is_empty() {
        let name = quote(&it.components[component].name.text);
        let message = format!("{name} has no failures of which a share could be common");
        let help = "state how its members fail, or a shock with a `life` of its own";
        problems.push(Problem::new(code::NO_RATE, place, message).help(help));
    }
    for mode in modes {
        let exponential = mode.life.as_ref().is_none_or(|life| life.exponential_mean().is_some());
        let why = match mode.ages {
            _ if !exponential => "this life is not exponential",
            AgesText::WhileUp => continue,
            _ => "this ages by a rule of its own",
        };
        let message = "a beta factor splits a rate, and only an exponential life has one";
        let help = "state a shock with a `life` of its own, or an exponential life while up";
        let problem = Problem::new(code::NO_RATE, place, message);
        problems.push(problem.also(mode.tag.place, why).help(help));
    }
}
