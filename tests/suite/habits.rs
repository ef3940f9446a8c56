//! Habits that a machine can check: short files, no unsafe code, nothing that breaks determinism.
//!
//! `clippy.toml` says most of this to the compiler; this test also sees code that an `#[expect]`
//! has let through, and holds the short list of places that may.

use super::source::{Source, read};

/// A longer file is usually two concepts.
const LONGEST: usize = 500;

/// What production code does not say, and why.
const FORBIDDEN: [(&str, &str); 22] = [
    ("HashMap", "its order changes from run to run: use a Vec or a BTreeMap"),
    ("HashSet", "its order changes from run to run: use a Vec or a BTreeSet"),
    ("Instant::now", "a result may not depend on the clock on the wall"),
    ("SystemTime::now", "a result may not depend on the clock on the wall"),
    ("thread_rng", "draws are made by `random::Chance` alone"),
    ("rand::rng()", "draws are made by `random::Chance` alone"),
    (".ln()", "the platform's last bit differs: use libm::log"),
    (".ln_1p()", "the platform's last bit differs: use libm::log1p"),
    (".log10()", "the platform's last bit differs: use libm::log10"),
    (".log2()", "the platform's last bit differs: use libm::log2"),
    (".exp()", "the platform's last bit differs: use libm::exp"),
    (".exp_m1()", "the platform's last bit differs: use libm::expm1"),
    (".powf(", "the platform's last bit differs: use libm::pow"),
    (".powi(", "its rounding is not specified: multiply, or use libm::pow"),
    (".sin()", "the platform's last bit differs: use libm::sin"),
    (".cos()", "the platform's last bit differs: use libm::cos"),
    ("f64::ln", "the platform's last bit differs: use libm::log"),
    ("f64::exp", "the platform's last bit differs: use libm::exp"),
    ("f64::powf", "the platform's last bit differs: use libm::pow"),
    ("todo!", "finish it, or leave it out and say so in the docs"),
    ("unimplemented!", "finish it, or leave it out and say so in the docs"),
    ("mod utils", "a list of things that were not named"),
];

/// Where one of them may stand all the same: beginning of the path, word, reason.
const ALLOWED: [(&str, &str, &str); 1] =
    [("src/cli/", "Instant::now", "progress is shown to a person, on standard error")];

fn words_against_the_rules(source: &Source) -> Vec<String> {
    let code = source.production();
    let mut found = Vec::new();
    for (line, text) in code.lines().enumerate() {
        for (word, reason) in FORBIDDEN {
            let allowed = ALLOWED
                .iter()
                .any(|&(path, allowed, _)| source.path.starts_with(path) && word == allowed);
            if text.contains(word) && !allowed {
                found.push(format!("{}:{}: `{word}`: {reason}", source.path, line + 1));
            }
        }
    }
    found
}

#[test]
fn production_code_says_nothing_forbidden() {
    let found: Vec<_> = read(&["src"]).iter().flat_map(words_against_the_rules).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn a_forbidden_word_is_found_in_code_and_not_in_prose() {
    let found = |path: &str, text: &str| {
        words_against_the_rules(&Source { path: path.into(), text: text.into() })
    };
    assert_eq!(
        found("src/engine/run.rs", "fn f(x: f64) -> f64 {\n    x.ln()\n}"),
        ["src/engine/run.rs:2: `.ln()`: the platform's last bit differs: use libm::log"]
    );
    assert_eq!(found("src/engine/run.rs", "// a HashMap would do\nlet x = \"todo!\";"), [""; 0]);
    assert_eq!(found("src/cli/progress.rs", "let t = Instant::now();"), [""; 0]);
    assert_eq!(found("src/study/run.rs", "let t = Instant::now();").len(), 1);
}

#[test]
fn no_file_is_longer_than_can_be_read_at_a_sitting() {
    let long: Vec<_> = read(&["src", "tests", "benches", "examples"])
        .iter()
        .map(|source| (source.text.lines().count(), source.path.clone()))
        .filter(|(lines, _)| *lines > LONGEST)
        .collect();
    assert!(long.is_empty(), "longer than {LONGEST} lines: {long:?}");
}

#[test]
fn every_file_opens_with_what_it_is() {
    let sources = read(&["src", "tests", "benches", "examples"]);
    let silent: Vec<_> =
        sources.iter().filter(|source| !source.text.starts_with("//!")).map(|s| &s.path).collect();
    assert!(silent.is_empty(), "no `//!` header: {silent:?}");
}

#[test]
fn unsafe_code_is_forbidden_and_missing_docs_are_denied() {
    let sources = read(&["src"]);
    let library = sources.iter().find(|source| source.path == "src/lib.rs");
    let text = &library.expect("the crate has a library").text;
    assert!(text.contains("#![forbid(unsafe_code)]"));
    assert!(text.contains("#![deny(missing_docs)]"));
}
