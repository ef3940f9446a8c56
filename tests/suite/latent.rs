//! Failures that nobody sees, checks that err, users who complain.

use crate::exact::{Long, exact};
use crate::gth::agree;
use crate::small::{Small, by_balancer, exponential, fixed, hours, repair, seconds};
use crate::walk::Walk;
use hadr::detection::{After, ByPerson, Erring, Probe, Schedule};
use hadr::quantity::{Probability, Span, Time};
use hadr::random::{Chance, Law};
use hadr::redundancy::{Overload, Pool, Standby};
use hadr::report::{IncidentReport, Report};
use hadr::system::port::Detection;
use hadr::system::*;
use std::sync::Arc;

/// Servers whose failures are latent, tested at a first time and every so often from there.
fn tested(small: Small, life: Law, takes: Law, first: Span, every: Span) -> Small {
    let mut small = small.fails(ModeKind::Latent, life, repair(takes));
    let times = TestTimes { first: Time::after_start(first), every };
    small.blueprint.tests.push(TestSpec { family: 0, tag: "latent".into(), times });
    small
}

fn probe(seconds_apart: u64, rise: u32) -> Probe {
    let (every, timeout) = (seconds(seconds_apart), seconds(1));
    Probe { every, schedule: Schedule::FixedRate, timeout, fall: 1, rise }
}

fn scripted(mut small: Small, action: Action, at: u64) -> Report {
    small.blueprint.incidents[0].events.push(ScriptSpec {
        at: Time::after_start(seconds(at)),
        action,
        targets: vec![Target::Member(0, 1)],
        lasts: None,
    });
    small.run()
}

fn told(incident: &IncidentReport) -> Vec<(f64, &str)> {
    incident.story.iter().map(|line| (line.at_seconds, line.text.as_str())).collect()
}

/// Forced at a time t of the first interval, a failure is dead until its end, to the microsecond.
/// The life is without memory and every test leaves a sound part, so the mean over the law of t
/// is the case: Simpson's rule over 64 panels errs by less than 1e-13 of it.
#[test]
fn what_a_test_leaves_dead_is_integrated_exactly() {
    let (interval, life, panels) = (720.0 * 3600.0, 20_000.0 * 3600.0, 64);
    let day = Span::from_secs(720 * 3600);
    let mut sum = 0.0;
    for panel in 0..=panels {
        let at = 40_500 * panel;
        let mut small = tested(Small::pool(1), exponential(20_000), fixed(Span::ZERO), day, day);
        let study = small.study.incidents.as_mut().expect("scripts are studied");
        (study.horizon, study.trials) = (hours(1000), 1);
        let report = scripted(small, Action::Break(ModeKind::Latent), at);
        let dead = report.incidents[0].services[0].outage_seconds.story;
        assert_eq!(dead, interval - at as f64);
        let weight = match panel {
            0 => 1.0,
            panel if panel == panels => 1.0,
            panel if panel % 2 == 1 => 4.0,
            _ => 2.0,
        };
        sum += weight * dead * libm::exp(-(at as f64) / life) / life;
    }
    let mean = sum * interval / panels as f64 / 3.0 / interval;
    assert!(agree(mean, exact("V26", "mean unavailability")), "{mean}");
}

#[test]
fn a_tested_standby_is_as_often_dead_as_published() {
    let day = Span::from_secs(720 * 3600);
    let small = tested(Small::pool(1), exponential(20_000), fixed(Span::ZERO), day, day);
    let long = Long { horizon: hours(72_000), warm_up: Span::ZERO, trials: 10_000, seed: 1 };
    let figure = long.run(&small).services[0].unavailability;
    let exact = exact("V26", "mean unavailability");
    println!("V26: {figure:?} against {exact:e}");
    assert!((figure.lower..=figure.upper).contains(&exact), "{figure:?}");
    // Some 1.2e-4 of standard error over 36,000 failures.
    assert!((figure.value / exact - 1.0).abs() < 0.03, "{figure:?}");
}

#[test]
fn tests_are_no_events_while_nothing_is_latent() {
    let second = Span::from_secs(1);
    let small = tested(Small::pool(3), exponential(1_000), fixed(Span::ZERO), second, second);
    let system = System::new(&small.blueprint).expect("a small world is a system");
    let options = Options {
        chance: Chance::Nominal,
        random: true,
        incident: None,
        horizon: hours(2_500),
        events: 1_000,
        audit: true,
    };
    let outcome = Trial::new(&system, options).finish(Span::ZERO).expect("nine million seconds");
    // Each of three fails twice, is tested and is restored.
    assert_eq!(outcome.events, 3 * 2 * 3);
}

/// At 60 s the first of two servers of 100 users dies unseen; nobody knows before the test at
/// 600 s, when its repair of an hour begins. The check then sees it half an interval later.
#[test]
fn a_latent_failure_is_dealt_with_from_its_test_on() {
    let test = seconds(600);
    let base = tested(Small::pool(2), exponential(1), fixed(hours(1)), test, hours(1));
    let base = base.users(100, by_balancer());
    let report = scripted(base.clone().detect(probe(10, 1)), Action::Break(ModeKind::Latent), 60);
    let incident = &report.incidents[0];
    let story = told(incident);
    assert_eq!(story[0], (60.0, "web-01 fails (latent)"));
    assert_eq!(story[1], (60.0, "50 users lose web-01"));
    assert_eq!(story[2], (600.0, "web-01 is found to have failed, by a test"));
    assert_eq!(story[3], (600.0, "web-01 goes into repair"));
    assert_eq!(story[4], (605.0, "web-01 is noticed: pool takes it out of rotation"));
    assert!(story.contains(&(4200.0, "web-01 is up again")), "{story:?}");
    let waits = incident.populations[0].waits_seconds.as_ref().expect("they waited");
    assert_eq!(waits.worst.story, 545.0);
    // Where everybody knows at once, they know at the test.
    let report = scripted(base, Action::Break(ModeKind::Latent), 60);
    let waits = report.incidents[0].populations[0].waits_seconds.as_ref().expect("they waited");
    assert_eq!((waits.worst.story, waits.worst.worst), (540.0, 540.0));
}

/// The same with users who complain after five minutes: found and taken out of
/// rotation at 360 s.
#[test]
fn users_complain_of_what_nobody_has_noticed() {
    let base = tested(Small::pool(2), exponential(1), fixed(hours(1)), hours(1), hours(1));
    let mut small = base.users(100, by_balancer()).detect(probe(10, 1));
    let after = fixed(seconds(300));
    let population = Some("users-0".to_owned());
    small.blueprint.complaints.push(ComplaintSpec { service: 0, population, after });
    let report = scripted(small, Action::Break(ModeKind::Latent), 60);
    let story = told(&report.incidents[0]);
    assert!(story.contains(&(360.0, "pool gets complaints from its users")), "{story:?}");
    assert!(story.contains(&(360.0, "web-01 is found to have failed, by a complaint")));
    assert!(story.contains(&(360.0, "web-01 is noticed: pool takes it out of rotation")));
    assert!(story.contains(&(3960.0, "web-01 is up again")), "{story:?}");
}

/// Works, dies unseen, is complained of, is repaired: a renewal process of three exponentials.
#[test]
fn complaints_are_solved_exactly() {
    let mut small = Small::pool(1).users(10, by_balancer());
    small = small.fails(ModeKind::Latent, exponential(1000), repair(exponential(4)));
    let complaint = ComplaintSpec { service: 0, population: None, after: exponential(2) };
    small.blueprint.complaints.push(complaint);
    let walk = Walk::new(&small, false);
    assert_eq!(walk.states(), 3);
    assert!(agree(walk.unavailability(), 6.0 / 1006.0), "{}", walk.unavailability());
    // Nobody uses it: nobody complains, and it stays dead.
    let figure = Long::years(50, 100, 1).run(&small).services[0].unavailability;
    assert!((figure.lower..=figure.upper).contains(&(6.0 / 1006.0)), "{figure:?}");
}

/// Of the failures seven in ten are seen, after two hours; the others show when somebody complains,
/// after ten, who may also be the first to speak of those that are seen.
#[test]
fn a_check_that_misses_failures_is_solved_exactly() {
    let check = erring(After { delay: exponential(2) }, 0.7, None);
    let mut small = Small::pool(1).users(10, by_balancer()).detect(check);
    small = small.fails(ModeKind::Crash, exponential(1000), repair(exponential(4)));
    let complaint = ComplaintSpec { service: 0, population: None, after: exponential(10) };
    small.blueprint.complaints.push(complaint);
    let walk = Walk::new(&small, false);
    // Up, seen, missed; in repair, complained of or not yet.
    assert_eq!(walk.states(), 5);
    let down = 0.7 / (1.0 / 2.0 + 1.0 / 10.0) + 0.3 * 10.0 + 4.0;
    let exact = down / (1000.0 + down);
    assert!(agree(walk.unavailability(), exact), "{:e}", walk.unavailability());
    let figure = Long::years(100, 100, 1).run(&small).services[0].unavailability;
    assert!((figure.lower..=figure.upper).contains(&exact), "{figure:?} against {exact:e}");
}

/// What a walk could not force it refuses to begin with.
#[test]
fn a_walk_refuses_what_it_does_not_follow() {
    let refused = |small: &Small| {
        let system = System::new(&small.blueprint).expect("a small world is a system");
        Trial::walk(&system).err()
    };
    let after = || After { delay: exponential(2) };
    let alarms = Small::pool(1).detect(erring(after(), 1.0, Some(exponential(100))));
    assert_eq!(refused(&alarms), Some(NotWalked::FalseAlarms("pool".into())));
    let law = || fixed(seconds(60));
    let person = PersonSpec {
        name: "admin".into(),
        notice: law(),
        decide: law(),
        act: law(),
        on_duty: Duty::Always,
        call_in: None,
    };
    let mut watched =
        Small::pool(1).detect(ByPerson { person: 0, name: "admin".into(), notice: law() });
    watched.blueprint.people.push(person);
    assert_eq!(refused(&watched), Some(NotWalked::Person("pool".into())));
    let text = include_str!("../../scenarios/failover-order.json");
    let scenario = hadr::scenario::parse("failover-order.json", text.as_bytes());
    let mut blueprint = scenario.unwrap_or_else(|problems| panic!("{problems}")).blueprint;
    let began = blueprint.runbooks[0].name.clone();
    let mut small = Small::pool(1);
    blueprint.runbooks[0].when = Some(When::Lost(vec![Target::Service(1)]));
    small.blueprint = blueprint;
    assert_eq!(refused(&small), Some(NotWalked::Runbook(began)));
    assert_eq!(refused(&Small::pool(1).detect(after())), None);
}

fn erring(check: impl Detection + 'static, coverage: f64, false_alarms: Option<Law>) -> Erring {
    let coverage = Probability::new(coverage).expect("a share");
    Erring { check: Arc::new(check), coverage, false_alarms }
}

/// A check that never sees the failure: only the complaint after five minutes helps, and then at
/// once, for somebody tells the check.
#[test]
fn a_missed_failure_is_noticed_by_complaints_or_never() {
    let mut small = Small::pool(2).users(100, by_balancer());
    small.blueprint.families[0].repair = Some(repair(fixed(hours(1))));
    let mut small = small.detect(erring(probe(10, 1), 0.0, None));
    let report = scripted(small.clone(), Action::Break(ModeKind::Crash), 60);
    let story = told(&report.incidents[0]);
    assert_eq!(story.len(), 2, "{story:?}");
    let after = fixed(seconds(300));
    small.blueprint.complaints.push(ComplaintSpec { service: 0, population: None, after });
    let report = scripted(small, Action::Break(ModeKind::Crash), 60);
    let story = told(&report.incidents[0]);
    assert!(story.contains(&(360.0, "web-01 is noticed: pool takes it out of rotation")));
    assert!(story.contains(&(360.0, "web-01 goes into repair")), "{story:?}");
    // Up at 3960 s, and accepted half an interval later by the check's own schedule.
    assert!(story.contains(&(3965.0, "web-01 is back in rotation of pool")), "{story:?}");
    let waits = report.incidents[0].populations[0].waits_seconds.as_ref().expect("they waited");
    assert_eq!(waits.worst.worst, 300.0);
}

/// Of 1,000 failures some 700 are seen: four deviations of sqrt(1000 x 0.7 x 0.3) are 58.
#[test]
fn a_check_sees_as_many_failures_as_it_covers() {
    let mut small = Small::pool(1);
    small.study.incidents.as_mut().expect("scripts are studied").trials = 1000;
    let small = small.detect(erring(After { delay: fixed(seconds(5)) }, 0.7, None));
    let report = scripted(small, Action::Break(ModeKind::Crash), 60);
    let seen = report.incidents[0].notices[0].noticed_in_trials;
    assert!((642..=758).contains(&seen), "{seen}");
}

/// A false alarm at 60 s about one of two servers of 100 users, who sign in at ten a second: 50
/// come back over 5 s at the other. The check looks again at 65 s and 75 s, and that is two.
#[test]
fn a_false_alarm_costs_what_a_crash_costs() {
    let small = Small::pool(2).users(100, by_balancer()).sign_ins(10).detect(probe(10, 2));
    let report = scripted(small, Action::FalseAlarm, 60);
    let incident = &report.incidents[0];
    let story = told(incident);
    assert_eq!(story[0], (60.0, "web-01 is up, but pool takes it out of rotation (false alarm)"));
    assert_eq!(story[1], (60.0, "50 users lose web-01"));
    assert!(story.contains(&(65.0, "everybody at pool is served again")), "{story:?}");
    assert!(story.contains(&(75.0, "web-01 is back in rotation of pool")), "{story:?}");
    let chains = &incident.populations[0].lost_by_chain;
    assert_eq!(chains.len(), 1, "{chains:?}");
    assert_eq!(chains[0].name, "web: false alarm");
    // n^2 / 2r user-seconds.
    assert!((chains[0].amount.story * 60.0 - 50.0 * 50.0 / 20.0).abs() < 1e-3, "{chains:?}");
    assert_eq!(incident.services[0].outages.story, 0.0);
}

/// Alarms come after 100 h in agreement, without memory; the users of the only server lack it
/// until its second good check, after U(0, 10 min) + 10 min.
#[test]
fn false_alarms_in_the_long_run() {
    let check = Probe { every: seconds(600), ..probe(600, 2) };
    let small = Small::pool(1).users(100, by_balancer());
    let small = small.detect(erring(check, 1.0, Some(exponential(100))));
    let report = Long::years(20, 100, 1).run(&small);
    assert_eq!(report.services[0].outages_seen, 0);
    let population = &report.populations[0];
    let (figure, exact) = (population.interruptions_per_year[0].unavailability, 0.25 / 100.25);
    assert!((figure.lower..=figure.upper).contains(&exact), "{figure:?} against {exact}");
    let chains = &population.lost_user_minutes_per_year_by_chain;
    assert_eq!(chains.len(), 1);
    assert_eq!(chains[0].chain, "web: false alarm");
}

/// A need that nobody watches shows itself by whatever cannot run without it.
#[test]
fn whoever_hangs_on_a_latent_failure_shows_it() {
    let mut small = Small::pool(1).mechanism(1, Overload::Flag).detect(probe(10, 1));
    let mut db = crate::small::family("db", 1);
    db.repair = Some(repair(fixed(hours(1))));
    small.blueprint.families.push(db);
    small.blueprint.families[0].needs.push(Target::Family(1));
    small.blueprint.incidents[0].events.push(ScriptSpec {
        at: Time::after_start(seconds(60)),
        action: Action::Break(ModeKind::Latent),
        targets: vec![Target::Member(1, 1)],
        lasts: None,
    });
    let report = small.run();
    let story = told(&report.incidents[0]);
    assert!(story.contains(&(65.0, "db-01 is found to have failed as well")), "{story:?}");
    assert!(story.contains(&(3665.0, "db-01 is up again")), "{story:?}");
}

/// Two servers of 100 users, of which the second stands by: the first crashes at 120 s.
fn standing_by(mut small: Small) -> Small {
    small = small.users(100, by_balancer());
    small.blueprint.families[0].repair = Some(repair(fixed(hours(1))));
    let (members, activation) = (vec![Target::Member(0, 2)], fixed(Span::ZERO));
    let standby = Standby { members, active_below: 1, activation };
    let pool = Pool { standby: Some(standby), ..Pool::new(1, Overload::Flag) };
    small.blueprint.services[0].mechanism = Arc::new(pool);
    small.crash(120, &[1], None)
}

/// The spare dies unseen at 60 s, which hurts nobody. At 120 s it is needed: found at once where
/// beliefs follow at once, by the check half an interval after it was called, and from then on
/// in repair for an hour.
#[test]
fn a_dead_spare_is_found_when_it_is_needed() {
    for (check, noticed) in [(None, 120.0), (Some(probe(10, 1)), 130.0)] {
        let base = tested(Small::pool(2), exponential(1), fixed(hours(1)), hours(9), hours(9));
        let base = standing_by(base).breaks(ModeKind::Latent, 60, &[2], None);
        let small = check.map_or(base.clone(), |check| base.detect(check));
        let report = small.run();
        let incident = &report.incidents[0];
        let story = told(incident);
        assert_eq!(story[0], (60.0, "web-02 fails (latent)"));
        assert_eq!(story[1], (120.0, "web-01 fails (crash)"), "{story:?}");
        // The check notices the crash at 125 s, calls the spare, and sees it dead at 130 s.
        let called = if noticed > 120.0 { 125.0 } else { 120.0 };
        let found = (called, "web-02 is found to have failed, now that it is needed");
        assert!(story.contains(&found), "{story:?}");
        let repair = (noticed, "web-02 goes into repair");
        assert!(story.contains(&repair), "{story:?}");
        assert!(story.contains(&(noticed + 3600.0, "web-02 is up again")), "{story:?}");
        let waits = incident.populations[0].waits_seconds.as_ref().expect("they waited");
        assert_eq!(waits.users.story, 100.0);
        let chains = &incident.populations[0].lost_by_chain;
        assert_eq!(chains[0].name, "web: crash, after web: latent");
    }
}

/// With 20 % of failing on demand, 800 of 1,000 drawn incidents cost nobody anything: four
/// deviations of sqrt(1000 x 0.2 x 0.8) are 51. The story takes the likelier branch.
#[test]
fn a_spare_may_fail_in_taking_over() {
    let run = |fails: f64| {
        let mut small = standing_by(Small::pool(2));
        small.study.incidents.as_mut().expect("scripts are studied").trials = 1000;
        let fails = Probability::new(fails).expect("a share");
        small.blueprint.takeovers.push(TakeoverSpec { family: 0, fails });
        let system = System::new(&small.blueprint).expect("a small world is a system");
        let failed = (0..1000).filter(|number| {
            let options = Options {
                chance: Chance::drawn(1, *number),
                random: false,
                incident: Some(0),
                horizon: hours(1),
                events: 1000,
                audit: true,
            };
            let mut trial = Trial::new(&system, options);
            trial.run_until(seconds(121)).expect("it runs");
            !trial.view(ServiceId::from(0)).up
        });
        (small.run(), failed.count())
    };
    let (report, failed) = run(0.2);
    assert!((149..=251).contains(&failed), "{failed}");
    assert_eq!(report.incidents[0].services[0].outages.story, 0.0);
    let (report, failed) = run(0.6);
    assert!((538..=662).contains(&failed), "{failed}");
    let story = told(&report.incidents[0]);
    assert!(story.contains(&(120.0, "web-02 fails (on demand)")), "{story:?}");
    assert_eq!(report.incidents[0].services[0].outage_seconds.story, 3600.0);
}
