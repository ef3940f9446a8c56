//! What scripts, maintenance and people do to mechanisms: one small set of commands.
//!
//! A command reaches its mechanism in the instant in which it is given, after the strikes and
//! before the checks. Whoever gives drains of its own marks the service when the system is
//! compiled ([`Service::drainable`](super::topology::Service)): pools that are never drained keep
//! no counts by member.

use super::id::ServiceId;
use super::port::Change;
use super::world::World;

/// A command to a mechanism.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Command {
    /// Give a member no more work, and move its users to the others.
    Drain {
        /// The service.
        service: ServiceId,
        /// The slot.
        slot: u32,
    },
    /// The end of a drain.
    Return {
        /// The service.
        service: ServiceId,
        /// The slot.
        slot: u32,
    },
}

impl World<'_> {
    /// Gives a command. Of drains that overlap the last one to end returns the member.
    pub(crate) fn command(&mut self, command: Command) {
        match command {
            Command::Drain { service, slot } => {
                let drains = self.configuration.drains.entry((service, slot)).or_insert(0);
                *drains += 1;
                if *drains == 1 {
                    self.order(service, Change::Drain(slot));
                }
            }
            Command::Return { service, slot } => {
                let Some(drains) = self.configuration.drains.get_mut(&(service, slot)) else {
                    return;
                };
                *drains -= 1;
                if *drains == 0 {
                    self.configuration.drains.remove(&(service, slot));
                    self.order(service, Change::Return(slot));
                }
            }
        }
    }

    fn order(&mut self, service: ServiceId, change: Change) {
        self.agenda.services[service.at()].changes.push(change);
        self.touch(service);
    }

    /// Drains in force on a member.
    pub(crate) fn drains(&self, service: ServiceId, slot: u32) -> u32 {
        self.configuration.drains.get(&(service, slot)).copied().unwrap_or(0)
    }
}
