//! Reads the crate's own source as the rules about it need it: production code without comments,
//! texts and tests, and the modules that a piece of code names.

use std::fs;
use std::path::{Path, PathBuf};

/// One source file.
#[derive(Clone, Debug)]
pub struct Source {
    /// From the top of the package, with slashes: `src/random/law.rs`.
    pub path: String,
    /// All of it.
    pub text: String,
}

/// Something named by its place in the crate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    /// Where, from 1.
    pub line: usize,
    /// `["random", "law", "Law"]` for `crate::random::law::Law`, however it was written.
    pub path: Vec<String>,
}

/// Every `.rs` file below these folders of the package, in order of path; missing folders are
/// empty.
pub fn read(folders: &[&str]) -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    folders.iter().for_each(|folder| list(&top.join(folder), &mut paths));
    paths.sort();
    let source = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a listed file can be read");
        let path = path.strip_prefix(top).expect("it was listed below the package");
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        Source { path: parts.join("/"), text }
    };
    paths.into_iter().map(source).collect()
}

fn list(folder: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an open folder can be read").path();
        if path.is_dir() {
            list(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

impl Source {
    /// The module this file is: `["random", "law"]` for `src/random/law.rs`.
    pub fn module(&self) -> Vec<String> {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut module: Vec<_> = path.split('/').map(String::from).collect();
        if module.last().is_some_and(|last| last == "mod") {
            module.pop();
        }
        module
    }

    /// The code that ships: comments, texts and what stands under `#[cfg(test)]` are blank, and
    /// every line keeps its number.
    pub fn production(&self) -> String {
        without_tests(&without_texts(&self.text))
    }

    /// The modules that this file declares for tests only.
    pub fn test_modules(&self) -> Vec<String> {
        let code = without_texts(&self.text);
        let after = code.split("#[cfg(test)]").skip(1);
        let name = |item: &str| {
            let (head, _) = item.split_once(';')?;
            let name = head.trim().strip_prefix("mod ")?;
            name.chars().all(|c| c.is_alphanumeric() || c == '_').then(|| name.to_string())
        };
        after.filter_map(name).collect()
    }

    /// Everything of this crate that the production code names, `use` or not.
    pub fn imports(&self) -> Vec<Import> {
        let code = self.production();
        let tokens = tokens(&code);
        let mut imports = Vec::new();
        for start in 0..tokens.len() {
            let begins = matches!(tokens[start].1, "crate" | "super" | "self");
            let inside = start > 0 && tokens[start - 1].1 == "::";
            let goes_on = tokens.get(start + 1).is_some_and(|next| next.1 == "::");
            if begins && goes_on && !inside {
                leaves(&tokens, start, &self.module(), &mut imports);
            }
        }
        imports
    }
}

/// Blanks comments, character and string literals.
fn without_texts(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw_text(rest) {
            let close = format!("\"{}", "#".repeat(hashes));
            let open = hashes + 2;
            rest[open..].find(&close).map_or(rest.len(), |end| open + end + close.len())
        } else if first == '"' {
            literal(rest, '"')
        } else if first == '\'' && is_character(rest) {
            literal(rest, '\'')
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        out.extend(rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[length..];
    }
    out
}

/// How many hashes a raw string begins with, if one begins here.
fn raw_text(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// Whether a quote begins a character and not a lifetime.
fn is_character(rest: &str) -> bool {
    let mut after = rest.chars().skip(1);
    after.next() == Some('\\') || after.next() == Some('\'')
}

/// The length of a literal up to its closing quote, escapes skipped.
fn literal(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    rest.len()
}

/// Blanks the item after each `#[cfg(test)]`: up to its semicolon or its closing brace.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = code.to_string();
    while let Some(start) = out.find(MARK) {
        let mut depth = 0_usize;
        let mut end = out.len();
        for (at, c) in out[start + MARK.len()..].char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && matches!(c, ';' | '}') {
                end = start + MARK.len() + at + 1;
                break;
            }
        }
        let blank = |c: char| if c == '\n' { '\n' } else { ' ' };
        let blanked: String = out[start..end].chars().map(blank).collect();
        out.replace_range(start..end, &blanked);
    }
    out
}

/// Words and signs with their line; paths need only words, `::` and braces.
fn tokens(code: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    for (line, mut rest) in code.lines().enumerate().map(|(line, text)| (line + 1, text)) {
        while let Some(first) = rest.chars().next() {
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let length = match word {
                0 if rest.starts_with("::") => 2,
                0 => first.len_utf8(),
                _ => word,
            };
            if !first.is_whitespace() {
                tokens.push((line, &rest[..length]));
            }
            rest = &rest[length..];
        }
    }
    tokens
}

/// Follows a path, into its braces if it has any, and notes every end; returns where it stopped.
fn leaves(
    tokens: &[(usize, &str)],
    mut at: usize,
    here: &[String],
    imports: &mut Vec<Import>,
) -> usize {
    let mut path = here.to_vec();
    while let Some(&(line, word)) = tokens.get(at) {
        match word {
            "crate" => path.clear(),
            "super" => drop(path.pop()),
            "self" => {}
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token.1 != "}") {
                    at = leaves(tokens, at, &path, imports);
                    // An `as` and its name, and the comma.
                    while tokens.get(at).is_some_and(|token| !matches!(token.1, "," | "}")) {
                        at += 1;
                    }
                    at += usize::from(tokens.get(at).is_some_and(|token| token.1 == ","));
                }
                return at + 1;
            }
            _ => path.push(word.to_string()),
        }
        at += 1;
        if tokens.get(at).is_none_or(|token| token.1 != "::") {
            imports.push(Import { line, path });
            return at;
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.into(), text: text.into() }
    }

    fn named(path: &str, text: &str) -> Vec<String> {
        source(path, text)
            .imports()
            .iter()
            .map(|i| format!("{} {}", i.line, i.path.join("::")))
            .collect()
    }

    #[test]
    fn a_path_is_found_however_it_is_written() {
        assert_eq!(named("src/a/b.rs", "use crate::x::Y;"), ["1 x::Y"]);
        assert_eq!(named("src/a/b.rs", "use super::c::D;"), ["1 a::c::D"]);
        assert_eq!(named("src/a/mod.rs", "use super::c;\nuse self::d::E;"), ["1 c", "2 a::d::E"]);
        let tree = "use crate::{\n    x::{Y, self as Z},\n    w::*,\n};\nfn f() { crate::v::g() }";
        assert_eq!(named("src/a/b.rs", tree), ["2 x::Y", "2 x", "3 w::*", "5 v::g"]);
        assert_eq!(named("src/a/b.rs", "pub(crate) fn f(self) {}"), [""; 0]);
    }

    #[test]
    fn comments_texts_and_tests_are_not_code() {
        let text = r##"
// use crate::a::B;
/* use crate::a::B; */
const T: &str = "crate::a::B \" crate::a::B";
const R: &str = r#"crate::a::"B""#;
const C: (char, char) = ('"', '\'');
fn keep<'a>(x: &'a crate::k::L) {}
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests { use crate::a::B; mod inner { use crate::a::B; } }
use crate::m::N;
"##;
        assert_eq!(named("src/z.rs", text), ["7 k::L", "12 m::N"]);
        assert_eq!(source("src/z.rs", text).test_modules(), ["oracle"]);
    }
}
