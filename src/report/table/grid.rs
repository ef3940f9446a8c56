//! Aligns cells in columns, by the number of characters.

use super::{markdown, plain::plain};

/// How a column stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// Rows of cells under one head.
pub(super) struct Grid {
    head: Vec<(String, Side)>,
    rows: Vec<Vec<String>>,
}

/// The gap between two columns.
const GAP: usize = 3;

impl Grid {
    /// A grid without columns.
    pub fn new() -> Self {
        Self { head: Vec::new(), rows: Vec::new() }
    }

    /// One more column of words.
    pub fn words(mut self, head: impl Into<String>) -> Self {
        self.head.push((head.into(), Side::Left));
        self
    }

    /// One more column of numbers.
    pub fn numbers(mut self, head: impl Into<String>) -> Self {
        self.head.push((head.into(), Side::Right));
        self
    }

    /// One more row; missing cells at its end are empty.
    pub fn row(&mut self, cells: Vec<String>) {
        debug_assert!(cells.len() <= self.head.len());
        // Before anything is measured: what is spelt out is wider.
        self.rows.push(cells.iter().map(|cell| plain(cell)).collect());
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The lines, head first unless all its words are empty, each behind `indent` blanks and without
    /// blanks at its end.
    pub fn lines(&self, indent: usize) -> Vec<String> {
        let head: Vec<String> = self.head.iter().map(|(word, _)| word.clone()).collect();
        let headless = head.iter().all(String::is_empty);
        let all = || std::iter::once(&head).filter(|_| !headless).chain(&self.rows);
        let widths: Vec<usize> = (0..self.head.len())
            .map(|i| all().filter_map(|row| row.get(i)).map(|c| width(c)).max().unwrap_or(0))
            .collect();
        all().map(|row| self.line(row, &widths, indent)).collect()
    }

    /// The lines of a table in Markdown, which always has a head.
    pub fn markdown(&self) -> Vec<String> {
        let cells = |row: &[String]| {
            let cell =
                |at: usize| row.get(at).map_or_else(String::new, |text| markdown::cell(text));
            markdown::row((0..self.head.len()).map(cell))
        };
        let head: Vec<String> = self.head.iter().map(|(word, _)| plain(word)).collect();
        let side = |(_, side): &(String, Side)| match side {
            Side::Left => "---".to_owned(),
            Side::Right => "---:".to_owned(),
        };
        let mut lines = vec![cells(&head), markdown::row(self.head.iter().map(side))];
        lines.extend(self.rows.iter().map(|row| cells(row)));
        lines
    }

    fn line(&self, row: &[String], widths: &[usize], indent: usize) -> String {
        let mut line = " ".repeat(indent);
        for (i, (&wide, (_, side))) in widths.iter().zip(&self.head).enumerate() {
            let cell = row.get(i).map_or("", String::as_str);
            let pad = " ".repeat(wide - width(cell));
            // An empty column leaves no gap behind.
            let gap = if i == 0 || wide == 0 { 0 } else { GAP };
            line.push_str(&" ".repeat(gap));
            match side {
                Side::Left => line.extend([cell, &pad]),
                Side::Right => line.extend([&pad, cell]),
            }
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// How many columns a text takes, one a character.
fn width(text: &str) -> usize {
    text.chars().count()
}
