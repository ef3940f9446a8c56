//! The exit codes, in one place.

use crate::report::Verdict;
use crate::study::StudyError;
use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Exit {
    /// Done, and every objective is met.
    Done = 0,
    /// A file cannot be read or written, or the program itself is wrong.
    Failed = 1,
    /// It was called wrongly.
    Usage = 2,
    /// The scenario is not valid.
    Invalid = 3,
    /// An objective is missed, or a design is worse and that was to fail.
    Missed = 4,
    /// No objective is missed, but not all of them are decided: by so many trials, or at all.
    Undecided = 5,
    /// Somebody has interrupted it: the result holds the trials that were done.
    Interrupted = 130,
}

/// The same for `--help`.
pub(super) const TABLE: &str = "\
Exit codes:
  0  done, and every objective is met
  1  a file cannot be read or written, or an internal error
  2  called wrongly
  3  the scenario is not valid
  4  an objective is missed, or a design is worse and `--fail-on worse` was given
  5  an objective is undecided by so many trials, or not judged
130  interrupted (Ctrl-C): the result holds the trials that were done, if any were";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Met => Exit::Done,
            Verdict::NotJudged | Verdict::Undecided => Exit::Undecided,
            Verdict::Missed => Exit::Missed,
        }
    }
}

impl From<&StudyError> for Exit {
    fn from(error: &StudyError) -> Self {
        match error {
            StudyError::Interrupted => Exit::Interrupted,
            StudyError::Drawn { .. } => Exit::Invalid,
            error if error.is_of_the_call() => Exit::Usage,
            _ => Exit::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_lists_every_code() {
        use Exit::*;
        for exit in [Done, Failed, Usage, Invalid, Missed, Undecided, Interrupted] {
            assert!(TABLE.contains(&format!("\n{:>3}  ", exit as u8)), "{exit:?}");
        }
    }
}
