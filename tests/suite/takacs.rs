//! The downtime of a first year against its known law.
//!
//! A part that works and is repaired for exponential spans, new at the start: L. Takács, "On certain
//! sojourn time problems in the theory of stochastic processes", *Acta Math. Acad. Sci. Hung.* 8
//! (1957) 169–191.

use crate::exact::{Long, k_of_n};
use hadr::quantity::{Span, YEAR};
use hadr::report::{EstimateReport, ThresholdRate};
use hadr::stats::special::gamma_cdf;

/// The probability that a part is down no longer than `down` of `all` hours: before it has worked for
/// the rest it has failed n times, with Poisson's probability, and n repairs took no longer.
pub fn takacs(down: f64, all: f64, mttf: f64, mttr: f64) -> f64 {
    let failures = (all - down) / mttf;
    let mut weight = libm::exp(-failures);
    let mut total = weight;
    for n in 1..2_000 {
        weight *= failures / f64::from(n);
        total += weight * gamma_cdf(f64::from(n), down / mttr);
    }
    total
}

const HOURS: f64 = 8766.0;

fn first_year(mttf: u64, mttr: u64, trials: u64) -> EstimateReport {
    let long = Long { horizon: YEAR, warm_up: Span::ZERO, trials, seed: 1 };
    let report = long.run(&k_of_n(1, 1, mttf, mttr, None));
    assert_eq!(report.services[0].yearly.as_ref().expect("a year").years, trials);
    report
}

#[test]
fn the_law_agrees_with_its_moments_and_its_ends() {
    // Simulation has no part in this: the mean is the integral of what is exceeded, and for a new
    // part that is U t - U (1 - e^(-(l + m) t)) / (l + m).
    let (mttf, mttr) = (1000.0, 40.0);
    let step = 0.25;
    let above = |k: u32| 1.0 - takacs(f64::from(k) * step, HOURS, mttf, mttr);
    let mean: f64 = (0..8_000).map(|k| 0.5 * step * (above(k) + above(k + 1))).sum();
    let (l, m) = (1.0 / mttf, 1.0 / mttr);
    let u = l / (l + m);
    let exact = u * HOURS - u * (1.0 - libm::exp(-(l + m) * HOURS)) / (l + m);
    assert!((mean / exact - 1.0).abs() < 1e-5, "{mean} {exact}");
    assert!((takacs(0.0, HOURS, mttf, mttr) - libm::exp(-HOURS / mttf)).abs() < 1e-12);
}

#[test]
fn the_downtime_of_a_first_year_has_takacs_law() {
    for (mttf, mttr) in [(1000, 40), (8766, 10), (300, 2)] {
        let trials = 20_000;
        let report = first_year(mttf, mttr, trials);
        let yearly = report.services[0].yearly.as_ref().expect("a year");
        let law = |hours: f64| takacs(hours, HOURS, mttf as f64, mttr as f64);
        assert!(yearly.exceedance.len() > 10);
        let mut worst = 0.0_f64;
        for point in &yearly.exceedance {
            let exact = 1.0 - law(point.seconds / 3600.0);
            let error = libm::sqrt(exact * (1.0 - exact) / trials as f64);
            let off = (point.share.value - exact).abs();
            worst = worst.max(off);
            // Some eighty points that hang together: four standard errors, and one year.
            let bound = 4.0 * error + 1.0 / trials as f64;
            assert!(off < bound, "{mttf}, {mttr}: {point:?} for {exact}");
        }
        // Kolmogorov's distance at 1 in 1,000 is 1.95 / sqrt(n), over all points and so over these.
        assert!(worst < 1.95 / libm::sqrt(trials as f64), "{worst}");
        for (p, figure) in [(0.5, yearly.p50), (0.95, yearly.p95), (0.99, yearly.p99)] {
            let holds = (figure.lower..=figure.upper).contains(&figure.value);
            // The law passes p between the ends.
            let (before, after) = (law(figure.lower / 3600.0), law(figure.upper / 3600.0));
            let around = (figure.lower == 0.0 || before <= p) && p <= after;
            assert!(holds && around, "{mttf}, {mttr}: p{p}: {figure:?}, {before} to {after}");
        }
    }
}

#[test]
fn no_outage_within_a_time_has_the_probability_of_an_exponential_life() {
    for (mttf, trials) in [(8766, 4_000), (100_000, 4_000), (1_000, 4_000)] {
        let report = first_year(mttf, 10, trials);
        let first = report.services[0].first.as_ref().expect("trials");
        let exact = libm::exp(-HOURS / mttf as f64);
        assert!((first.none.lower..=first.none.upper).contains(&exact), "{mttf}: {first:?}");
        let half = mttf as f64 * libm::log(2.0) * 3600.0;
        match first.p50_seconds {
            // Half have failed by 0.69 lives.
            Some(p50) => assert!((p50.lower..=p50.upper).contains(&half), "{mttf}: {p50:?}"),
            None => assert!(half > 0.95 * HOURS * 3600.0, "{mttf}"),
        }
        // Only where every trial has failed, the mean is no guess.
        assert_eq!(first.mean_seconds.is_some(), first.seen == trials);
    }
    let long = Long { horizon: YEAR.times(100), warm_up: Span::ZERO, trials: 1_000, seed: 1 };
    let report = long.run(&k_of_n(1, 1, 8766, 10, None));
    let first = report.services[0].first.as_ref().expect("trials");
    let mean = first.mean_seconds.expect("every trial has failed in a hundred lives");
    assert!((mean.lower..=mean.upper).contains(&YEAR.secs_f64()), "{mean:?}");
    let up = report.services[0].mean_up_seconds.expect("outages were seen");
    assert!((up.lower..=up.upper).contains(&YEAR.secs_f64()), "{up:?}");
}

/// The users of a pool of one are interrupted when it is out, at every threshold alike.
#[test]
fn interruptions_at_all_thresholds_have_the_figures_of_outages() {
    let long = Long { horizon: YEAR.times(5), warm_up: Span::ZERO, trials: 100, seed: 1 };
    let small = k_of_n(1, 1, 1000, 10, None).users(10, crate::small::by_balancer());
    let report = long.run(&small);
    let service = &report.services[0];
    for rate in &report.populations[0].interruptions_per_year {
        let ThresholdRate { seen, mean_seconds, mean_up_seconds, yearly, first, .. } = rate;
        assert_eq!(*seen, service.outages_seen);
        assert_eq!(*mean_seconds, service.mean_outage_seconds);
        assert_eq!(*mean_up_seconds, service.mean_up_seconds);
        assert_eq!((yearly, first), (&service.yearly, &service.first));
    }
}

/// A part that fails after a hundred hours for one, in every trial: three outages of equal length are
/// no proof that all are an hour. Garwood's interval of 3 by the table, 0.6187 to 8.7673, of what has
/// been seen for 3 hours; a single trial knows nothing of its own spread, and is at least as wide as
/// that of 1, 0.02532 to 5.5716.
#[test]
fn a_few_outages_of_equal_length_are_known_no_better_than_by_their_count() {
    use crate::small::{Small, fixed, hours, repair};
    let life = fixed(hours(100));
    let small = Small::pool(1).fails(hadr::system::ModeKind::Crash, life, repair(fixed(hours(1))));
    for (trials, fewest, most) in [(3, 0.6187, 8.7673), (1, 0.02532, 5.5716)] {
        let long = Long { horizon: hours(150), warm_up: Span::ZERO, trials, seed: 1 };
        let service = &long.run(&small).services[0];
        assert_eq!(service.outages_seen, trials);
        let by_count = |each: f64| [most, fewest].map(|of| each * 3600.0 * trials as f64 / of);
        let near = |end: f64, exact: f64| (end / exact - 1.0).abs() < 1e-3;
        let (mean, [lower, upper]) = (service.mean_outage_seconds.expect("seen"), by_count(1.0));
        assert_eq!(mean.value, 3600.0);
        match trials {
            1 => assert!(mean.lower <= lower && mean.upper >= upper, "{mean:?}"),
            _ => assert!(near(mean.lower, lower) && near(mean.upper, upper), "{mean:?}"),
        }
        let (up, [lower, upper]) = (service.mean_up_seconds.expect("seen"), by_count(149.0));
        assert!(near(up.lower, lower) && near(up.upper, upper), "{up:?} for {lower} to {upper}");
    }
}

#[test]
fn less_than_a_year_has_no_yearly_figures_and_nothing_seen_is_a_bound() {
    let half = Span::from_micros(YEAR.micros() / 2);
    let long = Long { horizon: half, warm_up: Span::ZERO, trials: 50, seed: 1 };
    let report = long.run(&k_of_n(1, 1, 1_000_000_000, 10, None));
    let service = &report.services[0];
    assert_eq!((service.outages_seen, &service.yearly), (0, &None));
    assert_eq!((service.mean_outage_seconds, service.mean_up_seconds), (None, None));
    let first = service.first.as_ref().expect("trials");
    assert_eq!((first.seen, first.none.value, first.none.upper), (0, 1.0, 1.0));
    assert!(first.none.lower > 0.9 && first.none.lower < 1.0, "{first:?}");
    assert_eq!((first.mean_seconds, first.p50_seconds), (None, None));
}
