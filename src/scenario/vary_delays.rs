//! Every rate and delay of a system: those that decoding reads as such, with all quantities of a
//! law as one, so that scaling a law keeps its shape.

use super::beside::Beside;
use super::decode::Decoder;
use super::problem::Problems;
use super::read::Rejection;
use super::tree::{Kind, Node, Place};
use super::vary::Source;
use super::{Scenario, json, repeat};
use crate::quantity;
use std::collections::BTreeMap;
use std::ops::Range;

/// A rate, a delay or a law of a system. One that a template or a repeat states counts once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delay {
    /// Where it stands: `templates.server.fails.0.crash.life`.
    pub path: String,
    /// As it is written.
    pub value: String,
    /// The range of it all, and of the quantities in it, with what they say.
    range: Range<usize>,
    quantities: Vec<(Range<usize>, String)>,
}

/// The rates and delays of a scenario, in the order of the file. What is asked, scripted and
/// demanded is none of the system's, and zero stays zero.
pub fn delays(source: &Source) -> Vec<Delay> {
    let mut problems = Problems::default();
    let Some(root) = json::read(source.text(), &mut problems) else { return Vec::new() };
    let mut decoder = Decoder::new(problems, Beside::default());
    let repeated = repeat::expand(&root, &mut decoder);
    let (problems, ..) = decoder.finished();
    let mut decoder = Decoder::new(problems, Beside::new(source.folder()));
    decoder.file(&root, &repeated);

    let mut nodes: BTreeMap<Place, (String, &Node<'_>)> = BTreeMap::new();
    for part in ["templates", "repeat", "system"] {
        if let Some(node) = root.get(part) {
            walk(part.to_owned(), node, &mut nodes);
        }
    }
    let mut found: BTreeMap<Place, Delay> = BTreeMap::new();
    for noted in &decoder.noted {
        let Some((path, node)) = nodes.get(&noted.at) else { continue };
        let quantities = noted.quantities.iter().filter_map(|place| {
            let text = match &nodes.get(place)?.1.kind {
                Kind::Text(text) => text.to_string(),
                _ => return None,
            };
            scaled(&text, 2.0).map(|_| (place.range(), text))
        });
        let quantities: Vec<_> = quantities.collect();
        if quantities.is_empty() {
            continue;
        }
        let range = source.range(node);
        let value = compact(&source.text()[range.clone()]);
        let delay = Delay { path: path.clone(), value, range, quantities };
        found.entry(noted.at).or_insert(delay);
    }
    found.into_values().collect()
}

fn walk<'n, 't>(
    path: String,
    node: &'n Node<'t>,
    nodes: &mut BTreeMap<Place, (String, &'n Node<'t>)>,
) {
    match &node.kind {
        Kind::Map(entries) => {
            for (key, value) in entries {
                walk(format!("{path}.{}", key.text), value, nodes);
            }
        }
        Kind::List(items) => {
            for (at, value) in items.iter().enumerate() {
                walk(format!("{path}.{at}"), value, nodes);
            }
        }
        _ => {}
    }
    nodes.insert(node.place, (path, node));
}

/// In one line; a lone text without its quotes.
fn compact(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match serde_json::from_str::<String>(&line) {
        Ok(plain) => plain,
        Err(_) => line,
    }
}

/// A quantity times a factor, in its own unit where it has only one; `None` of nothing, and of what
/// a repeat would fill in.
fn scaled(text: &str, factor: f64) -> Option<String> {
    let text = text.trim();
    let split = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let value: f64 = number.parse().ok().filter(|value| *value > 0.0)?;
    let is_alone = !unit.contains(|c: char| c.is_ascii_digit());
    if is_alone {
        return Some(format!("{}{unit}", value * factor));
    }
    let seconds = quantity::span(text).ok()?.secs_f64();
    Some(format!("{} s", seconds * factor))
}

impl Delay {
    /// As it would be written times a factor.
    pub fn times(&self, source: &Source, factor: f64) -> String {
        let mut text = source.text()[self.range.clone()].to_owned();
        let mut spots = self.spots(factor);
        spots.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, value) in spots {
            let within = range.start - self.range.start..range.end - self.range.start;
            text.replace_range(within, &value);
        }
        compact(&text)
    }

    /// The scenario with it times a factor.
    pub fn scenario(&self, source: &Source, factor: f64) -> Result<Scenario, Rejection> {
        source.spliced(self.spots(factor), &format!("{} times {factor}", self.path))
    }

    fn spots(&self, factor: f64) -> Vec<(Range<usize>, String)> {
        let spots = self.quantities.iter().filter_map(|(range, text)| {
            let value = serde_json::Value::from(scaled(text, factor)?).to_string();
            Some((range.clone(), value))
        });
        spots.collect()
    }
}
