//! Links between places, and where a check stands.

use super::Decoder;
use super::failure::Owner;
use crate::quantity::{self, Span};
use crate::scenario::describe::{LinkText, Name};
use crate::scenario::fields::Fields;
use crate::scenario::tree::{Kind, Node};

impl<'t> Decoder<'t> {
    /// A link.
    pub fn link(&mut self, name: Name, node: &'t Node<'t>) -> Option<LinkText> {
        let mut fields = self.fields("a link", node)?;
        self.inherit(&mut fields);
        let between = self.need(&mut fields, "between", Self::two_places);
        let latency = self.take(&mut fields, "latency", Self::span);
        let stated = fields.has("bandwidth");
        let bandwidth = self.take(&mut fields, "bandwidth", |this, node| {
            this.bandwidth(node, "leave `bandwidth` out if nothing fills the link")
        });
        let transit = self.take(&mut fields, "transit", Self::truth);
        let luck = self.take(&mut fields, "luck", Self::name);
        let repair = self.take(&mut fields, "repair", Self::repair);
        let modes = self.take(&mut fields, "fails", |this, node| this.modes(node, Owner::Link));
        let modes = modes.unwrap_or_default();
        self.finish(fields, &[]);
        let mut note = |absent: bool, field, value, source| {
            if absent {
                self.note("links", field, value, source, &name.text);
            }
        };
        note(latency.is_none(), "latency", "0 s", "what goes over the link takes no time");
        note(!stated, "bandwidth", "unlimited", "nothing that goes over the link fills it");
        let source = "the link carries whatever comes over it";
        note(transit.is_none(), "transit", "true", source);
        let unrepaired = repair.is_none() && modes.iter().any(|mode| mode.repair.is_none());
        note(unrepaired, "repair", "never", "no repair is stated");
        let (latency, transit) = (latency.unwrap_or(Span::ZERO), transit.unwrap_or(true));
        Some(LinkText { name, luck, between, latency, bandwidth, transit, modes, repair })
    }

    fn two_places(&mut self, node: &'t Node<'t>) -> Option<[Name; 2]> {
        let Kind::List(items) = &node.kind else {
            self.wrong_type(node, "a list of two places");
            return None;
        };
        let [one, other] = items.as_slice() else {
            let message = format!("a link joins two places, not {}", items.len());
            self.out_of_range(node.place, message, "write one link for each pair of places");
            return None;
        };
        Some([self.name(one)?, self.name(other)?])
    }

    /// A rate at which data is sent, written or worked off, in bytes a second.
    pub fn data_rate(&mut self, node: &'t Node<'t>) -> Option<u64> {
        self.bandwidth(node, "state a rate above nothing")
    }

    /// Data over time, in bytes a second; none at all is refused with this help.
    fn bandwidth(&mut self, node: &'t Node<'t>, none: &'static str) -> Option<u64> {
        let help = "bandwidths look like \"100 Mbit/s\" or \"40 MB/s\"";
        let bytes = self.quantity(node, "a bandwidth", "Mbit/s", help, quantity::bandwidth)?;
        if bytes == 0 {
            let message = "a bandwidth of nothing carries nothing";
            self.out_of_range(node.place, message, none);
            return None;
        }
        Some(bytes)
    }

    /// An amount of data, in bytes.
    pub fn bytes(&mut self, node: &'t Node<'t>) -> Option<u64> {
        let help = "amounts of data look like \"60 kB\"";
        self.quantity(node, "an amount of data", "kB", help, quantity::bytes)
    }

    /// The place or component that a check sees from; any check may state it.
    pub fn standpoint(&mut self, fields: &mut Fields<'t>) -> Option<Name> {
        self.take(fields, "watches_from", Self::name)
    }
}
