//! Figures that are known only to lie between two values: `{"between": ["1 y", "4 y"]}` wherever a
//! figure of the system may stand.
//!
//! What is drawn is put into the tree in place of the object before it is decoded, so that no
//! decoder knows of it, and every field that takes a figure takes two ends. Both ends must be
//! valid where they stand, and so must what lies between them.
//!
//! The law: what has a unit and lies above zero is drawn uniform in its logarithm, the one law for
//! which it does not matter whether a mean time or its rate is stated (E. T. Jaynes, *Prior
//! probabilities*, IEEE Trans. Syst. Sci. Cybern. 4, 1968, 227–241); shares, bare numbers and
//! intervals that begin at nothing are drawn uniform.

use super::Assumption;
use super::problem::{Problem, Problems, code, quote};
use super::tree::{Key, Kind, Node, Place};
use crate::estimator::DRAWS;
use crate::quantity;
use crate::random::{Chance, Purpose, key};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The key of the object.
const BETWEEN: &str = "between";
/// The parts of a file that describe a system.
const PARTS: [&str; 3] = ["templates", "repeat", "system"];
/// A point between the ends that is no whole number where the ends are: the golden section.
const INSIDE: f64 = 0.381_966_011_250_105_1;

/// A figure that lies between two values.
#[derive(Clone, PartialEq, Debug)]
pub struct Uncertain {
    /// Where it stands: `components.web.fails.0.crash.life.exponential`.
    pub path: String,
    /// The lower end, as it is written.
    pub low: String,
    /// The higher end.
    pub high: String,
    /// Of the object, and of the two ends.
    place: Place,
    ends: [Place; 2],
    figure: Figure,
}

/// A key and its value.
type Entry<'t> = (Key<'t>, Node<'t>);

/// What is drawn.
#[derive(Clone, PartialEq, Debug)]
enum Figure {
    /// Microseconds.
    Span(u64, u64),
    /// A number, and the unit behind it; none is a bare number.
    Number(f64, f64, Option<String>),
}

/// Which value stands for each.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Pick {
    /// The lower end.
    Low,
    /// The higher end.
    High,
    /// Somewhere inside, to see whether what lies between the ends is valid.
    Inside,
    /// The middle of the law: what nominal stories are told of.
    Middle,
    /// As drawn: seed, and which draw.
    Drawn(u64, u64),
}

/// All of a file, by path, and where those begin that are refused.
pub fn find(root: &Node<'_>, problems: &mut Problems) -> (Vec<Uncertain>, Vec<usize>) {
    let (mut found, mut refused) = (Vec::new(), Vec::new());
    let Kind::Map(entries) = &root.kind else { return (found, refused) };
    for (key, node) in entries {
        let inside = PARTS.contains(&&*key.text);
        let path = if key.text == "system" { "" } else { &*key.text };
        let mut seen = Vec::new();
        walk(path, Part::Other.below(&key.text), node, &mut seen);
        for (path, object, (word, value)) in seen {
            // Where decoding would complain of it once more.
            let places = [object.place, word.place].map(|place| place.range().start);
            if !inside {
                let message = "`between` stands for a figure of the system; here it is one value";
                let problem = Problem::new(code::BETWEEN, object.place, message);
                problems.push(problem.help("state the value that is asked for"));
                refused.extend(places);
                continue;
            }
            match uncertain(path, object, value, problems) {
                Some(figure) => found.push(figure),
                None => refused.extend(places),
            }
        }
    }
    // The order of keys means nothing.
    found.sort_by(|one, other| one.path.cmp(&other.path));
    (found, refused)
}

/// What part of a system an object is.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    System,
    Links,
    Link,
    Other,
}

impl Part {
    fn below(self, key: &str) -> Self {
        match (self, key) {
            (Self::System, "links") => Self::Links,
            (Self::Links, _) => Self::Link,
            // Of a repeat.
            (Self::Other, "system") => Self::System,
            _ => Self::Other,
        }
    }
}

/// Every object with `between` as its one key, with its path and what it holds.
fn walk<'n, 't>(
    path: &str,
    part: Part,
    node: &'n Node<'t>,
    seen: &mut Vec<(String, &'n Node<'t>, &'n Entry<'t>)>,
) {
    let below = |key: &str| match path {
        "" => key.to_owned(),
        path => format!("{path}.{key}"),
    };
    match &node.kind {
        Kind::Map(entries) => {
            // A link joins two places.
            let joins = part == Part::Link;
            if let [entry] = entries.as_slice()
                && entry.0.text == BETWEEN
                && !joins
            {
                seen.push((path.to_owned(), node, entry));
                return;
            }
            for (key, value) in entries.iter().filter(|(key, _)| !joins || key.text != BETWEEN) {
                walk(&below(&key.text), part.below(&key.text), value, seen);
            }
        }
        Kind::List(items) => {
            for (at, item) in items.iter().enumerate() {
                walk(&below(&at.to_string()), Part::Other, item, seen);
            }
        }
        _ => {}
    }
}

fn uncertain(
    path: String,
    object: &Node<'_>,
    value: &Node<'_>,
    problems: &mut Problems,
) -> Option<Uncertain> {
    let mut refuse = |place, message: String, help: &str| {
        let help = match help {
            "" => "write it as {\"between\": [\"1 y\", \"4 y\"]}",
            help => help,
        };
        problems.push(Problem::new(code::BETWEEN, place, message).help(help));
        None
    };
    let Kind::List(items) = &value.kind else {
        let message = format!("`between` takes a list of two values, not {}", value.noun());
        return refuse(value.place, message, "");
    };
    let [low, high] = items.as_slice() else {
        let message = format!("`between` takes two values, not {}", items.len());
        return refuse(value.place, message, "");
    };
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let (figure, texts) = match (&low.kind, &high.kind) {
        (Kind::Number(low), Kind::Number(high)) => {
            let ends = number(low).zip(number(high));
            (ends.map(|(low, high)| Figure::Number(low, high, None)), [low, high])
        }
        (Kind::Text(low), Kind::Text(high)) => (of_texts(low, high), [low, high]),
        _ => {
            let message =
                format!("{} and {} are no two figures of one kind", low.noun(), high.noun());
            return refuse(low.place, message, "");
        }
    };
    let [low_text, high_text] = texts.map(|text| quote(text));
    let Some(figure) = figure else {
        let message = format!("{low_text} and {high_text} are no two figures in one unit");
        return refuse(low.place, message, "state both in the unit of the field");
    };
    if figure.runs_backwards() {
        let message = format!("{low_text} is more than {high_text}");
        return refuse(low.place, message, "the lower value comes first");
    }
    let [low_text, high_text] = texts.map(|text| text.to_string());
    let ends = [low.place, high.place];
    Some(Uncertain { path, low: low_text, high: high_text, place: object.place, ends, figure })
}

/// Two spans, or two numbers with one unit behind them.
fn of_texts(low: &str, high: &str) -> Option<Figure> {
    if let (Ok(low), Ok(high)) = (quantity::span(low), quantity::span(high)) {
        return Some(Figure::Span(low.micros(), high.micros()));
    }
    let ((low, unit), (high, other)) = (split(low)?, split(high)?);
    (unit == other).then(|| Figure::Number(low, high, Some(unit.to_owned())))
}

/// `2.5 users` as its number and its unit.
fn split(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
    let number = text[..end].parse().ok()?;
    Some((number, text[end..].trim()))
}

impl Figure {
    fn runs_backwards(&self) -> bool {
        match self {
            Self::Span(low, high) => low > high,
            Self::Number(low, high, _) => low > high,
        }
    }

    /// Uniform in its logarithm.
    fn is_a_scale(&self) -> bool {
        match self {
            Self::Span(low, _) => *low > 0,
            Self::Number(low, _, Some(unit)) => *low > 0.0 && unit != "%",
            Self::Number(..) => false,
        }
    }

    /// The value below which it lies with probability `p`, as it would be written.
    fn at<'t>(&self, p: f64) -> Kind<'t> {
        let scale = self.is_a_scale();
        let between = |low: f64, high: f64| match scale {
            _ if low == high => low,
            true => low * libm::exp(p * libm::log(high / low)),
            false => low + p * (high - low),
        };
        match self {
            Self::Span(low, high) => {
                let micros = libm::round(between(*low as f64, *high as f64)) as u64;
                Kind::Text(Cow::Owned(format!("{} us", micros.clamp(*low, *high))))
            }
            Self::Number(low, high, unit) => {
                let value = between(*low, *high).clamp(*low, *high);
                match unit {
                    Some(unit) => Kind::Text(Cow::Owned(format!("{value} {unit}"))),
                    None => Kind::Number(Cow::Owned(format!("{value}"))),
                }
            }
        }
    }
}

impl Uncertain {
    /// Its law in words.
    pub fn law(&self) -> &'static str {
        if self.figure.is_a_scale() { "log-uniform" } else { "uniform" }
    }

    /// The law that the file does not state.
    pub fn assumption(&self) -> Assumption {
        let source = match self.figure.is_a_scale() {
            true => "the same for a mean time and its rate; drawn once for all it holds for",
            false => "drawn once for all it holds for",
        };
        let value = format!("{} between {} and {}", self.law(), self.low, self.high);
        Assumption { what: self.path.clone(), value, source: source.to_owned() }
    }

    fn node<'t>(&self, pick: Pick) -> Node<'t> {
        let end = |place, text: &str| {
            let text = Cow::Owned(text.to_owned());
            let bare = matches!(self.figure, Figure::Number(_, _, None));
            Node { place, kind: if bare { Kind::Number(text) } else { Kind::Text(text) } }
        };
        let p = match pick {
            Pick::Low => return end(self.ends[0], &self.low),
            Pick::High => return end(self.ends[1], &self.high),
            Pick::Inside => INSIDE,
            Pick::Middle => 0.5,
            Pick::Drawn(seed, draw) => self.stratified(seed, draw),
        };
        Node { place: self.place, kind: self.figure.at(p) }
    }

    /// A number in (0, 1): of all draws one falls into each of so many equal parts, which one in an
    /// order of its own for each figure. Uniform, and any mean over the draws is nearer to that over
    /// all there is (Latin hypercubes: M. D. McKay, R. J. Beckman, W. J. Conover, Technometrics 21
    /// (1979) 239–245).
    fn stratified(&self, seed: u64, draw: u64) -> f64 {
        let owner = key(&self.path, 0);
        let uniform = |draw, i| Chance::drawn(seed, draw).uniform(owner, Purpose::Input, 0, i);
        let mine = (uniform(draw, 0), draw);
        let before = (0..DRAWS).filter(|other| (uniform(*other, 0), *other) < mine).count();
        (before as f64 + uniform(draw, 1)) / DRAWS as f64
    }

    /// Whether a problem is of a value between its ends, which the file does not show.
    pub fn holds(&self, problem: &Problem) -> bool {
        problem.span == self.place.range()
    }

    /// Whether a problem is of one of its ends.
    pub fn has_end(&self, problem: &Problem) -> bool {
        self.ends.iter().any(|end| problem.span == end.range())
    }

    /// What is wrong with a value between its ends.
    pub fn refused(&self, problem: &Problem) -> Problem {
        // It is no value that a reader of the file has seen.
        let why = problem.message.split(", found ").next().unwrap_or_default();
        let message = format!("not every value between the two may stand here: {why}");
        Problem::new(code::BETWEEN, self.place, message).help("state one value")
    }
}

/// The tree with a value in place of each.
pub fn picked<'t>(root: &Node<'t>, uncertain: &[Uncertain], pick: Pick) -> Node<'t> {
    let places = uncertain.iter().map(|one| (one.place, one.node(pick))).collect();
    replaced(root, &places)
}

fn replaced<'t>(node: &Node<'t>, others: &BTreeMap<Place, Node<'t>>) -> Node<'t> {
    if let (Kind::Map(_), Some(other)) = (&node.kind, others.get(&node.place)) {
        return other.clone();
    }
    let kind = match &node.kind {
        Kind::List(items) => Kind::List(items.iter().map(|item| replaced(item, others)).collect()),
        Kind::Map(entries) => {
            let entry = |(key, value): &Entry<'t>| (key.clone(), replaced(value, others));
            Kind::Map(entries.iter().map(entry).collect())
        }
        other => other.clone(),
    };
    Node { place: node.place, kind }
}
