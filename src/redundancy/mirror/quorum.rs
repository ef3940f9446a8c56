//! Who may serve, and how the principal was lost.
//!
//! Where a witness has a vote, the principal serves while it sees the mirror or the witness; it runs
//! alone only after it has told the witness. The mirror takes over with the vote of the witness, if
//! things stood well when the principal was lost and the mirror has seen the witness ever since.

use super::pair::{PARTNERS, Pair};
use super::{Arm, Commit, Failover, OnMirrorLoss};
use crate::random::Purpose;
use crate::system::World;

/// How things stood when the principal was lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Loss {
    /// The mirror may take over.
    pub armed: bool,
}

impl Loss {
    pub(super) fn code(&self) -> u8 {
        1 + u8::from(self.armed)
    }
}

impl Pair {
    /// Whether whoever leads lets its clients write, as far as the pair itself is concerned.
    pub(super) fn lets_write(&self, world: &World<'_>) -> bool {
        let leading = self.is_up(self.leader) && !self.awaits_leader();
        leading
            && self.grip.holds()
            && self.has_quorum()
            && !self.is_stopped(world)
            && !self.stalls()
    }

    /// Whether the principal may serve at all.
    pub(super) fn has_quorum(&self) -> bool {
        if !self.has_witness() {
            return true;
        }
        let with_witness = self.with_witness(self.leader).is_up();
        self.partners().is_up() || (with_witness && self.alone)
    }

    /// Whether commits wait for a mirror that does not answer and is not given up yet.
    pub(super) fn stalls(&self) -> bool {
        let synchronous = matches!(self.spec.commit, Commit::Synchronous);
        synchronous
            && match self.partners().is_up() {
                true => !self.partners().alive,
                false => self.has_lease() && !self.alone,
            }
    }

    fn has_lease(&self) -> bool {
        matches!(self.spec.failover, Failover::Lease { .. })
    }

    /// Whether writes are stopped until the pair is reconfigured.
    pub(super) fn is_stopped(&self, world: &World<'_>) -> bool {
        self.stopped.is_some_and(|until| until > world.now())
    }

    /// Whether the mirror gets every write.
    pub(super) fn follows(&self) -> bool {
        self.partners().carries() && self.is_up(self.other()) && !self.awaits_leader()
    }

    /// Notes how things stand when the principal is lost: to the mirror, or to mirror and witness.
    pub(super) fn follow_loss(&mut self) {
        if self.partners().is_up() {
            self.alone = false;
        }
        let (ours, theirs) = (1 + self.leader as usize, 1 + self.other() as usize);
        let witness = self.has_witness();
        if witness && !self.partners().is_up() {
            let session = self.with_witness(self.leader);
            self.alone = session.is_up() && (self.alone || session.alive);
        }
        let lost = match witness {
            true => !self.partners().alive && !self.sessions[ours].alive,
            false => !self.partners().alive && self.is_up(self.other()),
        };
        if !lost {
            self.loss = None;
            return;
        }
        if self.loss.is_none() {
            let before = self.sessions_before;
            let connected = match self.spec.failover {
                Failover::Witness { arm: Arm::AllThree, .. } => before == [true; 3],
                Failover::Witness { .. } => before[theirs],
                _ => true,
            };
            self.loss = Some(Loss { armed: connected && self.is_synchronized() });
        }
        // Who has lost the witness since is not asked again.
        if witness && let Some(loss) = &mut self.loss {
            loss.armed &= self.sessions[theirs].is_up();
        }
    }

    /// Whether mirror and witness agree at present that the principal is lost, and the mirror may
    /// take over.
    pub(super) fn is_elected(&self) -> bool {
        let armed = self.loss.is_some_and(|loss| loss.armed) && self.is_synchronized();
        let gone = !self.sessions[PARTNERS].is_up() && !self.with_witness(self.leader).is_up();
        armed && gone && self.with_witness(self.other()).carries()
    }

    /// Writes stop when a synchronous mirror is given up, where the pair must be reconfigured first.
    pub(super) fn follow_stop(&mut self, world: &mut World<'_>) {
        let synchronous = matches!(self.spec.commit, Commit::Synchronous);
        if !synchronous || self.partners().is_up() {
            self.stopped = None;
            return;
        }
        let serves = self.is_up(self.leader) && !self.awaits_leader();
        if let OnMirrorLoss::StopWrites(until) = &self.spec.on_mirror_loss
            && self.stopped.is_none()
            && serves
        {
            let until = until.clone();
            let takes = self.draw(&until, Purpose::Reconfigure, 3, world);
            let due = world.now() + takes;
            self.stopped = Some(due);
            world.wake(self.service, due);
        }
        // Whoever leads by a lease takes the mirror off the list in the store.
        let tells = serves && self.grip.holds() && !self.is_stopped(world);
        self.alone |= self.has_lease() && tells && self.reaches_store(world);
    }
}
