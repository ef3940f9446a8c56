//! What is counted after a warm-up: starts inside the measuring window, and all time inside it.

use crate::exact::Long;
use crate::small::{Small, by_balancer, fixed, hours, repair};
use hadr::report::EstimateReport;
use hadr::system::ModeKind;

/// One server with a hundred users that works ten hours, is repaired for four, and so on: it is
/// out from 10 to 14 hours, from 24 to 28, from 38 to 42.
fn window(warm_up: u64, horizon: u64) -> EstimateReport {
    let small = Small::pool(1).users(100, by_balancer());
    let small = small.fails(ModeKind::Crash, fixed(hours(10)), repair(fixed(hours(4))));
    let (warm_up, horizon) = (hours(warm_up), hours(horizon));
    Long { horizon, warm_up, trials: 2, seed: 1 }.run(&small)
}

/// `starts` outages of the service and interruptions of its users in `window` hours, of which
/// `lost` are without service.
#[track_caller]
fn counts(report: &EstimateReport, starts: u64, lost: f64, window: f64) {
    let service = &report.services[0];
    assert_eq!(service.outages_seen, 2 * starts);
    let near = |value: f64, exact: f64| assert!((value - exact).abs() < 1e-9 * exact, "{value}");
    near(service.outages_per_year.value, starts as f64 * 8766.0 / window);
    near(service.unavailability.value, lost / window);
    // Nobody is served while the only server is down, so all thresholds are passed together.
    let rates = &report.populations[0].interruptions_per_year;
    assert_eq!(rates.len(), 3);
    for rate in rates {
        near(rate.per_year.value, starts as f64 * 8766.0 / window);
        near(rate.unavailability.value, lost / window);
    }
}

#[test]
fn without_a_warm_up_every_start_counts() {
    counts(&window(0, 30), 2, 8.0, 30.0);
}

/// From 12 to 30 hours: two hours are left of the first outage, which began before, and the second
/// lies inside.
#[test]
fn what_began_in_the_warm_up_costs_time_and_counts_no_start() {
    counts(&window(12, 30), 1, 6.0, 18.0);
}

/// From 15 to 25 hours: the second begins inside and goes on at the horizon.
#[test]
fn what_begins_inside_counts_although_it_goes_on_at_the_horizon() {
    counts(&window(15, 25), 1, 1.0, 10.0);
}

/// From 11 to 13 hours nothing begins: time is lost, and no start is seen.
#[test]
fn an_outage_longer_than_the_window_is_time_without_a_start() {
    let report = window(11, 13);
    let service = &report.services[0];
    assert_eq!((service.outages_seen, service.unavailability.value), (0, 1.0));
    let anybody = &report.populations[0].interruptions_per_year[0];
    assert_eq!((anybody.per_year.value, anybody.unavailability.value), (0.0, 1.0));
}

/// What begins as the warm-up ends has begun when the window opens, for services and users alike.
#[test]
fn the_end_of_the_warm_up_belongs_to_it() {
    counts(&window(24, 40), 1, 6.0, 16.0);
}
