//! Why the users of a pool wait: asked when they are lost, when they are first refused, and when
//! what explained it is over.

use super::balancer::Balancer;
use crate::quantity::Micro;
use crate::system::port::Shortfall;
use crate::system::{Cause, Demand, Explanation, Exposure, Phase, Terms, World};

impl Balancer {
    /// A cohort whose explanation is over and that is still not served gets a new one.
    pub(super) fn explain_anew(&mut self, terms: &Terms, world: &mut World<'_>) {
        if terms.serving && world.book(self.service).room() > 0 {
            return;
        }
        for at in 0..world.book(self.service).cohorts.len() {
            let cohort = &world.book(self.service).cohorts[at];
            let old = cohort.explanation;
            if cohort.total() == 0 || old.trigger.is_none() || !world.is_outdated(&old) {
                continue;
            }
            let mut explanation = self.explain(None, world);
            // Without any failure: the aftermath of the old one, unless there never was room.
            if explanation.trigger.is_none() && !self.is_too_small() {
                let circle = world.waits_in_circle(self.service);
                explanation = Explanation { recovery: true, circle, ..old };
            }
            self.set_explanation(at, explanation, world);
        }
    }

    /// Whether not even all members together have room for everybody.
    fn is_too_small(&self) -> bool {
        self.limited && self.rotation.capacity_of_all() < self.wanted
    }

    /// At its first refusal a cohort is asked again what it would take.
    pub(super) fn explain_refusals(&mut self, world: &mut World<'_>) {
        for at in 0..world.book(self.service).cohorts.len() {
            let cohort = &world.book(self.service).cohorts[at];
            if cohort.refused == 0 || cohort.refused_before {
                continue;
            }
            let trigger = cohort.explanation.trigger;
            world.book_mut(self.service).cohorts[at].refused_before = true;
            if trigger.is_some() {
                let explanation = self.explain(trigger, world);
                self.set_explanation(at, explanation, world);
            }
        }
    }

    /// What those wait for whom nobody serves.
    pub(super) fn phase_out(&self, world: &World<'_>) -> Phase {
        let rotation = &self.rotation;
        let dead = rotation.refusing + rotation.silent > 0;
        let seen = dead && rotation.blind.iter().any(|slot| rotation.slot(*slot).observed);
        match (dead, seen) {
            _ if self.awaits_standby() => Phase::Acting,
            (true, false) => Phase::Undetected,
            (true, true) => Phase::Detecting,
            // Enough are up, but not yet accepted again.
            (false, _) if world.is_service_up(self.service) && rotation.up > 0 => Phase::Detecting,
            // What it cannot run without may be about to come back.
            (false, _) => {
                let node = world.service_node(self.service);
                world.hold_behind(node).map_or(Phase::Repairing, |hold| hold.phase)
            }
        }
    }

    /// How far the pool falls short of what is asked of it beside its own users.
    pub(super) fn short_of(&self, world: &World<'_>) -> Shortfall {
        let up = world.is_service_up(self.service);
        if !up || self.rotation.serving == 0 {
            let explanation = match up {
                true => {
                    let blind = self.youngest_blind(world);
                    let trigger = blind.or_else(|| world.service_cut(self.service));
                    Explanation { trigger, ..Explanation::NONE }
                }
                false => world.explain_outage(self.service),
            };
            let (failing, phase) = ((1, 1), self.phase_out(world));
            return Shortfall { failing, phase, explanation, ..Shortfall::NONE };
        }
        let rates = self.flow.rates;
        let failing = (rates.failing, rates.of);
        let refused = (rates.refused, self.requests.max(1));
        let (phase, explanation) = match (rates.failing, rates.refused) {
            (0, 0) => return Shortfall::NONE,
            (0, _) => (Phase::Refused, self.explain_room(world)),
            _ => {
                let trigger = self.youngest_blind(world);
                (self.phase_out(world), Explanation { trigger, ..Explanation::NONE })
            }
        };
        Shortfall { failing, refused, phase, explanation }
    }

    /// The youngest failure of a member that is given work although it is down.
    fn youngest_blind(&self, world: &World<'_>) -> Option<Cause> {
        let causes = self.rotation.blind.iter();
        let causes = causes.filter_map(|slot| world.member_cause(self.service, *slot));
        causes.max_by_key(|cause| (world.struck_at(*cause), *cause))
    }

    /// What it would take to have room for everything that is asked.
    fn explain_room(&self, world: &World<'_>) -> Explanation {
        let limit = |slot: u32| self.rotation.limit(slot).min(self.requests);
        let room = Demand { weight: &limit, wanted: self.requests };
        world.explain(self.service, None, &[room])
    }

    fn set_explanation(&mut self, cohort: usize, explanation: Explanation, world: &mut World<'_>) {
        let chain = world.chain(&explanation);
        let cohort = &mut world.book_mut(self.service).cohorts[cohort];
        cohort.explanation = explanation;
        cohort.chain = chain;
    }

    /// What it would take to serve everybody: enough members, and room.
    pub(super) fn explain(&mut self, trigger: Option<Cause>, world: &World<'_>) -> Explanation {
        let room = !self.limited || self.rotation.capacity_up() >= self.wanted;
        if trigger.is_some() && world.is_service_up(self.service) && room {
            // All come back to those that are up: the trigger alone explains the wait.
            return Explanation { trigger, ..Explanation::default() };
        }
        // Within one round the truth stands, and a disaster asks for each of its members.
        if let Some((asked, explanation)) = self.explained
            && asked == trigger
        {
            return explanation;
        }
        let explanation = self.explain_lack(trigger, world);
        self.explained = Some((trigger, explanation));
        explanation
    }

    /// As [`Self::explain`], from a look at every member.
    fn explain_lack(&self, trigger: Option<Cause>, world: &World<'_>) -> Explanation {
        let need = Micro::from(world.need(self.service));
        let count = Demand { weight: &|_| 1, wanted: need };
        // One unlimited member has room for all; sums must not overflow.
        let limit = |slot: u32| self.rotation.limit(slot).min(self.wanted);
        let room = Demand { weight: &limit, wanted: self.wanted };
        match self.limited {
            true => world.explain(self.service, trigger, &[count, room]),
            false => world.explain(self.service, trigger, &[count]),
        }
    }

    /// Whether one more failure is an outage or refuses somebody.
    pub(super) fn exposure(&self, up: bool, world: &World<'_>) -> Option<Exposure> {
        if !up {
            return None;
        }
        let carried = if self.wanted > 0 { self.wanted } else { self.requests };
        if self.rotation.up == world.need(self.service) {
            Some(Exposure::OneMoreIsAnOutage)
        } else if self.limited && self.capacity_less_one() < carried {
            Some(Exposure::OneMoreRefuses)
        } else {
            None
        }
    }

    /// What the members could carry without whichever of them is missed most.
    fn capacity_less_one(&self) -> Micro {
        match self.each {
            true => self.rearranged_less_one(),
            false => self.rotation.capacity_less_one(),
        }
    }
}
