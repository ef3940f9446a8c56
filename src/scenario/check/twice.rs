//! Names that a list needs once.

use crate::scenario::describe::Name;
use crate::scenario::problem::{Problem, Problems, code, quote};

/// What a list names twice.
pub fn check(names: &[Name], problems: &mut Problems) {
    for (at, name) in names.iter().enumerate() {
        if names[..at].iter().any(|other| other.text == name.text) {
            let message = format!("{} is named twice", quote(&name.text));
            let problem = Problem::new(code::DUPLICATE_MEMBER, name.place, message);
            problems.push(problem.help("name it once"));
        }
    }
}
