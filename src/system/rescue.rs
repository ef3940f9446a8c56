//! Rescues: a person does by hand what a mechanism has failed to do, such as a switch-over.

use super::concern::Decision;
use super::id::{PersonId, ServiceId};
use super::people::{Doing, Task};
use super::phase::Phase;
use super::port::Change;
use super::transition::{PersonDeed, Transition};
use super::world::World;
use crate::quantity::Span;
use crate::random::Purpose;

impl World<'_> {
    /// How long it takes until a person notices that a mechanism needs help.
    pub(crate) fn notices_in(&self, person: PersonId, service: ServiceId, ordinal: u32) -> Span {
        let law = &self.system.people[person.at()].spec.notice;
        self.chance.span(law, self.rescue_key(person, service), Purpose::Detection, ordinal)
    }

    /// A mechanism needs a person from now on; it hears of the end as [`Change::Rescued`].
    pub(crate) fn call_for_rescue(&mut self, person: PersonId, service: ServiceId, ordinal: u32) {
        self.ask_person(person, Task::Rescue { service, ordinal });
    }

    /// The mechanism needs nobody any more; whoever acts already goes on.
    pub(crate) fn drop_rescue(&mut self, person: PersonId, service: ServiceId) {
        let is = |task: &Task| matches!(task, Task::Rescue { service: of, .. } if *of == service);
        let state = &mut self.configuration.people[person.at()];
        let waiting = state.queue.len();
        state.queue.retain(|task| !is(task));
        let deciding = matches!(&state.doing, Doing::Deciding(task) if is(task));
        if deciding || state.queue.len() < waiting {
            self.tell_rescue(person, service, PersonDeed::Drops);
        }
        if deciding {
            self.next_task(person);
        }
    }

    /// How far the person has come.
    pub(crate) fn rescue_phase(&self, person: PersonId, service: ServiceId) -> Phase {
        match self.configuration.people[person.at()].doing {
            Doing::Acting(Task::Rescue { service: of, .. }) if of == service => Phase::Acting,
            _ => Phase::Deciding,
        }
    }

    pub(super) fn decide_rescue(&mut self, person: PersonId, service: ServiceId, ordinal: u32) {
        self.tell_rescue(person, service, PersonDeed::Decides);
        let law = &self.system.people[person.at()].spec.decide;
        let owner = self.rescue_key(person, service);
        let takes = self.chance.span(law, owner, Purpose::Decide, ordinal);
        self.do_for(person, Doing::Deciding(Task::Rescue { service, ordinal }), takes);
    }

    pub(super) fn act_on_rescue(&mut self, person: PersonId, service: ServiceId, ordinal: u32) {
        self.tell_rescue(person, service, PersonDeed::Acts);
        self.tell(Transition::Invoked { decision: Decision::Rescue(service) });
        // Those who wait wait for a deed from now on.
        self.touch(service);
        let law = &self.system.people[person.at()].spec.act;
        let owner = self.rescue_key(person, service);
        let takes = self.chance.span(law, owner, Purpose::Act, ordinal);
        self.do_for(person, Doing::Acting(Task::Rescue { service, ordinal }), takes);
    }

    pub(super) fn rescued(&mut self, service: ServiceId) {
        self.agenda.services[service.at()].changes.push(Change::Rescued);
        self.touch(service);
    }

    pub(super) fn tell_rescue(&mut self, person: PersonId, service: ServiceId, deed: PersonDeed) {
        self.tell(Transition::Rescue { person, service, deed });
    }

    fn rescue_key(&self, person: PersonId, service: ServiceId) -> u64 {
        let keys = (self.system.services[service.at()].key, self.system.people[person.at()].key);
        crate::random::key_of_pair(keys.0, keys.1)
    }
}
