//! Who serves whom: the limited takeover, which nobody orders, and the way back from it.
//!
//! Each pool's users have a pool that is to serve them, which only orders change. The other one
//! takes those in who cannot be served there, at a limited level, once it has itself heard nothing
//! for long enough: users who cannot reach a pool that its partner still hears stay and wait. They
//! go back when the pool has been heard for long enough, or at once if the other one serves them no
//! more.

use super::partners::Partners;
use crate::system::{Explanation, Passage, PopulationId, ServiceId, ServiceLevel, World};

impl Partners {
    /// Lets every population be served by whoever can.
    pub(super) fn take_over(&mut self, world: &mut World<'_>) {
        for home in 0..2 {
            for people in world.at_home(self.pools[home]).to_vec() {
                self.place(people, home, world);
            }
        }
    }

    /// The level at which users are served by whom they are to be.
    pub(super) fn level(&self, home: usize) -> ServiceLevel {
        match self.sides[home].returning {
            true => ServiceLevel::Limited,
            false => ServiceLevel::Full,
        }
    }

    fn place(&self, people: PopulationId, home: usize, world: &mut World<'_>) {
        let assigned = self.sides[home].assigned;
        let other = 1 - assigned;
        let [there, elsewhere] = [assigned, other].map(|slot| self.pools[slot]);
        let host = *world.host(people);
        if host.service != there {
            if self.may_go_back(people, assigned, world) {
                let because = aftermath(host.because);
                world.move_to_host(people, there, self.level(home), because, Passage::SignIn);
            }
            return;
        }
        if host.level != self.level(home) {
            world.move_to_host(people, there, self.level(home), host.because, Passage::Seamless);
        }
        if self.limited.is_none() || !self.sides[assigned].declared {
            return;
        }
        let served = self.is_up(assigned, world) && !host.cut;
        if !served && self.could_serve(people, elsewhere, world) {
            let because = match self.is_up(assigned, world) {
                true => world.explain_cut_off(people),
                false => world.explain_outage(there),
            };
            let (level, passage) = (ServiceLevel::Limited, Passage::SignIn);
            world.move_to_host(people, elsewhere, level, because, passage);
        }
    }

    /// Whether a pool is up and a population reaches it.
    pub(super) fn could_serve(
        &self,
        people: PopulationId,
        pool: ServiceId,
        world: &World<'_>,
    ) -> bool {
        world.is_service_up(pool) && world.reaches_service(people, pool)
    }

    /// Whether users whom the partner serves may go back to the pool that is to serve them.
    fn may_go_back(&self, people: PopulationId, slot: usize, world: &World<'_>) -> bool {
        let back = self.limited.map(|limited| limited.back_after).unwrap_or_default();
        let long = self.sides[slot].heard.is_some_and(|since| world.now() >= since + back);
        let lost = !self.could_serve(people, self.pools[1 - slot], world);
        self.could_serve(people, self.pools[slot], world) && (long || lost)
    }

    /// Whether somebody would go back to a pool once it has been heard for long enough.
    pub(super) fn is_awaited(&self, slot: usize, world: &World<'_>) -> bool {
        let away = |home: usize| {
            let mut people = world.at_home(self.pools[home]).iter();
            self.sides[home].assigned == slot
                && people.any(|people| world.host(*people).service != self.pools[slot])
        };
        (0..2).any(away)
    }
}

/// What remains of a failure that is over.
pub(super) fn aftermath(because: Explanation) -> Explanation {
    Explanation { recovery: because.trigger.is_some(), ..because }
}
