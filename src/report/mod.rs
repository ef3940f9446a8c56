//! The result record and its writers: plain data, no simulation.
//!
//! A saved record is the contract between a run and everything drawn or printed later.

mod csv;
mod json;
mod record;
mod save;
mod states;
mod table;
mod words;

pub use csv::{record_to_csv, to_csv};
pub use json::{Record, RecordError, from_json, read_record, record_to_json, to_json};
pub use record::*;
pub use save::save;
pub use states::*;
pub use table::{
    Piece, fold_names, record_to_markdown, record_to_table, to_markdown, to_pieces, to_table,
};
pub use words::in_words;
