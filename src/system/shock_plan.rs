//! Shocks, compiled: whom each can take, and through which mode.
//!
//! A beta factor splits the rate of a failure mode: each member keeps `1 - beta` of it as its own,
//! and the rest is a shock. Only an exponential life has a rate to split.

use super::blueprint::*;
use super::build_error::BuildError;
use super::compile::{Compiler, Origin};
use super::id::*;
use super::shocks::Shock;
use super::topology::*;
use crate::quantity::Span;
use crate::random::{Law, key, key_of_pair};
use std::collections::{BTreeMap, BTreeSet};

/// What the modes of a system must know of its shocks.
#[derive(Default)]
pub(super) struct ShockPlan {
    /// By node: the shocks that can take it.
    reach: BTreeMap<NodeId, Vec<ShockId>>,
    /// By shock.
    sources: Vec<Source>,
    /// By position among the families: the share of its failures that is common.
    common: BTreeMap<usize, f64>,
    /// Members of a family share what a shock does to them.
    specs: BTreeMap<(ShockId, u32), u32>,
    /// By position in the blueprint: the first shock that it makes.
    first: BTreeMap<usize, ShockId>,
}

/// What a shock does to a member.
struct Source {
    kind: ModeKind,
    /// `None` is the usual repair of such a failure there.
    repair: Option<RepairSpec>,
    /// The life after which a member sets it off.
    by_member: Option<Law>,
    class: ClassId,
    /// Tells apart the shocks of one name.
    tag: String,
}

impl Compiler<'_> {
    /// Finds out whom each shock can take, before the modes are listed.
    pub(super) fn plan_shocks(&mut self) -> Result<(), BuildError> {
        let mut order: Vec<usize> = (0..self.blueprint.shocks.len()).collect();
        order.sort_by_key(|at| &self.blueprint.shocks[*at].name);
        for at in order {
            let spec = &self.blueprint.shocks[at];
            self.shocks.first.insert(at, self.system.shocks.len().into());
            match &spec.source {
                ShockSource::Beta { of, factor, share } => {
                    self.split(&spec.name, *of, factor.value(), *share)?;
                }
                ShockSource::Own { life, scope, size, kind, repair } => {
                    if !matches!(kind, ModeKind::Crash | ModeKind::Hang) {
                        return Err(BuildError::Shock(spec.name.clone(), "must crash or hang"));
                    }
                    let nodes = self.reach(scope, &spec.name)?;
                    let source = Source {
                        kind: *kind,
                        repair: repair.clone(),
                        by_member: None,
                        class: self.class(format!("{}: shock", spec.name)),
                        tag: String::new(),
                    };
                    self.push_shock(&spec.name, Some(life.clone()), *size, source, &nodes);
                }
            }
        }
        Ok(())
    }

    /// The shock that a script names.
    pub(super) fn shock_at(&self, at: usize, by: &str) -> Result<ShockId, BuildError> {
        let found = self.shocks.first.get(&at).copied();
        found.ok_or_else(|| BuildError::Dangling(by.to_owned()))
    }

    /// One shock for each mode whose rate a beta factor splits.
    fn split(
        &mut self,
        name: &str,
        of: Target,
        factor: f64,
        share: BetaShare,
    ) -> Result<(), BuildError> {
        let wrong = |why| Err(BuildError::Shock(name.to_owned(), why));
        let Some(at) = self.blueprint.one_family(of) else {
            return wrong("needs members that are all of one component");
        };
        if !(factor > 0.0 && factor < 1.0) {
            return wrong("needs a factor above 0 % and below 100 %");
        }
        if self.shocks.common.insert(at, factor).is_some() {
            return wrong("splits failures that another beta factor has split");
        }
        let nodes = self.resolve(Target::Family(at), name)?;
        let class = self.class(format!("{name}: shock"));
        let mut modes: Vec<&ModeSpec> = self.blueprint.families[at].modes.iter().collect();
        modes.retain(|mode| mode.is_split());
        modes.sort_by_key(|mode| &mode.tag);
        if modes.is_empty() {
            return wrong("finds no crash or hang to split");
        }
        for mode in modes {
            let (Some(mean), Ages::WhileUp) = (mode.life.exponential_mean(), mode.ages) else {
                return wrong("splits a rate, which only exponential lives while up have");
            };
            let Ok(life) = Law::exponential(Span::from_micros_f64(mean / factor)) else {
                return wrong("has a factor too small");
            };
            let (process, by_member) = match share {
                BetaShare::OfEachMember => (None, Some(life)),
                BetaShare::OfTheShockInTotal => (Some(life), None),
            };
            let (repair, tag) = (mode.repair.clone(), mode.tag.clone());
            let source = Source { kind: mode.kind, repair, by_member, class, tag };
            self.push_shock(name, process, ShockSize::All, source, &nodes);
        }
        Ok(())
    }

    fn push_shock(
        &mut self,
        name: &str,
        life: Option<Law>,
        size: ShockSize,
        source: Source,
        nodes: &[NodeId],
    ) {
        let shock = ShockId::from(self.system.shocks.len());
        for node in nodes {
            self.shocks.reach.entry(*node).or_default().push(shock);
        }
        let key = match source.tag.as_str() {
            "" => key(name, 0),
            tag => key_of_pair(key(name, 0), key(tag, 0)),
        };
        self.shocks.sources.push(source);
        let (name, modes) = (name.to_owned(), Vec::new());
        self.system.shocks.push(Shock { name, key, life, size, modes });
    }

    /// The components that a scope names.
    fn reach(&self, scope: &[Target], by: &str) -> Result<Vec<NodeId>, BuildError> {
        // What cannot be resolved is said.
        self.resolve_all(scope, by)?;
        let members: Vec<Target> =
            self.blueprint.reach(scope).into_iter().map(|(at, n)| Target::Member(at, n)).collect();
        self.resolve_all(&members, by)
    }

    /// The life that a mode keeps as its own.
    pub(super) fn own_life(&self, owner: Origin, mode: &ModeSpec) -> Option<Law> {
        let common = match owner {
            Origin::Member(family, _) if mode.is_split() => self.shocks.common.get(&family),
            _ => None,
        };
        let own = common
            .zip(mode.life.exponential_mean())
            .map(|(common, mean)| Law::exponential(Span::from_micros_f64(mean / (1.0 - common))));
        Some(own.and_then(Result::ok).unwrap_or_else(|| mode.life.clone()))
    }

    /// The modes through which shocks take `node`, after its own.
    pub(super) fn list_shock_modes(
        &mut self,
        node: NodeId,
        modes: &[ModeSpec],
        usual: Option<&RepairSpec>,
    ) -> Result<(), BuildError> {
        let label = self.system.nodes[node.at()].label;
        for shock in self.shocks.reach.get(&node).cloned().unwrap_or_default() {
            let name = self.system.shocks[shock.at()].name.clone();
            let spec = match self.shocks.specs.get(&(shock, label)) {
                Some(spec) => *spec,
                None => {
                    let group = self.group_of(node, &Ages::WhileUp, &name)?;
                    let source = &self.shocks.sources[shock.at()];
                    let same = modes.iter().find(|mode| mode.kind == source.kind);
                    let same = same.and_then(|mode| mode.repair.as_ref());
                    let spec = self.push_spec(CompiledMode {
                        plain: false,
                        kind: source.kind,
                        life: source.by_member.clone(),
                        always: false,
                        group,
                        repair: source.repair.as_ref().or(same).or(usual).cloned(),
                        class: source.class,
                        shock: Some(shock),
                        test: None,
                        demand: None,
                    });
                    // A cascading pool may hold a part of a family only: no sharing then.
                    if group.is_none() {
                        self.shocks.specs.insert((shock, label), spec);
                    }
                    spec
                }
            };
            let tag = format!("shock {name} {}", self.shocks.sources[shock.at()].tag);
            self.system.shocks[shock.at()].modes.push(self.system.modes.len().into());
            self.push_mode(node, spec, &tag);
        }
        Ok(())
    }
}

impl ModeSpec {
    /// Whether a beta factor over its component splits it.
    pub fn is_split(&self) -> bool {
        matches!(self.kind, ModeKind::Crash | ModeKind::Hang)
    }
}

impl Blueprint {
    /// The components that a scope names, by family and number: itself, the members of a service,
    /// what stands in a place.
    pub fn reach(&self, scope: &[Target]) -> BTreeSet<(usize, u32)> {
        let mut open = scope.to_vec();
        let (mut seen, mut reach) = (BTreeSet::new(), BTreeSet::new());
        while let Some(target) = open.pop() {
            if !seen.insert(target) {
                continue;
            }
            match target {
                Target::Member(at, number) => {
                    reach.insert((at, number));
                }
                Target::Family(at) => match self.families.get(at).and_then(|family| family.count) {
                    Some(count) => reach.extend((1..=count).map(|number| (at, number))),
                    None => reach.extend([(at, 0)]),
                },
                // A shock takes components.
                Target::Link(_) => {}
                Target::Service(at) => {
                    open.extend(self.services.get(at).into_iter().flat_map(|s| s.members.clone()));
                }
                Target::Place(at) => {
                    let places = self.places.iter().enumerate();
                    let inner = places.filter(|(_, place)| place.inside == Some(at));
                    open.extend(inner.map(|(inner, _)| Target::Place(inner)));
                    let families = self.families.iter().enumerate();
                    let inner = families.filter(|(_, family)| family.place == at);
                    open.extend(inner.map(|(inner, _)| Target::Family(inner)));
                }
            }
        }
        reach
    }

    /// The family that a target names: itself, or the only one among the members of a service.
    pub fn one_family(&self, target: Target) -> Option<usize> {
        match target {
            Target::Family(at) => Some(at),
            Target::Service(at) => match self.services.get(at)?.members.as_slice() {
                [Target::Family(at)] => Some(*at),
                _ => None,
            },
            Target::Place(_) | Target::Member(..) | Target::Link(_) => None,
        }
    }
}
