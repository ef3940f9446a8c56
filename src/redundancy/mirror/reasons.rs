//! Why nobody can write, what for they wait, and what the pair is exposed to.

use super::Failover;
use super::failover::Grip;
use super::pair::Pair;
use crate::system::{Cause, Explanation, Exposure, Hold, NodeId, Phase, World};

impl Pair {
    /// The pair keeps its service out, and why.
    pub(super) fn hold(&self, world: &World<'_>) -> Hold {
        Hold { phase: self.phase(world), explanation: self.explanation(world) }
    }

    /// What those wait for who cannot write.
    fn phase(&self, world: &World<'_>) -> Phase {
        let now = world.now();
        if let Some(takeover) = self.takeover {
            return if takeover.is_acting() { Phase::Acting } else { Phase::Deciding };
        }
        if self.is_up(self.leader) {
            if self.stalls() {
                let noticed = self.partners().is_doubted(now) || !self.partners().is_up();
                // One that is alive takes over when the lease is over; another has to be back.
                return match (noticed, self.partners().is_up() || self.is_up(self.other())) {
                    (_, false) => Phase::Repairing,
                    (true, true) => Phase::Detecting,
                    (false, true) => Phase::Undetected,
                };
            }
            if self.is_stopped(world) || matches!(self.grip, Grip::Regaining(_)) {
                return Phase::Acting;
            }
        }
        let (leader, other) = (self.leader as usize, self.other());
        let follower = self.is_up(other) && self.answers(other, world);
        let detecting = if self.observed[leader] { Phase::Detecting } else { Phase::Undetected };
        match self.spec.failover {
            Failover::Witness { .. } => {
                let armed = self.loss.is_some_and(|loss| loss.armed);
                let coming = armed && self.with_witness(other).carries();
                if !coming {
                    return Phase::Repairing;
                }
                let ours = self.with_witness(self.leader);
                let doubted = self.partners().is_doubted(now) || ours.is_doubted(now);
                if doubted { Phase::Detecting } else { Phase::Undetected }
            }
            Failover::Manual { person: true, .. } if follower => {
                let progress = &world.book(self.service).progress;
                progress.get(&self.leader).copied().unwrap_or(detecting)
            }
            Failover::Monitor { .. } | Failover::Lease { .. }
                if follower
                    && self.may_be_promoted()
                    && self.has_decider(world)
                    && !self.is_up(self.leader) =>
            {
                detecting
            }
            // Nobody has looked at the lease that is over.
            Failover::Lease { .. }
                if follower
                    && matches!(self.grip, Grip::Gone(seen) if seen > now)
                    && self.may_be_promoted()
                    && self.has_decider(world) =>
            {
                Phase::Detecting
            }
            _ => Phase::Repairing,
        }
    }

    /// Which failures it takes: of those of the leader and of whoever could have taken over or voted,
    /// the youngest that is needed and those without which nothing would have happened.
    fn explanation(&self, world: &World<'_>) -> Explanation {
        if self.takeover.is_some_and(|takeover| takeover.wanted) {
            let handover = Some(world.service_node(self.service));
            return Explanation { handover, ..Explanation::NONE };
        }
        let since = |cause: Cause| (world.struck_at(cause), cause);
        let failure = |node: NodeId| Some(since(world.cause(world.root(node)?)));
        let leader = failure(self.node(self.leader));
        // Who could have helped is down, or cut off from whoever it should have helped.
        let from = self.node(if leader.is_some() { self.other() } else { self.leader });
        let lacks = |node: NodeId| {
            failure(node).or_else(|| world.explain_cut(from, node).trigger.map(since))
        };
        let mut others = Vec::new();
        if self.takeover.is_none() || leader.is_none() {
            others.extend(lacks(self.node(self.other())));
            let counts = match self.spec.failover {
                Failover::Witness { .. } => self.has_witness(),
                Failover::Lease { .. } => true,
                _ => leader.is_some(),
            };
            if counts {
                others.extend(self.aide.and_then(lacks));
            }
        }
        others.sort_unstable();
        others.dedup();
        let (trigger, before): (Option<Cause>, Option<Cause>) = match (leader, others.as_slice()) {
            // Without the older of two that could have helped, the other alone would do it.
            (Some((_, leader)), []) => (Some(leader), None),
            (Some((_, leader)), [.., (_, other)]) => (Some(leader), Some(*other)),
            // Nobody has failed: whom the principal waits for is cut off.
            (None, []) => {
                let cut = |to: &NodeId| !world.reaches(self.node(self.leader), *to);
                let others = [Some(self.node(self.other())), self.aide];
                return match others.into_iter().flatten().find(cut) {
                    Some(to) => world.explain_cut(self.node(self.leader), to),
                    // Whoever leads is believed to be down.
                    None => {
                        let trigger = world.member_alarm(self.service, self.leader);
                        Explanation { trigger, ..Explanation::NONE }
                    }
                };
            }
            (None, [(_, one)]) => (Some(*one), None),
            (None, [.., (_, older), (_, younger)]) => (Some(*younger), Some(*older)),
        };
        let before = before.filter(|before| Some(*before) != trigger);
        Explanation { trigger, preconditions: [before, None, None], ..Explanation::NONE }
    }

    /// Why the pair does not serve although its principal is up; with whom that is about.
    pub(super) fn stops_because(
        &self,
        world: &World<'_>,
    ) -> Option<(&'static str, Option<NodeId>)> {
        if !self.is_up(self.leader) || self.awaits_leader() || self.lets_write(world) {
            return None;
        }
        let mirror = Some(self.node(self.other()));
        Some(if !self.has_quorum() {
            ("the principal sees neither the mirror nor the witness", None)
        } else if self.stalls() {
            ("commits wait for the mirror", mirror)
        } else if self.is_stopped(world) {
            ("writes wait until the pair is reconfigured", mirror)
        } else {
            ("the principal has lost its lease", self.aide)
        })
    }

    /// Why one more failure is an outage that only a repair ends, if it is.
    pub(super) fn exposure(&self) -> Option<Exposure> {
        if !self.follows() {
            return Some(Exposure::NoMirror);
        }
        if !self.is_synchronized() {
            return Some(Exposure::NotSynchronized);
        }
        if self.has_witness() && !self.sessions.iter().all(super::sessions::Session::is_up) {
            return Some(Exposure::NoVote);
        }
        None
    }
}
