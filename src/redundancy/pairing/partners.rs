//! A pair at work in one trial.

use super::backup::{Backup, Way};
use super::copies::Copies;
use super::{Limited, Pairing};
use crate::quantity::{Micro, Span, Time};
use crate::random::{Law, Purpose};
use crate::system::port::{Change, Controller, Seen, Shortfall};
use crate::system::{
    Answer, DataFate, Explanation, Exposure, MechanismDeed, NodeId, Phase, RequestRates, ServiceId,
    ServiceLevel, ServiceOrder, ServiceView, Standing, System, Transition, World,
};

/// A pair at work in one trial.
#[derive(Clone, Debug)]
pub(super) struct Partners {
    pub service: ServiceId,
    /// By slot.
    pub pools: [ServiceId; 2],
    pub nodes: [NodeId; 2],
    pub backup: Option<Backup>,
    /// The link of the backup.
    over: Option<NodeId>,
    /// By slot: where what comes to it is kept.
    into: [Vec<NodeId>; 2],
    pub limited: Option<Limited>,
    pub full: bool,
    /// Who is not heard is lost at once.
    immediate: bool,
    pub sides: [Side; 2],
    /// The phases of the batches have been drawn.
    begun: bool,
    /// What is asked for in the calendar.
    planned: Vec<Time>,
}

/// One pool of a pair.
#[derive(Clone, Debug)]
pub(super) struct Side {
    /// The slot that is to serve the users at home here.
    pub assigned: usize,
    /// They are being given back: at home, and limited.
    pub returning: bool,
    /// It is down, by truth.
    pub lost: Option<Lost>,
    /// Why its users were taken over, for whatever follows from that.
    pub because: Explanation,
    /// Its partner has not heard it once, and for as long as it takes.
    observed: bool,
    pub declared: bool,
    /// Its partner has heard it ever since; `None` is not at all.
    pub heard: Option<Time>,
    /// What it has written that its partner never got, while that has taken over.
    pub exposed: Option<Span>,
    /// What it writes, at its partner; `None` until the trial has begun or without a backup.
    pub copies: Option<Copies>,
    standing: Option<Standing>,
}

/// A pool that is down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lost {
    /// What it wrote over this span is not at its partner.
    pub missing: Span,
    /// Its data are gone with its place.
    pub destroyed: bool,
}

impl Partners {
    pub(super) fn new(pairing: &Pairing, service: ServiceId, system: &System) -> Self {
        let members = system.members(service);
        let nodes = [members[0], members[1]];
        let pools = nodes.map(|node| system.service_of(node).expect("pairs are of services"));
        let mut aides = system.aides(service).iter().copied();
        let backup = pairing.backup.clone();
        let over = backup.as_ref().and_then(|backup| backup.over).and_then(|_| aides.next());
        let sizes = backup.as_ref().map_or([0, 0], |b| [b.into[0].len(), b.into[1].len()]);
        let into = sizes.map(|size| aides.by_ref().take(size).collect());
        let side = |slot: usize| Side {
            assigned: slot,
            returning: false,
            lost: None,
            because: Explanation::NONE,
            observed: false,
            declared: false,
            heard: Some(Time::ZERO),
            exposed: None,
            copies: None,
            standing: Some(Standing::Ready),
        };
        Self {
            service,
            pools,
            nodes,
            backup,
            over,
            into,
            limited: pairing.limited,
            full: pairing.full,
            immediate: system.notices_at_once(service),
            sides: [side(0), side(1)],
            begun: false,
            planned: Vec::new(),
        }
    }

    /// Whether the pool in a slot is up, by truth.
    pub(super) fn is_up(&self, slot: usize, world: &World<'_>) -> bool {
        world.is_service_up(self.pools[slot])
    }

    /// Whether what a pool writes could be copied now: both are up, and so is what lies between.
    pub(super) fn is_way_open(&self, slot: usize, world: &World<'_>) -> bool {
        let (from, to) = (self.nodes[slot], self.nodes[1 - slot]);
        let stores = &self.into[1 - slot];
        self.is_up(slot, world)
            && self.is_up(1 - slot, world)
            && world.reaches(from, to)
            && self.over.is_none_or(|link| world.is_node_up(link))
            && (stores.is_empty() || stores.iter().any(|store| world.is_node_up(*store)))
    }

    /// What lies between a pool and its partner.
    fn way(&self, backup: &Backup, slot: usize, world: &World<'_>) -> Way {
        let (from, to) = (self.nodes[slot], self.nodes[1 - slot]);
        let over = self.over.and_then(|link| world.bandwidth(link));
        let narrowest = world.narrowest(from, to).into_iter().chain(over).min();
        Way {
            rate: backup.rate.into_iter().chain(narrowest).min(),
            latency: world.latency(from, to).unwrap_or(Span::ZERO),
            is_limited: narrowest.is_some(),
        }
    }

    /// What keeps the backup of a pool back, if a part does.
    pub(super) fn obstacle(&self, slot: usize, world: &World<'_>) -> Option<NodeId> {
        let stores = &self.into[1 - slot];
        let out = stores.iter().all(|store| !world.is_node_up(*store));
        let store = stores.first().filter(|_| out);
        let parts = self.over.iter().chain(store).chain([&self.nodes[1 - slot]]);
        parts.copied().find(|node| !world.is_node_up(*node))
    }

    /// Micro-users that write at a pool: those whom it is to serve.
    fn writers(&self, slot: usize, world: &World<'_>) -> Micro {
        let of = |home: usize| -> Micro {
            let people = world.at_home(self.pools[home]).iter();
            people.map(|people| world.population_size(*people)).sum()
        };
        (0..2).filter(|home| self.sides[*home].assigned == slot).map(of).sum()
    }

    /// The first of the trial: phases are drawn.
    fn begin(&mut self, world: &World<'_>) {
        self.begun = true;
        let Some(backup) = &self.backup else { return };
        let law = Law::uniform(Span::ZERO, backup.every).expect("an interval has a length");
        for slot in 0..2 {
            let owner = world.member_owner(self.service, slot as u32);
            let phase = world.draw(&law, owner, Purpose::BatchPhase, 0);
            let (users, way) = (self.writers(slot, world), self.way(backup, slot, world));
            self.sides[slot].copies = Some(Copies::new(backup, phase, users, way));
        }
    }

    fn hear(&mut self, changes: &[Change], world: &mut World<'_>) {
        for change in changes {
            match *change {
                Change::Down(slot) => self.went_down(slot as usize, world),
                Change::Up(slot) => self.came_up(slot as usize, world),
                Change::Observed(slot) => self.sides[slot as usize].observed = true,
                Change::Declared(slot) => self.sides[slot as usize].declared = true,
                Change::Accepted(slot) => self.sides[slot as usize].declared = false,
                _ => {}
            }
        }
        let now = world.now();
        for slot in 0..2 {
            let partner = 1 - slot;
            let seen = world.seen_from(Some(self.nodes[partner]), self.nodes[slot]);
            let hears = self.is_up(partner, world) && seen == Seen::Up;
            let side = &mut self.sides[slot];
            side.observed &= seen != Seen::Up;
            if self.immediate {
                side.declared = !hears && seen != Seen::Up;
            }
            side.heard = match side.heard {
                _ if !hears || side.declared => None,
                Some(since) => Some(since),
                None => Some(now),
            };
        }
    }

    fn went_down(&mut self, slot: usize, world: &mut World<'_>) {
        let missing = self.missing(slot, world.now());
        let destroyed = self.backup.as_ref().is_some_and(|backup| backup.destroyed)
            && world.is_place_lost(self.nodes[slot]);
        let side = &mut self.sides[slot];
        // Its users are those of a lost pool like any other: nobody is giving them back any more.
        side.returning = false;
        side.lost = Some(Lost { missing, destroyed });
        side.because = world.explain_outage(self.pools[slot]);
        if destroyed {
            self.lose_exposed(slot, world);
        }
    }

    /// The span of writes of a pool that its partner lacks.
    pub(super) fn missing(&self, slot: usize, now: Time) -> Span {
        match (&self.backup, &self.sides[slot].copies) {
            (Some(backup), Some(copies)) => copies.lacking(backup, now).wrote,
            _ => Span::ZERO,
        }
    }

    /// What a takeover has left at a pool is gone with it.
    pub(super) fn lose_exposed(&mut self, slot: usize, world: &mut World<'_>) {
        let exposed = &mut self.sides[slot].exposed;
        let some = exposed.filter(|span| *span > Span::ZERO);
        *exposed = exposed.map(|_| Span::ZERO);
        if let Some(span) = some {
            self.tell_data(DataFate::Lost, span, world);
        }
    }

    fn came_up(&mut self, slot: usize, world: &mut World<'_>) {
        let Some(lost) = self.sides[slot].lost.take() else { return };
        if lost.destroyed
            && let Some(copies) = &mut self.sides[slot].copies
        {
            copies.forget(world.now());
        }
        if self.sides[slot].assigned == slot
            && let Some(span) = self.sides[slot].exposed.take().filter(|span| *span > Span::ZERO)
        {
            self.tell_data(DataFate::Late, span, world);
        } else if lost.destroyed && lost.missing > Span::ZERO && self.sides[slot].exposed.is_none()
        {
            // It starts from its partner's copy.
            self.tell_data(DataFate::Lost, lost.missing, world);
        }
    }

    pub(super) fn tell_data(&self, fate: DataFate, span: Span, world: &mut World<'_>) {
        let deed = MechanismDeed::Data { fate, span };
        world.tell(Transition::Deed { service: self.service, deed });
    }

    /// Lets the copies follow what has happened. The transfer of a batch has the slot for its tag.
    fn follow_copies(&mut self, world: &mut World<'_>) {
        let Some(backup) = &self.backup else { return };
        let (now, service) = (world.now(), self.service);
        for slot in 0..2 {
            let (from, to) = (self.nodes[slot], self.nodes[1 - slot]);
            let (open, users) = (self.is_way_open(slot, world), self.writers(slot, world));
            let up = self.is_up(slot, world);
            let way = self.way(backup, slot, world);
            let Some(copies) = &mut self.sides[slot].copies else { return };
            let under_way = world.left_to_carry(service, slot as u32).is_some();
            if !under_way {
                copies.arrive(backup, now);
            }
            copies.look(backup, now);
            // A pool that is down writes nothing.
            copies.write(backup, if up { users } else { 0 }, way, now);
            match (copies.is_stopped(), open) {
                (false, false) => copies.stop(backup, now),
                (true, true) => copies.send(backup, now),
                _ => {}
            }
            if under_way && !copies.is_under_way() {
                world.drop_carry(service, slot as u32);
            }
            if let Some(bytes) = copies.depart(backup, now) {
                world.carry(service, slot as u32, from, to, bytes, way.rate);
            }
        }
    }

    /// How each pool stands: who watches over it, and whether that could take over.
    fn tell_standings(&mut self, world: &mut World<'_>) {
        for slot in 0..2 {
            let complete = self.sides[slot].copies.is_none_or(|copies| copies.is_complete());
            let stopped = self.sides[slot].copies.is_some_and(|copies| copies.is_stopped());
            let standing = match (self.is_up(slot, world), self.is_up(1 - slot, world)) {
                (false, _) => None,
                (true, false) => Some(Standing::Exposed),
                (true, true) if stopped => Some(Standing::Exposed),
                (true, true) if !complete => Some(Standing::Synchronizing),
                (true, true) => Some(Standing::Ready),
            };
            let before = std::mem::replace(&mut self.sides[slot].standing, standing);
            if let Some(standing) = standing.filter(|_| before != standing) {
                let deed = MechanismDeed::Stands { slot: slot as u32, standing };
                world.tell(Transition::Deed { service: self.service, deed });
            }
        }
    }

    /// What those wait for whose pool is lost, as far as its partner is about to take over.
    fn tell_relief(&self, world: &mut World<'_>) {
        if self.limited.is_none() {
            return;
        }
        for slot in 0..2 {
            let side = &self.sides[slot];
            let waits = side.heard.is_none() && !side.declared && self.is_up(1 - slot, world);
            let phase = if side.observed { Phase::Detecting } else { Phase::Undetected };
            world.set_relief(self.pools[slot], waits.then_some(phase));
        }
    }

    /// Asks to be called when something changes by itself.
    fn plan(&mut self, world: &mut World<'_>) {
        let now = world.now();
        let back = self.limited.map(|limited| limited.back_after);
        let mut times = Vec::new();
        for (slot, side) in self.sides.iter().enumerate() {
            times.extend(side.copies.and_then(|copies| copies.due()));
            if let (Some(since), Some(back)) = (side.heard, back)
                && self.is_awaited(slot, world)
            {
                times.push(since + back);
            }
        }
        times.retain(|time| *time > now);
        for time in &times {
            if !self.planned.contains(time) {
                world.wake(self.service, *time);
            }
        }
        self.planned = times;
    }

    /// Why one more failure would hurt.
    fn exposure(&self, world: &World<'_>) -> Option<Exposure> {
        let up = [0, 1].map(|slot| self.is_up(slot, world));
        let behind = |slot: usize| self.sides[slot].copies.is_some_and(|c| !c.is_complete());
        let away = |slot: usize| self.sides[slot].assigned != slot || self.sides[slot].returning;
        match up {
            [false, false] => None,
            [true, true] if (0..2).any(behind) => Some(Exposure::BackupBehind),
            [true, true] if (0..2).any(away) => Some(Exposure::NotFailedBack),
            [true, true] => None,
            _ => Some(Exposure::PartnerDown),
        }
    }
}

impl Controller for Partners {
    fn settle(&mut self, changes: &[Change], world: &mut World<'_>) {
        if !self.begun {
            self.begin(world);
        }
        self.hear(changes, world);
        self.follow_copies(world);
        self.take_over(world);
        self.tell_standings(world);
        self.tell_relief(world);
        self.plan(world);
    }

    fn obey(&mut self, order: ServiceOrder, world: &mut World<'_>) -> Answer {
        self.answer(order, world)
    }

    fn view(&self, world: &World<'_>) -> ServiceView {
        let up = world.is_service_up(self.service);
        let members_up = world.members_up(self.service);
        ServiceView {
            up,
            members: 2,
            members_up,
            rotation: members_up,
            serving: members_up,
            exposure: self.exposure(world).filter(|_| up),
            each: true,
            requests: RequestRates { failing: u64::from(!up), of: 1, refused: 0 },
            ..ServiceView::default()
        }
    }

    fn member_load(&self, _slot: u32, _view: &ServiceView) -> Option<Micro> {
        None
    }

    fn shortfall(&self, world: &World<'_>) -> Shortfall {
        if world.is_service_up(self.service) {
            return Shortfall::NONE;
        }
        let explanation = world.explain_outage(self.service);
        Shortfall { failing: (1, 1), phase: Phase::Repairing, explanation, ..Shortfall::NONE }
    }

    fn configuration(&self, slot: u32, out: &mut Vec<u8>) {
        let side = &self.sides[slot as usize];
        let flag = |is: bool, at: u8| u8::from(is) << at;
        let stopped = side.copies.is_some_and(|copies| copies.is_stopped());
        out.push(
            flag(side.assigned == slot as usize, 0)
                | flag(side.returning, 1)
                | flag(side.observed, 2)
                | flag(side.declared, 3)
                | flag(side.heard.is_some(), 4)
                | flag(side.exposed.is_some(), 5)
                | flag(stopped, 6)
                | flag(side.lost.is_some(), 7),
        );
    }

    fn audit(&self, world: &World<'_>) {
        for (slot, side) in self.sides.iter().enumerate() {
            assert_eq!(side.lost.is_none(), self.is_up(slot, world), "a pair knows who is up");
            let open = self.is_way_open(slot, world);
            let flows = side.copies.is_none_or(|copies| !copies.is_stopped());
            assert!(self.backup.is_none() || flows == open, "copies flow where they can");
            for people in world.at_home(self.pools[slot]) {
                let host = world.host(*people);
                let proper = host.service == self.pools[side.assigned];
                let level = if side.returning { ServiceLevel::Limited } else { ServiceLevel::Full };
                let limited = !proper && host.level == ServiceLevel::Limited;
                assert!(limited || host.level == level, "only orders give users away in full");
            }
        }
    }

    fn duplicate(&self) -> Box<dyn Controller> {
        Box::new(self.clone())
    }
}
