//! `hadr report`: a saved result as one page to read and to send, and simulates nothing.

use super::args::Page;
use super::chart::read;
use super::exit::Exit;
use super::output::{file, put, unfit};
use super::stream::complain;
use crate::page::to_html;

/// Writes it.
pub(super) fn report(args: &Page) -> Exit {
    let output = file(Some(&args.output));
    if let Some(trouble) = output.and_then(|path| unfit(path, &args.result, "result")) {
        return trouble;
    }
    match read(&args.result) {
        Ok(record) => put(to_html(&record).as_bytes(), output, ["", ""]),
        Err(reason) => {
            complain(reason);
            Exit::Failed
        }
    }
}
