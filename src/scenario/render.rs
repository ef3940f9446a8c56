//! Problems in the style of a compiler: code, file, line and column, the line itself, a caret.
//!
//! The output is bounded whatever the file: few problems, and of each line only what is near.

use super::problem::{Problem, Problems, plural};
use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};
use std::ops::Range;

/// How many problems are shown.
const SHOWN: usize = 50;
/// Lines up to this many bytes are handed to the renderer whole: it shows what fits the screen.
const LONG: usize = 2_000;
/// How much of a longer line it is handed, on either side of a place, in bytes.
const NEAR: usize = 400;

/// All problems, and how many there are.
pub fn render(problems: &Problems, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let lines = Lines::of(problems.text());
    let mut output = String::new();
    for problem in problems.iter().take(SHOWN) {
        let (group, columns) = group(problem, problems, &lines);
        output.push_str(&corrected(renderer.render(&[group]), problems.name(), &columns));
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

/// The column that the renderer sees of a cut line, and the true one.
struct Column {
    line: usize,
    seen: usize,
    right: usize,
}

/// The renderer counts columns in what it is handed: puts the true ones of cut lines in place.
fn corrected(rendered: String, name: &str, columns: &[Column]) -> String {
    let (title, mut rest) = match rendered.split_once('\n') {
        Some((title, rest)) if !columns.is_empty() => (title, rest.to_owned()),
        _ => return rendered,
    };
    for Column { line, seen, right } in columns {
        let told = format!("{name}:{line}:{seen}");
        rest = rest.replacen(&told, &format!("{name}:{line}:{right}"), 1);
    }
    format!("{title}\n{rest}")
}

/// Title, places and help of one problem, and the columns to be corrected.
fn group<'a>(
    problem: &'a Problem,
    problems: &'a Problems,
    lines: &Lines<'a>,
) -> (Group<'a>, Vec<Column>) {
    let title = Level::ERROR.primary_title(problem.message.as_str()).id(problem.code.name());
    let mut group = Group::with_title(title);
    let mut columns = Vec::new();
    if problems.text().is_empty() {
        group = group.element(Origin::path(problems.name()).line(1).char_column(1));
    } else {
        group = group.elements(excerpts(problem, problems.name(), lines, &mut columns));
    }
    if let Some(other) = &problem.elsewhere {
        let label = Some(other.what.as_str()).filter(|label| !label.is_empty());
        let near = Lines::of(&other.text).near(&other.span);
        // A cut line of a data file is told by its line; its columns are fields, and short.
        let mark = AnnotationKind::Primary.span(near.span).label(label);
        let snippet = Snippet::source(near.source).line_start(near.line).path(&other.name);
        group = group.element(snippet.annotation(mark));
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    (group, columns)
}

/// The lines of the places of a problem; places of one line share it.
fn excerpts<'a>(
    problem: &'a Problem,
    name: &'a str,
    lines: &Lines<'a>,
    columns: &mut Vec<Column>,
) -> Vec<Snippet<'a, Annotation<'a>>> {
    let label = Some(problem.label.as_str()).filter(|label| !label.is_empty());
    let first = lines.near(&problem.span);
    columns.extend(first.column);
    let mark = AnnotationKind::Primary.span(first.span).label(label);
    let excerpt = |line, source| Snippet::source(source).line_start(line).path(name);
    let snippet = excerpt(first.line, first.source).annotation(mark);
    let Some((span, what)) = &problem.also else { return vec![snippet] };
    let second = lines.near(span);
    let mark = AnnotationKind::Context.span(second.span).label(what.as_str());
    if first.line == second.line && second.whole {
        return vec![snippet.annotation(mark)];
    }
    columns.extend(second.column);
    vec![snippet, excerpt(second.line, second.source).annotation(mark)]
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
    /// Whether that is all of it.
    whole: bool,
    /// The place, in bytes of `source`.
    span: Range<usize>,
    /// Its column, if the line is cut at its front.
    column: Option<Column>,
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
        let to = self.floor(next.min(at + NEAR));
        let (from, to) = if next - line_start <= LONG { (line_start, next) } else { (from, to) };
        let source = self.text[from..to].trim_end_matches('\r');
        let start = (at - from).min(source.len());
        let end = self.floor(span.end).saturating_sub(from).clamp(start, source.len());
        let column = (from > line_start).then(|| Column {
            line,
            seen: self.text[from..at].chars().count() + 1,
            right: self.text[line_start..at].chars().count() + 1,
        });
        let whole = (from, to) == (line_start, next);
        Near { line, source, whole, span: start..end, column }
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
