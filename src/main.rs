//! The `hadr` program.
fn main() {}
