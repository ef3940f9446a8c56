//! The pieces of a table as HTML: the same rows and columns as in the terminal.

use super::html::Html;
use crate::report::Piece;

/// Pieces under one heading of a part of the result; without a heading, those before the first.
pub(super) struct Part {
    /// The heading, as a page writes it, and the words behind it.
    pub heading: Option<(String, String)>,
    /// What is below.
    pub pieces: Vec<Piece>,
}

impl Part {
    /// Whether this is its heading.
    pub fn is(&self, words: &str) -> bool {
        self.heading.as_ref().is_some_and(|(heading, _)| heading == words)
    }
}

/// The pieces by parts.
pub(super) fn parts(pieces: Vec<Piece>) -> Vec<Part> {
    let mut parts = vec![Part { heading: None, pieces: Vec::new() }];
    for piece in pieces {
        match piece {
            // The page has a heading of its own.
            Piece::Title(_) => {}
            Piece::Heading { indent: 0, words, behind } => {
                parts.push(Part { heading: Some((lowered(&words), behind)), pieces: Vec::new() });
            }
            piece => parts.last_mut().expect("there is always one").pieces.push(piece),
        }
    }
    parts
}

impl Part {
    /// The headings below its own, with the numbers that their places in the page have.
    pub fn below(&self) -> impl Iterator<Item = (usize, &str)> {
        let headings = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Heading { indent: 2, words, .. } => Some(words.as_str()),
            _ => None,
        });
        headings.enumerate()
    }
}

/// `LONG RUN` as `Long run`: capitals are for terminals.
fn lowered(words: &str) -> String {
    let shouted = |word: &&str| !word.is_empty() && word.chars().all(char::is_uppercase);
    let head: Vec<&str> = words.split(' ').take_while(|word| shouted(word)).collect();
    let head = head.join(" ");
    let mut letters = head.chars();
    let first: String = letters.next().into_iter().collect();
    format!("{first}{}{}", letters.as_str().to_lowercase(), &words[head.len()..])
}

/// Writes the pieces of the part of this number.
pub(super) fn write(html: &mut Html, part: usize, pieces: &[Piece]) {
    let mut below = 0;
    for piece in pieces {
        match piece {
            Piece::Title(words) => html.element("h1", "", words),
            Piece::Heading { indent, words, behind } => {
                let place = format!(" id=\"part-{part}-{below}\"");
                match indent {
                    2 => {
                        heading(html, "h3", &place, words, behind);
                        below += 1;
                    }
                    _ => heading(html, if *indent > 2 { "h4" } else { "h3" }, "", words, behind),
                }
            }
            Piece::Gap => {}
            Piece::Line(line) => html.element("p", "", line.trim()),
            Piece::Prose { text, .. } => html.element("p", "", text),
            Piece::Verdict { word, behind, .. } => {
                html.element("p", "", &format!("{}: {behind}", word.trim()));
            }
            Piece::Rows { head, rows, .. } => table(html, head, rows),
        }
    }
}

/// A heading, and plain words behind it.
pub(super) fn heading(html: &mut Html, tag: &str, attributes: &str, words: &str, behind: &str) {
    html.raw(&format!("<{tag}{attributes}>"));
    html.text(words);
    if !behind.is_empty() {
        html.raw(" <span class=\"behind\">");
        html.text(behind);
        html.raw("</span>");
    }
    html.raw(&format!("</{tag}>\n"));
}

fn table(html: &mut Html, head: &[(String, bool)], rows: &[Vec<String>]) {
    html.raw("<div class=\"table\"><table>\n");
    let class = |number: bool| if number { " class=\"number\"" } else { "" };
    if head.iter().any(|(word, _)| !word.is_empty()) {
        html.raw("<thead><tr>");
        for (word, number) in head {
            html.element("th", &format!(" scope=\"col\"{}", class(*number)), word);
        }
        html.raw("</tr></thead>\n");
    }
    html.raw("<tbody>\n");
    for row in rows {
        html.raw("<tr>");
        for (at, (_, number)) in head.iter().enumerate() {
            let cell = row.get(at).map_or("", String::as_str);
            match at == 0 && !number {
                true if cell.starts_with(' ') => {
                    html.element("th", " scope=\"row\" class=\"in\"", cell.trim());
                }
                true => html.element("th", " scope=\"row\"", cell),
                false => html.element("td", class(*number), cell),
            }
        }
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shouted_headings_are_lowered_and_names_are_not() {
        assert_eq!(lowered("LONG RUN"), "Long run");
        assert_eq!(lowered("INCIDENT one-lost"), "Incident one-lost");
        assert_eq!(lowered("INCIDENT one LOST"), "Incident one LOST");
        assert_eq!(lowered("Service web"), "Service web");
        assert_eq!(lowered(""), "");
    }
}
