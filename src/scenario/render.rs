//! Problems in the style of a compiler: code, file, line and column, the line itself, a caret.
//!
//! The output is bounded whatever the file: few problems, and of each line only what is near.

use super::problem::{Problem, Problems, plural};
use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Padding, Renderer, Snippet,
    normalize_untrusted_str,
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
        let mut marks = vec![(&problem.span, label, AnnotationKind::Primary)];
        if let Some((span, what)) = &problem.also {
            marks.push((span, Some(what.as_str()), AnnotationKind::Context));
        }
        group = excerpts(group, problems.name(), lines, marks);
    }
    match &problem.help {
        Some(help) => group.element(Level::HELP.message(normalize_untrusted_str(help))),
        None => group,
    }
}

/// A place to show, what stands beside it, and how it is underlined.
type Mark<'a> = (&'a Range<usize>, Option<&'a str>, AnnotationKind);

/// Places with their lines, or with the parts of long lines around them.
fn excerpts<'a>(
    mut group: Group<'a>,
    name: &'a str,
    lines: &Lines<'a>,
    marks: Vec<Mark<'a>>,
) -> Group<'a> {
    let mut shown: Option<(usize, Snippet<'a, Annotation<'a>>)> = None;
    for (span, label, kind) in marks {
        let near = lines.near(span);
        let annotation = kind.span(near.span).label(label);
        if let Some(column) = near.cut_column {
            // The renderer counts columns in what it is shown: of a cut line they must be told.
            group = group.elements(shown.take().map(|(_, snippet)| snippet));
            let snippet = Snippet::source(near.source).line_start(near.line);
            group = group
                .element(Origin::path(name).line(near.line).char_column(column))
                .element(Padding)
                .element(snippet.annotation(annotation));
            continue;
        }
        shown = match shown {
            Some((line, snippet)) if line == near.line && near.whole => {
                Some((line, snippet.annotation(annotation)))
            }
            other => {
                group = group.elements(other.map(|(_, snippet)| snippet));
                let snippet = Snippet::source(near.source).line_start(near.line).path(name);
                Some((near.line, snippet.annotation(annotation)))
            }
        };
    }
    group.elements(shown.map(|(_, snippet)| snippet))
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
        let whole = !cut && to == next;
        Near { line, source, whole, span: at - from..end - from, cut_column }
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
