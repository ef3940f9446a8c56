//! Whether two samples may come from one law: the test of Kolmogorov and Smirnov.
//!
//! Source: N. Smirnov, *Ann. Math. Statist.* 19 (1948) 279–281; S. Holm, *Scand. J. Statist.* 6
//! (1979) 65–70.

/// The largest distance between the empirical distribution functions of two samples.
///
/// Ties, also between the samples, are counted together.
pub fn two_sample(first: &[f64], second: &[f64]) -> f64 {
    assert!(!first.is_empty() && !second.is_empty(), "an empty sample has no distribution");
    let (first, second) = (in_order(first), in_order(second));
    let (n, m) = (first.len() as f64, second.len() as f64);
    let (mut i, mut j, mut distance) = (0, 0, 0.0_f64);
    while i < first.len() && j < second.len() {
        let here = first[i].min(second[j]);
        i += first[i..].iter().take_while(|&&x| x == here).count();
        j += second[j..].iter().take_while(|&&x| x == here).count();
        distance = distance.max((i as f64 / n - j as f64 / m).abs());
    }
    distance
}

/// The distance that two samples of `n` and `m` from one continuous law exceed with probability
/// `level`, for large samples; samples with ties stay below it more often.
pub fn critical_value(n: usize, m: usize, level: f64) -> f64 {
    assert!(level > 0.0 && level < 1.0, "a level lies between 0 and 1, not at {level}");
    // The first term of Kolmogorov's series: its second is the fourth power of half the level.
    libm::sqrt(-0.5 * libm::log(0.5 * level) / effective(n, m))
}

/// The probability that two samples of `n` and `m` from one continuous law are at least `distance`
/// apart, for large samples.
pub fn p_value(distance: f64, n: usize, m: usize) -> f64 {
    let x = distance * libm::sqrt(effective(n, m));
    // Below this the probability is one to nine figures, and the series converges too slowly.
    if x < 0.2 {
        return 1.0;
    }
    let mut sum = 0.0;
    for k in 1..=100 {
        let k = f64::from(k);
        let term = libm::exp(-2.0 * k * k * x * x);
        sum += if k % 2.0 == 1.0 { term } else { -term };
    }
    (2.0 * sum).clamp(0.0, 1.0)
}

/// Which of several hypotheses are rejected so that all rejections are right with probability
/// 1 - `level`: Holm's step-down rule. The answer is in the order of the question.
pub fn holm(p_values: &[f64], level: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut rejected = vec![false; p_values.len()];
    for (place, &index) in order.iter().enumerate() {
        if p_values[index] > level / (p_values.len() - place) as f64 {
            break;
        }
        rejected[index] = true;
    }
    rejected
}

/// The size of a single sample with the same spread.
fn effective(n: usize, m: usize) -> f64 {
    let (n, m) = (n as f64, m as f64);
    n * m / (n + m)
}

fn in_order(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_by_hand() {
        assert_eq!(two_sample(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]), 0.0);
        assert_eq!(two_sample(&[1.0, 2.0], &[3.0, 4.0]), 1.0);
        assert_eq!(two_sample(&[1.0, 1.0, 2.0, 2.0], &[2.0, 1.0]), 0.0);
        // After 2, one of two against none of four; after 3, one of two against two of four.
        assert_eq!(two_sample(&[2.0, 9.0], &[3.0, 3.0, 10.0, 11.0]), 0.5);
    }

    #[test]
    fn critical_values_agree_with_the_published_table() {
        // Smirnov's coefficients of sqrt((n + m) / nm): 1.22, 1.36, 1.63, 1.95.
        for (level, coefficient) in [(0.1, 1.22), (0.05, 1.36), (0.01, 1.63), (0.001, 1.95)] {
            let found = critical_value(100, 400, level) * libm::sqrt(80.0);
            assert!((found - coefficient).abs() < 0.005, "{level}: {found}");
            // The two functions invert each other up to the second term of the series.
            let p = p_value(critical_value(100, 400, level), 100, 400);
            assert!((p - level).abs() <= 2.0 * libm::pow(level / 2.0, 4.0) + 1e-12);
        }
    }

    #[test]
    fn p_values_agree_with_an_independent_library() {
        // scipy.special.kolmogorov(x), at n = m = 2 where x is the distance.
        for (x, p) in KOLMOGOROV {
            assert!((p_value(x, 2, 2) - p).abs() < 1e-9, "{x}: {}", p_value(x, 2, 2));
        }
    }

    #[test]
    fn holm_stops_at_the_first_that_holds() {
        // 0.01 <= 0.05/4, 0.013 <= 0.05/3, 0.03 > 0.05/2.
        assert_eq!(holm(&[0.03, 0.01, 0.04, 0.013], 0.05), [false, true, false, true]);
        assert_eq!(holm(&[], 0.05), [false; 0]);
    }

    const KOLMOGOROV: [(f64, f64); 6] = [
        (0.3, 0.9999906941986655),
        (0.5, 0.9639452436648751),
        (0.8, 0.5441424115741981),
        (1.0, 0.26999967167735456),
        (1.5, 0.022217962616525127),
        (2.0, 0.0006709252557796953),
    ];
}
