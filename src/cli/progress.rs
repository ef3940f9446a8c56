//! How far a run is, told to whoever waits: on the standard error, and never part of a result.

use super::args::Progress;
use super::stream::say;
use crate::estimator::{Seen, Watch};
use crate::quantity::{print_amount, print_seconds};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How many characters the bar has between its ends.
const WIDTH: u64 = 30;

/// Tells how far a run is, until it is dropped.
pub(super) struct Telling {
    /// Dropped to end it.
    over: Option<Sender<()>>,
    teller: Option<JoinHandle<()>>,
}

/// How it is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Bar,
    Plain,
    Json,
}

impl How {
    const fn every(self) -> Duration {
        match self {
            Self::Bar => Duration::from_millis(100),
            Self::Plain => Duration::from_secs(10),
            Self::Json => Duration::from_secs(1),
        }
    }
}

impl Telling {
    /// Begins to tell of the run that `watch` sees.
    pub(super) fn of(watch: &Arc<Watch>, wish: Progress) -> Self {
        let how = match wish {
            Progress::None => None,
            Progress::Bar => Some(How::Bar),
            Progress::Plain => Some(How::Plain),
            Progress::Json => Some(How::Json),
            Progress::Auto if io::stderr().is_terminal() => Some(How::Bar),
            Progress::Auto => Some(How::Plain),
        };
        let Some(how) = how else { return Self { over: None, teller: None } };
        let (over, is_over) = channel();
        let watch = Arc::clone(watch);
        let teller = thread::spawn(move || tell(how, &watch, &is_over));
        Self { over: Some(over), teller: Some(teller) }
    }
}

impl Drop for Telling {
    fn drop(&mut self) {
        drop(self.over.take());
        // A teller that has panicked has told of it.
        self.teller.take().map(JoinHandle::join);
    }
}

fn tell(how: How, watch: &Watch, is_over: &Receiver<()>) {
    let start = now();
    let mut drawn = false;
    while is_over.recv_timeout(how.every()) == Err(RecvTimeoutError::Timeout) {
        let (seen, seconds) = (watch.seen(), start.elapsed().as_secs_f64());
        match how {
            How::Bar => {
                draw(&bar(&seen, seconds));
                drawn = true;
            }
            How::Plain => say(&plain(&seen, seconds)),
            How::Json => say(&json(&seen, seconds)),
        }
    }
    match how {
        How::Bar if drawn => draw(""),
        How::Json => say(&json(&watch.seen(), start.elapsed().as_secs_f64())),
        _ => {}
    }
}

/// Writes a line over the one before it.
fn draw(line: &str) {
    let mut err = io::stderr().lock();
    let _ = write!(err, "\r\x1b[2K{line}").and_then(|()| err.flush());
}

fn bar(seen: &Seen, seconds: f64) -> String {
    let full = (WIDTH * seen.done).checked_div(seen.of).unwrap_or(0).min(WIDTH);
    let (full, empty) = ("=".repeat(full as usize), " ".repeat((WIDTH - full) as usize));
    format!("[{full}{empty}] {}", plain(seen, seconds))
}

fn plain(seen: &Seen, seconds: f64) -> String {
    let Seen { what, done, of } = seen;
    let (count, all) = (print_amount(*done as f64), print_amount(*of as f64));
    let seconds = libm::round(seconds);
    let so_far = print_seconds(seconds);
    // What is left takes as long a trial, if trials are alike.
    let left = match *done {
        0 => String::new(),
        done => {
            let left = seconds / done as f64 * of.saturating_sub(done) as f64;
            format!(", about {} left", print_seconds(libm::round(left)))
        }
    };
    format!("{what}: {count} of {all} trials in {so_far}{left}")
}

fn json(seen: &Seen, seconds: f64) -> String {
    let Seen { what, done, of } = seen;
    let seconds = libm::round(seconds * 1e3) / 1e3;
    serde_json::json!({"what": what, "trials": done, "of": of, "seconds": seconds}).to_string()
}

#[expect(clippy::disallowed_methods, reason = "whoever waits does so by the clock on the wall")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(done: u64, of: u64) -> Seen {
        Seen { what: "long run".into(), done, of }
    }

    #[test]
    fn a_line_says_what_is_done_and_what_is_left() {
        let line = plain(&seen(2500, 10_000), 20.4);
        assert_eq!(line, "long run: 2,500 of 10,000 trials in 20 s, about 60 s left");
        assert_eq!(plain(&seen(0, 10), 10.0), "long run: 0 of 10 trials in 10 s");
    }

    #[test]
    fn a_bar_fills_and_never_overflows() {
        let head = |done, of| bar(&seen(done, of), 1.0)[..32].to_owned();
        assert_eq!(head(0, 10), format!("[{}]", " ".repeat(30)));
        assert_eq!(head(5, 10), format!("[{}{}]", "=".repeat(15), " ".repeat(15)));
        // A precision may take more than was expected.
        assert_eq!(head(12, 10), format!("[{}]", "=".repeat(30)));
        assert_eq!(head(0, 0), format!("[{}]", " ".repeat(30)));
    }

    #[test]
    fn programs_read_json() {
        let line = json(&seen(1, 2), 0.123_456);
        assert_eq!(line, r#"{"of":2,"seconds":0.123,"trials":1,"what":"long run"}"#);
    }
}
