//! Who wants something: features, populations and loads.

use super::Decoder;
use crate::quantity::Span;
use crate::scenario::describe::{At, ClientsText, Description, LoadText, Name, PopulationText};
use crate::scenario::problem::{Problem, code, quote};
use crate::scenario::tree::{Kind, Node};
use crate::system::{Arrivals, Returns};

/// How long a client waits for a silent server, unless told otherwise.
pub const CLIENT_TIMEOUT: Span = Span::from_secs(30);

impl<'t> Decoder<'t> {
    /// A feature: in this version the one that the home service gives in full.
    pub fn feature(&mut self, name: Name, node: &'t Node<'t>, file: &mut Description) {
        if let Some(first) = file.features.first() {
            let message = "more than one feature is not supported by this version";
            let problem = Problem::new(code::NOT_SUPPORTED, name.place, message);
            let problem = problem.also(first.place, "the first one");
            self.problem(problem.help("describe one feature only"));
        }
        file.features.push(name);
        let Some(mut fields) = self.fields("a feature", node) else { return };
        self.need(&mut fields, "path", |this, node| match &node.kind {
            Kind::List(roles) if !roles.is_empty() => {
                for role in roles {
                    let role_text = this.text(role)?;
                    if role_text != "home" {
                        let message = format!(
                            "the role {} is not supported by this version",
                            quote(role_text)
                        );
                        let problem = Problem::new(code::NOT_SUPPORTED, role.place, message);
                        this.problem(problem.help("state \"path\": [\"home\"]"));
                    }
                }
                Some(())
            }
            _ => {
                this.wrong_type(node, "a list of roles such as [\"home\"]");
                None
            }
        });
        self.take(&mut fields, "works_at", |this, node| {
            this.word("a level", node, &["full"], &["limited"])
        });
        self.finish(fields, &["demand"]);
    }

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
        self.finish(fields, &["routes", "reroute", "in"]);
        Some(PopulationText { name, users, home, features, clients, returns, complaints })
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
        self.finish(fields, &["clients", "writes", "by_hour"]);
        Some(LoadText { name, to, rate, arrivals: arrivals.unwrap_or_default() })
    }
}
