//! `hadr run`: a scenario in, a report out.

use super::args::{Color, Format, Run};
use super::exit::Exit;
use super::stream::{complain, give, say};
use crate::report::{Report, Verdict, save, to_json, to_table};
use crate::scenario::{self, Rejection};
use crate::study::{self, Options};
use std::path::Path;

/// Runs it.
pub(super) fn run(args: &Run, color: Color) -> Exit {
    let output = args.output.as_deref().filter(|path| *path != Path::new("-"));
    if let Some(trouble) = output.and_then(|path| unfit(path, &args.file)) {
        return trouble;
    }
    let scenario = match scenario::read(&args.file) {
        Ok(scenario) => scenario,
        Err(rejection) => {
            say(&rejection.render(color.of_talk()));
            return code_of(&rejection);
        }
    };
    match study::run(&scenario, &options(args)) {
        Ok(report) => write(&report, args, output, color),
        Err(error) => {
            complain(error);
            Exit::Failed
        }
    }
}

/// The exit code of a file that is no scenario.
pub(super) fn code_of(rejection: &Rejection) -> Exit {
    match rejection {
        Rejection::Unreadable { .. } => Exit::Failed,
        Rejection::Invalid(..) => Exit::Invalid,
    }
}

/// What is wrong with the output, found before an hour of simulating instead of after.
fn unfit(output: &Path, input: &Path) -> Option<Exit> {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    if real(output).is_some_and(|output| real(input) == Some(output)) {
        complain(format!("`-o {}` would overwrite the scenario itself", output.display()));
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

fn options(args: &Run) -> Options {
    Options {
        seed: args.seed,
        trials: args.trials,
        trial: args.trial,
        audit: args.audit,
        threads: args.threads.map(usize::from),
    }
}

fn write(report: &Report, args: &Run, output: Option<&Path>, color: Color) -> Exit {
    let implied = match output.and_then(Path::extension) {
        Some(suffix) if suffix.eq_ignore_ascii_case("json") => Format::Json,
        _ => Format::Table,
    };
    // A file gets colours only if they are demanded.
    let colored = if output.is_some() { color == Color::Always } else { color.of_output() };
    let text = match args.format.unwrap_or(implied) {
        Format::Json => to_json(report),
        Format::Table => to_table(report, colored),
    };
    let written = match output {
        None => give(text.as_bytes()),
        Some(path) => save(path, text.as_bytes()),
    };
    match (written, output) {
        (Err(error), _) => {
            complain(error);
            return Exit::Failed;
        }
        (Ok(()), Some(path)) => say(&summary(report, path)),
        (Ok(()), None) => {}
    }
    Exit::from(report.verdict())
}

/// One line for whoever sent the result into a file.
fn summary(report: &Report, path: &Path) -> String {
    let count = |verdict| report.objectives.iter().filter(|o| o.verdict == verdict).count();
    let words =
        [(Verdict::Met, "met"), (Verdict::Undecided, "undecided"), (Verdict::Missed, "missed")];
    let counts: Vec<String> = words
        .iter()
        .map(|&(verdict, word)| (count(verdict), word))
        .filter(|&(count, _)| count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let objectives = match counts.is_empty() {
        true => "none".to_owned(),
        false => counts.join(", "),
    };
    format!("wrote `{}`; objectives: {objectives}; seed {}", path.display(), report.seed)
}
