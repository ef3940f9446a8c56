//! Corruption: data go bad, service goes on, every copy is bad at its lag; when it is discovered
//! the services that keep the data stop, and they are restored from the newest clean copy.
//!
//! Data are a node that those services need. While nobody knows, the node is up; from the discovery
//! until the restoration it is down.

use super::copies::{Data, DataState, Source, SourceKind};
use super::deed::{DataFate, MechanismDeed};
use super::event::{Event, Kind};
use super::holds::Hold;
use super::id::{DataId, ModeId, NodeId, PersonId};
use super::people::Task;
use super::phase::Phase;
use super::topology::System;
use super::transition::Transition;
use super::world::{ModeState, World};
use crate::quantity::{Span, Time};
use crate::random::{Chance, Purpose};

/// What has become of data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DataDeed {
    /// It has gone bad, and nobody knows.
    GoesBad,
    /// It should go bad, and is bad already.
    AlreadyBad,
    /// It is found to be bad, so long after it went bad: the services that keep it stop.
    Found(Span),
    /// Somebody begins to decide what to do.
    Decides(PersonId),
    /// It is being restored.
    Restores {
        /// From what.
        from: DataSource,
        /// Written so long before the services stopped, and not in that copy.
        lost: Span,
    },
    /// What it was restored from is out of reach.
    Interrupted(DataSource),
    /// No clean copy is within reach.
    NothingLeft,
    /// It is good again.
    Restored(DataSource),
}

/// What data are restored from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DataSource {
    /// A copy that stands there.
    Copy(NodeId),
    /// A backup, and where it is kept.
    Backup(Option<NodeId>),
}

impl System {
    /// The name of data.
    pub fn data_name(&self, data: DataId) -> &str {
        &self.data[data.at()].name
    }

    /// The place of data among all that can be up or down.
    pub fn data_node(&self, data: DataId) -> NodeId {
        self.data[data.at()].node
    }

    /// Who decides what to do when data are bad.
    pub fn data_keeper(&self, data: DataId) -> Option<PersonId> {
        self.data[data.at()].by
    }

    /// The names of the services that keep data.
    pub fn keepers(&self, data: DataId) -> Vec<&str> {
        let kept_by = self.data[data.at()].kept_by.iter();
        kept_by.map(|service| self.service_name(*service)).collect()
    }

    /// Whether a node is data.
    pub fn is_data(&self, node: NodeId) -> bool {
        self.data_of(node).is_some()
    }

    /// The data at `node`, if it is that.
    pub(crate) fn data_of(&self, node: NodeId) -> Option<DataId> {
        self.data.iter().position(|data| data.node == node).map(DataId::from)
    }

    fn data_source(&self, data: DataId, source: u32) -> DataSource {
        let source = &self.data[data.at()].sources[source as usize];
        match (source.kind, source.node) {
            (SourceKind::Copy(_), Some(node)) => DataSource::Copy(node),
            (_, node) => DataSource::Backup(node),
        }
    }
}

impl World<'_> {
    /// A script spoils data.
    pub(super) fn corrupt(&mut self, data: DataId) {
        let mode = self.system.data[data.at()].mode;
        match self.configuration.data[data.at()] {
            DataState::Good => self.fail(mode, None),
            _ => self.tell(Transition::Data { data, deed: DataDeed::AlreadyBad }),
        }
    }

    /// Data have gone bad: somebody will find out.
    ///
    /// # Panics
    /// In a walk: how old copies are is no configuration.
    pub(super) fn spoil(&mut self, mode: ModeId) {
        assert!(self.chance != Chance::Walk, "a walk knows no age of copies");
        let Some(data) = self.system.data_of(self.system.modes[mode.at()].node) else { return };
        let Data { discovered, key, .. } = &self.system.data[data.at()];
        let ordinal = self.clocks.modes[mode.at()].strikes;
        let due = self.now + self.chance.span(discovered, *key, Purpose::Discovery, ordinal);
        self.configuration.data[data.at()] = DataState::Bad;
        self.clocks.data[data.at()].spoilt = self.now;
        self.configuration.modes[mode.at()] = ModeState::Spoilt;
        self.clocks.modes[mode.at()].due = due;
        self.calendar.schedule(due, Event::rank(Kind::Test, mode.0));
        self.tell(Transition::Data { data, deed: DataDeed::GoesBad });
    }

    /// Somebody finds out that data are bad: whoever keeps them stops.
    pub(crate) fn discover(&mut self, mode: ModeId) {
        // The truth of this instant settles before anybody acts on it.
        self.settle_truth();
        let node = self.system.modes[mode.at()].node;
        let Some(data) = self.system.data_of(node) else { return };
        let clock = &mut self.clocks.data[data.at()];
        clock.found = self.now;
        let after = self.now - clock.spoilt;
        self.configuration.data[data.at()] = DataState::Found;
        self.configuration.modes[mode.at()] = ModeState::Broken;
        self.clocks.modes[mode.at()].due = Time::NEVER;
        self.tell(Transition::Data { data, deed: DataDeed::Found(after) });
        self.add_reason(node);
        match self.system.data[data.at()].by {
            Some(person) => self.ask_person(person, Task::Data(data)),
            None => self.restore_data(data),
        }
    }

    /// A person begins to decide what to do about bad data: how long that takes.
    pub(super) fn decide_on_data(&mut self, data: DataId, person: PersonId) -> Span {
        self.tell(Transition::Data { data, deed: DataDeed::Decides(person) });
        let Data { key, mode, .. } = &self.system.data[data.at()];
        let ordinal = self.clocks.modes[mode.at()].strikes;
        let law = &self.system.people[person.at()].spec.decide;
        self.chance.span(law, *key, Purpose::Decide, ordinal)
    }

    /// Restores data from the newest clean copy within reach; of equals from the first.
    pub(super) fn restore_data(&mut self, data: DataId) {
        let Data { node, key, mode, sources, .. } = &self.system.data[data.at()];
        let clock = &self.clocks.data[data.at()];
        let here = (0..sources.len()).filter(|at| clock.is_here(*at));
        let clean = here.filter_map(|at| Some((at, clock.newest(at, sources[at].kind, self.now)?)));
        let best = clean.reduce(|best, next| if next.1 > best.1 { next } else { best });
        let (mut state, mut due) = (ModeState::Broken, Time::NEVER);
        let (stage, deed) = match best {
            None => (DataState::Stuck, DataDeed::NothingLeft),
            Some((at, point)) => {
                let clock = &mut self.clocks.data[data.at()];
                (clock.point, clock.attempts) = (point, clock.attempts + 1);
                let lost = clock.lost();
                let restore = &sources[at].restore;
                let attempt = clock.attempts;
                let base = self.chance.span(&restore.base, *key, Purpose::Restoration, attempt);
                (state, due) = (ModeState::InRepair, self.now + base + restore.for_lost(lost));
                let from = self.system.data_source(data, at as u32);
                (DataState::Restoring(at as u32), DataDeed::Restores { from, lost })
            }
        };
        let again =
            stage == DataState::Stuck && self.configuration.data[data.at()] == DataState::Stuck;
        self.configuration.data[data.at()] = stage;
        self.configuration.modes[mode.at()] = state;
        self.clocks.modes[mode.at()].due = due;
        if !due.is_never() {
            self.calendar.schedule(due, Event::rank(Kind::Restore, mode.0));
        }
        if !again {
            self.tell(Transition::Data { data, deed });
        }
        if let DataDeed::Restores { lost, .. } = deed {
            self.tell_keepers(data, DataFate::Exposed, lost);
        }
        self.touch_dependents(*node);
    }

    /// Data are good again, and what was written since the copy is lost.
    pub(super) fn data_are_restored(&mut self, node: NodeId) {
        let Some(data) = self.system.data_of(node) else { return };
        let spec = &self.system.data[data.at()];
        let DataState::Restoring(source) = self.configuration.data[data.at()] else { return };
        self.configuration.data[data.at()] = DataState::Good;
        let clock = &mut self.clocks.data[data.at()];
        let lost = clock.lost();
        clock.restore(self.now, spec);
        let from = self.system.data_source(data, source);
        self.tell(Transition::Data { data, deed: DataDeed::Restored(from) });
        self.tell_keepers(data, DataFate::Lost, lost);
    }

    fn tell_keepers(&mut self, data: DataId, fate: DataFate, span: Span) {
        for service in &self.system.data[data.at()].kept_by {
            let deed = MechanismDeed::Data { fate, span };
            self.tell(Transition::Deed { service: *service, deed });
        }
    }

    /// Looks at the copies and stores that have gone out of reach or come back.
    #[inline]
    pub(super) fn follow_sources(&mut self) {
        if !self.agenda.sources.is_empty() {
            self.look_at_sources();
        }
    }

    /// All copies and stores are to be looked at.
    pub(super) fn ask_for_sources(&mut self) {
        for (at, data) in self.system.data.iter().enumerate() {
            let sources = (0..data.sources.len() as u32).map(|source| (at.into(), source));
            self.agenda.sources.extend(sources);
        }
    }

    /// Whether a source is up, and a service that keeps the data can speak with it.
    fn is_within_reach(&self, data: &Data, source: &Source) -> bool {
        let Some(node) = source.node else { return true };
        let mut keepers = data.kept_by.iter();
        self.is_up(node) && keepers.any(|service| self.reaches(self.service_node(*service), node))
    }

    #[cold]
    fn look_at_sources(&mut self) {
        let mut changed = std::mem::take(&mut self.agenda.sources);
        changed.sort_unstable();
        changed.dedup();
        for (data, at) in changed {
            let spec = &self.system.data[data.at()];
            let source = &spec.sources[at as usize];
            let here = self.is_within_reach(spec, source);
            let clock = &mut self.clocks.data[data.at()];
            clock.note_source(at as usize, here, self.now, spec);
            match self.configuration.data[data.at()] {
                DataState::Restoring(other) if other == at && !here => {
                    let from = self.system.data_source(data, at);
                    self.tell(Transition::Data { data, deed: DataDeed::Interrupted(from) });
                    self.restore_data(data);
                }
                DataState::Stuck if here => self.restore_data(data),
                _ => {}
            }
        }
    }

    /// What those wait for who cannot go on without the data at `node`.
    pub(super) fn data_hold(&self, node: NodeId) -> Option<Hold> {
        let data = self.system.data_of(node)?;
        let phase = match self.configuration.data[data.at()] {
            DataState::Good | DataState::Bad => return None,
            DataState::Found => Phase::Deciding,
            DataState::Restoring(_) => Phase::Acting,
            DataState::Stuck => Phase::Repairing,
        };
        Some(Hold { phase, explanation: self.explain_node(node) })
    }

    /// Panics, in plain words, if data are not what their failure says.
    pub(crate) fn audit_data(&self) {
        for (spec, stage) in self.system.data.iter().zip(&self.configuration.data) {
            let wanted = match stage {
                DataState::Good => ModeState::Sound,
                DataState::Bad => ModeState::Spoilt,
                DataState::Found | DataState::Stuck => ModeState::Broken,
                DataState::Restoring(_) => ModeState::InRepair,
            };
            let name = &spec.name;
            assert_eq!(self.configuration.modes[spec.mode.at()], wanted, "`{name}` is {stage:?}");
            let clock = &self.clocks.data[self.system.data_of(spec.node).map_or(0, DataId::at)];
            for (at, source) in spec.sources.iter().enumerate() {
                let here = self.is_within_reach(spec, source);
                assert_eq!(clock.is_here(at), here, "source {at} of `{name}` is within reach");
            }
        }
    }
}
