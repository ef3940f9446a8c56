//! Services: a mechanism over members. This version has one mechanism, the pool.

use super::Decoder;
use super::system::MOST_MEMBERS;
use crate::quantity::Span;
use crate::redundancy::{Overload, Rebalance, Redispatch, Requests};
use crate::scenario::describe::{At, Description, Name, ServiceText, SpreadText};
use crate::scenario::tree::{Kind, Node};
use crate::system::Reroute;

const LATER: &[&str] =
    &["replicated_pool", "standby", "mirror", "pairing", "site_failover", "runbook"];

impl<'t> Decoder<'t> {
    /// A service, and its members if they are written inside.
    pub fn service(&mut self, name: Name, node: &'t Node<'t>, file: &mut Description) {
        let Some(variant) = self.variant("a mechanism", node, &["pool"], LATER) else {
            // Later parts may name it: that it exists is certain.
            file.services.push(ServiceText::unread(name));
            return;
        };
        let Some(mut fields) = self.fields("a pool", variant.value) else {
            file.services.push(ServiceText::unread(name));
            return;
        };
        self.inherit(&mut fields);
        let mut service = ServiceText::unread(name);
        let members = self.need(&mut fields, "members", |_, node| Some(node));
        if let Some(members) = members {
            self.members(members, &mut service, file);
        }
        service.need = self.take(&mut fields, "need", |this, node| {
            let value = this.whole(node, 0..=MOST_MEMBERS)? as u32;
            Some(At { value, place: node.place })
        });
        let owner = service.name.text.clone();
        (service.spread, service.rebalance) = self.spread(&mut fields, &owner);
        let overload = self.take(&mut fields, "overload", Self::overload);
        service.standby = self.standby(&mut fields, &owner);
        service.needs = self.take(&mut fields, "needs", Self::needs).unwrap_or_default();
        service.check = self.take(&mut fields, "detect", |this, node| this.check(node, &owner));
        let requests = self.take(&mut fields, "requests", |this, node| this.requests(node, &owner));
        service.requests = requests.unwrap_or_default();
        service.complaints = self.take(&mut fields, "complaints", Self::law);

        let mut note = |absent: bool, field, value, source| {
            if absent {
                self.note("services", field, value, source, &owner);
            }
        };
        note(service.need.is_none(), "pool.need", "1", "one member up keeps a pool up");
        note(overload.is_none(), "pool.overload", "flag", "above a limit: served, and reported");
        let source = "pools notice at once unless told otherwise";
        note(!fields.has("detect"), "pool.detect", "at_once", source);
        service.overload = overload.unwrap_or(Overload::Flag);
        service.routes = self.take(&mut fields, "routes", Self::routes).unwrap_or_default();
        let reroute = self.take(&mut fields, "reroute", Self::reroute);
        if reroute.is_none() && service.routes.iter().any(|route| route.targets.len() > 1) {
            let source = "users who find a target dead try the next at once";
            self.note("services", "pool.reroute", "at_once", source, &owner);
        }
        service.reroute = reroute.unwrap_or_default();
        self.finish(fields, &[]);
        file.services.push(service);
    }

    /// A name, a list of names, or a component written right here.
    fn members(&mut self, node: &'t Node<'t>, service: &mut ServiceText, file: &mut Description) {
        if matches!(node.kind, Kind::Map(_)) {
            service.inline = true;
            let name = service.name.clone();
            file.components.extend(self.component(name, node, true));
            return;
        }
        service.members = self.names(node);
    }
}

impl ServiceText {
    /// A service of which only the name is known.
    const fn unread(name: Name) -> Self {
        Self {
            name,
            members: None,
            inline: false,
            needs: Vec::new(),
            need: None,
            overload: Overload::Flag,
            spread: SpreadText::Even,
            rebalance: Rebalance::AtOnce,
            standby: None,
            requests: Requests {
                connect_timeout: Span::ZERO,
                retries: 0,
                redispatch: Redispatch::Never,
                client_timeout: None,
            },
            check: None,
            routes: Vec::new(),
            reroute: Reroute::AtOnce,
            complaints: None,
        }
    }
}
