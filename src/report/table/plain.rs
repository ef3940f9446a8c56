//! Makes a text of somebody else harmless to a terminal.

/// The text with what would move the cursor, paint or turn the direction of writing spelt out, as
/// in `\u{1b}`.
pub(super) fn plain(text: &str) -> String {
    if !text.contains(acts) {
        return text.to_owned();
    }
    let mut harmless = String::with_capacity(text.len());
    for character in text.chars() {
        match acts(character) {
            true => harmless.extend(character.escape_default()),
            false => harmless.push(character),
        }
    }
    harmless
}

/// Control characters, separators of lines, and marks, embeddings, overrides and isolates of the
/// direction of writing.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_spelt_out_and_all_else_stays() {
        assert_eq!(plain("a\u{1b}[31mb\tc\r\n"), "a\\u{1b}[31mb\\tc\\r\\n");
        assert_eq!(plain("\u{202e}evil\u{2069}\u{9b}"), "\\u{202e}evil\\u{2069}\\u{9b}");
        assert_eq!(plain("häd\u{301} 三 – \\u{1b}"), "häd\u{301} 三 – \\u{1b}");
    }
}
