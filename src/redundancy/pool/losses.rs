//! Users who lose their member, and their release: they may come back from then on.

use super::balancer::Balancer;
use crate::quantity::Micro;
use crate::system::{Cause, Clients, Release, Transition, World};

impl Balancer {
    /// Users lose their member; who waits for nothing is on the way back.
    pub(super) fn lose(
        &mut self,
        slot: u32,
        users: Micro,
        cause: Option<Cause>,
        world: &mut World<'_>,
        release: impl Fn(&Clients) -> Release,
    ) {
        let (service, now) = (self.service, world.now());
        world.tell(Transition::Lost { service, slot: Some(slot), users });
        let explanation = self.explain(cause, world);
        let chain = world.chain(&explanation);
        let formed = world.book_mut(service).lose(users, now, (chain, explanation), release);
        self.release_done(&formed, world);
    }

    pub(super) fn release_done(&mut self, cohorts: &[usize], world: &mut World<'_>) {
        for cohort in cohorts {
            if world.book(self.service).cohorts[*cohort].release == Release::Done {
                self.release(*cohort, world);
            }
        }
    }

    /// Users who have come from another host, or find the way to this one again, are let in.
    pub(super) fn let_guests_in(&mut self, world: &mut World<'_>) {
        for cohort in world.book_mut(self.service).take_ready() {
            self.release(cohort, world);
        }
    }

    pub(super) fn release_for(&mut self, slot: u32, world: &mut World<'_>) {
        for cohort in 0..world.book(self.service).cohorts.len() {
            let cohort_ref = &world.book(self.service).cohorts[cohort];
            let waits =
                matches!(cohort_ref.release, Release::Notice { slot: whose, .. } if whose == slot);
            if waits && cohort_ref.held > 0 {
                self.release(cohort, world);
            }
        }
    }

    pub(super) fn release(&mut self, cohort: usize, world: &mut World<'_>) {
        // The balancer sends them to whom it believes up, dead or not.
        let blind: Vec<(u32, bool)> = match self.rotation.serving {
            0 => Vec::new(),
            _ => self.rotation.blind_observed(),
        };
        let (service, now) = (self.service, world.now());
        let book = world.book_mut(service);
        book.terms.rotation = self.rotation.rotation;
        let users = book.release(cohort, now, &blind);
        world.tell(Transition::Released { service, users });
    }

    /// Stops users whom nobody serves any more: of a pool that is out, or above what the members
    /// may carry.
    pub(super) fn stop(&mut self, users: Micro, world: &mut World<'_>) {
        if users == 0 {
            return;
        }
        let (service, now) = (self.service, world.now());
        world.tell(Transition::Lost { service, slot: None, users });
        let explanation = self.explain(None, world);
        let chain = world.chain(&explanation);
        let book = world.book_mut(service);
        // Those that have moved within this instant have been counted.
        book.moved += users.saturating_sub(self.moved_at_once);
        let formed = book.lose(users, now, (chain, explanation), |_| Release::Done);
        self.release_done(&formed, world);
    }
}
