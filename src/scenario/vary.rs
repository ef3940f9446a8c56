//! A scenario with other values at some places: each is put into the text where it stands, so that
//! any field can be varied, and what is wrong with a value is shown in its place.

use super::problem::{Problems, plural, quote};
use super::read::{Rejection, bytes, parse_beside};
use super::suggest::nearest;
use super::tree::{Kind, Node};
use super::{Scenario, json};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The text of a scenario, to be read with changes.
#[derive(Clone, Debug)]
pub struct Source {
    folder: Option<PathBuf>,
    name: String,
    text: String,
}

/// Another value at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Where: `system.components.web.count`; `system.` may be left out.
    pub path: String,
    /// As a person types it: JSON, or a text without its quotes.
    pub value: String,
}

/// Why a change cannot be made.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct VaryError(pub String);

/// Where a change goes.
struct Spot {
    range: Range<usize>,
    /// What to write before and behind the value, where the object has no such field yet.
    around: Option<(String, &'static str)>,
    /// The path in full.
    path: String,
}

impl Source {
    /// The text of a file, which must be a valid scenario as it stands.
    pub fn read(path: &Path) -> Result<Self, Rejection> {
        let name = path.display().to_string();
        let text = bytes(path)?;
        parse_beside(path.parent(), &name, &text)?;
        let text = String::from_utf8_lossy(&text).into_owned();
        Ok(Self { folder: path.parent().map(Path::to_owned), name, text })
    }

    /// The same of a text that lies in no folder; `name` stands for it in messages.
    pub fn parse(name: &str, text: &str) -> Result<Self, Rejection> {
        parse_beside(None, name, text.as_bytes())?;
        Ok(Self { folder: None, name: name.to_owned(), text: text.to_owned() })
    }

    /// As it stands.
    pub fn scenario(&self) -> Result<Scenario, Rejection> {
        parse_beside(self.folder.as_deref(), &self.name, self.text.as_bytes())
    }

    /// With changes; what is wrong with them is shown in the text that they make.
    ///
    /// Every path must have passed [`Source::place`].
    pub fn with(&self, changes: &[Change]) -> Result<Scenario, Rejection> {
        let spots = changes.iter().filter_map(|change| {
            let spot = self.spot(&change.path).ok()?;
            let value = as_json(&change.value);
            let value = match spot.around {
                Some((before, behind)) => format!("{before}{value}{behind}"),
                None => value,
            };
            Some((spot.range, value))
        });
        let values: Vec<String> =
            changes.iter().map(|change| format!("{} = {}", change.path, change.value)).collect();
        self.spliced(spots.collect(), &format!("{} with {}", self.name, values.join(", ")))
    }

    /// With other texts at ranges that do not overlap.
    pub(super) fn spliced(
        &self,
        mut spots: Vec<(Range<usize>, String)>,
        name: &str,
    ) -> Result<Scenario, Rejection> {
        // From the back, so that ranges in front of it stay right.
        spots.sort_by_key(|(range, _)| std::cmp::Reverse((range.start, range.end)));
        let mut text = self.text.clone();
        for (range, value) in spots {
            text.replace_range(range, &value);
        }
        parse_beside(self.folder.as_deref(), name, text.as_bytes())
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The folder data files lie in.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The path in full, if there is something to change; else what is wrong with it.
    pub fn place(&self, path: &str) -> Result<String, VaryError> {
        self.spot(path).map(|spot| spot.path)
    }

    /// Whether two changes would be made at the same place, or one within the other.
    pub fn collide(&self, one: &str, other: &str) -> bool {
        let (Ok(one), Ok(other)) = (self.spot(one), self.spot(other)) else { return false };
        let within = |a: &Spot, b: &Spot| {
            a.path
                .strip_prefix(&b.path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        // Two fields new to an empty object would have no comma between them.
        let alone = |spot: &Spot| spot.around.as_ref().is_some_and(|(_, comma)| comma.is_empty());
        let beside = one.range == other.range && alone(&one);
        within(&one, &other) || within(&other, &one) || beside
    }

    fn spot(&self, path: &str) -> Result<Spot, VaryError> {
        let mut problems = Problems::default();
        let root = json::read(&self.text, &mut problems);
        let root = root.ok_or_else(|| VaryError("the file is not JSON".to_owned()))?;
        let refused = |why: String| VaryError(format!("{} leads nowhere: {why}", quote(path)));
        if path.is_empty() {
            return Err(refused(
                "it is empty; paths look like `system.components.web.count`".into(),
            ));
        }
        // `components.web.count` is short for what stands in the system.
        let system = root.get("system").filter(|_| step(&root, path).is_none());
        let (start, prefix) = match system.filter(|system| step(system, path).is_some()) {
            Some(system) => (system, "system."),
            None => (&root, ""),
        };
        let (mut node, mut rest, mut walked) = (start, path, prefix.to_owned());
        loop {
            match step(node, rest) {
                Some((key, next, "")) => {
                    walked.push_str(key);
                    let range = self.range(next);
                    return Ok(Spot { range, around: None, path: walked });
                }
                Some((key, next, after)) => {
                    walked.push_str(key);
                    walked.push('.');
                    (node, rest) = (next, after);
                }
                None => break,
            }
        }
        let here = walked.trim_end_matches('.');
        let mut known = keys(node);
        if here.is_empty() {
            known.extend(root.get("system").map(keys).unwrap_or_default());
        }
        match &node.kind {
            // A field that the file leaves to its default: whether there is one is for decoding
            // to say, which knows the nearest.
            Kind::Map(entries)
                if !rest.contains('.') && !here.is_empty() && near(rest, &known).is_none() =>
            {
                let comma = if entries.is_empty() { "" } else { ", " };
                let at = node.place.range().end;
                let key = serde_json::Value::from(rest).to_string();
                let around = Some((format!("{key}: "), comma));
                return Ok(Spot { range: at..at, around, path: format!("{walked}{rest}") });
            }
            Kind::Map(_) | Kind::List(_) => {}
            _ => {
                let what = node.noun();
                return Err(refused(format!("`{here}` is {what}, with nothing in it")));
            }
        }
        let wanted = rest.split('.').next().unwrap_or(rest);
        let whose = if here.is_empty() { "the file".to_owned() } else { quote(here) };
        // Numbers of items have nothing to do with how they are spelt.
        let is_list = matches!(node.kind, Kind::List(_));
        let template = node.get("from").and_then(|from| match &from.kind {
            Kind::Text(from) => root.get("templates")?.get(from)?.get(wanted).map(|_| from),
            _ => None,
        });
        let help = match near(wanted, &known).filter(|_| !is_list) {
            _ if template.is_some() => {
                let from = template.map_or("", |from| from);
                format!(
                    "it comes from a template: vary {}",
                    quote(&format!("templates.{from}.{rest}"))
                )
            }
            Some(near) => {
                let after = rest[wanted.len()..].to_owned();
                format!("did you mean {}?", quote(&format!("{walked}{near}{after}")))
            }
            None => format!("it has {}", listed(&known)),
        };
        Err(refused(format!("{whose} has no {}; {help}", quote(wanted))))
    }

    /// Where a value stands, to its end.
    pub(super) fn range(&self, node: &Node<'_>) -> Range<usize> {
        let place = node.place.range();
        match node.kind {
            Kind::List(_) | Kind::Map(_) => place.start..end(&self.text, place.start),
            _ => place,
        }
    }
}

/// What a path may go on with.
fn keys(node: &Node<'_>) -> Vec<String> {
    match &node.kind {
        Kind::Map(entries) => entries.iter().map(|(key, _)| key.text.to_string()).collect(),
        Kind::List(items) => (0..items.len()).map(|at| at.to_string()).collect(),
        _ => Vec::new(),
    }
}

fn near<'w>(word: &str, known: &'w [String]) -> Option<&'w str> {
    nearest(word, known.iter().map(String::as_str))
}

/// The first few of what there is.
fn listed(words: &[String]) -> String {
    const SHOWN: usize = 12;
    let all: Vec<String> = words.iter().map(|word| quote(word)).collect();
    match all.len() {
        0 => "nothing".to_owned(),
        many if many > SHOWN => format!("{} and {} more", all[..SHOWN].join(", "), many - SHOWN),
        _ => all.join(", "),
    }
}

/// One step along a path: the key taken, its value, and the rest of the path. Of keys that have
/// dots in them the longest counts.
fn step<'p, 'n, 't>(node: &'n Node<'t>, path: &'p str) -> Option<(&'p str, &'n Node<'t>, &'p str)> {
    let after = |key: &str| {
        let rest = path.strip_prefix(key)?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
    };
    match &node.kind {
        Kind::Map(entries) => {
            let fits = entries.iter().filter_map(|(key, value)| {
                let rest = after(&key.text).filter(|_| !key.text.is_empty())?;
                Some((&path[..key.text.len()], value, rest))
            });
            fits.max_by_key(|(key, ..)| key.len())
        }
        Kind::List(items) => {
            let word = path.split('.').next()?;
            let at = word.parse::<usize>().ok().filter(|at| at.to_string() == word)?;
            let item = items.get(at)?;
            Some((word, item, after(word)?))
        }
        _ => None,
    }
}

/// Where the list or object ends that begins at `start`; the text is valid JSON.
fn end(text: &str, start: usize) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// What a person types as JSON: what is JSON already stays, all else is a text.
fn as_json(value: &str) -> String {
    let value = value.trim();
    let mut problems = Problems::default();
    match json::read(value, &mut problems) {
        Some(_) if problems.is_empty() => value.to_owned(),
        _ => serde_json::Value::from(value).to_string(),
    }
}

/// `path=v1,v2,v3` or `path=2..6`, as an axis: its path and its values.
pub fn axis(text: &str, most: u64) -> Result<(String, Vec<String>), VaryError> {
    let example = "write it as `components.web.count=2,3,4` or `components.web.count=2..4`";
    let Some((path, list)) = text.split_once('=') else {
        return Err(VaryError(format!("{} has no `=`; {example}", quote(text))));
    };
    let mut values = Vec::new();
    for item in items(list) {
        let item = item.trim();
        if item.is_empty() {
            return Err(VaryError(format!("{} leaves a value empty; {example}", quote(text))));
        }
        let ends = item.split_once("..").and_then(|(from, to)| {
            Some((from.trim().parse::<i128>().ok()?, to.trim().parse::<i128>().ok()?))
        });
        match ends {
            None => values.push(item.to_owned()),
            Some((from, to)) if from > to => {
                return Err(VaryError(format!(
                    "the range {} is empty: it runs backwards",
                    quote(item)
                )));
            }
            Some((from, to)) if to.abs_diff(from) >= u128::from(most) => {
                let values = plural(most, "value");
                let message = format!("the range {} has more than {values}", quote(item));
                return Err(VaryError(format!(
                    "{message}; thin it out, or allow more with `--most`"
                )));
            }
            Some((from, to)) => values.extend((from..=to).map(|value| value.to_string())),
        }
    }
    for (at, value) in values.iter().enumerate() {
        if values[..at].contains(value) {
            return Err(VaryError(format!("{} has the value {} twice", quote(text), quote(value))));
        }
    }
    Ok((path.trim().to_owned(), values))
}

/// The items between commas that stand in no bracket and no quotes.
fn items(list: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut escaped, mut from) = (0_i64, false, false, 0);
    let mut items = Vec::new();
    for (at, byte) in list.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth -= 1,
            b',' if !quoted && depth <= 0 => {
                items.push(&list[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    items.push(&list[from..]);
    items
}
