//! The layers of the house: a file may import only from below. The table is the drawing of
//! `docs/architecture.md`.

use super::source::{Source, read};

/// Folder and layer. A file imports from its own folder and from smaller numbers.
const LAYERS: [(&str, u32); 15] = [
    ("quantity", 0),
    ("stats", 0),
    ("random", 1),
    ("engine", 1),
    ("report", 1),
    ("system", 2),
    ("chart", 2),
    ("page", 3),
    ("detection", 3),
    ("redundancy", 3),
    ("metric", 3),
    ("estimator", 4),
    ("scenario", 5),
    ("study", 6),
    ("cli", 7),
];

/// Folders whose files are alternatives to each other: what two of them share lies in the `mod.rs`
/// above them, or deeper in the house.
const CATALOGUES: [&[&str]; 5] =
    [&["detection"], &["redundancy"], &["metric"], &["chart"], &["random", "law"]];

/// The front door and the program hold no rules of their own.
const FREE: [&str; 2] = ["src/lib.rs", "src/main.rs"];

fn layer(folder: &str) -> Option<u32> {
    LAYERS.iter().find(|(name, _)| *name == folder).map(|&(_, layer)| layer)
}

/// Every import against the rules, in words.
fn breaches(sources: &[Source]) -> Vec<String> {
    let test_files: Vec<Vec<String>> = sources.iter().flat_map(test_files_of).collect();
    let shipped = |source: &&Source| {
        !FREE.contains(&source.path.as_str()) && !test_files.contains(&source.module())
    };
    sources.iter().filter(shipped).flat_map(|source| breaches_of(source, sources)).collect()
}

/// The modules a file declares under `#[cfg(test)]`; they lie beside a `mod.rs`, below any other.
fn test_files_of(source: &Source) -> Vec<Vec<String>> {
    let below = |name: String| source.module().into_iter().chain([name]).collect();
    source.test_modules().into_iter().map(below).collect()
}

fn breaches_of(source: &Source, sources: &[Source]) -> Vec<String> {
    let module = source.module();
    let own = &module[0];
    let Some(own_layer) = layer(own) else {
        return vec![format!("{}: `{own}` is not in the table of layers", source.path)];
    };
    let mut found = Vec::new();
    for import in source.imports() {
        let Some(folder) = import.path.first() else { continue };
        let names =
            format!("{}:{}: imports `{}`", source.path, import.line, import.path.join("::"));
        match layer(folder) {
            Some(_) if folder == own => {
                if is_sibling(&module, &import.path, sources) {
                    found.push(format!("{names}, another file of its catalogue"));
                }
            }
            Some(layer) if layer >= own_layer => {
                found.push(format!("{names} of layer {layer} into layer {own_layer}"));
            }
            Some(_) => {}
            // What `lib.rs` re-exports is for users of the crate.
            None => found.push(format!("{names}, which no layer holds")),
        }
    }
    found
}

/// Whether `import` lies in another file of the catalogue that `module` belongs to.
fn is_sibling(module: &[String], import: &[String], sources: &[Source]) -> bool {
    let starts = |path: &[String], with: &[&str]| path.iter().zip(with).all(|(a, b)| a == b);
    CATALOGUES.iter().any(|catalogue| {
        let depth = catalogue.len();
        let both_inside = module.len() > depth
            && import.len() > depth
            && starts(module, catalogue)
            && starts(import, catalogue);
        // A name that is no file is something the catalogue's own `mod.rs` holds.
        both_inside
            && module[depth] != import[depth]
            && sources.iter().any(|source| source.module() == import[..=depth])
    })
}

#[test]
fn every_file_imports_only_from_below() {
    let breaches = breaches(&read(&["src"]));
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

/// The breaches of one made-up file in a small made-up house.
fn breaches_in(path: &str, text: &str) -> Vec<String> {
    let made_up = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let mut sources = vec![
        made_up("src/detection/mod.rs", "pub mod lease;\npub use lease::Lease;"),
        made_up("src/detection/lease.rs", "use crate::quantity::Span;"),
        made_up("src/metric/outage.rs", ""),
    ];
    sources.push(made_up(path, text));
    breaches(&sources)
}

#[test]
fn an_import_from_above_or_beside_is_found() {
    assert_eq!(
        breaches_in("src/engine/run.rs", "\nuse crate::{quantity::Time, system::Trial};"),
        ["src/engine/run.rs:2: imports `system::Trial` of layer 2 into layer 1"]
    );
    assert_eq!(
        breaches_in("src/metric/mod.rs", "fn f() -> crate::detection::Lease { todo() }"),
        ["src/metric/mod.rs:1: imports `detection::Lease` of layer 3 into layer 3"]
    );
    assert_eq!(
        breaches_in("src/stats/mod.rs", "use super::quantity::Span;"),
        ["src/stats/mod.rs:1: imports `quantity::Span` of layer 0 into layer 0"]
    );
}

#[test]
fn an_import_of_a_sibling_is_found_and_one_of_the_folder_is_not() {
    assert_eq!(
        breaches_in("src/detection/probe.rs", "use super::lease::Lease;"),
        ["src/detection/probe.rs:1: imports `detection::lease::Lease`, \
             another file of its catalogue"]
    );
    let allowed = "use super::{Lease, shared};\nuse crate::system::View;";
    assert_eq!(breaches_in("src/detection/probe.rs", allowed), [""; 0]);
    let inner = "use super::parts::Part;\nuse crate::detection::probe::Probe;";
    assert_eq!(breaches_in("src/detection/probe/parts.rs", inner), [""; 0]);
}

#[test]
fn tests_may_import_anything_and_unknown_folders_are_refused() {
    let tests = "#[cfg(test)]\nmod tests {\n    use crate::cli::run;\n}\n";
    assert_eq!(breaches_in("src/engine/run.rs", tests), [""; 0]);
    assert_eq!(
        breaches_in("src/utils/mod.rs", ""),
        ["src/utils/mod.rs: `utils` is not in the table of layers"]
    );
    assert_eq!(
        breaches_in("src/engine/run.rs", "use crate::Scenario;"),
        ["src/engine/run.rs:1: imports `Scenario`, which no layer holds"]
    );
}
