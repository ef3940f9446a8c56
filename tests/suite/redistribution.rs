//! Users of a pool that loses members: who moves, how far, how long, against numbers worked on paper.

use crate::small::{SITE, Small, WEB, by_balancer, by_client, family, seconds};
use hadr::detection::{Probe, Schedule};
use hadr::quantity::Time;
use hadr::redundancy::Overload;
use hadr::report::{IncidentReport, MemberReport, PopulationReport};
use hadr::system::{Action, ModeKind, PlaceSpec, ScriptSpec, Target};

fn incident(small: &Small) -> IncidentReport {
    small.run().incidents.remove(0)
}

fn survivors(incident: &IncidentReport) -> Vec<&MemberReport> {
    incident.services[0].members.iter().filter(|member| member.after.story > 0.0).collect()
}

fn users(incident: &IncidentReport) -> &PopulationReport {
    &incident.populations[0]
}

/// Statement 1 of the Lync page: 30,000 users on 5 front ends.
#[test]
fn of_30_000_users_on_five_servers_6_000_move_and_7_500_stand_over_the_limit() {
    let pool = Small::pool(5).limit(6660).sign_ins(20).users(30_000, by_balancer());
    let incident = incident(&pool.crash(60, &[3], None));
    assert_eq!(incident.services[0].moved.story, 6000.0);
    let survivors = survivors(&incident);
    assert_eq!(survivors.len(), 4);
    for member in survivors {
        assert_eq!((member.before.story, member.after.story), (6000.0, 7500.0));
        assert!(member.after.story > member.limit.expect("has a limit"));
    }
    // 6,000 users at 4 x 20 a second: 75 s, and 6,000^2 / (2 x 80) user-seconds.
    let users = users(&incident);
    assert_eq!(users.thresholds[0].longest_seconds.story, 75.0);
    assert_eq!(users.lost_user_minutes.story, 3750.0);
    assert_eq!(users.lost_user_minutes.worst, 3750.0);
    let waits = users.waits_seconds.as_ref().expect("users waited");
    assert_eq!((waits.median.story, waits.p95.story, waits.worst.story), (37.5, 71.25, 75.0));
    // More than 5 % (1,500 of 30,000) lack service until 4,500 are back: 56.25 s.
    assert_eq!(users.thresholds[1].longest_seconds.story, 56.25);
    assert_eq!(users.thresholds[2].interruptions.story, 0.0);
}

/// Statement 2 of the Lync page: the same on six.
#[test]
fn of_30_000_users_on_six_servers_5_000_move_and_6_000_are_within_the_limit() {
    let pool = Small::pool(6).limit(6660).sign_ins(20).users(30_000, by_balancer());
    let incident = incident(&pool.crash(60, &[6], None));
    assert_eq!(incident.services[0].moved.story, 5000.0);
    let survivors = survivors(&incident);
    assert_eq!(survivors.len(), 5);
    for member in survivors {
        assert_eq!((member.before.story, member.after.story), (5000.0, 6000.0));
        assert_eq!(member.over_limit_seconds.worst, 0.0);
    }
}

#[test]
fn with_a_probe_the_wait_is_detection_and_ramp() {
    let probe = Probe {
        every: seconds(5),
        schedule: Schedule::FixedRate,
        timeout: seconds(2),
        fall: 3,
        rise: 2,
    };
    let pool = Small::pool(6).sign_ins(20).users(30_000, by_balancer()).detect(probe);
    let incident = incident(&pool.crash(60, &[6], None));
    // Nominal: 2.5 + 2 x 5 s of detection, then 5,000 at 5 x 20 a second.
    let users = users(&incident);
    let longest = users.thresholds[0].longest_seconds;
    assert_eq!(longest.story, 62.5);
    // Drawn: U(10, 15) + 50.
    assert!(60.0 <= longest.p5 && longest.p5 < 61.0, "{longest:?}");
    assert!(64.0 < longest.p95 && longest.worst <= 65.0, "{longest:?}");
    let phases: Vec<(&str, f64)> = users.thresholds[0]
        .by_phase
        .iter()
        .map(|part| (part.name.as_str(), part.amount.story))
        .collect();
    assert_eq!(phases, [("undetected", 2.5), ("detecting", 10.0), ("reconnecting", 50.0)]);
    let notice = &incident.notices[0];
    assert_eq!(notice.noticed_after_seconds.expect("was noticed").story, 12.5);
}

/// Two failures ten seconds apart, the second inside the ramp of the first.
#[test]
fn two_failures_inside_one_ramp_by_hand() {
    // 30,000 on 5 at 20 sign-ins a second: 6,000 wait, 80 a second come back. After 10 s 5,200
    // wait and 24,800 are served by four: 6,200 more are lost, and 60 a second come back.
    // Lost: (6,000 + 5,200) / 2 x 10 s, then 11,400^2 / (2 x 60).
    let pool = Small::pool(5).sign_ins(20).users(30_000, by_balancer());
    let incident = incident(&pool.crash(60, &[1], None).crash(70, &[2], None));
    let expected = 5600.0 * 10.0 + 11_400.0 * 11_400.0 / 120.0;
    let lost = users(&incident).lost_user_minutes.story * 60.0;
    assert!((lost - expected).abs() < 1e-6, "{lost} against {expected}");
    assert_eq!(users(&incident).thresholds[0].longest_seconds.story, 200.0);
    let total: f64 = users(&incident).lost_by_chain.iter().map(|part| part.amount.story).sum();
    assert!((total * 60.0 - expected).abs() < 1e-6);
}

#[test]
fn clients_that_try_over_a_minute_come_as_they_try_if_there_is_room_at_the_door() {
    // 5,000 users over 60 s is 83.3 a second, below 5 x 20: nobody queues.
    let pool = Small::pool(6).sign_ins(20).users(30_000, by_client(0, 60));
    let incident = incident(&pool.crash(60, &[2], None));
    let users = users(&incident);
    assert_eq!(users.thresholds[0].longest_seconds.story, 60.0);
    assert_eq!(users.lost_user_minutes.story, 5000.0 * 60.0 / 2.0 / 60.0);
    let waits = users.waits_seconds.as_ref().expect("users waited");
    assert_eq!((waits.median.story, waits.worst.story), (30.0, 60.0));
}

#[test]
fn clients_that_try_faster_than_the_door_queue_behind_it() {
    // 6,000 over 30 s is 200 a second against 4 x 20: the door decides, 75 s.
    let pool = Small::pool(5).sign_ins(20).users(30_000, by_client(0, 30));
    let incident = incident(&pool.crash(60, &[2], None));
    assert_eq!(users(&incident).thresholds[0].longest_seconds.story, 75.0);
    assert_eq!(users(&incident).lost_user_minutes.story, 3750.0);
}

#[test]
fn tries_that_meet_the_unnoticed_dead_member_come_again_one_window_later() {
    // 4 servers without a balancer: one in four tries meets the dead one, every window.
    let clients = hadr::detection::ByClients { timeout: seconds(30) };
    let pool = Small::pool(4).users(12_000, by_client(0, 60)).detect(clients);
    let incident = incident(&pool.crash(60, &[2], None));
    // 3,000 lost; of each wave a quarter comes again: 3,000 (60/2) (1 + ...) by a geometric sum:
    // the k-th wave has 3,000 / 4^k users, each waiting 60 k + 30 on average if it succeeds then.
    let mean: f64 =
        (0..60).map(|k| 0.75 * libm::pow(0.25, f64::from(k)) * (60.0 * f64::from(k) + 30.0)).sum();
    let expected = 3000.0 * mean / 60.0;
    let lost = users(&incident).lost_user_minutes.story;
    // Millionths of users are rounded down in each wave.
    assert!((lost - expected).abs() < 1e-3 * expected, "{lost} against {expected}");
}

#[test]
fn who_finds_no_room_is_refused_until_a_member_returns() {
    // 6 x 5,000 places for 25,000 users; two lost leave 20,000: 5,000 refused for an hour.
    let pool = Small::pool(6)
        .limit(5000)
        .users(25_000, by_balancer())
        .mechanism(1, Overload::Refuse)
        .crash(60, &[1], Some(3600))
        .crash(120, &[2], Some(3600));
    let incident = incident(&pool);
    assert_eq!(incident.services[0].refused_peak.story, 5000.0);
    // From the second loss until the first server returns, an hour after its own loss.
    assert_eq!(users(&incident).thresholds[0].total_seconds.story, 3540.0);
    assert_eq!(users(&incident).lost_user_minutes.story, 5000.0 * 59.0);
    let chain = &users(&incident).lost_by_chain[0];
    assert_eq!(chain.name, "web: crash, after web: crash");
}

#[test]
fn who_came_first_is_served_first() {
    // Two members admit one a second each; one dies with half of 1,000 and 1,000. The first
    // population tries within a second, the second a hundred seconds later and stands behind it:
    // 500 at one a second, from there another 500.
    let pool =
        Small::pool(2).sign_ins(1).users(1000, by_client(0, 1)).users(1000, by_client(100, 101));
    let incident = incident(&pool.crash(10, &[1], None));
    let waits = |of: usize| incident.populations[of].waits_seconds.as_ref().expect("users waited");
    assert!((waits(0).worst.story - 500.0).abs() < 0.01, "{:?}", waits(0));
    assert!((waits(0).median.story - 250.0).abs() < 0.01, "{:?}", waits(0));
    assert!((waits(1).median.story - 750.0).abs() < 0.01, "{:?}", waits(1));
}

#[test]
fn of_five_lost_in_one_instant_each_loses_its_own_users() {
    let pool = Small::pool(6).users(30_000, by_balancer()).crash(10, &[1, 2, 3, 4, 5], None);
    assert_eq!(incident(&pool).services[0].moved.story, 25_000.0);
}

#[test]
fn a_return_at_the_horizon_itself_is_a_return() {
    let mut pool = Small::pool(1).users(100, by_balancer()).crash(10, &[1], Some(20));
    pool.study.incidents.as_mut().expect("incidents are studied").horizon = seconds(30);
    let waits = users(&incident(&pool)).waits_seconds.clone().expect("users waited");
    assert_eq!((waits.users.story, waits.worst.story), (100.0, 20.0));
}

#[test]
fn a_balancer_sends_some_of_the_lost_to_a_dead_member_until_it_is_noticed_too() {
    // A rack of two of three servers is lost, 3,000 users each; their notices fall apart by the
    // phases of the checks. At the first 3,000 are sent evenly to the dead one and the live one,
    // so 1,500 wait on, together with the second 3,000, for the second.
    let probe = Probe {
        every: seconds(10),
        schedule: Schedule::FixedRate,
        timeout: seconds(2),
        fall: 2,
        rise: 2,
    };
    let mut pool = Small::pool(2).users(9000, by_balancer()).detect(probe);
    let rack = PlaceSpec { name: "rack".into(), luck: None, inside: Some(SITE), modes: Vec::new() };
    pool.blueprint.places.push(rack);
    pool.blueprint.families[WEB].place = SITE + 1;
    pool.blueprint.families.push(family("other", 1));
    pool.blueprint.services[0].members.push(Target::Family(WEB + 1));
    pool.blueprint.incidents[0].events.push(ScriptSpec {
        at: Time::after_start(seconds(60)),
        action: Action::Break(ModeKind::Disaster),
        targets: vec![Target::Place(SITE + 1)],
        lasts: None,
    });
    for trial in 0..20 {
        pool.options.trial = Some(trial);
        let incident = incident(&pool);
        let noticed = |at: usize| incident.notices[at].noticed_after_seconds.expect("noticed");
        let (one, other) = (noticed(0).story, noticed(1).story);
        let (first, second) = (one.min(other), one.max(other));
        assert_ne!(first, second, "phases are drawn apart");
        let lost = 3000.0 * first + 3000.0 * second + 1500.0 * (second - first);
        let measured = users(&incident).lost_user_minutes.story * 60.0;
        assert!((measured - lost).abs() < 1e-6 * lost, "{measured} against {lost}");
        let longest = users(&incident).thresholds[0].longest_seconds.story;
        assert!((longest - second).abs() < 1e-9, "{longest} against {second}");
        let chains = &users(&incident).lost_by_chain;
        let chains: Vec<&str> = chains.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(chains, ["rack: disaster"]);
    }
}
