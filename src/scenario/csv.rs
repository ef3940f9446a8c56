//! One column of a CSV text (RFC 4180): a header, commas, quotes where a field needs them.
//!
//! Fields are trimmed, empty lines are skipped, and a byte order mark is passed over.

use super::problem::{plural, quote};
use super::suggest::did_you_mean;
use std::borrow::Cow;
use std::ops::Range;

/// More rows than any record of repairs has, and few enough to hold.
pub const MOST_ROWS: usize = 1_000_000;

/// A field and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell<'t> {
    /// What it says, quotes resolved.
    pub text: Cow<'t, str>,
    /// Its bytes in the text, quotes included.
    pub range: Range<usize>,
}

/// Why there is no such column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flaw {
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it, if that can be told.
    pub help: Option<String>,
}

fn flaw<T>(range: Range<usize>, message: impl Into<String>) -> Result<T, Flaw> {
    Err(Flaw { range, message: message.into(), help: None })
}

/// The cells below the header `name`, from top to bottom; one at least.
pub fn column<'t>(text: &'t str, name: &str) -> Result<Vec<Cell<'t>>, Flaw> {
    let mut lines = Lines { text, at: if text.starts_with('\u{feff}') { 3 } else { 0 } };
    let Some(header) = lines.next_row()? else {
        return flaw(0..0, "the file is empty: a first line with the names of its columns is due");
    };
    let at = position(&header, name)?;
    let mut cells = Vec::new();
    while let Some(mut row) = lines.next_row()? {
        let whole = row[0].range.start..row[row.len() - 1].range.end;
        if row.len() != header.len() {
            let (found, due) = (row.len() as u64, header.len());
            return flaw(whole, format!("{} where the header has {due}", plural(found, "field")));
        }
        if cells.len() == MOST_ROWS {
            return flaw(whole, "more than 1,000,000 rows");
        }
        cells.push(row.swap_remove(at));
    }
    if cells.is_empty() {
        return flaw(header[at].range.clone(), "there is no row below the header");
    }
    Ok(cells)
}

/// Which column has this header.
fn position(header: &[Cell<'_>], name: &str) -> Result<usize, Flaw> {
    let mut found = header.iter().enumerate().filter(|(_, cell)| cell.text == name);
    match (found.next(), found.next()) {
        (Some((at, _)), None) => Ok(at),
        (Some(_), Some((_, second))) => {
            flaw(second.range.clone(), format!("two columns are named {}", quote(name)))
        }
        (None, _) => {
            let known = || header.iter().map(|cell| &*cell.text).filter(|name| !name.is_empty());
            let listed = || {
                let names: Vec<String> = known().take(12).map(quote).collect();
                let more = if known().count() > names.len() { ", ..." } else { "" };
                format!("its columns are {}{more}", names.join(", "))
            };
            let help = did_you_mean(name, known()).unwrap_or_else(listed);
            let range = header[0].range.start..header[header.len() - 1].range.end;
            let message = format!("there is no column {}", quote(name));
            Err(Flaw { range, message, help: Some(help) })
        }
    }
}

/// The lines of the text that say something.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lines<'t> {
    /// The fields of the next line, one at least; `None` at the end.
    fn next_row(&mut self) -> Result<Option<Vec<Cell<'t>>>, Flaw> {
        while let Some(line) = self.text[self.at..].split_inclusive('\n').next() {
            if !line.trim().is_empty() {
                break;
            }
            self.at += line.len();
        }
        if self.at == self.text.len() {
            return Ok(None);
        }
        let mut row = Vec::new();
        loop {
            row.push(self.cell()?);
            match self.text.as_bytes().get(self.at) {
                Some(b',') => self.at += 1,
                Some(_) => {
                    self.at += 1;
                    return Ok(Some(row));
                }
                None => return Ok(Some(row)),
            }
        }
    }

    /// The field that starts here, up to its comma or the end of its line.
    fn cell(&mut self) -> Result<Cell<'t>, Flaw> {
        let rest = &self.text[self.at..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let start = self.at + blanks;
        if !self.text[start..].starts_with('"') {
            let end = self.text[start..].find([',', '\n']).map_or(self.text.len(), |n| start + n);
            let text = self.text[start..end].trim();
            self.at = end;
            return Ok(Cell { text: text.into(), range: start..start + text.len() });
        }
        let inner = start + 1;
        let mut end = inner;
        let mut doubled = false;
        loop {
            let Some(next) = self.text[end..].find('"') else {
                return flaw(start..inner, "this quote is never closed");
            };
            end += next;
            if !self.text[end + 1..].starts_with('"') {
                break;
            }
            doubled = true;
            end += 2;
        }
        let text = &self.text[inner..end];
        let after = &self.text[end + 1..];
        let tail = after.find([',', '\n']).unwrap_or(after.len());
        if !after[..tail].trim().is_empty() {
            return flaw(end + 1..end + 1 + tail, "a quoted field is followed by more text");
        }
        self.at = end + 1 + tail;
        let text = if doubled { text.replace("\"\"", "\"").into() } else { Cow::from(text) };
        Ok(Cell { text, range: start..end + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, name: &str) -> Vec<String> {
        let cells = column(text, name).expect("a column");
        cells.into_iter().map(|cell| cell.text.into_owned()).collect()
    }

    fn wrong(text: &str, name: &str) -> (String, String) {
        let flaw = column(text, name).expect_err("a flaw");
        (text[flaw.range].to_owned(), flaw.message)
    }

    #[test]
    fn plain_lines_of_either_kind() {
        assert_eq!(texts("a,b\n1,2\n3,4\n", "b"), ["2", "4"]);
        assert_eq!(texts("\u{feff}a, b \r\n1, 2 \r\n\r\n3,4", "b"), ["2", "4"]);
        assert_eq!(texts("a\n1\n\n \n2", "a"), ["1", "2"]);
        assert_eq!(texts("a,b\n,\n1,", "b"), ["", ""]);
    }

    #[test]
    fn quotes_hold_commas_quotes_and_lines() {
        let text = "\"what, where\",\"min\"\n\"a \"\"b\"\"\nc\", \"5\" \n";
        assert_eq!(texts(text, "min"), ["5"]);
        assert_eq!(texts(text, "what, where"), ["a \"b\"\nc"]);
    }

    #[test]
    fn a_cell_knows_where_it_stands() {
        let text = "a,b\n1, \"2\" \n";
        let cells = column(text, "b").expect("a column");
        assert_eq!(&text[cells[0].range.clone()], "\"2\"");
    }

    #[test]
    fn what_is_wrong_is_shown_where_it_is() {
        let flawed = |text: &str, name: &str, at: &str, why: &str| {
            assert_eq!(wrong(text, name), (at.to_owned(), why.to_owned()), "{text:?}");
        };
        let empty = "the file is empty: a first line with the names of its columns is due";
        flawed("", "a", "", empty);
        flawed("\n \n", "a", "", empty);
        flawed("a\n", "a", "a", "there is no row below the header");
        flawed("a,a\n1,2", "a", "a", "two columns are named `a`");
        flawed("x,y\n1,2", "a", "x,y", "there is no column `a`");
        flawed("a,b\n1", "a", "1", "1 field where the header has 2");
        flawed("a\n1,2", "a", "1,2", "2 fields where the header has 1");
        flawed("a\n\"1", "a", "\"", "this quote is never closed");
        flawed("a\n\"1\"2\n", "a", "2", "a quoted field is followed by more text");
    }

    #[test]
    fn any_cut_of_a_text_is_read_or_refused() {
        let text = "\u{feff}\"a\"\"ä\",b\r\n\" 1\",\"2\n\"\"\"\r\n\r\n3,4\"";
        for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)) {
            for start in (0..=end).filter(|&start| text.is_char_boundary(start)) {
                let _ = column(&text[start..end], "b");
            }
        }
    }
}
