//! Why users wait: the failure that took their service, and those without which it would not have.

use super::id::{ClassId, ModeId, NodeId};
use super::topology::System;
use std::collections::BTreeMap;

/// Chains kept apart in one trial; later ones count as "other".
pub const CHAINS: usize = 4096;
/// The name of all that is not kept apart.
pub const OTHER: &str = "other";
/// Preconditions named in one chain.
pub(crate) const PRECONDITIONS: usize = 3;

/// A chain of causes, by class.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ChainId(u32);

/// One failure: the mode and which of its strikes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cause {
    pub(crate) mode: ModeId,
    pub(crate) strike: u32,
}

/// What a loss goes back to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Trigger {
    /// A failure that lasts.
    Failure(Cause),
    /// A failure that is over: what is left is its aftermath.
    Aftermath(Cause),
    /// No failure: work changes hands because somebody wants it to.
    Handover,
}

impl Trigger {
    /// The failure.
    pub const fn cause(self) -> Option<Cause> {
        match self {
            Self::Failure(cause) | Self::Aftermath(cause) => Some(cause),
            Self::Handover => None,
        }
    }
}

/// Why users wait, by failure: what must be restored before the explanation may change.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Explanation {
    pub trigger: Option<Cause>,
    pub preconditions: [Option<Cause>; PRECONDITIONS],
    /// More preconditions than are named.
    pub more: bool,
    /// The trigger is over: what is left is its aftermath.
    pub recovery: bool,
    /// No failure is left: this part waits for that one to start, and that one for it.
    pub circle: Option<(NodeId, NodeId)>,
    /// No failure: this service changes hands because somebody, or its failback, wants it to.
    pub handover: Option<NodeId>,
}

impl Explanation {
    /// Nothing to explain.
    pub(crate) const NONE: Explanation = Explanation {
        trigger: None,
        preconditions: [None; PRECONDITIONS],
        more: false,
        recovery: false,
        circle: None,
        handover: None,
    };

    /// No failure: a service changes hands because somebody, or its failback, wants it to.
    pub(crate) const fn handover(service: NodeId) -> Self {
        Self { handover: Some(service), ..Self::NONE }
    }

    /// What the loss goes back to.
    pub(crate) fn goes_back_to(&self) -> Option<Trigger> {
        match self.trigger {
            Some(cause) if self.recovery => Some(Trigger::Aftermath(cause)),
            Some(cause) => Some(Trigger::Failure(cause)),
            None => self.handover.map(|_| Trigger::Handover),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Key {
    trigger: Option<ClassId>,
    /// In order of class.
    preconditions: [Option<ClassId>; PRECONDITIONS],
    more: bool,
    recovery: bool,
    /// The labels of two parts that wait for each other to start.
    circle: Option<(u32, u32)>,
    /// The label of a service that changes hands.
    handover: Option<u32>,
}

/// How much of a chain of causes is planned work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Planned {
    /// Failures alone.
    Nothing,
    /// Failures and planned work.
    Some,
    /// Planned work alone.
    All,
}

/// The chains seen in one trial.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chains {
    ids: BTreeMap<Key, ChainId>,
    keys: Vec<Option<Key>>,
    /// The last one asked for: the same is often asked for again.
    last: Option<(Key, ChainId)>,
}

impl Chains {
    /// The chain of an explanation, by classes.
    pub(crate) fn of(&mut self, explanation: &Explanation, system: &System) -> ChainId {
        let class = |cause: Cause| system.spec(cause.mode).class;
        let label = |node: NodeId| system.nodes[node.at()].label;
        let mut preconditions = explanation.preconditions.map(|cause| cause.map(class));
        preconditions.sort_unstable_by_key(|class| (class.is_none(), *class));
        let key = Key {
            trigger: explanation.trigger.map(class),
            preconditions,
            more: explanation.more,
            recovery: explanation.recovery,
            circle: explanation.circle.map(|(node, need)| (label(node), label(need))),
            handover: explanation.handover.map(label),
        };
        if let Some((last, id)) = self.last
            && last == key
        {
            return id;
        }
        let id = self.id_of(key);
        self.last = Some((key, id));
        id
    }

    fn id_of(&mut self, key: Key) -> ChainId {
        if let Some(id) = self.ids.get(&key) {
            return *id;
        }
        if self.ids.len() == CHAINS {
            // One place beyond the last holds all others.
            if self.keys.len() == CHAINS {
                self.keys.push(None);
            }
            return ChainId(CHAINS as u32);
        }
        let id = ChainId(self.keys.len() as u32);
        self.keys.push(Some(key));
        self.ids.insert(key, id);
        id
    }

    /// All chains in words, by number.
    pub(crate) fn all(&self, system: &System) -> Vec<String> {
        (0..self.keys.len()).map(|at| self.words(ChainId(at as u32), system)).collect()
    }

    /// How much of a chain is planned work.
    pub(crate) fn planned(&self, chain: ChainId, system: &System) -> Planned {
        let Some(key) = &self.keys[chain.0 as usize] else { return Planned::Nothing };
        if key.handover.is_some() {
            return Planned::All;
        }
        let named = || key.trigger.iter().chain(key.preconditions.iter().flatten());
        let planned = named().filter(|class| system.planned.contains(class)).count();
        match planned {
            0 => Planned::Nothing,
            some if some == named().count() && !key.more => Planned::All,
            _ => Planned::Some,
        }
    }

    /// The class of what triggered a chain, in words: `web: crash`, `recovery of web: crash`.
    pub(crate) fn trigger_words(&self, chain: ChainId, system: &System) -> String {
        let Some(key) = &self.keys[chain.0 as usize] else { return OTHER.to_owned() };
        if let Some(service) = key.handover {
            return format!("switch-over of {}", system.labels[service as usize].name);
        }
        let Some(trigger) = key.trigger else { return "too small from the start".to_owned() };
        match key.recovery {
            true => format!("recovery of {}", system.class(trigger)),
            false => system.class(trigger).to_owned(),
        }
    }

    /// A chain in words: `web: crash, after web: crash`.
    pub(crate) fn words(&self, chain: ChainId, system: &System) -> String {
        let mut words = self.trigger_words(chain, system);
        let Some(key) = &self.keys[chain.0 as usize] else { return words };
        if key.handover.is_some() || key.trigger.is_none() {
            return words;
        }
        if let Some((part, need)) = key.circle {
            let [part, need] = [part, need].map(|label| &system.labels[label as usize].name);
            words.push_str(&format!(": {part} and {need} wait for each other to start"));
        }
        let mut named = key.preconditions.iter().flatten().peekable();
        if named.peek().is_some() {
            words.push_str(", after ");
            words.push_str(&counted(named.map(|class| system.class(*class))));
            if key.more {
                words.push_str(" and more");
            }
        }
        words
    }
}

impl From<usize> for ChainId {
    fn from(at: usize) -> Self {
        Self(u32::try_from(at).expect("chains are few"))
    }
}

impl ChainId {
    /// As a position in a list.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// `2 x web: crash + db: hang`, from names in order.
fn counted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut parts: Vec<(&str, usize)> = Vec::new();
    for name in names {
        match parts.last_mut() {
            Some((last, count)) if *last == name => *count += 1,
            _ => parts.push((name, 1)),
        }
    }
    let words = |(name, count): &(&str, usize)| match count {
        1 => (*name).to_owned(),
        _ => format!("{count} x {name}"),
    };
    parts.iter().map(words).collect::<Vec<_>>().join(" + ")
}
