//! `hadr check`: all that is wrong with all the files, without running any.

use super::args::{Check, Color};
use super::exit::Exit;
use super::run::code_of;
use super::stream::{complain, give, say};
use crate::scenario::{self, Scenario};

/// Checks them; an unreadable file outweighs an invalid one.
pub(super) fn check(args: &Check, color: Color) -> Exit {
    let mut exit = Exit::Done;
    for file in &args.files {
        match scenario::read(file) {
            Ok(scenario) => {
                if !scenario.warnings.is_empty() {
                    say(&scenario.warnings.render(color.of_talk()));
                }
                let line = format!("{}: {}\n", file.display(), found(&scenario));
                if let Err(error) = give(line.as_bytes()) {
                    complain(error);
                    return Exit::Failed;
                }
            }
            Err(rejection) => {
                say(&rejection.render(color.of_talk()));
                if exit != Exit::Failed {
                    exit = code_of(&rejection);
                }
            }
        }
    }
    exit
}

fn found(scenario: &Scenario) -> String {
    let blueprint = &scenario.blueprint;
    let members = blueprint.families.iter().map(|f| u64::from(f.count.unwrap_or(1))).sum();
    let incidents = blueprint.incidents.len() as u64;
    let mut line =
        format!("ok, {}, {}", counted(members, "member"), counted(incidents, "incident"));
    let warnings = scenario.warnings.count() as u64;
    if warnings > 0 {
        line.push_str(&format!(", {}", counted(warnings, "warning")));
    }
    line
}

fn counted(count: u64, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {word}{plural}")
}
