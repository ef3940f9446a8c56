//! What users do and what it takes: features, the roles on their paths, and who plays them.

use super::Decoder;
use crate::quantity::{self, Micro};
use crate::scenario::describe::{BurdenText, FeatureText, Name, RouteText};
use crate::scenario::problem::{Problem, code, quote};
use crate::scenario::tree::{Kind, Node};
use crate::system::{Limit, Reroute, ServiceLevel, UnitLimit};

impl<'t> Decoder<'t> {
    /// A feature.
    pub fn feature(&mut self, name: Name, node: &'t Node<'t>) -> Option<FeatureText> {
        let mut fields = self.fields("a feature", node)?;
        self.inherit(&mut fields);
        let path = self.need(&mut fields, "path", |this, node| match &node.kind {
            Kind::List(roles) if !roles.is_empty() => {
                Some(roles.iter().filter_map(|role| this.name(role)).collect())
            }
            _ => {
                this.wrong_type(node, "a list of roles such as [\"home\"]");
                None
            }
        });
        let works_at = self.take(&mut fields, "works_at", |this, node| {
            Some(match this.word("a level", node, &["full", "limited"], &[])? {
                "full" => ServiceLevel::Full,
                _ => ServiceLevel::Limited,
            })
        });
        if works_at.is_none() {
            let source = "what a service gives at its limited level must be said";
            self.note("features", "works_at", "full", source, &name.text);
        }
        let demand = self.take(&mut fields, "demand", Self::burdens).unwrap_or_default();
        self.finish(fields, &[]);
        let works_at = works_at.unwrap_or(ServiceLevel::Full);
        Some(FeatureText { name, path: path.unwrap_or_default(), works_at, demand })
    }

    /// `"21 calls per 1000 users"`, for all roles beside the home or by role.
    fn burdens(&mut self, node: &'t Node<'t>) -> Option<Vec<BurdenText>> {
        if !matches!(node.kind, Kind::Map(_)) {
            return self.burden(None, node).map(|demand| vec![demand]);
        }
        let mut demands = Vec::new();
        self.each(Some(node), "the demands", |this, role, node| {
            demands.extend(this.burden(Some(role), node));
        });
        Some(demands)
    }

    fn burden(&mut self, role: Option<Name>, node: &'t Node<'t>) -> Option<BurdenText> {
        let text = self.text(node)?;
        let read = |text: &str| -> Option<(Micro, String, Micro)> {
            let (load, users) = text.split_once(" per ")?;
            let (amount, unit) = quantity::count(load).ok()?;
            let users = if users.trim() == "user" { "1 user" } else { users };
            let (per, word) = quantity::count(users).ok()?;
            let sensible = |amount: Micro| (1..=1_000_000_000_000_000).contains(&amount);
            let fits = matches!(word.as_str(), "user" | "users");
            (fits && sensible(amount) && sensible(per)).then_some((amount, unit, per))
        };
        let Some((amount, unit, per)) = read(text) else {
            let message = format!("{} is not a load per users", quote(text));
            let help = "loads look like \"21 calls per 1000 users\"";
            self.problem(Problem::new(code::NOT_A_QUANTITY, node.place, message).help(help));
            return None;
        };
        Some(BurdenText { role, place: node.place, unit, amount, per })
    }

    /// Who plays each role, the preferred first.
    pub fn routes(&mut self, node: &'t Node<'t>) -> Option<Vec<RouteText>> {
        let mut routes = Vec::new();
        self.each(Some(node), "the routes", |this, role, node| {
            if let Some(targets) = this.names(node) {
                routes.push(RouteText { role, targets });
            }
        });
        Some(routes)
    }

    /// How users find the next target of a route.
    pub fn reroute(&mut self, node: &'t Node<'t>) -> Option<Reroute> {
        let variant = self.variant("a way to the next target", node, &["at_once", "dns"], &[])?;
        match variant.name {
            "at_once" => self.bare(node, &variant).map(|()| Reroute::AtOnce),
            _ => {
                let mut fields = self.fields("a DNS record", variant.value)?;
                let ttl = self.need(&mut fields, "ttl", Self::positive_span);
                self.finish(fields, &[]);
                Some(Reroute::Within(ttl?))
            }
        }
    }

    /// How much a member should carry: users or requests per second, and of other units each one
    /// amount.
    pub fn limits(
        &mut self,
        node: &'t Node<'t>,
        units: &mut Vec<UnitLimit>,
    ) -> Option<Option<Limit>> {
        let Kind::List(items) = &node.kind else { return Some(self.limit(node, units)) };
        if items.is_empty() {
            self.out_of_range(node.place, "an empty list limits nothing", "state a limit");
        }
        let mut limit = None;
        for item in items {
            let known = units.len();
            let other = self.limit(item, units);
            let twice = limit.is_some() && other.is_some()
                || units.len() > known && {
                    let unit = &units[known].unit;
                    units[..known].iter().any(|earlier| earlier.unit == *unit)
                };
            if twice {
                let message = "two limits of one kind";
                let problem = Problem::new(code::DUPLICATE_MEMBER, item.place, message);
                self.problem(problem.help("state one limit for each unit"));
            }
            limit = limit.or(other);
        }
        Some(limit)
    }

    fn limit(&mut self, node: &'t Node<'t>, units: &mut Vec<UnitLimit>) -> Option<Limit> {
        match &node.kind {
            Kind::Text(text) if text.contains('/') => {
                self.requests_a_second(node).map(|(rate, _)| Limit::Requests(rate))
            }
            Kind::Text(text) => match quantity::count(text) {
                Ok((_, word)) if !matches!(word.as_str(), "user" | "users") => {
                    let (amount, unit) = self.amount(node)?;
                    units.push(UnitLimit { unit, amount });
                    None
                }
                _ => self.users(node).map(Limit::Users),
            },
            _ => self.users(node).map(Limit::Users),
        }
    }
}
