//! A pool at work in one trial.

use super::health::Gray;
use super::places::Places;
use super::requests::Flow;
use super::rotation::Rotation;
use super::sessions::Sessions;
use super::standby::Reserve;
use super::{Overload, Pool, Rebalance, Requests};
use crate::quantity::{Micro, Time};
use crate::system::port::{Change, Controller, Seen, Shortfall};
use crate::system::{
    Book, Cause, Explanation, Release, Returns, ServiceId, ServiceLevel, ServiceView, System,
    Terms, Transition, World,
};

/// A pool at work in one trial.
#[derive(Clone)]
pub(super) struct Balancer {
    pub service: ServiceId,
    pub rotation: Rotation,
    /// Users by member, where members may differ.
    pub places: Option<Places>,
    pub sessions: Option<Sessions>,
    pub reserve: Option<Reserve>,
    pub rebalance: Rebalance,
    /// Members may differ in what they carry.
    pub each: bool,
    /// Gray members, by slot.
    pub gray: Vec<Gray>,
    /// By slot: limit and sign-in rate of a sound member; empty where none is ever degraded.
    pub base: Vec<(Micro, Option<Micro>)>,
    /// Drained in this instant, with the users they had.
    pub drained: Vec<(u32, Micro)>,
    /// By slot; empty when all are equal.
    pub weights: Vec<u64>,
    pub tries: Requests,
    pub flow: Flow,
    /// Overload is refused.
    pub limited: bool,
    /// Losses and returns are noticed at once.
    immediate: bool,
    /// Somebody waits for silent members.
    minds_silence: bool,
    /// Who may come back is back at once.
    prompt: bool,
    /// It has users, or may be given some.
    pub of_users: bool,
    /// Micro-users that want it now: guests come and go.
    pub wanted: Micro,
    /// Micro-requests a second of all open loads; what routes bring is counted as they are.
    pub requests: Micro,
    /// Routes bring something.
    routed: bool,
    /// By slot: the last failure that took it.
    causes: Vec<Option<Cause>>,
    /// Somebody is on the way back.
    ramping: bool,
    /// When it last settled, and the load of an even member as that instant began.
    settled_at: Time,
    level_before: Micro,
    /// The same as it was left.
    level: Micro,
    /// Members in rotation as that instant began.
    rotation_before: u32,
    /// Users that have moved within this instant: strikes come before load moves, so the next
    /// member lost in it has none of them.
    pub moved_at_once: Micro,
    /// The last explanation of this round that took a look at every member, and its trigger.
    pub explained: Option<(Option<Cause>, Explanation)>,
}

impl Balancer {
    pub(super) fn new(pool: &Pool, service: ServiceId, system: &System) -> Self {
        let members = system.member_limits(service);
        let (wanted, of_users) = (system.wanted(service), system.carries_users(service));
        let mut rotation = Rotation::new(&members, of_users);
        let reserve = pool.standby.as_ref().map(|standby| {
            let slots = system.standby(service);
            slots.iter().for_each(|slot| rotation.change(*slot, |slot| slot.idle = true));
            Reserve::new(standby.active_below, &standby.activation, slots)
        });
        let weights = system.weights(service).to_vec();
        let each = !weights.is_empty()
            || reserve.is_some()
            || system.is_alterable(service)
            || system.is_drainable(service)
            || pool.rebalance != Rebalance::AtOnce;
        let kind = |slot: u32| (rotation.limit(slot), rotation.sign_ins(slot));
        let base = match system.is_alterable(service) {
            true => (0..members.len() as u32).map(kind).collect(),
            false => Vec::new(),
        };
        let sessions = match pool.rebalance {
            Rebalance::AsSessionsEnd(length) => Some(Sessions::new(length)),
            Rebalance::AtOnce | Rebalance::Never => None,
        };
        Self {
            service,
            limited: pool.overload == Overload::Refuse,
            immediate: system.notices_at_once(service),
            minds_silence: system.minds_silence(service),
            prompt: rotation.admits_at_once() && system.returns_at_once(service),
            of_users,
            wanted,
            requests: system.requested(service),
            routed: system.is_routed(service),
            causes: vec![None; members.len()],
            ramping: false,
            settled_at: Time::NEVER,
            level_before: 0,
            level: 0,
            rotation_before: 0,
            moved_at_once: 0,
            explained: None,
            places: (each && of_users).then(|| Places::new(members.len(), &weights)),
            sessions,
            reserve,
            rebalance: pool.rebalance,
            each,
            gray: Vec::new(),
            base,
            drained: Vec::new(),
            weights,
            tries: pool.requests,
            flow: Flow { rates: NO_REQUESTS, ..Flow::default() },
            rotation,
        }
    }
}

impl Controller for Balancer {
    fn settle(&mut self, changes: &[Change], world: &mut World<'_>) {
        let calm = world.book(self.service).is_calm();
        world.advance_book(self.service);
        self.explained = None;
        self.wanted = world.book(self.service).totals.wanted;
        let first = self.settled_at != world.now();
        if first {
            self.settled_at = world.now();
            self.moved_at_once = 0;
            self.rotation_before = self.rotation.rotation;
            // While nobody moves the level stands where it was left.
            self.level_before = if calm { self.level } else { self.even_level(world) };
        }
        if self.each {
            self.follow_places(first, world);
        }
        let mut turned = false;
        for change in changes {
            match *change {
                Change::Down(slot) => self.went_down(slot, world),
                Change::Up(slot) => self.came_up(slot, world),
                Change::Observed(slot) => self.observed(slot, world),
                Change::Declared(slot) => self.declared(slot, world),
                Change::Accepted(slot) => self.accepted(slot),
                Change::Altered(slot) => self.altered(slot, world),
                Change::Drain(slot) => self.drain(slot),
                Change::Return(slot) => self.end_drain(slot, world),
                Change::Aide(_) | Change::Reach | Change::Carried(_) | Change::Rescued => {}
            }
            turned |= !matches!(change, Change::Observed(_));
        }
        if self.routed {
            self.requests = world.requested(self.service);
            if let Some(before) = world.requested_before(self.service) {
                self.level_before = before / Micro::from(self.rotation_before.max(1));
            }
        }
        if self.each {
            turned |= self.call_standby(world);
            self.rearrange(turned, world);
            self.take_gray(world);
        }
        if self.of_users {
            self.let_guests_in(world);
            self.move_users(world);
        }
        if self.each {
            self.plan_places(world);
        }
        if self.requests > 0 || self.routed {
            self.direct_requests(world.is_service_up(self.service));
        }
        self.level = self.even_level(world);
    }

    fn follow(&mut self, world: &World<'_>) {
        self.follow_places(true, world);
    }

    fn view(&self, world: &World<'_>) -> ServiceView {
        let book = world.book(self.service);
        let totals = &book.totals;
        let up = world.is_service_up(self.service);
        let level = if book.is_calm() { self.level } else { self.even_level(world) };
        ServiceView {
            up,
            service_level: ServiceLevel::Full,
            out_by: None,
            members: self.causes.len() as u32,
            members_up: self.rotation.up,
            rotation: self.rotation.rotation,
            serving: self.rotation.serving,
            wanted: self.wanted,
            served: totals.served,
            waiting: book.waiting() + if self.routed { world.expected(self.service) } else { 0 },
            refused: totals.refused,
            moved: book.moved,
            exposure: self.exposure(up, world),
            level,
            level_before: self.level_before,
            limited: self.limited,
            each: self.each,
            leaving: if self.each { self.leaving() } else { 0 },
            requests: self.flow.rates,
        }
    }

    fn member_load(&self, slot: u32, view: &ServiceView) -> Option<Micro> {
        let state = self.rotation.slot(slot);
        if let Some(places) = &self.places {
            let users = places.users[slot as usize];
            let carries = state.up && view.up && (users > 0 || state.rotation());
            return carries.then_some(users);
        }
        let serves = state.serves() && view.up;
        serves.then(|| match self.limited {
            _ if self.each => self.requests_at(slot).min(self.cap(slot)),
            true => view.level.min(self.rotation.limit(slot)),
            false => view.level,
        })
    }

    fn member_load_before(&self, slot: u32) -> Option<Micro> {
        self.places.as_ref().map(|places| places.before[slot as usize])
    }

    fn shortfall(&self, world: &World<'_>) -> Shortfall {
        self.short_of(world)
    }

    fn configuration(&self, slot: u32, out: &mut Vec<u8>) {
        let state = self.rotation.slot(slot);
        let flag = |is: bool, at: u8| u8::from(is) << at;
        let activating = self.reserve.as_ref().is_some_and(|reserve| reserve.is_activating(slot));
        out.push(
            flag(state.up, 0)
                | flag(state.rotation(), 1)
                | flag(state.silent, 2)
                | flag(state.drained, 3)
                | flag(state.idle, 4)
                | flag(state.believed, 5)
                | flag(activating, 6),
        );
    }

    fn audit(&self, world: &World<'_>) {
        let book = world.book(self.service);
        book.audit();
        let up = world.members_up(self.service);
        assert_eq!(self.rotation.up, up, "the pool knows how many members are up");
        if self.places.is_some() {
            self.audit_places(world);
        } else {
            if self.rotation.serving == 0 || !world.is_service_up(self.service) {
                assert_eq!(book.totals.served, 0, "nobody is served where nobody serves");
            }
            if self.limited && book.totals.served > 0 {
                assert!(
                    book.totals.served <= self.rotation.capacity(),
                    "nobody is served over the limit"
                );
            }
        }
    }

    fn duplicate(&self) -> Box<dyn Controller> {
        Box::new(self.clone())
    }
}

const NO_REQUESTS: crate::system::RequestRates =
    crate::system::RequestRates { failing: 0, of: 1, refused: 0 };

impl Balancer {
    /// How much an evenly loaded member carries.
    fn even_level(&self, world: &World<'_>) -> Micro {
        if !self.of_users {
            return self.flow.level;
        }
        let served = world.book(self.service).totals.served;
        self.rotation.level(served, self.limited && self.places.is_none())
    }

    /// What a member of a pool that refuses may carry.
    fn cap(&self, slot: u32) -> Micro {
        if self.limited { self.rotation.limit(slot) } else { Micro::MAX }
    }

    fn went_down(&mut self, slot: u32, world: &mut World<'_>) {
        let silent = self.minds_silence && world.member_seen(self.service, slot) == Seen::Silent;
        let share = match self.of_users {
            false => 0,
            true => self.share(slot, world.book(self.service)),
        };
        let immediate = self.immediate && !world.is_member_hidden(self.service, slot);
        self.rotation.change(slot, |state| {
            state.up = false;
            state.believed &= !immediate;
            state.silent = silent;
        });
        if immediate {
            world.member_switched(self.service, slot);
        }
        if share == 0 {
            return;
        }
        self.vacate(slot);
        if !self.gray.is_empty() {
            self.release_gray(slot, world);
        }
        world.book_mut(self.service).moved += share;
        if immediate && self.returns_within_the_instant(silent, world) {
            self.moved_at_once += share;
            if world.ledger_tells() {
                let (service, slot) = (self.service, Some(slot));
                world.tell(Transition::Lost { service, slot, users: share });
            }
            return;
        }
        self.causes[slot as usize] = world.member_cause(self.service, slot);
        let now = world.now();
        self.lose(slot, share, self.causes[slot as usize], world, move |clients| {
            match clients.returns {
                Returns::ByBalancer if !immediate => Release::Notice { slot, observed: false },
                Returns::ByClient if silent => Release::TimeOut(now + clients.timeout),
                _ => Release::Done,
            }
        });
    }

    fn came_up(&mut self, slot: u32, world: &mut World<'_>) {
        let state = self.rotation.slot(slot);
        let immediate = self.immediate;
        self.rotation.change(slot, |state| {
            state.up = true;
            state.believed |= immediate;
            state.silent = false;
        });
        // Nobody noticed: its users find it again.
        if state.believed {
            self.release_for(slot, world);
        }
    }

    fn observed(&mut self, slot: u32, world: &mut World<'_>) {
        self.rotation.observe(slot);
        for cohort in &mut world.book_mut(self.service).cohorts {
            if let Release::Notice { slot: whose, observed } = &mut cohort.release {
                *observed |= *whose == slot;
            }
        }
        if world.system.clients_find_out(self.service) {
            world.member_switched(self.service, slot);
        }
    }

    fn declared(&mut self, slot: u32, world: &mut World<'_>) {
        let state = self.rotation.slot(slot);
        let share = if state.up { self.share(slot, world.book(self.service)) } else { 0 };
        self.rotation.change(slot, |state| state.believed = false);
        if share > 0 {
            // Declared down while up: its users are cut off as in a crash.
            self.vacate(slot);
            world.book_mut(self.service).moved += share;
            let alarm = world.member_alarm(self.service, slot);
            let cause = alarm.or(self.causes[slot as usize]);
            self.lose(slot, share, cause, world, |_| Release::Done);
        }
        self.release_for(slot, world);
        world.member_switched(self.service, slot);
    }

    fn accepted(&mut self, slot: u32) {
        self.rotation.change(slot, |state| state.believed = true);
    }

    /// The users a member has: the last one that serves has all.
    fn share(&self, slot: u32, book: &Book) -> Micro {
        if let Some(places) = &self.places {
            return places.users[slot as usize];
        }
        if !self.rotation.slot(slot).serves() {
            return 0;
        }
        let served = book.totals.served.saturating_sub(self.moved_at_once);
        if self.rotation.serving == 1 {
            return served;
        }
        let level = self.rotation.level(served, self.limited);
        if self.limited { level.min(self.rotation.limit(slot)) } else { level }
    }

    /// Whether users lost now are served again before the instant is over.
    fn returns_within_the_instant(&self, silent: bool, world: &World<'_>) -> bool {
        self.prompt
            && self.immediate
            && !silent
            && self.serves(world)
            && world.book(self.service).is_calm()
            && self.has_room_for_all()
    }

    pub(super) fn serves(&self, world: &World<'_>) -> bool {
        self.rotation.serving > 0 && world.is_service_up(self.service)
    }

    fn has_room_for_all(&self) -> bool {
        !self.limited || self.rotation.capacity() >= self.wanted
    }

    /// Puts the present terms in force and lets users move.
    fn move_users(&mut self, world: &mut World<'_>) {
        let (service, now) = (self.service, world.now());
        let calm = world.book(service).is_calm() && !self.ramping;
        if calm && self.serves(world) && self.has_room_for_all() {
            return;
        }
        let terms = self.terms(world);
        if self.places.is_none() {
            let served = world.book(service).totals.served;
            let allowed = if terms.serving { terms.capacity } else { 0 };
            self.stop(served.saturating_sub(allowed), world);
        }
        let refused = world.settle_book(service, terms);
        if refused > 0 {
            world.tell(Transition::Refused { service, users: refused });
        }
        self.explain_anew(&terms, world);
        self.explain_refusals(world);
        self.seat_returned(world);
        world.plan_book(service);
        let book = world.book(service);
        let (waiting, refused) = (book.waiting() > 0, book.totals.refused);
        let left = std::mem::take(&mut world.book_mut(service).left);
        if self.ramping && !waiting && !left {
            world.tell(Transition::RampEnded { service, refused });
        }
        self.ramping = waiting;
        debug_assert!(world.book(service).mark == now);
    }

    fn terms(&self, world: &World<'_>) -> Terms {
        let rotation = &self.rotation;
        let mut terms = Terms {
            serving: self.serves(world),
            admission: None,
            capacity: Micro::MAX,
            step: Micro::MAX,
            refusing: rotation.refusing,
            silent: rotation.silent,
            rotation: rotation.rotation,
            out: self.phase_out(world),
        };
        let served = world.book(self.service).totals.served;
        match &self.places {
            Some(places) => {
                terms.admission = places.admission(rotation, self.limited);
                if self.limited {
                    // Who has found no place yet is about to be stopped.
                    let stand = places.sum();
                    terms.capacity = stand.saturating_add(places.room(rotation, true));
                    terms.step = stand.saturating_add(places.step(rotation)).min(terms.capacity);
                }
            }
            None if self.limited => {
                let level = rotation.level(served, true);
                terms.admission = rotation.admission(level);
                terms.capacity = rotation.capacity();
                terms.step = rotation.step(level);
            }
            None => terms.admission = rotation.admission(0),
        }
        terms
    }

    /// Whether nobody serves but a standby member is about to.
    pub(super) fn awaits_standby(&self) -> bool {
        let coming = |slot: u32| {
            let state = self.rotation.slot(slot);
            state.up && state.believed && !state.drained
        };
        self.rotation.serving == 0
            && self.reserve.as_ref().is_some_and(|reserve| reserve.activating().any(coming))
    }
}
