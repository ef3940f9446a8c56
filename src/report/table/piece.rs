//! What a table is made of: each way of writing it renders the same pieces, so that no column is in
//! one and missing in another.

use crate::report::Verdict;

/// A piece of a table, in the order of reading.
#[derive(Clone, PartialEq, Debug)]
pub enum Piece {
    /// The first line.
    Title(String),
    /// A heading, the deeper the further in, and plain words behind it.
    Heading {
        /// 0 is a part of the result, 2 a subject in it.
        indent: usize,
        /// The heading.
        words: String,
        /// Behind it; may be empty.
        behind: String,
    },
    /// An empty line.
    Gap,
    /// A line as it is.
    Line(String),
    /// A sentence that may be wrapped.
    Prose {
        /// Blanks before its first line.
        indent: usize,
        /// Further blanks before the others.
        hang: usize,
        /// The sentence.
        text: String,
    },
    /// A verdict, and what it is on.
    Verdict {
        /// The verdict.
        verdict: Verdict,
        /// The same as a word, padded.
        word: String,
        /// What was demanded.
        behind: String,
    },
    /// Rows of cells under one head.
    Rows {
        /// Blanks before it.
        indent: usize,
        /// One a column: its words, and whether it is of numbers; all empty where there is no head.
        head: Vec<(String, bool)>,
        /// The cells; those missing at the end of a row are empty.
        rows: Vec<Vec<String>>,
    },
}
