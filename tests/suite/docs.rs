//! What README and docs say can be done, can be done: their commands run, their JSON is JSON, their
//! scenarios are scenarios, and the files they name exist.
//!
//! A block of ```` ```sh ```` is run line by line where a line begins with `hadr` or
//! `cargo run --release -- `; `# ends with 3` after a command is the exit code it promises, else 0.
//! All commands of a page run in one directory, in order, so that one may use what another wrote.

use crate::table::directory;
use hadr::chart::{Format, draw};
use hadr::study::Options;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Every page: its path from the top of the package, and its text.
fn pages() -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![top.join("README.md")];
    list(&top.join("docs"), &mut paths);
    paths.sort();
    let page = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a listed file can be read");
        let path = path.strip_prefix(top).expect("it was listed below the package");
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        (parts.join("/"), text)
    };
    paths.into_iter().map(page).collect()
}

fn list(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an open folder can be read").path();
        if path.is_dir() {
            list(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            paths.push(path);
        }
    }
}

/// The fenced blocks of a kind.
fn blocks<'a>(text: &'a str, kind: &str) -> Vec<&'a str> {
    let fence = format!("\n```{kind}\n");
    let starts = text.match_indices(&fence).map(|(at, _)| &text[at + fence.len()..]);
    starts.map(|rest| &rest[..rest.find("\n```").expect("the block ends") + 1]).collect()
}

/// A command of this program, as a shell would get it, and the exit code it promises.
fn command(line: &str) -> Option<(String, i32)> {
    let (line, code) = match line.split_once("# ends with ") {
        Some((line, code)) => (line, code.trim().parse().expect("a code is a number")),
        None => (line, 0),
    };
    let line = line.trim();
    let rest = line
        .strip_prefix("cargo run --release -- ")
        .or_else(|| line.strip_prefix("hadr "))
        .or_else(|| line.strip_prefix("NO_COLOR=1 hadr "))?;
    Some((format!("hadr {rest}"), code))
}

/// The directory as a reader of the page has it: the scenarios, and nothing else.
fn checkout(page: &str) -> PathBuf {
    let directory = directory(&format!("docs-{}", page.replace('/', "-")));
    let scenarios = directory.join("scenarios");
    std::fs::create_dir(&scenarios).expect("the target directory is ours");
    for file in crate::scenarios::files() {
        let name = file.file_name().expect("files have names");
        std::fs::copy(&file, scenarios.join(name)).expect("the target directory is ours");
    }
    directory
}

#[test]
fn every_command_does_what_its_page_says() {
    let program = Path::new(env!("CARGO_BIN_EXE_hadr"));
    let mut path = program.parent().expect("it is in a directory").as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let mut run = 0;
    for (page, text) in pages() {
        let mut directory = None;
        for line in blocks(&text, "sh").into_iter().flat_map(str::lines) {
            let Some((command, code)) = command(line) else { continue };
            let directory = directory.get_or_insert_with(|| checkout(&page));
            let output = Command::new("sh")
                .args(["-c", &command])
                .current_dir(directory)
                .env("PATH", &path)
                .stdin(Stdio::null())
                .output()
                .expect("there is a shell");
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(code), "{page}: {line}\n{told}");
            run += 1;
        }
    }
    assert!(run >= 10, "the README has a tour: {run} commands");
}

#[test]
fn every_piece_of_json_is_json_and_every_scenario_valid() {
    for (page, text) in pages() {
        for block in blocks(&text, "json") {
            let value: Result<serde_json::Value, _> = serde_json::from_str(block);
            let value = value.unwrap_or_else(|error| panic!("{page}: {error} in\n{block}"));
            if value.get("schema").is_some_and(|schema| schema == "hadr/v1")
                && let Err(problems) = hadr::scenario::parse(&page, block.as_bytes())
            {
                panic!("{page}: {problems}");
            }
        }
    }
}

/// The output that the README shows, line by line, is what the program prints; `...` leaves out.
#[test]
fn the_output_in_the_readme_is_real() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.expect("the README is there");
    let output = Command::new(env!("CARGO_BIN_EXE_hadr"))
        .args(["run", "scenarios/lync-paired-datacenters.json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program was built");
    let real = String::from_utf8(output.stdout).expect("a table is UTF-8");
    let mut real = real.lines();
    let shown = blocks(&readme, "text")
        .into_iter()
        .find(|block| block.starts_with("Two paired datacenters: "))
        .expect("the README shows the report");
    for line in shown.lines().filter(|line| line.trim() != "..." && !line.is_empty()) {
        assert!(real.any(|other| other.trim_end() == line), "the program does not print `{line}`");
    }
}

/// Rewritten with `HADR_BLESS=1`, as the digests are.
#[test]
fn the_charts_in_the_readme_are_what_the_program_draws() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, kind) in
        [("lync-paired-datacenters", "incident"), ("active-passive-pair", "exceedance")]
    {
        let file = top.join(format!("scenarios/{name}.json"));
        let scenario =
            hadr::scenario::read(&file).unwrap_or_else(|rejection| panic!("{rejection}"));
        let report = hadr::study::run(&scenario, &Options::default()).expect("it runs");
        let picture = draw(&report, kind, None, Format::Svg).expect("it can be drawn");
        let image = top.join(format!("docs/images/{name}-{kind}.svg"));
        if std::env::var_os("HADR_BLESS").is_some_and(|wish| wish == "1") {
            std::fs::write(&image, &picture).expect("the file is ours");
        }
        let shown = std::fs::read(&image).expect("the README shows it");
        assert!(shown == picture, "{name}: if that is meant: HADR_BLESS=1 cargo test readme");
    }
}

/// Names in backticks that look like paths of this repository, and targets of links.
#[test]
fn every_file_that_a_page_names_exists() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let starts = ["src/", "tests/", "docs/", "scenarios/", "examples/", "benches/", ".ci/"];
    let mut missing = Vec::new();
    for (page, text) in pages() {
        let named = text.split('`').skip(1).step_by(2);
        let inline = named.filter(|name| starts.iter().any(|start| name.starts_with(start)));
        let plain = |name: &&str| !name.contains(['*', '<', ' ', '\n', '{']);
        for name in inline.filter(plain) {
            if !top.join(name).exists() {
                missing.push(format!("{page}: `{name}`"));
            }
        }
        let folder = top.join(&page).parent().expect("a file is in a folder").to_owned();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            if !target.contains("://") && !file.is_empty() && !folder.join(file).exists() {
                missing.push(format!("{page}: ]({target})"));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
}

/// The page on statements names their tests, which exist, and each statement stands over a test with
/// its sources.
#[test]
fn every_statement_has_the_tests_that_its_page_names() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(top.join("docs/methods/statements.md"));
    let page = page.expect("the page is there");
    let mut files = Vec::new();
    sources(&top.join("tests/suite"), &mut files);
    let tests: String = files
        .iter()
        .map(|file| std::fs::read_to_string(file).expect("a listed file can be read"))
        .collect();
    let mut numbers = Vec::new();
    for row in page.lines() {
        let mut cells = row.split(" | ");
        let number = cells.next().and_then(|cell| cell.strip_prefix("| "));
        let Some(number) = number.and_then(|number| number.parse::<u32>().ok()) else { continue };
        let named = row.split('`').skip(1).step_by(2);
        let named: Vec<&str> = named.filter(|name| name.matches('_').count() > 2).collect();
        assert!(!named.is_empty(), "statement {number} has no test");
        for name in named {
            assert!(tests.contains(&format!("fn {name}()")), "statement {number}: `{name}`");
        }
        let over = format!("/// Statement {number} [");
        assert!(tests.contains(&over), "no test says `{over}`");
        numbers.push(number);
    }
    let all: Vec<u32> = (12..=18).chain(20..=28).collect();
    assert_eq!(numbers, all);
}

fn sources(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an open folder can be read").path();
        match path.is_dir() {
            true => sources(&path, paths),
            false => paths.push(path),
        }
    }
}

/// The table of docs/architecture.md names each file of `src/system` once.
#[test]
fn every_file_of_the_middle_has_its_line() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(top.join("docs/architecture.md")).expect("it is there");
    let (_, table) = page.split_once("## Which file of `system`").expect("it has a table");
    let (table, _) = table.split_once("\n## ").expect("others follow");
    let folder = top.join("src/system");
    let mut files = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(inside) = folders.pop() {
        for entry in std::fs::read_dir(inside).expect("the folder is there") {
            let path = entry.expect("an open folder can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let path = path.strip_prefix(&folder).expect("it was listed below the folder");
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            files.push(parts.join("/"));
        }
    }
    files.retain(|file| !["mod.rs", "network/tests.rs"].contains(&file.as_str()));
    assert!(files.len() > 60);
    for file in files {
        // Those of runbooks stand under the name of their folder.
        let name = file.strip_prefix("runbook/").unwrap_or(&file);
        let told = table.matches(&format!("`{name}`")).count();
        assert_eq!(told, 1, "{file} stands {told} times in the table of docs/architecture.md");
    }
}
