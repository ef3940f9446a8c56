//! Heartbeats and leases against their closed forms.

use crate::small::{Small, WEB, hours, seconds};
use hadr::detection::{Heartbeat, Lease};
use hadr::estimator::{Spread, Workers, spread};
use hadr::quantity::Span;
use hadr::stats::ks;
use hadr::system::port::{Detection, Part};
use hadr::system::{Action, ModeKind, ScriptSpec, System, Target};

/// Seconds from the failure to the notice, and from the return to the acceptance, of 4,000 trials.
fn noticed(detection: impl Detection + 'static, kind: ModeKind, lasts: u64) -> [Vec<f64>; 2] {
    let mut small = Small::pool(2).detect(detection);
    small.blueprint.incidents[0].events.push(ScriptSpec {
        at: hadr::quantity::Time::after_start(seconds(60)),
        action: Action::Break(kind),
        targets: vec![Target::Member(WEB, 1)],
        lasts: Some(seconds(lasts)),
    });
    let system = System::new(&small.blueprint).expect("it is a system");
    let plan = Spread {
        incident: 0,
        horizon: hours(1),
        trials: 4000,
        seed: 3,
        random: false,
        story_of: None,
        thresholds: &[],
        untils: &[],
        audit: true,
        events: 1_000_000,
    };
    let (_, columns) = spread(&system, &plan, &Workers::new(None), |_| {}).expect("trials end");
    ["noticed after seconds", "back after seconds"].map(|metric| {
        let column = columns.get(metric, 0, Part::Number(0));
        column.map_or_else(Vec::new, |column| column.values(0).to_vec())
    })
}

/// Holds a sample to a distribution function: at a level of one in a thousand.
fn follows(sample: &[f64], law: impl Fn(f64) -> f64) {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let gap = |(at, x): (usize, &f64)| {
        let p = law(*x);
        (p - at as f64 / n).abs().max(((at + 1) as f64 / n - p).abs())
    };
    let distance = sorted.iter().enumerate().map(gap).fold(0.0, f64::max);
    let p = ks::p_value(distance, sample.len(), 1_000_000_000);
    assert!(p > 0.001, "D = {distance}, p = {p}");
}

fn uniform(from: f64, to: f64) -> impl Fn(f64) -> f64 {
    move |x: f64| ((x - from) / (to - from)).clamp(0.0, 1.0)
}

const BEAT: Heartbeat =
    Heartbeat { timeout: Span::from_secs(10), ping: Span::from_secs(2), fail_fast: false };

/// Lost after the time-out and one more ping; back with the next one.
#[test]
fn silence_is_noticed_after_the_time_out_and_a_ping_and_a_return_with_the_next() {
    for kind in [ModeKind::Crash, ModeKind::Hang] {
        let [lost, back] = noticed(BEAT, kind, 60);
        follows(&lost, uniform(10.0, 12.0));
        follows(&back, uniform(0.0, 2.0));
    }
}

#[test]
fn a_connection_that_breaks_is_noticed_at_once_and_silence_is_not() {
    let fast = Heartbeat { fail_fast: true, ..BEAT };
    let [lost, back] = noticed(fast, ModeKind::Crash, 60);
    assert!(lost.iter().all(|seconds| *seconds == 0.0), "{lost:?}");
    follows(&back, uniform(0.0, 2.0));
    follows(&noticed(fast, ModeKind::Hang, 60)[0], uniform(10.0, 12.0));
}

#[test]
fn whoever_answers_within_the_time_out_was_never_lost() {
    assert!(noticed(BEAT, ModeKind::Hang, 10)[0].is_empty());
    // Of those away for 11 s the half is lost whose ping came first.
    let lost = noticed(BEAT, ModeKind::Hang, 11)[0].len();
    // 2,000 of 4,000, give or take 32.
    assert!((1870..2130).contains(&lost), "{lost}");
}

/// ttl - U(0, refresh) + U(0, granularity): between 7 and 10.5 s, a trapezium with a rise of 0.5 s.
#[test]
fn a_lease_is_lost_its_time_to_live_after_the_last_renewal_and_seen_when_somebody_looks() {
    let lease =
        Lease { ttl: seconds(10), refresh: seconds(3), granularity: Span::from_micros(500_000) };
    let law = |x: f64| {
        // The integral of a uniform on (7, 10) moved by one on (0, 0.5).
        let upto = |y: f64| {
            let y = (y - 7.0).clamp(0.0, 3.0 + 1e9);
            if y <= 3.0 { y * y / 6.0 } else { 1.5 + (y - 3.0) }
        };
        (upto(x) - upto(x - 0.5)) / 0.5
    };
    for kind in [ModeKind::Crash, ModeKind::Hang] {
        let [lost, back] = noticed(lease, kind, 60);
        follows(&lost, law);
        assert!(back.iter().all(|seconds| *seconds == 0.0), "what renews is seen at once");
    }
    // Nobody who is back before the least remaining life has lost it.
    assert!(noticed(lease, ModeKind::Crash, 6)[0].is_empty());
}
