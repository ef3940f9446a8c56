//! A page that grows line by line: headings, sentences, grids.

use super::grid::Grid;
use super::markdown::escaped;
use super::paint::Paint;
use super::plain::plain;
use crate::quantity::{print_amount, print_seconds};
use crate::report::{Figure, Verdict};

/// The text so far.
pub(super) struct Page {
    text: String,
    /// How to colour it.
    paint: Paint,
    /// How wide prose may be.
    wide: usize,
    /// It is Markdown and not for a terminal: the same words and the same columns.
    markdown: bool,
}

impl Page {
    /// An empty page for a terminal.
    pub fn new(color: bool) -> Self {
        Self { text: String::new(), paint: Paint { color }, wide: 100, markdown: false }
    }

    /// An empty page of Markdown.
    pub fn markdown() -> Self {
        Self { markdown: true, ..Self::new(false) }
    }

    /// A paragraph of Markdown: what is set off by blanks on a terminal would be code there.
    fn paragraph(&mut self, text: &str) {
        self.gap();
        self.painted(text);
        self.gap();
    }

    /// The finished text.
    pub fn finish(mut self) -> String {
        if self.markdown {
            self.text.truncate(self.text.trim_end().len());
            self.text.push('\n');
        }
        self.text
    }

    /// One line.
    pub fn line(&mut self, line: &str) {
        if self.markdown {
            return self.paragraph(&escaped(plain(line).trim()));
        }
        self.painted(&plain(line));
    }

    /// One line as it is: whoever paints has made plain what is under the paint.
    fn painted(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// The first line.
    pub fn title(&mut self, words: &str) {
        if self.markdown {
            return self.paragraph(&format!("# {}", escaped(&plain(words))));
        }
        let words = self.paint.bold(&plain(words));
        self.painted(&words);
    }

    /// A line that begins with a verdict, in so many columns, and what was seen below it.
    pub fn verdict(&mut self, verdict: Verdict, word: &str, wide: usize, behind: &str, seen: &str) {
        if self.markdown {
            let [behind, seen] = [behind, seen].map(|text| escaped(&plain(text)));
            self.painted(&format!("- **{word}** {behind}  \n  {seen}"));
            return;
        }
        let word = self.paint.verdict(verdict, &format!("{word:<wide$}"));
        self.painted(&format!("  {word}   {}", plain(behind)));
        if !seen.is_empty() {
            self.prose(14, 2, seen);
        }
    }

    /// An empty line; in Markdown one is enough.
    pub fn gap(&mut self) {
        if self.markdown && (self.text.is_empty() || self.text.ends_with("\n\n")) {
            return;
        }
        self.text.push('\n');
    }

    /// A heading after an empty line: bold words, and plain ones behind them.
    pub fn heading(&mut self, indent: usize, words: &str, behind: &str) {
        if self.markdown {
            let level = "#".repeat(2 + indent / 2);
            self.paragraph(&format!("{level} {}", escaped(&plain(words))));
            if !behind.is_empty() {
                self.paragraph(&escaped(&plain(behind)));
            }
            return;
        }
        self.gap();
        let words = self.paint.bold(&plain(words));
        let rest = if behind.is_empty() { String::new() } else { format!("   {}", plain(behind)) };
        self.painted(&format!("{:indent$}{words}{rest}", ""));
    }

    /// A sentence, wrapped at blanks; lines after the first hang `hang` further in.
    pub fn prose(&mut self, indent: usize, hang: usize, text: &str) {
        if self.markdown {
            let words: Vec<String> = text.split_whitespace().map(plain).collect();
            return self.paragraph(&escaped(&words.join(" ")));
        }
        let mut line = " ".repeat(indent);
        let (mut used, mut fresh) = (indent, true);
        for word in text.split_whitespace().map(plain) {
            let length = word.chars().count();
            if !fresh && used + 1 + length > self.wide {
                self.line(&line);
                line = " ".repeat(indent + hang);
                (used, fresh) = (indent + hang, true);
            }
            if !fresh {
                line.push(' ');
                used += 1;
            }
            line.push_str(&word);
            used += length;
            fresh = false;
        }
        self.line(&line);
    }

    /// A grid, its head dimmed.
    pub fn grid(&mut self, indent: usize, grid: &Grid) {
        if grid.is_empty() {
            return;
        }
        if self.markdown {
            return self.paragraph(&grid.markdown().join("\n"));
        }
        for (i, line) in grid.lines(indent).iter().enumerate() {
            let line = if i == 0 { self.paint.dim(line) } else { line.clone() };
            self.painted(&line);
        }
    }

    /// A grid without a head: its first line is a row like the others.
    pub fn rows(&mut self, indent: usize, grid: &Grid) {
        if self.markdown {
            return self.grid(indent, grid);
        }
        for line in grid.lines(indent) {
            self.line(&line);
        }
    }
}

/// How a figure is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    /// A count or an amount.
    Amount,
    /// Seconds.
    Time,
}

impl As {
    /// One number.
    pub fn print(self, value: f64) -> String {
        match self {
            As::Amount => print_amount(value),
            As::Time => print_seconds(value),
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
    pub fn cells(self, figure: &Figure, print: As) -> Vec<String> {
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
    pub fn row(self, label: impl Into<String>, figure: &Figure, print: As) -> Vec<String> {
        let mut row = vec![label.into()];
        row.extend(self.cells(figure, print));
        row
    }
}

/// Whether a figure is zero throughout.
pub(super) fn is_nothing(figure: &Figure) -> bool {
    [figure.story, figure.p5, figure.p95, figure.worst].iter().all(|&value| value == 0.0)
}
