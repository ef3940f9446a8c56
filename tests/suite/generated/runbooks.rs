//! Runbooks of generated systems: of one thing or two, with orders that pools refuse, next hops that
//! are led elsewhere and back, and scripts that start them.

use super::*;

/// Something of a system that can be up or down.
fn part(dice: &mut Dice, blueprint: &Blueprint) -> Target {
    match dice.below(3) {
        0 => Target::Member(dice.below(blueprint.families.len() as u64) as usize, 1),
        1 => Target::Place(dice.below(blueprint.places.len() as u64) as usize),
        _ => Target::Service(dice.below(blueprint.services.len() as u64) as usize),
    }
}

fn service(dice: &mut Dice, blueprint: &Blueprint) -> Target {
    Target::Service(dice.below(blueprint.services.len() as u64) as usize)
}

/// What a runbook is about, or its partner, or something else.
fn subject(dice: &mut Dice, blueprint: &Blueprint, about: usize) -> Subject {
    match dice.below(3) {
        0 if about > 0 => Subject::Own,
        1 if about == 2 => Subject::Partner,
        _ => Subject::Named(part(dice, blueprint)),
    }
}

fn act(dice: &mut Dice, blueprint: &Blueprint, about: usize) -> Option<ActSpec> {
    let pooled = (0..blueprint.families.len()).find(|family| {
        let members = blueprint.services.iter().flat_map(|service| &service.members);
        members.clone().any(|member| *member == Target::Family(*family))
    });
    Some(match dice.below(6) {
        0 => ActSpec::Restore(match dice.one_in(2) {
            true => Subject::Named(part(dice, blueprint)),
            false => subject(dice, blueprint, about),
        }),
        1 => {
            let kind = if dice.one_in(2) { OrderKind::Switch } else { OrderKind::Force };
            ActSpec::Order(kind, Subject::Named(service(dice, blueprint)))
        }
        2 => ActSpec::Drain(Subject::Named(Target::Family(pooled?))),
        3 => ActSpec::Return(Subject::Named(Target::Family(pooled?))),
        // Where routes lead: to whatever plays a role, so that their units stay what they are.
        4 if !blueprint.routes.is_empty() => {
            let at = dice.below(blueprint.routes.len() as u64) as usize;
            let route = &blueprint.routes[at];
            let to = route.targets[dice.below(route.targets.len() as u64) as usize];
            let to = Subject::Named(to);
            ActSpec::Repoint(match dice.below(3) {
                0 => RepointSpec::AllOn { on: Subject::Named(route.targets[0]), to },
                1 => RepointSpec::Undo(0),
                _ => RepointSpec::Route { of: route.of, role: route.role.clone(), to },
            })
        }
        _ => return None,
    })
}

fn conditions(dice: &mut Dice, blueprint: &Blueprint, about: usize) -> Vec<ConditionSpec> {
    let mut conditions = Vec::new();
    while dice.one_in(3) {
        let of = subject(dice, blueprint, about);
        conditions.push(match dice.below(5) {
            0 => ConditionSpec::Down(of),
            1 => ConditionSpec::NothingPointsTo(of),
            2 => ConditionSpec::Reaches(of, subject(dice, blueprint, about)),
            3 => {
                let service = Subject::Named(service(dice, blueprint));
                ConditionSpec::Level(service, ServiceLevel::Full)
            }
            _ => ConditionSpec::Up(of),
        });
    }
    conditions
}

/// A few runbooks, and lines of the script that start them and lead routes elsewhere.
pub(super) fn runbooks(dice: &mut Dice, blueprint: &mut Blueprint) {
    let people = blueprint.people.len() as u64;
    if people == 0 {
        return;
    }
    for at in 0..1 + dice.below(3) {
        let mut names = Vec::new();
        for _ in 0..dice.below(4) {
            let name = part(dice, blueprint);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let about = names.len();
        let when = match (about, dice.below(3)) {
            (0, _) => None,
            (_, 0) => Some(When::Back(names, dice.span(60))),
            _ => Some(When::Lost(names)),
        };
        let mut steps = Vec::new();
        for _ in 0..1 + dice.below(4) {
            steps.push(StepSpec {
                act: act(dice, blueprint, about),
                requires: conditions(dice, blueprint, about),
                unless: conditions(dice, blueprint, about),
                takes: if dice.one_in(4) { fixed(Span::ZERO) } else { dice.law(60) },
                per_1000_users: dice.span(20),
                works: Probability::new(dice.below(11) as f64 / 10.0).expect("a share"),
                retries: dice.below(3) as u32,
                limited_meanwhile: dice.one_in(2),
                retry_after: if dice.one_in(3) { Some(dice.law(30)) } else { None },
            });
        }
        let (name, by) = (format!("runbook-{at}"), dice.below(people) as usize);
        blueprint.runbooks.push(RunbookSpec { name, when, by, steps });
    }
    let mut events = Vec::new();
    for at in 0..blueprint.runbooks.len() {
        while dice.one_in(2) {
            let time = Time::after_start(seconds(dice.below(700)));
            events.push((time, Action::Start(at)));
        }
    }
    for at in 0..blueprint.routes.len().min(2) {
        let RouteSpec { of, role, targets, .. } = blueprint.routes[at].clone();
        let to = Subject::Named(targets[targets.len() - 1]);
        blueprint.repoints.push(RepointSpec::Route { of, role, to });
        events.push((Time::after_start(seconds(dice.below(700))), Action::Repoint(at)));
    }
    let script = &mut blueprint.incidents[0].events;
    script.extend(events.into_iter().map(|(at, action)| {
        let (targets, lasts) = (Vec::new(), None);
        ScriptSpec { at, action, targets, lasts }
    }));
}

/// Some steps roll changes back, and a script starts their runbooks.
pub(super) fn roll_backs(dice: &mut Dice, blueprint: &mut Blueprint) {
    let changes = blueprint.changes.len() as u64;
    if changes == 0 {
        return;
    }
    for at in 0..blueprint.runbooks.len() {
        for step in &mut blueprint.runbooks[at].steps {
            if dice.one_in(2) {
                let mut which = vec![dice.below(changes) as usize];
                if dice.one_in(2) {
                    which.push(dice.below(changes) as usize);
                }
                step.act = Some(ActSpec::RollBack(which));
            }
        }
        let time = Time::after_start(seconds(dice.below(700)));
        let (action, targets, lasts) = (Action::Start(at), Vec::new(), None);
        let event = ScriptSpec { at: time, action, targets, lasts };
        blueprint.incidents[0].events.push(event);
    }
}
