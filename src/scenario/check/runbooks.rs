//! Steps and orders that somebody could obey.

use super::twice;
use crate::scenario::describe::{ActText, DeciderText, Description, MechanismText, Name, StepText};
use crate::scenario::problem::{Problem, Problems, code, quote};
use crate::scenario::runbooks::order_word;
use crate::system::{ActSpec, Action, Blueprint, OrderKind, Subject, Target, When};

/// Refuses what could never be done.
pub fn check(it: &Description, blueprint: &Blueprint, problems: &mut Problems) {
    for (text, spec) in it.runbooks.iter().zip(&blueprint.runbooks) {
        let about: &[Target] = match &spec.when {
            Some(When::Lost(names) | When::Back(names, _)) => names,
            None => &[],
        };
        if let Some(when) = &text.when {
            twice::check(&when.names, problems);
        }
        for (text, step) in text.steps.iter().zip(&spec.steps) {
            judge_meanwhile(text, problems);
            let Some(act) = &text.act else { continue };
            judge_users(text, problems);
            match (act, &step.act) {
                (ActText::Order(kind, name), Some(ActSpec::Order(_, subject))) => {
                    let meant = match subject {
                        Subject::Named(target) => std::slice::from_ref(target),
                        Subject::Own | Subject::Partner => about,
                    };
                    // Symmetric forms are wrong in the same way: one message is enough.
                    let wrong = meant.iter().find_map(|one| refuses(it, blueprint, *kind, *one));
                    if let Some(why) = wrong {
                        push(*kind, name, &why, problems);
                    }
                }
                (ActText::RollBack(names), _) => twice::check(names, problems),
                (ActText::Drain(name) | ActText::Return(name), Some(spec)) => {
                    judge_member(blueprint, name, spec, about, problems);
                }
                _ => {}
            }
        }
    }
    for event in it.incidents.iter().flat_map(|incident| &incident.events) {
        if let Action::Order(kind) = event.action {
            for name in &event.targets {
                let service = it.services.iter().position(|other| other.name.text == name.text);
                let target = service.map(Target::Service);
                if let Some(why) = target.and_then(|one| refuses(it, blueprint, kind, one)) {
                    push(kind, name, &why, problems);
                }
            }
        }
    }
}

/// Why nobody would ever obey an order about a target.
fn refuses(
    it: &Description,
    blueprint: &Blueprint,
    kind: OrderKind,
    target: Target,
) -> Option<(String, &'static str)> {
    let name = quote(&blueprint.name_of(target));
    let Target::Service(at) = target else {
        let help = "name a service: orders are given to mechanisms";
        return Some((format!("{name} is no service"), help));
    };
    let pairs = blueprint
        .services
        .iter()
        .position(|service| service.mechanism.pairs_members() && service.members.contains(&target));
    match (kind, pairs) {
        (OrderKind::DropWitness, _) if !has_witness(&it.services[at].mechanism) => {
            let help = "name a mirror whose failover is decided by a witness";
            Some((format!("{name} has no witness"), help))
        }
        (OrderKind::Switch | OrderKind::DropWitness, _) | (OrderKind::Force, None) => {
            let pool = matches!(it.services[at].mechanism, MechanismText::Pool(_));
            let help = match kind {
                OrderKind::Force => "name a service in which one member leads, or a paired pool",
                _ => "name a service in which one member leads",
            };
            pool.then(|| (format!("in {name}, a pool, nobody leads"), help))
        }
        (OrderKind::FailOver | OrderKind::FailBack, None) => {
            Some((format!("{name} is in no pairing"), "name a member of a pairing"))
        }
        (OrderKind::FailOver | OrderKind::FailBack | OrderKind::Force, Some(pair)) => {
            let limited_only = match &it.services[pair].mechanism {
                MechanismText::Pairing(pairing) => !pairing.full,
                _ => false,
            };
            let pair = quote(&it.services[pair].name.text);
            let help = "state `full` in the pairing: {\"by\": \"runbook\"}";
            // Nobody is away who could be given back, either.
            limited_only.then(|| (format!("{pair} does not provide for a full takeover"), help))
        }
    }
}

/// Whether a witness decides; of a failover that could not be read nobody knows.
fn has_witness(mechanism: &MechanismText) -> bool {
    match mechanism {
        MechanismText::Mirror(mirror) => {
            matches!(mirror.decider, Some(DeciderText::Witness { .. }) | None)
        }
        MechanismText::Unread => true,
        // In a pool nobody leads: that is said.
        MechanismText::Pool(_) => true,
        _ => false,
    }
}

fn push(
    kind: OrderKind,
    name: &Name,
    (why, help): &(String, &'static str),
    problems: &mut Problems,
) {
    let message = format!("`{}` could never be done: {why}", order_word(kind));
    problems.push(Problem::new(code::IMPOSSIBLE_STEP, name.place, message).help(*help));
}

/// Time by users is for steps that are about users.
fn judge_users(text: &StepText, problems: &mut Problems) {
    let Some(per_1000_users) = &text.per_1000_users else { return };
    if !matches!(text.act, Some(ActText::Order(..))) {
        let message = "this step is about nobody's users";
        let problem = Problem::new(code::MEANINGLESS, per_1000_users.place, message);
        problems.push(problem.help("state how long it takes by a law alone"));
    }
}

/// Users are limited while they are given back, and at no other time.
fn judge_meanwhile(text: &StepText, problems: &mut Problems) {
    let Some(place) = text.limited_meanwhile else { return };
    if !matches!(text.act, Some(ActText::Order(OrderKind::FailBack, _))) {
        let message = "only users who are given back are limited meanwhile";
        let problem = Problem::new(code::MEANINGLESS, place, message);
        problems.push(problem.help("remove `users_meanwhile`"));
    }
}

/// Only members of services are drained.
fn judge_member(
    blueprint: &Blueprint,
    name: &Name,
    spec: &ActSpec,
    about: &[Target],
    problems: &mut Problems,
) {
    let (ActSpec::Drain(subject) | ActSpec::Return(subject)) = spec else { return };
    let meant = match subject {
        Subject::Named(target) => std::slice::from_ref(target),
        Subject::Own | Subject::Partner => about,
    };
    let in_family = |member: &Target, one: Target| match (*member, one) {
        (Target::Family(family), Target::Member(other, _)) => family == other,
        (Target::Member(other, _), Target::Family(family)) => family == other,
        _ => false,
    };
    let is_member = |one: &Target| {
        let members = blueprint.services.iter().flat_map(|service| &service.members);
        members.clone().any(|member| member == one || in_family(member, *one))
    };
    if let Some(stranger) = meant.iter().find(|one| !is_member(one)) {
        let stranger = quote(&blueprint.name_of(*stranger));
        let message = format!("{stranger} is a member of no service");
        let problem = Problem::new(code::NO_MEMBER, name.place, message);
        problems.push(problem.help("name a member of a pool"));
    }
}
