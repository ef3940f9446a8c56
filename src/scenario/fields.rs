//! The cursor over one object: takes fields by name, and reports those nobody asked for.

use super::decode::Decoder;
use super::problem::{Problem, code, either, quote};
use super::suggest::{did_you_mean, nearest};
use super::tree::{Key, Kind, Node, Place};

/// An object whose fields are taken one by one.
pub struct Fields<'t> {
    /// What the object describes, for sentences: "a probe".
    what: &'static str,
    place: Place,
    entries: Vec<Entry<'t>>,
    asked: Vec<&'static str>,
    missing: Vec<&'static str>,
    /// Some of its fields could not be read, so that none is known to be missing.
    excused: bool,
}

struct Entry<'t> {
    key: &'t Key<'t>,
    value: &'t Node<'t>,
    taken: bool,
}

/// The one chosen variant of a choice.
pub struct Variant<'t> {
    /// Its name.
    pub name: &'static str,
    /// Where the name stands.
    pub place: Place,
    /// What it is given.
    pub value: &'t Node<'t>,
}

impl<'t> Fields<'t> {
    /// Where the object starts.
    pub const fn place(&self) -> Place {
        self.place
    }

    /// Where a field is written, if it is there; else where the object starts.
    pub fn place_of(&self, name: &str) -> Place {
        let entry = self.entries.iter().find(|entry| entry.key.text == name);
        entry.map_or(self.place, |entry| entry.key.place)
    }

    /// Whether a field is there, without taking it.
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.key.text == name)
    }

    /// The value of a field, if it is there.
    pub fn node(&mut self, name: &'static str) -> Option<&'t Node<'t>> {
        self.asked.push(name);
        let entry = self.entries.iter_mut().find(|entry| entry.key.text == name)?;
        entry.taken = true;
        Some(entry.value)
    }

    /// Whether nothing is stated at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether some of its fields could not be read.
    pub const fn is_excused(&self) -> bool {
        self.excused
    }

    /// No field is reported as missing: some could not be read.
    pub fn excuse(&mut self) {
        self.excused = true;
    }

    /// Adds the fields of a template that the object does not state itself.
    pub fn inherit(&mut self, template: &'t [(Key<'t>, Node<'t>)]) {
        for (key, value) in template {
            if key.text != "from" && !self.has(&key.text) {
                self.entries.push(Entry { key, value, taken: false });
            }
        }
    }
}

impl<'t> Decoder<'t> {
    /// The fields of an object.
    pub fn fields(&mut self, what: &'static str, node: &'t Node<'t>) -> Option<Fields<'t>> {
        let entries = self.entries(what, node)?;
        let entries = entries.iter().map(|(key, value)| Entry { key, value, taken: false });
        Some(Fields {
            what,
            place: node.place,
            entries: entries.collect(),
            asked: Vec::new(),
            missing: Vec::new(),
            excused: false,
        })
    }

    /// The entries of an object whose keys are free.
    pub fn entries(
        &mut self,
        what: &'static str,
        node: &'t Node<'t>,
    ) -> Option<&'t [(Key<'t>, Node<'t>)]> {
        match &node.kind {
            Kind::Map(entries) => Some(entries),
            _ => {
                self.wrong_type(node, &format!("an object for {what}"));
                None
            }
        }
    }

    /// An optional field.
    pub fn take<T>(
        &mut self,
        fields: &mut Fields<'t>,
        name: &'static str,
        read: impl FnOnce(&mut Self, &'t Node<'t>) -> Option<T>,
    ) -> Option<T> {
        let node = fields.node(name)?;
        read(self, node)
    }

    /// A field that must be there; [`Self::finish`] reports it if it is not.
    pub fn need<T>(
        &mut self,
        fields: &mut Fields<'t>,
        name: &'static str,
        read: impl FnOnce(&mut Self, &'t Node<'t>) -> Option<T>,
    ) -> Option<T> {
        match fields.node(name) {
            Some(node) => read(self, node),
            None => {
                fields.missing.push(name);
                None
            }
        }
    }

    /// Reports every field that nobody asked for, and every one that is missing; `later` are those
    /// of later versions.
    pub fn finish(&mut self, mut fields: Fields<'t>, later: &[&'static str]) {
        for entry in fields.entries.iter().filter(|entry| !entry.taken) {
            let name = &*entry.key.text;
            if later.contains(&name) {
                self.not_supported(entry.key.place, name);
                continue;
            }
            let open: Vec<_> =
                fields.asked.iter().copied().filter(|known| !fields.has(known)).collect();
            let meant = nearest(name, open.iter().copied());
            // A misspelt field is one mistake, not an unknown and a missing one.
            fields.missing.retain(|missing| Some(*missing) != meant);
            let help = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if open.is_empty() => "remove it".to_owned(),
                None => format!("it may also have {}", either(open)),
            };
            let message = format!("{} has no field {}", fields.what, quote(name));
            self.problem(Problem::new(code::UNKNOWN_FIELD, entry.key.place, message).help(help));
        }
        for name in fields.missing.into_iter().filter(|_| !fields.excused) {
            let message = format!("{} needs the field `{name}`", fields.what);
            let problem = Problem::new(code::MISSING_FIELD, fields.place, message);
            self.problem(problem.label(format!("`{name}` is missing here")));
        }
    }

    /// An object with exactly one key, one of `known`; or a text, which is a variant by itself.
    pub fn variant(
        &mut self,
        what: &'static str,
        node: &'t Node<'t>,
        known: &[&'static str],
        later: &[&'static str],
    ) -> Option<Variant<'t>> {
        match &node.kind {
            Kind::Text(_) => {
                let name = self.word(what, node, known, later)?;
                Some(Variant { name, place: node.place, value: node })
            }
            Kind::Map(entries) => match entries.as_slice() {
                [(key, value)] => {
                    let name = self.known(what, &key.text, key.place, known, later)?;
                    Some(Variant { name, place: key.place, value })
                }
                _ => {
                    let message = format!("{what} is an object with exactly one key");
                    let help = format!("choose {}", either(known.iter().copied()));
                    let (place, label) = match entries.get(1) {
                        Some((key, _)) => (key.place, "a second key"),
                        None => (node.place, "no key"),
                    };
                    let problem = Problem::new(code::ONE_VARIANT, place, message);
                    self.problem(problem.label(label).help(help));
                    None
                }
            },
            _ => {
                self.wrong_type(node, what);
                None
            }
        }
    }

    /// A text that is one of `known`.
    pub fn word(
        &mut self,
        what: &'static str,
        node: &'t Node<'t>,
        known: &[&'static str],
        later: &[&'static str],
    ) -> Option<&'static str> {
        match &node.kind {
            Kind::Text(text) => self.known(what, text, node.place, known, later),
            Kind::Map(entries) if entries.len() == 1 && later.contains(&&*entries[0].0.text) => {
                self.not_supported(entries[0].0.place, &entries[0].0.text);
                None
            }
            _ => {
                let wanted = format!("{what}: {}", either(known.iter().copied()));
                self.wrong_type(node, &wanted);
                None
            }
        }
    }

    fn known(
        &mut self,
        what: &str,
        word: &str,
        place: Place,
        known: &[&'static str],
        later: &[&'static str],
    ) -> Option<&'static str> {
        if let Some(name) = known.iter().find(|name| **name == word) {
            return Some(name);
        }
        if later.contains(&word) {
            self.not_supported(place, word);
            return None;
        }
        let message = format!("{} is not {what}", quote(word));
        let help = did_you_mean(word, known.iter().copied())
            .unwrap_or_else(|| format!("choose {}", either(known.iter().copied())));
        self.problem(Problem::new(code::UNKNOWN_WORD, place, message).help(help));
        None
    }

    /// The language has it, this version has not.
    pub fn not_supported(&mut self, place: Place, name: &str) {
        let message = format!("{} is not supported by this version", quote(name));
        let help = "remove it, or describe the system without it";
        self.problem(Problem::new(code::NOT_SUPPORTED, place, message).help(help));
    }

    /// A value of the wrong kind.
    pub fn wrong_type(&mut self, node: &Node<'_>, wanted: &str) {
        self.problem(of_wrong_type(node, wanted));
    }

    /// A value of the wrong kind, and how one of the right kind looks.
    pub fn wrong_type_like(&mut self, node: &Node<'_>, wanted: &str, example: &str) {
        self.problem(of_wrong_type(node, wanted).help(format!("write {example}, say")));
    }
}

fn of_wrong_type(node: &Node<'_>, wanted: &str) -> Problem {
    let message = format!("expected {wanted}, found {}", node.noun());
    Problem::new(code::WRONG_TYPE, node.place, message)
}
