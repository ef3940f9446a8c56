//! Ctrl-C: the first ends the run, and what it has done so far is reported; the second ends the
//! program.

use super::exit::Exit;
use super::stream::complain;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Raises `stop` at the first signal to end, and leaves at once at the next.
pub(super) fn heed(stop: &Arc<AtomicBool>) {
    for signal in [SIGINT, SIGTERM] {
        if let Err(error) = listen(signal, stop) {
            complain(format!("cannot be interrupted gently: {error}"));
        }
    }
}

fn listen(signal: i32, stop: &Arc<AtomicBool>) -> io::Result<()> {
    // In this order: what comes first finds the flag not yet raised by what comes after it.
    let leave = i32::from(Exit::Interrupted as u8);
    flag::register_conditional_shutdown(signal, leave, Arc::clone(stop))?;
    flag::register(signal, Arc::clone(stop))?;
    Ok(())
}
