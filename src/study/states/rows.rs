//! Rows of the record: their order, those that fared alike, and those that are too many.

use super::Subject;
use crate::quantity::Time;
use crate::report::{StateSpan, StatesReport};
use crate::study::tell::runbooks;
use crate::system::System;

/// Rows of one family at most; the others are counted.
const MOST: usize = 100;

pub(super) fn spans(course: &[(Time, &'static str)], horizon: f64) -> Vec<StateSpan> {
    let ends = course.iter().skip(1).map(|(at, _)| at.secs_f64()).chain([horizon]);
    let span = |(&(from, state), to): (&(Time, &str), f64)| StateSpan {
        from_seconds: from.secs_f64(),
        to_seconds: to,
        state: state.to_owned(),
    };
    course.iter().zip(ends).map(span).filter(|s| s.to_seconds > s.from_seconds).collect()
}

/// Where a row stands.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub section: u8,
    /// The service, or the stem of the name.
    pub family: String,
    /// A service before its members.
    pub kind: u8,
}

pub(super) fn row(
    system: &System,
    places: &[bool],
    subject: Subject,
    spans: Vec<StateSpan>,
) -> (Rank, StatesReport) {
    let (rank, kind, name, of, within) = match subject {
        Subject::Node(node) => {
            let name = system.name(node);
            let within = system.place_of(node).map(|place| system.name(place));
            let of = system.memberships(node).first().map(|(service, _)| *service);
            let of = of.map(|service| system.service_name(service).to_owned());
            let stem = system.stem(node).to_owned();
            let (section, family, order, kind) = match (system.service_at_node(node), &of) {
                (Some(_), _) => (1, name.clone(), 0, "service"),
                _ if places[node.at()] => (0, String::new(), 0, "place"),
                _ if system.is_link(node) => (0, String::new(), 1, "link"),
                (None, Some(service)) => (1, service.clone(), 1, "component"),
                (None, None) => (2, stem, 0, "component"),
            };
            (Rank { section, family, kind: order }, kind, name, of, within)
        }
        Subject::Person(person) => {
            let name = system.person_name(person).to_owned();
            (Rank { section: 3, family: name.clone(), kind: 0 }, "person", name, None, None)
        }
        Subject::Runbook(runbook) => {
            let name = runbooks::title(system, runbook);
            (Rank { section: 4, family: name.clone(), kind: 0 }, "runbook", name, None, None)
        }
        Subject::Feature(want) => {
            let (people, feature) = system.want_names(want);
            let rank = Rank { section: 5, family: people.to_owned(), kind: 0 };
            (rank, "feature", feature.to_owned(), Some(people.to_owned()), None)
        }
    };
    let kind = kind.to_owned();
    (
        rank,
        StatesReport {
            name,
            to: None,
            count: 1,
            kind,
            of,
            within,
            spans,
            steps: Vec::new(),
            left_out: 0,
        },
    )
}

/// Neighbours that fared alike become one row; two stay apart, for nothing would be saved.
pub(super) fn fold(family: &[(Rank, StatesReport)]) -> Vec<StatesReport> {
    let alike = |a: &(Rank, StatesReport), b: &(Rank, StatesReport)| {
        let of = |row: &StatesReport| (row.spans.clone(), row.within.clone(), row.of.clone());
        let folds = !["place", "link", "feature"].contains(&a.1.kind.as_str());
        folds && of(&a.1) == of(&b.1)
    };
    let mut rows = Vec::new();
    for run in family.chunk_by(alike) {
        match run {
            [(_, first), .., (_, last)] if run.len() > 2 => rows.push(StatesReport {
                to: Some(last.name.clone()),
                count: run.len() as u64,
                ..first.clone()
            }),
            _ => rows.extend(run.iter().map(|(_, row)| row.clone())),
        }
    }
    rows
}

/// A family that is too large is told by its first, and a count.
pub(super) fn cut(mut rows: Vec<StatesReport>) -> Vec<StatesReport> {
    let left_out = rows.iter().skip(MOST).map(|row| row.count).sum();
    rows.truncate(MOST);
    if let Some(last) = rows.last_mut() {
        last.left_out = left_out;
    }
    rows
}
