//! From the tree to a [`Description`]: every mistake of shape and value, not only the first.
//!
//! One file a part of the language; each knows its fields, their defaults, and what later versions
//! will add.

mod contract;
mod crew;
mod data;
mod detection;
mod failure;
mod incident;
mod law;
mod links;
mod maintenance;
mod mirror;
mod needs;
mod objective;
mod pairing;
mod path;
mod people;
mod pool;
mod prices;
mod runbook;
mod samples;
mod service;
mod shock;
mod standby;
mod study;
mod system;
mod users;

pub use users::CLIENT_TIMEOUT;

use super::beside::{Beside, Input};
use super::defaults::Defaults;
use super::describe::Description;
use super::legible::{Illegible, Part};
use super::problem::{Problem, Problems, code, quote};
use super::templates::Templates;
use super::tree::{Kind, Node, Place};

/// The version of the language this program reads.
const SCHEMA: &str = "hadr/v1";

/// Walks the tree, collecting problems and the defaults that apply.
#[derive(Default)]
pub struct Decoder<'t> {
    problems: Problems,
    pub templates: Templates<'t>,
    pub defaults: Defaults,
    pub beside: Beside,
    /// What could not be read, and the part that is being read.
    pub illegible: Illegible,
    part: Option<Part>,
    /// Where the spans and rates were that have been read.
    pub noted: Vec<Noted>,
}

/// A span, a rate or a law, and where the quantities in it stand.
#[derive(Clone, Debug)]
pub struct Noted {
    pub at: Place,
    pub quantities: Vec<Place>,
}

impl<'t> Decoder<'t> {
    /// A decoder that adds to what is known to be wrong.
    pub fn new(problems: Problems, beside: Beside) -> Self {
        Self { problems, beside, ..Self::default() }
    }

    /// What is wrong so far, the defaults in force, and the data files that were read.
    pub fn finished(self) -> (Problems, Defaults, Vec<Input>) {
        (self.problems, self.defaults, self.beside.inputs())
    }

    /// Notes that a span or a rate stands here.
    pub fn noted(&mut self, at: Place) {
        self.noted.push(Noted { at, quantities: vec![at] });
    }

    /// Makes one of all that was noted since so many: the quantities of a law.
    pub fn gather(&mut self, since: usize, at: Place) {
        let parts = self.noted.split_off(since);
        let quantities = parts.into_iter().flat_map(|part| part.quantities);
        self.noted.push(Noted { at, quantities: quantities.collect() });
    }

    /// Reports a problem.
    pub fn problem(&mut self, problem: Problem) {
        // Of these nothing is kept; whatever else is wrong leaves the rest of its part known.
        if matches!(
            problem.code,
            code::WRONG_TYPE | code::UNKNOWN_WORD | code::ONE_VARIANT | code::NOT_SUPPORTED
        ) {
            self.spoil();
        }
        self.problems.push(problem);
    }

    /// Notes that something of the part that is being read cannot be.
    pub fn spoil(&mut self) {
        self.illegible.parts.extend(self.part);
    }

    /// Reads within a part.
    fn within<T>(&mut self, part: Part, read: impl FnOnce(&mut Self) -> T) -> T {
        self.part = Some(part);
        let read = read(self);
        self.part = None;
        read
    }

    /// A whole file; `repeated` are the systems that its repeats make.
    pub fn file(&mut self, root: &'t Node<'t>, repeated: &'t [Node<'t>]) -> Description {
        let mut file = Description::default();
        let Some(mut fields) = self.fields("a scenario", root) else { return file };
        fields.node("$schema");
        if self.need(&mut fields, "schema", Self::schema) == Some(false) {
            // Another language: what follows cannot be judged by this one.
            return file;
        }
        file.title = self.need(&mut fields, "title", Self::text).unwrap_or_default().to_owned();
        file.question = self.take(&mut fields, "question", Self::text).map(str::to_owned);
        file.sources = self.take(&mut fields, "sources", Self::texts).unwrap_or_default();
        self.take(&mut fields, "templates", Self::read_templates);
        // Expanded before decoding began.
        fields.node("repeat");

        let stated = self.need(&mut fields, "system", |_, node| Some(node));
        for node in stated.into_iter().chain(repeated) {
            self.system(node, &mut file);
        }
        self.take(&mut fields, "incidents", |this, node| {
            this.within(Part::Incidents, |this| this.incidents(node, &mut file))
        });
        file.study = self.need(&mut fields, "study", Self::study).unwrap_or_default();
        self.take(&mut fields, "objectives", |this, node| {
            this.within(Part::Objectives, |this| this.objectives(node, &mut file))
        });
        file.prices = self.take(&mut fields, "prices", Self::prices);
        self.finish(fields, &[]);
        file.illegible = std::mem::take(&mut self.illegible);
        file.sort();
        file
    }

    /// Whether the file is written in the language of this program.
    fn schema(&mut self, node: &'t Node<'t>) -> Option<bool> {
        let text = self.text(node)?;
        if text != SCHEMA {
            let made = text.strip_prefix("hadr/").and_then(|rest| rest.split_once('/'));
            let (message, help) = match made {
                Some((made, _)) => (
                    format!("this is a {made} that the program made, not a scenario"),
                    "`hadr chart` and `hadr report` read it; this command reads scenarios"
                        .to_owned(),
                ),
                None => (
                    format!("this program reads \"{SCHEMA}\", not {}", quote(text)),
                    format!("write \"schema\": \"{SCHEMA}\""),
                ),
            };
            self.problem(Problem::new(code::SCHEMA, node.place, message).help(help));
        }
        Some(text == SCHEMA)
    }

    fn texts(&mut self, node: &'t Node<'t>) -> Option<Vec<String>> {
        match &node.kind {
            Kind::List(items) => {
                Some(items.iter().filter_map(|item| self.text(item)).map(str::to_owned).collect())
            }
            _ => {
                self.wrong_type(node, "a list of texts");
                None
            }
        }
    }
}

impl Description {
    /// By name: the order of the file means nothing.
    fn sort(&mut self) {
        self.places.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.links.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.components.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.crews.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.people.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.runbooks.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.spares.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.maintenance.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.changes.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.data.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.shocks.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.services.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.features.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.populations.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.loads.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.incidents.sort_by(|a, b| a.name.text.cmp(&b.name.text));
        self.objectives.sort_by(|a, b| a.name.text.cmp(&b.name.text));
    }
}
