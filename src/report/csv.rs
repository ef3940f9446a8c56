//! The figures of a record as rows, one figure a row (RFC 4180).
//!
//! Figures are found by their shape in the record, so every kind of record and every new field has
//! its rows. Quoting is a few lines, so there is no library for it.

use super::Record;
use crate::quantity::print_known;
use serde::Serialize;
use serde_json::{Map, Value};

/// The columns.
const HEAD: &str = "study,kind,subject,figure,part,unit,value,lower,upper,story,p5,p95,worst\r\n";
/// What holds no figures: the story and what is drawn from it.
const NO_FIGURES: [&str; 6] =
    ["story", "states", "over_time", "assumptions", "inputs", "uncertain"];
/// Fields that tell an element of a list from the others where it has no name of its own.
const KEYS: [&str; 11] = [
    "path",
    "objective",
    "chain",
    "class",
    "threshold",
    "of",
    "feature",
    "what",
    "target",
    "by",
    "until",
];
/// The same of what is compared: names are told apart by kind there.
const COMPARED: [&str; 4] = ["kind", "name", "feature", "chain"];
/// Figures of which one stands in several columns.
const SPREAD: [&str; 4] = ["story", "p5", "p95", "worst"];

/// The figures of a record of any kind as CSV.
pub fn record_to_csv(record: &Record) -> String {
    match record {
        Record::Result(report) => to_csv(report),
        Record::Comparison(report) => to_csv(report),
        Record::Sweep(report) => to_csv(report),
        Record::Sensitivity(report) => to_csv(report),
    }
}

/// The figures of a record as CSV, with a head.
///
/// # Panics
///
/// Never: a record has only text keys.
pub fn to_csv(record: &impl Serialize) -> String {
    let tree = serde_json::to_value(record).expect("a record has only text keys");
    let mut text = HEAD.to_owned();
    if let Value::Object(fields) = &tree {
        for (key, value) in fields {
            walk(&mut text, &Place::default().field(key), value);
        }
    }
    text
}

/// Where a figure stands.
#[derive(Clone, Default)]
struct Place {
    study: String,
    kind: String,
    subject: String,
    /// Fields down to it, joined by points.
    figure: String,
    /// What it is a part of, and which.
    part: Vec<String>,
}

impl Place {
    fn field(&self, key: &str) -> Self {
        let figure = match (self.figure.as_str(), key) {
            ("", "estimate") => {
                return Self { study: "long run".to_owned(), ..self.clone() };
            }
            ("", "replay") => return Self { study: "replay".to_owned(), ..self.clone() },
            // The amount of a part is the figure itself.
            (figure, "amount") if !figure.is_empty() => figure.to_owned(),
            ("", _) => key.to_owned(),
            (figure, _) => format!("{figure}.{key}"),
        };
        Self { figure, ..self.clone() }
    }

    /// One of a list: a study, a subject of it, or a part of that.
    fn element(&self, at: usize, value: &Value) -> Self {
        let name = name(value).unwrap_or_else(|| (at + 1).to_string());
        let list = self.figure.as_str();
        if list == "incidents" {
            return Self { study: name, figure: String::new(), ..self.clone() };
        }
        if self.kind.is_empty() {
            let kind = singular(list);
            return Self { kind, subject: name, figure: String::new(), ..self.clone() };
        }
        let mut part = self.part.clone();
        part.push(name);
        Self { part, ..self.clone() }
    }

    fn row(&self, text: &mut String, numbers: [String; 7]) {
        let unit = unit(&self.kind, &self.figure).to_owned();
        let part = self.part.join("; ");
        let words = [&self.study, &self.kind, &self.subject, &self.figure, &part, &unit];
        let cells = words.into_iter().map(|word| quoted(word)).chain(numbers);
        text.push_str(&cells.collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    }
}

fn walk(text: &mut String, place: &Place, value: &Value) {
    match value {
        Value::Number(number) => {
            let mut cells: [String; 7] = Default::default();
            cells[0] = number.to_string();
            place.row(text, cells);
        }
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                walk(text, &place.element(at, value), value);
            }
        }
        Value::Object(fields) => object(text, place, fields),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

fn object(text: &mut String, place: &Place, fields: &Map<String, Value>) {
    let number = |key: &str| fields.get(key).and_then(Value::as_f64);
    // A number with its interval; a chain calls it an amount.
    if let (Some(value), Some(lower), Some(upper)) =
        (number("value").or(number("amount")), number("lower"), number("upper"))
    {
        let mut cells: [String; 7] = Default::default();
        for (cell, number) in cells.iter_mut().zip(print_known(value, lower, upper)) {
            *cell = number;
        }
        return place.row(text, cells);
    }
    if SPREAD.iter().all(|key| fields.contains_key(*key)) && fields.len() == SPREAD.len() {
        let mut cells: [String; 7] = Default::default();
        for (cell, key) in cells[3..].iter_mut().zip(SPREAD) {
            *cell = number(key).map(|number| number.to_string()).unwrap_or_default();
        }
        return place.row(text, cells);
    }
    for (key, value) in fields.iter().filter(|(key, _)| !is_aside(key)) {
        walk(text, &place.field(key), value);
    }
}

fn is_aside(key: &str) -> bool {
    NO_FIGURES.contains(&key) || NUMBERED.iter().any(|(field, _)| *field == key)
}

/// Fields that number what they stand in, with the words for it.
const NUMBERED: [(&str, &str); 2] = [("trial", "trial"), ("seconds", "more seconds than")];

/// The name of an element of a list, if it has one.
fn name(value: &Value) -> Option<String> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let all = |keys: &[&str]| keys.iter().copied().filter_map(text).collect::<Vec<_>>().join(", ");
    let name = match (text("kind"), text("name")) {
        (Some(_), Some(_)) => all(&COMPARED),
        (None, Some(name)) => name.to_owned(),
        (_, None) => all(&KEYS),
    };
    if !name.is_empty() {
        return Some(name);
    }
    // A point of a sweep is told by its values.
    if let Some(Value::Array(values)) = value.get("values") {
        let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        return Some(values.join(", "));
    }
    NUMBERED.iter().find_map(|(key, word)| Some(format!("{word} {}", value.get(key)?)))
}

/// `services` to `service`.
fn singular(list: &str) -> String {
    match list.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => list.strip_suffix('s').unwrap_or(list).to_owned(),
    }
}

/// The unit that the name of a field tells; of the worst trials also whose they are.
fn unit(kind: &str, figure: &str) -> &'static str {
    let last = figure.rsplit('.').next().unwrap_or(figure);
    let has = |word: &str| figure.contains(word);
    let a_year = has("per_year");
    match last {
        "seen" | "years" | "years_with" | "watched" | "breached" | "due" | "overlong" => return "",
        "none" | "odds" | "mean_credit" | "at_least" => return "share",
        "mean_seconds" | "mean_up_seconds" | "p50_seconds" => return "s",
        "unprotected_seen" => return "",
        "saved" if kind.contains("service") || figure.contains("services") => return "s/year",
        "saved" => return "user-minutes/year",
        _ => {}
    }
    match figure {
        _ if last == "share" || has("unavailability") || has("unprotected") && !has("seconds") => {
            "share"
        }
        _ if has("worst_trials") && kind == "service" => "s",
        _ if has("worst_trials") => "user-minutes",
        _ if has("user_minutes") && a_year => "user-minutes/year",
        _ if has("user_minutes") || has("lost_by") => "user-minutes",
        _ if has("yearly") && last != "years" || has("seconds") && a_year => "s/year",
        _ if has("seconds") => "s",
        _ if a_year => "1/year",
        _ => "",
    }
}

/// A cell: in quotes where a reader would stumble, or where a spreadsheet would take it for a
/// formula.
fn quoted(cell: &str) -> String {
    // An apostrophe in front is how spreadsheets mark text.
    let formula = cell.starts_with(['=', '+', '-', '@']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    match cell.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be() {
        assert_eq!(quoted("web: crash"), "web: crash");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
    }

    #[test]
    fn units_are_read_from_the_names_of_fields() {
        for (figure, expected) in [
            ("unavailability", "share"),
            ("unprotected_by_reason", "share"),
            ("unprotected_seconds", "s"),
            ("outage_seconds_per_year_by_chain", "s/year"),
            ("lost_user_minutes_per_year_by_phase", "user-minutes/year"),
            ("lost_by_phase", "user-minutes"),
            ("outages_per_year", "1/year"),
            ("yearly.mean", "s/year"),
            ("yearly.exceedance.share", "share"),
            ("yearly.years", ""),
            ("interruptions_per_year.mean_seconds", "s"),
            ("interruptions_per_year.seen", ""),
            ("interruptions_per_year.first.seen", ""),
            ("interruptions_per_year.first.none", "share"),
            ("interruptions_per_year.yearly.years_with", ""),
            ("unprotected_seen", ""),
            ("months.odds", "share"),
            ("outages_seen", ""),
            ("worst_trials", "s"),
        ] {
            assert_eq!(unit("service", figure), expected, "{figure}");
        }
    }
}
