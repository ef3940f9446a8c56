//! Drains, standby members, shares and rebalancing, against numbers worked on paper.

use crate::small::{Small, WEB, by_balancer, by_client, fixed, seconds};
use hadr::detection::{Probe, Schedule};
use hadr::quantity::{MICRO, Span};
use hadr::redundancy::{Overload, Pool, Rebalance, Spread, Standby};
use hadr::report::{Figure, IncidentReport};
use hadr::system::{Limit, Target};

fn incident(small: &Small) -> IncidentReport {
    small.run().incidents.remove(0)
}

/// Before, peak and after of each member, in the story.
fn loads(incident: &IncidentReport) -> Vec<(f64, f64, f64)> {
    let members = incident.services[0].members.iter();
    members.map(|m| (m.before.story, m.peak.story, m.after.story)).collect()
}

fn longest(incident: &IncidentReport) -> Figure {
    incident.populations[0].thresholds[0].longest_seconds
}

fn story(incident: &IncidentReport) -> Vec<&str> {
    incident.story.iter().map(|line| line.text.as_str()).collect()
}

fn pool(rebalance: Rebalance) -> Pool {
    Pool { rebalance, ..Pool::new(1, Overload::Flag) }
}

#[test]
fn a_drained_member_hurts_nobody_when_it_stops() {
    // 30,000 on six: one is drained with its 5,000, the others carry 6,000 each; then it crashes.
    let small = Small::pool(6)
        .sign_ins(20)
        .users(30_000, by_balancer())
        .drain(60, &[2], Some(600))
        .crash(120, &[2], Some(60));
    let incident = incident(&small);
    assert_eq!(longest(&incident).worst, 0.0);
    assert_eq!(incident.services[0].moved.story, 0.0);
    let mut expected = vec![(5000.0, 6000.0, 6000.0); 6];
    expected[1] = (5000.0, 5000.0, 0.0);
    assert_eq!(loads(&incident), expected);
    assert_eq!(
        story(&incident),
        [
            "web-02 is drained: 5,000 users move to the others of pool",
            "web-02 fails (crash)",
            "web-02 is up again",
            "web-02 is no longer drained from pool",
        ]
    );
}

#[test]
fn a_drain_goes_no_further_than_there_is_room() {
    // Three members of 10,000 with 24,000 users: the other two take 20,000, and 4,000 stay. When
    // the drained member stops, these 4,000 find no room for the minute it is away, and who is
    // back stands where it stood.
    let small = Small::pool(3)
        .limit(10_000)
        .users(24_000, by_balancer())
        .mechanism(1, Overload::Refuse)
        .drain(60, &[1], None)
        .crash(120, &[1], Some(60));
    let incident = incident(&small);
    let text = "web-01 is drained as far as there is room: 4,000 users move, 4,000 stay";
    assert_eq!(story(&incident)[0], text);
    assert_eq!(incident.services[0].moved.story, 4000.0);
    assert_eq!(incident.services[0].refused_peak.story, 4000.0);
    let after: Vec<f64> = loads(&incident).iter().map(|load| load.2).collect();
    assert_eq!(after, [0.0, 10_000.0, 10_000.0]);
    // It is drained still: it gets none of them back, up or not.
    assert_eq!(longest(&incident).story, 7200.0 - 120.0);
}

#[test]
fn with_nobody_else_a_drain_leaves_everybody_where_they_are() {
    let small = Small::pool(2).users(1000, by_balancer()).drain(60, &[1, 2], None);
    let incident = incident(&small);
    assert_eq!(longest(&incident).worst, 0.0);
    let text = "web-01 is drained as far as there is room: 0 users move, 500 stay";
    assert_eq!(story(&incident)[0], text);
}

#[test]
fn of_two_drains_that_overlap_the_last_one_to_end_returns_the_member() {
    let small = Small::pool(2).users(1000, by_balancer()).drain(60, &[1], Some(120)).drain(
        120,
        &[1],
        Some(120),
    );
    let incident = incident(&small);
    let returned: Vec<f64> = incident
        .story
        .iter()
        .filter(|line| line.text.contains("no longer drained"))
        .map(|line| line.at_seconds)
        .collect();
    assert_eq!(returned, [240.0]);
}

#[test]
fn as_sessions_end_a_drained_member_empties_evenly_over_one_session() {
    // 12,000 on four, sessions of an hour: 3,000 leave evenly; after 20 min 2,000 are left and are
    // lost with their member.
    let small = Small::pool(4)
        .users(12_000, by_balancer())
        .shared(pool(Rebalance::AsSessionsEnd(seconds(3600))))
        .drain(600, &[4], None)
        .crash(1800, &[4], None);
    let incident = incident(&small);
    assert_eq!(incident.services[0].moved.story, 2000.0);
    // Of the 1,000 that left, each of the others got a third, and then of the 2,000; a millionth
    // of a user is not divided.
    let loads = loads(&incident);
    assert!((loads[0].1 - 4000.0).abs() < 2e-6 && loads[0].1 == loads[0].2, "{:?}", loads[0]);
    assert_eq!(loads[3], (3000.0, 3000.0, 0.0));
    assert_eq!(story(&incident)[0], "web-04 is drained: 3,000 users leave web-04 as they end");
}

#[test]
fn never_rebalanced_a_returned_member_has_nobody_and_the_next_failure_moves_more() {
    // 30,000 on six: one dies and comes back: 6,000 on five, none on the sixth. The second failure
    // moves 6,000, and not 5,000; they spread over five: 1,200 each.
    let small = Small::pool(6)
        .limit(6660)
        .sign_ins(20)
        .users(30_000, by_balancer())
        .shared(pool(Rebalance::Never))
        .crash(60, &[3], Some(600))
        .crash(1200, &[1], None);
    let incident = incident(&small);
    assert_eq!(incident.services[0].moved.story, 5000.0 + 6000.0);
    let loads = loads(&incident);
    assert_eq!(loads[0], (5000.0, 6000.0, 0.0));
    assert_eq!(loads[1], (5000.0, 7200.0, 7200.0));
    assert_eq!(loads[2], (5000.0, 5000.0, 1200.0));
    // 6,000 at 5 x 20 a second.
    assert_eq!(longest(&incident).story, 60.0);
}

#[test]
fn as_sessions_end_a_returned_member_fills_evenly_over_one_session() {
    // One of six is away; when it is back, its fair 5,000 come over eight hours, 1,000 from each.
    // A failure after four hours finds 5,500 on one of the others.
    let hour = 3600;
    let mut small = Small::pool(6)
        .users(30_000, by_balancer())
        .shared(pool(Rebalance::AsSessionsEnd(seconds(8 * hour))))
        .crash(60, &[3], Some(540))
        .crash(600 + 4 * hour, &[1], None);
    small.study.incidents.as_mut().expect("incidents").horizon = seconds(24 * hour);
    let incident = incident(&small);
    assert_eq!(incident.services[0].moved.story, 5000.0 + 5500.0);
    // 5,500 + 5,500 / 5 on each of the four, 2,500 + 1,100 on the one that came back.
    assert_eq!(loads(&incident)[1].2, 6600.0);
    assert_eq!(loads(&incident)[2].2, 3600.0);
}

#[test]
fn weights_share_users_and_what_is_lost() {
    // Weights 3, 1, 1, 1 of 12,000: 6,000 and 2,000 each; the largest one lost, 4,000 each.
    let weights = vec![(Target::Member(WEB, 1), 3_000_000)];
    let weighted = Pool { spread: Spread::Weights(weights), ..Pool::new(1, Overload::Flag) };
    let small = Small::pool(4).users(12_000, by_balancer()).shared(weighted);
    let incident = incident(&small.crash(60, &[1], None));
    assert_eq!(incident.services[0].moved.story, 6000.0);
    assert_eq!(loads(&incident)[0], (6000.0, 6000.0, 0.0));
    assert_eq!(loads(&incident)[3], (2000.0, 4000.0, 4000.0));
}

#[test]
fn whoever_fills_drops_out_and_the_others_take_the_rest() {
    // Two small members of 3,000 beside one of 9,000, never rebalanced, weights equal. 9,000 users
    // stand 3,000 each at first: the small ones are full. The large one returns empty after 100 s:
    // its own 3,000 had no room meanwhile and all go to it.
    let mut small = Small::pool(3).users(9000, by_balancer()).sign_ins(30);
    small.blueprint.families[WEB].limit = Some(Limit::Users(3000 * MICRO));
    let mut large = crate::small::family("large", 1);
    large.limit = Some(Limit::Users(9000 * MICRO));
    large.sign_ins = Some(30 * MICRO);
    small.blueprint.families[WEB].count = Some(2);
    small.blueprint.families.push(large);
    small.blueprint.services[0].members.push(Target::Family(1));
    let refuse = Pool { rebalance: Rebalance::Never, ..Pool::new(1, Overload::Refuse) };
    let small = small.shared(refuse).crash(60, &[1], Some(100)).crash(300, &[2], None);
    let incident = incident(&small);
    // `large` sorts before `web`: slot 0. Server 1 dies: 3,000 go to the large one, 30 a second:
    // it stands at 6,000 after 100 s. Server 1 returns empty. Server 2 dies with 3,000, which go
    // to the large one and to server 1 evenly: 1,500 each at 60 a second.
    assert_eq!(
        loads(&incident),
        [(3000.0, 7500.0, 7500.0), (3000.0, 3000.0, 1500.0), (3000.0, 3000.0, 0.0)]
    );
    assert_eq!(longest(&incident).story, 100.0);
}

fn with_standby(active_below: u32, activation: u64, overload: Overload) -> Pool {
    Pool {
        standby: Some(Standby {
            members: vec![Target::Member(WEB, 3)],
            active_below,
            activation: fixed(seconds(activation)),
        }),
        ..Pool::new(1, overload)
    }
}

#[test]
fn a_standby_member_works_only_while_nobody_else_does() {
    // Two active of three. With one lost the other has all 1,000; with both lost the third is
    // called, takes ten seconds, and has all; with one back it stands by again, without a wait.
    let small = Small::pool(3)
        .users(1000, by_balancer())
        .shared(with_standby(1, 10, Overload::Flag))
        .crash(60, &[1], None)
        .crash(120, &[2], Some(300));
    let incident = incident(&small);
    assert_eq!(
        loads(&incident),
        [(500.0, 500.0, 0.0), (500.0, 1000.0, 0.0), (0.0, 1000.0, 1000.0)]
    );
    let population = &incident.populations[0];
    assert_eq!(population.thresholds[0].longest_seconds.story, 10.0);
    assert_eq!(population.lost_by_phase[0].name, "acting");
    assert_eq!(population.lost_by_phase[0].amount.story, 1000.0 * 10.0 / 60.0);
    assert_eq!(population.thresholds[0].interruptions.story, 1.0);
    let calls: Vec<&str> =
        story(&incident).into_iter().filter(|line| line.contains("stands by")).collect();
    assert_eq!(
        calls,
        ["web-03 stands by and is called by pool", "web-03 stands by for pool again"]
    );
}

#[test]
fn standby_members_may_be_called_while_others_still_work() {
    let small = Small::pool(3)
        .users(1000, by_client(0, 0))
        .shared(with_standby(2, 0, Overload::Flag))
        .crash(60, &[1], Some(60));
    let incident = incident(&small);
    assert_eq!(longest(&incident).worst, 0.0);
    assert_eq!(loads(&incident)[2], (0.0, 500.0, 500.0));
}

#[test]
fn a_standby_member_is_called_when_the_loss_is_noticed_and_counts_for_the_need_by_truth() {
    let probe = Probe {
        every: seconds(5),
        schedule: Schedule::FixedRate,
        timeout: seconds(2),
        fall: 3,
        rise: 2,
    };
    let mut pool = with_standby(2, 0, Overload::Flag);
    pool.need = 2;
    let small = Small::pool(3).users(1000, by_balancer()).shared(pool).detect(probe);
    let incident = incident(&small.crash(60, &[1], None));
    // Nominal: half an interval and two more.
    assert_eq!(longest(&incident).story, 12.5);
    assert_eq!(incident.services[0].outages.worst, 0.0);
    assert_eq!(loads(&incident)[2], (0.0, 500.0, 500.0));
}

#[test]
fn protection_counts_what_each_member_may_carry() {
    // Two active members of 600 for 1,000 users: one more lost refuses somebody, unless a standby
    // member of 600 takes its place.
    let unprotected = |active_below| {
        let small = Small::pool(3).limit(600).users(1000, by_balancer()).shared(with_standby(
            active_below,
            0,
            Overload::Refuse,
        ));
        let incident = incident(&small);
        incident.services[0].unprotected_seconds.story
    };
    assert_eq!((unprotected(1), unprotected(2)), (7200.0, 0.0));
    assert_eq!(Span::from_secs(7200), crate::small::hours(2));
}
