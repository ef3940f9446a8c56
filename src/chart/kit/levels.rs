//! Users by how they are served, stacked over time.

use super::theme::{FAINT, Pen};
use crate::chart::ChartError;
use crate::report::UsersPoint;
use plotters::style::RGBColor;

/// One level of service.
pub(in crate::chart) struct Level {
    /// What it is called.
    pub word: &'static str,
    /// Its colour.
    pub color: RGBColor,
    /// Its users at a point.
    pub users: fn(&UsersPoint) -> f64,
}

/// From the foot of the stack upwards; each a good deal darker than the one below.
pub(in crate::chart) const LEVELS: [Level; 4] = [
    Level { word: "served in full", color: RGBColor(0xd3, 0xe5, 0xf2), users: |p| p.full },
    Level { word: "served, limited", color: RGBColor(0xe3, 0xb2, 0x3c), users: |p| p.limited },
    Level { word: "waiting", color: RGBColor(0xc0, 0x5a, 0x2b), users: |p| p.waiting },
    Level { word: "refused", color: RGBColor(0x55, 0x14, 0x33), users: |p| p.refused },
];

/// Where fewer than this share of the users ever lack full service, only those are drawn: in a pool of
/// forty, the loss of one member would else be a hair at the top.
const FEW: f64 = 0.1;

/// The levels to draw: all, or all but the full service of nearly everybody.
pub(in crate::chart) fn levels_of(points: &[UsersPoint], users: f64) -> &'static [Level] {
    let most = most_lacking(points);
    if most > 0.0 && most < FEW * users { &LEVELS[1..] } else { &LEVELS }
}

/// The most users at one time that are not served in full.
pub(in crate::chart) fn most_lacking(points: &[UsersPoint]) -> f64 {
    let lacking = points.iter().map(|p| p.limited + p.waiting + p.refused);
    lacking.fold(0.0, f64::max)
}

/// The most users at one time on these levels.
pub(in crate::chart) fn most_on(levels: &[Level], points: &[UsersPoint]) -> f64 {
    let total = |p: &UsersPoint| levels.iter().map(|level| (level.users)(p)).sum::<f64>();
    points.iter().map(total).fold(0.0, f64::max)
}

/// Whether two points differ in any level.
pub(in crate::chart) fn differ(one: &UsersPoint, other: &UsersPoint) -> bool {
    LEVELS.iter().any(|level| (level.users)(one) != (level.users)(other))
}

/// The areas, from the foot upwards; `x` and `y` are the pixels of a time and of a number of users.
pub(in crate::chart) fn stack(
    pen: &Pen<'_>,
    levels: &[Level],
    points: &[UsersPoint],
    x: impl Fn(f64) -> i32,
    y: impl Fn(f64) -> i32,
) -> Result<(), ChartError> {
    let mut below = vec![0.0; points.len()];
    let place = |heights: &[f64]| -> Vec<(i32, i32)> {
        let at = points.iter().map(|p| x(p.at_seconds));
        at.zip(heights).map(|(x, &height)| (x, y(height))).collect()
    };
    for level in levels {
        let above: Vec<f64> =
            below.iter().zip(points).map(|(height, p)| height + (level.users)(p)).collect();
        if points.iter().any(|p| (level.users)(p) > 0.0) {
            let (upper, lower) = (place(&above), place(&below));
            let mut corners = upper.clone();
            corners.extend(lower.into_iter().rev());
            pen.shape(corners, level.color)?;
            pen.line(&upper, FAINT, 1)?;
        }
        below = above;
    }
    Ok(())
}

/// The points within a stretch of time, with new ones at its ends and at `bends` of the axis.
pub(in crate::chart) fn clipped(points: &[UsersPoint], bends: &[f64]) -> Vec<UsersPoint> {
    let (Some(&from), Some(&to)) = (bends.first(), bends.last()) else { return Vec::new() };
    let mut within = vec![at(points, from)];
    within.extend(points.iter().filter(|p| p.at_seconds > from && p.at_seconds < to));
    within.push(at(points, to));
    for &bend in bends {
        let place = within.partition_point(|p| p.at_seconds <= bend);
        if within.iter().all(|p| p.at_seconds != bend) {
            within.insert(place, at(points, bend));
        }
    }
    within
}

/// The users of several populations together.
pub(in crate::chart) fn together(populations: &[&[UsersPoint]]) -> Vec<UsersPoint> {
    let all = || populations.iter().copied();
    let mut times: Vec<f64> = all().flatten().map(|p| p.at_seconds).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let mut points: Vec<UsersPoint> = Vec::new();
    for time in times {
        let sum = |side: fn(&[UsersPoint], f64) -> UsersPoint| {
            let mut sum = UsersPoint {
                at_seconds: time,
                full: 0.0,
                limited: 0.0,
                waiting: 0.0,
                refused: 0.0,
            };
            for point in all().map(|points| side(points, time)) {
                sum.full += point.full;
                sum.limited += point.limited;
                sum.waiting += point.waiting;
                sum.refused += point.refused;
            }
            sum
        };
        let (before, after) = (sum(just_before), sum(at));
        if differ(&before, &after) {
            points.push(before);
        }
        points.push(after);
    }
    points
}

/// The users as a time begins, before a step that is at it.
fn just_before(points: &[UsersPoint], time: f64) -> UsersPoint {
    match points.iter().find(|p| p.at_seconds == time) {
        Some(first) => *first,
        None => at(points, time),
    }
}

/// The users at a time between points; before the first and after the last nothing changes.
fn at(points: &[UsersPoint], time: f64) -> UsersPoint {
    let after = points.partition_point(|p| p.at_seconds <= time);
    let (before, after) = match (after.checked_sub(1).map(|i| &points[i]), points.get(after)) {
        (Some(before), Some(after)) => (before, after),
        (Some(one), None) | (None, Some(one)) => return UsersPoint { at_seconds: time, ..*one },
        (None, None) => unreachable!("populations without points are left out"),
    };
    let share = (time - before.at_seconds) / (after.at_seconds - before.at_seconds);
    let mix = |a: f64, b: f64| a + share * (b - a);
    UsersPoint {
        at_seconds: time,
        full: mix(before.full, after.full),
        limited: mix(before.limited, after.limited),
        waiting: mix(before.waiting, after.waiting),
        refused: mix(before.refused, after.refused),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at_seconds: f64, full: f64, waiting: f64) -> UsersPoint {
        UsersPoint { at_seconds, full, limited: 0.0, waiting, refused: 0.0 }
    }

    #[test]
    fn populations_together_keep_their_steps_and_ramps() {
        let step = [point(0.0, 10.0, 0.0), point(5.0, 10.0, 0.0), point(5.0, 4.0, 6.0)];
        let ramp = [point(0.0, 0.0, 10.0), point(10.0, 10.0, 0.0)];
        let sum = together(&[&step, &ramp]);
        let full: Vec<(f64, f64)> = sum.iter().map(|p| (p.at_seconds, p.full)).collect();
        assert_eq!(full, [(0.0, 10.0), (5.0, 15.0), (5.0, 9.0), (10.0, 14.0)]);
    }

    #[test]
    fn a_stretch_has_points_where_its_axis_bends() {
        let points = [point(0.0, 0.0, 10.0), point(10.0, 10.0, 0.0)];
        let times: Vec<f64> =
            clipped(&points, &[1.0, 3.0, 7.0, 9.0]).iter().map(|p| p.at_seconds).collect();
        assert_eq!(times, [1.0, 3.0, 7.0, 9.0]);
    }
}
