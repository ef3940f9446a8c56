//! The `hadr` program: hands its arguments to [`hadr::cli`] and returns the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    hadr::cli::main(std::env::args_os().collect())
}
