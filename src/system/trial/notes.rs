//! What a trial notes of its services at the end of an instant, and shows to the observers: who is
//! out and why, and at which level who is up works.

use super::Trial;
use crate::quantity::Time;
use crate::system::id::ServiceId;
use crate::system::port::Loads;
use crate::system::transition::Transition;
use crate::system::view::ServiceView;

impl Trial<'_> {
    /// Shows a service to the observers.
    pub(super) fn show(&mut self, now: Time, service: ServiceId) {
        if self.world.ledger.observers.is_empty() {
            return;
        }
        let view = self.view(service);
        self.show_view(now, service, &view);
    }

    fn show_view(&mut self, now: Time, service: ServiceId, view: &ServiceView) {
        let controller = self.controllers[service.at()].as_ref();
        let loads = Loads { controller, view };
        let ledger = &mut self.world.ledger;
        for at in &ledger.shown {
            ledger.observers[*at].service(now, service, view, &loads);
        }
    }

    /// Shows a service at the horizon, in the middle of whatever ramp goes on.
    pub(super) fn show_end(&mut self, now: Time, service: ServiceId) {
        let mut view = self.view(service);
        view.level_before = view.level;
        self.show_view(now, service, &view);
    }

    /// A service as it stands.
    #[inline]
    pub fn view(&self, service: ServiceId) -> ServiceView {
        let mut view = self.controllers[service.at()].view(&self.world);
        view.out_by = self.out[service.at()];
        if !self.levels.is_empty() {
            view.service_level = self.world.service_level(service);
        }
        view
    }

    /// Notes whether a service has gone out or come back, by truth.
    #[inline]
    pub(super) fn note_outage(&mut self, service: ServiceId) {
        let up = self.world.is_service_up(service);
        if up != self.out[service.at()].is_none() {
            self.turn_outage(service, up);
        }
    }

    #[inline(never)]
    fn turn_outage(&mut self, service: ServiceId, up: bool) {
        if up {
            self.out[service.at()] = None;
            self.world.tell(Transition::ServiceBack { service });
        } else {
            let explanation = self.world.explain_outage(service);
            let chain = self.world.chain(&explanation);
            self.out[service.at()] = Some(chain);
            let trigger = explanation.goes_back_to();
            self.world.tell(Transition::ServiceOut { service, chain, trigger });
        }
    }

    /// Notes whether a service that is up works at another level than it did.
    fn note_level(&mut self, service: ServiceId) {
        let Some(before) = self.levels.get_mut(service.at()) else { return };
        let level = self.world.service_level(service);
        if *before != level && self.world.is_service_up(service) {
            *before = level;
            self.world.tell(Transition::LevelChanged { service, level });
            if self.world.ledger.is_staging() {
                self.world.follow_service_level(service, self.world.now);
            }
        }
    }

    /// What only some systems have to note of a service.
    #[inline(never)]
    pub(super) fn note_more(&mut self, service: ServiceId) {
        self.note_level(service);
        if !self.world.system.complaints.is_empty() {
            let failing = self.view(service).requests.failing > 0;
            self.world.hear(service, failing);
        }
    }

    pub(super) fn audit(&self, service: ServiceId) {
        if self.options.audit {
            self.controllers[service.at()].audit(&self.world);
        }
    }
}
