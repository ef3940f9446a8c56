//! Colours of the terminal, or none.

use crate::report::Verdict;

/// Paints words, if it may.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    /// Whether it may.
    pub color: bool,
}

impl Paint {
    /// A heading.
    pub fn bold(self, text: &str) -> String {
        self.code("1", text)
    }

    /// Something of less weight.
    pub fn dim(self, text: &str) -> String {
        self.code("2", text)
    }

    /// A text in the colour of a verdict.
    pub fn verdict(self, verdict: Verdict, text: &str) -> String {
        let code = match verdict {
            Verdict::Met => "32",
            Verdict::NotJudged | Verdict::Undecided => "33",
            Verdict::Missed => "31",
        };
        self.code(code, text)
    }

    fn code(self, code: &str, text: &str) -> String {
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}
