//! An instant in the order in which it is told: what has happened, then what it does to users.
//!
//! Users of one service who share a fate in one instant are told together.

use crate::quantity::{Micro, Time, print_micro};
use crate::report::fold_names;
use crate::system::{
    Answer, Giver, MechanismDeed, RunbookDeed, ServiceId, ServiceOrder, Standing, System,
    Transition,
};

/// What is told as one line.
pub(super) enum Event {
    /// A transition as it is.
    One(Transition),
    /// Users have lost these members of a service.
    Lost { service: ServiceId, slots: Vec<u32>, users: Micro },
    /// Users are on their way back.
    Released { service: ServiceId, users: Micro },
}

/// The events of one instant.
pub(super) fn events(instant: &[(Time, Transition)]) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for (_, transition) in instant {
        match *transition {
            Transition::Lost { service: of, slot: Some(slot), users: lost } => {
                let found = events.iter_mut().find_map(|event| match event {
                    Event::Lost { service, slots, users } if *service == of => Some((slots, users)),
                    _ => None,
                });
                match found {
                    Some((slots, users)) => {
                        slots.push(slot);
                        *users += lost;
                    }
                    None => {
                        events.push(Event::Lost { service: of, slots: vec![slot], users: lost });
                    }
                }
            }
            Transition::Released { service: of, users: more } => {
                let found = events.iter_mut().find_map(|event| match event {
                    Event::Released { service, users } if *service == of => Some(users),
                    _ => None,
                });
                match found {
                    Some(users) => *users += more,
                    None => events.push(Event::Released { service: of, users: more }),
                }
            }
            other if is_told_otherwise(instant, &other) => {}
            other => events.push(Event::One(other)),
        }
    }
    // Stable: what has caused what stays in its order.
    events.sort_by_key(Event::rank);
    events
}

/// How a member stands is told by what it has just done, or by what the other can do again.
fn is_told_otherwise(instant: &[(Time, Transition)], transition: &Transition) -> bool {
    if let Transition::Ordered { by: Giver::Runbook(by), order, answer, .. } = *transition {
        let begins = matches!(order, ServiceOrder::BeginFailBack(_)) && answer == Answer::Done;
        // Its step says that it begins, or what became of it.
        return instant.iter().any(|(_, other)| match *other {
            Transition::Runbook { runbook, deed, .. } => {
                let told = matches!(
                    deed,
                    RunbookDeed::StepDone { .. }
                        | RunbookDeed::StepRefused { .. }
                        | RunbookDeed::StepFails { .. }
                ) || (begins && matches!(deed, RunbookDeed::StepBegins { .. }));
                told && runbook.at() == by as usize
            }
            _ => false,
        });
    }
    let Transition::Deed { service: of, deed: MechanismDeed::Stands { slot: whose, standing } } =
        *transition
    else {
        return false;
    };
    instant.iter().any(|(_, other)| match *other {
        Transition::Deed { service, deed } if service == of => match deed {
            MechanismDeed::TakesOver { slot } => slot == whose && standing == Standing::TakingOver,
            MechanismDeed::Leads { slot } => slot == whose && standing == Standing::Leading,
            MechanismDeed::Stands { standing: Standing::Ready, .. } => {
                standing == Standing::Leading
            }
            _ => false,
        },
        _ => false,
    })
}

impl Event {
    /// What it does to users comes last, the end of their wait at the very end.
    fn rank(&self) -> u8 {
        match self {
            Self::Lost { .. } | Self::One(Transition::Lost { .. }) => 1,
            Self::Released { .. } => 2,
            Self::One(Transition::Refused { .. }) => 3,
            Self::One(Transition::Feature { .. }) => 4,
            Self::One(Transition::RampEnded { .. }) => 5,
            Self::One(_) => 0,
        }
    }
}

/// `50 users lose web-01`, `100 users lose web-01 and web-02`.
pub(super) fn lost(system: &System, service: ServiceId, slots: &[u32], users: Micro) -> String {
    let mut slots = slots.to_vec();
    slots.sort_unstable();
    slots.dedup();
    let names: Vec<String> = slots.iter().map(|slot| system.member_name(service, *slot)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let adjacent = slots.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let whom = match names.as_slice() {
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} and {other}"),
        many if adjacent => fold_names(many),
        many => format!("{} members of {}", many.len(), system.service_name(service)),
    };
    format!("{} users lose {whom}", print_micro(users))
}
