//! What is known of a subject at a time, and the state that is read from it.

use super::Subject;
use crate::system::{DataId, RunbookId, ServiceId, Standing, System};

/// What a person is busy with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    Failure(ServiceId, u32),
    Runbook(RunbookId),
    Rescue(ServiceId),
    /// To restore data.
    Data(DataId),
}

/// What is known of a subject: its state is read from it.
#[derive(Clone, Default)]
pub(super) struct Marks {
    /// A service goes out, everything else goes down.
    pub is_service: bool,
    /// A link is cut.
    pub is_link: bool,
    pub down: bool,
    /// Failures of its own that stop it.
    pub failed: u32,
    pub unseen: bool,
    /// Data that are bad, and nobody knows.
    pub bad_unseen: bool,
    pub in_repair: bool,
    pub in_work: bool,
    pub waits_to_start: bool,
    /// Failures that do not stop it, the last of them last.
    pub soft: Vec<&'static str>,
    /// Services that believe it is down.
    pub believed_down: Vec<ServiceId>,
    pub drained: u32,
    pub limited: bool,
    pub stands_by: bool,
    pub standing: Option<Standing>,
    /// Of a person.
    pub task: Option<Task>,
    /// What a person does, how far a runbook is, or how a feature fares.
    pub other: Option<&'static str>,
}

impl Marks {
    pub fn word(&self) -> &'static str {
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
            _ if self.bad_unseen => "bad, unseen",
            _ if !self.soft.is_empty() => self.soft[self.soft.len() - 1],
            _ if self.drained > 0 => "drained",
            _ if self.limited => "limited",
            (false, Some(standing)) => standing.word(),
            _ if self.stands_by => "standing by",
            _ => "up",
        }
    }
}

impl Marks {
    /// Nothing keeps it down: whatever has failed is over.
    pub fn comes_up(&mut self) {
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
pub(super) fn at_first(system: &System, subject: Subject) -> Marks {
    let node = match subject {
        Subject::Node(node) => node,
        Subject::Runbook(_) => return Marks { other: Some("idle"), ..Marks::default() },
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
