//! A load-balanced pool: interchangeable members share the users and requests evenly.
//!
//! The pool is up while enough members are, by truth. New work goes to the members *in rotation*
//! (believed up) and is done where they are also up.
//! A lost member's users wait; they return when their clients learn of the loss or the balancer
//! has noticed it, and the survivors admit them as fast as they can.
//! Whoever comes back into rotation takes its share at once, and nobody waits for that.
//! To the pool, "switched" means that a dead member is out of rotation.

mod reasons;
mod rotation;

use crate::quantity::{Micro, Time};
use crate::system::port::{Change, Controller, Redundancy, Seen, Shortfall};
use crate::system::{
    Book, Cause, Clients, Explanation, Exposure, Release, RequestRates, Returns, ServiceId,
    ServiceView, System, Terms, Transition, World,
};
use rotation::Rotation;

/// A load-balanced pool.
#[derive(Clone, Debug)]
pub struct Pool {
    /// The pool is up while this many members are up.
    pub need: u32,
    /// What happens above the limit of a member.
    pub overload: Overload,
}

/// What happens above the limit of a member.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Overload {
    /// Served, and reported as over the limit.
    Flag,
    /// Refused.
    Refuse,
    /// Served, and members age faster: speed = (members / members up) ^ exponent.
    Cascade {
        /// Of the load.
        exponent: f64,
    },
}

impl Redundancy for Pool {
    fn need(&self) -> u32 {
        self.need
    }

    fn cascade(&self) -> Option<f64> {
        match self.overload {
            Overload::Cascade { exponent } => Some(exponent),
            Overload::Flag | Overload::Refuse => None,
        }
    }

    fn control(&self, service: ServiceId, system: &System) -> Box<dyn Controller> {
        let members = system.member_limits(service);
        let wanted = system.wanted(service);
        let rotation = Rotation::new(&members, wanted > 0);
        Box::new(Balancer {
            service,
            limited: self.overload == Overload::Refuse,
            immediate: system.notices_at_once(service),
            minds_silence: system.minds_silence(service),
            prompt: rotation.admits_at_once() && system.returns_at_once(service),
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
            rotation,
        })
    }
}

/// A pool at work in one trial.
#[derive(Clone)]
struct Balancer {
    service: ServiceId,
    rotation: Rotation,
    /// Overload is refused.
    limited: bool,
    /// Losses and returns are noticed at once.
    immediate: bool,
    /// Somebody waits for silent members.
    minds_silence: bool,
    /// Who may come back is back at once.
    prompt: bool,
    wanted: Micro,
    /// Micro-requests a second of all open loads; what routes bring is counted as they are.
    requests: Micro,
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
    moved_at_once: Micro,
    /// The last explanation of this round that took a look at every member, and its trigger.
    explained: Option<(Option<Cause>, Explanation)>,
}

impl Controller for Balancer {
    fn settle(&mut self, changes: &[Change], world: &mut World<'_>) {
        let calm = world.book(self.service).is_calm();
        world.advance_book(self.service);
        self.explained = None;
        if self.settled_at != world.now() {
            self.settled_at = world.now();
            self.moved_at_once = 0;
            self.rotation_before = self.rotation.rotation;
            // While nobody moves the level stands where it was left.
            self.level_before = if calm { self.level } else { self.even_level(world) };
        }
        for change in changes {
            match *change {
                Change::Down(slot) => self.went_down(slot, world),
                Change::Up(slot) => self.came_up(slot, world),
                Change::Observed(slot) => self.observed(slot, world),
                Change::Declared(slot) => self.declared(slot, world),
                Change::Accepted(slot) => self.accepted(slot),
            }
        }
        if self.routed {
            self.requests = world.requested(self.service);
            if let Some(before) = world.requested_before(self.service) {
                self.level_before = before / Micro::from(self.rotation_before.max(1));
            }
        }
        if self.wanted > 0 {
            self.move_users(world);
        }
        self.level = self.even_level(world);
    }

    fn view(&self, world: &World<'_>) -> ServiceView {
        let book = world.book(self.service);
        let totals = &book.totals;
        let up = world.is_service_up(self.service);
        let level = if book.is_calm() { self.level } else { self.even_level(world) };
        ServiceView {
            up,
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
            requests: self.request_rates(up, level),
        }
    }

    fn member_load(&self, slot: u32, view: &ServiceView) -> Option<Micro> {
        let state = self.rotation.slot(slot);
        let serves = state.up && state.rotation && view.up;
        serves.then(|| {
            if self.limited { view.level.min(self.rotation.limit(slot)) } else { view.level }
        })
    }

    fn shortfall(&self, world: &World<'_>) -> Shortfall {
        self.short_of(world)
    }

    fn configuration(&self, slot: u32, out: &mut Vec<u8>) {
        let state = self.rotation.slot(slot);
        out.push(u8::from(state.up) | u8::from(state.rotation) << 1 | u8::from(state.silent) << 2);
    }

    fn audit(&self, world: &World<'_>) {
        let book = world.book(self.service);
        book.audit();
        let up = world.members_up(self.service);
        assert_eq!(self.rotation.up, up, "the pool knows how many members are up");
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

    fn duplicate(&self) -> Box<dyn Controller> {
        Box::new(self.clone())
    }
}

impl Balancer {
    /// How much an evenly loaded member carries.
    fn even_level(&self, world: &World<'_>) -> Micro {
        if self.wanted > 0 {
            self.rotation.level(world.book(self.service).totals.served, self.limited)
        } else {
            self.requests / Micro::from(self.rotation.rotation.max(1))
        }
    }

    fn went_down(&mut self, slot: u32, world: &mut World<'_>) {
        let state = self.rotation.slot(slot);
        let silent = self.minds_silence && world.member_seen(self.service, slot) == Seen::Silent;
        let share = self.share(slot, world.book(self.service));
        let immediate = self.immediate && !world.is_member_hidden(self.service, slot);
        self.rotation.set(slot, false, state.rotation && !immediate, silent);
        if immediate {
            world.member_switched(self.service, slot);
        }
        if share == 0 {
            return;
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
        self.rotation.set(slot, true, state.rotation || self.immediate, false);
        // Nobody noticed: its users find it again.
        if state.rotation {
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
        if world.clients_find_out(self.service) {
            world.member_switched(self.service, slot);
        }
    }

    fn declared(&mut self, slot: u32, world: &mut World<'_>) {
        let state = self.rotation.slot(slot);
        let share = if state.up { self.share(slot, world.book(self.service)) } else { 0 };
        self.rotation.set(slot, state.up, false, state.silent);
        if share > 0 {
            // Declared down while up: its users are cut off as in a crash.
            world.book_mut(self.service).moved += share;
            let alarm = world.member_alarm(self.service, slot);
            let cause = alarm.or(self.causes[slot as usize]);
            self.lose(slot, share, cause, world, |_| Release::Done);
        }
        self.release_for(slot, world);
        world.member_switched(self.service, slot);
    }

    fn accepted(&mut self, slot: u32) {
        let state = self.rotation.slot(slot);
        self.rotation.set(slot, state.up, true, state.silent);
    }

    /// The users a serving member has: the last one has all.
    fn share(&self, slot: u32, book: &Book) -> Micro {
        let state = self.rotation.slot(slot);
        if !(state.up && state.rotation) {
            return 0;
        }
        let served = book.totals.served - self.moved_at_once;
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

    fn serves(&self, world: &World<'_>) -> bool {
        self.rotation.serving > 0 && world.is_service_up(self.service)
    }

    fn has_room_for_all(&self) -> bool {
        !self.limited || self.rotation.capacity() >= self.wanted
    }

    /// Users lose their member; who waits for nothing is on the way back.
    fn lose(
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

    fn release_done(&mut self, cohorts: &[usize], world: &mut World<'_>) {
        for cohort in cohorts {
            if world.book(self.service).cohorts[*cohort].release == Release::Done {
                self.release(*cohort, world);
            }
        }
    }

    fn release_for(&mut self, slot: u32, world: &mut World<'_>) {
        for cohort in 0..world.book(self.service).cohorts.len() {
            let cohort_ref = &world.book(self.service).cohorts[cohort];
            let waits =
                matches!(cohort_ref.release, Release::Notice { slot: whose, .. } if whose == slot);
            if waits && cohort_ref.held > 0 {
                self.release(cohort, world);
            }
        }
    }

    fn release(&mut self, cohort: usize, world: &mut World<'_>) {
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

    /// Puts the present terms in force and lets users move.
    fn move_users(&mut self, world: &mut World<'_>) {
        let (service, now) = (self.service, world.now());
        let calm = world.book(service).is_calm() && !self.ramping;
        if calm && self.serves(world) && self.has_room_for_all() {
            return;
        }
        let terms = self.terms(world);
        self.stop_whom_nobody_serves(&terms, world);
        let refused = world.settle_book(service, terms);
        if refused > 0 {
            world.tell(Transition::Refused { service, users: refused });
        }
        self.explain_anew(&terms, world);
        self.explain_refusals(world);
        world.plan_book(service);
        let book = world.book(service);
        let (waiting, refused) = (book.waiting() > 0, book.totals.refused);
        if self.ramping && !waiting {
            world.tell(Transition::RampEnded { service, refused });
        }
        self.ramping = waiting;
        debug_assert!(world.book(service).mark == now);
    }

    /// Users of a pool that is out, and users above what the members may carry.
    fn stop_whom_nobody_serves(&mut self, terms: &Terms, world: &mut World<'_>) {
        let (service, now) = (self.service, world.now());
        let served = world.book(service).totals.served;
        let allowed = if terms.serving { terms.capacity } else { 0 };
        if served <= allowed {
            return;
        }
        let users = served - allowed;
        world.tell(Transition::Lost { service, slot: None, users });
        let explanation = self.explain(None, world);
        let chain = world.chain(&explanation);
        let book = world.book_mut(service);
        // Those that have moved within this instant have been counted.
        book.moved += users.saturating_sub(self.moved_at_once);
        let formed = book.lose(users, now, (chain, explanation), |_| Release::Done);
        self.release_done(&formed, world);
    }

    fn terms(&self, world: &World<'_>) -> Terms {
        let rotation = &self.rotation;
        let served = world.book(self.service).totals.served;
        let level = if self.limited { rotation.level(served, true) } else { 0 };
        let capacity = if self.limited { rotation.capacity() } else { Micro::MAX };
        Terms {
            serving: self.serves(world),
            admission: match self.limited {
                true => rotation.admission(level),
                false => rotation.admission(0),
            },
            capacity,
            step: if self.limited { rotation.step(level) } else { Micro::MAX },
            refusing: rotation.refusing,
            silent: rotation.silent,
            rotation: rotation.rotation,
            out: self.phase_out(world),
        }
    }

    fn exposure(&self, up: bool, world: &World<'_>) -> Option<Exposure> {
        if !up {
            return None;
        }
        let carried = if self.wanted > 0 { self.wanted } else { self.requests };
        if self.rotation.up == world.need(self.service) {
            Some(Exposure::OneMoreIsAnOutage)
        } else if self.limited && self.rotation.capacity_less_one() < carried {
            Some(Exposure::OneMoreRefuses)
        } else {
            None
        }
    }

    fn request_rates(&self, up: bool, level: Micro) -> RequestRates {
        if self.requests == 0 || !up || self.rotation.rotation == 0 {
            let of = u64::from(self.requests == 0);
            return RequestRates { failing: 1 - of, of, refused: 0 };
        }
        let classes = self.rotation.classes.iter().filter(|_| self.limited);
        let over = |limit: Micro, count: u32| level.saturating_sub(limit) * Micro::from(count);
        RequestRates {
            failing: u64::from(self.rotation.refusing + self.rotation.silent),
            of: u64::from(self.rotation.rotation),
            refused: classes.map(|class| over(class.limit, class.serving)).sum(),
        }
    }
}
