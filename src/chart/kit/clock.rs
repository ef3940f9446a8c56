//! A time axis that leaves out quiet stretches: an incident lasts hours, and what is interesting in
//! it is often over in a minute.
//!
//! All that is drawn to scale has one scale. Where the axis is broken nothing changes.

use super::theme::{GRID, HPos, INK, LABEL, Letters, Pen, VPos};
use crate::chart::ChartError;
use crate::quantity::{print_clock, print_seconds};
use plotters::style::WHITE;

/// Breaks of one axis at most, and the width of one in pixels.
const BREAKS: usize = 4;
const BREAK: i32 = 28;
/// Half the width of the white band in it.
const HALF: i32 = 9;
/// A quiet stretch is left out if it is so many times as long as all that is left.
const MUCH: f64 = 3.0;
/// Seconds that are not left out, however little is left.
const SHORT: f64 = 60.0;
/// Seconds before the first change and behind the last, as a share of what is drawn.
const MARGIN: f64 = 0.05;
/// Pixels from one label to the next, at least.
const APART: f64 = 14.0;

/// A time axis, broken where it is quiet for long.
pub(in crate::chart) struct Clock {
    /// What is drawn to scale, in order.
    pieces: Vec<Piece>,
}

/// A stretch drawn to scale.
#[derive(Clone, Copy)]
struct Piece {
    from: f64,
    to: f64,
    pixels: (i32, i32),
    /// When something first changes in it.
    first: f64,
}

impl Clock {
    /// The axis of a story in which something changes at the times `changes` and steadily within
    /// the stretches `busy`.
    pub fn of(
        mut changes: Vec<f64>,
        busy: &[(f64, f64)],
        horizon: f64,
        pixels: (i32, i32),
    ) -> Self {
        changes.sort_by(f64::total_cmp);
        changes.dedup();
        let (Some(&first), Some(&last)) = (changes.first(), changes.last()) else {
            let to = if horizon > 0.0 { horizon } else { 1.0 };
            return Self { pieces: vec![Piece { from: 0.0, to, pixels, first: 0.0 }] };
        };
        let quiet = left_out(&changes, busy);
        let drawn = last - first - quiet.iter().map(|(from, to)| to - from).sum::<f64>();
        let bit = if drawn > 0.0 { drawn * MARGIN } else { (horizon * 0.05).max(1e-3) };
        let mut edges = vec![(first - bit).max(0.0)];
        edges.extend(quiet.iter().flat_map(|(from, to)| [from + bit, to - bit]));
        edges.push((last + bit).min(horizon.max(last)));
        // A story that ends with its last change, or begins with its first, has an axis too.
        if edges.len() == 2 && edges[1] <= edges[0] {
            edges[1] = edges[0] + 1.0;
        }
        let lengths: Vec<f64> = edges.chunks(2).map(|edge| edge[1] - edge[0]).collect();
        let all: f64 = lengths.iter().sum();
        let room = f64::from(pixels.1 - pixels.0 - BREAK * quiet.len() as i32);
        let (mut x, mut pieces) = (f64::from(pixels.0), Vec::new());
        for (edge, length) in edges.chunks(2).zip(lengths) {
            let wide = room * length / all;
            let ends = (x.round() as i32, (x + wide).round() as i32);
            let first = changes.iter().find(|at| **at >= edge[0]).copied().unwrap_or(edge[0]);
            pieces.push(Piece { from: edge[0], to: edge[1], pixels: ends, first });
            x += wide + f64::from(BREAK);
        }
        Self { pieces }
    }

    /// The pixel of a time; beyond an end it is the end, and in a break its middle.
    pub fn pixel(&self, time: f64) -> i32 {
        let after = self.pieces.iter().position(|piece| time <= piece.to);
        let Some(at) = after else { return self.pixels().1 };
        let piece = &self.pieces[at];
        if time < piece.from {
            return match at {
                0 => piece.pixels.0,
                _ => (self.pieces[at - 1].pixels.1 + piece.pixels.0) / 2,
            };
        }
        let share = (time - piece.from) / (piece.to - piece.from);
        let (left, right) = (f64::from(piece.pixels.0), f64::from(piece.pixels.1));
        (left + share * (right - left)).round() as i32
    }

    /// The pixels of the widest part of a stretch of time that no break crosses.
    pub fn widest(&self, from: f64, to: f64) -> (i32, i32) {
        let part = |piece: &Piece| {
            let within = (from.max(piece.from), to.min(piece.to));
            (within.0 < within.1).then(|| (self.pixel(within.0), self.pixel(within.1)))
        };
        let parts = self.pieces.iter().filter_map(part);
        parts.max_by_key(|(left, right)| right - left).unwrap_or_default()
    }

    /// Its ends in pixels.
    pub fn pixels(&self) -> (i32, i32) {
        (self.pieces[0].pixels.0, self.pieces[self.pieces.len() - 1].pixels.1)
    }

    /// The first and the last time.
    pub fn ends(&self) -> (f64, f64) {
        (self.pieces[0].from, self.pieces[self.pieces.len() - 1].to)
    }

    /// The times at which its scale begins, ends or breaks.
    pub fn bends(&self) -> Vec<f64> {
        self.pieces.iter().flat_map(|piece| [piece.from, piece.to]).collect()
    }

    /// Whether something is left out.
    pub fn is_broken(&self) -> bool {
        self.pieces.len() > 1
    }

    /// Draws where it is broken, over a panel, and how much is left out.
    pub fn breaks(&self, pen: &Pen<'_>, (top, foot): (i32, i32)) -> Result<(), ChartError> {
        for pair in self.pieces.windows(2) {
            let middle = (pair[0].pixels.1 + pair[1].pixels.0) / 2;
            pen.fill((middle - HALF, top), (middle + HALF, foot), WHITE)?;
            for x in [middle - HALF, middle + HALF] {
                pen.line(&[(x, top), (x, foot)], INK, 1)?;
            }
            let letters = Letters::of(LABEL).faint().at(HPos::Center, VPos::Center).upwards();
            let text = print_seconds((pair[1].from - pair[0].to).round());
            if letters.width(&text) + 8.0 < f64::from(foot - top) {
                pen.text((middle, (top + foot) / 2), &text, letters)?;
            }
        }
        Ok(())
    }

    /// Upright lines at its ticks.
    pub fn grid(&self, pen: &Pen<'_>, (top, foot): (i32, i32)) -> Result<(), ChartError> {
        for (time, _) in self.ticks() {
            let x = self.pixel(time);
            pen.line(&[(x, top), (x, foot)], GRID, 1)?;
        }
        Ok(())
    }

    /// The labels below a panel.
    pub fn labels(&self, pen: &Pen<'_>, foot: i32) -> Result<(), ChartError> {
        for (time, text) in self.ticks() {
            let x = self.pixel(time);
            pen.line(&[(x, foot), (x, foot + 4)], INK, 1)?;
            pen.text((x, foot + 8), &text, Letters::of(LABEL).at(HPos::Center, VPos::Top))?;
        }
        Ok(())
    }

    /// Round times with their labels; a piece without a round time has its first change.
    fn ticks(&self) -> Vec<(f64, String)> {
        let letters = Letters::of(LABEL);
        let drawn: f64 = self.pieces.iter().map(|piece| piece.to - piece.from).sum();
        let wide: i32 = self.pieces.iter().map(|piece| piece.pixels.1 - piece.pixels.0).sum();
        let least = drawn / f64::from(wide.max(1)) * 90.0;
        let step = STEPS.into_iter().find(|step| *step >= least).unwrap_or(least);
        let mut times: Vec<(bool, f64)> = Vec::new();
        for piece in &self.pieces {
            let round = multiples(piece, step);
            match round.is_empty() {
                true => times.push((true, piece.first)),
                false => times.extend(round.into_iter().map(|time| (false, time))),
            }
        }
        let fine = times.iter().any(|(_, time)| time % 1.0 != 0.0);
        let half = |time: f64| letters.width(&print_clock(time, fine)) / 2.0 + APART / 2.0;
        let mut kept: Vec<f64> = Vec::new();
        // What a piece has alone goes first.
        times.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
        for (_, time) in times {
            let apart = |other: &f64| {
                let gap = f64::from((self.pixel(time) - self.pixel(*other)).abs());
                gap >= half(time) + half(*other)
            };
            if kept.iter().all(apart) {
                kept.push(time);
            }
        }
        kept.sort_by(f64::total_cmp);
        kept.into_iter().map(|time| (time, print_clock(time, fine))).collect()
    }
}

/// Steps between ticks, in seconds: clocks go by quarters and dozens.
const STEPS: [f64; 31] = [
    0.001,
    0.002,
    0.005,
    0.01,
    0.02,
    0.05,
    0.1,
    0.2,
    0.5,
    1.0,
    2.0,
    5.0,
    10.0,
    15.0,
    30.0,
    60.0,
    120.0,
    300.0,
    600.0,
    900.0,
    1_800.0,
    3_600.0,
    7_200.0,
    10_800.0,
    21_600.0,
    43_200.0,
    86_400.0,
    172_800.0,
    604_800.0,
    1_209_600.0,
    2_592_000.0,
];

fn multiples(piece: &Piece, step: f64) -> Vec<f64> {
    let first = (piece.from / step - 1e-9).ceil() as i64;
    let last = (piece.to / step + 1e-9).floor() as i64;
    (first..=last).map(|i| i as f64 * step).collect()
}

/// The quiet stretches to leave out, in order: as many of the longest as make the rest show.
fn left_out(changes: &[f64], busy: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let is_quiet = |gap: &(f64, f64)| !busy.iter().any(|(from, to)| *from < gap.1 && *to > gap.0);
    let mut gaps: Vec<(f64, f64)> =
        changes.windows(2).map(|pair| (pair[0], pair[1])).filter(is_quiet).collect();
    let length = |gap: &(f64, f64)| gap.1 - gap.0;
    // Stable: of equals the earlier comes first.
    gaps.sort_by(|a, b| length(b).total_cmp(&length(a)));
    let whole = changes[changes.len() - 1] - changes[0];
    let mut left = whole;
    let mut enough = 0;
    for (at, gap) in gaps.iter().enumerate().take(BREAKS) {
        left -= length(gap);
        // Milliseconds are not drawn large for the sake of hours.
        let shows = left > 0.0 && (left >= 1.0 || length(gap) <= 1e4 * left);
        match shows && length(gap) >= SHORT.max(MUCH * left) {
            true => enough = at + 1,
            // One of two long stretches alone would not do; what does is not broken further.
            false if enough > 0 => break,
            false => {}
        }
    }
    gaps.truncate(enough);
    gaps.sort_by(|a, b| a.0.total_cmp(&b.0));
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIXELS: (i32, i32) = (100, 900);

    #[test]
    fn hours_of_quiet_are_left_out_and_a_ramp_is_not() {
        let changes = vec![600.0, 612.5, 630.0, 18_000.0, 18_010.0];
        let clock = Clock::of(changes.clone(), &[], 86_400.0, PIXELS);
        assert!(clock.is_broken());
        assert!(clock.pixel(630.0) - clock.pixel(600.0) > 200);
        assert_eq!(clock.pixels(), PIXELS);
        assert!(clock.pixel(9_000.0) > clock.pixel(630.0));
        assert!(clock.pixel(9_000.0) < clock.pixel(18_000.0));
        let busy = [(630.0, 18_000.0)];
        assert!(!Clock::of(changes, &busy, 86_400.0, PIXELS).is_broken());
    }

    #[test]
    fn several_breaks_are_made_where_one_would_not_do() {
        let hour = |hour: f64, second: f64| hour * 3_600.0 + second;
        let changes = vec![hour(1.0, 0.0), hour(1.0, 50.0), hour(5.0, 0.0), hour(9.0, 0.0)];
        let clock = Clock::of(changes, &[], hour(12.0, 0.0), PIXELS);
        assert_eq!(clock.pieces.len(), 3);
    }

    #[test]
    fn what_can_be_seen_is_not_broken_further() {
        let changes = vec![600.0, 610.5, 621.5, 2_400.0, 2_400.5, 2_578.4];
        let clock = Clock::of(changes, &[], 43_200.0, PIXELS);
        assert_eq!(clock.pieces.len(), 3);
        assert!(clock.pieces[0].to > 621.5);
        let (left, right) = clock.widest(600.0, 2_400.0);
        assert_eq!((left, right), (clock.pixel(600.0), clock.pieces[0].pixels.1));
    }

    #[test]
    fn two_instants_alone_are_drawn_to_scale() {
        let clock = Clock::of(vec![600.0, 4_200.0], &[], 14_400.0, PIXELS);
        assert!(!clock.is_broken());
        assert!(Clock::of(vec![600.0], &[], 14_400.0, PIXELS).ticks().len() > 1);
        assert!(!Clock::of(Vec::new(), &[], 0.0, PIXELS).ticks().is_empty());
        assert!(!Clock::of(vec![0.0], &[], 0.0, PIXELS).ticks().is_empty());
    }

    #[test]
    fn labels_stand_apart_and_every_piece_has_one() {
        let changes = vec![600.0, 612.5, 630.0, 18_003.25, 18_010.0, 80_000.0];
        let clock = Clock::of(changes, &[], 86_400.0, PIXELS);
        let ticks = clock.ticks();
        for pair in ticks.windows(2) {
            assert!(clock.pixel(pair[1].0) - clock.pixel(pair[0].0) > 50, "{ticks:?}");
        }
        for piece in &clock.pieces {
            let within = |(at, _): &(f64, String)| *at >= piece.from && *at <= piece.to;
            assert!(ticks.iter().any(within), "{ticks:?}");
        }
    }
}
