//! Poisson counts, with `libm`'s mathematics only.
//!
//! Sources: inversion by sequential search for small means; for others the transformed rejection
//! PTRS of W. Hörmann, *Insurance: Mathematics and Economics* 12 (1993) 39–45.

use super::draw::{Chance, Purpose};

/// Means below which the search is short.
const SMALL: f64 = 10.0;

/// A Poisson count with this mean (zero for none), drawn for use `ordinal` of `purpose`.
pub fn poisson(mean: f64, chance: Chance, owner: u64, purpose: Purpose, ordinal: u32) -> f64 {
    let mut numbers = (0..).map(|i| chance.uniform(owner, purpose, ordinal, i));
    let mut next = || numbers.next().expect("numbers do not end");
    if mean <= 0.0 {
        0.0
    } else if mean < SMALL {
        search(mean, next())
    } else {
        reject(mean, &mut next)
    }
}

/// The first count whose distribution function exceeds `u`.
fn search(mean: f64, u: f64) -> f64 {
    let mut weight = libm::exp(-mean);
    let (mut sum, mut count) = (weight, 0.0);
    // Past a thousand nothing of a mean below ten is left.
    while u > sum && count < 1000.0 {
        count += 1.0;
        weight *= mean / count;
        sum += weight;
    }
    count
}

fn reject(mean: f64, next: &mut impl FnMut() -> f64) -> f64 {
    let b = 0.931 + 2.53 * libm::sqrt(mean);
    let a = -0.059 + 0.02483 * b;
    let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    let v_r = 0.9277 - 3.6224 / (b - 2.0);
    loop {
        let u = next() - 0.5;
        let v = next();
        let us = 0.5 - libm::fabs(u);
        let count = libm::floor((2.0 * a / us + b) * u + mean + 0.43);
        if us >= 0.07 && v <= v_r {
            return count;
        }
        if count < 0.0 || (us < 0.013 && v > us) {
            continue;
        }
        let left = libm::log(v * inverse_alpha / (a / (us * us) + b));
        if left <= count * libm::log(mean) - mean - libm::lgamma(count + 1.0) {
            return count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Uniforms;
    use crate::stats::ks;
    use rand_distr::Distribution;

    #[test]
    fn counts_agree_with_an_independent_sampler() {
        for (case, mean) in [0.3, 4.0, 11.0, 62.5, 40_000.0].into_iter().enumerate() {
            let case = case as u64;
            let draw = |owner| poisson(mean, Chance::drawn(5, case), owner, Purpose::Arrivals, 0);
            let ours: Vec<f64> = (0..5_000).map(draw).collect();
            let law = rand_distr::Poisson::new(mean).expect("a mean is a mean");
            let mut source = Uniforms::new(Chance::drawn(9, case), 1, Purpose::Arrivals, 0);
            let theirs: Vec<f64> = (0..5_000).map(|_| law.sample(&mut source)).collect();
            // Ties make the test conservative; the seeds are fixed.
            let distance = ks::two_sample(&ours, &theirs);
            let critical = ks::critical_value(5_000, 5_000, 0.001);
            assert!(distance <= critical, "mean {mean}: {distance} against {critical}");
            let average = ours.iter().sum::<f64>() / 5_000.0;
            // Four standard errors of a mean of 5,000 Poisson counts.
            assert!((average - mean).abs() < 4.0 * libm::sqrt(mean / 5_000.0), "{average}");
        }
    }

    #[test]
    fn counts_are_pinned() {
        let draw = |mean, owner| poisson(mean, Chance::drawn(1, 2), owner, Purpose::Arrivals, 3);
        let counts: Vec<f64> = (0..4).map(|owner| draw(5.0, owner)).collect();
        let large: Vec<f64> = (0..4).map(|owner| draw(500.0, owner)).collect();
        assert_eq!(counts, [4.0, 6.0, 4.0, 3.0]);
        assert_eq!(large, [491.0, 509.0, 488.0, 479.0]);
    }
}
