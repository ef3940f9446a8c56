//! The terminal table, whole.
use crate::hand_made::six_servers;
use hadr::report::to_table;

#[test]
fn look() {
    println!("{}", to_table(&six_servers(), false));
}
