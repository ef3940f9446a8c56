//! The record as JSON, and back.

use super::{Report, SCHEMA};
use serde::Deserialize;

/// Why a text is not a result of this program.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RecordError {
    /// There is nothing in it.
    #[error("is empty; write a result with `hadr run FILE -o result.json`")]
    Empty,
    /// It ends too early.
    #[error(
        "ends in the middle, at line {line}: it was cut off while being written or copied; run the scenario again"
    )]
    Truncated {
        /// Where it ends.
        line: usize,
    },
    /// Not JSON at all.
    #[error("is not JSON ({reason}); write a result with `hadr run FILE -o result.json`")]
    NotJson {
        /// What the parser says.
        reason: String,
    },
    /// A scenario, not its result.
    #[error("is a scenario, not a result; run it first: `hadr run FILE -o result.json`")]
    Scenario,
    /// JSON of somebody else.
    #[error("is JSON but not a result of hadr: it has no `\"schema\": \"{SCHEMA}\"`")]
    Foreign,
    /// A result in a version that this program does not know.
    #[error(
        "is a result in version `{found}`, this program reads `{SCHEMA}`; run the scenario again with this program"
    )]
    Version {
        /// The version in the file.
        found: String,
    },
    /// The right version, but its fields are not those of the record.
    #[error("says it is `{SCHEMA}` but is damaged: {reason}; run the scenario again")]
    Damaged {
        /// What does not fit.
        reason: String,
    },
}

/// The one field that tells what a file is.
#[derive(Deserialize)]
struct Header {
    schema: Option<serde_json::Value>,
}

/// The record as indented JSON with a newline at its end; equal records give equal bytes.
///
/// # Panics
///
/// When a number is infinite or not a number: no figure may be either, and a file that says `null`
/// instead could not be read back.
pub fn to_json(report: &Report) -> String {
    let mut text = serde_json::to_string_pretty(report)
        .expect("a record has only text keys and writes to memory");
    // JSON has no infinity: such a figure would come back as nothing, or not at all.
    assert!(
        from_json(&text).as_ref() == Ok(report),
        "every figure of the record is a finite number"
    );
    text.push('\n');
    text
}

/// The record in `text`, or why there is none.
pub fn from_json(text: &str) -> Result<Report, RecordError> {
    if text.trim().is_empty() {
        return Err(RecordError::Empty);
    }
    let tree: serde_json::Value = serde_json::from_str(text).map_err(syntax)?;
    let header = Header::deserialize(&tree).map_err(|_| RecordError::Foreign)?;
    match header.schema.as_ref().and_then(|s| s.as_str()) {
        Some(SCHEMA) => {}
        Some(found) if found.starts_with("hadr/result/") => {
            return Err(RecordError::Version { found: found.to_owned() });
        }
        Some(found) if found.starts_with("hadr/") => return Err(RecordError::Scenario),
        _ => return Err(RecordError::Foreign),
    }
    // From the text again, so that a complaint names its line.
    serde_json::from_str(text).map_err(|e| RecordError::Damaged { reason: e.to_string() })
}

fn syntax(error: serde_json::Error) -> RecordError {
    if error.is_eof() {
        RecordError::Truncated { line: error.line() }
    } else {
        RecordError::NotJson { reason: error.to_string() }
    }
}
