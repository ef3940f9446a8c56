//! Complaints: what hurts users and nobody has noticed is noticed at the latest after a while.
//!
//! A clock runs from the instant in which somebody begins to lack service until nobody does. When
//! it ends, somebody looks at every member of the service: what is down is found, its repair is
//! called, and it is taken out of rotation.

use super::event::{Event, Kind};
use super::id::{PopulationId, ServiceId};
use super::transition::{Finding, Transition};
use super::world::{ModeState, World};
use crate::quantity::Time;
use crate::random::{Law, Purpose};

/// Who complains of a service, and when.
#[derive(Clone, Debug)]
pub(crate) struct Complaint {
    pub service: ServiceId,
    /// Whose users; `None` is anybody's, and whoever sends requests.
    pub population: Option<PopulationId>,
    pub law: Law,
    /// The owner of its draws.
    pub key: u64,
}

/// The clock of a complaint.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    pub due: Time,
    /// Users lack service, and have not complained yet.
    runs: bool,
    /// They have complained, and still lack service.
    done: bool,
    /// How often it has run; numbers its draws.
    draws: u32,
}

impl Patience {
    /// Nobody has anything to complain of.
    pub(crate) const NEW: Patience =
        Patience { due: Time::NEVER, runs: false, done: false, draws: 0 };
}

impl World<'_> {
    /// At the end of an instant: lets the patience of whoever is hurt run, and stops that of
    /// others. `failing`: requests to `service` fail.
    pub(crate) fn hear(&mut self, service: ServiceId, failing: bool) {
        for at in 0..self.system.complaints.len() {
            let complaint = &self.system.complaints[at];
            if complaint.service != service {
                continue;
            }
            let book = &self.books[service.at()];
            let hurt = match complaint.population {
                None => !book.is_calm() || failing,
                Some(population) => book.patrons.iter().any(|patrons| {
                    patrons.population == population && patrons.served < patrons.wanted
                }),
            };
            let patience = &mut self.clocks.patience[at];
            match hurt {
                false => (patience.due, patience.runs, patience.done) = (Time::NEVER, false, false),
                true if !patience.runs && !patience.done => {
                    let key = complaint.key;
                    let left =
                        self.chance.span(&complaint.law, key, Purpose::Complaint, patience.draws);
                    patience.draws += 1;
                    patience.runs = true;
                    patience.due = self.now + left;
                    self.calendar.schedule(patience.due, Event::rank(Kind::Complaint, at as u32));
                }
                true => {}
            }
        }
    }

    /// Users have waited long enough.
    pub(crate) fn complain(&mut self, at: u32) {
        let patience = &mut self.clocks.patience[at as usize];
        (patience.due, patience.runs, patience.done) = (Time::NEVER, false, true);
        let service = self.system.complaints[at as usize].service;
        self.tell(Transition::Complaint { service });
        let system = self.system;
        let members = &system.services[service.at()].members;
        members.iter().for_each(|member| self.notice_soft(*member));
        let down: Vec<u32> =
            (0..members.len() as u32).filter(|slot| !self.is_up(members[*slot as usize])).collect();
        for slot in &down {
            for mode in system.modes_of(members[*slot as usize]) {
                if self.configuration.modes[mode.at()] == ModeState::Hidden {
                    self.find(mode, Finding::Complaint);
                }
            }
        }
        // Checkers look at what has come to light, and are told to believe it.
        self.look();
        for slot in down {
            self.tell_checker(service, slot);
            self.noticed(members[slot as usize]);
        }
        self.noticed(system.services[service.at()].node);
    }

    /// The complaints that could come next, as far as their laws are exponential: position and
    /// mean, for a walk.
    pub(crate) fn pending_complaints(&self) -> Vec<(u32, f64)> {
        let all = self.system.complaints.iter().enumerate();
        let runs = all.filter(|(at, _)| self.clocks.patience[*at].runs);
        runs.filter_map(|(at, one)| Some((at as u32, one.law.exponential_mean()?))).collect()
    }

    /// What distinguishes the future of complaints.
    pub(crate) fn complaint_states(&self) -> impl Iterator<Item = u8> + '_ {
        self.clocks.patience.iter().map(|one| u8::from(one.runs) | u8::from(one.done) << 1)
    }
}
