//! One mistake is told once, however much of the file rests on what is spoilt: every value of every
//! scenario in turn is replaced by one of the wrong type.

use hadr::scenario::{Rejection, Source, parse};
use serde_json::Value;
use std::path::Path;

/// The paths to all values below one.
fn below(value: &Value, here: &mut Vec<String>, all: &mut Vec<Vec<String>>) {
    let mut deeper = |key: String, value: &Value| {
        here.push(key);
        all.push(here.clone());
        below(value, here, all);
        here.pop();
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| deeper(key.clone(), value)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| deeper(at.to_string(), value));
        }
        _ => {}
    }
}

/// How many problems there are once the value at a path is of the wrong type.
fn problems(file: &Value, path: &[String]) -> (String, usize) {
    let mut file = file.clone();
    let pointer: String =
        path.iter().map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1"))).collect();
    let spot = file.pointer_mut(&pointer).expect("the path leads to it");
    *spot = if spot.is_boolean() { Value::from(7.5) } else { Value::Bool(true) };
    let text = serde_json::to_string_pretty(&file).expect("it is JSON");
    match parse(&path.join("."), text.as_bytes()) {
        Ok(_) => (String::new(), 0),
        Err(Rejection::Invalid(problems)) => (problems.render(false), problems.count()),
        Err(unreadable) => (unreadable.render(false), 0),
    }
}

#[test]
fn a_value_of_the_wrong_type_is_one_problem() {
    let folder = Path::new("scenarios");
    let mut files: Vec<_> =
        folder.read_dir().expect("it is there").map(|entry| entry.expect("it is").path()).collect();
    files.sort();
    let mut wrong = Vec::new();
    for file in files {
        if Source::read(&file).is_err() || file.extension().is_none_or(|end| end != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("it is text");
        let value: Value = serde_json::from_str(&text).expect("it is JSON");
        let mut paths = Vec::new();
        below(&value, &mut Vec::new(), &mut paths);
        for path in paths {
            let (said, count) = problems(&value, &path);
            // What all who use a template replace is never read.
            if count != 1 && !(count == 0 && path[0] == "templates") {
                wrong.push(format!("{} {}: {count}\n{said}", file.display(), path.join(".")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them\n{}", wrong.len(), wrong.join("\n"));
}
