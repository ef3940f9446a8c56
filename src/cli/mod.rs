//! The command line: arguments, streams, exit codes. Nothing else in the program prints.

mod args;
mod chart;
mod check;
mod compare;
mod designs;
mod exit;
mod interrupt;
mod output;
mod progress;
mod report;
mod run;
mod sensitivity;
mod stream;
mod sweep;

use args::{Hadr, Verb};
use clap::Parser;
use exit::Exit;
use std::ffi::OsString;
use std::panic;
use std::process::ExitCode;

/// Does what the arguments ask, the program's own name first, and returns how it went.
pub fn main(arguments: Vec<OsString>) -> ExitCode {
    confess_panics(&arguments);
    // The hook has spoken; what is left is the exit code.
    let exit = panic::catch_unwind(|| obey(&arguments)).unwrap_or(Exit::Failed);
    exit.into()
}

fn obey(arguments: &[OsString]) -> Exit {
    let hadr = match Hadr::try_parse_from(arguments) {
        Ok(hadr) => hadr,
        Err(error) => {
            // Help and version come as errors too, on the standard output and with code 0.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    match &hadr.verb {
        Verb::Run(args) => run::run(args, hadr.color),
        Verb::Check(args) => check::check(args, hadr.color),
        Verb::Chart(args) => chart::chart(args),
        Verb::Report(args) => report::report(args),
        Verb::Compare(args) => compare::compare(args, hadr.color),
        Verb::Sweep(args) => sweep::sweep(args, hadr.color),
        Verb::Sensitivity(args) => sensitivity::sensitivity(args, hadr.color),
    }
}

/// After the message of a panic, says whose mistake it is and how to see it again.
fn confess_panics(arguments: &[OsString]) {
    let words: Vec<String> = arguments.iter().map(|word| quoted(&word.to_string_lossy())).collect();
    let call = words.join(" ");
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        usual(info);
        let version = env!("CARGO_PKG_VERSION");
        stream::say(&format!(
            "this is a mistake in hadr {version}, not in your scenario; reproduce it with: {call}"
        ));
    }));
}

/// A word as a shell would need it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_well_formed() {
        Hadr::command().debug_assert();
    }

    #[test]
    fn words_are_quoted_as_a_shell_needs_them() {
        assert_eq!(quoted("pool.json"), "pool.json");
        assert_eq!(quoted("my pool's.json"), r"'my pool'\''s.json'");
        assert_eq!(quoted(""), "''");
    }
}
