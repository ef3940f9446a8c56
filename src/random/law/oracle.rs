//! The tests that every law has to pass, whatever it is.

use super::Law;
use crate::quantity::Span;
use crate::random::{Purpose, bits, draw};
use crate::stats::ks;
use rand_distr::Distribution;

/// From the far short tail to the far long one.
const PROBABILITIES: [f64; 9] = [1e-9, 1e-4, 0.05, 0.25, 0.5, 0.75, 0.95, 0.9999, 1.0 - 1e-9];

/// The quantile of `p` is survived with probability 1 - `p`.
///
/// A quantile is rounded to the nearest microsecond, so the exact one lies within one microsecond
/// of it; survival falls, so its values one microsecond to either side enclose 1 - `p`.
/// 1e-12 more is room for the last places of four elementary functions, each good to 1e-15.
pub fn quantile_inverts_survival(law: &Law) {
    the_quantile_alone(law);
    for p in PROBABILITIES {
        let quantile = law.quantile(p);
        // The survival form takes the other end: u = 1 - p. Near one, u itself is coarse: a step of
        // 1e-16 in u moves the quantile by up to 1e-16 / 1e-9 of itself.
        let (sample, quantile) =
            (law.sample(|_| 1.0 - p).micros() as f64, quantile.micros() as f64);
        assert!((sample - quantile).abs() <= 1.0 + 1e-6 * quantile, "{law:?} at {p}");
    }
}

/// The same for a law that is not sampled by its inverse.
pub fn the_quantile_alone(law: &Law) {
    for p in PROBABILITIES {
        let quantile = law.quantile(p);
        let above = law.survival(quantile.less(Span::TICK));
        let below = law.survival(quantile + Span::TICK);
        let slack = 1e-12;
        assert!(above + slack >= 1.0 - p, "{law:?} at {p}: {above} before {quantile:?}");
        assert!(below - slack <= 1.0 - p, "{law:?} at {p}: {below} after {quantile:?}");
    }
}

/// The mean of a span is the integral of its survival.
///
/// With t = exp(y) the integrand is smooth and dies at both ends, where the trapezoid rule
/// converges faster than any power of the step; only the corners of a uniform law (error of order
/// step²) and the jump of a fixed one (at most one step, 1/1024) keep it from being exact.
pub fn mean_is_the_integral_of_survival(law: &Law) {
    let step = 1.0 / 1024.0;
    let mean = law.mean().micros() as f64;
    let mut integral = 0.0;
    for k in -30 * 1024..=20 * 1024 {
        let t = mean * libm::exp(f64::from(k) * step);
        integral += step * t * law.survival(Span::from_micros_f64(t));
    }
    let tolerance = if law.is_fixed() { step } else { 1e-6 };
    let error = integral / mean - 1.0;
    assert!(error.abs() <= tolerance, "{law:?}: the integral is off by {error:e}");
}

/// The samples at five uniform numbers, in microseconds, from one end of the law to the other.
///
/// They were found equal to the last microsecond by `scipy.stats`; as results of the simulator they
/// may change only together with its version.
pub fn samples_are(law: &Law, micros: [u64; 5]) {
    let samples = [1e-12, 0.05, 0.5, 0.95, 1.0 - 1e-12].map(|u| law.sample(|_| u).micros());
    assert_eq!(samples, micros, "{law:?}");
}

/// 5,000 samples by inversion and 5,000 of an independent sampler pass for one law.
///
/// Two equal laws exceed the critical value of level 0.001 once in a thousand pairs of seeds; the
/// seeds are fixed, so a passing test cannot flicker.
pub fn agrees_with(law: &Law, peer: impl Distribution<f64>) {
    let ours = drawn(law).into_iter();
    let mut source = SplitMix(20_260_131);
    // The peer is rounded as ours is, or ties would stand in the way at small spans.
    let theirs = (0..5_000).map(|_| libm::round(peer.sample(&mut source)));
    let test = ks::two_sample(&ours.collect::<Vec<_>>(), &theirs.collect::<Vec<_>>());
    let critical = ks::critical_value(5_000, 5_000, 0.001);
    assert!(test <= critical, "{law:?}: distance {test}, critical {critical}");
}

/// 5,000 samples follow the survival the law states: the test of Kolmogorov for one sample.
///
/// The critical value is that of level 0.001, as above; a law with steps stays below it more often.
pub fn samples_follow_the_survival(law: &Law) {
    let mut samples = drawn(law);
    samples.sort_unstable_by(f64::total_cmp);
    let count = samples.len() as f64;
    let mut distance = 0.0_f64;
    for &sample in &samples {
        let before = samples.partition_point(|&other| other < sample) as f64;
        let up_to = samples.partition_point(|&other| other <= sample) as f64;
        // Rounded to the microsecond, a sample stands for half of one on either side.
        let span = Span::from_micros_f64(sample);
        distance = distance.max(1.0 - law.survival(span.less(Span::TICK)) - before / count);
        distance = distance.max(up_to / count - 1.0 + law.survival(span + Span::TICK));
    }
    let critical = libm::sqrt(-0.5 * libm::log(0.5 * 0.001) / count);
    assert!(distance <= critical, "{law:?}: distance {distance}, critical {critical}");
}

/// 5,000 residual lives follow (∫ survival from 0 to t) / mean: the test of Kolmogorov for one
/// sample, as above.
///
/// The integral is taken over the stretches between the sorted samples by Simpson's rule; at a jump
/// of the survival it is off by a stretch at most, a thousandth of what is allowed.
pub fn residuals_are_in_equilibrium(law: &Law) {
    let number = |n, i| draw::unit(bits(43, 7, Purpose::Life, n, i));
    let left = |n| law.residual(&|i| number(n, i)).micros();
    let mut samples: Vec<u64> = (0..5_000).map(left).collect();
    samples.sort_unstable();
    let (count, mean) = (samples.len() as f64, law.mean().micros() as f64);
    let survival = |t: f64| law.survival(Span::from_micros_f64(t));
    let (mut from, mut integral, mut distance) = (0.0, 0.0, 0.0_f64);
    for (at, &sample) in samples.iter().enumerate() {
        let to = sample as f64;
        let step = (to - from) / 8.0;
        for part in 0..8 {
            let start = from + step * f64::from(part);
            let (middle, end) = (survival(start + 0.5 * step), survival(start + step));
            integral += step / 6.0 * (survival(start) + 4.0 * middle + end);
        }
        from = to;
        let below = integral / mean;
        distance = distance.max(below - at as f64 / count);
        distance = distance.max((at + 1) as f64 / count - below);
    }
    let critical = libm::sqrt(-0.5 * libm::log(0.5 * 0.001) / count);
    assert!(distance <= critical, "{law:?}: distance {distance}, critical {critical}");
}

/// Mean and standard deviation, in microseconds, as a closed form has them: that of the law by the
/// integral of 2 t survival(t), those of 5,000 samples within five standard errors.
///
/// The error of a standard deviation is sd sqrt((kurtosis - 1) / 4n); `kurtosis` is that of the law.
pub fn has_moments(law: &Law, mean: f64, deviation: f64, kurtosis: f64) {
    assert!((law.mean().micros() as f64 - mean).abs() <= 0.51, "{law:?}: mean {:?}", law.mean());
    let step = 1.0 / 1024.0;
    let square: f64 = (-30 * 1024..=20 * 1024)
        .map(|k| {
            let t = mean * libm::exp(f64::from(k) * step);
            2.0 * step * t * t * law.survival(Span::from_micros_f64(t))
        })
        .sum();
    let exact = libm::sqrt(square - mean * mean);
    assert!((exact / deviation - 1.0).abs() <= 1e-5, "{law:?}: {exact}, not {deviation}");

    let samples = drawn(law);
    let count = samples.len() as f64;
    let average = samples.iter().sum::<f64>() / count;
    let spread = samples.iter().map(|x| (x - average) * (x - average)).sum::<f64>() / count;
    let spread = libm::sqrt(spread);
    let root = libm::sqrt(count);
    assert!((average - mean).abs() <= 5.0 * deviation / root, "{law:?}: average {average}");
    let slack = 5.0 * deviation * libm::sqrt((kurtosis - 1.0) / 4.0) / root;
    assert!((spread - deviation).abs() <= slack, "{law:?}: {spread}, not {deviation}");
}

/// 5,000 samples, as a trial draws them.
fn drawn(law: &Law) -> Vec<f64> {
    let number = |n, i| draw::unit(bits(42, 7, Purpose::Life, n, i));
    (0..5_000).map(|n| law.sample(|i| number(n, i)).micros() as f64).collect()
}

/// A small generator that shares nothing with ours: Steele, Lea, Flood, *Fast splittable
/// pseudorandom number generators*, OOPSLA 2014.
struct SplitMix(u64);

impl rand::TryRng for SplitMix {
    type Error = std::convert::Infallible;

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Ok(z ^ (z >> 31))
    }

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        self.try_next_u64().map(|word| (word >> 32) as u32)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}
