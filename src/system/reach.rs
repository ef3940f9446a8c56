//! Who reaches whom: parts stand in places, and places are joined by links that are up.
//!
//! What goes from one joined place to another takes the path of least latency; of equals that of
//! fewest links, then the first by name. The table of all pairs is made anew when a link changes,
//! and only then.

use super::chain::{Cause, Explanation};
use super::id::{ModeId, NodeId, ServiceId};
use super::network::{Link, Network};
use super::port::{Change, Seen};
use super::world::World;
use crate::quantity::Span;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Who reaches whom at present.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reach {
    /// By pair of joined places, the lesser first: see [`at`].
    paths: Vec<Option<Path>>,
    /// The youngest failure that has changed the paths.
    cut: Option<ModeId>,
}

/// A way from one place to another. The lesser is the better.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Path {
    pub latency: Span,
    count: usize,
    /// Positions in [`Network::links`].
    pub links: Vec<u32>,
}

impl Path {
    /// No way at all.
    const HERE: &'static Path = &Path { latency: Span::ZERO, count: 0, links: Vec::new() };

    fn and(&self, at: usize, link: &Link) -> Self {
        let links: Vec<u32> = self.links.iter().copied().chain([at as u32]).collect();
        Self { latency: self.latency + link.latency, count: links.len(), links }
    }
}

/// Where a pair of joined places stands in the table.
fn at(network: &Network, one: usize, other: usize) -> usize {
    one.min(other) * network.joined + one.max(other)
}

impl Reach {
    /// With all links up.
    pub(crate) fn new(network: &Network) -> Self {
        Self { paths: table(network, |_| true), cut: None }
    }

    fn path(&self, network: &Network, one: usize, other: usize) -> Option<&Path> {
        self.paths[at(network, one, other)].as_ref()
    }

    /// The best path from one of some places to one of others.
    fn best(&self, network: &Network, from: &[usize], to: &[usize]) -> Option<&Path> {
        if Network::is_together(from, to) {
            return Some(Path::HERE);
        }
        let ways = from.iter().flat_map(|one| to.iter().map(move |other| (*one, *other)));
        ways.filter_map(|(one, other)| self.path(network, one, other)).min()
    }
}

/// The best paths between all pairs of joined places.
fn table(network: &Network, is_up: impl Fn(&Link) -> bool) -> Vec<Option<Path>> {
    let mut table = vec![None; network.joined * network.joined];
    let mut ways: Vec<Vec<(usize, Option<usize>)>> = vec![Vec::new(); network.joined];
    for (inner, outer) in &network.nested {
        ways[*inner].push((*outer, None));
        ways[*outer].push((*inner, None));
    }
    for (link, spec) in network.links.iter().enumerate() {
        if spec.transit && is_up(spec) {
            let [one, other] = spec.ends;
            ways[one].push((other, Some(link)));
            ways[other].push((one, Some(link)));
        }
    }
    for from in 0..network.joined {
        let mut open = BinaryHeap::from([Reverse((Path::default(), from))]);
        let mut found = vec![false; network.joined];
        while let Some(Reverse((path, here))) = open.pop() {
            if std::mem::replace(&mut found[here], true) {
                continue;
            }
            for &(next, link) in ways[here].iter().filter(|(next, _)| !found[*next]) {
                let longer = match link {
                    Some(link) => path.and(link, &network.links[link]),
                    None => path.clone(),
                };
                open.push(Reverse((longer, next)));
            }
            if here >= from {
                table[at(network, from, here)] = Some(path);
            }
        }
    }
    for (link, spec) in network.links.iter().enumerate() {
        if !spec.transit && is_up(spec) {
            let entry: &mut Option<Path> = &mut table[at(network, spec.ends[0], spec.ends[1])];
            let own = Path::default().and(link, spec);
            if entry.as_ref().is_none_or(|path| own < *path) {
                *entry = Some(own);
            }
        }
    }
    table
}

impl World<'_> {
    /// The best path between what stands at `from` and what stands at `to`; `None` is cut.
    pub(crate) fn path(&self, from: NodeId, to: NodeId) -> Option<&Path> {
        let network = &self.system.network;
        if network.links.is_empty() {
            return Some(Path::HERE);
        }
        self.reach.best(network, network.stand(from), network.stand(to))
    }

    /// Whether what stands at `from` can speak with what stands at `to`, if both are up.
    pub(crate) fn reaches(&self, from: NodeId, to: NodeId) -> bool {
        self.path(from, to).is_some()
    }

    /// How long something takes from `from` to `to`; `None` is for ever.
    pub(crate) fn latency(&self, from: NodeId, to: NodeId) -> Option<Span> {
        self.path(from, to).map(|path| path.latency)
    }

    /// How `node` looks to somebody who stands at `from`; `None` stands everywhere.
    pub(crate) fn seen_from(&self, from: Option<NodeId>, node: NodeId) -> Seen {
        match from {
            Some(from) if !self.reaches(from, node) => Seen::Silent,
            _ => self.seen(node),
        }
    }

    /// Why what stands at `from` does not reach what stands at `to`: the youngest of the failures
    /// that cut off whatever `from` still reaches.
    pub(crate) fn explain_cut(&self, from: NodeId, to: NodeId) -> Explanation {
        if self.reaches(from, to) {
            return Explanation::NONE;
        }
        let network = &self.system.network;
        let here = |place: usize| {
            let stand = network.stand(from);
            self.reach.best(network, stand, &[place]).is_some()
        };
        let across = network.links.iter().filter(|link| here(link.ends[0]) != here(link.ends[1]));
        let root = self.youngest_cut(across);
        Explanation { trigger: root.map(|mode| self.cause(mode)), ..Explanation::NONE }
    }

    /// The youngest failure that keeps one of `links` down.
    fn youngest_cut<'l>(&self, links: impl Iterator<Item = &'l Link>) -> Option<ModeId> {
        let roots = links.filter_map(|link| self.root(link.node));
        roots.max_by_key(|mode| (self.clocks.modes[mode.at()].since(), *mode))
    }

    /// The cut by which the checker of a service has declared down a member that is up.
    pub(crate) fn cut_cause(&self, service: ServiceId, node: NodeId) -> Option<Cause> {
        let from = self.system.services[service.at()].watches_from?;
        let cut = self.explain_cut(from, node).trigger;
        // The link may have come back, and nothing been heard over it yet.
        cut.or_else(|| self.reach.cut.map(|mode| self.cause(mode)))
    }

    /// The cut that hides members of a service from its checker, if one does.
    pub(crate) fn service_cut(&self, service: ServiceId) -> Option<Cause> {
        let service = &self.system.services[service.at()];
        let from = service.watches_from?;
        let mut members = service.members.iter();
        members.find_map(|member| self.explain_cut(from, *member).trigger)
    }

    /// A link has changed: who reaches whom is found out anew, and whoever minds hears of it.
    #[cold]
    pub(super) fn settle_reach(&mut self) {
        self.agenda.relinked = false;
        let system = self.system;
        let paths = table(&system.network, |link| self.is_up(link.node));
        if paths == self.reach.paths {
            return;
        }
        self.reach.paths = paths;
        self.reach.cut = self.youngest_cut(system.network.links.iter()).or(self.reach.cut);
        for (at, service) in system.services.iter().enumerate() {
            if service.mechanism.minds_reach() {
                self.agenda.services[at].changes.push(Change::Reach);
                self.touch(at.into());
            }
            if service.watches_from.is_some() {
                self.look_from_anew(at.into());
            }
        }
        self.agenda.routes.extend((0..system.routes.len()).map(super::id::RouteId::from));
        self.transfers.changed = true;
    }

    /// The checker of a service looks at everybody from where it stands.
    #[cold]
    pub(super) fn look_from_anew(&mut self, service: ServiceId) {
        let members = self.system.services[service.at()].members.len() as u32;
        let desk = &mut self.agenda.services[service.at()];
        if desk.checker.is_some() {
            desk.look.extend(0..members);
            self.touch(service);
        }
    }

    /// Whether the checker of a service sees nothing: what it stands on is down.
    pub(super) fn is_blind(&self, service: ServiceId) -> bool {
        let from = self.system.services[service.at()].watches_from;
        from.is_some_and(|from| !self.is_up(from))
    }

    /// Panics, in plain words, if the table is not what the links say.
    pub(super) fn audit_reach(&self) {
        let network = &self.system.network;
        let paths = table(network, |link| self.is_up(link.node));
        assert_eq!(self.reach.paths, paths, "who reaches whom follows the links");
    }
}
