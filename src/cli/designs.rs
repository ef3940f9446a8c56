//! What `compare`, `sweep` and `sensitivity` have in common: reading, options, writing.

use super::args::{Color, Format, Shared};
use super::exit::Exit;
use super::run::{code_of, unfit};
use super::stream::{complain, give, say};
use crate::report::{
    Record, record_to_csv, record_to_json, record_to_markdown, record_to_table, save,
};
use crate::scenario::Rejection;
use crate::study::{Options, VariedError};
use std::path::{Path, PathBuf};

impl Shared {
    /// As the study takes them.
    pub fn options(&self) -> Options {
        Options {
            seed: self.seed,
            trials: self.trials,
            threads: self.threads.map(usize::from),
            events: self.events,
            ..Options::default()
        }
    }

    fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// What is wrong with the output, found before an hour of simulating.
    pub fn trouble(&self, inputs: &[PathBuf]) -> Option<Exit> {
        inputs.iter().find_map(|input| unfit(self.file()?, input))
    }

    /// Writes a record; `summary` for whoever sent it into a file.
    pub fn write(&self, record: &Record, summary: &str, color: Color) -> Exit {
        let implied = self.file().map_or(Format::Table, Format::of);
        let colored =
            if self.file().is_some() { color == Color::Always } else { color.of_output() };
        let text = match self.format.unwrap_or(implied) {
            Format::Json => record_to_json(record),
            Format::Table => record_to_table(record, colored),
            Format::Csv => record_to_csv(record),
            Format::Markdown => record_to_markdown(record),
        };
        let written = match self.file() {
            None => give(text.as_bytes()),
            Some(path) => save(path, text.as_bytes()),
        };
        match (written, self.file()) {
            (Err(error), _) => {
                complain(error);
                return Exit::Failed;
            }
            (Ok(()), Some(path)) => say(&format!("wrote `{}`; {summary}", path.display())),
            (Ok(()), None) => {}
        }
        Exit::Done
    }
}

/// Says why a file is no scenario.
pub(super) fn reject(rejection: &Rejection, color: Color) -> Exit {
    say(&rejection.render(color.of_talk()));
    code_of(rejection)
}

/// Says why a scenario cannot be varied so.
pub(super) fn fail(error: &VariedError, color: Color) -> Exit {
    match error {
        VariedError::Call(wrong) => {
            wrong.iter().for_each(complain);
            Exit::Usage
        }
        VariedError::Rejected(rejections) => {
            // What is wrong in many points is told of the first few.
            const TOLD: usize = 10;
            let mut code = Exit::Invalid;
            for rejection in rejections.iter().take(TOLD) {
                code = reject(rejection, color);
            }
            let more = rejections.len().saturating_sub(TOLD);
            if more > 0 {
                say(&format!("... and {more} more values or points that make no scenario"));
            }
            code
        }
        VariedError::Study(error) => {
            complain(error);
            if error.is_of_the_call() { Exit::Usage } else { Exit::Failed }
        }
    }
}
