//! `hadr report`: a saved result as one page to read and to send, and simulates nothing.

use super::args::Page;
use super::chart::read;
use super::exit::Exit;
use super::stream::{complain, say};
use crate::page::to_html;
use crate::report::save;

/// Writes it.
pub(super) fn report(args: &Page) -> Exit {
    let path = args.output.as_path();
    let written = read(&args.result)
        .and_then(|report| save(path, to_html(&report).as_bytes()).map_err(|e| e.to_string()));
    match written {
        Ok(()) => {
            say(&format!("wrote `{}`", path.display()));
            Exit::Done
        }
        Err(reason) => {
            complain(reason);
            Exit::Failed
        }
    }
}
