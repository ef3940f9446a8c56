//! Checks of a description as a whole: one file a kind of mistake.

mod alarms;
mod backup;
mod contracts;
mod data;
mod links;
mod mirror;
mod owners;
mod pairing;
mod paths;
mod plan;
mod pool;
mod recovery;
mod repoints;
mod runbooks;
mod shocks;
mod standby;
mod starts;
mod topology;
mod twice;
mod upkeep;

use super::describe::Description;
use super::names::Names;
use super::problem::Problems;
use crate::system::Blueprint;

/// Everything that only shows when all names are known.
pub fn check(it: &Description, blueprint: &Blueprint, names: &Names<'_>, problems: &mut Problems) {
    topology::check(it, blueprint, names, problems);
    links::check(it, blueprint, names, problems);
    upkeep::check(it, blueprint, problems);
    pool::check(it, blueprint, names, problems);
    standby::check(it, blueprint, names, problems);
    mirror::check(it, blueprint, names, problems);
    paths::check(it, names, problems);
    pairing::check(it, blueprint, names, problems);
    owners::check(it, problems);
    alarms::check(it, blueprint, names, problems);
    data::check(it, blueprint, problems);
    shocks::check(it, blueprint, names, problems);
    runbooks::check(it, blueprint, problems);
    repoints::check(it, blueprint, problems);
    plan::check(it, problems);
    contracts::check(it, names, problems);
    recovery::check(it, blueprint, names, problems);
}

/// What a valid scenario should be looked at for.
pub fn warnings(it: &Description, blueprint: &Blueprint) -> Problems {
    let mut warnings = Problems::default();
    starts::check(it, blueprint, &mut warnings);
    mirror::warnings(it, blueprint, &mut warnings);
    paths::warnings(it, blueprint, &mut warnings);
    recovery::warnings(it, blueprint, &mut warnings);
    warnings.into_warnings()
}
