//! Renders the pieces of a table in the Markdown of GitHub: the same words in the same columns.

use super::piece::Piece;

/// The pieces as text.
pub(super) fn render(pieces: &[Piece]) -> String {
    let mut blocks: Vec<String> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Gap => {}
            Piece::Title(words) => blocks.push(format!("# {}", escaped(words))),
            Piece::Heading { indent, words, behind } => {
                let level = "#".repeat(2 + indent / 2);
                blocks.push(format!("{level} {}", escaped(words)));
                if !behind.is_empty() {
                    blocks.push(escaped(behind));
                }
            }
            // Blanks at the start of a line would make it code.
            Piece::Line(text) | Piece::Prose { text, .. } => blocks.push(escaped(text.trim())),
            Piece::Verdict { word, behind, .. } => {
                blocks.push(format!("**{}** {}", escaped(word.trim()), escaped(behind)));
            }
            Piece::Rows { head, rows, .. } => blocks.push(table(head, rows)),
        }
    }
    blocks.join("\n\n") + "\n"
}

/// A table, which always has a head, if an empty one.
fn table(head: &[(String, bool)], rows: &[Vec<String>]) -> String {
    let words = row(head.iter().map(|(word, _)| cell(word)));
    let side = |right: bool| if right { "---:" } else { "---" };
    let rule = row(head.iter().map(|(_, right)| side(*right).to_owned()));
    let line = |cells: &Vec<String>| {
        row((0..head.len()).map(|at| cells.get(at).map_or_else(String::new, |text| cell(text))))
    };
    let lines = [words, rule].into_iter().chain(rows.iter().map(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// A text of somebody else that stays text: no emphasis, no link, no column of its own.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\`*_[]<>|&~#".contains(character) {
            safe.push('\\');
        }
        safe.push(character);
    }
    safe
}

/// A cell; blanks at its start set it off from the row above.
fn cell(text: &str) -> String {
    let inner = text.trim_start_matches(' ');
    let indent = (text.len() - inner.len()) / 2;
    format!("{}{}", "&emsp;".repeat(indent), escaped(inner.trim_end()))
}

/// A row of cells that are escaped already.
fn row(cells: impl Iterator<Item = String>) -> String {
    let mut line = String::from("|");
    for cell in cells {
        line.push(' ');
        line.push_str(&cell);
        line.push_str(if cell.is_empty() { "|" } else { " |" });
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_markup_is_text() {
        assert_eq!(escaped("a|b *c* <d> [e](f)"), "a\\|b \\*c\\* \\<d\\> \\[e\\](f)");
        assert_eq!(cell("  longest"), "&emsp;longest");
        assert_eq!(row(["a".to_owned(), String::new()].into_iter()), "| a | |");
    }
}
