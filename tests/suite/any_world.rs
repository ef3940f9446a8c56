//! Worlds put together at random, each solved by a walk and simulated in time.
//!
//! The two share the handlers but not the clocks: a walk asks which events could come next and how
//! fast, a trial draws lives, stops them, slows them down and lets them go on.

use crate::exact::{Long, k_of_n};
use crate::numbers::Numbers;
use crate::small::{SITE, Small, WEB, exponential, family, fixed, hours, repair};
use crate::walk::Walk;
use hadr::detection::After;
use hadr::quantity::{Probability, Span};
use hadr::redundancy::{ByHand, Failback, Overload, StandbyMode, StandbyPair, Switch};
use hadr::report::EstimateFigure;
use hadr::stats::special::student_t_quantile;
use hadr::system::{
    Ages, CrewSpec, LesserNeed, ModeKind, ModeSpec, NeedKind, RepairSpec, Starts, Target,
};
use std::sync::Arc;

/// Lives of days and repairs of hours, so that a few decades say much.
fn mode(numbers: &mut Numbers, kind: ModeKind, crew: Option<usize>) -> ModeSpec {
    let starts = [Starts::Noticed, Starts::Failure, Starts::AfterSwitch];
    let mut spec = RepairSpec { crew, ..repair(exponential(numbers.between(1, 30))) };
    spec.starts = starts[numbers.between(0, 2) as usize];
    if numbers.between(0, 3) == 0 {
        spec.delay = exponential(numbers.between(1, 20));
    }
    ModeSpec {
        kind,
        tag: kind.word().into(),
        life: exponential(numbers.between(40, 300)),
        ages: Ages::WhileUp,
        repair: Some(spec),
    }
}

fn ages(numbers: &mut Numbers, beside: Target) -> Ages {
    let factor = Probability::new(numbers.between(0, 4) as f64 / 4.0).expect("a share");
    match numbers.between(0, 4) {
        0 => Ages::Always,
        1 => Ages::While(Target::Service(0)),
        2 => Ages::Dormant { beside, factor },
        _ => Ages::WhileUp,
    }
}

/// A pool of one to three servers and perhaps a spare; perhaps behind a power supply, in a site
/// that is lost now and then, with one crew or two ways to fail.
pub fn world(numbers: &mut Numbers) -> Small {
    let members = numbers.between(1, 3);
    let mut small = k_of_n(members as u32, 1, 100, 10, None);
    let crew = (numbers.between(0, 1) == 1).then_some(0);
    small.blueprint.crews.push(CrewSpec::new("crew", 1));
    let mut slots = members;
    let web = mode(numbers, ModeKind::Crash, crew);
    small.blueprint.families[WEB].modes = vec![web];
    if members == 1 && numbers.between(0, 1) == 1 {
        let hang = mode(numbers, ModeKind::Hang, crew);
        small.blueprint.families[WEB].modes.push(hang);
    }
    let mut power = family("power", 1);
    power.modes.push(mode(numbers, ModeKind::Crash, crew));
    small.blueprint.families.push(power);
    let power = Target::Family(1);
    small.blueprint.families[WEB].modes[0].ages = ages(numbers, power);
    match numbers.between(0, 3) {
        0 | 1 => small.blueprint.families[WEB].needs.push(power),
        2 => small.blueprint.lesser_needs.push(LesserNeed {
            of: Target::Family(WEB),
            on: power,
            kind: NeedKind::ToStart,
        }),
        _ => {}
    }
    // Orders in the queue multiply: a dense matrix of more parts is too large.
    if members < 3 && numbers.between(0, 1) == 1 {
        let mut spare = family("spare", 1);
        spare.modes.push(mode(numbers, ModeKind::Crash, crew));
        spare.modes[0].ages = ages(numbers, Target::Member(WEB, 1));
        small.blueprint.families.push(spare);
        small.blueprint.services[0].members.push(Target::Family(2));
        slots += 1;
    }
    if numbers.between(0, 2) == 0 {
        let disaster = mode(numbers, ModeKind::Disaster, None);
        small.blueprint.places[SITE].modes.push(disaster);
    }
    let exponent = numbers.between(0, 4) as f64 / 2.0;
    let overload = match numbers.between(0, 1) {
        0 => Overload::Flag,
        _ => Overload::Cascade { exponent },
    };
    small.mechanism(numbers.between(1, slots) as u32, overload)
}

/// Two servers of which one stands by: hot, warm or cold, with a switch that may fail.
pub fn pair(numbers: &mut Numbers) -> Small {
    let mut small = k_of_n(2, 1, 100, 10, None);
    let crew = (numbers.between(0, 1) == 1).then_some(0);
    small.blueprint.crews.push(CrewSpec::new("crew", 1));
    let mut crash = mode(numbers, ModeKind::Crash, crew);
    if numbers.between(0, 2) == 0 {
        crash.ages = Ages::While(Target::Service(0));
    }
    small.blueprint.families[WEB].modes = vec![crash];
    if numbers.between(0, 3) == 0 {
        let disaster = mode(numbers, ModeKind::Disaster, None);
        small.blueprint.places[SITE].modes.push(disaster);
    }
    let law = |numbers: &mut Numbers| match numbers.between(0, 2) {
        0 => fixed(Span::ZERO),
        _ => exponential(numbers.between(1, 8)),
    };
    if numbers.between(0, 1) == 0 {
        small.blueprint.services[0].detection = Arc::new(After { delay: exponential(2) });
    }
    let share = |quarters: u64| Probability::new(quarters as f64 / 4.0).expect("a share");
    small.blueprint.services[0].mechanism = Arc::new(StandbyPair {
        active: (numbers.between(0, 1) == 0).then_some(Target::Member(WEB, 2)),
        mode: match numbers.between(0, 2) {
            0 => StandbyMode::Hot,
            1 => StandbyMode::Warm(share(numbers.between(0, 4))),
            _ => StandbyMode::Cold(law(numbers)),
        },
        switch: Switch {
            takes: law(numbers),
            works: share(numbers.between(0, 4)),
            otherwise: match numbers.between(0, 2) {
                0 => ByHand::Never,
                _ => ByHand::Takes(law(numbers)),
            },
            // Nobody gives orders in a walk: repairs must not wait for a switch then.
            on_order: false,
        },
        restart: law(numbers),
        failback: match numbers.between(0, 2) {
            0 => Failback::AtOnce,
            _ => Failback::Never,
        },
    });
    small
}

#[test]
fn a_walk_and_a_simulation_of_any_world_agree() {
    agree(7, 60, world);
}

#[test]
fn a_walk_and_a_simulation_of_any_standby_pair_agree() {
    agree(11, 60, pair);
}

fn agree(seed: u64, worlds: u32, world: fn(&mut Numbers) -> Small) {
    let mut numbers = Numbers(seed);
    let (mut squares, mut states) = (0.0, 0);
    const TRIALS: u64 = 40;
    for number in 0..worlds {
        let small = world(&mut numbers);
        let walk = Walk::new(&small, false);
        let lumped = Walk::new(&small, true);
        states = states.max(walk.states());
        let unavailability = walk.unavailability();
        let apart = lumped.unavailability() / unavailability - 1.0;
        assert!(apart.abs() < 1e-9, "world {number}: lumping moves it by {apart:e}");
        let horizon = hours(100_000);
        let long = Long { horizon, warm_up: hours(5000), trials: TRIALS, seed: number.into() };
        let service = long.run(&small).services.remove(0);
        let z = |figure: EstimateFigure, exact: f64| {
            let error =
                (figure.upper - figure.value) / student_t_quantile(0.975, (TRIALS - 1) as f64);
            (figure.value - exact) / error
        };
        let down = z(service.unavailability, unavailability);
        let often = z(service.outages_per_year, walk.outages_an_hour() * 8766.0);
        squares += down * down;
        // 120 figures: one beyond four standard errors (t, 39) once in thirty such tests.
        let said = format!(
            "world {number}, {} states: {down:.2}, {often:.2}\n{:#?}",
            walk.states(),
            small.blueprint
        );
        assert!(down.abs() < 4.0 && often.abs() < 4.0, "{said}");
    }
    println!(
        "{worlds} worlds, up to {states} states, mean z^2 = {:.2}",
        squares / f64::from(worlds)
    );
    // 60 squares of t with 39 degrees have mean 1.05 and standard deviation 0.20.
    assert!((0.5..1.75).contains(&(squares / f64::from(worlds))));
}
