//! Aligns cells in columns, by the number of characters.

use super::plain::plain;
use super::text::WIDE;

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
/// Words are broken only where this much of a line is left for them.
const NARROW: usize = 10;

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

    /// Its head, each column with whether it is of numbers, and its rows.
    pub fn parts(&self) -> (Vec<(String, bool)>, Vec<Vec<String>>) {
        let column = |(word, side): &(String, Side)| (word.clone(), *side == Side::Right);
        (self.head.iter().map(column).collect(), self.rows.clone())
    }

    /// The grid of such parts.
    pub fn of_parts(head: &[(String, bool)], rows: &[Vec<String>]) -> Self {
        let side = |right| if right { Side::Right } else { Side::Left };
        let head = head.iter().map(|(word, right)| (word.clone(), side(*right))).collect();
        Self { head, rows: rows.to_vec() }
    }

    /// Whether it has a head.
    pub fn has_head(&self) -> bool {
        self.head.iter().any(|(word, _)| !word.is_empty())
    }

    /// The lines, head first unless all its words are empty, each behind `indent` blanks and without
    /// blanks at its end.
    ///
    /// A row of one cell alone makes no column wider; words in the last column go on below where
    /// they would pass the page's edge.
    pub fn lines(&self, indent: usize) -> Vec<String> {
        let head: Vec<String> = self.head.iter().map(|(word, _)| word.clone()).collect();
        let has_head = self.has_head();
        let all = || std::iter::once(&head).filter(|_| has_head).chain(&self.rows);
        let widths: Vec<usize> = (0..self.head.len())
            .map(|i| {
                let in_columns = all().filter(|row| row.len() > 1 || self.head.len() == 1);
                in_columns.filter_map(|row| row.get(i)).map(|c| width(c)).max().unwrap_or(0)
            })
            .collect();
        all().flat_map(|row| self.broken(row, &widths, indent)).collect()
    }

    /// A row in as many lines as its last words take.
    fn broken(&self, row: &[String], widths: &[usize], indent: usize) -> Vec<String> {
        let line = self.line(row, widths, indent);
        let last = self.head.len().saturating_sub(1);
        let before = widths[..last].iter().filter(|wide| **wide > 0);
        let start = indent + before.map(|wide| wide + GAP).sum::<usize>();
        let is_words = self.head.get(last).is_some_and(|(_, side)| *side == Side::Left);
        if width(&line) <= WIDE || last == 0 || !is_words || row.len() <= last {
            return vec![line];
        }
        if start + NARROW > WIDE {
            return vec![line];
        }
        let mut parts = wrapped(&row[last], WIDE - start).into_iter();
        let mut head = row.to_vec();
        head[last] = parts.next().unwrap_or_default();
        let mut lines = vec![self.line(&head, widths, indent)];
        lines.extend(parts.map(|part| format!("{:start$}{part}", "")));
        lines
    }

    fn line(&self, row: &[String], widths: &[usize], indent: usize) -> String {
        let mut line = " ".repeat(indent);
        for (i, (&wide, (_, side))) in widths.iter().zip(&self.head).enumerate() {
            let cell = row.get(i).map_or("", String::as_str);
            let pad = " ".repeat(wide.saturating_sub(width(cell)));
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

/// A text at blanks, in lines of at most so many characters where its words allow it.
pub(super) fn wrapped(text: &str, wide: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= wide => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// How many columns a text takes, one a character.
fn width(text: &str) -> usize {
    text.chars().count()
}
