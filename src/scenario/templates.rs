//! Templates: fields written once, taken over with `from`.
//!
//! A field of the object itself replaces the whole field of the template, lists and objects
//! included; a template may itself be made from another.

use super::decode::Decoder;
use super::fields::Fields;
use super::problem::{Problem, code, quote};
use super::suggest::did_you_mean;
use super::tree::{Kind, Node};
use std::collections::{BTreeMap, BTreeSet};

/// The templates of a file, by name; those that cannot be read are reported where they stand.
#[derive(Debug, Default)]
pub struct Templates<'t> {
    by_name: BTreeMap<&'t str, &'t Node<'t>>,
    /// Not even the names could be read.
    illegible: bool,
}

impl<'t> Decoder<'t> {
    /// The templates, and whether they are sound.
    pub fn read_templates(&mut self, node: &'t Node<'t>) -> Option<()> {
        self.templates.illegible = true;
        for (key, template) in self.entries("the templates", node)? {
            self.entries("a template", template);
            self.templates.by_name.insert(&key.text, template);
        }
        self.templates.illegible = false;
        self.refuse_circles();
        Some(())
    }

    /// Adds to an object the fields of the templates named by its `from`.
    pub fn inherit(&mut self, fields: &mut Fields<'t>) {
        let mut next = fields.node("from");
        let mut seen = BTreeSet::new();
        while let Some(from) = next {
            let template = self.template(from).map(|template| (template, &template.kind));
            let Some((template, Kind::Map(entries))) = template else {
                // What it would have stated nobody knows.
                fields.excuse();
                self.spoil();
                return;
            };
            if !seen.insert(template.place) {
                // A circle, reported where the templates stand.
                return;
            }
            fields.inherit(entries);
            next = template.get("from");
        }
    }

    fn template(&mut self, from: &'t Node<'t>) -> Option<&'t Node<'t>> {
        let name = self.text(from)?;
        if let Some(template) = self.templates.by_name.get(name) {
            return Some(template);
        }
        if self.templates.illegible {
            return None;
        }
        let message = format!("no template has the name {}", quote(name));
        let help = did_you_mean(name, self.templates.by_name.keys().copied())
            .unwrap_or_else(|| "`from` names a template; a place is named by `in`".to_owned());
        self.problem(Problem::new(code::UNKNOWN_NAME, from.place, message).help(help));
        None
    }

    /// Every template leads to at most one other, so a walk with marks finds each circle once.
    fn refuse_circles(&mut self) {
        let names: Vec<&'t str> = self.templates.by_name.keys().copied().collect();
        let mut done = BTreeSet::new();
        for start in names {
            let mut path: BTreeSet<&str> = BTreeSet::new();
            let mut name = start;
            while !done.contains(name) && path.insert(name) {
                let Some(from) = self.templates.by_name.get(name).and_then(|node| node.get("from"))
                else {
                    break;
                };
                // Unused templates are checked too.
                if self.template(from).is_none() {
                    break;
                }
                let Kind::Text(next) = &from.kind else { break };
                if path.contains(&**next) {
                    let message = format!("the template {} is made from itself", quote(next));
                    let problem = Problem::new(code::TEMPLATE_CYCLE, from.place, message);
                    self.problem(problem.label("the circle closes here"));
                }
                name = next;
            }
            done.extend(path);
        }
    }
}
