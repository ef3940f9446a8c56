//! Users over time: the course of a population, parted by the level at which its home served.

use crate::quantity::Time;
use crate::report::UsersPoint;
use crate::system::{PopulationId, ServiceId, ServiceLevel, Transition};
use std::collections::BTreeMap;

/// A point of a course: time, and micro-users served, waiting and refused.
type Point = (Time, u64, u64, u64);

/// The course of a population whose home is `home`, with a step wherever its level changes: the
/// lesser of its own and that of whoever serves it.
pub(super) fn course(
    points: &[Point],
    story: &[(Time, Transition)],
    people: PopulationId,
    home: ServiceId,
) -> Vec<UsersPoint> {
    let mut levels: BTreeMap<ServiceId, ServiceLevel> = BTreeMap::new();
    let mut host = (home, ServiceLevel::Full);
    let turns = story.iter().filter_map(|(at, transition)| {
        match *transition {
            Transition::LevelChanged { service, level } => {
                levels.insert(service, level);
            }
            Transition::Hosted { population, service, level } if population == people => {
                host = (service, level);
            }
            _ => return None,
        }
        let there = levels.get(&host.0).copied().unwrap_or_default();
        Some((*at, there.min(host.1)))
    });
    let mut turns = turns.peekable();
    let (mut level, mut course) = (ServiceLevel::Full, Vec::new());
    for (at, point) in points.iter().enumerate() {
        while let Some((time, next)) = turns.next_if(|(time, _)| *time <= point.0) {
            if next == level {
                continue;
            }
            let there = if at == 0 { *point } else { between(points[at - 1], *point, time) };
            course.push(served_at(level, there));
            course.push(served_at(next, there));
            level = next;
        }
        let point = served_at(level, *point);
        if course.last() != Some(&point) {
            course.push(point);
        }
    }
    course
}

/// The users at `time` on the straight way between two points.
fn between(from: Point, to: Point, time: Time) -> Point {
    let length = u128::from((to.0 - from.0).micros());
    if length == 0 {
        return to;
    }
    let run = u128::from((time - from.0).micros());
    let on = |start: u64, end: u64| {
        ((u128::from(start) * (length - run) + u128::from(end) * run) / length) as u64
    };
    (time, on(from.1, to.1), on(from.2, to.2), on(from.3, to.3))
}

fn served_at(level: ServiceLevel, (at, served, waiting, refused): Point) -> UsersPoint {
    let users = |micro: u64| micro as f64 / 1e6;
    let (full, limited) = match level {
        ServiceLevel::Full => (served, 0),
        ServiceLevel::Limited => (0, served),
    };
    UsersPoint {
        at_seconds: at.secs_f64(),
        full: users(full),
        limited: users(limited),
        waiting: users(waiting),
        refused: users(refused),
    }
}
