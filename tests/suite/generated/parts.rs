//! What some generated systems have beside servers and pools.

use super::*;

/// Roles over the same servers, routes to them, and features that take them.
pub(super) fn paths(dice: &mut Dice, blueprint: &mut Blueprint) {
    let (homes, families) = (blueprint.services.len(), blueprint.families.len() as u64);
    for (role, unit) in [("relay", "calls"), ("gate", "calls"), ("edge", "users")] {
        let first = blueprint.services.len();
        for at in 0..1 + dice.below(2) {
            let family = dice.below(families) as usize;
            let overload = if dice.one_in(2) { Overload::Refuse } else { Overload::Flag };
            blueprint.services.push(ServiceSpec {
                name: format!("{role}-{at}"),
                members: vec![Target::Family(family)],
                needs: Vec::new(),
                mechanism: Arc::new(Pool::new(1, overload)),
                detection: dice.detection(),
            });
            if unit == "calls" && dice.one_in(2) {
                let amount = (5 + dice.below(60)) * MICRO;
                let units = &mut blueprint.families[family].units;
                units.retain(|other| other.unit != unit);
                units.push(UnitLimit { unit: unit.into(), amount });
            }
        }
        let targets: Vec<Target> = (first..blueprint.services.len()).map(Target::Service).collect();
        let reroute = match dice.below(3) {
            0 => Reroute::Within(seconds(1) + dice.span(120)),
            _ => Reroute::AtOnce,
        };
        let owners: Vec<RouteOwner> = match role {
            "edge" => (0..blueprint.populations.len()).map(RouteOwner::Population).collect(),
            _ => (0..homes).map(RouteOwner::Service).collect(),
        };
        for of in owners.into_iter().filter(|_| role != "edge" || dice.one_in(2)) {
            let (role, targets) = (role.to_owned(), targets.clone());
            blueprint.routes.push(RouteSpec { of, role, targets, reroute });
        }
    }
    for (name, path) in [("talk", vec!["relay", "gate"]), ("call", vec!["gate"]), ("read", vec![])]
    {
        let mut demand = Vec::new();
        for role in &path {
            if dice.one_in(2) {
                let (role, unit) = ((*role).to_owned(), "calls".to_owned());
                let amount = (1 + dice.below(200)) * MICRO;
                demand.push(BurdenSpec { role, unit, amount, per: 1000 * MICRO });
            }
        }
        blueprint.features.push(FeatureSpec {
            name: name.into(),
            demand,
            path: path.iter().map(|role| (*role).to_owned()).collect(),
            works_at: ServiceLevel::Limited,
        });
    }
    for people in &mut blueprint.populations {
        people.features = (0..3).collect();
    }
}

/// Links between sites, checks that stand somewhere, and needs of links.
pub(super) fn links(dice: &mut Dice, blueprint: &mut Blueprint) {
    let sites: Vec<usize> = (0..blueprint.places.len()).collect();
    for one in &sites {
        for other in &sites[one + 1..] {
            let nested = blueprint.holds(*one, *other) || blueprint.holds(*other, *one);
            if nested || dice.one_in(4) {
                continue;
            }
            let name = format!("link-{}", blueprint.links.len());
            let mut modes = Vec::new();
            if dice.one_in(2) {
                modes.push(ModeSpec {
                    kind: ModeKind::Cut,
                    tag: "cut".into(),
                    life: dice.law(500),
                    ages: Ages::WhileUp,
                    repair: dice.repair(0),
                });
            }
            blueprint.links.push(LinkSpec {
                name,
                luck: None,
                between: [*one, *other],
                latency: dice.span(3),
                bandwidth: dice.one_in(2).then(|| 1 + dice.below(1_000_000)),
                transit: !dice.one_in(4),
                modes,
                repair: dice.repair(0),
            });
        }
    }
    if blueprint.links.is_empty() {
        return;
    }
    let families = blueprint.families.len() as u64;
    for service in &mut blueprint.services {
        if dice.one_in(2) {
            let from = match dice.one_in(2) {
                true => Target::Place(sites[dice.below(sites.len() as u64) as usize]),
                false => Target::Member(dice.below(families) as usize, 1),
            };
            let check = service.detection.clone();
            service.detection = Arc::new(Standing { check, from });
        }
        if dice.one_in(6) {
            service.needs.push(Target::Link(0));
        }
    }
}

/// Work on pools of servers, sometimes twice.
pub(super) fn plan_work(dice: &mut Dice, blueprint: &mut Blueprint, crews: usize) {
    let inner = |target: &Target| matches!(target, Target::Service(_));
    for at in 0..blueprint.services.len() {
        while dice.one_in(4) && !blueprint.services[at].members.iter().any(inner) {
            let work = dice.maintenance(blueprint.maintenance.len(), at, crews);
            blueprint.maintenance.push(work);
        }
    }
}

pub(super) fn shock(dice: &mut Dice, blueprint: &Blueprint) -> ShockSource {
    let at = dice.below(blueprint.families.len() as u64) as usize;
    let target = match dice.below(3) {
        0 => Target::Family(at),
        1 => Target::Place(blueprint.families[at].place),
        _ => Target::Service(dice.below(blueprint.services.len() as u64) as usize),
    };
    let size = match dice.below(3) {
        0 => ShockSize::All,
        1 => ShockSize::Count(1 + dice.below(4) as u32),
        _ => ShockSize::Each(Probability::new(0.4).expect("a share")),
    };
    let kind = if dice.one_in(2) { ModeKind::Crash } else { ModeKind::Hang };
    let repair = if dice.one_in(2) { None } else { dice.repair(0) };
    ShockSource::Own { life: dice.law(600), scope: vec![target], size, kind, repair }
}

/// Needs with a grace, to start and for changes, in circles too.
pub(super) fn lesser_needs(dice: &mut Dice, blueprint: &mut Blueprint) {
    if !dice.one_in(3) {
        return;
    }
    let parts = (blueprint.families.len() + blueprint.services.len()) as u64;
    let target = |at: u64| match (at as usize).checked_sub(blueprint.families.len()) {
        Some(service) => Target::Service(service),
        None => Target::Member(at as usize, 1),
    };
    for _ in 0..1 + dice.below(4) {
        let (of, on) = (target(dice.below(parts)), target(dice.below(parts)));
        let kind = match dice.below(5) {
            0 => NeedKind::Grace { lasts: Span::TICK + dice.span(200), then: Lower::None },
            1 | 2 => NeedKind::Grace { lasts: Span::TICK + dice.span(200), then: Lower::Limited },
            3 => NeedKind::ForChanges { otherwise: Meanwhile::Refused },
            _ => NeedKind::ToStart,
        };
        blueprint.lesser_needs.push(LesserNeed { of, on, kind });
    }
}

pub(super) fn script(dice: &mut Dice, blueprint: &Blueprint) -> IncidentSpec {
    let mut events = Vec::new();
    for _ in 0..dice.below(8) {
        let family = dice.below(blueprint.families.len() as u64) as usize;
        let member =
            1 + dice.below(u64::from(blueprint.families[family].count.unwrap_or(1))) as u32;
        let site = dice.below(blueprint.places.len() as u64) as usize;
        let pooled = blueprint
            .services
            .iter()
            .any(|service| service.members.contains(&Target::Family(family)));
        let (action, target) = match dice.below(8) {
            0 => (Action::Break(ModeKind::Disaster), Target::Place(site)),
            1 => (Action::Break(ModeKind::Hang), Target::Member(family, member)),
            2 => (Action::Restore, Target::Member(family, member)),
            6 => (Action::Break(ModeKind::Latent), Target::Member(family, member)),
            7 => (Action::FalseAlarm, Target::Member(family, member)),
            3 => (Action::Break(ModeKind::Crash), Target::Family(family)),
            4 if pooled => (Action::Drain, Target::Family(family)),
            5 if pooled => (Action::Drain, Target::Member(family, member)),
            _ => (Action::Break(ModeKind::Crash), Target::Member(family, member)),
        };
        // Whole seconds: many things happen at one instant.
        let shocks = blueprint.shocks.len() as u64;
        let (action, targets) = match shocks > 0 && dice.one_in(6) {
            true => (Action::Shock(dice.below(shocks) as usize), Vec::new()),
            false => (action, vec![target]),
        };
        let links = blueprint.links.len() as u64;
        let (action, targets) = match links > 0 && dice.one_in(3) {
            true => {
                let link = Target::Link(dice.below(links) as usize);
                let cut = Action::Break(ModeKind::Cut);
                (if dice.one_in(4) { Action::Restore } else { cut }, vec![link])
            }
            false => (action, targets),
        };
        let at = Time::after_start(seconds(dice.below(700)));
        let lasts = (!dice.one_in(3)).then(|| seconds(1 + dice.below(200)));
        events.push(ScriptSpec { at, action, targets, lasts });
    }
    IncidentSpec { name: "script".into(), events }
}
