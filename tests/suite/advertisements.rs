//! Advertisements: the law of their delays, and the closed form against every single one of them.

use crate::closed_forms::{LASTS, drawn, incident, is_uniform, micros, watched};
use crate::numbers::Numbers;
use hadr::detection::Advertisement;
use hadr::quantity::Span;
use hadr::report::Figure;
use hadr::system::ModeKind;

fn scheme(interval: u64, misses: u32, skew: u64) -> Advertisement {
    let micros = Span::from_micros;
    Advertisement { interval: micros(interval), misses, skew: micros(skew) }
}

/// A loss is declared after n i + skew - U(0, i), a crash as late as a hang; a return is accepted after
/// U(0, i).
#[test]
fn a_loss_shows_after_whole_intervals_and_the_skew_less_a_uniform_phase() {
    // VRRP as shipped, keepalived at a priority of 200, and one that waits for a single miss.
    let schemes =
        [scheme(1_000_000, 3, 609_375), scheme(1_000_000, 3, 218_750), scheme(5_000_000, 1, 0)];
    for scheme in schemes {
        for kind in [ModeKind::Crash, ModeKind::Hang] {
            let what = format!("{kind:?}, {scheme:?}");
            let columns = drawn(&watched(scheme, kind, LASTS));
            let base = scheme.interval.times(u64::from(scheme.misses - 1)) + scheme.skew;
            let noticed = micros(&columns, "noticed after seconds");
            is_uniform(&format!("{what}: noticed"), &noticed, base, scheme.interval);
            let back = micros(&columns, "back after seconds");
            is_uniform(&format!("{what}: back"), &back, Span::ZERO, scheme.interval);
            for (noticed, back) in noticed.iter().zip(&back) {
                let hand = by_hand(scheme, noticed - base.micros(), LASTS);
                assert_eq!(hand, (Some(*noticed), Some(LASTS + back)), "{what}");
            }
        }
    }
}

/// When a watcher declares and accepts, advertisement by advertisement: the first that is not sent
/// would be `phase` after a failure that ends after `lasts`; microseconds after the failure.
fn by_hand(scheme: Advertisement, phase: u64, lasts: u64) -> (Option<u64>, Option<u64>) {
    let interval = scheme.interval.micros() as i128;
    let patience = i128::from(scheme.misses) * interval + i128::from(scheme.skew.micros());
    let mut heard = i128::from(phase) - interval;
    let mut declared = None;
    let mut next = i128::from(phase);
    loop {
        let deadline = heard + patience;
        if declared.is_none() && deadline < next {
            declared = Some(deadline as u64);
        }
        if next >= i128::from(lasts) {
            // It is up again, and this one is sent.
            return (declared, declared.map(|_| next as u64));
        }
        heard = if next < 0 { next } else { heard };
        next += interval;
    }
}

#[test]
fn a_schedule_in_closed_form_is_the_schedule_advertisement_by_advertisement() {
    let mut numbers = Numbers(9);
    let mut seen = [0; 2];
    for round in 0..300 {
        let interval = numbers.between(1, 5_000_000);
        let misses = numbers.between(1, 4) as u32;
        let scheme = scheme(interval, misses, numbers.between(0, 2 * interval));
        let kind = [ModeKind::Crash, ModeKind::Hang][round % 2];
        // From a failure that nobody notices to one long after the declaration.
        let lasts = numbers.between(1, 8 * interval);
        let report = incident(&watched(scheme, kind, lasts));
        let after = |figure: Option<Figure>| figure.map(|f| libm::round(f.story * 1e6) as u64);
        let notice = &report.notices[0];
        // The story is nominal: half an interval has passed.
        let (declared, accepted) = by_hand(scheme, interval / 2, lasts);
        let said = format!("{scheme:?}, {kind:?} for {lasts} µs");
        assert_eq!(after(notice.noticed_after_seconds), declared, "{said}");
        // What is declared down after its return has no return to notice.
        if declared <= Some(lasts) {
            let back = accepted.map(|at| at - lasts);
            assert_eq!(after(notice.back_after_seconds), back, "{said}");
        }
        seen[usize::from(declared.is_some())] += 1;
    }
    assert!(seen.iter().all(|count| *count > 50), "{seen:?} unseen and seen");
}
