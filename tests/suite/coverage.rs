//! How often 95 % intervals hold the truth, over a thousand seeds.
//!
//! `cargo test --release --test suite -- --ignored --nocapture coverage`; its figures stand in
//! docs/methods/intervals.md.

use crate::exact::{Long, k_of_n};
use crate::takacs::takacs;
use hadr::quantity::{Span, YEAR};
use hadr::report::{EstimateFigure, LongRunService};

const SEEDS: u64 = 1_000;

/// The name of a figure, its true value, and where it stands.
type Truth = (&'static str, f64, fn(&LongRunService) -> Option<EstimateFigure>);

/// Every figure of a service whose truth is known, over all seeds: name, and how often it was held.
fn held(
    long: Long,
    small: &crate::small::Small,
    truths: &[Truth],
) -> (Vec<(&'static str, u64)>, u64) {
    let mut held: Vec<_> = truths.iter().map(|(name, ..)| (*name, 0)).collect();
    let mut fewest = u64::MAX;
    for seed in 1..=SEEDS {
        let report = Long { seed, ..long }.run(small);
        let service = &report.services[0];
        fewest = fewest.min(service.outages_seen);
        for ((_, truth, of), (_, count)) in truths.iter().zip(&mut held) {
            let figure = of(service).expect("it was seen");
            *count += u64::from((figure.lower..=figure.upper).contains(truth));
        }
    }
    (held, fewest)
}

/// Within four standard deviations of 950 of 1,000; exact intervals may hold more often.
fn within(held: &[(&'static str, u64)], exact: &[&str]) {
    let deviation = libm::sqrt(SEEDS as f64 * 0.95 * 0.05);
    for (name, count) in held {
        println!("{name}: {count} of {SEEDS}");
        let off = *count as f64 - 0.95 * SEEDS as f64;
        let enough = off > -4.0 * deviation;
        assert!(enough && (exact.contains(name) || off < 4.0 * deviation), "{name}: {count}");
    }
}

/// One server in its steady state; 40 trials of twenty years see some 7,000 outages.
#[test]
#[ignore = "a minute of simulation: see docs/methods/intervals.md"]
fn coverage_of_a_steady_state() {
    let (mttf, mttr) = (1000.0, 4.0);
    let truths: [Truth; 5] = [
        ("unavailability", mttr / (mttf + mttr), |s| Some(s.unavailability)),
        ("outages a year", 8766.0 / (mttf + mttr), |s| Some(s.outages_per_year)),
        ("mean outage", mttr * 3600.0, |s| s.mean_outage_seconds),
        ("mean time between", mttf * 3600.0, |s| s.mean_up_seconds),
        ("mean of a year", YEAR.secs_f64() * mttr / (mttf + mttr), |s| {
            s.yearly.as_ref().map(|yearly| yearly.mean)
        }),
    ];
    let small = k_of_n(1, 1, 1000, 4, None);
    let (held, fewest) = held(Long::years(20, 40, 1), &small, &truths);
    println!("at least {fewest} outages seen");
    assert!(fewest >= 400);
    within(&held, &[]);
}

/// The first year of a new server; 400 trials see some 3,500 outages.
#[test]
#[ignore = "a minute of simulation: see docs/methods/intervals.md"]
fn coverage_of_a_first_year() {
    // The quantiles of the law, in seconds, by bisection.
    let quantile = |p: f64| {
        let (mut low, mut high) = (0.0, 8766.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if takacs(middle, 8766.0, 1000.0, 4.0) < p { low = middle } else { high = middle }
        }
        low * 3600.0
    };
    let truths: [Truth; 5] = [
        ("p50 of a year", quantile(0.5), |s| s.yearly.as_ref().map(|yearly| yearly.p50)),
        ("p95 of a year", quantile(0.95), |s| s.yearly.as_ref().map(|yearly| yearly.p95)),
        ("p99 of a year", quantile(0.99), |s| s.yearly.as_ref().map(|yearly| yearly.p99)),
        ("none in a year", libm::exp(-8.766), |s| s.first.as_ref().map(|first| first.none)),
        ("first, in half by", 1000.0 * libm::log(2.0) * 3600.0, |s| {
            s.first.as_ref().and_then(|first| first.p50_seconds)
        }),
    ];
    let long = Long { horizon: YEAR, warm_up: Span::ZERO, trials: 400, seed: 1 };
    let (held, fewest) = held(long, &k_of_n(1, 1, 1000, 4, None), &truths);
    println!("at least {fewest} outages seen");
    assert!(fewest >= 400);
    let exact = ["p50 of a year", "p95 of a year", "p99 of a year", "none in a year"];
    within(&held, &[&exact[..], &["first, in half by"]].concat());
}
