//! What is wrong with a scenario: every problem with its code, its place and what to do.

pub use super::code;
use super::code::Code;
use super::render;
use super::tree::Place;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Its kind.
    pub code: Code,
    /// Where: a range of bytes of the text.
    pub span: Range<usize>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// A word beside the caret; may be empty.
    pub label: String,
    /// What to do about it, if that can be told.
    pub help: Option<String>,
    /// A second place that belongs to it, and what is there.
    pub also: Option<(Range<usize>, String)>,
    /// A place in another file that belongs to it.
    pub elsewhere: Option<Elsewhere>,
}

/// A place in a data file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Elsewhere {
    /// The path of the file.
    pub name: String,
    /// What it says.
    pub text: Arc<str>,
    /// Where: a range of bytes of the text.
    pub span: Range<usize>,
    /// What is there; may be empty.
    pub what: String,
}

impl Problem {
    /// A problem at a place.
    pub(crate) fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        let (span, message) = (place.range(), message.into());
        let label = String::new();
        Self { code, span, message, label, help: None, also: None, elsewhere: None }
    }

    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    pub(crate) fn also(mut self, place: Place, what: impl Into<String>) -> Self {
        self.also = Some((place.range(), what.into()));
        self
    }

    pub(crate) fn elsewhere(mut self, place: Elsewhere) -> Self {
        self.elsewhere = Some(place);
        self
    }
}

/// Problems are kept up to this number; beyond, they are only counted.
const KEPT: usize = 10_000;

/// All that is wrong with one text.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    name: String,
    text: String,
    list: Vec<Problem>,
    /// A template that is used often would repeat its mistakes: each is kept once.
    known: BTreeSet<(usize, &'static str, String)>,
    uncounted: usize,
    /// They are warnings: the scenario is valid all the same.
    warnings: bool,
}

impl Problems {
    /// Adds one, unless the same is known.
    pub(crate) fn push(&mut self, problem: Problem) {
        if self.list.len() == KEPT {
            self.uncounted += 1;
            return;
        }
        let identity = (problem.span.start, problem.code.name(), problem.message.clone());
        if self.known.insert(identity) {
            self.list.push(problem);
        }
    }

    /// With those of others that are known to be some.
    pub(crate) fn and(mut self, others: Self, is_known: impl Fn(&Problem) -> bool) -> Self {
        self.uncounted += others.uncounted;
        others.list.into_iter().filter(is_known).for_each(|problem| self.push(problem));
        self
    }

    /// Attaches the text they are about, and sorts them by position.
    pub(crate) fn about(mut self, name: &str, text: &str) -> Self {
        name.clone_into(&mut self.name);
        text.clone_into(&mut self.text);
        self.known.clear();
        self.list.sort_by_key(|problem| (problem.span.start, problem.code));
        self
    }

    /// The same as warnings about a valid text.
    pub(crate) fn into_warnings(self) -> Self {
        Self { warnings: true, ..self }
    }

    /// Whether they are warnings about a valid text.
    pub fn are_warnings(&self) -> bool {
        self.warnings
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are, those beyond the limit of memory included.
    pub fn count(&self) -> usize {
        self.list.len() + self.uncounted
    }

    /// The problems, by position.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.list.iter()
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text they are about.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// As people read them, in the style of a compiler, with or without colours.
    pub fn render(&self, color: bool) -> String {
        render::render(self, color)
    }
}

/// A text of the file in backticks, cut and made harmless, for a sentence.
pub(crate) fn quote(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut quoted = String::from("`");
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            quoted.push('…');
            break;
        }
        if character.is_control() {
            quoted.extend(character.escape_default());
        } else {
            quoted.push(character);
        }
    }
    quoted.push('`');
    quoted
}

/// Words in backticks, in a row: "`a`, `b` or `c`".
pub(crate) fn either<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<String> = words.into_iter().map(quote).collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

/// "1 member", "2 members".
pub(crate) fn plural(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
