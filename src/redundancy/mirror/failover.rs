//! Taking over: who begins it, what it waits for, and who leads then.

use super::pair::{PARTNERS, Pair};
use super::{Commit, Failover, OnMirrorLoss};
use crate::quantity::{Span, Time};
use crate::random::{Law, Purpose};
use crate::system::{DataFate, MechanismDeed, Transition, World};

/// The mirror is on its way to lead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Takeover {
    pub to: u32,
    stage: Stage,
    /// When the stage began, and when it is over.
    since: Time,
    due: Time,
    /// The age of the oldest write that it lacks.
    exposed: Span,
    /// Somebody wants the partners to change roles.
    pub wanted: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Deciding,
    Acting,
}

impl Takeover {
    pub(super) fn is_acting(&self) -> bool {
        self.stage == Stage::Acting
    }

    pub(super) fn code(&self) -> u8 {
        1 + 2 * self.to as u8 + u8::from(self.is_acting())
    }
}

/// Whether a principal that leads by a lease has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Grip {
    /// It has, or needs none.
    Held,
    /// It cannot renew it, and has it until then.
    Slipping(Time),
    /// It has lost it; whoever could take it looks at that time.
    Gone(Time),
    /// It has it again at that time.
    Regaining(Time),
}

impl Grip {
    pub(super) fn holds(self) -> bool {
        matches!(self, Self::Held | Self::Slipping(_))
    }

    pub(super) fn code(self) -> u8 {
        match self {
            Self::Held => 0,
            Self::Slipping(_) => 1,
            Self::Gone(_) => 2,
            Self::Regaining(_) => 3,
        }
    }
}

impl Pair {
    /// Draws a span; `which` counts the draws of its kind.
    pub(super) fn draw(
        &mut self,
        law: &Law,
        purpose: Purpose,
        which: usize,
        world: &World<'_>,
    ) -> Span {
        let owner = world.member_owner(self.service, self.leader);
        self.draws[which] += 1;
        world.draw(law, owner, purpose, self.draws[which] - 1)
    }

    /// Whether nobody leads because the mirror is being promoted.
    pub(super) fn awaits_leader(&self) -> bool {
        self.takeover.is_some_and(|takeover| takeover.is_acting())
    }

    /// Whether whoever decides is there and reaches the mirror.
    pub(super) fn has_decider(&self, world: &World<'_>) -> bool {
        self.aide
            .is_none_or(|aide| world.is_up(aide) && world.reaches(aide, self.node(self.other())))
    }

    /// Whether the mirror may take over by itself without a witness: it has all it can know of.
    pub(super) fn may_be_promoted(&self) -> bool {
        let unaware = self.partners().is_up() && self.loss.is_some_and(|loss| loss.armed);
        self.is_synchronized() || unaware
    }

    /// The lease of a principal that does not reach its store runs out.
    pub(super) fn follow_grip(&mut self, world: &mut World<'_>) {
        let Failover::Lease { ttl, refresh, granularity, .. } = self.spec.failover else { return };
        let (now, leader) = (world.now(), self.node(self.leader));
        if !world.is_up(leader) {
            return;
        }
        let reaches =
            self.aide.is_none_or(|store| world.is_up(store) && world.reaches(leader, store));
        let owner = world.member_owner(self.service, self.leader);
        let taken = self.declared[self.leader as usize];
        let draws = &mut self.draws[4];
        let mut ordinal = || {
            *draws += 1;
            // Apart from what the checker draws for the same pair.
            *draws | 1 << 31
        };
        let mut phase = || world.chance().phase(refresh, owner, ordinal());
        self.grip = match (self.grip, reaches) {
            (Grip::Held | Grip::Slipping(_), _) if taken => Grip::Gone(now),
            (Grip::Slipping(_), true) => Grip::Held,
            (Grip::Held, false) => Grip::Slipping(now + ttl.less(phase())),
            (Grip::Slipping(until), false) if until <= now => {
                let part = world.chance().uniform(owner, Purpose::LeaseLook, ordinal(), 0);
                let look = (granularity.micros() as f64 * part) as u64;
                Grip::Gone(now + Span::from_micros(look))
            }
            (Grip::Gone(_), true) if !taken && self.takeover.is_none() => {
                Grip::Regaining(now + phase())
            }
            // The lease is known to be free.
            (Grip::Regaining(_), false) => Grip::Gone(now),
            (Grip::Regaining(from), true) if from <= now => Grip::Held,
            (grip, _) => grip,
        };
        if let Grip::Slipping(at) | Grip::Gone(at) | Grip::Regaining(at) = self.grip
            && at > now
        {
            world.wake(self.service, at);
        }
    }

    /// Whether the principal has lost its lease and cannot get it again, and that has been seen.
    fn is_out_of_grip(&self, world: &World<'_>) -> bool {
        let seen = matches!(self.grip, Grip::Gone(seen) if seen <= world.now());
        seen && !self.reaches_store(world)
    }

    /// Whether the principal reaches the store of its lease.
    pub(super) fn reaches_store(&self, world: &World<'_>) -> bool {
        let reaches = |store| world.is_up(store) && world.reaches(self.node(self.leader), store);
        self.aide.is_some_and(reaches)
    }

    /// Begins a takeover, goes on with it, or gives it up.
    pub(super) fn follow_takeover(&mut self, world: &mut World<'_>) {
        if self.takeover.is_none() {
            self.begin_by_itself(world);
        }
        if self.takeover.is_none() && self.is_up(self.leader) {
            // It crashed while it was on its way to lead.
            if let Some(exposed) = self.unfinished.take() {
                self.promote_with(self.leader, exposed, world);
            }
        }
        while let Some(takeover) = self.takeover {
            let taken_back = !self.declared[self.leader as usize] && !self.is_out_of_grip(world);
            if !self.is_up(takeover.to) || (!takeover.is_acting() && taken_back) {
                self.takeover = None;
                // Who leads is agreed already: nobody else does, and it has yet to begin.
                self.unfinished = (takeover.to == self.leader).then_some(takeover.exposed);
            } else if takeover.due > world.now() {
                return;
            } else if takeover.is_acting() {
                self.lead(takeover, world);
            } else {
                self.promote(takeover.to, world);
            }
        }
    }

    fn begin_by_itself(&mut self, world: &mut World<'_>) {
        let (leader, other) = (self.leader, self.other());
        if !self.answers(other, world) || !self.is_up(other) {
            return;
        }
        let gone = self.declared[leader as usize] || self.is_out_of_grip(world);
        let declared = gone && !self.declared[other as usize];
        match &self.spec.failover {
            Failover::Witness { .. } => {
                if self.has_witness() && self.is_elected() {
                    // Mirror and witness agree, and remember it.
                    (self.leader, self.loss, self.alone) = (other, None, false);
                    let exposed = self.copy.missed();
                    self.turn_copy(world);
                    world.lead(self.service, Some(other));
                    self.promote_with(other, exposed, world);
                }
            }
            Failover::Monitor { .. } => {
                if declared && self.has_decider(world) && self.may_be_promoted() {
                    self.promote(other, world);
                }
            }
            Failover::Lease { decide, .. } => {
                if declared && self.has_decider(world) && self.may_be_promoted() {
                    let decide = decide.clone();
                    let now = world.now();
                    let due = now + self.draw(&decide, Purpose::Decide, 0, world);
                    world.wake(self.service, due);
                    let (stage, exposed) = (Stage::Deciding, Span::ZERO);
                    self.takeover = Some(Takeover {
                        to: other,
                        stage,
                        since: now,
                        due,
                        exposed,
                        wanted: false,
                    });
                }
            }
            Failover::Manual { person: true, .. } => {
                if declared {
                    self.promote(other, world);
                }
            }
            Failover::Manual { person: false, .. } => {}
        }
    }

    /// Lets the mirror take over.
    pub(super) fn promote(&mut self, to: u32, world: &mut World<'_>) {
        let exposed = match self.follows() && self.is_up(self.leader) {
            true => Span::ZERO,
            false => {
                let lag = self.lag(world);
                self.copy.lacks(lag)
            }
        };
        self.promote_with(to, exposed, world);
    }

    /// The partners change roles because somebody wants it so.
    pub(super) fn hand_over(&mut self, to: u32, world: &mut World<'_>) {
        self.promote(to, world);
        if let Some(takeover) = &mut self.takeover {
            takeover.wanted = true;
        }
    }

    fn promote_with(&mut self, to: u32, exposed: Span, world: &mut World<'_>) {
        self.unfinished = None;
        let law = self.spec.failover.promote().clone();
        let since = world.now();
        let due = since + self.draw(&law, Purpose::Promote, 1, world);
        let (stage, wanted) = (Stage::Acting, false);
        self.takeover = Some(Takeover { to, stage, since, due, exposed, wanted });
        let service = self.service;
        world.wake(service, due);
        world.call_on(service, to);
        world.tell(Transition::Deed { service, deed: MechanismDeed::TakesOver { slot: to } });
    }

    /// How far the mirror lags behind while it follows.
    fn lag(&mut self, world: &World<'_>) -> Span {
        match self.spec.commit.clone() {
            Commit::Synchronous => Span::ZERO,
            Commit::Asynchronous(Some(law)) => self.draw(&law, Purpose::Lag, 2, world),
            Commit::Asynchronous(None) => self.copy.latency,
        }
    }

    /// The mirror leads.
    fn lead(&mut self, takeover: Takeover, world: &mut World<'_>) {
        let (service, now) = (self.service, world.now());
        let Takeover { to, exposed, since, .. } = takeover;
        let old = 1 - to;
        if self.leader != to {
            self.leader = to;
            self.turn_copy(world);
            world.lead(service, Some(to));
        }
        self.takeover = None;
        (self.loss, self.alone, self.grip) = (None, false, Grip::Held);
        // Whoever promotes it configures it to go on alone.
        self.sessions[PARTNERS].give_up();
        self.stopped = (!self.partners().is_up()).then_some(now);
        self.copy.expose(old, exposed);
        let mut tell = |deed| world.tell(Transition::Deed { service, deed });
        tell(MechanismDeed::Leads { slot: to });
        if exposed > Span::ZERO {
            tell(MechanismDeed::Data { fate: DataFate::Exposed, span: exposed });
        }
        if self.goes_on_alone() && self.is_up(old) && !self.partners().alive {
            // It has written since what is exposed was counted.
            self.copy.apart = Some(now - since);
            tell(MechanismDeed::SplitBrain { slot: old });
        } else {
            self.copy.apart = None;
        }
    }

    /// Whether an old principal that does not hear of the new one goes on by itself.
    fn goes_on_alone(&self) -> bool {
        let decided_by_all =
            matches!(self.spec.failover, Failover::Lease { .. }) || self.has_witness();
        let stops = matches!(self.spec.commit, Commit::Synchronous)
            && matches!(self.spec.on_mirror_loss, OnMirrorLoss::StopWrites(_));
        !decided_by_all && !stops
    }
}
