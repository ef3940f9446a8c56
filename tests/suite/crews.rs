//! Crews that serve the most urgent first, and spare units: solved exactly, and told on paper.

use crate::exact::Long;
use crate::gth::{Rates, agree};
use crate::small::{Small, WEB, exponential, family, fixed, hours, repair, seconds};
use crate::walk::Walk;
use hadr::quantity::{Span, Time};
use hadr::redundancy::Overload;
use hadr::system::*;
use std::collections::BTreeMap;

/// The share of time in which `out` holds, of a chain given by its moves from each state.
fn share<S: Ord + Copy>(
    start: S,
    moves: impl Fn(S) -> Vec<(S, f64)>,
    out: impl Fn(S) -> bool,
) -> f64 {
    let mut states = vec![start];
    let mut numbers = BTreeMap::from([(start, 0)]);
    let mut all = Vec::new();
    let mut at = 0;
    while at < states.len() {
        for (to, rate) in moves(states[at]).into_iter().filter(|(_, rate)| *rate > 0.0) {
            let number = *numbers.entry(to).or_insert(states.len());
            if number == states.len() {
                states.push(to);
            }
            all.push((at, number, rate));
        }
        at += 1;
    }
    let mut rates = Rates::new(states.len());
    all.into_iter().for_each(|(from, to, rate)| rates.add(from, to, rate));
    let shares = rates.stationary();
    states.iter().zip(shares).filter(|(state, _)| out(**state)).map(|(_, share)| share).sum()
}

fn holds(small: &Small, exact: f64) {
    for lumped in [false, true] {
        let found = Walk::new(small, lumped).unavailability();
        assert!(agree(found, exact), "{found:e} against {exact:e}");
    }
}

/// Web servers that fail at 1/100 an hour and take 20 hours, and a database that fails at 1/60,
/// takes 10 hours, and is more urgent; all in one pool, behind one crew.
fn shop(web: u32, need: u32, crew: u32, order: Order) -> Small {
    let mut small = Small::pool(web).mechanism(need, Overload::Flag);
    small.blueprint.crews.push(CrewSpec { order, ..CrewSpec::new("crew", crew) });
    let of = |mean, priority| RepairSpec { crew: Some(0), priority, ..repair(exponential(mean)) };
    let mut small = small.fails(ModeKind::Crash, exponential(100), of(20, 2));
    let mut db = family("db", 1);
    db.modes = small.blueprint.families[WEB].modes.clone();
    db.modes[0].life = exponential(60);
    db.modes[0].repair = Some(of(10, 1));
    small.blueprint.families.push(db);
    small.blueprint.services[0].members.push(Target::Family(1));
    small
}

const WEB_FAILS: f64 = 1.0 / 100.0;
const WEB_MENDED: f64 = 1.0 / 20.0;
const DB_FAILS: f64 = 1.0 / 60.0;
const DB_MENDED: f64 = 1.0 / 10.0;

#[test]
fn the_most_urgent_is_next_but_nobody_is_interrupted() {
    /// Who is in repair, how many web servers wait, whether the database waits.
    type State = (char, u32, bool);
    let moves = |(at_work, waiting, db_waits): State| {
        let next = |waiting: u32, db_waits: bool| match (waiting, db_waits) {
            (waiting, true) => ('d', waiting, false),
            (0, false) => ('-', 0, false),
            (waiting, false) => ('w', waiting - 1, false),
        };
        let web_up = 3 - waiting - u32::from(at_work == 'w');
        let db_up = at_work != 'd' && !db_waits;
        let (web_fails, db_fails) = match at_work {
            '-' => (('w', 0, false), ('d', 0, false)),
            _ => ((at_work, waiting + 1, db_waits), (at_work, waiting, true)),
        };
        let over = match at_work {
            'w' => WEB_MENDED,
            'd' => DB_MENDED,
            _ => 0.0,
        };
        vec![
            (web_fails, f64::from(web_up) * WEB_FAILS),
            (db_fails, if db_up { DB_FAILS } else { 0.0 }),
            (next(waiting, db_waits), over),
        ]
    };
    let up = |(at_work, waiting, db_waits): State| {
        3 - waiting - u32::from(at_work == 'w') + u32::from(at_work != 'd' && !db_waits)
    };
    let small = shop(3, 3, 1, Order::Priority { preempt: false });
    holds(&small, share(('-', 0, false), moves, |state| up(state) < 3));
    // In the order of arrival it comes out otherwise: the test would notice.
    let first_come = Walk::new(&shop(3, 3, 1, Order::FirstCome), true).unavailability();
    assert!(!agree(first_come, Walk::new(&small, true).unavailability()));
}

#[test]
fn the_most_urgent_interrupts_the_least_urgent() {
    for (web, crew) in [(2, 1), (3, 1), (3, 2)] {
        // Web servers and databases that are down: the database always has a hand.
        let moves = |(lost, db): (u32, u32)| {
            let hands = (crew - db.min(crew)).min(lost);
            vec![
                ((lost + 1, db), f64::from(web - lost) * WEB_FAILS),
                ((lost, 1), f64::from(1 - db) * DB_FAILS),
                ((lost.saturating_sub(1), db), f64::from(hands) * WEB_MENDED),
                ((lost, 0), f64::from(db) * DB_MENDED),
            ]
        };
        let exact = share((0, 0), moves, |(lost, db)| web + 1 - lost - db < 2);
        holds(&shop(web, 2, crew, Order::Priority { preempt: true }), exact);
    }
}

/// When each server is up again, in seconds, in a script that crashes servers at these seconds.
fn back(small: &Small, crashes: &[(u64, Target)]) -> Vec<(String, f64)> {
    let mut small = small.clone();
    for (at, target) in crashes {
        small.blueprint.incidents[0].events.push(ScriptSpec {
            at: Time::after_start(seconds(*at)),
            action: Action::Break(ModeKind::Crash),
            targets: vec![*target],
            lasts: None,
        });
    }
    let story = small.run().incidents.remove(0).story;
    let restored = story.into_iter().filter(|line| line.kind == "restored");
    restored.map(|line| (line.subject, line.at_seconds)).collect()
}

#[test]
fn an_interrupted_repair_goes_on_where_it_stopped() {
    // web-01 is down at 100 s and takes 600 s, the database at 300 s and takes 200 s.
    let scripted = |preempt| {
        let mut small = shop(2, 1, 1, Order::Priority { preempt });
        for (at, takes, priority) in [(WEB, 600, 2), (1, 200, 1)] {
            let usual = repair(fixed(seconds(takes)));
            let spec = RepairSpec { crew: Some(0), priority, ..usual };
            small.blueprint.families[at].modes.clear();
            small.blueprint.families[at].repair = Some(spec);
        }
        back(&small, &[(100, Target::Member(WEB, 1)), (300, Target::Family(1))])
    };
    let at = |name: &str, second: f64| (name.to_owned(), second);
    // 200 s of work are done at 300 s; the other 400 s begin at 500 s.
    assert_eq!(scripted(true), [at("db-01", 500.0), at("web-01", 900.0)]);
    assert_eq!(scripted(false), [at("web-01", 700.0), at("db-01", 900.0)]);
}

#[test]
fn of_equals_the_last_begun_is_interrupted_and_goes_first_again() {
    // Two hands are on web-01 (from 0 s) and web-02 (from 10 s), web-03 waits from 20 s, each for
    // 1,000 s. The database takes the hand of web-02 from 500 to 700 s, which then has 510 s to
    // go and comes before web-03; web-01 is done at 1,000 s, and web-03 begins then.
    let mut small = shop(3, 1, 2, Order::Priority { preempt: true });
    for (at, takes, priority) in [(WEB, 1000, 2), (1, 200, 1)] {
        let spec = RepairSpec { crew: Some(0), priority, ..repair(fixed(seconds(takes))) };
        small.blueprint.families[at].modes.clear();
        small.blueprint.families[at].repair = Some(spec);
    }
    let web = |number| Target::Member(WEB, number);
    let found = back(&small, &[(0, web(1)), (10, web(2)), (20, web(3)), (500, Target::Family(1))]);
    let at = |name: &str, second: f64| (name.to_owned(), second);
    let wanted =
        [at("db-01", 700.0), at("web-01", 1000.0), at("web-02", 1210.0), at("web-03", 2000.0)];
    assert_eq!(found, wanted);
}

/// Machines that fail at 1/100 an hour and need a unit of which there are some, with a swap and a
/// turn-round of these laws.
fn machines(
    count: u32,
    need: u32,
    spares: u32,
    swap: hadr::random::Law,
    round: hadr::random::Law,
) -> Small {
    let mut small = Small::pool(count).mechanism(need, Overload::Flag);
    small.blueprint.spares.push(SparesSpec {
        name: "disks".into(),
        count: spares,
        turn_round: round,
        by_priority: false,
    });
    let spec = RepairSpec { spares: Some(0), ..repair(swap) };
    small.fails(ModeKind::Crash, exponential(100), spec)
}

/// Machines, spares, and units in the depot, each of which is back after 50 hours in the mean: the
/// swap takes no time, and the machine waits for nothing but a unit.
fn depot(count: u32, spares: u32, need: u32) -> f64 {
    let up = |away: u32| count - away.saturating_sub(spares).min(count);
    let mut weights = vec![1.0];
    for away in 0..count + spares {
        let last = weights[away as usize];
        weights.push(last * f64::from(up(away)) / 100.0 * 50.0 / f64::from(away + 1));
    }
    let out = weights.iter().enumerate().filter(|(away, _)| up(*away as u32) < need);
    out.map(|(_, weight)| weight).sum::<f64>() / weights.iter().sum::<f64>()
}

#[test]
fn units_in_an_ample_depot_are_a_chain_of_births_and_deaths() {
    for (count, spares, need) in [(1, 0, 1), (3, 0, 2), (3, 1, 2), (4, 2, 4), (2, 5, 1)] {
        let at_once = fixed(Span::ZERO);
        let small = machines(count, need, spares, at_once, exponential(50));
        holds(&small, depot(count, spares, need));
    }
}

/// Palm's theorem for machines: only the mean of the turn-round counts.
#[test]
fn a_depot_that_always_takes_the_same_time_is_out_as_often() {
    let always = fixed(hours(50));
    let small = machines(3, 2, 1, fixed(Span::ZERO), always);
    let exact = depot(3, 1, 2);
    let figure = Long::years(200, 60, 1).run(&small).services[0].unavailability;
    assert!((figure.lower..=figure.upper).contains(&exact), "{figure:?} against {exact}");
    assert!(figure.upper - figure.lower < 0.03 * exact, "{figure:?} tells little");
}

#[test]
fn a_swap_takes_its_time_once_the_unit_has_come() {
    let (count, spares, need) = (3, 1, 2);
    // Machines in their swap, and units in the depot; who is in neither and not up waits.
    let waiting = |away: u32| away.saturating_sub(spares);
    let up = |(swaps, away): (u32, u32)| count - swaps - waiting(away);
    let moves = |(swaps, away): (u32, u32)| {
        let gets_one = u32::from(away < spares);
        let served = u32::from(waiting(away) > 0);
        vec![
            ((swaps + gets_one, away + 1), f64::from(up((swaps, away))) / 100.0),
            ((swaps + served, away.saturating_sub(1)), f64::from(away) / 50.0),
            ((swaps.saturating_sub(1), away), f64::from(swaps) / 8.0),
        ]
    };
    let exact = share((0, 0), moves, |state| up(state) < need);
    holds(&machines(count, need, spares, exponential(8), exponential(50)), exact);
}

#[test]
fn who_finds_the_shelf_empty_waits_for_the_first_unit_that_comes_back() {
    // One unit; an hour in the depot, ten minutes for the swap; failures at 600, 1,200, 1,800 s.
    // The first swap ends at 1,200 s. The first broken unit is back at 4,200 s, the second, asked
    // for at 1,200 s, at 4,800 s, the third at 5,400 s.
    let swap = fixed(seconds(600));
    let mut small = machines(3, 1, 1, swap, fixed(hours(1)));
    let mut spec = small.blueprint.families[WEB].modes[0].repair.clone().expect("it is repaired");
    small.blueprint.families[WEB].modes.clear();
    small.blueprint.families[WEB].repair = Some(spec.clone());
    let web = |number| Target::Member(WEB, number);
    let crashes = [(600, web(1)), (1200, web(2)), (1800, web(3))];
    let at = |name: &str, second: f64| (name.to_owned(), second);
    let wanted = [at("web-01", 1200.0), at("web-02", 4800.0), at("web-03", 5400.0)];
    assert_eq!(back(&small, &crashes), wanted);

    // Without any spare each waits for its own unit.
    small.blueprint.spares[0].count = 0;
    let wanted = [at("web-01", 4800.0), at("web-02", 5400.0), at("web-03", 6000.0)];
    assert_eq!(back(&small, &crashes), wanted);

    // The most urgent gets the next unit.
    small.blueprint.spares[0] =
        SparesSpec { count: 1, by_priority: true, ..small.blueprint.spares[0].clone() };
    let mut db = family("db", 1);
    spec.priority = 1;
    db.repair = Some(spec);
    small.blueprint.families.push(db);
    small.blueprint.services[0].members.push(Target::Family(1));
    let crashes = [(600, web(1)), (1200, web(2)), (1800, Target::Family(1))];
    let wanted = [at("web-01", 1200.0), at("db-01", 4800.0), at("web-02", 5400.0)];
    assert_eq!(back(&small, &crashes), wanted);
}

#[test]
fn a_server_put_right_by_hand_gets_its_own_unit_back() {
    // web-02 waits from 1,200 s and is put right at 2,000 s: its unit never reaches the shelf. The
    // first one does, at 4,200 s, so web-03 has its swap from 4,500 s on.
    let mut small = machines(3, 1, 1, fixed(seconds(600)), fixed(hours(1)));
    let spec = small.blueprint.families[WEB].modes.remove(0).repair;
    small.blueprint.families[WEB].repair = spec;
    small.blueprint.incidents[0].events.push(ScriptSpec {
        at: Time::after_start(seconds(2000)),
        action: Action::Restore,
        targets: vec![Target::Member(WEB, 2)],
        lasts: None,
    });
    let web = |number| Target::Member(WEB, number);
    let found = back(&small, &[(600, web(1)), (1200, web(2)), (4500, web(3)), (5000, web(2))]);
    let at = |name: &str, second: f64| (name.to_owned(), second);
    // The second strike on web-02 finds the shelf empty until the unit of web-03 is back, after
    // the end of the script at 7,200 s.
    assert_eq!(found, [at("web-01", 1200.0), at("web-02", 2000.0), at("web-03", 5100.0)]);
}
