//! Parts of the story of a trial: some stretches of it in full, and of the time before each what
//! happened to those whose failures are behind it.

use crate::quantity::Time;
use crate::system::port::{Findings, Interests, Measured, Named, Observer, Told};
use crate::system::{NodeId, System, Transition};

/// What of a story is told together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Excerpt {
    /// All that happens from here on,
    pub from: Time,
    /// until here,
    pub to: Time,
    /// and before it what happens to these from their failures on.
    pub failures: Vec<Named>,
}

impl Excerpt {
    /// Whether it tells of what has happened. What is up and what is down is no part of a story, but
    /// it is needed to tell one.
    pub fn tells(&self, now: Time, transition: &Transition, system: &System) -> bool {
        if now > self.to {
            return false;
        }
        if now >= self.from || matches!(transition, Transition::Node { .. }) {
            return true;
        }
        // Where a failure struck, a shock may have done it, and others with it.
        if self.failures.iter().any(|failure| failure.struck == now) {
            let shock = matches!(transition, Transition::Shock { .. });
            return shock || concerned(transition, system).is_some();
        }
        let concerned = concerned(transition, system);
        self.failures.iter().any(|it| it.struck < now && Some(it.node) == concerned)
    }

    /// When it begins.
    pub fn begins(&self) -> Time {
        self.failures.iter().map(|failure| failure.struck).fold(self.from, Time::min)
    }
}

/// Whose failure, repair or restoration it is.
fn concerned(transition: &Transition, system: &System) -> Option<NodeId> {
    let member = |service, slot: u32| system.members(service).get(slot as usize).copied();
    match *transition {
        Transition::Failed { node, .. }
        | Transition::Found { node, .. }
        | Transition::RepairBegins { node }
        | Transition::RepairInterrupted { node, .. }
        | Transition::RepairResumes { node }
        | Transition::WaitsForSpare { node, .. }
        | Transition::Restored { node, .. }
        | Transition::Mended { node, .. }
        | Transition::WorkBegins { node, .. }
        | Transition::WorkEnds { node, .. } => Some(node),
        Transition::Declared { service, slot }
        | Transition::Accepted { service, slot }
        | Transition::Called { service, slot, .. }
        | Transition::Person { service, slot, .. } => member(service, slot),
        _ => None,
    }
}

/// Keeps what some excerpts tell.
#[derive(Clone)]
pub(crate) struct Excerpts {
    excerpts: Vec<Excerpt>,
    told: Told,
}

impl Excerpts {
    pub(crate) fn new(excerpts: Vec<Excerpt>) -> Self {
        Self { excerpts, told: Told::default() }
    }
}

impl Observer for Excerpts {
    fn interests(&self) -> Interests {
        Interests { transitions: true, nodes: true, ..Interests::default() }
    }

    fn happened(&mut self, now: Time, transition: &Transition, system: &System) {
        if self.excerpts.iter().any(|excerpt| excerpt.tells(now, transition, system)) {
            self.told.story.push((now, *transition));
        }
    }

    fn figures(&self, _: &Findings<'_>, _: &mut Vec<Measured>) {}

    fn told(&self) -> Told {
        self.told.clone()
    }

    fn duplicate(&self) -> Box<dyn Observer> {
        Box::new(self.clone())
    }
}
