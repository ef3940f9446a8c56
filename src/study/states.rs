//! States over time, read from the story: of every part that changes in it, and of no other.
//!
//! Within an instant only its end counts. What is true comes before what is believed; a member that
//! is up is told by how it stands in its mechanism.

use crate::quantity::Time;
use crate::report::{StateSpan, StatesReport};
use crate::system::{
    MechanismDeed, ModeKind, NodeId, PersonDeed, PersonId, ServiceId, ServiceLevel, Standing,
    System, Transition, WantId,
};
use std::collections::BTreeMap;

/// Rows of one family at most; the others are counted.
const MOST: usize = 100;

/// Whose state it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Node(NodeId),
    Person(PersonId),
    Feature(WantId),
}

/// The states of one subject so far.
struct Course {
    marks: Marks,
    /// From when on it is in which state; the first begins at the start.
    spans: Vec<(Time, &'static str)>,
}

/// What is known of a subject: its state is read from it.
#[derive(Clone, Default)]
struct Marks {
    /// A service goes out, everything else goes down.
    is_service: bool,
    /// A link is cut.
    is_link: bool,
    down: bool,
    /// Failures of its own that stop it.
    failed: u32,
    unseen: bool,
    in_repair: bool,
    in_work: bool,
    waits_to_start: bool,
    /// Failures that do not stop it, the last of them last.
    soft: Vec<&'static str>,
    /// Services that believe it is down.
    believed_down: Vec<ServiceId>,
    drained: u32,
    limited: bool,
    stands_by: bool,
    standing: Option<Standing>,
    /// What a person does, or how a feature fares.
    other: Option<&'static str>,
}

impl Marks {
    fn word(&self) -> &'static str {
        if let Some(word) = self.other {
            return word;
        }
        match (self.down, self.standing) {
            (true, _) if self.in_work => "in work",
            (true, _) if self.in_repair => "in repair",
            (true, _) if self.unseen => "failed, unseen",
            (true, _) if self.failed > 0 && self.is_link => "cut",
            (true, _) if self.failed > 0 => "failed",
            (true, _) if self.waits_to_start => "starting",
            (true, _) if self.is_service => "out",
            (true, _) => "down",
            (false, Some(standing)) if standing != Standing::Ready => standing.word(),
            _ if !self.believed_down.is_empty() => "believed down",
            _ if !self.soft.is_empty() => self.soft[self.soft.len() - 1],
            _ if self.drained > 0 => "drained",
            _ if self.limited => "limited",
            (false, Some(standing)) => standing.word(),
            _ if self.stands_by => "standing by",
            _ => "up",
        }
    }
}

/// The states of everything that changes in a story.
pub(super) fn states(
    system: &System,
    story: &[(Time, Transition)],
    horizon_seconds: f64,
) -> Vec<StatesReport> {
    let mut reader = Reader { system, courses: BTreeMap::new(), touched: Vec::new() };
    for instant in story.chunk_by(|a, b| a.0 == b.0) {
        for (_, transition) in instant {
            reader.read(*transition);
        }
        reader.close(instant[0].0);
    }
    reader.rows(horizon_seconds)
}

struct Reader<'a> {
    system: &'a System,
    courses: BTreeMap<Subject, Course>,
    /// In this instant.
    touched: Vec<Subject>,
}

impl Reader<'_> {
    fn read(&mut self, transition: Transition) {
        let member = |service: ServiceId, slot: u32| self.system.members(service)[slot as usize];
        match transition {
            Transition::Node { node, up } => self.node(node, |marks| match up {
                true => marks.comes_up(),
                false => marks.down = true,
            }),
            Transition::Failed { node, mode, .. } => self.fails(node, self.system.mode_kind(mode)),
            Transition::Mended { node, .. } => self.node(node, |marks| {
                marks.soft.pop();
                marks.in_repair = false;
            }),
            Transition::Restored { node, up: false } => self.node(node, |marks| {
                marks.failed = marks.failed.saturating_sub(1);
                marks.in_repair = false;
            }),
            Transition::Found { node, .. } => self.node(node, |marks| marks.unseen = false),
            Transition::RepairBegins { node } | Transition::RepairResumes { node } => {
                self.node(node, |marks| (marks.in_repair, marks.unseen) = (true, false));
            }
            Transition::RepairInterrupted { node, .. } => {
                self.node(node, |marks| marks.in_repair = false);
            }
            Transition::WorkBegins { node, .. } => self.node(node, |marks| marks.in_work = true),
            Transition::WorkEnds { node, .. } => self.node(node, |marks| marks.in_work = false),
            Transition::WaitsToStart { node, count: 1, .. } => {
                self.node(node, |marks| marks.waits_to_start = true);
            }
            Transition::Declared { service, slot } => {
                self.node(member(service, slot), |marks| marks.believed_down.push(service));
                // Whoever acts on what is noticed has acted.
                self.person(self.system.person_of(service), "free");
            }
            Transition::Accepted { service, slot } => self.node(member(service, slot), |marks| {
                marks.believed_down.retain(|believer| *believer != service);
            }),
            Transition::Drained { service, slot, .. } => {
                self.node(member(service, slot), |marks| marks.drained += 1);
            }
            Transition::Returned { service, slot } => self.node(member(service, slot), |marks| {
                marks.drained = marks.drained.saturating_sub(1);
            }),
            Transition::Called { service, slot, called } => {
                self.node(member(service, slot), |marks| marks.stands_by = !called);
            }
            Transition::LevelChanged { service, level } => {
                let node = self.system.service_node(service);
                self.node(node, |marks| marks.limited = level == ServiceLevel::Limited);
            }
            Transition::Deed { service, deed } => self.deed(service, deed),
            Transition::Person { person, deed, .. } => match deed {
                PersonDeed::Decides => self.person(Some(person), "deciding"),
                PersonDeed::Acts => self.person(Some(person), "acting"),
                PersonDeed::Drops | PersonDeed::FindsItUp => self.person(Some(person), "free"),
                PersonDeed::Notices => {}
            },
            Transition::PersonAway { person, .. } => self.person(Some(person), "on the way"),
            Transition::Feature { want, lacking, .. } => {
                let (population, _) = self.system.wants().nth(want.at()).expect("it is wanted");
                let all = self.system.population_sizes()[population.at()];
                let word = match lacking {
                    0 => "had",
                    some if some < all => "lacked by some",
                    _ => "lacked",
                };
                self.mark(Subject::Feature(want), |marks| marks.other = Some(word));
            }
            _ => {}
        }
    }

    fn fails(&mut self, node: NodeId, kind: ModeKind) {
        self.node(node, |marks| match kind {
            ModeKind::Gray(_) => marks.soft.push("gray"),
            ModeKind::Degraded(_) => marks.soft.push("degraded"),
            ModeKind::FalseAlarm | ModeKind::Planned => {}
            _ => {
                marks.failed += 1;
                marks.unseen = kind == ModeKind::Latent;
            }
        });
    }

    fn deed(&mut self, service: ServiceId, deed: MechanismDeed) {
        let (slot, standing) = match deed {
            MechanismDeed::TakesOver { slot } => (slot, Standing::TakingOver),
            MechanismDeed::Leads { slot } => (slot, Standing::Leading),
            MechanismDeed::Stands { slot, standing } => (slot, standing),
            MechanismDeed::SplitBrain { .. }
            | MechanismDeed::Data { .. }
            | MechanismDeed::Stops { .. } => return,
        };
        let members = self.system.members(service);
        if standing == Standing::Leading {
            // Whoever led does so no longer.
            for other in members.iter().filter(|other| **other != members[slot as usize]) {
                self.node(*other, |marks| {
                    let led = matches!(marks.standing, Some(Standing::Leading | Standing::Exposed));
                    if led {
                        marks.standing = None;
                    }
                });
            }
        }
        self.node(members[slot as usize], |marks| marks.standing = Some(standing));
    }

    fn person(&mut self, person: Option<PersonId>, does: &'static str) {
        if let Some(person) = person {
            self.mark(Subject::Person(person), |marks| marks.other = Some(does));
        }
    }

    fn node(&mut self, node: NodeId, change: impl FnOnce(&mut Marks)) {
        self.mark(Subject::Node(node), change);
    }

    fn mark(&mut self, subject: Subject, change: impl FnOnce(&mut Marks)) {
        let system = self.system;
        let course = self.courses.entry(subject).or_insert_with(|| {
            let marks = at_first(system, subject);
            Course { spans: vec![(Time::ZERO, marks.word())], marks }
        });
        change(&mut course.marks);
        self.touched.push(subject);
    }

    /// The instant is over: what differs from before is a state.
    fn close(&mut self, at: Time) {
        for subject in std::mem::take(&mut self.touched) {
            let Some(course) = self.courses.get_mut(&subject) else { continue };
            let word = course.marks.word();
            if course.spans.last().is_some_and(|(from, _)| *from == at) {
                course.spans.pop();
            }
            if course.spans.last().is_none_or(|(_, before)| *before != word) {
                course.spans.push((at, word));
            }
        }
    }

    /// What has changed, in the order of a chart: places, services with their members, what else
    /// there is, people, features.
    fn rows(mut self, horizon: f64) -> Vec<StatesReport> {
        self.list_partners();
        let system = self.system;
        let places = system.places();
        let mut rows: Vec<(Rank, StatesReport)> = Vec::new();
        for (subject, course) in &self.courses {
            let stays = course.spans.len() < 2 && course.marks.standing.is_none();
            if stays && course.spans.first().is_none_or(|(_, word)| *word == "up") {
                continue;
            }
            rows.push(row(system, &places, *subject, spans(&course.spans, horizon)));
        }
        rows.sort_by(|a, b| (&a.0, &a.1.name).cmp(&(&b.0, &b.1.name)));
        rows.chunk_by(|a, b| a.0.family == b.0.family && a.0.kind == b.0.kind)
            .flat_map(|family| cut(fold(family)))
            .collect()
    }

    /// Where one member of a mechanism with a leader changes, the others are shown as well.
    fn list_partners(&mut self) {
        for (service, _) in self.system.services() {
            let members = self.system.members(service);
            let changes = |node: &NodeId| {
                let course = self.courses.get(&Subject::Node(*node));
                course.is_some_and(|course| course.spans.len() > 1)
            };
            if self.system.leads(service).is_some() && members.iter().any(changes) {
                for member in members {
                    self.node(*member, |_| {});
                }
            }
        }
    }
}

impl Marks {
    /// Nothing keeps it down: whatever has failed is over.
    fn comes_up(&mut self) {
        *self = Self {
            is_service: self.is_service,
            is_link: self.is_link,
            soft: std::mem::take(&mut self.soft),
            believed_down: std::mem::take(&mut self.believed_down),
            drained: self.drained,
            limited: self.limited,
            stands_by: self.stands_by,
            standing: self.standing,
            ..Self::default()
        };
    }
}

/// How a subject stands before anything happens.
fn at_first(system: &System, subject: Subject) -> Marks {
    let node = match subject {
        Subject::Node(node) => node,
        Subject::Person(_) => return Marks { other: Some("free"), ..Marks::default() },
        Subject::Feature(_) => return Marks { other: Some("had"), ..Marks::default() },
    };
    let mut marks = Marks {
        is_service: system.service_at_node(node).is_some(),
        is_link: system.is_link(node),
        ..Marks::default()
    };
    for (service, slot) in system.memberships(node) {
        marks.stands_by |= system.standby(service).contains(&slot);
        if let Some(leader) = system.leads(service) {
            marks.standing = Some(if leader == slot { Standing::Leading } else { Standing::Ready });
        }
    }
    marks
}

fn spans(course: &[(Time, &'static str)], horizon: f64) -> Vec<StateSpan> {
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
struct Rank {
    section: u8,
    /// The service, or the stem of the name.
    family: String,
    /// A service before its members.
    kind: u8,
}

fn row(
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
        Subject::Feature(want) => {
            let (people, feature) = system.want_names(want);
            let rank = Rank { section: 4, family: people.to_owned(), kind: 0 };
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
fn fold(family: &[(Rank, StatesReport)]) -> Vec<StatesReport> {
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
fn cut(mut rows: Vec<StatesReport>) -> Vec<StatesReport> {
    let left_out = rows.iter().skip(MOST).map(|row| row.count).sum();
    rows.truncate(MOST);
    if let Some(last) = rows.last_mut() {
        last.left_out = left_out;
    }
    rows
}
