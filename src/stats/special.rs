//! Special functions: distribution functions and quantiles that intervals are made of.
//!
//! Quantiles of the normal law have a formula; the others are found by bisection on the bits of a
//! positive floating-point number, which orders as the number does: 63 halvings end at the nearest
//! one, from any start, for any monotone function. A good guess spares those of them that are far
//! from the root, and no guess can change where they end.

mod beta;
mod gamma;
mod normal;

pub use beta::{beta_cdf, beta_quantile, student_t_quantile};
pub use gamma::{chi_square_quantile, gamma_cdf, gamma_quantile, gamma_survival};
pub use normal::{normal_cdf, normal_quantile, normal_survival};

/// Small enough to stand for zero in a continued fraction, large enough to be inverted.
const TINY: f64 = 1e-300;

/// Where a series or continued fraction has converged: its next factor is one to the last place.
const LAST_PLACE: f64 = 1e-16;

/// More steps than any series here needs, of order the root of its largest parameter.
const STEPS: u32 = 1_000_000;

/// The largest number of (0, `end`) that is still `before` the root of a monotone function.
fn bisect(end: f64, before: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0_u64, end.to_bits());
    while high - low > 1 {
        let middle = low.midpoint(high);
        if before(f64::from_bits(middle)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::from_bits(low)
}

/// As [`bisect`], where the root is supposed to be near `guess`: halvings outside a bracket about it,
/// whose ends are looked at first, need no look.
fn bisect_near(guess: f64, end: f64, before: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, end);
    let mut apart = CLOSE;
    while guess > 0.0 && guess < end && apart < 1.0 {
        let (below, above) = (guess * (1.0 - apart), (guess * (1.0 + apart)).min(end));
        // An end that fails is one of the bracket that is wanted.
        match (below <= low || before(below), above >= high || !before(above)) {
            (true, true) => {
                (low, high) = (low.max(below), high.min(above));
                break;
            }
            (true, false) => low = low.max(above),
            (false, _) => high = high.min(below),
        }
        apart *= 256.0;
    }
    bisect(end, |x| x <= low || (x < high && before(x)))
}

/// How near a guess is that may be right: some units in its last place.
const CLOSE: f64 = 1e-14;

/// A continued fraction 1 / (1 + n(1) / (1 + n(2) / (1 + ...))) and its kin, forwards.
///
/// `term` gives the m-th partial numerator and denominator, from m = 1.
/// Source: the modified Lentz algorithm, Thompson and Barnett, *J. Comput. Phys.* 64 (1986) 490.
fn continued_fraction(first: f64, term: impl Fn(f64) -> (f64, f64)) -> f64 {
    let away_from_zero = |x: f64| if x.abs() < TINY { TINY } else { x };
    let mut value = away_from_zero(first);
    let (mut c, mut d) = (value, 0.0);
    for m in 1..=STEPS {
        let (numerator, denominator) = term(f64::from(m));
        d = 1.0 / away_from_zero(denominator + numerator * d);
        c = away_from_zero(denominator + numerator / c);
        value *= c * d;
        if (c * d - 1.0).abs() <= 2.0 * LAST_PLACE {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_guess_changes_where_the_halvings_end() {
        let roots = [3e-300, 1e-9, 0.1, 0.5, 1.0 - 1e-12];
        let guesses = |root: f64| [root, root * (1.0 + 1e-13), root * 0.9, 0.7, 0.0, 2.0, f64::NAN];
        for root in roots {
            let plain = bisect(1.0, |x| x < root);
            for guess in guesses(root) {
                assert_eq!(bisect_near(guess, 1.0, |x| x < root), plain, "{root} from {guess}");
            }
        }
    }
}
