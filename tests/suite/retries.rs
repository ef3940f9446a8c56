//! Requests that are tried again, against shares worked on paper.

use crate::small::{Small, WEB, seconds};
use hadr::detection::ByClients;
use hadr::quantity::{MICRO, Span};
use hadr::redundancy::{Overload, Pool, Redispatch, Requests, Spread};
use hadr::report::LoadReport;
use hadr::system::{Arrivals, Limit, LoadSpec, ModeKind, Target};

/// 400 requests a second to `members` servers of which nobody notices that some are dead.
fn unnoticed(members: u32, requests: Requests, overload: Overload) -> Small {
    let pool = Pool { requests, ..Pool::new(1, overload) };
    let mut small = Small::pool(members).shared(pool).detect(ByClients { timeout: seconds(30) });
    small.blueprint.loads.push(LoadSpec {
        name: "pages".into(),
        to: 0,
        rate: 400 * MICRO,
        arrivals: Arrivals::Constant,
        unit: "requests".into(),
    });
    small
}

fn tries(retries: u32, redispatch: Redispatch) -> Requests {
    let connect_timeout = Span::from_micros(200_000);
    Requests { retries, redispatch, connect_timeout, client_timeout: None }
}

/// What became of the requests of the 100 s from the failure of `dead` servers.
fn load(small: Small, kind: ModeKind, dead: &[u32]) -> LoadReport {
    let mut small = small.breaks(kind, 100, dead, None);
    small.study.incidents.as_mut().expect("incidents").horizon = seconds(200);
    small.run().incidents.remove(0).loads.remove(0)
}

fn failed(members: u32, requests: Requests, kind: ModeKind, dead: &[u32]) -> f64 {
    let load = load(unnoticed(members, requests, Overload::Flag), kind, dead);
    assert_eq!(load.refused.story, 0.0);
    load.failed.story / 40_000.0
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-9, "{found} for {wanted}");
}

#[test]
fn retries_at_the_same_member_rescue_nobody() {
    near(failed(4, tries(3, Redispatch::Never), ModeKind::Crash, &[1]), 0.25);
}

#[test]
fn a_retry_elsewhere_fails_where_it_meets_another_dead_member() {
    // d/n x ((d-1)/(n-1))^R.
    for kind in [ModeKind::Crash, ModeKind::Hang] {
        near(failed(4, tries(3, Redispatch::Last), kind, &[1]), 0.0);
        near(failed(4, tries(3, Redispatch::Last), kind, &[1, 2]), 0.5 / 3.0);
        near(failed(4, tries(1, Redispatch::Each), kind, &[1, 2]), 0.5 / 3.0);
        near(failed(4, tries(3, Redispatch::Each), kind, &[1, 2]), 0.5 / 27.0);
        near(failed(6, tries(2, Redispatch::Each), kind, &[1, 2, 3, 4]), 4.0 / 6.0 * 0.36);
    }
    near(failed(2, tries(3, Redispatch::Each), ModeKind::Crash, &[1, 2]), 1.0);
    near(failed(1, tries(3, Redispatch::Each), ModeKind::Crash, &[1]), 1.0);
}

#[test]
fn a_client_that_waits_too_short_sees_the_silent_member_all_the_same() {
    let with = |redispatch, client: u64| Requests {
        client_timeout: Some(Span::from_micros(client)),
        ..tries(3, redispatch)
    };
    // Three attempts of 200 ms at the silent member, then one elsewhere.
    near(failed(4, with(Redispatch::Last, 600_000), ModeKind::Hang, &[1]), 0.0);
    near(failed(4, with(Redispatch::Last, 599_999), ModeKind::Hang, &[1]), 0.25);
    near(failed(4, with(Redispatch::Last, 1), ModeKind::Crash, &[1]), 0.0);
    // Each retry elsewhere: one attempt; two of two are met one after the other with 1/2 x 1/3,
    // and a third attempt may only follow if the client waits for two.
    near(failed(4, with(Redispatch::Each, 200_000), ModeKind::Hang, &[1, 2]), 0.5 / 3.0);
    near(failed(4, with(Redispatch::Each, 400_000), ModeKind::Hang, &[1, 2]), 0.5 / 9.0);
}

#[test]
fn by_weight_a_request_meets_heavy_members_more_often() {
    // Weights 3, 1, 1, 1; dead are the heavy one and a light one: 3/6 x 1/3 + 1/6 x 3/5.
    let spread = Spread::Weights(vec![(Target::Member(WEB, 1), 3_000_000)]);
    let requests = tries(1, Redispatch::Each);
    let pool = Pool { requests, spread, ..Pool::new(1, Overload::Flag) };
    let small = unnoticed(4, requests, Overload::Flag).shared(pool);
    near(load(small, ModeKind::Crash, &[1, 2]).failed.story / 40_000.0, 0.5 / 3.0 + 0.1);
}

#[test]
fn full_survivors_defeat_retries() {
    // 400 a second on four of 110: the three others have room for 330, and get all 400.
    let mut small = unnoticed(4, tries(3, Redispatch::Last), Overload::Refuse);
    small.blueprint.families[WEB].limit = Some(Limit::Requests(110 * MICRO));
    let with_retries = load(small, ModeKind::Crash, &[1]);
    near(with_retries.failed.story, 0.0);
    assert!((with_retries.refused.story - 7000.0).abs() < 1e-3, "{:?}", with_retries.refused);
    // With room for 150 each they take it, and nothing is lost.
    let mut small = unnoticed(4, tries(3, Redispatch::Last), Overload::Refuse);
    small.blueprint.families[WEB].limit = Some(Limit::Requests(150 * MICRO));
    let with_room = load(small, ModeKind::Crash, &[1]);
    assert_eq!((with_room.failed.story, with_room.refused.story), (0.0, 0.0));
}
