//! Lengths counted in fixed bins, so that memory does not grow with how many there are; and what
//! groups of them say of shares and quantiles.
//!
//! Zero has a bin of its own. Above it every doubling is cut into 32 equal bins, up to 64 they are one
//! unit wide each, so that an edge is a whole number and no bin is wider than 1/32 of its lower
//! edge. A bin holds what is above its lower edge, up to its upper edge: exceedance of an edge is
//! counted exactly.
//!
//! Values come in groups of equal size that are independent of each other (trials), while those of one
//! group (the years of a trial) may not be. A share is the mean of the groups' shares. Its interval is
//! that of Clopper and Pearson at the number of independent values that would be as uncertain.
//! Source: E. L. Korn, B. I. Graubard, *Survey Methodology* 24 (1998) 193–201. With one value a group
//! that is the binomial interval itself.
//! Quantiles are nearest ranks, and their intervals invert those of shares: R. S. Woodruff, *J. Am.
//! Stat. Assoc.* 47 (1952) 635–646; with one value a group, the ranks of order statistics.

use super::Interval;
use super::estimate::tail;
use super::sample::nearest_rank;
use super::special::{beta_cdf, beta_quantile, normal_quantile, student_t_quantile};
use std::ops::Range;

/// Bins in a doubling.
const CUTS: u64 = 32;

/// Lengths counted in bins.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Histogram {
    /// By bin above zero.
    counts: Vec<u64>,
    /// By bin: what the sum over groups of the square of their number above its lower edge gains
    /// there. The numbers themselves would take a step a bin and group.
    squares: Vec<i128>,
}

/// The bin of a length above zero.
fn bin(value: u64) -> usize {
    // An upper edge belongs to its bin.
    let below = value - 1;
    if below < 2 * CUTS {
        return below as usize;
    }
    let shift = below.ilog2() - CUTS.ilog2();
    (u64::from(shift) * CUTS + (below >> shift)) as usize
}

/// The lower edge of a bin.
fn edge(bin: usize) -> u64 {
    let bin = bin as u64;
    if bin < 2 * CUTS {
        return bin;
    }
    let shift = bin / CUTS - 1;
    (bin - shift * CUTS) << shift
}

impl Histogram {
    /// Counts one more group: `values` are those of it that are not zero.
    pub fn push(&mut self, values: impl IntoIterator<Item = u64>) {
        let values = values.into_iter().filter(|value| *value > 0);
        let mut bins: Vec<usize> = values.map(|value| self.reach(value)).collect();
        if bins.is_empty() {
            return;
        }
        bins.sort_unstable();
        // From the lowest edge on all are above; beyond each value one less.
        let square = |n: usize| n as i128 * n as i128;
        self.squares[0] += square(bins.len());
        for (passed, bin) in bins.iter().enumerate() {
            let left = bins.len() - passed;
            self.counts[*bin] += 1;
            self.squares[bin + 1] += square(left - 1) - square(left);
        }
    }

    /// Counts more groups of a single value above zero.
    pub fn push_alike(&mut self, groups: u64, value: u64) {
        if groups == 0 {
            return;
        }
        let bin = self.reach(value);
        self.counts[bin] += groups;
        self.squares[0] += i128::from(groups);
        self.squares[bin + 1] -= i128::from(groups);
    }

    /// Makes room up to the bin of a value, and for nobody above it.
    fn reach(&mut self, value: u64) -> usize {
        let bin = bin(value);
        if self.counts.len() < bin + 2 {
            self.counts.resize(bin + 2, 0);
            self.squares.resize(bin + 2, 0);
        }
        bin
    }

    /// What so many groups of `each` values have said, with intervals that hold the truth with
    /// probability `level`.
    pub fn of_groups(&self, groups: u64, each: u64, level: f64) -> Groups {
        let mut above = self.counts.clone();
        for at in (1..above.len()).rev() {
            above[at - 1] += above[at];
        }
        let mut squares = self.squares.clone();
        for at in 1..squares.len() {
            squares[at] += squares[at - 1];
        }
        let wide = match (groups, each) {
            (0 | 1, _) | (_, 1) => 1.0,
            _ => {
                let tail = tail(level);
                normal_quantile(tail) / student_t_quantile(tail, (groups - 1) as f64)
            }
        };
        Groups { groups, each, tail: tail(level), wide, above, squares }
    }
}

/// So many groups of equal size.
#[derive(Clone, Debug)]
pub struct Groups {
    groups: u64,
    each: u64,
    /// What each tail outside an interval may hold.
    tail: f64,
    /// The normal quantile over Student's, for so many groups.
    wide: f64,
    /// By bin: how many are above its lower edge; the last is nobody.
    above: Vec<u64>,
    /// By bin: the sum over groups of the square of that.
    squares: Vec<i128>,
}

/// The share above a length.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Exceedance {
    /// The length: an edge.
    pub length: u64,
    /// The share of values above it.
    pub share: f64,
    /// Its interval.
    pub interval: Interval,
}

impl Groups {
    /// Values, over all groups.
    pub fn count(&self) -> u64 {
        self.groups * self.each
    }

    /// How many are above zero.
    pub fn above_zero(&self) -> u64 {
        self.above(0)
    }

    fn above(&self, bin: usize) -> u64 {
        self.above.get(bin).copied().unwrap_or(0)
    }

    /// The number of independent values that would be as uncertain of the share above the lower
    /// edge of a bin.
    fn worth(&self, bin: usize) -> f64 {
        let (hits, n) = (self.above(bin) as f64, self.groups as f64);
        let all = self.count() as f64;
        if self.each == 1 {
            return all;
        }
        // Groups that agree say nothing of their spread: each is one value.
        if self.groups < 2 || self.above(bin) == 0 || self.above(bin) == self.count() {
            return n;
        }
        let share = hits / all;
        let squares = self.squares[bin] as f64 - hits * hits / n;
        let variance = squares.max(0.0) / (n - 1.0) / n / (self.each as f64 * self.each as f64);
        if variance == 0.0 {
            return n;
        }
        (share * (1.0 - share) / variance * self.wide * self.wide).min(all)
    }

    /// Hits and misses among values that are independent.
    fn hits(&self, bin: usize) -> (f64, f64) {
        let worth = self.worth(bin);
        let share = self.above(bin) as f64 / self.count() as f64;
        (share * worth, (1.0 - share) * worth)
    }

    /// The share above zero.
    pub fn any(&self) -> Exceedance {
        self.exceedance(0)
    }

    /// The share above the lower edge of a bin.
    fn exceedance(&self, bin: usize) -> Exceedance {
        let (tail, (hits, misses)) = (self.tail, self.hits(bin));
        let above = self.above(bin);
        let lower = if above == 0 { 0.0 } else { beta_quantile(tail, hits, misses + 1.0) };
        let upper = match above == self.count() {
            true => 1.0,
            false => beta_quantile(1.0 - tail, hits + 1.0, misses),
        };
        let interval = Interval { lower, upper };
        Exceedance { length: edge(bin), share: above as f64 / self.count() as f64, interval }
    }

    /// The shares above zero and above every eighth edge, from the last that all have passed to the
    /// first that none has; where several neighbours agree, only the ends.
    pub fn curve(&self) -> Vec<Exceedance> {
        let (all, top) = (self.above(0), self.above.len().saturating_sub(1));
        let mut bins = vec![0];
        let stride = CUTS as usize / 4;
        let mut at = stride;
        while all > 0 && at < top + stride {
            let same = |other: usize| self.above(other) == self.above(at);
            if !(same(at - stride) && same(at + stride)) {
                bins.push(at);
            }
            at += stride;
        }
        let mut curve: Vec<Exceedance> = Vec::with_capacity(bins.len());
        let mut last = None;
        for bin in bins {
            // As many above two edges are the same ones.
            let point = match curve.last() {
                Some(before) if last == Some(self.above(bin)) => {
                    Exceedance { length: edge(bin), ..*before }
                }
                _ => self.exceedance(bin),
            };
            last = Some(self.above(bin));
            curve.push(point);
        }
        // A longer length is exceeded no more often: where all or none were above, the bound of a
        // neighbour may be closer than that of the groups alone.
        for at in 1..curve.len() {
            let before = curve[at - 1].interval.upper;
            let (share, end) = (curve[at].share, &mut curve[at].interval.upper);
            *end = if share == 0.0 { end.min(before) } else { *end };
        }
        for at in (1..curve.len()).rev() {
            let behind = curve[at].interval.lower;
            let (share, end) = (curve[at - 1].share, &mut curve[at - 1].interval.lower);
            *end = if share == 1.0 { end.max(behind) } else { *end };
        }
        curve
    }

    /// The quantile of `p`, in the middle of its bin, with an interval from edge to edge; the upper end
    /// is `None` where the values do not bound it.
    pub fn quantile(&self, p: f64) -> (f64, f64, Option<f64>) {
        let tail = self.tail;
        let rank = nearest_rank(p, self.count());
        let none = self.above.len().max(1);
        // The first edge that enough do not exceed.
        let value = match first(0..none, |bin| self.count() - self.above(bin) >= rank) {
            0 => 0.0,
            bin => edge(bin - 1).midpoint(edge(bin)) as f64,
        };
        let surely_above = |bin: usize| {
            let (hits, misses) = self.hits(bin);
            beta_cdf(hits, misses + 1.0, 1.0 - p) < tail
        };
        let surely_below = |bin: usize| {
            let (hits, misses) = self.hits(bin);
            1.0 - beta_cdf(hits + 1.0, misses, 1.0 - p) < tail
        };
        // Edges that all exceed, that some do, that none does: only among those in the middle do the
        // groups show how far they agree.
        let some = first(0..none, |bin| self.above(bin) < self.count());
        let nobody = first(0..none, |bin| self.above(bin) == 0);
        let lower = match first(some..nobody, |bin| !surely_above(bin)) {
            bin if bin > some || (bin > 0 && surely_above(bin - 1)) => edge(bin - 1) as f64,
            _ => 0.0,
        };
        let upper = match first(some..nobody, surely_below) {
            bin if bin < nobody || surely_below(bin) => Some(edge(bin) as f64),
            _ => None,
        };
        (value, lower.min(value), upper.map(|upper| upper.max(value)))
    }
}

/// The first of a range that satisfies a monotone condition, or its end.
fn first(range: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Chance, Purpose};
    use crate::stats::{Proportion, Sample};

    fn single(values: impl IntoIterator<Item = u64>) -> Histogram {
        let mut histogram = Histogram::default();
        values.into_iter().for_each(|value| histogram.push([value]));
        histogram
    }

    #[test]
    fn bins_are_narrow_and_leave_no_gap() {
        for at in 0..1_310 {
            let (lower, upper) = (edge(at), edge(at + 1));
            assert!(upper > lower && bin(lower + 1) == at && bin(upper) == at, "{at}");
            assert!((upper - lower) * CUTS <= lower.max(CUTS), "{at}: {lower} to {upper}");
        }
        // A year of microseconds.
        assert!(bin(31_557_600_000_000) < 1_310);
    }

    #[test]
    fn single_values_give_the_ranks_of_order_statistics() {
        for n in [10, 100, 368, 1_000] {
            // Wide apart: each has a bin of its own.
            let value = |k: u64| (k * k * k + 7) << 20;
            let groups = single((0..n).map(value)).of_groups(n, 1, 0.95);
            let sample = Sample::new((0..n).map(|k| value(k) as f64).collect()).expect("numbers");
            for p in [0.5, 0.95, 0.99] {
                let (middle, lower, upper) = groups.quantile(p);
                let exact = sample.quantile_interval(p, 0.95);
                let around = |found: f64, exact: f64| (found / exact - 1.0).abs() <= 1.0 / 32.0;
                assert!(around(middle, sample.quantile(p)), "{n}, {p}");
                match exact.lower.is_finite() {
                    true => assert!(lower < exact.lower && around(lower, exact.lower), "{n}, {p}"),
                    false => assert_eq!(lower, 0.0),
                }
                match (upper, exact.upper.is_finite()) {
                    (Some(upper), true) => {
                        assert!(upper >= exact.upper && around(upper, exact.upper), "{n}, {p}");
                    }
                    (upper, finite) => assert!(upper.is_none() && !finite, "{n}, {p}: {upper:?}"),
                }
            }
        }
    }

    #[test]
    fn single_values_give_the_binomial_interval() {
        let groups = single([0, 0, 0, 5, 5, 80, 81, 4_000, 5_000, 6_000]).of_groups(10, 1, 0.95);
        let curve = groups.curve();
        assert_eq!((curve[0].length, curve[0].share), (0, 0.7));
        let exact = Proportion::new(7, 10).expect("hits").clopper_pearson(0.95);
        assert!((curve[0].interval.lower - exact.lower).abs() < 1e-15);
        assert!((curve[0].interval.upper - exact.upper).abs() < 1e-15);
        let last = curve.last().expect("points");
        assert_eq!(last.share, 0.0);
        assert!(curve.windows(2).all(|w| w[0].length < w[1].length && w[0].share >= w[1].share));
    }

    #[test]
    fn groups_that_agree_within_themselves_count_once() {
        // Each trial is good or bad in all of its ten years: forty values, not four hundred.
        let mut histogram = Histogram::default();
        for at in 0..40 {
            let bad = at % 4 == 0;
            histogram.push(vec![if bad { 1_000_000 } else { 0 }; 10]);
        }
        let groups = histogram.of_groups(40, 10, 0.95);
        let found = groups.curve()[0];
        let exact = Proportion::new(10, 40).expect("hits").clopper_pearson(0.95);
        assert_eq!(found.share, 0.25);
        // Student's factor for 40 groups widens it a little more.
        assert!(found.interval.lower <= exact.lower && found.interval.upper >= exact.upper);
        assert!(found.interval.upper - exact.upper < 0.01, "{found:?} {exact:?}");
        // The same among values that are independent is four times as sure, or nearly so.
        let mut mixed = Histogram::default();
        for at in 0..40_u64 {
            let bad = |year: u32| Chance::drawn(1, at).uniform(1, Purpose::Life, year, 0) < 0.25;
            mixed.push((0..10).map(|year| u64::from(bad(year)) * 1_000_000));
        }
        let found = mixed.of_groups(40, 10, 0.95).curve()[0].interval;
        assert!(found.upper - found.lower < 0.12, "{found:?}");
    }

    #[test]
    fn intervals_of_grouped_shares_cover_as_often_as_they_say() {
        // 2,000 runs of 50 trials of 5 values each that share half of their chance; the share of
        // intervals that hold the truth has a standard deviation of sqrt(0.95 x 0.05 / 2,000) =
        // 0.0049, and a quarter of a per cent is what the normal approximation may cost.
        let held = (0..2_000_u64).filter(|run| {
            let mut histogram = Histogram::default();
            for group in 0..50 {
                let draw = |i: u32| Chance::drawn(*run, group).uniform(1, Purpose::Life, i, 0);
                let common = draw(9) < 0.5;
                let bad = |i: u32| if common { draw(8) < 0.3 } else { draw(i) < 0.3 };
                histogram.push((0..5).map(|i| u64::from(bad(i)) * 100));
            }
            histogram.of_groups(50, 5, 0.95).curve()[0].interval.holds(0.3)
        });
        let covered = held.count() as f64 / 2_000.0;
        assert!(covered > 0.95 - 4.0 * 0.0049 - 0.0025, "{covered}");
    }

    #[test]
    fn nothing_seen_is_a_bound() {
        let groups = Histogram::default().of_groups(400, 10, 0.95);
        let curve = groups.curve();
        let bound = Proportion::new(0, 400).expect("trials").clopper_pearson(0.95).upper;
        assert_eq!(curve.len(), 1);
        assert!((curve[0].interval.upper - bound).abs() < 1e-12);
        assert_eq!(groups.quantile(0.99), (0.0, 0.0, Some(0.0)));
        // 0.99^100 = 0.37: a hundred trials may well have missed the worst hundredth.
        let few = Histogram::default().of_groups(100, 1, 0.95);
        assert_eq!(few.quantile(0.99), (0.0, 0.0, None));
    }
}
