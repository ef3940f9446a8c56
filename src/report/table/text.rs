//! Renders the pieces of a table for the terminal.

use super::grid::{Grid, wrapped};
use super::paint::Paint;
use super::piece::Piece;

/// How wide prose may be.
pub(super) const WIDE: usize = 100;

/// The pieces as text.
pub(super) fn render(pieces: &[Piece], color: bool) -> String {
    let mut page = Text { text: String::new(), paint: Paint { color } };
    for piece in pieces {
        page.piece(piece);
    }
    page.text
}

/// The text so far.
struct Text {
    text: String,
    paint: Paint,
}

impl Text {
    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Title(words) => self.line(&self.paint.bold(words)),
            Piece::Heading { indent, words, behind } => {
                let words = self.paint.bold(words);
                let rest = if behind.is_empty() { String::new() } else { format!("   {behind}") };
                self.line("");
                self.line(&format!("{:indent$}{words}{rest}", ""));
            }
            Piece::Gap => self.line(""),
            Piece::Line(line) => self.line(line),
            Piece::Prose { indent, hang, text } => self.prose(*indent, *hang, text),
            Piece::Verdict { verdict, word, behind } => {
                let hang = 2 + word.chars().count() + 3;
                let word = self.paint.verdict(*verdict, word);
                let lines = wrapped(behind, WIDE - hang.min(WIDE / 2));
                for (at, line) in lines.iter().enumerate() {
                    match at {
                        0 => self.line(&format!("  {word}   {line}")),
                        _ => self.line(&format!("{:hang$}{line}", "")),
                    }
                }
            }
            Piece::Rows { indent, head, rows } => {
                let grid = Grid::of_parts(head, rows);
                for (at, line) in grid.lines(*indent).iter().enumerate() {
                    match at == 0 && grid.has_head() {
                        true => self.line(&self.paint.dim(line)),
                        false => self.line(line),
                    }
                }
            }
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Wrapped at blanks; lines after the first hang further in.
    fn prose(&mut self, indent: usize, hang: usize, text: &str) {
        let mut line = " ".repeat(indent);
        let (mut used, mut fresh) = (indent, true);
        for word in text.split_whitespace() {
            let length = word.chars().count();
            if !fresh && used + 1 + length > WIDE {
                self.line(&line);
                line = " ".repeat(indent + hang);
                (used, fresh) = (indent + hang, true);
            }
            if !fresh {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
            fresh = false;
        }
        self.line(&line);
    }
}
