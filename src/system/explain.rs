//! Why users are not served: which present failures it takes.
//!
//! The question is about where a cohort would stand after all ramps, failures unchanged.
//! Of the present failures those are dropped, oldest first, without which it would still not be
//! served; what remains are the preconditions. For members of which a weight must be up (k of n,
//! or room for all users) that is a count.

use super::blueprint::ModeKind;
use super::chain::{Cause, Explanation, PRECONDITIONS};
use super::id::{ModeId, NodeId, ServiceId};
use super::lesser::Lower;
use super::world::{ModeState, World};
use crate::quantity::{Micro, Time};

/// What it takes to serve everybody: members with these weights, together at least `wanted`.
pub(crate) struct Demand<'a> {
    /// The weight of a slot.
    pub weight: &'a dyn Fn(u32) -> Micro,
    pub wanted: Micro,
}

impl World<'_> {
    /// The failure behind a mode, as it stands.
    pub(crate) fn cause(&self, mode: ModeId) -> Cause {
        match self.system.spec(mode).shock {
            None => Cause { mode, strike: self.clocks.modes[mode.at()].strikes },
            Some(shock) => self.shock_cause(shock, mode),
        }
    }

    /// Whether the failure is over.
    pub(crate) fn is_over(&self, cause: Cause) -> bool {
        if let Some(shock) = self.system.spec(cause.mode).shock {
            return self.shock_is_over(shock, cause.strike);
        }
        if self.system.spec(cause.mode).kind == ModeKind::FalseAlarm {
            let node = self.system.modes[cause.mode.at()].node;
            return self.configuration.believed_down[node.at()] == 0;
        }
        let mode = cause.mode.at();
        self.configuration.modes[mode] == ModeState::Sound
            || self.clocks.modes[mode].strikes != cause.strike
    }

    /// Whether everything an explanation names is over.
    pub(crate) fn is_outdated(&self, explanation: &Explanation) -> bool {
        let causes = explanation.trigger.iter().chain(explanation.preconditions.iter().flatten());
        causes.into_iter().all(|cause| self.is_over(*cause))
    }

    /// Explains why the users of `service` are not served. Without a `trigger` the youngest
    /// failure that plays a part is one. `demands` are what must hold for everybody to be served;
    /// the first that does not hold decides.
    pub(crate) fn explain(
        &self,
        service: ServiceId,
        trigger: Option<Cause>,
        demands: &[Demand<'_>],
    ) -> Explanation {
        let spec = &self.system.services[service.at()];
        let lacking = spec_needs(self, service);
        if let Some(root) = lacking {
            // Without what the service itself needs no member helps.
            let root = self.cause(root);
            let trigger = trigger.unwrap_or(root);
            let mut explanation = Explanation { trigger: Some(trigger), ..Explanation::default() };
            if trigger != root {
                explanation.preconditions[0] = Some(root);
            }
            return explanation;
        }
        let up = |slot: &u32| self.is_up(spec.members[*slot as usize]);
        let slots = || 0..spec.members.len() as u32;
        for demand in demands {
            let weights = slots().filter(up).map(demand.weight);
            let mut have = weights.fold(0, Micro::saturating_add);
            if have >= demand.wanted {
                continue;
            }
            let taken = self.taken(service, demand);
            let trigger = trigger.or_else(|| taken.last().map(|(_, cause, _)| *cause));
            let mut needed = Vec::new();
            for (_, cause, weight) in taken {
                if Some(cause) == trigger {
                    continue;
                }
                if have.saturating_add(weight) >= demand.wanted {
                    needed.push(cause);
                } else {
                    have += weight;
                }
            }
            let mut explanation = Explanation { trigger, ..Explanation::default() };
            explanation.more = needed.len() > PRECONDITIONS;
            // The youngest are named.
            for (place, cause) in explanation.preconditions.iter_mut().zip(needed.into_iter().rev())
            {
                *place = Some(cause);
            }
            return explanation;
        }
        Explanation { trigger, ..Explanation::default() }
    }

    /// What each present failure takes away from a demand, oldest first.
    fn taken(&self, service: ServiceId, demand: &Demand<'_>) -> Vec<(Time, Cause, Micro)> {
        let mut taken: Vec<(Time, Cause, Micro)> = Vec::new();
        for (slot, member) in self.system.services[service.at()].members.iter().enumerate() {
            if self.is_up(*member) {
                continue;
            }
            if let Some(root) = self.root(*member) {
                let since = self.clocks.modes[root.at()].since();
                taken.push((since, self.cause(root), (demand.weight)(slot as u32)));
            }
        }
        taken.sort_unstable_by_key(|(since, cause, _)| (*since, *cause));
        taken.dedup_by(|later, kept| {
            let same = later.1 == kept.1;
            if same {
                kept.2 = kept.2.saturating_add(later.2);
            }
            same
        });
        taken
    }

    /// Explains why a component is down.
    pub(crate) fn explain_node(&self, node: NodeId) -> Explanation {
        let trigger = self.root(node).map(|mode| self.cause(mode));
        Explanation { trigger, ..Explanation::NONE }
    }

    /// Explains why a service works at a limited level.
    pub(crate) fn explain_limited(&self, service: ServiceId) -> Explanation {
        let mut open = vec![self.system.services[service.at()].node];
        let mut seen = Vec::new();
        let mut lacks = Vec::new();
        while let Some(node) = open.pop() {
            if seen.contains(&node) || !self.is_limited(node) {
                continue;
            }
            seen.push(node);
            lacks.extend(self.graces_over(node, Lower::Limited));
            open.extend(self.system.nodes[node.at()].place);
            open.extend(&self.system.needs[node.at()]);
            if let Some(service) = self.system.service_of(node) {
                open.extend(&self.system.services[service.at()].members);
            }
        }
        let causes = lacks.into_iter().filter_map(|node| self.root(node));
        let causes = causes.map(|mode| self.cause(mode));
        let trigger = causes.max_by_key(|cause| (self.struck_at(*cause), *cause));
        Explanation { trigger, ..Explanation::NONE }
    }

    /// Explains an outage of `service`, by truth.
    pub(crate) fn explain_outage(&self, service: ServiceId) -> Explanation {
        if let Some(hold) = self.held(service) {
            return hold.explanation;
        }
        let need = Micro::from(self.system.services[service.at()].need);
        self.explain(service, None, &[Demand { weight: &|_| 1, wanted: need }])
    }
}

/// The failure that takes what a service itself cannot run without, if one does.
fn spec_needs(world: &World<'_>, service: ServiceId) -> Option<ModeId> {
    let node = world.system.services[service.at()].node;
    let lesser = || world.lesser_lacks(node).into_iter().find_map(|need| world.root(need));
    world.system.needs[node.at()].iter().find_map(|need| world.root(*need)).or_else(lesser)
}
