//! The streams: the result goes to the standard output, the talk to the standard error.

use super::args::Color;
use std::ffi::OsString;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Writes a result to the standard output; a reader that has left (`| head`) is no error.
pub(super) fn give(result: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(result).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Says something on the standard error; if nobody listens, there is nobody to tell.
pub(super) fn say(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(text.trim_end().as_bytes());
    let _ = err.write_all(b"\n");
}

/// Says what went wrong.
pub(super) fn complain(what: impl std::fmt::Display) {
    say(&format!("error: {what}"));
}

impl Color {
    /// Whether to colour the standard output.
    pub fn of_output(self) -> bool {
        self.decide(io::stdout().is_terminal(), |name| std::env::var_os(name))
    }

    /// Whether to colour the standard error.
    pub fn of_talk(self) -> bool {
        self.decide(io::stderr().is_terminal(), |name| std::env::var_os(name))
    }

    /// The argument outweighs the environment, and a wish for none one for colours.
    fn decide(self, terminal: bool, environment: impl Fn(&str) -> Option<OsString>) -> bool {
        let set = |name| environment(name).filter(|value| !value.is_empty());
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if set("NO_COLOR").is_some() => false,
            Color::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
            Color::Auto => terminal && set("TERM").is_none_or(|value| value != "dumb"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_follow_the_argument_then_the_environment_then_the_terminal() {
        let decide = |color: Color, terminal, set: &[(&str, &str)]| {
            let value = |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| v.into());
            color.decide(terminal, value)
        };
        assert!(decide(Color::Auto, true, &[]));
        assert!(!decide(Color::Auto, false, &[]));
        assert!(!decide(Color::Auto, true, &[("NO_COLOR", "1")]));
        assert!(decide(Color::Auto, true, &[("NO_COLOR", "")]));
        assert!(decide(Color::Auto, false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!decide(Color::Auto, false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!decide(Color::Auto, true, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
        assert!(!decide(Color::Auto, true, &[("TERM", "dumb")]));
        assert!(decide(Color::Always, false, &[("NO_COLOR", "1")]));
        assert!(!decide(Color::Never, true, &[("CLICOLOR_FORCE", "1")]));
    }
}
