//! Who wants something: populations and loads.

use super::Decoder;
use crate::quantity::Span;
use crate::scenario::describe::{At, ClientsText, LoadText, Name, PopulationText};
use crate::scenario::tree::Node;
use crate::system::{Arrivals, Returns};

/// How long a client waits for a silent server, unless told otherwise.
pub const CLIENT_TIMEOUT: Span = Span::from_secs(30);

impl<'t> Decoder<'t> {
    /// A population.
    pub fn population(&mut self, name: Name, node: &'t Node<'t>) -> Option<PopulationText> {
        let mut fields = self.fields("a population", node)?;
        self.inherit(&mut fields);
        let users = self.need(&mut fields, "users", |this, node| {
            Some(At { value: this.users(node)?, place: node.place })
        });
        let home = self.need(&mut fields, "home", Self::name);
        let features = self.take(&mut fields, "features", |this, node| {
            let names = this.names(node)?;
            Some(names.into_iter().filter(|name| name.text != "all").collect())
        });
        let mut returns = None;
        let clients = self.take(&mut fields, "clients", |this, node| {
            let mut fields = this.fields("the clients of a population", node)?;
            returns = this.take(&mut fields, "returns", |this, node| {
                match this.word("a way of returning", node, &["by_client", "by_balancer"], &[])? {
                    "by_client" => Some(Returns::ByClient),
                    _ => Some(Returns::ByBalancer),
                }
            });
            let retry = this.take(&mut fields, "retry", Self::retry);
            let timeout = this.take(&mut fields, "timeout", Self::positive_span);
            this.finish(fields, &[]);
            Some(ClientsText { retry, timeout })
        });
        let complaints = self.take(&mut fields, "complaints", Self::law);
        let clients = clients.unwrap_or_default();
        let routes = self.take(&mut fields, "routes", Self::routes).unwrap_or_default();
        let reroute = self.take(&mut fields, "reroute", Self::reroute);
        if reroute.is_none() && routes.iter().any(|route| route.targets.len() > 1) {
            let source = "users who find a target dead try the next at once";
            self.note("populations", "reroute", "at_once", source, &name.text);
        }
        let reroute = reroute.unwrap_or_default();
        self.finish(fields, &["in"]);
        Some(PopulationText {
            name,
            users,
            home,
            features,
            clients,
            returns,
            routes,
            reroute,
            complaints,
        })
    }

    /// An open load.
    pub fn load(&mut self, name: Name, node: &'t Node<'t>) -> Option<LoadText> {
        let mut fields = self.fields("a load", node)?;
        self.inherit(&mut fields);
        let to = self.need(&mut fields, "to", Self::name);
        let rate = self.need(&mut fields, "rate", Self::requests_a_second);
        let arrivals = self.take(&mut fields, "arrivals", |this, node| {
            match this.word("a kind of arrivals", node, &["poisson", "constant"], &[])? {
                "poisson" => Some(Arrivals::Poisson),
                _ => Some(Arrivals::Constant),
            }
        });
        if arrivals.is_none() {
            let source = "independent users make their requests at random";
            self.note("loads", "arrivals", "poisson", source, &name.text);
        }
        let looks_again = self.take(&mut fields, "clients", |this, node| {
            let mut fields = this.fields("the clients of a load", node)?;
            let every = this.need(&mut fields, "retry", |this, node| {
                let mut fields = this.fields("a retry", node)?;
                let every = this.need(&mut fields, "every", Self::positive_span);
                this.finish(fields, &[]);
                every
            });
            this.finish(fields, &[]);
            Some(At { value: every?, place: node.place })
        });
        let writes = self.take(&mut fields, "writes", Self::share);
        self.finish(fields, &["by_hour"]);
        let arrivals = arrivals.unwrap_or_default();
        Some(LoadText { name, to, rate, arrivals, looks_again, writes })
    }
}
