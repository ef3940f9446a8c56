//! Services: a mechanism over members. Each mechanism has a file of its own.

use super::Decoder;
use crate::scenario::describe::{Description, MechanismText, Name, ServiceText};
use crate::scenario::fields::Fields;
use crate::scenario::tree::{Kind, Node};
use crate::system::Reroute;

const KNOWN: &[&str] = &["pool", "mirror", "standby", "pairing"];
const LATER: &[&str] = &["replicated_pool", "site_failover"];

impl<'t> Decoder<'t> {
    /// A service, and its members if they are written inside.
    pub fn service(&mut self, name: Name, node: &'t Node<'t>, file: &mut Description) {
        let mut service = ServiceText::unread(name);
        // Later parts may name it: that it exists is certain.
        if let Some(variant) = self.variant("a mechanism", node, KNOWN, LATER) {
            match variant.name {
                "pairing" => self.pairing(variant.value, &mut service),
                "mirror" => self.mirror(variant.value, &mut service, file),
                "standby" => self.standby_pair(variant.value, &mut service, file),
                _ => self.pool(variant.value, &mut service, file),
            }
        }
        file.services.push(service);
    }

    /// A name, a list of names, or a component written right here.
    pub fn members(
        &mut self,
        node: &'t Node<'t>,
        service: &mut ServiceText,
        file: &mut Description,
    ) {
        if matches!(node.kind, Kind::Map(_)) {
            service.inline = true;
            let name = service.name.clone();
            file.components.extend(self.component(name, node, true));
            return;
        }
        service.members = self.names(node);
    }

    /// What services of every kind may say: needs, routes, complaints.
    pub fn service_fields(&mut self, fields: &mut Fields<'t>, service: &mut ServiceText) {
        service.needs = self.take(fields, "needs", Self::needs).unwrap_or_default();
        service.complaints = self.take(fields, "complaints", Self::law);
        service.routes = self.take(fields, "routes", Self::routes).unwrap_or_default();
        let reroute = self.take(fields, "reroute", Self::reroute);
        if reroute.is_none() && service.routes.iter().any(|route| route.targets.len() > 1) {
            let source = "users who find a target dead try the next at once";
            self.note("services", "pool.reroute", "at_once", source, &service.name.text);
        }
        service.reroute = reroute.unwrap_or_default();
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
            mechanism: MechanismText::Unread,
            check: None,
            routes: Vec::new(),
            reroute: Reroute::AtOnce,
            complaints: None,
        }
    }
}
