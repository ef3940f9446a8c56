//! `hadr run`: a scenario in, a report out.

use super::args::{Color, Run};
use super::exit::Exit;
use super::interrupt;
use super::output::{file, is_drawn_from, unfit, write};
use super::progress::Telling;
use super::stream::{complain, say};
use crate::report::{Record, Report, Verdict};
use crate::scenario::{self, Rejection};
use crate::study::{self, Options};
use std::path::Path;
use std::sync::Arc;

/// Runs it.
pub(super) fn run(args: &Run, color: Color) -> Exit {
    let output = file(args.output.as_deref());
    if let Some(trouble) = output.and_then(|path| unfit(path, &args.file, "scenario")) {
        return trouble;
    }
    let scenario = match scenario::read(&args.file) {
        Ok(scenario) => scenario,
        Err(rejection) => {
            say(&rejection.render(color.of_talk()));
            return code_of(&rejection);
        }
    };
    if let Some(trouble) = output.and_then(|path| is_drawn_from(path, &args.file, &scenario)) {
        return trouble;
    }
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
        Ok(report) => tell(report, args, output, color),
        Err(error) => {
            complain(&error);
            Exit::from(&error)
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

fn tell(report: Report, args: &Run, output: Option<&Path>, color: Color) -> Exit {
    let (summary, exit) = (summary(&report), exit(&report));
    let before = if report.interrupted.is_some() { " what was done until interrupted" } else { "" };
    let record = Record::Result(Box::new(report));
    match write(&record, output, args.format, color, [before, &summary]) {
        Exit::Done => exit,
        trouble => trouble,
    }
}

fn exit(report: &Report) -> Exit {
    match report.interrupted {
        Some(_) => Exit::Interrupted,
        None => Exit::from(report.verdict()),
    }
}

/// One line for whoever sent the result into a file.
fn summary(report: &Report) -> String {
    let count = |verdict| report.objectives.iter().filter(|o| o.verdict == verdict).count();
    let counts: Vec<String> = [Verdict::Met, Verdict::Undecided, Verdict::Missed]
        .into_iter()
        .map(|verdict| (count(verdict), verdict.word()))
        .filter(|&(count, _)| count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let objectives = match counts.is_empty() {
        true => "none".to_owned(),
        false => counts.join(", "),
    };
    format!("; objectives: {objectives}; seed {}", report.seed)
}

#[cfg(test)]
mod tests {
    use super::super::args::{Hadr, Verb};
    use super::*;
    use crate::report::{SCHEMA, from_json, to_csv, to_json, to_markdown, to_table};
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
        let exit = tell(report.clone(), &args, args.output.as_deref(), color);
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
        assert_eq!(
            summary(&report(&["met", "missed", "met"])),
            "; objectives: 2 met, 1 missed; seed 7"
        );
        assert_eq!(summary(&report(&[])), "; objectives: none; seed 7");
    }
}
