//! A mirrored pair at work in one trial.

use super::copy::Copy;
use super::failover::{Grip, Takeover};
use super::quorum::Loss;
use super::sessions::Session;
use super::{Failover, Mirror};
use crate::quantity::{Micro, Span, Time};
use crate::system::port::{Change, Controller, Seen, Shortfall};
use crate::system::{
    Answer, MechanismDeed, NodeId, Phase, ServiceId, ServiceOrder, ServiceView, Single, Stand,
    Standing, System, Transition, World,
};

/// The session between the partners; the sessions of the partners with the witness stand behind it,
/// by slot.
pub(super) const PARTNERS: usize = 0;

/// A mirrored pair at work in one trial.
#[derive(Clone)]
pub(super) struct Pair {
    pub service: ServiceId,
    pub spec: Mirror,
    pub nodes: [NodeId; 2],
    /// The witness, monitor or store, where there is one.
    pub aide: Option<NodeId>,
    pub single: Single,
    /// The slot of the principal, as whoever decides knows it.
    pub leader: u32,
    /// By slot, as the service's checker believes.
    pub declared: [bool; 2],
    pub observed: [bool; 2],
    pub sessions: Vec<Session>,
    /// Which sessions were up as this instant began, and which instant that is.
    pub sessions_before: [bool; 3],
    settled_at: Time,
    /// The witness counts no more: an order has removed it.
    pub dropped: bool,
    /// The principal runs alone, and the witness knows.
    pub alone: bool,
    /// How the principal was lost, while it is.
    pub loss: Option<Loss>,
    pub takeover: Option<Takeover>,
    pub grip: Grip,
    pub copy: Copy,
    /// Writes are stopped until then, since the mirror was given up.
    pub stopped: Option<Time>,
    /// Whoever is agreed to lead has crashed on its way to it; what it lacks.
    pub unfinished: Option<Span>,
    /// By slot: it is to be worked on.
    pub drained: [bool; 2],
    /// How often each law has been drawn.
    pub draws: [u32; 5],
    /// As last told.
    standings: [Option<Standing>; 2],
    stopped_because: Option<&'static str>,
    up: [bool; 2],
}

impl Pair {
    pub(super) fn new(spec: &Mirror, service: ServiceId, system: &System) -> Self {
        let (nodes, aide) = system.partners(service);
        let witness = aide.filter(|_| matches!(spec.failover, Failover::Witness { .. }));
        let mut sessions =
            vec![Session::new(nodes, system.pair_owner(service, nodes[1]), spec.session)];
        if let Some(witness) = witness {
            sessions.extend(nodes.map(|node| {
                Session::new([node, witness], system.pair_owner(service, node), spec.session)
            }));
        }
        Self {
            service,
            spec: spec.clone(),
            nodes,
            aide,
            single: Single::new(service, system),
            leader: system.leader(service),
            declared: [false; 2],
            observed: [false; 2],
            sessions,
            sessions_before: [true; 3],
            settled_at: Time::ZERO,
            dropped: false,
            alone: false,
            loss: None,
            takeover: None,
            grip: Grip::Held,
            copy: Copy::new(),
            stopped: None,
            unfinished: None,
            drained: [false; 2],
            draws: [0; 5],
            standings: [None; 2],
            stopped_because: None,
            up: [true; 2],
        }
    }

    /// The slot of the mirror.
    pub(super) fn other(&self) -> u32 {
        1 - self.leader
    }

    pub(super) fn node(&self, slot: u32) -> NodeId {
        self.nodes[slot as usize]
    }

    /// Whether a partner answers, as far as anybody can see.
    pub(super) fn answers(&self, slot: u32, world: &World<'_>) -> bool {
        world.member_seen(self.service, slot) == Seen::Up
    }

    /// Whether a partner is up, by truth.
    pub(super) fn is_up(&self, slot: u32) -> bool {
        self.up[slot as usize]
    }

    /// Whether a witness has a vote.
    pub(super) fn has_witness(&self) -> bool {
        self.sessions.len() > 1 && !self.dropped
    }

    pub(super) fn partners(&self) -> &Session {
        &self.sessions[PARTNERS]
    }

    pub(super) fn with_witness(&self, slot: u32) -> &Session {
        &self.sessions[1 + slot as usize]
    }

    fn hear(&mut self, changes: &[Change], world: &mut World<'_>) {
        for change in changes {
            match *change {
                Change::Down(slot) => self.up[slot as usize] = false,
                Change::Up(slot) => {
                    self.up[slot as usize] = true;
                    if !self.declared[slot as usize] {
                        self.observed[slot as usize] = false;
                    }
                }
                Change::Observed(slot) => self.observed[slot as usize] = true,
                Change::Declared(slot) => {
                    self.declared[slot as usize] = true;
                    world.member_switched(self.service, slot);
                }
                Change::Accepted(slot) => {
                    self.declared[slot as usize] = false;
                    self.observed[slot as usize] = false;
                }
                Change::Drain(slot) => self.drain(slot, world),
                Change::Return(slot) => {
                    self.drained[slot as usize] = false;
                    world.tell(Transition::Returned { service: self.service, slot });
                }
                _ => {}
            }
        }
    }

    fn follow_sessions(&mut self, world: &mut World<'_>) {
        if self.settled_at != world.now() {
            self.settled_at = world.now();
            for (before, session) in self.sessions_before.iter_mut().zip(&self.sessions) {
                *before = session.is_up();
            }
        }
        for at in 0..self.sessions.len() {
            for wake in self.sessions[at].follow(world).into_iter().flatten() {
                world.wake(self.service, wake);
            }
        }
    }

    /// Tells how the partners stand, where that has changed.
    fn tell_standings(&mut self, world: &mut World<'_>) {
        let service = self.service;
        for slot in 0..2 {
            let standing = self.standing(slot, world);
            if self.standings[slot as usize] != standing {
                self.standings[slot as usize] = standing;
                // That it takes over has been told.
                if let Some(standing) = standing.filter(|it| *it != Standing::TakingOver) {
                    let deed = MechanismDeed::Stands { slot, standing };
                    world.tell(Transition::Deed { service, deed });
                }
            }
        }
        let stops = self.stops_because(world);
        if self.stopped_because != stops.map(|(why, _)| why) {
            self.stopped_because = stops.map(|(why, _)| why);
            if let Some((why, node)) = stops {
                let deed = MechanismDeed::Stops { why, node };
                world.tell(Transition::Deed { service, deed });
            }
        }
    }

    fn standing(&self, slot: u32, world: &World<'_>) -> Option<Standing> {
        if !self.is_up(slot) {
            return None;
        }
        if self
            .takeover
            .as_ref()
            .is_some_and(|takeover| takeover.is_acting() && takeover.to == slot)
        {
            return Some(Standing::TakingOver);
        }
        let follows = self.follows();
        if slot == self.leader {
            return self.lets_write(world).then_some(match follows && self.is_synchronized() {
                true => Standing::Leading,
                false => Standing::Exposed,
            });
        }
        match (follows, self.is_synchronized()) {
            (true, true) => Some(Standing::Ready),
            (true, false) => Some(Standing::Synchronizing),
            (false, _) if self.lets_write(world) => Some(Standing::Suspended),
            // Nobody leads: it stands as it stood.
            (false, _) => self.standings[slot as usize],
        }
    }
}

impl Controller for Pair {
    fn settle(&mut self, changes: &[Change], world: &mut World<'_>) {
        let service = self.service;
        self.copy.advance(world.now());
        self.hear(changes, world);
        self.follow_sessions(world);
        self.follow_loss();
        self.follow_grip(world);
        self.follow_takeover(world);
        // Another may lead now.
        self.follow_loss();
        self.follow_copy(world);
        self.follow_stop(world);
        self.follow_drain(world);
        let hold = (!self.lets_write(world)).then(|| self.hold(world));
        world.hold(service, hold);
        let serving = hold.is_none() && world.is_service_up(service);
        self.copy.writing = serving;
        self.copy.following = self.follows();
        self.copy.apart_writes = serving && self.is_up(self.other());
        self.feed_copy(world);
        let stand = match (serving, hold) {
            (true, _) => Stand::SERVING,
            (false, hold) => Stand {
                serving: false,
                phase: hold.map_or(Phase::Repairing, |hold| hold.phase),
                silent: world.member_seen(service, self.leader) == Seen::Silent,
                explanation: hold
                    .map_or_else(|| world.explain_outage(service), |hold| hold.explanation),
                admission: None,
            },
        };
        self.single.settle(stand, world);
        self.tell_standings(world);
    }

    fn obey(&mut self, order: ServiceOrder, world: &mut World<'_>) -> Answer {
        self.follow_order(order, world)
    }

    fn view(&self, world: &World<'_>) -> ServiceView {
        let rotation = 1 + u32::from(self.follows());
        self.single.view(rotation, self.exposure(), world)
    }

    fn member_load(&self, slot: u32, view: &ServiceView) -> Option<Micro> {
        (slot == self.leader && view.serving > 0 && view.up).then_some(view.level)
    }

    fn shortfall(&self, _: &World<'_>) -> Shortfall {
        self.single.shortfall()
    }

    fn configuration(&self, slot: u32, out: &mut Vec<u8>) {
        let flag = |is: bool, at: u8| u8::from(is) << at;
        let at = slot as usize;
        out.push(
            flag(slot == self.leader, 0)
                | flag(self.up[at], 1)
                | flag(self.declared[at], 2)
                | flag(self.observed[at], 3)
                | flag(self.drained[at], 4),
        );
        if slot == 0 {
            let now = self.settled_at;
            out.extend(self.sessions.iter().map(|session| session.code(now)));
            out.push(
                flag(self.dropped, 0)
                    | flag(self.alone, 1)
                    | flag(self.is_synchronized(), 2)
                    | flag(self.copy.is_catching_up(), 3)
                    | flag(self.stopped.is_some_and(|until| until > now), 4)
                    | flag(self.copy.apart.is_some(), 5)
                    | flag(self.copy.owes(), 6)
                    | flag(self.unfinished.is_some(), 7),
            );
            out.push(self.loss.as_ref().map_or(0, Loss::code));
            out.push(self.takeover.as_ref().map_or(0, Takeover::code));
            out.push(self.grip.code());
        }
    }

    fn audit(&self, world: &World<'_>) {
        self.single.audit(world);
        for slot in 0..2 {
            let up = world.is_up(self.node(slot));
            assert_eq!(self.up[slot as usize], up, "the pair knows which partners are up");
        }
        let held = world.held(self.service).is_some();
        assert_eq!(held, !self.lets_write(world), "a pair that lets nobody write is held");
        if !held && self.sessions.len() > 1 && !self.dropped {
            let quorum = self.partners().is_up() || self.with_witness(self.leader).is_up();
            assert!(quorum, "whoever serves sees the mirror or the witness");
        }
    }

    fn duplicate(&self) -> Box<dyn Controller> {
        Box::new(self.clone())
    }
}
