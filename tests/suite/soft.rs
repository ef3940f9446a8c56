//! Members that are up and do not do all of their work, against numbers worked on paper.

use crate::small::{Small, WEB, by_balancer, fixed, repair, seconds};
use hadr::quantity::{MICRO, Time};
use hadr::redundancy::{Overload, Pool, Rebalance};
use hadr::report::IncidentReport;
use hadr::system::{Action, Arrivals, LoadSpec, ModeKind, ScriptSpec, Starts, Target};

fn incident(small: &Small) -> IncidentReport {
    small.run().incidents.remove(0)
}

fn soft(small: Small, kind: ModeKind, at: u64, server: u32, lasts: Option<u64>) -> Small {
    let mut small = small;
    small.blueprint.incidents[0].events.push(ScriptSpec {
        at: Time::after_start(seconds(at)),
        action: Action::Break(kind),
        targets: vec![Target::Member(WEB, server)],
        lasts: lasts.map(seconds),
    });
    small
}

const THIRD_OF_TEN: ModeKind = ModeKind::Gray(300_000);

#[test]
fn of_the_users_at_a_gray_member_its_share_waits_until_it_is_over() {
    // 4,000 on four: 30 % of 1,000 lack service for ten minutes, undetected, and are back at once.
    let small = Small::pool(4).users(4000, by_balancer());
    let incident = incident(&soft(small, THIRD_OF_TEN, 60, 2, Some(600)));
    let users = &incident.populations[0];
    assert_eq!(users.lost_user_minutes.story, 300.0 * 10.0);
    assert_eq!(users.thresholds[0].longest_seconds.story, 600.0);
    assert_eq!(users.lost_by_phase.len(), 1);
    assert_eq!(users.lost_by_phase[0].name, "undetected");
    assert_eq!(users.lost_by_chain[0].name, "web: gray");
    assert_eq!(incident.services[0].outages.worst, 0.0);
    let peaks: Vec<f64> = incident.services[0].members.iter().map(|m| m.peak.story).collect();
    assert_eq!(peaks, [1000.0; 4]);
}

#[test]
fn a_gray_member_fails_its_share_of_the_requests() {
    // 400 a second on four, 30 % of one of them for 100 s: 400 / 4 x 0.3 x 100.
    let mut small = Small::pool(4);
    small.blueprint.loads.push(LoadSpec {
        name: "pages".into(),
        to: 0,
        rate: 400 * MICRO,
        arrivals: Arrivals::Constant,
        unit: "requests".into(),
    });
    let incident = incident(&soft(small, THIRD_OF_TEN, 60, 2, Some(100)));
    assert!((incident.loads[0].failed.story - 3000.0).abs() < 1e-6);
    assert_eq!(incident.loads[0].failing_seconds.story, 100.0);
}

#[test]
fn no_check_sees_a_gray_member_and_its_users_complain() {
    // Complaints after ten minutes, then twenty of repair: 300 users for half an hour, a third of
    // it undetected.
    let mut small = Small::pool(4).users(4000, by_balancer());
    small.blueprint.families[WEB].repair = Some(repair(fixed(seconds(1200))));
    small.blueprint.complaints.push(hadr::system::ComplaintSpec {
        service: 0,
        population: None,
        after: fixed(seconds(600)),
    });
    let incident = incident(&soft(small, THIRD_OF_TEN, 60, 2, None));
    let users = &incident.populations[0];
    assert_eq!(users.thresholds[0].longest_seconds.story, 1800.0);
    let phases: Vec<(&str, f64)> =
        users.lost_by_phase.iter().map(|part| (part.name.as_str(), part.amount.story)).collect();
    assert_eq!(phases, [("undetected", 3000.0), ("repairing", 6000.0)]);
}

#[test]
fn a_repair_that_starts_at_the_failure_needs_nobody_to_notice() {
    let mut small = Small::pool(4).users(4000, by_balancer());
    let starts = Starts::Failure;
    let repair = hadr::system::RepairSpec { starts, ..repair(fixed(seconds(1200))) };
    small.blueprint.families[WEB].repair = Some(repair);
    let incident = incident(&soft(small, THIRD_OF_TEN, 60, 2, None));
    assert_eq!(incident.populations[0].thresholds[0].longest_seconds.story, 1200.0);
}

#[test]
fn when_a_gray_member_dies_all_its_users_are_lost() {
    let small = Small::pool(4).users(4000, by_balancer()).sign_ins(10);
    let incident = incident(&soft(small, THIRD_OF_TEN, 60, 2, None).crash(120, &[2], None));
    // 300 and 700 sign in together, at 3 x 10 a second: back after 100 s / 3.
    let total = incident.populations[0].thresholds[0].total_seconds.story;
    assert!((total - (60.0 + 1000.0 / 30.0)).abs() < 1e-5, "{total}");
}

#[test]
fn a_degraded_member_carries_what_it_keeps() {
    // Four of 1,500 with 4,000 users; one keeps 40 %: 600, and the others take 400 more without a
    // wait. Never rebalanced, the same.
    for rebalance in [Rebalance::AtOnce, Rebalance::Never] {
        let pool = Pool { rebalance, ..Pool::new(1, Overload::Refuse) };
        let small = Small::pool(4).limit(1500).users(4000, by_balancer()).shared(pool);
        let degraded = ModeKind::Degraded(400_000);
        let small = soft(small, degraded, 60, 2, None);
        let incident = incident(&small.crash(120, &[1], None));
        let members = &incident.services[0].members;
        // Then one dies with 1,133 and a third: the two sound ones have room for 3,000.
        assert!((members[2].after.story - 1500.0).abs() < 1e-5, "{:?}", members[2].after);
        assert!((members[1].after.story - 600.0).abs() < 1e-5, "{:?}", members[1].after);
        assert!((incident.services[0].refused_peak.story - 400.0).abs() < 1e-5);
    }
}
