//! Text and tables in the Markdown of GitHub.

/// A text of somebody else that stays text: no emphasis, no link, no column of its own.
pub(super) fn escaped(text: &str) -> String {
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
pub(super) fn cell(text: &str) -> String {
    let inner = text.trim_start_matches(' ');
    let indent = (text.len() - inner.len()) / 2;
    format!("{}{}", "&emsp;".repeat(indent), escaped(inner.trim_end()))
}

/// A row of cells that are escaped already.
pub(super) fn row(cells: impl Iterator<Item = String>) -> String {
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
