//! Needs that are not hard: those with a grace, and those of a cold start.
//!
//! A *grace* lets a node live on without what it needs for a while; then it falls to a lower level,
//! until what it needs is back. Each need has a timer of its own, which starts anew every time.
//! What a node needs *to start* plays no part while it runs. Once it has stopped (it failed itself,
//! its place was lost, a service lost its members) it starts again only when all of that is up: the
//! least fixed point, so parts that need each other to start stay down.

use super::event::{Event, Kind};
use super::id::{NodeId, ServiceId};
use super::lesser::{Grace, Lower};
use super::transition::Transition;
use super::world::World;
use crate::quantity::Time;

/// How it stands with a need that has a grace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum GraceState {
    /// What is needed is up.
    Met,
    /// It is down, and the grace lasts.
    Running,
    /// The grace is over.
    Over,
}

/// Whether a node that needs something to start has started.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Start {
    /// It has.
    Started,
    /// It has stopped.
    Stopped,
    /// It has stopped, and in this instant its own failure was the last to be put right.
    Repaired,
    /// It could start but for what it needs, and the story has said so.
    Waits,
}

impl World<'_> {
    /// A node with needs to start has been given a reason to be down: has it stopped?
    #[cold]
    pub(super) fn may_have_stopped(&mut self, node: NodeId) {
        if self.system.starts(node).is_empty() || self.has_power(node) {
            return;
        }
        let before = std::mem::replace(&mut self.configuration.starts[node.at()], Start::Stopped);
        self.configuration.down[node.at()] += u32::from(before == Start::Started);
    }

    /// A reason of a node is gone, or something it needs to start has come up: it may start when
    /// this instant has settled.
    #[inline]
    pub(super) fn may_start(&mut self, node: NodeId) {
        if self.has_stopped(node) {
            self.agenda.starts.push(node);
        }
    }

    /// Whether `node` has stopped and not started again.
    #[inline]
    pub(super) fn has_stopped(&self, node: NodeId) -> bool {
        let start = self.configuration.starts.get(node.at());
        start.is_some_and(|start| *start != Start::Started)
    }

    /// Whether all that keeps `node`, just repaired, down is that it has not started yet. Its start
    /// will tell of it.
    pub(super) fn has_only_to_start(&mut self, node: NodeId) -> bool {
        let only = self.has_stopped(node) && self.configuration.down[node.at()] == 1;
        if only {
            self.configuration.starts[node.at()] = Start::Repaired;
        }
        only
    }

    /// Nothing of its own, of its place or of its members keeps `node` from running.
    fn has_power(&self, node: NodeId) -> bool {
        let short = self.system.service_of(node).is_some_and(|service| self.is_short(service));
        !short
            && !self.system.modes_of(node).any(|mode| self.stops(mode))
            && self.system.nodes[node.at()].place.is_none_or(|place| self.is_up(place))
    }

    /// Fewer members are up than the service needs.
    fn is_short(&self, service: ServiceId) -> bool {
        let need = self.system.services[service.at()].need;
        self.configuration.members_up[service.at()] < need
    }

    /// Of what `node` needs to start, the first that is down.
    fn missing_to_start(&self, node: NodeId) -> Option<NodeId> {
        self.system.starts(node).iter().copied().find(|need| !self.is_up(*need))
    }

    /// Starts what can start, and what can start because of that, until nothing more can.
    #[cold]
    pub(super) fn settle_starts(&mut self) {
        let (mut waiting, mut started) = (Vec::new(), Vec::new());
        loop {
            let candidates = std::mem::take(&mut self.agenda.starts);
            if candidates.is_empty() {
                break;
            }
            for node in candidates {
                if !self.has_stopped(node) || !self.has_power(node) {
                    continue;
                }
                match self.missing_to_start(node) {
                    Some(_) => waiting.push(node),
                    None if self.start(node) => started.push(node),
                    None => {}
                }
            }
            self.settle_running();
        }
        self.tell_started(&started);
        self.tell_waiting(waiting);
    }

    /// Starts `node`; says whether it has been waiting for that.
    fn start(&mut self, node: NodeId) -> bool {
        let before = std::mem::replace(&mut self.configuration.starts[node.at()], Start::Started);
        self.agenda.restored = true;
        self.take_reason(node);
        if before == Start::Repaired {
            self.tell(Transition::Restored { node, up: self.is_up(node) });
        }
        before == Start::Waits
    }

    /// Somebody starts `node` by hand, whatever it needs to start.
    pub(super) fn start_by_hand(&mut self, node: NodeId) {
        if self.has_stopped(node) && self.has_power(node) && self.start(node) {
            self.tell(Transition::Started { node, count: 1, by_hand: true });
        }
    }

    /// Tells what has started, by family, in the order in which the first of each did.
    fn tell_started(&mut self, started: &[NodeId]) {
        let label = |node: NodeId| self.system.nodes[node.at()].label;
        let mut families: Vec<(NodeId, u32)> = Vec::new();
        for node in started {
            match families.iter_mut().find(|(first, _)| label(*first) == label(*node)) {
                Some((_, count)) => *count += 1,
                None => families.push((*node, 1)),
            }
        }
        for (node, count) in families {
            self.tell(Transition::Started { node, count, by_hand: false });
        }
    }

    /// Tells what waits to start and has not been told of, by family; those in a circle first.
    fn tell_waiting(&mut self, mut waiting: Vec<NodeId>) {
        waiting.retain(|node| {
            let told = self.configuration.starts[node.at()] == Start::Waits;
            !told && self.has_stopped(*node) && self.has_power(*node)
        });
        waiting.sort_unstable();
        waiting.dedup();
        let mut families: Vec<(bool, NodeId, NodeId, u32)> = Vec::new();
        for node in waiting {
            let Some(need) = self.missing_to_start(node) else { continue };
            self.configuration.starts[node.at()] = Start::Waits;
            let label = |node: NodeId| self.system.nodes[node.at()].label;
            let same = |(_, first, other, _): &&mut (bool, NodeId, NodeId, u32)| {
                label(*first) == label(node) && *other == need
            };
            match families.iter_mut().find(same) {
                Some((.., count)) => *count += 1,
                None => families.push((!self.is_in_circle(node), node, need, 1)),
            }
        }
        families.sort_unstable();
        for (outside, node, need, count) in families {
            self.tell(Transition::WaitsToStart { node, count, need, circular: !outside });
        }
    }

    /// What a need with a grace is about has gone down.
    pub(super) fn begin_grace(&mut self, grace: u32) {
        let spec = self.system.lesser.graces[grace as usize];
        let until = self.now + spec.lasts;
        self.configuration.graces[grace as usize] = GraceState::Running;
        self.clocks.graces[grace as usize] = until;
        self.calendar.schedule(until, Event::rank(Kind::Grace, grace));
        if self.ledger.is_telling() {
            self.agenda.graces.push((grace, false));
        }
    }

    /// Tells of the graces that have begun or ended, where somebody lives on by them.
    #[cold]
    pub(super) fn tell_graces(&mut self) {
        for (grace, over) in std::mem::take(&mut self.agenda.graces) {
            let Grace { node, need, lasts, .. } = self.system.lesser.graces[grace as usize];
            if !self.is_up(node) {
                continue;
            }
            match self.configuration.graces[grace as usize] {
                GraceState::Running => self.tell(Transition::GraceBegins { node, need, lasts }),
                GraceState::Met => self.tell(Transition::GraceEnds { node, need, over }),
                GraceState::Over => {}
            }
        }
    }

    /// It has come up: the timer is forgotten, or what it took is given back.
    pub(super) fn end_grace(&mut self, grace: u32) {
        let spec = self.system.lesser.graces[grace as usize];
        if self.forget_grace(grace) && spec.then == Lower::None {
            self.agenda.restored = true;
            self.take_reason(spec.node);
        }
    }

    /// The same where reasons to be down are counted anew. Says whether the grace was over.
    pub(super) fn forget_grace(&mut self, grace: u32) -> bool {
        let Grace { node, then, .. } = self.system.lesser.graces[grace as usize];
        self.clocks.graces[grace as usize] = Time::NEVER;
        let state = &mut self.configuration.graces[grace as usize];
        let over = std::mem::replace(state, GraceState::Met) == GraceState::Over;
        if over && then == Lower::Limited {
            self.take_limit(node);
        }
        if self.ledger.is_telling() {
            self.agenda.graces.push((grace, over));
        }
        over
    }

    /// A timer has run out, unless it has been forgotten.
    pub(crate) fn grace_over(&mut self, grace: u32) {
        let spec = self.system.lesser.graces[grace as usize];
        let running = self.configuration.graces[grace as usize] == GraceState::Running;
        if !running || self.clocks.graces[grace as usize] != self.now {
            return;
        }
        self.configuration.graces[grace as usize] = GraceState::Over;
        if self.is_up(spec.node) {
            self.tell(Transition::GraceOver {
                node: spec.node,
                need: spec.need,
                lasts: spec.lasts,
            });
        }
        match spec.then {
            Lower::Limited => self.add_limit(spec.node),
            Lower::None => self.add_reason(spec.node),
        }
    }

    /// Reasons of `node` to be down that are neither its failures, its place, its hard needs nor
    /// its members.
    pub(super) fn lesser_reasons(&self, node: NodeId) -> u32 {
        if !self.system.lesser.any {
            return 0;
        }
        u32::from(self.has_stopped(node)) + self.graces_over(node, Lower::None).count() as u32
    }

    /// The needs of `node` whose grace is over and has ended at this level.
    pub(super) fn graces_over(&self, node: NodeId, level: Lower) -> impl Iterator<Item = NodeId> {
        self.system
            .graces_of(node)
            .filter(move |(at, grace)| {
                grace.then == level && self.configuration.graces[*at] == GraceState::Over
            })
            .map(|(_, grace)| grace.need)
    }

    /// What a node that is down lacks beyond its place, its hard needs and its members.
    pub(super) fn lesser_lacks(&self, node: NodeId) -> Vec<NodeId> {
        if !self.system.lesser.any {
            return Vec::new();
        }
        let stopped = self.has_stopped(node);
        let starts = self.system.starts(node).iter().copied();
        let mut lacks: Vec<NodeId> = starts.filter(|need| stopped && !self.is_up(*need)).collect();
        lacks.extend(self.graces_over(node, Lower::None));
        lacks
    }

    /// Panics, in plain words, if a grace or a start is not as the truth has it.
    pub(super) fn audit_needs(&self) {
        let system = self.system;
        for (at, grace) in system.lesser.graces.iter().enumerate() {
            let name =
                || format!("`{}` without `{}`", system.name(grace.node), system.name(grace.need));
            let met = self.configuration.graces[at] == GraceState::Met;
            assert_eq!(met, self.is_up(grace.need), "{} has its grace", name());
            let due = self.clocks.graces[at];
            let in_time = match self.configuration.graces[at] {
                GraceState::Met => due.is_never(),
                GraceState::Running => due > self.now,
                GraceState::Over => due <= self.now,
            };
            assert!(in_time, "{} has its grace in time", name());
        }
        for (at, start) in self.configuration.starts.iter().enumerate() {
            let node = NodeId::from(at);
            if system.starts(node).is_empty() {
                assert_eq!(*start, Start::Started, "what needs nothing to start never waits");
                continue;
            }
            let ready = self.has_power(node);
            let startable = ready && self.missing_to_start(node).is_none();
            match start {
                Start::Started => assert!(ready, "`{}` runs and can", system.name(node)),
                _ => assert!(!startable, "`{}` can start and does", system.name(node)),
            }
        }
    }

    /// Whether two parts or more wait for each other behind the outage of `service`: the first
    /// that waits, and for what. Then there is no failure left whose repair would help.
    pub(crate) fn waits_in_circle(&self, service: ServiceId) -> Option<(NodeId, NodeId)> {
        if !self.system.lesser.any {
            return None;
        }
        self.circle_behind(self.system.services[service.at()].node)
    }

    /// Of the circle behind `from`, if there is one, the first part that waits to start, and for what.
    fn circle_behind(&self, from: NodeId) -> Option<(NodeId, NodeId)> {
        let waits = |node: &NodeId| {
            let need = self.missing_to_start(*node)?;
            self.has_stopped(*node).then_some((*node, need))
        };
        self.circle_from(from)?.iter().filter_map(waits).min()
    }

    /// Whether what `node` lacks lacks it, or another of its family, in turn.
    fn is_in_circle(&self, node: NodeId) -> bool {
        let label = |node: &NodeId| self.system.nodes[node.at()].label;
        let circle = self.circle_from(node).unwrap_or_default();
        circle.iter().any(|other| label(other) == label(&node))
    }

    /// Follows what is lacking until it comes round.
    pub(super) fn circle_from(&self, from: NodeId) -> Option<Vec<NodeId>> {
        let mut way = vec![from];
        loop {
            let next = self.first_lack(*way.last()?)?;
            if let Some(start) = way.iter().position(|seen| *seen == next) {
                way.drain(..start);
                return Some(way);
            }
            way.push(next);
        }
    }

    /// The first thing that `node` lacks: its place, a hard need, what it needs to start, a member.
    pub(super) fn first_lack(&self, node: NodeId) -> Option<NodeId> {
        let down = |other: &NodeId| !self.is_up(*other);
        let spec = &self.system.nodes[node.at()];
        let hard = || self.system.needs[node.at()].iter().copied().find(down);
        let member = || {
            let members = &self.system.services[spec.service?.at()].members;
            members.iter().copied().find(down)
        };
        spec.place
            .filter(down)
            .or_else(hard)
            .or_else(|| self.lesser_lacks(node).first().copied())
            .or_else(member)
    }
}
