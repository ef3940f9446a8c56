//! Strict JSON (RFC 8259) to a [`Node`] tree, with the place of every value.
//!
//! What other readers let pass is refused in words that say what to write instead: trailing commas,
//! comments, bare words, single quotes. A syntax error ends the reading; duplicate keys do not.
//! Depth and number of values are bounded, so no file can exhaust the stack or the memory.

use super::problem::{Problem, Problems, code, quote};
use super::tree::{Key, Kind, Node, Place};
use std::borrow::Cow;

/// How deep objects and lists may nest.
const DEPTH: usize = 128;
/// How many values a file may hold: 20,000 servers need some 300,000.
const VALUES: usize = 4_000_000;

/// The tree of a text; what is wrong with it goes to `problems`.
pub fn read<'t>(text: &'t str, problems: &mut Problems) -> Option<Node<'t>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { text, at: start, depth: 0, values: 0, problems };
    match reader.document() {
        Ok(node) => Some(node),
        Err(problem) => {
            problems.push(*problem);
            None
        }
    }
}

/// A syntax error, boxed so that the way of success stays small.
type Refusal = Box<Problem>;

struct Reader<'t, 'p> {
    text: &'t str,
    at: usize,
    depth: usize,
    values: usize,
    problems: &'p mut Problems,
}

impl<'t> Reader<'t, '_> {
    fn document(&mut self) -> Result<Node<'t>, Refusal> {
        self.space();
        if self.at == self.text.len() {
            let help = "a scenario starts like { \"schema\": \"hadr/v1\", \"title\": \"...\" }";
            return Err(Box::new(
                Problem::new(code::SYNTAX, self.here(), "the file is empty").help(help),
            ));
        }
        let node = self.value()?;
        self.space();
        if self.at < self.text.len() {
            return Err(self.unexpected("the end of the file"));
        }
        Ok(node)
    }

    fn value(&mut self) -> Result<Node<'t>, Refusal> {
        self.values += 1;
        if self.values > VALUES {
            let message = "the file holds more than 4,000,000 values";
            let help = "let `count` and `repeat` say what repeats";
            return Err(Box::new(Problem::new(code::TOO_LARGE, self.here(), message).help(help)));
        }
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => return self.nested(Self::map),
            Some(b'[') => return self.nested(Self::list),
            Some(b'"') => Kind::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => Kind::Number(Cow::Borrowed(self.number()?)),
            _ => match self.bare_word() {
                "true" => Kind::Bool(true),
                "false" => Kind::Bool(false),
                "null" => Kind::Null,
                _ => {
                    self.at = start;
                    return Err(self.unexpected("a value"));
                }
            },
        };
        Ok(Node { place: Place::new(start, self.at), kind })
    }

    /// A list or an object: its place is the opening bracket.
    fn nested(
        &mut self,
        content: fn(&mut Self) -> Result<Kind<'t>, Refusal>,
    ) -> Result<Node<'t>, Refusal> {
        let place = Place::new(self.at, self.at + 1);
        if self.depth == DEPTH {
            let message = format!("nested deeper than {DEPTH} levels");
            return Err(Box::new(Problem::new(code::TOO_DEEP, place, message)));
        }
        self.depth += 1;
        self.at += 1;
        let kind = content(self)?;
        self.depth -= 1;
        Ok(Node { place, kind })
    }

    fn list(&mut self) -> Result<Kind<'t>, Refusal> {
        let mut items = Vec::new();
        self.space();
        if self.eat(b']') {
            return Ok(Kind::List(items));
        }
        loop {
            self.space();
            items.push(self.value()?);
            if !self.more(b']', "`,` or `]`")? {
                return Ok(Kind::List(items));
            }
        }
    }

    fn map(&mut self) -> Result<Kind<'t>, Refusal> {
        let mut entries = Vec::new();
        self.space();
        if self.eat(b'}') {
            return Ok(Kind::Map(entries));
        }
        loop {
            self.space();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a key in double quotes"));
            }
            let text = self.string()?;
            let key = Key { place: Place::new(start, self.at), text };
            self.space();
            if !self.eat(b':') {
                return Err(self.unexpected("`:` after a key"));
            }
            self.space();
            let value = self.value()?;
            entries.push((key, value));
            if !self.more(b'}', "`,` or `}`")? {
                self.drop_duplicates(&mut entries);
                return Ok(Kind::Map(entries));
            }
        }
    }

    /// After an item: whether another follows.
    fn more(&mut self, close: u8, wanted: &str) -> Result<bool, Refusal> {
        self.space();
        if self.eat(close) {
            return Ok(false);
        }
        let comma = self.at;
        if !self.eat(b',') {
            return Err(self.unexpected(wanted));
        }
        self.space();
        if self.peek() == Some(close) {
            let place = Place::new(comma, comma + 1);
            return Err(Box::new(
                Problem::new(code::SYNTAX, place, "a comma with nothing after it")
                    .label("remove this comma"),
            ));
        }
        Ok(true)
    }

    /// The first of two equal keys stays; every further one is a problem.
    fn drop_duplicates(&mut self, entries: &mut Vec<(Key<'t>, Node<'t>)>) {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        // Stable: equal keys stay in the order of the file.
        order.sort_by(|&a, &b| entries[a].0.text.cmp(&entries[b].0.text));
        let mut doomed = vec![false; entries.len()];
        for pair in order.windows(2) {
            let (first, second) = (&entries[pair[0]].0, &entries[pair[1]].0);
            if first.text == second.text {
                doomed[pair[1]] = true;
                let message = format!("the key {} is written twice", quote(&second.text));
                self.problems.push(
                    Problem::new(code::DUPLICATE_KEY, second.place, message)
                        .also(first.place, "first written here"),
                );
            }
        }
        if doomed.contains(&true) {
            let mut doomed = doomed.into_iter();
            entries.retain(|_| !doomed.next().unwrap_or(false));
        }
    }

    /// A text in double quotes.
    fn string(&mut self) -> Result<Cow<'t, str>, Refusal> {
        let open = self.at;
        self.at += 1;
        let mut from = self.at;
        let mut text = Cow::Borrowed("");
        loop {
            match self.peek() {
                Some(b'"') => {
                    text += &self.text[from..self.at];
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    text += &self.text[from..self.at];
                    text.to_mut().push(self.escape()?);
                    from = self.at;
                }
                Some(0..=0x1f) | None => {
                    // The quote may have been forgotten long before: show where the text starts.
                    let (message, help) = match self.peek() {
                        Some(b'\t') => ("a raw tab in a text", "write it as \\t"),
                        Some(byte) if byte != b'\n' && byte != b'\r' => {
                            ("a raw control character in a text", "write it as \\u00XX")
                        }
                        _ => ("a text that does not end on its line", "close it with \""),
                    };
                    let place = Place::new(open, self.at);
                    return Err(Box::new(Problem::new(code::SYNTAX, place, message).help(help)));
                }
                Some(_) => self.at += 1,
            }
        }
    }

    /// One character, from a backslash on.
    fn escape(&mut self) -> Result<char, Refusal> {
        let start = self.at;
        self.at += 2;
        Ok(match self.text.as_bytes().get(start + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let character = self.unit(start).and_then(|high| {
                    if (0xd800..0xdc00).contains(&high) && self.text[self.at..].starts_with("\\u") {
                        let second = self.at;
                        self.at += 2;
                        let low = self.unit(second)?;
                        let in_range = (0xdc00..0xe000).contains(&low);
                        in_range.then(|| 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))
                    } else {
                        Some(high)
                    }
                });
                match character.and_then(char::from_u32) {
                    Some(character) => character,
                    None => return Err(self.bad_escape(start)),
                }
            }
            _ => return Err(self.bad_escape(start)),
        })
    }

    /// The four hexadecimal digits after the `\u` at `start`.
    fn unit(&mut self, start: usize) -> Option<u32> {
        let digits = self.text.get(start + 2..start + 6)?;
        self.at = start + 6;
        let all_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        all_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    }

    fn bad_escape(&self, start: usize) -> Refusal {
        let place = Place::new(start, start + 1);
        Box::new(
            Problem::new(code::SYNTAX, place, "not an escape that JSON knows")
                .help("a backslash itself is written \\\\, any other character as it is"),
        )
    }

    /// A number as RFC 8259 has it.
    fn number(&mut self) -> Result<&'t str, Refusal> {
        let start = self.at;
        let body = self.text.as_bytes();
        let word_end = body[start..]
            .iter()
            .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')))
            .map_or(body.len(), |length| start + length);
        self.at = word_end;
        let word = &self.text[start..word_end];
        if is_number(word.as_bytes()) {
            return Ok(word);
        }
        let message = format!("{} is not a number in JSON", quote(word));
        let help = "numbers look like 5, -1, 0.25 or 1e3; a quantity is a text: \"30 s\"";
        let place = Place::new(start, word_end);
        Err(Box::new(Problem::new(code::SYNTAX, place, message).help(help)))
    }

    /// Letters, digits and underscores from here on.
    fn bare_word(&mut self) -> &'t str {
        let rest = &self.text[self.at..];
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '$'))
            .unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// Something that JSON does not have here, with the likeliest reason.
    fn unexpected(&mut self, wanted: &str) -> Refusal {
        let start = self.at;
        let rest = &self.text[start..];
        let Some(character) = rest.chars().next() else {
            let message = format!("the file ends where {wanted} should stand");
            return Box::new(Problem::new(code::SYNTAX, self.here(), message));
        };
        let word = self.bare_word();
        let end = self.at.max(start + character.len_utf8());
        self.at = start;
        let found = if word.is_empty() { &rest[..character.len_utf8()] } else { word };
        let help = match character {
            '/' | '#' => Some("JSON has no comments: put remarks into `question` or `sources`"),
            '\'' | '“' | '”' | '„' => Some("texts and keys stand in double quotes: \""),
            '+' | '.' => Some("numbers start with a digit or a minus sign"),
            ',' => Some("a comma stands between two items only"),
            _ if matches!(word, "NaN" | "Infinity") => Some("JSON has finite numbers only"),
            _ if matches!(word, "True" | "False" | "None") => {
                Some("JSON writes true, false and null")
            }
            _ if !word.is_empty() && !matches!(word, "true" | "false" | "null") => {
                Some("texts and keys stand in double quotes: \"")
            }
            '"' => Some("a comma may be missing before this"),
            _ => None,
        };
        let message = format!("expected {wanted}, found {}", quote(found));
        let problem = Problem::new(code::SYNTAX, Place::new(start, end), message);
        Box::new(match help {
            Some(help) => problem.help(help),
            None => problem,
        })
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let eaten = self.peek() == Some(byte);
        self.at += usize::from(eaten);
        eaten
    }

    fn here(&self) -> Place {
        Place::new(self.at, self.at)
    }
}

/// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
fn is_number(word: &[u8]) -> bool {
    let word = word.strip_prefix(b"-").unwrap_or(word);
    let (whole, word) = digits(word);
    if whole == 0 || (whole > 1 && word_starts_with_zero(word, whole)) {
        return false;
    }
    let word = match word[whole..].strip_prefix(b".") {
        Some(fraction) => match digits(fraction) {
            (0, _) => return false,
            (length, fraction) => &fraction[length..],
        },
        None => &word[whole..],
    };
    match word {
        [] => true,
        [b'e' | b'E', power @ ..] => {
            let power = match power {
                [b'+' | b'-', digits @ ..] => digits,
                digits => digits,
            };
            let (length, power) = digits(power);
            length > 0 && length == power.len()
        }
        _ => false,
    }
}

/// How many digits a word starts with, and the word.
fn digits(word: &[u8]) -> (usize, &[u8]) {
    (word.iter().take_while(|byte| byte.is_ascii_digit()).count(), word)
}

fn word_starts_with_zero(word: &[u8], digits: usize) -> bool {
    digits > 0 && word.first() == Some(&b'0')
}
