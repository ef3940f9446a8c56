//! Needs for changes: a service goes on without what it needs for them, and commands to it are
//! refused or wait meanwhile.
//!
//! The end of a drain always waits: nobody leaves a member drained for good because of it. A drain
//! that was refused, or that still waits when it should end, has no end.

use super::command::Command;
use super::id::{NodeId, ServiceId};
use super::lesser::Meanwhile;
use super::transition::Transition;
use super::world::World;

impl Command {
    /// The service and the slot it is about.
    pub(super) const fn about(self) -> (ServiceId, u32) {
        match self {
            Self::Drain { service, slot } | Self::Return { service, slot } => (service, slot),
        }
    }
}

impl World<'_> {
    /// Gives a command: it is carried out, unless what it needs is down.
    pub(crate) fn command(&mut self, command: Command) {
        if self.system.lesser.changes.is_empty() {
            self.carry_out(command);
        } else {
            self.command_or_keep(command);
        }
    }

    #[cold]
    fn command_or_keep(&mut self, command: Command) {
        if self.is_end_of_nothing(command) {
            return;
        }
        let Some((need, otherwise)) = self.kept_off(command) else {
            return self.carry_out(command);
        };
        let refused = otherwise == Meanwhile::Refused && matches!(command, Command::Drain { .. });
        if refused {
            self.configuration.refused.push(command.about());
            self.tell(Transition::CommandRefused { command, need });
        } else {
            self.configuration.kept.push(command);
            self.tell(Transition::CommandWaits { command, need });
        }
    }

    /// Whether this ends a drain that was refused, or that still waits and is called off by it.
    fn is_end_of_nothing(&mut self, command: Command) -> bool {
        let Command::Return { service, slot } = command else { return false };
        let refused = &mut self.configuration.refused;
        if let Some(at) = refused.iter().position(|about| *about == (service, slot)) {
            refused.remove(at);
            return true;
        }
        let kept = &mut self.configuration.kept;
        let drain = kept.iter().position(|other| *other == Command::Drain { service, slot });
        drain.map(|at| kept.remove(at)).is_some()
    }

    /// What the service or the member needs for changes and is down, and what becomes of commands.
    fn kept_off(&self, command: Command) -> Option<(NodeId, Meanwhile)> {
        let (service, slot) = command.about();
        let spec = &self.system.services[service.at()];
        let nodes = [spec.node, spec.members[slot as usize]];
        let changes = self.system.lesser.changes.iter();
        let mut down = changes.filter(|(node, need, _)| nodes.contains(node) && !self.is_up(*need));
        down.next().map(|(_, need, otherwise)| (*need, *otherwise))
    }

    /// Carries out the commands that wait no more, in the order in which they were given.
    #[cold]
    pub(super) fn retry_commands(&mut self) {
        let mut at = 0;
        while let Some(&command) = self.configuration.kept.get(at) {
            if self.kept_off(command).is_some() {
                at += 1;
            } else {
                self.configuration.kept.remove(at);
                self.carry_out(command);
            }
        }
    }
}
