//! Transitions in words.

use crate::quantity::{Span, Time, print_micro, print_span};
use crate::report::StoryLine;
use crate::system::{Finding, ServiceId, System, Transition};

/// A story in words.
pub(super) fn story(
    system: &System,
    story: &[(Time, Transition)],
    chains: &[String],
) -> Vec<StoryLine> {
    story.iter().filter_map(|(at, transition)| line(system, *at, transition, chains)).collect()
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
        Transition::Failed { node, class, .. } => {
            let class = system.class_name(class);
            let mode = class.rsplit_once(": ").map_or(class, |(_, mode)| mode);
            ("failed", system.name(node), format!("fails ({mode})"))
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
            ("complaint", service(id), "does not serve, its users complain".to_owned())
        }
        Transition::AlreadyDown { node } => {
            ("failed", system.name(node), "was down already".to_owned())
        }
        Transition::RepairBegins { node } => {
            ("repair", system.name(node), "goes into repair".to_owned())
        }
        Transition::Restored { node, up: true } => {
            ("restored", system.name(node), "is up again".to_owned())
        }
        Transition::Restored { node, up: false } => {
            let text = "is restored, but something else still keeps it down";
            ("restored", system.name(node), text.to_owned())
        }
        Transition::Member { .. } => return None,
        Transition::Declared { service: id, slot } => {
            let text = format!("is noticed: {} takes it out of rotation", service(id));
            ("noticed", member(id, slot), text)
        }
        Transition::Accepted { service: id, slot } => {
            let text = format!("is back in rotation of {}", service(id));
            ("noticed", member(id, slot), text)
        }
        Transition::Lost { service: id, slot, users } => {
            let users = print_micro(users);
            let text = match slot {
                Some(slot) => format!("{users} users lose {}", member(id, slot)),
                None => format!("{users} users lose {}", service(id)),
            };
            ("lost", service(id), text)
        }
        Transition::Released { service: id, users } => {
            let text =
                format!("{} users are on their way back to {}", print_micro(users), service(id));
            ("released", service(id), text)
        }
        Transition::Refused { service: id, users } => {
            ("refused", service(id), format!("{} users are refused: no room", print_micro(users)))
        }
        Transition::RampEnded { service: id, refused: 0 } => {
            ("returned", service(id), format!("everybody at {} is served again", service(id)))
        }
        Transition::RampEnded { service: id, refused } => {
            let text =
                format!("nobody is on the way any more; {} stay refused", print_micro(refused));
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
            ("drained", member(id, slot), format!("is given work by {} again", service(id)))
        }
        Transition::Called { service: id, slot, called: true } => {
            ("called", member(id, slot), format!("stands by and is called by {}", service(id)))
        }
        Transition::Called { service: id, slot, called: false } => {
            ("called", member(id, slot), format!("stands by for {} again", service(id)))
        }
        Transition::ServiceOut { service: id, chain } => {
            let why = chains.get(chain.at()).map_or("", String::as_str);
            ("outage", service(id), format!("is out ({why})"))
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
        Transition::Feature { want, lacking, chain } => {
            let (people, feature) = system.want_names(want);
            let why = chain.and_then(|chain| chains.get(chain.at()));
            let text = match why {
                Some(why) => format!("{} of {people} lack {feature} ({why})", print_micro(lacking)),
                None => format!("everybody of {people} that is served has {feature} again"),
            };
            ("feature", people.to_owned(), text)
        }
    };
    // Some sentences name their subject themselves; where there is one service, it is meant.
    let text = match kind {
        "lost" | "feature" => text,
        "released" | "refused" | "returned" if system.services().count() == 1 => text,
        "released" | "refused" | "returned" => format!("{subject}: {text}"),
        _ => format!("{subject} {text}"),
    };
    Some(StoryLine { at_seconds: at.secs_f64(), kind: kind.to_owned(), subject, text })
}
