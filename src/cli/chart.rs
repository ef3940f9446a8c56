//! `hadr chart`: draws a saved result, and simulates nothing.

use super::args::Chart;
use super::exit::Exit;
use super::output::{put, unfit};
use super::stream::complain;
use crate::chart::{ChartError, Format, draw_record};
use crate::report::{Record, read_record};
use std::io::{self, Read};
use std::path::Path;

/// Draws it.
pub(super) fn chart(args: &Chart) -> Exit {
    let path = args.output.as_path();
    let Some(format) = format_of(path) else {
        let path = path.display();
        complain(format!("`-o {path}` names no kind of picture; end it in `.svg` or `.png`"));
        return Exit::Usage;
    };
    if let Some(trouble) = unfit(path, &args.result, "result") {
        return trouble;
    }
    let report = match read(&args.result) {
        Ok(report) => report,
        Err(reason) => {
            complain(reason);
            return Exit::Failed;
        }
    };
    match draw_record(&report, &args.kind, args.incident.as_deref(), format) {
        Ok(picture) => put(&picture, Some(path), ["", ""]),
        Err(error) => {
            complain(&error);
            code_of(&error)
        }
    }
}

fn format_of(path: &Path) -> Option<Format> {
    let suffix = path.extension()?;
    [("svg", Format::Svg), ("png", Format::Png)]
        .into_iter()
        .find(|(word, _)| suffix.eq_ignore_ascii_case(word))
        .map(|(_, format)| format)
}

/// Reads a saved result.
pub(super) fn read(path: &Path) -> Result<Record, String> {
    let mut bytes = Vec::new();
    let read = match path {
        path if path == Path::new("-") => io::stdin().lock().read_to_end(&mut bytes).map(|_| ()),
        path => std::fs::read(path).map(|all| bytes = all),
    };
    read.map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    // What is not UTF-8 is not JSON either, and is told the same.
    read_record(&String::from_utf8_lossy(&bytes)).map_err(|e| format!("`{}` {e}", path.display()))
}

/// Asking for what the result does not have is a mistake of the call.
fn code_of(error: &ChartError) -> Exit {
    match error {
        ChartError::Drawing(_) => Exit::Failed,
        ChartError::UnknownKind { .. }
        | ChartError::WhichIncident { .. }
        | ChartError::UnknownIncident { .. }
        | ChartError::OfOther { .. }
        | ChartError::OfNoIncident { .. }
        | ChartError::NoIncident
        | ChartError::NoLongRun { .. }
        | ChartError::Nothing(_) => Exit::Usage,
    }
}
