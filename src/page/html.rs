//! HTML as text that grows: every word is escaped on its way in.

/// A page, or a part of one.
#[derive(Default)]
pub(super) struct Html(String);

impl Html {
    /// Markup that this program itself has written: tags, pictures, styles.
    pub fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Words from anywhere.
    pub fn text(&mut self, words: &str) {
        self.0.push_str(&escaped(words));
    }

    /// An element with words in it; `attributes` begin with a blank.
    pub fn element(&mut self, name: &str, attributes: &str, words: &str) {
        self.raw(&format!("<{name}{attributes}>"));
        self.text(words);
        self.raw(&format!("</{name}>\n"));
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.0
    }
}

/// Words that cannot be taken for markup, neither between tags nor in an attribute.
pub(super) fn escaped(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Neither shown nor allowed.
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_becomes_markup() {
        let mut html = Html::default();
        html.element("p", " class=\"faint\"", "<b onclick='x()'>\"R&D\"\u{1b}[1m</b>");
        let safe = "&lt;b onclick=&#39;x()&#39;&gt;&quot;R&amp;D&quot; [1m&lt;/b&gt;";
        assert_eq!(html.finish(), format!("<p class=\"faint\">{safe}</p>\n"));
    }
}
