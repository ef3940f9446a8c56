//! Where a result goes: looked at before anything is run, written once it is there.

use super::args::{Color, Format};
use super::exit::Exit;
use super::stream::{complain, give, say};
use crate::report::{
    Record, record_to_csv, record_to_json, record_to_markdown, record_to_table, save,
};
use crate::scenario::Scenario;
use std::path::Path;

/// The file that is meant; `None` is the standard output, which is also called `-`.
pub(super) fn file(output: Option<&Path>) -> Option<&Path> {
    output.filter(|path| *path != Path::new("-"))
}

/// What is wrong with the output, found before an hour of simulating instead of after: `input` is
/// what it is made of, and `noun` what that is.
pub(super) fn unfit(output: &Path, input: &Path, noun: &str) -> Option<Exit> {
    if is_same(output, input) {
        complain(format!("`-o {}` would overwrite the {noun} itself", output.display()));
        return Some(Exit::Usage);
    }
    let directory = output.parent().filter(|path| !path.as_os_str().is_empty());
    if let Some(directory) = directory.filter(|path| !path.is_dir()) {
        let (output, directory) = (output.display(), directory.display());
        complain(format!("cannot write `{output}`: there is no directory `{directory}`"));
        return Some(Exit::Failed);
    }
    None
}

/// Whether it is a data file that the scenario in `file` draws from.
pub(super) fn is_drawn_from(output: &Path, file: &Path, scenario: &Scenario) -> Option<Exit> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let drawn = scenario.inputs.iter().find(|input| is_same(output, &folder.join(&input.path)))?;
    complain(format!(
        "`-o {}` would overwrite `{}`, which `{}` draws from",
        output.display(),
        drawn.path,
        file.display()
    ));
    Some(Exit::Usage)
}

/// Whether both are one file, by whatever names; `-` is none.
fn is_same(output: &Path, input: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    input != Path::new("-") && real(output).is_some_and(|output| real(input) == Some(output))
}

/// Writes a record; `said` is said to whoever sent it into a file, before the file and behind it.
pub(super) fn write(
    record: &Record,
    output: Option<&Path>,
    format: Option<Format>,
    color: Color,
    said: [&str; 2],
) -> Exit {
    let implied = output.map_or(Format::Table, Format::of);
    // A file gets colours only if they are demanded.
    let colored = if output.is_some() { color == Color::Always } else { color.of_output() };
    let text = match format.unwrap_or(implied) {
        Format::Json => record_to_json(record),
        Format::Table => record_to_table(record, colored),
        Format::Csv => record_to_csv(record),
        Format::Markdown => record_to_markdown(record),
    };
    put(text.as_bytes(), output, said)
}

/// Writes bytes as they are.
pub(super) fn put(bytes: &[u8], output: Option<&Path>, [before, behind]: [&str; 2]) -> Exit {
    let written = match output {
        None => give(bytes),
        Some(path) => save(path, bytes),
    };
    match (written, output) {
        (Err(error), _) => {
            complain(error);
            return Exit::Failed;
        }
        (Ok(()), Some(path)) => say(&format!("wrote{before} `{}`{behind}", path.display())),
        (Ok(()), None) => {}
    }
    Exit::Done
}
