//! Reasons laid over each other by age: how far each reaches beyond the older ones, and when one
//! overtakes another.

use crate::quantity::{Micro, Span, Time};
use crate::system::chain::ChainId;
use crate::system::phase::Phase;
use crate::system::view::Latest;

/// One reason over a stretch: how far it and the older ones of its source reach together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    pub source: usize,
    pub since: Time,
    pub latest: Latest,
    pub chain: ChainId,
    pub phase: Phase,
    pub reach: (Micro, Micro),
}

/// Merges the reasons of all sources by age; those of one source keep their order.
pub(super) fn in_order_of_age(mut reaches: Vec<Reach>) -> Vec<Reach> {
    let mut latest = Time::ZERO;
    let mut source = usize::MAX;
    for reach in &mut reaches {
        // Within a source sums only grow: a later place never counts as older.
        latest = if reach.source == source { latest.max(reach.since) } else { reach.since };
        (source, reach.since) = (reach.source, latest);
    }
    reaches.sort_by_key(|reach| reach.since);
    reaches
}

/// How much of each reason is not covered by the older ones.
pub(super) fn cover(reaches: &[Reach], at: impl Fn(&Reach) -> Micro) -> Vec<Micro> {
    let mut covered = 0;
    let beyond = |reach: &Reach| {
        let more = at(reach).saturating_sub(covered);
        covered += more;
        more
    };
    reaches.iter().map(beyond).collect()
}

/// The times within a stretch at which one reason overtakes one of another source.
pub(super) fn crossings(reaches: &[Reach], from: Time, to: Time) -> Vec<Time> {
    let mut times = Vec::new();
    for (at, one) in reaches.iter().enumerate() {
        for other in reaches[..at].iter().filter(|other| other.source != one.source) {
            let gap = |a: Micro, b: Micro| i128::from(a) - i128::from(b);
            let (first, last) = (gap(one.reach.0, other.reach.0), gap(one.reach.1, other.reach.1));
            if first.signum() * last.signum() >= 0 {
                continue;
            }
            let (first, last) = (first.unsigned_abs(), last.unsigned_abs());
            let length = u128::from((to - from).micros());
            let run = (first * length).div_ceil(first + last);
            let time = from + Span::from_micros(run as u64);
            if time < to {
                times.push(time);
            }
        }
    }
    times.sort_unstable();
    times.dedup();
    times
}
