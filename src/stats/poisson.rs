//! Rates of rare events: so many seen in so much time.
//!
//! Right for events that do not cluster; where one failure brings the next, the spread between
//! trials is the honest measure ([`super::Estimate::of_mean`] or [`super::Ratio`]), and this
//! interval serves for the case that no event was seen at all.

use super::Interval;
use super::estimate::tail;
use super::special::chi_square_quantile;

/// Garwood's exact interval of a rate: `events` seen in an `exposure` > 0, per unit of exposure.
///
/// Without events the lower end is zero and the upper -ln(tail) / exposure, about 3.7 / exposure at
/// 0.95. Source: F. Garwood, *Biometrika* 28 (1936) 437–442.
pub fn rate_interval(events: u64, exposure: f64, level: f64) -> Interval {
    assert!(exposure > 0.0, "a rate needs a positive exposure, not {exposure}");
    let (tail, n) = (tail(level), events as f64);
    let lower = if events == 0 { 0.0 } else { 0.5 * chi_square_quantile(tail, 2.0 * n) };
    let upper = 0.5 * chi_square_quantile(1.0 - tail, 2.0 * n + 2.0);
    Interval { lower: lower / exposure, upper: upper / exposure }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_agree_with_the_published_table() {
        // Garwood's table at 0.95, as in Pearson and Hartley, *Biometrika Tables*, vol. 1, table 40.
        for (events, lower, upper) in [
            (0, 0.0, 3.69),
            (1, 0.0253, 5.57),
            (2, 0.242, 7.22),
            (10, 4.80, 18.39),
            (50, 37.11, 65.92),
        ] {
            let interval = rate_interval(events, 1.0, 0.95);
            // The table has two or three figures after the point.
            assert!((interval.lower - lower).abs() < 0.0051, "{events}: {interval:?}");
            assert!((interval.upper - upper).abs() < 0.0051, "{events}: {interval:?}");
        }
    }

    #[test]
    fn the_interval_never_covers_less_than_it_says() {
        // Summed over all counts that matter, for means from 0.1 to 10.
        for mean in (1..=100).map(|k| f64::from(k) / 10.0) {
            let (mut covered, mut weight) = (0.0, libm::exp(-mean));
            for events in 0..60_u32 {
                if rate_interval(events.into(), 1.0, 0.9).holds(mean) {
                    covered += weight;
                }
                weight *= mean / f64::from(events + 1);
            }
            assert!(covered >= 0.9, "at mean {mean} it covers {covered}");
        }
    }

    #[test]
    fn no_event_is_a_bound() {
        let interval = rate_interval(0, 250.0, 0.95);
        assert_eq!(interval.lower, 0.0);
        assert!((interval.upper * 250.0 + libm::log(0.025)).abs() < 1e-12);
    }
}
