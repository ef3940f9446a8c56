//! A real balancer in front of four real servers, predicted from its configuration alone.
//!
//! Measured: HAProxy 2.6.12 round robin over 4 nginx, 200 evenly spaced requests a second, a check
//! every 500 ms after the end of the last one, `fall 3`, `rise 2`, a silent check given up after
//! 500 ms, failures at random moments. Nothing below is fitted to what came out.
//!
//! A prediction is accepted if
//! - its mean is off by at most 10 %, or by what the 95 % interval of the sample mean allows;
//! - its p5 and p95 are off by at most 10 %, or lie in the 95 % bootstrap interval of the sample's;
//! - no test of Kolmogorov and Smirnov tells the two apart at 5 %, after Holm, over all figures.

use crate::numbers::Numbers;
use crate::small::{Small, WEB, seconds};
use hadr::detection::{Probe, Schedule};
use hadr::estimator::{Columns, Spread, Workers, spread};
use hadr::quantity::{MICRO, Span};
use hadr::redundancy::{Overload, Pool, Redispatch, Requests};
use hadr::stats::{Estimate, Moments, Sample, ks};
use hadr::system::port::Part;
use hadr::system::{Action, Arrivals, LoadSpec, ModeKind, ScriptSpec, System, Target};

const CRASH: &str = include_str!("../data/haproxy_crash.csv");
const SILENT: &str = include_str!("../data/haproxy_silent.csv");
const REDISPATCH: &str = include_str!("../data/haproxy_crash_redispatch.csv");
pub const LEVEL: f64 = 0.95;

/// A column of measurements.
pub fn column(table: &str, name: &str) -> Vec<String> {
    let mut lines = table.lines().filter(|line| !line.starts_with('#'));
    let header = lines.next().expect("a table has a header");
    let at = header.split(',').position(|column| column == name).expect("the column exists");
    lines.map(|line| line.split(',').nth(at).expect("a full row").to_owned()).collect()
}

pub fn numbers(table: &str, name: &str) -> Vec<f64> {
    column(table, name).iter().map(|cell| cell.parse().expect("a number")).collect()
}

/// The set-up as configured; server `victim` fails at 5 s.
fn setup(kind: ModeKind, victim: u32, lasts: Option<Span>) -> Small {
    let probe = Probe {
        every: Span::from_micros(500_000),
        schedule: Schedule::FixedDelay,
        timeout: Span::from_micros(500_000),
        fall: 3,
        rise: 2,
    };
    let mut small = Small::pool(4).detect(probe);
    small.blueprint.loads.push(LoadSpec {
        name: "clients".into(),
        to: 0,
        rate: 200 * MICRO,
        arrivals: Arrivals::Constant,
        unit: "requests".into(),
    });
    small.blueprint.incidents[0].events.push(ScriptSpec {
        at: hadr::quantity::Time::after_start(seconds(5)),
        action: Action::Break(kind),
        targets: vec![Target::Member(WEB, victim)],
        lasts,
    });
    small
}

fn drawn(small: &Small, trials: u64, seed: u64) -> Columns {
    let system = System::new(&small.blueprint).expect("a small world is a system");
    let plan = Spread {
        incident: 0,
        horizon: seconds(60),
        trials,
        seed,
        random: false,
        story_of: None,
        thresholds: &[],
        untils: &[],
        audit: true,
        events: 1_000_000,
    };
    spread(&system, &plan, &Workers::new(None), |_| {}).expect("trials end").1
}

/// What 10,000 drawn trials say: seconds to the notice, requests failed, seconds to the return.
struct Predicted {
    detect: Vec<f64>,
    failed: Vec<f64>,
    back: Vec<f64>,
}

/// The servers were started again at a moment unrelated to the checks: ten lengths of the failure
/// go over the interval once, and the phase of the checks is drawn anyway.
fn predict(kind: ModeKind) -> Predicted {
    predict_of(|small| small, kind)
}

fn predict_of(change: impl Fn(Small) -> Small, kind: ModeKind) -> Predicted {
    let mut predicted = Predicted { detect: Vec::new(), failed: Vec::new(), back: Vec::new() };
    for step in 0..10 {
        let lasts = Span::from_micros(10_000_000 + 50_000 * step);
        let columns = drawn(&change(setup(kind, 1, Some(lasts))), 1000, step);
        let values = |metric, part| {
            let values = columns.get(metric, 0, part).expect("was measured").values(0);
            assert_eq!(values.len(), 1000, "{metric} in every trial");
            values
        };
        predicted.detect.extend(values("noticed after seconds", Part::Number(0)));
        predicted.failed.extend(values("requests failed", Part::Whole));
        predicted.back.extend(values("back after seconds", Part::Number(0)));
    }
    predicted
}

pub fn moments(values: &[f64]) -> Moments {
    values.iter().copied().collect()
}

fn sample(values: &[f64]) -> Sample {
    Sample::new(values.to_vec()).expect("numbers")
}

/// The 95 % bootstrap interval of a quantile of what was measured.
fn bootstrap(measured: &[f64], p: f64) -> (f64, f64) {
    let mut numbers = Numbers(1);
    let mut again = || {
        let pick = |_| measured[numbers.between(0, measured.len() as u64 - 1) as usize];
        sample(&measured.iter().map(pick).collect::<Vec<f64>>()).quantile(p)
    };
    let quantiles = sample(&(0..4000).map(|_| again()).collect::<Vec<f64>>());
    (quantiles.quantile(0.025), quantiles.quantile(0.975))
}

/// Holds mean, p5 and p95; returns the p value of the test of Kolmogorov and Smirnov.
pub fn accept(what: &str, predicted: &[f64], measured: &[f64]) -> f64 {
    let of_measured = moments(measured);
    let (mean, found) = (of_measured.mean(), moments(predicted).mean());
    let interval = Estimate::of_mean(&of_measured, LEVEL).expect("many");
    let allowed = interval.half_width().max(0.1 * mean);
    println!("{what}: mean {found:.4} against {mean:.4}, {:+.1} %", 100.0 * (found / mean - 1.0));
    assert!((found - mean).abs() <= allowed, "{what}: mean {found} against {mean}");
    // A spread below 50 ms says more of the clocks than of the balancer; none here is.
    assert!(libm::sqrt(of_measured.variance()) > 0.05, "{what}: the mean alone would be judged");
    for p in [0.05, 0.95] {
        let (found, seen) = (sample(predicted).quantile(p), sample(measured).quantile(p));
        let (least, most) = bootstrap(measured, p);
        let off = 100.0 * (found / seen - 1.0);
        println!("{what}: p{:02.0} {found:.4} against {seen:.4}, {off:+.1} %", 100.0 * p);
        let near = (found - seen).abs() <= 0.1 * seen;
        assert!(
            near || (least..=most).contains(&found),
            "{what}: p{p} {found} against {seen}, {least} to {most}"
        );
    }
    let distance = ks::two_sample(predicted, measured);
    let p = ks::p_value(distance, predicted.len(), measured.len());
    println!("{what}: D = {distance:.3}, p = {p:.3}");
    p
}

#[test]
fn detection_failed_requests_and_return_are_those_of_a_real_balancer() {
    let (crash, silent) = (predict(ModeKind::Crash), predict(ModeKind::Hang));
    // When a silent server was put right was not written down: its return cannot be judged.
    let figures = [
        ("crash, detection", &crash.detect, numbers(CRASH, "detect_s")),
        ("crash, requests failed", &crash.failed, numbers(CRASH, "n_failed")),
        ("crash, return", &crash.back, numbers(CRASH, "up_after_restart_s")),
        ("silent, detection", &silent.detect, numbers(SILENT, "detect_s")),
        ("silent, requests failed", &silent.failed, numbers(SILENT, "n_failed")),
    ];
    let p_values: Vec<f64> = figures
        .iter()
        .map(|(what, predicted, measured)| accept(what, predicted, measured))
        .collect();
    let rejected = ks::holm(&p_values, 1.0 - LEVEL);
    assert!(!rejected.contains(&true), "told apart: {p_values:?}");
}

/// The same balancer with `retries 3` and `option redispatch`: the last of them goes elsewhere.
#[test]
fn with_redispatch_no_request_fails_and_detection_and_return_are_those_of_a_real_balancer() {
    let requests = Requests {
        connect_timeout: Span::from_micros(200_000),
        retries: 3,
        redispatch: Redispatch::Last,
        client_timeout: None,
    };
    let pool = Pool { requests, ..Pool::new(1, Overload::Flag) };
    let crash = predict_of(|small| small.shared(pool.clone()), ModeKind::Crash);
    let measured = numbers(REDISPATCH, "n_failed");
    assert!(crash.failed.iter().all(|failed| *failed == 0.0), "nothing fails");
    // One request of one failure was under way already: a small integer, the mean alone is judged.
    let of_measured = moments(&measured);
    let interval = Estimate::of_mean(&of_measured, LEVEL).expect("many");
    assert!(of_measured.mean() <= interval.half_width(), "{measured:?}");
    let figures = [
        ("redispatch, detection", &crash.detect, numbers(REDISPATCH, "detect_s")),
        ("redispatch, return", &crash.back, numbers(REDISPATCH, "up_after_restart_s")),
    ];
    let p_values: Vec<f64> = figures
        .iter()
        .map(|(what, predicted, measured)| accept(what, predicted, measured))
        .collect();
    let rejected = ks::holm(&p_values, 1.0 - LEVEL);
    assert!(!rejected.contains(&true), "told apart: {p_values:?}");
}

/// Shares spread by thousandths, a fraction of a request: the means alone are judged, at 10 %.
#[test]
fn every_server_carries_the_measured_share_before_and_after() {
    for (table, kind) in
        [(CRASH, ModeKind::Crash), (SILENT, ModeKind::Hang), (REDISPATCH, ModeKind::Crash)]
    {
        for victim in 1..=4 {
            let columns = drawn(&setup(kind, victim, None), 1, 1);
            let share = |metric, server: u32| {
                let load = |slot| {
                    let column = columns.get(metric, 0, Part::Number(slot)).expect("was measured");
                    column.values(1)[0]
                };
                load(server - 1) / (0..4).map(load).sum::<f64>()
            };
            let victims = column(table, "victim");
            let rows = victims.iter().map(|name| *name == format!("b{victim}"));
            let rows: Vec<bool> = rows.collect();
            assert!(rows.contains(&true), "every server was a victim");
            for server in 1..=4 {
                for (metric, prefix) in [("load before", "pre"), ("load after", "post")] {
                    let all = numbers(table, &format!("{prefix}_b{server}"));
                    let of_victim = all.iter().zip(&rows).filter(|(_, row)| **row);
                    let mean = of_victim.map(|(share, _)| *share).collect::<Moments>().mean();
                    let found = share(metric, server);
                    let said = format!("{kind:?} of b{victim}, b{server} {prefix}");
                    assert!((found - mean).abs() <= 0.1 * mean, "{said}: {found} for {mean}");
                    let whole = match (prefix, server == victim) {
                        ("pre", _) => 0.25,
                        (_, true) => 0.0,
                        (_, false) => 1.0 / 3.0,
                    };
                    // A load is a whole number of millionths of a request a second.
                    assert!((found - whole).abs() < 1e-6, "{said}: {found}");
                }
            }
        }
    }
}
