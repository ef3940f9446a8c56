//! Blueprint to system: everything ordered by owner, references resolved, tables laid flat.

use super::blueprint::*;
use super::build_error::BuildError;
use super::id::*;
use super::lesser::LesserNeeds;
use super::network::Network;
use super::paths::UnitLimit;
use super::shock_plan::ShockPlan;
use super::topology::*;
use crate::quantity::Probability;
use crate::random::key;
use std::collections::{BTreeMap, BTreeSet};

/// Who is being compiled, before the nodes are put in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    Place(usize),
    Member(usize, u32),
    Service(usize),
    Data(usize),
    Link(usize),
}

pub(super) struct Compiler<'b> {
    pub(super) blueprint: &'b Blueprint,
    by_origin: BTreeMap<Origin, NodeId>,
    classes: BTreeMap<String, ClassId>,
    pub(super) shocks: ShockPlan,
    pub(super) system: System,
}

pub(super) fn compile(blueprint: &Blueprint) -> Result<System, BuildError> {
    let (by_origin, classes) = (BTreeMap::new(), BTreeMap::new());
    let shocks = ShockPlan::default();
    let mut compiler = Compiler { blueprint, by_origin, classes, shocks, system: empty() };
    compiler.order_nodes()?;
    compiler.stand_in_places()?;
    compiler.order_services()?;
    compiler.link_needs()?;
    compiler.need_data()?;
    compiler.order_links()?;
    compiler.link_lesser_needs()?;
    compiler.order_plans()?;
    compiler.plan_shocks()?;
    compiler.list_modes()?;
    compiler.refuse_work_on_services()?;
    compiler.order_people()?;
    compiler.order_data()?;
    compiler.order_hosts()?;
    compiler.order_paths()?;
    compiler.list_runbooks()?;
    compiler.list_dependents();
    compiler.order_complaints()?;
    compiler.order_scripts()?;
    compiler.class_failures();
    Ok(compiler.system)
}

fn empty() -> System {
    System {
        labels: Vec::new(),
        nodes: Vec::new(),
        links: Vec::new(),
        modes: Vec::new(),
        mode_specs: Vec::new(),
        dependents: Vec::new(),
        needs: Vec::new(),
        lesser: LesserNeeds::default(),
        network: Network::default(),
        cyclic: false,
        classes: Vec::new(),
        failure_classes: Vec::new(),
        planned: Vec::new(),
        groups: Vec::new(),
        crews: Vec::new(),
        spares: Vec::new(),
        shocks: Vec::new(),
        changes: Vec::new(),
        data: Vec::new(),
        services: Vec::new(),
        people: Vec::new(),
        runbooks: Vec::new(),
        plans: Vec::new(),
        crew_waiters: Vec::new(),
        populations: Vec::new(),
        loads: Vec::new(),
        routes: Vec::new(),
        wants: Vec::new(),
        incidents: Vec::new(),
        complaints: Vec::new(),
        reliances: Default::default(),
        has_latent: false,
    }
}

impl Compiler<'_> {
    /// Gives every place, component and service its number, by owner label and number.
    fn order_nodes(&mut self) -> Result<(), BuildError> {
        let mut owners: Vec<(&str, u32, u32, Origin)> = Vec::new();
        let mut label = |name: &str, digits: usize, limits: MemberLimits, units: &[UnitLimit]| {
            let units = units.to_vec();
            self.system.labels.push(Label { name: name.to_owned(), digits, limits, units });
            (self.system.labels.len() - 1) as u32
        };
        for (at, place) in self.blueprint.places.iter().enumerate() {
            let owner = place.luck.as_deref().unwrap_or(&place.name);
            owners.push((
                owner,
                0,
                label(&place.name, 0, MemberLimits::default(), &[]),
                Origin::Place(at),
            ));
        }
        for (at, family) in self.blueprint.families.iter().enumerate() {
            let owner = family.luck.as_deref().unwrap_or(&family.name);
            let digits = family.count.map_or(0, |n| n.to_string().len().max(2));
            let limits = MemberLimits { limit: family.limit, sign_ins: family.sign_ins };
            let label = label(&family.name, digits, limits, &family.units);
            match family.count {
                None => owners.push((owner, 0, label, Origin::Member(at, 0))),
                Some(count) => {
                    owners.extend((1..=count).map(|n| (owner, n, label, Origin::Member(at, n))));
                }
            }
        }
        for (at, link) in self.blueprint.links.iter().enumerate() {
            let owner = link.luck.as_deref().unwrap_or(&link.name);
            let label = label(&link.name, 0, MemberLimits::default(), &[]);
            owners.push((owner, 0, label, Origin::Link(at)));
        }
        for (at, service) in self.blueprint.services.iter().enumerate() {
            owners.push((
                &service.name,
                0,
                label(&service.name, 0, MemberLimits::default(), &[]),
                Origin::Service(at),
            ));
        }
        for (at, data) in self.blueprint.data.iter().enumerate() {
            let label = label(&data.name, 0, MemberLimits::default(), &[]);
            owners.push((&data.name, 0, label, Origin::Data(at)));
        }
        owners.sort_unstable();
        for &(owner, number, label, origin) in &owners {
            let node = NodeId::from(self.system.nodes.len());
            self.system.nodes.push(Node {
                label,
                number,
                key: key(owner, number),
                place: None,
                service: None,
            });
            self.system.links.push(Links::NONE);
            self.by_origin.insert(origin, node);
        }
        self.refuse_shared_keys()
    }

    /// The nodes a reference names.
    pub(super) fn resolve(&self, target: Target, by: &str) -> Result<Vec<NodeId>, BuildError> {
        let dangling = || BuildError::Dangling(by.to_owned());
        let one = |origin| self.by_origin.get(&origin).copied().ok_or_else(dangling);
        match target {
            Target::Place(at) => Ok(vec![one(Origin::Place(at))?]),
            Target::Service(at) => Ok(vec![one(Origin::Service(at))?]),
            Target::Link(at) => Ok(vec![one(Origin::Link(at))?]),
            Target::Member(at, number) => Ok(vec![one(Origin::Member(at, number))?]),
            Target::Family(at) => {
                match self.blueprint.families.get(at).ok_or_else(dangling)?.count {
                    None => Ok(vec![one(Origin::Member(at, 0))?]),
                    Some(count) => (1..=count).map(|n| one(Origin::Member(at, n))).collect(),
                }
            }
        }
    }

    pub(super) fn node_of(&self, origin: Origin) -> NodeId {
        self.by_origin[&origin]
    }

    pub(super) fn resolve_all(
        &self,
        targets: &[Target],
        by: &str,
    ) -> Result<Vec<NodeId>, BuildError> {
        let mut nodes = BTreeSet::new();
        for target in targets {
            nodes.extend(self.resolve(*target, by)?);
        }
        Ok(nodes.into_iter().collect())
    }

    fn stand_in_places(&mut self) -> Result<(), BuildError> {
        for (at, place) in self.blueprint.places.iter().enumerate() {
            if let Some(inside) = place.inside {
                let outer = self.resolve(Target::Place(inside), &place.name)?[0];
                let node = self.by_origin[&Origin::Place(at)];
                self.system.nodes[node.at()].place = Some(outer);
            }
        }
        for (at, family) in self.blueprint.families.iter().enumerate() {
            let place = self.resolve(Target::Place(family.place), &family.name)?[0];
            for node in self.resolve(Target::Family(at), &family.name)? {
                self.system.nodes[node.at()].place = Some(place);
            }
        }
        Ok(())
    }

    fn order_services(&mut self) -> Result<(), BuildError> {
        let mut order: Vec<(NodeId, usize)> = (0..self.blueprint.services.len())
            .map(|at| (self.by_origin[&Origin::Service(at)], at))
            .collect();
        order.sort_unstable();
        let mut first_pair = 0;
        for (node, at) in order {
            let spec = &self.blueprint.services[at];
            let members = self.resolve_all(&spec.members, &spec.name)?;
            let need = spec.mechanism.need() as usize;
            if let Some(need) = spec.mechanism.exactly().map(|count| count as usize)
                && need != members.len()
            {
                let (name, members) = (spec.name.clone(), members.len());
                return Err(BuildError::Members { name, need, members });
            }
            if need == 0 || need > members.len() {
                let (name, members) = (spec.name.clone(), members.len());
                return Err(BuildError::Members { name, need, members });
            }
            let pairs = members.len() as u32;
            self.system.nodes[node.at()].service = Some(self.system.services.len().into());
            self.system.links[node.at()].is_service = true;
            self.system.services.push(Service {
                name: spec.name.clone(),
                node,
                key: self.system.nodes[node.at()].key,
                members,
                mechanism: spec.mechanism.clone(),
                need: need as u32,
                first_pair,
                detection: spec.detection.clone(),
                person: spec.detection.person().map(PersonId::from),
                populations: Vec::new(),
                guests: Vec::new(),
                loads: Vec::new(),
                groups: Vec::new(),
                leader: 0,
                aides: Vec::new(),
                watches_from: None,
                plans: Vec::new(),
                standby: Vec::new(),
                weights: Vec::new(),
                alterable: false,
                drainable: false,
                ties: super::ties::Ties::default(),
                unit: None,
            });
            self.mark_members(spec)?;
            first_pair += pairs;
        }
        Ok(())
    }

    pub(super) fn service_at(&self, at: usize, by: &str) -> Result<ServiceId, BuildError> {
        let node = self.resolve(Target::Service(at), by)?[0];
        let found = self.system.services.iter().position(|service| service.node == node);
        found.map(ServiceId::from).ok_or_else(|| BuildError::Dangling(by.to_owned()))
    }

    fn link_needs(&mut self) -> Result<(), BuildError> {
        self.system.needs = vec![Vec::new(); self.system.nodes.len()];
        for (at, family) in self.blueprint.families.iter().enumerate() {
            let needs = self.resolve_all(&family.needs, &family.name)?;
            for node in self.resolve(Target::Family(at), &family.name)? {
                self.system.needs[node.at()].clone_from(&needs);
            }
        }
        for (at, service) in self.blueprint.services.iter().enumerate() {
            let needs = self.resolve_all(&service.needs, &service.name)?;
            self.system.needs[self.by_origin[&Origin::Service(at)].at()] = needs;
        }
        Ok(())
    }

    /// The modes of every node, natural ones by tag, then the ones that only scripts use.
    fn list_modes(&mut self) -> Result<(), BuildError> {
        let scripted = self.scripted_kinds()?;
        let mut compiled: BTreeMap<(Origin, usize), u32> = BTreeMap::new();
        let origins: BTreeMap<NodeId, Origin> =
            self.by_origin.iter().map(|(origin, node)| (*node, *origin)).collect();
        for (&node, &origin) in &origins {
            let (name, modes, default_repair, family) = match origin {
                Origin::Place(at) => {
                    let place = &self.blueprint.places[at];
                    let repair = place.modes.first().and_then(|mode| mode.repair.as_ref());
                    (&place.name, place.modes.as_slice(), repair, origin)
                }
                Origin::Member(at, _) => {
                    let family = &self.blueprint.families[at];
                    let shared = Origin::Member(at, 0);
                    (&family.name, family.modes.as_slice(), family.repair.as_ref(), shared)
                }
                Origin::Link(at) => {
                    let link = &self.blueprint.links[at];
                    (&link.name, link.modes.as_slice(), link.repair.as_ref(), origin)
                }
                Origin::Service(_) => continue,
                Origin::Data(at) => {
                    self.list_corruption(node, at);
                    continue;
                }
            };
            let mut order: Vec<usize> = (0..modes.len()).collect();
            order.sort_by_key(|at| &modes[*at].tag);
            for &at in &order {
                let mode = &modes[at];
                if (mode.kind == ModeKind::Disaster) != matches!(origin, Origin::Place(_))
                    || (mode.kind == ModeKind::Cut) != matches!(origin, Origin::Link(_))
                {
                    return Err(BuildError::Kind(name.clone()));
                }
                let spec = match compiled.get(&(family, at)) {
                    Some(spec) => *spec,
                    None => {
                        let group = self.group_of(node, &mode.ages, name)?;
                        let always = mode.ages == Ages::Always;
                        let (life, repair) = (self.own_life(family, mode), mode.repair.clone());
                        let class = self.class(format!("{name}: {}", mode.tag));
                        let (kind, shock) = (mode.kind, None);
                        let test = self.test_of(origin, &[mode], mode.kind);
                        let spec = CompiledMode {
                            plain: false,
                            kind,
                            life,
                            always,
                            group,
                            repair,
                            class,
                            shock,
                            test,
                            demand: None,
                        };
                        let spec = self.push_spec(spec);
                        // A cascading pool may hold a part of a family only: no sharing then.
                        if group.is_none() {
                            compiled.insert((family, at), spec);
                        }
                        spec
                    }
                };
                self.push_mode(node, spec, &mode.tag);
            }
            for kind in scripted.get(&node).into_iter().flatten() {
                let class = self.class(format!("{name}: {}", kind.word()));
                let repair = order.iter().map(|at| &modes[*at]).find(|mode| mode.kind == *kind);
                let repair = repair.and_then(|mode| mode.repair.as_ref()).or(default_repair);
                let spec = self.push_spec(CompiledMode {
                    plain: false,
                    kind: *kind,
                    life: None,
                    always: false,
                    group: None,
                    repair: repair.cloned(),
                    class,
                    shock: None,
                    test: self.test_of(
                        origin,
                        &order.iter().map(|at| &modes[*at]).collect::<Vec<_>>(),
                        *kind,
                    ),
                    demand: None,
                });
                self.push_mode(node, spec, &format!("scripted {}", kind.word()));
            }
            self.list_planned(node, name);
            self.list_shock_modes(node, modes, default_repair)?;
            self.list_demand_mode(node, origin, default_repair);
        }
        // Modes were listed node by node.
        for (at, mode) in self.system.modes.iter().enumerate() {
            let modes = &mut self.system.links[mode.node.at()].modes;
            if modes.1 == 0 {
                modes.0 = at as u32;
            }
            modes.1 = at as u32 + 1;
        }
        Ok(())
    }

    pub(super) fn push_spec(&mut self, mut spec: CompiledMode) -> u32 {
        use ModeKind::{Crash, Cut, Disaster, Hang};
        let stops = matches!(spec.kind, Crash | Hang | Disaster | Cut);
        let repair = spec.repair.as_ref().is_none_or(RepairSpec::is_plain);
        spec.plain = stops && repair && spec.shock.is_none();
        self.system.mode_specs.push(spec);
        (self.system.mode_specs.len() - 1) as u32
    }

    pub(super) fn push_mode(&mut self, node: NodeId, spec: u32, tag: &str) {
        let key = mode_key(self.system.nodes[node.at()].key, tag);
        self.system.modes.push(Mode { node, spec, key });
    }

    pub(super) fn class(&mut self, name: String) -> ClassId {
        let classes = &mut self.system.classes;
        *self.classes.entry(name).or_insert_with_key(|name| {
            classes.push(name.clone());
            ClassId::from(classes.len() - 1)
        })
    }

    /// The clock group of a mode, if its speed is ever other than one while its node is up.
    pub(super) fn group_of(
        &mut self,
        node: NodeId,
        ages: &Ages,
        by: &str,
    ) -> Result<Option<GroupId>, BuildError> {
        let beside = match ages {
            Ages::WhileUp | Ages::Always => None,
            Ages::While(target) => Some((self.resolve(*target, by)?, 1.0, 0.0)),
            Ages::Dormant { beside, factor } => {
                Some((self.resolve(*beside, by)?, factor.value(), 1.0))
            }
        };
        let beside = match beside {
            Some((nodes, up, down)) => match nodes.as_slice() {
                [one] => Some((*one, up, down)),
                _ => return Err(BuildError::Dangling(by.to_owned())),
            },
            None => None,
        };
        let services = self.system.services.iter().enumerate();
        let cascade: Vec<(ServiceId, f64)> = services
            .filter(|(_, service)| service.members.binary_search(&node).is_ok())
            .filter_map(|(at, service)| Some((at.into(), service.mechanism.cascade()?)))
            .collect();
        let roles = self.roles_of(node);
        if beside.is_none() && cascade.is_empty() && roles.is_empty() {
            return Ok(None);
        }
        let spec = GroupSpec { cascade, beside, roles };
        if let Some(found) = self.system.groups.iter().position(|group| *group == spec) {
            return Ok(Some(found.into()));
        }
        let group = GroupId::from(self.system.groups.len());
        let drivers = spec.cascade.iter().map(|(service, _)| *service);
        for service in drivers.chain(spec.roles.iter().map(|role| role.service)) {
            self.system.services[service.at()].groups.push(group);
        }
        self.system.groups.push(spec);
        Ok(Some(group))
    }

    /// Crews, populations and loads, by name.
    fn order_people(&mut self) -> Result<(), BuildError> {
        self.system.crews.clone_from(&self.blueprint.crews);
        self.system.spares.clone_from(&self.blueprint.spares);
        self.list_people()?;
        let mut populations: Vec<&PopulationSpec> = self.blueprint.populations.iter().collect();
        populations.sort_by(|a, b| a.name.cmp(&b.name));
        for spec in populations {
            let home = self.service_at(spec.home, &spec.name)?;
            let id = PopulationId::from(self.system.populations.len());
            self.system.services[home.at()].populations.push(id);
            self.system.populations.push(Population {
                name: spec.name.clone(),
                feature: spec.feature.clone(),
                users: spec.users,
                home,
                hosts: Vec::new(),
                place: None,
                clients: spec.clients,
                wants: (0, 0),
            });
        }
        let mut loads: Vec<(usize, &LoadSpec)> = self.blueprint.loads.iter().enumerate().collect();
        loads.sort_by(|(_, a), (_, b)| a.name.cmp(&b.name));
        for (at, spec) in loads {
            let to = self.service_at(spec.to, &spec.name)?;
            let id = LoadId::from(self.system.loads.len());
            let stated = self.blueprint.writes.iter().find(|(load, _)| *load == at);
            let writes = stated.map_or(Probability::ONE, |(_, share)| *share);
            self.system.services[to.at()].loads.push(id);
            self.system.loads.push(Load {
                name: spec.name.clone(),
                key: key(&spec.name, 0),
                to,
                rate: spec.rate,
                writes,
                arrivals: spec.arrivals,
                unit: spec.unit.clone(),
                looks_again: self.looks_again(&spec.name),
            });
        }
        Ok(())
    }
}
