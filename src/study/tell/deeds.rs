//! What mechanisms do, in words.

use crate::quantity::print_span;
use crate::system::{
    Answer, DataFate, Giver, MechanismDeed, PersonDeed, ServiceId, ServiceOrder, Standing, System,
};

/// What a mechanism has done, behind its name.
pub(super) fn deed(system: &System, service: ServiceId, deed: MechanismDeed) -> String {
    let member = |slot: u32| system.member_name(service, slot);
    match deed {
        MechanismDeed::TakesOver { slot } => format!("lets {} take over", member(slot)),
        MechanismDeed::Starts { slot } => format!("starts {}", member(slot)),
        MechanismDeed::SwitchFails { slot } => {
            format!("fails to switch to {}: it must be done by hand", member(slot))
        }
        MechanismDeed::AwaitsOrder => "waits for the order to switch over".to_owned(),
        MechanismDeed::Leads { slot } => format!("is led by {}", member(slot)),
        MechanismDeed::Stands { slot, standing } => {
            let member = member(slot);
            match standing {
                // Of paired pools the one stands as its partner lets it.
                Standing::Ready if system.pairs_members(service) => {
                    let partner = system.member_name(service, 1 - slot);
                    format!("protects {member} again: {partner} could take over")
                }
                Standing::Synchronizing if system.pairs_members(service) => {
                    let partner = system.member_name(service, 1 - slot);
                    format!("lets {partner} catch up with what {member} has written")
                }
                Standing::Leading => format!("is led by {member} as before"),
                Standing::Ready => format!("is protected again: {member} could take over"),
                Standing::Exposed => format!("runs exposed: nobody could take over from {member}"),
                Standing::Synchronizing => {
                    format!("lets {member} catch up with what it has missed")
                }
                Standing::Suspended => format!("goes on without {member}"),
                Standing::TakingOver => format!("has {member} taking over"),
            }
        }
        MechanismDeed::Data { fate, span } => {
            let span = print_span(span);
            match fate {
                DataFate::Exposed => format!("has {span} of writes exposed"),
                DataFate::Lost => format!("loses {span} of writes"),
                DataFate::Late => format!("merges {span} of writes late"),
            }
        }
        MechanismDeed::SplitBrain { slot } => {
            format!("has two that lead: {} is cut off and goes on", member(slot))
        }
        MechanismDeed::Stops { why, node: None } => format!("stops: {why}"),
        MechanismDeed::Stops { why, node: Some(node) } => {
            format!("stops: {why} ({})", system.name(node))
        }
    }
}

/// An order and its answer, behind the name of the service.
pub(super) fn ordered(
    system: &System,
    service: ServiceId,
    order: ServiceOrder,
    by: Giver,
    answer: Answer,
) -> String {
    let member = |slot: u32| system.member_name(service, slot);
    let order = match order {
        ServiceOrder::Switch => "switch over".to_owned(),
        ServiceOrder::Force => "take over by force".to_owned(),
        ServiceOrder::DropWitness => "go on without its witness".to_owned(),
        ServiceOrder::FailOver(slot) => format!("let the partner of {} take over", member(slot)),
        ServiceOrder::ForceFailOver(slot) => {
            format!("let the partner of {} take over by force", member(slot))
        }
        ServiceOrder::BeginFailBack(slot) => {
            format!("begin to give {} its users back", member(slot))
        }
        ServiceOrder::StopFailBack(slot) => {
            format!("give up giving {} its users back", member(slot))
        }
        ServiceOrder::FailBack(slot) => format!("give {} its users back", member(slot)),
    };
    let by = match by {
        Giver::Script => "a script",
        Giver::Runbook(_) => "a runbook",
        Giver::Drain => "a drain",
    };
    match answer {
        Answer::Done => format!("is told by {by} to {order}"),
        Answer::Refused(why, None) => format!("is told by {by} to {order}, and refuses: {why}"),
        Answer::Refused(why, Some(node)) => {
            let node = system.name(node);
            format!("is told by {by} to {order}, and refuses: {why} ({node})")
        }
    }
}

/// What a person does about a mechanism that could not help itself, behind the person's name.
pub(super) fn rescue(system: &System, service: ServiceId, deed: PersonDeed) -> String {
    let service = system.service_name(service);
    match deed {
        PersonDeed::Notices => format!("notices that {service} has not switched over"),
        PersonDeed::Decides => format!("decides what to do about {service}"),
        PersonDeed::Acts => format!("has decided and switches {service} over by hand"),
        PersonDeed::Drops => format!("leaves {service} alone: there is nothing to switch"),
        PersonDeed::FindsItUp => format!("finds that {service} needs no switch"),
    }
}
