//! Repeats: one piece of system written once, made several times with other words in it.
//!
//! `$var` in keys and texts is replaced by what `for` gives; `$$` is a dollar.
//! A copy keeps the places of its original, so a complaint about it points at the one that is
//! written; the names in the complaint tell the copies apart.

use super::decode::Decoder;
use super::problem::{Problem, code, either, quote};
use super::suggest::did_you_mean;
use super::tree::{Key, Kind, Node, Place};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How many values all copies together may hold.
const VALUES: usize = 4_000_000;

/// What the variables of one copy stand for.
type Words<'t> = BTreeMap<&'t str, &'t str>;

/// The systems that the repeats of a file make.
pub fn expand<'t>(root: &'t Node<'t>, decoder: &mut Decoder<'t>) -> Vec<Node<'static>> {
    let mut copies = Vec::new();
    let Some(repeats) = root.get("repeat") else { return copies };
    let Kind::List(repeats) = &repeats.kind else {
        decoder.wrong_type(repeats, "a list of repeats");
        return copies;
    };
    let mut left = VALUES;
    for repeat in repeats {
        let Some(mut fields) = decoder.fields("a repeat", repeat) else { continue };
        let rounds = decoder.need(&mut fields, "for", rounds).unwrap_or_default();
        let system = decoder.need(&mut fields, "system", |_, node| Some(node));
        decoder.finish(fields, &[]);
        for words in rounds {
            let Some(system) = system else { continue };
            let mut copier = Copier { words: &words, left, decoder };
            copies.extend(copier.node(system));
            left = copier.left;
            if left == 0 {
                let message = "the repeats make more than 4,000,000 values";
                decoder.problem(Problem::new(code::TOO_LARGE, repeat.place, message));
                return copies;
            }
        }
    }
    copies
}

/// The variables of each copy.
fn rounds<'t>(decoder: &mut Decoder<'t>, node: &'t Node<'t>) -> Option<Vec<Words<'t>>> {
    let Kind::List(items) = &node.kind else {
        decoder.wrong_type(node, "a list of objects such as [{\"site\": \"lisbon\"}]");
        return None;
    };
    let mut rounds = Vec::new();
    for item in items {
        let mut words = Words::new();
        for (key, value) in decoder.entries("the variables of a repeat", item)? {
            if key.text.is_empty() || !key.text.chars().all(is_letter) {
                let message = format!("{} cannot be the name of a variable", quote(&key.text));
                decoder.out_of_range(key.place, message, "use letters, digits and underscores");
            }
            words.insert(&key.text, decoder.text(value)?);
        }
        rounds.push(words);
    }
    Some(rounds)
}

fn is_letter(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

struct Copier<'t, 'c> {
    words: &'c Words<'t>,
    left: usize,
    decoder: &'c mut Decoder<'t>,
}

impl Copier<'_, '_> {
    /// A copy; `None` once there are too many values.
    fn node(&mut self, node: &Node<'_>) -> Option<Node<'static>> {
        self.left = self.left.checked_sub(1)?;
        let kind = match &node.kind {
            Kind::Null => Kind::Null,
            Kind::Bool(value) => Kind::Bool(*value),
            Kind::Number(text) => Kind::Number(Cow::Owned(text.to_string())),
            Kind::Text(text) => Kind::Text(Cow::Owned(self.replaced(text, node.place))),
            Kind::List(items) => {
                Kind::List(items.iter().map(|item| self.node(item)).collect::<Option<_>>()?)
            }
            Kind::Map(entries) => {
                let mut copy: Vec<(Key<'static>, Node<'static>)> = Vec::new();
                let mut first: BTreeMap<String, Place> = BTreeMap::new();
                for (key, value) in entries {
                    let text = self.replaced(&key.text, key.place);
                    if let Some(first) = first.insert(text.clone(), key.place) {
                        let message = format!("the key {} is made twice", quote(&text));
                        let problem = Problem::new(code::DUPLICATE_KEY, key.place, message);
                        self.decoder.problem(problem.also(first, "first made here"));
                        continue;
                    }
                    let key = Key { place: key.place, text: Cow::Owned(text) };
                    copy.push((key, self.node(value)?));
                }
                Kind::Map(copy)
            }
        };
        Some(Node { place: node.place, kind })
    }

    /// A text with its variables replaced.
    fn replaced(&mut self, text: &str, place: Place) -> String {
        let mut parts = text.split('$');
        let mut replaced = parts.next().unwrap_or_default().to_owned();
        while let Some(part) = parts.next() {
            let end = part.find(|c| !is_letter(c)).unwrap_or(part.len());
            let (name, rest) = part.split_at(end);
            if part.is_empty() {
                // A second dollar: the text up to the next one belongs to it.
                replaced.push('$');
                replaced.push_str(parts.next().unwrap_or_default());
                continue;
            }
            match self.words.get(name) {
                Some(word) => replaced.push_str(word),
                None => {
                    replaced.push('$');
                    replaced.push_str(name);
                    let message = format!("`for` gives no variable {}", quote(name));
                    let known = self.words.keys().copied();
                    let help = did_you_mean(name, known.clone())
                        .unwrap_or_else(|| format!("it gives {}", either(known)));
                    let problem = Problem::new(code::UNKNOWN_VARIABLE, place, message);
                    self.decoder.problem(problem.help(help));
                }
            }
            replaced.push_str(rest);
        }
        replaced
    }
}
