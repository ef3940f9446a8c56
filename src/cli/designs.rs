//! What `compare`, `sweep` and `sensitivity` have in common: reading, options, writing.

use super::args::{Color, Shared};
use super::exit::Exit;
use super::interrupt;
use super::output::{file, is_drawn_from, unfit, write};
use super::progress::Telling;
use super::run::code_of;
use super::stream::{complain, say};
use crate::report::{Record, RunReport};
use crate::scenario::{Rejection, Scenario, Source};
use crate::study::{Options, VariedError};
use std::path::{Path, PathBuf};

impl Shared {
    /// As the study takes them.
    fn options(&self) -> Options {
        Options {
            seed: self.seed,
            trials: self.trials,
            threads: self.threads.map(usize::from),
            events: self.events,
            ..Options::default()
        }
    }

    /// Runs something that heeds Ctrl-C and tells how far it is.
    pub fn run<T>(&self, run: impl FnOnce(&Options) -> T) -> T {
        let options = self.options();
        interrupt::heed(&options.watch.stop());
        let _telling = Telling::of(&options.watch, self.progress);
        run(&options)
    }

    fn file(&self) -> Option<&Path> {
        file(self.output.as_deref())
    }

    /// What is wrong with the output, found before an hour of simulating.
    pub fn trouble(&self, inputs: &[PathBuf]) -> Option<Exit> {
        inputs.iter().find_map(|input| unfit(self.file()?, input, "scenario"))
    }

    /// The same, once it is known what the scenario of a file draws from.
    pub fn trouble_with_data(&self, file: &Path, scenario: &Scenario) -> Option<Exit> {
        is_drawn_from(self.file()?, file, scenario)
    }

    /// The same of a scenario that is to be varied; one that cannot be read has no data.
    pub fn trouble_with_source(&self, file: &Path, source: &Source) -> Option<Exit> {
        self.trouble_with_data(file, &source.scenario().ok()?)
    }

    /// Writes a record; `summary` for whoever sent it into a file.
    pub fn write(&self, record: &Record, run: &RunReport, summary: &str, color: Color) -> Exit {
        let interrupted = run.interrupted_of.is_some();
        let before = if interrupted { " what was done until interrupted" } else { "" };
        let said = [before, &format!("; {summary}")];
        match write(record, self.file(), self.format, color, said) {
            Exit::Done if interrupted => Exit::Interrupted,
            exit => exit,
        }
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
            Exit::from(error)
        }
    }
}
