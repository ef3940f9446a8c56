//! `hadr run`: a scenario in, a report out.

use super::args::{Color, Format, Run};
use super::exit::Exit;
use super::interrupt;
use super::progress::Telling;
use super::stream::{complain, give, say};
use crate::report::{Report, Verdict, save, to_csv, to_json, to_markdown, to_table};
use crate::scenario::{self, Rejection};
use crate::study::{self, Options};
use std::path::Path;
use std::sync::Arc;

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
    if let (Some(trial), None) = (args.trial, &scenario.study.incidents) {
        complain(format!(
            "`--trial {trial}` tells the story of an incident, and `{}` has none; leave it out, or \
             script one in `incidents`",
            args.file.display()
        ));
        return Exit::Usage;
    }
    if let (Some(trial), None) = (args.replay, &scenario.study.estimate) {
        complain(format!(
            "`--replay {trial}` tells a trial of a long run, and `{}` asks for none; leave it out, \
             or state `estimate` in its `study`",
            args.file.display()
        ));
        return Exit::Usage;
    }
    if args.perfecting.is_some() && scenario.study.estimate.is_none() {
        complain(format!(
            "`--perfecting` is about a long run, and `{}` asks for none; leave it out, or state \
             `estimate` in its `study`",
            args.file.display()
        ));
        return Exit::Usage;
    }
    if args.precision.is_some() && scenario.study.estimate.is_none() {
        complain(format!(
            "`--precision` ends the trials of a long run, and `{}` asks for none; leave it out, or \
             ask for one in `study.estimate`",
            args.file.display()
        ));
        return Exit::Usage;
    }
    let options = options(args);
    interrupt::heed(&options.watch.stop());
    let telling = Telling::of(&options.watch, args.progress);
    let result = study::run(&scenario, &options);
    drop(telling);
    match result {
        Ok(report) => write(&report, args, output, color),
        Err(error) => {
            complain(&error);
            if error.is_of_the_call() { Exit::Usage } else { Exit::Failed }
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
pub(super) fn unfit(output: &Path, input: &Path) -> Option<Exit> {
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
        precision: args.precision,
        perfecting: args.perfecting.map(|most| most as usize),
        trial: args.trial,
        replay: args.replay,
        audit: args.audit,
        threads: args.threads.map(usize::from),
        events: args.events,
        watch: Arc::default(),
    }
}

fn write(report: &Report, args: &Run, output: Option<&Path>, color: Color) -> Exit {
    let implied = output.map_or(Format::Table, Format::of);
    // A file gets colours only if they are demanded.
    let colored = if output.is_some() { color == Color::Always } else { color.of_output() };
    let text = match args.format.unwrap_or(implied) {
        Format::Json => to_json(report),
        Format::Table => to_table(report, colored),
        Format::Csv => to_csv(report),
        Format::Markdown => to_markdown(report),
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
    match report.interrupted {
        Some(_) => Exit::Interrupted,
        None => Exit::from(report.verdict()),
    }
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
    let ended = if report.interrupted.is_some() { " what was done until interrupted" } else { "" };
    format!("wrote{ended} `{}`; objectives: {objectives}; seed {}", path.display(), report.seed)
}

#[cfg(test)]
mod tests {
    use super::super::args::{Hadr, Verb};
    use super::*;
    use crate::report::{SCHEMA, from_json};
    use clap::Parser;
    use std::path::PathBuf;

    /// A result with objectives that fared so, in the words of the record.
    fn report(verdicts: &[&str]) -> Report {
        let objective = |verdict: &&str| {
            format!(
                r#"{{"name":"quick","demand":"d","incident":null,"seen":"s","verdict":"{verdict}"}}"#
            )
        };
        let objectives: Vec<String> = verdicts.iter().map(objective).collect();
        let objectives = objectives.join(",");
        let text = format!(
            r#"{{"schema":"{SCHEMA}","version":"0","title":"t","question":null,"sources":[],
                "scenario_hash":"h","seed":7,"incidents":[],"estimate":null,
                "objectives":[{objectives}],"assumptions":[]}}"#
        );
        from_json(&text).expect("it is a record")
    }

    /// Writes a result to a file of this name with these arguments, and returns what is in it.
    fn written(name: &str, arguments: &[&str], report: &Report) -> (String, Exit) {
        let name = format!("hadr-cli-run-{}-{name}", std::process::id());
        let path: PathBuf = std::env::temp_dir().join(name);
        let word = path.to_string_lossy().into_owned();
        let words =
            ["hadr", "run", "x.json", "-o", &word].into_iter().chain(arguments.iter().copied());
        let Ok(Hadr { verb: Verb::Run(args), color }) = Hadr::try_parse_from(words) else {
            panic!("the arguments are well formed");
        };
        let exit = write(report, &args, args.output.as_deref(), color);
        let text = std::fs::read_to_string(&path).expect("it was written");
        std::fs::remove_file(&path).expect("it is ours");
        (text, exit)
    }

    #[test]
    fn the_suffix_implies_the_format_and_the_argument_outweighs_it() {
        let report = report(&[]);
        let (json, table) = (to_json(&report), to_table(&report, false));
        assert_eq!(written("a.json", &[], &report), (json.clone(), Exit::Done));
        assert_eq!(written("b.txt", &[], &report), (table.clone(), Exit::Done));
        assert_eq!(written("b.CSV", &[], &report), (to_csv(&report), Exit::Done));
        assert_eq!(written("b.md", &[], &report), (to_markdown(&report), Exit::Done));
        assert_eq!(written("c.json", &["--format", "table"], &report), (table, Exit::Done));
        assert_eq!(written("d.txt", &["--format", "json"], &report), (json, Exit::Done));
        let painted = written("e.txt", &["--color", "always"], &report).0;
        assert_eq!(painted, to_table(&report, true));
    }

    #[test]
    fn the_worst_verdict_is_the_exit_code() {
        for (verdicts, exit) in [
            (&[][..], Exit::Done),
            (&["met"], Exit::Done),
            (&["met", "undecided"], Exit::Undecided),
            (&["missed", "undecided", "met"], Exit::Missed),
        ] {
            assert_eq!(written("f.json", &[], &report(verdicts)).1, exit, "{verdicts:?}");
        }
    }

    #[test]
    fn the_summary_counts_the_verdicts() {
        let path = Path::new("result.json");
        assert_eq!(
            summary(&report(&["met", "missed", "met"]), path),
            "wrote `result.json`; objectives: 2 met, 1 missed; seed 7"
        );
        assert_eq!(summary(&report(&[]), path), "wrote `result.json`; objectives: none; seed 7");
    }
}
