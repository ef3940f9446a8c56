//! Because of what: the parts of a long run add up to its totals, and the worst trials are those
//! that were worst.

use crate::any_world;
use crate::exact::Long;
use crate::numbers::Numbers;
use crate::scenarios;
use crate::small::{by_balancer, hours};
use hadr::quantity::Span;
use hadr::report::{
    ChainShare, EstimateFigure, EstimateReport, LongRunPopulation, PartEstimate, WorstTrial,
};
use hadr::system::port::{Measured, Part};
use std::collections::BTreeMap;

const YEAR: f64 = 31_557_600.0;

/// Figures that have parts, with the figure that these add up to.
const PARTS: [(&str, &str); 6] = [
    ("outage seconds", "outage seconds"),
    ("outage seconds by class", "outage seconds"),
    ("lost user seconds by chain", "lost user seconds"),
    ("lost user seconds by class", "lost user seconds"),
    ("lost user seconds by phase", "lost user seconds"),
    ("unprotected seconds", "unprotected seconds"),
];

/// The parts of every figure of a trial add up to it.
pub fn add_up(measured: &[Measured]) {
    let mut sums: BTreeMap<(&str, u32, bool), f64> = BTreeMap::new();
    for figure in measured {
        let whole = figure.part == Part::Whole;
        *sums.entry((figure.metric, figure.subject, whole)).or_default() += figure.value;
    }
    for (parts, total) in PARTS {
        for subject in 0.. {
            let Some(total) = sums.get(&(total, subject, true)) else { break };
            let sum = sums.get(&(parts, subject, false)).copied().unwrap_or(0.0);
            same(&format!("{parts} of {subject}"), sum, *total);
        }
    }
}

fn same(what: &str, sum: f64, total: f64) {
    let off = (sum - total).abs();
    assert!(off <= 1e-9 * total.abs(), "{what} add up to {sum} and not to {total}");
}

fn sum(parts: &[PartEstimate]) -> f64 {
    for pair in parts.windows(2) {
        let [more, less] = [&pair[0], &pair[1]];
        assert!(more.amount.value >= less.amount.value, "{more:?} stands before {less:?}");
    }
    parts.iter().map(held).sum()
}

/// The amount of a part, which lies in its interval.
fn held(part: &PartEstimate) -> f64 {
    let EstimateFigure { value, lower, upper } = part.amount;
    assert!(0.0 <= lower && lower <= value && value <= upper, "{part:?}");
    value
}

fn population_adds_up(population: &LongRunPopulation) {
    lost_adds_up(
        population.mean_users_lacking,
        &population.lost_user_minutes_per_year_by_chain,
        &population.lost_user_minutes_per_year_by_class,
        &population.lost_user_minutes_per_year_by_phase,
        &population.worst_trials,
    );
    for feature in population.features.iter().chain(&population.in_full) {
        lost_adds_up(
            feature.mean_users_lacking,
            &feature.lost_user_minutes_per_year_by_chain,
            &feature.lost_user_minutes_per_year_by_class,
            &feature.lost_user_minutes_per_year_by_phase,
            &feature.worst_trials,
        );
    }
}

fn lost_adds_up(
    lacking: EstimateFigure,
    chains: &[ChainShare],
    classes: &[PartEstimate],
    phases: &[PartEstimate],
    worst: &[WorstTrial],
) {
    let total = lacking.value * YEAR / 60.0;
    same("chains", chains.iter().map(|chain| chain.amount).sum(), total);
    same("classes", sum(classes), total);
    same("phases", phases.iter().map(held).sum(), total);
    assert_eq!(worst.is_empty(), total == 0.0);
}

/// The lists of a long run add up to its totals.
fn adds_up(estimate: &EstimateReport) {
    for service in &estimate.services {
        let total = service.unavailability.value * YEAR;
        let chains = &service.outage_seconds_per_year_by_chain;
        same("chains", chains.iter().map(|chain| chain.amount).sum(), total);
        same("classes", sum(&service.outage_seconds_per_year_by_class), total);
        same("reasons", sum(&service.unprotected_by_reason), service.unprotected.value);
        let worst = &service.worst_trials;
        assert!(worst.len() <= 5 && worst.is_empty() == (total == 0.0), "{worst:?}");
        assert!(worst.windows(2).all(|pair| pair[0].amount >= pair[1].amount), "{worst:?}");
    }
    estimate.populations.iter().for_each(population_adds_up);
}

#[test]
fn causes_of_any_world_add_up() {
    let mut numbers = Numbers(23);
    for seed in 0..20 {
        let world = if seed % 3 == 2 { any_world::pair } else { any_world::world };
        let small = world(&mut numbers);
        let small = if seed % 3 == 2 { small } else { small.users(1000, by_balancer()) };
        let long = Long { horizon: hours(4000), warm_up: hours(100), trials: 8, seed };
        adds_up(&long.run(&small));
    }
}

#[test]
fn causes_of_every_scenario_add_up() {
    let estimates = scenarios::files()
        .into_iter()
        .filter_map(|file| scenarios::report(&scenarios::name(&file), 2).estimate);
    let count = estimates.inspect(adds_up).count();
    assert!(count >= 7, "{count}");
}

#[test]
fn the_class_is_that_of_the_trigger() {
    use crate::exact::v16;
    let long = Long { horizon: hours(300), warm_up: Span::ZERO, trials: 2, seed: 1 };
    let service = long.run(&v16()).services.remove(0);
    let classes = &service.outage_seconds_per_year_by_class;
    let names: Vec<&str> = classes.iter().map(|class| class.name.as_str()).collect();
    assert_eq!(names, ["other: crash", "web: crash"]);
    // All laws are fixed: every trial is as bad, and the first comes first.
    let worst: Vec<u64> = service.worst_trials.iter().map(|worst| worst.trial).collect();
    assert_eq!((worst, service.worst_trials[0].amount), (vec![0, 1], 40.0 * 3600.0));
}
