//! The records as JSON, and back.

use super::{COMPARISON_SCHEMA, ComparisonReport, Report, SCHEMA};
use super::{SENSITIVITY_SCHEMA, SWEEP_SCHEMA, SensitivityReport, SweepReport};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A record of any kind, told apart by its `schema`.
#[derive(Clone, PartialEq, Debug)]
pub enum Record {
    /// Of `hadr run`.
    Result(Box<Report>),
    /// Of `hadr compare`.
    Comparison(Box<ComparisonReport>),
    /// Of `hadr sweep`.
    Sweep(Box<SweepReport>),
    /// Of `hadr sensitivity`.
    Sensitivity(Box<SensitivityReport>),
}

impl Record {
    /// What it is, for a sentence.
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Result(_) => "a result of `hadr run`",
            Self::Comparison(_) => "a comparison of `hadr compare`",
            Self::Sweep(_) => "a sweep of `hadr sweep`",
            Self::Sensitivity(_) => "a sensitivity of `hadr sensitivity`",
        }
    }
}

/// Why a text is not a record of this program.
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
    /// A record of this program, of another kind than is read here.
    #[error("is {found}, and this needs a result: `hadr run FILE -o result.json`")]
    OtherKind {
        /// What it is.
        found: &'static str,
    },
    /// A record in a version that this program does not know.
    #[error(
        "is a result in version `{found}`, this program reads `{reads}`; run the scenario again with this program"
    )]
    Version {
        /// The version in the file.
        found: String,
        /// The version of that kind that this program reads.
        reads: &'static str,
    },
    /// The right version, but its fields are not those of the record.
    #[error("says it is `{schema}` but is damaged: {reason}; run the scenario again")]
    Damaged {
        /// What it says it is.
        schema: &'static str,
        /// What does not fit.
        reason: String,
    },
}

/// The one field that tells what a file is.
#[derive(Deserialize)]
struct Header {
    schema: Option<serde_json::Value>,
}

/// The record of a run as indented JSON with a newline at its end; equal records give equal bytes.
///
/// # Panics
///
/// When a number is infinite or not a number: no figure may be either, and a file that says `null`
/// instead could not be read back.
pub fn to_json(report: &Report) -> String {
    let text = serde_json::to_string_pretty(report);
    finish(text, |text| from_json(text).as_ref() == Ok(report))
}

/// The same of a record of any kind.
///
/// # Panics
///
/// As [`to_json`] does.
pub fn record_to_json(record: &Record) -> String {
    let text = match record {
        Record::Result(report) => return to_json(report),
        Record::Comparison(report) => serde_json::to_string_pretty(report),
        Record::Sweep(report) => serde_json::to_string_pretty(report),
        Record::Sensitivity(report) => serde_json::to_string_pretty(report),
    };
    finish(text, |text| read_record(text).as_ref() == Ok(record))
}

fn finish(text: serde_json::Result<String>, comes_back: impl Fn(&str) -> bool) -> String {
    let mut text = text.expect("a record has only text keys and writes to memory");
    // JSON has no infinity: such a figure would come back as nothing, or not at all.
    assert!(comes_back(&text), "every figure of the record is a finite number");
    text.push('\n');
    text
}

/// The record of a run in `text`, or why there is none.
pub fn from_json(text: &str) -> Result<Report, RecordError> {
    match read_record(text)? {
        Record::Result(report) => Ok(*report),
        other => Err(RecordError::OtherKind { found: other.noun() }),
    }
}

/// The record of any kind in `text`, or why there is none.
pub fn read_record(text: &str) -> Result<Record, RecordError> {
    if text.trim().is_empty() {
        return Err(RecordError::Empty);
    }
    let tree: serde_json::Value = serde_json::from_str(text).map_err(syntax)?;
    let header = Header::deserialize(&tree).map_err(|_| RecordError::Foreign)?;
    let found = match header.schema.as_ref().and_then(|s| s.as_str()) {
        Some(found) if found.starts_with("hadr/") => found,
        _ => return Err(RecordError::Foreign),
    };
    match found {
        SCHEMA => read(text, &tree, SCHEMA, Record::Result),
        COMPARISON_SCHEMA => read(text, &tree, COMPARISON_SCHEMA, Record::Comparison),
        SWEEP_SCHEMA => read(text, &tree, SWEEP_SCHEMA, Record::Sweep),
        SENSITIVITY_SCHEMA => read(text, &tree, SENSITIVITY_SCHEMA, Record::Sensitivity),
        other => {
            let kinds = [SCHEMA, COMPARISON_SCHEMA, SWEEP_SCHEMA, SENSITIVITY_SCHEMA];
            let kind = |schema: &&str| {
                schema.rsplit_once('/').is_some_and(|(kind, _)| {
                    other.strip_prefix(kind).is_some_and(|rest| rest.starts_with('/'))
                })
            };
            Err(match kinds.into_iter().find(kind) {
                Some(reads) => RecordError::Version { found: found.to_owned(), reads },
                None => RecordError::Scenario,
            })
        }
    }
}

/// No figure of a record is so large.
const BEYOND: f64 = 1e100;

/// A number that no record has: what is made of it might be infinite.
fn beyond(tree: &serde_json::Value) -> Option<f64> {
    use serde_json::Value;
    match tree {
        Value::Number(number) => number.as_f64().filter(|number| number.abs() > BEYOND),
        Value::Array(items) => items.iter().find_map(beyond),
        Value::Object(fields) => fields.values().find_map(beyond),
        _ => None,
    }
}

fn read<R: DeserializeOwned>(
    text: &str,
    tree: &serde_json::Value,
    schema: &'static str,
    record: impl Fn(Box<R>) -> Record,
) -> Result<Record, RecordError> {
    if let Some(number) = beyond(tree) {
        let reason = format!("no figure is as large as {number:e}");
        return Err(RecordError::Damaged { schema, reason });
    }
    // From the text again, so that a complaint names its line.
    let report = serde_json::from_str(text);
    let damaged = |e: serde_json::Error| RecordError::Damaged { schema, reason: e.to_string() };
    report.map(|report| record(Box::new(report))).map_err(damaged)
}

fn syntax(error: serde_json::Error) -> RecordError {
    if error.is_eof() {
        RecordError::Truncated { line: error.line() }
    } else {
        RecordError::NotJson { reason: error.to_string() }
    }
}
