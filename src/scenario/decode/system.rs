//! What exists: places, components and crews, and where the other parts are found.

use super::Decoder;
use super::failure::Owner;
use crate::scenario::describe::{ComponentText, Description, Name, PlaceText};
use crate::scenario::fields::Fields;
use crate::scenario::legible::Part;
use crate::scenario::problem::{Problem, code};
use crate::scenario::tree::{Kind, Node};

/// The most members a stem may stand for.
pub const MOST_MEMBERS: u64 = 10_000_000;

impl<'t> Decoder<'t> {
    /// A system: the stated one, or one that a repeat makes.
    pub fn system(&mut self, node: &'t Node<'t>, file: &mut Description) {
        let Some(mut fields) = self.fields("a system", node) else {
            self.illegible.names = true;
            return;
        };
        self.things(Part::Places, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.place(name, node);
            this.keep(&mut file.places, called, read);
        });
        self.things(Part::Links, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.link(name, node);
            this.keep(&mut file.links, called, read);
        });
        self.things(Part::Components, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.component(name, node, false);
            this.keep(&mut file.components, called, read);
        });
        self.things(Part::Crews, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.crew(name, node);
            this.keep(&mut file.crews, called, read);
        });
        self.things(Part::Spares, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.spares(name, node);
            this.keep(&mut file.spares, called, read);
        });
        self.things(Part::Services, &mut fields, |this, name, node| {
            this.service(name, node, file);
        });
        self.things(Part::Features, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.feature(name, node);
            this.keep(&mut file.features, called, read);
        });
        self.things(Part::Populations, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.population(name, node);
            this.keep(&mut file.populations, called, read);
        });
        self.things(Part::Loads, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.load(name, node);
            this.keep(&mut file.loads, called, read);
        });
        self.things(Part::People, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.person(name, node);
            this.keep(&mut file.people, called, read);
        });
        self.things(Part::Maintenance, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.maintenance(name, node);
            this.keep(&mut file.maintenance, called, read);
        });
        self.things(Part::Shocks, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.shock(name, node);
            this.keep(&mut file.shocks, called, read);
        });
        self.things(Part::Changes, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.change(name, node);
            this.keep(&mut file.changes, called, read);
        });
        self.things(Part::Data, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.kept_data(name, node);
            this.keep(&mut file.data, called, read);
        });
        self.things(Part::Runbooks, &mut fields, |this, name, node| {
            let called = name.text.clone();
            let read = this.runbook(name, node);
            this.keep(&mut file.runbooks, called, read);
        });
        self.finish(fields, &[]);
    }

    /// Each thing of a part by name.
    fn things(
        &mut self,
        part: Part,
        fields: &mut Fields<'t>,
        read: impl FnMut(&mut Self, Name, &'t Node<'t>),
    ) {
        let (field, what) = part.words();
        let Some(map) = fields.node(field) else { return };
        self.illegible.note(map);
        self.within(part, |this| this.each(Some(map), what, read));
    }

    /// Adds a thing to its list, or its name to those of which nothing else is known.
    fn keep<T>(&mut self, list: &mut Vec<T>, name: String, thing: Option<T>) {
        match thing {
            Some(thing) => list.push(thing),
            None => {
                self.spoil();
                self.illegible.things.insert(name);
            }
        }
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
        let vague = stated.is_none() && (fields.has("count") || fields.is_excused());
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
