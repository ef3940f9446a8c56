//! The users and requests of a service that serves all of them or nobody: one member leads, and
//! the mechanism says who and whether.

use super::book::{Release, Terms};
use super::chain::Explanation;
use super::id::ServiceId;
use super::phase::Phase;
use super::port::Shortfall;
use super::topology::System;
use super::transition::Transition;
use super::view::{Exposure, RequestRates, ServiceView};
use super::world::World;
use super::{Returns, ServiceLevel};
use crate::quantity::{Micro, Span, Time};

/// The users and requests of a service that serves all or nobody.
#[derive(Clone, Debug)]
pub(crate) struct Single {
    service: ServiceId,
    /// It has users, or may be given some.
    of_users: bool,
    /// Those that want it now.
    wanted: Micro,
    requests: Micro,
    /// Somebody is on the way back.
    ramping: bool,
    stand: Stand,
    /// How long the clients of its loads take to look again for whoever serves.
    looks: Option<Span>,
    /// How often they have begun to look, and when they have found.
    turns: u32,
    found: Time,
}

/// Whether anybody serves at present, and if not, why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stand {
    pub serving: bool,
    /// What users wait for while nobody serves.
    pub phase: Phase,
    /// Those who have lost service hear nothing: their clients wait for their time-out.
    pub silent: bool,
    pub explanation: Explanation,
    /// Micro-users a second that may sign in; `None` is any number at once.
    pub admission: Option<Micro>,
}

impl Stand {
    /// All is well.
    pub(crate) const SERVING: Stand = Stand {
        serving: true,
        phase: Phase::Reconnecting,
        silent: false,
        explanation: Explanation::NONE,
        admission: None,
    };
}

impl Single {
    pub(crate) fn new(service: ServiceId, system: &System) -> Self {
        Self {
            service,
            of_users: system.carries_users(service),
            wanted: system.wanted(service),
            requests: system.requested(service),
            ramping: false,
            stand: Stand::SERVING,
            looks: system.looks_again(service),
            turns: 0,
            found: Time::ZERO,
        }
    }

    /// Lets users follow whether anybody serves now. Called whenever the service settles.
    pub(crate) fn settle(&mut self, stand: Stand, world: &mut World<'_>) {
        if stand.serving && !self.stand.serving {
            self.look_again(world);
        }
        self.stand = stand;
        if !self.of_users {
            return;
        }
        let service = self.service;
        world.advance_book(service);
        self.wanted = world.book(service).totals.wanted;
        for cohort in world.book_mut(service).take_ready() {
            let now = world.now();
            let users = world.book_mut(service).release(cohort, now, &[]);
            world.tell(Transition::Released { service, users });
        }
        if stand.serving && world.book(service).is_calm() && !self.ramping {
            return;
        }
        if !stand.serving {
            self.lose_all(world);
        }
        let terms = Terms {
            serving: stand.serving,
            admission: stand.admission,
            out: stand.phase,
            ..Terms::OPEN
        };
        world.settle_book(service, terms);
        self.explain_anew(world);
        world.plan_book(service);
        let waiting = world.book(service).waiting() > 0;
        if self.ramping && !waiting {
            world.tell(Transition::RampEnded { service, refused: 0 });
        }
        self.ramping = waiting;
    }

    /// Somebody serves again: the clients of open loads find out when they next look.
    fn look_again(&mut self, world: &mut World<'_>) {
        let Some(every) = self.looks else { return };
        let (now, service) = (world.now(), self.service);
        let owner = world.load_owner(service);
        self.found = now + world.chance().phase(every, owner, self.turns);
        self.turns += 1;
        world.wake(service, self.found);
    }

    /// Whether clients of open loads have found whoever serves.
    fn is_found(&self, world: &World<'_>) -> bool {
        self.stand.serving && self.found <= world.now()
    }

    /// Everybody who is served loses service.
    fn lose_all(&self, world: &mut World<'_>) {
        let (service, now, stand) = (self.service, world.now(), self.stand);
        let users = world.book(service).totals.served;
        if users == 0 {
            return;
        }
        world.tell(Transition::Lost { service, slot: None, users });
        let chain = world.chain(&stand.explanation);
        let book = world.book_mut(service);
        book.moved += users;
        let formed =
            book.lose(users, now, (chain, stand.explanation), |clients| match clients.returns {
                Returns::ByClient if stand.silent => Release::TimeOut(now + clients.timeout),
                _ => Release::Done,
            });
        for cohort in formed {
            if book.cohorts[cohort].release == Release::Done {
                book.release(cohort, now, &[]);
            }
        }
    }

    /// A cohort whose explanation is over and that is still not served gets a new one.
    fn explain_anew(&self, world: &mut World<'_>) {
        if self.stand.serving {
            return;
        }
        for at in 0..world.book(self.service).cohorts.len() {
            let cohort = &world.book(self.service).cohorts[at];
            let old = cohort.explanation;
            if cohort.total() == 0 || old.trigger.is_none() || !world.is_outdated(&old) {
                continue;
            }
            let mut explanation = self.stand.explanation;
            if explanation.trigger.is_none() {
                explanation = Explanation { recovery: true, ..old };
            }
            let chain = world.chain(&explanation);
            let cohort = &mut world.book_mut(self.service).cohorts[at];
            (cohort.explanation, cohort.chain) = (explanation, chain);
        }
    }

    /// What observers may see; `rotation` members could be given work.
    pub(crate) fn view(
        &self,
        rotation: u32,
        exposure: Option<Exposure>,
        world: &World<'_>,
    ) -> ServiceView {
        let book = world.book(self.service);
        let spec = &world.system.services[self.service.at()];
        let up = world.is_service_up(self.service);
        let serving = self.stand.serving;
        ServiceView {
            up,
            service_level: ServiceLevel::Full,
            out_by: None,
            members: spec.members.len() as u32,
            members_up: world.members_up(self.service),
            rotation,
            serving: u32::from(serving),
            wanted: self.wanted,
            served: book.totals.served,
            waiting: book.waiting(),
            refused: book.totals.refused,
            moved: book.moved,
            exposure: exposure.filter(|_| up),
            level: if serving { self.carried(world) } else { 0 },
            level_before: 0,
            limited: false,
            each: true,
            leaving: 0,
            requests: RequestRates { failing: u64::from(!self.is_found(world)), of: 1, refused: 0 },
        }
    }

    /// What whoever leads carries.
    pub(crate) fn carried(&self, world: &World<'_>) -> Micro {
        match self.of_users {
            false => self.requests,
            true => world.book(self.service).totals.served,
        }
    }

    /// How far the service falls short of what is asked of it beside its own users.
    pub(crate) fn shortfall(&self) -> Shortfall {
        if self.stand.serving {
            return Shortfall::NONE;
        }
        let Stand { phase, explanation, .. } = self.stand;
        Shortfall { failing: (1, 1), phase, explanation, ..Shortfall::NONE }
    }

    /// Panics, in plain words, if the books do not balance.
    pub(crate) fn audit(&self, world: &World<'_>) {
        let book = world.book(self.service);
        book.audit();
        if !self.stand.serving {
            assert_eq!(book.totals.served, 0, "nobody is served where nobody serves");
        }
    }
}
