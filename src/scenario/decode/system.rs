//! What exists: places, components and crews, and where the other parts are found.

use super::Decoder;
use super::failure::Owner;
use crate::scenario::describe::{ComponentText, Description, Name, PlaceText};
use crate::scenario::problem::{Problem, code};
use crate::scenario::tree::{Kind, Node};
use std::collections::BTreeSet;

/// The most members a stem may stand for.
pub const MOST_MEMBERS: u64 = 10_000_000;

impl<'t> Decoder<'t> {
    /// A system: the stated one, or one that a repeat makes.
    pub fn system(&mut self, node: &'t Node<'t>, file: &mut Description) {
        let Some(mut fields) = self.fields("a system", node) else { return };
        self.each(fields.node("places"), "the places", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.places, called, this.place(name, node), &mut file.unread);
        });
        self.each(fields.node("links"), "the links", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.links, called, this.link(name, node), &mut file.unread);
        });
        self.each(fields.node("components"), "the components", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.components, called, this.component(name, node, false), &mut file.unread);
        });
        self.each(fields.node("crews"), "the crews", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.crews, called, this.crew(name, node), &mut file.unread);
        });
        self.each(fields.node("spares"), "the spare units", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.spares, called, this.spares(name, node), &mut file.unread);
        });
        self.each(fields.node("services"), "the services", |this, name, node| {
            this.service(name, node, file);
        });
        self.each(fields.node("features"), "the features", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.features, called, this.feature(name, node), &mut file.unread);
        });
        self.each(fields.node("populations"), "the populations", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.populations, called, this.population(name, node), &mut file.unread);
        });
        self.each(fields.node("loads"), "the loads", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.loads, called, this.load(name, node), &mut file.unread);
        });
        self.each(fields.node("people"), "the people", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.people, called, this.person(name, node), &mut file.unread);
        });
        self.each(fields.node("maintenance"), "the planned work", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.maintenance, called, this.maintenance(name, node), &mut file.unread);
        });
        self.each(fields.node("shocks"), "the shocks", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.shocks, called, this.shock(name, node), &mut file.unread);
        });
        self.each(fields.node("changes"), "the changes", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.changes, called, this.change(name, node), &mut file.unread);
        });
        self.each(fields.node("data"), "the data", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.data, called, this.kept_data(name, node), &mut file.unread);
        });
        self.each(fields.node("runbooks"), "the runbooks", |this, name, node| {
            let called = name.text.clone();
            keep(&mut file.runbooks, called, this.runbook(name, node), &mut file.unread);
        });
        self.finish(fields, &[]);
    }

    /// Each item of a map by name.
    pub fn each(
        &mut self,
        map: Option<&'t Node<'t>>,
        what: &'static str,
        mut read: impl FnMut(&mut Self, Name, &'t Node<'t>),
    ) {
        let Some(entries) = map.and_then(|map| self.entries(what, map)) else { return };
        for (key, node) in entries {
            if key.text.is_empty() {
                self.out_of_range(key.place, "an empty name names nothing", "give it a name");
            }
            read(self, Name { text: key.text.to_string(), place: key.place }, node);
        }
    }

    fn place(&mut self, name: Name, node: &'t Node<'t>) -> Option<PlaceText> {
        let mut fields = self.fields("a place", node)?;
        self.inherit(&mut fields);
        let inside = self.take(&mut fields, "in", Self::name);
        let luck = self.take(&mut fields, "luck", Self::name);
        let modes = self.take(&mut fields, "fails", |this, node| this.modes(node, Owner::Place));
        let modes = modes.unwrap_or_default();
        self.finish(fields, &[]);
        if modes.iter().any(|mode| mode.repair.is_none()) {
            self.note("places", "fails.repair", "never", "no repair is stated", &name.text);
        }
        Some(PlaceText { name, luck, inside, modes })
    }

    /// A component; one written inside a service is numbered even if it is alone.
    pub fn component(
        &mut self,
        name: Name,
        node: &'t Node<'t>,
        inline: bool,
    ) -> Option<ComponentText> {
        let mut fields = self.fields("a component", node)?;
        self.inherit(&mut fields);
        let place = self.need(&mut fields, "in", Self::name);
        let stated = self
            .take(&mut fields, "count", |this, node| this.whole(node, 1..=MOST_MEMBERS))
            .map(|count| count as u32);
        let count = stated.or(inline.then_some(1));
        let vague = fields.has("count") && stated.is_none();
        let mut units = Vec::new();
        let limit = self.take(&mut fields, "limit", |this, node| this.limits(node, &mut units));
        let sign_ins = self.take(&mut fields, "sign_ins", Self::users_a_second);
        let luck = self.take(&mut fields, "luck", Self::name);
        let repair = self.take(&mut fields, "repair", Self::repair);
        let needs = self.take(&mut fields, "needs", Self::needs).unwrap_or_default();
        let demand = self.take(&mut fields, "demand", Self::takeover);
        let modes =
            self.take(&mut fields, "fails", |this, node| this.modes(node, Owner::Component));
        let modes = modes.unwrap_or_default();
        self.finish(fields, &["spares"]);
        if repair.is_none() && modes.iter().any(|mode| mode.repair.is_none()) {
            let (part, field) = match inline {
                true => ("services", "pool.members.repair"),
                false => ("components", "repair"),
            };
            self.note(part, field, "never", "no repair is stated", &name.text);
        }
        Some(ComponentText {
            name,
            inline,
            luck,
            place,
            count,
            vague,
            limit: limit.flatten(),
            units,
            sign_ins,
            modes,
            repair,
            demand,
            needs,
        })
    }

    /// A variant that is a word only must not be given anything.
    pub fn bare(
        &mut self,
        node: &'t Node<'t>,
        variant: &crate::scenario::fields::Variant<'t>,
    ) -> Option<()> {
        if matches!(node.kind, Kind::Text(_)) {
            return Some(());
        }
        let message = format!("`{0}` stands alone: write \"{0}\"", variant.name);
        self.problem(Problem::new(code::WRONG_TYPE, variant.place, message));
        None
    }

    /// Notes a default in force.
    pub fn note(
        &mut self,
        part: &'static str,
        field: &'static str,
        value: &'static str,
        source: &'static str,
        item: &str,
    ) {
        let stands = crate::scenario::defaults::Stands { part, field, value, source };
        self.defaults.note(stands, item);
    }
}

/// Adds a part to its list, or its name to those that could not be read.
fn keep<T>(list: &mut Vec<T>, name: String, part: Option<T>, unread: &mut BTreeSet<String>) {
    match part {
        Some(part) => list.push(part),
        None => {
            unread.insert(name);
        }
    }
}
