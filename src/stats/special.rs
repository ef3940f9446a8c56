//! Special functions: distribution functions and quantiles that intervals are made of.
//!
//! Quantiles of the normal law have a formula; the others are found by bisection on the bits of a
//! positive floating-point number, which orders as the number does: 63 halvings end at the nearest
//! one, from any start, for any monotone function.

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
