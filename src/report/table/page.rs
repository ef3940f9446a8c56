//! A page that grows piece by piece: headings, sentences, grids.

use super::grid::Grid;
use super::piece::Piece;
use super::plain::plain;
use crate::quantity::Unit;
use crate::report::{Figure, Verdict};

/// The pieces so far; what others have written is made plain on its way in.
pub(super) struct Page {
    pieces: Vec<Piece>,
}

impl Page {
    /// An empty page.
    pub fn new() -> Self {
        Self { pieces: Vec::new() }
    }

    /// The finished page.
    pub fn finish(self) -> Vec<Piece> {
        self.pieces
    }

    /// One line.
    pub fn line(&mut self, line: &str) {
        self.pieces.push(Piece::Line(plain(line)));
    }

    /// The first line.
    pub fn title(&mut self, words: &str) {
        self.pieces.push(Piece::Title(plain(words)));
    }

    /// A line that begins with a verdict.
    pub fn verdict(&mut self, verdict: Verdict, word: &str, behind: &str) {
        let (word, behind) = (word.to_owned(), plain(behind));
        self.pieces.push(Piece::Verdict { verdict, word, behind });
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.pieces.push(Piece::Gap);
    }

    /// A heading after an empty line: bold words, and plain ones behind them.
    pub fn heading(&mut self, indent: usize, words: &str, behind: &str) {
        self.pieces.push(Piece::Heading { indent, words: plain(words), behind: plain(behind) });
    }

    /// A sentence, wrapped at blanks; lines after the first hang `hang` further in.
    pub fn prose(&mut self, indent: usize, hang: usize, text: &str) {
        let words: Vec<String> = text.split_whitespace().map(plain).collect();
        self.pieces.push(Piece::Prose { indent, hang, text: words.join(" ") });
    }

    /// A grid, its head dimmed; nothing where it has no row.
    pub fn grid(&mut self, indent: usize, grid: &Grid) {
        if !grid.is_empty() {
            let (head, rows) = grid.parts();
            self.pieces.push(Piece::Rows { indent, head, rows });
        }
    }
}

/// The columns of figures: the story alone, or with the spread of the drawn trials.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    spread: bool,
}

impl Columns {
    /// For a script with so many drawn trials.
    pub fn of(trials: u64) -> Self {
        Self { spread: trials > 0 }
    }

    /// Whether there is a spread.
    pub fn spread(self) -> bool {
        self.spread
    }

    /// These columns in a grid.
    pub fn head(self, grid: Grid) -> Grid {
        let grid = grid.numbers("story");
        if self.spread { grid.numbers("p5").numbers("p95").numbers("worst") } else { grid }
    }

    /// One figure in these columns.
    pub fn cells(self, figure: &Figure, print: Unit) -> Vec<String> {
        let all = [figure.story, figure.p5, figure.p95, figure.worst];
        let shown = if self.spread { 4 } else { 1 };
        all[..shown].iter().map(|&value| print.print(value)).collect()
    }

    /// Cells that say the story has no such figure.
    pub fn none(self, word: &str) -> Vec<String> {
        let mut cells = vec![word.to_owned()];
        cells.resize(if self.spread { 4 } else { 1 }, String::new());
        cells
    }

    /// A whole row: a label, then the figure.
    pub fn row(self, label: impl Into<String>, figure: &Figure, print: Unit) -> Vec<String> {
        let mut row = vec![label.into()];
        row.extend(self.cells(figure, print));
        row
    }
}

/// Whether a figure is zero throughout.
pub(super) fn is_nothing(figure: &Figure) -> bool {
    [figure.story, figure.p5, figure.p95, figure.worst].iter().all(|&value| value == 0.0)
}
