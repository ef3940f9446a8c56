//! Why the users of a pool wait: asked when they are lost, when they are first refused, and when
//! what explained it is over.

use super::balancer::Balancer;
use crate::quantity::Micro;
use crate::system::{Cause, Demand, Explanation, Terms, World};

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
                explanation = Explanation { recovery: true, ..old };
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

    fn set_explanation(&mut self, cohort: usize, explanation: Explanation, world: &mut World<'_>) {
        let chain = world.chain(&explanation);
        let cohort = &mut world.book_mut(self.service).cohorts[cohort];
        cohort.explanation = explanation;
        cohort.chain = chain;
    }

    /// What it would take to serve everybody: enough members, and room.
    pub(super) fn explain(&self, trigger: Option<Cause>, world: &World<'_>) -> Explanation {
        let need = Micro::from(world.need(self.service));
        let room = !self.limited || self.rotation.capacity_up() >= self.wanted;
        if trigger.is_some() && world.is_service_up(self.service) && room {
            // All come back to those that are up: the trigger alone explains the wait.
            return Explanation { trigger, ..Explanation::default() };
        }
        let count = Demand { weight: &|_| 1, wanted: need };
        // One unlimited member has room for all; sums must not overflow.
        let limit = |slot: u32| self.rotation.limit(slot).min(self.wanted);
        let room = Demand { weight: &limit, wanted: self.wanted };
        match self.limited {
            true => world.explain(self.service, trigger, &[count, room]),
            false => world.explain(self.service, trigger, &[count]),
        }
    }
}
