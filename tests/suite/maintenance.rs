//! Planned work: solved exactly, and told on paper.

use crate::exact::{Long, exact, k_of_n};
use crate::gth::{Rates, agree};
use crate::small::{Small, WEB, by_balancer, exponential, fixed, repair, seconds};
use crate::walk::{Walk, holds_first_hours};
use hadr::detection::{Probe, Schedule};
use hadr::quantity::{Span, Time};
use hadr::system::{CrewSpec, MaintenanceSpec, OnlyIf, Otherwise, RepairSpec, Turns};
use std::collections::BTreeMap;

/// Work on the pool of a small world, turns at one in 720 hours and member, two hours each.
fn work(otherwise: Otherwise) -> MaintenanceSpec {
    MaintenanceSpec {
        name: "patching".into(),
        of: 0,
        turns: Turns::PerMember(exponential(720)),
        takes: exponential(2),
        drain: None,
        only_if: OnlyIf::AllUp,
        otherwise,
        at_once: 1,
        crew: None,
    }
}

/// Case V12: four servers, three needed, one crew for the repairs.
fn v12(otherwise: Otherwise) -> Small {
    let mut small = k_of_n(4, 3, 2000, 6, Some(1));
    small.blueprint.maintenance.push(work(otherwise));
    small
}

/// The chain of V12 by counts: failed, in work, turns that wait (`most` at a time, each of another
/// member). Turns come to every member at one in 720 hours, whatever it does; the first that waits
/// is taken as soon as everybody is up.
fn v12_by_counts(most: u32) -> f64 {
    type State = (u32, u32, u32);
    let next = |(failed, work, waiting): State| {
        let begins = |(failed, work, waiting): State| match (failed, work, waiting) {
            (0, 0, 1..) => (0, 1, waiting - 1),
            state => state,
        };
        let up = 4 - failed - work;
        let mut onward = vec![];
        if up > 0 {
            onward.push(((failed + 1, work, waiting), f64::from(up) / 2000.0));
        }
        if failed > 0 {
            onward.push((begins((failed - 1, work, waiting)), 1.0 / 6.0));
        }
        if work > 0 {
            onward.push((begins((failed, 0, waiting)), 1.0 / 2.0));
        }
        if (failed, work) == (0, 0) {
            onward.push(((0, 1, 0), 4.0 / 720.0));
        } else if waiting < most {
            let others = f64::from(4 - waiting);
            onward.push(((failed, work, waiting + 1), others / 720.0));
        }
        onward
    };
    let mut states = vec![(0, 0, 0)];
    let mut numbers = BTreeMap::from([((0, 0, 0), 0)]);
    let mut moves = Vec::new();
    let mut at = 0;
    while at < states.len() {
        for (to, rate) in next(states[at]) {
            let number = *numbers.entry(to).or_insert(states.len());
            if number == states.len() {
                states.push(to);
            }
            moves.push((at, number, rate));
        }
        at += 1;
    }
    let mut rates = Rates::new(states.len());
    moves.into_iter().for_each(|(from, to, rate)| rates.add(from, to, rate));
    let shares = rates.stationary();
    let out = states.iter().zip(&shares).filter(|((failed, work, _), _)| failed + work > 1);
    out.map(|(_, share)| share).sum()
}

#[test]
fn turns_that_are_skipped_while_somebody_is_down_are_solved_exactly() {
    let case = exact("V12", "unavailability");
    assert!(agree(v12_by_counts(0), case), "the chain is that of the case");
    // Failed 0 to 4 with nobody in work, failed 0 to 3 with one.
    let lumped = Walk::new(&v12(Otherwise::Skip), true);
    assert_eq!(lumped.states(), 9);
    for walk in [lumped, Walk::new(&v12(Otherwise::Skip), false)] {
        let found = walk.unavailability();
        assert!(agree(found, case), "{found:e} against {case:e}");
        let often = walk.outages_an_hour();
        assert!(agree(often, exact("V12", "outages an hour")), "{often:e}");
        let first = walk.hours_to_the_first_outage();
        assert!(agree(first, exact("V12", "mean hours to the first outage")), "{first:e}");
        holds_first_hours("V12", &walk);
    }
}

/// The other reading of the case: 1.3188e-4 comes out where one turn waits and others are dropped
/// meanwhile. Where each member's turn may wait it is 1.3189e-4.
#[test]
fn turns_that_wait_are_solved_exactly() {
    for (most, digits) in [(1, 1.3188e-4), (2, 1.3189e-4), (4, 1.3189e-4)] {
        let chain = v12_by_counts(most);
        assert!((chain - digits).abs() < 0.00005e-4, "{most} waiting: {chain:e}");
        let walk = Walk::new(&v12(Otherwise::Wait(most)), true);
        let found = walk.unavailability();
        assert!(agree(found, chain), "{most} waiting: {found:e} against {chain:e}");
    }
}

#[test]
fn skipped_turns_in_the_long_run_and_what_they_cost() {
    let report = Long::years(1000, 60, 1).run(&v12(Otherwise::Skip));
    let service = &report.services[0];
    let figure = service.unavailability;
    let case = exact("V12", "unavailability");
    assert!((figure.lower..=figure.upper).contains(&case), "{figure:?} against {case:e}");
    let parts = service.planned.as_ref().expect("something is planned");
    let (alone, during) = (parts.unplanned.value, parts.failed_during_work.value);
    // Work begins only while all are up and one at a time: alone it never takes the third server.
    assert_eq!(parts.planned.value, 0.0);
    assert!((alone + during - figure.value).abs() < 1e-12, "the parts add up");
    // Without planned work the pool is out as a chain of failures says: 12 / 2,000 x 3 / 2,000 ...
    let without = Walk::new(&k_of_n(4, 3, 2000, 6, Some(1)), true).unavailability();
    assert!(alone < case && during > 0.0 && (alone / without - 1.0).abs() < 0.1);
    // Four turns in 720 hours come: taken, or dropped while somebody is down.
    let work = &report.maintenance[0];
    let turns = work.works_per_year.value + work.skipped_per_year.value;
    assert!((turns / (4.0 * 8766.0 / 720.0) - 1.0).abs() < 0.01, "{turns} turns a year");
    assert_eq!(work.waited_per_year.value, 0.0);
}

/// Three servers, worked on for 300 s each from 600 s on, every two hours.
fn round(only_if: OnlyIf, otherwise: Otherwise) -> Small {
    within(Span::FOREVER, only_if, otherwise)
}

/// The same, begun only within a window of each round.
fn within(window: Span, only_if: OnlyIf, otherwise: Otherwise) -> Small {
    let (every, first) = (seconds(7200), Time::after_start(seconds(600)));
    let every = Turns::Rounds { every, first, window };
    let spec =
        MaintenanceSpec { turns: every, takes: fixed(seconds(300)), only_if, ..work(otherwise) };
    let mut small = Small::pool(3).users(900, by_balancer());
    small.blueprint.maintenance.push(spec);
    small
}

/// When which server is stopped for its work, and when each turn is refused.
fn told(small: &Small) -> Vec<(f64, String)> {
    let story = small.run().incidents.remove(0).story;
    let planned = story.into_iter().filter(|line| line.kind == "planned");
    planned.map(|line| (line.at_seconds, line.text)).collect()
}

fn begins(second: f64, server: u32) -> (f64, String) {
    (second, format!("web-0{server} is stopped: planned work (patching) begins"))
}

fn ends(second: f64, server: u32) -> (f64, String) {
    (second, format!("web-0{server} is up again: planned work is over"))
}

#[test]
fn in_a_round_the_next_begins_when_the_last_is_back() {
    for only_if in [OnlyIf::AllUp, OnlyIf::Up(2), OnlyIf::Always] {
        let found = told(&round(only_if, Otherwise::Skip));
        let wanted = [
            begins(600.0, 1),
            ends(900.0, 1),
            begins(900.0, 2),
            ends(1200.0, 2),
            begins(1200.0, 3),
            ends(1500.0, 3),
        ];
        assert_eq!(found, wanted);
    }
}

/// A window of 400 s: the second begins at 900 s, within it, and ends after it; at 1,200 s it is
/// too late for the third, which comes first in the next round.
#[test]
fn whom_a_window_does_not_reach_comes_first_in_the_next() {
    let mut small = within(seconds(400), OnlyIf::AllUp, Otherwise::Skip);
    small.study.incidents.as_mut().expect("incidents are asked for").horizon = seconds(10_000);
    let wanted = [
        begins(600.0, 1),
        ends(900.0, 1),
        begins(900.0, 2),
        ends(1200.0, 2),
        begins(7800.0, 3),
        ends(8100.0, 3),
        begins(8100.0, 1),
        ends(8400.0, 1),
    ];
    assert_eq!(told(&small), wanted);
}

/// `web-02` is down from 700 to 1,100 s, in the middle of the work on `web-01`: that goes on.
#[test]
fn a_round_that_meets_a_failure_waits_or_skips() {
    let found = |only_if, otherwise| told(&round(only_if, otherwise).crash(700, &[2], Some(400)));
    let waits = |server: u32| {
        let text = format!("web-0{server} waits for its turn of patching: web-02 is down");
        (900.0, text)
    };
    let first = [begins(600.0, 1), ends(900.0, 1)];
    let mut wanted = first.to_vec();
    wanted.extend([waits(2), begins(1100.0, 2), ends(1400.0, 2)]);
    wanted.extend([begins(1400.0, 3), ends(1700.0, 3)]);
    assert_eq!(found(OnlyIf::AllUp, Otherwise::Wait(1)), wanted);

    let skips = |server: u32| {
        let text = format!("web-0{server} is refused its turn of patching: web-02 is down");
        (900.0, text)
    };
    let mut wanted = first.to_vec();
    wanted.extend([skips(2), skips(3)]);
    assert_eq!(found(OnlyIf::AllUp, Otherwise::Skip), wanted);

    // Without a condition only the server that is down itself is passed over.
    let mut wanted = first.to_vec();
    wanted.extend([skips(2), begins(900.0, 3), ends(1200.0, 3)]);
    assert_eq!(found(OnlyIf::Always, Otherwise::Skip), wanted);
    let mut wanted = first.to_vec();
    wanted.extend([waits(2), begins(900.0, 3), ends(1200.0, 3), begins(1200.0, 2)]);
    wanted.push(ends(1500.0, 2));
    assert_eq!(found(OnlyIf::Always, Otherwise::Wait(1)), wanted);
}

#[test]
fn work_takes_a_hand_of_its_crew_only_if_it_is_told_to() {
    // `web-02` fails at 500 s and is repaired until 800 s by the one hand there is.
    let mut small = round(OnlyIf::Always, Otherwise::Wait(1)).crash(500, &[2], None);
    small.blueprint.crews.push(CrewSpec::new("crew", 1));
    let spec = RepairSpec { crew: Some(0), ..repair(fixed(seconds(300))) };
    small.blueprint.families[WEB].repair = Some(spec);
    let firsts = |small: &Small| {
        let begun = told(small).into_iter().filter(|(_, text)| text.ends_with("begins"));
        begun.map(|(at, _)| at).collect::<Vec<_>>()
    };
    assert_eq!(firsts(&small), [600.0, 900.0, 1200.0]);
    small.blueprint.maintenance[0].crew = Some(0);
    assert_eq!(firsts(&small), [800.0, 1100.0, 1400.0]);
}

#[test]
fn a_server_that_fails_during_its_work_is_back_when_both_are_over() {
    // Stopped from 600 to 900 s; it also crashes from 700 to 1,000 s, and the round waits for it.
    let found = told(&round(OnlyIf::Always, Otherwise::Skip).crash(700, &[1], Some(300)));
    let text = "web-01 is not up again: planned work is over, but something else keeps it down";
    let wanted = [begins(600.0, 1), (900.0, text.to_owned()), begins(1000.0, 2)];
    assert_eq!(found[..3], wanted);
}

/// The same round behind a probe that takes 12.5 s to notice a stopped server and admits it again
/// after two good checks; users sign in at once.
fn watched(drain: Option<Span>) -> Small {
    let probe = Probe {
        every: seconds(5),
        schedule: Schedule::FixedRate,
        timeout: seconds(2),
        fall: 3,
        rise: 2,
    };
    let mut small = round(OnlyIf::AllUp, Otherwise::Wait(1)).detect(probe);
    small.blueprint.maintenance[0].drain = drain;
    small
}

#[test]
fn users_of_drained_servers_feel_nothing_of_the_work() {
    let undrained = watched(None).run().incidents.remove(0);
    let users = &undrained.populations[0];
    // Each of three servers has 300 users who wait 12.5 s.
    assert_eq!(users.lost_user_minutes.story, 3.0 * 300.0 * 12.5 / 60.0);
    assert_eq!(users.thresholds[0].interruptions.story, 3.0);
    for drain in [Span::ZERO, seconds(90)] {
        let drained = watched(Some(drain)).run().incidents.remove(0);
        let users = &drained.populations[0];
        assert_eq!(users.lost_user_minutes.story, 0.0);
        assert_eq!(users.thresholds[0].interruptions.story, 0.0);
        let begun = drained.story.iter().filter(|line| line.text.ends_with("begins"));
        let begun: Vec<f64> = begun.map(|line| line.at_seconds).collect();
        assert_eq!(begun.len(), 3);
        assert_eq!(begun[0], 600.0 + drain.secs_f64());
    }
}

/// `web-01` is drained from 600 to 690 s and fails at 650 s for 400 s: nobody works on it, it is
/// back in rotation with its failure over, and the round goes on then.
#[test]
fn who_fails_while_it_is_drained_is_not_worked_on() {
    let mut small = round(OnlyIf::AllUp, Otherwise::Wait(1)).crash(650, &[1], Some(400));
    small.blueprint.maintenance[0].drain = Some(seconds(90));
    let found = told(&small);
    let text = "web-01 has failed: planned work (patching) is called off";
    assert_eq!(found[0], (690.0, text.to_owned()));
    // web-02 is drained from 1,050 s on.
    assert_eq!(found[1..3], [begins(1140.0, 2), ends(1440.0, 2)]);
    let back = small.run().incidents.remove(0).story;
    let back = back.iter().find(|line| line.text.starts_with("web-01 is no longer drained"));
    assert_eq!(back.map(|line| line.at_seconds), Some(690.0));
}
