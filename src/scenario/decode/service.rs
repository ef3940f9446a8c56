//! Services: a mechanism over members. This version has one mechanism, the pool.

use super::Decoder;
use super::system::MOST_MEMBERS;
use crate::redundancy::Overload;
use crate::scenario::describe::{At, Description, Name, ServiceText};
use crate::scenario::problem::{Problem, code};
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
        let later = ["sticky", "weights"];
        let spread = self.take(&mut fields, "spread", |this, node| {
            this.word("a spread", node, &["even"], &later)
        });
        let overload = self.take(&mut fields, "overload", Self::overload);
        let later = ["as_sessions_end", "never"];
        let rebalance = self.take(&mut fields, "rebalance", |this, node| {
            this.word("a way of rebalancing", node, &["at_once"], &later)
        });
        service.needs = self.take(&mut fields, "needs", Self::needs).unwrap_or_default();
        let owner = service.name.text.clone();
        service.check = self.take(&mut fields, "detect", |this, node| this.check(node, &owner));
        service.complaints = self.take(&mut fields, "complaints", Self::law);
        self.take(&mut fields, "requests", Self::requests);

        let name = service.name.text.clone();
        let mut note = |absent: bool, field, value, source| {
            if absent {
                self.note("services", field, value, source, &name);
            }
        };
        note(service.need.is_none(), "pool.need", "1", "one member up keeps a pool up");
        note(spread.is_none(), "pool.spread", "even", "users go to the members up in equal shares");
        note(overload.is_none(), "pool.overload", "flag", "above a limit: served, and reported");
        let source = "users move to a returned member without a wait";
        note(rebalance.is_none(), "pool.rebalance", "at_once", source);
        let source = "pools notice at once unless told otherwise";
        note(!fields.has("detect"), "pool.detect", "at_once", source);
        service.overload = overload.unwrap_or(Overload::Flag);
        service.routes = self.take(&mut fields, "routes", Self::routes).unwrap_or_default();
        let reroute = self.take(&mut fields, "reroute", Self::reroute);
        if reroute.is_none() && service.routes.iter().any(|route| route.targets.len() > 1) {
            let source = "users who find a target dead try the next at once";
            self.note("services", "pool.reroute", "at_once", source, &name);
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

    fn overload(&mut self, node: &'t Node<'t>) -> Option<Overload> {
        let known = ["flag", "refuse", "cascade"];
        let variant = self.variant("an answer to overload", node, &known, &["queue"])?;
        match variant.name {
            "flag" => self.bare(node, &variant).map(|()| Overload::Flag),
            "refuse" => self.bare(node, &variant).map(|()| Overload::Refuse),
            _ => {
                let mut fields = self.fields("a cascade", variant.value)?;
                let exponent =
                    self.need(&mut fields, "exponent", |this, node| this.number(node, 0.0..=20.0));
                self.finish(fields, &[]);
                Some(Overload::Cascade { exponent: exponent? })
            }
        }
    }

    /// How a balancer treats a request that meets a dead member: this version never tries twice.
    fn requests(&mut self, node: &'t Node<'t>) -> Option<()> {
        let mut fields = self.fields("a handling of requests", node)?;
        self.take(&mut fields, "connect_timeout", Self::positive_span);
        self.take(&mut fields, "retries", |this, node| {
            if this.whole(node, 0..=1_000)? > 0 {
                let message = "retries of requests are not supported by this version";
                let problem = Problem::new(code::NOT_SUPPORTED, node.place, message);
                this.problem(problem.help("state \"retries\": 0"));
            }
            Some(())
        });
        self.take(&mut fields, "redispatch", |this, node| {
            if this.truth(node)? {
                let message = "redispatch of requests is not supported by this version";
                let problem = Problem::new(code::NOT_SUPPORTED, node.place, message);
                this.problem(problem.help("state \"redispatch\": false"));
            }
            Some(())
        });
        self.finish(fields, &[]);
        Some(())
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
            check: None,
            routes: Vec::new(),
            reroute: Reroute::AtOnce,
            complaints: None,
        }
    }
}
