//! Problems in the style of a compiler: code, file, line and column, the line itself, a caret.
//!
//! The output is bounded whatever the file: few problems, and of each line only what is near.

use super::problem::{Problem, Problems, plural};
use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Padding, Renderer, Snippet, normalize_untrusted_str,
};
use std::ops::Range;

/// How many problems are shown.
const SHOWN: usize = 50;
/// How much of a line is shown before a place, and after its start, in bytes.
const NEAR: usize = 60;

/// All problems, and how many there are.
pub fn render(problems: &Problems, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let lines = Lines::of(problems.text());
    let mut output = String::new();
    for problem in problems.iter().take(SHOWN) {
        output.push_str(&renderer.render(&[group(problem, problems, &lines)]));
        output.push_str("\n\n");
    }
    let hidden = problems.count() - problems.count().min(SHOWN);
    if hidden > 0 {
        output.push_str(&format!("... and {hidden} more\n"));
    }
    output.push_str(&plural(problems.count() as u64, "problem"));
    output.push('\n');
    output
}

fn group<'a>(problem: &'a Problem, problems: &'a Problems, lines: &Lines<'a>) -> Group<'a> {
    let title = Level::ERROR.primary_title(problem.message.as_str()).id(problem.code.name());
    let mut group = Group::with_title(title);
    if problems.text().is_empty() {
        let origin = Origin::path(problems.name()).line(1).char_column(1);
        group = group.element(origin);
    } else {
        let label = Some(problem.label.as_str()).filter(|label| !label.is_empty());
        group =
            excerpt(group, problems.name(), lines, &problem.span, label, AnnotationKind::Primary);
        if let Some((span, what)) = &problem.also {
            let kind = AnnotationKind::Context;
            group = excerpt(group, problems.name(), lines, span, Some(what), kind);
        }
    }
    match &problem.help {
        Some(help) => group.element(Level::HELP.message(normalize_untrusted_str(help))),
        None => group,
    }
}

/// One place: its line, or the part of a long line around it.
fn excerpt<'a>(
    group: Group<'a>,
    name: &'a str,
    lines: &Lines<'a>,
    span: &Range<usize>,
    label: Option<&'a str>,
    kind: AnnotationKind,
) -> Group<'a> {
    let near = lines.near(span);
    let annotation = kind.span(near.span).label(label);
    let snippet = Snippet::source(near.source).line_start(near.line).annotation(annotation);
    match near.cut_column {
        None => group.element(snippet.path(name)),
        // The renderer counts columns in what it is shown: of a cut line they must be told.
        Some(column) => group
            .element(Origin::path(name).line(near.line).char_column(column))
            .element(Padding)
            .element(snippet),
    }
}

/// Where the lines of a text start.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

/// What is shown of a line.
struct Near<'t> {
    line: usize,
    source: &'t str,
    /// The place, in bytes of `source`.
    span: Range<usize>,
    /// The true column of the place, in characters, if the line is cut at its front.
    cut_column: Option<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(starts.map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    fn near(&self, span: &Range<usize>) -> Near<'t> {
        let at = self.floor(span.start);
        let line = self.starts.partition_point(|&start| start <= at);
        let line_start = self.starts[line - 1];
        let next = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        let from = self.floor(line_start.max(at.saturating_sub(NEAR)));
        let to = self.floor(next.min(at + 2 * NEAR));
        let (from, to) =
            if next - line_start <= 3 * NEAR { (line_start, next) } else { (from, to) };
        let source = self.text[from..to].trim_end_matches('\r');
        let end = self.floor(span.end).clamp(at, from + source.len().max(at - from));
        let cut = from > line_start;
        let cut_column = cut.then(|| self.text[line_start..at].chars().count() + 1);
        Near { line, source, span: at - from..end - from, cut_column }
    }

    /// The nearest border of a character at or before `at`.
    fn floor(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}
