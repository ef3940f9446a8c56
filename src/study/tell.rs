//! Transitions in words.

mod beliefs;
mod data;
mod deeds;
mod instant;
pub(super) mod runbooks;

use beliefs::Truth;
use instant::Event;

use crate::quantity::{Span, Time, print_micro, print_span};
use crate::report::StoryLine;
use crate::system::{
    Command, Finding, NodeId, PersonDeed, PlanId, Refusal, ServiceId, ServiceLevel, System,
    Transition,
};

/// The chain of whatever no failure has caused.
const TOO_SMALL: &str = "too small from the start";

/// A story in words.
pub(super) fn story(
    system: &System,
    story: &[(Time, Transition)],
    chains: &[String],
) -> Vec<StoryLine> {
    let mut truth = Truth::default();
    let mut lines = Vec::new();
    for instant in story.chunk_by(|a, b| a.0 == b.0) {
        for (_, transition) in instant {
            truth.follow(transition);
        }
        let at = instant[0].0;
        let line = |event| told(system, &truth, at, event, chains);
        lines.extend(instant::events(instant).into_iter().filter_map(line));
    }
    lines
}

fn told(
    system: &System,
    truth: &Truth,
    at: Time,
    event: Event,
    chains: &[String],
) -> Option<StoryLine> {
    let service = |id: ServiceId| system.service_name(id).to_owned();
    let (kind, subject, text) = match event {
        Event::Lost { service: id, slots, users } => {
            ("lost", service(id), instant::lost(system, id, &slots, users))
        }
        Event::Released { service: id, users } => {
            let users = print_micro(users);
            (
                "released",
                service(id),
                format!("{users} users are on their way back to {}", service(id)),
            )
        }
        Event::One(transition) => match truth.belief(system, &transition) {
            Some((member, text)) => ("noticed", member, text),
            None => return line(system, at, &transition, chains),
        },
    };
    Some(StoryLine { at_seconds: at.secs_f64(), kind: kind.to_owned(), subject, text })
}

fn line(
    system: &System,
    at: Time,
    transition: &Transition,
    chains: &[String],
) -> Option<StoryLine> {
    let service = |id: ServiceId| system.service_name(id).to_owned();
    let member = |id: ServiceId, slot: u32| system.member_name(id, slot);
    let (kind, subject, text) = match *transition {
        // What becomes of data is told as such.
        Transition::Failed { node, .. } if system.is_data(node) => return None,
        Transition::Failed { node, class, .. } => {
            let class = system.class_name(class);
            let mode = class.rsplit_once(": ").map_or(class, |(_, mode)| mode);
            let text = match system.is_link(node) {
                true => "is cut".to_owned(),
                false => format!("fails ({mode})"),
            };
            ("failed", system.name(node), text)
        }
        Transition::Shock { shock, members } if system.is_change(shock) => {
            ("shock", system.shock_name(shock).to_owned(), data::reaches(members))
        }
        Transition::Shock { shock, members } => {
            let text = match members {
                0 => "strikes, and takes nobody".to_owned(),
                1 => "strikes, and takes 1 member".to_owned(),
                members => format!("strikes, and takes {members} members at once"),
            };
            ("shock", system.shock_name(shock).to_owned(), text)
        }
        Transition::Found { node, by } => {
            let text = match by {
                Finding::Test => "is found to have failed, by a test",
                Finding::Demand => "is found to have failed, now that it is needed",
                Finding::Complaint => "is found to have failed, by a complaint",
                Finding::Look => "is found to have failed as well",
            };
            ("found", system.name(node), text.to_owned())
        }
        Transition::FalseAlarm { service: id, slot } => {
            let text = format!("is up, but {} takes it out of rotation (false alarm)", service(id));
            ("noticed", member(id, slot), text)
        }
        Transition::Complaint { service: id } => {
            ("complaint", service(id), "gets complaints from its users".to_owned())
        }
        Transition::AlreadyDown { node } => {
            ("failed", system.name(node), "was down already".to_owned())
        }
        Transition::RepairBegins { node } => {
            ("repair", system.name(node), "goes into repair".to_owned())
        }
        Transition::RepairInterrupted { node, by } => {
            let text = format!("is left alone for now: {} is more urgent", system.name(by));
            ("repair", system.name(node), text)
        }
        Transition::RepairResumes { node } => {
            ("repair", system.name(node), "is worked on again".to_owned())
        }
        Transition::WaitsForSpare { node, shelf } => {
            let text =
                format!("waits for a spare unit: no {} on the shelf", system.shelf_name(shelf));
            ("repair", system.name(node), text)
        }
        Transition::UnitComesBack { shelf, on_shelf } => {
            let text = match on_shelf {
                0 => "a unit comes back from the depot and is needed at once".to_owned(),
                1 => "a unit comes back from the depot: 1 on the shelf".to_owned(),
                some => format!("a unit comes back from the depot: {some} on the shelf"),
            };
            ("repair", system.shelf_name(shelf).to_owned(), text)
        }
        Transition::Restored { node, up: true } => {
            ("restored", system.name(node), "is up again".to_owned())
        }
        Transition::Restored { node, up: false } => {
            let text = "is restored, but something else still keeps it down";
            ("restored", system.name(node), text.to_owned())
        }
        Transition::Mended { node, class } => {
            let class = system.class_name(class);
            let mode = class.rsplit_once(": ").map_or(class, |(_, mode)| mode);
            ("restored", system.name(node), format!("is mended ({mode})"))
        }
        Transition::WorkBegins { node, plan } => {
            let text = format!("is stopped: planned work ({}) begins", system.plan_name(plan));
            ("planned", system.name(node), text)
        }
        Transition::WorkEnds { node, up: true } => {
            ("planned", system.name(node), "is up again: planned work is over".to_owned())
        }
        Transition::WorkEnds { node, up: false } => {
            let text = "is not up again: planned work is over, but something else keeps it down";
            ("planned", system.name(node), text.to_owned())
        }
        Transition::TurnWaits { plan, slot, why } => {
            let text = format!(
                "waits for its turn of {}: {}",
                system.plan_name(plan),
                refusal(system, plan, why)
            );
            ("planned", member(system.plan_service(plan), slot), text)
        }
        Transition::TurnSkipped { plan, slot, why } => {
            let text = format!(
                "is refused its turn of {}: {}",
                system.plan_name(plan),
                refusal(system, plan, why)
            );
            ("planned", member(system.plan_service(plan), slot), text)
        }
        Transition::WorkCalledOff { plan, node } => {
            let text =
                format!("has failed: planned work ({}) is called off", system.plan_name(plan));
            ("planned", system.name(node), text)
        }
        Transition::Node { .. } | Transition::Member { .. } | Transition::Invoked { .. } => {
            return None;
        }
        Transition::Person { person, service: id, slot, deed } => {
            let member = member(id, slot);
            let text = match deed {
                PersonDeed::Notices => format!("notices that {member} is down"),
                PersonDeed::Decides => format!("decides what to do about {member}"),
                PersonDeed::Acts => format!("has decided and acts on {member}"),
                PersonDeed::Drops => format!("leaves {member} alone: it is up again"),
                PersonDeed::FindsItUp => format!("finds {member} up again: nothing to do"),
            };
            ("person", system.person_name(person).to_owned(), text)
        }
        Transition::Rescue { person, service: id, deed } => {
            let text = deeds::rescue(system, id, deed);
            ("person", system.person_name(person).to_owned(), text)
        }
        Transition::Runbook { runbook, person, deed } => (
            "runbook",
            runbooks::title(system, runbook),
            runbooks::deed(system, runbook, person, deed),
        ),
        Transition::OrderKeptOff { node, need, waits } => {
            let text = match waits {
                true => format!("is told what to do when {} is up", system.name(need)),
                false => format!("refuses what it is told: {} is down", system.name(need)),
            };
            ("command", system.name(node), text)
        }
        Transition::PersonAway { person, called } => {
            let text = match called {
                true => "is off duty, and is called in",
                false => "is off duty, and comes when its duty begins",
            };
            ("person", system.person_name(person).to_owned(), text.to_owned())
        }
        Transition::Declared { service: id, slot } => {
            let text = match system.pairs_members(id) {
                true => format!("is lost to its partner in {}, which hears nothing", service(id)),
                false => format!("is noticed: {} takes it out of rotation", service(id)),
            };
            ("noticed", member(id, slot), text)
        }
        Transition::Accepted { service: id, slot } => {
            let text = match system.pairs_members(id) {
                true => format!("is heard again by its partner in {}", service(id)),
                false => format!("is back in rotation of {}", service(id)),
            };
            ("noticed", member(id, slot), text)
        }
        // Those who lose a member, and those on their way, are told together.
        Transition::Lost { slot: Some(_), .. } | Transition::Released { .. } => return None,
        Transition::Lost { service: id, slot: None, users } => {
            ("lost", service(id), format!("{} users lose {}", print_micro(users), service(id)))
        }
        Transition::Refused { service: id, users } => {
            let by = match system.services().count() {
                1 => String::new(),
                _ => format!(" by {}", service(id)),
            };
            let users = print_micro(users);
            ("refused", service(id), format!("{users} users are refused{by}: no room"))
        }
        Transition::RampEnded { service: id, refused: 0 } => {
            ("returned", service(id), format!("everybody at {} is served again", service(id)))
        }
        Transition::RampEnded { service: id, refused } => {
            let to = match system.services().count() {
                1 => String::new(),
                _ => format!(" to {}", service(id)),
            };
            let refused = print_micro(refused);
            let text = format!("nobody is on the way{to} any more; {refused} stay refused");
            ("returned", service(id), text)
        }
        Transition::Drained { service: id, slot, moved: 0, left: 0, .. } => (
            "drained",
            member(id, slot),
            format!("is drained: {} gives it no new work", service(id)),
        ),
        Transition::Drained { service: id, slot, moved, left: 0, .. } => {
            let moved = print_micro(moved);
            let text = format!("is drained: {moved} users move to the others of {}", service(id));
            ("drained", member(id, slot), text)
        }
        Transition::Drained { service: id, slot, left, full: false, .. } => {
            let left = print_micro(left);
            let text = format!("is drained: {left} users leave {} as they end", member(id, slot));
            ("drained", member(id, slot), text)
        }
        Transition::Drained { slot, service: id, moved, left, full: true } => {
            let (moved, left) = (print_micro(moved), print_micro(left));
            let text =
                format!("is drained as far as there is room: {moved} users move, {left} stay");
            ("drained", member(id, slot), text)
        }
        Transition::Returned { service: id, slot } => {
            ("drained", member(id, slot), format!("is no longer drained from {}", service(id)))
        }
        Transition::Called { service: id, slot, called: true } => {
            ("called", member(id, slot), format!("stands by and is called by {}", service(id)))
        }
        Transition::Called { service: id, slot, called: false } => {
            ("called", member(id, slot), format!("stands by for {} again", service(id)))
        }
        Transition::ServiceOut { service: id, chain, .. } => {
            let why = chains.get(chain.at()).map_or("", String::as_str);
            let text = match (at, why) {
                (Time::ZERO, _) => format!("is out ({why})"),
                // Nothing has failed: it does what it was told.
                (_, TOO_SMALL) => "is out, without a failure".to_owned(),
                _ => format!("is out ({why})"),
            };
            ("outage", service(id), text)
        }
        Transition::LevelChanged { service: id, level } => {
            let text = match level {
                ServiceLevel::Full => "works in full again",
                ServiceLevel::Limited => "works at the limited level from now on",
            };
            ("level", service(id), text.to_owned())
        }
        Transition::GraceBegins { node, need, lasts } => {
            let lasts = print_span(lasts);
            let text = format!("lives on without {} for {lasts}", system.name(need));
            ("grace", system.name(node), text)
        }
        Transition::GraceOver { node, need, lasts } => {
            let (need, lasts) = (system.name(need), print_span(lasts));
            let text = format!("has been without {need} for {lasts}: its grace is over");
            ("grace", system.name(node), text)
        }
        Transition::GraceEnds { node, need, over } => {
            let text = match over {
                false => format!("has {} back in time", system.name(need)),
                true => format!("has {} back", system.name(need)),
            };
            ("grace", system.name(node), text)
        }
        Transition::WaitsToStart { node, count, need, circular } => {
            let (waits, it) = if count == 1 { ("waits", "it") } else { ("wait", "them") };
            let mut text = format!("{waits} to start until {} is up", system.name(need));
            if circular {
                text.push_str(&format!(", which waits for {it} in turn"));
            }
            ("start", some_of(system, node, count), text)
        }
        Transition::CommandRefused { command, need }
        | Transition::CommandWaits { command, need } => {
            let refused = matches!(transition, Transition::CommandRefused { .. });
            let need = system.name(need);
            let (id, slot, text) = match (command, refused) {
                (Command::Drain { service, slot }, true) => {
                    (service, slot, format!("is not drained: {need} is down"))
                }
                (Command::Drain { service, slot }, false) => {
                    (service, slot, format!("is to be drained when {need} is up"))
                }
                (Command::Return { service, slot }, _) => {
                    (service, slot, format!("stays drained until {need} is up"))
                }
            };
            ("command", member(id, slot), text)
        }
        Transition::Started { node, by_hand: true, .. } => {
            ("start", system.name(node), "is started by hand".to_owned())
        }
        Transition::Started { node, count, by_hand: false } => {
            let starts = if count == 1 { "starts" } else { "start" };
            ("start", some_of(system, node, count), starts.to_owned())
        }
        Transition::Ordered { service: id, order, by, answer } => {
            ("command", service(id), deeds::ordered(system, id, order, by, answer))
        }
        Transition::Deed { service: id, deed } => {
            ("mechanism", service(id), deeds::deed(system, id, deed))
        }
        Transition::Data { data, deed } => data::deed(system, data, deed),
        Transition::RolledBack { change, members } => {
            let (subject, text) = data::rolled_back(system, change, members);
            ("restored", subject, text)
        }
        Transition::Hosted { population, service: id, level } => {
            let level = match level {
                ServiceLevel::Full => "",
                ServiceLevel::Limited => ", at a limited level",
            };
            let text = format!("is served by {}{level}", service(id));
            ("hosted", system.population_name(population).to_owned(), text)
        }
        Transition::CutOff { population, cut } => {
            let text = if cut { "does not reach" } else { "reaches" };
            let again = if cut { "any more" } else { "again" };
            let text = format!("{text} the service that serves it {again}");
            ("cut off", system.population_name(population).to_owned(), text)
        }
        Transition::ServiceBack { service: id } => {
            ("outage", service(id), "is up again".to_owned())
        }
        Transition::Rerouted { route, target } => {
            let within = match system.route_span(route) {
                Span::ZERO => String::new(),
                span => format!(", within {}", print_span(span)),
            };
            let text = format!("leads to {}{within}", system.name(target));
            ("rerouted", system.route_name(route).to_owned(), text)
        }
        Transition::Feature { want, lacking, chain, waits } => {
            let (people, feature) = system.want_names(want);
            let why = chain.and_then(|chain| chains.get(chain.at()));
            let text = match why {
                Some(why) => {
                    let lacking = print_micro(lacking);
                    format!("{lacking} users of {people} lack {feature} ({why})")
                }
                None if waits => format!("{people} will have {feature} again once served"),
                None => format!("everybody of {people} that is served has {feature} again"),
            };
            ("feature", people.to_owned(), text)
        }
    };
    // Some sentences name their subject themselves.
    let text = match kind {
        "lost" | "refused" | "returned" | "feature" | "runbook" => text,
        _ => format!("{subject} {text}"),
    };
    Some(StoryLine { at_seconds: at.secs_f64(), kind: kind.to_owned(), subject, text })
}

/// `web-01`, or `3 of web`.
fn some_of(system: &System, node: NodeId, count: u32) -> String {
    match count {
        1 => system.name(node),
        _ => format!("{count} of {}", system.stem(node)),
    }
}

/// Why a turn of planned work is not taken.
fn refusal(system: &System, plan: PlanId, why: Refusal) -> String {
    let member = |slot| system.member_name(system.plan_service(plan), slot);
    match why {
        Refusal::Down(slot) => format!("{} is down", member(slot)),
        Refusal::NotBack(slot) => format!("{} is not back in rotation", member(slot)),
        Refusal::InWork(slot) => format!("{} is being worked on", member(slot)),
        Refusal::NoHand => "the crew has no hand free".to_owned(),
    }
}
