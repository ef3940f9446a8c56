//! The standard normal law.

/// The probability of lying below `z`.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The probability of lying above `z`.
pub fn normal_survival(z: f64) -> f64 {
    normal_cdf(-z)
}

/// Ratio of two polynomials of degree seven, coefficients from the constant upwards.
#[inline]
fn rational(x: f64, over: &[f64; 8], under: &[f64; 8]) -> f64 {
    let horner = |c: &[f64; 8]| {
        let mut sum = c[7];
        for k in (0..7).rev() {
            sum = sum * x + c[k];
        }
        sum
    };
    horner(over) / horner(under)
}

/// The deviate below which probability `p` lies; infinite at 0 and 1, NaN outside.
///
/// Source: M. J. Wichura, *Algorithm AS 241: the percentage points of the normal distribution*,
/// Applied Statistics 37 (1988) 477–484, routine PPND16; relative error about 1e-16.
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * rational(0.180_625 - q * q, &A, &B);
    }
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail == 0.0 {
        return f64::INFINITY.copysign(q);
    }
    let r = libm::sqrt(-libm::log(tail));
    let z = if r <= 5.0 { rational(r - 1.6, &C, &D) } else { rational(r - 5.0, &E, &F) };
    z.copysign(q)
}

/// Numerator for |p - 1/2| up to 0.425, in 0.425² - (p - 1/2)².
const A: [f64; 8] = [
    3.3871328727963665,
    133.14166789178438,
    1971.5909503065513,
    13731.69376550946,
    45921.95393154987,
    67265.7709270087,
    33430.57558358813,
    2509.0809287301227,
];

/// Denominator for |p - 1/2| up to 0.425.
const B: [f64; 8] = [
    1.0,
    42.31333070160091,
    687.1870074920579,
    5394.196021424751,
    21213.794301586597,
    39307.89580009271,
    28729.085735721943,
    5226.495278852854,
];

/// Numerator for tails down to exp(-25), in r - 1.6.
const C: [f64; 8] = [
    1.4234371107496835,
    4.630337846156546,
    5.769497221460691,
    3.6478483247632045,
    1.2704582524523684,
    0.2417807251774506,
    0.022723844989269184,
    0.0007745450142783414,
];

/// Denominator for tails down to exp(-25).
const D: [f64; 8] = [
    1.0,
    2.053191626637759,
    1.6763848301838038,
    0.6897673349851,
    0.14810397642748008,
    0.015198666563616457,
    0.0005475938084995345,
    1.0507500716444169e-9,
];

/// Numerator for longer tails, in r - 5.
const E: [f64; 8] = [
    6.657904643501103,
    5.463784911164114,
    1.7848265399172913,
    0.29656057182850487,
    0.026532189526576124,
    0.0012426609473880784,
    2.7115555687434876e-5,
    2.0103343992922881e-7,
];

/// Denominator for longer tails.
const F: [f64; 8] = [
    1.0,
    0.599832206555888,
    0.1369298809227358,
    0.014875361290850615,
    0.0007868691311456133,
    1.8463183175100548e-5,
    1.421511758316446e-7,
    2.0442631033899397e-15,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_an_independent_library_in_every_branch() {
        // scipy.stats.norm.ppf
        for (p, z) in QUANTILES {
            let error = normal_quantile(p) / z - 1.0;
            assert!(error.abs() < 4e-15, "p = {p}: {error:e}");
        }
        assert_eq!(normal_quantile(0.5), 0.0);
    }

    #[test]
    fn quantiles_invert_the_distribution_function() {
        // An error of dz moves the cdf by at most pdf(z) dz; relative to the tail that is about
        // z² 1e-16, below 1e-14 down to 1e-12.
        for k in 1..400 {
            let p = libm::exp(-0.07 * f64::from(k));
            let error = normal_cdf(normal_quantile(p)) / p - 1.0;
            assert!(error.abs() < 3e-14, "p = {p}: {error:e}");
        }
    }

    #[test]
    fn the_ends_are_infinite_and_beyond_is_nothing() {
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert!(normal_quantile(-0.1).is_nan());
        assert!(normal_quantile(1.1).is_nan());
        assert!(normal_quantile(f64::NAN).is_nan());
    }

    const QUANTILES: [(f64, f64); 8] = [
        (1e-300, -37.0470962993612),
        (1e-20, -9.262340089798409),
        (1e-09, -5.9978070150076865),
        (0.001, -3.090232306167813),
        (0.05, -1.6448536269514729),
        (0.3, -0.5244005127080409),
        (0.975, 1.959963984540054),
        (0.999999, 4.753424308817087),
    ];
}
