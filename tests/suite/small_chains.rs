//! Small worlds whose chains can be listed by hand: what a walk finds against rates written down
//! state by state.

use crate::exact::{k_of_n, v16};
use crate::gth::{Rates, agree};
use crate::small::{SITE, Small, WEB, exponential, family, fixed, repair, seconds};
use crate::walk::Walk;
use hadr::detection::{Probe, Schedule};
use hadr::quantity::Time;
use hadr::redundancy::Overload;
use hadr::system::{
    Action, Ages, CrewSpec, ModeKind, ModeSpec, RepairSpec, ScriptSpec, Starts, Target,
};

/// The share of time in the states `down` of a chain with these rates: from, to, per hour.
fn share_of(states: usize, rates: &[(usize, usize, f64)], down: &[usize]) -> f64 {
    let mut chain = Rates::new(states);
    rates.iter().for_each(|&(from, to, rate)| chain.add(from, to, rate));
    let shares = chain.stationary();
    down.iter().map(|state| shares[*state]).sum()
}

fn holds(small: &Small, exact: f64) {
    for lumped in [false, true] {
        let found = Walk::new(small, lumped).unavailability();
        assert!(agree(found, exact), "{found:e} against {exact:e}");
    }
}

fn mode(kind: ModeKind, mttf: u64, mttr: u64) -> ModeSpec {
    ModeSpec {
        kind,
        tag: kind.word().into(),
        life: exponential(mttf),
        ages: Ages::WhileUp,
        repair: Some(repair(exponential(mttr))),
    }
}

#[test]
fn logistics_and_work_add_up() {
    let delay = RepairSpec { delay: exponential(30), ..repair(exponential(4)) };
    let small = Small::pool(1).fails(ModeKind::Crash, exponential(1000), delay);
    holds(&small, 34.0 / 1034.0);
}

/// A crew is not held while parts are on their way: four waits of 30 h run side by side.
#[test]
fn a_crew_is_taken_when_the_parts_have_come() {
    let mut small = Small::pool(2).mechanism(1, Overload::Flag);
    small.blueprint.crews.push(CrewSpec::new("crew", 1));
    let delay = RepairSpec { delay: exponential(30), crew: Some(0), ..repair(exponential(4)) };
    let small = small.fails(ModeKind::Crash, exponential(1000), delay);
    let (fails, comes, mends) = (1.0 / 1000.0, 1.0 / 30.0, 1.0 / 4.0);
    // Up (U), waiting for parts (P), with the crew or in its queue (C): UU UP UC PP PC CC.
    let rates = [
        (0, 1, 2.0 * fails),
        (1, 2, comes),
        (1, 3, fails),
        (2, 0, mends),
        (2, 4, fails),
        (3, 4, 2.0 * comes),
        (4, 1, mends),
        (4, 5, comes),
        (5, 2, mends),
    ];
    holds(&small, share_of(6, &rates, &[3, 4, 5]));
}

#[test]
fn two_ways_to_fail_compete() {
    // Neither ages while the other keeps the server down: 1 / (1 + sum of repair over life).
    let small = Small::pool(1)
        .fails(ModeKind::Crash, exponential(1000), repair(exponential(4)))
        .fails(ModeKind::Hang, exponential(300), repair(exponential(1)));
    let down = 4.0 / 1000.0 + 1.0 / 300.0;
    holds(&small, down / (1.0 + down));
}

/// The classic formula of a series whose parts rest while the whole is down.
#[test]
fn parts_in_series_that_rest_together_have_the_product_free_formula() {
    let mut small = v16();
    for (family, (mttf, mttr)) in small.blueprint.families.iter_mut().zip([(700, 9), (90, 2)]) {
        let ages = family.modes[0].ages;
        family.modes[0] = ModeSpec { ages, ..mode(ModeKind::Crash, mttf, mttr) };
    }
    let down = 9.0 / 700.0 + 2.0 / 90.0;
    holds(&small, down / (1.0 + down));
}

/// A server that cannot run without a power supply.
#[test]
fn a_server_ages_without_its_power_only_if_it_always_ages() {
    let (s_fails, s_mends, p_fails, p_mends) = (1.0 / 50.0, 1.0 / 6.0, 1.0 / 80.0, 1.0 / 20.0);
    let rests = [(Ages::WhileUp, 0.0), (Ages::Always, s_fails)];
    let starts = [Starts::Noticed, Starts::Failure, Starts::AfterSwitch];
    for ((ages, at_rest), starts) in rests.into_iter().flat_map(|rest| starts.map(|s| (rest, s))) {
        let mut small = k_of_n(1, 1, 50, 6, None);
        let mut power = family("power", 1);
        power.modes.push(mode(ModeKind::Crash, 80, 20));
        small.blueprint.families.push(power);
        small.blueprint.families[WEB].needs.push(Target::Family(1));
        small.blueprint.families[WEB].modes[0].ages = ages;
        // Whichever fails second fails unseen: the whole is down already, and that is known.
        for family in &mut small.blueprint.families {
            family.modes[0].repair.as_mut().expect("it is repaired").starts = starts;
        }
        // Server and power: up up, down up, up down, down down. A repair goes on in the dark.
        let rates = [
            (0, 1, s_fails),
            (0, 2, p_fails),
            (1, 0, s_mends),
            (1, 3, p_fails),
            (2, 0, p_mends),
            (2, 3, at_rest),
            (3, 1, p_mends),
            (3, 2, s_mends),
        ];
        holds(&small, share_of(4, &rates, &[1, 2, 3]));
    }
}

/// Two servers, one of them needed, in a site that is lost now and then.
#[test]
fn a_lost_site_takes_its_servers_and_stops_their_ageing() {
    let (fails, mends, lost, back) = (1.0 / 100.0, 1.0 / 8.0, 1.0 / 500.0, 1.0 / 24.0);
    let mut small = k_of_n(2, 1, 100, 8, None);
    small.blueprint.places[SITE].modes.push(mode(ModeKind::Disaster, 500, 24));
    // Servers failed, with the site up (0, 1, 2) and lost (3, 4, 5).
    let rates = [
        (0, 1, 2.0 * fails),
        (1, 2, fails),
        (1, 0, mends),
        (2, 1, 2.0 * mends),
        (4, 3, mends),
        (5, 4, 2.0 * mends),
        (0, 3, lost),
        (1, 4, lost),
        (2, 5, lost),
        (3, 0, back),
        (4, 1, back),
        (5, 2, back),
    ];
    holds(&small, share_of(6, &rates, &[2, 3, 4, 5]));
}

/// The same as a story: every 5 s, three misses, so declared after 12.5 s in the story.
#[test]
fn what_fails_behind_a_declared_server_is_repaired_from_that_moment() {
    let probe = Probe {
        every: seconds(5),
        schedule: Schedule::FixedRate,
        timeout: seconds(2),
        fall: 3,
        rise: 2,
    };
    let mut small = Small::pool(1).detect(probe).crash(60, &[1], None);
    let mut power = family("power", 1);
    power.repair = Some(repair(fixed(seconds(5000))));
    small.blueprint.families.push(power);
    small.blueprint.families[WEB].needs.push(Target::Family(1));
    small.blueprint.families[WEB].repair = Some(repair(fixed(seconds(3600))));
    small.blueprint.incidents[0].events.push(ScriptSpec {
        at: Time::after_start(seconds(120)),
        action: Action::Break(ModeKind::Crash),
        targets: vec![Target::Family(1)],
        lasts: None,
    });
    let incident = small.run().incidents.remove(0);
    let out: Vec<f64> = incident
        .story
        .iter()
        .filter(|line| line.kind == "outage")
        .map(|line| line.at_seconds)
        .collect();
    // The server is ready at 60 + 12.5 + 3,600 s, its power at 120 + 5,000 s.
    assert_eq!(out, [60.0, 5120.0]);
    let begun: Vec<f64> = incident
        .story
        .iter()
        .filter(|line| line.kind == "repair")
        .map(|line| line.at_seconds)
        .collect();
    assert_eq!(begun, [72.5, 120.0]);
}
