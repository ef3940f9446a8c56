//! Values as a scenario writes them, in words.

use serde_json::Value;

/// A value of a scenario for a person: `{"exponential": "2000 h"}` is `exponential, mean 2000 h`.
pub fn in_words(value: &str) -> String {
    match serde_json::from_str(value) {
        Ok(tree) => words(&tree),
        // A text is told without its quotes, and so is none that can be read.
        Err(_) => value.to_owned(),
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(words).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let told = fields.iter().map(|(key, value)| match (key.as_str(), value) {
                ("exponential", mean) => format!("exponential, mean {}", words(mean)),
                ("uniform", Value::Array(ends)) => {
                    let ends: Vec<String> = ends.iter().map(words).collect();
                    format!("uniform, {}", ends.join(" to "))
                }
                ("mixture", Value::Array(parts)) => {
                    parts.iter().map(part).collect::<Vec<_>>().join("; ")
                }
                (key, Value::Array(_) | Value::Object(_)) => format!("{key}, {}", words(value)),
                (key, _) => format!("{key} {}", words(value)),
            });
            told.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// One law of several, with its share.
fn part(part: &Value) -> String {
    match (part.get("share"), part.get("law")) {
        (Some(share), Some(law)) => format!("{}: {}", words(share), words(law)),
        _ => words(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laws_read_as_sentences_do() {
        for (value, expected) in [
            ("2 s", "2 s"),
            ("\"2 s\"", "2 s"),
            ("3", "3"),
            (r#"{"exponential": "2000 h"}"#, "exponential, mean 2000 h"),
            (r#"{"uniform": ["5 min", "20 min"]}"#, "uniform, 5 min to 20 min"),
            (r#"{"triangular": ["1 s", "2 s", "4 s"]}"#, "triangular, 1 s, 2 s, 4 s"),
            (
                r#"{"lognormal": {"median": "8 h", "mean": "14 h"}}"#,
                "lognormal, mean 14 h, median 8 h",
            ),
            (
                r#"{"mixture": [{"share": "90 %", "law": "5 min"}, {"share": "10 %", "law": {"exponential": "8 h"}}]}"#,
                "90 %: 5 min; 10 %: exponential, mean 8 h",
            ),
        ] {
            assert_eq!(in_words(value), expected, "{value}");
        }
    }
}
