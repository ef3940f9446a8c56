//! Clients that learn of the end of a total outage at their next try, worked on paper.

use crate::small::{Small, by_balancer, by_client, seconds};
use hadr::detection::ByClients;
use hadr::report::PopulationReport;
use hadr::system::Clients;

/// 1,000 users of one server.
fn one(clients: Clients) -> Small {
    Small::pool(1).users(1000, clients)
}

fn populations(small: &Small) -> Vec<PopulationReport> {
    small.run().incidents.remove(0).populations
}

fn users(small: &Small) -> PopulationReport {
    populations(small).remove(0)
}

/// Seconds in which anybody, and in which everybody, lacked service, to the millisecond: the first
/// of a wave is back with the end of a microsecond.
fn total(users: &PopulationReport) -> (f64, f64) {
    let total = |at: usize| libm::round(users.thresholds[at].total_seconds.story * 1e3) / 1e3;
    (total(0), total(2))
}

#[track_caller]
fn lost(users: &PopulationReport, user_seconds: f64) {
    let found = users.lost_user_minutes.story * 60.0;
    assert!((found - user_seconds).abs() < 1e-6 * user_seconds, "{found} for {user_seconds}");
}

#[test]
fn after_an_outage_clients_come_back_over_their_window() {
    // Ten minutes for 1,000, and half a minute on average until the next try.
    let users = users(&one(by_client(0, 60)).crash(60, &[1], Some(600)));
    lost(&users, 1000.0 * 600.0 + 1000.0 * 30.0);
    assert_eq!(total(&users), (660.0, 600.0));
    // No more than 50 of 1,000 are away when 57 of 60 seconds have passed.
    assert_eq!(users.thresholds[1].total_seconds.story, 657.0);
    let waits = users.waits_seconds.as_ref().expect("users waited");
    assert_eq!((waits.median.story, waits.p95.story, waits.worst.story), (630.0, 657.0, 660.0));
    let phases: Vec<(&str, f64)> = users.thresholds[0]
        .by_phase
        .iter()
        .map(|part| (part.name.as_str(), part.amount.story))
        .collect();
    assert_eq!(phases, [("repairing", 600.0), ("reconnecting", 60.0)]);
}

#[test]
fn whoever_is_told_comes_back_at_once() {
    for clients in [by_balancer(), by_client(0, 0)] {
        let users = users(&one(clients).crash(60, &[1], Some(600)));
        lost(&users, 1000.0 * 600.0);
        assert_eq!(total(&users), (600.0, 600.0));
    }
}

#[test]
fn a_second_outage_sends_the_rest_back_to_the_door() {
    // Restored after 600 s, lost after another 30 s for 300 s: 500 were back by then. After the
    // second restoration all 1,000 try within 60 s, whichever loss they wait for.
    let small = one(by_client(0, 60)).crash(60, &[1], Some(600)).crash(690, &[1], Some(300));
    let users = users(&small);
    lost(&users, 600_000.0 + 750.0 * 30.0 + 300_000.0 + 30_000.0);
    assert_eq!(total(&users), (990.0, 900.0));
    assert_eq!(users.thresholds[0].interruptions.story, 1.0);
    assert_eq!(users.thresholds[2].interruptions.story, 2.0);
    // 500 wait 300 to 360 s, 500 wait 600 to 630 s, and 500 wait 930 to 990 s.
    let waits = users.waits_seconds.as_ref().expect("users waited");
    assert_eq!((waits.users.story, waits.median.story, waits.worst.story), (1500.0, 615.0, 990.0));
}

#[test]
fn a_service_that_comes_and_goes_lets_in_who_tries_meanwhile() {
    // One second of service in every ten, 21 times, and then another ten minutes of outage. Each
    // time everybody's next try is somewhere in 60 s, so in that second a 60th of 1,000 come back.
    let mut small = one(by_client(0, 60)).crash(60, &[1], Some(600));
    for turn in 0..20 {
        small = small.crash(661 + 10 * turn, &[1], Some(9));
    }
    let users = users(&small.crash(861, &[1], Some(600)));
    let served = 21.0 * 1000.0 * (1.0 - 1.0 / 120.0);
    let expected = 600_000.0 + 20.0 * 9000.0 + served + 600_000.0 + 30_000.0;
    // The phases are not quite even: who was served a second before does not try in it again. At
    // most a 60th of a 60th are back besides, for half a second each time: 3 user-seconds.
    let found = users.lost_user_minutes.story * 60.0;
    assert!((found - expected).abs() < 3.0, "{found} for {expected}");
    assert_eq!(total(&users), (1461.0, 600.0 + 180.0 + 600.0));
}

#[test]
fn an_outage_shorter_than_a_window_turns_the_window() {
    // Of 1,000 that try every 60 s, the 333 who try within the 20 s fail and come last: all are
    // back between 20 and 80 s after the loss, evenly.
    let users = users(&one(by_client(0, 60)).crash(60, &[1], Some(20)));
    lost(&users, 1000.0 * 50.0);
    assert_eq!(total(&users), (80.0, 20.0));
}

#[test]
fn clients_that_wait_for_a_silent_server_try_after_their_time_out() {
    // The server hangs for 10 s; its clients notice nothing for 30 s and try within 60 s then.
    let users_of = |lasts| users(&one(by_client(0, 60)).hang(60, &[1], Some(lasts)));
    let short = users_of(10);
    lost(&short, 1000.0 * 60.0);
    assert_eq!(total(&short), (90.0, 30.0));
    // After 600 s all have tried in vain.
    let long = users_of(600);
    lost(&long, 1000.0 * 630.0);
    assert_eq!(total(&long), (660.0, 600.0));
}

#[test]
fn whoever_is_told_stands_before_whoever_tries() {
    // 600 and 600 users, 20 sign-ins a second. The balancer's 600 are first: 30 s. The clients
    // come at ten a second, 300 stand there by then, and with the 60th second all are served:
    // 1,200 x 60 / 2 user-seconds together, of which the balancer's have 600 x 30 / 2.
    let small = Small::pool(1).sign_ins(20).users(600, by_balancer()).users(600, by_client(0, 60));
    let both = populations(&small.crash(60, &[1], Some(600)));
    lost(&both[0], 600.0 * 600.0 + 9000.0);
    lost(&both[1], 600.0 * 600.0 + 36_000.0 - 9000.0);
}

#[test]
fn tries_that_meet_the_dead_of_two_come_again() {
    // Nobody notices that one of the two stays dead: half of the tries fail, window by window.
    // On average 30 + 60 (1/2 + 1/4 + ...) = 90 s after the other is back.
    let clients = ByClients { timeout: seconds(30) };
    let small = Small::pool(2).users(1000, by_client(0, 60)).detect(clients);
    let users = users(&small.crash(60, &[1], Some(600)).crash(60, &[2], None));
    let found = users.lost_user_minutes.story * 60.0;
    // The last user is not divided.
    assert!((found / 690_000.0 - 1.0).abs() < 1e-3, "{found}");
}
