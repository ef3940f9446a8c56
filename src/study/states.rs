//! States over time, read from the story: of every part that changes in it, and of no other.
//!
//! Within an instant only its end counts. What is true comes before what is believed; a member that
//! is up is told by how it stands in its mechanism.

mod marks;
mod rows;

use super::tell::runbooks;
use crate::quantity::Time;
use crate::report::{StatesReport, StepMark};
use crate::system::port::Told;
use crate::system::{
    DataDeed, MechanismDeed, ModeKind, NodeId, PersonDeed, PersonId, RunbookDeed, RunbookId,
    ServiceId, ServiceLevel, Standing, System, Transition, WantId,
};
use marks::{Marks, Task, at_first};
use rows::{Rank, cut, fold, row, spans};
use std::collections::BTreeMap;

/// Whose state it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Node(NodeId),
    Person(PersonId),
    Runbook(RunbookId),
    Feature(WantId),
}

/// The states of one subject so far.
struct Course {
    marks: Marks,
    /// From when on it is in which state; the first begins at the start.
    spans: Vec<(Time, &'static str)>,
    /// Of a runbook.
    steps: Vec<StepMark>,
}

/// The states of everything that changes in a story.
pub(super) fn states(system: &System, told: &Told, horizon_seconds: f64) -> Vec<StatesReport> {
    let mut reader =
        Reader { system, now: Time::ZERO, courses: BTreeMap::new(), touched: Vec::new() };
    for instant in told.story.chunk_by(|a, b| a.0 == b.0) {
        reader.now = instant[0].0;
        for (_, transition) in instant {
            reader.read(*transition);
        }
        reader.close();
    }
    for lack in &told.lacks {
        let word = if lack.by_all { "lacked" } else { "lacked by some" };
        reader.feature(lack.want, lack.from, word);
        reader.feature(lack.want, lack.to, "had");
    }
    reader.rows(horizon_seconds)
}

struct Reader<'a> {
    system: &'a System,
    now: Time,
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
                if let Some(person) = self.system.person_of(service) {
                    self.leaves(person, Task::Failure(service, slot));
                }
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
            Transition::Rescue { person, service, deed } => {
                let task = Task::Rescue(service);
                match deed {
                    PersonDeed::Decides => self.does(person, Some(task), "deciding"),
                    PersonDeed::Acts => self.does(person, Some(task), "acting"),
                    PersonDeed::Drops | PersonDeed::FindsItUp => self.leaves(person, task),
                    PersonDeed::Notices => {}
                }
            }
            Transition::Person { person, service, slot, deed } => {
                let task = Task::Failure(service, slot);
                match deed {
                    PersonDeed::Decides => self.does(person, Some(task), "deciding"),
                    PersonDeed::Acts => self.does(person, Some(task), "acting"),
                    PersonDeed::Drops | PersonDeed::FindsItUp => self.leaves(person, task),
                    PersonDeed::Notices => {}
                }
            }
            Transition::Data { data, deed } => match deed {
                DataDeed::Decides(person) => self.does(person, Some(Task::Data(data)), "deciding"),
                // Whoever has decided is free: the rest is the data's own work.
                DataDeed::Restores { .. } | DataDeed::NothingLeft | DataDeed::Restored(_) => {
                    if let Some(person) = self.system.data_keeper(data) {
                        self.leaves(person, Task::Data(data));
                    }
                }
                _ => {}
            },
            Transition::PersonAway { person, .. } => self.does(person, None, "on the way"),
            Transition::Runbook { runbook, person, deed } => self.runbook(runbook, person, deed),
            _ => {}
        }
    }

    /// How a feature fares from a time on; service in full is none.
    fn feature(&mut self, want: WantId, from: Time, word: &'static str) {
        if !self.system.want_names(want).1.is_empty() {
            self.now = from;
            self.mark(Subject::Feature(want), |marks| marks.other = Some(word));
            self.close();
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
            MechanismDeed::TakesOver { slot } | MechanismDeed::Starts { slot } => {
                (slot, Standing::TakingOver)
            }
            MechanismDeed::SwitchFails { slot } => (slot, Standing::Ready),
            MechanismDeed::Leads { slot } => (slot, Standing::Leading),
            MechanismDeed::Stands { slot, standing } => (slot, standing),
            MechanismDeed::SplitBrain { .. }
            | MechanismDeed::Data { .. }
            | MechanismDeed::Stops { .. }
            | MechanismDeed::AwaitsOrder => return,
        };
        let members = self.system.members(service);
        if standing == Standing::Leading {
            if let Some(person) = self.system.rescuer(service) {
                self.leaves(person, Task::Rescue(service));
            }
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

    fn runbook(&mut self, runbook: RunbookId, person: PersonId, deed: RunbookDeed) {
        let task = Task::Runbook(runbook);
        let word = match deed {
            RunbookDeed::Noticed => "called for",
            RunbookDeed::Decides => {
                self.does(person, Some(task), "deciding");
                "deciding"
            }
            RunbookDeed::Begins { .. } => {
                self.does(person, Some(task), "acting");
                "running"
            }
            RunbookDeed::Ends => "done",
            RunbookDeed::GivenUp { .. } => "given up",
            RunbookDeed::CauseGone { .. } | RunbookDeed::Dropped => "stopped",
            _ => return self.step(runbook, person, deed),
        };
        if !["called for", "deciding", "running"].contains(&word) {
            self.leaves(person, task);
        }
        self.mark(Subject::Runbook(runbook), |marks| marks.other = Some(word));
    }

    /// A step has been decided: it is done, not needed, refused, or has not worked.
    fn step(&mut self, runbook: RunbookId, person: PersonId, deed: RunbookDeed) {
        let refused = match deed {
            RunbookDeed::StepDone { .. } | RunbookDeed::StepSkipped { .. } => false,
            RunbookDeed::StepRefused { .. } | RunbookDeed::StepFails { .. } => true,
            _ => return,
        };
        let title = format!("{}, ", runbooks::title(self.system, runbook));
        let text = runbooks::deed(self.system, runbook, person, deed);
        let text = text.strip_prefix(&title).unwrap_or(&text).to_owned();
        let subject = Subject::Runbook(runbook);
        self.mark(subject, |_| {});
        if let Some(course) = self.courses.get_mut(&subject) {
            course.steps.push(StepMark { at_seconds: self.now.secs_f64(), text, refused });
        }
    }

    fn does(&mut self, person: PersonId, task: Option<Task>, word: &'static str) {
        self.mark(Subject::Person(person), |marks| (marks.task, marks.other) = (task, Some(word)));
    }

    /// A person has done with a task, or need not begin it.
    fn leaves(&mut self, person: PersonId, task: Task) {
        self.mark(Subject::Person(person), |marks| {
            if marks.task == Some(task) {
                (marks.task, marks.other) = (None, Some("free"));
            }
        });
    }

    fn node(&mut self, node: NodeId, change: impl FnOnce(&mut Marks)) {
        self.mark(Subject::Node(node), change);
    }

    fn mark(&mut self, subject: Subject, change: impl FnOnce(&mut Marks)) {
        let system = self.system;
        let course = self.courses.entry(subject).or_insert_with(|| {
            let marks = at_first(system, subject);
            Course { spans: vec![(Time::ZERO, marks.word())], marks, steps: Vec::new() }
        });
        change(&mut course.marks);
        self.touched.push(subject);
    }

    /// The instant is over: what differs from before is a state.
    fn close(&mut self) {
        let at = self.now;
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
            let stays = course.spans.len() < 2
                && course.steps.is_empty()
                && course.marks.standing.is_none();
            let calm = |(_, word): &(Time, &str)| ["up", "free", "idle", "had"].contains(word);
            if stays && course.spans.first().is_none_or(calm) {
                continue;
            }
            let (rank, mut row) = row(system, &places, *subject, spans(&course.spans, horizon));
            row.steps = course.steps.clone();
            rows.push((rank, row));
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
