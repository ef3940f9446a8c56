//! Incidents: what is done to the healthy system, and when.

use super::Decoder;
use crate::quantity::Time;
use crate::scenario::describe::{At, Description, EventText, IncidentText};
use crate::scenario::problem::{Problem, code};
use crate::scenario::tree::{Kind, Node};
use crate::system::{Action, ModeKind, OrderKind};

const KNOWN: &[&str] = &[
    "crash",
    "hang",
    "latent",
    "disaster",
    "restore",
    "shock",
    "false_alarm",
    "drain",
    "gray",
    "degrade",
    "cut",
    "start",
    "switch",
    "force",
    "drop_witness",
    "fail_over",
    "fail_back",
    "repoint",
];
const LATER: &[&str] = &[];

impl<'t> Decoder<'t> {
    /// The scripts, by name.
    pub fn incidents(&mut self, node: &'t Node<'t>, file: &mut Description) -> Option<()> {
        self.each(Some(node), "the incidents", |this, name, node| {
            let Kind::List(items) = &node.kind else {
                this.wrong_type(node, "a list of events");
                return;
            };
            if items.is_empty() {
                let message = "an incident in which nothing happens";
                this.out_of_range(node.place, message, "add an event, or remove it");
            }
            let events = items.iter().filter_map(|item| this.event(item)).collect();
            file.incidents.push(IncidentText { name, events });
        });
        Some(())
    }

    fn event(&mut self, node: &'t Node<'t>) -> Option<EventText> {
        let mut fields = self.fields("an event", node)?;
        let at = self.need(&mut fields, "at", |this, node| {
            Some(At { value: Time::after_start(this.span(node)?), place: node.place })
        });
        let deed = self.need(&mut fields, "do", |this, node| {
            if !matches!(node.kind, Kind::Map(_)) {
                this.wrong_type(node, "a deed such as {\"crash\": \"web-01\"}");
                return None;
            }
            let variant = this.variant("a deed", node, KNOWN, LATER)?;
            let action = match variant.name {
                "crash" => Action::Break(ModeKind::Crash),
                "hang" => Action::Break(ModeKind::Hang),
                // The share is that of the component's own mode.
                "gray" => Action::Break(ModeKind::Gray(0)),
                "degrade" => Action::Break(ModeKind::Degraded(0)),
                "latent" => Action::Break(ModeKind::Latent),
                "false_alarm" => Action::FalseAlarm,
                "cut" => Action::Break(ModeKind::Cut),
                "disaster" => Action::Break(ModeKind::Disaster),
                "drain" => Action::Drain,
                // Which one is known when all names are.
                "shock" => Action::Shock(0),
                "start" => Action::Start(0),
                "switch" => Action::Order(OrderKind::Switch),
                "force" => Action::Order(OrderKind::Force),
                "drop_witness" => Action::Order(OrderKind::DropWitness),
                "fail_over" => Action::Order(OrderKind::FailOver),
                "fail_back" => Action::Order(OrderKind::FailBack),
                "repoint" => {
                    let repoint = this.repoint(variant.value)?;
                    return Some((Action::Repoint(0), Vec::new(), Some(repoint)));
                }
                _ => Action::Restore,
            };
            if let Kind::Map(entries) = &variant.value.kind
                && let [(key, _)] = entries.as_slice()
                && key.text == "leader_of"
            {
                this.not_supported(key.place, "leader_of");
                return None;
            }
            Some((action, this.names(variant.value)?, None))
        });
        let lasts = self
            .take(&mut fields, "for", |this, node| Some((this.positive_span(node)?, node.place)));
        self.finish(fields, &[]);
        let (action, targets, repoint) = deed?;
        if let Some((_, place)) = lasts.filter(|_| is_order(action)) {
            let message = match action {
                Action::Restore => "a restoration has no duration",
                Action::FalseAlarm => "a false alarm lasts until the check looks again",
                _ => "an order has no duration",
            };
            self.problem(Problem::new(code::UNKNOWN_FIELD, place, message).help("remove `for`"));
        }
        Some(EventText { at, action, targets, repoint, lasts: lasts.map(|(span, _)| span) })
    }
}

/// Whether it is over as soon as it is done.
const fn is_order(action: Action) -> bool {
    matches!(
        action,
        Action::Restore
            | Action::FalseAlarm
            | Action::Start(_)
            | Action::Order(_)
            | Action::Repoint(_)
    )
}
