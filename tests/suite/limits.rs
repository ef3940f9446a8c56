//! What members may carry: limits of users and of requests, and pools that are too small from the
//! start.

use crate::small::{Small, WEB, by_balancer};
use hadr::quantity::MICRO;
use hadr::redundancy::Overload;
use hadr::report::IncidentReport;
use hadr::system::{Arrivals, Limit, LoadSpec};

fn incident(small: &Small) -> IncidentReport {
    small.run().incidents.remove(0)
}

/// Two servers under `limit`; one dies after a minute of two hours, for good.
fn two(limit: Limit, overload: Overload) -> Small {
    let mut small = Small::pool(2).mechanism(1, overload).crash(60, &[1], None);
    small.blueprint.families[WEB].limit = Some(limit);
    small
}

/// A hundred requests a second.
fn with_requests(mut small: Small) -> Small {
    small.blueprint.loads.push(LoadSpec {
        name: "pages".into(),
        to: WEB,
        rate: 100 * MICRO,
        arrivals: Arrivals::Constant,
        unit: "requests".into(),
    });
    small
}

#[test]
fn a_limit_in_users_does_not_limit_requests() {
    for overload in [Overload::Refuse, Overload::Flag] {
        let small = with_requests(two(Limit::Users(10 * MICRO), overload));
        let report = incident(&small);
        // Losses are noticed at once: all 720,000 requests of two hours are answered.
        let load = &report.loads[0];
        assert_eq!((load.made.story, load.failed.story, load.refused.story), (720e3, 0.0, 0.0));
        let survivor = &report.services[0].members[1];
        assert_eq!((survivor.before.story, survivor.after.story), (50.0, 100.0));
        assert_eq!((survivor.limit, survivor.over_limit_seconds.worst), (None, 0.0));
    }
    // In requests the same member may answer 60 a second: 40 are refused for 7,140 s.
    let small = with_requests(two(Limit::Requests(60 * MICRO), Overload::Refuse));
    assert_eq!(incident(&small).loads[0].refused.story, 40.0 * 7140.0);
    let small = with_requests(two(Limit::Requests(60 * MICRO), Overload::Flag));
    assert_eq!(incident(&small).services[0].members[1].over_limit_seconds.story, 7140.0);
}

#[test]
fn a_limit_in_requests_does_not_limit_users() {
    for overload in [Overload::Refuse, Overload::Flag] {
        let limit = Limit::Requests(10 * MICRO);
        let report = incident(&two(limit, overload).users(1000, by_balancer()));
        assert_eq!(report.services[0].refused_peak.worst, 0.0);
        assert_eq!(report.populations[0].lost_user_minutes.worst, 0.0);
        let survivor = &report.services[0].members[1];
        assert_eq!((survivor.before.story, survivor.after.story), (500.0, 1000.0));
        assert_eq!((survivor.limit, survivor.over_limit_seconds.worst), (None, 0.0));
    }
    // In users the same member may serve 600: 400 are refused for 7,140 s.
    let limit = Limit::Users(600 * MICRO);
    let report = incident(&two(limit, Overload::Refuse).users(1000, by_balancer()));
    assert_eq!(report.services[0].refused_peak.story, 400.0);
    assert_eq!(report.populations[0].lost_user_minutes.story, 400.0 * 7140.0 / 60.0);
}

/// Two servers of `places` each for a thousand users; one is away from the first to the second
/// minute of two hours. Returns the user-minutes lost by cause, largest first.
fn lost_by_cause(places: u64) -> Vec<(String, f64)> {
    let pool = Small::pool(2).limit(places).users(1000, by_balancer());
    let pool = pool.mechanism(1, Overload::Refuse).crash(60, &[1], Some(60));
    let lost = incident(&pool).populations.remove(0).lost_by_chain;
    lost.into_iter().map(|part| (part.name, part.amount.story)).collect()
}

/// 800 places for 1,000 users: 200 are refused from the start, for want of size. The crash takes
/// 400 more for a minute. When the server is back its 400 places go to who was refused first, the
/// 200 of the start, and to 200 of those who came later; the other 200 stay refused, and as all
/// servers are up it is not the crash that keeps them out.
#[test]
fn a_pool_too_small_from_the_start_is_the_cause_of_what_it_refuses_with_all_members_up() {
    let small = ("too small from the start".to_owned(), 200.0 * 120.0);
    assert_eq!(lost_by_cause(400), [small, ("web: crash".to_owned(), 400.0)]);
}

/// 1,000 places for 1,000 users: all are refused because of the crash, and nobody after it.
#[test]
fn a_pool_just_large_enough_is_never_too_small() {
    assert_eq!(lost_by_cause(500), [("web: crash".to_owned(), 500.0)]);
}
