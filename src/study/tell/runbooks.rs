//! What becomes of runbooks, in words.

use crate::system::{
    Act, Command, Condition, NodeId, PersonId, Pointing, Runbook, RunbookDeed, RunbookId,
    ServiceLevel, ServiceOrder, StepRefusal, System,
};

/// `take-over`, or `take-over (fe-lisbon)` of one that is about something.
pub(in crate::study) fn title(system: &System, runbook: RunbookId) -> String {
    let name = system.runbook_name(runbook);
    match system.runbook_subject(runbook) {
        Some(node) => format!("{name} ({})", system.name(node)),
        None => name.to_owned(),
    }
}

/// What has become of a runbook, with its title.
pub(in crate::study) fn deed(
    system: &System,
    runbook: RunbookId,
    person: PersonId,
    deed: RunbookDeed,
) -> String {
    let (title, person) = (title(system, runbook), system.person_name(person));
    let spec = &system.runbooks[runbook.at()];
    let step = |at: u32| format!("step {} ({})", at + 1, step_words(system, spec, at));
    match deed {
        RunbookDeed::Noticed => {
            format!("{title} is called for: {person} notices that {}", the_case(system, spec, true))
        }
        RunbookDeed::Decides => format!("{title} is considered: {person} decides what to do"),
        RunbookDeed::Dropped => {
            format!("{title} is left alone: {}", the_case(system, spec, false))
        }
        RunbookDeed::Needless => match spec.cause.is_some_and(|cause| cause.back.is_some()) {
            true => format!("{title} is not begun: nothing that it is about is back"),
            false => format!("{title} is not begun: nothing that it is about is lost"),
        },
        RunbookDeed::Running => format!("{title} is in hand already, and not begun again"),
        RunbookDeed::Begins { by_script: false } => {
            format!("{title} begins: {person} has decided")
        }
        RunbookDeed::Begins { by_script: true } => {
            format!("{title} begins: {person} is told to follow it")
        }
        RunbookDeed::StepBegins { step: at, again: false } => {
            format!("{title}, {} begins", step(at))
        }
        RunbookDeed::StepBegins { step: at, again: true } => {
            format!("{title}, {} is tried again", step(at))
        }
        RunbookDeed::StepSkipped { step: at } => {
            let holds = spec.steps[at as usize].unless.iter();
            let holds: Vec<String> = holds.map(|one| condition(system, *one, true)).collect();
            format!("{title}, {} is not needed: {}", step(at), holds.join(", "))
        }
        RunbookDeed::StepRefused { step: at, why } => {
            format!("{title}, {} is refused: {}", step(at), refusal(system, spec, at, why))
        }
        RunbookDeed::StepWaits { step: at, need } => {
            format!("{title}, {} waits until {} is up", step(at), system.name(need))
        }
        RunbookDeed::StepFails { step: at } => format!("{title}, {} does not work", step(at)),
        RunbookDeed::StepDone { step: at } => format!("{title}, {} is done", step(at)),
        RunbookDeed::GivenUp { step: at } => {
            let tries = match spec.steps[at as usize].retries {
                0 => "once".to_owned(),
                1 => "twice".to_owned(),
                retries => format!("{} times", u64::from(retries) + 1),
            };
            format!("{title} stops: {} has been tried {tries}", step(at))
        }
        RunbookDeed::CauseGone { step: at } => {
            let why = the_case(system, spec, false);
            format!("{title} stops before {}: {why}", step(at))
        }
        RunbookDeed::Ends => format!("{title} is done"),
    }
}

/// What the runbook is about is the case, or is no longer.
fn the_case(system: &System, spec: &Runbook, holds: bool) -> String {
    let Some(cause) = spec.cause else { return "it is needed".to_owned() };
    let node = system.name(cause.node);
    match (cause.back.is_some(), holds) {
        (false, true) => format!("{node} is lost"),
        (false, false) => format!("{node} is up again"),
        (true, true) => format!("{node} is back"),
        (true, false) => format!("{node} is down again"),
    }
}

/// What a step does.
fn step_words(system: &System, spec: &Runbook, at: u32) -> String {
    let names = |nodes: &[NodeId]| {
        nodes.iter().map(|node| system.name(*node)).collect::<Vec<_>>().join(", ")
    };
    match &spec.steps[at as usize].act {
        None => "wait".to_owned(),
        Some(Act::Order(service, order)) => match *order {
            ServiceOrder::Switch => format!("switch {} over", system.service_name(*service)),
            ServiceOrder::Force => format!("force {} over", system.service_name(*service)),
            ServiceOrder::DropWitness => {
                format!("drop the witness of {}", system.service_name(*service))
            }
            ServiceOrder::FailOver(slot) => {
                format!("fail {} over", system.member_name(*service, slot))
            }
            ServiceOrder::ForceFailOver(slot) => {
                format!("force {} over", system.member_name(*service, slot))
            }
            ServiceOrder::BeginFailBack(slot) => {
                format!("begin to fail {} back", system.member_name(*service, slot))
            }
            ServiceOrder::StopFailBack(slot) => {
                format!("give up to fail {} back", system.member_name(*service, slot))
            }
            ServiceOrder::FailBack(slot) => {
                format!("fail {} back", system.member_name(*service, slot))
            }
        },
        Some(Act::Repoint(pointing)) => repoint(system, *pointing),
        Some(Act::Commands(commands)) => {
            let member = |command: &Command| {
                let (Command::Drain { service, slot } | Command::Return { service, slot }) =
                    *command;
                system.member_name(service, slot)
            };
            let mut members: Vec<String> = commands.iter().map(member).collect();
            members.dedup();
            match commands[0] {
                Command::Drain { .. } => format!("drain {}", members.join(", ")),
                Command::Return { .. } => format!("return {}", members.join(", ")),
            }
        }
        Some(Act::Restore(nodes)) => format!("put {} right", names(nodes)),
        Some(Act::RollBack(changes)) => {
            let names = changes.iter().map(|change| system.change_name(*change));
            format!("roll back {}", names.collect::<Vec<_>>().join(", "))
        }
    }
}

fn repoint(system: &System, pointing: Pointing) -> String {
    match pointing {
        Pointing::AllOn { on, to } => {
            format!("re-point all that leads to {} to {}", system.name(on), system.name(to))
        }
        Pointing::Route { route, to } => {
            format!("re-point {} to {}", system.route_name(route), system.name(to))
        }
        Pointing::Undo(of) => {
            let name = system.runbooks.iter().find(|runbook| runbook.of == of);
            let name = name.map_or("", |runbook| runbook.name.as_str());
            format!("undo what {name} has re-pointed")
        }
    }
}

/// A condition that holds, or does not.
fn condition(system: &System, one: Condition, holds: bool) -> String {
    let is = if holds { "is" } else { "is not" };
    match one {
        Condition::Up(node) => format!("{} {is} up", system.name(node)),
        Condition::Down(node) => format!("{} {is} down", system.name(node)),
        Condition::Level(service, level) => {
            let level = match level {
                ServiceLevel::Full => "in full",
                ServiceLevel::Limited => "at the limited level",
            };
            let works = if holds { "works" } else { "does not work" };
            format!("{} {works} {level}", system.service_name(service))
        }
        Condition::NothingPointsTo(node) => match holds {
            true => format!("nothing leads to {}", system.name(node)),
            false => format!("something leads to {}", system.name(node)),
        },
        Condition::Reaches(from, to) => {
            let reaches = if holds { "reaches" } else { "does not reach" };
            format!("{} {reaches} {}", system.name(from), system.name(to))
        }
    }
}

fn refusal(system: &System, spec: &Runbook, at: u32, why: StepRefusal) -> String {
    match why {
        StepRefusal::Unmet(which, None) => {
            condition(system, spec.steps[at as usize].requires[which as usize], false)
        }
        StepRefusal::Unmet(which, Some(route)) => {
            let to = match spec.steps[at as usize].requires[which as usize] {
                Condition::NothingPointsTo(node) => system.name(node),
                _ => "it".to_owned(),
            };
            format!("{} still leads to {to}", system.route_name(route))
        }
        StepRefusal::Needs(need) => format!("{} is down", system.name(need)),
        StepRefusal::NotInForce(change) => {
            format!("nothing of {} is in force", system.change_name(change))
        }
        StepRefusal::RollsBack(change) => {
            format!("{} is being rolled back already", system.change_name(change))
        }
        StepRefusal::Answer(why, None) => why.to_owned(),
        StepRefusal::Answer(why, Some(node)) => format!("{why} ({})", system.name(node)),
    }
}
